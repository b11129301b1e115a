"use client";

import { useState } from "react";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { usePlayer } from "../player-context";
import { readSeekSeconds, seekChoices } from "../seek-seconds";
import { ControlButton } from "./control-button";

/** By how many seconds the seek buttons and arrows go; remembered. */
export function SeekDuration() {
  const { seekSeconds, setSeekSeconds } = usePlayer();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <ControlButton label={`Seek Duration: ${seekSeconds} s`} className="w-auto! min-w-8 px-1.5">
          {seekSeconds} s
        </ControlButton>
      </PopoverTrigger>
      <PopoverContent aria-label="Seek Duration" side="top" className="w-56 gap-2 p-3">
        <p className="font-medium">Seek Duration</p>
        <div className="grid grid-cols-3 gap-1">
          {seekChoices.map((seconds) => (
            <PopoverClose key={seconds} asChild>
              <button
                type="button"
                aria-pressed={seconds === seekSeconds}
                className="h-8 rounded border border-line hover:bg-hover aria-pressed:border-accent aria-pressed:text-accent"
                onClick={() => setSeekSeconds(seconds)}
              >
                {seconds} s
              </button>
            </PopoverClose>
          ))}
        </div>
        <Typed
          initial={seekSeconds}
          onTyped={(seconds) => {
            setSeekSeconds(seconds);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function Typed(props: { initial: number; onTyped: (seconds: number) => void }) {
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="space-y-1"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get("seconds");
        const seconds = readSeekSeconds(String(typed));
        setWrong(seconds === null);
        if (seconds !== null) props.onTyped(seconds);
      }}
    >
      <label className="flex items-center gap-2">
        <input
          name="seconds"
          inputMode="decimal"
          defaultValue={props.initial}
          aria-invalid={wrong}
          className="field w-20"
        />
        seconds
      </label>
      {wrong && (
        <p role="alert" className="text-failed">
          More than 0 seconds, and at most 3600.
        </p>
      )}
    </form>
  );
}
