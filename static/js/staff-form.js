// The form of a contest's settings: nothing typed is lost by leaving, and a
// form that came back begins at what is wrong.
const form = document.getElementById("settings");
let dirty = false;

form?.addEventListener("input", () => { dirty = true; });
form?.addEventListener("submit", () => { dirty = false; });
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

(document.getElementById("problem") ?? null)?.focus();

const tie = document.getElementById("p-tie");
const seed = document.getElementById("p-seed")?.closest(".field");
function showSeed() {
  if (seed) seed.hidden = tie.value !== "draw";
}
tie?.addEventListener("change", showSeed);
if (tie) showSeed();
