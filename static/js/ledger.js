// Reads what the log of votes says and checks it, as package voting/ledger
// does. Every function throws a Wrong where something does not agree.
import { sha256, signedBy } from "./crypto.js";

export class Wrong extends Error {}

const bytesOf = (text) => new TextEncoder().encode(text);
export const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const join = (...parts) => new Uint8Array(parts.flatMap((p) => [...p]));

// base64 undoes standard base64, or base64url without padding, each in the one
// way in which it is written.
function base64(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")), again = btoa(raw);
  if (text !== again && text !== again.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "")) throw new Wrong("base64");
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

export const node = (left, right) => sha256(join([1], left, right));
export const leafHash = (leaf) => sha256(join([0], bytesOf(leaf)));

// openKey splits a key, NAME+HASH+KEY.
function openKey(key) {
  const [name, hash, coded] = key.split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/);
  const raw = base64(coded ?? "");
  const own = sha256(join(bytesOf(`${name}\n`), raw)).slice(0, 4);
  if (raw.length !== 33 || raw[0] !== 1 || [...own].map((b) => b.toString(16).padStart(2, "0")).join("") !== hash) throw new Wrong("key");
  return { name, hash: own, key: raw.slice(1) };
}

// openNote returns the text of a signed note.
function openNote(note, key) {
  const k = openKey(key), cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1), line = note.slice(cut + 2).match(/^— (\S+) (\S+)\n$/);
  if (cut < 0 || !line || line[1] !== k.name) throw new Wrong("signature");
  const signature = base64(line[2]);
  if (!same(signature.slice(0, 4), k.hash) || !signedBy(k.key, bytesOf(text), signature.slice(4))) throw new Wrong("signature");
  return text;
}

// openCheckpoint returns {size, root} of a checkpoint that the key has signed.
export function openCheckpoint(note, key) {
  const lines = openNote(note, key).split("\n");
  if (lines.length !== 4 || lines[0] !== openKey(key).name) throw new Wrong("signature");
  return { size: Number(lines[1]), root: base64(lines[2]) };
}

// checkLeaf follows the inclusion proof of RFC 6962 from the leaf to the root.
export function checkLeaf(proof, size, root, place, leaf) {
  let hash = leafHash(leaf), n = place, last = size - 1;
  if (place < 0 || place >= size) throw new Wrong("proof");
  for (const text of proof) {
    const beside = base64(text);
    if (last === 0) throw new Wrong("proof");
    if (n % 2 === 1 || n === last) {
      hash = node(beside, hash);
      while (n % 2 === 0 && n !== 0) [n, last] = [n / 2, Math.floor(last / 2)];
    } else {
      hash = node(hash, beside);
    }
    [n, last] = [Math.floor(n / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !same(hash, root)) throw new Wrong("proof");
}

// checkGrowth holds a tree against the smaller one that it has grown from.
export function checkGrowth(proof, size, root, oldSize, oldRoot) {
  if (oldSize > size) throw new Wrong("rollback");
  if (oldSize === size && same(oldRoot, root) && proof.length === 0) return;
  let path = proof.map(base64), n = oldSize - 1, last = size - 1;
  while (n % 2 === 1) [n, last] = [Math.floor(n / 2), Math.floor(last / 2)];
  let [older, newer] = n === 0 ? [oldRoot, oldRoot] : [path[0], path[0]];
  if (n !== 0) path = path.slice(1);
  for (const beside of path) {
    if (last === 0) throw new Wrong("rollback");
    if (n % 2 === 1 || n === last) {
      [older, newer] = [node(beside, older), node(beside, newer)];
      while (n % 2 === 0 && n !== 0) [n, last] = [n / 2, Math.floor(last / 2)];
    } else {
      newer = node(newer, beside);
    }
    [n, last] = [Math.floor(n / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !older || !same(older, oldRoot) || !same(newer, root)) throw new Wrong("rollback");
}

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// codeOf is the receipt of a nonce in base64url, as people read it.
export function codeOf(nonce) {
  return codeOfHash(sha256(join(bytesOf("10:receipt-v116:"), base64(nonce))));
}

function codeOfHash(hash) {
  let bits = hash.slice(0, 7).reduce((n, b) => (n << 8n) | BigInt(b), 0n) >> 1n;
  const digits = Array(11);
  for (let i = 10; i >= 0; i--, bits >>= 5n) digits[i] = Number(bits & 31n);
  digits.push(digits.reduce((sum, d, i) => sum + (i + 1) * d, 0) % 31);
  return digits.map((d) => DIGITS[d]).join("").replace(/(.{4})(.{4})/, "$1-$2-");
}

// codeOfLeaf is the receipt that a vote's leaf belongs to.
export function codeOfLeaf(leaf) {
  const words = leaf.split(" ");
  if (words.length !== 3 || words[0] !== "vote-v1") throw new Wrong("leaf");
  return codeOfHash(base64(words[2]));
}
