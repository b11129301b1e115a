"use client";

import Link, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";
import { PendingLine } from "./pending-line";

/**
 * A link within the app. It shows that the next page is on its way, and fetches nothing ahead:
 * a list of 200 rows would ask for 200 pages that differ at every request.
 */
export function AppLink({ children, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} {...props}>
      {children}
      <LinkPending />
    </Link>
  );
}

const LinkPending = () => <PendingLine pending={useLinkStatus().pending} />;
