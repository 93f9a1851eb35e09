// A doubter's way: the receipt of one's own vote, a receipt in a finished contest's log checked by the browser itself, and the
// page that checks a downloaded log without any server.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";
import { artefacts } from "./lib/house.mjs";

describe("receipts and the log of votes", () => {
  let house, browser;
  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("a vote's receipt is shown, waits for the log, and does not say what was voted for", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    await page.goto(`/${demo.current}`);
    await page.locator("form[data-vote] button[data-when=no]:enabled").first().click();
    await page.waitForSelector("form[data-vote][data-voted=true]:not([aria-busy])");
    await page.goto(`/${demo.current}/verify`);
    const code = await page.locator(".receipts code").first().textContent();
    await page.fill("#code", ` ${code.toLowerCase().replaceAll("-", " ")} `);
    await page.click("form button");
    assert.match(await page.locator("#found .said-box").innerText(), /还没有记入日志/);
    await page.fill("#code", code.replace(/.$/, (c) => (c === "0" ? "1" : "0")));
    await page.click("form button");
    assert.equal(await page.locator("#code-wrong").count(), 1, "a slip of the finger is not told");
    assert.deepEqual(context.troubles.filter((t) => !/422/.test(t)), []);
    await context.close();
  });

  test("the browser checks the log of the finished contest, twice, and the page to download checks all of it", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    const tile = await context.request.get(`/api/v1/contests/${demo.finished}/log/tile/entries/000`);
    const leaves = (await tile.body()).toString("latin1").match(/vote-v1 \S{43} \S{43}/g);
    await page.goto(`/${demo.finished}/verify`);
    const script = await page.evaluate(() => [...document.scripts].find((s) => s.src.includes("verify")).src);
    const ledger = new URL((await (await context.request.get(script)).text()).match(/\.\/(ledger[^"'`]*)/)[1], script).href;
    const codes = await page.evaluate(async ([address, lines]) => {
      const { codeOfLeaf } = await import(address);
      return lines.map(codeOfLeaf);
    }, [ledger, leaves.slice(0, 2)]);
    for (const [i, code] of codes.entries()) {
      await page.goto(`/${demo.finished}/verify?code=${code}`);
      await page.waitForFunction(() => document.querySelectorAll(".checks li").length === 4);
      assert.equal(await page.locator(".checks .wrong").count(), 0);
      assert.match(await page.locator(".checks").innerText(), i === 0 ? /已记住/ : /只增不改/);
    }
    await shot(page, "verify-logged", { fullPage: true });
    const log = await (await context.request.get(`/api/v1/contests/${demo.finished}/export/log.zip`)).body();
    const [offline, good, bad] = ["verify-offline.html", "verify-log.zip", "verify-bad.zip"].map((name) => join(artefacts, name));
    await writeFile(offline, await (await context.request.get(`/${demo.finished}/verify/offline`)).body());
    await writeFile(good, log);
    log[5000] ^= 1;
    await writeFile(bad, log);
    const alone = await browser.newPage();
    await alone.goto(`file://${offline}`);
    await alone.fill("#code", codes[1].toLowerCase());
    for (const [file, want] of [[good, /日志完好[\s\S]*凭证在日志中/], [bad, /有问题/]]) {
      await alone.setInputFiles("#file", file);
      await alone.click("#check");
      await alone.waitForFunction(() => /日志完好|有问题/.test(document.getElementById("said").textContent));
      assert.match(await alone.locator("#said").innerText(), want);
    }
    await alone.close();
    assert.deepEqual(context.troubles, []);
    await context.close();
  });
});
