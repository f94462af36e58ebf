// Every page of the app, in every state a person can meet it in: in all three looks and both languages, on the
// smallest phone and on a wide screen.
//
// `ROUTES` is held against the router's own source, so that a new page can't be forgotten here.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DEMO_PASSWORD, Server, close, closeWindow, closeWindows, inspect, open, within } from "./harness.mjs";

const SMALLEST = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
/** Looking at one page takes a few seconds; what takes longer than this has stopped. */
const MINUTE = 60_000;
const NOBODY = "01928e7a-0000-7000-8000-000000000001";

let server;
/** What pages are about, found in the demo: `{ shift, application, … }`. */
let known;
const people = { visitor: "", newcomer: "", member: "medlem@example.se", leader: "ledare@example.se", scheduler: "schema@example.se", coordinator: "ansvarig@example.se", parish: "forsamling@example.se", applicant: "sokande@example.se", liaison: "trygghet@example.se" };
const cookies = {};

before(async () => {
  server = await Server.start({ demo: true });
  for (const [role, email] of Object.entries(people)) {
    cookies[role] = email ? (await server.logIn(email, DEMO_PASSWORD)).cookie : "";
  }
  cookies.newcomer = await server.person("Nykomling");
  const read = async (path, role) => (await server.api("GET", path, undefined, cookies[role])).body;
  const me = await read("/api/v1/me", "coordinator");
  const rissne = me.memberships[0];
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const range = `from=${day(0)}&to=${day(40)}`;
  const schedule = await read(`/api/v1/organisations/${rissne.organisation}/shifts?${range}`, "coordinator");
  const queue = (await read("/api/v1/city/partner-applications", "liaison")).items;
  const mine = (await read("/api/v1/me/shifts", "leader")).items;
  const one = (status) => queue.find((row) => row.status === status)?.id;
  known = {
    slug: rissne.slug,
    parish: (await read("/api/v1/me", "parish")).memberships[0].slug,
    applicant: (await read("/api/v1/me", "applicant")).memberships[0].slug,
    shift: schedule.find((card) => card.status === "understaffed" || card.status === "open").id,
    draft: schedule.find((card) => card.status === "draft").id,
    cancelled: schedule.find((card) => card.status === "cancelled")?.id ?? schedule[0].id,
    led: mine.find((card) => card.status !== "ongoing").id,
    walk: mine.find((card) => card.status === "ongoing").id,
    walked: (await read(`/api/v1/organisations/${rissne.organisation}/walk-reports?year=${day(-2).slice(0, 4)}`, "coordinator")).find((row) => row.reference).shift,
    series: (await read(`/api/v1/organisations/${rissne.organisation}/series`, "coordinator"))[0].id,
    report: (await read("/api/v1/city/walk-reports", "liaison")).items[0].id,
    submitted: one("submitted"),
    reviewed: one("under_review") ?? one("needs_completion"),
    partner: (await read("/api/v1/city/partners", "liaison")).items[0].id,
  };
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

const problem = (status, code) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: `/problems/${code}`, title: code, status, code, instance: "urn:uuid:01928e7a-0000-7000-8000-000000000009" }),
});

/** Answers the API's calls below `path` like this. */
const answered = (path, answer) => (page) => page.route(`**/api/v1/${filled(path)}*`, (route) => (answer ? route.fulfill(answer) : route.abort()));
const press = (name) => async (page) => page.getByRole("button", { name }).first().click();
const sendEmpty = async (page) => {
  await page.locator("main form button[type=submit]").first().click();
  await page.locator(".errsum:not([hidden])").waitFor();
};
/** Presses what opens a dialog; it stands when what it asks the server is there. */
const ask = (name) => async (page) => {
  await press(name)(page);
  await page.locator("dialog[open]").waitFor();
  await stands(page);
};
/** Unfolds what is folded away. */
const unfold = async (page) => {
  await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
};
const choose = (number) => async (page) => {
  await page.locator("main input[type=radio]").nth(number).check();
};

