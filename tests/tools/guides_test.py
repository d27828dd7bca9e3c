"""The guides in docs/panduan say what is on the screen: each word in bold is in a page, each picture is there and is one that
the test run makes."""
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
GUIDES = sorted((TOP / "docs/panduan").rglob("*.md"))
PAGES = [*(TOP / "src/web").rglob("*.html"), *(TOP / "src").rglob("*.c"), *(TOP / "src").rglob("*.h")]


def plain(text):
    return re.sub(r"\s+", " ", text).strip().lower()


@pytest.fixture(scope="module")
def screen():
    return plain(" ".join(p.read_text() for p in PAGES))


def bold(guide):
    return [plain(words).rstrip(".") for words in re.findall(r"\*\*(.+?)\*\*", guide.read_text(), re.S)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda p: str(p.relative_to(TOP / "docs/panduan")))
def test_each_word_in_bold_is_on_a_screen(guide, screen):
    assert [words for words in bold(guide) if words not in screen and words != "dicetak tebal"] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda p: str(p.relative_to(TOP / "docs/panduan")))
def test_each_picture_is_there_and_the_test_run_makes_it(guide):
    journey = "".join((TOP / f"tests/journeys/{name}_test.py").read_text() for name in ("hearing", "panduan"))
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text()):
        picture = (guide.parent / path).resolve()
        assert picture.exists(), path
        assert f'"{picture.stem}"' in journey, f"no journey makes {picture.stem}"


def test_each_guide_stands_in_both_languages():
    names = {p.stem for p in GUIDES if p.parent.name == "panduan"} - {"README"}
    assert names == {"petugas", "anggota", "terlapor", "sekda", "kepala-opd", "pegawai"}
    index = (TOP / "docs/panduan/README.md").read_text()
    for guide in GUIDES:
        if guide.stem != "README":
            assert str(guide.relative_to(TOP / "docs/panduan")) in index
