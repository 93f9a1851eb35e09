// Pictures to submit: a real photograph where the samples are, otherwise one drawn by the browser.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { artefacts } from "./house.mjs";

// samplesFolder is the folder of real files: PLAUDIT_SAMPLES, or shared/samples beside the tree; undefined where there is none.
export function samplesFolder() {
  const beside = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "shared", "samples");
  return [process.env.PLAUDIT_SAMPLES, beside].find((folder) => folder && existsSync(join(folder, "MANIFEST.tsv")));
}

// realPhoto is a photograph that a telephone made, on its side, with its place in the metadata where the samples are there.
export async function realPhoto(browser, name = "orientation-6.jpg") {
  const folder = samplesFolder();
  return folder ? join(folder, name) : drawn(browser, 1);
}

// drawn paints a landscape with some grain as a JPEG of 1600 by 1200 and returns its path.
export async function drawn(browser, seed) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(paint, seed);
  await page.close();
  await mkdir(artefacts, { recursive: true });
  const path = join(artefacts, `drawn-${seed}.jpg`);
  await writeFile(path, Buffer.from(base64, "base64"));
  return path;
}

// grainy is a JPEG of several megabytes: nothing but noise.
export async function grainy(browser) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [4000, 3000];
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(canvas.width, canvas.height);
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;
    pen.putImageData(image, 0, 0);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
  });
  await page.close();
  await mkdir(artefacts, { recursive: true });
  const path = join(artefacts, "grainy.jpg");
  await writeFile(path, Buffer.from(base64, "base64"));
  return path;
}

// paint runs in the browser.
function paint(seed) {
  let state = seed * 2654435761;
  const random = () => ((state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = seed % 3 === 0 ? [1200, 1600] : [1600, 1200];
  const pen = canvas.getContext("2d");
  const { width, height } = canvas;
  const hue = random() * 360;
  const sky = pen.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 60% 45%)`);
  sky.addColorStop(0.6, `hsl(${hue + 40} 70% 85%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  for (let ridge = 0; ridge < 6; ridge++) {
    pen.fillStyle = `hsl(${hue + 90 + ridge * 8} 35% ${60 - ridge * 8}%)`;
    pen.beginPath();
    pen.moveTo(0, height);
    const base = height * (0.45 + ridge * 0.09);
    for (let x = 0; x <= width; x += 8) {
      pen.lineTo(x, base + Math.sin(x / (90 + 40 * random()) + ridge + seed) * 30 + random() * 12);
    }
    pen.lineTo(width, height);
    pen.fill();
  }
  for (let i = 0; i < 40_000; i++) {
    pen.fillStyle = `rgb(${random() * 255} ${random() * 255} ${random() * 255} / .12)`;
    pen.fillRect(random() * width, random() * height, 3, 3);
  }
  return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
}
