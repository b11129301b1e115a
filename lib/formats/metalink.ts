import { safePaths } from "./names";
import { xmlDocument, xmlElement } from "./xml";

export type MetalinkFile = {
  /** Where the client puts it: a safe path, with "/" between its components. */
  path: string;
  bytes: number;
  /** 32 hexadecimal digits. */
  md5: string;
  url: string;
};

/**
 * A Metalink 4 document, RFC 5854, for `application/metalink4+xml`: each file with its size, its hash and
 * where to get it, so that a client checks what it fetched by itself.
 * @param files at least one (section 4.1.1)
 */
export const metalink = ({
  generator,
  publishedAt,
  files,
}: {
  /** The program's name and version, as "Turnover/1.0" (section 4.2.4). */
  generator: string;
  publishedAt: Date;
  files: readonly MetalinkFile[];
}): string => {
  const names = withoutAmpersands(files);
  return xmlDocument(
    xmlElement(
      "metalink",
      [
        xmlElement("generator", generator),
        xmlElement("published", publishedAt.toISOString()),
        ...files.map(({ bytes, md5, url }, i) =>
          xmlElement(
            "file",
            [
              xmlElement("size", String(bytes)),
              xmlElement("hash", md5, { type: "md5" }),
              xmlElement("url", url),
            ],
            { name: names[i] ?? "" },
          ),
        ),
      ],
      { xmlns: "urn:ietf:params:xml:ns:metalink" },
    ),
  );
};

/**
 * aria2 takes "&#38;" for the name of "&", however it is written: its parser, libxml2, leaves references to it
 * in attributes as they are (GNOME bug 316487). So those paths have "+" in its place, and stay apart.
 */
const withoutAmpersands = (files: readonly MetalinkFile[]) =>
  safePaths(files.map(({ path }) => path.replaceAll("&", "+").split("/")));
