// Submitting in three steps on one form. The picture is sent as soon as it is
// chosen; the form then only names it (draft), so that nothing is sent twice
// and an error later on never costs the upload. What was typed is kept for the
// case that the phone reloads the page behind the camera.
import { forget, remembered, upload } from "./upload.js";

const form = document.getElementById("submit");
const words = form.dataset;
const sections = [...form.querySelectorAll("[data-step]")];
const marks = [...form.querySelectorAll(".stepper li")];
const inputs = [document.getElementById("camera"), document.getElementById("file")];
const picked = document.getElementById("picked");
const image = picked.querySelector("img");
const progress = picked.querySelector("progress");
const arrived = document.getElementById("arrived");
const wrong = document.getElementById("file-wrong");
const draft = form.elements.draft;
const store = `plaudit-draft-${words.contest}`;
let step = 0;
let sending; // aborts the upload under way

function go(to, focus) {
  step = to;
  sections.forEach((section, i) => (section.hidden = i !== to));
  marks.forEach((mark, i) => {
    mark.className = i < to ? "past" : "";
    if (i === to) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  });
  if (to === 2) preview();
  if (focus) {
    scrollTo(0, form.offsetTop - 20);
    sections[to].querySelector("h2").focus({ preventScroll: true });
  }
}

// The browser's Back leads to the step before, not out of the form. The first
// entry of the history is the page as it was opened.
function start(at, focus) {
  history.replaceState({ step: at, first: true }, "");
  go(at, focus);
}

function forward() {
  history.pushState({ step: step + 1 }, "");
  go(step + 1, true);
}

function back() {
  if (history.state?.first) start(step - 1, true);
  else history.back();
}

function preview() {
  for (const line of form.querySelectorAll("[data-show]")) {
    line.textContent = form.elements[line.dataset.show].value;
  }
  const box = form.querySelector("[data-preview]");
  box.hidden = false;
  const copy = box.querySelector("img");
  copy.hidden = !image.src; // after a reload the picture is only with the server
  if (image.src) copy.src = image.src;
}

function fileWrong(text) {
  wrong.textContent = text;
  wrong.hidden = !text;
  // Without this the same file, chosen once more, is no change.
  if (text) for (const input of inputs) input.value = "";
}

// There is no next step before there is a picture.
function mayGoOn() {
  sections[0].querySelector(".acts").hidden = !draft.value;
}

function ready() {
  if (step === 0 && !draft.value) {
    fileWrong(words.missing);
    return false;
  }
  const fields = [...sections[step].querySelectorAll("input, select, textarea")];
  for (const field of fields) {
    if (field.type !== "tel") continue;
    const digits = field.value.replace(/\D/g, "").length;
    field.setCustomValidity(field.value && digits < 5 ? field.dataset.bad : "");
  }
  return fields.every((field) => field.reportValidity());
}

async function send(file) {
  fileWrong("");
  draft.value = "";
  mayGoOn();
  const film = Boolean(words.maxVideo) && file.type.startsWith("video/");
  if (file.size > (film ? words.maxVideo : words.max)) {
    fileWrong(film ? words.tooLargeVideo : words.tooLarge);
    return;
  }
  if (image.src) URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
  if (!film) image.src = URL.createObjectURL(file);
  picked.hidden = progress.hidden = false;
  image.hidden = film;
  arrived.textContent = words.busy;
  sending?.abort();
  const { signal } = (sending = new AbortController());
  try {
    const waiting = () => (arrived.textContent = words.waiting);
    const id = await upload(words.contest, file, { signal, progress: pace(file.size), waiting });
    await look(id, signal);
    draft.value = id;
    arrived.textContent = words.arrived;
    mayGoOn();
    keep();
  } catch (error) {
    if (signal.aborted) return; // another file was chosen
    if (error.say) forget(words.contest);
    picked.hidden = true;
    fileWrong(error.say ?? words[error.code?.replace(/_(.)/g, (_, c) => c.toUpperCase())] ?? words.failed);
  } finally {
    if (!signal.aborted) progress.hidden = true;
  }
}

