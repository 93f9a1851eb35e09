// axe-core on a page under our own Content-Security-Policy: it is evaluated by the debugger, not loaded by the page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wanted = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// violations are what axe finds against WCAG 2.0 to 2.2 A and AA and its own best practice, one line each.
export async function violations(page) {
  await page.evaluate(source);
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), wanted);
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.any.concat(node.all)[0]?.message ?? ""}`));
}
