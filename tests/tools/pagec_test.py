"""tools/pagec.py writes C that escapes, chooses the language, and names the page's line when something is misspelt."""
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PAGEC = TOP / "tools" / "pagec.py"
ICONS = '<svg><symbol id="pen"><path d="M1 1"/></symbol><symbol id="eye"><path d="M2 2"/></symbol></svg>'
HEAD = "{# page: probe(const struct probe_view *v) #}\n"


def pagec(folder, page, **others):
    (folder / "_icons.svg").write_text(ICONS)
    (folder / "probe.html").write_text(page)
    for name, text in others.items():
        (folder / f"_{name}.html").write_text(text)
    done = subprocess.run([sys.executable, PAGEC, folder, folder / "probe.html", folder / "probe.h", folder / "probe.c"], capture_output=True, text=True)
    made = folder / "probe.c"
    return done, made.read_text() if done.returncode == 0 else ""


def test_a_page_becomes_a_function_with_its_type(tmp_path):
    done, c = pagec(tmp_path, HEAD + "{# include: web/probe.h #}\n<p>{{ v.name }}</p>")
    assert done.returncode == 0, done.stderr
    header = (tmp_path / "probe.h").read_text()
    assert "void page_probe(struct buf *out, const struct page *p, const struct probe_view *v);" in header
    assert '#include "web/probe.h"' in header
    assert "page_put(out, p, v->name);" in c and "buf_raw(out" in c


def test_a_page_without_its_first_line_is_refused(tmp_path):
    done, _ = pagec(tmp_path, "<p>x</p>")
    assert done.returncode != 0 and "probe.html:1" in done.stderr


def test_an_unknown_name_is_refused_with_its_line(tmp_path):
    done, _ = pagec(tmp_path, HEAD + "<p>\n{{ w.name }}</p>")
    assert done.returncode != 0 and "probe.html:3" in done.stderr and "'w'" in done.stderr


def test_misspelt_fields_are_reported_at_the_line_of_the_page(tmp_path):
    _, c = pagec(tmp_path, HEAD + "<p>\n\n{{ v.nmae }}</p>")
    assert f'#line 4 "{tmp_path}/probe.html"\n\tpage_put(out, p, v->nmae);' in c


def test_both_languages_are_kept_and_chosen_when_the_page_runs(tmp_path):
    _, c = pagec(tmp_path, HEAD + '{{ t("Laporan", "Report") }}')
    assert c.index("if (p->lang == EN)") < c.index('"Report"') < c.index("} else {") < c.index('"Laporan"')
    done, _ = pagec(tmp_path, HEAD + '{{ t("Laporan") }}')
    assert done.returncode != 0 and "two texts" in done.stderr


def test_lists_conditions_and_text_comparisons_become_c(tmp_path):
    _, c = pagec(tmp_path, HEAD + '{% for f in v.files %}{{ loop.index }}{% if f.kind == "jpg" and not f.gone %}x{% endif %}{% else %}none{% endfor %}')
    assert "< (v->files).n" in c and 'page_equal(f->kind, "jpg")' in c and "!(page_true(f->gone))" in c and "if (!(v->files).n)" in c


def test_the_sprite_holds_just_the_symbols_that_are_used(tmp_path):
    layout = "<html>{{ icons() }}{% block body %}{% endblock %}</html>"
    _, c = pagec(tmp_path, HEAD + '{% extends "_layout.html" %}{% block body %}{{ icon("pen") }}{% endblock %}', layout=layout)
    assert 'symbol id=\\"pen\\"' in c and 'symbol id=\\"eye\\"' not in c
    assert c.index('symbol id=\\"pen\\"') < c.index('use href=\\"#pen\\"')
    done, _ = pagec(tmp_path, HEAD + '{{ icon("paw") }}')
    assert done.returncode != 0 and "paw" in done.stderr


def test_parts_are_compiled_in_place_and_blocks_fill_the_layout(tmp_path):
    _, c = pagec(tmp_path, HEAD + '{% extends "_layout.html" %}{% block body %}{% include "_part.html" %}{% endblock %}',
                 layout="<a>{% block body %}empty{% endblock %}</a>", part="<b>{{ v.x }}</b>")
    assert c.index("<a>") < c.index("<b>") < c.index("v->x") < c.index("</a>") and "empty" not in c
