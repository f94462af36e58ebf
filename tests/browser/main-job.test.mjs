// The main job, by hand as somebody would who never saw it: on a phone in Swedish, on a desktop in English.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { DESKTOP, PASSWORD, PHONE, Server, close, closeWindows, open, sound } from "./harness.mjs";

let server;
before(async () => {
  server = await Server.start();
});
afterEach(closeWindows);
after(async () => {
  await close();
  await server.stop();
});

const WORDS = {
  sv: {
    register: "Skapa konto", name: "Namn", email: "E-postadress", password: "Lösenord", inbox: "Titta i inkorgen",
    verify: "Bekräfta adressen", logIn: "Logga in", type: "Typ av organisation", kind: "Nattvandrargrupp",
    orgName: "Organisationens namn", description: "Beskrivning av det ni gör och vill göra", next: "Spara och fortsätt",
    contactName: "Kontaktpersonens namn", contactEmail: "Kontaktpersonens e-postadress", consent: /^Ja, staden/,
    activity: "Nattvandring", send: "Skicka till staden", sent: "Ansökan är skickad", start: "Börja granska",
    approve: "Godkänn", doApprove: "Godkänn som partner", invite: "Skicka inbjudan", volunteer: "Volontär",
    accept: "Tacka ja", in: "Nu kan du anmäla dig till pass", title: "Rubrik", place: "Samlingsplats", date: "Datum", from: "Samlingstid", to: "Sluttid",
    maximum: "Högsta antal deltagare", leader: "Passet ska ha en ledare", publish: "Publicera passet",
    published: "Passet är öppet för anmälan.", come: "Jag kommer", joined: "Du är med", withdraw: "Avanmäl dig",
    activityLabel: "Aktivitet", district: "Stadsdel", error: "Något behöver rättas", next_task: "Kön är tom",
  },
  en: {
    register: "Create an account", name: "Name", email: "E-mail address", password: "Password", inbox: "Look in your inbox",
    verify: "Confirm the address", logIn: "Log in", type: "Kind of organisation", kind: "Night-walk group",
    orgName: "The organisation’s name", description: "What you do and want to do", next: "Save and continue",
    contactName: "The contact person’s name", contactEmail: "The contact person’s e-mail address", consent: /^Yes, the city/,
    activity: "Night walk", send: "Send to the city", sent: "The application has been sent", start: "Start the review",
    approve: "Approve", doApprove: "Approve as a partner", invite: "Send the invitation", volunteer: "Volunteer",
    accept: "Accept", in: "Now you can sign up for shifts", title: "Title", place: "Meeting point", date: "Date", from: "Gathering time", to: "End time",
    maximum: "Largest number of people", leader: "The shift needs a leader", publish: "Publish the shift",
    published: "The shift is open for sign-up.", come: "I’m coming", joined: "You are on this", withdraw: "Withdraw",
    activityLabel: "Activity", district: "District", error: "Something needs correcting", next_task: "The queue is empty",
  },
};

const exact = (name) => ({ name, exact: true });

async function register(page, word, w, person) {
  await page.goto("/register");
  await page.getByRole("textbox", { name: w.name, exact: true }).fill(person.name);
  await page.getByRole("textbox", { name: w.email }).fill(person.email);
  await page.locator("input[type=password]").fill("kort");
  await page.getByRole("button", exact(w.register)).click();
  await page.getByText(w.error).waitFor();
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.getByRole("button", exact(w.register)).click();
  await page.getByText(w.inbox).first().waitFor();
  await page.goto(await server.link(person.email, "verify"));
  await page.getByRole("button", exact(w.verify)).click();
  await logIn(page, w, person.email);
}

