// Moderation without waiting: the next works are in the page already, a
// decision shows the next one at once and is sent behind it. When the server
// refuses, the work comes back with the reason.
const desk = document.getElementById("m-desk");
const base = desk.dataset.base;
const text = desk.dataset;
const live = document.getElementById("live");
const toast = document.getElementById("toast");
const help = document.getElementById("m-help");
const keysOn = document.getElementById("m-keys-on");
const handful = 5;
const renewEvery = 120_000;
const decided = []; // numbers, the latest last
const sending = new Set(); // decisions on their way
let current = desk.querySelector(".m-panel:not([hidden])");
let claiming = null;
let renewed = Date.now();
let queueEnds = false;

const panels = () => [...desk.querySelectorAll(".m-panel")];
const panelOf = (number) => document.getElementById(`e${number}`);
const waiting = () => panels().filter((p) => p.dataset.state === "pending" && !p.dataset.sent);

async function post(path, fields) {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(fields),
  });
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 401) {
    location.reload(); // leads to the login and back
    return new Promise(() => {});
  }
  if (!answer.ok) throw Object.assign(new Error(body.detail), { code: body.code, say: body.say });
  return body;
}

function say(words, loud) {
  live.textContent = words;
  if (!loud) return;
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 6000);
}

function tint(panel) {
  const picture = panel.querySelector(".m-picture");
  if (picture.dataset.tone) picture.style.setProperty("--tone", picture.dataset.tone);
}

// put places a panel as the server sees it, in order of number. Of one that is
// there already only the state and the lease are renewed, unless replace.
function put({ number, html }, replace) {
  const old = panelOf(number);
  const box = document.createElement("template");
  box.innerHTML = html;
  const panel = box.content.firstElementChild;
  if (old && !replace) {
    old.querySelector(".m-line").replaceWith(panel.querySelector(".m-line"));
    return old;
  }
  tint(panel);
  if (old) {
    panel.hidden = old.hidden;
    old.replaceWith(panel);
    if (current === old) current = panel;
  } else {
    const after = panels().find((p) => Number(p.dataset.number) > number);
    desk.insertBefore(panel, after ?? null);
  }
  panel.querySelector("img")?.decode?.().catch(() => {});
  return panel;
}

function show(panel, focus = true) {
  for (const p of panels()) p.hidden = p !== panel;
  current = panel;
  document.getElementById("m-empty").hidden = Boolean(panel);
  if (!panel) return;
  const img = panel.querySelector("img");
  if (img) img.fetchPriority = "high";
  if (focus) panel.querySelector("h2").focus({ preventScroll: true });
  history.replaceState(null, "", `${base}?n=${panel.dataset.number}`);
}

function progress(answer) {
  const bar = document.getElementById("m-bar");
  bar.max = answer.total || 1;
  bar.value = answer.done;
  const words = document.getElementById("m-progress");
  words.textContent = words.dataset.text.replace("{n}", answer.done).replace("{of}", answer.total);
}

// claim takes more works into hand and renews those that are there.
function claim(after = 0) {
  claiming ??= (async () => {
    try {
      const answer = await post("/claim", { after });
      renewed = Date.now();
      progress(answer);
      for (const panel of answer.panels) {
        const fresh = panelOf(panel.number);
        put(panel, fresh && fresh.dataset.state !== "pending" && !fresh.dataset.sent);
      }
      if (after && answer.panels.length === 0) queueEnds = true;
      return answer.panels.map((p) => p.number);
    } catch {
      return null; // the next decision tries again
    } finally {
      claiming = null;
    }
  })();
  return claiming;
}

async function refill() {
  if (Date.now() - renewed > renewEvery) await claim();
  const ahead = waiting();
  if (ahead.length >= handful - 1 || queueEnds) return;
  const last = panels().at(-1);
  await claim(last ? Number(last.dataset.number) : 0);
}

function next(from) {
  const ahead = waiting();
  const n = from ? Number(from.dataset.number) : 0;
  return ahead.find((p) => Number(p.dataset.number) > n) ?? ahead[0];
}

async function onward(from) {
  let panel = next(from);
  if (!panel) {
    queueEnds = false;
    await claim();
    panel = next(null);
  }
  show(panel ?? null);
}

// decide sends a decision, and is remembered until the answer is there.
function decide(panel, fields) {
  const sent = send(panel, fields).finally(() => sending.delete(sent));
  sending.add(sent);
  return sent;
}

