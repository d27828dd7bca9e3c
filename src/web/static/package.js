/* package.js -- the page /periksa-paket: makes a recipient's keys, opens packages, says what does not match. It needs a
 * browser with WebCrypto and nothing else; the formats are those of src/core/parcel/parcel.h. Names stay as there.
 *
 * Whatever a package says is shown as text only. A damaged piece does not end the look: the rest is opened, and the files
 * that lie in the damaged piece are named, since their hashes do not fit any more.
 */
"use strict";

const PIECE = 65536, TAG = 16, HEAD_MAX = 1024, POINT = 65, MANIFEST = "daftar.sha256";
const ITERATIONS = 1000000, ITERATIONS_MIN = 100000, ITERATIONS_MAX = 10000000;
const bytes = (text) => new TextEncoder().encode(text);
const subtle = globalThis.crypto && crypto.subtle;

/* A fault in both languages. */
class Fault extends Error {
	constructor(id, en) {
		super(en);
		this.id = id;
		this.en = en;
	}
}

function join(...parts) {
	const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
	let at = 0;
	for (const p of parts) {
		all.set(p, at);
		at += p.length;
	}
	return all;
}

const hex = (b) => Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");

function unhex(text, n) {
	if (typeof text !== "string" || text.length !== 2 * n || !/^[0-9a-fA-F]*$/.test(text))
		return null;
	return Uint8Array.from({length: n}, (_, i) => parseInt(text.substr(2 * i, 2), 16));
}

const base64 = (b) => btoa(Array.from(b, (x) => String.fromCharCode(x)).join(""));
const base64url = (b) => base64(b).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const unbase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/* ---- HPKE, RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM ---- */

const KEM = join(bytes("KEM"), [0, 16]), SUITE = join(bytes("HPKE"), [0, 16, 0, 1, 0, 2]);

async function mac(key, data) {
	const k = await subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
	return new Uint8Array(await subtle.sign("HMAC", k, data));
}

const extract = (suite, salt, label, ikm) => mac(salt.length ? salt : new Uint8Array(32), join(bytes("HPKE-v1"), suite, bytes(label), ikm));
const expand = async (suite, prk, label, info, n) =>
	(await mac(prk, join([n >> 8, n & 255], bytes("HPKE-v1"), suite, bytes(label), info, [1]))).slice(0, n);

async function shared(secretKey, theirs, enc, to) {
	const other = await subtle.importKey("raw", theirs, {name: "ECDH", namedCurve: "P-256"}, false, []);
	const dh = new Uint8Array(await subtle.deriveBits({name: "ECDH", public: other}, secretKey, 256));
	const none = new Uint8Array(0);
	return expand(KEM, await extract(KEM, none, "eae_prk", dh), "shared_secret", join(enc, to), 32);
}

async function schedule(secret, info) {
	const none = new Uint8Array(0);
	const context = join([0], await extract(SUITE, none, "psk_id_hash", none), await extract(SUITE, none, "info_hash", info));
	const prk = await extract(SUITE, secret, "secret", none);
	const key = await expand(SUITE, prk, "key", context, 32);
	return {key: await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]), nonce: await expand(SUITE, prk, "base_nonce", context, 12)};
}

function nonceOf(base, seq) {
	const n = Uint8Array.from(base);
	for (let i = 11; seq > 0; i--, seq = Math.floor(seq / 256))
		n[i] ^= seq & 255;
	return n;
}

/* The piece, or null when it is not what was sealed. */
async function pieceOpen(c, seq, last, sealed) {
	try {
		const how = {name: "AES-GCM", iv: nonceOf(c.nonce, seq), additionalData: Uint8Array.of(last ? 1 : 0), tagLength: 128};
		return new Uint8Array(await subtle.decrypt(how, c.key, sealed));
	} catch (e) {
		return null;
	}
}

/* ---- Ed25519: the browser's own; older ones have none, then by the book (RFC 8032, 5.1.7). Nothing in it is secret. ---- */

