import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectNoViolations } from "./support/axe";
import { newPage, pageSignedInAs } from "./support/browser";
import { addPartner } from "./support/partner";
import { demoPassword, people, signedInAs } from "./support/session";

const baseUrl = inject("baseUrl");

const fill = async (page: Page, password: string) => {
  await page.getByLabel("Email").fill(people.ada);
  await page.getByLabel("Password").fill(password);
};

test("a wrong password is said in words, what was typed stays, and the right one goes on to the page", async () => {
  const page = await newPage();
  await page.goto("/source-requests?q=glass&sort=title");
  await fill(page, "not this one");
  await page.keyboard.press("Enter");
  await page.getByText("The email address or the password is not right.").waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe(people.ada);

  await page.getByLabel("Password").fill(demoPassword);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Source Requests" }).waitFor();
  expect(page.url()).toBe(`${baseUrl}/source-requests?q=glass&sort=title`);
});

test("sign-in does not lead to another site", async () => {
  const page = await newPage();
  await page.goto(`/sign-in?from=${encodeURIComponent("/.//evil.example")}`);
  await fill(page, demoPassword);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Source Requests" }).waitFor();
  expect(page.url()).toBe(`${baseUrl}/source-requests`);
});

test("when the server is away, it is said, and trying again works", async () => {
  const page = await newPage();
  await page.goto("/sign-in");
  await page.route("**/api/auth/**", (route) => route.abort());
  await fill(page, demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("The server could not be reached.").waitFor();

  await page.unroute("**/api/auth/**");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/source-requests");
});

test("the account menu signs out, and the way back asks for the password", async () => {
  const page = await pageSignedInAs(people.ada, "/help");
  await page.getByRole("button", { name: /account$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/help");
  await page.waitForURL("**/sign-in?from=%2Fhelp");
});

test("signing out everywhere ends every session of the person, and nobody else's", async () => {
  const [one, two] = (await addPartner(1)).emails;
  const [elsewhere, colleague] = [await signedInAs(baseUrl, one), await signedInAs(baseUrl, two)];
  const page = await pageSignedInAs(one, "/help");
  await page.getByRole("button", { name: /account$/ }).click();
  await page.getByRole("menuitem", { name: /^Sign out everywhere/ }).click();
  await page.waitForURL("**/sign-in");
  expect((await elsewhere.fetch("/api/source-requests")).status).toBe(401);
  expect((await colleague.fetch("/api/source-requests")).status).toBe(200);
});

test("theme and row height act at once and stand after a reload", async () => {
  const page = await pageSignedInAs(people.ada, "/help");
  const root = page.locator("html");
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Theme and row height" }).click();
    await page.getByRole("menuitemradio", { name, exact: true }).click();
  };
  await choose("Dark");
  await choose("Relaxed");
  for (const _ of ["at once", "after a reload"]) {
    expect(await root.getAttribute("data-theme")).toBe("dark");
    expect(await root.getAttribute("data-density")).toBe("relaxed");
    await page.reload();
  }
});

test.each(["light", "dark"] as const)(
  "axe finds nothing on sign-in and help, %s",
  async (theme) => {
    const page = await newPage({ colorScheme: theme });
    await page.goto("/sign-in?error=too_many_attempts&from=/help");
    await page.getByText("Too many attempts failed.").waitFor();
    await expectNoViolations(page);

    await fill(page, demoPassword);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Help" }).waitFor();
    await expectNoViolations(page);
  },
);
