import { spawnSync } from "node:child_process";

type Package = "aria2" | "libarchive-tools" | "libxml2-utils" | "p7zip-full" | "python3" | "unzip";

export const installed = (name: string) =>
  spawnSync("which", [name], { stdio: "ignore" }).status === 0;

/** Fails the tests that stand on a program, in words, where it is missing. */
export function need(name: string, from: Package) {
  if (!installed(name)) throw new Error(`These tests need ${name}: apt-get install ${from}`);
}

/** What the program prints. @throws Error with all that it said when it does not end well */
export function run(name: string, words: string[], options: { cwd?: string; input?: string } = {}) {
  const { status, stdout, stderr, error } = spawnSync(name, words, {
    ...options,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${name} ended with ${status ?? error}:\n${stdout}\n${stderr}`);
  return stdout;
}
