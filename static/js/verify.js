// Checks in the visitor's own browser what the page says of a receipt: that
// the leaf in the log is this receipt's, that the log contains it, that the
// log's key has signed the log, and that the log still begins with what this
// browser saw of it on an earlier visit.
import { Wrong, checkGrowth, checkLeaf, codeOf, codeOfLeaf, openCheckpoint } from "./ledger.js";

const page = document.getElementById("verify");
const found = document.getElementById("found");
const list = found.querySelector(".checks");
const slug = page.dataset.contest;
const kept = JSON.parse(localStorage.getItem(`log:${slug}`) ?? "null"); // {key, checkpoint}
const nonces = JSON.parse(localStorage.getItem(`votes:${slug}`) ?? "[]");

// check runs one step and tells how it went.
function check(step, run) {
  const item = document.createElement("li");
  let right = true;
  try {
    run();
  } catch (error) {
    if (!(error instanceof Wrong) && !(error instanceof DOMException)) throw error;
    right = false;
  }
  item.className = right ? "right" : "wrong";
  item.textContent = `${right ? "✓" : "✗"} ${list.dataset[step]}${right ? "" : list.dataset.bad}`;
  list.append(item);
  return right;
}

function checkAll(proof, code) {
  let checkpoint, right = check("leaf", () => {
    if (codeOfLeaf(proof.leaf) !== code) throw new Wrong("leaf");
  });
  right = check("signature", () => (checkpoint = openCheckpoint(proof.checkpoint, kept?.key ?? proof.key))) && right;
  if (!checkpoint) return false;
  right = check("proof", () => checkLeaf(proof.proof, checkpoint.size, checkpoint.root, proof.place, proof.leaf)) && right;
  if (!kept) {
    check("first", () => {});
    return right;
  }
  return check("growth", () => {
    const older = openCheckpoint(kept.checkpoint, kept.key);
    checkGrowth(proof.growth, checkpoint.size, checkpoint.root, older.size, older.root);
  }) && right;
}

async function look(code) {
  const from = kept ? kept.checkpoint.split("\n")[1] : 0;
  const answer = await fetch(`/api/v1/contests/${slug}/log/proof?receipt=${encodeURIComponent(code)}&from=${from}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const [proof] = (await answer.json()).items;
  if (proof.state !== "logged") return;
  list.replaceChildren();
  list.hidden = false;
  if (!checkAll(proof, code)) return;
  if (nonces.map(codeOf).includes(code)) check("own", () => {});
  localStorage.setItem(`log:${slug}`, JSON.stringify({ key: proof.key, checkpoint: proof.checkpoint }));
}

const asked = document.getElementById("code").value.trim();
if (asked && found.querySelector(".said-box") && typeof BigInt === "function") {
  look(asked.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/(.{4})(.{4})/, "$1-$2-")).catch(() => {});
}
