"""The commands of the screening engine at the terminal: what each takes, what it refuses and how it says so (CONTRACT 2).
All persons, numbers and accounts are made up."""
import gzip
import json
import os
import pty
import subprocess
import time

import pytest

from conftest import program

REGISTRY = """nip,nama,gelar_depan,gelar_belakang,kelas,instansi,unit,jabatan,wilayah,status
198508172010011007,Budi Santoso,Drs.,M.Si,PNS,Dinas Perhubungan,Bidang Lalu Lintas,Analis,99.01,aktif
199002032022212005,Siti Nurhaliza Putri,,,PPPK,Dinas Kesehatan,,Perawat,99.01,aktif
,Joko Susilo,,,THL,Dinas Perhubungan,,,99.01,
197501012000031002,Joko Susilo,,,PNS,Sekretariat Daerah,,Kepala Bagian,99.02,aktif
"""
ACCOUNTS = """platform,handle,nip,evidence
facebook,budi_s77,198508172010011007,proven
instagram,siti.nur,199002032022212005,claimed
"""
WATCHLIST = """contest,pair,number,kind,term,region
99.01/walikota/2024,1,1,name,Sri Handayani,99.01
99.01/walikota/2024,1,1,acronym,SERASI,99.01
99.01/walikota/2024,2,2,name,Arif Gunadi,99.01
"""
KEYS = {"post", "item", "subject", "object", "act", "stance", "score", "reasons", "hint_only"}


def post(number, text="Ayo coblos Arif Gunadi nomor 2", **more):
    return {"id": f"x:{number}", "platform": "facebook", "kind": "post", "region": "99.01", "time": "2024-10-02T19:20:11+07:00",
            "author": {"handle": "budi_s77", "name": "Budi"}, "text": text, **more}


def ndjson(*posts):
    return "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in posts).encode()