async function send(panel, fields) {
  const number = panel.dataset.number;
  const before = panel.cloneNode(true);
  panel.dataset.sent = "1";
  const undo = fields.decision === "undo";
  if (!undo && panel.dataset.state === "pending") {
    if (next(panel)) show(next(panel));
  }
  try {
    const answer = await post(`/${number}`, fields);
    progress(answer);
    const fresh = put(answer.panels[0], true);
    say(undo ? text.undone : answer.say);
    if (undo || fields.decision === "disqualify") {
      show(fresh);
    } else {
      decided.push(number);
      if (current === fresh) onward(fresh);
    }
    refill();
  } catch (problem) {
    const back = panelOf(number);
    delete back.dataset.sent;
    say(problem.code === "leased" || problem.code === "wrong_state" ? text.taken : problem.say ?? text.failed, true);
    if (problem.code === "leased" || problem.code === "wrong_state") {
      back.dataset.sent = "1";
      if (current === back) onward(back);
      return;
    }
    if (!undo) back.replaceWith(before);
    show(panelOf(number));
  }
}

async function undoLatest() {
  await Promise.all(sending); // the latest is known when all have arrived
  const button = current?.querySelector("[data-decide=undo]");
  const number = decided.pop() ?? (button ? current.dataset.number : undefined)
    ?? document.querySelector("#m-undo")?.action.split("/").at(-1);
  if (!number) return say(text.nothingToUndo, true);
  document.getElementById("m-undo")?.remove();
  const panel = panelOf(number);
  if (panel) return decide(panel, { decision: "undo" });
  location.href = `${base}?n=${number}`;
}

function go(step) {
  const list = panels();
  const i = list.indexOf(current);
  const panel = list[i + step];
  if (panel) show(panel);
  if (step > 0) refill();
  return Boolean(panel);
}

desk.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (!form) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  if (fields.decision !== "approve" && fields.decision !== "undo" && !fields.code && !fields.words?.trim()) {
    form.querySelector("input[type=radio]").focus();
    return say(form.querySelector("legend").textContent, true);
  }
  decide(form.closest(".m-panel"), fields);
});

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.metaKey && !event.ctrlKey && go(Number(link.dataset.go))) event.preventDefault();
});

const typing = (target) => target.closest?.("textarea, select, input:not([type=radio]):not([type=checkbox])");

function pickReason(digit) {
  const box = current?.querySelector(".m-reject[open]");
  const radio = box?.querySelectorAll("input[type=radio]")[digit - 1];
  if (radio) {
    radio.checked = true;
    radio.focus();
  }
}

function onKey(event) {
  if (event.key === "Escape") {
    const box = current?.querySelector(".m-reject[open]");
    if (box) {
      box.open = false;
      box.querySelector("summary").focus();
    }
    return;
  }
  if (event.key === "Enter" && event.target.matches?.(".m-reject input[type=radio]")) {
    event.preventDefault();
    return event.target.form.requestSubmit();
  }
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || !keysOn.checked || help.open) return;
  const key = event.key.toLowerCase();
  const acts = {
    a: () => current?.querySelector("[data-decide=approve]")?.requestSubmit(),
    r: () => {
      const box = current?.querySelector(".m-reject");
      if (box) {
        box.open = true;
        box.querySelector("input[type=radio]").focus();
      }
    },
    z: undoLatest,
    j: () => go(1),
    k: () => go(-1) || (current && (location.href = `${base}?before=${current.dataset.number}`)),
    "?": () => help.showModal(),
  };
  if (/^[1-9]$/.test(key)) pickReason(Number(key));
  else if (acts[key]) {
    event.preventDefault();
    acts[key]();
  }
}

addEventListener("keydown", onKey);

const helpOpen = document.getElementById("m-help-open");
helpOpen.hidden = false;
helpOpen.addEventListener("click", () => help.showModal());
keysOn.checked = localStorage.getItem("moderation-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("moderation-keys", keysOn.checked ? "on" : "off"));

for (const panel of panels()) tint(panel);
(async () => {
  const hand = await claim();
  if (!hand || !current || current.dataset.state !== "pending") return;
  // What another moderator has in hand is not ours to show.
  const asked = new URLSearchParams(location.search).has("n");
  for (const p of panels()) {
    const mine = hand.includes(Number(p.dataset.number));
    if (!mine && p.dataset.state === "pending" && !(asked && p === current)) {
      if (p === current) say(text.taken, true);
      p.remove();
      if (p === current) show(next(null) ?? null, false);
    }
  }
})();
