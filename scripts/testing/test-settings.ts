import { readSettings, type Settings } from "../launcher/settings";

/** What a test run keeps of the person's environment; every other setting of ours is the test's. */
const ours =
  /^(ACCESS_|APP_URL|DATABASE_URL|INNGEST_|LINK_|MAIL_|MAX_|NEXT_|NEXTAUTH_|OBJECTS_DIR|OIDC_|OUTBOX_|PORT$|PROXY_|ENCODE_|WORK_DIR|RESEND_|S3_|SUPPORT_|TIME_ZONE|TRUST_|TURNOVER_|UPLOADS_)/;

/**
 * The environment without the person's settings, so that no test writes into their database or store.
 * They are empty, not missing: Next would fill in what is missing from `.env`.
 */
export function blankSettings(): Settings {
  const blank = Object.keys(readSettings()).filter((key) => ours.test(key));
  return { ...process.env, ...Object.fromEntries(blank.map((key) => [key, ""])) };
}
