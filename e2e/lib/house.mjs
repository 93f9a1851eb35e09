// A Plaudit server of the test's own: the built binary on an empty data folder and a free port.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const artefacts = join(top, "e2e", "artefacts");

export const clerk = { login: "clerk", password: "garlic-fields-in-may" };

// binary is the built program under test.
export function binary() {
  return process.env.E2E_BIN ?? join(top, ".check", "plaudit");
}

// open starts the binary with a command (serve or demo) and waits until it is ready; named tells it its own address.
export async function open({ command = ["serve"], proofBits = 10, settings = {}, named = false, patience = 60_000 } = {}) {
  const bin = binary();
  const dir = await mkdtemp(join(tmpdir(), "plaudit-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await mkdir(artefacts, { recursive: true });
  const log = createWriteStream(join(artefacts, `server-${command[0]}-${port}.log`));
  const env = {
    PATH: process.env.PATH, HOME: dir, TMPDIR: process.env.TMPDIR ?? tmpdir(),
    PLAUDIT_LISTEN: `127.0.0.1:${port}`, PLAUDIT_DATA: join(dir, "data"), PLAUDIT_POW_BITS: String(proofBits),
    ...(command[0] === "serve" && { PLAUDIT_ORGANISER_LOGIN: clerk.login, PLAUDIT_ORGANISER_PASSWORD: clerk.password }),
    ...(named && { PLAUDIT_PUBLIC_URL: url }),
    ...settings,
  };
  let said = "", child, gone;
  const house = {
    url, dir, bin,
    said: () => said,
    // kill ends the server as a power cut would; restart starts it again on the same data and port.
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async restart() {
      child = spawn(bin, command, { cwd: dir, env });
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (bytes) => (said = (said + bytes).slice(-20_000)));
        stream.pipe(log, { end: false });
      }
      gone = new Promise((resolve) => child.once("exit", resolve));
      const began = Date.now();
      while (!(await answers(url))) {
        if (child.exitCode !== null || Date.now() - began > patience) {
          const words = said;
          await house.close();
          throw new Error(`the server did not become ready:\n${words}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      house.startMs = Date.now() - began;
    },
    async close() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(killer);
      log.end();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await house.restart();
  return house;
}

async function answers(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const listener = createServer();
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
