import type { ComponentProps } from "react";
import type { Markup } from "./markup";

type FromMarkupProps = Omit<ComponentProps<"span">, "children"> & { markup: Markup | null };

/** Markup among React's elements; nothing where there is none. */
export const FromMarkup = ({ markup, ...props }: FromMarkupProps) =>
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made by `html`, which escapes
  markup && <span {...props} dangerouslySetInnerHTML={{ __html: `${markup}` }} />;
