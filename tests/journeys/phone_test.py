"""phone_test.py -- the report form on a cheap phone with a poor signal: S9 of PRODUCT 6.3 and its neighbours.

The link is ours: a proxy between browser and server that delays, slows, loses and cuts, and counts every byte. Chromium's
own emulation (a phone of 360 pixels, 64 kbit/s, 800 ms) is put over it while the words are sent. Times in the assertions
are generous, because a test must not depend on the machine; what was measured is printed.
"""
import json
import os
import random
import re
import signal
import socket
import struct
import threading
import time
import zlib
from pathlib import Path

import pytest
from axe import Axe
from axe_test import SCHEMES, WIDTHS, look
from conftest import chromium, until
from machine import PATIENCE_S, wait_for

RATE = 8000  # bytes a second: 64 kbit/s
PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
HILL = {"offline": False, "latency": 800, "downloadThroughput": RATE, "uploadThroughput": RATE}


# ---------- the link ----------

class Link:
    """A proxy to the server. @rate in bytes a second and direction (None: as fast as it goes), @delay_s each way.
    One packet in @lose is lost: it waits as long as TCP would take to send it again. cut() drops all connections."""

    def __init__(self, port):
        self.to, self.rate, self.delay_s, self.lose, self.down = port, None, 0, 0, False
        self.up_bytes = self.down_bytes = self.cuts = 0
        self.swallow = 0  # answers that get lost: the connection ends instead
        self.cut_at = []  # bytes sent upwards at which the link drops
        self.pairs, self.random = set(), random.Random(9)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        while True:
            try:
                phone, _ = self.listener.accept()
            except OSError:
                return
            if self.down:
                phone.close()
                continue
            office = socket.create_connection(("127.0.0.1", self.to))
            pair = (phone, office)
            self.pairs.add(pair)
            for a, b, upwards in ((phone, office, True), (office, phone, False)):
                threading.Thread(target=self.carry, args=(a, b, upwards, pair), daemon=True).start()

    def carry(self, a, b, upwards, pair):
        try:
            while part := a.recv(4096 if self.rate else 65536):
                if self.delay_s:
                    time.sleep(self.delay_s / 2)
                if self.rate:
                    time.sleep(len(part) / self.rate)
                if not upwards and self.swallow:
                    self.swallow -= 1
                    break
                if self.lose and self.random.random() < self.lose:
                    time.sleep(0.2)
                b.sendall(part)
                if upwards:
                    self.up_bytes += len(part)
                    if self.cut_at and self.up_bytes >= self.cut_at[0]:
                        self.cut_at.pop(0)
                        self.cut()
                else:
                    self.down_bytes += len(part)
        except OSError:
            pass
        for s in pair:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.pairs.discard(pair)

    def cut(self):
        self.cuts += 1
        for pair in list(self.pairs):
            for s in pair:
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def end(self):
        self.listener.close()
        self.cut()


@pytest.fixture
def link(server):
    made = Link(server.port)
    yield made
    made.end()


# ---------- the browser ----------

def phone(folder, script=True, link=None):
    b = chromium(script, folder)
    b.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    b.execute_cdp_cmd("Network.enable", {})
    if link:
        b.execute_cdp_cmd("Network.emulateNetworkConditions", link)
    return b


def offline(b, link, yes):
    """No signal: for the page (which is told, and told again when it is back) and, by the link, for its service worker."""
    link.down = yes
    if yes:
        link.cut()
    b.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": yes, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "phone"


@pytest.fixture
def b(folder):
    made = phone(folder)
    yield made
    told = [entry["message"] for entry in made.get_log("browser")]
    made.quit()
    assert not any("Content Security Policy" in line or "Uncaught" in line for line in told), told


def find(b, selector):
    return b.find_element("css selector", selector)


def open_form(b, base):
    b.get(base + "/lapor")
    until(b, lambda b: b.execute_script("return document.documentElement.dataset.ready"))


