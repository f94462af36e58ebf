// The walk on a phone, with the network gone in between: who is here is ticked off, the report is written, and all of it
// arrives once when the network is back.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, Server, close, closeWindows, open, sound } from "./harness.mjs";
import { inDays, logIn, member, partner, stockholm } from "./people.mjs";

let server;
before(async () => {
  server = await Server.start();
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

/** A partner with a leader and a member on a walk that begins in a few minutes. */
async function night() {
  const group = await partner(server, "Samira", "Rissne nattvandrare");
  const lea = await member(server, group, "Lea", ["volunteer", "shift_leader"]);
  const anna = await member(server, group, "Anna");
  const begins = new Date(Date.now() + 5 * 60_000);
  const clock = (at) => stockholm({ hour: "2-digit", minute: "2-digit" }, at);
  const form = {
    publish: true,
    shift: {
      activityType: "night_walk", title: "Nattvandring i Rissne", district: "rissne", meetingPoint: { name: "Rissne torg" },
      date: inDays(0, begins), startTime: clock(begins), endTime: clock(new Date(begins.getTime() + 3 * 3_600_000)),
      minimum: 2, maximum: 8, needsLeader: true, leader: lea.member, notes: "", briefing: "Vi går i två grupper.", public: false,
    },
  };
  const { id } = (await server.api("POST", `/api/v1/organisations/${group.id}/shifts`, form, group.cookie)).body.card;
  await server.api("PUT", `/api/v1/shifts/${id}/signup`, { waitlist: false }, anna.cookie);
  await server.advance(20);
  return id;
}

test("a leader closes a walk with the network switched off in between", async () => {
  const shift = await night();
  const page = await open(server, { viewport: PHONE });
  await logIn(page, "lea@example.se");
  const later = new Date(Date.now() + 20 * 60_000);
  await page.clock.setFixedTime(later);
  const sent = [];
  page.on("requestfinished", (request) => request.method() === "PUT" && sent.push(new URL(request.url()).pathname));
  await page.goto(`/shifts/${shift}/walk`);
  const tick = (name) => page.getByRole("button", { name: `Checka in ${name}` });
  await tick("Lea").waitFor();
  await page.locator("main").getByText("Vi går i två grupper.").waitFor();
  assert.equal(await page.locator('a[href="tel:112"]').first().isVisible(), true);
  await page.getByRole("button", { name: "Nattläge" }).click();
  await sound(page, "walk-night");

  await page.context().setOffline(true);
  await tick("Lea").click();
  await tick("Anna").click();
  await page.locator("main").getByText("2 ändringar väntar på nät.").waitFor();
  await page.locator("main").getByText("2 på plats, minst 2 vuxna behövs").waitFor();
  await page.getByRole("link", { name: "Skriv rapport" }).click();
  await page.getByRole("button", { name: "Inget särskilt. Spara" }).click();
  await page.locator("main").getByText("Sparad på telefonen. Den skickas när du har nät.").waitFor();
  await sound(page, "walk-report-offline");
  sent.length = 0;

  await page.context().setOffline(false);
  await page.locator("main").getByText("Rapporten är sparad för er organisation.").waitFor();
  const puts = (part) => sent.filter((path) => path.includes(part)).length;
  assert.deepEqual([puts("/attendances/"), puts("/reports/")], [2, 1], "each once");

  // What the city will see is shown first.
  await page.getByRole("button", { name: "Se vad staden får" }).click();
  await page.locator("main").getByText("2 vuxna, 0 ungdomar, antal grupper: 1").waitFor();
  await sound(page, "walk-report-preview");
  await page.getByRole("button", { name: "Skicka till staden" }).click();
  await page.locator("main").getByText(/Referens SBG-\d{4}-0001/).waitFor();
  const liaison = (await server.logIn("lia@sundbyberg.example")).cookie;
  const { body } = await server.api("GET", "/api/v1/city/walk-reports", undefined, liaison);
  assert.deepEqual([body.total, body.items[0].people], [1, 2]);
  assert.deepEqual(page.faults, []);
});
