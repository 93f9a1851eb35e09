// The list of entries: tick all, and say how many are ticked.
const form = document.getElementById("batch");
if (form) {
  const all = document.getElementById("all");
  const button = form.querySelector("[data-count]");
  const ticks = [...form.querySelectorAll("[name=n]")];
  const say = () => {
    const n = ticks.filter((tick) => tick.checked).length;
    button.textContent = n ? `${button.dataset.count} (${n})` : button.dataset.count;
    button.disabled = n === 0;
    all.checked = n === ticks.length;
    all.indeterminate = n > 0 && n < ticks.length;
  };
  all.hidden = false;
  document.getElementById("all-text").hidden = false;
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
    say();
  });
  form.addEventListener("change", say);
  say();
}
