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

// openCheckpoint returns {origin, size, root} of a checkpoint that the key has signed.
export function openCheckpoint(note, key) {
  const lines = openNote(note, key).split("\n");
  if (lines.length !== 4 || lines[0] !== openKey(key).name) throw new Wrong("signature");
  return { origin: lines[0], size: Number(lines[1]), root: base64(lines[2]) };
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

export function rootOf(hashes) {
  if (!hashes.length) return sha256(new Uint8Array());
  for (let level = hashes; ; ) {
    if (level.length === 1) return level[0];
    const above = [];
    for (let i = 0; i + 1 < level.length; i += 2) above.push(node(level[i], level[i + 1]));
    if (level.length % 2) above.push(level[level.length - 1]);
    level = above;
  }
}

export function tilePath(level, n, width) {
  let name = String(n % 1000).padStart(3, "0");
  for (n = Math.floor(n / 1000); n > 0; n = Math.floor(n / 1000)) name = `x${String(n % 1000).padStart(3, "0")}/${name}`;
  return `tile/${level}/${name}${width === 256 ? "" : `.p/${width}`}`;
}

// beginning returns the root that a tree had when it had the first old of its
// leaves. read gives the bytes of a tile by its path. The root that the tree has
// now is made of the very nodes that the older is made of, and must be the one
// that was signed: whoever gives the tiles can therefore not make up the older.
export async function beginning(read, { size, root }, old) {
  if (!(old > 0 && old <= size)) throw new Wrong("cutBack");
  const tiles = new Map();
  // block is the node over 2^height leaves from lo on, which are all there.
  async function block(lo, height) {
    const level = height >> 3, at = lo / 256 ** level, n = Math.floor(at / 256);
    const width = Math.min(256, Math.floor(size / 256 ** level) - 256 * n), path = tilePath(level, n, width);
    if (!tiles.has(path)) tiles.set(path, await read(path));
    const from = at - 256 * n, hashes = Array.from({ length: 2 ** (height & 7) }, (_, i) => tiles.get(path).slice(32 * (from + i), 32 * (from + i + 1)));
    return rootOf(hashes);
  }
  // both returns the node over what was there of n leaves from lo on, if any,
  // and the one over all of them.
  async function both(lo, n) {
    let width = 1, height = 0;
    for (; width < n; width *= 2) height++;
    if (width === n && (lo >= old || lo + n <= old)) {
      const hash = await block(lo, height);
      return [lo < old && hash, hash];
    }
    const [left, all] = await both(lo, width / 2), [right, rest] = await both(lo + width / 2, n - width / 2);
    return [right ? node(left, right) : left, node(all, rest)];
  }
  const [then, now] = await both(0, size);
  if (!same(now, root)) throw new Wrong("tiles");
  return then;
}

// parseLine reads the line of a notice: the log's name, its size and its root
// in base64. Paper, a camera's reading and a Chinese keyboard put in line breaks,
// wide letters and quotation marks; all of that is taken. So is the command on the sheet.
export function parseLine(text, origin) {
  const plain = text.normalize("NFKC").replace(/[\u200b-\u200d\ufeff"'“”‘’]|^[^]*--older=?/g, "").split(/\s— /)[0];
  const [, name, size, root] = plain.match(/^\s*(\S[^]*?)\s+(\d[\d,]*)\s+([A-Za-z0-9+/\s]+=?)\s*$/) ?? [], hash = root?.replace(/\s/g, "");
  const line = { size: Number(size?.replace(/,/g, "")), hash };
  if (!/^[^=]{43}=?$/.test(hash) || !(line.size > 0)) throw new Wrong("notLine");
  if (name.replace(/\s/g, "").toLowerCase() !== origin.toLowerCase()) throw new Wrong("otherLog");
  return line;
}

// agrees tells whether a hash that somebody copied is the root's, whatever is
// upper and lower case and whether O is 0, I or l is 1: some 200 bits must
// agree even so, and no two logs agree in so many, by chance or on purpose.
export function agrees(root, hash) {
  const plain = (text) => text.replace("=", "").toUpperCase().replace(/0/g, "O").replace(/[1L]/g, "I");
  return plain(btoa(String.fromCharCode(...root))) === plain(hash);
}

// compare holds the log of a checkpoint against the line of a notice, with tiles
// that read gives, and returns how many leaves there were then and are now.
export async function compare(text, note, key, read) {
  const line = parseLine(text, openKey(key).name), checkpoint = openCheckpoint(note, key);
  if (!agrees(await beginning(read, checkpoint, line.size), line.hash)) throw new Wrong("rewritten");
  return { then: line.size, now: checkpoint.size };
}

// codeTyped writes a receipt as codeOf does, however it was typed.
export const codeTyped = (text) => text.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/(.{4})(.{4})/, "$1-$2-");

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
