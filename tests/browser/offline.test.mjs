// Without a connection: what was seen last is shown and says from when it is, and nothing stays behind after signing out.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { DEMO_PASSWORD, PHONE, Server, close, closeWindows, inspect, open } from "./harness.mjs";

let server;
before(async () => {
  server = await Server.start({ demo: true });
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

async function logIn(page, email) {
  await page.goto("/login");
  await page.getByRole("textbox", { name: "E-postadress" }).fill(email);
  await page.locator("input[type=password]").fill(DEMO_PASSWORD);
  await page.locator("main").getByRole("button", { name: "Logga in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

const copies = (page) =>
  page.evaluate(async () => {
    const held = await caches.open("lykta-copies");
    return (await held.keys()).map((request) => new URL(request.url).pathname);
  });

test("one's own shifts stand without a connection, and nothing of them after signing out", async () => {
  const page = await open(server, { viewport: PHONE });
  await logIn(page, "ledare@example.se");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto("/my");
  const link = page.locator(".card h3 a").first();
  await link.waitFor();
  const shift = await link.getAttribute("href");
  const title = (await link.locator("bdi").last().textContent()).trim();
  await page.goto(shift);
  await page.locator("main h1", { hasText: title }).waitFor();
  assert.equal(await page.getByText("Ingen uppkoppling").count(), 0);
  await page.waitForFunction(async (path) => (await (await caches.open("lykta-copies")).keys()).some((held) => held.url.endsWith(path)), shift);

  await page.context().setOffline(true);
  const banner = page.locator("main .connection", { hasText: /Ingen uppkoppling\. Det här visas från \d+ \S+ \d{4} \d\d:\d\d\./ });
  for (const [path, words] of [[shift, title], ["/my", "Mina pass"]]) {
    await page.goto(path);
    await page.locator("main h1", { hasText: words }).waitFor();
    await banner.waitFor();
    await page.locator("main").getByText(title).first().waitFor();
  }
  await page.reload();
  await banner.waitFor();
  page.faults.length = 0;
  await inspect(page, "my shifts without a connection");
  // Signing up can't be promised: it says why it does not work, and the card stays as it was.
  await page.locator(".card button").first().click();
  await page.locator(".outcome").first().waitFor();
  // A page that was never kept says so, and does not load for ever.
  await page.goto("/city");
  await page.locator("main h1", { hasText: "Ingen uppkoppling" }).waitFor();

  await page.context().setOffline(false);
  await page.goto("/my");
  await page.locator(".card h3 a").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("main .connection")?.textContent);
  assert.ok((await copies(page)).includes("/api/v1/me/shifts"));
  await page.goto("/me");
  await page.getByRole("button", { name: "Logga ut", exact: true }).click();
  await page.waitForFunction(() => !localStorage.getItem("lykta.signed-in"));
  await page.waitForFunction(async () => (await (await caches.open("lykta-copies")).keys()).length === 0);
});

test("a walk stands without a connection after the very first visit", async () => {
  const { cookie } = await server.logIn("ledare@example.se", DEMO_PASSWORD);
  const { items } = (await server.api("GET", "/api/v1/me/shifts", undefined, cookie)).body;
  const walk = `/shifts/${items[0].id}/walk`;
  const page = await open(server, { viewport: PHONE, cookie, signedIn: true });
  // Opened from a mail: there is no worker yet that could keep what is fetched.
  await page.goto(walk);
  const title = await page.locator("main h1", { hasText: /\S/ }).textContent();
  await page.locator('a[href="tel:112"]').first().waitFor();
  await page.waitForFunction(async (path) => {
    const [shell, held] = [(await caches.keys()).find((name) => name.startsWith("lykta-shell")), await caches.open("lykta-copies")];
    const all = async (cache) => (await cache.keys()).map((request) => new URL(request.url).pathname);
    const kept = shell ? await all(await caches.open(shell)) : [];
    const used = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname).filter((name) => name.startsWith("/a/"));
    return kept.includes("/walk") && used.every((name) => kept.includes(name)) && (await all(held)).includes(`/api/v1${path}`);
  }, walk);
  await page.context().setOffline(true);
  await page.reload();
  await page.locator("main h1", { hasText: title.trim() }).waitFor();
  await page.locator('a[href="tel:112"]').first().waitFor();
  page.faults.length = 0;
  await inspect(page, "a walk without a connection");
});

test("a newer version waits until the person takes it", async () => {
  const page = await open(server, { viewport: PHONE });
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto("/shifts");
  await page.locator("main h1").waitFor();
  // As if the server had been updated: another script for the same pages.
  await page.evaluate(() => navigator.serviceWorker.register("/sw.js?newer").then(() => undefined));
  const take = page.getByRole("button", { name: "Byt till den nya versionen" });
  await take.waitFor();
  await inspect(page, "a newer version");
  const serving = () => page.evaluate(() => navigator.serviceWorker.controller.scriptURL);
  assert.match(await serving(), /sw\.js$/, "the old one still serves");
  const loaded = page.waitForEvent("load");
  await take.click();
  await loaded;
  await page.locator("main h1").waitFor();
  assert.match(await serving(), /newer$/);
});

test("a session that ended says so, and what was typed is still there after logging in again", async () => {
  const page = await open(server, { viewport: PHONE });
  await logIn(page, "schema@example.se");
  const me = await page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()));
  await page.goto(`/org/${me.memberships[0].slug}/shifts/new`);
  await page.getByLabel("Rubrik", { exact: true }).fill("Vandring som inte får försvinna");
  await page.reload();
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((field) => field.value.startsWith("Vandring som")));
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Publicera passet" }).click();
  await page.locator(".errsum:not([hidden])").waitFor();
  await page.reload();
  await page.waitForURL(/\/login\?to=/);
  await page.getByText("Du har loggats ut").waitFor();
  await page.getByRole("textbox", { name: "E-postadress" }).fill("schema@example.se");
  await page.locator("input[type=password]").fill(DEMO_PASSWORD);
  await page.locator("main").getByRole("button", { name: "Logga in", exact: true }).click();
  await page.waitForURL(/\/shifts\/new$/);
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((field) => field.value === "Vandring som inte får försvinna"));
});
