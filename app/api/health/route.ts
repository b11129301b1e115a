import { openRoute } from "@/lib/auth/guards";
import { getHealth } from "@/lib/operations/queries";

export const dynamic = "force-dynamic";

export const GET = openRoute(async () => {
  const health = await getHealth();
  return Response.json(health, { status: health.status === "ok" ? 200 : 503 });
});
