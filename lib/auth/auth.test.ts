import { beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { signInAttempts, users } from "@/db/schema";
import { anOperator, aPartner, aPartnerUser } from "@/lib/testing/builders";
import { signIn } from "./commands";
import { authOptions } from "./options";
import { hashPassword, verifyPassword } from "./passwords";
import { getUserById } from "./queries";

const secret = "correct horse";
// Cheap, so that the tests of counting are about counting.
const passwordHash = await hashPassword(secret, { N: 2 ** 10, r: 8, p: 1 });
const home = "192.0.2.7";

beforeEach(() => db.delete(signInAttempts));

describe("passwords", () => {
  test("are known by their hash, in any composition of the same characters", async () => {
    expect(await verifyPassword(secret, passwordHash)).toBe(true);
    expect(await verifyPassword("wrong", passwordHash)).toBe(false);
    expect(await verifyPassword("e\u0301", await hashPassword("\u00e9"))).toBe(true);
    expect(passwordHash).not.toContain(secret);
  });

  test("take as long to refuse for an unknown account as for a known one", async () => {
    const timed = async (hash: string | null) => {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const from = performance.now();
        expect(await verifyPassword("wrong", hash)).toBe(false);
        times.push(performance.now() - from);
      }
      return times.sort((a, b) => a - b)[1] ?? 0;
    };
    await verifyPassword("first", null);
    const [known, unknown] = [await timed(await hashPassword(secret)), await timed(null)];
    // Without the decoy it would be a thousandth.
    expect(unknown / known).toBeGreaterThan(0.3);
  });
});

describe("signing in", () => {
  test("finds the account in any capitals, and only with the right password", async () => {
    const ada = await aPartnerUser({ email: "Ada@Northlight.example", passwordHash });
    expect(await signIn("ada@northlight.EXAMPLE", secret, home)).toEqual({ id: ada.id });
    expect(await signIn("ada@northlight.example", "wrong", home)).toBeNull();
    expect(await signIn("nobody@northlight.example", secret, home)).toBeNull();
  });

  test("is closed to who was deactivated, and to who has no password", async () => {
    await aPartnerUser({ email: "gone@x.example", passwordHash, deactivatedAt: new Date() });
    await aPartnerUser({ email: "oidc@x.example" });
    expect(await signIn("gone@x.example", secret, home)).toBeNull();
    expect(await signIn("oidc@x.example", secret, home)).toBeNull();
  });

  test("is stopped after ten failures of an account from one place, and after a restart", async () => {
    await aPartnerUser({ email: "ben@x.example", passwordHash });
    for (let i = 0; i < 10; i++) await signIn("ben@x.example", "wrong", home);
    expect(await signIn("ben@x.example", secret, home)).toBe("too_many_attempts");

    vi.resetModules();
    const restarted = await import("./commands");
    expect(await restarted.signIn("BEN@x.example", secret, home)).toBe("too_many_attempts");
  });

  test("nobody locks another's account from a place of their own", async () => {
    const { id } = await aPartnerUser({ email: "fay@x.example", passwordHash });
    for (let i = 0; i < 101; i++) await signIn("fay@x.example", "wrong", "198.51.100.9");
    expect(await signIn("fay@x.example", secret, home)).toEqual({ id });
  });

  test("is stopped after a hundred failures of an account, from anywhere", async () => {
    await aPartnerUser({ email: "gus@x.example", passwordHash });
    for (let i = 0; i < 100; i++) await signIn("gus@x.example", "wrong", `192.0.2.${i}`);
    expect(await signIn("gus@x.example", secret, "198.51.100.9")).toBe("too_many_attempts");
  });

  test("many at once can't slip past the count", async () => {
    await aPartnerUser({ email: "cleo@x.example", passwordHash });
    const guesses = Array.from({ length: 30 }, () => signIn("cleo@x.example", "guess", home));
    const stopped = (await Promise.all(guesses)).filter(
      (outcome) => outcome === "too_many_attempts",
    );
    expect(stopped).toHaveLength(20);
  });

  test("is stopped after a hundred failures from one address, for every account", async () => {
    await aPartnerUser({ email: "dora@x.example", passwordHash });
    await db
      .insert(signInAttempts)
      .values({ key: `address:${home}`, points: 100, expire: Date.now() + 60_000 });
    expect(await signIn("dora@x.example", secret, home)).toBe("too_many_attempts");
    expect(await signIn("dora@x.example", secret, "192.0.2.99")).toMatchObject({
      id: expect.any(String),
    });
  });

  test("a success takes its attempt off again", async () => {
    await aPartnerUser({ email: "eve@x.example", passwordHash });
    for (let i = 0; i < 12; i++)
      expect(await signIn("eve@x.example", secret, home)).toMatchObject({ id: expect.any(String) });
    const [address] = await db
      .select()
      .from(signInAttempts)
      .where(eq(signInAttempts.key, `address:${home}`));
    expect(address?.points).toBe(0);
  });
});

describe("who a viewer is", () => {
  test("a partner's user with their partner, an operator without", async () => {
    const partner = await aPartner({ name: "Northlight Dubbing" });
    const ada = await aPartnerUser({ partnerId: partner.id, name: "Ada" });
    expect(ada).toMatchObject({ kind: "partner", name: "Ada", partnerName: "Northlight Dubbing" });
    expect(await anOperator({ name: "Opal" })).not.toHaveProperty("partnerId");
  });

  test("no one, from the moment of deactivation", async () => {
    const ada = await aPartnerUser();
    await db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, ada.id));
    expect(await getUserById(ada.id)).toBeNull();
  });
});

test.each([
  ["/source-requests", "http://localhost:3000/source-requests"],
  ["http://localhost:3000/help", "http://localhost:3000/help"],
  ["\\\\evil.example", "http://localhost:3000"],
  ["//evil.example/a", "http://localhost:3000"],
  ["http://localhost:3000.evil.example/", "http://localhost:3000"],
  ["http://", "http://localhost:3000"],
])("whoever is to be led to %s after signing in or out comes to %s", async (url, landed) => {
  const baseUrl = "http://localhost:3000";
  expect(await authOptions().callbacks?.redirect?.({ url, baseUrl })).toBe(landed);
});
