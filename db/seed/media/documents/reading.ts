import { once } from "node:events";
import PDFDocument from "pdfkit";
import type { Story } from "../../stories/types";

type Section = { heading: string; paragraphs: string[] };

/** Who and what a localiser must know before the first line. */
export const showGuide = (story: Story, revision: number) =>
  pdf(`${story.slateName}: Show Guide`, `Revision ${revision}`, [
    { heading: "What it is about", paragraphs: [story.synopsis, story.lead] },
    { heading: "Tone", paragraphs: [story.tone] },
    {
      heading: "Characters",
      paragraphs: story.characters.map(({ name, pitch, about }) => {
        const range = pitch > 165 ? "upper" : pitch > 125 ? "middle" : "low";
        return `${latin(name) ? `${name}. ` : ""}${about} Voice in the ${range} range.`;
      }),
    },
    {
      heading: "Names and phrases",
      paragraphs: story.names.map(({ term, pronounced, note }) => {
        const name = latin(term) || pronounced;
        return `${name}${pronounced && name !== pronounced ? ` (say ${pronounced})` : ""}. ${note}`;
      }),
    },
    {
      heading: "Delivery",
      paragraphs: [
        "M&E: filled, with all production effects that are not tied to speech. Keep futz and reverb on radio and telephone voices.",
        "On-screen text is localised by forced narrative unless the dub card reference says otherwise.",
      ],
    },
  ]);

/** The makers' own words to those who give the picture its other voices. */
export const creativeLetter = (story: Story, revision: number) =>
  pdf(`${story.slateName}: Creative Letter`, `Revision ${revision}`, [
    {
      heading: "To everyone who lends it a voice",
      paragraphs: [
        `Thank you for taking on "${story.slateName}". ${story.synopsis}`,
        story.tone,
        "If a line can't be both exact and natural, choose natural, and tell us: we would rather change the picture's subtitle than your actor's breath.",
        story.lead,
      ],
    },
  ]);

/** Plain text, one name a line. */
export const pronunciationGuide = (story: Story, revision: number) =>
  [
    `${story.slateName} - pronunciation guide, revision ${revision}`,
    "Capitals are stressed. An empty right side: as it is written.",
    "",
    ...story.names.map(({ term, pronounced }) => `${term}\t${pronounced}`),
    "",
  ].join("\n");

/** What the standard PDF fonts can write; empty when nothing of it is left. */
const latin = (text: string) =>
  text
    .replace(/[^\p{Script=Latin}\p{N}\p{P} ]/gu, "")
    .replace(/^\s*\(|\)\s*$/g, "")
    .trim();

async function pdf(title: string, subtitle: string, sections: Section[]): Promise<Buffer> {
  const document = new PDFDocument({
    size: "A4",
    margin: 64,
    info: { Title: title, Author: "Turnover", CreationDate: new Date("2026-01-05T09:00:00Z") },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = once(document, "end");
  document.font("Helvetica-Bold").fontSize(26).text(title);
  document.font("Helvetica").fontSize(11).fillColor("#666666").text(subtitle);
  for (const [i, { heading, paragraphs }] of sections.entries()) {
    if (i > 0 && i % 2 === 0) document.addPage();
    document.moveDown(1.5).fillColor("#111111").font("Helvetica-Bold").fontSize(15).text(heading);
    document.font("Helvetica").fontSize(11);
    for (const paragraph of paragraphs) document.moveDown(0.5).text(paragraph, { lineGap: 3 });
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
