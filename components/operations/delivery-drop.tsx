"use client";

import { CircleCheck, CircleX, Upload as UploadIcon } from "lucide-react";
import { type DragEvent, type FormEvent, useRef, useState } from "react";
import { useRefresh } from "@/components/shell/use-refresh";
import { buttonClass } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import { byLabel } from "./faults";
import { SelectField, TextField } from "./field";
import { SuggestingField } from "./suggesting-field";
import { type Said, uploadFile } from "./upload-file";

type Choice = { value: string; label: string };
type DeliveryDropProps = { titles: Choice[]; assetTypes: Choice[] };

type Sending = {
  key: number;
  name: string;
  size: number;
  sent: number;
  /** The server can't be reached just now. */
  waits: boolean;
  outcome: { ok: boolean; text: string } | null;
};

/** Takes files by drag and drop or from a dialog, and hands each in: one that breaks off goes on by itself. */
export function DeliveryDrop({ titles, assetTypes }: DeliveryDropProps) {
  const refresh = useRefresh();
  const form = useRef<HTMLFormElement>(null);
  const count = useRef(0);
  const [sendings, setSendings] = useState<Sending[]>([]);
  const [over, setOver] = useState(false);

  const change = (key: number, what: Partial<Sending>) =>
    setSendings((all) => all.map((one) => (one.key === key ? { ...one, ...what } : one)));

  async function send(files: FileList | null) {
    const fields = form.current;
    if (!fields?.reportValidity() || !files) return;
    const data = Object.fromEntries(new FormData(fields)) as Said;
    const said = Object.fromEntries(Object.entries(data).filter(([, value]) => value));
    for (const file of files) {
      const key = ++count.current;
      const { name, size } = file;
      setSendings((all) => [{ key, name, size, sent: 0, waits: false, outcome: null }, ...all]);
      const outcome = await uploadFile(file, said, (how) => change(key, how));
      const text = byLabel(fields, outcome.text);
      change(key, { outcome: outcome.ok ? outcome : { ...outcome, text } });
      refresh();
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files);
  }

  return (
    <div className="mb-3 space-y-3 border-line border-b px-4 pb-4">
      <form
        ref={form}
        onSubmit={(event: FormEvent) => event.preventDefault()}
        className="flex flex-wrap items-end gap-3"
      >
        <SuggestingField
          label="Title"
          name="title"
          suggestions={titles}
          maxLength={300}
          placeholder="TTL-…, or choose from the list"
          required
          className="w-72"
        />
        <SelectField
          label="Asset type"
          name="assetType"
          options={assetTypes}
          none="Choose an asset type"
          required
          className="w-60"
        />
        <TextField label="Variant" name="variant" maxLength={100} placeholder="L, Reel 1, Score" />
        <TextField
          label="Language"
          name="language"
          maxLength={35}
          placeholder="pt-BR"
          className="w-28"
        />
        <TextField label="Note" name="note" maxLength={2000} className="w-64" />
      </form>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by keyboard */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-wrap items-center gap-3 rounded-md border border-dashed px-4 py-5 ${over ? "border-accent bg-hover" : "border-line-strong"}`}
      >
        <UploadIcon className="text-ink-2" />
        <span className="text-ink-2">Drop files here, or</span>
        <label className={buttonClass("quiet", "cursor-pointer focus-within:outline-2")}>
          Choose files
          <input
            type="file"
            multiple
            className="sr-only"
            onChange={(event) => {
              void send(event.target.files).finally(() => {
                event.target.value = "";
              });
            }}
          />
        </label>
        <span className="text-ink-3">
          Several files of one variant become versions in their order.
        </span>
      </div>
      <ul aria-label="Files being handed in" className="space-y-1 empty:hidden">
        {sendings.map(({ key, name, size, sent, waits, outcome }) => (
          <li key={key} className="flex flex-wrap items-center gap-2">
            {outcome &&
              (outcome.ok ? (
                <CircleCheck className="text-ready" />
              ) : (
                <CircleX className="text-failed" />
              ))}
            <span className="font-mono text-mono wrap-anywhere">{name}</span>
            {outcome ? (
              <span role="status" className={outcome.ok ? "text-ready" : "text-failed"}>
                {outcome.text}
              </span>
            ) : (
              <>
                <progress aria-label={`Sending ${name}`} value={sent} max={size} className="w-40" />
                <span className="text-ink-3">
                  {sent < size
                    ? `${bytesInWords(sent)} of ${bytesInWords(size)}`
                    : "Being looked into"}
                  {waits && ". The server can’t be reached; this goes on by itself once it can."}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
