import "server-only";
import type { RunOptions } from "./ffmpeg";

/** What one encode may take; what is absent has a default. */
export type EncodeLimits = {
  signal?: AbortSignal | undefined;
  /** Threads of the decoder and of the encoder. Default 2. */
  threads?: number | undefined;
  /** Default 6 hours. */
  timeoutMs?: number | undefined;
  /** Without a new frame for so long it is killed. Default 1 minute. */
  stallMs?: number | undefined;
  /** Of address space. Default 4 GiB. */
  memoryBytes?: number | undefined;
  /** Of the file that it writes. Default 1 TB. */
  outputBytes?: number | undefined;
};

/** The limits as a run of ffmpeg takes them; encodes give way to what serves people. */
export const within = (limits: EncodeLimits) =>
  ({
    signal: limits.signal,
    threads: limits.threads ?? 2,
    timeoutMs: limits.timeoutMs ?? 6 * 3_600_000,
    stallMs: limits.stallMs ?? 60_000,
    memoryBytes: limits.memoryBytes ?? 4 * 1024 ** 3,
    outputBytes: limits.outputBytes ?? 10 ** 12,
    lowPriority: true,
  }) satisfies RunOptions & { threads: number };

/** The same for a look at a file. */
export const looking = ({ signal, memoryBytes }: EncodeLimits): RunOptions => ({
  signal,
  timeoutMs: 10 * 60_000,
  memoryBytes: memoryBytes ?? 4 * 1024 ** 3,
});
