// The page that checks a downloaded log without any server. The scripts that it
// is joined with are crypto.js, ledger.js and log.js.
import { codeTyped } from "./ledger.js";
import { verify } from "./log.js";

const $ = (id) => document.getElementById(id);
const words = document.body.dataset;

function say(text, right) {
  $("said").textContent = text;
  $("said").className = right ? "right" : "wrong";
}

async function check() {
  const [file] = $("file").files;
  if (!file) return;
  say(words.busy, true);
  await new Promise((done) => setTimeout(done, 30)); // so that it is shown
  try {
    const report = verify(new Uint8Array(await file.arrayBuffer()), $("key").value.trim(), $("older").value.trim());
    const lines = [words.right.replace("{votes}", report.votes).replace("{back}", report.takenBack)];
    if (report.sums) lines.push(words.sums.replace("{counted}", report.sums.counted));
    if (report.began) lines.push(words.same.replace("{then}", report.began).replace("{now}", report.size));
    const code = codeTyped($("code").value);
    const places = code ? report.places(code) : [];
    if (code) lines.push(places.length ? words.found.replace("{place}", places[0]) : words.lost);
    if (!$("key").value) lines.push(words.unproven);
    say(lines.join("\n"), !code || places.length > 0);
  } catch (error) {
    say(words[error.message] ?? `${words.wrong} ${error.message}`, false);
  }
}

$("check").addEventListener("click", check);
