"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { type PointerEvent, type ReactNode, type RefObject, useEffect } from "react";
import { Button } from "@/components/ui/button";
import type { Preview as PreviewState } from "@/lib/previews/types";
import { loadLibrary } from "./attach-source";
import { Player } from "./player";

type PreviewProps = {
  materialId: string;
  version: number;
  /** Of the file. */
  name: string;
  /** Sound is given less room to wait in. */
  sound: boolean;
  keysFrom: RefObject<HTMLElement | null>;
};

const whileBeingMade = 1_000;

/** Fetches what plays previews once the page is at rest, so that the first one opens as fast as the next. */
export function usePreviewsSoon(anyPlayed: boolean) {
  useEffect(() => {
    if (!anyPlayed) return;
    const fetchAhead = () => void loadLibrary().catch(() => {});
    // Safari has no idle callbacks.
    const timer = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(fetchAhead), 1_000);
    return () => clearTimeout(timer);
  }, [anyPlayed]);
}

/** Asks for a row's preview as soon as it is pressed: the click that opens it comes some 80 ms later. */
export function usePreviewOnPress(videoVersionOf: (materialId: string) => number | null) {
  const client = useQueryClient();
  return ({ target, button, pointerType }: PointerEvent) => {
    // A finger that scrolls begins like one that taps, and what is asked for is made.
    if (pointerType === "touch") return;
    const pressed = target as Element;
    const id = pressed.closest<HTMLElement>("[data-line]")?.dataset.line;
    const version = id === undefined ? null : videoVersionOf(id);
    if (id === undefined || version === null) return;
    if (button !== 0 || pressed.closest("input, button")) return;
    void client.prefetchQuery(previewOf(id, version));
  };
}

const addressOf = (materialId: string) => `/api/materials/${materialId}/preview`;

const previewOf = (materialId: string, version: number) =>
  queryOptions({
    queryKey: ["preview", materialId, version],
    queryFn: ({ signal }) => ask(addressOf(materialId), { signal }),
    refetchInterval: ({ state }) => (isBeingMade(state.data) ? whileBeingMade : false),
    // What was being made when it was last looked at may be ready by now.
    staleTime: 0,
  });

/** A file's preview: playing, on its way, or why there is none. */
export function Preview({ materialId, version, name, sound, keysFrom }: PreviewProps) {
  const { data, error, refetch } = useQuery(previewOf(materialId, version));
  const makeAgain = async () => {
    const headers = { "content-type": "application/json" };
    await ask(addressOf(materialId), { method: "POST", headers }).catch(() => null);
    await refetch();
  };
  if (data?.state === "ready")
    return <Player key={data.id} preview={data} name={name} keysFrom={keysFrom} />;
  if (error)
    return (
      <Place sound={sound}>
        <p role="alert">Whether there is a preview could not be read.</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </Place>
    );
  switch (data?.state) {
    case undefined:
      return (
        <Place sound={sound}>
          {data === null && <p className="text-ink-2">There is no preview of this file.</p>}
        </Place>
      );
    case "failed":
      return (
        <Place sound={sound}>
          <p role="alert">The preview could not be made. {data.reason}</p>
          <Button onClick={() => void makeAgain()}>Retry</Button>
        </Place>
      );
    default:
      return (
        <Place sound={sound}>
          <BeingMade percent={data?.state === "encoding" ? data.percent : null} />
        </Place>
      );
  }
}

const isBeingMade = (preview: PreviewState | null | undefined) =>
  preview?.state === "queued" || preview?.state === "encoding";

async function ask(url: string, init: RequestInit): Promise<PreviewState | null> {
  const response = await fetch(url, { cache: "no-store", ...init });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const { preview } = (await response.json()) as { preview: PreviewState | null };
  return preview;
}

/** As large as the picture will be, so that nothing jumps when it comes. */
const Place = ({ sound, children }: { sound: boolean; children: ReactNode }) => (
  <div
    className={`flex flex-col items-center justify-center gap-3 rounded border border-line bg-ground p-4 text-center ${sound ? "min-h-24" : "aspect-video"}`}
  >
    {children}
  </div>
);

function BeingMade({ percent }: { percent: number | null }) {
  return (
    <>
      <p role="status">
        {percent === null
          ? "The preview is about to be made."
          : `The preview is being made: ${percent} %`}
      </p>
      <div
        role="progressbar"
        aria-label="Preview"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== null && { "aria-valuenow": percent })}
        className="h-1 w-48 overflow-hidden rounded bg-line"
      >
        <div className="h-full bg-processing" style={{ width: `${percent ?? 0}%` }} />
      </div>
    </>
  );
}
