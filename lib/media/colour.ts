import type { VideoProbe } from "./types";

/** The white of SDR among HDR's light, in candela per square metre: the reference white of ITU-R BT.2408. */
const whiteNits = 203;

/**
 * Filters that bring a picture to BT.709, the colours of every copy and preview: HDR (PQ of SMPTE ST 2084, and
 * HLG) is tone-mapped, a wide gamut narrowed. None for what is BT.709, or SD, already. To stand after the
 * scaling, since they count in floats.
 */
export function toBt709({ transfer, primaries, space }: VideoProbe["colour"]): string[] {
  const hdr = transfer === "smpte2084" || transfer === "arib-std-b67";
  if (!hdr && primaries !== "bt2020") return [];
  // What such a picture does not say of itself is BT.2020's.
  const input = [
    `tin=${hdr ? transfer : "709"}`,
    ...(primaries === null ? ["pin=2020"] : []),
    ...(space === null ? ["min=2020_ncl"] : []),
  ].join(":");
  const output = "p=709:t=709:m=709:r=tv";
  if (!hdr) return [`zscale=${input}:${output}`];
  return [
    `zscale=${input}:p=709:t=linear:npl=${whiteNits}`,
    "format=gbrpf32le",
    // Leaves the lower third of the light as it is, so that faces keep their tones, and bends what is brighter.
    "tonemap=mobius:desat=0",
    `zscale=${output}`,
  ];
}
