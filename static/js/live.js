// Counts that change while one looks. The page names a stream (data-live on
// main) and shows numbers of votes (data-count) or a ranking (data-ranking);
// what the server tells of them is put in their place. A hidden page hears
// nothing; where there is no stream, the server is asked now and then.
const root = document.documentElement;
const main = document.getElementById("main");
const { live, top, category, single, many } = main.dataset;
const ranking = document.querySelector("[data-ranking]");
const screen = document.querySelector("[data-screen]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || root.dataset.weuiMode === "care";
const slow = (low, high) => 1000 * (low + Math.random() * (high - low)); // not all pages at once

let source;
let timer;
let failures = 0;
let hidden = false;
let renewing = false;
let places = []; // of the ranking, as the server told last

function address() {
  const wanted = new URLSearchParams();
  const numbers = new Set([...document.querySelectorAll("[data-count]")].map((shown) => shown.dataset.count));
  if (numbers.size) wanted.set("entries", [...numbers].slice(0, 200).join(","));
  if (ranking) wanted.set("top", top);
  if (category) wanted.set("category", category);
  return `${live}?${wanted}`;
}

function put(shown, n) {
  const text = n === 1 ? single : many.replace("999", n);
  if (shown.textContent === text) return;
  shown.textContent = text;
  if (!calm) shown.animate?.([{ opacity: 0.3 }, { opacity: 1 }], 700);
}

// Rows move to their new places so that the eye can follow.
function arrange() {
  const rows = new Map([...ranking.children].map((row) => [Number(row.dataset.number), row]));
  if (places.some((place) => !rows.has(place.number))) return renew();
  const before = new Map([...rows.values()].map((row) => [row, row.offsetTop]));
  const focused = document.activeElement;
  places.forEach((place, i) => {
    const row = rows.get(place.number);
    rows.delete(place.number);
    if (ranking.children[i] !== row) ranking.insertBefore(row, ranking.children[i]);
    const rank = row.querySelector(".rank");
    rank.lastChild.textContent = place.rank;
    rank.classList.toggle("rank-top", place.rank <= 3);
    row.querySelector("[data-tied]").hidden = !place.tied;
    put(row.querySelector(".votes"), place.votes);
  });
  for (const row of rows.values()) row.remove();
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  if (calm) return;
  for (const row of ranking.children) {
    const way = before.get(row) - row.offsetTop;
    if (way) row.animate?.([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 900, easing: "ease-in-out" });
  }
}

// A work that was not among the first comes with the page as it is now.
function renew() {
  if (renewing) return; // it will see the newest places
  renewing = true;
  setTimeout(async () => {
    try {
      const text = (await (await fetch(location.href)).text()).replace(/<style[^]*?<\/style>/g, "");
      const there = new Set([...ranking.children].map((row) => row.dataset.number));
      for (const row of new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-ranking] > *")) {
        if (!there.has(row.dataset.number)) ranking.append(document.adoptNode(row));
      }
      renewing = false;
      arrange();
    } catch {
      renewing = false; // the next change tries again
    }
  }, slow(0, 2));
}

function show(told) {
  for (const [number, votes] of Object.entries(told.votes ?? {})) {
    for (const shown of document.querySelectorAll(`[data-count="${number}"]`)) put(shown, votes);
  }
  if (told.ranking && ranking) {
    places = told.ranking;
    arrange();
  }
  if (!screen) return;
  const total = screen.querySelector("[data-total]");
  put(total, told.total);
  total.hidden = false;
  const clock = screen.querySelector("[data-until]");
  if (clock && told.open !== (clock.dataset.open === "true")) reload(1, 3);
  else if (clock && told.open && told.closes) clock.dataset.until = told.closes;
}

function listen() {
  stop();
  if (document.hidden || hidden) return;
  if (!window.EventSource) return ask();
  source = new EventSource(address());
  source.addEventListener("counts", (event) => {
    failures = 0;
    root.dataset.counts = "live"; // vote.js leaves the counting to the server
    show(JSON.parse(event.data));
  });
  source.addEventListener("hidden", () => {
    hidden = true;
    stop();
  });
  source.onerror = () => {
    delete root.dataset.counts;
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again
    stop();
    timer = setTimeout(ask, slow(2, 6));
  };
}

async function ask() {
  try {
    const answer = await fetch(address(), { headers: { Accept: "application/json" } });
    if (answer.status === 403) hidden = true;
    if (answer.ok) show(await answer.json());
  } catch {}
  if (!hidden) timer = setTimeout(++failures % 6 ? ask : listen, slow(10, 15));
}

function stop() {
  delete root.dataset.counts;
  clearTimeout(timer);
  source?.close();
  source = undefined;
}

function reload(low, high) {
  stop();
  setTimeout(() => location.reload(), slow(low, high));
}

// The clock of a screen in a hall.
function tick(clock) {
  const left = Math.max(0, Math.round((new Date(clock.dataset.until) - Date.now()) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const days = Math.floor(left / 86400);
  const time = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  clock.textContent = days ? `${days} ${clock.dataset.days} ${time}` : time;
  if (left === 0 && !clock.over) {
    clock.over = true;
    reload(2, 5);
  }
}

if (screen) {
  const clock = screen.querySelector("[data-until]");
  if (clock) setInterval(tick, 1000, clock);
  const here = screen.querySelector("[data-here]");
  if (here) here.textContent = location.host + here.dataset.here;
  if (!live) setInterval(() => location.reload(), slow(60, 70));
  navigator.wakeLock?.request("screen").catch(() => {});
}

if (live) {
  const begin = () => (timer = setTimeout(listen, screen ? 0 : slow(1, 2))); // the pictures first
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
  addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("tiles", () => source && listen()); // more works are shown
}
