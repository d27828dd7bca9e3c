"""S13: the accused is kin of one member and of the same unit as another. Both lose sight of the file, wherever they look.

One journey over both stores. A file that was forwarded (with people, invitations, hearings, letters, hand-overs, a report and a
cluster of posts) is shut to somebody of every role; then each of them asks for every staff address of tests/web/rights.csv, by
page and by token, and no answer may hold a number, a title or a name of it. A colleague who may see it walks the same way and
finds them: the walk is not blind. At the end too few members are left for another file, and it goes to the province.
"""
import csv
import html
import json
import re
import subprocess
import urllib.parse
import uuid

from conftest import TOP, log_in, press
from selenium.webdriver.common.by import By

PASSWORD = "kawung-teduh-9901"
ROLES = {"loket": "intake", "wira": "handler", "anggota2": "member", "ketua": "chair", "patroli": "patrol", "kustodian": "custodian",
         "bimo": "admin"}
KIN = "Ipar dari terlapor pertama, disampaikan sendiri."
UNIT = "Atasan langsungnya dulu di instansi yang sama."
OURS = {"/keluar", "/kerja/akun/sandi", "/kerja/akun/sesi", "/kerja/akun/kode"}  # would end the walker's session


class Walker:
    """Somebody of the office, on pages and by token."""

    def __init__(self, server, login):
        self.server = server
        server.login(login, PASSWORD)
        self.cookie = server.cookie
        self.csrf = server.get("/kerja/akun").hidden("csrf")
        self.token = server.run("user", "token", login, "--name", "uji").stdout.strip()
        assert self.token, login

    def ask(self, method, path, fields=None):
        if path.startswith("/api/"):
            head = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Cookie": ""}
            return self.server.ask(method, path, None if method == "GET" else json.dumps(fields or {}), head)
        head = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = None if method == "GET" else urllib.parse.urlencode({"csrf": self.csrf, **(fields or {})})
        return self.server.ask(method, path, body, head)

    def json(self, path):
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.text
        return answer.json

    def form(self, path, fields):
        return self.ask("POST", path, {"once": uuid.uuid4().hex, **fields})


def everything(walker, path):
    """All items of a list of the API."""
    found, since = [], ""
    while True:
        page = walker.json(f"{path}{'&' if '?' in path else '?'}max=100{since}")
        found += page["items"]
        if not page.get("more"):
            return found
        since = f"&since={page['next']}"


