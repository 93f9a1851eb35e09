// Every page × light, dark and care × Chinese and English has no violation that axe-core knows of.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { laptop, launch, phone } from "./lib/browser.mjs";
import { kind, pages } from "./lib/crawl.mjs";
import * as demo from "./lib/demo.mjs";

const looks = [
  { name: "light", care: false, colorScheme: "light" },
  { name: "dark", care: false, colorScheme: "dark" },
  { name: "care", care: true, colorScheme: "light" },
];

// together names each violation once, with the pages and looks that have it.
function together(found) {
  const by = new Map();
  for (const f of found) by.set(f.line, [...(by.get(f.line) ?? []), f]);
  const names = (list, what) => [...new Set(list.map((f) => f[what]))].join(", ");
  return [...by].map(([line, list]) => `${line}\n    on ${names(list, "page")}\n    in ${names(list, "look")}`).join("\n");
}

describe("accessibility", () => {
  let house, browser;
  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  // Pages that no link leads to: what is shown when something is wrong or missing.
  const unlinked = [`/${demo.current}/99999`, `/${demo.current}?q=没有这样的作品`, `/${demo.current}/status?code=WRONGCODE`];

  for (const [who, make, starts] of [
    ["the public, on a telephone", phone, ["/", `/${demo.current}`, `/${demo.current}/submit`, `/${demo.finished}`, `/${demo.finished}/winners`]],
    ["staff, on a laptop", laptop, ["/staff"]],
  ]) {
    test(`of ${who}`, async (t) => {
      const staff = make === laptop;
      const scout = await make(browser, { baseURL: house.url });
      if (staff) await demo.logIn(scout, house, demo.account(house));
      let all = await pages(await scout.newPage(), starts);
      all = staff ? ["/staff/login", ...all.filter((p) => p.startsWith("/staff"))] : [...all.filter((p) => !p.startsWith("/staff")), ...unlinked];
      const state = await scout.storageState();
      assert.ok(all.length >= 10, `only ${all.length} pages were found: ${all}`);
      const found = await check(make, state, all);
      console.log(`# axe: ${all.length} kinds of page for ${who}, ${all.length * 6} runs, ${found.length} violations`);
      assert.equal(together(found), "");
    });
  }

  // check runs two lanes, one for each language, so that both cores have something to do.
  async function check(make, storageState, paths) {
    const lanes = ["zh-CN", "en"].map(async (locale) => {
      const found = [];
      const context = await make(browser, { baseURL: house.url, locale, storageState });
      const page = await context.newPage();
      await context.addCookies([{ name: "lang", value: locale, url: house.url }]);
      for (const path of paths) {
        for (const { name, care, colorScheme } of looks) {
          await context.addCookies([{ name: "care", value: care ? "1" : "0", url: house.url }]);
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          if (name !== "dark") await page.goto(path); // dark is the light page under another preference
          for (const line of await violations(page)) found.push({ page: kind(path), line, look: `${name} ${locale}` });
        }
      }
      await context.close();
      return found;
    });
    return (await Promise.all(lanes)).flat();
  }
});
