// Counts that change while one looks: on a gallery, a work, the ranking, and a screen in a hall.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as api from "./lib/api.mjs";
import { launch, phone, shot } from "./lib/browser.mjs";
import { open } from "./lib/house.mjs";
import { drawn } from "./lib/pictures.mjs";

describe("live counts", () => {
  const slug = "live";
  let house, browser;

  before(async () => {
    house = await open({ proofBits: 0, settings: { PLAUDIT_PUBLIC_URL: "" } });
    browser = await launch();
    const staff = await api.organiser(house.url);
    await api.contest(staff, slug);
    for (let i = 1; i <= 12; i++) {
      const { number } = await api.submit(house.url, slug, { file: await drawn(browser, i), title: `作品 ${i}` });
      await api.approve(staff, slug, number);
    }
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  async function vote(...numbers) {
    const { token } = await api.person(house.url).post(`/contests/${slug}/voter`, {});
    for (const n of numbers) await api.person(house.url, token).put(`/contests/${slug}/ballot/${n}`);
  }

  async function visit(path, options) {
    const context = await phone(browser, { baseURL: house.url, ...options });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  const shows = (page, selector, text) =>
    page.waitForFunction(([s, t]) => document.querySelector(s)?.textContent.includes(t), [selector, text]);
  const order = (page) => page.$$eval("[data-ranking] > li", (rows) => rows.map((row) => Number(row.dataset.number)));
  const fine = async (page) => {
    assert.deepEqual(page.context().troubles, []);
    await page.context().close();
  };

  test("others' votes arrive on the gallery and on a work, and one's own is counted once", async () => {
    const gallery = await visit(`/${slug}`);
    const work = await visit(`/${slug}/1`);
    await vote(1, 2);
    await shows(gallery, "#w2 [data-count]", "1 票");
    await shows(work, "[data-count]", "1 票");
    await work.click("form[data-vote] button:enabled");
    await shows(work, "[data-count]", "2 票");
    await shows(gallery, "#w1 [data-count]", "2 票");
    await work.click("form[data-vote] .back");
    await shows(gallery, "#w1 [data-count]", "1 票");
    await shows(work, "[data-count]", "1 票");
    await fine(gallery);
    await fine(work);
  });

  test("the ranking keeps its order, and a screen lets in who was not on it", async () => {
    const ranking = await visit(`/${slug}/ranking`);
    const screen = await visit(`/${slug}/ranking?screen=1`, { viewport: { width: 1920, height: 1080 }, isMobile: false });
    assert.equal((await order(screen)).length, 10);
    assert.ok(!(await order(screen)).includes(12));
    for (let i = 0; i < 5; i++) await vote(12, 11, 5);
    await vote(12);
    for (const page of [ranking, screen]) {
      await page.waitForFunction(() => document.querySelector("[data-ranking] > li")?.dataset.number === "12");
      await shows(page, "[data-ranking] > li .votes", "6 票");
      await page.waitForFunction(() => {
        const rows = [...document.querySelectorAll("[data-ranking] > li")];
        return rows[1].dataset.number === "5" && rows[2].dataset.number === "11" && rows[2].querySelector(".rank").textContent.includes("2");
      });
    }
    assert.equal((await order(screen)).length, 10);
    assert.ok(await screen.locator("[data-ranking] > li:nth-child(3) [data-tied]").isVisible());
    await shows(screen, "[data-total]", "18 票");
    await shot(screen, "screen-1920");
    await fine(ranking);
    await fine(screen);
  });

  test("a screen fits its projector", async () => {
    for (const [width, height] of [[1920, 1080], [1280, 720], [1024, 768]]) {
      const screen = await visit(`/${slug}/ranking?screen=1&lang=en`, { viewport: { width, height }, isMobile: false, reducedMotion: "reduce" });
      await shows(screen, "[data-until]", ":");
      const over = await screen.evaluate(() => {
        const out = [...document.querySelectorAll("main *")].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.width > 1 && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1);
        });
        return out.map((e) => e.outerHTML.slice(0, 80));
      });
      assert.deepEqual(over, [], `at ${width} × ${height}`);
      await shot(screen, `screen-${width}`);
      await fine(screen);
    }
  });

  test("a hidden page hears nothing, and catches up when it is seen again", async () => {
    const page = await visit(`/${slug}/3`);
    await page.waitForFunction(() => document.documentElement.dataset.counts === "live");
    const hide = (hidden) => page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
    await hide(true);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.counts), undefined);
    const before = await page.textContent("[data-count]");
    await vote(3);
    assert.equal(await page.textContent("[data-count]"), before);
    await hide(false);
    await shows(page, "[data-count]", "1 票");
    await fine(page);
  });

  test("where there are no streams, the page asks now and then", async () => {
    const context = await phone(browser, { baseURL: house.url });
    await context.addInitScript(() => delete window.EventSource);
    const page = await context.newPage();
    await vote(4);
    await page.goto(`/${slug}/4`);
    const asked = await page.waitForResponse((answer) => answer.url().includes("/live?entries=4"));
    assert.equal((await asked.json()).votes[4], 1);
    await fine(page);
  });

  test("without a script there are the counts of the moment", async () => {
    const page = await visit(`/${slug}/ranking?screen=1`, { javaScriptEnabled: false });
    assert.match(await page.textContent("[data-ranking] > li .votes"), /6 票/);
    assert.equal(await page.getAttribute("meta[http-equiv=refresh]", "content"), "15");
    await page.context().close();
  });

  test("nothing is told where counts are not public", async () => {
    const staff = await api.organiser(house.url);
    await api.contest(staff, "secret", { policy: { votes_per_ballot: 3, counts: "after_close" } });
    for (const path of ["/secret", "/secret/ranking", "/secret/ranking?screen=1"]) {
      const page = await visit(path);
      assert.equal(await page.locator("[data-live]").count(), 0, path);
      if (path.includes("screen")) await shot(page, "screen-hidden");
      await fine(page);
    }
  });
});
