import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { openRoute, parseJson, readText } from "@/lib/auth/guards";
import { authOptions } from "@/lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth reads what anybody sends, of any length, and fails on what is not the JSON that it says it is. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  return openRoute(async () => NextAuth(await checked(request), context, authOptions()))(
    request,
    context as unknown as { params: Promise<Record<string, string>> },
  );
}

async function checked(request: NextRequest): Promise<NextRequest> {
  if (!request.body) return request;
  const { url, method, headers } = request;
  const body = await readText(request, 1);
  if (headers.get("content-type")?.includes("application/json")) parseJson(body);
  return new NextRequest(url, { method, headers, body });
}

export { handle as GET, handle as POST };
