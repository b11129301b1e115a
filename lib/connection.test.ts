import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test, vi } from "vitest";

// The address is what throttling counts by: a client must not be able to choose it.

let server: Server | undefined;
afterEach(() => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
});

/** A server of Node's that answers with what it takes the client's address to be. */
async function addressServer(hops: string, appUrl = "http://localhost:3000") {
  Object.assign(process.env, { TRUST_PROXY_HOPS: hops, APP_URL: appUrl });
  vi.resetModules();
  const { clientAddress, trackConnections } = await import("./connection");
  trackConnections();
  const listening = createServer(async (request, response) => {
    await new Promise(setImmediate);
    const address = clientAddress();
    if (request.url?.endsWith("read")) await text(request);
    response.end(address);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  const ask = async (forwarded?: string) => {
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    return (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  };
  return Object.assign(ask, { port });
}

test("only where people open the app by https are browsers told to come by it", async () => {
  const told = async (appUrl: string) => {
    // As in a process of its own: one tracks its connections once.
    Reflect.deleteProperty(globalThis, Symbol.for("turnover.connection"));
    const { port } = await addressServer("0", appUrl);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return answer.headers.get("strict-transport-security");
  };
  expect(await told("http://localhost:3000")).toBeNull();
  expect(await told("https://turnover.example")).toBe("max-age=31536000");
});

describe("where a request comes from", () => {
  test("the socket says, whatever X-Forwarded-For claims, when no proxy is trusted", async () => {
    const ask = await addressServer("0");
    expect(await ask()).toBe("127.0.0.1");
    expect(await ask("203.0.113.9")).toBe("127.0.0.1");
    expect(await ask("127.0.0.2, 203.0.113.9")).toBe("127.0.0.1");
  });

  test.each([
    ["1", "203.0.113.9", "203.0.113.9"],
    ["1", "198.51.100.1, 203.0.113.9", "203.0.113.9"],
    ["2", "198.51.100.1, 203.0.113.9", "198.51.100.1"],
    ["2", "192.0.2.66, 198.51.100.1, 203.0.113.9", "198.51.100.1"],
    ["3", "203.0.113.9", "203.0.113.9"],
  ])("behind %s proxies, %s is believed from its end: %s", async (hops, forwarded, expected) => {
    const ask = await addressServer(hops);
    expect(await ask(forwarded)).toBe(expected);
  });

  test("a request may take as long as it likes to come, its headers not", async () => {
    const ask = await addressServer("0");
    expect(server?.requestTimeout).toBeGreaterThan(0);
    await ask();
    expect(server?.requestTimeout).toBe(0);
    expect(server?.headersTimeout).toBeGreaterThan(0);
  });

  test("but a body that is not whole in time is cut, unless it is a delivery that is still read", {
    timeout: 5000,
  }, async () => {
    const ask = await addressServer("0");
    // Of its own it ends connections that say nothing after an answer, but none on which a byte comes now and then.
    if (server) server.keepAliveTimeout = 0;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const begin = async (path: string) => {
      const socket = connect(ask.port, "127.0.0.1");
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na`);
      if (!path.endsWith("read")) await once(socket, "data");
      return socket;
    };
    const delivery = await begin("/api/deliveries?read");
    const [other, refused] = [await begin("/api/qc"), await begin("/api/deliveries?x=y")];
    vi.advanceTimersByTime(80_000);
    await Promise.all([once(other, "close"), once(refused, "close")]);
    delivery.write("bc");
    await once(delivery, "data");
    delivery.destroy();
  });

  test("each of many at once keeps its own, also on one connection", async () => {
    const ask = await addressServer("1");
    const addresses = Array.from({ length: 40 }, (_, i) => `203.0.113.${i}`);
    expect(await Promise.all(addresses.map((address) => ask(address)))).toEqual(addresses);

    const socket = connect(ask.port, "127.0.0.1");
    const request = (address: string, connection: string) =>
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nX-Forwarded-For: ${address}\r\n\r\n`;
    socket.write(request("203.0.113.1", "keep-alive") + request("203.0.113.2", "close"));
    const answers = await text(socket);
    expect(answers.match(/203\.0\.113\.\d/g)).toEqual(["203.0.113.1", "203.0.113.2"]);
  });
});

describe("what comes after a body of so many bytes", () => {
  const answerTo = async (path: string, after: string, connection = "") => {
    vi.resetModules();
    Reflect.deleteProperty(globalThis, Symbol.for("turnover.connection"));
    const { bodyWentOn, trackConnections } = await import("./connection");
    trackConnections();
    const listening = createServer(async (request, response) => {
      const wentOn = bodyWentOn();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const body = await text(request).catch(() => "cut");
      response.end(`${body}, ${wentOn() ? "and more" : "no more"}`);
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const socket = connect((listening.address() as AddressInfo).port, "127.0.0.1");
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${connection}Content-Length: 3\r\n\r\nabc${after}`,
    );
    return text(socket);
  };

  test.each(["", "Connection: close\r\n"])(
    "does not take a delivery with it that is whole (%j)",
    async (connection) => {
      const answer = await answerTo("/api/deliveries?x=y", "def\r\n\r\n", connection);
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*abc, and more/);
    },
  );

  test("is another request, where it is one", async () => {
    const next = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const answers = await answerTo("/api/deliveries?x=y", next);
    expect(answers.match(/HTTP\/1\.1 200 OK|(no|and) more/g)).toEqual([
      ...["HTTP/1.1 200 OK", "no more", "HTTP/1.1 200 OK", "no more"],
    ]);
  });

  test("is refused as Node does it, with whatever else it comes", async () => {
    const refusal = /^HTTP\/1\.1 400 Bad Request/;
    expect(await answerTo("/api/qc", "def\r\n\r\n")).toMatch(refusal);
    const next = "POST /api/qc HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nadef\r\n\r\n";
    await answerTo("/api/deliveries", "def\r\n\r\n");
    const { port } = (server as Server).address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    socket.write(next);
    expect(await text(socket)).toMatch(refusal);
  });
});

test("no refusal gets among the bytes of an answer, also after a delivery", async () => {
  const { trackConnections } = await import("./connection");
  trackConnections();
  const listening = createServer(async (request, response) => {
    response.writeHead(200, { "Content-Length": 6 });
    response.write("abc");
    if (request.url === "/slow") await new Promise((resolve) => setTimeout(resolve, 100));
    response.end("def");
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/api/deliveries`, { method: "POST", body: "x" });
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  let got = "";
  for await (const piece of socket) {
    got += piece;
    if (got.endsWith("abc")) socket.write("no request\r\n\r\n");
  }
  expect(got).toMatch(/\r\n\r\nabc(def)?$/);
});

test("none gets among them either where the next request is begun already", async () => {
  const { trackConnections } = await import("./connection");
  trackConnections();
  const listening = createServer(async (request, response) => {
    if (request.url === "/next") await new Promise((resolve) => setTimeout(resolve, 50));
    response.writeHead(200, { "Content-Length": 3 });
    response.write("a");
    await new Promise((resolve) => setTimeout(resolve, 200));
    response.end("bc");
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const socket = connect((listening.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  let got = "";
  for await (const piece of socket) {
    if (got === "") socket.write("GET /next HTTP/1.1\r\nHost: x\r\n\r\nno request\r\n\r\n");
    got += piece;
  }
  expect(got).not.toContain("400 Bad Request");
});

describe("the end of an answer", () => {
  test.each([
    ["whole", 2 ** 10],
    ["cut by its client", 2 ** 26],
  ])("is told once when it is %s, and also to who asks after it", async (_, length) => {
    vi.resetModules();
    const { currentConnection, trackConnections } = await import("./connection");
    trackConnections();
    const told = vi.fn();
    const late = vi.fn();
    const listening = createServer((_, response) => {
      const connection = currentConnection();
      connection.whenOver(told);
      response.once("close", () => setImmediate(() => connection.whenOver(late)));
      response.end(Buffer.alloc(length));
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const socket = connect((listening.address() as AddressInfo).port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    if (length > 2 ** 20) {
      expect(told).not.toHaveBeenCalled();
      socket.destroy();
    }
    await expect.poll(() => late).toHaveBeenCalledOnce();
    expect(told).toHaveBeenCalledOnce();
  });
});
