// The page that asks who votes.
import { solve } from "./proof.js";

// A voting code. The QR of a slip carries the code
// behind "#", which browsers send to nobody: it is put into the box, for the
// person to confirm, and taken out of the address. While one types, the box
// shows the code in two groups, as it is printed.
const box = document.getElementById("code");

function grouped(text) {
  const code = text.toUpperCase().replace(/[\s-]/g, "");
  return code.length > 5 ? `${code.slice(0, 5)} ${code.slice(5)}` : code;
}

function take() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code || code === "main") return;
  history.replaceState(null, "", location.pathname + location.search);
  box.value = grouped(code);
  box.form.querySelector("button").focus();
}

if (box) {
  take();
  addEventListener("hashchange", take);
  box.addEventListener("input", (event) => {
    const end = box.selectionStart === box.value.length;
    if (end && !event.isComposing && event.inputType !== "deleteContentBackward") box.value = grouped(box.value);
  });
}

// A code by SMS. The first touch starts the puzzle that asking for one takes;
// the form's token stands in for it only without this script.
const send = document.querySelector("[data-proof]");

if (send) {
  let proof;
  const prepare = () => (proof ??= solve(send.dataset.proof));
  send.addEventListener("focusin", () => prepare().catch(() => (proof = undefined)), { once: true });
  send.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      for (const [name, value] of Object.entries(await prepare())) form.elements[name].value = value;
      form.elements.form.value = "";
    } catch {
      proof = undefined; // the form's token will do
    }
    button.disabled = false;
    form.submit(); // no event again
  });
}
