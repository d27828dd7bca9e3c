/* postgres.c -- the store of many offices: a PostgreSQL server, over libpq.
 *
 * The same promises as SQLite's: one writer at a time (an advisory lock that is held until the commit, so that a
 * program beside us takes its turn), savepoints within the shared transaction, readers on snapshots of their own,
 * synchronous_commit=on. Values travel in binary and come back as text.
 *
 * Touched rows are told by triggers, as notices to the very connection that wrote them and only when it asked
 * (netra.touch): what somebody writes by hand never comes to our ears, so it is never sealed as if it were ours. A
 * trigger runs once per statement and names up to a thousand rows in a notice: a decree that moves 300,000 deadlines
 * would otherwise send 600,000 of them.
 */
#include "store/store_internal.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_N 1024 /* prepared statements remembered per connection; power of two */
#define ARGS_MAX 64
#define TURN "SELECT pg_advisory_xact_lock(hashtext('netra'), hashtext(current_schema()))"

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_FLOAT8 = 701,
       OID_NUMERIC = 1700 }; /* pg_type.dat; they never change */

struct prepared {
	const struct statement *q;
	char *sql;
	unsigned name;
};

struct postgres_conn {
	struct store_conn base;
	PGconn *pg;
	unsigned names; /* given out so far */
	struct prepared cache[CACHE_N];
};

static const char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char begin_write[] = "BEGIN; " TURN;

static struct postgres_conn *of(struct store_conn *c)
{
	return (struct postgres_conn *)(void *)c;
}

/* -- errors: by SQLSTATE class; https://www.postgresql.org/docs/15/errcodes-appendix.html -- */

static enum status status_of(const char *state)
{
	if (!state)
		return UNAVAILABLE; /* the connection is gone */
	if (!strncmp(state, "23", 2) || !strncmp(state, "40", 2) || !strcmp(state, "NT002"))
		return CONFLICT;
	if (!strncmp(state, "XX", 2))
		return BROKEN;
	if (!strncmp(state, "22", 2))
		return INVALID;
	return UNAVAILABLE;
}

static const char *words_of(const char *state)
{
	if (!state)
		return "the connection to the database was lost";
	if (!strcmp(state, "53100"))
		return "the database's disk is full";
	if (!strcmp(state, "55P03"))
		return "the store is locked by another program";
	return "the store";
}

static enum status fail(struct postgres_conn *c, const PGresult *r, const char *what, struct err *e)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	if (!text)
		text = PQerrorMessage(c->pg);
	return FAIL(e, status_of(state), "%s: %.200s (%s)", words_of(state), text, what);
}

/* -- connections -- */

static void on_notice(void *context, const PGresult *r)
{
	struct postgres_conn *c = context;
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE), *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	if (!state || strcmp(state, "NT001") != 0 || !text)
		return;
	struct str rest = str_of(text), word;
	char name[64];
	if (!str_split(&rest, ' ', &word) || word.n >= sizeof name)
		return;
	snprintf(name, sizeof name, "%.*s", (int)word.n, word.s);
	const struct table *t = store_table(name);
	while (t && t->sealed && str_split(&rest, ' ', &word))
		touched_add(c->base.store, t, strtoll(word.s, NULL, 10)); /* the number ends at the blank or the text's end */
}

static void cache_forget(struct postgres_conn *c)
{
	for (size_t i = 0; i < CACHE_N; i++)
		free(c->cache[i].sql);
	memset(c->cache, 0, sizeof c->cache);
}

static void postgres_close(struct store_conn *base)
{
	struct postgres_conn *c = of(base);
	cache_forget(c);
	PQfinish(c->pg);
	free(c);
}

static enum status plain(struct postgres_conn *c, const char *sql, struct err *e)
{
	PGresult *r = PQexec(c->pg, sql);
	enum status status = OK;
	ExecStatusType kind = PQresultStatus(r);
	if (kind != PGRES_COMMAND_OK && kind != PGRES_TUPLES_OK)
		status = fail(c, r, text_starts(sql, "BEGIN") ? "begin" : "exec", e);
	else if (!strcmp(sql, "COMMIT") && strcmp(PQcmdStatus(r), "COMMIT") != 0)
		status = FAIL(e, UNAVAILABLE, "the database rolled the transaction back");
	PQclear(r);
	return status;
}

/* How statements are planned: a page shows some dozen rows and finds them by indexes, most of which are in memory; workers and
 * compiled code take longer to start than the page takes. */
static const char planner[] = "SET random_page_cost = 1.1; SET max_parallel_workers_per_gather = 0; SET jit = off";

static enum status session_start(struct postgres_conn *c, struct err *e)
{
	PQsetNoticeReceiver(c->pg, on_notice, c);
	TRY(plain(c, "SET synchronous_commit = on; SET lock_timeout = '5s'; SET client_min_messages = notice;"
		     "SET application_name = 'netra'", e));
	TRY(plain(c, planner, e));
	return plain(c, c->base.writer ? "SET netra.touch = 'on'" : "SET default_transaction_read_only = on", e);
}

