import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AssetListOf } from "@/app/materials/asset-list-of";
import { RequestFacts } from "@/components/materials/request-facts";
import { requireViewer } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { getChosenRequests } from "@/lib/source-requests/queries";
import { dayIn } from "@/lib/source-requests/rules";
import { chosenRequests } from "@/lib/source-requests/types";
import { toSearchParams } from "@/lib/url";

type Props = PageProps<"/source-requests/[reference]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).reference };
}

export default async function SourceRequestPage({ params, searchParams }: Props) {
  const { reference } = await params;
  const address = toSearchParams(await searchParams);
  const viewer = await requireViewer(
    `/source-requests/${encodeURIComponent(reference)}?${address}`,
  );
  const { now } = await pageClock();
  const chosen = chosenRequests.safeParse({ request: reference });
  if (!chosen.success) notFound();
  const [request] = await getChosenRequests(viewer, chosen.data, now).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  });
  if (!request) notFound();
  return (
    <AssetListOf
      viewer={viewer}
      references={[request.reference]}
      chosen={new URLSearchParams({ request: request.reference })}
      params={address}
      title={request.reference}
      facts={<RequestFacts request={request} today={dayIn(env.TIME_ZONE, now)} />}
    />
  );
}