/** Friday evenings from next week on: the dates are worked out and shown. */
const planTerm = async (page) => {
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(/^(Fredag|Friday)$/).check();
  await page.getByLabel(/^(Första datum|First date)/).fill(day(7));
  await page.getByLabel(/^(Sista datum|Last date)/).fill(day(49));
  await page.getByLabel(/^(Samlingstid|Gathering time)/).fill("21:00");
  await page.getByLabel(/^(Sluttid|End time)/).fill("01:00");
  await page.getByLabel(/^(Aktivitet|Activity)$/).selectOption("night_walk");
  await page.getByLabel(/^(Stadsdel|District)$/).selectOption("rissne");
  await page.locator("main .date").first().waitFor();
};
const noTitle = async (page) => {
  await page.getByLabel(/^(Rubrik|Title)$/).fill("");
  await sendEmpty(page);
};
/** What a later start would change, before it does. */
const laterStart = async (page) => {
  await page.getByLabel(/^(Samlingstid|Gathering time)/).fill("18:30");
  await page.getByRole("button", { name: /^(Visa vad som ändras|Show what changes)/ }).click();
  await page.getByRole("button", { name: /^(Genomför ändringen|Make the change)/ }).waitFor();
};
const showCode = async (page) => {
  await press(/^(Visa QR-kod|Show QR code)/)(page);
  await page.locator("main img[src^='data:']").waitFor();
};
/** Takes the year's first entry out, as far as the page knows: the way back stands there. */
const removeDay = async (page) => {
  await page.route("**/api/v1/city/city-days/*", (route) => route.fulfill({ status: 204 }));
  await press(/^(Ta bort|Remove)/)(page);
  await page.getByRole("button", { name: /^(Ångra|Undo)/ }).waitFor();
  await stands(page);
};
/** An observation that is going on: the form stops and shows 112. */
const goingOn = async (page) => {
  await page.locator("main .tiles button").first().click();
  await page.getByLabel(/^(Det pågår nu|It is going on now)/).check();
  await page.locator(".emergency").first().waitFor();
};

