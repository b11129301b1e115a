import { launch } from "./launcher/launch";
import { runCommand } from "./launcher/terminal";

await runCommand(() => launch("dev", process.argv.slice(2)));
