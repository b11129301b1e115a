"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ReadyPreview } from "@/lib/previews/types";
import { attachSource } from "./attach-source";
import { type Commands, makeCommands } from "./commands";
import { followMedia } from "./follow-media";
import { seekTime } from "./frames";
import type { PlayerStore } from "./player-state";
import { makeReverse } from "./reverse";
import { makeSeeker } from "./seeker";
import type { Source, SourceReport } from "./source";

type MediaParts = {
  preview: ReadyPreview;
  store: PlayerStore;
  root: RefObject<HTMLElement | null>;
  media: RefObject<HTMLMediaElement | null>;
};

/** Plays a preview in the media element, from its being there to its being gone. */
export function useMedia({ preview, store, root, media }: MediaParts) {
  const commands = useRef<Commands | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    const [element, around] = [media.current, root.current];
    if (!element || !around) return;
    let source: Source | null = null;
    let over = false;
    const unfollow = followMedia(element, preview, store);
    const seeker = makeSeeker(element, preview, store);
    const reverse = makeReverse(seeker, preview, store);
    const { frame } = store.get();
    store.set({ failure: null, audio: null, subtitles: null, unreadText: null });
    const startAt = frame === 0 ? 0 : seekTime(frame, preview.frameRate);
    const report = (change: SourceReport) => {
      if (over) return;
      store.set(change);
      if (change.audio) seeker.comeBack();
    };
    const attached = attachSource(element, preview, startAt, report).then((it) => {
      if (!over) source = it;
      else it?.destroy();
      return source;
    });
    commands.current = makeCommands({
      ...{ media: element, root: around, timeline: preview, store, seeker, reverse, attached },
      firstSubtitles: preview.subtitles[0]?.id ?? null,
    });
    return () => {
      over = true;
      reverse.stop();
      seeker.stop();
      unfollow();
      source?.destroy();
      element.pause();
    };
  }, [preview.id, store, attempt]);
  const current = useCallback(() => {
    if (!commands.current) throw new Error("The media element is not there yet.");
    return commands.current;
  }, []);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { commands: current, retry };
}
