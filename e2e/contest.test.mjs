// A whole contest as people live it: the clerk makes it, a resident submits from a telephone, the clerk lets the work in,
// a neighbour votes, the clerk closes and announces, everybody sees the winner. Once with scripts, once without any.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { settled } from "./lib/api.mjs";
import { laptop, launch, phone, shot } from "./lib/browser.mjs";
import { open } from "./lib/house.mjs";
import { realPhoto } from "./lib/pictures.mjs";
import * as staff from "./lib/staff.mjs";

const run = promisify(execFile);
const title = "麦田里的风";

for (const [name, slug, javaScriptEnabled] of [["with scripts", "spring", true], ["without JavaScript", "plain", false]]) {
  describe(`a contest ${name}`, () => {
    const take = (page, what) => shot(page, `${slug}-${what}`);
    let house, browser, desk, clerk, resident, neighbour, entry;

    before(async () => {
      house = await open();
      browser = await launch();
      desk = await laptop(browser, { baseURL: house.url, javaScriptEnabled });
      clerk = await desk.newPage();
      resident = await (await phone(browser, { baseURL: house.url, javaScriptEnabled })).newPage();
      neighbour = await (await phone(browser, { baseURL: house.url, javaScriptEnabled })).newPage();
    });
    after(async () => {
      await browser?.close();
      await house?.close();
    });

    test("the organiser logs in and makes a contest", async () => {
      await staff.logIn(clerk);
      await take(clerk, "01-staff");
      await staff.makeContest(clerk, slug, (what) => take(clerk, what));
      await take(clerk, "02-overview");
      await resident.goto("/");
      await resident.getByText("蒜乡的春天").first().waitFor();
      await take(resident, "03-home");
    });

    test("a resident submits a picture from a telephone in three steps", async () => {
      await resident.goto(`/${slug}`);
      await resident.locator("a.bar-main").click();
      await resident.setInputFiles("#file", await realPhoto(browser));
      if (javaScriptEnabled) await resident.waitForFunction(() => document.querySelector("[name=draft]").value !== "");
      await take(resident, "04-submit-picture");
      if (javaScriptEnabled) await resident.locator("[data-step='1'] [data-next]").click();
      await resident.fill("#title", title);
      await resident.check("[name=category][value=photo]");
      const medium = resident.locator("[name=medium][value=photo]");
      if (await medium.count()) await medium.check();
      await resident.fill("#entrant_name", "王秀兰");
      await resident.fill("#phone", "13800005678");
      await take(resident, "05-submit-details");
      if (javaScriptEnabled) await resident.locator("[data-step='2'] [data-next]").click();
      await resident.check("[name=consent]");
      await take(resident, "06-submit-consent");
      await resident.click("#send");
      await resident.waitForURL(/\/status\//);
      entry = {
        code: (await resident.locator(".code").first().textContent()).trim().replaceAll(/[^0-9A-Z]/gi, ""),
        number: Number((await resident.locator("strong.num").first().textContent()).trim()),
      };
      await take(resident, "07-submitted");
      assert.match(entry.code, /^[0-9A-Z]{8}$/i);
      assert.equal(entry.number, 1);
    });

    test("nothing of it is public before a moderator has seen it", async () => {
      assert.equal(await settled(house.url, slug, entry.code), "pending");
      assert.equal((await neighbour.goto(`/${slug}/${entry.number}`)).status(), 404);
      await neighbour.goto(`/${slug}`);
      assert.equal(await neighbour.locator(".tile").count(), 0);
      await take(neighbour, "08-gallery-empty");
    });

    test("the moderator lets it in", async () => {
      await staff.approve(clerk, slug, entry.number, (what) => take(clerk, what), javaScriptEnabled);
      await resident.goto(`/${slug}/status/${entry.code}`);
      await resident.getByText("审核通过").first().waitFor();
      await take(resident, "10-status-approved");
    });

    test("a neighbour finds it and votes with one touch", async () => {
      await neighbour.goto(`/${slug}`);
      const picture = neighbour.locator(".tile img").first();
      await neighbour.waitForFunction((img) => img.complete && img.naturalWidth > 0, await picture.elementHandle());
      await take(neighbour, "11-gallery");
      const vote = neighbour.locator(`#w${entry.number} form.vote`);
      // Without scripts a form stands in for the proof of work, and it must have been looked at for a moment.
      if (!javaScriptEnabled) await neighbour.waitForTimeout(3500);
      await vote.locator("[data-when=no]").click();
      await neighbour.locator(`form.vote[data-vote="${entry.number}"] .said:visible`).first().waitFor();
      if (javaScriptEnabled) await neighbour.waitForFunction(() => document.getElementById("live").textContent !== "");
      await neighbour.getByText("您还有 2 票").first().waitFor();
      await take(neighbour, "12-voted");
    });

    test("the vote is still there after a reload, and on the work's own page", async () => {
      await neighbour.goto(`/${slug}/${entry.number}`);
      assert.equal(await neighbour.locator("form.vote").getAttribute("data-voted"), "true");
      await neighbour.locator(".count", { hasText: "1" }).waitFor();
      await take(neighbour, "13-entry-voted");
      await neighbour.goto(`/${slug}/ranking`);
      await neighbour.getByText(title).first().waitFor();
      await take(neighbour, "14-ranking");
    });

    test("the organiser closes the round with a reason and announces", async () => {
      await staff.closeVoting(clerk, slug, (what) => take(clerk, what));
      await staff.announce(clerk, slug, entry.number, (what) => take(clerk, what));
    });

    test("everybody sees the winner, and its author the prize", async () => {
      await neighbour.goto(`/${slug}/winners`);
      await neighbour.getByText("一等奖").first().waitFor();
      await neighbour.getByText(title).first().waitFor();
      await take(neighbour, "18-winners", { fullPage: true });
      await resident.goto(`/${slug}/status/${entry.code}`);
      await resident.getByText("一等奖").first().waitFor();
      await take(resident, "19-status-won");
    });

    test("the recount agrees, and nothing went wrong unseen", async () => {
      await run(house.bin, ["tally", slug], { env: { PATH: process.env.PATH, PLAUDIT_DATA: join(house.dir, "data") } });
      for (const context of browser.contexts()) {
        assert.deepEqual(context.troubles.filter((t) => !t.includes("404")), []);
      }
    });
  });
}
