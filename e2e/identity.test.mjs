// Voting by telephone and inside WeChat in a real browser, against stand-ins of a gateway and of WeChat.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import * as api from "./lib/api.mjs";
import { violations } from "./lib/axe.mjs";
import { launch, phone, shot } from "./lib/browser.mjs";
import { open } from "./lib/house.mjs";
import { drawn } from "./lib/pictures.mjs";

const inWeChat = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/4G Language/zh_CN";

describe("a contest that asks who votes", () => {
  let house, browser, stand, sent, asked, reply;

  before(async () => {
    sent = new Map();
    asked = 0;
    stand = createServer((request, response) => {
      const url = new URL(request.url, "http://stand");
      const q = url.searchParams;
      switch (url.pathname) {
        case "/sms":
          sent.set(q.get("to"), q.get("code"));
          return response.end("OK");
        case "/connect/oauth2/authorize":
          asked++;
          return response.writeHead(302, { Location: `${q.get("redirect_uri")}&code=c${asked}&state=${q.get("state")}` }).end();
        case "/sns/oauth2/access_token":
          return response.end(reply ?? JSON.stringify({ openid: "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" }));
      }
      response.writeHead(404).end();
    });
    await new Promise((resolve) => stand.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${stand.address().port}`;
    house = await open({
      named: true,
      settings: {
        PLAUDIT_SMS_URL: `${at}/sms?to={phone}&code={code}`, PLAUDIT_SMS_METHOD: "GET",
        PLAUDIT_WECHAT_APP_ID: "wxapp", PLAUDIT_WECHAT_SECRET: "secret", PLAUDIT_WECHAT_URL: at,
      },
    });
    browser = await launch();
    const organiser = await api.organiser(house.url);
    for (const identity of ["phone", "wechat"]) {
      await api.contest(organiser, `by-${identity}`, { policy: { identity, votes_per_ballot: 3, counts: "always", order: "number" } });
      const { number } = await api.submit(house.url, `by-${identity}`, { file: await drawn(browser, 1), title: "放风筝" });
      await api.approve(organiser, `by-${identity}`, number);
    }
  });
  after(async () => {
    await browser?.close();
    await house?.close();
    stand?.close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`by telephone, ${javaScriptEnabled ? "with scripts" : "without JavaScript"}`, async () => {
      const number = javaScriptEnabled ? "13912345678" : "13912345679";
      const own = await phone(browser, { baseURL: house.url, javaScriptEnabled });
      const page = await own.newPage();
      await page.goto("/by-phone/1");
      await page.locator("form[data-vote] button[data-when=no]").click();
      await page.waitForURL(/\/voter\?/);
      await page.fill("#phone", number);
      await shot(page, `phone-1-number-${javaScriptEnabled}`);
      if (!javaScriptEnabled) await new Promise((resolve) => setTimeout(resolve, 3100)); // a form must have rested
      await page.locator("main form button").first().click();
      await page.locator("#sms_code").waitFor();
      await shot(page, `phone-2-code-${javaScriptEnabled}`);
      assert.deepEqual(javaScriptEnabled ? await violations(page) : [], []);
      await page.fill("#sms_code", sent.get(number));
      await page.locator("main form button").first().click();
      await page.waitForURL((url) => url.pathname === "/by-phone/1");
      await page.getByText("还有 2 票").first().waitFor();
      assert.deepEqual(own.troubles, []);
    });
  }

  test("inside WeChat, in one tap", async () => {
    const own = await phone(browser, { baseURL: house.url, userAgent: inWeChat });
    const page = await own.newPage();
    await page.goto("/by-wechat/1");
    await shot(page, "wechat-1-entry");
    assert.equal(asked, 0);
    await page.locator("form[data-vote] button[data-when=no]").click();
    await page.waitForURL((url) => url.pathname === "/by-wechat/1" && url.search === "");
    await page.getByText("还有 2 票").first().waitFor();
    assert.equal(asked, 1);
    assert.deepEqual(own.troubles, []);
  });

  test("WeChat's troubles are told with the button to try again", async () => {
    for (const [name, answer] of [["snapshot", { openid: "o", is_snapshotuser: 1 }], ["busy", { errcode: -1 }]]) {
      reply = JSON.stringify(answer);
      const page = await (await phone(browser, { baseURL: house.url, userAgent: inWeChat })).newPage();
      await page.goto("/by-wechat/1");
      await page.locator("form[data-vote] button[data-when=no]").click();
      await page.locator(".note-warn").waitFor();
      await shot(page, `wechat-2-${name}`);
      assert.deepEqual(await violations(page), []);
      reply = undefined;
      await page.locator("main form button").first().click();
      await page.waitForURL((url) => url.pathname === "/by-wechat/1");
      await page.getByText(/还有 2 票/).first().waitFor();
    }
  });

  test("outside WeChat the page says where to go", async () => {
    const page = await (await phone(browser, { baseURL: house.url })).newPage();
    await page.goto("/by-wechat/1");
    await page.locator("form[data-vote] button[data-when=no]").click();
    await page.getByText("请在微信里打开").waitFor();
    await shot(page, "wechat-3-outside");
    assert.deepEqual(await violations(page), []);
  });
});
