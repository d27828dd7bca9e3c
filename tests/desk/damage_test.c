/* damage_test.c -- a change in any column of any sealed table, and any flipped bit in the file, is found and named.
 *
 * Every table of the schema gets one row through Netra: all numbers are PROBE, so that each reference finds its row
 * (tables come in the order of the schema, parents first), all texts "netra-probe-TABLE".
 */
#define _GNU_SOURCE /* memmem */
#include "desk/evidence/evidence.h"
#include "lobby.h"
#include "outside.h"

#include <fcntl.h>
#include <sys/stat.h>

#define PROBE INT64_C(9000000000000000000)
#define PROBE_FAULTS 1 /* the made-up checkpoint speaks of a seal that is not there */

SUPPORT_SQL(columns_sqlite, "SELECT name, lower(type) FROM pragma_table_info($1)", 1, 2, false, VALUE_TEXT);
SUPPORT_SQL(columns_postgres, "SELECT column_name::text, data_type::text FROM information_schema.columns "
			      "WHERE table_schema = current_schema() AND table_name = $1", 1, 2, false, VALUE_TEXT);

static enum value_kind kind_of(const char *type)
{
	if (!strcmp(type, "integer") || !strcmp(type, "bigint"))
		return VALUE_INT;
	return !strcmp(type, "text") ? VALUE_TEXT : VALUE_BYTES;
}

