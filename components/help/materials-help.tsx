import type { HelpFacts } from "./facts";
import { Terms } from "./prose";

export function MaterialsHelp({ timeZone }: HelpFacts) {
  return (
    <>
      <p>
        The list holds everything that the chosen requests may use, by asset type: what has been
        delivered, and what has not. Materials of a series or a season appear with each of its
        episodes’ requests. The groups at the left narrow it.
      </p>
      <Terms
        of={[
          { term: "All", means: "Every asset type that the requests name, with files or without." },
          { term: "All Available Materials", means: "What you can download this minute." },
          {
            term: "Newly Added/Updated",
            means: "What was delivered, or changed its QC status, in the last 7 calendar days.",
          },
          {
            term: "My Downloaded",
            means: "What you yourself have started to download, in its current version.",
          },
          {
            term: "An asset type",
            means:
              "Only this type. The number counts the files that can be downloaded now, whatever the filters; gray means that there is none.",
          },
        ]}
      />
      <p>What the columns say:</p>
      <Terms
        of={[
          {
            term: "File Name",
            means:
              "The name as it was supplied. Long names are cut in the middle, so that version and channel stay in view.",
          },
          {
            term: "QC Status: Ready for Mix",
            means: "This version of the audio passed its review: mix with it.",
          },
          {
            term: "QC Status: QC Pending",
            means:
              "Not reviewed yet, or failed and waiting for a new file and another review. It can be downloaded; expect a newer one. Each new version starts here. Where no review applies, the cell is empty.",
          },
          {
            term: "Newly Added: New, Updated",
            means: `New is a first delivery, Updated a later version or a change of QC status. The label stays on the day of the event and the 7 calendar days after it, counted in ${timeZone}; it ends at midnight, not at the hour of the delivery.`,
          },
          {
            term: "Downloaded",
            means:
              "You have started to download the current version, here or by copying a line for a terminal; Downloading shows how far it is. A newer version clears the label, since you don’t have that one.",
          },
          {
            term: "Delivered On",
            means:
              "When the file was accepted here, whole and checked. The date inside the file is its maker’s and differs. Hover for the exact time in your zone and in UTC.",
          },
        ]}
      />
      <p>
        A row has a tick box when its current version can be downloaded now. Older versions are not
        offered: there is one file to work from. Opening a row shows its details at the right and
        does not tick it.
      </p>
      <p>
        <b>Detail</b> says what the file is, down to frame rate, timecode and loudness, shows images
        and text in place, and plays picture and sound. The player is exact: the timecode is that of
        the frame on view, from the source’s own start. Click it to type another, or copy it.
        Language Options are for Final Proxy types only. <b>Update History</b> has every version
        with what it changed, every review, and what is new since your last download.{" "}
        <b>Download History</b> tells who of your organisation took which version.
      </p>
    </>
  );
}
