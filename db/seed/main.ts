import { db, pool } from "@/db/client";
import { partners } from "@/db/schema";
import { hashPassword } from "@/lib/auth/passwords";
import { env } from "@/lib/env";
import { copyKey } from "@/lib/proxies/encoding";
import { objectStore } from "@/lib/storage";
import { type CopyFacts, prepareCopies } from "./media/copies";
import { type MediaPool, prepareMedia } from "./media/pool";
import { insertPreviews, preparePreviews, type SeedPreview, storePreviews } from "./previews";
import { storeMedia, storeOne } from "./store";
import { dayOf, insertWorld } from "./world/insert";
import { planMaterials } from "./world/materials";
import { planPools } from "./world/pools";

/** The demo users' password, here and nowhere else. */
const demoPassword = "turnover";

/** Fills the migrated, empty database and the object store: all of it, or nothing of it. */
async function seed() {
  if ((await db.$count(partners)) > 0) throw new Error("the database has a world in it already");
  const media = await prepareMedia(reportMedia);
  try {
    console.log("Making the demo's first previews.");
    const previews = await preparePreviews(media);
    console.log("Keeping the demo's media in the object store.");
    await storeMedia(objectStore(), media.files);
    await storePreviews(objectStore(), previews);
    const now = new Date();
    await fillDatabase({ media, previews, copies: await storeCopies(media, now), now });
  } finally {
    await media.dispose();
  }
}

/** The copies that wait in the demo's pools, made and kept. */
async function storeCopies(media: MediaPool, now: Date): Promise<Map<string, CopyFacts>> {
  console.log("Making the demo's watermarked proxies.");
  const planned = planPools(planMaterials(dayOf(now), media));
  const files = await prepareCopies(
    media.folder,
    planned.map(({ wanted }) => wanted),
  );
  const copies = new Map(planned.flatMap(({ id }, i) => (files[i] ? [[id, files[i]]] : [])));
  for (const [id, file] of copies) await storeOne(objectStore(), copyKey(id), file);
  return copies;
}

type Made = {
  media: MediaPool;
  previews: SeedPreview[];
  copies: Map<string, CopyFacts>;
  now: Date;
};

async function fillDatabase({ previews, ...made }: Made) {
  const passwordHash = await hashPassword(demoPassword);
  const operatorToken = env.TURNOVER_OPERATOR_TOKEN;
  const world = { ...made, timeZone: env.TIME_ZONE, passwordHash, operatorToken };
  await db.transaction(async (tx) => {
    await insertWorld(tx, world);
    await insertPreviews(tx, previews);
  });
  console.log("The demo's titles, source requests and materials are in the database.");
}

function reportMedia(done: number, all: number) {
  if (done === all || done % 10 === 0) console.log(`Making the demo's media: ${done} of ${all}.`);
}

try {
  await seed();
} catch (error) {
  console.error(`The demo's world could not be made: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await pool.end();
}

/** Drizzle's own message is the whole statement; what was wrong with it is the cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
