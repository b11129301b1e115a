import { openRoute } from "@/lib/auth/guards";
import { getDownloadByLink } from "@/lib/downloads/queries";
import { sendDownload } from "@/lib/downloads/sending";

/** No session: the signed link is the right to ask, and the right to get it is looked up at each request. */
export const GET = openRoute(async (request, { downloadId = "" }) => {
  const { searchParams } = new URL(request.url);
  const download = await getDownloadByLink(downloadId, searchParams, new Date());
  return sendDownload(request, download);
});

/** Our own, so that no body is made; Next's would make one and let it lie. */
export const HEAD = GET;
