import { firstFrame, leaderFrames } from "../../timecode";
import { type Samples, type Scene, sampleRate } from "./layers";

/** Speaker bits of WAVE_FORMAT_EXTENSIBLE: C; L R; L R C LFE and the sides. */
const channelMasks: Record<number, number> = { 1: 0x4, 2: 0x3, 6: 0x60f };

/**
 * A Broadcast Wave file (EBU Tech 3285): 24-bit PCM with a `bext` chunk whose time reference puts the
 * first sample on the timecode of the leader's first frame, as workstations expect.
 */
export function broadcastWave(channels: Samples[], scene: Scene, description: string): Buffer {
  const frames = channels[0]?.length ?? 0;
  const blockAlign = channels.length * 3;
  const data = Buffer.alloc(frames * blockAlign);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    for (const channel of channels) {
      const value = Math.round(Math.max(-1, Math.min(1, channel[i] ?? 0)) * 0x7fffff);
      data[at++] = value & 0xff;
      data[at++] = (value >> 8) & 0xff;
      data[at++] = (value >> 16) & 0xff;
    }
  }
  const chunks = [
    ...chunk("bext", bext(scene, description)),
    ...chunk("fmt ", format(channels.length, blockAlign)),
    ...chunk("data", data),
  ];
  const length = chunks.reduce((sum, { length }) => sum + length, 4);
  return Buffer.concat([header("RIFF", length), Buffer.from("WAVE"), ...chunks]);
}

const chunk = (name: string, body: Buffer) => [
  header(name, body.length),
  body,
  Buffer.alloc(body.length % 2),
];

function header(name: string, length: number) {
  const bytes = Buffer.alloc(8);
  bytes.write(name, "latin1");
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function format(channels: number, blockAlign: number) {
  const body = Buffer.alloc(40);
  body.writeUInt16LE(0xfffe, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(sampleRate, 4);
  body.writeUInt32LE(sampleRate * blockAlign, 8);
  body.writeUInt16LE(blockAlign, 12);
  body.writeUInt16LE(24, 14);
  body.writeUInt16LE(22, 16);
  body.writeUInt16LE(24, 18);
  body.writeUInt32LE(channelMasks[channels] ?? 0, 20);
  // KSDATAFORMAT_SUBTYPE_PCM
  Buffer.from("0100000000001000800000aa00389b71", "hex").copy(body, 24);
  return body;
}

function bext({ story }: Scene, description: string) {
  const { numerator, denominator } = story.frameRate;
  const startFrame = firstFrame(story.frameRate) - leaderFrames(story.frameRate);
  const timeReference = Math.round((startFrame * denominator * sampleRate) / numerator);
  const body = Buffer.alloc(602);
  body.write(description.slice(0, 255), 0, "latin1");
  body.write("Turnover", 256, "latin1");
  body.write("2026-01-05", 320, "latin1");
  body.write("09:00:00", 330, "latin1");
  body.writeBigUInt64LE(BigInt(timeReference), 338);
  body.writeUInt16LE(1, 346);
  return body;
}
