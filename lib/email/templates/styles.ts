import type { CSSProperties } from "react";

// The app's colours (app/globals.css), written out: mail programs know neither variables nor light-dark().

export const ink = "ink";
export const quiet = "quiet";
export const accent = "accent";

/** Where a mail program heeds it: dark for who reads in the dark. Others show the light colours below. */
export const darkColours = `
@media (prefers-color-scheme: dark) {
  .ground, .ground > table > tbody > tr > td { background-color: #121315 !important; }
  .surface { background-color: #1a1c1f !important; border-color: #303439 !important; }
  .line { border-color: #303439 !important; }
  .${ink} { color: #e8eaed !important; }
  .${quiet} { color: #b0b6be !important; }
  .${accent} { color: #78b0ff !important; }
}`;

const sans = 'Inter, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const mono = '"JetBrains Mono", Menlo, Consolas, monospace';
const line = "#dcdfe3";

export const styles = {
  body: { backgroundColor: "#f4f5f6", fontFamily: sans, margin: 0, padding: "24px 8px" },
  surface: {
    backgroundColor: "#ffffff",
    border: `1px solid ${line}`,
    borderRadius: 6,
    maxWidth: 560,
    padding: "20px 24px",
  },
  brand: { color: "#4a5058", fontSize: 13, fontWeight: 600, lineHeight: "20px", margin: 0 },
  heading: {
    color: "#16181b",
    fontSize: 20,
    fontWeight: 600,
    lineHeight: "26px",
    margin: "12px 0 4px",
  },
  text: { color: "#16181b", fontSize: 14, lineHeight: "22px", margin: "0 0 12px" },
  copy: { borderTop: `1px solid ${line}`, padding: "10px 0" },
  title: { fontSize: 14, fontWeight: 600, lineHeight: "22px", margin: 0 },
  link: { color: "#0b5fd0", textDecoration: "underline" },
  fact: { color: "#4a5058", fontSize: 13, lineHeight: "20px", margin: 0 },
  // A long file name breaks anywhere: cut, it would lose its version.
  file: {
    color: "#16181b",
    fontFamily: mono,
    fontSize: 12.5,
    lineHeight: "20px",
    margin: 0,
    wordBreak: "break-all",
  },
  action: { padding: "8px 0 16px" },
  button: {
    backgroundColor: "#0b5fd0",
    borderRadius: 4,
    color: "#ffffff",
    fontSize: 14,
    fontWeight: 600,
    lineHeight: "20px",
    padding: "8px 14px",
  },
  note: { color: "#4a5058", fontSize: 13, lineHeight: "20px", margin: "0 0 12px" },
  foot: { color: "#4a5058", fontSize: 12, lineHeight: "18px", margin: "12px 0 0" },
} satisfies Record<string, CSSProperties>;
