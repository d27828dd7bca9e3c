// door_sw.js -- lets the page of an event's door open again without a signal: after a reload, or when the phone was off.
//
// The server puts NAME (of this edition's cache) and FILES (style and script) before this. Kept are those files and the page of the
// door as anybody with its link gets it, fetched without a session; no entry, no name.
"use strict";
const PATIENCE_MS = 4000;

async function keep(url) {
  const answer = await fetch(url, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) return;
  const html = (await answer.text()).replace(/name="once" value="[^"]*"/g, 'name="once" value=""');
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await (await caches.open(NAME)).put(url, new Response(html, { headers }));
}

self.addEventListener("install", (event) => event.waitUntil((async () => {
  await (await caches.open(NAME)).addAll(FILES);
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("pintu-") && name !== NAME) await caches.delete(name);
  await self.clients.claim();
  for (const page of await self.clients.matchAll()) await keep(new URL(page.url).pathname).catch(() => {});
})()));

async function page(event, path) {
  const kept = () => caches.match(path, { ignoreVary: true });
  const fresh = fetch(event.request).then((answer) => { event.waitUntil(keep(path).catch(() => {})); return answer; });
  const late = new Promise((yes) => setTimeout(yes, PATIENCE_MS)).then(kept).then((answer) => answer || fresh);
  try {
    return await Promise.race([fresh, late]);
  } catch (e) {
    return (await kept()) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && /^\/hadir\/[0-9a-f]+$/.test(url.pathname)) event.respondWith(page(event, url.pathname));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname, { ignoreVary: true }).then((kept) => kept || fetch(event.request)));
});
