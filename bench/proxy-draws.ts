import { migrate } from "../db/migrate";
import { engineSettings } from "../scripts/launcher/jobs-engine";
import { ensureDatabase } from "../scripts/launcher/postgres";
import { blankSettings } from "../scripts/testing/test-settings";
import { makeThrowAway } from "../scripts/testing/throw-away";
import { startSection } from "./results";

// Draws from one pool by as many users at once as a partner may have, until it is empty.

const copies = 10_000;
const atOnce = 64;
/** Users beyond the pool's copies: theirs are to be made. */
const tooMany = 48;

const { tell, limit, report } = startSection("Drawing copies from a pool");
const throwAway = await makeThrowAway();
try {
  await ensureDatabase(throwAway.cluster, "turnover");
  const databaseUrl = throwAway.cluster.url("turnover");
  await migrate(databaseUrl);
  // The app's own modules read them when they are loaded.
  Object.assign(process.env, blankSettings(), {
    DATABASE_URL: databaseUrl,
    APP_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: throwAway.secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: throwAway.secrets.linkSigningKeys,
    OBJECTS_DIR: throwAway.home,
    ...engineSettings(throwAway.secrets, 1),
  });
  await draw();
} finally {
  await throwAway.close();
}

async function draw() {
  const { db, pool } = await import("../db/client");
  const { sql } = await import("drizzle-orm");
  const { claimCopies } = await import("../lib/proxies/commands");
  const { getUserById } = await import("../lib/auth/queries");
  const { aPartnerUser, aVersion, aVisibleMaterial } = await import("../lib/testing/builders");

  const ada = await aPartnerUser();
  const proxy = { watermarked: true, mediaKind: "video" as const };
  const aPool = async () => {
    const { material } = await aVisibleMaterial(ada, { assetType: proxy, versions: 0 });
    const { id } = await aVersion(material.id);
    await db.execute(sql`
      insert into proxy_copies (id, version_id, partner_id, serial, state, object_key, bytes, md5, xxh64, crc32,
        created_at, changed_at, ready_at)
      select gen_random_uuid(), ${id}, ${ada.partnerId}, floor(random() * 281474976710655)::bigint, 'ready',
        'bench/' || n, n, lpad(n::text, 32, '0'), lpad(n::text, 16, '0'), lpad(n::text, 8, '0'), now(), now(), now()
      from generate_series(1, ${copies}::int) n`);
    return id;
  };
  await db.execute(sql`
    insert into users (id, kind, partner_id, email, name, created_at)
    select gen_random_uuid(), 'partner', ${ada.partnerId}, n || '@bench.example', 'User ' || n, now()
    from generate_series(1, ${copies + tooMany}::int) n`);
  const [versionId, otherVersionId] = [await aPool(), await aPool()];
  await db.execute(sql`analyze`);
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from users where email like '%@bench.example' order by id`,
  );
  const users = await Promise.all(rows.map(({ id }) => getUserById(id)));

  const times: number[] = [];
  const given: string[] = [];
  let begun = 0;
  const drawAll = async (from: string, by: typeof users) => {
    for (let i = 0; i < by.length; i += atOnce)
      await Promise.all(
        by.slice(i, i + atOnce).map(async (user) => {
          if (user?.kind !== "partner") throw new Error("that is no partner's user");
          const asked = performance.now();
          const claimed = await db.transaction((tx) => claimCopies(tx, user, [from], new Date()));
          times.push(performance.now() - asked);
          begun += claimed.processing.size;
          for (const { proxyCopyId } of claimed.ready.values()) given.push(proxyCopyId);
        }),
      );
  };
  // As a server is that has run for a while: its code compiled, its statements planned.
  await drawAll(otherVersionId, users.slice(0, 2 * atOnce * pool.options.max));
  for (const list of [times, given]) list.length = 0;
  const from = performance.now();
  await drawAll(versionId, users);
  const seconds = (performance.now() - from) / 1000;
  const [{ drawn = 0 } = {}] = (
    await db.execute<{ drawn: number }>(
      sql`select count(distinct drawn_by_id)::int as drawn from proxy_copies where version_id = ${versionId} and drawn_by_id is not null`,
    )
  ).rows;
  await pool.end();

  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  limit(`a draw, ${atOnce} users at once, p50`, at(0.5), 50);
  limit(`a draw, ${atOnce} users at once, p99`, at(0.99), 50);
  tell("the slowest", `${at(1).toFixed(0)} ms`);
  tell("draws a second", (users.length / seconds).toFixed(0));
  const twice = given.length - new Set(given).size;
  tell("copies given to two users", String(twice), "0", twice === 0);
  const lost = copies - given.length + Math.abs(copies - drawn);
  tell(`copies of ${copies.toLocaleString("en")} lost`, String(lost), "0", lost === 0);
  tell("users for whom one is to be made", String(begun), String(tooMany), begun === tooMany);
}

report({
  command: "npm run bench:draws",
  how: `a pool of ${copies.toLocaleString("en")} copies of one version, drawn from by rounds of ${atOnce} users until it is empty, after some from another one; each draw is the app's own transaction, over its pool of 10 connections, on a Postgres that does not wait for the disk.`,
});
