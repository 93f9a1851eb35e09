// The proof of work before the first vote: on plain HTTP, where browsers have no crypto.subtle, in a worker beside a page
// that stays alive; and how long it takes at a telephone's speed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium, devices } from "playwright-core";
import * as api from "./lib/api.mjs";
import { open } from "./lib/house.mjs";
import { drawn } from "./lib/pictures.mjs";

const slug = "proof";

describe("the proof of work", () => {
  let house, browser, port;

  before(async () => {
    house = await open({ proofBits: 16 });
    port = new URL(house.url).port;
    browser = await chromium.launch({
      executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP office.test 127.0.0.1"],
    });
    const organiser = await api.organiser(house.url);
    await api.contest(organiser, slug);
    const { number } = await api.submit(house.url, slug, { file: await drawn(browser, 1) });
    await api.approve(organiser, slug, number);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("a telephone on plain HTTP votes, and its page answers meanwhile", async () => {
    const page = await (await browser.newContext({ ...devices["iPhone 13"], locale: "zh-CN" })).newPage();
    await page.goto(`http://office.test:${port}/${slug}/1`);
    assert.equal(await page.evaluate(() => isSecureContext || crypto.subtle !== undefined), false);
    await page.evaluate(() => {
      window.longest = 0;
      let last = performance.now();
      const beat = () => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        setTimeout(beat, 0);
      };
      beat();
    });
    await page.locator("form[data-vote] button[data-when=no]").click();
    await page.getByText("还有 2 票").first().waitFor();
    console.log(`# while the puzzle was solved the page was silent for ${Math.round(await page.evaluate(() => longest))} ms at most`);
  });

  // The browser slows the page itself down and no worker: the script runs in the page here.
  for (const rate of [4, 6]) {
    test(`what it takes at a processor slowed ${rate} times`, async () => {
      const page = await browser.newPage();
      await page.goto(`${house.url}/${slug}/1`);
      const proof = await page.evaluate(() => [...document.scripts].map((s) => s.src).find((s) => /vote\./.test(s)));
      const source = await script(house.url, proof, "pow");
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate });
      const times = await page.evaluate(solveMany, { source, runs: 20, bits: 16 });
      const half = times[times.length >> 1], most = times.at(-3);
      console.log(`# proof of work, 16 bits, ${rate} × slower: median ${Math.round(half)} ms, nine in ten within ${Math.round(most)} ms`);
      assert.equal(times.length, 20);
    });
  }
});

// script follows the names in a script to another one.
async function script(url, address, wanted) {
  const text = await (await fetch(address)).text();
  for (const [, name] of text.matchAll(/["'`]\.\/([a-z-]+\.[0-9a-f]+\.js)["'`]/g)) {
    const next = new URL(`/static/js/${name}`, url).href;
    if (name.startsWith(`${wanted}.`)) return (await fetch(next)).text();
    const found = await script(url, next, wanted);
    if (found) return found;
  }
}

async function solveMany({ source, runs, bits }) {
  const self = {};
  // By the nonce that the page's own style carries: its policy forbids eval.
  const element = document.createElement("script");
  element.nonce = document.querySelector("style[nonce], script[nonce]")?.nonce ?? "";
  window.pow = self;
  element.textContent = `(function (self) { ${source} })(window.pow)`;
  document.head.append(element);
  const times = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    await new Promise((done) => {
      self.postMessage = done;
      self.onmessage({ data: { text: `a challenge of the usual length, fifty-five letters ${i}`, bits } });
    });
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}
