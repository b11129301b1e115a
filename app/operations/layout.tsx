import type { ReactNode } from "react";
import { OperationsNav } from "@/components/operations/operations-nav";
import { currentViewer } from "@/lib/auth/guards";

/** Each page asks for an operator itself; to anyone else not even the way between them is shown. */
export default async function OperationsLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  return (
    <>
      {viewer?.kind === "operator" && <OperationsNav />}
      {children}
    </>
  );
}
