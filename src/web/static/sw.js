// sw.js -- lets the report form open without a signal, and sends what waits when the signal is back.
//
// The server puts NAME (of this edition's cache) and FILES (style and scripts of the form) before this. Kept are the
// empty form and those files, nothing else: no receipt, no talk, nothing that belongs to a person. It is installed only
// when somebody sends a report or keeps a draft, and goes with "remove from this phone".
"use strict";
importScripts(FILES.find((f) => f.endsWith("/outbox.js")));

const PAGE = "/lapor", PATIENCE_MS = 4000;

// The form as everybody gets it. The value that makes one sending count once is taken out: a kept page would repeat it.
async function keep(cache, answer) {
  if (!answer.ok || answer.redirected) return;
  const html = (await answer.clone().text()).replace(/name="once" value="[^"]*"/g, 'name="once" value=""');
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(PAGE, new Response(html, { headers }));
}

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES);
  await keep(cache, await fetch(PAGE));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("formulir-") && name !== NAME) await caches.delete(name);
  await self.clients.claim();
})()));

// Fresh when the link answers in time, else the kept one. The fresh one is kept where the form lies already, in the cache that was
// open before it came: whoever removes all from this phone meanwhile does not find it there again.
async function page(event) {
  const kept = () => caches.match(PAGE, { ignoreVary: true });
  const place = caches.has(NAME).then((is) => is ? caches.open(NAME) : null);
  const fresh = fetch(event.request).then((answer) => {
    const copy = answer.clone();
    event.waitUntil(place.then((cache) => cache && keep(cache, copy)));
    return answer;
  });
  const late = new Promise((yes) => setTimeout(yes, PATIENCE_MS)).then(kept).then((page) => page || fresh);
  try {
    return await Promise.race([fresh, late]);
  } catch (e) {
    return (await kept()) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE && !url.search) event.respondWith(page(event));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname, { ignoreVary: true }).then((kept) => kept || fetch(event.request)));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "formulir") return;
  event.waitUntil(self.outbox.run().then((wait_ms) => { if (wait_ms) throw new Error("later"); })); // the browser calls again
});
