"""Another C program can use the screening engine with its header and two static libraries, and with nothing else of Netra."""
import json
import re
import subprocess
from pathlib import Path

import pytest

from conftest import TOP, program

SOURCE = TOP / "tests/core/library_example.c"
LIBRARIES = "-ljansson -lsodium -lcrypto -linih -lutf8proc -lstemmer -llinear -lm -lpthread".split()


@pytest.fixture
def example(tmp_path):
    """The program, built as its own comment says, with the sanitizers that the libraries were built with."""
    folder = Path(program()).parent
    options = {o["name"]: o["value"] for o in json.loads((folder / "meson-info/intro-buildoptions.json").read_text())}
    sanitize = [] if options["b_sanitize"] == "none" else [f"-fsanitize={options['b_sanitize']}"]
    done = subprocess.run(["cc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-I", TOP / "src", SOURCE, folder / "libcore.a", folder / "libbase.a",
                           *sanitize, *LIBRARIES, "-o", tmp_path / "example"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tmp_path / "example"


def test_a_program_of_its_own_screens_posts_and_looks_names_up(netra, example, tmp_path):
    (tmp_path / "r.csv").write_text("nama,instansi\nBudi Santoso,Dinas Perhubungan\nSiti Nurhaliza,Dinas Kesehatan\n")
    (tmp_path / "w.csv").write_text("contest,pair,number,kind,term,region\n99.01/walikota/2024,2,2,name,Arif Gunadi,99.01\n")
    assert netra("index", "build", "--registry", "r.csv", "--watchlist", "w.csv", "-o", "a.idx").returncode == 0
    posts = '{"id":"1","platform":"x","author":{"name":"Budi Santoso"},"text":"coblos Arif Gunadi"}\n{"text":"cut\n'
    done = subprocess.run([example, tmp_path / "a.idx", "Boedi Santosa", posts], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    alert, summary, *rest = done.stdout.splitlines()
    assert json.loads(alert)["subject"]["name"] == "Budi Santoso"
    assert summary == "posts 2, refused 1, alerts 1" and "line 2: byte" in done.stderr
    assert rest[0].startswith("Budi Santoso weak ") and rest[-1] == "stance support toward 99.01/2"
    assert subprocess.run([example, tmp_path / "w.csv", "x", "y"], capture_output=True).returncode == 3


def test_the_document_shows_how_it_is_built_and_every_call_it_shows_is_there():
    page = (TOP / "docs/engine.md").read_text()
    assert "tests/core/library_example.c" in page and all(library in page for library in LIBRARIES)
    header = (TOP / "src/core/screen/screen.h").read_text()
    shown = re.search(r"```c\n(.*?)```", page, re.S).group(1)
    calls = set(re.findall(r"\b(screen_\w+)\(", shown))
    assert calls and all(re.search(rf"\b{call}\(", header) for call in calls)
