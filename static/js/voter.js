// The page that asks for a voting code. The QR of a slip carries the code
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
