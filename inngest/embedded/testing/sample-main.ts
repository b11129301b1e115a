import { appendFileSync } from "node:fs";
import { sampleClient, startSampleApp } from "./sample-app";

// The sample app as a process of its own, to be killed. What its steps do it writes into a file, which outlives it.

const [engineUrl = "", port, signingKey = "", eventKey = "", ledger = ""] = process.argv.slice(2);
const mark = (what: string) => appendFileSync(ledger, `${Date.now()} ${what}\n`);
await startSampleApp(sampleClient(engineUrl, { signingKey, eventKey }), mark, Number(port));
