"use client";

import { LoaderCircle } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { usePlayer, usePlayerState } from "./player-context";
import { failureWords } from "./player-state";

type StageProps = { media: RefObject<HTMLVideoElement | null>; onRetry: () => void };

/** The picture, and over it what keeps it from playing. Sound has none, and takes no room. */
export function Stage({ media, onRetry }: StageProps) {
  const { preview, commands, takeFocus } = usePlayer();
  const reverse = usePlayerState((state) => state.reverse);
  const waiting = usePlayerState((state) => state.waiting && state.failure === null);
  const ready = usePlayerState((state) => state.ready);
  const failure = usePlayerState((state) => state.failure);
  const unread = usePlayerState((state) => state.unreadText);
  const { posterUrl, storyboard } = preview;
  const ratio = storyboard ? `${storyboard.tileWidth} / ${storyboard.tileHeight}` : undefined;
  return (
    <div
      className="relative min-h-0 bg-black in-[:fullscreen]:flex-1"
      style={{ aspectRatio: failure && !ratio ? "4 / 1" : ratio }}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: subtitles come with the stream */}
      <video
        ref={media}
        playsInline
        preload="auto"
        className={posterUrl ? "size-full object-contain" : "hidden"}
        onClick={() => {
          commands().playPause();
          takeFocus();
        }}
      />
      {/* The element's own poster would stay until it plays, and hide the frame that the read-out names. */}
      {posterUrl && !ready && (
        // biome-ignore lint/performance/noImgElement: one person's preview, behind a session
        <img src={posterUrl} alt="" className="pointer-events-none absolute inset-0 size-full" />
      )}
      {reverse > 0 && (
        <p className="absolute top-2 right-2 rounded bg-black/70 px-2 py-0.5 text-on-accent">
          ◀ {reverse}×
        </p>
      )}
      {waiting && (
        <p role="status" className="absolute top-2 left-2 rounded bg-black/70 p-1 text-on-accent">
          <LoaderCircle className="motion-safe:animate-spin" />
          <span className="sr-only">Fetching what comes next</span>
        </p>
      )}
      {unread && (
        <p
          role="status"
          className="absolute inset-x-2 bottom-2 rounded bg-black/70 px-2 py-0.5 text-on-accent"
        >
          {unread} could not be read.
        </p>
      )}
      {failure && (
        <div
          role="alert"
          className="absolute inset-0 flex flex-col items-center justify-center gap-3 bg-surface p-4 text-center"
        >
          <p>{failureWords[failure]}</p>
          <Button onClick={onRetry}>Retry</Button>
        </div>
      )}
    </div>
  );
}
