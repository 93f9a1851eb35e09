// "Load more" without leaving the page: the next page of works is fetched as
// the page it is, and its tiles are put behind those already here.
const more = document.getElementById("more");
const list = document.getElementById("tiles");
const live = document.getElementById("live");

function paint(tile) {
  const frame = tile.querySelector("[data-tone]");
  if (frame?.dataset.tone) frame.style.setProperty("--tone", frame.dataset.tone);
}

async function load() {
  const label = more.textContent;
  more.textContent = more.dataset.busy;
  more.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(more.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    // Its style block has a nonce of its own, which this page's policy refuses.
    const text = (await answer.text()).replace(/<style[^]*?<\/style>/g, "");
    const page = new DOMParser().parseFromString(text, "text/html");
    let first = null;
    for (const tile of page.querySelectorAll("#tiles > .tile")) {
      if (document.getElementById(tile.id)) continue;
      const own = document.adoptNode(tile);
      paint(own);
      list.append(own);
      first ??= own;
    }
    first?.querySelector("a").focus({ preventScroll: true });
    live.textContent = more.dataset.loaded;
    dispatchEvent(new Event("tiles"));
    const next = page.getElementById("more");
    if (next) {
      more.href = next.getAttribute("href");
      more.textContent = label;
      more.removeAttribute("aria-disabled");
    } else {
      more.remove();
    }
  } catch {
    more.textContent = more.dataset.failed;
    more.removeAttribute("aria-disabled");
  }
}

more?.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (more.getAttribute("aria-disabled") !== "true") load();
});

// A clip's silent first seconds play under a mouse that stays on its tile; not
// where movement or data are unwelcome. Telephones have no such mouse.
let preview, pause;

const calm = () =>
  document.documentElement.dataset.weuiMode === "care" || navigator.connection?.saveData ||
  !matchMedia("(prefers-reduced-motion: no-preference)").matches;

function stop() {
  clearTimeout(pause);
  preview?.remove();
}

list?.addEventListener("pointerover", (event) => {
  const link = event.target.closest(".tile-link");
  if (link?.contains(event.relatedTarget)) return;
  stop();
  const frame = link?.querySelector("[data-preview]");
  if (!frame || event.pointerType !== "mouse" || calm()) return;
  pause = setTimeout(() => {
    preview = Object.assign(document.createElement("video"), { src: frame.dataset.preview, muted: true, loop: true, playsInline: true });
    preview.setAttribute("aria-hidden", "true");
    frame.querySelector("img").after(preview);
    preview.play().catch(stop);
  }, 200);
});
list?.addEventListener("pointerleave", stop);
