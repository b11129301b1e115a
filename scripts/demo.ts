import { launch } from "./launcher/launch";
import { runCommand } from "./launcher/terminal";

await runCommand(() => launch("start", process.argv.slice(2)));
