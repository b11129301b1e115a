import type { BrowserContextOptions, Page } from "playwright-core";
import { newPage, pageSignedInAs } from "./browser";
import { addMaterials, type Slot } from "./materials";

// The panel of a file's details as people find it: by role and visible name.

export const slots: Slot[] = [
  { type: "sound", fileName: "glass_v01.wav", qc: "QC Pending", daysAgo: 20 },
  { type: "text", fileName: "names.txt", daysAgo: 20 },
  { type: "text", fileName: "still.png", daysAgo: 20 },
  { type: "proxy", fileName: "glass_proxy.mp4", daysAgo: 20 },
  { type: "text", fileName: "list.pdf", daysAgo: 20 },
];
export const [sound, text, image, proxy, pdf] = [0, 1, 2, 3, 4];

export const audioProbe = {
  ...{ kind: "audio", codec: "pcm_s24le", sampleRate: 48_000, bitDepth: 24, channels: 6 },
  ...{ layout: "5.1", durationSeconds: 61, integratedLoudnessLufs: -27 },
};
const videoProbe = {
  ...{ kind: "video", codec: "h264", profile: "Main", width: 960, height: 540, bitRate: 4_523_000 },
  frameRate: { numerator: 30_000, denominator: 1001 },
  ...{ startTimecode: "00:59:58;00", dropFrame: true, frames: 1800, durationSeconds: 60.06 },
  colour: { pixelFormat: "yuv420p", range: null, space: null, primaries: "bt709", transfer: null },
  audioTracks: [
    {
      codec: "aac",
      language: "fra",
      channels: 2,
      layout: "stereo",
      sampleRate: 48_000,
      title: null,
    },
  ],
  subtitleTracks: [],
};

export type Files = Awaited<ReturnType<typeof addFiles>>;

/** One file of each kind, and a way to open the list, with one of them in the panel or with none. */
export async function addFiles() {
  const world = await addMaterials(slots);
  const probeIs = (file: number, probe: unknown) =>
    world.query("update versions set probe = $2 where material_id = $1", [world.ids[file], probe]);
  await probeIs(sound, audioProbe);
  await probeIs(text, { kind: "text", format: "txt", language: null, events: 1, pages: null });
  await probeIs(image, { kind: "image", format: "png", width: 4000, height: 3000 });
  await probeIs(proxy, videoProbe);
  await probeIs(pdf, { kind: "text", format: "pdf", language: null, events: null, pages: 12 });
  const first = await pageSignedInAs(world.email, world.path);
  const storageState = await first.context().storageState();
  await first.context().close();
  return {
    ...world,
    async open(file: number | null, options: BrowserContextOptions = {}) {
      const page = await newPage({ ...options, storageState });
      await page.goto(`${world.path}${file === null ? "" : `&file=${world.ids[file]}`}`);
      return page;
    },
  };
}

export const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
export const row = (page: Page, name: string) =>
  page.getByRole("treegrid").getByRole("row").filter({ hasText: name });
export const heading = (page: Page) => panel(page).getByRole("heading", { level: 2 });
/** What the panel says under a name. */
export const fact = (page: Page, name: string) =>
  panel(page)
    .locator("dt", { hasText: new RegExp(`^${name}$`) })
    .locator("xpath=following-sibling::dd[1]");