/** `[route, who, path, what is special]`; `before` happens before the page is loaded, `then` when it stands. */
const pages = () => [
  ["/", "visitor", "/"],
  ["/", "member", "/"],
  ["/", "newcomer", "/"],
  ["/", "coordinator", "/"],
  ["/", "liaison", "/"],
  ["/about", "visitor", "/about"],
  ["/privacy", "visitor", "/privacy"],
  ["/accessibility", "visitor", "/accessibility"],
  ["/cookies", "visitor", "/cookies"],
  ["/partners", "visitor", "/partners"],
  ["/partners", "visitor", "/partners", { state: "empty", before: answered("partners", { json: [] }) }],
  ["/partners", "visitor", "/partners", { state: "failed", before: answered("partners", problem(500, "internal")) }],
  ["/login", "visitor", "/login"],
  ["/login", "visitor", "/login", { state: "refused", then: sendEmpty }],
  ["/register", "visitor", "/register"],
  ["/register", "visitor", "/register", { state: "refused", then: sendEmpty }],
  ["/verify", "visitor", "/verify"],
  ["/verify", "visitor", "/verify#t=nonsense"],
  ["/forgot", "visitor", "/forgot"],
  ["/reset", "visitor", "/reset"],
  ["/reset", "visitor", "/reset#t=nonsense"],
  ["/join", "visitor", "/join"],
  ["/join", "member", "/join#t=nonsense"],
  ["/invite", "visitor", "/invite"],
  ["/invite", "member", "/invite#t=nonsense"],
  ["/withdraw", "visitor", "/withdraw"],
  ["/withdraw", "visitor", "/withdraw#t=nonsense"],
  ["/unsubscribe", "visitor", "/unsubscribe"],
  ["/unsubscribe", "visitor", "/unsubscribe#t=nonsense"],
  ["/shifts", "visitor", "/shifts"],
  ["/shifts", "member", "/shifts"],
  ["/shifts", "member", "/shifts?order=need", { state: "filters", then: press(/^Filter/) }],
  ["/shifts", "member", `/shifts?organisation=${NOBODY}`, { state: "empty" }],
  ["/shifts", "member", "/shifts", { state: "failed", before: answered("shifts", problem(500, "internal")) }],
  ["/shifts", "member", "/shifts", { state: "offline", before: answered("shifts", undefined) }],
  ["/shifts/:id", "visitor", "/shifts/{shift}"],
  ["/shifts/:id", "member", "/shifts/{shift}"],
  ["/shifts/:id", "member", "/shifts/{cancelled}"],
  ["/shifts/:id", "leader", "/shifts/{led}"],
  ["/shifts/:id", "coordinator", "/shifts/{draft}"],
  ["/shifts/:id", "coordinator", "/shifts/{shift}", { state: "asks", then: press(/^(Ställ in|Cancel)/) }],
  ["/shifts/:id", "member", `/shifts/${NOBODY}`, { state: "missing" }],
  ["/my", "leader", "/my"],
  ["/my", "newcomer", "/my", { state: "empty" }],
  ["/my", "newcomer", "/my?when=past", { state: "empty" }],
  ["/my", "member", "/my", { state: "failed", before: answered("me/shifts", problem(503, "unavailable")) }],
  ["*", "visitor", "/no-such-page"],
  ["/me", "member", "/me"],
  ["/shifts/:id/roster", "leader", "/shifts/{led}/roster"],
  ["/shifts/:id/roster", "coordinator", "/shifts/{shift}/roster"],
  ["/shifts/:id/roster", "newcomer", "/shifts/{shift}/roster", { state: "denied" }],
  ["/org/:slug", "coordinator", "/org/{slug}"],
  ["/org/:slug", "parish", "/org/{parish}"],
  ["/org/:slug", "applicant", "/org/{applicant}"],
  ["/org/:slug", "newcomer", "/org/{slug}", { state: "denied" }],
  ["/org/:slug/shifts", "coordinator", "/org/{slug}/shifts"],
  ["/org/:slug/shifts", "coordinator", "/org/{slug}/shifts?view=month", { state: "month" }],
  ["/org/:slug/shifts/new", "coordinator", "/org/{slug}/shifts/new"],
  ["/org/:slug/shifts/new", "coordinator", "/org/{slug}/shifts/new", { state: "refused", then: sendEmpty }],
  ["/org/:slug/shifts/:id/edit", "coordinator", "/org/{slug}/shifts/{shift}/edit"],
  ["/org/:slug/members", "coordinator", "/org/{slug}/members"],
  ["/org/:slug/members", "member", "/org/{slug}/members", { state: "denied" }],
  ["/org/:slug/application", "applicant", "/org/{applicant}/application"],
  ["/org/:slug/application", "coordinator", "/org/{slug}/application"],
  ["/org/:slug/settings", "coordinator", "/org/{slug}/settings"],
  ["/org/:slug/settings", "scheduler", "/org/{slug}/settings"],
  ["/org/:slug/settings", "member", "/org/{slug}/settings", { state: "denied" }],
  ["/org/:slug/settings", "parish", "/org/{parish}/settings"],
  ["/org/:slug/term", "coordinator", "/org/{slug}/term"],
  ["/org/:slug/term", "coordinator", "/org/{slug}/term", { state: "refused", then: sendEmpty }],
  ["/org/:slug/term", "coordinator", "/org/{slug}/term", { state: "dates", then: planTerm }],
  ["/org/:slug/term", "member", "/org/{slug}/term", { state: "denied" }],
  ["/org/:slug/series/:id", "coordinator", "/org/{slug}/series/{series}", { then: unfold }],
  ["/org/:slug/series/:id", "coordinator", "/org/{slug}/series/{series}", { state: "asks", then: ask(/^(Ta bort serien|Take the series away)/) }],
  ["/org/:slug/series/:id", "coordinator", `/org/{slug}/series/${NOBODY}`, { state: "missing" }],
  ["/org/:slug/series/:id", "coordinator", "/org/{slug}/series/{series}", { state: "offline", before: answered("series/{series}", undefined) }],
  ["/org/:slug/series/:id", "member", "/org/{slug}/series/{series}", { state: "denied" }],
  ["/org/:slug/series/:id/edit", "coordinator", "/org/{slug}/series/{series}/edit"],
  ["/org/:slug/series/:id/edit", "coordinator", "/org/{slug}/series/{series}/edit", { state: "effect", then: laterStart }],
  ["/org/:slug/series/:id/edit", "coordinator", "/org/{slug}/series/{series}/edit", { state: "refused", then: noTitle }],
  ["/org/:slug/series/:id/edit", "coordinator", `/org/{slug}/series/${NOBODY}/edit`, { state: "missing" }],
  ["/org/:slug/equipment", "coordinator", "/org/{slug}/equipment"],
  ["/org/:slug/equipment", "coordinator", "/org/{slug}/equipment", { state: "refused", then: sendEmpty }],
  ["/org/:slug/equipment", "coordinator", "/org/{slug}/equipment", { state: "asks", then: ask(/^(Ta ur bruk|Take out of use)/) }],
  ["/org/:slug/equipment", "member", "/org/{slug}/equipment"],
  ["/org/:slug/equipment", "parish", "/org/{parish}/equipment", { state: "empty" }],
  ["/org/:slug/equipment", "coordinator", "/org/{slug}/equipment", { state: "failed", before: answered("organisations/*/equipment", problem(500, "internal")) }],
  ["/org/:slug/equipment", "coordinator", "/org/{slug}/equipment", { state: "offline", before: answered("organisations/*/equipment", undefined) }],
  ["/org/:slug/equipment", "newcomer", "/org/{slug}/equipment", { state: "denied" }],
  ["/org/:slug/walks", "coordinator", "/org/{slug}/walks"],
  ["/org/:slug/walks", "parish", "/org/{parish}/walks", { state: "empty" }],
  ["/org/:slug/walks", "coordinator", "/org/{slug}/walks", { state: "failed", before: answered("organisations/*/walk-statistics", problem(500, "internal")) }],
  ["/org/:slug/walks", "coordinator", "/org/{slug}/walks", { state: "offline", before: answered("organisations/*/walk-reports", undefined) }],
  ["/org/:slug/walks", "member", "/org/{slug}/walks", { state: "denied" }],
  ["/shifts/:id/walk", "leader", "/shifts/{walk}/walk", { then: unfold }],
  ["/shifts/:id/walk", "leader", "/shifts/{walk}/walk", { state: "QR code", then: showCode }],
  ["/shifts/:id/walk", "leader", "/shifts/{walk}/walk", { state: "asks", then: ask(/^(Avbryt vandringen|Break the walk off)/) }],
  ["/shifts/:id/walk", "leader", "/shifts/{led}/walk", { state: "before" }],
  ["/shifts/:id/walk", "leader", "/shifts/{walked}/walk", { state: "over" }],
  ["/shifts/:id/walk", "member", "/shifts/{walk}/walk"],
  ["/shifts/:id/walk", "newcomer", "/shifts/{walk}/walk", { state: "denied" }],
  ["/shifts/:id/walk", "coordinator", "/shifts/{walk}/walk", { state: "failed", before: answered("shifts/{walk}/walk", problem(500, "internal")) }],
  ["/shifts/:id/walk", "coordinator", "/shifts/{walk}/walk", { state: "offline", before: answered("shifts/{walk}/walk", undefined) }],
  ["/shifts/:id/report", "leader", "/shifts/{walk}/report", { then: unfold }],
  ["/shifts/:id/report", "leader", "/shifts/{walk}/report", { state: "going on", then: goingOn }],
  ["/shifts/:id/report", "leader", "/shifts/{walked}/report", { state: "sent" }],
  ["/shifts/:id/report", "member", "/shifts/{walk}/report", { state: "denied" }],
  ["/shifts/:id/report", "coordinator", "/shifts/{walk}/report", { state: "failed", before: answered("shifts/{walk}/report", problem(500, "internal")) }],
  ["/shifts/:id/report", "coordinator", "/shifts/{walk}/report", { state: "offline", before: answered("shifts/{walk}/report", undefined) }],
  ["/apply", "visitor", "/apply"],
  ["/apply", "newcomer", "/apply"],
  ["/apply", "newcomer", "/apply", { state: "refused", then: sendEmpty }],
  ["/city", "liaison", "/city"],
  ["/city", "member", "/city", { state: "denied" }],
  ["/city/approvals", "liaison", "/city/approvals"],
  ["/city/approvals", "liaison", "/city/approvals?q=finns-inte", { state: "empty" }],
  ["/city/approvals", "liaison", "/city/approvals", { state: "failed", before: answered("city/partner-applications", problem(500, "internal")) }],
  ["/city/approvals/:id", "liaison", "/city/approvals/{submitted}"],
  ["/city/approvals/:id", "liaison", "/city/approvals/{reviewed}", { state: "deciding", then: choose(0) }],
  ["/city/approvals/:id", "liaison", `/city/approvals/${NOBODY}`, { state: "missing" }],
  ["/city/partners", "liaison", "/city/partners"],
  ["/city/partners/:id", "liaison", "/city/partners/{partner}"],
  ["/city/reports", "liaison", "/city/reports"],
  ["/city/reports", "liaison", "/city/reports", { state: "empty", before: answered("city/walk-reports", { json: { items: [], page: 1, limit: 20, total: 0 } }) }],
  ["/city/reports", "liaison", "/city/reports", { state: "failed", before: answered("city/walk-reports", problem(500, "internal")) }],
  ["/city/reports", "liaison", "/city/reports", { state: "offline", before: answered("city/walk-reports", undefined) }],
  ["/city/reports", "member", "/city/reports", { state: "denied" }],
  ["/city/reports/:id", "liaison", "/city/reports/{report}"],
  ["/city/reports/:id", "liaison", `/city/reports/${NOBODY}`, { state: "missing" }],
  ["/city/reports/:id", "liaison", "/city/reports/{report}", { state: "offline", before: answered("city/walk-reports/{report}", undefined) }],
  ["/city/calendar", "liaison", "/city/calendar"],
  ["/city/calendar", "liaison", "/city/calendar", { state: "refused", then: sendEmpty }],
  ["/city/calendar", "liaison", "/city/calendar", { state: "changing", then: press(/^(Ändra|Change)/) }],
  ["/city/calendar", "liaison", "/city/calendar", { state: "removed", then: removeDay }],
  ["/city/calendar", "liaison", "/city/calendar", { state: "empty", before: answered("city-days", { json: [] }) }],
  ["/city/calendar", "liaison", "/city/calendar", { state: "failed", before: answered("city-days", problem(500, "internal")) }],
  ["/city/calendar", "liaison", "/city/calendar", { state: "offline", before: answered("city-days", undefined) }],
  ["/city/calendar", "member", "/city/calendar", { state: "denied" }],
  ["/city/compensation", "liaison", "/city/compensation"],
  ["/city/compensation", "liaison", "/city/compensation", { state: "refused", then: sendEmpty }],
  ["/city/compensation", "liaison", "/city/compensation", { state: "asks", then: ask(/^(Godkänn underlaget|Approve the statement)/) }],
  ["/city/compensation", "liaison", "/city/compensation", { state: "empty", before: answered("city/compensation", { json: [] }) }],
  ["/city/compensation", "liaison", "/city/compensation", { state: "failed", before: answered("city/compensation", problem(500, "internal")) }],
  ["/city/compensation", "liaison", "/city/compensation", { state: "offline", before: answered("city/compensation", undefined) }],
  ["/city/compensation", "member", "/city/compensation", { state: "denied" }],
];

