"use client";

import { Download } from "lucide-react";
import type { RefObject } from "react";
import { titleLabel } from "@/components/materials/cells";
import { useClock } from "@/components/materials/clock-context";
import {
  downloadedBadge,
  explainDownloaded,
  newlyAddedBadge,
  qcBadge,
} from "@/components/materials/labels";
import { ProxyState } from "@/components/materials/proxy-state";
import { Preview } from "@/components/player/preview";
import { AppLink } from "@/components/ui/app-link";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import { CopyButton } from "@/components/ui/copy-button";
import { FromMarkup } from "@/components/ui/from-markup";
import { dateInWords, exactTime } from "@/components/ui/time-text";
import { canBeTaken } from "@/lib/materials/rules";
import type { ListedMaterial, MediaKind } from "@/lib/materials/types";
import { languageName } from "@/lib/source-requests/rules";
import { shownAs } from "@/lib/versions/rules";
import type { MaterialDetails } from "@/lib/versions/types";
import { Checksums } from "./checksums";
import { Fact, Facts } from "./facts";
import { useDetails } from "./fetch-details";
import { ProbeFacts } from "./probe-facts";
import { ShownImage, ShownText } from "./shown-file";
import { SkeletonLines, Unread } from "./unread";

export type DetailTabProps = {
  row: ListedMaterial;
  mediaKind: MediaKind;
  mayDownload: boolean;
  recording: boolean;
  onDownload: () => void;
  /** What the row says has changed on the server. */
  onChanged: () => void;
  /** The panel, within which the player's keys act. */
  panel: RefObject<HTMLElement | null>;
};

/** What this file is: itself where it can be shown, its facts, and the button that takes only this one. */
export function DetailTab(props: DetailTabProps) {
  const { row, mediaKind, mayDownload, recording, onDownload, onChanged, panel } = props;
  const { data: details, error, refetch } = useDetails(row);
  const played = mediaKind === "video" || mediaKind === "audio";
  return (
    <div className="flex flex-col gap-5 p-4">
      {played && row.version !== null && (
        <Preview
          key={`${row.id} ${row.version}`}
          materialId={row.id}
          version={row.version}
          name={row.fileName ?? row.assetType.name}
          sound={mediaKind === "audio"}
          keysFrom={panel}
        />
      )}
      {details && <Shown details={details} />}
      {row.version === null && <p className="text-ink-2">Nothing delivered yet.</p>}
      {mayDownload && row.version !== null && (
        <>
          {canBeTaken(row) && (
            <Button tone="primary" className="self-start" disabled={recording} onClick={onDownload}>
              <Download />
              Download this file
            </Button>
          )}
          <ProxyState key={row.id} row={row} onChanged={onChanged} />
        </>
      )}
      <RowFacts row={row} details={details} />
      {details?.version?.probe && <ProbeFacts probe={details.version.probe} />}
      {details?.version?.checksums && <Checksums of={details.version.checksums} />}
      {details && details.requests.length > 0 && <Requests of={details.requests} />}
      {error && <Unread what="The rest" onRetry={() => void refetch()} />}
      {!details && !error && <SkeletonLines count={9} what="More" />}
    </div>
  );
}

function Shown({ details }: { details: MaterialDetails }) {
  const { id, version } = details;
  if (!version?.probe) return null;
  const file = {
    materialId: id,
    version: version.number,
    fileName: version.fileName,
    probe: version.probe,
  };
  switch (shownAs({ ...details, probe: version.probe })) {
    case "text":
      return <ShownText key={`${id} ${version.number}`} {...file} />;
    case "image":
      return <ShownImage key={`${id} ${version.number}`} {...file} />;
    default:
      return null;
  }
}

/** What the list knows too, so that it stands there at once. */
function RowFacts({ row, details }: { row: ListedMaterial; details: MaterialDetails | undefined }) {
  const clock = useClock();
  const explained = explainDownloaded(row, clock);
  const version = details?.version;
  return (
    <Facts>
      <Fact name="Title">
        <bdi>{titleLabel(row.title)}</bdi> <span className="text-ink-3">{row.title.reference}</span>
      </Fact>
      <Fact name="Asset type">{row.assetType.name}</Fact>
      <Fact name="Variant">{row.variant}</Fact>
      <Fact name="Language">
        {row.language && `${languageName(row.language)} (${row.language})`}
      </Fact>
      <Fact name="Version">{row.version}</Fact>
      <Fact name="File name">
        {row.fileName !== null && (
          <>
            <bdi dir="ltr" className="font-mono text-mono">
              {row.fileName}
            </bdi>{" "}
            <span className="-my-1 inline-flex align-middle">
              <CopyButton what="file name" text={row.fileName} />
            </span>
          </>
        )}
      </Fact>
      <Fact name="Size">
        {row.bytes !== null &&
          `${bytesInWords(row.bytes)} (${row.bytes.toLocaleString("en-US")} bytes)`}
      </Fact>
      <Fact name="Delivered on">
        {row.deliveredOn && exactTime(new Date(row.deliveredOn), clock.timeZone)}
      </Fact>
      <Fact name="Delivered by">{version?.deliveredBy}</Fact>
      <Fact name="Note">{version?.note}</Fact>
      <Fact name="QC status">{row.qcStatus && <FromMarkup markup={qcBadge(row)} />}</Fact>
      <Fact name="Newly added">
        {row.newlyAdded && <FromMarkup markup={newlyAddedBadge(row)} />}
      </Fact>
      <Fact name="Downloaded">
        {explained && (
          <>
            <FromMarkup markup={downloadedBadge(row)} />
            <span className="block text-ink-3">{explained}</span>
          </>
        )}
      </Fact>
    </Facts>
  );
}

const Requests = ({ of }: { of: MaterialDetails["requests"] }) => (
  <section>
    <h3 className="mb-1.5 font-semibold">Source requests that need it</h3>
    <ul className="space-y-1">
      {of.map(({ reference, kind, language, dueOn }) => (
        <li key={reference} className="flex flex-wrap gap-x-2">
          <AppLink
            href={`/source-requests/${encodeURIComponent(reference)}`}
            className="text-accent underline-offset-2 hover:underline"
          >
            {reference}
          </AppLink>
          <span>{kind}</span>
          <span className="text-ink-2">{languageName(language)}</span>
          <span className="text-ink-3">due {dateInWords(dueOn)}</span>
        </li>
      ))}
    </ul>
  </section>
);
