// The JSON interface, for what a test needs to have done before it looks at a page.
import { readFile } from "node:fs/promises";
import { clerk } from "./house.mjs";

// person speaks the API with one token; "" is nobody.
export function person(url, token = "") {
  async function call(method, path, body) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body && !(body instanceof FormData)) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(body);
    }
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
  return {
    get: (path) => call("GET", path), post: (path, body) => call("POST", path, body),
    put: (path, body) => call("PUT", path, body), patch: (path, body) => call("PATCH", path, body),
  };
}

export async function organiser(url, account = clerk) {
  return person(url, (await person(url).post("/session", account)).token);
}

// contest makes a contest that takes entries and votes at once, from an hour ago until tomorrow.
export async function contest(staff, slug, changes = {}) {
  const hour = 3600_000;
  const window = { opens: new Date(Date.now() - hour).toISOString(), closes: new Date(Date.now() + 24 * hour).toISOString() };
  return staff.post("/contests", {
    slug, title: "蒜乡的春天", summary: "用镜头和画笔，记下村里的孩子和照看他们的人。", rules: "每人最多交三件作品。", timezone: "Asia/Shanghai",
    categories: [{ slug: "photo", title: "摄影", media: ["photo"] }, { slug: "painting", title: "绘画", media: ["drawing"] }],
    rounds: [{ kind: "entry", ...window }, { kind: "vote", ...window }],
    policy: { identity: "open", period: "contest", votes_per_ballot: 3, withdrawable: true, counts: "always", order: "number" },
    awards: [{ slug: "first", title: "一等奖", quantity: 1, prize: "保温杯一只" }],
    ...changes,
  });
}

// submit enters a picture by the API and waits until it is looked through; returns {number, code}.
export async function submit(url, slug, { file, bytes, title = "麦田里的风", category = "photo", medium = "photo" }) {
  const form = new FormData();
  const consent = (await person(url).get(`/contests/${slug}`)).consent_version;
  const fields = { title, category, medium, entrant_name: "王秀兰", phone: "13800005678", consent };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([bytes ?? (await readFile(file))], { type: "image/jpeg" }), "picture.jpg");
  const made = await person(url).post(`/contests/${slug}/entries`, form);
  await settled(url, slug, made.code);
  return made;
}

// settled waits until an entry is no longer in processing and returns its state.
export async function settled(url, slug, code) {
  for (let i = 0; i < 600; i++) {
    const { state } = await person(url).get(`/contests/${slug}/status/${code}`);
    if (state !== "processing") return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`entry ${code} stays in processing`);
}

export async function approve(staff, slug, number) {
  await staff.post(`/contests/${slug}/moderation/${number}`, { decision: "approve" });
}
