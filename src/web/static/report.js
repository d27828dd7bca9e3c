// report.js -- the report form when scripts run. Without it the same form works as plain HTML.
//
// It adds: the list of what would strengthen, as you type; questions about what could tell who you are, before sending;
// photos made smaller on the phone; a draft kept on this phone when asked for; and the outbox (outbox.js), so that a
// poor signal, a closed browser or an empty battery loses nothing. Nothing is kept beyond this tab without being told:
// a phone may be shared.
const form = document.getElementById("lapor"), outbox = self.outbox;
const english = document.documentElement.lang === "en";
const say = (id, en) => english ? en : id;
const field = (name) => form.elements[name];
const value = (name) => field(name).value.trim();
const FIELDS = ["text", "reported_name", "reported_position", "place", "date", "known", "link", "witness", "contact"];
const TICKS = ["who_unknown", "when_unknown"];
const FILE_MAX = Number(form.dataset.fileMib) * 1048576, FILES_MAX = Number(form.dataset.filesMax);

// ---------- small helpers ----------

// h("p.small quiet", {id: "x"}, "text", node): an element; onclick and the like are listeners.
function h(kind, more, ...inside) {
  const [name, classes] = kind.split(".");
  const e = document.createElement(name);
  if (classes) e.className = classes;
  for (const [key, to] of Object.entries(more || {}))
    if (typeof to === "function") e.addEventListener(key.slice(2), to);
    else if (to !== false && to !== null) e.setAttribute(key, to === true ? "" : to);
  e.append(...inside.filter((x) => x !== null && x !== false));
  return e;
}
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS(svg.namespaceURI, "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", "0 0 24 24");
  use.setAttribute("href", "#" + name);
  svg.append(use);
  return svg;
}
const note = (kind, picture, ...inside) => h(`div.note ${kind}`, null, icon(picture), h("div.flow", null, ...inside));
const button = (label, press, kind = "s") => h(`button.btn ${kind}`, { type: "button", onclick: press }, label);
const later = (ms, work) => { let t; return () => { clearTimeout(t); t = setTimeout(work, ms); }; };
const size = (n) => n < 1e6 ? `${Math.max(1, Math.round(n / 1e3))} kB` : `${(n / 1e6).toFixed(1).replace(".", english ? "." : ",")} MB`;
const clock = (ms) => { const d = new Date(ms), two = (n) => String(n).padStart(2, "0"); return two(d.getHours()) + say(".", ":") + two(d.getMinutes()); };

// ---------- what in the text could tell who the reporter is: the rules of src/desk/intake/hints.c ----------

const digit = (c) => c >= "0" && c <= "9", letter = (c) => /^[A-Za-z]$/.test(c || "");
const wordy = (c) => c !== undefined && (digit(c) || letter(c) || c > "\x7f");

function digitRun(s, at) {
  let digits = "", end = at, gap = false;
  for (let i = at; i < s.length; i++) {
    if (digit(s[i])) {
      if (digits.length === 31) break;
      digits += s[i];
      end = i + 1;
      gap = false;
    } else if (!gap && digits && " -.()".includes(s[i])) gap = true;
    else break;
  }
  return { digits, end };
}
const within = (text, from, to) => Number(text) >= from && Number(text) <= to;
function kindOfNumber(d, plus) {
  if (d.length === 18 && /^(19|20)/.test(d) && within(d.slice(4, 6), 1, 12) && within(d.slice(6, 8), 1, 31)) return "nip";
  const day = Number(d.slice(6, 8));
  if (d.length === 16 && d[0] !== "0" && within(day > 40 ? day - 40 : day, 1, 31) && within(d.slice(8, 10), 1, 12)) return "nik";
  if (plus || d.startsWith("628")) return within(d.length, 10, 15) ? "phone" : null;
  return d[0] === "0" && d[1] !== "0" && within(d.length, 9, 14) ? "phone" : null;
}
function findNumbers(s, found) {
  for (let i = 0; i < s.length; i++) {
    const plus = s[i] === "+" && digit(s[i + 1] || "");
    if ((!plus && !digit(s[i])) || wordy(s[i - 1])) continue;
    const { digits, end } = digitRun(s, i + plus), kind = kindOfNumber(digits, plus);
    if (kind) found.push({ kind, at: i, end });
    i = end - 1;
  }
}
function findMails(s, found) {
  for (let i = 1; i < s.length; i++) {
    if (s[i] !== "@") continue;
    const mail = (c) => c !== undefined && (digit(c) || letter(c) || "._%+-".includes(c)), plain = (c) => c !== undefined && (digit(c) || letter(c));
    let start = i, end = i + 1, dots = 0;
    while (start && mail(s[start - 1])) start--;
    for (; mail(s[end]); end++) dots += s[end] === "." && end > i + 1 && plain(s[end + 1]);
    while (end > i && !plain(s[end - 1]) && s[end - 1] !== "@") end--;
    if (start < i && dots) found.push({ kind: "email", at: start, end });
  }
}
const PHRASES = [["nama saya", 1], ["saya bernama", 1], ["namaku", 1], ["nama lengkap saya", 1], ["my name is", 1], ["perkenalkan saya", 0],
  ["perkenalkan, saya", 0], ["i am called", 1], ["saya adalah", 0], ["atas nama saya", 1]];
