// Voting without leaving the page. Every vote button is a real form; this
// script sends the same form in the background, shows the outcome at once, and
// puts everything back when it fails. Before the first vote of a device it
// solves a small puzzle (proof.js), so that votes cannot be made by the
// thousand.
import { solve } from "./proof.js";

const ballot = document.getElementById("ballot");
const live = document.getElementById("live");
const toast = document.getElementById("toast");
const contest = ballot?.dataset.contest;
const offline = ballot?.dataset.offline;

let proof; // promise of {challenge, solution}, made once and used once
let toastTimer;

// The first touch of the page starts the puzzle, so that it is solved by the
// time of the first vote.
function prepare() {
  if (ballot.dataset.voter !== "true" && !ballot.dataset.asks) proof ??= solve(contest).catch(() => (proof = undefined));
}

function show(form, voted) {
  const inside = form.contains(document.activeElement);
  form.dataset.voted = voted;
  form.action = `${form.dataset.action}/${voted ? "take-back" : "vote"}`;
  for (const button of form.querySelectorAll("button")) {
    button.disabled = (button.dataset.when === "yes") !== voted;
  }
  if (inside) (form.querySelector("button:enabled") ?? form.querySelector(".said")).focus();
  for (const count of document.querySelectorAll(`[data-count="${form.dataset.vote}"]`)) {
    if ((count.dataset.mine === "true") === voted) continue;
    count.dataset.mine = voted;
    if (document.documentElement.dataset.counts === "live") continue; // live.js shows what the server counts
    count.textContent = count.textContent.replace(/\d+/, (n) => Math.max(0, +n + (voted ? 1 : -1)));
  }
}

function showRemaining(n) {
  if (!Number.isInteger(n)) return;
  const words = ballot.dataset;
  ballot.textContent = n === 0 ? words.none : n === 1 ? words.single : words.many.replace("999", n);
}

function say(text) {
  live.textContent = `${text} ${ballot.textContent}`;
}

function complain(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), 7000);
}

// newNonce draws what this vote's receipt is made of: since it is drawn here,
// nobody can be given the same receipt twice.
function newNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

// keep remembers the nonce for the page that checks receipts; not for what.
function keep(nonce) {
  try {
    const key = `votes:${contest}`;
    localStorage.setItem(key, JSON.stringify([...JSON.parse(localStorage.getItem(key) ?? "[]"), nonce].slice(-500)));
  } catch { /* no room, or not allowed: the server knows the receipt as well */ }
}

async function send(form, voting) {
  const body = new URLSearchParams(new FormData(form));
  body.delete("form"); // the token stands in for the puzzle only without this script
  if (voting) body.set("nonce", newNonce());
  if (voting && ballot.dataset.voter !== "true") {
    prepare();
    const solved = await proof;
    if (!solved) throw new TypeError("no puzzle");
    for (const [name, value] of Object.entries(solved)) body.set(name, value);
  }
  const answer = await fetch(`${form.dataset.action}/${voting ? "vote" : "take-back"}`, {
    method: "POST", body, headers: { Accept: "application/json" },
  });
  const said = await answer.json();
  if (said.nonce && said.nonce === body.get("nonce")) keep(said.nonce);
  return { ok: answer.ok, ...said };
}

async function press(form) {
  const voting = form.dataset.voted !== "true";
  show(form, voting);
  form.setAttribute("aria-busy", "true");
  try {
    let answer = await send(form, voting);
    if (!answer.ok && answer.retry) {
      proof = undefined;
      answer = await send(form, voting);
    }
    if (answer.go) {
      location.assign(answer.go);
    } else if (answer.ok) {
      ballot.dataset.voter = "true";
      toast.hidden = true;
      showRemaining(answer.remaining);
      say(answer.say);
    } else {
      proof = undefined;
      show(form, !voting);
      complain(answer.say ?? offline);
    }
  } catch {
    proof = undefined;
    show(form, !voting);
    complain(offline);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// iOS WeChat brings back frozen pages, and other browsers the page as they kept
// it: what these show may be old.
async function refresh() {
  const answer = await fetch(`/api/v1/contests/${contest}/ballot`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { votes, remaining } = await answer.json();
  for (const form of document.querySelectorAll("form[data-vote]")) {
    show(form, votes.includes(Number(form.dataset.vote)));
  }
  showRemaining(remaining);
}

if (ballot) {
  addEventListener("pointerdown", prepare, { once: true });
  addEventListener("keydown", prepare, { once: true });
  addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-vote]");
    if (!form || ballot.dataset.asks) return; // the form itself leads to the page that asks who votes
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") press(form);
  });
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  addEventListener("pageshow", (event) => (event.persisted || back) && refresh().catch(() => {}));
}
