import { describe, expect, test } from "vitest";
import { checkLink, fileLink, fileSubject, type SigningKey, signLink } from "./signing";

const old = { id: "k1", secret: "an old secret of more than 32 characters" };
const current = { id: "k2", secret: "the current secret, of more than 32 chars" };
const now = new Date("2026-03-04T12:00:00.500Z");
const expiresAt = new Date("2026-03-11T12:00:00.500Z");
const terms = { expiresAt, round: 3 };
const subject = fileSubject("01900000-0000-7000-8000-000000000000");
const signedBy = (...keys: SigningKey[]) => new URLSearchParams(signLink(subject, terms, keys));
const signed = () => signedBy(current);

const check = (query: URLSearchParams, keys = [current], at = now) =>
  checkLink(subject, query, keys, at).state;

describe("a signed link", () => {
  test("is genuine until it expires, to the second", () => {
    expect(check(signed())).toBe("genuine");
    expect(check(signed(), [current], new Date("2026-03-11T11:59:59.999Z"))).toBe("genuine");
    expect(check(signed(), [current], new Date("2026-03-11T12:00:00.000Z"))).toBe("expired");
  });

  test("tells the round that it was made in", () => {
    expect(checkLink(subject, signed(), [current], now)).toEqual({ state: "genuine", round: 3 });
  });

  test("survives a new key that signs from now on, and dies with its own", () => {
    const before = signedBy(old);
    expect(check(before, [current, old])).toBe("genuine");
    expect(signedBy(current, old).get("key")).toBe("k2");
    expect(check(before, [current])).toBe("forged");
  });

  test("is forged when it leads elsewhere", () => {
    const other = fileSubject("01900000-0000-7000-8000-000000000001");
    expect(checkLink(other, signed(), [current], now).state).toBe("forged");
    const kind = subject.replace("file:", "bundle:");
    expect(checkLink(kind, signed(), [current], now).state).toBe("forged");
  });

  test.each([
    ["a later end", "expires", "1999999999"],
    ["an earlier end", "expires", "1"],
    ["another way to write its end", "expires", `0${signed().get("expires")}`],
    ["no end", "expires", ""],
    ["nonsense for an end", "expires", "Infinity"],
    ["another round", "round", "4"],
    ["another way to write its round", "round", "03"],
    ["no round", "round", ""],
    ["another key's name", "key", "k1"],
    ["an unknown key", "key", "k3"],
    ["no key", "key", ""],
    ["no signature", "signature", ""],
    ["a short signature", "signature", "AAAA"],
    ["a long signature", "signature", `${signed().get("signature")}A`],
    ["a signature in capitals", "signature", `${signed().get("signature")?.toUpperCase()}`],
  ])("is forged with %s", (_, field, value) => {
    const query = signed();
    query.set(field, value);
    expect(check(query, [current, old])).toBe("forged");
    query.delete(field);
    expect(check(query, [current, old])).toBe("forged");
  });

  test("is forged when any one character of its signature is another", () => {
    const signature = signed().get("signature") ?? "";
    expect(signature).toMatch(/^[\w-]{43}$/);
    for (let i = 0; i < signature.length; i += 1) {
      const query = signed();
      const other = signature[i] === "A" ? "B" : "A";
      query.set("signature", signature.slice(0, i) + other + signature.slice(i + 1));
      expect(check(query)).toBe("forged");
    }
  });
});

test("a file's link is absolute, ends in its name, and can be pasted into a shell", () => {
  const id = "01900000-0000-7000-8000-000000000000";
  const link = (fileName: string) => new URL(fileLink({ id, fileName }, terms)).pathname;
  expect(fileLink({ id, fileName: "a.wav" }, terms)).toMatch(
    /^http:\/\/localhost:3000\/api\/files\/01900000-0000-7000-8000-000000000000\/a\.wav\?expires=\d+&round=3&key=\w+&signature=[\w-]{43}$/,
  );
  expect(link("it's (1) 50% #2?.wav")).toMatch(/\/it%27s%20%281%29%2050%25%20%232%3F\.wav$/);
  expect(link("a/b\\c.wav")).toMatch(/\/a_b_c\.wav$/);
  expect(link("..")).toMatch(/\/file$/);
});