const filled = (path) => path.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? assert.fail(`the demo has no ${name}`));

test("the list of pages here is the router's", async () => {
  const router = await readFile(new URL("../../frontend/src/app.rs", import.meta.url), "utf8");
  const routes = [...router.matchAll(/<Route path=path!\("([^"]+)"\)/g)].map(([, path]) => path);
  const seen = new Set(pages().map(([route]) => route));
  assert.deepEqual(routes.filter((route) => !seen.has(route)), [], "pages that nobody looks at");
});

/** The page stands when its heading is there and nothing is being fetched. */
async function stands(page) {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => !document.querySelector("main .skeleton, main [aria-busy=true]"), undefined, { timeout: 30_000 });
}

async function look(page, [, , path, special = {}], name, language) {
  page.faults.length = 0;
  await page.unrouteAll();
  await special.before?.(page);
  await page.goto("about:blank");
  await page.setViewportSize(SMALLEST);
  await page.goto(filled(path));
  await stands(page);
  await special.then?.(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), language, `language of ${name}`);
  // On a wide screen the colours of English pages are those of Swedish ones.
  const wide = language === "sv" ? ["night", "dark", "light"] : ["light"];
  for (const [viewport, themes] of [[SMALLEST, ["light", "dark", "night"]], [WIDE, wide]]) {
    await page.setViewportSize(viewport);
    for (const theme of themes) {
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
        // Colours on their way from one look to the other are not those of any. They are brought there rather than
        // waited for: a window that is not drawn for a while never gets there by itself.
        for (const change of document.getAnimations()) change.finish();
      }, theme);
      // What a screen reader gets is the same in every look: only colours and sizes are looked at anew.
      await inspect(page, `${name} ${viewport.width} ${theme}`, { looksOnly: theme !== "light" });
    }
  }
}

