#!/usr/bin/env python3
"""sqlc.py -- a typed C function for each SQL statement, and the tables of the schema.

    sqlc.py IN.sql OUT.h OUT.c        statements of one desk
    sqlc.py --schema OUT.c IN.sql...  migrations in order, and what the tables look like
    sqlc.py --all OUT.c IN.sql...     the list of all statements, for the test that prepares each

A statement is preceded by its C signature in a comment; the comments after it are documentation:

    -- reports_due(before day, max int) -> rows (number text, due_on day)
    -- Open reports whose nearest deadline falls before $1, soonest first.
    SELECT ... WHERE d.due_on < $1 ... LIMIT $2;

Types: int id bool text bytes day instant; '?' after a type says that NULL may come and go. Results:
`rows (...)` a list, `row (...)` exactly one (else NOT_FOUND), `maybe (...)` none or one, `changed` how many
rows changed, `none`. Errors name file and line.

`$reader` is the user for whom the transaction was begun (tx->reader, NULL for the public and the program): no caller can
forget it or name another. Lists of files use it to leave out those that are shut to their reader (view case_shut).
"""
import re
import sys
from pathlib import Path

C = {"int": "int64_t", "id": "int64_t", "bool": "bool", "text": "const char *", "bytes": "struct str",
     "day": "struct day", "instant": "struct instant"}
KIND = {"int": "INT", "id": "INT", "bool": "INT", "text": "TEXT", "bytes": "BYTES", "day": "INT", "instant": "INT"}
PUT = {"int": "value_int", "id": "value_id", "bool": "value_int", "text": "value_text", "bytes": "value_bytes",
       "day": "value_day", "instant": "value_instant"}
GET = {"int": "value_as_int", "id": "value_as_int", "bool": "0 != value_as_int", "text": "value_as_text",
       "bytes": "value_as_bytes", "day": "value_as_day", "instant": "value_as_instant"}
HEAD = re.compile(r"^-- (\w+)\((.*?)\) -> (rows|row|maybe|changed|none)(?: \((.*)\))?$")


