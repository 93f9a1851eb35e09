// What the clerk does at the staff pages, step by step, with or without scripts.
import { clerk } from "./house.mjs";

const base = (slug) => `/staff/contests/${slug}`;

// local is a moment as a datetime-local field in Shanghai takes it.
function local(moment) {
  return new Date(moment + 8 * 3600_000).toISOString().slice(0, 16);
}

export async function logIn(page) {
  await page.goto("/staff");
  await page.fill("[name=login]", clerk.login);
  await page.fill("[name=password]", clerk.password);
  await page.locator("main form button").first().click();
  await page.waitForURL(/\/staff\/?$/);
}

// makeContest fills the one page of settings: two categories, both windows open, an award.
export async function makeContest(page, slug, take) {
  await page.locator("a[href='/staff/new']").first().click();
  const press = (what) => page.locator(`button[name=do][value=${what}]`).click();
  await page.fill("[name=title]", "蒜乡的春天");
  await page.fill("[name=slug]", slug);
  await page.fill("[name=summary]", "用镜头和画笔，记下村里的孩子和照看他们的人。");
  for (const round of ["entry", "vote"]) {
    await page.fill(`[name='rounds.${round}.opens']`, local(Date.now() - 3600_000));
    await page.fill(`[name='rounds.${round}.closes']`, local(Date.now() + 24 * 3600_000));
  }
  await rows(page, press, "category", [["摄影", "photo"], ["绘画", "drawing"]], async (i, [title, medium]) => {
    await page.fill(`[name='categories.${i}.title']`, title);
    for (const m of ["photo", "drawing"]) await page.setChecked(`[name='categories.${i}.media'][value=${m}]`, m === medium);
  });
  await page.selectOption("[name='policy.counts']", "always");
  await rows(page, press, "award", [["一等奖", "保温杯一只"]], async (i, [title, prize]) => {
    await page.fill(`[name='awards.${i}.title']`, title);
    await page.fill(`[name='awards.${i}.prize']`, prize);
  });
  await page.fill("[name=rules]", "每人最多交**三件**作品。");
  await take("02-contest-form");
  await page.locator("button[name=do][value=save]:visible").last().click();
  await page.waitForURL(new RegExp(`${base(slug)}`));
}

// rows adds rows to a list of the form until there are enough, and fills each.
async function rows(page, press, what, values, fill) {
  for (const [i, value] of values.entries()) {
    const field = page.locator(`[name='${what === "category" ? "categories" : "awards"}.${i}.title']`);
    if (!(await field.count())) {
      await press(`add-${what}`);
      await field.waitFor();
    }
    await fill(i, value);
  }
}

// approve looks at the work in the queue and lets it in: by the key A where scripts run, by the button otherwise.
export async function approve(page, slug, number, take, scripts) {
  await page.goto(`${base(slug)}/moderation`);
  const panel = page.locator(`#e${number}`);
  await panel.waitFor();
  await page.waitForFunction(() => [...document.images].every((i) => i.complete && i.naturalWidth > 0)).catch(() => {});
  await take("09-moderation");
  if (scripts) {
    await page.keyboard.press("a");
    await page.locator("#m-empty").waitFor();
  } else {
    await panel.locator("form[data-decide=approve] button").click();
  }
  await page.goto(`${base(slug)}/entries?state=approved`);
  await page.getByText("麦田里的风").first().waitFor();
  await take("09-staff-entries");
}

// closeVoting ends both windows now, saying why.
export async function closeVoting(page, slug, take) {
  for (const round of ["entry", "vote"]) {
    await page.goto(base(slug));
    const form = page.locator(`form:has([name=round][value=${round}])`);
    await page.locator(`details:has([name=round][value=${round}]) > summary`).click();
    await form.locator("[name=reason]").fill("天气预报有大雨，提前结束");
    if (round === "vote") await take("15-close-voting");
    await form.locator("button").click();
    await form.waitFor({ state: "detached" });
  }
}

// announce takes the proposed winner and publishes.
export async function announce(page, slug, number, take) {
  await page.goto(`${base(slug)}/awards`);
  await page.locator(`[name='winners.0.number']`).waitFor();
  await take("16-awards");
  await page.locator("button[name=do][value=save]:visible").last().click();
  await page.locator(`a[href$='/announce']:visible`).first().click();
  await page.check("[name=sure]");
  await take("17-announce");
  await page.locator("main form button.btn-main").last().click();
  await page.waitForURL((url) => !url.pathname.endsWith("/announce"));
}
