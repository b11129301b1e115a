import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readEnv, settingNames } from "./env";

const right = {
  DATABASE_URL: "postgres://turnover:secret@db.example:5432/turnover",
  APP_URL: "https://turnover.example/",
  NEXTAUTH_SECRET: "x".repeat(32),
  LINK_SIGNING_KEYS: `k2:${"b".repeat(32)},k1:${"a".repeat(32)}`,
  OBJECTS_DIR: "/srv/objects",
  INNGEST_EVENT_KEY: "key",
  INNGEST_SIGNING_KEY: "signkey-prod-00ff",
};

describe("settings", () => {
  test("are read with their defaults", () => {
    expect(readEnv(right)).toMatchObject({
      APP_URL: "https://turnover.example",
      TIME_ZONE: "UTC",
      ACCESS_AFTER_FULFILMENT_DAYS: 30,
      TRUST_PROXY_HOPS: 0,
      LINK_SIGNING_KEYS: [{ id: "k2" }, { id: "k1" }],
    });
  });

  test("a signing secret may have a colon in it", () => {
    const secret = `${"a".repeat(16)}:${"b".repeat(16)}`;
    const { LINK_SIGNING_KEYS } = readEnv({ ...right, LINK_SIGNING_KEYS: `k1:${secret}` });
    expect(LINK_SIGNING_KEYS).toEqual([{ id: "k1", secret }]);
  });

  test("a sender of mails may have a name", () => {
    for (const MAIL_FROM of ["t@x.example", "Turnover (Post) <t@x.example>"])
      expect(readEnv({ ...right, MAIL_FROM }).MAIL_FROM).toBe(MAIL_FROM);
  });

  test("an empty value counts as not set", () => {
    expect(readEnv({ ...right, TIME_ZONE: "", OIDC_ISSUER: "" }).TIME_ZONE).toBe("UTC");
  });

  test("an INNGEST_DEV of 0 or false counts as not set, as the SDK takes it", () => {
    for (const INNGEST_DEV of ["0", "false", "False"]) {
      expect(readEnv({ ...right, INNGEST_DEV }).INNGEST_DEV).toBeUndefined();
      expect(() => readEnv({ ...right, INNGEST_DEV, INNGEST_SIGNING_KEY: "" })).toThrow(
        /jobs need/,
      );
    }
    expect(readEnv({ ...right, INNGEST_DEV: "1" }).INNGEST_DEV).toBe("1");
  });

  test("the outbox has pages only where this machine alone is meant", () => {
    for (const APP_URL of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])
      expect(readEnv({ ...right, APP_URL, OUTBOX_PAGES: "true" }).OUTBOX_PAGES).toBe(true);
    for (const APP_URL of ["http://127.0.0.1.evil.example", "http://localhost.example"])
      expect(() => readEnv({ ...right, APP_URL, OUTBOX_PAGES: "true" })).toThrow(/OUTBOX_PAGES/);
  });

  test.each([
    ["DATABASE_URL", undefined, /^The settings are not right\. DATABASE_URL: name the Postgres/],
    ["DATABASE_URL", "mysql://x", /DATABASE_URL: write it as postgres:/],
    ["APP_URL", "turnover.example", /APP_URL: give the address/],
    ["NEXTAUTH_SECRET", "short", /NEXTAUTH_SECRET: make it 32 characters/],
    ["LINK_SIGNING_KEYS", "k1:short", /LINK_SIGNING_KEYS: write each key as id:secret/],
    ["LINK_SIGNING_KEYS", undefined, /LINK_SIGNING_KEYS: set it to/],
    ["OBJECTS_DIR", undefined, /OBJECTS_DIR: name the folder/],
    ["TIME_ZONE", "Mars/Olympus", /TIME_ZONE: name an IANA time zone/],
    ["ACCESS_AFTER_FULFILMENT_DAYS", "999999", /DAYS: give a whole number from 0 to 36500/],
    ["ACCESS_AFTER_FULFILMENT_DAYS", "-1", /ACCESS_AFTER_FULFILMENT_DAYS: give a whole number/],
    ["MAX_DELIVERY_BYTES", "5 GB", /MAX_DELIVERY_BYTES: give a number of bytes in digits/],
    ["MAX_DELIVERY_BYTES", "0", /MAX_DELIVERY_BYTES: give a number of bytes from 1/],
    ["TRUST_PROXY_HOPS", "one", /TRUST_PROXY_HOPS: give a whole number/],
    ["TURNOVER_OPERATOR_TOKEN", "two words", /TURNOVER_OPERATOR_TOKEN: give 8 to 200/],
    ["SUPPORT_EMAIL", "nobody", /SUPPORT_EMAIL: give one e-mail/],
    ["OIDC_ISSUER", "https://id.example", /OIDC_CLIENT_ID: OIDC needs/],
    ["OIDC_TRUST_EMAIL", "perhaps", /OIDC_TRUST_EMAIL: say true or false/],
    ["OUTBOX_PAGES", "true", /OUTBOX_PAGES: anyone would read all mails/],
    ["RESEND_API_KEY", "re_1", /MAIL_FROM: name the sender of mails/],
    ["RESEND_BASE_URL", "resend", /RESEND_BASE_URL: give the address of Resend/],
    ["RESEND_WEBHOOK_SECRET", "secret", /RESEND_WEBHOOK_SECRET: copy the webhook's signing secret/],
    ["MAIL_FROM", "Turnover", /MAIL_FROM: write it as turnover@example.com/],
    ["MAIL_FROM", "Turnover <a@b.example>\nBcc: c@d.example", /MAIL_FROM: write it as/],
    ["INNGEST_EVENT_KEY", undefined, /INNGEST_EVENT_KEY: the jobs need/],
    ["INNGEST_SIGNING_KEY", "secret", /INNGEST_SIGNING_KEY: give the key as Inngest shows it/],
    ["INNGEST_BASE_URL", "inngest:8288", /INNGEST_BASE_URL: give the address/],
    ["S3_ACCESS_KEY_ID", "key", /S3_SECRET_ACCESS_KEY: set it together/],
  ])("%s=%s is refused in a sentence", (name, value, sentence) => {
    expect(() => readEnv({ ...right, [name]: value })).toThrow(sentence);
  });

  test("each is explained in .env.example", () => {
    const example = readFileSync(".env.example", "utf8");
    for (const name of settingNames) expect(example).toMatch(new RegExp(`^${name}=$`, "m"));
  });
});