def stop(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def fields(text, path, line):
    out = []
    for part in filter(None, (p.strip() for p in (text or "").split(","))):
        words = part.split()
        if len(words) != 2 or words[1].rstrip("?") not in C:
            stop(path, line, f"'{part}': expected 'name type' with one of {' '.join(C)}")
        out.append((words[0], words[1].rstrip("?")))
    return out


def declare(kind, name):
    return C[kind] + ("" if C[kind].endswith("*") else " ") + name


def c_string(sql):
    lines = [l for l in sql.split("\n") if l.strip()]
    return "\n".join('\t"' + l.replace("\\", "\\\\").replace('"', '\\"') + '\\n"' for l in lines)


def statements(path):
    """The statements of a file: name, args, result, columns, comment, sql, line."""
    out, head, doc, sql, at = [], None, [], [], 0
    text = Path(path).read_text()
    # A signature may go over several comment lines, until its result is named.
    text = re.sub(r"(?m)^(-- \w+\([^)\n]*)\n-- +", r"\1 ", text)
    for number, line in enumerate(text.split("\n"), 1):
        match = HEAD.match(line)
        if match and not sql:
            head, doc, at = match, [], number
        elif line.startswith("--"):
            if head and not sql:
                doc.append(line[2:].strip())
        elif line.strip():
            if not head:
                stop(path, number, "a statement without its signature: expected '-- name(arg type) -> rows (column type)'")
            sql.append(line)
            if line.rstrip().endswith(";"):
                body = "\n".join(sql).rstrip().rstrip(";")
                args, columns = fields(head[2], path, at), fields(head[4], path, at)
                used = {int(n) for n in re.findall(r"\$(\d+)", body)}
                if used != set(range(1, len(args) + 1)):
                    stop(path, at, f"{head[1]}: {len(args)} arguments, but the statement uses {sorted(used)}")
                if head[3] in ("rows", "row", "maybe") and not columns:
                    stop(path, at, f"{head[1]}: '{head[3]}' needs its columns in parentheses")
                out.append((head[1], args, head[3], columns, doc, body, at))
                head, sql = None, []
    if sql or head:
        stop(path, at, "the last statement does not end with ';'")
    return out


def module(path):
    header, body = [], []
    stem, shown = Path(path).stem, re.sub(r".*?src/", "", str(path))
    header += [f"/* Made from {shown} by tools/sqlc.py. */", "#pragma once", '#include "store/store.h"', ""]
    body += [f"/* Made from {shown} by tools/sqlc.py. */", f'#include "{stem}_sql.h"', ""]
    names = []
    for name, args, result, columns, doc, sql, at in statements(path):
        reads_for = "$reader" in sql
        sql = sql.replace("$reader", f"${len(args) + 1}")
        names.append(name)
        ret = {"rows": f"struct {name}_rows *ret, ", "row": f"struct {name}_row *ret, ",
               "maybe": f"bool *ret_found, struct {name}_row *ret, ", "changed": "int64_t *ret_changed, ", "none": ""}[result]
        if columns:
            header += [f"struct {name}_row {{"] + [f"\t{declare(k, n)};" for n, k in columns] + ["};"]
        if result == "rows":
            header += [f"struct {name}_rows {{", f"\tstruct {name}_row *items;", "\tsize_t n;", "};"]
        parameters = "".join(f"{declare(k, n)}, " for n, k in args)
        signature = f"enum status {name}(struct tx *tx, {parameters}{ret}struct err *e)"
        header += [f"/* {' '.join(doc)} */"] if doc else []
        header += [f"extern const struct statement {name}_statement;", f"MUST_CHECK {signature};", ""]
        writes = not re.match(r"\s*(SELECT|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))", sql, re.S | re.I)
        kinds = ", ".join(["VALUE_" + KIND[k] for _, k in args] + ["VALUE_INT"] * reads_for) or "VALUE_NULL"
        body += [f"static const enum value_kind {name}_args[] = {{{kinds}}};",
                 f"const struct statement {name}_statement = {{",
                 f'\t.name = "{name}", .file = "{shown}:{at}", .n_args = {len(args) + reads_for}, .n_columns = {len(columns)},',
                 f"\t.args = {name}_args, .writes = {str(writes).lower()}, .sql =", c_string(sql) + ",", "};", "",
                 signature, "{"]
        values = ", ".join([f"{PUT[k]}({n})" for n, k in args] + ["value_id(tx->reader)"] * reads_for) or "{0}"
        body += [f"\tconst struct value args[] = {{{values}}};", "\tstruct rows rows;",
                 f"\tTRY(tx_run(tx, &{name}_statement, args, &rows, e));"]
        fill = [f"\tto->{n} = {GET[k]}(&v[{i}]);" for i, (n, k) in enumerate(columns)]
        if result == "rows":
            body += ["\tret->n = rows.n_rows;", f"\tret->items = arena_array(tx->arena, struct {name}_row, rows.n_rows);",
                     "\tfor (size_t i = 0; i < rows.n_rows; i++) {", "\t\tconst struct value *v = rows.items + i * rows.n_columns;",
                     f"\t\tstruct {name}_row *to = &ret->items[i];"] + ["\t" + f for f in fill] + ["\t}"]
        elif result in ("row", "maybe"):
            if result == "maybe":
                body += ["\t*ret_found = rows.n_rows > 0;", "\tif (!rows.n_rows)", "\t\treturn OK;"]
            else:
                body += ["\tif (!rows.n_rows)", f'\t\treturn FAIL(e, NOT_FOUND, "{name}: no such row");']
            body += ["\tconst struct value *v = rows.items;", f"\tstruct {name}_row *to = ret;"] + fill
        elif result == "changed":
            body += ["\t*ret_changed = rows.changed;"]
        body += ["\treturn OK;", "}", ""]
    return "\n".join(header) + "\n", "\n".join(body) + "\n"


def schema(paths):
    tables, texts = [], []
    for path in paths:
        text = Path(path).read_text()
        texts.append((Path(path).name, text))
        for match in re.finditer(r"(?ms)^CREATE TABLE (\w+) \(\s*(?:-- ([^\n]*))?\n(.*?)^\);", text):
            columns = re.findall(r"(?m)^\s+([a-z_]\w*) (?:BIGINT|TEXT|BYTEA)\b", match[3])
            line = text[:match.start()].count("\n") + 1
            if not columns or columns[0] != "id":
                stop(path, line, f"table {match[1]}: the first column must be 'id BIGINT PRIMARY KEY'")
            tables.append((match[1], columns, match[2] or ""))
        # A column that came later stands at the end; NULL there leaves the hash of an older row as it was.
        for match in re.finditer(r"(?m)^ALTER TABLE (\w+) ADD COLUMN (\w+) (?:BIGINT|TEXT|BYTEA)( NOT NULL)?", text):
            line = text[:match.start()].count("\n") + 1
            of = [t for t in tables if t[0] == match[1]]
            if not of or match[3]:
                stop(path, line, f"ALTER TABLE {match[1]}: " + ("a later column must be NULL for older rows" if of else "no such table"))
            of[0][1].append(match[2])
    out = ["/* Made from store/schema by tools/sqlc.py. */", '#include "store/store_internal.h"', ""]
    for name, columns, _ in tables:
        out.append(f"static const char *const {name}_columns[] = {{" + ", ".join(f'"{c}"' for c in columns) + "};")
    for i, (name, columns, note) in enumerate(tables):
        flags = f".append_only = {str('append-only' in note).lower()}, .sealed = {str('unsealed' not in note).lower()}"
        out.append(f'static const struct table {name}_table = {{.name = "{name}", .columns = {name}_columns, '
                   f".n_columns = {len(columns)}, {flags}, .number = {i}}};")
    out += ["const struct table *const store_tables[] = {"] + [f"\t&{t[0]}_table," for t in tables] + ["};",
            f"const size_t store_tables_n = {len(tables)};", "", "const struct migration store_migrations[] = {"]
    for name, text in texts:
        out.append(f'\t{{"{name}",\n{c_string(text)}}},')
    out += ["};", f"const size_t store_migrations_n = {len(texts)};"]
    return "\n".join(out) + "\n"


def all_statements(paths):
    names = [s[0] for p in paths for s in statements(p)]
    out = ['#include "store/store.h"', ""] + [f"extern const struct statement {n}_statement;" for n in names]
    out += ["extern const struct statement *const all_statements[];", "extern const size_t all_statements_n;",
            "const struct statement *const all_statements[] = {"] + [f"\t&{n}_statement," for n in names] + ["\tNULL};",
            f"const size_t all_statements_n = {len(names)};"]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if sys.argv[1] == "--schema":
        Path(sys.argv[2]).write_text(schema(sorted(sys.argv[3:])))
    elif sys.argv[1] == "--all":
        Path(sys.argv[2]).write_text(all_statements(sorted(sys.argv[3:])))
    else:
        h, c = module(sys.argv[1])
        Path(sys.argv[2]).write_text(h)
        Path(sys.argv[3]).write_text(c)
