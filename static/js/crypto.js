// SHA-256, SHA-512 (FIPS 180-4) and the checking of Ed25519 signatures (RFC
// 8032), because crypto.subtle is missing on plain HTTP and in older WebViews.
// None of it keeps a secret, so none of it needs to take constant time.

// roots returns the first 64 bits of the fractional parts of a root (2 or 3) of
// the first count primes, where both hashes take their constants from.
function roots(count, root) {
  const found = [];
  for (let n = 2n; found.length < count; n++) {
    let prime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) prime = false;
    if (prime) found.push(integerRoot(n << BigInt(64 * root), BigInt(root)) & 0xffffffffffffffffn);
  }
  return found;
}

// integerRoot is the whole part of the k-th root, by Newton's method from above.
function integerRoot(n, k) {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / Number(k)));
  for (;;) {
    const y = ((k - 1n) * x + n / x ** (k - 1n)) / k;
    if (y >= x) return x;
    x = y;
  }
}

// sha is one algorithm for both widths: words of 32 or 64 bits as BigInt.
function sha(bits, rounds, turns) {
  const width = BigInt(bits), mask = (1n << width) - 1n, block = bits * 2;
  const shrink = (x) => x >> (64n - width);
  const constants = roots(rounds, 3).map(shrink), start = roots(8, 2).map(shrink);
  const turn = (x, n) => ((x >> n) | (x << (width - n))) & mask;
  const mix = (x, [a, b, c, shift]) => turn(x, a) ^ turn(x, b) ^ (shift ? x >> c : turn(x, c));
  return (bytes) => {
    const padded = new Uint8Array(Math.ceil((bytes.length + 1 + bits / 4) / block) * block);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
    const view = new DataView(padded.buffer), state = start.slice();
    for (let at = 0; at < padded.length; at += block) {
      const w = [];
      for (let i = 0; i < 16; i++) w.push(bits === 32 ? BigInt(view.getUint32(at + 4 * i)) : view.getBigUint64(at + 8 * i));
      for (let i = 16; i < rounds; i++) w.push((w[i - 16] + mix(w[i - 15], turns[0]) + w[i - 7] + mix(w[i - 2], turns[1])) & mask);
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < rounds; i++) {
        const t1 = h + mix(e, turns[2]) + ((e & f) ^ (~e & mask & g)) + constants[i] + w[i];
        const t2 = mix(a, turns[3]) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask];
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => (state[i] = (state[i] + x) & mask));
    }
    const out = new DataView(new ArrayBuffer(bits));
    state.forEach((x, i) => (bits === 32 ? out.setUint32(4 * i, Number(x)) : out.setBigUint64(8 * i, x)));
    return new Uint8Array(out.buffer);
  };
}

const turns = (text) => text.split(" ").map((four) => four.split(",").map((n, i) => (i === 3 ? n === "s" : BigInt(n))));
export const sha256 = sha(32, 64, turns("7,18,3,s 17,19,10,s 6,11,25,r 2,13,22,r"));
export const sha512 = sha(64, 80, turns("1,8,7,s 19,61,6,s 14,18,41,r 28,34,39,r"));

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x) => ((x % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));

// Points are in extended coordinates [X, Y, Z, T].
function add(p, q) {
  const e = mod((p[1] - p[0]) * (q[1] - q[0])), f = mod((p[1] + p[0]) * (q[1] + q[0]));
  const g = mod(2n * p[3] * q[3] * D), h = mod(2n * p[2] * q[2]);
  const [w, x, y, z] = [f - e, h - g, h + g, f + e];
  return [mod(w * x), mod(y * z), mod(x * y), mod(w * z)];
}

function times(n, point) {
  let result = [0n, 1n, 1n, 0n];
  for (; n > 0n; n >>= 1n) {
    if (n & 1n) result = add(result, point);
    point = add(point, point);
  }
  return result;
}

const littleEndian = (bytes) => bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);

// point undoes the encoding of a point; null where there is none.
function point(bytes) {
  const all = littleEndian(bytes), sign = all >> 255n, y = all & (2n ** 255n - 1n);
  if (y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const BASE = point([0x58, ...Array(31).fill(0x66)]);

// signedBy reports whether the 64 bytes are the key's signature of the text.
export function signedBy(key, text, signature) {
  const s = littleEndian(signature.slice(32)), r = point(signature.slice(0, 32)), a = point(key);
  if (signature.length !== 64 || s >= L || !r || !a) return false;
  const k = littleEndian(sha512(new Uint8Array([...signature.slice(0, 32), ...key, ...text]))) % L;
  const left = times(s, BASE), right = add(r, times(k, a));
  return !mod(left[0] * right[2] - right[0] * left[2]) && !mod(left[1] * right[2] - right[1] * left[2]);
}
