import { randomBytes } from "node:crypto";
import { startDownloads } from "@/lib/downloads/commands";
import { aPartnerUser } from "@/lib/testing/builders";
import { storedMaterials } from "@/lib/testing/stored";
import { GET, HEAD } from "./[bundleId]/[fileName]/route";

// A bundle of files that the store really has, and requests for it as Next makes them.

type Files = Parameters<typeof storedMaterials>[1];
export const someFiles: Files = [
  { fileName: "Épisode 2 (50%).L.wav", content: randomBytes(100_000) },
  { fileName: "mix.wav", content: randomBytes(3 * 2 ** 20 + 17) },
  { fileName: "MIX.wav", content: Buffer.alloc(0) },
  { fileName: "con.wav", content: randomBytes(1) },
];

export async function aBundle({ files = someFiles, now = new Date() } = {}) {
  const ada = await aPartnerUser();
  const made = await storedMaterials(ada, files);
  const started = await startDownloads(ada, made.ids, now);
  if (!started.bundle) throw new Error("nothing started");
  return { ada, ...made, ...started, bundle: started.bundle };
}

type Route = typeof GET;

/** Asks as Next does: the path taken apart, no cookie. */
export function ask(
  url: string,
  headers: Record<string, string> = {},
  route: Route = GET,
  method = "GET",
) {
  const [bundleId = "", fileName = ""] = new URL(url).pathname.split("/").slice(3);
  const params = Promise.resolve({ bundleId, fileName: decodeURIComponent(fileName) });
  return route(new Request(url, { method, headers }), { params });
}

export const askHead = (url: string) => ask(url, {}, HEAD, "HEAD");

/** Takes the body as a socket would: the buffers of its chunks are used again. */
export async function taken(response: Response): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export const bytesOf = async (answer: Promise<Response>) => taken(await answer);

export async function refusal(answer: Promise<Response>) {
  const response = await answer;
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
}
