// Voting by code as people do it: the clerk prints slips, a resident scans or types one, a helper votes for somebody at the
// desk. With scripts and without, and every page of it for axe.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as api from "./lib/api.mjs";
import { violations } from "./lib/axe.mjs";
import { laptop, launch, phone, shot } from "./lib/browser.mjs";
import { artefacts, open } from "./lib/house.mjs";
import { drawn } from "./lib/pictures.mjs";
import * as staff from "./lib/staff.mjs";

const slug = "street";
const base = `/staff/contests/${slug}`;

describe("a contest that votes by code", () => {
  let house, browser, clerk, codes;

  before(async () => {
    house = await open({ named: true });
    browser = await launch();
    const organiser = await api.organiser(house.url);
    await api.contest(organiser, slug, { policy: { identity: "code", votes_per_ballot: 3, counts: "always", order: "number" } });
    for (const [seed, title] of ["麦田里的风", "放风筝", "奶奶的手"].entries()) {
      const { number } = await api.submit(house.url, slug, { file: await drawn(browser, seed + 1), title });
      await api.approve(organiser, slug, number);
    }
    clerk = await (await laptop(browser, { baseURL: house.url })).newPage();
    await staff.logIn(clerk);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("the settings offer it in words", async () => {
    await clerk.goto(`${base}/edit`);
    await clerk.locator("[name='policy.identity']").first().scrollIntoViewIfNeeded();
    await shot(clerk, "code-01-settings");
  });

  test("the clerk prints a sheet of slips, once", async () => {
    await clerk.goto(base);
    await clerk.locator(`main a[href='${base}/slips']`).click();
    await shot(clerk, "code-02-slips", { fullPage: true });
    await clerk.setInputFiles("#file", { name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(roll(45)) });
    await clerk.locator("form:has(#file) button").click();
    await clerk.locator(".sl").first().waitFor();
    codes = await clerk.locator(".sl-code").allTextContents();
    assert.equal(new Set(codes).size, 45);
    await shot(clerk, "code-03-sheet");
    await clerk.pdf({ path: join(artefacts, "code-03-sheet.pdf"), preferCSSPageSize: true });
    assert.equal(await clerk.locator("[data-print]").isVisible(), true);
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`a resident votes with a code, ${javaScriptEnabled ? "with scripts" : "without JavaScript"}`, async () => {
      const own = await phone(browser, { baseURL: house.url, javaScriptEnabled });
      const page = await own.newPage();
      await page.goto(`/${slug}/2`);
      await shot(page, `code-04-entry-${javaScriptEnabled}`);
      await page.locator("form[data-vote] button[data-when=no]").click();
      await page.waitForURL(/\/voter\?/);
      await page.fill("#code", "k7m2q");
      await page.locator("main form button").click();
      await page.locator(".wrong").waitFor();
      await shot(page, `code-05-typed-badly-${javaScriptEnabled}`);
      await page.fill("#code", codes.pop().toLowerCase());
      await page.locator("main form button").click();
      await page.waitForURL((url) => url.pathname === `/${slug}/2`);
      assert.match(await page.locator("#ballot").textContent(), /还有 2 票/);
      await shot(page, `code-06-voted-${javaScriptEnabled}`);
      await page.goto(`/${slug}/3`);
      await page.locator("form[data-vote] button[data-when=no]").click();
      await page.locator("form[data-vote='3'] .said").waitFor();
      await page.getByText("还有 1 票").first().waitFor();
      assert.deepEqual(own.troubles.filter((t) => !/422/.test(t)), []);
    });
  }

  test("a scanned slip fills the box and does nothing by itself", async () => {
    const page = await (await phone(browser, { baseURL: house.url })).newPage();
    const code = codes.pop().replace(" ", "");
    await page.goto(`/${slug}/voter#${code}`);
    await page.waitForFunction(() => document.getElementById("code").value.length === 11);
    assert.equal(new URL(page.url()).hash, "");
    await shot(page, "code-07-scanned");
    assert.equal(await page.locator(".note-good").count(), 0);
    await page.locator("main form button").click();
    await page.waitForURL((url) => url.pathname === `/${slug}`);
    await page.getByText("还有 3 票").first().waitFor();
    await shot(page, "code-08-gallery");
    const one = page.locator("form[data-vote='1'] button[data-when=no]");
    await one.click();
    await page.getByText("还有 2 票").first().waitFor();
  });

  test("a helper votes at the desk for somebody present", async () => {
    await clerk.goto(`${base}/desk`);
    await clerk.keyboard.type(`${house.url}/${slug}/voter#${codes.pop().replace(" ", "")}\n`);
    await clerk.locator("#numbers").waitFor();
    await shot(clerk, "code-09-desk");
    await clerk.keyboard.type("1 3\n");
    await clerk.locator("button[value=cast]").waitFor();
    await shot(clerk, "code-10-desk-look");
    await clerk.locator("button[value=cast]").click();
    await clerk.getByText("已投 2 票").waitFor();
    await shot(clerk, "code-11-desk-next");
    await clerk.goto(`${base}/slips`);
    assert.match(await clerk.locator(".s-counts").textContent(), /1\s*人在现场投票/);
  });

  for (const [name, colorScheme, query] of [["light", "light", ""], ["dark", "dark", ""], ["care", "light", "care=1"], ["english", "light", "lang=en"], ["english, dark, care", "dark", "care=1&lang=en"]]) {
    test(`axe finds nothing, ${name}`, async () => {
      const found = [];
      const visitor = await (await phone(browser, { baseURL: house.url, colorScheme })).newPage();
      for (const path of [`/${slug}/voter?vote=1`, `/${slug}/1`, `/${slug}/rules`]) {
        await visitor.goto(`${path}${path.includes("?") ? "&" : "?"}${query}`);
        await shot(visitor, `code-20-${name.replaceAll(", ", "-")}-${path.replaceAll(/\W+/g, "-")}`);
        found.push(...(await violations(visitor)).map((v) => `${path}: ${v}`));
      }
      const context = await laptop(browser, { baseURL: house.url, colorScheme });
      const page = await context.newPage();
      await staff.logIn(page);
      for (const path of [`${base}/slips`, `${base}/desk`, `${base}/edit`]) {
        await page.goto(`${path}?${query}`);
        await shot(page, `code-21-${name.replaceAll(", ", "-")}-${path.replaceAll(/\W+/g, "-")}`, { fullPage: true });
        found.push(...(await violations(page)).map((v) => `${path}: ${v}`));
      }
      await page.goto(`${base}/slips?${query}`);
      await page.fill("#count", "3");
      await page.locator("form:has(#count) button").click();
      await page.locator(".sl").first().waitFor();
      found.push(...(await violations(page)).map((v) => `sheet: ${v}`));
      assert.deepEqual(found, []);
    });
  }
});

function roll(rows) {
  return ["门牌,户主", ...Array.from({ length: rows }, (_, i) => `和平街 ${i + 1} 号,${["张建国", "欧阳小明", "李秀英"][i % 3]}`)].join("\n");
}
