import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readWidth } from "@/components/details/panel-width";
import { toChangedFile } from "@/components/downloads/changed";
import { AssetList } from "@/components/materials/asset-list";
import { layoutCookie, readLayout } from "@/components/materials/layout";
import { packMaterials } from "@/components/materials/packed";
import { readView, statesView } from "@/components/materials/view";
import { densities, oneOf } from "@/components/shell/preferences";
import type { Viewer } from "@/lib/auth/types";
import { pageClock } from "@/lib/clock";
import { listChanged } from "@/lib/downloads/queries";
import { listAssetTypes, listMaterials, liveDigest } from "@/lib/materials/queries";

type AssetListOfProps = {
  viewer: Viewer;
  /** Of the source requests, all of which the viewer can see. */
  references: string[];
  /** How the page's own requests to the API name them. */
  chosen: URLSearchParams;
  params: URLSearchParams;
  title: ReactNode;
  facts?: ReactNode;
};

/** The asset list of some source requests, as its address and the viewer's settings have it. */
export async function AssetListOf(props: AssetListOfProps) {
  const { viewer, references, chosen, params, title, facts } = props;
  const { now, timeZone } = await pageClock();
  const [jar, rows, assetTypes, live, changed] = await Promise.all([
    cookies(),
    listMaterials(viewer, references, now),
    listAssetTypes(viewer, references, now),
    liveDigest(viewer, references, now),
    viewer.kind === "partner" ? listChanged(viewer, now, references) : null,
  ]);
  const layout = readLayout(jar.get(layoutCookie(viewer.id))?.value);
  const view = readView(params);
  const line = oneOf(densities, jar.get("density")?.value) === "relaxed" ? 40 : 32;
  return (
    <AssetList
      // Other requests are another page: nothing of the one before may linger.
      key={chosen.toString()}
      title={title}
      facts={facts}
      userId={viewer.id}
      mayDownload={viewer.kind === "partner"}
      chosen={chosen.toString()}
      rows={packMaterials(rows)}
      changed={changed?.map(toChangedFile) ?? null}
      assetTypes={assetTypes}
      live={live}
      now={now}
      timeZone={timeZone}
      view={statesView(params) ? view : { ...view, sort: layout.sort }}
      layout={layout}
      panelWidth={readWidth(jar.get("panel")?.value)}
      heights={{ type: line, row: line, header: line }}
    />
  );
}