const P = (1n << 255n) - 19n, L = (1n << 252n) + 27742317777372353535851937790883648493n;
const mod = (x, m = P) => ((x % m) + m) % m;

function power(x, n) {
	let r = 1n;
	for (x = mod(x); n > 0n; n >>= 1n, x = (x * x) % P)
		if (n & 1n)
			r = (r * x) % P;
	return r;
}

const D = mod(-121665n * power(121666n, P - 2n)), ROOT = power(2n, (P - 1n) / 4n);
const little = (b) => BigInt("0x" + (hex(Uint8Array.from(b).reverse()) || "0"));

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
	const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
	const e = b - a, f = d - c, g = d + c, h = b + a;
	return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(n, point) {
	let r = [0n, 1n, 1n, 0n];
	for (; n > 0n; n >>= 1n, point = add(point, point))
		if (n & 1n)
			r = add(r, point);
	return r;
}

function point(b) {
	const y = little(b) & ((1n << 255n) - 1n), sign = b[31] >> 7;
	if (y >= P)
		return null;
	const xx = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
	let x = power(xx, (P + 3n) / 8n);
	if (mod(x * x - xx))
		x = mod(x * ROOT);
	if (mod(x * x - xx) || (!x && sign))
		return null;
	if (Number(x & 1n) !== sign)
		x = P - x;
	return [x, y, 1n, mod(x * y)];
}

async function verifySlow(key, signature, message) {
	const a = point(key), r = point(signature.slice(0, 32)), s = little(signature.slice(32));
	if (!a || !r || s >= L)
		return false;
	const base = point(unhex("5866666666666666666666666666666666666666666666666666666666666666", 32));
	const k = mod(little(new Uint8Array(await subtle.digest("SHA-512", join(signature.slice(0, 32), key, message)))), L);
	const left = times(s, base), right = add(r, times(k, a));
	return !mod(left[0] * right[2] - right[0] * left[2]) && !mod(left[1] * right[2] - right[1] * left[2]);
}

async function verify(key, signature, message) {
	let k;
	try {
		k = await subtle.importKey("raw", key, {name: "Ed25519"}, false, ["verify"]);
	} catch (e) {
		return verifySlow(key, signature, message);
	}
	return subtle.verify({name: "Ed25519"}, k, signature, message);
}

/* ---- keys ---- */

async function fingerprint(spki) {
	const h = hex(new Uint8Array(await subtle.digest("SHA-256", spki)).slice(0, 16)).toUpperCase();
	return h.match(/.{4}/g).join(" ");
}

const pem = (spki) => "-----BEGIN PUBLIC KEY-----\n" + base64(spki).match(/.{1,64}/g).join("\n") + "\n-----END PUBLIC KEY-----\n";