function nameEnd(s, from, any) {
  let end = from, i = from;
  for (let words = 0; words < 4; words++) {
    while (s[i] === " " || s[i] === ":" || s[i] === "\t") i++;
    if (!letter(s[i]) || !(/[A-Z]/.test(s[i]) || (any && !words))) break;
    while (letter(s[i]) || s[i] === "'") i++;
    end = i;
    if (s[i] === "." && s[i + 1] === " ") i++;
  }
  return end;
}
function findNames(s, found) {
  for (let i = 0; i < s.length; i++) {
    if (wordy(s[i - 1])) continue;
    for (const [words, any] of PHRASES) {
      const from = i + words.length;
      if (s.slice(i, from).toLowerCase() !== words || wordy(s[from])) continue;
      const end = nameEnd(s, from, any);
      if (end > from) {
        found.push({ kind: "name", at: i, end });
        i = end - 1;
        break;
      }
    }
  }
}
export function hints(s) {
  const found = [];
  findNumbers(s, found);
  findMails(s, found);
  findNames(s, found);
  return found;
}
function dropHints(s, kind) {
  for (;;) {
    const one = hints(s).find((x) => x.kind === kind);
    if (!one) return s;
    s = s.slice(0, one.at) + s.slice(one.end);
  }
}

// ---------- photos: the place hidden in them, a copy without it, a smaller copy ----------

async function head(blob, n) { return new DataView(await blob.slice(0, n).arrayBuffer()); }
const text4 = (d, at) => String.fromCharCode(d.getUint8(at), d.getUint8(at + 1), d.getUint8(at + 2), d.getUint8(at + 3));

