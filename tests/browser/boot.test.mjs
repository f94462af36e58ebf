// How the app starts: it takes the place of the page it came with, however slowly that page arrives.

import { after, afterEach, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { PHONE, Server, close, closeWindows, inspect, open } from "./harness.mjs";

let server;
let line;
before(async () => {
  server = await Server.start();
  line = await halting();
});
afterEach(closeWindows);
after(async () => {
  await close();
  line.end();
  await server.stop();
});

/** The server behind a line that stops in the middle of each page; `go` lets the rest through. */
async function halting() {
  const held = [];
  const line = createServer((asked, answer) => {
    const headers = { ...asked.headers, host: new URL(server.origin).host, "accept-encoding": "identity" };
    delete headers["if-none-match"];
    asked.pipe(
      request(server.origin + asked.url, { method: asked.method, headers }, (got) => {
        answer.writeHead(got.statusCode, got.headers);
        if (!/text\/html/.test(got.headers["content-type"])) {
          got.pipe(answer);
          return;
        }
        const parts = [];
        got.on("data", (part) => parts.push(part));
        got.on("end", () => {
          const page = Buffer.concat(parts).toString();
          const cut = page.indexOf("<main");
          answer.write(page.slice(0, cut));
          held.push(() => answer.end(page.slice(cut)));
        });
      }),
    );
  });
  await new Promise((done) => line.listen(0, "127.0.0.1", done));
  return { origin: `http://localhost:${line.address().port}`, go: () => held.splice(0).forEach((rest) => rest()), waits: () => held.length > 0, end: () => line.close() && line.closeAllConnections() };
}

test("a page that arrives in pieces is not started before it is whole", async () => {
  const page = await open({ origin: line.origin }, { viewport: PHONE, worker: false });
  // The second time, the app's code is in the cache and ready long before the page is.
  for (const _ of ["first", "again"]) {
    const assets = page.waitForResponse((answer) => answer.url().endsWith(".wasm"));
    const loaded = page.goto("/about", { waitUntil: "load" });
    await assets;
    await page.waitForTimeout(500);
    assert.ok(line.waits());
    line.go();
    await loaded;
    await page.locator("main h1").waitFor();
    assert.deepEqual([await page.locator("main").count(), await page.locator("footer").count()], [1, 1], "one of each");
  }
  await inspect(page, "a page that arrived in pieces");
});