def states(b):
    return b.execute_script("return [...document.querySelectorAll('#kotak article')].map(a => a.dataset.state)")


def stage(b):
    return b.execute_script("const e = document.querySelector('#kotak [aria-current]'); return e && e.textContent")


def press_send(b):
    find(b, "#lapor .btn.main").click()


def receipt(b, patience_s=PATIENCE_S):
    return until(b, lambda b: b.execute_script("const e = document.querySelector('#kotak .digits'); return e && e.textContent"), patience_s)


def write_down(b, code):
    find(b, "#last4").send_keys(code[-4:])
    b.find_element("xpath", "//section[@id='kotak']//button[contains(., 'sudah saya simpan')]").click()
    until(b, lambda b: not b.find_elements("css selector", "#kotak .digits"))


def press_button(b, words):
    """As a finger does: what was drawn anew in the same moment is pressed again."""
    def pressed(b):
        b.find_element("xpath", f"//button[contains(., '{words}')]").click()
        return True
    until(b, pressed)


def kept(b):
    """All that this site keeps in the browser, whatever it is called."""
    return b.execute_async_script("""
        const done = arguments[0];
        (async () => {
            const all = {databases: {}, caches: {}, workers: (await navigator.serviceWorker.getRegistrations()).length,
                         tab: {...sessionStorage}, local: {...localStorage}};
            for (const {name} of await indexedDB.databases()) {
                const db = await new Promise((yes) => { const r = indexedDB.open(name); r.onsuccess = () => yes(r.result); });
                all.databases[name] = {};
                for (const store of db.objectStoreNames)
                    all.databases[name][store] = await new Promise((yes) => {
                        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => yes(r.result.map((x) => JSON.stringify(x))); });
                db.close();
            }
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                all.caches[name] = {};
                for (const request of await cache.keys()) all.caches[name][new URL(request.url).pathname] = await (await cache.match(request)).text();
            }
            return all;
        })().then(done, (e) => done(String(e)));""")


def nothing_kept(b):
    """The browser removes in its own time, but it does remove."""
    nothing = {"databases": {}, "caches": {}, "workers": 0, "tab": {}, "local": {}}
    wait_for(lambda: kept(b) == nothing, lambda: str(kept(b))[:2000])


# ---------- the office's side ----------

def reports(server):
    """What the office has: [(number, address of its page)]."""
    server.login("penangan")
    page = server.get("/kerja/loket").text
    server.cookie, cookie = None, server.cookie
    found = re.findall(r'href="(/kerja/laporan/\d+)">([^<]+)<', page)
    server.staff_cookie = cookie
    return found


def report_page(server, address):
    server.cookie = server.staff_cookie
    try:
        return server.get(address)
    finally:
        server.cookie = None


def files_of(server, address):
    """The bytes of the files of a report, as an officer downloads them."""
    page = report_page(server, address).text
    return [report_page(server, path).bytes for path in re.findall(rf'href="({address}/berkas/\d+)"', page)]


def noise(n, seed):
    return random.Random(seed).randbytes(n)


# An Exif block that holds a directory of GPS (tag 0x8825), as PNG and JPEG carry it.
PLACE = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"


def photo(path, width, height, seed):
    """A picture with noise, so that it is large, and with the place it was taken at."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + noise(width * 3, seed + y) for y in range(height))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"eXIf", PLACE)
                     + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))
    return path


def kill(folder):
    """The phone's battery is empty: every process of the browser with this folder ends where it stands."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"--user-data-dir={folder}".encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            pass
    (folder / "SingletonLock").unlink(missing_ok=True)


# ---------- S9: the reporter on a hill ----------