def answers(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(done):
    return [a["post"] for a in answers(done)]


@pytest.fixture
def index(netra, tmp_path):
    """An index of the lists above; index(name) writes one of them to a file too."""
    for name, text in [("registry.csv", REGISTRY), ("accounts.csv", ACCOUNTS), ("watchlist.csv", WATCHLIST)]:
        (tmp_path / name).write_text(text)
    done = netra("index", "build", "--registry", "registry.csv", "--accounts", "accounts.csv", "--watchlist", "watchlist.csv", "-o", "a.idx")
    assert done.returncode == 0, done.stderr
    return tmp_path / "a.idx"


# ---- index ----


def test_an_index_says_what_it_holds_and_where_it_came_from(netra, index, tmp_path):
    info = json.loads(netra("--json", "index", "info", index).stdout)
    assert (info["persons"], info["names"], info["accounts"], info["contests"], info["pairs"], info["terms"]) == (4, 3, 2, 1, 2, 3)
    assert info["size_bytes"] == index.stat().st_size and len(info["build"]) == 64
    assert [(s["kind"], s["name"], s["rows"]) for s in info["sources"]] == [("registry", "registry.csv", 4), ("accounts", "accounts.csv", 2),
                                                                         ("watchlist", "watchlist.csv", 3)]
    text = netra("index", "info", index).stdout
    assert info["build"] in text and "persons   4" in text and "accounts  2" in text
    first = index.read_bytes()
    netra("index", "build", "--registry", "registry.csv", "--accounts", "accounts.csv", "--watchlist", "watchlist.csv", "-o", "b.idx")
    assert (tmp_path / "b.idx").read_bytes() == first


def build(netra, tmp_path, content, *more):
    (tmp_path / "r.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return netra("--json", "index", "build", "--registry", "r.csv", "-o", "r.idx", *more)


def persons(netra, name):
    return [h["name"] for h in json.loads(netra("name", "--index", "r.idx", name).stdout)["hits"]]


@pytest.mark.parametrize("form", ["comma", "semicolon", "tab", "bom", "crlf", "windows", "order"])
def test_a_register_is_read_in_whatever_form_offices_send_it(netra, tmp_path, form):
    rows = [["nip", "nama", "kelas", "instansi", "agama"], ["198508172010011007", "José Budi", "PNS", "Dinas \"A\"", "rahasia"]]
    if form == "order":
        rows = [row[::-1] for row in rows]
    cut = {"semicolon": ";", "tab": "\t"}.get(form, ",")
    text = ("\r\n" if form == "crlf" else "\n").join(cut.join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    done = build(netra, tmp_path, text.encode("cp1252" if form == "windows" else "utf-8-sig" if form == "bom" else "utf-8"))
    assert done.returncode == 0, done.stderr
    assert persons(netra, "Jose Budi") == ["José Budi"]
    assert done.stderr.count("columns not used: agama") == 1
    assert ("Windows-1252" in done.stderr) == (form == "windows")
    assert b"rahasia" not in (tmp_path / "r.idx").read_bytes()


def test_siasns_own_headers_are_understood_and_only_the_name_is_needed(netra, tmp_path):
    done = build(netra, tmp_path, "NAMA,NIP BARU,GELAR DEPAN,GELAR BELAKANG,JENIS PEGAWAI,INSTANSI INDUK NAMA,UNOR NAMA,JABATAN NAMA\n"
                                  "Budi Santoso,198508172010011007,Dr.,M.Si,PNS,Pemkot Tirtamulya,Dinas,Analis\n")
    assert done.returncode == 0 and "not used" not in done.stderr, done.stderr
    hit = json.loads(netra("name", "--index", "r.idx", "Budi Santoso").stdout)["hits"][0]
    assert (hit["nip"], hit["agency"]) == ("198508172010011007", "Pemkot Tirtamulya")
    assert build(netra, tmp_path, "nama\nAni Lestari\n").returncode == 0
    assert persons(netra, "Ani Lestari") == ["Ani Lestari"]


def test_rows_that_break_a_rule_are_listed_and_the_others_stay(netra, tmp_path):
    done = build(netra, tmp_path, b'nip,nama\n198508172010011007,Budi Santoso\n199002032022212005,\n198508172010011007,Dua Kali\n,"Kutip terbuka\n,Ani\0Z\n,Bela Negara\n',
                 "--rejects", "rejects.csv")
    assert done.returncode == 1, done.stderr
    assert "r.csv: 6 rows read, 2 kept, 4 rejected" in done.stderr
    assert sorted((tmp_path / "rejects.csv").read_text().splitlines()) == [
        "file,line,reason", "r.csv,3,nama: empty", "r.csv,4,nip: stands on two rows", "r.csv,5,a quote is opened and never closed", "r.csv,6,a NUL byte in a cell"]
    assert persons(netra, "Bela Negara") == ["Bela Negara"] and persons(netra, "Budi Santoso") == ["Budi Santoso"]


def test_a_person_with_a_wrong_number_is_kept_without_it_and_somebody_is_told(netra, tmp_path):
    done = build(netra, tmp_path, "nip,nama\n1,98508E+17,Salah\n".replace("1,9", '"1,9').replace("17,", '17",') + "123,Ani Lestari\n")
    assert done.returncode == 0, done.stderr
    assert "2 rows kept with a warning" in done.stderr
    assert "r.csv:3: nip: " in done.stderr and "as written, not valid" in done.stderr
    hit = json.loads(netra("name", "--index", "r.idx", "Ani Lestari").stdout)["hits"][0]
    assert hit["nip"] == ""


@pytest.mark.parametrize("content,why", [
    (b"", "empty"), ("nip,nama\n,Budi\n".encode("utf-16"), "UTF-16"), (gzip.compress(b"nip,nama\n,Budi\n"), "gzip"),
    ("nip,nama\n,Budi\n".encode("utf-16-le"), "UTF-16"), (b"PK\x03\x04xlsx", "save the sheet as CSV"), (b"nip,name_x\n1,2\n", "column 'nama' is missing")])
def test_what_is_no_register_is_refused_whole_and_the_old_index_stands(netra, tmp_path, content, why):
    assert build(netra, tmp_path, "nama\nBudi Santoso\n").returncode == 0
    before = (tmp_path / "r.idx").read_bytes()
    done = build(netra, tmp_path, content)
    assert (done.returncode, done.stdout) == (3, "")
    assert "r.csv" in done.stderr and why in done.stderr and "stands as it was" in done.stderr, done.stderr
    assert (tmp_path / "r.idx").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["r.csv", "r.idx"]


def test_an_index_never_takes_the_place_of_a_device_and_a_missing_file_is_trouble(netra, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "r.csv").write_text("nama\nBudi\n")
    assert netra("index", "build", "--registry", "r.csv", "-o", "pipe").returncode == 2
    assert (tmp_path / "pipe").is_fifo()
    done = netra("index", "build", "--registry", "none.csv", "-o", "a.idx")
    assert done.returncode == 3 and "none.csv" in done.stderr
    done = netra("index", "build", "--registry", "r.csv", "-o", "nowhere/a.idx")
    assert done.returncode == 3 and "nowhere" in done.stderr
    done = netra("index", "build", "--registry", "r.csv", "--rejects", "nowhere/x.csv", "-o", "a.idx")
    assert done.returncode == 3 and not (tmp_path / "a.idx").exists()


# ---- screen: input ----


def screen(netra, index, content, *more, **options):
    (index.parent / "posts.ndjson").write_bytes(content)
    return netra("screen", "--index", index, *more, "posts.ndjson", **options)


FAULTS = [
    (b'{"id":"b","text":"never closed', "a text is not closed"), (b'{"text":"\xc0\xaf"}', "not valid UTF-8"), (b'{"text":"\xed\xa0\x80"}', "not valid UTF-8"),
    (b'{"text":"a\x00b"}', "control character"), (b'{"text":"a","x":' + b"[" * 70 + b"]" * 70 + b"}", "64 levels"), (b'{"text":"a","text":"b"}', "stands twice"),
    (b'{"text":"a","mentions":[' + b",".join([b'"m"'] * 10001) + b"]}", "more than 10000 items"), (b"[]", "'{' was expected"), (b"\xef\xbb\xbf{}", "'{' was expected"),
    (b'{"id":"x"}', "neither text nor target"), (b'{"text":"a"} b', "behind the post"), (b'{"text":"a","time":"2024-02-30T10:00:00+07:00"}', "'2024-02-30T10:00:00+07:00' is not a moment"),
    (b'{"text":"a","time":"2024-10-02T25:00:00+07:00"}', "is not a moment"), (b'{"text":"a","time":7}', "'7' is not a moment"), (b'{"text":"a","kind":"shout"}', "expected post, comment"),
    (b'{"text":"a","reactions":[{"kind":"like","time":"2024-13-01T00:00:00Z"}]}', "reactions[0].time: '2024-13-01T00:00:00Z' is not a moment"),
    (b'{"text":"a\\x"}', "unknown escape"), (b'{"text":"\\u12"}', "four hex digits"), (b'{"text":"a","n":01}', "',' or '}' was expected"), (b'{"text":"a","n":nul}', "a value was expected"),
    (b'{"text":"' + b"a" * 1100000 + b'"}', "at most 1048576"), (b'{"text":"' + b"a" * 10000000 + b'"}', "at most 1048576"),
]


@pytest.mark.parametrize("bad,why", FAULTS, ids=[why for _, why in FAULTS])
def test_a_bad_line_is_named_and_costs_its_neighbours_nothing(netra, index, bad, why):
    done = screen(netra, index, ndjson(post(1)) + bad + b"\n" + ndjson(post(2)), "--rejects", "rejects.csv")
    assert done.returncode == 1 and ids(done) == ["x:1", "x:2"], done.stderr
    said = done.stderr.splitlines()
    assert said[0].startswith("posts.ndjson:2: refused: ") and why in said[0]
    assert said[-1].startswith("screen: 3 posts, 1 refused, 2 concerned, 2 alerts")
    head, row = (index.parent / "rejects.csv").read_text().split("\n", 1)
    assert head == "file,line,reason" and row.startswith("posts.ndjson,2,") and why.split("'")[0] in row
    # The same as the last line, without a newline behind it: a file that was cut.
    done = screen(netra, index, ndjson(post(1)) + bad)
    assert done.returncode == 1 and ids(done) == ["x:1"] and "posts.ndjson:2: refused" in done.stderr


@pytest.mark.parametrize("text", ["lone \\ud800 surrogate", "nul \\u0000 inside", "pair \\ud83d\\ude00 whole"])
def test_escapes_that_are_no_characters_are_replaced_and_the_post_is_read(netra, index, text):
    done = screen(netra, index, b'{"id":"x:1","platform":"facebook","author":{"handle":"budi_s77"},"text":"' + text.encode() + b' ayo coblos Arif Gunadi"}\n')
    assert done.returncode == 0 and ids(done) == ["x:1"]
    done.stdout.encode()  # what comes out is Unicode


def test_blank_lines_crlf_and_a_byte_order_mark_are_no_faults(netra, index):
    plain = screen(netra, index, ndjson(post(1), post(2)))
    assert plain.returncode == 0 and ids(plain) == ["x:1", "x:2"]
    for dressed in [b"\xef\xbb\xbf" + ndjson(post(1), post(2)), ndjson(post(1), post(2)).replace(b"\n", b"\r\n"), b"\n\r\n" + ndjson(post(1)) + b" \n\n" + ndjson(post(2)),
                    ndjson(post(1), post(2))[:-1]]:
        done = screen(netra, index, dressed)
        assert (done.returncode, done.stdout) == (0, plain.stdout), dressed[:40]
    done = screen(netra, index, b'{"id":5,"platform":"facebook","author":{"handle":"budi_s77"},"text":"ayo coblos Arif Gunadi","time":null,"own":{"kept":[1]}}\n')
    assert done.returncode == 0 and ids(done) == ["5"]  # a number written where a text belongs is that text
    done = screen(netra, index, b"")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("content,why", [(ndjson(post(1)).decode().encode("utf-16"), "UTF-16"), (gzip.compress(ndjson(post(1))), "gunzip")])
def test_a_file_that_is_no_text_is_refused_whole_with_what_to_do(netra, index, content, why):
    done = screen(netra, index, content)
    assert (done.returncode, done.stdout) == (3, "") and "posts.ndjson" in done.stderr and why in done.stderr


def test_files_are_read_in_their_order_and_all_are_looked_for_before_the_first(netra, index, tmp_path):
    for n in (1, 2, 3):
        (tmp_path / f"{n}.ndjson").write_bytes(ndjson(post(n)) + (b"broken\n" if n == 2 else b""))
    done = netra("screen", "--index", index, "2.ndjson", "1.ndjson", "3.ndjson")
    assert done.returncode == 1 and ids(done) == ["x:2", "x:1", "x:3"]
    assert "2.ndjson:2: refused" in done.stderr and "screen: 4 posts, 1 refused" in done.stderr
    whole = b"".join((tmp_path / f"{n}.ndjson").read_bytes() for n in (2, 1, 3))
    piped = subprocess.run([program(), "screen", "--index", index], input=whole, capture_output=True)
    assert piped.stdout.decode() == done.stdout and b"standard input:2: refused" in piped.stderr
    for words, why in [(["1.ndjson", "none.ndjson"], "none.ndjson: cannot be opened"), (["1.ndjson", "."], "a folder")]:
        done = netra("screen", "--index", index, *words)
        assert (done.returncode, done.stdout) == (3, "") and why in done.stderr and "nothing was read" in done.stderr


def test_wrong_options_are_wrong_usage_and_a_bad_index_is_trouble(netra, index, tmp_path):
    (tmp_path / "ok.ndjson").write_bytes(ndjson(post(1)))
    for words in [[], ["--index", index, "--threads", "0"], ["--index", index, "--at", "soon"], ["--index", index, "--vector", "abacus"]]:
        assert netra("screen", *words, "ok.ndjson").returncode == 2, words
    good = index.read_bytes()
    for damaged in [b"", b"NETRAIX1", good[:-1], good[:3000] + bytes([good[3000] ^ 1]) + good[3001:], bytes(len(good))]:
        index.write_bytes(damaged)
        for words in (["screen", "--index", index, "ok.ndjson"], ["name", "--index", index, "Budi"], ["index", "info", index], ["check-text", "--index", index, "x"]):
            done = netra(*words)
            assert (done.returncode, done.stdout) == (3, "") and "a.idx" in done.stderr, words


# ---- screen: output ----


def test_every_alert_has_what_the_contract_promises_and_spans_in_characters(netra, index):
    text = "🎉🎉 Ayo coblos Arif Gunadi nomor 2 ✌️ jangan lupa"
    done = screen(netra, index, ndjson(post(1, text), post(2, text, author={"name": "Siti Nurhaliza Putri"}, kind="comment"),
                                       post(3, text, reactions=[{"kind": "like", "author": {"name": "Joko Susilo"}}])), "--at", "2024-10-02")
    assert done.returncode == 0 and set(ids(done)) == {"x:1", "x:2", "x:3"}
    for a in answers(done):
        assert KEYS <= set(a) and a["hint_only"] is True
        assert a["subject"]["strength"] in ("weak", "fair", "strong") and a["subject"]["how"] in ("account", "name", "mention")
        assert {"ref", "nip", "name", "class", "score", "sheet", "namesakes"} <= set(a["subject"])
        assert a["object"]["contest"] == "99.01/walikota/2024" and a["object"]["pair"] == 2 and a["object"]["how"]
        assert a["act"]["phase"] in ("before_candidacy", "after_candidacy", "any") and a["act"]["code"] and a["act"]["basis"]
        assert "span" in a["object"] or a["item"] != "post"  # who likes says nothing: the candidate stands in the post
        for span in [*([a["object"]["span"]] if "span" in a["object"] else []), *(r["span"] for r in a["reasons"] if "span" in r)]:
            cut = text.encode()[span[0]:span[1]]
            assert 0 <= span[0] < span[1] <= len(text.encode()) and cut.decode()  # on borders of characters
    by_item = {(a["post"], a["item"]): a for a in answers(done)}
    assert by_item["x:1", "post"]["subject"]["strength"] == "strong"
    joko = by_item["x:3", "reaction:0"]["subject"]  # two bear the name; one works in this region and in the agency of the author
    assert (joko["ref"], joko["strength"], joko["namesakes"]) == ("3", "fair", 2)


def test_threads_and_vectors_change_nothing_of_the_output(netra, index):
    lines = b"".join(ndjson(post(n, f"Ayo coblos Arif Gunadi nomor 2 {'é✌️' * (n % 70)}")) + (b'{"text":"\xff"}\n' if n % 50 == 0 else b"") for n in range(3000))
    want = screen(netra, index, lines, "--rejects", "1.csv")
    assert want.returncode == 1 and len(ids(want)) == 3000
    assert ids(want) == [f"x:{n}" for n in range(3000)]
    for words in (["--threads", "2"], ["--threads", "7"], *(["--vector", v] for v in ("plain", "sse2", "avx2", "avx512"))):
        done = screen(netra, index, lines, "--rejects", "2.csv", *words)
        if done.returncode == 2 and "no such way" in done.stderr:
            continue
        assert done.stdout == want.stdout, words
        assert (index.parent / "1.csv").read_text() == (index.parent / "2.csv").read_text()


def test_a_full_disk_is_trouble_and_what_was_written_is_told(netra, index):
    (index.parent / "ok.ndjson").write_bytes(ndjson(*(post(n) for n in range(40))))
    for words in (["screen", "--index", "a.idx", "ok.ndjson"], ["stance", "--watchlist", "watchlist.csv", "ok.ndjson"], ["name", "--index", "a.idx", "--batch", "registry.csv"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([program(), *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=index.parent)
        assert done.returncode == 3 and "0 bytes of results were written" in done.stderr, done.stderr
    done = netra("screen", "--index", "a.idx", "--rejects", "/dev/full", "registry.csv")
    assert done.returncode == 3 and "--rejects /dev/full" in done.stderr


def test_a_reader_that_leaves_ends_it_without_a_word(index):
    lines = ndjson(*(post(n) for n in range(5000)))
    run = subprocess.Popen([program(), "screen", "--index", index], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    run.stdin.write(ndjson(*(post(n) for n in range(20))))  # few enough for their answers to fit into the pipe
    run.stdin.flush()
    run.stdout.readline()
    run.stdout.close()
    for _ in range(200):
        try:
            run.stdin.write(lines)
        except BrokenPipeError:
            break
    try:
        run.stdin.close()
    except BrokenPipeError:
        pass
    said = run.stderr.read()
    assert run.wait(60) != 0 and b"Sanitizer" not in said


def test_a_stream_is_answered_as_it_comes_and_a_terminal_sees_how_far_it_is(index):
    master, slave = pty.openpty()
    run = subprocess.Popen([program(), "screen", "--index", index], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    for n in (1, 2, 3):
        run.stdin.write(ndjson(post(n)))
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["post"] == f"x:{n}"
        time.sleep(1.1)
    run.stdin.write(ndjson(post(4)))
    run.stdin.close()
    run.stdout.read()
    assert run.wait(30) == 0
    said = os.read(master, 65536).decode()
    assert "MB of posts" in said and said.rstrip().splitlines()[-1].split("\033[K")[-1].startswith("screen: 4 posts, 0 refused")


# ---- name, stance, check-text ----


def test_a_batch_of_names_gives_a_line_each_from_a_file_or_a_pipe(netra, index, tmp_path):
    names = "Budi Santoso\n\nDrs. BUDI SANTOSO, M.Si\r\nXaverius Qwerty\nSitti Noerhaliza Putri\n"
    (tmp_path / "names.txt").write_text("\ufeff" + names)
    done = netra("name", "--index", index, "--batch", "names.txt", "-k", "2")
    got = answers(done)
    assert done.returncode == 0 and [len(a["hits"]) > 0 for a in got] == [True, True, False, True]
    assert [a["query"] for a in got] == ["Budi Santoso", "Drs. BUDI SANTOSO, M.Si", "Xaverius Qwerty", "Sitti Noerhaliza Putri"]
    for a in got:
        assert isinstance(a["us"], int)
        for hit in a["hits"]:
            assert {"ref", "nip", "name", "score", "strength", "sheet", "namesakes"} <= set(hit) and hit["sheet"]
    piped = netra("name", "--index", index, "--batch", "-", "-k", "2", input=names)
    assert [a["hits"] for a in answers(piped)] == [a["hits"] for a in got]
    long = netra("name", "--index", index, "--batch", "-", input="Budi\n" + "x" * 5000 + "\nSiti\n")
    assert long.returncode == 1 and [a["hits"] == [] for a in answers(long)] == [False, True, False] and "standard input:2: refused" in long.stderr
    assert netra("name", "--index", index).returncode == 2 and netra("name", "--index", index, "-k", "0", "x").returncode == 2
    assert netra("name", "--index", index, "--batch", "none.txt").returncode == 3


def test_stance_gives_a_line_a_post_and_names_the_bad_ones(netra, index, tmp_path):
    (tmp_path / "p.ndjson").write_bytes(ndjson(post(1)) + b'{"text":"\xff"}\n' + ndjson(post(2, "Mari jaga netralitas ASN")))
    done = netra("stance", "--watchlist", "watchlist.csv", "--rejects", "r.csv", "p.ndjson")
    got = answers(done)
    assert done.returncode == 1 and [(a["id"], a["stance"]) for a in got] == [("x:1", "support"), ("x:2", "unrelated")] or got[1]["stance"] == "neutral"
    assert {"id", "stance", "objects", "act", "score", "reasons"} <= set(got[0])
    assert "p.ndjson:2: refused" in done.stderr and "stance: 3 posts, 1 refused" in done.stderr
    assert (tmp_path / "r.csv").read_text().startswith("file,line,reason\np.ndjson,2,")


def check(netra, text, *more):
    done = netra("--json", "check-text", "--at", "2024-10-02", *more, text)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_self_check_tells_act_article_and_phase_with_the_words_that_say_so(netra, index):
    text = "Kawan 🎉, ayo coblos nomor 2, Arif Gunadi!"
    for determined, phase, act, other in [("2024-09-22", "after_candidacy", "SKB-B6", "SKB-A4"), ("2024-10-03", "before_candidacy", "SKB-A4", "SKB-B6")]:
        got = check(netra, text, "--index", index, "--determined", determined)
        assert (got["stance"], got["conduct"], got["act"], got["act_other_phase"], got["phase"]) == ("support", "online_support", act, other, phase)
        assert got["basis"] and got["title"] and got["title_en"] and got["advice"] and got["advice_en"] and got["hint_only"] is True
        words = [text.encode()[r["span"][0]:r["span"][1]].decode() for r in got["reasons"] if "span" in r]
        assert "Arif Gunadi" in words and any("coblos" in w for w in words)
    id_, en = netra("check-text", "--index", index, "--at", "2024-10-02", text), netra("check-text", "--lang", "en", "--index", index, "--at", "2024-10-02", text)
    assert "dapat dinilai sebagai dukungan" in id_.stdout and "sejak penetapan calon" in id_.stdout and "hanya petunjuk" in id_.stdout
    assert "may be taken as support" in en.stdout and "a direct call" in en.stdout and "since candidates are determined" in en.stdout and "SKB-B6" in en.stdout
    assert '""' not in id_.stdout + en.stdout  # no reason is shown for words that are not there


def test_without_a_list_of_candidates_the_call_itself_is_seen_and_neutrality_is_no_call(netra):
    assert check(netra, "Mari dukung paslon nomor 2")["act"]
    for text in ["Selamat pagi, rapat pukul 2 di aula", "Mari jaga netralitas ASN", "ASN dilarang like dan share akun paslon, mari netral", "Besok apel pukul 7"]:
        got = check(netra, text)
        assert (got["act"], got["conduct"]) == (None, None), text


def test_the_contests_own_day_decides_the_phase_else_the_nearest_of_the_law(netra, index, tmp_path):
    (tmp_path / "contests.csv").write_text("contest,determined_on\n99.01/walikota/2024,2024-12-01\n")
    netra("index", "build", "--watchlist", "watchlist.csv", "--contests", "contests.csv", "-o", "c.idx")
    assert check(netra, "Ayo coblos Arif Gunadi", "--index", "c.idx")["determined"] == "2024-12-01"
    assert check(netra, "Ayo coblos Arif Gunadi", "--index", "c.idx")["phase"] == "before_candidacy"
    assert check(netra, "Mari dukung paslon nomor 2")["determined"] == "2024-09-22"
    (tmp_path / "contests.csv").write_text("contest,determined_on\n99.01/walikota/2024,2024-13-01\n")
    done = netra("index", "build", "--watchlist", "watchlist.csv", "--contests", "contests.csv", "-o", "d.idx")
    assert done.returncode == 3 and "contests.csv:2: " in done.stderr and not (tmp_path / "d.idx").exists()


def test_what_the_self_check_cannot_read_it_refuses_by_name(netra):
    assert netra("check-text", "").returncode == 2 and netra("check-text", input=" \n").returncode == 2
    assert netra("check-text", "--class", "KING", "x").returncode == 2 and netra("check-text", "--lang", "xx", "x").returncode == 2
    done = netra("check-text", input="x" * 70000)
    assert done.returncode == 3 and "larger than 65536" in done.stderr
    done = subprocess.run([program(), "check-text"], input="ayo".encode("utf-16"), capture_output=True)
    assert done.returncode == 3 and b"UTF-16" in done.stderr
    done = subprocess.run([program(), "check-text"], input=b"\xef\xbb\xbfMari dukung paslon nomor 2 \xff\x00\xc0\xaf", capture_output=True)
    assert done.returncode == 0 and done.stdout.decode()  # broken bytes are replaced
