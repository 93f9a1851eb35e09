// A worker that finds a number n for which SHA-256(text + ":" + n) begins with
// the wanted zero bits. SHA-256 is our own (FIPS 180-4), since crypto.subtle is
// missing on plain HTTP and in older WebViews.
const K = new Int32Array(64);
const H = new Int32Array(8);

// The constants are the fractions of the cube and square roots of the primes.
(function () {
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) H[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
})();

const W = new Int32Array(64);

// compress mixes one block of 64 bytes into the state.
function compress(state, bytes, from) {
  for (let i = 0; i < 16; i++) {
    const j = from + 4 * i;
    W[i] = (bytes[j] << 24) | (bytes[j + 1] << 16) | (bytes[j + 2] << 8) | bytes[j + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

// puzzle prepares the text with its colon, padded as SHA-256 wants it; try(n)
// then counts the zero bits that the digest of text:n begins with. Only the
// digits are written anew for each n.
function puzzle(text) {
  const head = `${text}:`;
  const state = new Int32Array(8);
  let bytes, digits = 0;

  function lay(length) {
    digits = length;
    const end = head.length + digits;
    bytes = new Uint8Array(((end + 72) >> 6) * 64);
    for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
    bytes[end] = 0x80;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, end * 8);
  }

  return function zeroBits(n) {
    const length = n < 10 ? 1 : Math.floor(Math.log10(n) + 1e-9) + 1;
    if (length !== digits) lay(length);
    for (let at = head.length + digits - 1, left = n; at >= head.length; at--) {
      const rest = (left / 10) | 0;
      bytes[at] = 48 + left - 10 * rest;
      left = rest;
    }
    state.set(H);
    for (let from = 0; from < bytes.length; from += 64) compress(state, bytes, from);
    let bits = 0;
    for (let i = 0; i < 8; i++) {
      bits += Math.clz32(state[i]);
      if (state[i] !== 0) break;
    }
    return bits;
  };
}

self.onmessage = ({ data }) => {
  const zeroBits = puzzle(data.text);
  let n = 0;
  while (zeroBits(n) < data.bits) n++;
  self.postMessage(String(n));
};