test("every page is sound at 320 and 1280 px, in every look and both languages", async () => {
  // One window for each person and language; two of them at a time, as many as there are processors in CI.
  // LYKTA_PAGES=/city looks at some pages only, while one works on them.
  const entries = pages().filter(([route]) => route.startsWith(process.env.LYKTA_PAGES ?? ""));
  const windows = Object.keys(people).flatMap((who) => ["sv", "en"].map((language) => ({ who, language }))).filter(({ who }) => entries.some(([, whose]) => whose === who));
  const faults = [];
  const worker = async () => {
    for (let next = windows.pop(); next; next = windows.pop()) {
      const { who, language } = next;
      const anew = () => open(server, { viewport: SMALLEST, language, cookie: cookies[who], signedIn: who !== "visitor", worker: false });
      let page = await anew();
      for (const entry of entries.filter(([, whose]) => whose === who)) {
        const name = `${language} ${who} ${entry[2]} ${entry[3]?.state ?? ""}`.trim();
        await within(MINUTE, name, look(page, entry, name, language)).catch(async (error) => {
          faults.push(`${name}: ${error.message}`);
          // Whatever it is still at does not reach into the next page.
          await closeWindow(page);
          page = await anew();
        });
      }
      await closeWindow(page);
    }
  };
  await Promise.all([worker(), worker()]);
  assert.equal(faults.join("\n"), "");
});
