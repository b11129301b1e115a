import { type SpawnOptions, spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Settings } from "./settings";
import { Refusal, say } from "./terminal";

/** Finds ffmpeg and ffprobe, or installs them. @returns their paths as settings. */
export async function ensureFfmpeg(settings: Settings): Promise<Settings> {
  const find = () => {
    const ffmpeg = named(settings, "FFMPEG_PATH") ?? onPath(settings, "ffmpeg");
    const beside = ffmpeg && path.join(path.dirname(ffmpeg), "ffprobe");
    const ffprobe =
      named(settings, "FFPROBE_PATH") ??
      onPath(settings, "ffprobe") ??
      (beside && isProgram(beside) ? beside : undefined);
    return ffmpeg && ffprobe ? { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe } : undefined;
  };
  const found = find();
  if (found) return found;
  await install(settings, "ffmpeg", "ffmpeg");
  return find() ?? refuse(settings, "ffmpeg", "ffmpeg");
}

/** Finds a Chromium that is installed, or installs one. @returns its path as a setting. */
export async function ensureChromium(settings: Settings): Promise<Settings> {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const find = async () => {
    const installed =
      named(settings, "CHROMIUM_PATH") ??
      names.map((name) => onPath(settings, name)).find(Boolean) ??
      (isProgram(macChrome) ? macChrome : await playwrightsOwn());
    return installed ? { CHROMIUM_PATH: installed } : undefined;
  };
  const found = await find();
  if (found) return found;
  const command = "npx playwright-core install chromium";
  if (isRootOnDebian()) await install(settings, "chromium", "Chromium");
  else {
    say(`Installing Chromium with ${command}.`);
    await runQuietly("npx", ["playwright-core", "install", "chromium"], {});
  }
  const chromium = await find();
  if (chromium) return chromium;
  throw new Refusal(
    `Chromium is missing. Install it, then start again:\n  ${hint(settings, "chromium", command)}`,
  );
}

/**
 * What partners fetch and unpack with, as the tests do, and what reads the watermark for them; each with the
 * Debian package that brings it.
 */
const clients = {
  "7z": "p7zip-full",
  aria2c: "aria2",
  bsdtar: "libarchive-tools",
  curl: "curl",
  openssl: "openssl",
  python3: "python3",
  tesseract: "tesseract-ocr",
  unzip: "unzip",
  wget: "wget",
  xmllint: "libxml2-utils",
};

/** Finds the programs that the tests fetch, unpack and read with, or installs them. */
export async function ensureClients(settings: Settings): Promise<void> {
  const missing = () => Object.entries(clients).filter(([name]) => !onPath(settings, name));
  if (missing().length === 0) return;
  const packages = missing().map(([, debianPackage]) => debianPackage);
  await install(settings, packages.join(" "), "what the tests fetch, unpack and read with");
  const names = missing().map(([name]) => name);
  if (names.length > 0) refuse(settings, packages.join(" "), names.join(", "));
}

/** Where playwright keeps the Chromium that it installs, if it has. */
async function playwrightsOwn(): Promise<string | undefined> {
  const { chromium } = await import("playwright-core");
  const place = chromium.executablePath();
  return isProgram(place) ? place : undefined;
}

/** A program that a setting names; naming one that is not there is a mistake to tell. */
function named(settings: Settings, key: string): string | undefined {
  const place = settings[key];
  if (place && !isProgram(place))
    throw new Refusal(`${key} names ${place}: there is no such program.`);
  return place;
}

function onPath(settings: Settings, name: string): string | undefined {
  const folders = (settings.PATH ?? "").split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version");
}

/** @param packages of Debian, with a space between them */
async function install(settings: Settings, packages: string, name: string) {
  if (!isRootOnDebian()) refuse(settings, packages, name);
  say(`Installing ${name} with apt-get; this takes about a minute.`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const output =
    (await runQuietly("apt-get", ["update"], { env })) ??
    (await runQuietly(
      "apt-get",
      ["install", "-y", "--no-install-recommends", ...packages.split(" ")],
      {
        env,
      },
    ));
  if (output !== undefined) {
    say(output);
    refuse(settings, packages, name);
  }
}

function refuse(settings: Settings, systemPackage: string, name: string): never {
  throw new Refusal(
    `${name} is missing. Install it, then start again:\n  ${hint(settings, systemPackage)}`,
  );
}

/** The one command that installs it here. */
function hint(settings: Settings, systemPackage: string, otherwise?: string) {
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  const managers = {
    "apt-get": `${sudo}apt-get update && ${sudo}apt-get install -y ${systemPackage}`,
    brew: `brew install ${systemPackage}`,
    dnf: `${sudo}dnf install -y ${systemPackage}`,
    pacman: `${sudo}pacman -S ${systemPackage}`,
    apk: `${sudo}apk add ${systemPackage}`,
  };
  const manager = Object.entries(managers).find(([name]) => onPath(settings, name));
  return manager?.[1] ?? otherwise ?? `install ${systemPackage} with your system's package manager`;
}

/** Runs an installer with a sign of life every 10 s. @returns its output if it failed. */
function runQuietly(program: string, args: string[], options: SpawnOptions) {
  return new Promise<string | undefined>((resolve) => {
    const began = Date.now();
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    const heartbeat = setInterval(
      () => say(`  still at it, ${Math.round((Date.now() - began) / 1000)} s`),
      10_000,
    );
    const finish = (failed: boolean) => {
      clearInterval(heartbeat);
      resolve(failed ? output.slice(-4000) : undefined);
    };
    child.once("error", () => finish(true));
    child.once("close", (code) => finish(code !== 0));
  });
}