def test_s9_words_two_photos_and_a_video_over_a_link_that_drops_ten_times(server, link, folder, tmp_path, shot):
    """The words travel at 64 kbit/s with 800 ms and 5 % loss. The files follow at the machine's own pace: 20 MB at
    64 kbit/s take 43 minutes, and what is tested is that ten drops and a reboot lose and double nothing."""
    video = tmp_path / "rekaman.mp4"
    video.write_bytes(b"\0\0\0\x18ftypmp42" + noise(20_000_000, 1))
    pictures = [photo(tmp_path / f"foto{n}.png", 900, 700, n) for n in (1, 2)]
    b = phone(folder, link=HILL)
    try:
        link.lose = 0.05
        open_form(b, link.url)
        first_view_s = b.execute_script("return performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
        find(b, "#text").send_keys("Di lapangan desa, lurah mengajak warga memilih pasangan calon dari atas panggung.")
        find(b, "#place").send_keys("Lapangan desa")
        find(b, "#file").send_keys("\n".join(map(str, [*pictures, video])))
        until(b, lambda b: len(b.find_elements("css selector", ".list .job")) == 3)
        assert all("dikecilkan jadi" in e.text and "tempat pengambilan dihapus" in e.text
                   for e in b.find_elements("css selector", ".list .job")[:2])
        up_before, sent_at = link.up_bytes, time.monotonic()
        press_send(b)
        code = receipt(b, 120)
        receipt_s, words_bytes = time.monotonic() - sent_at, link.up_bytes - up_before
        print(f"S9: form to be seen after {first_view_s:.1f} s, receipt {receipt_s:.1f} s after 'send' at 64 kbit/s and 800 ms, "
              f"{words_bytes} bytes sent until then")
        assert words_bytes < 100_000 and receipt_s < 60  # words first; measured: see the print
        files = sum(json.loads(f)["size"] for f in kept(b)["databases"]["formulir"]["file"])
        assert len(reports(server)) == 1
        # The drops: nine while pieces travel, one of them with a reboot, and the tenth near the end.
        at = link.up_bytes
        link.cut_at = [at + n * 2_000_000 for n in range(1, 10)] + [at + 19_500_000]
        b.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
        until(b, lambda b: link.cuts >= 4, 120)
        assert states(b) in (["sending"], ["waiting"])
        shot(b, "lapor-mengirim", 360)
        kill(folder)
        try:
            b.quit()
        except Exception:  # noqa: BLE001 -- it is dead already
            pass
        b = phone(folder)
        b.get(link.url + "/lapor")
        assert receipt(b) == code
        until(b, lambda b: states(b) == ["sent"], 180)
        sent = link.up_bytes - at
        print(f"S9: {sent} bytes upwards for files of {files}, {sent / files:.3f} times; {link.cuts} drops, one reboot")
        assert files > 20_000_000 and link.cuts >= 10 and sent < 1.1 * files
        write_down(b, code)
        nothing_kept(b)
    finally:
        b.quit()
    (address, number), = reports(server)
    got = files_of(server, address)
    assert len(got) == 3 and sum(f == video.read_bytes() for f in got) == 1
    small = [f for f in got if f[:3] == b"\xff\xd8\xff"]
    assert len(small) == 2 and all(PLACE not in f and len(f) < p.stat().st_size for f, p in zip(small, pictures))


def test_s9_without_script_words_and_one_photo(server, link, folder, tmp_path):
    b = phone(folder, script=False, link=HILL)
    try:
        link.lose = 0.05
        picture = photo(tmp_path / "foto.png", 120, 100, 1)
        b.get(link.url + "/lapor")
        find(b, "#text").send_keys("Di lapangan desa, lurah mengajak warga memilih pasangan calon.")
        find(b, "#file").send_keys(str(picture))
        press_send(b)
        until(b, lambda b: "Foto Anda menyimpan tempat" in b.page_source, 120)
        b.find_element("css selector", "[name=drop][value=place]").click()
        until(b, lambda b: b.find_elements("css selector", "[name=drop_place]"), 120)
        press_send(b)
        until(b, lambda b: b.find_elements("css selector", ".digits"), 120)
    finally:
        b.quit()
    (address, number), = reports(server)
    got, = files_of(server, address)
    assert got.startswith(b"\x89PNG") and b"eXIf" not in got


# ---------- the outbox ----------

def test_a_report_sent_without_a_signal_waits_and_goes_once(server, link, b, shot):
    open_form(b, link.url)
    find(b, "#text").send_keys("Ditulis tanpa sinyal.")
    offline(b, link, True)
    press_send(b)
    until(b, lambda b: states(b) == ["waiting"])
    assert stage(b) == "Menunggu sinyal" and not reports(server)
    shot(b, "lapor-menunggu", 360)
    press_button(b, "Coba sekarang")
    until(b, lambda b: states(b) == ["waiting"])
    offline(b, link, False)
    code = receipt(b)
    assert stage(b) == "Terkirim" and len(reports(server)) == 1
    shot(b, "lapor-terkirim", 360)
    shot(b, "lapor-terkirim", 1366)
    assert "Ditulis tanpa sinyal" not in json.dumps(kept(b))  # the office has the words; the phone need not
    find(b, "#last4").send_keys("abcd")
    b.find_element("css selector", "#kotak form button").click()
    assert "Belum sama" in find(b, "#kotak .fault").text and receipt(b) == code
    find(b, "#last4").clear()
    write_down(b, code)
    nothing_kept(b)
    assert server.get(f"/api/v1/reports/{code}").json["state"] == "SUBMITTED"
    b.refresh()
    assert len(reports(server)) == 1


def test_an_answer_that_was_lost_on_the_way_does_not_double_the_report(server, link, b):
    open_form(b, link.url)
    find(b, "#text").send_keys("Jawabannya hilang di jalan.")
    link.swallow = 2  # the office has it; the phone hears nothing, twice
    press_send(b)
    code = receipt(b)
    assert link.swallow == 0 and len(reports(server)) == 1
    assert server.get(f"/api/v1/reports/{code}").status == 200


def test_a_report_waits_through_a_closed_browser_and_opens_without_a_signal(server, link, folder):
    """The draft is kept, and with it the empty form (service worker); then sent where there is no signal at all."""
    first = phone(folder)
    try:
        open_form(first, link.url)
        find(first, "#text").send_keys("Konsep dari lereng.")
        button_keep(first).click()
        until(first, lambda b: "Tersimpan di ponsel pukul" in b.page_source)
        until(first, lambda b: b.execute_async_script("const done = arguments[0]; navigator.serviceWorker.ready.then(async () => done((await caches.keys()).length))") == 1)
        caches = next(iter(kept(first)["caches"].values()))
        assert sorted(re.sub(r"/s/\w+/", "", path) for path in caches) == ["/lapor", "exit.js", "netra.css", "netra.svg", "outbox.js", "report.js"]
        assert "lereng" not in json.dumps(caches) and 'name="once" value=""' in caches["/lapor"]
    finally:
        first.quit()
    link.down = True
    link.cut()
    second = phone(folder)
    try:
        open_form(second, link.url)
        assert find(second, "#text").get_attribute("value") == "Konsep dari lereng."
        press_send(second)
        until(second, lambda b: states(b) == ["waiting"])
    finally:
        second.quit()
    assert not reports(server)
    link.down = False
    third = phone(folder)
    try:
        third.get(link.url + "/lapor")
        code = receipt(third)
        assert len(reports(server)) == 1
        write_down(third, code)
        nothing_kept(third)
    finally:
        third.quit()


def test_the_browser_sends_what_waits_while_the_page_is_closed(server, link, b):
    """Background sync: the browser wakes the service worker when the signal is back (here: told to by the test)."""
    open_form(b, link.url)
    button_keep(b).click()
    find(b, "#text").send_keys("Dikirim saat halaman tertutup.")
    until(b, lambda b: b.execute_async_script("const done = arguments[0]; navigator.serviceWorker.ready.then(async () => done((await caches.keys()).length))") == 1)
    offline(b, link, True)
    press_send(b)
    until(b, lambda b: states(b) == ["waiting"])
    b.get("about:blank")
    offline(b, link, False)
    assert not reports(server)
    b.execute_cdp_cmd("ServiceWorker.enable", {})
    b.execute_cdp_cmd("ServiceWorker.dispatchSyncEvent", {"origin": link.url, "registrationId": "0", "tag": "formulir", "lastChance": False})
    until(b, lambda b: reports(server))
    open_form(b, link.url)
    write_down(b, receipt(b))
    assert len(reports(server)) == 1


def test_two_reports_wait_in_their_order_and_show_one_code_after_the_other(server, link, b):
    open_form(b, link.url)
    offline(b, link, True)
    for words in ("Yang pertama.", "Yang kedua."):
        find(b, "#text").send_keys(words)
        press_send(b)
        until(b, lambda b: states(b) and set(states(b)) == {"waiting"})
        press_button(b, "Tulis laporan lain")
        until(b, lambda b: find(b, "#text").is_displayed())
    offline(b, link, False)
    codes = [receipt(b)]
    until(b, lambda b: states(b) == ["sent", "sent"])
    for _ in range(2):
        codes.append(receipt(b))
        assert len(b.find_elements("css selector", "#last4")) == 1
        find(b, "#last4").send_keys(codes[-1][-4:])
        b.find_element("xpath", "//section[@id='kotak']//button[contains(., 'sudah saya simpan')]").click()
        until(b, lambda b: b.execute_script("const e = document.querySelector('#kotak .digits'); return e && e.textContent") != codes[-1])
    assert codes[0] == codes[1] != codes[2] and len(reports(server)) == 2
    nothing_kept(b)


def test_files_alone_make_a_report(server, b, tmp_path):
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"%PDF-1.4\n" + noise(150_000, 4))
    open_form(b, server.url)
    find(b, "#file").send_keys(str(path))
    until(b, lambda b: len(b.find_elements("css selector", ".list .job")) == 1)
    press_send(b)
    code = receipt(b)
    until(b, lambda b: states(b) == ["sent"])
    write_down(b, code)
    (address, _), = reports(server)
    assert files_of(server, address) == [path.read_bytes()]


