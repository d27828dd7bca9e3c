/* store.h -- where records live: SQLite or PostgreSQL behind one set of typed statements.
 *
 * SQL is written once, in .sql files beside the code that needs it; tools/sqlc.py turns each statement into
 * a typed C function that takes a `struct tx`. Every statement runs in a transaction. Reads and writes are
 * told apart when the transaction begins:
 *
 *   READ   a snapshot, on one of several read connections; many at once.
 *   WRITE  the one writer. Transactions that wait for it share a commit (group commit): each runs in its own
 *          savepoint, and tx_commit returns only when the shared commit is on disk (SQLite: the WAL is synced after
 *          each; PostgreSQL: synchronous_commit=on), so an answer never runs ahead of the disk. (Nor that of a READ,
 *          or of a WRITE that is undone, which may have seen a commit on its way there: its end, either way, waits
 *          until that has come to the disk or has failed.)
 *          One that fails is rolled back to its savepoint and does not touch the others.
 *
 * Both databases hold the same types: INT (64 bit), TEXT (UTF-8), BYTES, NULL. Days and instants are INT.
 * Memory of results is the transaction's arena.
 *
 * Every row is sealed: triggers made from the schema note which rows a transaction touched, and just before
 * it ends the hook (desk/evidence) writes their hashes into the office's chain. See desk/evidence.
 *
 * Errors: CONFLICT (a unique key, a foreign key, a serialisation failure, an append-only guard),
 * UNAVAILABLE (locked for more than 5 s, disk full, connection lost), BROKEN (a damaged file).
 */
#ifndef NETRA_STORE_STORE_H
#define NETRA_STORE_STORE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/id.h"
#include "base/str.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES };

struct value {
	enum value_kind kind;
	int64_t i;
	struct str bytes; /* TEXT (NUL-terminated too) and BYTES; borrowed or in the transaction's arena */
};

/* Values with NULL for the "none" of each type: NULL pointers, DAY_NONE, INSTANT_NONE. */
struct value value_int(int64_t i);
struct value value_id(int64_t id); /* 0 is NULL */
struct value value_text(const char *s);
struct value value_bytes(struct str bytes); /* s == NULL is NULL */
struct value value_day(struct day d);
struct value value_instant(struct instant t);
int64_t value_as_int(const struct value *v); /* 0 for NULL */
const char *value_as_text(const struct value *v);
struct str value_as_bytes(const struct value *v);
struct day value_as_day(const struct value *v);
struct instant value_as_instant(const struct value *v);

/* One SQL text for both databases; made by tools/sqlc.py, static. */
struct statement {
	const char *name, *file; /* "reports_due", "desk/intake/intake.sql:12" */
	const char *sql;         /* $1 .. $n */
	int n_args, n_columns;
	const enum value_kind *args; /* for PostgreSQL, which wants a type for a NULL */
	bool writes;
};

struct rows {
	struct value *items; /* n_rows * n_columns, row by row */
	size_t n_rows, n_columns;
	int64_t changed; /* rows inserted, updated or deleted */
};

struct store; /* opaque, shared by all threads */

enum tx_kind { READ, WRITE };

struct tx {
	struct arena *arena;   /* set by the caller before tx_begin */
	int64_t office;        /* whose chain is sealed; 0 in set-up code */
	int64_t reader;        /* app_user for whom it runs, $reader of the statements; 0: the public, the program */
	struct instant now;    /* the moment that seals and ids carry; set by the caller for WRITE */
	struct store *store;
	struct store_conn *conn;
	enum tx_kind kind;
	bool open;
	int64_t seen; /* the store's: the last commit that a READ may have seen; 0: none */
	bool batched; /* the store's: run by store_later, which keeps the writer for the next */
};

/* @url: "sqlite:PATH" or "postgres://..."; @readers connections for READ (at least 1). The schema is made or
 * brought up to date first (the files of store/schema, one transaction each). */
MUST_CHECK enum status store_open(const char *url, int readers, struct store **ret, struct err *e);
void store_close(struct store *s);
void store_close_scoped(struct store **s); /* for use with scoped() */
const char *store_scheme(const struct store *s); /* "sqlite", "postgres" */

