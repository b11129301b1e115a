import { OAuth2Server } from "oauth2-mock-server";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type AppServer, startApp } from "../scripts/launcher/app-server";
import { newSecrets } from "../scripts/launcher/home";
import { engineSettings } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { signalProcess } from "../scripts/launcher/processes";
import { startEventSink } from "../scripts/testing/event-sink";
import { newPage } from "./support/browser";
import { people, Session } from "./support/session";

// An instance of the app beside the suite's own, on the same world, that knows an identity provider.

const provider = new OAuth2Server();
let app: AppServer;
let sink: Awaited<ReturnType<typeof startEventSink>>;
let baseUrl: string;

beforeAll(async () => {
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
  const port = await freePort();
  sink = await startEventSink();
  baseUrl = `http://localhost:${port}`;
  const secrets = newSecrets();
  const settings = {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: inject("databaseUrl"),
    OBJECTS_DIR: inject("objectsDir"),
    APP_URL: baseUrl,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    ...engineSettings(secrets, sink.port),
    OIDC_ISSUER: provider.issuer.url ?? "",
    OIDC_CLIENT_ID: "turnover",
    OIDC_CLIENT_SECRET: "secret",
    OIDC_NAME: "Studio ID",
  };
  const stopping = new AbortController().signal;
  // A run that is broken off does not come to afterAll.
  const add = (_: string, pid?: number) =>
    process.once("exit", () => pid && signalProcess(-pid, "SIGKILL"));
  // The suite's global set-up has built the app by now.
  app = await startApp({ mode: "start", port, settings, lock: { add }, stopping });
});

afterAll(async () => {
  await app?.stop();
  sink?.close();
  await provider.stop();
});

let claims: object = {};
// For the access token and for the id token.
provider.service.on("beforeTokenSigning", (token) => Object.assign(token.payload, claims));

/** Goes to the provider and comes back, as the browser does. @returns where the app sends the person */
async function signInByProvider(session: Session, callbackUrl = "/source-requests") {
  const { csrfToken } = await session.json<{ csrfToken: string }>("/api/auth/csrf");
  const body = new URLSearchParams({ csrfToken, callbackUrl, json: "true" });
  const begun = await session.fetch("/api/auth/signin/oidc", { method: "POST", body });
  const { url } = (await begun.json()) as { url: string };
  expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
  const consent = await fetch(url, { redirect: "manual" });
  const back = await session.fetch(consent.headers.get("location") ?? "");
  return new URL(back.headers.get("location") ?? "", baseUrl).href;
}

const isSignedIn = async (session: Session) => (await session.fetch("/api/source-requests")).ok;

test("a known address comes in, in any capitals", async () => {
  const session = new Session(baseUrl);
  claims = { email: people.ada.toUpperCase(), email_verified: true };
  expect(await signInByProvider(session)).toBe(`${baseUrl}/source-requests`);
  expect(await isSignedIn(session)).toBe(true);
});

test.each([
  ["an unknown address", { email: "stranger@northlight.example", email_verified: true }],
  ["an address that is not verified", { email: people.ada, email_verified: false }],
  ["an address of which nothing is said", { email: people.ada }],
  ["no address", {}],
])("%s stays out, and is told why", async (_, given) => {
  const session = new Session(baseUrl);
  claims = given;
  expect(await signInByProvider(session)).toBe(`${baseUrl}/sign-in?error=no_account`);
  expect(await isSignedIn(session)).toBe(false);
});

test("nobody is sent to another site afterwards", async () => {
  const session = new Session(baseUrl);
  claims = { email: people.ada, email_verified: true };
  expect(new URL(await signInByProvider(session, "https://evil.example/")).origin).toBe(baseUrl);
});

test("the sign-in page offers it by its name", async () => {
  const page = await newPage({ baseURL: baseUrl });
  await page.goto("/sign-in");
  claims = { email: people.ben, email_verified: true };
  await page.getByRole("button", { name: "Studio ID" }).click();
  await page.waitForURL(`${baseUrl}/source-requests`);
});