def test_a_fault_of_the_office_keeps_everything_and_can_be_mended(server, b):
    open_form(b, server.url)
    find(b, "#text").send_keys("Terlalu panjang tempatnya.")
    b.execute_script("document.getElementById('place').removeAttribute('maxlength'); document.getElementById('place').value = 'x'.repeat(400)")
    press_send(b)
    until(b, lambda b: states(b) == ["refused"])
    press_button(b, "Ubah dan kirim lagi")
    until(b, lambda b: find(b, "#text").is_displayed())
    assert find(b, "#text").get_attribute("value") == "Terlalu panjang tempatnya."
    find(b, "#place").clear()
    press_send(b)
    receipt(b)
    assert len(reports(server)) == 1


def test_an_empty_report_is_asked_for_something(server, b):
    open_form(b, server.url)
    find(b, "#place").send_keys("Balai kota")
    press_send(b)
    assert "Laporan belum berisi" in find(b, "#lapor [role=alert]").text
    assert find(b, "#place").get_attribute("value") == "Balai kota" and not states(b)


# ---------- what stays on the phone ----------

def button_keep(b):
    return b.find_element("xpath", "//label[contains(., 'Simpan tulisan')]//input")


def test_looking_and_typing_leave_nothing_once_the_tab_is_closed(server, folder, tmp_path):
    first = phone(folder)
    try:
        open_form(first, server.url)
        nothing_kept(first)
        find(first, "#text").send_keys("Sesuatu yang belum selesai")
        until(first, lambda b: kept(b)["tab"])
        first.refresh()  # a phone that takes a photo throws the tab out and loads it anew
        until(first, lambda b: b.execute_script("return document.documentElement.dataset.ready"))
        assert find(first, "#text").get_attribute("value") == "Sesuatu yang belum selesai"
        now = kept(first)
        assert not now["databases"] and not now["caches"] and not now["workers"]
    finally:
        first.quit()
    second = phone(folder)
    try:
        open_form(second, server.url)
        assert find(second, "#text").get_attribute("value") == ""
        nothing_kept(second)
    finally:
        second.quit()