// look asks whether the file that arrived is a picture; the answer is in the
// visitor's words.
async function look(id, signal) {
  const answer = await fetch(`/${words.contest}/submit/file`, {
    method: "POST", body: new URLSearchParams({ draft: id }), headers: { Accept: "application/json" }, signal,
  });
  if (!answer.ok) throw await answer.json().catch(() => ({}));
}

// pace shows how far the file is, how fast it goes and what is left. The speed
// is that of the last seconds, so that a pause does not weigh for ever.
function pace(size) {
  const marks = [];
  return (bytes) => {
    progress.value = bytes / size;
    const now = performance.now();
    marks.push([now, bytes]);
    while (marks.length > 2 && marks[0][0] < now - 8000) marks.shift();
    const [since, from] = marks[0];
    if (now - since < 1000 || bytes <= from) return;
    const speed = ((bytes - from) * 1000) / (now - since);
    const left = Math.ceil((size - bytes) / speed);
    const say = left < 100 ? words.leftSeconds.replace("{n}", left) : words.leftMinutes.replace("{n}", Math.ceil(left / 60));
    arrived.textContent = words.pace.replace("{done}", megabytes(bytes)).replace("{size}", megabytes(size)).replace("{speed}", megabytes(speed)).replace("{left}", say);
  };
}

function megabytes(bytes) {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// Who is under 14 enters through a guardian; everybody else gives a telephone.
function ages() {
  const child = form.elements.age_band.value === "under-14";
  for (const box of form.querySelectorAll("[data-age]")) {
    const on = (box.dataset.age === "under-14") === child;
    box.hidden = !on;
    for (const field of box.querySelectorAll("input")) {
      field.disabled = !on;
      field.required = on;
    }
  }
}

function keep() {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "consent" && name !== "guardian_ok") kept[name] = value;
  }
  try {
    sessionStorage.setItem(store, JSON.stringify(kept));
  } catch { /* private windows may refuse; nothing depends on it */ }
}

// fileHint says that the same file, chosen again, continues.
function fileHint({ offset, size }) {
  picked.hidden = false;
  arrived.textContent = words.resume.replace("{n}", Math.floor((100 * offset) / size));
}

function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(store));
  } catch { /* see above */ }
  const begun = remembered(words.contest);
  if (begun && begun.offset < begun.size) fileHint(begun);
  if (!kept || document.getElementById("problem")) return;
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements[name];
    if (field && (name === "draft" || name === "request_key" || !field.value || field.tagName === "SELECT")) field.value = value;
  }
  if (draft.value) {
    picked.hidden = false;
    arrived.textContent = words.arrived;
  }
}

for (const input of inputs) {
  input.addEventListener("change", () => input.files[0] && send(input.files[0]));
}
form.elements.age_band.addEventListener("change", ages);
form.addEventListener("input", (event) => {
  if (event.target.type === "tel") event.target.setCustomValidity("");
  keep();
});
addEventListener("popstate", ({ state }) => {
  if (!state) return;
  if (state.step > step && !ready()) history.back();
  else go(state.step, true);
});
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-next]") && ready()) forward();
  if (event.target.closest("[data-prev]")) back();
});
form.addEventListener("submit", (event) => {
  if (!draft.value) {
    event.preventDefault();
    start(0, true);
    fileWrong(words.missing);
    return;
  }
  for (const input of inputs) input.disabled = true; // the picture is there already
  const send = document.getElementById("send");
  send.setAttribute("aria-disabled", "true");
  send.textContent = words.sending;
  forget(words.contest);
  try {
    sessionStorage.removeItem(store);
  } catch { /* see above */ }
});
// Coming back to a page that was sent: let it be sent again; the server knows
// the request by its key and answers with the same number.
addEventListener("pageshow", () => {
  for (const input of inputs) input.disabled = false;
});

form.querySelector(".stepper").hidden = false;
for (const part of form.querySelectorAll("[data-js]")) part.hidden = false;
restore();
ages();
mayGoOn();
const bad = sections.findIndex((section) => section.querySelector('.wrong:not([hidden]), [aria-invalid="true"]'));
start(bad < 0 ? 0 : bad, false);
document.getElementById("problem")?.focus();
