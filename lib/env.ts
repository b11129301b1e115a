import "server-only";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";

/** A set of keys to sign links with: the first signs, all verify, so that keys can be rotated. */
const signingKeys = z
  .string({ error: "set it to one or more keys, as id:secret,id:secret" })
  .transform((text) => text.split(",").map((pair) => pair.trim().split(/:(.*)/s)))
  .refine(
    (pairs) =>
      pairs.every(
        ([id, secret]) => /^[a-z0-9]{1,16}$/.test(id ?? "") && (secret?.length ?? 0) >= 32,
      ),
    "write each key as id:secret, the id in lower-case letters and digits, the secret of 32 characters or more",
  )
  .transform((pairs) => pairs.map(([id, secret]) => ({ id: id ?? "", secret: secret ?? "" })));

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}, "name an IANA time zone, such as Europe/Paris");

const wholeNumber = (fallback: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `give a whole number from 0 to ${most}`)
    .transform(Number)
    .refine((number) => number <= most, `give a whole number from 0 to ${most}`)
    .default(fallback);

const largestNumberOfBytes = 2 ** 50;

const byteCount = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, "give a number of bytes in digits, such as 500000000000")
    .transform(Number)
    .refine(
      (number) => number > 0 && number <= largestNumberOfBytes,
      `give a number of bytes from 1 to ${largestNumberOfBytes}`,
    )
    .default(fallback);

/** `who@example.com` or `Name <who@example.com>`. */
const mailbox = z
  .string()
  .refine(
    (text) =>
      !/[\r\n]/.test(text) && z.email().safeParse(/<([^<>]*)>$/.exec(text)?.[1] ?? text).success,
    "write it as turnover@example.com or Turnover <turnover@example.com>",
  );

/** Whether an INNGEST_DEV says that there is none: the SDK takes these so. */
export const isOff = (text: string): boolean => /^\s*(0|false)\s*$/i.test(text);

