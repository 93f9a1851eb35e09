// Checks in the visitor's own browser what the page says of a receipt: that
// the leaf in the log is this receipt's, that the log contains it, that the
// log's key has signed the log, and that the log still begins with what this
// browser saw of it on an earlier visit, or with what a notice board says of it.
import { Wrong, beginning, checkLeaf, codeOf, codeOfLeaf, codeTyped, compare, openCheckpoint, same } from "./ledger.js";

const page = document.getElementById("verify");
const found = document.getElementById("found");
const list = found.querySelector(".checks");
const slug = page.dataset.contest;
const kept = JSON.parse(localStorage.getItem(`log:${slug}`) ?? "null"); // {key, checkpoint}
const nonces = JSON.parse(localStorage.getItem(`votes:${slug}`) ?? "[]");

async function get(path) {
  const answer = await fetch(`/api/v1/contests/${slug}/log/${path}`, { headers: { Accept: "*/*" } });
  if (!answer.ok) throw new Error(path);
  return answer;
}

const tile = async (path) => new Uint8Array(await (await get(path)).arrayBuffer());

// check runs one step and tells how it went.
async function check(step, run) {
  const item = document.createElement("li");
  let right = true;
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Wrong) && !(error instanceof DOMException)) throw error;
    right = false;
  }
  item.className = right ? "right" : "wrong";
  item.textContent = `${right ? "✓" : "✗"} ${list.dataset[step]}${right ? "" : list.dataset.bad}`;
  list.append(item);
  return right;
}

async function checkAll(proof, code) {
  let checkpoint, right = await check("leaf", () => {
    if (codeOfLeaf(proof.leaf) !== code) throw new Wrong("leaf");
  });
  right = (await check("signature", () => (checkpoint = openCheckpoint(proof.checkpoint, kept?.key ?? proof.key)))) && right;
  if (!checkpoint) return false;
  right = (await check("proof", () => checkLeaf(proof.proof, checkpoint.size, checkpoint.root, proof.place, proof.leaf))) && right;
  if (!kept) {
    await check("first", () => {});
    return right;
  }
  return (await check("growth", async () => {
    const older = openCheckpoint(kept.checkpoint, kept.key);
    if (!same(await beginning(tile, checkpoint, older.size), older.root)) throw new Wrong("rewritten");
  })) && right;
}

async function look(code) {
  const [proof] = (await (await get(`proof?receipt=${encodeURIComponent(code)}`)).json()).items;
  if (proof.state !== "logged") return;
  list.replaceChildren();
  list.hidden = false;
  if (!(await checkAll(proof, code))) return;
  if (nonces.map(codeOf).includes(code)) await check("own", () => {});
  localStorage.setItem(`log:${slug}`, JSON.stringify({ key: proof.key, checkpoint: proof.checkpoint }));
}

const form = document.getElementById("line-form"), said = document.getElementById("line-said");

// answer says whether the log agrees with the line.
async function answer(event) {
  event.preventDefault();
  let text, how = "good";
  said.className = "note";
  said.textContent = said.dataset.busy;
  try {
    const key = kept?.key ?? (await (await get("key")).text()).trim();
    const { then, now } = await compare(form.line.value, await (await get("checkpoint")).text(), key, tile);
    text = said.dataset.same.replace("{then}", then).replace("{now}", now);
  } catch (error) {
    const known = error instanceof Wrong || error instanceof DOMException;
    how = known && !["notLine", "otherLog"].includes(error.message) ? "bad" : "warn";
    text = known ? said.dataset[error.message] ?? said.dataset.signature : said.dataset.offline;
  }
  said.className = `note note-${how}`;
  said.textContent = text;
}

if (typeof BigInt === "function") {
  const asked = document.getElementById("code").value.trim();
  if (asked && found.querySelector(".said-box")) look(codeTyped(asked)).catch(() => {});
  if (form) {
    form.addEventListener("submit", answer);
    form.hidden = false;
    document.getElementById("line-none").hidden = true;
  }
}
