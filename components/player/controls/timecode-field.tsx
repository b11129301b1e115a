"use client";

import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Tooltip } from "@/components/ui/tooltip";
import { usePlayer, usePlayerState } from "../player-context";
import { readJump, timecodeOf } from "../timecode";

/** The timecode of the frame on view: to be copied, and to be typed over to go elsewhere. */
export function TimecodeField() {
  const { preview } = usePlayer();
  const frame = usePlayerState((state) => state.frame);
  const [typing, setTyping] = useState(false);
  const timecode = timecodeOf(frame, preview);
  if (typing) return <Typed timecode={timecode} frame={frame} onDone={() => setTyping(false)} />;
  return (
    <span className="flex items-center">
      <Tooltip label="Type a timecode to go there" side="top">
        <button
          type="button"
          aria-label={`Timecode ${timecode}: go to another`}
          className="h-8 rounded px-1 font-mono text-list hover:bg-hover"
          onClick={() => setTyping(true)}
        >
          {timecode}
        </button>
      </Tooltip>
      <CopyButton what="timecode" text={timecode} />
    </span>
  );
}

function Typed(props: { timecode: string; frame: number; onDone: () => void }) {
  const { timecode, frame, onDone } = props;
  const { preview, commands, takeFocus } = usePlayer();
  const [fault, setFault] = useState<string | null>(null);
  const leave = () => {
    onDone();
    takeFocus();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const typed = String(new FormData(event.currentTarget).get("timecode"));
        const jump = readJump(typed, frame, preview);
        if ("fault" in jump) return setFault(jump.fault);
        commands().pause();
        commands().seekTo(jump.frame);
        leave();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it stands in the place of the button that was pressed
        autoFocus
        name="timecode"
        aria-label="Go to timecode"
        aria-invalid={fault !== null}
        aria-describedby="timecode-fault"
        defaultValue={timecode}
        autoComplete="off"
        spellCheck={false}
        className="field h-8! w-32 px-1! font-mono text-list"
        onFocus={(event) => event.currentTarget.select()}
        onBlur={onDone}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          leave();
        }}
      />
      {fault && (
        <p id="timecode-fault" role="alert" className="max-w-64 text-failed text-label">
          {fault}
        </p>
      )}
    </form>
  );
}
