import pg from "pg";
import { beforeAll, expect, inject, test } from "vitest";
import { addPreviewClips } from "./support/preview-clips";
import { people, signedInAs } from "./support/session";

// From delivery to segments, by the jobs' own engine. What a player shows of it is looked at in exactness.test.ts.

let clips: Awaited<ReturnType<typeof addPreviewClips>>;
beforeAll(async () => {
  clips = await addPreviewClips(["29.97 DF"]);
}, 240_000);

/** Every address that a preview consists of, as its playlists name them. */
async function addresses() {
  const [{ preview } = expect.fail("no clip")] = clips.clips;
  const base = preview.masterUrl.replace(/[^/]+$/, "");
  const found = [preview.masterUrl, preview.posterUrl ?? "", preview.storyboard?.url ?? ""];
  for (let i = 0; i < found.length; i += 1) {
    const address = found[i] ?? "";
    if (!address.endsWith(".m3u8")) continue;
    const playlist = await (await clips.session.fetch(address)).text();
    const lines = playlist.split("\n").filter((line) => line && !line.startsWith("#"));
    const uris = [...playlist.matchAll(/URI="([^"]+)"/g)].map(([, uri = ""]) => uri);
    for (const name of [...lines, ...uris])
      if (!found.includes(base + name)) found.push(base + name);
  }
  return found;
}

test("a delivered video has a preview without anybody asking for it, in the file's own terms", () => {
  const [{ preview, frames, rate, startTimecode } = expect.fail("no clip")] = clips.clips;
  expect(preview).toMatchObject({
    ...{ state: "ready", frames, frameRate: rate, startTimecode, dropFrame: true },
    languageMenu: true,
    audio: [
      { language: "en", layout: "mono", default: true },
      { language: "fr", layout: "mono", default: false },
    ],
  });
});

test("all of it goes to those who see the material; to another's session nothing of it exists", async () => {
  const all = await addresses();
  expect(all.map((address) => address.replace(/.*\//, "")).sort()).toEqual([
    ...["audio-0.m3u8", "audio-0.mp4", "audio-1.m3u8", "audio-1.mp4", "master.m3u8"],
    ...["poster.jpg", "storyboard.jpg", "subtitles-0.m3u8", "subtitles-0.vtt"],
    ...["subtitles-1.m3u8", "subtitles-1.vtt", "video.m3u8", "video.mp4"],
  ]);
  const chloe = await signedInAs(inject("baseUrl"), people.chloe);
  for (const address of all) {
    const own = await clips.session.fetch(address, { headers: { range: "bytes=0-9" } });
    expect([own.status, (await own.arrayBuffer()).byteLength]).toEqual([206, 10]);
    expect(own.headers.get("cache-control")).toBe("private, no-cache, no-transform");
    const foreign = await chloe.fetch(address, { headers: { range: "bytes=0-9" } });
    const missing = await chloe.fetch(
      address.replace(/[0-9a-f-]{36}/, "01900000-0000-7000-8000-000000000000"),
    );
    expect([foreign.status, await foreign.text()]).toEqual([404, await missing.text()]);
  }
});

test("who opened it when is written down", async () => {
  const [{ materialId, preview } = expect.fail("no clip")] = clips.clips;
  const database = new pg.Client(inject("databaseUrl"));
  await database.connect();
  const openings = async () => {
    const { rows } = await database.query<{ email: string }>(
      `select email from preview_openings o join users u on u.id = o.user_id
       join materials m on m.current_version_id = o.version_id where m.id = $1`,
      [materialId],
    );
    return rows.map(({ email }) => email);
  };
  const before = await openings();
  await clips.session.fetch(preview.masterUrl);
  expect(await openings()).toEqual([...before, clips.email]);
  await database.end();
});
