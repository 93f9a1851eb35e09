// The numbers that pages must reach on a telephone: weight, stillness, width, and the size of what is touched.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";

const KB = 1000;
const narrow = 320; // px, the smallest telephone

describe("pages on a telephone", () => {
  let house, browser;
  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  for (const [deviceScaleFactor, limit] of [[1, 200], [3, 350]]) {
    test(`the gallery with 20 works is at most ${limit} KB at first load at ${deviceScaleFactor}× pixels, and nothing jumps`, async () => {
      const context = await phone(browser, { baseURL: house.url, deviceScaleFactor });
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send("Network.enable");
      let bytes = 0, requests = 0;
      devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
        bytes += encodedDataLength;
        requests++;
      });
      await page.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(`/${demo.current}`, { waitUntil: "networkidle" });
      assert.equal(await page.locator(".tile").count(), 20);
      const shift = await page.evaluate(() => window.shift);
      console.log(`# gallery at ${deviceScaleFactor}×: ${(bytes / KB).toFixed(0)} KB in ${requests} requests, layout shift ${shift}`);
      assert.ok(bytes <= limit * KB, `${bytes} bytes`);
      await page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += 400) {
          scrollTo(0, y);
          await new Promise(requestAnimationFrame);
        }
      });
      await page.waitForLoadState("networkidle");
      assert.equal(await page.evaluate(() => window.shift), 0);
      await context.close();
    });
  }

  test("all public style and script is at most 20 KB, compressed", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    const files = new Set();
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(css|js)$/.test(pathname)) files.add(pathname);
    });
    for (const path of [`/${demo.current}`, `/${demo.current}/submit`, `/${demo.finished}/winners`]) {
      await page.goto(path, { waitUntil: "networkidle" });
    }
    await page.goto(`/${demo.current}/1`);
    const worker = context.waitForEvent("request", { predicate: (r) => r.url().includes("/pow") });
    await page.mouse.click(1, 1); // the first touch starts the puzzle, and so loads its worker
    await worker;
    const sizes = new Map();
    for (const file of files) sizes.set(file, gzipSync(await (await fetch(house.url + file)).text(), { level: 9 }).length);
    const total = [...sizes.values()].reduce((sum, n) => sum + n, 0);
    console.log(`# public style and script: ${(total / KB).toFixed(1)} KB gzip in ${sizes.size} files`);
    assert.ok(sizes.size >= 4, [...sizes.keys()].join(" "));
    assert.ok(total <= 20 * KB, JSON.stringify([...sizes]));
    await context.close();
  });

  const walked = ["/", `/${demo.current}`, `/${demo.current}/1`, `/${demo.current}/ranking`, `/${demo.current}/rules`, `/${demo.current}/submit`,
    `/${demo.current}/status`, `/${demo.current}/privacy`, `/${demo.finished}`, `/${demo.finished}/winners`, `/${demo.finished}/verify`];

  test("320 px wide with text twice as large, nothing scrolls sideways and no text is cut", async () => {
    for (const [locale, care] of [["zh-CN", false], ["en", false], ["zh-CN", true]]) {
      const context = await phone(browser, { baseURL: house.url, locale, viewport: { width: narrow, height: 640 }, screen: { width: narrow, height: 640 } });
      await context.addCookies([{ name: "care", value: care ? "1" : "0", url: house.url }]);
      const page = await context.newPage();
      for (const path of walked) {
        await page.goto(path);
        const before = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("h1, h2")).fontSize));
        // Care mode is large already; elsewhere text is set twice as large, as a reader's browser does.
        const factor = care ? 1 : 2;
        await page.evaluate((f) => (document.documentElement.style.fontSize = `${16 * f}px`), care ? 1.25 : 2);
        const wide = await page.evaluate((narrow) => ({
          after: parseFloat(getComputedStyle(document.querySelector("h1, h2")).fontSize),
          sideways: document.documentElement.scrollWidth - narrow,
          cut: [...document.querySelectorAll("h1,h2,p,a,button,label,dt,dd,li,summary,span,strong")]
            .filter((e) => e.clientWidth > 0 && getComputedStyle(e).overflowX === "hidden" && !e.closest(".hidden") && e.scrollWidth > e.clientWidth + 1)
            .map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`),
          // A box that hides what is too wide for it makes no page scroll.
          out: [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > narrow + 1 && !e.closest(".hidden"))
            .map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`),
        }), narrow);
        assert.ok(care || wide.after >= before * factor * 0.9, `${path}: the text did not grow, ${before} to ${wide.after}`);
        assert.ok(wide.sideways <= 0, `${path} ${locale}: ${wide.sideways} px too wide`);
        assert.deepEqual(wide.cut.concat(wide.out), [], `${path} ${locale}`);
        await shot(page, `narrow-${locale}-${care ? "care" : "200"}${path.replaceAll("/", "-")}`);
      }
      await context.close();
    }
  });

  test("what is touched is large enough: vote and upload 60 px, all else 44 px", async () => {
    for (const care of ["0", "1"]) {
      const context = await phone(browser, { baseURL: house.url });
      await context.addCookies([{ name: "care", value: care, url: house.url }]);
      const page = await context.newPage();
      const small = [];
      for (const path of walked) {
        await page.goto(path, { waitUntil: "load" });
        small.push(...(await page.evaluate(tooSmall)).map((line) => `${path}: ${line}`));
      }
      assert.deepEqual(small, [], `care=${care}`);
      await context.close();
    }
  });

  test("light, dark and care are worth looking at", async () => {
    for (const [name, options, care] of [["light", { colorScheme: "light" }, "0"], ["dark", { colorScheme: "dark" }, "0"], ["care", { colorScheme: "light" }, "1"]]) {
      const context = await phone(browser, { baseURL: house.url, ...options });
      await context.addCookies([{ name: "care", value: care, url: house.url }]);
      const page = await context.newPage();
      for (const [what, path] of [["gallery", `/${demo.current}`], ["entry", `/${demo.current}/1`], ["ranking", `/${demo.current}/ranking`], ["winners", `/${demo.finished}/winners`]]) {
        await page.goto(path, { waitUntil: "networkidle" });
        await shot(page, `demo-${what}-${name}`);
      }
      assert.deepEqual(context.troubles, []);
      await context.close();
    }
  });
});

// tooSmall runs in the page: controls whose touchable box is too small. Links inside running text are exempt (WCAG 2.5.8).
function tooSmall() {
  const inText = (e) => e.tagName === "A" && e.closest("p,.prose,dd,figcaption") && getComputedStyle(e).display === "inline";
  return [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,label.pick")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && !inText(e))
    .filter((e) => !e.closest("label.pick") || e.matches("label.pick"))
    .filter((e) => !e.classList.contains("skip"))
    .map((e) => [e, e.getBoundingClientRect(), e.matches("form.vote [data-when=no], input[type=file]") ? 60 : 44])
    .filter(([, box, least]) => box.width > 0 && (box.height < least - 0.5 || box.width < Math.min(least, 44) - 0.5))
    .map(([e, box, least]) => `${e.tagName}.${e.className} "${(e.textContent || e.name || "").trim().slice(0, 20)}" ${box.width.toFixed(0)}×${box.height.toFixed(0)} < ${least}`);
}
