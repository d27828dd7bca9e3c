"""sqlc.py, layers.py and embed.py: what they make, and what they refuse with file and line."""
import hashlib
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent


def run(tool, *args):
    return subprocess.run([sys.executable, TOP / "tools" / tool, *map(str, args)], capture_output=True, text=True)


def sqlc(folder, sql):
    (folder / "probe.sql").write_text(sql)
    done = run("sqlc.py", folder / "probe.sql", folder / "probe_sql.h", folder / "probe_sql.c")
    return done, (folder / "probe_sql.h").read_text() if done.returncode == 0 else ""


def test_a_statement_becomes_a_typed_function(tmp_path):
    done, h = sqlc(tmp_path, "-- due(before day, max int) -> rows (number text, due_on day)\n-- Soonest first.\nSELECT a, b FROM t WHERE c < $1 LIMIT $2;\n")
    assert done.returncode == 0, done.stderr
    assert "enum status due(struct tx *tx, struct day before, int64_t max, struct due_rows *ret, struct err *e);" in h
    assert "const char *number;" in h and "struct day due_on;" in h and "/* Soonest first. */" in h
    c = (tmp_path / "probe_sql.c").read_text()
    assert ".writes = false" in c and ".n_args = 2, .n_columns = 2" in c


def test_writing_statements_are_known_as_such(tmp_path):
    for sql in ("UPDATE t SET a = $1;", "INSERT INTO t (a) VALUES ($1);", "DELETE FROM t WHERE a = $1;"):
        sqlc(tmp_path, f"-- act(a int) -> changed\n{sql}\n")
        assert ".writes = true" in (tmp_path / "probe_sql.c").read_text(), sql


def test_statements_that_do_not_fit_their_signature_are_refused_with_their_line(tmp_path):
    for sql, why in (("SELECT 1;\n", "probe.sql:1"), ("-- f(a int) -> row (x int)\nSELECT 1;\n", "1 arguments"),
                     ("-- f(a integer) -> none\nDELETE FROM t WHERE a = $1;\n", "'a integer'"), ("\n-- f() -> rows\nSELECT 1;\n", "needs its columns"),
                     ("-- f() -> none\nDELETE FROM t\n", "does not end")):
        done, _ = sqlc(tmp_path, sql)
        assert done.returncode != 0 and why in done.stderr, (sql, done.stderr)


def house(folder, **files):
    (folder / "LAYERS").write_text("base:\ncore: base\nweb: base core\nlibrary microhttpd.h: web\n")
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_c", ".c")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return run("layers.py", folder)


def test_includes_that_go_downwards_pass(tmp_path):
    assert house(tmp_path, web__a_c='#include "core/x.h"\n#include "web/y_internal.h"\n#include <microhttpd.h>\n').returncode == 0


def test_an_include_that_goes_upwards_is_named_with_its_line(tmp_path):
    done = house(tmp_path, core__a_c='\n#include "web/x.h"\n')
    assert done.returncode == 1 and "a.c:2: core may not include web" in done.stdout


def test_internal_headers_and_libraries_stay_in_their_room(tmp_path):
    done = house(tmp_path, web__a_c='#include "core/x_internal.h"\n', core__b_c="#include <microhttpd.h>\n")
    assert done.returncode == 1 and "internal to core" in done.stdout and "is met only in web" in done.stdout


def test_a_folder_that_nobody_named_is_refused(tmp_path):
    assert "not in src/LAYERS" in house(tmp_path, attic__a_c="").stdout


def test_embedded_files_are_there_byte_for_byte(tmp_path):
    data = bytes(range(256)) * 3
    (tmp_path / "a.bin").write_bytes(data)
    (tmp_path / "main.c").write_text('#include "f.h"\n#include <stdio.h>\nint main(void) { fwrite(f[0].bytes, 1, f[0].n, stdout);'
                                     ' fputs(f[0].hash, stderr); fputs(f[0].name, stderr); return f_n != 1 || f[0].bytes[f[0].n]; }\n')
    assert run("embed.py", "f", tmp_path / "f.h", tmp_path / "f.c", tmp_path, tmp_path / "a.bin").returncode == 0
    subprocess.run(["cc", "-o", tmp_path / "probe", tmp_path / "main.c", tmp_path / "f.c"], check=True)
    done = subprocess.run([tmp_path / "probe"], capture_output=True)
    assert done.returncode == 0 and done.stdout == data
    assert done.stderr.decode() == hashlib.sha256(data).hexdigest()[:16] + "a.bin"