def test_a_draft_is_kept_when_asked_for_and_goes_when_asked(server, folder, shot):
    first = phone(folder)
    try:
        open_form(first, server.url)
        button_keep(first).click()
        find(first, "#text").send_keys("Konsep yang disimpan")
        find(first, "#place").send_keys("Pasar lama")
        until(first, lambda b: "Pasar lama" in json.dumps(kept(b)["databases"]))
    finally:
        first.quit()
    second = phone(folder)
    try:
        open_form(second, server.url)
        assert find(second, "#text").get_attribute("value") == "Konsep yang disimpan"
        assert find(second, "#place").get_attribute("value") == "Pasar lama"
        assert "Konsep Anda tersimpan di ponsel ini" in find(second, "#kotak").text
        shot(second, "lapor-konsep", 360)
        press_button(second, "Hapus dari ponsel ini")
        until(second, lambda b: "Sudah dihapus" in find(b, "#kotak").text)
        assert find(second, "#text").get_attribute("value") == ""
        nothing_kept(second)
        second.refresh()
        until(second, lambda b: b.execute_script("return document.documentElement.dataset.ready"))
        nothing_kept(second)
    finally:
        second.quit()


def test_removing_what_was_not_sent_asks_once_more_and_leaves_nothing(server, link, b, tmp_path):
    path = tmp_path / "catatan.txt"
    path.write_text("bukti\n" * 100)
    open_form(b, link.url)
    find(b, "#text").send_keys("Belum terkirim")
    find(b, "#file").send_keys(str(path))
    until(b, lambda b: len(b.find_elements("css selector", ".list .job")) == 1)
    offline(b, link, True)
    press_send(b)
    until(b, lambda b: states(b) == ["waiting"])
    assert "Belum terkirim" in json.dumps(kept(b)["databases"])
    press_button(b, "Hapus dari ponsel ini")
    press_button(b, "Coba sekarang")  # what is drawn anew meanwhile does not forget the first press
    until(b, lambda b: states(b) == ["waiting"])
    press_button(b, "Tekan sekali lagi")
    until(b, lambda b: "Sudah dihapus" in find(b, "#kotak").text)
    nothing_kept(b)
    offline(b, link, False)
    time.sleep(1.5)
    assert not reports(server)
    nothing_kept(b)


