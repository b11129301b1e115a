import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { bytesInWords } from "@/components/ui/bytes";
import { type Said, sendFile } from "./deliver/send";
import { variantsOf } from "./deliver/variants";
import { homeFolder, readSecrets } from "./launcher/home";
import { portOf, readSettings } from "./launcher/settings";

const help = `Hands in versions.

  npm run deliver -- FILE… --title TTL-… --asset-type CODE [options]

  --variant TEXT    channel, reel, stem …; of several files their names tell it
  --language TAG    BCP 47, such as pt-BR
  --note TEXT       what is new in it
  --url ADDRESS     default: APP_URL, or the demo on this machine

TURNOVER_OPERATOR_TOKEN is an API token for deliveries; the demo's own is found by itself.
A large file that was broken off goes on where it stopped: run the same again.`;

const settings = readSettings();
process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});

/** @returns the exit code */
async function main(): Promise<number> {
  const { files, url, said } = read();
  const variants = said.variant ? files.map(() => said.variant) : variantsOf(files);
  const place = { url, token: tokenOf(), memory: path.join(homedir(), ".turnover-uploads.json") };
  let failed = 0;
  for (const [i, file] of files.entries()) {
    const variant = variants[i];
    failed += Number(!(await hear(file, { ...said, ...(variant && { variant }) }, place)));
  }
  return failed === 0 ? 0 : 1;
}

/** Sends one file and says how it goes. @returns whether it is in */
async function hear(file: string, said: Said, place: Parameters<typeof sendFile>[2]) {
  const name = [path.basename(file), said.variant && `(${said.variant})`].filter(Boolean).join(" ");
  const bar = new progress.SingleBar({
    format: "{bar} {percentage} % · {sent} of {size} · {eta_formatted} left",
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: false,
  });
  const { size } = statSync(file);
  bar.start(size, 0, { sent: "0 B", size: bytesInWords(size) });
  try {
    const { created, version } = await sendFile(file, said, place, (bytes) =>
      bar.update(bytes, { sent: bytesInWords(bytes) }),
    );
    bar.stop();
    console.log(`${name}: ${created ? "" : "is there already as "}version ${version}`);
    return true;
  } catch (error) {
    bar.stop();
    console.error(`${name}: ${(error as Error).message}`);
    return false;
  }
}

function read() {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      title: { type: "string" },
      "asset-type": { type: "string" },
      variant: { type: "string" },
      language: { type: "string" },
      note: { type: "string" },
      url: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { title, "asset-type": assetType, variant, language, note, url } = values;
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  if (files.length === 0 || !title || !assetType) throw new Error(help);
  if (variant && files.length > 1) throw new Error("--variant goes with one file.");
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new Error(`There is no file ${missing}.`);
  const said = { title, assetType, variant, language, note };
  return {
    files,
    url: (url ?? settings.APP_URL ?? `http://localhost:${portOf(settings)}`).replace(/\/+$/, ""),
    said: Object.fromEntries(Object.entries(said).filter(([, value]) => value)) as Said,
  };
}

function tokenOf(): string {
  const home = homeFolder(settings);
  const known =
    settings.TURNOVER_OPERATOR_TOKEN ?? (existsSync(home) && readSecrets(home).operatorToken);
  if (!known) throw new Error("Set TURNOVER_OPERATOR_TOKEN to an API token for deliveries.");
  return known;
}
