import { expect } from "vitest";
import { keepPreview } from "../previews";
import type { Session } from "../session";
import type { World } from "./row";

/** A request of Northlight alone with a sound that can be downloaded, shown and played, and a link to its file. */
export async function worldOf(ada: Session, chloe: Session): Promise<World> {
  type Requests = { sourceRequests: { reference: string; available: number }[] };
  const { sourceRequests } = await ada.json<Requests>("/api/source-requests?pageSize=200");
  for (const { reference } of sourceRequests.filter(({ available }) => available > 0)) {
    type Material = {
      id: string;
      availability: string;
      bytes: number | null;
      durationSeconds: number | null;
    };
    const { materials } = await ada.json<{ materials: Material[] }>(
      `/api/materials?request=${reference}`,
    );
    const own = async (fits: (one: Material) => unknown) => {
      for (const one of materials)
        if (
          one.availability === "available" &&
          // A proxy that waits in the pool has no size yet.
          one.bytes !== null &&
          (await fits(one)) &&
          (await chloe.fetch(`/api/materials/${one.id}`)).status === 404
        )
          return one.id;
      return undefined;
    };
    const shown = async ({ id }: Material) =>
      (await ada.fetch(`/api/materials/${id}/content`, { method: "HEAD" })).ok;
    const id = await own(({ durationSeconds }) => durationSeconds);
    const shownId = await own(shown);
    if (id && shownId) {
      const taken = await ada.postJson("/api/downloads", { materialIds: [id] });
      const { bundle, files } = (await taken.json()) as Started;
      const [{ url, downloadId, md5 } = expect.fail()] = files;
      await ada.fetch(url, { headers: { range: "bytes=0-0" } });
      const kept = await ada.postJson("/api/selections", { requests: [reference] });
      const { id: selectionId } = (await kept.json()) as { id: string };
      const file = { downloadId, md5, fileUrl: url };
      return {
        ...{ reference, materialId: id, shownId, selectionId, ...file },
        ...{ bundleId: bundle.id, bundleUrl: bundle.url },
        previewId: await keepPreview(id),
      };
    }
  }
  throw new Error("the demo world has no material that only Northlight sees");
}

type Started = {
  bundle: { id: string; url: string };
  files: { url: string; downloadId: string; md5: string }[];
};
