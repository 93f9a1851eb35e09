// Makes the README's screenshots anew from the demo: node e2e/readme.mjs (after ./check build; needs vips for small files).
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs", "img");
mkdirSync(folder, { recursive: true });
const house = await demo.openDemo();
const browser = await launch();
const context = await phone(browser, { baseURL: house.url, deviceScaleFactor: 1.25, viewport: { width: 390, height: 780 } });
const page = await context.newPage();

// take looks at a page, scrolled so that the first match of a selector is at the top, and keeps it in 256 colours.
async function take(name, path, selector, above = 0) {
  await page.goto(path, { waitUntil: "networkidle" });
  if (selector) {
    await page.locator(selector).first().evaluate((e, px) => scrollTo(0, e.getBoundingClientRect().top + scrollY - px), above);
    await page.waitForLoadState("networkidle");
  }
  const file = await shot(page, `readme-${name}`);
  execFileSync("vips", ["pngsave", file, join(folder, `${name}.png`), "--palette", "--Q", "85", "--compression", "9", "--effort", "10", "--strip"]);
}

await take("gallery", `/${demo.current}`, "#tiles", 120);
await take("entry", `/${demo.current}/23`);
await take("winners", `/${demo.finished}/winners`);
await browser.close();
await house.close();
