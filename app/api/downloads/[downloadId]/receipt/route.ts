import { openRoute, partnerRoute, readJson } from "@/lib/auth/guards";
import { giveReceipt } from "@/lib/downloads/commands";
import { assertOwnDownload, getDownloadByLink } from "@/lib/downloads/queries";
import { receiptInput } from "@/lib/downloads/types";

/** By the user's session, or by the query of the file's link, which a program has that has no cookie. */
export const POST = (request: Request, context: { params: Promise<Record<string, string>> }) =>
  (new URL(request.url).searchParams.has("signature") ? byLink : bySession)(request, context);

const byLink = openRoute(async (request, { downloadId = "" }) => {
  const { searchParams } = new URL(request.url);
  const { id } = await getDownloadByLink(downloadId, searchParams, new Date());
  return answer(request, id);
});

const bySession = partnerRoute(async (user, request, { downloadId = "" }) => {
  await assertOwnDownload(user, downloadId);
  return answer(request, downloadId);
});

async function answer(request: Request, downloadId: string) {
  await giveReceipt(downloadId, await readJson(request, receiptInput), new Date());
  return Response.json({ state: "verified" });
}
