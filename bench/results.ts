import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";

/** The figures of one part of bench/RESULTS.md, told as they are measured. */
export function startSection(heading: string) {
  const lines: string[] = [];

  /** Writes down a figure, and whether it is as it should be. */
  function tell(what: string, figure: string, wanted = "", met = true) {
    const line = `| ${what} | ${figure} | ${wanted} | ${wanted ? (met ? "yes" : "**no**") : ""} |`;
    lines.push(line);
    console.info(line);
  }

  function limit(what: string, milliseconds: number, most: number) {
    tell(what, `${milliseconds.toFixed(0)} ms`, `< ${most} ms`, milliseconds < most);
  }

  /**
   * Puts the section into bench/RESULTS.md, in the place of the last one.
   * @param how the command, and what was measured by what
   */
  function report({ command, how }: { command: string; how: string }) {
    const machine = `${availableParallelism()} x ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)} at the end, Node ${process.versions.node}`;
    const section = [
      `## ${heading}`,
      "",
      `\`${command}\`, ${new Date().toISOString().slice(0, 10)}: ${machine}; ${how}`,
      "",
      "| what | figure | wanted | met |",
      "|---|---|---|---|",
      ...lines,
      "",
    ].join("\n");
    const file = path.join(import.meta.dirname, "RESULTS.md");
    const known = readOr(file, "# Measurements\n\n");
    const others = known.split(/^(?=## )/m).filter((part) => !part.startsWith(`## ${heading}\n`));
    writeFileSync(file, [...others, section].join("\n").replaceAll(/\n{3,}/g, "\n\n"));
  }

  return { tell, limit, report };
}

function readOr(file: string, otherwise: string) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
