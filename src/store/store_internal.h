/* store_internal.h -- what the parts of the store know of each other: the driver table, connections, the writer.
 *
 * store.c opens and closes, writer.c shares one commit among many, readers.c lends read connections,
 * migrate.c brings the schema up to date, tables.c reads whole rows, values.c turns C values into the
 * database's; sqlite.c (with wal.c) and postgres.c are the two drivers.
 */
#ifndef NETRA_STORE_STORE_INTERNAL_H
#define NETRA_STORE_STORE_INTERNAL_H

#include "base/buf.h"
#include "base/wait.h"
#include "store/store.h"

#include <stdatomic.h>

#define LATER_THREADS 2 /* one runs transactions while the other waits for the disk */
#define WAIT_MS 5000 /* how long anybody waits for a lock before the answer is UNAVAILABLE */

struct migration {
	const char *name, *sql;
};
extern const struct migration store_migrations[];
extern const size_t store_migrations_n;

/* What each connection begins with; the rest belongs to the driver. */
struct store_conn {
	struct store *store;
	struct store_conn *next; /* in the list of idle readers */
	bool writer;
};

/* What a database must do for Netra. */
struct store_driver {
	const char *scheme;
	enum status (*open)(struct store *s, bool writer, struct store_conn **ret, struct err *e);
	void (*close)(struct store_conn *c);
	/* Statements without arguments or results. */
	enum status (*exec)(struct store_conn *c, const char *sql, struct err *e);
	enum status (*run)(struct store_conn *c, struct arena *a, const struct statement *q,
			   const struct value *args, struct rows *ret, struct err *e);
	/* False when the database itself has ended the transaction (disk full, connection lost). */
	bool (*in_tx)(struct store_conn *c);
	/* Made before a transaction begins: an idle connection that was lost is opened again. */
	enum status (*ready)(struct store_conn *c, struct err *e);
	/* Brings to the disk what the writer had committed when it was called; called while others use the writer, by one
	 * thread at a time. NULL: COMMIT itself does. After one that failed, mend: all that is committed is written once more
	 * and synced; called by who has the writer, outside transactions. */
	enum status (*sync)(struct store_conn *writer, struct err *e);
	enum status (*mend)(struct store_conn *writer, struct err *e);
	/* After a commit of the writer: housekeeping that must not fail it. May be NULL. */
	void (*after_commit)(struct store_conn *c);
	void (*schema_text)(struct buf *b, const char *sql); /* a migration in this database's dialect */
	void (*guard_text)(struct buf *b, const struct table *t); /* triggers of a table */
	enum status (*check)(struct store *s, struct arena *a, const char **ret, struct err *e); /* may be NULL */
	enum status (*copy)(struct store *s, const char *path, struct err *e);
	const char *begin_read, *begin_write, *begin_schema;
	const char *has_migrations; /* SELECT count: is there a table of migrations? */
	const char *guards_count;   /* SELECT count: guards that are in the database */
	const char *guards_start;   /* before the guards are made: the functions they use */
	int guards_per_append_only, guards_per_sealed;
};
extern const struct store_driver store_sqlite, store_postgres;

struct group;  /* transactions that share one commit */
struct waiter; /* a thread in the queue for the writer */

struct store {
	const struct store_driver *driver;
	char *url;  /* as given */
	struct store_conn *writer;
	struct store_conn *idle; /* read connections not lent out */
	int readers;
	pthread_mutex_t lock; /* guards what follows and `idle` */
	pthread_cond_t reader_back;
	bool writer_busy;
	pthread_t writer_thread; /* who has it, when busy */
	struct waiter *first, *last;
	struct group *group; /* the open shared transaction; NULL: none */
	/* Commits are numbered: the last that was begun, that has ended, that is on the disk (1, 2, 3 ... up to there). */
	int64_t begun, committed, synced;
	int64_t unsettled; /* groups begun whose result does not stand yet */
	bool syncing, must_mend;
	struct err why_mend;
	pthread_cond_t settled; /* one of these has changed */
	struct store_figures figures;
	atomic_llong statements, rows, steps; /* store/work.h */
	/* later.c: transactions that wait for the store's own thread. */
	struct later *later_first, *later_last;
	size_t later_n;
	pthread_cond_t later_news, later_turn;
	pthread_t later_threads[LATER_THREADS];
	int later_started;
	bool later_filling, later_ending; /* filling: one of the threads runs transactions */
	int64_t later_rounds, later_told; /* begun; ended, with all of theirs told */
	/* Touched rows of the transaction at work; used by the one who has the writer. */
	struct touched_list touched;
	size_t touched_cap;
	size_t *touched_set; /* open addressing, index + 1 into touched.items; power of two */
	size_t touched_set_cap;
	store_seal_hook hook;
	void *hook_context;
	store_digest digest;
	struct buf digest_scratch;
	struct statement *row_statements, *scan_statements; /* one per table */
	struct arena arena; /* texts of those */
};

/* writer.c */
enum status writer_take(struct store *s, struct store_conn **ret, struct err *e);
enum status writer_commit(struct tx *tx, struct err *e);
void writer_undo(struct tx *tx);
/* The same in parts, for a thread that runs several transactions in a row (later.c). */
enum status writer_enter(struct store *s, struct err *e); /* the writer is ours, a group is open */
enum status writer_member_begin(struct store *s, struct err *e);
enum status writer_member_end(struct tx *tx, struct err *e); /* sealed and released, not committed */
bool writer_may_go_on(struct store *s, size_t joined); /* room in the group, and nobody waits for the writer */
/* Gives the writer away; when @joined members are in the group: once the group is committed. Then writer_wait, once:
 * until it is on the disk. */
struct group *writer_give(struct store *s, size_t joined);
enum status writer_wait(struct store *s, struct group *g, size_t joined, struct err *e);
/* For readers: the last commit that was begun, and to wait until it is on the disk (or will not be). */
int64_t writer_begun(struct store *s);
void writer_settled(struct store *s, int64_t number);
/* writer.c: before the store is closed, nobody at work. */
void writer_end(struct store *s);
/* later.c: runs what is queued and ends the threads. */
void later_end(struct store *s);
/* A row of a sealed table was written; called by drivers from within a statement of the writer. The second is for one that
 * is about to have these @values. */
void touched_add(struct store *s, const struct table *t, int64_t row);
void touched_write(struct store *s, const struct table *t, int64_t row, const struct value *values, size_t n);
void touched_clear(struct store *s);

/* readers.c */
enum status reader_take(struct store *s, struct store_conn **ret, struct err *e);
void reader_give_back(struct store *s, struct store_conn *c);

/* migrate.c */
enum status store_migrate(struct store *s, struct err *e);

/* tables.c */
void tables_prepare(struct store *s);

#endif
