// Organisations, members and times as several of the browser tests need them.

import { PASSWORD } from "./harness.mjs";

/** A day in Stockholm, so many days after a moment, `2026-11-27`. */
export function inDays(days, from = new Date()) {
  return stockholm({}, new Date(from.getTime() + days * 86_400_000));
}

/** A moment as it reads in Stockholm, in Swedish. */
export function stockholm(options, at) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", ...options }).format(at);
}

/** An approved night-walk group; answers its slug, its id and its administrator's cookie. */
export async function partner(server, admin, name) {
  const cookie = await server.person(admin);
  const scope = { activityTypes: ["night_walk"], districts: ["rissne"] };
  const form = {
    organisationType: "night_walk_group", name, organisationNumber: null, description: "Vi går på fredagar.", ...scope,
    contactName: admin, contactEmail: `${admin.toLowerCase()}@example.se`, contactPhone: null, contactConsent: true, people: 20,
  };
  const made = (await server.api("POST", "/api/v1/organisations", form, cookie)).body;
  await server.api("POST", `/api/v1/partner-applications/${made.id}/submission`, undefined, cookie);
  const city = (await server.logIn("lia@sundbyberg.example")).cookie;
  const at = `/api/v1/city/partner-applications/${made.id}`;
  await server.api("POST", `${at}/review`, undefined, city);
  await server.api("POST", `${at}/approval`, { grant: { ...scope, agreementEndsOn: "2098-12-31" }, message: "" }, city);
  return { id: made.organisation, slug: made.slug, cookie };
}

/** A grown-up member of the group, invited and there; answers cookie, membership and address. */
export async function member(server, group, name, roles = ["volunteer"]) {
  const cookie = await server.person(name);
  const email = `${name.toLowerCase()}@example.se`;
  await server.api("POST", `/api/v1/organisations/${group.id}/invitations`, { email, roles, ageBand: "adult" }, group.cookie);
  const token = (await server.link(email, "invite")).split("#t=")[1];
  await server.api("POST", "/api/v1/invitations/acceptance", { token }, cookie);
  const me = (await server.api("GET", "/api/v1/me", undefined, cookie)).body;
  return { cookie, email, member: me.memberships[0].id };
}

/** Signs in as a person does, on a Swedish page. */
export async function logIn(page, email, password = PASSWORD) {
  await page.goto("/login");
  await page.getByRole("textbox", { name: "E-postadress" }).fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.locator("main").getByRole("button", { name: "Logga in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** Waits until the phone holds a walk: its page, and the last answer about it. Then it stands without a network. */
export async function kept(page, shift) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(
    async (shift) => (await caches.match("/walk")) && (await caches.match(`/api/v1/shifts/${shift}/walk`)),
    shift,
  );
}
