// The browser tests' harness: the real server on a fresh database, the real web app, Debian's Chromium.
//
// Every page watches for what must never happen: a request to another host, a CSP violation, an error in the console.

import { spawn, execFile } from "node:child_process";
import { mkdtemp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PASSWORD = "fem gula lyktor i snön";
/** Everybody's in the demo. */
export const DEMO_PASSWORD = "demo natt vandring 2026";
export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 360, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };
const ARTEFACTS = new URL("artefacts/", import.meta.url).pathname;

function binary() {
  assert.ok(process.env.LYKTA_BIN && process.env.LYKTA_WEB_DIR, "run it by: cargo xtask test --only browser");
  return process.env.LYKTA_BIN;
}

async function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A running server with a liaison who can sign in; with `demo`, one that holds the demo's people and shifts. */
export class Server {
  static async start({ demo = false } = {}) {
    const server = new Server();
    server.dir = await mkdtemp(join(tmpdir(), "lykta-browser-"));
    const port = await freePort();
    server.origin = `http://localhost:${port}`;
    const env = {
      PATH: process.env.PATH,
      LYKTA_MODE: "development",
      LYKTA_DATA_DIR: server.dir,
      LYKTA_PUBLIC_ORIGIN: server.origin,
      LYKTA_WEB_DIR: process.env.LYKTA_WEB_DIR,
      LYKTA_RATE_LIMITS: "false",
    };
    const lykta = (...words) => run(binary(), words, { env });
    if (demo) await lykta("demo");
    const admin = demo
      ? undefined
      : await lykta("create-admin", "--email", "lia@sundbyberg.example", "--name", "Lia Lindgren", "--role", "city_liaison");
    server.child = spawn(binary(), ["serve", "--listen", `127.0.0.1:${port}`], { env, stdio: ["ignore", "ignore", "pipe"] });
    server.log = "";
    server.child.stderr.on("data", (data) => (server.log += data));
    for (let tries = 0; ; tries += 1) {
      const ready = await fetch(`${server.origin}/readyz`).catch(() => null);
      if (ready?.ok) break;
      assert.ok(tries < 200 && server.child.exitCode === null, `the server did not start:\n${server.log}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    if (admin) {
      const token = admin.stdout.split("#t=")[1].trim().split(/\s/)[0];
      await server.api("POST", "/api/v1/auth/reset-password", { token, password: PASSWORD });
    }
    return server;
  }

  async stop() {
    this.child.kill();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** One call to the API with a session's cookie string; answers `{ body, cookie }`. */
  async api(method, path, body, cookie = "", headers = {}) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        "x-requested-with": "lykta",
        "sec-fetch-site": "same-origin",
        origin: this.origin,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    const set = answer.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
    return { body: text ? JSON.parse(text) : null, cookie: set || cookie };
  }

  /** Lets jobs and mail run until nothing is left to do. */
  async work() {
    assert.ok((await fetch(`${this.origin}/dev/work`, { method: "POST" })).ok);
  }

  /** The server's time. */
  async now() {
    const { now } = await (await fetch(`${this.origin}/dev/clock`)).json();
    return new Date(now);
  }

  /** Moves the clock on by so many minutes. */
  async advance(minutes) {
    const then = new Date((await this.now()).getTime() + minutes * 60_000).toISOString();
    const set = await fetch(`${this.origin}/dev/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ now: then }),
    });
    assert.ok(set.ok);
  }

  /** The newest mail to an address, decoded. */
  async mail(address) {
    await this.work();
    const folder = join(this.dir, "outbox");
    const files = (await readdir(folder)).filter((f) => f.endsWith(".eml")).sort().reverse();
    for (const file of files) {
      const raw = await readFile(join(folder, file), "utf8");
      // With what stands before it: amira@… is not samira@….
      const head = raw.split("\r\n\r\n")[0];
      if (head.includes(` ${address}`) || head.includes(`<${address}>`)) return decode(raw);
    }
    assert.fail(`no mail to ${address}`);
  }

  /** The path of the link to a page in the newest mail to an address. */
  async link(address, page) {
    const found = (await this.mail(address)).match(new RegExp(`/${page}#t=[A-Za-z0-9._~-]+`));
    assert.ok(found, `no link to /${page} in the newest mail to ${address}`);
    return found[0];
  }

  /** A person with a confirmed address; answers their cookie. */
  async person(name, language = "sv") {
    const email = `${name.toLowerCase()}@example.se`;
    await this.api("POST", "/api/v1/auth/register", { email, displayName: name, password: PASSWORD, language });
    const token = (await this.link(email, "verify")).split("#t=")[1];
    await this.api("POST", "/api/v1/auth/verify-email", { token });
    return (await this.logIn(email)).cookie;
  }

  async logIn(email, password = PASSWORD) {
    return this.api("POST", "/api/v1/auth/login", { email, password });
  }
}

