/* outside.h -- a stranger with the database's own tool: SQL that does not go through Netra.
 *
 * The append-only guards are lifted first (whoever owns the file can do that), so that what is tested is that the
 * chain tells, not that the guard held.
 */
#ifndef NETRA_TESTS_OUTSIDE_H
#define NETRA_TESTS_OUTSIDE_H

#include "base/buf.h"
#include "support.h"

#include <sqlite3.h>

static inline void outside_sqlite(const char *path, const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static inline void support_outside(struct support *s, const char *sql)
{
	scoped(buf_free) struct buf b = {0};
	/* A PostgreSQL superuser may switch triggers and references off for the session. */
	buf_text(&b, s->schema[0] ? "SET session_replication_role = replica; " : "");
	for (size_t i = 0; i < store_tables_n && !s->schema[0]; i++) {
		const char *t = store_tables[i]->name;
		if (store_tables[i]->append_only)
			buf_printf(&b, "DROP TRIGGER IF EXISTS guard_UPDATE_%s; DROP TRIGGER IF EXISTS guard_DELETE_%s; ", t, t);
	}
	buf_text(&b, sql);
	if (s->schema[0])
		support_postgres(s->url, b.s);
	else
		outside_sqlite(s->url + strlen("sqlite:"), b.s);
}

#endif