async function logIn(page, w, email) {
  await page.goto("/login");
  await page.getByRole("textbox", { name: w.email }).fill(email);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("main").getByRole("button", exact(w.logIn)).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** The day after tomorrow in Stockholm, `2026-11-27`. */
function soon() {
  const day = new Date(Date.now() + 2 * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(day);
}

for (const [language, viewport, scheme] of [["sv", PHONE, "light"], ["en", DESKTOP, "dark"]]) {
  const w = WORDS[language];
  const shot = (name) => `${language}-${name}`;

  test(`a group applies, is approved, publishes a walk and people sign up (${language}, ${viewport.width} px)`, async () => {
    // The coordinator makes an account and applies.
    const admin = await open(server, { viewport, language, scheme });
    await admin.goto("/");
    await sound(admin, shot("home"));
    const boss = { name: "Samira", email: `samira-${language}@example.se` };
    await register(admin, "samira", w, boss);
    await admin.goto("/apply");
    await admin.getByLabel(w.type).selectOption({ label: w.kind });
    await admin.getByLabel(w.orgName).fill(`Rissne nattvandrare ${language}`);
    await sound(admin, shot("apply"));
    await admin.getByRole("button", exact(w.next)).click();
    await admin.getByLabel(w.contactName).fill(boss.name);
    await admin.getByLabel(w.contactEmail).fill(boss.email);
    await admin.getByLabel(w.consent).check();
    await admin.getByRole("button", exact(w.next)).click();
    await admin.getByLabel(w.description).fill("Vi går på fredagar.");
    await admin.getByLabel(w.activity, { exact: true }).check();
    await admin.getByLabel("Rissne", { exact: true }).check();
    await admin.getByRole("button", exact(w.next)).click();
    await sound(admin, shot("apply-review"));
    await admin.getByRole("button", exact(w.send)).click();
    await admin.getByText(w.sent).first().waitFor();

    // The liaison, whose account speaks Swedish, approves.
    const c = WORDS.sv;
    const liaison = await open(server, { viewport, scheme });
    await logIn(liaison, c, "lia@sundbyberg.example");
    await liaison.goto("/city/approvals");
    await liaison.getByRole("link", { name: `Rissne nattvandrare ${language}` }).first().waitFor();
    await sound(liaison, shot("city-approvals"));
    await liaison.getByRole("link", { name: `Rissne nattvandrare ${language}` }).first().click();
    await liaison.getByRole("button", exact(c.start)).click();
    await liaison.getByLabel(c.approve, { exact: true }).check();
    await sound(liaison, shot("city-approval"));
    await liaison.getByRole("button", exact(c.doApprove)).click();
    await liaison.getByText(c.next_task).or(liaison.getByRole("status").filter({ hasText: /.+/ })).first().waitFor();

    // The coordinator invites a member and publishes a walk.
    const slug = `rissne-nattvandrare-${language}`;
    await admin.goto(`/org/${slug}/members`);
    const guest = { name: "Amira", email: `amira-${language}@example.se` };
    await admin.getByLabel(w.email).fill(guest.email);
    await admin.getByLabel(w.volunteer, { exact: true }).check();
    await admin.getByRole("button", exact(w.invite)).click();
    await admin.getByText(guest.email).first().waitFor();
    await sound(admin, shot("members"));
    await admin.goto(`/org/${slug}/shifts/new`);
    await admin.getByLabel(w.activityLabel).selectOption({ label: w.activity });
    await admin.getByLabel(w.title, { exact: true }).fill("Nattvandring i Rissne");
    await admin.getByLabel(w.district, { exact: true }).selectOption({ label: "Rissne" });
    await admin.getByLabel(w.place).fill("Rissne torg");
    await admin.getByLabel(w.date).fill(soon());
    await admin.getByLabel(w.from).fill("21:00");
    await admin.getByLabel(w.to).fill("01:00");
    await sound(admin, shot("new-shift"));
    await admin.getByRole("button", exact(w.publish)).click();
    await admin.getByText(w.published).first().waitFor();

    // The member accepts, finds the walk and is on it with one tap; the same place undoes it.
    const member = await open(server, { viewport, language, scheme });
    await register(member, "amira", w, guest);
    await member.goto(await server.link(guest.email, "invite").catch(() => invitation(guest.email)));
    await member.getByRole("button", { name: w.accept }).click();
    await member.getByText(w.in).first().waitFor();
    await member.goto("/shifts");
    const come = member.getByRole("button", { name: w.come }).first();
    await come.waitFor();
    await sound(member, shot("shifts"));
    await come.click();
    await member.getByText(w.joined).first().waitFor();
    await member.getByRole("button", { name: w.withdraw }).first().click();
    await member.getByRole("button", { name: w.come }).first().click();
    await member.getByText(w.joined).first().waitFor();
    await sound(member, shot("shifts-joined"));
    await member.getByRole("link", { name: /Nattvandring i Rissne/ }).first().click();
    await member.getByText("Rissne torg").first().waitFor();
    await sound(member, shot("shift"));
    await member.goto("/my");
    await member.getByText("Nattvandring i Rissne").first().waitFor();
    await sound(member, shot("my"));

    // Each gets a confirmation with a calendar file; its link withdraws without signing in.
    await server.advance(5);
    const mail = await server.mail(guest.email);
    assert.match(mail, /BEGIN:VCALENDAR/);
    assert.match(mail, /112/);
    const stranger = await open(server, { viewport, language, scheme });
    await stranger.goto(await server.link(guest.email, "withdraw"));
    await stranger.getByRole("button", { name: w.withdraw }).click();
    await sound(stranger, shot("withdraw"));
    await member.goto("/my");
    await member.locator("h1").waitFor();
    await member.getByRole("link", { name: /Nattvandring i Rissne/ }).waitFor({ state: "detached" });
  });
}

/** The invitation among the mails to an address; the newest may be another one. */
async function invitation(address) {
  const { readdir, readFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const folder = join(server.dir, "outbox");
  for (const file of (await readdir(folder)).sort()) {
    const raw = (await readFile(join(folder, file), "utf8")).replace(/=\r\n/g, "").replace(/=3D/g, "=");
    const found = raw.split("\r\n\r\n")[0].includes(address) && raw.match(/\/invite#t=[A-Za-z0-9._~-]+/);
    if (found) return found[0];
  }
  return assert.fail(`no invitation to ${address}`);
}
