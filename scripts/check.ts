import { runChecks } from "./checks";
import { runCommand } from "./launcher/terminal";

await runCommand(async () => ((await runChecks()).some(({ passed }) => !passed) ? 1 : 0));
