import pg from "pg";

/** Makes these materials films that bear no watermark. */
export async function changeAssetType(databaseUrl: string, materialIds: string[]) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `update asset_types set media_kind = 'video', language_menu = true
     where code in (select asset_type_code from materials where id = any($1))`,
    [materialIds],
  );
  await client.end();
}
