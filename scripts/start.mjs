// The first thing that runs in a fresh clone, so it uses nothing but what Node brings.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const checkout = path.resolve(import.meta.dirname ?? ".", "..");
const commands = ["demo", "dev", "test", "check"];
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const interrupted = 130;
const oldestNode = [20, 19];
const installLock = path.join(checkout, ".turnover/installing");

const [command, ...args] = process.argv.slice(2);
if (!commands.includes(command)) stop(`Usage: node scripts/start.mjs ${commands.join("|")}`);
checkNodeVersion();
await ensurePackages();
process.exitCode = await run(
  process.execPath,
  ["--conditions=react-server", "--import", "tsx", `scripts/${command}.ts`, ...args],
  {
    // Always this one: a shell's background job starts its children deaf to SIGINT.
    signalChild: (child) => child.kill("SIGTERM"),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  },
);

function checkNodeVersion() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  stop(`Turnover needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}.`);
}

/** Installs when node_modules is missing, half-installed, or from another lockfile. */
async function ensurePackages() {
  const lockfile = readFileSync(path.join(checkout, "package-lock.json"), "utf8");
  const stamp = path.join(checkout, "node_modules/.turnover-lockfile");
  const wanted = createHash("sha256").update(lockfile).digest("hex");
  if (readText(stamp) === wanted) return;
  if (!installedFrom(JSON.parse(lockfile))) await install();
  writeFileSync(stamp, wanted);
}

/** Whether what npm says it has installed is what the lockfile asks for; npm writes its list last. */
function installedFrom({ packages: wanted }) {
  const list = readText(path.join(checkout, "node_modules/.package-lock.json"));
  if (!list) return false;
  const installed = JSON.parse(list).packages;
  return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
    if (place === "") return true;
    const found = installed[place];
    // Optional packages that are missing are those of other platforms.
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

async function install() {
  takeInstallLock();
  console.log("Installing packages with npm ci; this takes a minute or two.");
  const began = Date.now();
  // npm shows its own progress on a terminal only.
  const heartbeat = setInterval(() => {
    if (!process.stdout.isTTY)
      console.log(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`);
  }, 10_000);
  const npm = process.env.npm_execpath?.endsWith(".js") ? process.env.npm_execpath : undefined;
  const npmArgs = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const code = await run(npm ? process.execPath : "npm", npm ? [npm, ...npmArgs] : npmArgs, {
    // npm heeds signals late, if at all. What it has half done the next start does anew.
    signalChild: (child) => process.kill(-child.pid, "SIGKILL"),
    onSpawn: (child) => writeInstallLock({ starter: process.pid, npm: child.pid }),
    detached: true,
    stdio: "inherit",
  });
  clearInterval(heartbeat);
  rmSync(installLock, { force: true });
  if (code === interrupted) process.exit(code);
  if (code !== 0) stop("npm ci failed; its output above says why.", code);
}

/** Two npm ci at once would pull the folders from under each other. */
function takeInstallLock() {
  mkdirSync(path.dirname(installLock), { recursive: true });
  const { starter, npm } = JSON.parse(readText(installLock) || "{}");
  if (commandLineOf(starter).includes("start.mjs"))
    stop(
      `Packages are being installed here already (pid ${starter}); start again when it is done.`,
    );
  // Its starter was killed.
  if (commandLineOf(npm).startsWith("npm ci")) process.kill(-npm, "SIGKILL");
  rmSync(installLock, { force: true });
  writeInstallLock({ starter: process.pid }, "wx");
}

function writeInstallLock(content, flag = "w") {
  writeFileSync(installLock, JSON.stringify(content), { flag });
}

/** Of a running process, else empty. */
function commandLineOf(pid) {
  if (!pid) return "";
  const { stdout } = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return (readText(`/proc/${pid}/cmdline`) ?? stdout ?? "").replaceAll("\0", " ");
}

/** Runs a program to its end, passing signals on to it. */
function run(program, programArgs, { signalChild, onSpawn, ...options }) {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, { cwd: checkout, ...options });
    child.on("error", (error) => stop(`Could not run ${program}: ${error.message}`));
    if (child.pid === undefined) return;
    onSpawn?.(child);
    let stopped = false;
    const pass = () => {
      stopped = true;
      signalChild(child);
    };
    for (const signal of signals) process.on(signal, pass);
    const watch = watchNpm(pass);
    child.on("exit", (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? (stopped ? interrupted : 1));
    });
  });
}

/** When the npm that runs us is killed outright, nobody is left who could press Ctrl-C: stop too. */
function watchNpm(stopChild) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const npm = process.ppid;
  return setInterval(() => {
    if (process.ppid !== npm) stopChild();
  }, 1000).unref();
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function stop(sentence, code = 1) {
  console.error(sentence);
  process.exit(code);
}
