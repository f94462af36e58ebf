// The service worker: the app starts without a connection, and the last copy of one's own shifts is shown.
//
// It keeps two caches. `lykta-shell-…` holds the app of this version: the page of the small bundle, and what has a hash
// in its name. `lykta-copies` holds the last answers to a few readings (COPIED), each marked with when it was fetched;
// it is emptied when somebody signs in or out, and nothing in it is shown after three days. What changes something
// is never kept and never repeated here.
//
// A newer version waits until no page of the older one is open, or until the person takes it (`take over`).

const SHELL = "lykta-shell-{{version}}";
const COPIES = "lykta-copies";
const PAGE = "/";
// The walk has a bundle of its own; its page is kept when it is first opened.
const WALK = /^\/shifts\/[0-9a-f-]{36}\/(walk|report)\/?$/;
const WALK_PAGE = "/walk";
// The script of the small bundle: a page that loads it is the one to keep.
const SCRIPT = "{{js}}";
const ASSETS = [SCRIPT, "{{wasm}}", "{{css}}", "{{icons}}", "{{font}}"].filter(Boolean);

// Readings of which the last answer is kept.
const COPIED = [
  /^\/api\/v1\/me$/,
  /^\/api\/v1\/me\/shifts$/,
  /^\/api\/v1\/vocabularies$/,
  /^\/api\/v1\/shifts\/[0-9a-f-]{36}$/,
  /^\/api\/v1\/shifts\/[0-9a-f-]{36}\/walk(\/.*)?$/,
];
// Whatever signs in or out; renewing a session changes nobody.
const PERSON_CHANGES = /^\/api\/v1\/auth\/(?!refresh$)/;
const KEPT = "x-lykta-kept";
const MOST_COPIES = 60;
const LONGEST = 72 * 60 * 60 * 1000;
// How long a page, or a reading, is waited for while there is something to show instead.
const PATIENCE = 2500;

// Rises when the person changes: an answer that was asked for before is not kept.
let turn = 0;

addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(SHELL).then((cache) => cache.addAll([PAGE, ...ASSETS].map((url) => new Request(url, { cache: "reload" })))),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(names.filter((name) => name.startsWith("lykta-") && name !== SHELL && name !== COPIES).map((name) => caches.delete(name))),
    ).then(() => clients.claim()),
  );
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
  if (event.data.keep) event.waitUntil(Promise.allSettled(event.data.keep.map((address) => keepSeen(new URL(address)))));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") {
    if (PERSON_CHANGES.test(url.pathname)) event.respondWith(changePerson(request));
  } else if (request.mode === "navigate") {
    if (!url.pathname.startsWith("/api/")) event.respondWith(page(request));
  } else if (url.pathname.startsWith("/a/")) {
    event.respondWith(asset(request));
  } else if (COPIED.some((path) => path.test(url.pathname))) {
    event.respondWith(reading(event));
  }
});

// The network's page; without it, or when it takes long, the one that was kept.
async function page(request) {
  const walk = WALK.test(new URL(request.url).pathname);
  const kept = walk ? WALK_PAGE : PAGE;
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && (walk || (await answer.clone().text()).includes(SCRIPT))) {
      await (await caches.open(SHELL)).put(kept, answer.clone());
    }
    return answer;
  });
  return (await inTime(fresh)) ?? (await caches.match(kept, { cacheName: SHELL })) ?? fresh;
}

// What has a hash in its name never changes.
async function asset(request) {
  const held = await caches.match(request);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

// What a page fetched before there was a worker, kept as if it had been there.
async function keepSeen(url) {
  if (url.origin !== location.origin) return;
  const request = new Request(url.href);
  if (WALK.test(url.pathname)) {
    await page(request);
  } else if (url.pathname.startsWith("/a/")) {
    await asset(request);
  } else if (COPIED.some((path) => path.test(url.pathname)) && !(await caches.match(url.href, { cacheName: COPIES }))) {
    const asked = turn;
    await keep(request, await fetch(request), asked);
  }
}

// The network's answer; without it, or when it takes long, the last copy, which says from when it is.
async function reading(event) {
  const { request } = event;
  const asked = turn;
  const fresh = fetch(request).then((answer) => {
    event.waitUntil(keep(request, answer.clone(), asked));
    return answer;
  });
  const answer = await inTime(fresh);
  if (answer) return answer;
  const copy = await caches.match(request.url, { cacheName: COPIES });
  return copy && Date.now() - Date.parse(copy.headers.get(KEPT)) < LONGEST ? copy : fresh;
}

async function keep(request, answer, asked) {
  const copies = await caches.open(COPIES);
  // What one may no longer see is not shown from a copy either. An access that has run out is renewed by the app.
  if ([403, 404, 410].includes(answer.status)) await copies.delete(request.url);
  if (!answer.ok) return;
  const headers = new Headers(answer.headers);
  headers.set(KEPT, new Date().toISOString());
  const copy = new Response(await answer.blob(), { headers });
  if (asked !== turn) return;
  await copies.put(request.url, copy);
  const keys = await copies.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_COPIES)).map((key) => copies.delete(key)));
}

// Sends it, and forgets what was read by whoever was here before.
async function changePerson(request) {
  turn += 1;
  try {
    return await fetch(request);
  } finally {
    turn += 1;
    await caches.delete(COPIES);
  }
}

// The answer if it comes soon; undefined if it fails or is late.
function inTime(answer) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([answer, late]).catch(() => undefined);
}
