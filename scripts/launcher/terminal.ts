/** One line to the person at the terminal. */
export function say(line: string) {
  process.stdout.write(`${line}\n`);
}

/** What the person at the terminal can mend: shown as its sentence alone, without a stack. */
export class Refusal extends Error {}

/** Runs a command to its end and exits with its code; refusals become one line. */
export async function runCommand(command: () => Promise<number>): Promise<never> {
  // A closed pipe (`npm run demo | head`) or terminal must not keep us from tidying up.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    process.exit(await command());
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : describe(error)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
