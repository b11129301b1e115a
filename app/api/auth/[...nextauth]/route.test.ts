import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { POST } from "./route";

const address = "http://localhost:3000/api/auth/callback/credentials";
const context = { params: Promise.resolve({ nextauth: ["callback", "credentials"] }) };

test.each([
  ["is not the JSON that it says", "application/json", '{"email":', 400],
  ["is longer than anybody's", "application/json", `"${"a".repeat(2 ** 20)}"`, 413],
  ["is a longer form", "application/x-www-form-urlencoded", `a=${"a".repeat(2 ** 20)}`, 413],
])("a body that %s is refused before anything is done with it", async (_, type, body, status) => {
  const headers = { "content-type": type };
  const answer = await POST(new NextRequest(address, { method: "POST", headers, body }), context);
  expect(answer.status).toBe(status);
});
