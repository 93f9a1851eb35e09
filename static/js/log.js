// Checks a whole exported log, as package voting/ledger and docs/verify do. The
// formats are described in docs/verify/README.md.
import { Wrong, agrees, codeOfLeaf, leafHash, openCheckpoint, parseLine, rootOf, same, tilePath } from "./ledger.js";
import { sha256 } from "./crypto.js";

const textOf = (bytes) => new TextDecoder().decode(bytes);
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
const url64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

// unzip returns the files of an archive by name. They are stored, not packed.
export function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length), files = new Map();
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Wrong("this is no archive");
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const [size, nameLength] = [view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const name = textOf(bytes.subarray(at + 46, at + 46 + nameLength)), local = view.getUint32(at + 42, true);
    if (view.getUint16(at + 10, true) !== 0) throw new Wrong(`${name} is packed`);
    if (files.has(name)) throw new Wrong(`${name} is there twice`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.set(name, bytes.subarray(start, start + size));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

// checkManifest strikes the manifest off the files, all of which it lists.
function checkManifest(files) {
  const lines = textOf(take(files, "SHA256SUMS")).split("\n");
  if (lines.pop() !== "") throw new Wrong("SHA256SUMS is cut off");
  const listed = new Set();
  let before = "";
  for (const line of lines) {
    const name = line.slice(66);
    if (line.slice(64, 66) !== "  " || name <= before) throw new Wrong("SHA256SUMS is not written as it must be");
    if (!files.has(name)) throw new Wrong(`${name} is listed and missing`);
    if (hex(sha256(files.get(name))) !== line.slice(0, 64)) throw new Wrong(`${name} was altered`);
    listed.add((before = name));
  }
  for (const name of files.keys()) if (!listed.has(name)) throw new Wrong(`${name} is not listed`);
}

function take(files, name) {
  const data = files.get(name);
  if (!data) throw new Wrong(`${name} is missing`);
  files.delete(name);
  return data;
}

function readLeaves(files, size) {
  const leaves = [];
  while (leaves.length < size) {
    const width = Math.min(256, size - leaves.length), name = tilePath("entries", leaves.length / 256, width);
    const data = take(files, name);
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = (data[at] << 8) | data[at + 1], end = at + 2 + length;
      if (!(end <= data.length)) throw new Wrong(`${name} is cut off`);
      leaves.push(textOf(data.subarray(at + 2, end)));
      at = end;
    }
    if (at !== data.length) throw new Wrong(`${name} is too long`);
  }
  return leaves;
}

// checkTiles holds every tile against the leaves' hashes.
function checkTiles(files, hashes) {
  for (let level = 0; hashes.length; level++) {
    const above = [];
    for (let start = 0; start < hashes.length; start += 256) {
      const tile = hashes.slice(start, start + 256), name = tilePath(level, start / 256, tile.length), data = take(files, name);
      if (data.length !== 32 * tile.length || !tile.every((h, i) => same(h, data.subarray(32 * i, 32 * i + 32)))) throw new Wrong(`${name} does not agree with the leaves`);
      if (tile.length === 256) above.push(rootOf(tile));
    }
    hashes = above;
  }
}

const HASH = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]";
const LEAF = new RegExp(`^(?:(policy|continues|review|takeback|result)-v1 (${HASH})|(vote)-v1 (${HASH}) (${HASH})|(entry)-v1 ([1-9][0-9]{0,17}) (published|disqualified|withdrawn|returned)|(round)-v1 (closed|reopened))$`);

