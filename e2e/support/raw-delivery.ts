import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { inject } from "vitest";

/** A request to hand something in, written byte by byte; its head is as it is told. */
export async function rawDelivery(said: Record<string, string>, fields: string[]) {
  const socket = connect(Number(new URL(inject("baseUrl")).port), "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {});
  const head = [
    `POST /api/deliveries?${new URLSearchParams(said)} HTTP/1.1`,
    ...["Host: x", "Connection: close", `Authorization: Bearer ${inject("operatorToken")}`],
    ...fields,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return {
    /** Resolves when the system has taken the bytes. */
    send: (bytes: Uint8Array) =>
      new Promise<void>((resolve, reject) =>
        socket.write(bytes, (error) => (error ? reject(error) : resolve())),
      ),
    /** The line goes dead. */
    cut: () => socket.resetAndDestroy(),
    /** No more is sent. @returns what is answered */
    end() {
      socket.end();
      return answered(socket);
    },
    answer: () => answered(socket),
  };
}

/** What came until the line was closed, or reset: a server that has its answer out leaves unread what nobody asked for. */
async function answered(socket: Socket): Promise<string> {
  let said = "";
  socket.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  return said;
}

/**
 * Every file of the store's versions and of uploads, by its path; there is no folder before the first. What is made
 * of versions comes later, by jobs.
 */
export const keptFiles = (): string[] =>
  [
    path.join(inject("objectsDir"), "versions"),
    path.join(path.dirname(inject("objectsDir")), "uploads"),
  ]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name)),
    );