def test_leaving_quietly_clears_the_tab_and_does_not_come_back(server, b):
    b.get("about:blank")
    open_form(b, server.url)
    find(b, "#text").send_keys("Ada yang datang")
    until(b, lambda b: kept(b)["tab"])
    length = b.execute_script("return history.length")
    b.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*bmkg.go.id*"]})
    find(b, ".pill[rel=noreferrer]").click()
    until(b, lambda b: "bmkg" in b.current_url or b.current_url.startswith("chrome-error"))
    history = b.execute_cdp_cmd("Page.getNavigationHistory", {})
    assert len(history["entries"]) == length and not any("/lapor" in e["url"] for e in history["entries"])
    open_form(b, server.url)
    assert find(b, "#text").get_attribute("value") == ""
    nothing_kept(b)


def test_without_script_leaving_is_a_link(server):
    page = server.get("/lapor").text
    assert re.search(r'<a class="pill" href="https://www\.bmkg\.go\.id/" rel="noreferrer"', page)
    assert "<title>Formulir · Netra</title>" in page


WARNS = "const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return e.defaultPrevented"


def test_nobody_leaves_without_the_code_unasked(server, b):
    open_form(b, server.url)
    assert not b.execute_script(WARNS)
    find(b, "#text").send_keys("Uji kode")
    press_send(b)
    code = receipt(b)
    assert b.execute_script(WARNS)
    whole = find(b, "#kotak a[target=_blank]").get_attribute("href")
    b.get(whole)
    assert b.execute_script(WARNS) and code == "".join(find(b, ".digits").text.split())
    open_form(b, server.url)
    write_down(b, code)
    assert not b.execute_script(WARNS)


