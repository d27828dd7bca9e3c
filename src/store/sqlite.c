/* sqlite.c -- the store of one office: a file.
 *
 * WAL, and a sync of it after each commit of the writer before anybody is told: SQLite would do it in COMMIT (FULL), we
 * do it right after (sqlite_sync), so that the next group is written meanwhile. All else that keeps the file whole
 * through a power cut is SQLite's (NORMAL): it syncs the log before it is copied back and when it is begun anew.
 * Readers never wait for the writer. The file is treated as something a stranger may have touched: schema not trusted, no writable schema,
 * no loadable extensions, deleted content overwritten. Tables are STRICT, so that SQLite refuses what
 * PostgreSQL would refuse, and `id` is the rowid, so that the hook can tell which row is touched.
 */
#include "store/store_internal.h"
#include "store/wal.h"

#include <errno.h>
#include <fcntl.h>
#define SQLITE_ENABLE_PREUPDATE_HOOK /* Debian's has it */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CACHE_N 1024             /* prepared statements kept per connection; power of two */
#define PLACES 8                 /* in which one may be */
#define CONTROL_N 8              /* BEGIN, COMMIT, SAVEPOINT ...: kept prepared too */
#define CONTROL_TEXT 40
#define WAL_SMALL_PAGES 1000     /* below it is not worth copying the log back */
#define WAL_LARGE_PAGES 4096     /* 16 MiB: from here on the writer copies the last of it itself, once that is little */
#define WAL_REST_PAGES  1000     /* so much is little: a few milliseconds */
#define WAL_HUGE_PAGES  16384    /* 64 MiB: the writer stops to empty the log, whatever it takes */
#define COPY_PAUSE_MS   100      /* between two rounds of copying: each costs syncs that commits would like to have */

/* 64 MiB of pages are kept; one large transaction (a decree that moves 300,000 clocks) may have 256 MiB of them. */
#define OF_WRITER "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA cache_spill=-262144"
/* What one page asks for: with SQLite's 2 MiB a list over a large store read the same pages again and again. */
#define OF_READER "PRAGMA query_only=ON; PRAGMA cache_size=-16384"

#define ARGS_MAX 64
#define COLUMNS_MAX 64 /* of a table whose rows are sealed as they are written; one with more is read back */

struct prepared {
	sqlite3_stmt *stmt;
	const struct statement *q;
	unsigned char at[ARGS_MAX]; /* where SQLite, which numbers "$1" by first appearance, has each argument; 0: nowhere */
};

struct sqlite_conn {
	struct store_conn base;
	sqlite3 *db;
	const struct table *last_touched; /* the hook is told names; mostly the same one again */
	int wal_pages;  /* in the log after the last commit; 0 once it was copied back */
	int wal_frames; /* the same, but 0 only when the log was emptied */
	int wal_fd; /* of the writer, for its syncs; -1: not opened yet */
	_Atomic bool wal_sick; /* a sync failed: of the log nothing more is copied back until it is mended */
	struct copier *copier; /* of the writer */
	struct prepared *cache[CACHE_N];
	sqlite3_stmt *control[CONTROL_N];
};

static void prepared_free(struct prepared **p)
{
	sqlite3_finalize((*p)->stmt);
	free(*p);
	*p = NULL;
}

static struct sqlite_conn *of(struct store_conn *c)
{
	return (struct sqlite_conn *)(void *)c;
}

static const char *path_of(const struct store *s)
{
	return s->url + strlen("sqlite:");
}

static enum status status_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return CONFLICT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
		return BROKEN;
	case SQLITE_TOOBIG:
		return TOO_LARGE;
	default: /* busy, locked, full, I/O, read-only, cannot open, out of memory */
		return UNAVAILABLE;
	}
}

static const char *words_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "the store is locked by another program";
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_IOERR:
		return "the disk cannot be read or written";
	case SQLITE_READONLY:
		return "the store cannot be written";
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "the store's file is damaged";
	default:
		return "the store";
	}
}

