"use client";

import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from "@tanstack/react-table";
import type { CSSProperties } from "react";
import { bytesInWords } from "@/components/ui/bytes";
import { html, type Markup } from "@/components/ui/markup";
import { exactTime, relativeTime } from "@/components/ui/time-text";
import { columnIds } from "@/lib/materials/rules";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { languageName } from "@/lib/source-requests/rules";
import { type Clock, durationLabel, titleLabel } from "./cells";
import { halves } from "./file-name";
import {
  downloadedBadge,
  explainDownloaded,
  explainNewlyAdded,
  explainQc,
  newlyAddedBadge,
  qcBadge,
} from "./labels";
import { type Layout, sizeLimits } from "./layout";
import styles from "./lines.module.css";

/** Filters, groups and the order of rows are decided by `arrange`; the table sees to the columns. */
export const listFeatures = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
});

type Column = {
  header: string;
  /** In CSS pixels, until the user sets another. */
  size: number;
  /** Nothing in it is pressed, nor takes the focus. */
  cell: (row: ListedMaterial, clock: Clock) => Markup | "" | null;
  /** What hovering and focus say beyond the cell's words: why, since when, or the whole of what is cut. */
  explain: (row: ListedMaterial, clock: Clock) => string | null;
};

const nothing = () => null;

const cut = (text: string | null) => text && html`<span class="${styles.cut}">${text}</span>`;

export const columnsById: Record<ColumnId, Column> = {
  title: {
    header: "Asset Type/Title",
    size: 200,
    cell: ({ title: { name, episode } }) =>
      html`<bdi class="${styles.cut}">${name}</bdi>${episode && html`<span class="${styles.episode}">${episode}</span>`}`,
    explain: ({ title, assetType }) =>
      `${assetType.name}: ${titleLabel(title)}, ${title.reference}`,
  },
  fileName: {
    header: "File Name",
    // With it all six fit beside the groups at 1280, and where there is more room it takes that.
    size: 250,
    cell: ({ fileName }) => fileName && halves(fileName),
    explain: ({ fileName }) => fileName,
  },
  qcStatus: {
    header: "QC Status",
    size: 128,
    cell: qcBadge,
    explain: explainQc,
  },
  newlyAdded: {
    header: "Newly Added",
    size: 124,
    cell: newlyAddedBadge,
    explain: explainNewlyAdded,
  },
  downloaded: {
    header: "Downloaded",
    size: 140,
    cell: downloadedBadge,
    explain: explainDownloaded,
  },
  deliveredOn: {
    header: "Delivered On",
    size: 124,
    cell: ({ deliveredOn: at }, { now, timeZone }) =>
      at === null ? null : html`${relativeTime(new Date(at), now, timeZone)}`,
    explain: ({ deliveredOn }, { timeZone }) => {
      if (!deliveredOn) return null;
      const at = new Date(deliveredOn);
      const utc = exactTime(at, "UTC");
      const local = exactTime(at, timeZone);
      return local === utc ? utc : `${local}\n${utc}`;
    },
  },
  version: {
    header: "Version",
    size: 92,
    cell: ({ version }) => (version === null ? null : html`v${version}`),
    explain: nothing,
  },
  variant: {
    header: "Variant",
    size: 110,
    cell: ({ variant }) => cut(variant),
    explain: ({ variant }) => variant,
  },
  language: {
    header: "Language",
    size: 130,
    cell: ({ language }) => cut(language && languageName(language)),
    explain: ({ language }) => language && `${languageName(language)}, ${language}`,
  },
  size: {
    header: "Size",
    size: 92,
    cell: ({ bytes }) => (bytes === null ? null : html`${bytesInWords(bytes)}`),
    explain: ({ bytes }) => (bytes === null ? null : `${bytes.toLocaleString("en-US")} bytes`),
  },
  duration: {
    header: "Duration",
    size: 96,
    cell: ({ durationSeconds: seconds }) =>
      seconds === null ? null : html`${durationLabel(seconds)}`,
    explain: nothing,
  },
  requests: {
    header: "Requests",
    size: 150,
    cell: ({ requests }) => cut(requests.join(", ")),
    explain: ({ requests }) => requests.join(", "),
  },
};

/** As CSS variables: a column that is being resized re-renders no cell. File Name takes what is left, until it has a size. */
export function columnWidths(
  columns: readonly ColumnId[],
  { sizes }: Pick<Layout, "sizes">,
): CSSProperties {
  let total = 0;
  const tracks = columns.map((column) => {
    const size = sizes[column] ?? columnsById[column].size;
    total += size;
    const takesRest = column === "fileName" && sizes[column] === undefined;
    return takesRest ? `minmax(${size}px,1fr)` : `${size}px`;
  });
  return {
    "--columns": `4rem ${tracks.join(" ")}`,
    "--total": `calc(4rem + ${total}px)`,
  } as CSSProperties;
}

const column = createColumnHelper<typeof listFeatures, ListedMaterial>();

export const listColumns = column.columns(
  columnIds.map((id) =>
    column.display({
      id,
      header: columnsById[id].header,
      size: columnsById[id].size,
      minSize: sizeLimits.min,
      maxSize: sizeLimits.max,
    }),
  ),
);
