/* migrate.c -- brings the schema up to date, each migration in its own transaction, once.
 *
 * The table `migration` holds the names of those that ran. Two programs that start at the same time take turns:
 * the one that comes second looks again once it has the lock. After the migrations come the triggers that every
 * table gets by its kind: append-only tables refuse UPDATE and DELETE.
 */
#include "store/store_internal.h"

#include <string.h>

static const struct statement migrations_run = {
	.name = "migrations_run", .file = "store/migrate.c", .sql = "SELECT name FROM migration ORDER BY name",
	.n_columns = 1};

static enum status count(struct store *s, const char *sql, int64_t *ret, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	struct statement q = {.name = "count", .file = "store/migrate.c", .sql = sql, .n_columns = 1};
	struct rows rows;
	TRY(s->driver->run(s->writer, &a, &q, NULL, &rows, e));
	*ret = rows.n_rows ? value_as_int(rows.items) : 0;
	return OK;
}

static bool known(const char *name)
{
	for (size_t i = 0; i < store_migrations_n; i++)
		if (!strcmp(store_migrations[i].name, name))
			return true;
	return false;
}

/* How many have run; those that run are always the first of the list. */
static enum status migrations_done(struct store *s, size_t *ret, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	int64_t there;
	*ret = 0;
	TRY(count(s, s->driver->has_migrations, &there, e));
	if (!there)
		return OK;
	struct rows rows;
	TRY(s->driver->run(s->writer, &a, &migrations_run, NULL, &rows, e));
	for (size_t i = 0; i < rows.n_rows; i++)
		if (!known(value_as_text(&rows.items[i])))
			return FAIL(e, UNAVAILABLE, "this store was made by a newer Netra: it has migration %s",
				    value_as_text(&rows.items[i]));
	for (size_t i = 0; i < rows.n_rows; i++) /* one that came between later would never run */
		if (strcmp(value_as_text(&rows.items[i]), store_migrations[i].name))
			return FAIL(e, UNAVAILABLE, "this store lacks migration %s, which comes before others that it has", store_migrations[i].name);
	*ret = rows.n_rows;
	return OK;
}

static enum status migrate_one(struct store *s, size_t i, struct err *e)
{
	const struct migration *m = &store_migrations[i];
	size_t done;
	TRY(migrations_done(s, &done, e));
	if (done > i)
		return OK; /* another program was quicker */
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL);\n");
	s->driver->schema_text(&b, m->sql);
	buf_printf(&b, "\nINSERT INTO migration VALUES ('%s', %lld);", m->name, (long long)instant_now().us);
	TRY(buf_done(&b, e));
	return s->driver->exec(s->writer, b.s, e);
}

static int64_t guards_wanted(const struct store_driver *d)
{
	int64_t n = 0;
	for (size_t i = 0; i < store_tables_n; i++)
		n += (store_tables[i]->append_only ? d->guards_per_append_only : 0) +
		     (store_tables[i]->sealed ? d->guards_per_sealed : 0);
	return n;
}

static enum status guards_make(struct store *s, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, s->driver->guards_start);
	for (size_t i = 0; i < store_tables_n; i++)
		s->driver->guard_text(&b, store_tables[i]);
	TRY(buf_done(&b, e));
	return s->driver->exec(s->writer, b.s, e);
}

/* One step (a migration, or the guards when @i is past the last) in its own transaction. */
static enum status step(struct store *s, size_t i, struct err *e)
{
	TRY(s->driver->exec(s->writer, s->driver->begin_schema, e));
	enum status status = i < store_migrations_n ? migrate_one(s, i, e) : guards_make(s, e);
	if (status == OK)
		status = s->driver->exec(s->writer, "COMMIT", e);
	if (status == OK && s->driver->sync)
		status = s->driver->sync(s->writer, e);
	if (status != OK && s->driver->in_tx(s->writer))
		(void)!s->driver->exec(s->writer, "ROLLBACK", NULL);
	return status;
}

enum status store_migrate(struct store *s, struct err *e)
{
	size_t done;
	TRY(migrations_done(s, &done, e));
	for (size_t i = done; i < store_migrations_n; i++)
		TRY(step(s, i, e));
	int64_t guards;
	TRY(count(s, s->driver->guards_count, &guards, e));
	if (guards != guards_wanted(s->driver))
		TRY(step(s, store_migrations_n, e));
	return OK;
}