static enum status fail(struct sqlite_conn *c, const char *what, struct err *e)
{
	int code = sqlite3_extended_errcode(c->db);
	return FAIL(e, status_of(code), "%s: %s (%s)", words_of(code), sqlite3_errmsg(c->db), what);
}

/* -- watching what is written -- */

/* A value on its way into a row, borrowed from SQLite; false: of a kind that no column of ours has. */
static bool new_value(sqlite3_value *from, struct value *ret)
{
	int type = sqlite3_value_type(from);
	*ret = (struct value){.kind = VALUE_NULL};
	if (type == SQLITE_INTEGER)
		*ret = value_int(sqlite3_value_int64(from));
	if (type != SQLITE_TEXT && type != SQLITE_BLOB)
		return type != SQLITE_FLOAT;
	ret->kind = type == SQLITE_TEXT ? VALUE_TEXT : VALUE_BYTES;
	ret->bytes.n = (size_t)sqlite3_value_bytes(from);
	ret->bytes.s = ret->bytes.n ? sqlite3_value_blob(from) : ""; /* of a text: its UTF-8, not ended by a NUL */
	return true;
}

static bool new_values(sqlite3 *db, size_t n, struct value *ret)
{
	bool known = n <= COLUMNS_MAX && (size_t)sqlite3_preupdate_count(db) == n;
	for (size_t i = 0; i < n && known; i++) {
		sqlite3_value *from;
		known = sqlite3_preupdate_new(db, (int)i, &from) == SQLITE_OK && new_value(from, &ret[i]);
	}
	return known;
}

static void on_write(void *context, sqlite3 *db, int action, const char *name_db, const char *name, sqlite3_int64 before, sqlite3_int64 after)
{
	struct sqlite_conn *c = context;
	struct store *s = c->base.store;
	struct value values[COLUMNS_MAX];
	if (strcmp(name_db, "main") != 0)
		return;
	if (!c->last_touched || strcmp(c->last_touched->name, name) != 0)
		c->last_touched = store_table(name);
	const struct table *t = c->last_touched;
	if (!t || !t->sealed)
		return;
	if (action != SQLITE_DELETE && s->digest && new_values(db, t->n_columns, values))
		touched_write(s, t, after, values, t->n_columns);
	else
		touched_add(s, t, action == SQLITE_DELETE ? before : after);
}

/* IGNORE for a DELETE means: delete row by row, so that the hook sees each; of SQLite's own tables it would mean that a DROP
 * INDEX does nothing and says nothing. Nothing may change an id. */
static int on_authorise(void *context, int action, const char *one, const char *two, const char *db, const char *trigger)
{
	(void)context, (void)db, (void)trigger;
	if (action == SQLITE_DELETE)
		return one && !strncmp(one, "sqlite_", 7) ? SQLITE_OK : SQLITE_IGNORE;
	if (action == SQLITE_ATTACH || (action == SQLITE_UPDATE && two && !strcmp(two, "id")))
		return SQLITE_DENY;
	return SQLITE_OK;
}

static int on_wal(void *context, sqlite3 *db, const char *name, int pages)
{
	(void)db, (void)name;
	struct sqlite_conn *c = context;
	c->wal_pages = c->wal_frames = pages;
	return SQLITE_OK;
}

static void copier_end(struct copier *k);

/* -- connections -- */

static void sqlite_close(struct store_conn *base)
{
	struct sqlite_conn *c = of(base);
	if (c->copier)
		copier_end(c->copier);
	for (size_t i = 0; i < CACHE_N; i++)
		if (c->cache[i])
			prepared_free(&c->cache[i]);
	for (size_t i = 0; i < CONTROL_N; i++)
		sqlite3_finalize(c->control[i]);
	if (c->wal_sick)
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
	sqlite3_close(c->db);
	if (c->wal_fd >= 0)
		close(c->wal_fd);
	free(c);
}