/** The text of all parts of a mail. */
function decode(raw) {
  return raw
    .split(/\r\n--[^\r\n]+\r\n/)
    .map((part) => {
      const cut = part.indexOf("\r\n\r\n");
      const [head, body] = [part.slice(0, cut), part.slice(cut + 4)];
      if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
      if (/transfer-encoding: quoted-printable/i.test(head)) {
        const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
        return Buffer.from(bytes, "latin1").toString("utf8");
      }
      return body;
    })
    .join("\n");
}

let browser;
let windows = [];

/** A browser window of its own; what goes wrong on its pages is collected in `faults`. */
export async function open(server, { viewport = PHONE, language = "sv", scheme = "light", cookie = "", signedIn = false, worker = true } = {}) {
  // The promise is kept, not what it brings: two windows opened at once share one browser.
  browser ??= chromium.launch({
    executablePath: process.env.LYKTA_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--lang=en-US", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await (await browser).newContext({
    viewport,
    locale: language === "sv" ? "sv-SE" : "en-GB",
    timezoneId: "America/New_York",
    colorScheme: scheme,
    reducedMotion: "reduce",
    baseURL: server.origin,
    serviceWorkers: worker ? "allow" : "block",
  });
  context.setDefaultTimeout(10_000);
  await context.addCookies([{ name: "lang", value: language, url: server.origin }]);
  for (const pair of cookie.split("; ").filter(Boolean)) {
    const [name, ...value] = pair.split("=");
    await context.addCookies([{ name, value: value.join("="), url: server.origin, httpOnly: true, sameSite: "Strict" }]);
  }
  const page = await context.newPage();
  windows.push(page);
  page.faults = [];
  page.on("console", (message) => {
    // The browser itself reports answers such as 401 and 409 as errors; the app handles them.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) page.faults.push(message.text());
  });
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== server.origin) page.faults.push(`request to ${url.origin}`);
  });
  if (signedIn) {
    await context.addInitScript(() => {
      if (location.protocol.startsWith("http")) localStorage.setItem("lykta.signed-in", "1");
    });
  }
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
  });
  return page;
}

/** What `work` brings, or a failure that says what did not come to an end: scripts in a page have no limit of their own. */
export async function within(milliseconds, what, work) {
  let clock;
  const over = new Promise((_, fail) => {
    clock = setTimeout(() => fail(new Error(`no end after ${milliseconds / 1000} s: ${what}`)), milliseconds);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(clock));
}

/** Closes the windows of a test; what they showed last is kept with the artefacts. */
export async function closeWindows() {
  await mkdir(ARTEFACTS, { recursive: true });
  for (const [number, page] of windows.entries()) {
    await page.screenshot({ path: `${ARTEFACTS}last-${number}.png` }).catch(() => {});
    await within(10_000, "closing a window", page.context().close());
  }
  windows = [];
}

/** Closes one window before its test is over. */
export async function closeWindow(page) {
  windows = windows.filter((held) => held !== page);
  await within(10_000, "closing a window", page.context().close());
}

/** Ends the browser; the last thing a file of tests does. */
export async function close() {
  await (await browser)?.close();
  browser = undefined;
}

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What may differ from look to look. */
const LOOKS = ["color-contrast", "link-in-text-block", "target-size"];

/** Fails on anything axe finds, on sideways scrolling, on a missing title or heading, and on what the page collected. */
export async function inspect(page, name, { looksOnly = false } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const looked = page.evaluate(
    async ([standards, looks]) => {
      const what = looks ? { type: "rule", values: looks } : { type: "tag", values: standards };
      const { violations } = await window.axe.run(document, { runOnly: what, resultTypes: ["violations"] });
      const root = document.documentElement;
      return {
        violations: violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`),
        title: document.title,
        headings: document.querySelectorAll("h1").length,
        sideways: root.scrollWidth - root.clientWidth,
      };
    },
    [STANDARDS, looksOnly ? LOOKS : undefined],
  );
  const { violations, title, headings, sideways } = await within(30_000, `axe on ${name}`, looked);
  assert.deepEqual(violations, [], `axe on ${name}`);
  assert.match(title, /\S.* – Lykta$/, `title of ${name}`);
  assert.equal(headings, 1, `headings of the first level on ${name}`);
  assert.ok(sideways <= 0, `${name} scrolls sideways by ${sideways} px`);
  assert.deepEqual(page.faults, [], `faults on ${name}`);
}

/** As [`inspect`], and keeps a picture with the artefacts. */
export async function sound(page, name) {
  await mkdir(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTEFACTS}${name}.png` });
  await inspect(page, name);
}
