/* bare.c -- see bare.h. */
#define _GNU_SOURCE
#include "bare.h"

#include "measure.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS_MAX 40
#define CUT_ROWS 40 /* of the reports at the cut */
#define SETTINGS                                                                                                       \
	"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"            \
	"PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"

struct table {
	char insert[2048]; /* INSERT INTO name VALUES (?, ...) */
	int columns;
};
struct row {
	int64_t id;
	size_t table;
	sqlite3_value **values;
};
struct bare {
	char *schema; /* statements that make tables and indexes */
	struct table *tables;
	struct row *before, *rows; /* those that are only there, those to be timed */
	bool cut; /* there were more rows */
	size_t n_tables, n_before, n_rows, cap_before, cap_rows, bytes;
};

static struct row *add(struct row **list, size_t *n, size_t *cap)
{
	if (*n == *cap) {
		*cap = *cap ? 2 * *cap : 1024;
		*list = realloc(*list, *cap * sizeof **list);
		if (!*list)
			abort();
	}
	return &(*list)[(*n)++];
}

static bool read_schema(struct bare *b, sqlite3 *db)
{
	sqlite3_stmt *s = NULL;
	char *all = sqlite3_mprintf("");
	bool fine = sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') ORDER BY type = 'index', rowid",
				       -1, &s, NULL) == SQLITE_OK;
	while (fine && sqlite3_step(s) == SQLITE_ROW) {
		char *more = sqlite3_mprintf("%s%s;\n", all, sqlite3_column_text(s, 0));
		sqlite3_free(all);
		all = more;
	}
	sqlite3_finalize(s);
	b->schema = all;
	return fine;
}

static void insert_text(struct table *t, const char *name, int columns)
{
	int n = snprintf(t->insert, sizeof t->insert, "INSERT INTO %s VALUES (", name);
	for (int i = 0; i < columns; i++)
		n += snprintf(t->insert + n, sizeof t->insert - (size_t)n, i ? ", ?" : "?");
	snprintf(t->insert + n, sizeof t->insert - (size_t)n, ")");
	t->columns = columns;
}

static void read_row(struct bare *b, sqlite3_stmt *s, size_t table, int64_t mark)
{
	int64_t id = sqlite3_column_int64(s, 0);
	bool timed = id > mark;
	struct row *r = timed ? add(&b->rows, &b->n_rows, &b->cap_rows) : add(&b->before, &b->n_before, &b->cap_before);
	int n = sqlite3_column_count(s);
	*r = (struct row){.id = id, .table = table, .values = calloc((size_t)n, sizeof *r->values)};
	for (int i = 0; i < n; i++) {
		r->values[i] = sqlite3_value_dup(sqlite3_column_value(s, i));
		b->bytes += timed ? (size_t)sqlite3_column_bytes(s, i) : 0;
	}
}

static bool read_table(struct bare *b, sqlite3 *db, const char *name, int64_t mark)
{
	char sql[256];
	sqlite3_stmt *s = NULL;
	snprintf(sql, sizeof sql, "SELECT * FROM %s", name);
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		return false;
	insert_text(&b->tables[b->n_tables], name, sqlite3_column_count(s));
	while (sqlite3_step(s) == SQLITE_ROW)
		read_row(b, s, b->n_tables, mark);
	b->n_tables++;
	return sqlite3_finalize(s) == SQLITE_OK;
}

static int by_id(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->table > y->table) - (x->table < y->table);
}

static bool read_tables(struct bare *b, sqlite3 *db, int64_t mark)
{
	sqlite3_stmt *s = NULL;
	bool fine = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid", -1,
				       &s, NULL) == SQLITE_OK;
	b->tables = calloc(512, sizeof *b->tables);
	while (fine && sqlite3_step(s) == SQLITE_ROW)
		fine = b->n_tables < 512 && read_table(b, db, (const char *)sqlite3_column_text(s, 0), mark);
	sqlite3_finalize(s);
	return fine;
}

static void row_free(const struct bare *b, struct row *r)
{
	for (int i = 0; i < b->tables[r->table].columns; i++)
		sqlite3_value_free(r->values[i]);
	free(r->values);
}

struct bare *bare_read(const char *path, int64_t mark, size_t most_rows)
{
	struct bare *b = calloc(1, sizeof *b);
	sqlite3 *db = NULL;
	bool fine = b && sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
		    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK && read_schema(b, db) && read_tables(b, db, mark);
	sqlite3_close(db);
	if (!fine) {
		bare_free(b);
		return NULL;
	}
	qsort(b->rows, b->n_rows, sizeof *b->rows, by_id);
	b->cut = b->n_rows > most_rows;
	for (; b->n_rows > most_rows; b->n_rows--)
		row_free(b, &b->rows[b->n_rows - 1]);
	return b;
}

size_t bare_rows(const struct bare *b) { return b->n_rows; }
size_t bare_bytes(const struct bare *b) { return b->bytes; }

