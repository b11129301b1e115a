import { Upload } from "tus-js-client";
import { untilServerAnswers } from "@/components/shell/use-refresh";
import { type Answer, isUnreached, readAnswer, wordsOf } from "./upload-answers";

export type Said = Record<string, string>;

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
    if (answer.error) return { ok: false, text: answer.error.message };
    const { version, created } = answer;
    return { ok: true, text: created ? `Version ${version}` : `Is version ${version} already` };
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
      // Where it breaks off each time though the server answers, it must not go round as fast as it can.
      await aWhile();
      await untilServerAnswers();
      tell({ waits: false });
    }
  }
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2_000));

/** Has an upload taken in that is whole. Asked again, when an answer was lost, it is answered the same. */
async function finish(upload: string): Promise<Answer & { created: boolean }> {
  for (;;) {
    const response = await fetch(`/api/deliveries?upload=${upload}`, { method: "POST" });
    const answer = readAnswer(await response.text());
    if (answer.error?.code !== "in_progress")
      return { ...answer, created: response.status === 201 };
    // It is still being looked into, as it was asked to be before.
    await aWhile();
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
