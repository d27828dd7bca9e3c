"""tools/bench.py says truly what was missed, and ends with 1 when something was."""
import importlib.util
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
NETRA = Path(os.environ.get("NETRA_BIN") or max(TOP.glob("build*/netra"), key=lambda p: p.stat().st_mtime))


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


bench = load(TOP / "tools/bench.py", "netra_bench")


def run(folder, script, name="made"):
    program = folder / f"bench-{name}_bench"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(["/usr/bin/python3", str(TOP / "tools/bench.py"), str(folder), name], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


@pytest.mark.parametrize("value, limit, late", [
    ("0.14 ms", "<= 0.15 ms", False), ("0.15 ms", "<= 0.15 ms", False), ("0.151 ms", "<= 0.15 ms", True),
    ("450000 posts/s", ">= 450000 posts/s", False), ("449999 posts/s", ">= 450000 posts/s", True), ("1,200 x", ">= 1000 x", False),
    ("same", "= same", False), ("different", "= same", True), ("not measured", "= measured", True),
    ("not measured", ">= 15 x", True), ("nan", "<= 1 s", True), ("9 s", "", False), ("29 s", "10 s in the issue", False),
])
def test_a_limit_is_missed_when_the_figure_is_worse(value, limit, late):
    assert bench.worse(value, limit) is late


@pytest.mark.parametrize("script, code, last", [
    ("echo 'a | 1 s | <= 2 s | note'", 0, "1 programs, 0 figures missed"),
    ("echo 'a | 3 s | <= 2 s | '; echo 'b | 1 | >= 1 | '", 1, "1 programs, 1 figures missed"),
    ("echo 'a | 3 s | <= 2 s | '; echo 'b | 0 | >= 1 | '; echo 'c | other | = same | '", 1, "1 programs, 3 figures missed"),
    ("echo 'a | 1 s | <= 2 s | '; exit 1", 1, "1 programs, 1 figures missed"),
    ("kill -SEGV $$", 1, "1 programs, 1 figures missed"),
    ("echo 'no figure at all'", 0, "1 programs, 0 figures missed"),
])
def test_a_missed_limit_or_a_failed_program_ends_with_1(tmp_path, script, code, last):
    ended, output = run(tmp_path, script)
    assert (ended, output.rstrip().splitlines()[-1]) == (code, last)


def test_a_missed_figure_is_marked_in_its_line(tmp_path):
    lines = run(tmp_path, "echo 'slow | 3 s | <= 2 s | why'; echo '  quick | 1 s | <= 2 s | '")[1].splitlines()
    assert [("MISSED" in line, "why" in line) for line in lines if "s   " in line] == [(True, True), (False, False)]


def test_what_a_failed_program_said_is_shown(tmp_path):
    assert "no such index" in run(tmp_path, "echo 'no such index' >&2; exit 3")[1]


def test_nothing_to_measure_is_a_failure(tmp_path):
    done = subprocess.run(["/usr/bin/python3", str(TOP / "tools/bench.py"), str(tmp_path), "no-such-bench"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "0 programs" in done.stdout


def test_the_load_of_the_machine_stands_first_and_last(tmp_path):
    lines = run(tmp_path, "echo 'a | 1 s | <= 2 s | '")[1].rstrip().splitlines()
    assert lines[0].startswith("load of the machine") and lines[-2].startswith("load of the machine")


def test_measures_of_stance_are_those_of_the_books():
    """Of three supports two are found, and one neutral is called support: precision 2/3, recall 2/3, F1 2/3; neutral: precision
    1/2, recall 1/2, F1 1/2; macro-F1 their mean 7/12; right 3 of 5."""
    train = load(TOP / "tools/train.py", "netra_train")
    pairs = [("support", "support"), ("support", "support"), ("support", "neutral"), ("neutral", "support"), ("neutral", "neutral")]
    each, macro, right = train.measure(pairs)
    assert each["support"] == (3, pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert each["neutral"] == (2, 0.5, 0.5, 0.5)
    assert (macro, right) == (pytest.approx(7 / 12), 0.6)


pipeline = load(TOP / "tests/bench/pipeline.py", "netra_pipeline")


@pytest.mark.parametrize("written, simple, alike", [
    ("Coblos NOMOR 2, gk?", " coblos nomor 2 tidak ", " coblos nomor 2 tidak "),
    ("𝐂oblos", " coblos ", " coblos "),                       # bold C: NFKC undoes it
    ("c0bl0s mantaaap", " c0bl0s mantaaap ", " coblos mantap "),       # number letters, a stretched letter
    ("\u0441oblos caf\u00e9", " \u0441oblos caf\u00e9 ", " coblos cafe "),  # a Cyrillic es, an accent
    ("", "  ", "  "),
])
def test_the_pipeline_reads_texts_in_two_ways(written, simple, alike):
    slang = {"gk": "tidak"}
    assert (pipeline.simple(slang)(written), pipeline.alike(slang)(written)) == (simple, alike)


@pytest.mark.parametrize("written, plain", [
    ("Drs. H. Budi Contoh, S.Sos., M.Si.", "BUDI CONTOH"), ("M. Budi Contoh", "M. BUDI CONTOH"), ("Budi Contoh", "BUDI CONTOH")])
def test_the_pipeline_takes_titles_off(written, plain):
    assert pipeline.plain_name(written) == plain


SMALL = {"NETRA_BENCH_PERSONS": "500", "NETRA_BENCH_PAIRS": "20", "NETRA_BENCH_POSTS": "200", "NETRA_BENCH_PATHS": "400", "NETRA_BENCH_QUERIES": "20"}


def screen_bench(folder, *sections, **env):
    """The bench of the engine on a small country, its temporary files in @folder."""
    bench_program = NETRA.resolve().parent / "bench-screen_bench"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_BENCH_")}
    return subprocess.run([str(bench_program), *sections], capture_output=True, text=True, timeout=120, env={**clean, **SMALL, "TMPDIR": str(folder), **env})


def test_every_way_gives_the_same_alerts_and_nothing_is_left(tmp_path):
    done = screen_bench(tmp_path, "ways", "names")
    assert done.returncode == 0, done.stderr
    assert "alerts of 400 posts by every way, one and two threads | same | = same |" in done.stdout
    assert "the country: 500 persons, 531 accounts" in done.stdout and "0 rows refused" in done.stdout
    assert list(tmp_path.iterdir()) == []


def write_country(folder):
    """Three people, two of one number; a candidate; two posts; two queries, one of them of nobody."""
    (folder / "registry.csv").write_text("nip,nama\n199001012015011001,BUDI CONTOH\n199001012015011001,SITI REKAAN\n,AGUS MISAL\n")
    (folder / "accounts.csv").write_text("platform,handle,nip,evidence\nx,budi.c,199001012015011001,proven\n")
    (folder / "watchlist.csv").write_text("contest,pair,number,kind,term,region\n99.01/walikota/2024,1,1,name,Rangga Cakrawala,99.01\n")
    (folder / "posts.ndjson").write_text(
        '{"id":"x:1","platform":"x","kind":"post","time":"2024-10-02T19:20:11+07:00","author":{"handle":"budi.c","name":"B"},"text":"Ayo pilih Rangga Cakrawala!"}\n'
        '{"id":"x:2","platform":"x","kind":"post","time":"2024-10-02T19:20:11+07:00","author":{"handle":"lain","name":"L"},"text":"hujan di pasar"}\n')
    (folder / "queries.tsv").write_text("2\texact\tSITI REKAAN\tSiti Rekaan\n0\tnobody\tZULKARNAEN TIADA\tQqq Www\n")


def test_a_folder_of_ones_own_is_measured_and_kept(tmp_path):
    country = tmp_path / "country"
    country.mkdir()
    write_country(country)
    done = screen_bench(tmp_path, "posts", "names", NETRA_BENCH_LOAD=str(country))
    assert done.returncode == 0, done.stderr
    assert "the country: 3 persons, 1 accounts, 1 terms, 2 posts, 2 names; read" in done.stdout
    assert "0 rows refused, 1 numbers twice" in done.stdout
    assert "1 concerned, 1 alerts" in done.stdout
    assert "one name, among the first ten | 0.500" in done.stdout
    assert "  exact | 1.000 | | first 1.000 of 1" in done.stdout and "  nobody | 0.000 | | first 0.000 of 1" in done.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["country"] and len(list(country.iterdir())) == 5


@pytest.mark.parametrize("name, text, why", [
    ("queries.tsv", None, "queries.tsv: No such file"), ("posts.ndjson", "", "posts.ndjson: is empty"), ("registry.csv", "nip\n1\n", "nama"),
    ("queries.tsv", "1\texact\n", "expected row, kind, name, written name"), ("posts.ndjson", "{\n", "1 lines refused")])
def test_a_folder_that_lacks_something_is_refused_by_name(tmp_path, name, text, why):
    write_country(tmp_path)
    (tmp_path / name).unlink()
    if text is not None:
        (tmp_path / name).write_text(text)
    done = screen_bench(tmp_path, "posts", NETRA_BENCH_LOAD=str(tmp_path))
    assert done.returncode == 1
    assert why in done.stderr
