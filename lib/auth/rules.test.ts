import fc from "fast-check";
import { expect, test } from "vitest";
import { landingPath, signInErrorText } from "./rules";

test.each([
  "/source-requests",
  "/source-requests/SR-104823",
  "/materials?request=SR-1&request=SR-2#list",
  "/help",
  "/",
  "/source-requests?q=a%20b&from=https://elsewhere.example",
])("lands on %s, which was asked for", (path) => {
  expect(landingPath(path)).toBe(path);
});

test.each([
  undefined,
  "",
  "source-requests",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  " //evil.example",
  "/api/auth/signout",
  "/sign-in?from=/sign-in",
])("%j is no page of this site", (from) => {
  expect(landingPath(from)).toBe("/source-requests");
});

test("several addresses are none", () => {
  expect(landingPath(["/help", "/materials"])).toBe("/source-requests");
});

test("whatever is asked for, a browser stays on this site", () => {
  const pieces = fc.constantFrom("/", "\\", ".", "..", "\t", "\n", "@", ":", "evil.example", "%2f");
  const addresses = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.array(pieces).map((parts) => `/${parts.join("")}`),
  );
  fc.assert(
    fc.property(addresses, (from) => {
      const { origin } = new URL(landingPath(from), "https://turnover.example");
      expect(origin).toBe("https://turnover.example");
    }),
  );
});

test("says why a sign-in failed, and never what the address says by itself", () => {
  expect(signInErrorText(undefined)).toBeNull();
  expect(signInErrorText("CredentialsSignin")).toMatch(/is not right/);
  expect(signInErrorText("too_many_attempts")).toMatch(/15 minutes/);
  for (const code of ["OAuthCallback", "toString", "<b>Call us</b>"])
    expect(signInErrorText(code)).toMatch(/did not finish/);
});
