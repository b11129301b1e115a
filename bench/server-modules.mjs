import { register } from "node:module";

// For `--import`: the app's own modules are loaded without React's condition `react-server`, which lets
// `server-only` in but draws no mails.

const empty = JSON.stringify(import.meta.resolve("../node_modules/server-only/empty.js"));
const resolve = `export const resolve = (name, context, next) =>
  name === "server-only" ? { url: ${empty}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(resolve)}`);
