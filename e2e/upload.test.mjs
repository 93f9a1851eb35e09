// Files that arrive in pieces: a tus client that we did not write, and our own page, over connections and servers that break.
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { contest, organiser, person } from "./lib/api.mjs";
import { launch, phone, shot } from "./lib/browser.mjs";
import { open } from "./lib/house.mjs";
import { grainy } from "./lib/pictures.mjs";

const tus = fileURLToPath(new URL("node_modules/tus-js-client/dist/tus.min.js", import.meta.url));

describe("resumable upload", () => {
  let house, browser, picture;

  before(async () => {
    house = await open();
    browser = await launch();
    await contest(await organiser(house.url), "may");
    picture = await grainy(browser); // more than two of the server's pieces
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("tus-js-client as it comes uploads, is cut by kill -9, resumes, and the file is entered", async () => {
    const page = await (await phone(browser, { baseURL: house.url })).newPage();
    await page.goto("/may/submit");
    await page.evaluate(await readFile(tus, "utf8"));
    await slow(page, 1_500_000);
    const bytes = await readFile(picture);
    await page.evaluate((base64) => {
      const file = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]);
      window.sent = 0;
      window.offsets = [];
      window.done = new Promise((resolve, reject) => {
        window.upload = new tus.Upload(file, {
          endpoint: "/api/v1/contests/may/uploads", chunkSize: 1 << 20, metadata: { filename: "雨后.jpg" },
          retryDelays: [200, 400, 800, 1600, 3200, 3200, 3200],
          onProgress: (n) => (window.sent = n),
          onAfterResponse: (request, response) => request.getMethod() === "HEAD" && window.offsets.push(Number(response.getHeader("Upload-Offset"))),
          onError: reject, onSuccess: () => resolve(window.upload.url),
        });
        window.upload.start();
      });
    }, bytes.toString("base64"));
    await page.waitForFunction(() => window.sent > 2 << 20);
    await house.kill();
    const sent = await page.evaluate(() => window.sent);
    await house.restart();
    const url = await page.evaluate(() => window.done);
    const [resumed] = await page.evaluate(() => window.offsets);
    assert.ok(resumed > 0 && sent - resumed <= 4_200_000, `sent ${sent}, resumed at ${resumed}`);
    console.log(`# tus-js-client: killed after ${sent} bytes of ${bytes.length}, resumed at ${resumed}`);

    const form = new FormData();
    const { consent_version: consent } = await person(house.url).get("/contests/may");
    for (const [name, value] of Object.entries({ upload: url.split("/").pop(), title: "雨后", category: "photo", entrant_name: "王秀兰", phone: "13800005678", consent })) form.set(name, value);
    assert.equal((await person(house.url).post("/contests/may/entries", form)).number, 1);
  });

  test("the page goes on after kill -9 and after a reload, and the work is entered", async () => {
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    const { size } = await stat(picture);
    const offset = () => page.evaluate(() => JSON.parse(localStorage.getItem("plaudit-upload-may"))?.offset ?? 0);
    await page.goto("/may/submit");
    await slow(page, 1_500_000);
    await page.setInputFiles("#file", picture);
    await page.waitForFunction(() => JSON.parse(localStorage.getItem("plaudit-upload-may"))?.offset > 0);
    await house.kill();
    await page.getByText("自动接着传").waitFor();
    await shot(page, "upload-waiting");
    const before = await offset();
    await house.restart();
    await page.waitForFunction((n) => JSON.parse(localStorage.getItem("plaudit-upload-may")).offset > n, before);
    await page.getByText(/每秒/).waitFor();
    await shot(page, "upload-pace");

    await page.reload();
    const kept = await offset();
    assert.ok(kept > before && kept < size, `${kept} of ${size}`);
    await page.getByText(/上次已经传了 \d+%/).waitFor();
    await shot(page, "upload-resume");
    let first;
    page.on("request", (request) => {
      if (request.method() === "PATCH") first ??= Number(request.headers()["upload-offset"]);
    });
    await page.setInputFiles("#file", picture);
    await page.waitForFunction(() => document.querySelector("[name=draft]").value !== "");
    assert.ok(first >= kept, `went on at ${first}, ${kept} had arrived`);

    await page.locator("[data-step='1'] [data-next]").click();
    await page.fill("#title", "雨后");
    await page.check("[name=category][value=photo]");
    await page.fill("#entrant_name", "王秀兰");
    await page.fill("#phone", "13800005678");
    await page.locator("[data-step='2'] [data-next]").click();
    await page.check("[name=consent]");
    await page.click("#send");
    await page.waitForURL(/\/status\//);
    assert.equal(await page.evaluate(() => localStorage.getItem("plaudit-upload-may")), null);
  });

  test("a file that is no picture is refused in the visitor's words", async () => {
    const page = await (await phone(browser, { baseURL: house.url })).newPage();
    await page.goto("/may/submit");
    await page.setInputFiles("#file", { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("%PDF-1.7 and more") });
    await page.locator("#file-wrong").getByText("JPEG").waitFor();
  });
});

// slow gives the page a telephone's network.
async function slow(page, bytesPerSecond) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: bytesPerSecond });
}
