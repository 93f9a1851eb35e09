// What the clerk does at the staff pages, step by step, with or without scripts.
import { clerk } from "./house.mjs";

export async function logIn(page) {
  await page.goto("/staff");
  await page.fill("[name=login]", clerk.login);
  await page.fill("[name=password]", clerk.password);
  await page.locator("main form button").first().click();
  await page.waitForURL(/\/staff\/?$/);
}
