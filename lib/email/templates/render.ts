import "server-only";
import { render, toPlainText } from "@react-email/components";
import { createElement } from "react";
import { ProxyReadyMail, type ProxyReadyMailProps, proxyReadySubject } from "./proxy-ready";

/** The mail of copies that became ready, whole: subject, HTML, and the same words as plain text. */
export async function renderProxyReady(props: ProxyReadyMailProps) {
  const html = await render(createElement(ProxyReadyMail, props));
  return { subject: proxyReadySubject(props.copies), html, text: plainText(html) };
}

const plainText = (html: string) =>
  toPlainText(html, {
    selectors: [
      { selector: "h1", options: { uppercase: false } },
      { selector: "table", format: "block" },
    ],
  });