/* The kinds of a table's columns, in schema order. */
static enum value_kind *kinds_of(struct lobby *f, const struct table *t)
{
	struct rows rows;
	struct value name = value_text(t->name);
	enum value_kind *kinds = arena_array(&f->s.arena, enum value_kind, t->n_columns);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_ok(tx_run(&tx, f->s.schema[0] ? &columns_postgres : &columns_sqlite, &name, &rows, e));
	assert_int_equal(rows.n_rows, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		for (size_t j = 0; j < rows.n_rows; j++)
			if (!strcmp(t->columns[i], value_as_text(&rows.items[2 * j])))
				kinds[i] = kind_of(value_as_text(&rows.items[2 * j + 1]));
	return kinds;
}

static void row_add(struct lobby *f, const struct table *t)
{
	scoped(buf_free) struct buf names = {0};
	scoped(buf_free) struct buf marks = {0};
	enum value_kind *kinds = kinds_of(f, t);
	struct value *args = arena_array(&f->s.arena, struct value, t->n_columns);
	const char *text = arena_printf(&f->s.arena, "netra-probe-%s", t->name);
	for (size_t i = 0; i < t->n_columns; i++) {
		buf_printf(&names, "%s%s", i ? ", " : "", t->columns[i]);
		buf_printf(&marks, "%s$%zu", i ? ", " : "", i + 1);
		args[i] = kinds[i] == VALUE_INT ? value_int(PROBE) : value_text(text);
		args[i].kind = kinds[i];
	}
	struct statement *q = arena_new(&f->s.arena, struct statement);
	*q = (struct statement){.name = t->name, .file = __FILE__, .args = kinds, .n_args = (int)t->n_columns, .writes = true};
	q->sql = arena_printf(&f->s.arena, "INSERT INTO %s (%s) VALUES (%s)", t->name, names.s, marks.s);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(tx_run(&tx, q, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

static int start(void **state)
{
	lobby_start(state);
	struct lobby *f = *state;
	f->public.role = ROLE_ADMIN;
	for (size_t i = 0; i < store_tables_n; i++)
		if (store_tables[i]->sealed)
			row_add(f, store_tables[i]);
	return 0;
}

/* The faults that name this row. */
static size_t named(struct lobby *f, const char *kind, const char *table, size_t *ret_all)
{
	struct verify_report r;
	size_t n = 0;
	assert_ok(evidence_verify(&f->public, &r, NULL, NULL, e));
	for (size_t i = 0; i < r.n; i++)
		n += !strcmp(r.items[i].kind, kind) && !strcmp(r.items[i].table, table) && r.items[i].row == PROBE;
	*ret_all = r.n;
	return n;
}

/* What the column is changed to, and what it was. */
static const char *changed_to(struct lobby *f, enum value_kind kind)
{
	switch (kind) {
	case VALUE_INT:
		return "1";
	case VALUE_TEXT:
		return "'changed'";
	case VALUE_BYTES:
	case VALUE_NULL:
		break;
	}
	return f->s.schema[0] ? "'\\x00'::bytea" : "x'00'";
}

static const char *was(struct lobby *f, const struct table *t, enum value_kind kind)
{
	if (kind == VALUE_INT)
		return arena_printf(&f->s.arena, "%lld", (long long)PROBE);
	const char *text = arena_printf(&f->s.arena, "'netra-probe-%s'", t->name);
	if (kind == VALUE_TEXT)
		return text;
	return arena_printf(&f->s.arena, f->s.schema[0] ? "%s::bytea" : "CAST(%s AS BLOB)", text);
}

static void set(struct lobby *f, const struct table *t, const char *column, const char *to)
{
	support_outside(&f->s, arena_printf(&f->s.arena, "UPDATE %s SET %s = %s WHERE id = %lld", t->name, column, to, (long long)PROBE));
}

static void every_column_of_every_sealed_table_is_watched(void **state)
{
	struct lobby *f = *state;
	size_t all, tables = 0;
	assert_int_equal(named(f, "row_changed", "region", &all), 0);
	assert_int_equal(all, PROBE_FAULTS);
	for (size_t i = 0; i < store_tables_n; i++) {
		const struct table *t = store_tables[i];
		if (!t->sealed)
			continue;
		tables++;
		enum value_kind *kinds = kinds_of(f, t);
		/* On PostgreSQL the last column of each: the hashing is the same, the connections cost time. */
		for (size_t c = f->s.schema[0] ? t->n_columns - 1 : 1; c < t->n_columns; c++) {
			set(f, t, t->columns[c], changed_to(f, kinds[c]));
			if (named(f, "row_changed", t->name, &all) != 1)
				fail_msg("a change of %s.%s is not named", t->name, t->columns[c]);
			set(f, t, t->columns[c], was(f, t, kinds[c]));
		}
	}
	assert_int_equal(named(f, "row_changed", "region", &all), 0);
	assert_int_equal(all, PROBE_FAULTS); /* all is as it was */
	assert_true(tables > 20);
}

static void a_row_deleted_from_any_sealed_table_is_missing(void **state)
{
	struct lobby *f = *state;
	size_t all;
	for (size_t i = store_tables_n; i-- > 0;) {
		const struct table *t = store_tables[i];
		if (!t->sealed)
			continue;
		support_outside(&f->s, arena_printf(&f->s.arena, "DELETE FROM %s WHERE id = %lld", t->name, (long long)PROBE));
		if (named(f, "row_missing", t->name, &all) != 1)
			fail_msg("a row deleted from %s is not named", t->name);
	}
}

/* -- bits of the file (SQLite) -- */

static char *file_bytes(const char *path, size_t *ret_n)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	char *bytes = malloc((size_t)st.st_size);
	assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
	close(fd);
	*ret_n = (size_t)st.st_size;
	return bytes;
}

static void flip(const char *path, size_t at)
{
	unsigned char byte;
	int fd = open(path, O_RDWR);
	assert_int_equal(pread(fd, &byte, 1, (off_t)at), 1);
	byte ^= 1;
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
	close(fd);
}

/* Opens the office anew and verifies: how many faults name @table or the file itself. */
static size_t faults_after_opening(struct lobby *f, const struct settings *settings, const char *table)
{
	struct err e;
	struct verify_report r;
	size_t n = 0;
	enum status status = office_open(f->s.folder, settings, &f->office, &e);
	if (status == OK) {
		f->public.office = f->office;
		status = evidence_verify(&f->public, &r, NULL, NULL, &e);
		for (size_t i = 0; status == OK && i < r.n; i++)
			n += !strcmp(r.items[i].table, table) || !strcmp(r.items[i].kind, "store_damaged");
		office_close(f->office);
	}
	f->office = NULL;
	return status == OK ? n : status == BROKEN;
}

/* One bit of the text of each table's row, in the file itself. */
static void a_flipped_bit_in_the_file_is_found_in_every_table(void **state)
{
	struct lobby *f = *state;
	if (f->s.schema[0])
		skip();
	const char *path = f->s.url + strlen("sqlite:");
	const struct settings *kept = f->office->settings; /* lives in the arena of the test */
	office_close(f->office); /* the log is folded into the file */
	f->office = NULL;
	size_t n, tables = 0;
	char *bytes = file_bytes(path, &n);
	for (size_t i = 0; i < store_tables_n; i++) {
		const struct table *t = store_tables[i];
		const char *text = arena_printf(&f->s.arena, "netra-probe-%s", t->name);
		size_t length = strlen(text), hits = 0;
		for (char *at = bytes; t->sealed && (at = memmem(at, n - (size_t)(at - bytes), text, length)); at++) {
			if (at[length] == '_') /* the longer name of another table */
				continue;
			flip(path, (size_t)(at - bytes) + 3);
			if (!faults_after_opening(f, kept, t->name))
				fail_msg("a bit flipped in %s at byte %zu is not found", t->name, (size_t)(at - bytes));
			flip(path, (size_t)(at - bytes) + 3);
			if (++hits == 2)
				break;
		}
		tables += hits > 0;
	}
	free(bytes);
	assert_true(tables > 20);
	assert_int_equal(faults_after_opening(f, kept, "region"), 0); /* all bits are back */
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		CASE(every_column_of_every_sealed_table_is_watched),
		CASE(a_row_deleted_from_any_sealed_table_is_missing),
		CASE(a_flipped_bit_in_the_file_is_found_in_every_table),
	};
	return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
