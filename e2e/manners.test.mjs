// What happens when things go wrong or people change their mind: nothing is lost, and a sentence says what to do.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import * as api from "./lib/api.mjs";
import { launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";
import { open } from "./lib/house.mjs";
import { drawn, samplesFolder } from "./lib/pictures.mjs";

const run = promisify(execFile);

describe("good manners", () => {
  const slug = "manners";
  let house, browser, picture, first;

  before(async () => {
    house = await open();
    browser = await launch();
    picture = await drawn(browser, 1);
    const staff = await api.organiser(house.url);
    await api.contest(staff, slug);
    first = await api.submit(house.url, slug, { file: picture });
    await api.approve(staff, slug, first.number);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  async function visit(path, options) {
    const context = await phone(browser, { baseURL: house.url, ...options });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  test("a file that is no picture is refused with a sentence, and another can be chosen", async () => {
    const page = await visit(`/${slug}/submit`);
    const poem = join(house.dir, "poem.jpg");
    await writeFile(poem, "This is a poem and no picture.\n".repeat(100));
    await page.setInputFiles("#file", poem);
    await page.locator("#file-wrong:not([hidden])").waitFor();
    assert.notEqual((await page.locator("#file-wrong").textContent()).trim(), "");
    await shot(page, "manners-refused-file");
    await page.setInputFiles("#file", picture);
    await page.waitForFunction(() => document.querySelector("[name=draft]").value !== "");
    assert.ok(await page.locator("#file-wrong").isHidden());
    await page.context().close();
  });

  test("a form sent back has all that was typed, and the picture is kept", async () => {
    const page = await visit(`/${slug}/submit`, { javaScriptEnabled: false });
    const typed = { title: "院子里的石榴", entrant_name: "李大爷", phone: "12", statement: "今年结得多。" };
    await page.setInputFiles("#file", picture);
    for (const [name, value] of Object.entries(typed)) await page.fill(`#${name}`, value);
    await page.check("[name=category][value=photo]");
    await page.check("[name=consent]");
    await page.click("#send");
    await page.locator("#problem").waitFor();
    for (const [name, value] of Object.entries(typed)) assert.equal(await page.inputValue(`#${name}`), value, name);
    assert.ok(await page.isChecked("[name=category][value=photo]"));
    assert.notEqual(await page.inputValue("[name=draft]"), "", "the picture is not kept");
    await shot(page, "manners-form-sent-back", { fullPage: true });
    await page.fill("#phone", "13900001234");
    if (!(await page.isChecked("[name=consent]"))) await page.check("[name=consent]");
    await page.click("#send");
    await page.waitForURL(/\/status\//);
    await page.context().close();
  });

  test("Back leads to the step before, a reload keeps the form, and a wrong number is noticed at its step", async () => {
    const page = await visit(`/${slug}/submit`);
    const step = (n) => page.locator(`[data-step='${n}']:not([hidden])`).waitFor();
    const next = (n) => page.locator(`[data-step='${n}'] [data-next]`).click();
    await page.setInputFiles("#file", picture);
    await page.waitForFunction(() => document.querySelector("[name=draft]").value !== "");
    await next(1);
    await page.fill("#title", "灯会");
    await page.check("[name=category][value=photo]");
    await page.fill("#entrant_name", "王秀兰");
    await page.fill("#phone", "123");
    await next(2);
    await step(2);
    assert.notEqual(await page.locator("#phone").evaluate((field) => field.validationMessage), "");
    await page.fill("#phone", "13800005678");
    await next(2);
    await step(3);
    await page.goBack();
    await step(2);
    await page.goForward();
    await step(3);
    await page.locator("[data-step='3'] [data-prev]").click();
    await step(2);
    await page.reload();
    await next(1);
    await next(2);
    await step(3);
    assert.match(await page.locator("[data-preview]").innerText(), /灯会/);
    assert.ok(await page.locator("[data-preview] img").isHidden());
    await page.context().close();
  });

  test("a vote that does not get through is taken back on the page, with a sentence", async () => {
    const page = await visit(`/${slug}/${first.number}`);
    await page.context().setOffline(true);
    const form = page.locator("form.vote");
    await form.locator("[data-when=no]").click();
    await page.locator("#toast:not([hidden])").waitFor();
    assert.equal(await form.getAttribute("data-voted"), "false");
    await shot(page, "manners-offline");
    await page.context().setOffline(false);
    await form.locator("[data-when=no]").click();
    await page.getByText("您还有 2 票").first().waitFor();
    await page.context().close();
  });

  test("a vote can be taken back and given again, and a second window knows", async () => {
    const page = await visit(`/${slug}/${first.number}`);
    const form = page.locator("form.vote");
    await form.locator("[data-when=no]").click();
    await page.getByText("您还有 2 票").first().waitFor();
    const other = await page.context().newPage();
    await other.goto(`/${slug}`);
    assert.equal(await other.locator(`#w${first.number} form.vote`).getAttribute("data-voted"), "true");
    await form.locator(".back").click();
    await page.getByText("您还有 3 票").first().waitFor();
    await form.locator("[data-when=no]").click();
    await page.getByText("您还有 2 票").first().waitFor();
    await page.context().close();
  });

  test("a double tap is one vote", async () => {
    const page = await visit(`/${slug}/${first.number}`);
    await page.locator("form.vote [data-when=no]").dblclick();
    await page.getByText("您还有 2 票").first().waitFor();
    const { votes } = await (await page.context().request.get(`/api/v1/contests/${slug}/ballot`)).json();
    assert.deepEqual(votes, [first.number]);
    await page.context().close();
  });

  test("what the public gets of a photograph has no place, camera or time in it", async (t) => {
    const folder = samplesFolder();
    if (!folder) return t.skip("there is no folder of samples: set PLAUDIT_SAMPLES to one");
    const exif = async (file) => JSON.parse((await run("exiftool", ["-j", "-G", file])).stdout)[0];
    const telling = (tags) => Object.keys(tags).filter((tag) => /^(EXIF|XMP|MakerNotes|IPTC|MPF|ICC_Profile|Photoshop):/.test(tag));
    const original = join(folder, "ultrahdr-gps.jpg");
    try {
      assert.ok(telling(await exif(original)).some((tag) => tag.includes("GPS")), "the sample has no place in it");
    } catch (error) {
      if (error.code === "ENOENT") return t.skip("exiftool is not here (apt install libimage-exiftool-perl)");
      throw error;
    }
    const staff = await api.organiser(house.url);
    const sent = await api.submit(house.url, slug, { file: original, title: "塞纳河" });
    await api.approve(staff, slug, sent.number);
    const { renditions } = await api.person(house.url).get(`/contests/${slug}/entries/${sent.number}`);
    assert.ok(renditions.length > 0);
    for (const { name, url } of renditions) {
      const file = join(house.dir, `${name}.jpg`);
      await writeFile(file, Buffer.from(await (await fetch(new URL(url, house.url))).arrayBuffer()));
      assert.deepEqual(telling(await exif(file)), [], name);
    }
  });

  test("who withdraws with the last four digits is gone from every page, and the picture with them", async () => {
    const staff = await api.organiser(house.url);
    const own = await api.submit(house.url, slug, { file: picture, title: "后悔的照片" });
    await api.approve(staff, slug, own.number);
    const shown = await api.person(house.url).get(`/contests/${slug}/entries/${own.number}`);
    const page = await visit(`/${slug}/status/${own.code}`);
    await page.locator("details.withdraw summary").click();
    await page.fill("#tail", "0000");
    await page.locator("details.withdraw form button").click();
    await page.locator("#tail-wrong").waitFor();
    await page.fill("#tail", "5678");
    await page.locator("details.withdraw form button").click();
    await page.getByText("已撤回").first().waitFor();
    await shot(page, "manners-withdrawn");
    assert.equal((await page.goto(`/${slug}/${own.number}`)).status(), 404);
    assert.equal((await fetch(new URL(shown.renditions[0].url, house.url))).status, 404);
    await page.goto(`/${slug}`);
    assert.equal(await page.getByText("后悔的照片").count(), 0);
    await page.context().close();
  });
});

describe("finding one's way", () => {
  let house, browser;
  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`more works, ${javaScriptEnabled ? "in place" : "as a link without JavaScript"}, and none twice`, async () => {
      const context = await phone(browser, { baseURL: house.url, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(`/${demo.current}`);
      const numbers = () => page.$$eval("#tiles > .tile", (tiles) => tiles.map((t) => t.id));
      const before = await numbers();
      await page.locator("#more").click();
      await page.waitForFunction((last) => document.querySelector("#tiles > .tile:last-child").id !== last, before.at(-1));
      await page.waitForLoadState(); // without JavaScript it is another page, of which the first tiles come before the last
      const now = await numbers();
      const all = javaScriptEnabled ? now : [...before, ...now];
      assert.equal(all.length, 40);
      assert.equal(new Set(all).size, 40);
      await page.goto(`/${demo.current}`);
      assert.deepEqual(await numbers(), before, "the order is not the same for the same visitor");
      await context.close();
    });
  }

  test("a bare number goes straight to the work, words find titles, and nothing found says so", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    const search = async (words) => {
      await page.goto(`/${demo.current}`);
      await page.fill("#q", words);
      await page.press("#q", "Enter");
    };
    await page.goto(`/${demo.current}/1`);
    const title = (await page.locator("h1").textContent()).trim();
    await search("001");
    await page.waitForURL(`**/${demo.current}/1`);
    await search(title.slice(0, 2));
    await page.locator("#tiles .tile-name", { hasText: title }).first().waitFor();
    await search("没有这样的作品");
    await page.locator(".empty").waitFor();
    await context.close();
  });

  test("language, large type and colours are kept from page to page", async () => {
    const context = await phone(browser, { baseURL: house.url, colorScheme: "light" });
    const page = await context.newPage();
    const root = (name) => page.evaluate((n) => document.documentElement.getAttribute(n), name);
    await page.goto(`/${demo.current}`);
    await page.locator("[data-switch=care]").click();
    await page.waitForFunction(() => document.documentElement.dataset.weuiMode === "care");
    await page.locator(".theme-to-dark").click();
    await page.locator("a[hreflang=en]").click();
    await page.waitForFunction(() => document.documentElement.lang === "en");
    await page.goto(`/${demo.current}/rules`);
    assert.deepEqual([await root("lang"), await root("data-weui-mode"), await root("data-weui-theme")], ["en", "care", "dark"]);
    await shot(page, "manners-en-care-dark");
    await context.close();
  });
});