async function stretch(passphrase, salt, iterations) {
	const k = await subtle.importKey("raw", bytes(passphrase), "PBKDF2", false, ["deriveKey"]);
	return subtle.deriveKey({name: "PBKDF2", hash: "SHA-256", salt, iterations}, k, {name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
}

async function keysMake(name, passphrase) {
	const pair = await subtle.generateKey({name: "ECDH", namedCurve: "P-256"}, true, ["deriveBits"]);
	const spki = new Uint8Array(await subtle.exportKey("spki", pair.publicKey)), print = await fingerprint(spki);
	const secret = unbase64((await subtle.exportKey("jwk", pair.privateKey)).d.replace(/-/g, "+").replace(/_/g, "/"));
	const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
	const key = await stretch(passphrase, salt, ITERATIONS);
	const sealed = new Uint8Array(await subtle.encrypt({name: "AES-GCM", iv, additionalData: bytes(print)}, key, secret));
	const file = {netra_key: 1, name, fingerprint: print, public: pem(spki), kdf: "PBKDF2-SHA-256", iterations: ITERATIONS, salt: hex(salt),
		      cipher: "AES-256-GCM", iv: hex(iv), private: hex(sealed)};
	return {print, public: pem(spki), file: JSON.stringify(file) + "\n"};
}

function keyFileRead(text) {
	const bad = () => new Fault("Ini bukan berkas kunci privat Netra.", "This is no private key file of Netra.");
	let f;
	try {
		f = JSON.parse(text);
	} catch (e) {
		throw bad();
	}
	const body = /-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----/.exec(f && f.public);
	const k = {salt: unhex(f && f.salt, 16), iv: unhex(f && f.iv, 12), sealed: unhex(f && f.private, 48), iterations: f && f.iterations};
	if (!f || f.netra_key !== 1 || !body || !k.salt || !k.iv || !k.sealed || !(k.iterations >= ITERATIONS_MIN && k.iterations <= ITERATIONS_MAX))
		throw bad();
	try {
		k.spki = unbase64(body[1].replace(/\s/g, ""));
	} catch (e) {
		throw bad();
	}
	return k;
}

async function keyOpen(text, passphrase) {
	const f = keyFileRead(text), print = await fingerprint(f.spki), raw = f.spki.slice(-POINT);
	let d;
	try {
		const key = await stretch(passphrase, f.salt, f.iterations);
		d = new Uint8Array(await subtle.decrypt({name: "AES-GCM", iv: f.iv, additionalData: bytes(print)}, key, f.sealed));
	} catch (e) {
		throw new Fault("Frasa sandi tidak membuka kunci ini, atau berkas kuncinya berubah.", "This passphrase does not open the key, or the key file was changed.");
	}
	const jwk = {kty: "EC", crv: "P-256", d: base64url(d), x: base64url(raw.slice(1, 33)), y: base64url(raw.slice(33))};
	return {print, raw, secret: await subtle.importKey("jwk", jwk, {name: "ECDH", namedCurve: "P-256"}, false, ["deriveBits"])};
}

/* ---- the outside: sealed pieces ---- */

const slice = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

function headRead(start) {
	const text = new TextDecoder("latin1").decode(start), end = text.indexOf("\n\n");
	const line = (key) => (new RegExp("\\n" + key + ": ([^\\n]*)").exec(text.slice(0, end + 1)) || [])[1];
	if (end < 0 || !line("to"))
		throw new Fault("Kepala paket rusak atau berkas terpotong.", "The head of the package is damaged, or the file is cut short.");
	if (line("suite") !== "16,1,2" || line("piece") !== String(PIECE))
		throw new Fault("Paket ini disandikan dengan cara yang tidak dikenal halaman ini.", "This package is sealed in a way that this page does not know.");
	return {length: end + 2, to: line("to"), office: line("office") || ""};
}

/* Opens what can be opened; what cannot is zeros. */
async function piecesOpen(blob, at, c, faults) {
	const parts = [], total = blob.size - at, n = Math.max(1, Math.ceil(total / (PIECE + TAG)));
	for (let i = 0; i < n; i++) {
		const sealed = await slice(blob, at + i * (PIECE + TAG), at + (i + 1) * (PIECE + TAG)), last = i === n - 1;
		let plain = await pieceOpen(c, i, last, sealed);
		if (!plain && last && (plain = await pieceOpen(c, i, false, sealed))) {
			faults.push({name: "paket", id: `berkas terpotong sesudah bagian ${i + 1}`, en: `the file is cut short after piece ${i + 1}`});
		} else if (!plain) {
			faults.push({name: "paket", id: `bagian ${i + 1} dari ${n} rusak` + (last ? " atau terpotong" : ""), en: `piece ${i + 1} of ${n} is damaged` + (last ? " or cut short" : "")});
			plain = new Uint8Array(Math.max(0, sealed.length - TAG));
		}
		parts.push(plain);
	}
	return new Blob(parts);
}

async function unseal(blob, key, faults) {
	const start = await slice(blob, 0, HEAD_MAX + POINT);
	if (hex(start.slice(0, 4)) === "504b0304")
		return {zip: blob, to: null};
	if (new TextDecoder("latin1").decode(start.slice(0, 15)) !== "netra-parcel 1\n")
		throw new Fault("Ini bukan berkas paket penerusan.", "This is no hand-over package.");
	const head = headRead(start), info = start.slice(0, head.length), enc = start.slice(head.length, head.length + POINT);
	if (!key)
		throw new Fault(`Paket ini tersandi untuk kunci ${head.to}; pilih berkas kunci privatnya.`, `This package is sealed for the key ${head.to}; choose the file of that key.`);
	if (head.to !== key.print)
		throw new Fault(`Paket ini untuk kunci ${head.to}, bukan kunci Anda (${key.print}).`, `This package is for the key ${head.to}, not for yours (${key.print}).`);
	let c;
	try {
		c = await schedule(await shared(key.secret, enc, enc, key.raw), info);
	} catch (e) {
		throw new Fault("Kepala paket rusak atau berkas terpotong.", "The head of the package is damaged, or the file is cut short.");
	}
	return {zip: await piecesOpen(blob, head.length + POINT, c, faults), to: head.to};
}

/* ---- the inside: a ZIP without compression ---- */

function directoryEnd(tail) {
	for (let i = tail.length - 22; i >= 0; i--)
		if (tail[i] === 0x50 && tail[i + 1] === 0x4b && tail[i + 2] === 5 && tail[i + 3] === 6)
			return i;
	return -1;
}

function directoryRead(dir, n) {
	const view = new DataView(dir.buffer, dir.byteOffset, dir.length), entries = [];
	for (let at = 0; entries.length < n && at + 46 <= dir.length && view.getUint32(at, true) === 0x02014b50;) {
		const nameN = view.getUint16(at + 28, true), extraN = view.getUint16(at + 30, true), noteN = view.getUint16(at + 32, true);
		entries.push({name: new TextDecoder("latin1").decode(dir.slice(at + 46, at + 46 + nameN)), method: view.getUint16(at + 10, true),
			      size: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true), at: view.getUint32(at + 42, true)});
		at += 46 + nameN + extraN + noteN;
	}
	return entries;
}

const goodName = (name) => name.length <= 120 && /^[A-Za-z0-9][A-Za-z0-9.-]*(\/[A-Za-z0-9][A-Za-z0-9.-]*)?$/.test(name) && !name.includes("..");

async function zipRead(zip, faults) {
	const from = Math.max(0, zip.size - 65557), tail = await slice(zip, from, zip.size), end = directoryEnd(tail);
	if (end < 0) {
		faults.push({name: "paket", id: "direktori wadah tidak ada: berkas terpotong atau rusak", en: "the directory of the container is not there: the file is cut short or damaged"});
		return [];
	}
	const view = new DataView(tail.buffer), n = view.getUint16(end + 10, true), size = view.getUint32(end + 12, true), at = view.getUint32(end + 16, true);
	const entries = directoryRead(await slice(zip, at, at + size), n);
	if (entries.length !== n)
		faults.push({name: "paket", id: "direktori wadah rusak", en: "the directory of the container is damaged"});
	return entries.filter((e) => {
		const good = goodName(e.name) && e.method === 0 && e.packed === e.size;
		if (!good)
			faults.push({name: e.name.slice(0, 60), id: "bukan isi paket", en: "no part of a package"});
		return good;
	});
}

async function entryBytes(zip, e) {
	const head = await slice(zip, e.at, e.at + 30), view = new DataView(head.buffer);
	if (head.length < 30 || view.getUint32(0, true) !== 0x04034b50)
		return null;
	const from = e.at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
	return from + e.size <= zip.size ? zip.slice(from, from + e.size) : null;
}

/* ---- the manifest ---- */

function manifestRead(text) {
	const m = {facts: {}, files: new Map(), signed: null, signature: null};
	const end = /# ed25519: ([0-9a-f]{128})\n$/.exec(text);
	if (!text.startsWith("# netra-manifest 2\n"))
		return null;
	m.signed = end ? text.slice(0, end.index) : text;
	m.signature = end && unhex(end[1], 64);
	for (const line of m.signed.split("\n").slice(1)) {
		const fact = /^# ([a-z-]+): (.*)$/.exec(line), file = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
		if (fact)
			m.facts[fact[1]] = fact[2];
		else if (file && goodName(file[2]))
			m.files.set(file[2], file[1]);
		else if (line)
			return null;
	}
	return m;
}

async function manifestJudge(m, officeKey, to, faults) {
	const own = unhex(m.facts["office-key"], 32);
	const fault = (id, en) => faults.push({name: MANIFEST, id, en});
	if (!own || !m.signature || !(await verify(own, m.signature, bytes(m.signed))))
		fault("tanda tangan tidak cocok dengan daftar isi", "the signature does not fit the manifest");
	else if (officeKey && hex(own) !== officeKey)
		fault("ditandatangani kantor lain, bukan kantor yang Anda percaya", "signed by another office, not by the one that you trust");
	if (to && m.facts.key !== to)
		fault("daftar isi menyebut penerima lain", "the manifest names another recipient");
}

/* One look at everything: what is in the package, and what does not match, by name. */
async function parcelCheck(blob, key, officeKey) {
	const faults = [], files = [], {zip, to} = await unseal(blob, key, faults);
	let manifest = null;
	for (const e of await zipRead(zip, faults)) {
		const body = await entryBytes(zip, e);
		const data = body && new Uint8Array(await body.arrayBuffer());
		const file = {name: e.name, size: e.size, blob: body, hash: data && hex(new Uint8Array(await subtle.digest("SHA-256", data))), good: false};
		if (files.some((f) => f.name === e.name)) /* which of them would another program take out? */
			faults.push({name: e.name, id: "ada dua kali di paket", en: "is in the package twice"});
		else if (e.name === MANIFEST && data)
			manifest = manifestRead(new TextDecoder("utf-8", {ignoreBOM: true}).decode(data));
		files.push(file);
	}
	if (!manifest) {
		faults.push({name: MANIFEST, id: "tidak ada, atau tidak terbaca", en: "is not there, or cannot be read"});
		return {faults, files, facts: {}, zip, unlisted: true};
	}
	await manifestJudge(manifest, officeKey, to, faults);
	for (const f of files.filter((x) => x.name !== MANIFEST)) {
		const want = manifest.files.get(f.name);
		f.good = want === f.hash;
		if (!want)
			faults.push({name: f.name, id: "tidak ada di daftar isi", en: "is not in the manifest"});
		else if (!f.good)
			faults.push({name: f.name, id: "berubah: sidiknya bukan yang di daftar isi", en: "was changed: its hash is not the manifest's"});
	}
	for (const name of manifest.files.keys())
		if (!files.some((f) => f.name === name))
			faults.push({name, id: "tidak ada di paket", en: "is missing"});
	return {faults, files, facts: manifest.facts, zip};
}

/* ---- the page ---- */

const $ = (id) => document.getElementById(id);

function make(tag, className, ...children) {
	const e = document.createElement(tag);
	if (className)
		e.className = className;
	e.append(...children);
	return e;
}

/* Both languages; the style sheet shows one. */
function both(id, en) {
	const f = document.createDocumentFragment();
	f.append(make("span", "id", id), make("span", "en", en));
	return f;
}

function saveLink(blob, name, label) {
	const a = make("a", "", label);
	a.href = URL.createObjectURL(blob);
	a.download = name.replace(/\//g, "_");
	return a;
}

const sizeText = (n) => n < 1024 ? `${n} B` : n < 1048576 ? `${Math.round(n / 1024)} kB` : `${(n / 1048576).toFixed(1)} MB`;

function factsShow(pairs) {
	const dl = make("dl");
	for (const [id, en, value] of pairs)
		if (value)
			dl.append(make("dt", "", both(id, en)), make("dd", "", value instanceof Node ? value : String(value)));
	return dl;
}

/* What the machine file says of the person, in short. */
async function personShow(files) {
	const file = files.find((f) => f.name === "data.json" && f.good);
	try {
		const d = JSON.parse(await file.blob.text()), first = (d.decisions && d.decisions[0]) || {};
		return factsShow([["Orang", "Person", d.person.name], ["Nomor pegawai", "Personnel number", d.person.nip], ["Instansi", "Agency", d.person.agency],
				  ["Perbuatan", "Act", first.title], ["Dasar", "Basis", first.basis]]);
	} catch (e) {
		return "";
	}
}

function filesShow(r) {
	const list = make("ul", "files");
	for (const f of r.files) {
		const own = f.name === MANIFEST, bad = own ? r.faults.some((x) => x.name === MANIFEST) : !f.good;
		const state = r.unlisted ? both("tanpa bukti", "not proven") : bad ? both("tidak cocok", "does not match") : both("cocok", "matches");
		list.append(make("li", "", make("code", "", f.name), make("span", "small", sizeText(f.size)), make("span", "state " + (bad ? "broken" : "fine"), state),
				 f.blob ? saveLink(f.blob, f.name, both("simpan", "save")) : ""));
	}
	return list;
}

function verdictShow(r) {
	const note = make("div", "note " + (r.faults.length ? "bad" : "good"));
	if (!r.faults.length) {
		note.append(make("strong", "", both("Utuh dan asli", "Whole and genuine")),
			    make("p", "", both("Semua isi cocok dengan daftar isi yang ditandatangani kantor.", "All files match the manifest that the office signed.")));
	} else {
		const list = make("ul");
		for (const f of r.faults)
			list.append(make("li", "", make("code", "", f.name), ": ", both(f.id, f.en)));
		note.append(make("strong", "", both("TIDAK COCOK. Jangan dipakai; mintalah kiriman ulang.", "DOES NOT MATCH. Do not use it; ask for it again.")), list);
	}
	$("verdict").replaceChildren(note);
}

/* "2024-11-04T07:30:19+07:00" as people read it, in the sender's own zone; anything else stays as it is. */
function momentWords(iso) {
	const zones = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"};
	const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):\d\d(?:\.\d+)?([+-]\d\d:\d\d|Z)$/.exec(iso);
	if (!m)
		return iso;
	const day = (lang) => new Intl.DateTimeFormat(lang, {weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC"})
		.format(new Date(Date.UTC(+m[1], m[2] - 1, +m[3])));
	const clock = `, ${m[4]}.${m[5]} ${zones[m[6]] || m[6]}`;
	return both(day("id") + clock, day("en-GB") + clock);
}

async function resultShow(r) {
	const f = r.facts;
	verdictShow(r);
	$("result").replaceChildren(
		factsShow([["Kantor", "Office", f.office], ["Surat", "Letter", f.letter], ["Berkas", "File", f.file], ["Dikirim", "Sent", momentWords(f.sent)], ["Penerima", "Recipient", f.recipient]]),
		await personShow(r.files), filesShow(r), r.zip ? make("p", "", saveLink(r.zip, "paket.zip", both("Simpan semua (ZIP)", "Save all (ZIP)"))) : "");
}

function faultShow(where, e) {
	const known = e instanceof Fault;
	where.replaceChildren(make("div", "note bad", both(known ? e.id : "Tidak dapat dibuka: " + e, known ? e.en : "Cannot be opened: " + e)));
}

async function busy(button, where, work) {
	button.disabled = true;
	where.replaceChildren(make("p", "small", both("Bekerja …", "Working …")));
	try {
		await work();
	} catch (e) {
		faultShow(where, e);
	}
	button.disabled = false;
}

/* A key as digits, or as a line of /log/kunci.txt: "netra/receipts/99.01+9144ddd5+<base64 of 1 and the key>". */
function officeKeyRead(text) {
	const typed = text.replace(/\s/g, ""), line = /^[^+]+\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(typed);
	if (/^[0-9a-fA-F]{64}$/.test(typed))
		return typed.toLowerCase();
	const raw = line && unbase64(line[1]);
	if (!raw || raw.length !== 33 || raw[0] !== 1)
		throw new Fault("Ini bukan kunci kantor: 64 angka heksadesimal, atau isi /log/kunci.txt.", "This is no office's key: 64 hexadecimal digits, or what /log/kunci.txt says.");
	return hex(raw.slice(1));
}

function trustedKey() {
	const typed = $("other-key").value.trim();
	return typed ? officeKeyRead(typed) : document.body.dataset.officeKey;
}

async function openTake() {
	const file = $("file").files[0], keyFile = $("keyfile").files[0];
	$("result").replaceChildren();
	if (keyFile && keyFile.size > 8192)
		throw new Fault("Ini bukan berkas kunci privat Netra.", "This is no private key file of Netra.");
	const officeKey = trustedKey(), key = keyFile ? await keyOpen(await keyFile.text(), $("pass").value) : null;
	$("pass").value = "";
	await resultShow(await parcelCheck(file, key, officeKey));
}

async function makeTake() {
	if ([...$("new-pass").value].length < 12)
		throw new Fault("Frasa sandi paling sedikit 12 huruf.", "The passphrase has at least 12 letters.");
	if ($("new-pass").value !== $("again").value)
		throw new Fault("Kedua frasa sandi tidak sama.", "The two passphrases are not the same.");
	const k = await keysMake($("name").value, $("new-pass").value), area = make("textarea", "", k.public);
	$("new-pass").value = $("again").value = "";
	area.rows = 5;
	area.readOnly = true;
	area.setAttribute("aria-label", "Kunci publik");
	const secret = saveLink(new Blob([k.file], {type: "application/json"}), `kunci-privat-${k.print.slice(0, 4)}.json`, both("1. Simpan kunci privat", "1. Save the private key"));
	const open = saveLink(new Blob([k.public], {type: "text/plain"}), `kunci-publik-${k.print.slice(0, 4)}.pem`, both("2. Simpan kunci publik", "2. Save the public key"));
	secret.id = "save-private";
	open.id = "save-public";
	$("made").replaceChildren(
		make("div", "note good", make("strong", "", both("Pasangan kunci jadi", "The pair of keys is made")), both("Simpan keduanya sebelum halaman ini ditutup.", "Save both before this page is closed.")),
		make("p", "", secret), make("p", "small", both("Simpan di dua tempat yang aman. Tanpa berkas ini atau frasa sandinya tidak seorang pun dapat membuka paket, juga Bawaslu tidak.", "Keep it in two safe places. Without this file or its passphrase nobody can open your packages, not even Bawaslu.")),
		make("p", "", open), area, make("p", "", both("3. Bacakan sidik ini lewat telepon kantor:", "3. Read this fingerprint out by the office telephone:")), make("p", "print", k.print));
}

function pageStart() {
	const d = document.body.dataset;
	$("office-name").textContent = d.officeKey ? `${d.office} (${d.officeCode})` : "–";
	$("office-line").textContent = d.officeLine;
	$("office-key").textContent = (d.officeKey || "").replace(/(.{8})/g, "$1 ").trim();
	$("lang").addEventListener("click", () => {
		const en = document.documentElement.lang === "id";
		document.documentElement.lang = en ? "en" : "id";
		$("lang").textContent = en ? "Bahasa Indonesia" : "English";
	});
	if (location.protocol === "file:")
		$("save-page").parentElement.hidden = true;
	if (subtle) /* what stands there until now is for a browser that does not come this far */
		$("cannot").hidden = true;
	else
		$("cannot").replaceChildren(both("Peramban ini tidak menyediakan WebCrypto di alamat ini. Simpan halaman ini dan buka dari berkas, atau gunakan alamat https.", "This browser offers no WebCrypto at this address. Save this page and open it as a file, or use an https address."));
	$("open").addEventListener("submit", (ev) => {
		ev.preventDefault();
		busy($("go"), $("verdict"), openTake);
	});
	$("make").addEventListener("submit", (ev) => {
		ev.preventDefault();
		busy($("make-go"), $("made"), makeTake);
	});
}

if (typeof document !== "undefined")
	pageStart();
