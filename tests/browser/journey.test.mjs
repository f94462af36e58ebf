// The whole way of one walk, on a phone: a coordinator plans the term, members sign up, one of them drops out late,
// another takes the place by the link in a mail, the leader walks without a network, and the report leaves when it is back.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, Server, close, closeWindow, closeWindows, open, sound } from "./harness.mjs";
import { inDays, kept, logIn, member, partner, stockholm } from "./people.mjs";

let server;
let group;
before(async () => {
  server = await Server.start();
  group = await partner(server, "Samira", "Rissne nattvandrare");
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

const exact = (name) => ({ name, exact: true });

/** A phone whose clock is the server's. */
async function phone(email) {
  const page = await open(server, { viewport: PHONE });
  await page.clock.setFixedTime(await server.now());
  await logIn(page, email);
  return page;
}

/** Moves server and time on to a moment. */
async function until(moment) {
  await server.advance((moment.getTime() - (await server.now()).getTime()) / 60_000);
  await server.work();
}

/** Plans the evenings of three weeks, the first of them tomorrow, led by Lea; answers the first shift. */
async function planTerm() {
  const page = await phone("samira@example.se");
  const today = await server.now();
  const weekday = stockholm({ weekday: "long" }, new Date(today.getTime() + 86_400_000));
  await page.goto(`/org/${group.slug}/term`);
  await page.getByLabel(weekday[0].toUpperCase() + weekday.slice(1)).check();
  await page.getByLabel("Första datum").fill(inDays(1, today));
  await page.getByLabel("Sista datum").fill(inDays(15, today));
  await page.getByLabel("Samlingstid").fill("19:00");
  await page.getByLabel("Sluttid").fill("22:00");
  await page.getByLabel("Aktivitet").selectOption("night_walk");
  await page.getByLabel("Rubrik").fill("Kvällsvandring i Rissne");
  await page.getByLabel("Stadsdel").selectOption("rissne");
  await page.getByLabel("Samlingsplats", { exact: true }).fill("Rissne torg");
  await page.getByLabel(/^Ledare/).selectOption({ label: "Lea" });
  await page.locator("main").getByText("3 pass blir planerade").waitFor();
  await page.getByRole("button", exact("Publicera terminen")).click();
  await page.locator("main").getByText(/Klart\. 3 pass är planerade/).first().waitFor();
  const series = (await server.api("GET", `/api/v1/series/${page.url().split("/").at(-1)}`, undefined, group.cookie)).body;
  assert.deepEqual(page.faults, []);
  await closeWindow(page);
  return series.days.find((day) => day.shift).shift;
}

/** Opens the shift and comes along. */
async function signUp(email, address) {
  const page = await phone(email);
  await page.goto(address);
  await page.getByRole("button", { name: /^Jag kommer/ }).click();
  await page.locator("main").getByText("Du är anmäld till", { exact: false }).first().waitFor();
  assert.deepEqual(page.faults, []);
  await closeWindow(page);
}

/** Withdraws at short notice: it is asked once, and says what follows. */
async function dropOut(email, shift) {
  const page = await phone(email);
  await page.goto(`/shifts/${shift}`);
  await page.getByRole("button", { name: /^Avanmäl dig/ }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByText("Ledaren får veta det direkt", { exact: false }).waitFor();
  await dialog.getByRole("button", exact("Avanmäl dig")).click();
  await page.locator("main").getByText("Du är avanmäld från", { exact: false }).first().waitFor();
  assert.deepEqual(page.faults, []);
  await closeWindow(page);
}

/** The leader's evening: the page is opened once, then the network goes, and what is done is kept. */
async function walkWithoutNetwork(shift, walkers) {
  const page = await phone("lea@example.se");
  const sent = [];
  page.on("requestfinished", (request) => request.method() === "PUT" && sent.push(new URL(request.url()).pathname));
  await page.goto(`/shifts/${shift}/walk`);
  const tick = (name) => page.getByRole("button", { name: `Checka in ${name}` });
  await tick("Lea").waitFor();
  await kept(page, shift);

  await page.context().setOffline(true);
  await page.reload();
  await tick("Lea").waitFor();
  for (const [number, name] of walkers.entries()) {
    await tick(name).click();
    await page.locator("main").getByText(number === 0 ? "1 ändring väntar på nät." : `${number + 1} ändringar väntar på nät.`).waitFor();
  }
  // The phone is put away, runs out of memory, is taken out again: what was done is still there.
  await page.reload();
  await page.locator("main").getByText(`${walkers.length} ändringar väntar på nät.`).waitFor();
  await page.locator("main").getByText(`${walkers.length} på plats, minst 3 vuxna behövs`).waitFor();
  await sound(page, "journey-walk-offline");
  await page.getByRole("link", { name: "Skriv rapport" }).click();
  await page.getByRole("button", { name: "Inget särskilt. Spara" }).click();
  await page.locator("main").getByText("Sparad på telefonen. Den skickas när du har nät.").waitFor();
  sent.length = 0;

  await page.context().setOffline(false);
  await page.locator("main").getByText("Rapporten är sparad för er organisation.").waitFor();
  const puts = (part) => sent.filter((path) => path.includes(part)).length;
  assert.deepEqual([puts("/attendances/"), puts("/reports/")], [walkers.length, 1], "each once");
  await page.getByRole("button", { name: "Se vad staden får" }).click();
  await page.locator("main").getByText(`${walkers.length} vuxna, 0 ungdomar`, { exact: false }).waitFor();
  await page.getByRole("button", { name: "Skicka till staden" }).click();
  await page.locator("main").getByText(/Referens SBG-\d{4}-0001/).waitFor();
  await sound(page, "journey-report-sent");
}

test("a term is planned, a late drop-out replaced by mail, and the walk closed without a network", async () => {
  await member(server, group, "Lea", ["volunteer", "shift_leader"]);
  for (const name of ["Anna", "Bo", "Cai"]) await member(server, group, name);
  const shift = await planTerm();
  for (const name of ["anna", "bo"]) await signUp(`${name}@example.se`, `/shifts/${shift.id}`);

  // Three hours before: Anna can't come. Lea is told at once, and Cai is asked.
  await until(new Date(new Date(shift.startsAt).getTime() - 3 * 3_600_000));
  await dropOut("anna@example.se", shift.id);
  assert.match(await server.mail("lea@example.se"), /Subject: En vuxen saknas: i dag/);
  const asked = await server.mail("cai@example.se");
  const link = asked.match(new RegExp(`${server.origin}(/shifts/[0-9a-f-]{36})`))?.[1];
  assert.equal(link, `/shifts/${shift.id}`, "the mail leads to the shift");
  await signUp("cai@example.se", link);

  await until(new Date(new Date(shift.startsAt).getTime() + 10 * 60_000));
  await walkWithoutNetwork(shift.id, ["Lea", "Bo", "Cai"]);
  const liaison = (await server.logIn("lia@sundbyberg.example")).cookie;
  const { body } = await server.api("GET", "/api/v1/city/walk-reports", undefined, liaison);
  assert.deepEqual([body.total, body.items[0].people], [1, 3]);
});
