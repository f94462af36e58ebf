// Planning a term on a phone, as a coordinator would who never saw it: one form, every date before it is saved, the
// series afterwards, a change with people on it, and taking it back.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { DESKTOP, PHONE, SMALL, Server, close, closeWindows, open, sound } from "./harness.mjs";
import { inDays, member, partner } from "./people.mjs";

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

const WORDS = {
  sv: {
    plan: "Planera en termin", friday: "Fredag", from: "Första datum", to: "Sista datum", start: "Samlingstid", end: "Sluttid",
    activity: "Aktivitet", district: "Stadsdel", title: "Rubrik", place: "Samlingsplats", skip: /^Hoppa över/, take: /^Ta med/,
    publish: "Publicera terminen", made: /Klart\. 5 pass är planerade/, all: "Ändra hela serien", look: "Visa vad som ändras",
    change: "Genomför ändringen", affected: "Välj för varje datum", move: /^Flytta, och meddela/, undo: "Ångra", undone: /Ångrat\./,
    count: "6 pass blir planerade", fewer: "5 pass blir planerade", error: "Något behöver rättas",
  },
  en: {
    plan: "Plan a term", friday: "Friday", from: "First date", to: "Last date", start: "Gathering time", end: "End time",
    activity: "Activity", district: "District", title: "Title", place: "Meeting point", skip: /^Leave out/, take: /^Take in/,
    publish: "Publish the term", made: /Done\. 5 shifts are planned/, all: "Change the whole series", look: "Show what changes",
    change: "Make the change", affected: "Choose for each date", move: /^Move it, and tell/, undo: "Undo", undone: /Undone\./,
    count: "6 shifts will be planned", fewer: "5 shifts will be planned", error: "Something needs correcting",
  },
};

const exact = (name) => ({ name, exact: true });

/** Plans six Fridays without the second of them; ends on the series' page. */
async function planned(page, w, shot) {
  await page.goto(`/org/${group.slug}/shifts`);
  await page.getByRole("link", exact(w.plan)).first().click();
  await page.getByLabel(w.friday).check();
  await page.getByLabel(w.from).fill(inDays(7));
  await page.getByLabel(w.to).fill(inDays(7 + 41));
  await page.getByLabel(w.start).fill("21:00");
  await page.getByLabel(w.end).fill("01:00");
  await page.getByLabel(w.activity).selectOption("night_walk");
  await page.getByLabel(w.district).selectOption("rissne");
  await page.getByText(w.count).waitFor();
  await page.getByRole("button", { name: w.skip }).nth(1).click();
  await page.getByText(w.fewer).waitFor();
  // The title is missing: nothing is lost, and it is named.
  await page.getByRole("button", exact(w.publish)).click();
  await page.getByText(w.error).waitFor();
  await sound(page, `${shot}-term-errors`);
  await page.getByLabel(w.title, { exact: true }).fill("Fredagsvandring");
  await page.getByLabel(w.place, { exact: true }).fill("Rissne torg");
  await page.getByText(w.fewer).waitFor();
  await sound(page, `${shot}-term`);
  await page.getByRole("button", exact(w.publish)).click();
  await page.getByText(w.made).first().waitFor();
  await sound(page, `${shot}-series`);
}

test("a coordinator plans a term on a phone, changes it with people on it, and is asked (sv, 390 px)", async () => {
  const w = WORDS.sv;
  const page = await open(server, { viewport: PHONE, cookie: group.cookie, signedIn: true });
  await planned(page, w, "sv");
  const id = page.url().split("/").at(-1);
  const series = (await server.api("GET", `/api/v1/series/${id}`, undefined, group.cookie)).body;
  const shifts = series.days.filter((day) => day.shift);
  assert.equal(shifts.length, 5);
  assert.equal(series.form.excluded.length, 1);

  // Anna joins one evening; then the coordinator lets the whole term begin an hour later.
  const anna = (await member(server, group, "Anna")).cookie;
  await server.api("PUT", `/api/v1/shifts/${shifts[0].shift.id}/signup`, { waitlist: false }, anna);
  await page.getByRole("link", exact(w.all)).click();
  await page.getByLabel(w.start).fill("22:00");
  await page.getByRole("button", exact(w.look)).click();
  await page.getByText(w.affected).waitFor();
  await page.getByText("Anna").locator("visible=true").first().waitFor();
  await page.getByRole("button", exact(w.change)).click();
  await page.getByText("Välj vad som ska hända med varje datum.").waitFor();
  await page.getByLabel(w.move).check();
  await sound(page, "sv-series-change");
  await page.getByRole("button", exact(w.change)).click();
  await page.getByRole("link", exact(w.all)).waitFor();
  const after = (await server.api("GET", `/api/v1/series/${id}`, undefined, group.cookie)).body;
  assert.ok(after.days.filter((day) => day.shift).every((day) => day.shift.startTime === "22:00"));
  assert.match(await server.mail("anna@example.se"), /22[.:]00/);

  // The schedule shows the series; a small phone does not scroll sideways.
  await page.setViewportSize(SMALL);
  await page.goto(`/org/${group.slug}/shifts`);
  await page.getByRole("link", { name: "Fredagsvandring" }).first().waitFor();
  await sound(page, "sv-schedule-series");
});

test("a term is planned on a desktop and taken back at once (en, 1280 px)", async () => {
  const w = WORDS.en;
  const page = await open(server, { viewport: DESKTOP, language: "en", scheme: "dark", cookie: group.cookie, signedIn: true });
  await planned(page, w, "en");
  await page.getByRole("button", exact(w.undo)).click();
  await page.getByText(w.undone).first().waitFor();
});
