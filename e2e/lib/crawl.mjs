// Every page there is: what can be reached by following links, one address of each kind.

// kind folds addresses that show the same kind of page: entries, codes, assets and cursors are told apart by nobody.
export function kind(path) {
  return path
    .split("/")
    .map((part) => (/^\d+$/.test(part) ? ":n" : /^[0-9A-HJKMNP-TV-Z]{8}$/.test(part) ? ":code" : part))
    .join("/");
}

// pages lists one path for each kind of page that links lead to, beginning at those given. It follows only what a person
// would: links on our own site to pages, not to files.
export async function pages(page, starts) {
  const seen = new Map();
  const queue = [...starts];
  while (queue.length > 0) {
    const path = queue.shift();
    if (seen.has(kind(path))) continue;
    seen.set(kind(path), path);
    const answer = await page.goto(path);
    if (!/text\/html/.test(answer.headers()["content-type"] ?? "")) {
      seen.set(kind(path), undefined);
      continue;
    }
    const links = await page.$$eval("a[href]:not([download])", (all) =>
      all.map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname));
    queue.push(...links.filter((l) => !/^\/(static|media|api)\//.test(l)));
  }
  return [...seen.values()].filter(Boolean);
}
