// Debian's Chromium, the way a resident's telephone or a clerk's laptop shows a page.
import { join } from "node:path";
import { chromium, devices } from "playwright-core";
import { artefacts } from "./house.mjs";

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export function launch() {
  return chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

// phone is a resident's browser of its own: cookies, size and language of an iPhone 13 in China.
export function phone(browser, options = {}) {
  return context(browser, { ...devices["iPhone 13"], locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
}

// laptop is the clerk's.
export function laptop(browser, options = {}) {
  return context(browser, { viewport: { width: 1280, height: 800 }, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
}

// context collects what goes wrong unseen: errors in scripts, and requests that fail or are answered with a server error.
async function context(browser, options) {
  const made = await browser.newContext(options);
  made.setDefaultTimeout(30_000);
  made.troubles = [];
  made.on("weberror", (error) => made.troubles.push(`script: ${error.error().message}`));
  made.on("console", (message) => {
    if (message.type() === "error") made.troubles.push(`console: ${message.text()}`);
  });
  made.on("response", (response) => {
    if (response.status() >= 500) made.troubles.push(`${response.status()} ${response.url()}`);
  });
  return made;
}


// shot keeps a picture of the page among the artefacts.
export async function shot(page, name, options = {}) {
  const path = join(artefacts, `${name}.png`);
  await page.screenshot({ path, ...options });
  return path;
}

