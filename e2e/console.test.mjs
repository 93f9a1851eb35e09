// What staff see and decide of doubtful votes, the sheet for the notice board, and what everybody is told of all votes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { laptop, launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";

describe("doubtful votes, the notice and the figures", () => {
  const review = `/staff/contests/${demo.current}/review`;
  const second = { login: "zhang.second", password: "two-pairs-of-eyes" };
  let house, browser;

  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
    // The demo has one organiser, and many votes need two. An earlier run may have left the account.
    const add = spawn(house.bin, ["user", "add", second.login, "--role", "organiser", "--password-stdin"], { env: { ...process.env, PLAUDIT_DATA: house.data } });
    add.stdin.end(`${second.password}\n`);
    await new Promise((resolve) => add.once("exit", resolve));
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  // inBoth holds a page as it is now against axe in light and dark.
  async function inBoth(page) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      assert.deepEqual(await violations(page), [], `${new URL(page.url()).pathname} in ${colorScheme}`);
    }
  }

  async function staff(who, path) {
    const context = await laptop(browser, { baseURL: house.url });
    await demo.logIn(context, house, who);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  async function close(...all) {
    for (const page of all) {
      assert.deepEqual(page.context().troubles, []);
      await page.context().close();
    }
  }

  test("an auditor reads what speaks against votes, and decides nothing", async () => {
    const page = await staff(demo.account(house, "auditor"), review);
    const work = page.locator("section.s-card", { hasText: "待审 · " }).first();
    assert.match(await work.locator(".r-whole svg").getAttribute("aria-label"), /共 \d+ 票/);
    const [all, doubted] = await work.locator(".r-whole polygon").evaluateAll((shapes) => shapes.map((shape) => shape.getBoundingClientRect().height));
    assert.ok(all > 20 && doubted > 5 && doubted <= all + 1, `the curve is ${all} high, what is in doubt ${doubted}`);
    await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
    assert.ok((await work.locator("article li").count()) > 3, "no signal or example is shown");
    assert.equal(await page.locator("main form").count(), 0);
    await inBoth(page);
    await shot(page, "review-auditor", { fullPage: true });
    await close(page);
  });

  test("many votes are released, and set aside again, when a second organiser agrees", async () => {
    const one = await staff(demo.account(house), review), two = await staff(second, review);
    const form = (state, to) => one.locator(`form:has([name=state][value=${state}]):has([name=to][value=${to}])`);
    const number = await form("pending", "counted").first().locator("[name=number]").inputValue();
    for (const [from, to, press, now] of [["pending", "counted", "放行", "计入"], ["counted", "pending", "改回待审", "待审"]]) {
      const move = form(from, to).and(one.locator(`form:has([name=number][value="${number}"])`)).first();
      await one.locator("details", { has: move }).last().locator("summary").click();
      await move.locator("[name=reason]").fill("与村里的老师核对过");
      await move.getByRole("button", { name: press }).click();
      await one.getByText("已提交，等另一位主办方人员确认。").waitFor();
      assert.equal(await one.locator("button[value=confirm]").count(), 0, "one person could confirm alone");
      if (to === "counted") {
        await one.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
        await inBoth(one);
        await shot(one, "review-waits", { fullPage: true });
      }
      await two.goto(review);
      await two.locator("button[value=confirm]").click();
      await two.getByText("已处理。").waitFor();
      await two.locator("section.s-card", { hasText: `${number}` }).locator("h4", { hasText: `${now} · ` }).first().waitFor();
      await one.goto(review);
    }
    await close(one, two);
  });

  test("the notice fits one sheet of paper and has the line that the page for doubters takes", async () => {
    const page = await staff(demo.account(house, "auditor"), `/staff/contests/${demo.finished}`);
    await page.locator("a[href$='/notice']").click();
    await page.waitForURL(/\/notice$/);
    await page.locator("button[data-print]:visible").waitFor();
    await inBoth(page);
    const line = (await page.locator(".n-line code").first().textContent()).trim();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator(".n-acts:visible, .s-top:visible").count(), 0, "buttons are printed");
    assert.deepEqual(await violations(page), [], "in print");
    await shot(page, "notice-print", { fullPage: true });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, "the notice is longer than a sheet");
    await page.emulateMedia({ media: "screen" });
    await page.goto(`/${demo.finished}/verify`);
    await page.fill("#line", line);
    await page.click("#line-form button");
    await page.locator("#line-said.note-good").waitFor();
    await close(page);
  });

  test("ranking, winners and the page for doubters tell the same of all votes", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    const numbers = async (where) => (await page.locator(where).innerText()).match(/\d+/g).map(Number);
    await page.goto(`/${demo.finished}/ranking`);
    const [raw, counted, void_] = await numbers(".sums > p >> nth=0");
    assert.equal(raw, counted + void_);
    await inBoth(page);
    await page.locator(".sums a").click();
    await page.waitForURL(/\/verify#sums$/);
    assert.deepEqual((await numbers("#sums + dl")).slice(0, 4), [raw, counted, 0, void_]);
    await inBoth(page);
    await page.goto(`/${demo.finished}/winners`);
    const told = await page.locator("dl.cells").innerText();
    for (const n of [raw, counted, void_]) assert.match(told, new RegExp(`(^|\\D)${n}(\\D|$)`));
    await inBoth(page);
    assert.deepEqual(context.troubles, []);
    await context.close();
  });
});
