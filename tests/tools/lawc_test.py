"""tools/lawc.py refuses what a lawyer forgot, says where, and makes the same bytes from the same tables."""
import json
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
LAWC = TOP / "tools" / "lawc.py"
TABLES = sorted((TOP / "law").glob("*.toml"))


def lawc(folder, *sources):
    return subprocess.run([sys.executable, LAWC, folder / "pack.json", folder / "pack.c", *sources], capture_output=True, text=True)


def changed(folder, name, old, new):
    """All tables, with the first @old in one of them replaced."""
    text = (TOP / "law" / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return [folder / name if p.name == name else p for p in TABLES]


def refused(folder, name, old, new, why):
    done = lawc(folder, *changed(folder, name, old, new))
    assert done.returncode == 1, why
    assert name in done.stderr and why in done.stderr, done.stderr
    assert not (folder / "pack.json").exists()


def test_the_tables_make_a_pack_and_the_same_c_text(tmp_path):
    done = lawc(tmp_path, *TABLES)
    assert (done.returncode, done.stderr) == (0, "")
    pack = json.loads((tmp_path / "pack.json").read_text())
    ours = [t["id"] for t in pack["transition"] if t["confidence"] == "unsure" and t["source"][0].startswith(("desk/", "own design"))]
    assert len(pack["act"]) == 41 and len(pack["transition"]) == 55 + len(ours) and ours == ["T07i", "T11q", "T17u", "T44n", "T47w", "T33r"]
    literals = [line.strip().rstrip(";")[1:-1] for line in (tmp_path / "pack.c").read_text().splitlines() if line.startswith('\t"')]
    text = "".join(literals).encode().decode("unicode_escape").encode("latin-1")
    assert text == (tmp_path / "pack.json").read_bytes()


def test_the_same_tables_make_the_same_bytes_in_any_spacing(tmp_path):
    (tmp_path / "again").mkdir()
    lawc(tmp_path, *TABLES)
    lawc(tmp_path / "again", *changed(tmp_path, "pack.toml", "\n", "\n\n"))
    assert (tmp_path / "pack.json").read_bytes() == (tmp_path / "again" / "pack.json").read_bytes()


def test_a_row_without_article_source_or_confidence_is_refused_with_its_line(tmp_path):
    text = (TOP / "law" / "clocks.toml").read_text()
    article = next(row for row in text.splitlines() if row.startswith('article = ["'))
    line = text[: text.rindex("[[clock]]", 0, text.index(article))].count("\n") + 1
    refused(tmp_path, "clocks.toml", article + "\n", "", f"clock PK-REVIEW (line {line}): article is missing")
    refused(tmp_path, "clocks.toml", article, "article = []", "article is empty")
    refused(tmp_path, "clocks.toml", 'confidence = "seen"\n', "", "confidence is missing")
    refused(tmp_path, "clocks.toml", 'confidence = "seen"', 'confidence = "sure"', "expected one of seen, known, unsure")
    refused(tmp_path, "routes.toml", "source = [", "sauce = [", "unknown key 'sauce'")


def test_kinds_and_dates_are_checked(tmp_path):
    refused(tmp_path, "clocks.toml", "length = 7", 'length = "7"', "length must be a int, not str")
    refused(tmp_path, "clocks.toml", 'unit = "hour"', 'unit = "hours"', "expected one of calendar_day")
    refused(tmp_path, "states.toml", "terminal = true", "terminal = 1", "terminal must be a bool")
    refused(tmp_path, "routes.toml", "until = 2027-10-15", "until = 2024-01-15", "until 2024-01-15 is before in_force 2024-09-11")
    refused(tmp_path, "holidays.toml", "day = 2023-01-01", "day = 2023-02-30", "holidays.toml")
    refused(tmp_path, "acts.toml", "[[act]]", "[[akt]]", "unknown table 'akt'")


def test_every_fault_is_told_at_once(tmp_path):
    (tmp_path / "x.toml").write_text('[[clock]]\ncode = "X"\n[[state]]\ncode = "Y"\n')
    done = lawc(tmp_path, *TABLES, tmp_path / "x.toml")
    assert "clock X (line 1): article is missing" in done.stderr and "state Y (line 3): name_id is missing" in done.stderr


def test_a_pack_without_one_of_its_tables_is_refused(tmp_path):
    done = lawc(tmp_path, *[p for p in TABLES if p.name != "routes.toml"])
    assert done.returncode == 1 and "no route" in done.stderr
