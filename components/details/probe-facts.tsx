import type { ReactNode } from "react";
import { durationLabel } from "@/components/materials/cells";
import { endTimecode, timecodeOf } from "@/components/player/timecode";
import type { AudioProbe, Probe, TextProbe, VideoProbe } from "@/lib/media/types";
import { languageName } from "@/lib/source-requests/rules";
import { Fact, Facts } from "./facts";
import { bitRateInWords, frameRateInWords, kilohertz, loudnessInWords } from "./words";

/** What a file turned out to be, by its kind. */
export function ProbeFacts({ probe }: { probe: Probe }): ReactNode {
  switch (probe.kind) {
    case "video":
      return <VideoFacts probe={probe} />;
    case "audio":
      return <AudioFacts probe={probe} />;
    case "text":
      return <TextFacts probe={probe} />;
    case "image":
      return (
        <Facts title="Image">
          <Fact name="Format">{probe.format.toUpperCase()}</Fact>
          <Fact name="Pixels">{`${probe.width} × ${probe.height}`}</Fact>
        </Facts>
      );
  }
}

function VideoFacts({ probe }: { probe: VideoProbe }) {
  const { colour } = probe;
  return (
    <>
      <Facts title="Video">
        <Fact name="Codec">{[probe.codec, probe.profile].filter(Boolean).join(", ")}</Fact>
        <Fact name="Raster">{`${probe.width} × ${probe.height}`}</Fact>
        <Fact name="Frame rate">{frameRateInWords(probe.frameRate)}</Fact>
        <Fact name="Start timecode">{probe.startTimecode && timecodeOf(0, probe)}</Fact>
        <Fact name="End timecode">
          {probe.startTimecode && `${endTimecode(probe)} (last frame)`}
        </Fact>
        <Fact name="Drop-frame">{probe.startTimecode && (probe.dropFrame ? "Yes" : "No")}</Fact>
        <Fact name="Duration">
          {`${durationLabel(probe.durationSeconds)} (${probe.frames.toLocaleString("en-US")} frames)`}
        </Fact>
        <Fact name="Bit rate">{probe.bitRate && bitRateInWords(probe.bitRate)}</Fact>
        <Fact name="Colour">
          {[colour.pixelFormat, colour.primaries, colour.transfer, colour.space, colour.range]
            .filter((part) => part !== null)
            .join(", ")}
        </Fact>
      </Facts>
      {probe.audioTracks.length > 0 && (
        <Tracks title="Audio tracks">
          {probe.audioTracks.map((track) =>
            inOne(
              track.language && languageName(track.language),
              track.title,
              track.codec,
              track.layout ?? `${track.channels} channels`,
              kilohertz(track.sampleRate),
            ),
          )}
        </Tracks>
      )}
      {probe.subtitleTracks.length > 0 && (
        <Tracks title="Subtitle tracks">
          {probe.subtitleTracks.map((track) =>
            inOne(track.language && languageName(track.language), track.title, track.codec),
          )}
        </Tracks>
      )}
    </>
  );
}

const inOne = (...parts: (string | null)[]) => parts.filter(Boolean).join(", ");

const Tracks = ({ title, children }: { title: string; children: string[] }) => (
  <section>
    <h3 className="mb-1.5 font-semibold">{title}</h3>
    <ol className="space-y-1">
      {children.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file's tracks are known by their number
        <li key={i} className="flex gap-2">
          <span className="w-4 shrink-0 text-ink-3">{i + 1}</span>
          {line}
        </li>
      ))}
    </ol>
  </section>
);

const AudioFacts = ({ probe }: { probe: AudioProbe }) => (
  <Facts title="Audio">
    <Fact name="Codec">{probe.codec}</Fact>
    <Fact name="Sample rate">{kilohertz(probe.sampleRate)}</Fact>
    <Fact name="Bit depth">{probe.bitDepth && `${probe.bitDepth} bit`}</Fact>
    <Fact name="Channels">
      {probe.layout ? `${probe.layout} (${probe.channels})` : probe.channels}
    </Fact>
    <Fact name="Duration">{durationLabel(probe.durationSeconds)}</Fact>
    <Fact name="Loudness">{loudnessInWords(probe)}</Fact>
  </Facts>
);

const counted = {
  srt: "Events",
  vtt: "Events",
  ttml: "Events",
  txt: "Lines",
  docx: "Paragraphs",
  xlsx: "Rows",
  pdf: "Events",
} as const;

const TextFacts = ({ probe }: { probe: TextProbe }) => (
  <Facts title="Text">
    <Fact name="Format">{probe.format.toUpperCase()}</Fact>
    <Fact name="Language">
      {probe.language && `${languageName(probe.language)} (${probe.language})`}
    </Fact>
    <Fact name={counted[probe.format]}>{probe.events?.toLocaleString("en-US")}</Fact>
    <Fact name={probe.format === "xlsx" ? "Sheets" : "Pages"}>{probe.pages}</Fact>
  </Facts>
);
