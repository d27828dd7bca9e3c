/* sync_test.c -- the disk is waited for outside the writer: the next group is written meanwhile, nobody is told before it,
 * no reader's answer runs ahead of it, and one sync that fails is believed to have kept nothing.
 *
 * fdatasync is ours here: it can be held, and it can fail. With pwrite, which is ours too, goes an image of what the disk
 * would hold after a power cut: a sync that fails forgets what it could not write, as Linux does, and a later one that goes
 * well does not bring it back. Only SQLite leaves the sync to us.
 */
#define _GNU_SOURCE
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_has, "SELECT count(*) FROM region WHERE id = $1", 1, 1, false, VALUE_INT);
SUPPORT_SQL(region_count, "SELECT count(*) FROM region", 0, 1, false, VALUE_NULL);

struct written { /* and not synced */
	struct written *next;
	ino_t file;
	off_t at;
	size_t n;
	char bytes[];
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t news;
	bool held;
	int fails;    /* so many syncs from now on */
	bool reverts; /* a sync that fails also takes back what was written: some file systems do */
	int waiting;  /* calls that are held now */
	char folder[64], image[80]; /* "": no image is made */
	struct written *first, **end;
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER, .end = &disk.first};

static bool in_image(int fd, char ret[static PATH_MAX])
{
	char link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, ret, PATH_MAX - 1);
	ret[n > 0 ? n : 0] = 0;
	const char *name = ret + strlen(disk.folder);
	return disk.image[0] && !strncmp(ret, disk.folder, strlen(disk.folder)) && (!strcmp(name, "/netra.db") || !strcmp(name, "/netra.db-wal"));
}

static void keep(int fd, const void *bytes, size_t n, off_t at)
{
	struct stat st;
	struct written *w = malloc(sizeof *w + n);
	assert_non_null(w);
	assert_int_equal(fstat(fd, &st), 0);
	*w = (struct written){.file = st.st_ino, .at = at, .n = n};
	memcpy(w->bytes, bytes, n);
	*disk.end = w;
	disk.end = &w->next;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	char path[PATH_MAX];
	pthread_mutex_lock(&disk.lock);
	ssize_t got = (ssize_t)syscall(SYS_pwrite64, fd, bytes, n, at);
	if (got > 0 && in_image(fd, path))
		keep(fd, bytes, (size_t)got, at);
	pthread_mutex_unlock(&disk.lock);
	return got;
}

/* What was written comes into the image; or is taken back to what the image has. */
static void settle(const struct written *w, int fd, int image, bool well)
{
	if (well) {
		assert_int_equal(syscall(SYS_pwrite64, image, w->bytes, w->n, w->at), w->n);
	} else if (disk.reverts) {
		char *before = calloc(1, w->n);
		assert_non_null(before);
		assert_true(pread(image, before, w->n, w->at) >= 0);
		assert_int_equal(syscall(SYS_pwrite64, fd, before, w->n, w->at), w->n);
		free(before);
	}
}

