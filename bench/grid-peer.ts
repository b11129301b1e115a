import { readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { GridOptions } from "ag-grid-community";
import { checkout } from "../scripts/launcher/settings";

// AG Grid Community with the list's columns and rows, on a static page of its own. Its row grouping, its set filter
// (values with ticks) and expand all are in the paid edition: here the asset type is a column like the others.

/** A row as text: what the list's cells say. */
export type PeerRow = Record<"type" | "title" | "fileName" | "qcStatus", string> &
  Record<"newlyAdded" | "downloaded" | "deliveredOn" | "id", string>;

/** Serves the page. */
export async function startGridPeer(rows: PeerRow[]) {
  const script = path.join(
    checkout,
    "node_modules/ag-grid-community/dist/ag-grid-community.min.js",
  );
  const files: Record<string, [type: string, body: string | Buffer]> = {
    "/": ["text/html", page],
    "/grid.js": ["text/javascript", readFileSync(script)],
    "/rows.json": ["application/json", JSON.stringify(rows)],
  };
  const server = http.createServer(({ url = "" }, response) => {
    const [type, body] = files[url] ?? ["text/plain", ""];
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const page = `<!doctype html>
<meta charset="utf-8"><title>AG Grid Community</title>
<style>
  body { margin: 0; display: grid; grid: 48px 1fr / 232px 1fr; height: 100vh; font: 13px sans-serif }
  header { grid-column: 1 / 3 }
</style>
<header></header>
<nav><button data-group="all">All</button><button data-group="new">Newly Added/Updated</button></nav>
<div id="grid"></div>
<script src="/grid.js"></script>
<script>(${start})(window.agGrid)</script>`;

/** Runs in the page. */
function start(agGrid: {
  createGrid(element: Element | null, options: GridOptions<PeerRow>): { onFilterChanged(): void };
}) {
  let group = "all";
  void fetch("/rows.json")
    .then((answer) => answer.json())
    .then((rowData: PeerRow[]) => {
      const grid = agGrid.createGrid(document.querySelector("#grid"), {
        rowData,
        rowHeight: 32,
        headerHeight: 32,
        getRowId: ({ data }) => data.id,
        rowSelection: { mode: "multiRow", headerCheckbox: true, selectAll: "filtered" },
        defaultColDef: {
          filter: "agTextColumnFilter",
          filterParams: { debounceMs: 0 },
          floatingFilter: true,
          resizable: true,
        },
        columnDefs: [
          { field: "type", headerName: "Asset Type", width: 150 },
          { field: "title", headerName: "Title", width: 180 },
          { field: "fileName", headerName: "File Name", width: 300 },
          { field: "qcStatus", headerName: "QC Status", width: 128 },
          { field: "newlyAdded", headerName: "Newly Added", width: 124 },
          { field: "downloaded", headerName: "Downloaded", width: 140 },
          { field: "deliveredOn", headerName: "Delivered On", width: 124 },
        ],
        isExternalFilterPresent: () => group !== "all",
        doesExternalFilterPass: ({ data }) => data?.newlyAdded !== "",
      });
      for (const button of document.querySelectorAll<HTMLElement>("[data-group]"))
        button.addEventListener("click", () => {
          group = button.dataset.group ?? "all";
          grid.onFilterChanged();
        });
    });
}
