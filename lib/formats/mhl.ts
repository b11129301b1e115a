import { c4Id } from "./c4";
import { type DirectoryHashes, directoryHashes } from "./directory-hashes";
import { type XmlElement, xmlDocument, xmlElement } from "./xml";

/** A file as a history lists it; hashes are lower-case hexadecimal. */
export type HashedFile = {
  /** From the root folder, with "/" between its components. */
  path: string;
  bytes: number;
  /** When its bytes were accepted and hashed. */
  modifiedAt: Date;
  xxh64: string;
  md5: string;
};

export type Hashing = {
  /** The name of the folder that the history is about. */
  root: string;
  createdAt: Date;
  hostname: string;
  tool: { name: string; version: string };
  /** All files in the folder but the history's own; at least one. */
  files: readonly HashedFile[];
};

/** A file of the history: its path from the root folder, and its bytes. */
export type HistoryFile = { path: string; content: Buffer };

/** What the ASC MHL reference implementation leaves out by default: the history can't hold its own hash. */
const IGNORED = [".DS_Store", "ascmhl", "ascmhl/"];

/** Where the manifest of a folder's first generation stands, from that folder. */
export function manifestPath({ root, createdAt }: Pick<Hashing, "root" | "createdAt">): string {
  const at = instant(createdAt).replace("T", "_").replaceAll(":", "");
  return `ascmhl/0001_${root}_${at}.mhl`;
}

/**
 * The history of a folder that is handed over for the first time, by ASC MHL v2.0: its manifest, and the
 * chain file that names the manifest and its C4 ID. The same input makes the same bytes. The schema leaves
 * directory hashes to the writer; they are here because the reference implementation's `verify
 * --directory_hash` can't do without, and because they show a file that was renamed or added.
 * @throws RangeError for text that XML can't hold, or a root whose manifest's name would pass 255 bytes
 */
export async function mhlHistory(
  hashing: Hashing,
): Promise<{ manifest: HistoryFile; chain: HistoryFile }> {
  const path = manifestPath(hashing);
  const fileName = path.replace("ascmhl/", "");
  if (Buffer.byteLength(fileName) > 255) throw new RangeError(`too long for a name: ${fileName}`);
  const folders = await directoryHashes(hashing.files);
  const content = Buffer.from(xmlDocument(hashList(hashing, folders)));
  const chain = Buffer.from(xmlDocument(directory(fileName, c4Id(content))));
  return {
    manifest: { path, content },
    chain: { path: "ascmhl/ascmhl_chain.xml", content: chain },
  };
}

function hashList({ createdAt, hostname, tool, files }: Hashing, folders: DirectoryHashes[]) {
  const inner = folders.filter(({ path }) => path !== ".");
  const root = folders.filter(({ path }) => path === ".");
  const creator = xmlElement("creatorinfo", [
    xmlElement("creationdate", instant(createdAt)),
    xmlElement("hostname", hostname),
    xmlElement("tool", tool.name, { version: tool.version }),
  ]);
  const process = xmlElement("processinfo", [
    // Made on the way from one place to another, not about files that stay where they are ("in-place").
    xmlElement("process", "transfer"),
    ...root.map((folder) => xmlElement("roothash", folderHashes(folder, createdAt))),
    xmlElement(
      "ignore",
      IGNORED.map((pattern) => xmlElement("pattern", pattern)),
    ),
  ]);
  function* hashes() {
    for (const file of files) yield fileHashes(file);
    for (const folder of inner)
      yield xmlElement("directoryhash", [
        xmlElement("path", folder.path),
        ...folderHashes(folder, createdAt),
      ]);
  }
  return xmlElement("hashlist", [creator, process, xmlElement("hashes", hashes())], {
    version: "2.0",
    xmlns: "urn:ASC:MHL:v2.0",
  });
}

/** xxh64 first: the reference implementation verifies by the first original hash, and it is the quickest. */
function fileHashes({ path, bytes, modifiedAt, xxh64, md5 }: HashedFile): XmlElement {
  const at = instant(modifiedAt);
  const original = { action: "original", hashdate: at };
  return xmlElement("hash", [
    xmlElement("path", path, { size: String(bytes), lastmodificationdate: at }),
    xmlElement("xxh64", xxh64, original),
    xmlElement("md5", md5, original),
  ]);
}

function folderHashes({ content, structure }: DirectoryHashes, hashedAt: Date): XmlElement[] {
  const hashdate = instant(hashedAt);
  return [
    xmlElement("content", [xmlElement("xxh64", content, { hashdate })]),
    xmlElement("structure", [xmlElement("xxh64", structure, { hashdate })]),
  ];
}

const directory = (fileName: string, c4: string) =>
  xmlElement(
    "ascmhldirectory",
    [
      xmlElement("hashlist", [xmlElement("path", fileName), xmlElement("c4", c4)], {
        sequencenr: "1",
      }),
    ],
    { xmlns: "urn:ASC:MHL:DIRECTORY:v2.0" },
  );

/** To the second, in UTC, as xsd:dateTime. */
const instant = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;