static void settle_all(int fd, bool well)
{
	struct stat st;
	char path[PATH_MAX], copy[PATH_MAX + 100];
	if (!in_image(fd, path))
		return;
	snprintf(copy, sizeof copy, "%s%s", disk.image, path + strlen(disk.folder));
	int image = open(copy, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(image >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (struct written **at = &disk.first, *w; (w = *at);) {
		if (w->file != st.st_ino) {
			at = &w->next;
			continue;
		}
		settle(w, fd, image, well);
		*at = w->next;
		free(w);
	}
	for (disk.end = &disk.first; *disk.end; disk.end = &(*disk.end)->next)
		;
	close(image);
}

int fdatasync(int fd)
{
	pthread_mutex_lock(&disk.lock);
	disk.waiting++;
	pthread_cond_broadcast(&disk.news);
	while (disk.held)
		pthread_cond_wait(&disk.news, &disk.lock);
	disk.waiting--;
	bool fails = disk.fails > 0;
	disk.fails -= fails;
	settle_all(fd, !fails);
	pthread_mutex_unlock(&disk.lock);
	if (fails)
		errno = EIO;
	return fails ? -1 : 0;
}

static void disk_hold(bool held)
{
	pthread_mutex_lock(&disk.lock);
	disk.held = held;
	pthread_cond_broadcast(&disk.news);
	pthread_mutex_unlock(&disk.lock);
}

/* The next @fails syncs. */
static void disk_fails(int fails)
{
	pthread_mutex_lock(&disk.lock);
	disk.fails = fails;
	pthread_mutex_unlock(&disk.lock);
}

static void await_sync(void)
{
	pthread_mutex_lock(&disk.lock);
	while (!disk.waiting)
		pthread_cond_wait(&disk.news, &disk.lock);
	pthread_mutex_unlock(&disk.lock);
}

struct fixture {
	struct support s;
	struct store *store;
};

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	support_start(&f->s);
	snprintf(disk.folder, sizeof disk.folder, "%s", f->s.folder);
	snprintf(disk.image, sizeof disk.image, "%s/image", f->s.folder);
	assert_int_equal(mkdir(disk.image, 0700), 0);
	f->store = f->s.schema[0] ? NULL : support_store(&f->s, 2);
	*state = f;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;
	store_close(f->store);
	support_end(&f->s);
	for (struct written *w; (w = disk.first); free(w))
		disk.first = w->next;
	disk.end = &disk.first;
	disk.reverts = false;
	free(f);
	return 0;
}

/* The store as it would be found after a power cut now. */
static void power_cut(struct fixture *f)
{
	pthread_mutex_lock(&disk.lock);
	snprintf(f->s.url, sizeof f->s.url, "sqlite:%s/netra.db", disk.image);
	disk.image[0] = 0;
	pthread_mutex_unlock(&disk.lock);
	store_close(f->store);
	f->store = support_store(&f->s, 1);
}

#define SQLITE_ONLY(f) do { if (!(f)->store) skip(); } while (0)

static enum status insert(struct tx *tx, int64_t id, struct err *e)
{
	struct value args[] = {value_int(id), value_text(arena_printf(tx->arena, "%lld", (long long)id))};
	return tx_run(tx, &region_add, args, NULL, e);
}

static enum status add(struct store *store, int64_t id, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .now = SUPPORT_NOW};
	TRY(tx_begin(store, WRITE, &tx, e));
	TRY(insert(&tx, id, e));
	return tx_commit(&tx, e);
}

static int64_t asked(struct store *store, const struct statement *q, int64_t id)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct rows rows;
	struct value arg = value_int(id);
	assert_ok(tx_begin(store, READ, &tx, e));
	assert_ok(tx_run(&tx, q, &arg, &rows, e));
	int64_t n = value_as_int(rows.items);
	assert_ok(tx_commit(&tx, e));
	return n;
}

static int64_t count(struct store *store)
{
	return asked(store, &region_count, 0);
}

static bool has(struct store *store, int64_t id)
{
	return asked(store, &region_has, id) == 1;
}

/* -- transactions that nobody waits for -- */

struct one {
	struct later later;
	struct arena arena;
	int64_t id;
	_Atomic bool written;
	_Atomic int told; /* how many were told up to it; 0: it was not */
	enum status status;
};
static _Atomic int told_all;

static enum status write_one(struct tx *tx, void *context, struct err *e)
{
	struct one *o = context;
	TRY(insert(tx, o->id, e));
	o->written = true;
	return OK;
}

static void told(void *context, enum status status, const struct err *e)
{
	struct one *o = context;
	(void)e;
	o->status = status;
	o->told = ++told_all;
}

static void send(struct store *store, struct one *o, int64_t id)
{
	*o = (struct one){.id = id};
	o->later = (struct later){.write = write_one, .done = told, .context = o, .arena = &o->arena, .now = SUPPORT_NOW};
	assert_true(store_later(store, &o->later));
}

static void the_next_group_is_written_while_the_disk_is_waited_for(void **state)
{
	struct fixture *f = *state;
	struct one first, second;
	SQLITE_ONLY(f);
	told_all = 0;
	disk_hold(true);
	send(f->store, &first, 1);
	await_sync();
	send(f->store, &second, 2);
	while (!second.written)
		usleep(200);
	assert_int_equal(told_all, 0);
	disk_hold(false);
	while (told_all < 2)
		usleep(200);
	assert_int_equal(first.told, 1);
	assert_int_equal(second.told, 2);
	assert_true(first.status == OK && second.status == OK);
	arena_free(&first.arena);
	arena_free(&second.arena);
}

/* -- readers -- */