/** Whether an address is one of this machine, that nobody else reaches by it. */
export const isLoopback = (address: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(URL.parse(address)?.hostname ?? "");

const settings = z
  .object({
    DATABASE_URL: z
      .string({ error: "name the Postgres database, as postgres://user:password@host:port/name" })
      .regex(/^postgres(ql)?:\/\//, "write it as postgres://user:password@host:port/name"),
    APP_URL: z
      .url({
        protocol: /^https?$/,
        error: "give the address that people open, such as https://turnover.example",
      })
      .transform((url) => url.replace(/\/+$/, "")),
    NEXTAUTH_SECRET: z
      .string({ error: "set it to a random text; `openssl rand -base64 32` makes one" })
      .min(32, "make it 32 characters or longer; `openssl rand -base64 32` makes one"),
    LINK_SIGNING_KEYS: signingKeys,
    OBJECTS_DIR: z.string().min(1).optional(),
    MAX_DELIVERY_BYTES: byteCount(1_000_000_000_000),
    UPLOADS_DIR: z.string().min(1).default(path.join(tmpdir(), "turnover-uploads")),
    S3_BUCKET: z.string().min(1).optional(),
    S3_ENDPOINT: z.url("give the store's address, such as https://s3.example").optional(),
    S3_REGION: z.string().default("us-east-1"),
    S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    S3_FORCE_PATH_STYLE: z.stringbool("say true or false").default(false),
    TIME_ZONE: timeZone.default("UTC"),
    ACCESS_AFTER_FULFILMENT_DAYS: wholeNumber(30, 36_500),
    TRUST_PROXY_HOPS: wholeNumber(0, 100),
    TURNOVER_OPERATOR_TOKEN: z
      .string()
      .regex(/^[!-~]{8,200}$/, "give 8 to 200 letters, digits and signs, without spaces")
      .optional(),
    RESEND_API_KEY: z.string().min(1).optional(),
    RESEND_BASE_URL: z
      .url("give the address of Resend's API, such as https://api.resend.com")
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    RESEND_WEBHOOK_SECRET: z
      .string()
      .regex(
        /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/,
        "copy the webhook's signing secret from Resend; it begins with whsec_",
      )
      .optional(),
    MAIL_FROM: mailbox.optional(),
    OUTBOX_DIR: z.string().min(1).optional(),
    OUTBOX_PAGES: z.stringbool("say true or false").default(false),
    PROXY_POOL_TARGET: wholeNumber(2, 1000),
    ENCODE_CONCURRENCY: wholeNumber(2, 1000).refine((number) => number > 0, "give 1 or more"),
    WORK_DIR: z.string().min(1).default(path.join(tmpdir(), "turnover-work")),
    SUPPORT_EMAIL: z.email("give one e-mail address").default("support@turnover.example"),
    INNGEST_DEV: z
      .string()
      .transform((text) => (isOff(text) ? undefined : text))
      .optional(),
    INNGEST_BASE_URL: z
      .url({ protocol: /^https?$/, error: "give the address of the Inngest server" })
      .optional(),
    INNGEST_EVENT_KEY: z.string().optional(),
    INNGEST_SIGNING_KEY: z
      .string()
      .regex(/^(signkey-\w+-)?([0-9a-f]{2})+$/i, "give the key as Inngest shows it, in hexadecimal")
      .optional(),
    INNGEST_ENABLE_UNAUTHED_SYNC: z.stringbool("say true or false").default(false),
    OIDC_ISSUER: z.url("give the provider's address").optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    OIDC_NAME: z.string().min(1).default("single sign-on"),
    OIDC_TRUST_EMAIL: z.stringbool("say true or false").default(false),
    FFMPEG_PATH: z.string().min(1).default("ffmpeg"),
    FFPROBE_PATH: z.string().min(1).default("ffprobe"),
  })
  .superRefine((value, context) => {
    const needs = (key: keyof typeof value, why: string) => {
      if (value[key] === undefined) context.addIssue({ code: "custom", path: [key], message: why });
    };
    if (!value.S3_BUCKET)
      needs("OBJECTS_DIR", "name the folder that holds the files, or set S3_BUCKET");
    if (value.S3_ACCESS_KEY_ID || value.S3_SECRET_ACCESS_KEY) {
      needs("S3_ACCESS_KEY_ID", "set it together with S3_SECRET_ACCESS_KEY");
      needs("S3_SECRET_ACCESS_KEY", "set it together with S3_ACCESS_KEY_ID");
    }
    if (value.RESEND_API_KEY)
      needs(
        "MAIL_FROM",
        "name the sender of mails, an address of a domain that Resend knows as yours",
      );
    if (value.OUTBOX_PAGES && !isLoopback(value.APP_URL))
      context.addIssue({
        code: "custom",
        path: ["OUTBOX_PAGES"],
        message:
          "anyone would read all mails at /dev/outbox; it is only for an APP_URL of localhost",
      });
    if (!value.INNGEST_DEV)
      for (const key of ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const)
        needs(
          key,
          "the jobs need INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY together, or INNGEST_DEV",
        );
    if (value.OIDC_ISSUER || value.OIDC_CLIENT_ID || value.OIDC_CLIENT_SECRET) {
      for (const key of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const)
        needs(key, "OIDC needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together");
    }
  });

/** What .env.example must explain. */
export const settingNames = Object.keys(settings.shape);

export type Env = z.output<typeof settings>;

/**
 * Reads every setting once. An empty value counts as not set, as in `KEY=` of a .env file.
 * @throws Error of one sentence a fault: which setting, what is wrong, how to mend it.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}.`);
  throw new Error(`The settings are not right. ${faults.join(" ")} (.env.example explains each.)`);
}

let known: Env | undefined;

/** The settings of this process; checked at start by instrumentation.ts. */
export const env = new Proxy({} as Env, {
  get: (_, key) => {
    known ??= readEnv(process.env);
    return known[key as keyof Env];
  },
});
