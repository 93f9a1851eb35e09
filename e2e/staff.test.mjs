// Staff from the very beginning: the first link of an empty server, an invited moderator at the keyboard, and what each may not do.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as api from "./lib/api.mjs";
import { laptop, launch, phone, shot } from "./lib/browser.mjs";
import { open } from "./lib/house.mjs";
import { drawn } from "./lib/pictures.mjs";

describe("staff, from an empty server on", () => {
  const slug = "keys";
  const boss = { login: "wang.operator", password: "three-bowls-of-noodles" };
  const moderator = { login: "li.moderator", password: "a-basket-of-fresh-garlic" };
  let house, browser, operator, guest;
  const codes = [];

  before(async () => {
    house = await open({ settings: { PLAUDIT_ORGANISER_LOGIN: undefined, PLAUDIT_ORGANISER_PASSWORD: undefined } });
    browser = await launch();
    operator = await (await laptop(browser, { baseURL: house.url })).newPage();
    guest = await (await laptop(browser, { baseURL: house.url })).newPage();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  async function takeLink(page, link, { login, password }) {
    await page.goto(new URL(link).pathname);
    await page.fill("[name=login]", login);
    await page.fill("[name=password]", password);
    await page.fill("[name=again]", password);
    await page.locator("main form button").click();
    await page.waitForURL((url) => !url.pathname.startsWith("/staff/welcome"));
  }

  test("the link that an empty server prints makes the first account, once", async () => {
    const link = house.said().match(/https?:\/\/\S+\/staff\/welcome\/\S+/)?.[0];
    assert.ok(link, house.said());
    await operator.goto(new URL(link).pathname);
    await shot(operator, "staff-first-link");
    await takeLink(operator, link, boss);
    assert.ok((await guest.goto(new URL(link).pathname)).status() >= 400, "the link works twice");
  });

  test("a password that is easily guessed is refused, with a sentence, and the login is kept", async () => {
    await operator.goto("/staff/people");
    await operator.selectOption("#role", "moderator");
    await operator.locator("form[action$='/invite'] button").click();
    const link = await operator.inputValue("#link");
    await shot(operator, "staff-invite");
    await guest.goto(new URL(link, house.url).pathname);
    await guest.fill("[name=login]", moderator.login);
    await guest.fill("[name=password]", "aaaaaaaaaaaaaa");
    await guest.fill("[name=again]", "aaaaaaaaaaaaaa");
    await guest.locator("main form button").click();
    await guest.locator("#password-wrong").waitFor();
    assert.equal(await guest.inputValue("[name=login]"), moderator.login);
    await takeLink(guest, new URL(link, house.url).href, moderator);
  });

  test("the moderator goes through the queue by keys alone", async () => {
    const staff = await api.organiser(house.url, boss);
    await api.contest(staff, slug);
    for (const n of [1, 2, 3]) codes.push((await api.submit(house.url, slug, { file: await drawn(browser, n), title: `作品${n}` })).code);
    await guest.goto(`/staff/contests/${slug}/moderation`);
    const at = (n) => guest.locator(`#e${n}:not([hidden])`).waitFor();
    await at(1);
    await guest.keyboard.press("a");
    await at(2);
    // The answer takes its time, as in a village: Z must still mean the latest decision.
    await guest.route(`**/moderation/2`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await guest.keyboard.press("r");
    await guest.keyboard.press("2");
    await shot(guest, "staff-reject-reason");
    await guest.keyboard.press("Enter");
    await at(3);
    await guest.keyboard.press("z");
    await at(2);
    await state(codes[1], "pending");
    await guest.keyboard.press("r");
    await guest.keyboard.press("2");
    await guest.keyboard.press("Enter");
    await state(codes[1], "rejected");
    await state(codes[0], "approved");
    await state(codes[2], "pending");
  });

  // state waits until an entry has a state: keys are answered before the server has.
  async function state(code, wanted) {
    for (let tries = 0; ; tries++) {
      const found = (await api.person(house.url).get(`/contests/${slug}/status/${code}`)).state;
      if (found === wanted) return;
      assert.ok(tries < 100, `entry ${code} is ${found}, not ${wanted}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test("the author of a rejected work reads why, in plain words", async () => {
    const author = await (await phone(browser, { baseURL: house.url })).newPage();
    await author.goto(`/${slug}/status/${codes[1]}`);
    await author.getByText("图片不清楚").first().waitFor();
    await shot(author, "staff-author-reads-why");
  });

  test("a moderator may not see awards, people or the settings, and nobody may without logging in", async () => {
    const stranger = await (await laptop(browser, { baseURL: house.url })).newPage();
    for (const path of [`/staff/contests/${slug}/awards`, `/staff/contests/${slug}/edit`, "/staff/people"]) {
      assert.equal((await guest.goto(path)).status(), 403, path);
      await stranger.goto(path);
      assert.match(stranger.url(), /\/staff\/login\?next=/, path);
    }
  });

  test("whoever logs out is out, also by the back button", async () => {
    await guest.goto("/staff");
    await guest.locator("form[action='/staff/logout'] button").click();
    await guest.waitForURL(/\/staff\/login/); // going back in the middle of the answer confuses the browser's driver
    await guest.goBack();
    await guest.reload();
    assert.match(guest.url(), /\/staff\/login/);
  });
});