# ---------- the page and the server agree ----------

TEXTS = ["Tidak ada apa-apa di sini.", "Hubungi 0812 3456 7890.", "+62 812-3456-7890", "628123456789", "08123", "nomor 0000 1111 2222",
         "NIP 19850615 201001 1 002", "198513152010011002", "NIK 3579014506900001", "3579014513900001", "a@b", "tulis ke saya@contoh.example.",
         "x.y+z@sub.contoh.example, ya", "Nama saya Sari Dewi", "nama saya sari", "saya adalah Sari", "saya adalah warga", "Perkenalkan, saya Sari M. Dewi",
         "my name is Sari", "Namaku: Sari", "namakukuh", "atas nama saya sari", "tgl 12.11.2024 jam 08.00", "rekening 0812345678901234567", "(021) 555 0101 dan 0811-0000-0000",
         "é0812345678", "日本 0812345678 日本@x.example", "Pak Lurah, 0812.0000.0000"]


def test_the_page_finds_the_same_dangers_as_the_server(server, b):
    open_form(b, server.url)
    script = b.execute_script("return document.querySelector('[data-then]').dataset.then.split(' ')[1]")
    for text in TEXTS:
        here = b.execute_async_script("import(arguments[0]).then((m) => arguments[2]([...new Set(m.hints(arguments[1]).map((x) => x.kind))].sort()))", script, text)
        page = server.post("/lapor", {"once": server.get("/lapor").hidden("once"), "text": text, "check": "1"}).text
        there = sorted(set(re.findall(r'name="drop" value="(\w+)"', page)))
        assert here == there, text


COUNTED = [
    {}, {"text": "a"}, {"place": "Balai"}, {"place": "Balai", "date": "2024-11-01"}, {"date": "2024-10-28"}, {"date": "2024-10-27"}, {"known": "2024-10-29", "date": "2024-01-01"},
    {"known": "2024-10-20", "date": "2024-11-01"}, {"link": "https://contoh.example/1", "witness": "Tetangga"}, {"reported_position": "Lurah", "contact": "Nama Rekaan"}]


def test_the_page_counts_what_strengthens_as_the_server_does(server, b):
    open_form(b, server.url)
    fill = """for (const f of document.querySelectorAll('#lapor :is(input[id], textarea)'))
                  if (f.id in arguments[0] || f.id in arguments[1]) {
                      f.value = arguments[0][f.id] || ''; f.dispatchEvent(new Event('input', {bubbles: true})); }"""
    before, seen = {}, set()
    for fields in COUNTED:  # what the last one had is taken out again
        b.execute_script(fill, fields, before)
        page = server.post("/lapor", {"once": server.get("/lapor").hidden("once"), "check": "1", **fields}).text
        there = {"have": re.findall(r'data-have="(\w+)">', page), "n": re.search(r'id="ada">(\d)<', page)[1]}
        here = b.execute_script("return {have: [...document.querySelectorAll('[data-have]:not([hidden])')].map((e) => e.dataset.have), n: document.getElementById('ada').textContent}")
        assert here == there, fields
        before, seen = fields, seen | {there["n"]}
    assert len(seen) > 2, seen