/* The prepared form of a short single statement; NULL: it is none, or there is no place left. */
static sqlite3_stmt *control_of(struct sqlite_conn *c, const char *sql)
{
	if (strlen(sql) >= CONTROL_TEXT || strpbrk(sql, ";=("))
		return NULL;
	for (size_t i = 0; i < CONTROL_N; i++) {
		if (!c->control[i])
			sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &c->control[i], NULL);
		if (!c->control[i] || !strcmp(sqlite3_sql(c->control[i]), sql))
			return c->control[i];
	}
	return NULL;
}

static enum status sqlite_exec(struct store_conn *base, const char *sql, struct err *e)
{
	struct sqlite_conn *c = of(base);
	sqlite3_stmt *control = control_of(c, sql);
	int code = control ? sqlite3_step(control) : sqlite3_exec(c->db, sql, NULL, NULL, NULL);
	if (control) {
		int after = sqlite3_reset(control); /* the code in full */
		code = code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : after;
	}
	if (code == SQLITE_OK)
		return OK;
	char start[40];
	strncpy(start, sql, sizeof start - 1);
	start[sizeof start - 1] = 0;
	return fail(c, start, e);
}

static enum status harden(struct sqlite_conn *c, struct err *e)
{
	sqlite3_extended_result_codes(c->db, 1);
	sqlite3_busy_timeout(c->db, WAIT_MS);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
	return sqlite_exec(&c->base,
			   "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
			   "PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;", e);
}

/* SQLite counts every byte it asks for under one lock that all connections share; nobody reads the count. */
static void library_settings(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status sqlite_open(struct store *s, bool writer, struct store_conn **ret, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, library_settings);
	struct sqlite_conn *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	c->base = (struct store_conn){.store = s, .writer = writer};
	c->wal_fd = -1;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_CREATE : 0);
	enum status status = OK;
	if (sqlite3_open_v2(path_of(s), &c->db, flags, NULL) != SQLITE_OK)
		status = fail(c, path_of(s), e);
	if (status == OK)
		status = harden(c, e);
	if (status == OK)
		status = sqlite_exec(&c->base, writer ? OF_WRITER : OF_READER, e);
	if (status != OK) {
		sqlite_close(&c->base);
		return status;
	}
	if (writer) {
		sqlite3_preupdate_hook(c->db, on_write, c);
		sqlite3_set_authorizer(c->db, on_authorise, c);
		sqlite3_wal_hook(c->db, on_wal, c);
	}
	*ret = &c->base;
	return OK;
}

static enum status sqlite_ready(struct store_conn *c, struct err *e)
{
	(void)c, (void)e;
	return OK;
}

static bool sqlite_in_tx(struct store_conn *c)
{
	return !sqlite3_get_autocommit(of(c)->db);
}

/* -- copying the log back -- */

/* The log is copied back into the file by a thread and a connection of its own, so that no commit waits for it (PASSIVE
 * waits for nobody either). Under a steady load the log would never be begun anew, since something always comes in while
 * it is copied: so the writer, when it finds the log large and the copier just done, copies what came in since. Then all
 * is copied, and the next commit writes to the beginning of the log. */
struct copier {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t news;
	bool wanted, ending;
	_Atomic int copied; /* pages of the log that its last round left in the file */
	const _Atomic bool *sick; /* the writer's */
	sqlite3 *db;
};

static bool copier_wait(struct copier *k)
{
	pthread_mutex_lock(&k->lock);
	while (!k->wanted && !k->ending)
		pthread_cond_wait(&k->news, &k->lock);
	k->wanted = false;
	bool on = !k->ending;
	pthread_mutex_unlock(&k->lock);
	return on;
}

static void copier_rest(struct copier *k)
{
	struct timespec until = wait_until(COPY_PAUSE_MS);
	pthread_mutex_lock(&k->lock);
	for (int late = 0; !late && !k->ending;)
		late = pthread_cond_timedwait(&k->news, &k->lock, &until);
	pthread_mutex_unlock(&k->lock);
}