// tell reads the leaves in their order and refuses what cannot have happened.
function tell(leaves) {
  const story = { votes: 0, takenBack: 0, closed: false, policy: "", result: "" };
  const seen = new Set(), shown = new Map();
  const fresh = (what) => {
    if (seen.has(what)) throw new Wrong("a receipt or commitment that was logged before");
    seen.add(what);
  };
  leaves.forEach((line, n) => {
    const m = line.match(LEAF), kind = m && (m[1] ?? m[3] ?? m[6] ?? m[9]);
    const may = (right) => {
      if (!right) throw new Wrong(`leaf ${n}: ${line} cannot be here`);
    };
    may(m);
    if (kind === "continues") return may(n === 0);
    if (kind === "policy") {
      may(!story.policy && (n === 0 || (n === 1 && leaves[0].startsWith("continues"))));
      return (story.policy = m[2]);
    }
    may(story.policy && (!story.result || ["entry", "review", "result"].includes(kind)));
    if (kind === "vote") {
      may(!story.closed);
      fresh(m[4]);
      fresh(`H ${m[5]}`);
      story.votes++;
    } else if (kind === "takeback") {
      fresh(m[2]);
      may(++story.takenBack <= story.votes);
    } else if (kind === "entry") {
      may((shown.get(m[7]) ?? false) !== (m[8] === "published"));
      shown.set(m[7], m[8] === "published");
    } else if (kind === "round") {
      may(story.closed !== (m[10] === "closed"));
      story.closed = m[10] === "closed";
    } else if (kind === "result") {
      may(story.closed);
      story.result = m[2];
    }
  });
  return story;
}

function checkResult(document, story) {
  const r = JSON.parse(textOf(document)), sum = (list, key) => list.reduce((n, x) => n + x[key], 0);
  const rising = (list, key) => list.every((x, i) => i === 0 || list[i - 1][key] < x[key]);
  const counts = [r.pending, r.withdrawn, ...r.void.map((v) => v.votes - 1), ...r.entries.flatMap((e) => [e.counted, e.void, e.number - 1])];
  const right = rising(r.void, "reason") && rising(r.entries, "number") && counts.every((n) => n >= 0) &&
    sum(r.entries, "counted") === r.counted && sum(r.entries, "void") === sum(r.void, "votes") &&
    r.logged === r.counted + r.pending + r.withdrawn + sum(r.void, "votes") && r.logged === story.votes && r.withdrawn === story.takenBack;
  if (!right) throw new Wrong("votes are missing or added: the sums of the result do not agree");
  return r;
}

// checkBeginning holds the leaves against a checkpoint that was kept or the line
// of a notice, and returns how many leaves there were then.
function checkBeginning(hashes, origin, older, key) {
  const signed = /^— /m.test(older), kept = signed ? openCheckpoint(`${older.trim()}\n`, key) : parseLine(older, origin);
  if (kept.size > hashes.length) throw new Wrong("cutBack");
  const then = rootOf(hashes.slice(0, kept.size));
  if (!(signed ? same(then, kept.root) : agrees(then, kept.hash))) throw new Wrong("rewritten");
  return kept.size;
}

// verify checks the archive's bytes and returns what it tells; a Wrong says
// what is wrong. key and older, a checkpoint that was kept or the line of a
// notice, may be "".
export function verify(bytes, key = "", older = "") {
  const files = unzip(bytes);
  checkManifest(files);
  const own = textOf(take(files, "key"));
  if (!own.endsWith("\n") || (key && key !== own.slice(0, -1))) throw new Wrong("this log is signed by another key");
  const checkpoint = openCheckpoint(textOf(take(files, "checkpoint")), own.slice(0, -1));
  const leaves = readLeaves(files, checkpoint.size), hashes = leaves.map(leafHash);
  if (!same(rootOf(hashes), checkpoint.root)) throw new Wrong("the leaves are not those that were signed");
  const began = older && checkBeginning(hashes, checkpoint.origin, older, own.slice(0, -1));
  checkTiles(files, hashes);
  const story = tell(leaves);
  if (url64(sha256(take(files, "policy.json"))) !== story.policy) throw new Wrong("the policy is not the one that was logged");
  if (story.result) {
    const document = take(files, "result.json");
    if (url64(sha256(document)) !== story.result) throw new Wrong("the result is not the one that was logged");
    story.sums = checkResult(document, story);
  }
  if (files.size) throw new Wrong(`${[...files.keys()].sort()[0]} does not belong to this log`);
  return { ...story, began, size: checkpoint.size, key: own.slice(0, -1), places: (code) => leaves.flatMap((l, i) => (l.startsWith("vote-v1 ") && codeOfLeaf(l) === code ? [i + 1] : [])) };
}