void bare_free(struct bare *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n_rows; i++)
		row_free(b, &b->rows[i]);
	for (size_t i = 0; i < b->n_before; i++)
		row_free(b, &b->before[i]);
	sqlite3_free(b->schema);
	free(b->tables);
	free(b->rows);
	free(b->before);
	free(b);
}

/* ---- writing ---- */

static bool put(const struct bare *b, sqlite3_stmt **inserts, const struct row *r)
{
	sqlite3_stmt *s = inserts[r->table];
	for (int i = 0; i < b->tables[r->table].columns; i++)
		sqlite3_bind_value(s, i + 1, r->values[i]);
	bool fine = sqlite3_step(s) == SQLITE_DONE;
	sqlite3_reset(s);
	return fine;
}

/* A row may have been given its id before the row that it refers to: the rows are brought into an order in which the
 * database takes them, by trying it in memory. Where the rows were cut off, those of the last reports that refer to one
 * behind the cut are left out. */
static bool in_order(struct bare *b, sqlite3 *db, sqlite3_stmt **inserts, void *context)
{
	struct row *order = calloc(b->n_rows + 1, sizeof *order), early[64];
	size_t n = 0, n_early = 0;
	for (size_t i = 0; i < b->n_rows && n_early < 64; i++) {
		if (!put(b, inserts, &b->rows[i])) {
			early[n_early++] = b->rows[i];
			continue;
		}
		order[n++] = b->rows[i];
		for (size_t k = 0; k < n_early; k++)
			if (put(b, inserts, &early[k])) {
				order[n++] = early[k];
				early[k--] = early[--n_early];
			}
	}
	bool fine = n + n_early == b->n_rows && n_early <= (b->cut ? CUT_ROWS : 0);
	if (fine) {
		memcpy(b->rows, order, n * sizeof *order);
		memcpy(b->rows + n, early, n_early * sizeof *early);
		while (b->n_rows > n)
			row_free(b, &b->rows[--b->n_rows]);
	}
	free(order);
	(void)db, (void)context;
	return fine;
}

static bool put_all(const struct bare *b, sqlite3 *db, sqlite3_stmt **inserts, const struct row *rows, size_t n, size_t group)
{
	bool fine = true;
	for (size_t i = 0; i < n && fine; i++) {
		if (i % group == 0)
			fine = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
		fine = fine && put(b, inserts, &rows[i]);
		if (i % group == group - 1 || i == n - 1)
			fine = fine && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
	}
	return fine;
}

static bool prepare_all(const struct bare *b, sqlite3 *db, sqlite3_stmt **inserts)
{
	bool fine = true;
	for (size_t i = 0; i < b->n_tables && fine; i++)
		fine = sqlite3_prepare_v3(db, b->tables[i].insert, -1, SQLITE_PREPARE_PERSISTENT, &inserts[i], NULL) == SQLITE_OK;
	return fine;
}

/* Opens @path with the rows that are only there, does @then, closes; false when something failed. */
static bool with_database(struct bare *b, const char *path, bool (*then)(struct bare *, sqlite3 *, sqlite3_stmt **, void *), void *context)
{
	sqlite3 *db = NULL;
	sqlite3_stmt **inserts = calloc(b->n_tables, sizeof *inserts);
	bool fine = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, SETTINGS "PRAGMA foreign_keys=OFF;", NULL, NULL, NULL) == SQLITE_OK &&
		    sqlite3_exec(db, b->schema, NULL, NULL, NULL) == SQLITE_OK && prepare_all(b, db, inserts) &&
		    put_all(b, db, inserts, b->before, b->n_before, b->n_before + 1) &&
		    sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL) == SQLITE_OK && then(b, db, inserts, context);
	if (!fine)
		fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
	for (size_t i = 0; i < b->n_tables; i++)
		sqlite3_finalize(inserts[i]);
	sqlite3_close(db);
	free(inserts);
	return fine;
}

struct timing {
	size_t group;
	double took_s;
};

static bool timed(struct bare *b, sqlite3 *db, sqlite3_stmt **inserts, void *context)
{
	struct timing *t = context;
	double began = wall_s();
	bool fine = put_all(b, db, inserts, b->rows, b->n_rows, t->group);
	t->took_s = wall_s() - began;
	return fine;
}

double bare_write(struct bare *b, const char *path, size_t group)
{
	struct timing t = {.group = group};
	return with_database(b, ":memory:", in_order, NULL) && with_database(b, path, timed, &t) ? t.took_s : -1;
}

double bare_syncs(const char *folder, double seconds)
{
	static const char page[4096];
	char path[512];
	snprintf(path, sizeof path, "%s/syncs", folder);
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	size_t n = 0;
	double began = wall_s();
	while (fd >= 0 && wall_s() - began < seconds && write(fd, page, sizeof page) == sizeof page && !fdatasync(fd))
		n++;
	double took = wall_s() - began;
	if (fd >= 0)
		close(fd);
	unlink(path);
	return (double)n / took;
}
