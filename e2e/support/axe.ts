import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * By axe, once nothing is on its way: what is just appearing is not yet of its own colours.
 * @param narrow leaves out what is not asked for
 */
export async function expectNoViolations(page: Page, narrow = (axe: AxeBuilder) => axe) {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  // In the page alone, as there are no frames: else a second, blank page is opened each time to put theirs together.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  expect((await narrow(axe).analyze()).violations).toEqual([]);
}
