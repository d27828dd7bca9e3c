// door.js -- the door of an event without a signal. Without this script the two forms work online as they are.
//
// What is entered goes into IndexedDB first, with a key made here, and from there to the office (POST .../kirim): at once when there
// is a signal, else as soon as it is back. An entry is wiped as soon as the office has answered for it; sent twice, it counts once.
// Times are the phone's own; the office needs only how long ago it was. A code has its event's three digits in front and a check
// digit at its end, so that a wrong one is told here, without a list of anybody.
"use strict";
(() => {
  const box = document.getElementById("pintu"), told = document.getElementById("hasil"), queue = document.getElementById("antre");
  const words = box.dataset, path = words.door, TRY_MS = 5000, AT_ONCE = 100;
  let opened = null, sending = null, file = null;

  // ---------- what is kept on this device ----------

  const asked = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
  function open() {
    opened = opened || new Promise((yes, no) => {
      const request = indexedDB.open("hadir", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("entry", { keyPath: "key" });
      request.onsuccess = () => yes(request.result);
      request.onerror = () => { opened = null; no(request.error); };
    });
    return opened;
  }
  async function write(act) {
    const tx = (await open()).transaction("entry", "readwrite", { durability: "strict" });
    act(tx.objectStore("entry"));
    await new Promise((yes, no) => { tx.oncomplete = yes; tx.onabort = tx.onerror = () => no(tx.error); });
  }
  const waiting = async () => (await asked((await open()).transaction("entry").objectStore("entry").getAll()))
    .filter((entry) => entry.door === path).sort((a, b) => a.at - b.at);

  // ---------- codes ----------

  const random = (n) => Array.from(crypto.getRandomValues(new Uint8Array(n)));
  const key = () => random(16).map((b) => b.toString(16).padStart(2, "0")).join("");
  function checkDigit(digits) {
    let sum = 0;
    [...digits].reverse().forEach((d, i) => {
      const x = i % 2 ? Number(d) : 2 * Number(d);
      sum += x > 9 ? x - 9 : x;
    });
    return String((10 - sum % 10) % 10);
  }
  const digitsOf = (text) => text.slice(text.lastIndexOf("#") + 1).replace(/\D/g, "");
  const good = (code) => (code.length === 9 || code.length === 12) && checkDigit(code.slice(0, -1)) === code.slice(-1);
  function guestCode() {
    const body = words.key + random(8).map((b) => b % 10).join("");
    return body + checkDigit(body);
  }

  // ---------- telling ----------

  function tell(kind, text, code) {
    const note = document.createElement("div"), bold = document.createElement("b");
    note.className = "note " + kind;
    bold.textContent = text;
    note.append(bold);
    if (code) {
      const shown = document.createElement("span");
      shown.className = "code";
      shown.textContent = " " + code.replace(/(\d{3})(?=\d)/g, "$1 ");
      note.append(document.createElement("br"), words.guest, shown);
    }
    told.replaceChildren(note);
  }
  async function state() {
    const list = await waiting();
    queue.textContent = list.length ? `${list.length} ${words.waits}` : words.none;
    queue.dataset.n = list.length;
    const save = document.getElementById("simpan");
    save.hidden = !list.length;
    if (file) URL.revokeObjectURL(file);
    file = list.length ? URL.createObjectURL(new Blob([bundle(list)], { type: "application/json" })) : null;
    if (file) save.firstElementChild.href = file;
  }

  // ---------- sending ----------

  const bundle = (list) => JSON.stringify({ sent: Date.now(), entries: list.map(({ door, ...entry }) => entry) });

  async function sendOnce(mine) {
    const list = (await waiting()).slice(0, AT_ONCE);
    if (!list.length) return false;
    const answer = await fetch(path + "/kirim", { method: "POST", body: new URLSearchParams({ bundel: bundle(list) }), credentials: "omit", cache: "no-store" });
    if (answer.status === 404) tell("bad", words.gone);
    if (!answer.ok) return false;
    const { entries, present } = await answer.json();
    await write((store) => { for (const entry of entries) store.delete(entry.key); });
    document.getElementById("hadir").textContent = present;
    const last = entries.find((entry) => entry.key === mine) || entries.find((entry) => entry.kind === "bad");
    if (last) tell(last.kind, last.text, last.code);
    return list.length === AT_ONCE;
  }
  function send(mine) {
    sending = sending || (async () => {
      try {
        while (await sendOnce(mine));
      } catch (e) { /* no signal: it is tried again */ }
      sending = null;
      await state();
    })();
    return sending;
  }

  // ---------- entering ----------

  async function enter(entry) {
    const whole = { key: key(), at: Date.now(), door: path, ...entry };
    await write((store) => store.put(whole));
    tell("good", words.kept, entry.name ? entry.code : "");
    await state();
    Promise.resolve(sending).then(() => send(whole.key)); // what was under way did not have this one
  }
  async function byCode(text) {
    const code = digitsOf(text);
    if (!good(code)) return tell("bad", words.typo), false;
    if (!code.startsWith(words.key)) return tell("bad", words.foreign), false;
    if ((await waiting()).some((entry) => entry.code === code)) return tell("warn", words.twice), true;
    await enter({ code });
    return true;
  }
  async function byName(name, group, unit) {
    if (!name) return tell("bad", words.noname), false;
    await enter({ name, group, unit, code: guestCode() });
    return true;
  }
  // The field is free for the next person at once; what was refused here comes back, unless somebody has typed on.
  for (const form of document.querySelectorAll("form[data-kind]"))
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const guest = form.dataset.kind === "guest", input = guest ? form.nama : form.kode, text = input.value.trim();
      input.value = "";
      input.focus();
      const done = guest ? byName(text, form.kelompok.value, form.unit.value.trim()) : byCode(text);
      if (!await done && !input.value) input.value = text;
    });

  // ---------- the camera, where the browser can read QR codes by itself ----------

  const button = document.getElementById("kamera"), video = document.getElementById("gambar");
  async function look() {
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    for (let last = ""; video.srcObject; await new Promise((go) => setTimeout(go, 200))) {
      const [found] = await reader.detect(video).catch(() => []);
      if (!found || found.rawValue === last) continue;
      last = found.rawValue;
      await byCode(last);
    }
  }
  if ("BarcodeDetector" in self && navigator.mediaDevices) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!video.srcObject) return look().catch(() => { video.hidden = true; });
      for (const track of video.srcObject.getTracks()) track.stop();
      video.srcObject = null;
      video.hidden = true;
    });
  }

  // ---------- the page opens again without a signal; what waits goes when it is back ----------

  self.addEventListener("online", () => send());
  setInterval(() => send(), TRY_MS);
  if (navigator.serviceWorker) navigator.serviceWorker.register("/hadir/sw.js", { scope: "/hadir/" }).catch(() => {});
  state().then(() => send());
})();