struct reader {
	struct store *store;
	pthread_t thread;
	enum tx_kind kind;
	bool leaves; /* it ends by leaving its scope */
	_Atomic bool has_read;
	int64_t seen;
	bool ahead; /* the disk was still waited for when its transaction had ended */
};

static void *reads(void *context)
{
	struct reader *r = context;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct rows rows;
	assert_ok(tx_begin(r->store, r->kind, &tx, e));
	assert_ok(tx_run(&tx, &region_count, NULL, &rows, e));
	r->seen = value_as_int(rows.items);
	r->has_read = true;
	if (r->leaves)
		tx_rollback(&tx);
	else
		assert_ok(tx_commit(&tx, e));
	pthread_mutex_lock(&disk.lock);
	r->ahead = disk.held;
	pthread_mutex_unlock(&disk.lock);
	return NULL;
}

static void reader_waits(struct fixture *f, int64_t id, enum tx_kind kind, bool leaves)
{
	struct reader r = {.store = f->store, .kind = kind, .leaves = leaves};
	struct one one;
	told_all = 0;
	disk_hold(true);
	send(f->store, &one, id);
	await_sync();
	pthread_create(&r.thread, NULL, reads, &r);
	while (!r.has_read)
		usleep(200);
	usleep(20000); /* a reader who does not wait would have ended by now; too short a time only makes the test easy */
	disk_hold(false);
	pthread_join(r.thread, NULL);
	assert_int_equal(r.seen, id);
	assert_false(r.ahead);
	while (!told_all)
		usleep(200);
	arena_free(&one.arena);
}

static void no_reader_answers_with_what_is_not_on_the_disk_yet(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	reader_waits(f, 1, READ, false);
	reader_waits(f, 2, READ, true);
	reader_waits(f, 3, WRITE, true); /* "sent before" is an answer too */
}

static void a_reader_of_what_stands_waits_for_nobody(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e;
	assert_ok(add(f->store, 1, e));
	disk_hold(true); /* nothing is on its way there: it is not asked */
	assert_int_equal(count(f->store), 1);
	disk_hold(false);
	assert_int_equal(add(f->store, 2, &e), OK);
}

/* -- a sync that fails -- */

static void whose_sync_fails_is_not_told_OK_and_the_next_is_kept(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e = {0};
	assert_ok(add(f->store, 1, e));
	disk_fails(INT_MAX);
	assert_int_equal(add(f->store, 2, &e), UNAVAILABLE);
	assert_non_null(strstr(e.why, "disk"));
	assert_int_equal(add(f->store, 3, &e), UNAVAILABLE); /* it cannot be mended either */
	disk_fails(0);
	assert_ok(add(f->store, 4, e));
	int64_t kept = count(f->store);
	assert_in_range(kept, 2, 3); /* the second may be there: its sender asks again with the same key */
	store_close(f->store);
	f->store = support_store(&f->s, 1);
	assert_int_equal(count(f->store), kept);
}

/* The first sync is held, the second group is committed behind it; then the first fails. A later sync would say OK, for
 * the kernel tells of a fault only once: the second must not believe it. */
static void who_is_committed_behind_a_sync_that_fails_is_not_told_OK(void **state)
{
	struct fixture *f = *state;
	struct one first, second;
	SQLITE_ONLY(f);
	told_all = 0;
	disk_hold(true);
	send(f->store, &first, 1);
	await_sync();
	send(f->store, &second, 2);
	while (!second.written)
		usleep(200);
	disk_fails(INT_MAX);
	disk_hold(false);
	while (told_all < 2)
		usleep(200);
	disk_fails(0);
	assert_int_equal(first.status, UNAVAILABLE);
	assert_int_equal(second.status, UNAVAILABLE);
	assert_ok(add(f->store, 3, e));
	arena_free(&first.arena);
	arena_free(&second.arena);
}

/* The log has a hole then; what is written behind it must not be told OK as if there were none. */
static void what_is_told_OK_after_a_sync_that_failed_outlives_a_power_cut(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e = {0};
	assert_ok(add(f->store, 1, e));
	disk_fails(INT_MAX);
	assert_int_equal(add(f->store, 2, &e), UNAVAILABLE);
	disk_fails(0);
	assert_ok(add(f->store, 3, e));
	assert_ok(add(f->store, 4, e));
	power_cut(f);
	assert_true(has(f->store, 1) && has(f->store, 3) && has(f->store, 4));
}

