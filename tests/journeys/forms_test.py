"""Nobody is shown a form that they may not send: every staff page that a role can reach in the demonstration office, and each
form and button of it, held against tests/web/rights.csv. Who fills in a form and then reads 403 has lost what was typed."""
import csv
import html
import re

from conftest import TOP

PASSWORD = "kawung-teduh-9901"
STAFF = {"loket": "intake", "wira": "handler", "anggota": "member", "ketua": "chair", "patroli": "patrol", "kustodian": "custodian", "pengelola": "admin"}
OF_ONE_KIND = 6  # pages of one address pattern that are looked at: files in other states show other forms


def matrix():
    """[(method, pattern as a regex, how many {names}, the row)], the most exact first."""
    with open(TOP / "tests" / "web" / "rights.csv") as f:
        rows = [(r["method"], re.compile(re.sub(r"\{\w+\}", "[^/]+", r["path"].replace(".", r"\.")) + "$"), r["path"].count("{"), r) for r in csv.DictReader(f)]
    return sorted(rows, key=lambda r: r[2])


def row_of(rows, method, path):
    return next((r for m, pattern, _, r in rows if m == method and pattern.match(path)), None)


def forms(page, path):
    """Where the page's forms and buttons post to."""
    for form in re.findall(r"<form[^>]*>.*?</form>", page, re.S):
        head = form[:form.index(">")]
        if 'method="post"' in head:
            action = re.search(r'action="([^"]*)"', head)
            yield html.unescape(action[1]) if action else path
        for action in re.findall(r'formaction="([^"]*)"', form):
            yield html.unescape(action)


def pages(server, rows, role):
    """Every page that links lead @role to, a few of each kind: (path, text)."""
    seen, kinds, waiting = set(), {}, ["/kerja/hari-ini", "/kerja/laporan-masuk", "/kerja/perkara", "/kerja/brankas", "/kerja/libur", "/kerja/kunci-penerima"]
    waiting += [f"/kerja/perkara?kelompok={group}" for group in ("incoming", "open", "decided", "outside", "closed")]
    while waiting:
        path = waiting.pop(0)
        row = row_of(rows, "GET", path.split("?")[0])
        if path in seen or not row or row[role] != "y":
            continue
        seen.add(path)
        kinds[row["path"]] = kinds.get(row["path"], 0) + 1
        if kinds[row["path"]] > OF_ONE_KIND:
            continue
        page = server.get(path)
        if page.status != 200 or "text/html" not in page.headers["Content-Type"]:
            continue
        yield path, page.text
        links = {html.unescape(a).split("#")[0] for a in re.findall(r'href="(/kerja[^"]*)"', page.text)}
        waiting += sorted(links - seen)


def test_a_form_is_shown_only_to_who_may_send_it(make_server):
    server, rows, wrong, looked = make_server(now=None, demo=True), matrix(), [], {}
    for login, role in STAFF.items():
        server.login(login, PASSWORD)
        for path, text in pages(server, rows, role):
            for action in forms(text, path.split("?")[0]):
                row = row_of(rows, "POST", action)
                looked.setdefault(role, set()).add(row["path"] if row else action)
                if not row or row[role] != "y":
                    wrong.append((role, path, action))
    assert wrong == []
    assert len(looked["chair"]) > 25 and len(looked["handler"]) > 20 and len(looked["intake"]) >= 4, {r: len(a) for r, a in looked.items()}
