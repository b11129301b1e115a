import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import exceljs from "exceljs";
import JSZip from "jszip";

/** Files must come out the same, byte for byte, whenever they are made. */
const written = new Date("2026-01-05T09:00:00Z");

export type Sheet = {
  name: string;
  columns: { header: string; width: number }[];
  rows: string[][];
};

/** A workbook with a frozen header row a sheet. */
export async function workbook(title: string, sheets: Sheet[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  book.title = title;
  book.creator = "Turnover";
  book.created = written;
  book.modified = written;
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
    sheet.columns = columns;
    sheet.getRow(1).font = { bold: true };
    sheet.addRows(rows);
    sheet.eachRow((row) => {
      row.alignment = { vertical: "top", wrapText: true };
    });
  }
  return settled(Buffer.from(await book.xlsx.writeBuffer()));
}

/** A Word document: a heading, introductory paragraphs, and a table with a header row. */
export async function wordDocument(
  title: string,
  introduction: string[],
  { header, rows }: { header: string[]; rows: string[][] },
): Promise<Buffer> {
  const cell = (text: string, bold: boolean) =>
    new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })] });
  const row = (cells: string[], bold: boolean) =>
    new TableRow({ children: cells.map((text) => cell(text, bold)), tableHeader: bold });
  const document = new Document({
    title,
    creator: "Turnover",
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
          ...introduction.map((text) => new Paragraph({ text, spacing: { after: 160 } })),
          new Table({
            width: { size: 100, type: WidthType.PERCENTAGE },
            rows: [row(header, true), ...rows.map((cells) => row(cells, false))],
          }),
        ],
      },
    ],
  });
  return settled(await Packer.toBuffer(document));
}

/** The same package with every date in it set. */
async function settled(bytes: Buffer): Promise<Buffer> {
  const zip = await JSZip.loadAsync(bytes);
  const fixed = new JSZip();
  for (const name of Object.keys(zip.files).sort()) {
    const entry = zip.files[name];
    if (!entry || entry.dir) continue;
    const content = await entry.async("nodebuffer");
    const dated =
      name === "docProps/core.xml" ? Buffer.from(withDate(content.toString())) : content;
    fixed.file(name, dated, { date: written, createFolders: false });
  }
  return fixed.generateAsync({ type: "nodebuffer", compression: "DEFLATE" });
}

const withDate = (xml: string) =>
  xml.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, written.toISOString());