static struct hash file_hash(struct fixture *f)
{
	FILE *file = fopen(f->s.url + strlen("sqlite:"), "rb");
	assert_non_null(file);
	struct hash_run run;
	char bytes[4096];
	hash_run_start(&run);
	for (size_t n; (n = fread(bytes, 1, sizeof bytes, file));)
		hash_run_add(&run, bytes, n);
	fclose(file);
	return hash_run_done(&run);
}

/* A cut in the middle of the copying would leave a file that is half new and half old, and a log with a hole. The second
 * sync that fails is that of mending at the end; then the disk is well again. */
static void closing_copies_nothing_out_of_a_log_that_is_not_mended(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e = {0};
	store_close(f->store);
	f->store = support_store(&f->s, 1); /* its log is empty: nothing has to be copied back by itself */
	assert_ok(add(f->store, 1, e));
	disk_fails(2);
	assert_int_equal(add(f->store, 2, &e), UNAVAILABLE);
	struct hash before = file_hash(f);
	store_close(f->store);
	f->store = NULL;
	assert_true(hash_eq(before, file_hash(f)));
	f->store = support_store(&f->s, 1);
	assert_true(has(f->store, 1));
	assert_ok(add(f->store, 3, e));
}

static void a_log_that_lost_what_was_written_takes_nothing_more(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e = {0};
	assert_ok(add(f->store, 1, e));
	disk.reverts = true;
	disk_fails(INT_MAX);
	assert_int_equal(add(f->store, 2, &e), UNAVAILABLE);
	disk_fails(0);
	assert_int_equal(add(f->store, 3, &e), BROKEN);
	assert_int_equal(add(f->store, 4, &e), BROKEN);
	store_close(f->store);
	f->store = support_store(&f->s, 1);
	assert_int_equal(count(f->store), 1);
	assert_true(has(f->store, 1));
	assert_ok(add(f->store, 5, e));
}

/* Somebody copies the log back when it must be mended: the next writer is not turned away. */
static void *copies(void *context)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(context, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "SELECT count(*) FROM region", NULL, NULL, NULL), SQLITE_OK); /* it knows the log now */
	assert_int_equal(sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	return NULL;
}

struct adder {
	struct store *store;
	enum status status;
};

static void *adds(void *context)
{
	struct adder *a = context;
	struct err e;
	a->status = add(a->store, 9, &e);
	return NULL;
}

static void the_writer_after_a_failed_sync_is_not_turned_away_by_a_copy_under_way(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e;
	struct adder adder = {.store = f->store};
	pthread_t copy, write;
	disk_fails(INT_MAX);
	assert_int_equal(add(f->store, 1, &e), UNAVAILABLE);
	disk_fails(0);
	disk_hold(true);
	pthread_create(&copy, NULL, copies, f->s.url + strlen("sqlite:"));
	await_sync();
	pthread_create(&write, NULL, adds, &adder);
	usleep(100000); /* so that without waiting it would have given up by now; too short a time only makes the test easy */
	disk_hold(false);
	pthread_join(copy, NULL);
	pthread_join(write, NULL);
	assert_int_equal(adder.status, OK);
}

/* SQLite keeps its files beside the one that a link names. */
static void a_store_behind_a_link_is_synced_too(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	char link[100];
	snprintf(link, sizeof link, "%s/link.db", f->s.folder);
	store_close(f->store);
	assert_int_equal(symlink("netra.db", link), 0);
	snprintf(f->s.url, sizeof f->s.url, "sqlite:%s", link);
	f->store = support_store(&f->s, 1);
	assert_ok(add(f->store, 1, e));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_next_group_is_written_while_the_disk_is_waited_for),
		CASE(no_reader_answers_with_what_is_not_on_the_disk_yet),
		CASE(a_reader_of_what_stands_waits_for_nobody),
		CASE(whose_sync_fails_is_not_told_OK_and_the_next_is_kept),
		CASE(who_is_committed_behind_a_sync_that_fails_is_not_told_OK),
		CASE(what_is_told_OK_after_a_sync_that_failed_outlives_a_power_cut),
		CASE(closing_copies_nothing_out_of_a_log_that_is_not_mended),
		CASE(a_log_that_lost_what_was_written_takes_nothing_more),
		CASE(the_writer_after_a_failed_sync_is_not_turned_away_by_a_copy_under_way),
		CASE(a_store_behind_a_link_is_synced_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
