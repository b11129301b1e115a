import { DetailedError, Upload } from "tus-js-client";
import { untilServerAnswers } from "@/components/shell/use-refresh";

export type Said = Record<string, string>;

type Answer = { version?: number; error?: { code: string; message: string } };
type Tell = (how: { sent: number } | { waits: boolean }) => void;

/**
 * Hands one file in by a resumable upload: one of the same file for the same slot that broke off before, also
 * in an earlier visit, is gone on with. One that breaks off now goes on by itself.
 * @returns what came of it, in words
 */
export async function uploadFile(file: File, said: Said, tell: Tell) {
  try {
    const metadata = { ...said, fileName: file.name };
    const upload = await goingOn(file, tell, () => send(file, metadata, tell));
    const answer = await goingOn(file, tell, () => finish(upload));
    const body = (await answer.json()) as Answer;
    if (!answer.ok) return { ok: false, text: body.error?.message ?? "It was refused." };
    const there = answer.status === 200;
    return {
      ok: true,
      text: there ? `Is version ${body.version} already` : `Version ${body.version}`,
    };
  } catch (error) {
    return { ok: false, text: wordsOf(error as Error) };
  }
}

/** Does what needs the server, and again from where it broke off whenever the server was lost and is back. */
async function goingOn<T>(file: File, tell: Tell, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isUnreached(error)) throw error;
      // A file that was changed or taken away meanwhile breaks off alike, and for good.
      await file
        .slice(0, 1)
        .arrayBuffer()
        .catch(() => {
          throw new Error("The file can’t be read any more: choose it again.");
        });
      tell({ waits: true });
      await untilServerAnswers();
      tell({ waits: false });
    }
  }
}

/** Whether nothing was answered: by `fetch`, or by an upload when it has tried for long or is offline. */
const isUnreached = (error: unknown) =>
  error instanceof DetailedError
    ? error.originalRequest !== null && !error.originalResponse
    : error instanceof TypeError;

/** Has an upload taken in that is whole. Asked again, when an answer was lost, it is answered the same. */
async function finish(upload: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(`/api/deliveries?upload=${upload}`, { method: "POST" });
    const { error } = (await answer.clone().json()) as Answer;
    if (error?.code !== "in_progress") return answer;
    // It is still being looked into, as it was asked to be before.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

async function send(file: File, metadata: Said, tell: Tell) {
  const mark = JSON.stringify([metadata, file.size, file.lastModified]);
  let upload: Upload | undefined;
  await new Promise<void>((resolve, reject) => {
    upload = new Upload(file, {
      endpoint: "/api/uploads",
      metadata,
      retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000],
      fingerprint: async () => `turnover ${mark}`,
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => tell({ sent }),
      onSuccess: () => resolve(),
      onError: reject,
    });
    const begin = upload;
    begin
      .findPreviousUploads()
      .then(([before]) => {
        if (before) begin.resumeFromPreviousUpload(before);
        begin.start();
      })
      .catch(reject);
  });
  return upload?.url?.split("/").at(-1) ?? "";
}

function wordsOf(error: Error): string {
  const said = (error as Partial<DetailedError>).originalResponse?.getBody();
  try {
    return (JSON.parse(said ?? "") as { error: { message: string } }).error.message;
  } catch {
    return error instanceof DetailedError
      ? said || "The server failed. What was sent is kept: choose the file again to go on."
      : error.message;
  }
}