static enum status postgres_open(struct store *s, bool writer, struct store_conn **ret, struct err *e)
{
	struct postgres_conn *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	c->base = (struct store_conn){.store = s, .writer = writer};
	c->pg = PQconnectdb(s->url);
	enum status status = OK;
	if (PQstatus(c->pg) != CONNECTION_OK)
		status = FAIL(e, UNAVAILABLE, "the database cannot be reached: %.300s", PQerrorMessage(c->pg));
	if (status == OK)
		status = session_start(c, e);
	if (status != OK) {
		postgres_close(&c->base);
		return status;
	}
	*ret = &c->base;
	return OK;
}

static enum status connect_again(struct postgres_conn *c, struct err *e)
{
	cache_forget(c);
	PQreset(c->pg);
	if (PQstatus(c->pg) != CONNECTION_OK)
		return FAIL(e, UNAVAILABLE, "the database cannot be reached: %.300s", PQerrorMessage(c->pg));
	return session_start(c, e);
}

static enum status postgres_ready(struct store_conn *base, struct err *e)
{
	struct postgres_conn *c = of(base);
	return PQstatus(c->pg) == CONNECTION_OK ? OK : connect_again(c, e);
}

/* That a connection was lost shows only when it is used: a BEGIN is tried once more on a new one. */
static enum status postgres_exec(struct store_conn *base, const char *sql, struct err *e)
{
	struct postgres_conn *c = of(base);
	enum status status = plain(c, sql, e);
	if (status == OK || PQstatus(c->pg) == CONNECTION_OK || !text_starts(sql, "BEGIN"))
		return status;
	TRY(connect_again(c, e));
	return plain(c, sql, e);
}

static bool postgres_in_tx(struct store_conn *base)
{
	PGTransactionStatusType t = PQtransactionStatus(of(base)->pg);
	return t == PQTRANS_INTRANS || t == PQTRANS_INERROR;
}

/* -- statements -- */

static Oid oid_of(enum value_kind kind)
{
	switch (kind) {
	case VALUE_INT:
		return OID_INT8;
	case VALUE_TEXT:
		return OID_TEXT;
	case VALUE_BYTES:
		return OID_BYTEA;
	case VALUE_NULL:
		break;
	}
	return 0; /* PostgreSQL finds out */
}

static enum status prepared_get(struct postgres_conn *c, const struct statement *q, char name[static 16], struct err *e)
{
	size_t at = ((size_t)q->sql >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 40 & (CACHE_N - 1);
	struct prepared *p = &c->cache[at];
	if (p->q != q || strcmp(p->sql, q->sql) != 0) {
		Oid types[ARGS_MAX];
		for (int i = 0; i < q->n_args; i++)
			types[i] = oid_of(q->args[i]);
		snprintf(name, 16, "s%u", ++c->names);
		PGresult *r = PQprepare(c->pg, name, q->sql, q->n_args, types);
		enum status status = PQresultStatus(r) == PGRES_COMMAND_OK ? OK : fail(c, r, q->name, e);
		PQclear(r);
		TRY(status);
		free(p->sql); /* what stood here stays prepared under its name until the connection ends */
		*p = (struct prepared){.q = q, .sql = strdup(q->sql), .name = c->names};
	}
	snprintf(name, 16, "s%u", p->name);
	return OK;
}

static struct value column(struct arena *a, const PGresult *r, int row, int i)
{
	struct value v = {0};
	if (PQgetisnull(r, row, i))
		return v;
	const char *text = PQgetvalue(r, row, i);
	size_t n = (size_t)PQgetlength(r, row, i);
	switch (PQftype(r, i)) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
		return value_int(strtoll(text, NULL, 10));
	case OID_NUMERIC: /* sums of integers, averages: the whole part */
	case OID_FLOAT8:
		return value_int(strchr(text, '.') || strchr(text, 'e') ? (int64_t)strtod(text, NULL) : strtoll(text, NULL, 10));
	case OID_BOOL:
		return value_int(*text == 't');
	case OID_BYTEA: /* "\x0a1b" */
		v = (struct value){.kind = VALUE_BYTES, .bytes.n = (n - 2) / 2};
		char *bytes = arena_alloc(a, v.bytes.n + 1);
		hex_bytes(text + 2, bytes, v.bytes.n);
		v.bytes.s = bytes;
		return v;
	default:
		return (struct value){.kind = VALUE_TEXT, .bytes = {arena_strndup(a, text, n), n}};
	}
}

static void rows_of(struct arena *a, const PGresult *r, const struct statement *q, struct rows *ret)
{
	int rows = PQntuples(r), columns = PQnfields(r);
	*ret = (struct rows){.n_rows = (size_t)rows, .n_columns = (size_t)columns};
	ret->items = arena_array(a, struct value, (size_t)rows * (size_t)columns);
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < columns; j++)
			ret->items[i * columns + j] = column(a, r, i, j);
	if (q->writes)
		ret->changed = strtoll(PQcmdTuples((PGresult *)(size_t)r), NULL, 10);
}