# A photo that no browser can decode, with a place in its Exif block: only the block matters here.
PHOTO = (b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xe1\x00\x22Exif\0\0" + PLACE + b"\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9")


def test_questions_take_out_what_they_name(server, b, tmp_path, shot):
    path = tmp_path / "foto.jpg"
    path.write_bytes(PHOTO)
    open_form(b, server.url)
    find(b, "#text").send_keys("Kaus dibagikan. Hubungi 0812 0000 0000 atau saya@contoh.example.")
    find(b, "#file").send_keys(str(path))
    until(b, lambda b: len(b.find_elements("css selector", "#petunjuk .note")) == 2)
    until(b, lambda b: "menyimpan tempat" in b.page_source)
    for width in (360, 1366):
        shot(b, "lapor-petunjuk", width)
    press_send(b)
    assert "Belum terkirim" in find(b, "#lapor [role=alert]").text and not states(b)
    find(b, "#petunjuk .note button").click()
    until(b, lambda b: find(b, "#text").get_attribute("value") == "Kaus dibagikan. Hubungi  atau saya@contoh.example.")
    until(b, lambda b: len(b.find_elements("css selector", "#petunjuk .note")) == 1)
    b.find_element("xpath", "//div[@id='petunjuk']//button[contains(., 'Biarkan')]").click()
    b.find_element("xpath", "//p[@role='status']/following-sibling::div//button[contains(., 'Hapus itu')]").click()
    until(b, lambda b: "tempat pengambilan dihapus" in find(b, ".list .job").text)
    press_send(b)
    receipt(b)
    until(b, lambda b: states(b) == ["sent"])
    (address, _), = reports(server)
    page = report_page(server, address).text
    assert "0812" not in page and "saya@contoh.example" in page
    assert files_of(server, address) == [PHOTO[:20] + PHOTO[20 + 2 + 0x22:]]


def test_photos_can_be_sent_as_they_are(server, b, tmp_path):
    picture = photo(tmp_path / "foto.png", 300, 200, 3)
    open_form(b, server.url)
    find(b, "#file").send_keys(str(picture))
    until(b, lambda b: "dikecilkan jadi" in b.page_source)
    b.find_element("xpath", "//label[contains(., 'Kecilkan foto')]//input").click()
    until(b, lambda b: "dikecilkan jadi" not in find(b, ".list .job").text)
    press_send(b)  # asks about the place first
    assert "Belum terkirim" in find(b, "#lapor [role=alert]").text
    press_send(b)
    receipt(b)
    until(b, lambda b: states(b) == ["sent"])
    (address, _), = reports(server)
    assert files_of(server, address) == [picture.read_bytes()]


# ---------- for everybody ----------

def test_what_the_script_adds_meets_wcag_as_far_as_a_machine_can_tell(server, link, b, tmp_path):
    axe, found = Axe(), []

    def seen(name):
        for width in WIDTHS:
            for scheme in SCHEMES:
                look(b, width, scheme)
                found.extend(f"{name}, {width} px, {scheme}: {fault}" for fault in axe.faults(b))
                assert b.execute_script("return document.documentElement.scrollWidth") <= width, (name, width)
        assert all(e.size["height"] >= 44 for e in b.find_elements("css selector", "main button.btn, main a.btn") if e.is_displayed()), name

    path = tmp_path / "foto.png"
    photo(path, 300, 200, 5)
    open_form(b, link.url)
    press_send(b)
    seen("nothing in it")
    button_keep(b).click()
    find(b, "#text").send_keys("Hubungi 0812 0000 0000, nama saya Sari Contoh.")
    find(b, "#file").send_keys(str(path))
    until(b, lambda b: b.find_elements("css selector", ".list .job") and b.find_elements("css selector", "#petunjuk .note") and "Tersimpan di ponsel pukul" in b.page_source)
    seen("questions, a photo, a draft")
    offline(b, link, True)
    press_send(b)
    press_send(b)
    until(b, lambda b: states(b) == ["waiting"])
    seen("waiting for a signal")
    offline(b, link, False)
    receipt(b)
    until(b, lambda b: states(b) == ["sent"])
    seen("sent, with its receipt")
    assert not found, "\n".join(found)
