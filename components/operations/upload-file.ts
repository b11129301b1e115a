import { type DetailedError, Upload } from "tus-js-client";

export type Said = Record<string, string>;

/**
 * Hands one file in by a resumable upload: one of the same file for the same slot that broke off before, also
 * in an earlier visit, is gone on with.
 * @returns what came of it, in words
 */
export async function uploadFile(file: File, said: Said, onProgress: (bytes: number) => void) {
  try {
    const upload = await send(file, { ...said, fileName: file.name }, onProgress);
    const answer = await fetch(`/api/deliveries?upload=${upload}`, { method: "POST" });
    const body = (await answer.json()) as { version?: number; error?: { message: string } };
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

async function send(file: File, metadata: Said, onProgress: (bytes: number) => void) {
  const mark = JSON.stringify([metadata, file.size, file.lastModified]);
  let upload: Upload | undefined;
  await new Promise<void>((resolve, reject) => {
    upload = new Upload(file, {
      endpoint: "/api/uploads",
      metadata,
      retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000],
      fingerprint: async () => `turnover ${mark}`,
      removeFingerprintOnSuccess: true,
      onProgress,
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
    return (
      said ||
      "The server could not be reached. What was sent is kept: choose the file again to go on."
    );
  }
}