static void *copier_run(void *user)
{
	struct copier *k = user;
	while (copier_wait(k)) {
		int pages = 0, copied = 0;
		if (!*k->sick) {
			sqlite3_wal_checkpoint_v2(k->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
			k->copied = copied;
		}
		copier_rest(k);
	}
	return NULL;
}

static void copier_free(struct copier *k)
{
	sqlite3_close(k->db);
	pthread_cond_destroy(&k->news);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

/* Without a copier the writer does the work itself. */
static void copier_start(struct sqlite_conn *c)
{
	struct copier *k = calloc(1, sizeof *k);
	if (!k)
		abort();
	pthread_mutex_init(&k->lock, NULL);
	wait_cond_init(&k->news);
	k->sick = &c->wal_sick;
	bool fine = sqlite3_open_v2(path_of(c->base.store), &k->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
		    sqlite3_exec(k->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL) == SQLITE_OK &&
		    !pthread_create(&k->thread, NULL, copier_run, k);
	c->copier = fine ? k : NULL;
	if (!fine)
		copier_free(k);
}

static void copier_end(struct copier *k)
{
	pthread_mutex_lock(&k->lock);
	k->ending = true;
	pthread_cond_signal(&k->news);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	copier_free(k);
}

static void copy_now(struct sqlite_conn *c, int mode)
{
	sqlite3_busy_timeout(c->db, 200);
	int code = sqlite3_wal_checkpoint_v2(c->db, NULL, mode, NULL, NULL);
	sqlite3_busy_timeout(c->db, WAIT_MS);
	c->wal_pages = 0;
	if (mode == SQLITE_CHECKPOINT_TRUNCATE && code == SQLITE_OK)
		c->wal_frames = 0;
}

static bool little_is_left(const struct sqlite_conn *c)
{
	int left = c->copier ? c->wal_pages - c->copier->copied : c->wal_pages;
	return c->wal_pages > WAL_LARGE_PAGES && left >= 0 && left < WAL_REST_PAGES;
}

static void sqlite_after_commit(struct store_conn *base)
{
	struct sqlite_conn *c = of(base);
	if (c->wal_pages < WAL_SMALL_PAGES || c->wal_sick)
		return;
	if (c->wal_pages > WAL_HUGE_PAGES)
		copy_now(c, SQLITE_CHECKPOINT_TRUNCATE);
	else if (little_is_left(c))
		copy_now(c, SQLITE_CHECKPOINT_PASSIVE);
	else if (!c->copier)
		copier_start(c);
	if (!c->copier) {
		copy_now(c, SQLITE_CHECKPOINT_PASSIVE);
		return;
	}
	pthread_mutex_lock(&c->copier->lock);
	c->copier->wanted = true;
	pthread_cond_signal(&c->copier->news);
	pthread_mutex_unlock(&c->copier->lock);
}

/* -- the disk -- */

/* The log is there, and stays the same file, for as long as the writer is open. (A descriptor of our own may be closed
 * without harm: SQLite holds its locks on other files.) */
static bool wal_open(struct sqlite_conn *c)
{
	if (c->wal_fd < 0)
		c->wal_fd = open(sqlite3_filename_wal(sqlite3_db_filename(c->db, "main")), O_RDWR | O_CLOEXEC);
	return c->wal_fd >= 0;
}

static enum status sqlite_sync(struct store_conn *writer, struct err *e)
{
	struct sqlite_conn *c = of(writer);
	if (wal_open(c) && fdatasync(c->wal_fd) == 0)
		return OK;
	c->wal_sick = true;
	return FAIL(e, UNAVAILABLE, "the log of the store did not reach the disk: %s", strerror(errno));
}

/* The writer's turn in the database keeps other programs from writing to the log meanwhile, or from beginning it anew. */
static enum status sqlite_mend(struct store_conn *writer, struct err *e)
{
	struct sqlite_conn *c = of(writer);
	TRY(sqlite_exec(writer, "BEGIN IMMEDIATE", e));
	enum status status = wal_open(c) ? wal_write_again(c->wal_fd, c->wal_frames, e) : OK;
	if (status == OK)
		status = sqlite_sync(writer, e);
	(void)!sqlite_exec(writer, "ROLLBACK", NULL);
	c->wal_sick = status != OK;
	return status;
}

/* -- statements -- */

static void arguments_find(struct prepared *p)
{
	for (int i = 0; i < p->q->n_args; i++) {
		char name[12];
		snprintf(name, sizeof name, "$%d", i + 1);
		p->at[i] = (unsigned char)sqlite3_bind_parameter_index(p->stmt, name);
	}
}

/* Where a statement is kept, or may be: a few places in a row, since two that are used by turns would drive each other out
 * of one. */
static struct prepared **place_of(struct sqlite_conn *c, const struct statement *q)
{
	size_t at = ((size_t)q->sql >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 40;
	struct prepared **first = &c->cache[at & (CACHE_N - 1)];
	for (size_t i = 0; i < PLACES; i++) {
		struct prepared **place = &c->cache[(at + i) & (CACHE_N - 1)];
		if (!*place || ((*place)->q == q && !strcmp(sqlite3_sql((*place)->stmt), q->sql)))
			return place;
	}
	prepared_free(first);
	return first;
}

static enum status prepared_get(struct sqlite_conn *c, const struct statement *q, struct prepared **ret, struct err *e)
{
	struct prepared **place = place_of(c, q), *p = *ret = *place;
	if (p)
		return OK;
	if (q->n_args > ARGS_MAX)
		return FAIL(e, INVALID, "%s: more than %d arguments", q->name, ARGS_MAX);
	if (!(p = calloc(1, sizeof *p)))
		abort();
	p->q = q;
	if (sqlite3_prepare_v3(c->db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &p->stmt, NULL) != SQLITE_OK) {
		free(p);
		return fail(c, q->name, e);
	}
	arguments_find(p);
	*ret = *place = p;
	return OK;
}

static int bind(sqlite3_stmt *stmt, int at, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		return sqlite3_bind_null(stmt, at);
	case VALUE_INT:
		return sqlite3_bind_int64(stmt, at, v->i);
	case VALUE_TEXT:
		return sqlite3_bind_text64(stmt, at, v->bytes.s, v->bytes.n, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BYTES:
		return sqlite3_bind_blob64(stmt, at, v->bytes.s, v->bytes.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static int bind_all(const struct prepared *p, const struct value *args)
{
	for (int i = 0; i < p->q->n_args; i++) {
		int code = p->at[i] ? bind(p->stmt, p->at[i], &args[i]) : SQLITE_RANGE;
		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

static struct value column(struct arena *a, sqlite3_stmt *stmt, int i)
{
	struct value v = {0};
	const void *bytes;
	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(stmt, i));
	case SQLITE_FLOAT: /* averages and the like: the whole part */
		return value_int((int64_t)sqlite3_column_double(stmt, i));
	case SQLITE_TEXT:
		v.kind = VALUE_TEXT;
		bytes = sqlite3_column_text(stmt, i);
		break;
	case SQLITE_BLOB:
		v.kind = VALUE_BYTES;
		bytes = sqlite3_column_blob(stmt, i);
		break;
	default:
		return v;
	}
	v.bytes.n = (size_t)sqlite3_column_bytes(stmt, i);
	v.bytes.s = arena_strndup(a, bytes, v.bytes.n);
	return v;
}

struct growing {
	struct value *items;
	size_t n, cap;
};

static int step_all(struct arena *a, sqlite3_stmt *stmt, struct rows *ret)
{
	struct growing values = {0};
	int columns = sqlite3_column_count(stmt), code;
	size_t n = 0;
	for (; (code = sqlite3_step(stmt)) == SQLITE_ROW; n++)
		for (int i = 0; i < columns; i++)
			ARENA_PUSH(a, &values, column(a, stmt, i));
	*ret = (struct rows){.items = values.items, .n_rows = n, .n_columns = (size_t)columns};
	return code;
}

static enum status sqlite_run(struct store_conn *base, struct arena *a, const struct statement *q,
			      const struct value *args, struct rows *ret, struct err *e)
{
	struct sqlite_conn *c = of(base);
	struct prepared *p;
	TRY(prepared_get(c, q, &p, e));
	sqlite3_stmt *stmt = p->stmt;
	enum status status = OK;
	if (bind_all(p, args) != SQLITE_OK || step_all(a, stmt, ret) != SQLITE_DONE)
		status = fail(c, q->name, e);
	else if (!sqlite3_stmt_readonly(stmt))
		ret->changed = sqlite3_changes64(c->db);
	atomic_fetch_add_explicit(&base->store->steps, sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1), memory_order_relaxed);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return status;
}

/* -- schema -- */

/* BIGINT -> INTEGER (so that the key is the rowid), BYTEA -> BLOB, and every table STRICT. */
static void schema_text(struct buf *b, const char *sql)
{
	bool table = false;
	while (*sql) {
		size_t n = strcspn(sql, "\n");
		const char *end = sql + n;
		table |= text_starts(sql, "CREATE TABLE");
		if (table && n == 2 && text_starts(sql, ");")) {
			buf_text(b, ") STRICT;");
			table = false;
			sql = end;
		}
		while (sql < end) {
			bool big = text_starts(sql, " BIGINT"), bytes = text_starts(sql, " BYTEA");
			buf_text(b, big ? " INTEGER" : bytes ? " BLOB" : "");
			if (!big && !bytes)
				buf_char(b, *sql);
			sql += big ? 7 : bytes ? 6 : 1;
		}
		buf_char(b, '\n');
		sql += *sql == '\n';
	}
}

static void guard_text(struct buf *b, const struct table *t)
{
	if (!t->append_only)
		return;
	static const char *const actions[] = {"UPDATE", "DELETE"};
	for (int i = 0; i < 2; i++)
		buf_printf(b, "CREATE TRIGGER IF NOT EXISTS guard_%s_%s BEFORE %s ON %s BEGIN "
			      "SELECT RAISE(ABORT, '%s is append-only'); END;\n",
			   actions[i], t->name, actions[i], t->name, t->name);
}

/* -- is the file sound? -- */

static enum status sqlite_check(struct store *s, struct arena *a, const char **ret, struct err *e)
{
	static const struct statement look = {.name = "integrity_check", .sql = "PRAGMA integrity_check(100)", .n_columns = 1};
	struct store_conn *c;
	struct rows rows;
	TRY(sqlite_open(s, false, &c, e));
	enum status status = sqlite_run(c, a, &look, NULL, &rows, e);
	sqlite_close(c);
	TRY(status);
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < rows.n_rows; i++)
		if (!text_eq(value_as_text(&rows.items[i]), "ok"))
			buf_printf(&b, "%s\n", value_as_text(&rows.items[i]));
	*ret = buf_arena(a, &b);
	return OK;
}

/* -- a copy while in use -- */

static enum status sync_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) != 0;
	if (fd >= 0)
		close(fd);
	return failed ? FAIL(e, UNAVAILABLE, "%s: cannot be written to the disk", path) : OK;
}

static enum status sqlite_copy(struct store *s, const char *path, struct err *e)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	enum status status = OK;
	struct err unused;
	int code = sqlite3_open_v2(path_of(s), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_busy_timeout(db, WAIT_MS);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &stmt, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
	if (code != SQLITE_OK || sqlite3_step(stmt) != SQLITE_DONE)
		status = FAIL(e ? e : &unused, status_of(sqlite3_extended_errcode(db)), "%s: %s",
			      words_of(sqlite3_extended_errcode(db)), sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return status == OK ? sync_file(path, e) : status;
}

const struct store_driver store_sqlite = {
	.scheme = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.exec = sqlite_exec,
	.run = sqlite_run,
	.in_tx = sqlite_in_tx,
	.ready = sqlite_ready,
	.sync = sqlite_sync,
	.mend = sqlite_mend,
	.after_commit = sqlite_after_commit,
	.schema_text = schema_text,
	.guard_text = guard_text,
	.check = sqlite_check,
	.copy = sqlite_copy,
	.begin_read = "BEGIN",
	.begin_write = "BEGIN IMMEDIATE",
	.begin_schema = "BEGIN IMMEDIATE",
	.has_migrations = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'",
	.guards_count = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'",
	.guards_start = "",
	.guards_per_append_only = 2,
};
