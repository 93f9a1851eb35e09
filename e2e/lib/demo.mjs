// The demo contest, for pages that need a house full of works: every state, votes, and a second contest with winners.
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { artefacts, binary, open } from "./house.mjs";

export const current = "may"; // the slugs of server/demo/script.go
export const finished = "spring";

// openDemo plays the demo into a folder among the artefacts. A further test of the same binary finds it played.
export async function openDemo() {
  await mkdir(artefacts, { recursive: true });
  const { mtimeMs, size } = await stat(binary());
  const folder = `demo-${Math.round(mtimeMs)}-${size}`;
  for (const old of await readdir(artefacts)) {
    if (/^demo-\d+-\d+$/.test(old) && old !== folder) await rm(join(artefacts, old), { recursive: true });
  }
  const data = join(artefacts, folder);
  return Object.assign(await open({ command: ["demo", "--data", data], patience: 300_000 }), { data });
}

// account is the login of a role, with the password that the demo prints.
export function account(house, role = "organiser") {
  const password = house.said().match(/password (\S+)/)?.[1];
  if (!password) throw new Error(`the demo prints no password:\n${house.said()}`);
  return { login: role, password };
}

// logIn gives a browser context the session of an account.
export async function logIn(context, house, who) {
  const answer = await context.request.post(`${house.url}/api/v1/session`, { data: who });
  if (!answer.ok()) throw new Error(`login of ${who.login}: ${answer.status()}`);
}
