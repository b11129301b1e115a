import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ZipArchive } from "archiver";
import { ZipFile } from "yazl";
import { freePort } from "../scripts/launcher/ports";

// What else sends files and zips, on the same machine, from the same files.

export type Peer = { url: string; pid: number; stop(): Promise<unknown> };

/** nginx with sendfile, as Debian sets it up; null where it is not installed. */
export async function startNginx(root: string, folder: string): Promise<Peer | null> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const config = path.join(folder, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; user root; worker_processes auto; pid ${folder}/pid; error_log stderr crit;
     events { worker_connections 768; }
     http { sendfile on; tcp_nopush on; access_log off; default_type application/octet-stream;
       server { listen 127.0.0.1:${port}; root ${root}; } }`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", config], { stdio: "inherit" });
  const failed = await Promise.race([once(child, "error"), sleep(500)]);
  if (failed || child.exitCode !== null) return null;
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => stopChild(child) };
}

async function stopChild(child: ChildProcess) {
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** A Node server that streams these files as a zip without compression, by a library. */
export async function startZipPeer(library: "archiver" | "yazl", files: string[]): Promise<Peer> {
  const server = http.createServer((_, response) => {
    if (library === "archiver") {
      const zip = new ZipArchive({ store: true, forceZip64: true });
      for (const file of files) zip.file(file, { name: path.basename(file) });
      zip.pipe(response);
      void zip.finalize();
    } else {
      const zip = new ZipFile();
      for (const file of files) zip.addFile(file, path.basename(file), { compress: false });
      zip.end();
      zip.outputStream.pipe(response);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    pid: process.pid,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Megabytes a second of Info-ZIP without compression, into nothing. */
export async function infoZip(files: string[], bytes: number): Promise<number | null> {
  const from = performance.now();
  const child = spawn("sh", ["-c", 'zip -q -0 - "$@" | cat > /dev/null', "zip", ...files], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  return code === 0 ? bytes / 1e6 / ((performance.now() - from) / 1000) : null;
}
