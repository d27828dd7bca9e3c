// outbox.js -- reports that wait on this phone, and how they get away. Shared by the form (report.js) and the service
// worker (sw.js); kept in IndexedDB, so that a closed browser or an empty battery loses nothing.
//
// The order is that of PRODUCT N12: the words go first, as POST /api/v1/reports with a key made on this phone, so that
// however often it is sent it is one report. Its answer is the receipt; from that moment the words are wiped here. Then
// each file is announced (POST /unggah: its address is good for a week), then they travel in pieces of 64 KiB (tus 1.0):
// what was lost with a dropped link is at most one piece. A record is removed when all has arrived and its reader has
// said that the code is written down.
"use strict";
self.outbox = (() => {
  const PIECE = 64 * 1024, PATIENCE_MS = 90000, WAIT_MOST_MS = 60000, LIFE_MS = 7 * 24 * 3600e3;
  const listeners = [];
  const channel = self.BroadcastChannel ? new BroadcastChannel("formulir") : null;
  let opened = null, running = null, waking = null, forgetting = null, forgotten = false, moved = false; // moved: something got through since the last try

  // ---------- what is kept: drafts (words only), reports, their files, the files' bytes ----------

  const asked = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

  // Looking alone must leave no trace: an empty database is not made for it.
  async function there() {
    return !!opened || !indexedDB.databases || (await indexedDB.databases()).some((d) => d.name === "formulir");
  }

  // @make: only a draft or a report makes the database; whoever still has a piece in hand when all was removed does not.
  function open(make = false) {
    opened = opened || new Promise((yes, no) => {
      const request = indexedDB.open("formulir", 1);
      request.onupgradeneeded = () => {
        if (!make) return request.transaction.abort();
        for (const name of ["draft", "report", "file", "bytes"]) request.result.createObjectStore(name, { keyPath: "id" });
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opened = null; };
        yes(request.result);
      };
      request.onerror = () => { opened = null; no(make ? request.error : new Refused()); };
    });
    return opened;
  }

  // All in one transaction: [["put", "report", {...}], ["delete", "bytes", id]]. @sure: on the flash when it returns.
  async function write(steps, sure = true, make = false) {
    const db = await open(make);
    await new Promise((yes, no) => {
      const tx = db.transaction([...new Set(steps.map((s) => s[1]))], "readwrite", { durability: sure ? "strict" : "relaxed" });
      for (const [verb, store, value] of steps) tx.objectStore(store)[verb](value);
      tx.oncomplete = yes;
      tx.onabort = tx.onerror = () => no(tx.error);
    });
    changed();
  }
  const all = async (store) => await there() ? asked((await open()).transaction(store).objectStore(store).getAll()) : [];
  const one = async (store, id) => await there() ? asked((await open()).transaction(store).objectStore(store).get(id)) : undefined;
  const put = (store, value) => write([["put", store, value]]);
  const draft = (value) => write([["put", "draft", { id: 1, at: Date.now(), ...value }]], false, true);
  const oldestFirst = async () => (await all("report")).sort((a, b) => a.at - b.at);
  // Changes fields of a report in one transaction: window and service worker may both have it in hand.
  async function update(id, change) {
    const tx = (await open()).transaction("report", "readwrite", { durability: "strict" }), reports = tx.objectStore("report");
    await new Promise((yes, no) => {
      reports.get(id).onsuccess = (event) => { if (event.target.result) reports.put({ ...event.target.result, ...change }); };
      tx.oncomplete = yes;
      tx.onabort = tx.onerror = () => no(tx.error);
    });
    changed();
  }

  function changed() {
    for (const tell of listeners) tell();
    if (channel) channel.postMessage(0);
  }
  if (channel) channel.onmessage = () => { for (const tell of listeners) tell(); };

  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  // A report and its files, on this phone from here on. @files: [{name, type, blob}]
  async function add(body, files) {
    const id = random();
    const report = { id, at: Date.now(), body, tries: 0 };
    const steps = [["put", "report", report]];
    files.forEach((f, i) => {
      steps.push(["put", "file", { id: `${id}.${i}`, report: id, name: f.name, type: f.type, size: f.blob.size, offset: 0 }]);
      steps.push(["put", "bytes", { id: `${id}.${i}`, blob: f.blob }]);
    });
    await write(steps, true, true);
    return id;
  }

  const filesOf = async (id) => (await all("file")).filter((f) => f.report === id);

  async function remove(report) {
    const steps = [["delete", "report", report.id]];
    for (const f of await filesOf(report.id)) steps.push(["delete", "file", f.id], ["delete", "bytes", f.id]);
    await write(steps);
  }

  // The service worker: the empty form without a signal, and sending when the page is closed. Returns whether the browser
  // will wake it for that.
  async function wake() {
    try {
      waking = navigator.serviceWorker.register("/sw.js");
      await waking;
      const worker = await navigator.serviceWorker.ready;
      await worker.sync.register("formulir");
      return true;
    } catch (e) {
      return false; // then it is sent when the page is open
    }
  }

  // Everything this site keeps on the phone: database, cached form, service worker. Whoever asks meanwhile waits for it.
  function forget() {
    forgetting = forgetting || removeAll().finally(() => { forgetting = null; });
    return forgetting;
  }
  async function removeAll() {
    forgotten = true;
    await Promise.resolve(waking).catch(() => {}); // one that is still on its way in would stay
    try {
      if (opened) (await opened).close();
    } catch (e) { /* there was none */ }
    opened = null;
    const gone = [new Promise((yes) => {
      const request = indexedDB.deleteDatabase("formulir");
      request.onsuccess = request.onerror = yes;
    })];
    if (self.caches) gone.push(caches.keys().then((names) => Promise.all(names.map((n) => caches.delete(n)))));
    const worker = self.navigator.serviceWorker;
    if (worker) gone.push(worker.getRegistrations().then((list) => Promise.all(list.map((r) => r.unregister()))));
    await Promise.all(gone);
    forgotten = false;
    changed();
  }

  // ---------- the puzzle that lets a report in at once when many come (src/web/gate.h) ----------

  // SHA-256 of one block: the first two words of the sum. crypto.subtle is not there without https, and slow in small steps.
  const PRIMES = [], K = [], H = [];
  for (let n = 2; PRIMES.length < 64; n++)
    if (PRIMES.every((p) => n % p)) PRIMES.push(n);
  for (const p of PRIMES) {
    K.push(Math.cbrt(p) % 1 * 2 ** 32 | 0);
    if (H.length < 8) H.push(Math.sqrt(p) % 1 * 2 ** 32 | 0);
  }
  const W = new Int32Array(64);

  function sum(text) { // at most 55 characters of ASCII
    W.fill(0, 0, 16);
    for (let i = 0; i < text.length; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    W[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    W[15] = 8 * text.length;
    let [a, b, c, d, e, f, g, h] = H;
    for (let i = 0; i < 64; i++) {
      if (i > 15) {
        const x = W[i - 15], y = W[i - 2];
        W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
      }
      const t = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i];
      const u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c);
      h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
    }
    return a + H[0] | 0;
  }

  // A number n such that the sum of "puzzle.n" begins with so many zero bits (at most 32). The page stays usable meanwhile.
  async function solve(puzzle, zeros) {
    for (let n = 0; ; n++) {
      if (sum(puzzle + "." + n) >>> (32 - zeros) === 0) return String(n);
      if (n % 2000 === 1999) await new Promise((go) => setTimeout(go));
    }
  }

  // ---------- sending ----------

  class Later extends Error { // the link or the server failed: try again, after @wait_ms when somebody said so
    constructor(wait_ms) { super("later"); this.wait_ms = wait_ms; }
  }
  class Refused extends Error {}

  async function ask(method, path, headers, body) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(path, { method, headers, body, signal: stop.signal, cache: "no-store", redirect: "error", credentials: "omit" });
      const text = method === "HEAD" ? "" : await answer.text();
      if (answer.status >= 500) throw new Later(1000 * Number(answer.headers.get("Retry-After") || 0));
      return { status: answer.status, headers: answer.headers, text, json: /json/.test(answer.headers.get("Content-Type") || "") ? JSON.parse(text) : {} };
    } catch (e) {
      throw e instanceof Later ? e : new Later(0);
    } finally {
      clearTimeout(timer);
    }
  }

  const sendBody = (report, more) => ask("POST", "/api/v1/reports", { "Content-Type": "application/json", "Idempotency-Key": report.id },
    JSON.stringify({ ...report.body, ...more }));

  async function sendWords(report) {
    let answer = await sendBody(report, report.patience ? { patience: report.patience } : {});
    if (answer.status === 429 && answer.json.puzzle && answer.json.zeros <= 24) {
      const patience = answer.json.patience;
      answer = await sendBody(report, { patience, proof: await solve(answer.json.puzzle, answer.json.zeros) });
    }
    if (answer.status === 429) {
      await update(report.id, { patience: answer.json.patience });
      throw new Later(1000 * (answer.json.wait || Number(answer.headers.get("Retry-After")) || 60));
    }
    if (answer.status !== 201) {
      await update(report.id, { refused: { field: answer.json.field || "", text: answer.json.detail || String(answer.status) } });
      throw new Refused();
    }
    const { code, words, number, at, late, page, upload_ticket } = answer.json;
    report.receipt = { code, words, number, at, late, page };
    report.ticket = upload_ticket;
    // From here on the office has the words; the phone need not.
    await update(report.id, { receipt: report.receipt, ticket: upload_ticket, body: null, patience: null, tries: 0 });
  }

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const TUS = { "Tus-Resumable": "1.0.0" };

  // With a key of its own: announced twice because an answer was lost, it is one file.
  async function announce(report, file) {
    const answer = await ask("POST", "/unggah", { ...TUS, "Idempotency-Key": file.id, "Upload-Length": String(file.size), "Netra-Ticket": report.ticket || "",
      "Upload-Metadata": `filename ${base64(file.name)},filetype ${base64(file.type || "application/octet-stream")}` });
    if (answer.status === 429) throw new Later(1000 * (Number(answer.headers.get("Retry-After")) || 60));
    if (answer.status === 201) {
      file.url = new URL(answer.headers.get("Location"), self.location).pathname;
      file.offset = 0;
    } else {
      file.refused = answer.json.detail || String(answer.status);
    }
    await put("file", file);
  }

  // How far the office has it. False when its address is no longer known: it is announced anew.
  async function locate(file) {
    const answer = await ask("HEAD", file.url, TUS);
    if (answer.status === 200 || answer.status === 204) {
      file.offset = Number(answer.headers.get("Upload-Offset"));
      return true;
    }
    file.url = null;
    file.offset = 0;
    await put("file", file);
    return false;
  }

  async function sendPieces(file, fresh) {
    const bytes = await one("bytes", file.id);
    if (!bytes || (!fresh && !await locate(file))) return;
    while (file.offset < file.size && !forgotten) {
      const piece = bytes.blob.slice(file.offset, file.offset + PIECE);
      const answer = await ask("PATCH", file.url, { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(file.offset) }, piece);
      if (answer.status === 204) file.offset = Number(answer.headers.get("Upload-Offset"));
      else if (answer.status === 409) await locate(file);
      else if (answer.status === 429 || answer.status === 423) throw new Later(1000 * (Number(answer.headers.get("Retry-After")) || 5));
      else if (answer.status === 404 || answer.status === 410) file.url = null;
      else file.refused = answer.json.detail || String(answer.status);
      if (!file.url || file.refused) break;
      moved = true;
      await write([["put", "file", file]], false); // how far it is the office knows better
    }
    if (forgotten) throw new Refused();
    if (file.url && file.offset >= file.size) file.done = true;
    await write([["put", "file", file], ...(file.done ? [["delete", "bytes", file.id]] : [])]);
  }

  async function deliver(report) {
    await update(report.id, { busy: Date.now() });
    if (!report.receipt) await sendWords(report);
    for (let round = 0; round < 3; round++) {
      const left = (await filesOf(report.id)).filter((f) => !f.done && !f.refused);
      const fresh = left.filter((f) => !f.url);
      for (const file of fresh) await announce(report, file);
      for (const file of left) if (file.url && !file.refused) await sendPieces(file, fresh.includes(file));
    }
  }

  // Where a report stands, from what is kept: "saved", "waiting", "sending", "sent", "refused".
  function state(report, files) {
    if (report.refused) return "refused";
    if (report.receipt && files.every((f) => f.done || f.refused)) return "sent";
    if (report.busy) return "sending";
    return report.tries ? "waiting" : "saved";
  }

  async function settle(id, later) {
    const report = await one("report", id);
    if (!report) return 0;
    const tries = later ? (moved ? 1 : report.tries + 1) : 0;
    const wait_ms = later ? later.wait_ms || Math.min(WAIT_MOST_MS, 500 * 2 ** Math.min(tries, 7)) * (0.75 + Math.random() / 2) : 0;
    if (!later && report.confirmed && state(report, await filesOf(id)) === "sent") await remove(report);
    else await update(id, { busy: 0, tries });
    return wait_ms;
  }

  // What is older than a week is nobody's business any more; an empty database neither.
  async function tidy() {
    await forgetting;
    if (!await there()) return;
    for (const r of await all("report")) if (Date.now() - r.at > LIFE_MS) await remove(r);
    for (const d of await all("draft")) if (Date.now() - d.at > LIFE_MS) await write([["delete", "draft", d.id]]);
    if (!(await all("report")).length && !(await all("draft")).length) await forget();
  }

  // Sends what waits. Returns the milliseconds after which it makes sense to try again; 0: nothing waits.
  async function rounds() {
    let soonest = 0;
    for (const { id } of await oldestFirst()) {
      const report = await one("report", id), files = report ? await filesOf(id) : [];
      if (!report || ["sent", "refused"].includes(state(report, files))) continue;
      let later = null;
      moved = false;
      try {
        await deliver(report);
      } catch (e) {
        if (e instanceof Refused || forgotten) { await settle(id, null); continue; }
        if (!(e instanceof Later)) throw e;
        later = e;
      }
      const wait_ms = await settle(id, later);
      if (wait_ms && (!soonest || wait_ms < soonest)) soonest = wait_ms;
    }
    return soonest;
  }

  // One sender at a time among all windows and the service worker, where the browser can tell.
  function run() {
    const locked = self.navigator.locks
      ? () => navigator.locks.request("formulir", { ifAvailable: true }, (lock) => lock ? rounds() : 5000)
      : rounds;
    running = running || locked().finally(() => { running = null; });
    return running;
  }

  return { solve, add, all, one, draft, oldestFirst, update, write, remove, forget, filesOf, state, run, wake, tidy, listeners, random };
})();