static enum status postgres_run(struct store_conn *base, struct arena *a, const struct statement *q,
				const struct value *args, struct rows *ret, struct err *e)
{
	struct postgres_conn *c = of(base);
	char name[16];
	const char *bytes[ARGS_MAX];
	int lengths[ARGS_MAX], formats[ARGS_MAX];
	int64_t numbers[ARGS_MAX];
	if (q->n_args > ARGS_MAX)
		return FAIL(e, INVALID, "%s: more than %d arguments", q->name, ARGS_MAX);
	TRY(prepared_get(c, q, name, e));
	for (int i = 0; i < q->n_args; i++) {
		numbers[i] = (int64_t)htobe64((uint64_t)args[i].i);
		bool number = args[i].kind == VALUE_INT;
		bytes[i] = args[i].kind == VALUE_NULL ? NULL : number ? (const char *)&numbers[i] : args[i].bytes.s ? args[i].bytes.s : "";
		if (args[i].bytes.n > INT32_MAX)
			return FAIL(e, TOO_LARGE, "%s: a value of %zu bytes", q->name, args[i].bytes.n);
		lengths[i] = number ? 8 : (int)args[i].bytes.n;
		formats[i] = 1;
	}
	PGresult *r = PQexecPrepared(c->pg, name, q->n_args, bytes, lengths, formats, 0);
	ExecStatusType kind = PQresultStatus(r);
	enum status status = OK;
	if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK)
		rows_of(a, r, q, ret);
	else
		status = fail(c, r, q->name, e);
	PQclear(r);
	return status;
}

/* -- schema -- */

/* A migration is written in PostgreSQL's words; lines that begin with "-- postgres: " are for it alone. */
static void schema_text(struct buf *b, const char *sql)
{
	static const char ours[] = "-- postgres: ";
	while (*sql) {
		sql += text_starts(sql, ours) ? sizeof ours - 1 : 0;
		size_t n = strcspn(sql, "\n");
		n += sql[n] == '\n';
		buf_raw(b, sql, n);
		sql += n;
	}
}

/* A trigger that sees a statement's rows serves one kind of statement. */
static const struct {
	const char *prefix, *action, *rows;
} touches[] = {{"", "INSERT", "NEW"}, {"update_", "UPDATE", "NEW"}, {"delete_", "DELETE", "OLD"}};

static void guard_text(struct buf *b, const struct table *t)
{
	const char *n = t->name;
	if (t->append_only)
		buf_printf(b, "DROP TRIGGER IF EXISTS guard_%s ON %s; CREATE TRIGGER guard_%s BEFORE UPDATE OR DELETE ON %s "
			      "FOR EACH ROW EXECUTE FUNCTION netra_guard();\n"
			      "DROP TRIGGER IF EXISTS guard_empty_%s ON %s; CREATE TRIGGER guard_empty_%s BEFORE TRUNCATE ON %s "
			      "FOR EACH STATEMENT EXECUTE FUNCTION netra_guard();\n",
			   n, n, n, n, n, n, n, n);
	for (size_t i = 0; t->sealed && i < sizeof touches / sizeof *touches; i++)
		buf_printf(b, "DROP TRIGGER IF EXISTS touch_%s%s ON %s; CREATE TRIGGER touch_%s%s AFTER %s ON %s "
			      "REFERENCING %s TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION netra_touch();\n",
			   touches[i].prefix, n, n, touches[i].prefix, n, touches[i].action, n, touches[i].rows);
}

const struct store_driver store_postgres = {
	.scheme = "postgres",
	.open = postgres_open,
	.close = postgres_close,
	.exec = postgres_exec,
	.run = postgres_run,
	.in_tx = postgres_in_tx,
	.ready = postgres_ready,
	.schema_text = schema_text,
	.guard_text = guard_text,
	.begin_read = begin_read,
	.begin_write = begin_write,
	.begin_schema = begin_write,
	.has_migrations = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('migration')",
	.guards_count = "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
			"WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled = 'O' "
			"AND (t.tgname LIKE 'guard\\_%' OR t.tgname LIKE 'touch\\_%')",
	.guards_start = "CREATE OR REPLACE FUNCTION netra_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
			"RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'NT002'; END $$;\n"
			"CREATE OR REPLACE FUNCTION netra_touch() RETURNS trigger LANGUAGE plpgsql AS $$ "
			"DECLARE ids bigint[]; BEGIN "
			"IF current_setting('netra.touch', true) = 'on' THEN "
			"ids := ARRAY(SELECT id FROM touched); "
			"FOR i IN 0 .. (cardinality(ids) + 999) / 1000 - 1 LOOP "
			"RAISE NOTICE '% %', TG_TABLE_NAME, array_to_string(ids[i * 1000 + 1 : i * 1000 + 1000], ' ') "
			"USING ERRCODE = 'NT001'; END LOOP; END IF; "
			"RETURN NULL; END $$;\n",
	.guards_per_append_only = 2,
	.guards_per_sealed = 3,
};