function exifHasPlace(d, at, n) {
  if (n < 8) return false;
  const little = d.getUint16(at) === 0x4949, end = at + n, first = at + d.getUint32(at + 4, little);
  if ((!little && d.getUint16(at) !== 0x4d4d) || first + 2 > end) return false;
  for (let i = 0, e = first + 2; i < d.getUint16(first, little) && e + 12 <= end; i++, e += 12)
    if (d.getUint16(e, little) === 0x8825) return true;
  return false;
}
// The parts of a JPEG head or a PNG: [{at, n, kind, data}]; null for anything else.
function photoParts(d) {
  const parts = [], n = d.byteLength;
  if (n > 20 && d.getUint32(0) === 0x89504e47) {
    for (let at = 8; at + 12 <= n && d.getUint32(at) <= n - at - 12; at += parts[parts.length - 1].n)
      parts.push({ at, n: d.getUint32(at) + 12, kind: text4(d, at + 4), data: at + 8 });
    return { start: 8, parts };
  }
  if (n < 5 || d.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 <= n && d.getUint8(at) === 0xff && d.getUint8(at + 1) >= 0xc0 && d.getUint8(at + 1) !== 0xda;) {
    const long = 2 + d.getUint16(at + 2);
    if (long < 4 || at + long > n) break;
    parts.push({ at, n: long, kind: d.getUint8(at + 1), data: at + 4 });
    at += long;
  }
  return { start: 2, parts };
}
async function hasPlace(blob) {
  const d = await head(blob, blob.size), photo = photoParts(d);
  return !!photo && photo.parts.some((p) => (p.kind === 0xe1 && p.n > 10 && text4(d, p.data) === "Exif" && exifHasPlace(d, p.data + 6, p.n - 10)) ||
    (p.kind === "eXIf" && exifHasPlace(d, p.data, p.n - 12)));
}
const PNG_NEEDS = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"];
const needed = (kind) => typeof kind === "string" ? PNG_NEEDS.includes(kind) : kind !== 0xfe && (kind < 0xe1 || kind > 0xef || kind === 0xee);
async function withoutMetadata(blob) {
  const photo = photoParts(await head(blob, blob.size));
  if (!photo) return blob;
  const last = photo.parts[photo.parts.length - 1], end = last ? last.at + last.n : photo.start;
  return new Blob([blob.slice(0, photo.start), ...photo.parts.filter((p) => needed(p.kind)).map((p) => blob.slice(p.at, p.at + p.n)), blob.slice(end)], { type: blob.type });
}
const SIDE_MAX = 1600, QUALITY = 0.8;
async function smaller(blob) {
  if (!self.createImageBitmap || !/^image\/(jpeg|png|webp)$/.test(blob.type)) return null;
  try {
    const picture = await createImageBitmap(blob), by = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
    const canvas = h("canvas", { width: Math.round(picture.width * by), height: Math.round(picture.height * by) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((yes) => canvas.toBlob(yes, "image/jpeg", QUALITY));
    return made && made.size < 0.9 * blob.size ? made : null;
  } catch (e) {
    return null; // not a picture after all, or too large for this phone: the original goes
  }
}

// ---------- the list of what strengthens ----------

const since = form.dataset.since || "9999";
function elements() {
  const start = value("known") || value("date");
  return { text: !!value("text"), when: !!(value("place") && value("date")), window: /^\d{4}-/.test(start) && start >= since,
    proof: !!(value("link") || files.length), person: !!(value("reported_name") || value("reported_position")), witness: !!value("witness"), identity: !!value("contact") };
}
function showElements() {
  const have = elements();
  for (const [key, there] of Object.entries(have)) {
    document.querySelector(`[data-have=${key}]`).hidden = !there;
    document.querySelector(`[data-lack=${key}]`).hidden = there;
  }
  document.getElementById("ada").textContent = Object.values(have).filter(Boolean).length;
}

// ---------- questions before sending ----------

const ASK = {
  phone: say("Ada yang mirip nomor telepon dalam tulisan Anda.", "Something in your text looks like a phone number."),
  email: say("Ada yang mirip alamat surel dalam tulisan Anda.", "Something in your text looks like an e-mail address."),
  nip: say("Ada yang mirip nomor pegawai (NIP) dalam tulisan Anda.", "Something in your text looks like a staff number (NIP)."),
  nik: say("Ada yang mirip nomor KTP (NIK) dalam tulisan Anda.", "Something in your text looks like an identity number (NIK)."),
  name: say("Tampaknya Anda menyebut nama Anda sendiri.", "You seem to give your own name."),
  place: say("Foto Anda menyimpan tempat pengambilan gambar.", "Your photo holds the place where it was taken."),
};
const DECIDE = say("Bila itu tentang Anda dan Anda ingin tetap tanpa nama, sebaiknya dihapus. Anda yang memutuskan.", "If it is about you and you want to stay unnamed, better remove it. You decide.");
const left = new Set(), shown = new Set(); // kinds the reporter left in; kinds asked about
const questions = h("div.flow", { "aria-live": "polite", id: "petunjuk" }), placeQuestion = h("div.flow", { "aria-live": "polite" });

function question(kind, drop) {
  return note("warn mt", "shield", h("p", null, h("b", null, ASK[kind]), " " + DECIDE), h("p.row", null,
    button(say("Hapus itu", "Remove it"), drop), button(say("Biarkan", "Leave it"), () => { left.add(kind); showHints(); }, "soft s")));
}
const placeStays = () => files.some((f) => f.place && !f.clean && !(shrinking() && f.small));
function kindsNow() {
  const kinds = new Set(hints(field("text").value).map((x) => x.kind));
  if (placeStays()) kinds.add("place");
  return [...kinds].filter((k) => !left.has(k));
}
function showHints() {
  const now = kindsNow(), key = now.join();
  if (questions.dataset.now === key) return;
  questions.dataset.now = key;
  questions.replaceChildren(...now.filter((k) => k !== "place").map((k) => question(k, () => {
    field("text").value = dropHints(field("text").value, k);
    touched();
    showHints();
  })));
  placeQuestion.replaceChildren(...(now.includes("place") ? [question("place", dropPlace)] : []));
}
async function dropPlace() {
  for (const f of files) if (f.place) { f.whole = await withoutMetadata(f.whole); f.clean = true; }
  showFiles();
}

// ---------- files ----------

const files = []; // {name, whole, small, place, clean}
const list = h("ul.list", { role: "list", "aria-label": say("Berkas yang dipilih", "Chosen files") });
const fileStatus = h("p.hint", { role: "status" });
const shrink = h("input", { type: "checkbox", checked: true, onchange: () => showFiles() });
const shrinkRow = h("div", { hidden: true }, h("label.tick", null, shrink, h("span", null, say("Kecilkan foto supaya hemat kuota", "Make photos smaller to save data"))),
  h("p.hint", null, say("Foto asli lebih rinci sebagai bukti; matikan pilihan ini bila sinyal Anda kuat.", "The original shows more as proof; switch this off when your signal is good.")));
const shrinking = () => shrink.checked;
const chosen = (f) => shrinking() && f.small ? f.small : f.whole;

function showFiles() {
  list.replaceChildren(...files.map((f, i) => h("li.job", null, h("span", null, h("b", null, f.name), h("br"),
    h("span.small quiet", null, chosen(f) === f.small ? say(`${size(f.whole.size)} dikecilkan jadi ${size(f.small.size)}`, `${size(f.whole.size)} made ${size(f.small.size)}`) : size(f.whole.size),
      f.place && !placeOf(f) ? say(" · tempat pengambilan dihapus", " · place removed") : "")),
    h("button.btn soft s", { type: "button", onclick: () => { files.splice(i, 1); showFiles(); } , "aria-label": say(`Hapus ${f.name}`, `Remove ${f.name}`) }, say("Hapus", "Remove")))));
  shrinkRow.hidden = !files.some((f) => f.small);
  touched();
}
const placeOf = (f) => f.place && !f.clean && chosen(f) !== f.small;

async function take(input) {
  const fresh = [...input.files];
  input.value = "";
  for (const whole of fresh) {
    if (files.length >= FILES_MAX || whole.size > FILE_MAX) {
      fileStatus.textContent = say(`${whole.name} tidak ikut: paling banyak ${FILES_MAX} berkas, masing-masing ${form.dataset.fileMib} MB.`, `${whole.name} was left out: at most ${FILES_MAX} files of ${form.dataset.fileMib} MB.`);
      continue;
    }
    fileStatus.textContent = say(`Menyiapkan ${whole.name} …`, `Preparing ${whole.name} …`);
    const picture = /^image\//.test(whole.type);
    files.push({ name: whole.name, whole, place: picture && await hasPlace(whole), small: picture ? await smaller(whole) : null });
    fileStatus.textContent = "";
    showFiles();
  }
}

// ---------- a draft: in this tab for as long as it is open; on the phone only when asked for ----------

const TAB = "formulir";
const keep = h("input", { type: "checkbox", onchange: () => keepChanged() }), keptAt = h("span.small quiet", { role: "status" });
const typed = () => Object.fromEntries([...FIELDS.map((k) => [k, field(k).value]), ...TICKS.map((k) => [k, field(k).checked])]);
const empty = () => FIELDS.every((k) => !value(k));
function fill(draft) {
  for (const k of FIELDS) field(k).value = draft[k] || "";
  for (const k of TICKS) field(k).checked = !!draft[k];
  if (draft.contact) field("contact").closest("details").open = true;
}
const inTab = { set: (x) => { try { sessionStorage.setItem(TAB, JSON.stringify(x)); } catch (e) { /* full or forbidden */ } },
  get: () => { try { return JSON.parse(sessionStorage.getItem(TAB)); } catch (e) { return null; } },
  clear: () => { try { sessionStorage.removeItem(TAB); } catch (e) { /* forbidden */ } } };

const saveSoon = later(500, async () => {
  if (empty() && !files.length) return;
  inTab.set(typed());
  if (!keep.checked) return;
  await outbox.draft(typed());
  keptAt.textContent = say(`Tersimpan di ponsel pukul ${clock(Date.now())}. `, `Kept on this phone at ${clock(Date.now())}. `);
});
async function keepChanged() {
  if (keep.checked) installWorker();
  else if (await outbox.one("draft", 1)) await outbox.write([["delete", "draft", 1]]);
  keptAt.textContent = "";
  saveSoon();
  render();
}
const showSoon = later(250, () => { showHints(); });
function touched() {
  showElements();
  showSoon();
  saveSoon();
}

// ---------- sending ----------

function body() {
  const person = { name: value("reported_name"), position: value("reported_position") };
  return { lang: english ? "en" : "id", channel: "web", text: field("text").value, links: value("link").split(/\s+/).filter(Boolean),
    reported: person.name || person.position ? [person] : [], witnesses: value("witness") ? [value("witness")] : [],
    event: { place: value("place"), date: value("date"), known: value("known") }, contact: value("contact"), files_to_follow: files.length };
}
const fault = h("div", { role: "alert" });
function complain(text) {
  fault.replaceChildren(note("warn mt", "help", h("p", null, text)));
  field("text").focus();
}
// True when there is something the reporter was not asked about yet; the questions stand on the page then.
function askFirst() {
  const fresh = kindsNow().filter((k) => !shown.has(k));
  for (const k of fresh) shown.add(k);
  showHints();
  if (!fresh.length) return false;
  fault.replaceChildren(note("warn mt", "shield", h("p", null, say("Belum terkirim. Ada yang kami tanyakan dulu; tekan Kirim lagi bila sudah Anda putuskan.", "Not sent yet. There is something we ask first; press Send again once you have decided."))));
  (fresh.some((k) => k !== "place") ? questions : placeQuestion).querySelector("button").focus();
  return true;
}
async function send(event) {
  event.preventDefault();
  fault.replaceChildren();
  if (!value("text") && !value("link") && !files.length)
    return complain(say("Laporan belum berisi. Tulis beberapa kata, atau beri satu tautan, atau satu berkas.", "There is nothing in the report yet. Write a few words, or give one link, or one file."));
  if (askFirst()) return;
  try {
    await outbox.add(body(), files.map((f) => ({ name: f.name, type: chosen(f).type, blob: chosen(f) })));
  } catch (e) { // no room on the phone: the plain way still works
    return sendPlainly();
  }
  await outbox.write([["delete", "draft", 1]]);
  clearForm();
  installWorker();
  writing = false;
  await render();
  panel.scrollIntoView();
  panel.focus();
  go();
}
function sendPlainly() {
  const back = new DataTransfer();
  for (const f of files) back.items.add(new File([chosen(f)], f.name, { type: chosen(f).type }));
  field("file").files = back.files;
  field("file").name = "file";
  form.submit();
}
function clearForm() {
  form.reset();
  keep.checked = false;
  files.length = 0;
  left.clear();
  shown.clear();
  showFiles();
  inTab.clear();
}

// Sends what waits, and again when it makes sense.
let again = 0;
async function go() {
  clearTimeout(again);
  const wait_ms = await outbox.run();
  await outbox.tidy();
  await render();
  if (wait_ms) again = setTimeout(go, wait_ms);
}
let byItself = false; // the browser sends what waits even when the page is closed
async function installWorker() {
  byItself = await outbox.wake();
  await render();
}

// ---------- the outbox on the page ----------

const panel = h("section.flow", { "aria-labelledby": "ponsel", tabindex: "-1", hidden: true, id: "kotak" });
const title = document.querySelector("h1"), asking = title.textContent, lead = document.querySelector(".lead");
const STATES = { saved: 0, waiting: 1, sending: 2, sent: 3 };
let writing = true, warned = false;

function stages(state, count) {
  const names = [say("Tersimpan di ponsel", "Kept on this phone"), say("Menunggu sinyal", "Waiting for signal"),
    state === "sending" ? count : say("Sedang dikirim", "Being sent"), say("Terkirim", "Sent")];
  return h("ol.stages", null, ...names.map((name, i) => h(i === STATES[state] ? "li.now" : i < STATES[state] ? "li.past" : "li", i === STATES[state] ? { "aria-current": "step" } : null, h("b", null, name))));
}
function receiptCard(r) {
  const code = r.receipt.code, groups = code.match(/.{4}/g), wrong = h("p.fault", { role: "alert" });
  const last4 = h("input.code-in short", { id: "last4", inputmode: "numeric", maxlength: "4", autocomplete: "off" });
  return h("div.card pad flow-l", null,
    h("div.flow center", null, h("h2", null, say("Laporan Anda sudah kami terima", "We have received your report")),
      h("p", null, say(`Nomor ${r.receipt.number}. Simpan kode ini sekarang; hanya Anda yang memilikinya.`, `Number ${r.receipt.number}. Keep this code now; only you have it.`)),
      r.receipt.late ? note("warn", "c-near", h("p", null, say("Batas penyampaian sudah lewat. Laporan tetap kami terima dan dapat ditelusuri sebagai informasi awal.", "The time for reporting had passed. We receive the report all the same and may trace it as preliminary information."))) : null,
      h("p.eyebrow", null, say("Kode 16 angka", "Code of 16 digits")), h("p.digits", null, ...groups.map((g) => h("span", null, g))),
      h("p.eyebrow", null, say("atau enam kata, mudah dibaca lewat telepon", "or six words, easy to read over the phone")), h("ol.words", null, ...r.receipt.words.map((w) => h("li", null, w))),
      r.receipt.page ? h("p.row center", null, h("a.btn s", { href: r.receipt.page + "/gambar", download: "" }, icon("down"), say("Simpan sebagai gambar", "Save as a picture")),
        h("a.btn soft s", { href: r.receipt.page, target: "_blank", rel: "noopener" }, say("Tanda terima lengkap, dengan QR", "Whole receipt, with QR"))) : null),
    h("form.flow", { onsubmit: (event) => { event.preventDefault(); confirm4(r, last4, wrong); } },
      h("label", { for: "last4" }, say("Ketik empat angka terakhir kode Anda", "Type the last four digits of your code")), last4, wrong,
      h("p.row", null, h("button.btn main", null, say("Ya, sudah saya simpan", "Yes, I have kept it")))));
}
// One code at a time, and always the same piece of the page for it: somebody may be typing there.
let onShow = { id: "", node: null };
function receiptNode(r) {
  if (onShow.id !== r.id) onShow = { id: r.id, node: receiptCard(r) };
  return onShow.node;
}
async function confirm4(r, input, wrong) {
  if (input.value.replace(/\D/g, "") !== r.receipt.code.slice(-4)) {
    wrong.textContent = say("Belum sama dengan empat angka terakhir kode di atas.", "Not yet the last four digits of the code above.");
    return input.focus();
  }
  const now = await outbox.one("report", r.id), state = outbox.state(now, await outbox.filesOf(r.id));
  done = say("Kode sudah Anda simpan. Dengan kode itu Anda dapat kembali kapan saja lewat Lacak.", "You have kept the code. With it you can return at any time through Follow up.");
  if (state === "sent") await outbox.remove(now);
  else await outbox.update(r.id, { confirmed: true, receipt: { number: now.receipt.number } });
  await outbox.tidy(); // when nothing waits and no draft is kept, the phone keeps nothing of us at all
  await render();
}
function progress(r, mine) {
  const of = 1 + mine.length, i = r.receipt ? Math.min(of, 2 + mine.filter((f) => f.done || f.refused).length) : 1;
  const total = mine.reduce((n, f) => n + f.size, 0), sent = mine.reduce((n, f) => n + f.offset, 0);
  return { count: say(`Sedang dikirim ${i} dari ${of}`, `Being sent: ${i} of ${of}`), total, sent };
}
const sofar = (sent, total) => say(`${size(sent)} dari ${size(total)}`, `${size(sent)} of ${size(total)}`);
// While pieces travel only the bar moves; the rest stays, and with it what somebody has the finger on.
function move(r, mine) {
  const at = panel.querySelector(`[data-id="${r.id}"]`), bar = at && at.querySelector("progress"), { total, sent } = progress(r, mine);
  if (!bar) return;
  bar.value = sent;
  at.querySelector(".sofar").textContent = sofar(sent, total);
}
const REFUSED = say("Belum dapat diterima; periksa lagi isinya.", "It could not be taken; look at it again.");
function card(r, mine) {
  const state = outbox.state(r, mine), { count, total, sent } = progress(r, mine);
  const lost = mine.filter((f) => f.refused);
  return h("article.card flow", { "data-state": state, "data-id": r.id },
    h("p.eyebrow", null, r.receipt ? say(`Laporan ${r.receipt.number}`, `Report ${r.receipt.number}`) : say(`Laporan pukul ${clock(r.at)}`, `Report of ${clock(r.at)}`), mine.length ? ` · ${mine.length} ${say("berkas", "files")}, ${size(total)}` : ""),
    state === "refused" ? note("warn", "help", h("p", null, REFUSED + " " + r.refused.text), button(say("Ubah dan kirim lagi", "Change it and send again"), () => reopen(r))) : stages(state, count),
    state === "sending" && total ? h("progress", { max: total, value: sent, "aria-label": count }) : null,
    state === "sending" && total ? h("p.small quiet sofar", null, sofar(sent, total)) : null,
    state === "waiting" ? h("p.row", null, h("span.small", null, byItself ? say("Dikirim sendiri begitu ada sinyal; halaman ini boleh ditutup.", "It is sent by itself once there is a signal; you may close this page.")
      : say("Dikirim begitu ada sinyal selama halaman ini terbuka, atau saat Anda membukanya lagi.", "It is sent once there is a signal while this page is open, or when you open it again.")), button(say("Coba sekarang", "Try now"), go)) : null,
    r.receipt && state !== "sent" ? h("p.small", null, say("Tulisan Anda sudah tercatat. Berkas sedang menyusul.", "What you wrote is on record. Files are following.")) : null,
    ...lost.map((f) => note("warn", "help", h("p", null, say(`${f.name} tidak dapat diterima: ${f.refused}`, `${f.name} could not be taken: ${f.refused}`)))));
}
async function reopen(r) {
  const b = r.body, p = b.reported[0] || {};
  fill({ text: b.text, link: b.links.join(" "), reported_name: p.name, reported_position: p.position, witness: b.witnesses[0], place: b.event.place, date: b.event.date, known: b.event.known, contact: b.contact });
  for (const f of await outbox.filesOf(r.id)) {
    const bytes = await outbox.one("bytes", f.id);
    if (bytes) files.push({ name: f.name, whole: bytes.blob, small: null, place: false });
  }
  await outbox.remove(r);
  writing = true;
  showFiles();
  await render();
  field("text").focus();
}
let done = "", sure = false;
function forgetRow(loss) {
  sure = sure && !!loss; // what could be lost has got away meanwhile: the next press is the first again
  const label = () => sure ? loss + say(" Tekan sekali lagi untuk menghapus", " Press once more to remove") : say("Hapus dari ponsel ini", "Remove from this phone");
  const b = button(label(), async () => {
    if (loss && !sure) {
      sure = true;
      b.textContent = label();
      return;
    }
    sure = false;
    clearTimeout(again);
    clearForm();
    await outbox.forget();
    keptAt.textContent = "";
    done = say("Sudah dihapus. Ponsel ini tidak menyimpan apa pun dari halaman ini.", "Removed. This phone keeps nothing of this page.");
    writing = true;
    await render();
  }, "soft s");
  return h("p.row", null, b, h("span.small quiet", null, say("Yang tersimpan hilang sendiri setelah 7 hari.", "What is kept goes by itself after 7 days.")));
}
const status = h("p.sr", { role: "status" });
const another = h("p", null, button(say("Tulis laporan lain", "Write another report"), () => { writing = true; done = ""; render(); }));
let drawing = null, redraw = false, last = "";
// One drawing at a time; a change meanwhile is drawn after it. What somebody types into stays in place.
async function render() {
  if (drawing) { redraw = true; return drawing; }
  drawing = draw().finally(() => { drawing = null; });
  await drawing;
  if (redraw) { redraw = false; await render(); }
}
async function draw() {
  const reports = await outbox.oldestFirst(), mine = await outbox.all("file"), draft = await outbox.one("draft", 1);
  const of = (r) => mine.filter((f) => f.report === r.id), open = reports.filter((r) => r.receipt && r.receipt.code);
  const key = JSON.stringify([reports.map((r) => [r.id, outbox.state(r, of(r)), r.receipt, r.refused]), mine.map((f) => [f.id, !!f.done, f.refused]), !!draft, done, writing,
    byItself && reports.some((r) => outbox.state(r, of(r)) === "waiting")]);
  for (const r of reports) move(r, of(r));
  if (key === last) return;
  last = key;
  warned = open.length > 0;
  const focus = panel.contains(document.activeElement) ? document.activeElement : null;
  const loss = reports.some((r) => outbox.state(r, of(r)) !== "sent") ? say("Belum terkirim semua.", "Not all is sent yet.")
    : open.length ? say("Kodenya belum Anda simpan.", "You have not kept the code.") : "";
  panel.replaceChildren(h("h2", { id: "ponsel" }, say("Di ponsel ini", "On this phone")),
    ...(done ? [note("good", "ok", h("p", null, done), h("p", null, h("a", { href: "/lacak" }, say("Lacak", "Follow up"))))] : []),
    ...reports.map((r) => card(r, of(r))), ...open.slice(0, 1).map(receiptNode),
    ...(draft && writing ? [h("p", null, say("Konsep Anda tersimpan di ponsel ini.", "Your draft is kept on this phone."))] : []),
    ...(reports.length || draft ? [forgetRow(loss)] : []),
    ...(writing ? [] : [another]));
  panel.hidden = !(reports.length || draft || done);
  form.hidden = lead.hidden = !writing;
  title.textContent = writing ? asking : say("Laporan Anda", "Your report");
  document.querySelector("aside.sticky").hidden = !writing;
  if (focus && focus.isConnected) focus.focus();
  const now = panel.querySelector("[aria-current]"), words = now ? now.textContent : "";
  if (status.textContent !== words) status.textContent = words;
}

// ---------- putting it in place ----------

async function begin() {
  await outbox.tidy();
  if (!field("once").value) field("once").value = outbox.random(); // the page came from the cache of the service worker
  const input = field("file");
  input.removeAttribute("name"); // files go their own way
  input.addEventListener("change", () => take(input));
  input.after(fileStatus, list, shrinkRow, placeQuestion);
  document.getElementById("text-h").after(questions);
  form.addEventListener("input", touched);
  form.addEventListener("submit", send);
  form.querySelector("hr").nextElementSibling.prepend(fault, h("div", null, h("label.tick", null, keep, h("span", null, say("Simpan tulisan dan formulir ini di ponsel saya", "Keep my text and this form on my phone"))),
    h("p.hint", null, say("Dapat dibuka lagi tanpa sinyal. Jangan di ponsel milik bersama; tanpa ini tulisan bertahan hanya selama tab ini terbuka.", "It opens again without a signal. Not on a shared phone; without it the text lasts only while this tab is open.")), keptAt));
  document.querySelector("[name=check]").hidden = true;
  form.closest(".side").before(panel, status);
  const draft = await outbox.one("draft", 1), tab = inTab.get();
  keep.checked = !!draft;
  if (empty() && (draft || tab)) fill(draft || tab);
  const waiting = (await outbox.all("report")).length > 0;
  writing = !waiting || !empty();
  if (waiting) installWorker();
  outbox.listeners.push(later(50, render));
  for (const name of ["online", "pageshow"]) self.addEventListener(name, go);
  self.addEventListener("beforeunload", (event) => { if (warned && !self.leaving) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  touched();
  await render();
  document.documentElement.dataset.ready = "1";
  go();
}

// An answer of the server to a form that was sent plainly is gone on with plainly: it may hold files of that form.
if (form && !("plain" in form.dataset) && outbox && self.indexedDB && self.crypto && self.AbortController && form.replaceChildren && Blob.prototype.arrayBuffer)
  begin().catch(() => { field("file").name = "file"; }); // storage is forbidden here: the plain form stays

// Asked to wait because many reports come: this browser solves the puzzle instead, and the form can be sent at once.
const slow = document.getElementById("slow");
if (form && outbox && slow && slow.dataset.puzzle)
  outbox.solve(slow.dataset.puzzle, Number(slow.dataset.zeros)).then((proof) => {
    field("proof").value = proof;
    slow.querySelector("b").textContent = say("Sekarang dapat dikirim.", "It can be sent now.");
    slow.dataset.solved = "1";
  });