def colleague(server, ratna, case):
    """Makes the administrator bimo an employee of the same agency as a reported person of the file. The number is a real row of
    the demonstration register, as the seconded staff of an office have one."""
    person = next(p for p in everything(ratna, f"/api/v1/cases/{case}/people") if p.get("nip") and p.get("agency"))
    for part in ("ang", "ari", "ati", "wan", "wul", "asi", "and", "ini", "dya", "tra", "ana", "199", "198", "197"):
        found = ratna.ask("GET", f"/kerja/perkara/{case}/orang?cari={part}").text
        numbers = {n for row in found.split("<li") if f"· {person['agency']}" in html.unescape(row) for n in re.findall(r"\b\d{18}\b", row)}
        numbers -= {person["nip"]}
        if numbers:
            break
    assert numbers, (person, found[:3000])
    added = server.run("user", "add", "bimo", "--name", "Bimo Arganata", "--position", "Pengelola sistem", "--role", "admin",
                       "--nip", sorted(numbers)[0], input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr


def first_id(pattern, text):
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


def facts_of(ratna, loket, case, number):
    """What belongs to the file: ids for addresses, and the words that nobody to whom it is shut may read."""
    row = ratna.json(f"/api/v1/cases/{case}")
    people = everything(ratna, f"/api/v1/cases/{case}/people")
    letters = everything(ratna, f"/api/v1/cases/{case}/letters")
    report = next(r for r in everything(loket, "/api/v1/reports") if case in (r["case"], r.get("joined_to")))
    page = ratna.ask("GET", f"/kerja/laporan/{report['id']}").text
    body = max(re.findall(r"<p>([^<>]{40,})</p>", page), key=len)
    words = {number, row["title"], report["number"], *(p["name"] for p in people), *(x.get("number") for x in letters),
             html.unescape(body)[:40]}
    page = f"/kerja/perkara/{case}"
    handovers = ratna.ask("GET", page + "/penerusan").text
    ids = {
        "id": case, "person": people[0]["id"], "letter": letters[0]["id"], "report": report["id"],
        "clock": everything(ratna, f"/api/v1/cases/{case}/clocks")[0]["id"],
        "summons": everything(ratna, f"/api/v1/cases/{case}/summons")[0]["id"],
        "hearing": first_id(r"/klarifikasi/(\d+)", ratna.ask("GET", page + "/klarifikasi").text),
        "handover": first_id(r"/penerusan/(\d+)", handovers), "part": "surat",
        "file": "1", "exhibit": "1", "conflict": "1", "decree": "1", "hash": "1", "ticket": "x", "name": "x", "secret": "x", "code": "x",
        "number": "1", "token": "x",
    }
    return ids, {w for w in words if w and len(w) > 5}


def address(path, ids):
    """The address of the file's own things; what the first part names depends on where it stands."""
    first = {"/kerja/laporan/": "report", "/kerja/triase/": "cluster", "/kerja/brankas/": "request", "/api/v1/clusters/": "cluster",
             "/api/v1/hearings/": "hearing", "/api/v1/handovers/": "handover", "/api/v1/letters/": "letter", "/api/v1/reports/": "report",
             "/kerja/kalender/": "hash", "/kerja/libur/": "decree"}
    own = dict(ids)
    for prefix, what in first.items():
        if path.startswith(prefix):
            own["id"] = own["cluster" if what == "cluster" else "report" if what == "report" else "id"] = ids[what]
    return re.sub(r"\{(\w+)\}", lambda m: str(own.get(m[1], "1")), path)


def names_the_file(path):
    return path.startswith(("/kerja/perkara/{", "/kerja/laporan/{", "/kerja/triase/{", "/kerja/brankas/{", "/api/v1/cases/{",
                            "/api/v1/clusters/{", "/api/v1/hearings/{", "/api/v1/handovers/{", "/api/v1/letters/{")) or \
        path == "/api/v1/reports/{id}/start"


def staff_rows():
    with open(TOP / "tests/web/rights.csv") as f:
        return [r for r in csv.DictReader(f) if r["stranger"] == "n" and r["path"] not in OURS]


QUERIES = {"/kerja/perkara": ["", "?cari=a", "?milik=saya", "?kelompok=outside", "?cari={title}", "?cari={number}"],
           "/kerja/laporan-masuk": ["", "?lihat=semua"], "/api/v1/cases": ["?max=100"], "/api/v1/clocks": ["?all=true&max=500"],
           "/api/v1/reports": ["?max=500"], "/api/v1/clusters": ["?max=500"], "/api/v1/today": ["?max=500"]}


def answers(walker, role, ids, words, methods):
    """Every staff address that this role may use, asked with the ids of the file: (method, path, answer)."""
    fields = {"into": ids["id"], "case": ids["id"], "report": ids["report"], "kind": "kin", "decide": "a", "event": "x",
              "other": ids["cluster"], "user": "1"}
    for row in staff_rows():
        if row[role] != "y" or row["method"] not in methods:
            continue
        at = address(row["path"], ids)
        for query in QUERIES.get(row["path"], [""]) if row["method"] == "GET" else [""]:
            for key in ("title", "number"):
                query = query.replace(f"{{{key}}}", urllib.parse.quote(words[key]))
            got = walker.ask(row["method"], at + query, fields if row["method"] == "POST" and "/api/" not in at else None)
            yield row["method"], row["path"], at + query, got


def told(answer, words):
    text = answer.bytes.decode("utf-8", "replace")
    return sorted(w for w in words if w in text or html.escape(w, quote=True) in text)


def walk(walker, role, ids, title, words, shut, methods):
    """(answers that tell, answers that name the file and were not refused) of the whole matrix."""
    telling, open_, n = [], [], 0
    for method, path, at, got in answers(walker, role, ids, title, methods):
        n += 1
        assert got.status < 500, (method, at, got.text[:2000])
        # What somebody typed stands again in the box of a search.
        typed = urllib.parse.unquote(at)
        telling += [(method, at, got.status, w) for w in told(got, words) if not (path == "/kerja/perkara" and w in typed)]
        if shut and names_the_file(path) and got.status != 403:
            open_.append((method, at, got.status, got.text[:300]))
    return telling, open_, n


def state_by_page(walker, case, user, kind, reason, person=""):
    return walker.form(f"/kerja/perkara/{case}/benturan", {"user": user, "person": person, "kind": kind, "reason": reason})


def user_ids(walker, case):
    page = walker.ask("GET", f"/kerja/perkara/{case}/benturan").text
    box = re.search(r'<select id="user".*?</select>', page, re.S)[0]
    return {html.unescape(name).split(" · ")[0]: int(value) for value, name in re.findall(r'value="(\d+)"[^>]*>([^<]*)<', box)}


def cluster_joins(server, wira, case):
    """A cluster of the patrol is attached to the file by an officer, as on the page of triage."""
    for cluster in everything(wira, "/api/v1/clusters?state=waiting"):
        done = wira.ask("POST", f"/api/v1/clusters/{cluster['id']}/decisions", {"decision": "attach", "case": case, "reason": "Peristiwa yang sama."})
        if done.status == 201:
            return cluster["id"]
    raise AssertionError(done.text)


def identity_asked(ratna, case):
    """Another report of the same event, with a sealed identity that somebody asks to open; it is joined to the file, so that it
    is shut with it. Returns the request, and the number of the report."""
    sent = ratna.ask("POST", "/api/v1/reports", {"text": "Saya juga melihat stiker itu di kantor.", "contact": "Nama Rekaan, 0812 0000 0001"})
    assert sent.status == 201, sent.text
    number = sent.json["number"]
    page = ratna.ask("GET", "/kerja/laporan-masuk?lihat=semua").text
    report = first_id(rf'/kerja/laporan/(\d+)"[^>]*>(?:(?!/kerja/laporan/).)*?{re.escape(number)}', re.sub(r"\s+", " ", page))
    joined = ratna.form(f"/kerja/laporan/{report}/gabung", {"into": case, "reason": "Peristiwa yang sama."})
    assert joined.status == 303, joined.text[:3000]
    asked = ratna.form(f"/kerja/laporan/{report}/identitas", {"reason": "Perlu menanyakan bukti asli."})
    assert asked.status == 303, asked.text[:3000]
    return first_id(r"/kerja/brankas/(\d+)", ratna.ask("GET", "/kerja/brankas").text), number


def test_who_has_a_conflict_does_not_find_the_file_anywhere(make_server, store, browser, shot):
    server = make_server(store=store, now=None, demo=True)
    ratna, loket, wira, anggota = (Walker(server, login) for login in ("ratna", "loket", "wira", "anggota"))
    files = everything(ratna, "/api/v1/cases?state=FORWARDED")
    case, other = files[0]["id"], everything(ratna, "/api/v1/cases?state=EXTRA_INFO")[0]["id"]
    colleague(server, ratna, case)
    cluster = cluster_joins(server, wira, case)
    ids, words = facts_of(ratna, loket, case, files[0]["number"])
    ids["cluster"] = cluster
    ids["request"], joined = identity_asked(ratna, case)
    words.add(joined)
    row = next(f for f in files if f["id"] == case)
    title = {"title": row["title"], "number": row["number"]}
    blocked = {login: Walker(server, login) for login in ROLES if login not in ("loket", "wira")}
    blocked |= {"loket": loket, "wira": wira}
    calendar = feed_of(blocked["anggota2"])
    b = browser

    # Bad input is answered with its reason, and nothing has changed.
    names = user_ids(ratna, case)
    for fields, words_of in (({"kind": "sepupu"}, "Pilih jenisnya"), ({"reason": "saudara"}, "paling sedikit 10"), ({"user": "99"}, "Pilih orang kantor ini"),
                             ({"person": "99"}, "tidak ada dalam berkas ini")):
        bad = ratna.form(f"/kerja/perkara/{case}/benturan", {"user": names["Wira Padmareksa"], "person": "", "kind": "kin", "reason": KIN, **fields})
        assert bad.status == 422 and words_of in bad.text, (fields, bad.status, bad.text[:3000])
    early = ratna.form(f"/kerja/perkara/{other}/benturan", {})
    refused = ratna.ask("POST", f"/kerja/perkara/{other}/benturan/provinsi", {"to": "Bawaslu Provinsi"})
    assert early.status == 422 and refused.status == 422 and "kuorum rapat pleno masih dapat dicapai" in refused.text

    # The member says it himself, on a phone and on a desk; from then on the file is gone for him.
    log_in(b, server, "wira", PASSWORD)
    b.get(f"{server.url}/kerja/perkara/{case}/benturan")
    for width in (360, 1366):
        shot(b, "benturan", width)
    b.find_element(By.ID, "kind-kin").click()
    b.find_element(By.ID, "reason").send_keys(KIN)
    press(b, "#nyatakan-kirim")
    assert b.current_url.endswith("/kerja/akun/benturan") and "Anda sendiri" in b.find_element(By.TAG_NAME, "main").text
    for width in (360, 1366):
        shot(b, "benturan-saya", width)
    b.get(f"{server.url}/kerja/perkara/{case}")
    text = b.find_element(By.TAG_NAME, "main").text
    assert "Berkas ini tertutup bagi Anda" in text and "benturan kepentingan" in text and not [w for w in words if w in b.page_source]
    for width in (360, 1366):
        shot(b, "berkas-tertutup", width)

    # The chair finds bimo by the hint (same agency by the register; the administrator is no exception) and states the others.
    chair = blocked["ketua"]
    page = chair.ask("GET", f"/kerja/perkara/{case}/benturan").text
    assert "Petunjuk untuk diperiksa" in page and "Bimo Arganata" in page and "satu " in page
    for name in ("Bimo Arganata", "Puspa Lembahwening", "Tiara Jatiwulung", "Bima Kencanadanapati", "Arum Purikusumah"):
        for file in (case, other):
            done = state_by_page(chair, file, names[name], "unit", UNIT)
            assert done.status == 303, (name, done.text[:3000])
    again = state_by_page(chair, case, names["Bimo Arganata"], "kin", KIN)
    assert again.status == 409 and "masih berlaku" in again.text
    for file in (case, other):
        done = state_by_page(anggota, file, names["Endah Wanasasmita"], "kin", KIN)
        assert done.status == 303, done.text[:3000]

    # Whoever may see it finds it on the way; those with a conflict find nothing, in no role.
    seen, _, n = walk(ratna, "handler", ids, title, words, shut=False, methods={"GET"})
    assert n > 60 and len({at for _, at, _, _ in seen}) > 20, (n, len(seen))
    methods = {"GET"} if store else {"GET", "POST"}  # what is written passes the same door whatever the store
    for login, role in ROLES.items():
        telling, open_, n = walk(blocked[login], role, ids, title, words, shut=True, methods=methods)
        assert not telling, (login, telling[:10])
        assert not open_, (login, open_[:10])
        assert n > 5, (login, n)
    assert f"/perkara/{case}/" not in server.get(calendar, Cookie="").text
    assert server.get(calendar, Cookie="").status == 200

    # The tries are there for those who decide, with who and where.
    b.delete_all_cookies()
    log_in(b, server, "anggota", PASSWORD)
    b.get(f"{server.url}/kerja/perkara/{case}/benturan")
    tries = b.find_element(By.CSS_SELECTOR, "section[aria-labelledby=percobaan]").text
    missing = [name for name in ("Wira Padmareksa", "Bimo Arganata", "Endah Wanasasmita") if name not in tries]
    assert not missing and " kali, terakhir" in tries, (missing, tries)
    assert re.search(r"(GET|POST) /", tries), tries
    for width in (360, 1366):
        shot(b, "benturan-pernyataan", width)

    # Today says so, with what to do; the chair, to whom both files are closed, learns that there are two and who can act.
    b.get(f"{server.url}/kerja")
    line = b.find_element(By.CSS_SELECTOR, f"#kuorum a[href='/kerja/perkara/{other}/benturan#kuorum']")
    assert "1 dari 3 anggota dapat memutus, kuorum 2: limpahkan ke Bawaslu Provinsi" in b.find_element(By.ID, "kuorum").text, line.text
    for width in (360, 1366):
        shot(b, "hari-ini-kuorum", width)
    assert "#kuorum" not in chair.ask("GET", "/kerja").text and "berkas yang tertutup bagi Anda" in chair.ask("GET", "/kerja").text
    office = html.unescape(chair.ask("GET", "/kerja/benturan").text)
    assert office.count("Berkas: tertutup bagi Anda") >= 1 and "Krisna Lautpramana" in office and "Bimo Arganata" in office, office[:4000]
    assert not [w for w in words if w in office] and KIN not in office and UNIT not in office
    assert anggota.ask("GET", "/kerja/benturan").status == 403
    b.delete_all_cookies()
    log_in(b, server, "ketua", PASSWORD)
    b.get(f"{server.url}/kerja/benturan")
    for width in (360, 1366):
        shot(b, "benturan-kantor", width)
    b.delete_all_cookies()
    log_in(b, server, "anggota", PASSWORD)

    # Two of three members are out: the plenary page says so, a vote of one of them is refused, and the file goes up.
    b.get(f"{server.url}/kerja/perkara/{other}/pleno")
    assert "Kuorum tidak tercapai" in b.find_element(By.ID, "kuorum").text
    b.get(f"{server.url}/kerja/perkara/{other}")
    assert "Kuorum pleno tidak tercapai" in b.find_element(By.ID, "kuorum").text
    b.get(f"{server.url}/kerja/perkara/{other}/benturan")
    for width in (360, 1366):
        shot(b, "benturan-kuorum", width)
    press(b, "#limpahkan")
    assert "Kuorum tidak tercapai; berkas ini ada di pengawas yang lebih tinggi" in b.find_element(By.ID, "dilimpahkan").text
    assert ratna.json(f"/api/v1/cases/{other}")["state"] == "TAKEN_OVER"
    letter = next(x for x in everything(ratna, f"/api/v1/cases/{other}/letters") if x["form"] == "transfer")
    pdf = ratna.ask("GET", f"/api/v1/letters/{letter['id']}.pdf").bytes
    paper = re.sub(r"\s+", " ", subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())
    assert "Bawaslu Provinsi" in paper and "kuorum" in paper and "a.n. Ketua" in paper and "Krisna Lautpramana" in paper, paper
    assert "Ipar" not in paper and "Endah" not in paper and letter["number"], paper

    # Another member lifts it with a reason; whoever stated it cannot, and who was shut out cannot.
    page = anggota.ask("GET", f"/kerja/perkara/{case}/benturan").text
    rows = {html.unescape(name): int(i) for i, name in re.findall(r'id="c-(\d+)"><p class="row between"><span><b>([^<]*)</b>', page)}
    lift = f"/kerja/perkara/{case}/benturan/%d/cabut"
    assert anggota.ask("POST", lift % rows["Endah Wanasasmita"], {"reason": "Keliru orang, sudah diperiksa."}).status == 422
    assert blocked["anggota2"].ask("POST", lift % rows["Tiara Jatiwulung"], {"reason": "Keliru orang, sudah diperiksa."}).status == 403
    assert anggota.ask("POST", lift % rows["Wira Padmareksa"], {"reason": "x"}).status == 422
    assert anggota.ask("POST", lift % rows["Wira Padmareksa"], {"reason": "Keliru orang, sudah diperiksa."}).status == 303
    assert wira.ask("GET", f"/kerja/perkara/{case}").status == 200
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def feed_of(walker):
    """The secret address of a calendar that this member made before anything was stated."""
    made = walker.form("/kerja/kalender", {"isi": "office", "nama": "ponsel"})
    found = re.search(r"/kalender/langganan/[0-9a-f]+\.ics", made.text)
    assert found, made.text[:3000]
    return found[0]
