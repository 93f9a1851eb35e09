// SHA-256, SHA-512 (FIPS 180-4) and the checking of Ed25519 signatures (RFC
// 8032), because crypto.subtle is missing on plain HTTP and in older WebViews.
// None of it keeps a secret, so none of it needs to take constant time.

// The constants of both are the fractions of the cube and square roots of the
// first primes: 32 bits of 64 primes for the one, 64 bits of 80 for the other.
const primes = [];
for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
const K = Int32Array.from(primes.slice(0, 64), (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

// padded is the bytes as both algorithms want them: a one bit, zeros, and the
// length in bits at the end of the last block.
function padded(bytes, block, room) {
  const all = new Uint8Array(Math.ceil((bytes.length + 1 + room) / block) * block);
  all.set(bytes);
  all[bytes.length] = 0x80;
  new DataView(all.buffer).setUint32(all.length - 4, bytes.length * 8);
  return all;
}

export function sha256(bytes) {
  const all = padded(bytes, 64, 8), view = new DataView(all.buffer), state = START.slice();
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < all.length; at += 64) {
    for (let i = 0; i < 16; i++) W[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = W[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + W[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => (state[i] += x));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((x, i) => out.setInt32(4 * i, x));
  return new Uint8Array(out.buffer);
}

const M = (1n << 64n) - 1n;

// root is the first 64 bits of the fraction of the k-th root, by Newton's method
// from above.
function root(n, k) {
  const wide = BigInt(n) << (64n * k);
  let x = 1n << BigInt(Math.ceil(wide.toString(2).length / Number(k)));
  for (;;) {
    const y = ((k - 1n) * x + wide / x ** (k - 1n)) / k;
    if (y >= x) return x & M;
    x = y;
  }
}

const K512 = primes.map((p) => root(p, 3n));
const START512 = primes.slice(0, 8).map((p) => root(p, 2n));

// Only signatures need it, so it may be slow.
export function sha512(bytes) {
  const all = padded(bytes, 128, 16), view = new DataView(all.buffer), state = START512.slice();
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & M;
  for (let at = 0; at < all.length; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15], y = w[i - 2];
      w.push((w[i - 16] + (turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n)) + w[i - 7] + (turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n))) & M);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const t1 = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & M & g)) + K512[i] + w[i];
      const t2 = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g; g = f; f = e; e = (d + t1) & M; d = c; c = b; b = a; a = (t1 + t2) & M;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => (state[i] = (state[i] + x) & M));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((x, i) => out.setBigUint64(8 * i, x));
  return new Uint8Array(out.buffer);
}

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
