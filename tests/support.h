/* support.h -- what tests of the store and of desks begin with: a temporary folder and an empty store.
 *
 * The database is the one that NETRA_TEST_STORE names: empty or "sqlite:" for a file in the temporary folder,
 * "postgres://..." for a server (tools/test.py starts one), where each test gets a schema of its own.
 */
#ifndef NETRA_TESTS_SUPPORT_H
#define NETRA_TESTS_SUPPORT_H

#include "desk/office.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libpq-fe.h>

/* Monday, 4 November 2024, 09:00 WIB: the moment of every test that does not say otherwise. */
#define SUPPORT_NOW ((struct instant){INT64_C(1730685600000000)})

/* The call must answer OK; else the test says where it failed first and why. Within @call, `e` is an error
 * parameter: assert_ok(tx_begin(store, READ, &tx, e)). A local `e` may exist; it is not used. */
#define assert_ok(call)                                                                            \
	do {                                                                                       \
		_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")      \
		struct err e_ = {0}, *e = &e_;                                                     \
		if ((call) != OK)                                                                  \
			fail_msg("%s: %s in %s: %s", #call, status_name(e->status), e->where, e->why); \
		_Pragma("GCC diagnostic pop")                                                      \
	} while (0)

struct support {
	struct arena arena;
	char folder[64];  /* temporary; removed at the end */
	char url[512];    /* of the store */
	char schema[40];  /* PostgreSQL: of this test */
};

/* PostgreSQL as its owner, beside Netra. */
static inline void support_postgres(const char *url, const char *sql)
{
	PGconn *pg = PQconnectdb(url);
	PGresult *r = PQexec(pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	PQclear(r);
	PQfinish(pg);
}

/* A schema of this test's own in the database @named. */
static inline void support_schema(struct support *s, const char *named)
{
	char sql[96];
	snprintf(s->schema, sizeof s->schema, "t%lld", (long long)id_new(instant_now()));
	snprintf(s->url, sizeof s->url, "%s%coptions=-csearch_path%%3D%s", named, strchr(named, '?') ? '&' : '?', s->schema);
	snprintf(sql, sizeof sql, "CREATE SCHEMA %s", s->schema);
	support_postgres(named, sql);
}

/* Makes the folder and an empty place for a store. */
static inline void support_start(struct support *s)
{
	*s = (struct support){0};
	const char *tmp = getenv("TMPDIR"), *named = getenv("NETRA_TEST_STORE");
	snprintf(s->folder, sizeof s->folder, "%s/netra-test-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(s->folder));
	if (!named || !*named || !strncmp(named, "sqlite:", 7))
		snprintf(s->url, sizeof s->url, "sqlite:%s/netra.db", s->folder);
	else
		support_schema(s, named);
}

static inline void support_end(struct support *s)
{
	char command[128];
	if (s->schema[0]) {
		snprintf(command, sizeof command, "SET client_min_messages = error; DROP SCHEMA %s CASCADE", s->schema);
		support_postgres(s->url, command);
	}
	snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
	assert_int_equal(system(command), 0);
	arena_free(&s->arena);
}

static inline struct store *support_store(struct support *s, int readers)
{
	struct store *store = NULL;
	assert_ok(store_open(s->url, readers, &store, e));
	return store;
}

/* The office of the tests, made new: Bawaslu Kota Tirtamulya, 99.01, WIB; its clock stands at SUPPORT_NOW. Close
 * it with office_close before support_end. */
static inline struct office *support_office(struct support *s)
{
	const struct settings *settings;
	struct office *office = NULL;
	assert_ok(settings_load(&s->arena, NULL, &settings, e));
	assert_ok(settings_with(&s->arena, settings, "store.url", s->url, &settings, e));
	assert_ok(settings_with(&s->arena, settings, "clock.now", "2024-11-04T09:00:00+07:00", &settings, e));
	struct office_new as = {.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = "35.79",
				.city = "Tirtamulya", .address = "Jalan Melati 1", .phone = "(000) 000000",
				.email = "bawaslu@tirtamulya.example", .shows = INSTANT_NONE};
	assert_ok(office_make(s->folder, settings, &as, e));
	assert_ok(office_open(s->folder, settings, &office, e));
	return office;
}

/* A request of @user (0: the public) in @role at SUPPORT_NOW. */
static inline struct desk support_desk(struct support *s, struct office *o, enum role role, int64_t user)
{
	return (struct desk){.office = o, .arena = &s->arena, .now = SUPPORT_NOW, .user = user, .role = role,
			     .user_name = user ? "Petugas Uji" : ""};
}

/* A statement of a test's own: SUPPORT_SQL(name, "SELECT ...", n_args, n_columns, kinds...). */
#define SUPPORT_SQL(id, text, n_arg, n_column, write, ...)                                         \
	static const enum value_kind id##_args[] = {__VA_ARGS__};                                  \
	static const struct statement id = {.name = #id, .file = __FILE__, .sql = text, .n_args = n_arg, \
					    .n_columns = n_column, .args = id##_args, .writes = write}

#endif
