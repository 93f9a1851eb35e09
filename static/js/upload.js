// Sends a file through the resumable uploads of the API (tus 1.0), two
// megabytes at a time, so that a lost connection, a phone call or a restart of
// the server costs no more than that. Where it goes on is remembered per
// contest: the same file chosen again, even tomorrow morning, continues.
const slice = 2 << 20;
const patience = 12; // failures in a row without a byte more
const longest = 15_000; // ms between two attempts

const key = (contest) => `plaudit-upload-${contest}`;
const print = (file) => `${file.name} ${file.size} ${file.lastModified}`;

// remembered is the upload begun last: {url, print, size, offset}.
export function remembered(contest) {
  try {
    return JSON.parse(localStorage.getItem(key(contest)));
  } catch {
    return null; // private windows may refuse; then a reload begins anew
  }
}

function remember(contest, upload) {
  try {
    localStorage.setItem(key(contest), JSON.stringify(upload));
  } catch { /* see above */ }
}

export function forget(contest) {
  try {
    localStorage.removeItem(key(contest));
  } catch { /* see above */ }
}

// upload sends the file and returns the upload's id. It tells progress(bytes)
// while it goes, and waiting() before it tries again. What it throws has the
// code of a refusal; none where the network gave up or signal was aborted.
export async function upload(contest, file, { signal, progress, waiting }) {
  let known = remembered(contest);
  if (known && known.print !== print(file)) {
    call("DELETE", known.url, {}).catch(() => {});
    known = null;
  }
  let failures = 0;
  let reached = -1; // the most bytes that were there
  let offset; // unknown until the server has said it
  while (offset === undefined || offset < file.size) {
    try {
      if (!known) {
        const begun = await call("POST", `/api/v1/contests/${contest}/uploads`, { "Upload-Length": file.size }, signal);
        known = { url: new URL(begun.getResponseHeader("Location"), location.href).pathname, print: print(file), size: file.size };
        offset = 0;
      } else if (offset === undefined) {
        offset = at(await call("HEAD", known.url, {}, signal));
      } else {
        const from = offset;
        const headers = { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" };
        const tell = (event) => progress(from + event.loaded);
        offset = at(await call("PATCH", known.url, headers, signal, file.slice(from, from + slice), tell));
      }
      if (offset > reached) failures = 0;
      reached = Math.max(reached, offset);
      progress(offset);
      remember(contest, { ...known, offset });
    } catch (error) {
      if (signal.aborted || failures++ >= patience) throw error;
      if (known && (error.status === 404 || error.status === 410)) {
        known = null; // used or expired: begin again
      } else if (error.status && ![408, 409, 423, 429].includes(error.status) && error.status < 500) {
        throw error;
      } else if (["disk_full", "too_many_uploads"].includes(error.code)) {
        throw error;
      } else {
        waiting();
        await pause(Math.min(longest, 500 * 2 ** failures), signal);
      }
      offset = undefined; // what arrived of the last piece only the server knows
    }
  }
  return known.url.split("/").pop();
}

const at = (request) => Number(request.getResponseHeader("Upload-Offset"));

// pause ends early when the telephone says that it has a network again.
function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done, { once: true });
  });
}

// call is one request; fetch tells nothing of what has been sent.
function call(method, url, headers, signal, body, tell) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("Tus-Resumable", "1.0.0");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (tell) request.upload.onprogress = tell;
    request.timeout = 120_000;
    const fail = (code) => reject(Object.assign(new Error(`${method} ${request.status}`), { status: request.status, code }));
    request.onload = () => {
      if (request.status < 300) resolve(request);
      else fail(/"code":"(\w+)"/.exec(request.responseText)?.[1]);
    };
    request.onerror = request.ontimeout = request.onabort = () => fail();
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
