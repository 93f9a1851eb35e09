// Clips: played on the entry's page, tried out under a mouse in the gallery, watched while they are made, and missing where ffmpeg is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { approve, contest, organiser, person, settled } from "./lib/api.mjs";
import { laptop, launch, phone, shot } from "./lib/browser.mjs";
import * as demo from "./lib/demo.mjs";
import { artefacts, clerk, open } from "./lib/house.mjs";

const missing = spawnSync("ffmpeg", ["-version"]).error ? "ffmpeg is not installed (apt install ffmpeg)" : false;
const films = { categories: [{ slug: "film", title: "短视频", media: ["video"] }, { slug: "photo", title: "摄影", media: ["photo"] }] };

describe("clips of the demo", { skip: missing }, () => {
  let house, browser, number;
  before(async () => {
    house = await demo.openDemo();
    browser = await launch();
    const { items } = await person(house.url).get(`/contests/${demo.current}/entries?category=video`);
    const clips = items.filter((item) => item.medium === "video");
    assert.ok(clips.length >= 3, `${clips.length} clips`);
    number = clips[0].number;
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("the page shows the poster, loads nothing of the clip, and plays it where it is", async () => {
    for (const [name, options, query] of [
      ["light", { colorScheme: "light" }, ""], ["dark", { colorScheme: "dark" }, ""], ["care", { colorScheme: "light" }, "?care=1"],
      ["en", { locale: "en-GB" }, ""],
    ]) {
      const context = await phone(browser, { baseURL: house.url, ...options });
      const page = await context.newPage();
      const clips = [];
      page.on("response", (response) => /\.mp4$/.test(new URL(response.url()).pathname) && clips.push(response));
      await page.goto(`/${demo.current}/${number}${query}`, { waitUntil: "networkidle" });
      const film = page.locator("video.film");
      const is = await film.evaluate((v) => ({
        preload: v.preload, inline: v.playsInline, controls: v.controls, autoplay: v.autoplay, poster: v.poster, box: v.getBoundingClientRect().toJSON(),
      }));
      assert.deepEqual([is.preload, is.inline, is.controls, is.autoplay], ["none", true, true, false]);
      assert.equal((await fetch(is.poster)).headers.get("content-type"), "image/jpeg");
      assert.ok(is.box.left >= 0 && is.box.right <= 390 && is.box.width >= 200 && is.box.height >= 120, JSON.stringify(is.box));
      assert.equal(clips.length, 0, "something of the clip is loaded before it is wanted");
      await shot(page, `video-${name}`);
      await film.tap({ position: { x: 22, y: is.box.height - 47 } }); // where Chromium has its button
      await playing(film, 0.3);
      assert.equal(clips[0].status(), 206);
      assert.equal(await film.evaluate((v) => document.fullscreenElement === null && v.videoWidth > 0), true);
      if (name === "light") await shot(page, "video-playing");
      assert.deepEqual(context.troubles, []);
      await context.close();
    }
  });

  test("the gallery loads no clip; under a mouse that stays a silent preview plays", async () => {
    for (const [name, options, query, wanted] of [
      ["mouse", {}, "", true], ["reduced motion", { reducedMotion: "reduce" }, "", false], ["care", {}, "&care=1", false],
    ]) {
      const context = await laptop(browser, { baseURL: house.url, ...options });
      const page = await context.newPage();
      let clips = 0;
      page.on("request", (request) => /\.mp4$/.test(new URL(request.url()).pathname) && clips++);
      await page.goto(`/${demo.current}?category=video${query}`, { waitUntil: "networkidle" });
      const tile = page.locator(".tile-link", { has: page.locator("[data-preview]") }).first();
      assert.equal(clips, 0);
      await tile.hover();
      if (wanted) {
        const preview = tile.locator("video");
        await playing(preview, 0.3);
        assert.deepEqual(await preview.evaluate((v) => [v.muted, v.loop, v.playsInline, v.controls]), [true, true, true, false]);
        await shot(page, "video-preview");
        await page.mouse.move(5, 5);
        await preview.waitFor({ state: "detached" });
      } else {
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
        assert.equal(clips, 0, `${name}: a preview plays`);
      }
      assert.deepEqual(context.troubles, []);
      await context.close();
    }
  });
});

describe("a clip from a telephone", { skip: missing }, () => {
  let house, browser, bytes;
  before(async () => {
    house = await open();
    browser = await launch();
    await contest(await organiser(house.url), "may", films);
    const path = join(artefacts, "clip.mp4");
    const made = spawnSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30:duration=12,noise=alls=20:allf=t", "-f", "lavfi", "-i", "sine=duration=12",
      "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "6M", "-c:a", "aac", path]);
    assert.equal(made.status, 0, String(made.stderr));
    bytes = await readFile(path);
    await rm(path);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  test("the status page says how much is made, and a jump asks for that part only", async () => {
    const form = new FormData();
    const { consent_version: consent } = await person(house.url).get("/contests/may");
    for (const [name, value] of Object.entries({ title: "池塘", medium: "video", category: "film", entrant_name: "王秀兰", phone: "13800005678", consent })) form.set(name, value);
    form.set("file", new Blob([bytes], { type: "video/mp4" }), "clip.mp4");
    const { number, code } = await person(house.url).post("/contests/may/entries", form);
    const context = await phone(browser, { baseURL: house.url });
    const page = await context.newPage();
    do await page.goto(`/may/status/${code}`);
    while (!(await page.locator("progress").count()) && (await page.locator("[data-refresh]").count()));
    const percent = Number(await page.locator("progress").getAttribute("value"));
    assert.ok(percent > 0 && percent < 100, `${percent} %`);
    await page.getByText(`视频已处理 ${percent}%`).waitFor();
    await shot(page, "video-status");
    assert.equal(await settled(house.url, "may", code), "pending");
    await approve(await organiser(house.url), "may", number);

    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: 150_000, uploadThroughput: -1 });
    const parts = [];
    page.on("response", (response) => /\.mp4$/.test(new URL(response.url()).pathname) && parts.push([response.status(), response.headers()["content-range"]]));
    await page.goto(`/may/${number}`);
    const film = page.locator("video.film");
    await film.evaluate((v) => v.play());
    await playing(film, 0.2);
    await film.evaluate((v) => (v.currentTime = 10));
    await playing(film, 10.1);
    assert.ok(parts.length >= 2 && parts.every(([status]) => status === 206), JSON.stringify(parts));
    assert.ok(Number(parts.at(-1)[1].match(/bytes (\d+)-/)[1]) > 0, JSON.stringify(parts));
    assert.deepEqual(context.troubles, []);
    console.log(`# a jump to 10 s of 12 asked for ${parts.at(-1)[1]}`);
  });
});

test("without ffmpeg photographs go on, and both pages say what is the matter", async () => {
  const house = await open({ settings: { PLAUDIT_FFMPEG: "off" } });
  const browser = await launch();
  try {
    await contest(await organiser(house.url), "may", films);
    const page = await (await phone(browser, { baseURL: house.url })).newPage();
    await page.goto("/may/submit");
    await page.getByText("这里暂时不能收视频").waitFor();
    assert.doesNotMatch(await page.locator("#file").getAttribute("accept"), /video/);
    await shot(page, "video-off");
    const staff = await laptop(browser, { baseURL: house.url });
    await demo.logIn(staff, house, clerk);
    const desk = await staff.newPage();
    await desk.goto("/staff/contests/may");
    await desk.getByText("apt install ffmpeg").waitFor();
    await shot(desk, "video-off-staff");
  } finally {
    await browser.close();
    await house.close();
  }
});

// playing waits until a film has come to a moment, in seconds.
async function playing(film, at) {
  await film.evaluate((v, moment) => new Promise((resolve, reject) => {
    const look = () => v.currentTime >= moment && !v.seeking && resolve();
    v.addEventListener("timeupdate", look);
    v.addEventListener("error", () => reject(new Error(v.error?.message)));
    setTimeout(() => reject(new Error(`it is at ${v.currentTime} s, paused ${v.paused}, ready ${v.readyState}`)), 30_000);
    look();
  }), at);
}
