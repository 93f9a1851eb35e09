// The demo contest, for pages that need a house full of works: every state, votes, and a second contest with winners.
import { person } from "./api.mjs";
import { open } from "./house.mjs";

export const current = "may"; // the slugs of server/demo/script.go
export const finished = "spring";

export function openDemo() {
  return open({ command: ["demo"], patience: 180_000 });
}

// account is the login of a role, as the demo prints it.
export function account(house, role = "organiser") {
  const found = house.said().match(new RegExp(`\\b(${role})\\b\\s+(\\S+)\\s+(\\S+)|login[: ]+(${role})\\S*[ ,]+password[: ]+(\\S+)`, "i"));
  if (!found) throw new Error(`the demo prints no login for ${role}:\n${house.said()}`);
  return { login: found[2] ?? found[4], password: found[3] ?? found[5] };
}

// logIn gives a browser context the session of an account.
export async function logIn(context, house, who) {
  const { token } = await person(house.url).post("/session", who);
  const answer = await context.request.post(`${house.url}/api/v1/session`, { data: who });
  if (!answer.ok()) throw new Error(`login of ${who.login}: ${answer.status()}`);
  return token;
}
