// The main job by keyboard alone: no mouse, no click, no address typed after the first page.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { DEMO_PASSWORD, DESKTOP, SMALL, Server, close, closeWindows, open, sound } from "./harness.mjs";
import { Keyboard } from "./keyboard.mjs";

let server;
before(async () => {
  server = await Server.start({ demo: true });
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

const exact = (name) => ({ name, exact: true });

async function logIn(email, viewport) {
  const page = await open(server, { viewport });
  const keys = new Keyboard(page);
  await page.goto("/");
  await page.locator("main h1").waitFor();
  await keys.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Hoppa till innehållet/);
  await keys.enter(page.locator("header").getByRole("link", exact("Logga in")));
  await keys.atHeading("Logga in");
  await keys.fill(page.getByRole("textbox", { name: "E-postadress" }), email);
  await keys.fill(page.locator("input[type=password]"), DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/login");
  await keys.atHeading(/./);
  return { page, keys };
}

/** The day in so many days in Stockholm, as typed into a date field. */
function dayIn(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(day);
}

test("a member signs up, undoes it and signs up again by keyboard alone", async () => {
  const { page, keys } = await logIn("medlem@example.se", SMALL);
  await keys.enter(page.locator("nav.bar").getByRole("link", exact("Pass")));
  await keys.atHeading("Pass");
  // The skip link leads past the header; the next stop lies in the content.
  // A late one: leaving tonight's walk would ask first.
  const come = page.getByRole("button", { name: /^Jag kommer/ }).last();
  await keys.to(come);
  const card = page.locator(".card", { has: page.locator(":focus") });
  const title = (await card.locator("h3 bdi").last().textContent()).trim();
  await keys.press("Enter");
  await keys.hears(/Du är anmäld|Du är med/);
  await page.locator(".card:focus-within", { hasText: "Du är med" }).waitFor();
  // The same place undoes it, and the focus has stayed there.
  await keys.press("Enter");
  await keys.hears(/avanmäld|inte längre/i);
  await page.locator(".card:focus-within").getByRole("button", { name: /^Jag kommer/ }).waitFor();
  await keys.press("Space");
  await keys.hears(/Du är anmäld|Du är med/);
  await keys.enter(page.locator("nav.bar").getByRole("link", exact("Mina pass")));
  await keys.atHeading("Mina pass");
  await page.locator(".card", { hasText: title }).first().waitFor();
  await keys.enter(page.locator(".card").getByRole("link", { name: new RegExp(title) }));
  await keys.atHeading(title);
  await sound(page, "keyboard-shift");
});

test("a coordinator plans and publishes a shift by keyboard alone", async () => {
  const { page, keys } = await logIn("schema@example.se", DESKTOP);
  await keys.enter(page.getByRole("button", { name: /^Som:/ }));
  await keys.enter(page.getByRole("link", exact("Rissne nattvandrare (demo)")));
  await keys.atHeading(/Rissne nattvandrare|Översikt/);
  await keys.enter(page.getByRole("link", { name: "Nytt pass" }).or(page.getByRole("link", { name: "Planera" })));
  await keys.atHeading("Nytt pass");
  // Sending it empty leads to the summary, and from there to the first field.
  await keys.enter(page.getByRole("button", exact("Publicera passet")));
  await page.waitForFunction(() => document.activeElement?.classList.contains("errsum"));
  await keys.press("Tab");
  await keys.press("Enter");
  await keys.pick(page.getByLabel("Aktivitet", { exact: true }), "Nattvandring");
  await keys.fill(page.getByLabel("Rubrik", { exact: true }), "Tangentvandring");
  await keys.pick(page.getByLabel("Stadsdel", { exact: true }), "Rissne");
  await keys.fill(page.getByLabel("Samlingsplats"), "Rissne torg");
  const [year, month, day] = dayIn(6).split("-");
  const date = page.getByLabel("Datum");
  await keys.to(date);
  // The fields of the browser itself are in the browser's language: `--lang` of the harness.
  await keys.type(month + day + year);
  assert.equal(await date.inputValue(), `${year}-${month}-${day}`);
  await keys.to(page.getByLabel("Samlingstid"));
  await keys.type("0900PM");
  await keys.to(page.getByLabel("Sluttid"));
  await keys.type("1230AM");
  await page.getByText(/natten till/).waitFor();
  await keys.enter(page.getByRole("button", exact("Publicera passet")));
  await keys.atHeading("Tangentvandring");
  await keys.hears("Passet är öppet för anmälan.");
});

test("a liaison decides on an application by keyboard alone, and the next one opens", async () => {
  const { page, keys } = await logIn("trygghet@example.se", DESKTOP);
  await keys.enter(page.getByRole("button", { name: /^Som:/ }));
  await keys.enter(page.getByRole("link", exact("staden")));
  await keys.atHeading(/./);
  await keys.enter(page.locator("nav.bar").getByRole("link", exact("Ansökningar")));
  await keys.atHeading("Ansökningar");
  // In the list j and k go from row to row, and nowhere else.
  const rows = page.locator("tbody th a");
  await keys.to(rows.first());
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const first = await focused();
  await keys.press("j");
  assert.notEqual(await focused(), first, "j goes to the next row");
  await keys.press("k");
  assert.equal(await focused(), first, "k goes back");
  for (let row = await rows.count(); row > 0 && !(await page.locator("tr:focus-within", { hasText: "Inskickad" }).count()); row -= 1) {
    await keys.press("j");
  }
  const name = await focused();
  await keys.press("Enter");
  await keys.atHeading(name);
  await keys.enter(page.getByRole("button", exact("Börja granska")));
  await page.getByLabel("Godkänn", { exact: true }).waitFor();
  await keys.to(page.getByRole("radio").first());
  await keys.press("Space");
  await keys.enter(page.getByRole("button", exact("Godkänn som partner")));
  await page.waitForFunction((before) => !document.querySelector("main h1").textContent.includes(before), name);
  await keys.atHeading(/./);
  await keys.hears(name);
  // For half a minute it can be taken back: then it is under review again.
  await keys.enter(page.getByRole("button", { name: `Ångra ${name}` }));
  await keys.atHeading(name);
  await keys.hears("taget tillbaka");
  await page.getByText("Under granskning").first().waitFor();
  assert.deepEqual(page.faults, []);
});
