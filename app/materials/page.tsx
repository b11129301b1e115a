import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { requireViewer } from "@/lib/auth/guards";
import { DomainError } from "@/lib/errors";
import { listChosenReferences } from "@/lib/source-requests/queries";
import { chosenRequests } from "@/lib/source-requests/types";
import { toSearchParams } from "@/lib/url";
import { AssetListOf } from "./asset-list-of";

export const metadata: Metadata = { title: "Download Materials" };

export default async function MaterialsPage({ searchParams }: PageProps<"/materials">) {
  const given = await searchParams;
  const params = toSearchParams(given);
  const viewer = await requireViewer(`/materials?${params}`);
  const chosen = chosenRequests.safeParse(given);
  if (!chosen.success) {
    const [issue] = chosen.error.issues;
    return <NotUnderstood>{`${issue?.path.join(".")} ${issue?.message}`}</NotUnderstood>;
  }
  const references = await listChosenReferences(viewer, chosen.data).catch(refuse);
  const { request, selection } = chosen.data;
  const named = selection ? [["selection", selection]] : request.map((one) => ["request", one]);
  return (
    <AssetListOf
      viewer={viewer}
      references={references}
      chosen={new URLSearchParams(named)}
      params={params}
      title={
        <>
          Download Materials
          <span className="font-normal text-ink-2">
            {" "}
            · {references.length} {references.length === 1 ? "request" : "requests"}
          </span>
        </>
      }
    />
  );
}

/** What may not be seen is not found, as what does not exist. */
function refuse(error: unknown): never {
  if (error instanceof DomainError && error.code === "not_found") notFound();
  throw error;
}

function NotUnderstood({ children }: { children: string }) {
  return (
    <EmptyState
      title="This address does not say which materials"
      action={
        <AppLink href="/source-requests" className={buttonClass("primary")}>
          Go to source requests
        </AppLink>
      }
    >
      In the address, {children}. Tick the source requests whose materials you need and open them
      from there.
    </EmptyState>
  );
}