MUST_CHECK enum status tx_begin(struct store *s, enum tx_kind kind, struct tx *tx, struct err *e);
MUST_CHECK enum status tx_commit(struct tx *tx, struct err *e);
void tx_rollback(struct tx *tx); /* for use with scoped(): does nothing once committed */

/* What generated functions call. @ret may be NULL when the result does not matter. */
MUST_CHECK enum status tx_run(struct tx *tx, const struct statement *q, const struct value *args,
			      struct rows *ret, struct err *e);
/* A WRITE transaction that no thread waits for. The store's own thread runs @write (which must not wait for anybody)
 * among others in one shared commit, and calls @done when that is on disk, or has failed: OK means durable, as with
 * tx_commit. @write ends without a commit of its own; when it fails, or the seal does, its work is undone alone. Both run
 * on the store's thread, so @done is short: it hands the answer on. Until then all that is named here stays as it is. */
struct later {
	enum status (*write)(struct tx *tx, void *context, struct err *e);
	void (*done)(void *context, enum status status, const struct err *e);
	void *context;
	struct arena *arena; /* nobody else uses it until @done */
	int64_t office;
	struct instant now;
	struct later *next; /* the store's */
};
/* False when LATER_MAX are waiting already (or the store is closing): nothing is taken, come again. */
#define LATER_MAX 4096
MUST_CHECK bool store_later(struct store *s, struct later *l);

/* The hook that seals: called before each WRITE transaction ends, with the rows it touched.
 * Only desk/evidence sets it; rows come once each, in order of first touch. */
struct touched {
	const struct table *table;
	int64_t row; /* the value of the table's column id */
	bool has_digest;
	struct hash digest; /* of the row as it is now, when that is known */
};
struct touched_list {
	struct touched *items;
	size_t n;
};
typedef enum status (*store_seal_hook)(struct tx *tx, const struct touched_list *rows, void *context,
				       struct err *e);
void store_set_seal_hook(struct store *s, store_seal_hook hook, void *context);
/* What makes the digest of a row of a sealed table while it is written, from all its columns in schema order, so that the
 * hook need not read it back. Where the database does not tell (PostgreSQL), or the row is gone, there is none. */
typedef struct hash (*store_digest)(struct buf *scratch, const struct value *values, size_t n);
void store_set_digest(struct store *s, store_digest digest);

/* The tables of the schema, as tools/sqlc.py read them. Every table has `id BIGINT PRIMARY KEY`. */
struct table {
	const char *name;
	const char *const *columns; /* in the order of the schema */
	size_t n_columns;
	bool append_only; /* the database refuses UPDATE and DELETE */
	bool sealed;      /* false only for the chain itself and for what may be lost (sessions, outbox) */
	int number;       /* position in store_tables, stable: new tables are added at the end */
};
extern const struct table *const store_tables[];
extern const size_t store_tables_n;
const struct table *store_table(const char *name); /* NULL: none */
/* All columns of the row, in schema order; ret->n_rows is 0 when it is gone. */
MUST_CHECK enum status store_row(struct tx *tx, const struct table *t, int64_t id, struct rows *ret,
				 struct err *e);
/* Rows of @t with id > @after, ascending, at most @max: for verify, export and backup. */
MUST_CHECK enum status store_scan(struct tx *tx, const struct table *t, int64_t after, int64_t max,
				  struct rows *ret, struct err *e);

/* How much was written since the store was opened: transactions, and the commits (disk syncs) they shared. */
struct store_figures {
	int64_t commits, groups;
};
struct store_figures store_figures(struct store *s);
size_t store_queued(struct store *s);  /* store_later: not begun yet */
bool store_waiting(struct store *s);   /* a thread waits for the writer */

/* What the database itself finds wrong with its file, a line each; "" when it is sound (PostgreSQL: always,
 * its own pg_amcheck looks deeper). */
MUST_CHECK enum status store_check(struct store *s, struct arena *a, const char **ret, struct err *e);

/* A consistent copy of a SQLite store while it is in use; UNAVAILABLE for PostgreSQL (use pg_dump). */
MUST_CHECK enum status store_copy(struct store *s, const char *path, struct err *e);

#endif
