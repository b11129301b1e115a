import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { aPartnerUser, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { claimCopies } from "./commands";

test("a draw from a large pool is planned once a connection, not for each user anew", async () => {
  const ada = await aPartnerUser();
  const proxy = { watermarked: true, mediaKind: "video" as const };
  const { material } = await aVisibleMaterial(ada, { assetType: proxy, versions: 0 });
  const { id: versionId } = await aVersion(material.id);
  await db.execute(sql`
    insert into proxy_copies (id, version_id, partner_id, serial, state, object_key, bytes, md5, xxh64, crc32,
      created_at, changed_at, ready_at)
    select gen_random_uuid(), ${versionId}, ${ada.partnerId}, n, 'ready', 'k' || n, n, 'm', 'x', '00000000',
      now(), now(), now()
    from generate_series(1, 5000) n`);
  await db.execute(sql`analyze proxy_copies`);
  const { partnerId } = ada;
  const users = await Promise.all(Array.from({ length: 12 }, () => aPartnerUser({ partnerId })));

  const plans = await db.transaction(async (tx) => {
    for (const user of users) await claimCopies(tx, user, [versionId], noon.now);
    const { rows } = await tx.execute(sql`
      select generic_plans::int as general, custom_plans::int as own
      from pg_prepared_statements where name = 'draw a copy'`);
    return rows;
  });

  // The first five are planned for their own values too: Postgres compares.
  expect(plans).toEqual([{ general: 7, own: 5 }]);
});
