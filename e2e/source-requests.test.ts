import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { expectNoViolations } from "./support/axe";
import { pageSignedInAs } from "./support/browser";
import { addPartner, type TestPartner } from "./support/partner";
import { people, signedInAs } from "./support/session";

let partner: TestPartner;
beforeAll(async () => {
  partner = await addPartner(230);
});

const open = (path = "/source-requests", options = {}) =>
  pageSignedInAs(partner.emails[0], path, options);
const shown = (page: Page) =>
  page.locator("tbody tr td:nth-child(2) > span > a:first-child").allTextContents();
const box = (page: Page, reference: string | undefined) =>
  page.getByRole("checkbox", { name: reference ?? "", exact: true });
const pageBox = (page: Page) => page.getByRole("checkbox", { name: "All on this page" });
const bar = (page: Page) => page.getByRole("toolbar", { name: "Selected source requests" });
const pathOf = (page: Page) => page.url().slice(inject("baseUrl").length);

describe("the table", () => {
  test("stands in the order of the due dates, and a header turns the order", async () => {
    const page = await open("/source-requests?pageSize=25");
    expect(await shown(page)).toEqual(partner.references.slice(0, 25));
    const due = page.getByRole("columnheader", { name: "Due" });
    expect(await due.getAttribute("aria-sort")).toBe("ascending");
    expect(await page.locator("tbody tr").first().textContent()).toContain("30 d overdue");

    await due.getByRole("link").click();
    await page.waitForURL("**/source-requests?order=desc&pageSize=25");
    await page.getByText(partner.references.at(-1) ?? "", { exact: true }).waitFor();
    expect(await shown(page)).toEqual(partner.references.slice(-25).reverse());
    expect(await due.getAttribute("aria-sort")).toBe("descending");
  });

  test("pages go forward, and the browser's back goes back", async () => {
    const page = await open("/source-requests?pageSize=25");
    await page.getByRole("link", { name: "Next page" }).click();
    await page.getByText("26–50 of 230").waitFor();
    expect(await shown(page)).toEqual(partner.references.slice(25, 50));
    await page.goBack();
    await page.getByText("1–25 of 230").waitFor();
  });

  test("the search works while typing, stands in the address, and outlives a reload", async () => {
    const page = await open();
    const search = page.getByRole("searchbox", { name: "Search title or reference" });
    await search.pressSequentially(partner.references[17] ?? "");
    await page.getByText("1–1 of 1").waitFor();
    expect(pathOf(page)).toBe(`/source-requests?q=${partner.references[17]}`);
    await page.reload();
    expect(await shown(page)).toEqual([partner.references[17]]);
    expect(await search.inputValue()).toBe(partner.references[17]);
    await page.goBack();
    await page.getByText("1–50 of 230").waitFor();
    expect(await search.inputValue()).toBe("");
  });

  test("without a script, the search is a form", async () => {
    const session = await signedInAs(inject("baseUrl"), partner.emails[0]);
    const page = await open();
    const context = await page
      .context()
      .browser()
      ?.newContext({ javaScriptEnabled: false, baseURL: inject("baseUrl") });
    const plain = await context?.newPage();
    if (!plain) throw new Error("no browser");
    await plain.setExtraHTTPHeaders({ cookie: session.cookie });
    await plain.goto("/source-requests?language=de");
    await plain.getByRole("searchbox").fill(partner.references[6] ?? "");
    await plain.keyboard.press("Enter");
    await plain.waitForURL(/q=/);
    expect(await shown(plain)).toEqual([partner.references[6]]);
    await context?.close();
  });

  test("filters add up, stand as chips, and go one by one or all at once", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Language" }).click();
    // The second tick comes before the first has been answered.
    await page.getByRole("menuitemcheckbox", { name: "German" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Portuguese (Brazil)" }).click();
    await page.waitForURL("**/source-requests?language=de&language=pt-BR");
    await page.keyboard.press("Escape");
    const expected = partner.references.filter((_, i) => i % 6 === 0 || i % 6 === 4);
    await page.getByText(`1–50 of ${expected.length}`).waitFor();
    expect(await shown(page)).toEqual(expected.slice(0, 50));

    await page.getByRole("link", { name: "Remove filter Language: German" }).click();
    await page.waitForURL("**/source-requests?language=pt-BR");
    await page.getByRole("link", { name: "Reset filters" }).click();
    await page.getByText("1–50 of 230").waitFor();
    expect(pathOf(page)).toBe("/source-requests");
  });

  test("what makes no sense in the address is left out; a page too far is the last", async () => {
    const page = await open();
    await page.goto("/source-requests?sort=password&bucket=red&page=-1&q=%00&pageSize=1e9");
    await page.getByText("1–50 of 230").waitFor();
    await page.goto("/source-requests?page=900");
    await page.getByText("201–230 of 230").waitFor();
    expect(pathOf(page)).toBe("/source-requests?page=5");
  });

  test("nothing found says so, and Reset leads out", async () => {
    const page = await open("/source-requests?q=%27%3B+drop+table+users%3B+%3Cb%3E");
    await page.getByRole("heading", { name: "No source request matches" }).waitFor();
    await page.getByRole("link", { name: "Reset filters" }).last().click();
    await page.getByText("1–50 of 230").waitFor();
  });

  test("operators see whose the requests are, and tick nothing", async () => {
    const page = await pageSignedInAs(people.opal);
    await page.getByRole("columnheader", { name: "Partner" }).waitFor();
    expect(await page.getByRole("checkbox").count()).toBe(0);
  });
});

describe("ticks", () => {
  test("survive paging, filtering and reloading, and lead to the bulk page", async () => {
    const page = await open("/source-requests?pageSize=25");
    const [first, , third] = partner.references;
    await box(page, first).click();
    await box(page, third).click({ modifiers: ["Shift"] });
    await bar(page).getByText("3 source requests selected").waitFor();
    expect(await pageBox(page).evaluate((it: HTMLInputElement) => it.indeterminate)).toBe(true);

    await page.getByRole("link", { name: "Next page" }).click();
    await page.getByText("26–50 of 230").waitFor();
    await box(page, partner.references[25]).press("Space");
    await page.getByRole("searchbox").fill(partner.references[100] ?? "");
    await page.getByText("1–1 of 1").waitFor();
    await page.reload();
    await bar(page).getByText("4 source requests selected").waitFor();

    const arrow = bar(page).getByRole("link", { name: "Download materials for 4 source requests" });
    const chosen = [0, 1, 2, 25].map((i) => `request=${partner.references[i]}`).join("&");
    expect(await arrow.getAttribute("href")).toBe(`/materials?${chosen}`);
    await bar(page).getByRole("button", { name: "Clear" }).click();
    await bar(page).waitFor({ state: "hidden" });
  });

  test("all that match, on all pages, become one link that a colleague can open and others can't", async () => {
    const page = await open();
    await pageBox(page).click();
    await bar(page).getByText("50 source requests selected").waitFor();
    await bar(page).getByRole("button", { name: "Select all 230 that match" }).click();
    await bar(page).getByText("230 source requests selected").waitFor();
    await bar(page)
      .getByRole("button", { name: "Download materials for 230 source requests" })
      .click();
    await page.waitForURL("**/materials?selection=*");

    const statusFor = async (email: string) =>
      (await (await signedInAs(inject("baseUrl"), email)).fetch(pathOf(page))).status;
    expect(await statusFor(partner.emails[1])).toBe(200);
    expect(await statusFor(people.ada)).toBe(404);
  });

  test("when the others can't be fetched, it is said and the ticks stay", async () => {
    const page = await open();
    await pageBox(page).click();
    await page.route("**/api/source-requests?*", (route) => route.abort());
    await bar(page).getByRole("button", { name: "Select all 230 that match" }).click();
    await bar(page).getByRole("alert").waitFor();
    await bar(page).getByText("50 source requests selected").waitFor();
  });
});

test.each([
  ["light", 1440],
  ["dark", 390],
] as const)("axe finds nothing, %s at %d px, and nothing is cut off", async (theme, width) => {
  const page = await open("/source-requests?language=de&pageSize=25", {
    colorScheme: theme,
    viewport: { width, height: 844 },
  });
  await box(page, partner.references[0]).click();
  await bar(page).waitFor();
  await expectNoViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);

  await page.getByRole("button", { name: "Bucket" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Critical" }).waitFor();
  // An open menu stands at the end of the body, as Radix draws it, and holds the focus: no landmark is missed.
  await expectNoViolations(page, (axe) => axe.disableRules("region"));
});
