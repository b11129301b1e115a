import xxhash from "xxhash-wasm";

/** The two hashes of a folder in ASC MHL, xxh64: of what is in it, and of how it is named and arranged. */
export type DirectoryHashes = { path: string; content: string; structure: string };

type Hashed = { path: string; xxh64: string };
type Folder = { files: Map<string, string>; folders: Map<string, Folder> };

/**
 * The hashes of all folders that the files make up, each folder after those within it and the root, whose
 * path is ".", last. As the ASC MHL reference implementation reckons them: the content hash is the hash of
 * the children's content hashes, sorted and joined as bytes; for the structure hash each child counts with the
 * hash of its name and, of a file, its hash, of a folder, its structure hash.
 */
export async function directoryHashes(files: readonly Hashed[]): Promise<DirectoryHashes[]> {
  const { h64Raw } = await xxhash();
  const hash = (bytes: Buffer) => h64Raw(bytes).toString(16).padStart(16, "0");
  const hashAll = (hashes: string[]) => hash(Buffer.from(hashes.sort().join(""), "hex"));
  const found: DirectoryHashes[] = [];

  function visit(folder: Folder, path: string): DirectoryHashes {
    const children = [
      ...Array.from(folder.files, ([name, xxh64]) => ({ name, content: xxh64, structure: xxh64 })),
      ...Array.from(folder.folders, ([name, inner]) => ({
        name,
        ...visit(inner, path === "." ? name : `${path}/${name}`),
      })),
    ];
    const hashes = {
      path,
      content: hashAll(children.map(({ content }) => content)),
      structure: hashAll(children.map(({ name, structure }) => hash(nameAndHash(name, structure)))),
    };
    found.push(hashes);
    return hashes;
  }

  visit(treeOf(files), ".");
  return found;
}

/** In one buffer: each is dear where there is one a file. */
function nameAndHash(name: string, hash: string) {
  const both = Buffer.allocUnsafe(Buffer.byteLength(name) + hash.length / 2);
  both.write(hash, both.write(name), "hex");
  return both;
}

function treeOf(files: readonly Hashed[]): Folder {
  const root = emptyFolder();
  for (const { path, xxh64 } of files) {
    const folders = path.split("/");
    const name = folders.pop() ?? "";
    folders.reduce(folderIn, root).files.set(name, xxh64);
  }
  return root;
}

function folderIn(parent: Folder, name: string): Folder {
  const folder = parent.folders.get(name) ?? emptyFolder();
  parent.folders.set(name, folder);
  return folder;
}

const emptyFolder = (): Folder => ({ files: new Map(), folders: new Map() });
