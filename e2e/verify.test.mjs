// A doubter's way: the receipt of one's own vote, a receipt in a finished contest's log checked by the browser itself, the line
// of a notice board, and the page that checks a downloaded log without any server.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { violations } from "./lib/axe.mjs";
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
    const line = await lineOf(page);
    for (const [typed, want] of [[line, /日志完好[\s\S]*一致。当时的/], [line.replace(/ \S+$/, ` ${"A".repeat(43)}=`), /^不一致/], ["公告栏", /^这不是公告上的那一行/]]) {
      await alone.setInputFiles("#file", good);
      await alone.fill("#older", typed);
      await alone.evaluate(() => (document.getElementById("said").textContent = ""));
      await alone.click("#check");
      await alone.waitForFunction(() => /日志完好|不/.test(document.getElementById("said").textContent));
      assert.match(await alone.locator("#said").innerText(), want);
    }
    await alone.close();
    assert.deepEqual(context.troubles, []);
    await context.close();
  });

  // lineOf is the line that the winners page shows.
  async function lineOf(page) {
    await page.goto(`/${demo.finished}/winners`);
    return (await page.locator(".line code").textContent()).trim();
  }

  test("the browser holds the log against the line of a notice board, as people copy it", async () => {
    for (const [locale, colorScheme, yes, no, none] of [
      ["zh-CN", "light", /^一致。/, /^不一致。/, /^这不是公告上的那一行/],
      ["en", "dark", /^It agrees\./, /^It does not agree/, /^This is not such a line/],
    ]) {
      const context = await phone(browser, { baseURL: house.url, locale, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      const line = await lineOf(page), [name, size, hash] = line.split(" ");
      await page.goto(`/${demo.finished}/verify`);
      for (const [typed, want] of [
        [line, yes],
        [`${name}\n${size}\n${hash.slice(0, 20).toLowerCase()}  ${hash.slice(20)}`, yes],
        [`${name} ${size} ${hash.replace(/^../, (two) => (two === "xx" ? "yy" : "xx"))}`, no],
        [`${name} ${Number(size) + 1} ${hash}`, no],
        [`${name} ${hash}`, none],
      ]) {
        await page.fill("#line", typed);
        await page.click("#line-form button");
        await page.waitForFunction(() => /note-(good|bad|warn)/.test(document.getElementById("line-said").className));
        assert.match(await page.locator("#line-said").innerText(), want);
        if (typed === line || want === none) assert.deepEqual(await violations(page), []);
      }
      await shot(page, `verify-line-${locale}`, { fullPage: true });
      assert.deepEqual(context.troubles, []);
      await context.close();
    }
    const context = await phone(browser, { baseURL: house.url, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`/${demo.finished}/verify`);
    assert.equal(await page.locator("#line-form:visible").count(), 0, "a form that does nothing is shown without JavaScript");
    assert.equal(await page.locator("#line-none:visible").count(), 1, "nobody is told why");
    await context.close();
  });
});
