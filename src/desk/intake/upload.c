/* upload.c -- see upload.h: the rows of uploads, whose turn it is, how much there may be, and how a whole one ends.
 *
 * What lies on the disk says how far an upload is, not the row: a piece costs one sync and no commit. The order at the
 * end: the file's bytes are kept as evidence and synced; one WRITE transaction adds the message, names the file and marks
 * the row; then the pieces are removed. Killed between any two, the next look begins with the first again and finds the
 * same content under the same name.
 */
#include "desk/intake/upload.h"

#include "base/log.h"
#include "desk/intake/intake_internal.h"
#include "desk/intake/pieces.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define TRIES       3    /* of a transaction that met another writer */
#define FRAMES_FREE 256  /* pieces of any size that every upload may come in ... */
#define FRAME_MEAN  4096 /* ... and one more for each so many bytes */
#define KEEP_MAX    200  /* rows of one turn of the keeper */
#define STRAY_US    HOUR_US /* pieces without a row: an opening that was cut short */
#define SALT_N      16

/* One upload as its row tells it. */
struct row {
	int64_t id, report, size;
	struct str salt, id_key;
	struct instant expires;
	bool finished;
};

/* -- whose turn it is -- */

struct turn { /* lies on the stack of whoever has the turn */
	struct turn *next;
	uint64_t who;
	bool taken;
};
static pthread_mutex_t turns_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turns_news;
static pthread_once_t turns_once = PTHREAD_ONCE_INIT;
static struct turn *turns;

static void turns_make(void)
{
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&turns_news, &attr);
	pthread_condattr_destroy(&attr);
}

static bool turn_free(uint64_t who)
{
	for (const struct turn *t = turns; t; t = t->next)
		if (t->who == who)
			return false;
	return true;
}

static enum status turn_take(struct turn *t, struct str id_key, int wait_ms, struct err *e)
{
	struct timespec until;
	*t = (struct turn){0};
	memcpy(&t->who, id_key.s, sizeof t->who);
	pthread_once(&turns_once, turns_make);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	pthread_mutex_lock(&turns_lock);
	while (!turn_free(t->who) && !pthread_cond_timedwait(&turns_news, &turns_lock, &until))
		;
	t->taken = turn_free(t->who);
	if (t->taken) {
		t->next = turns;
		turns = t;
	}
	pthread_mutex_unlock(&turns_lock);
	return t->taken ? OK : FAIL_FIELD(e, CONFLICT, UPLOAD_BUSY, "somebody else sends to this upload; try again in a moment");
}

static void turn_end(struct turn *t)
{
	if (!t->taken)
		return;
	pthread_mutex_lock(&turns_lock);
	struct turn **at = &turns;
	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	pthread_cond_broadcast(&turns_news);
	pthread_mutex_unlock(&turns_lock);
}

/* -- rows -- */

static struct hash id_hash(const struct office *o, const char *id)
{
	char text[16 + UPLOAD_ID_CHARS] = "upload id";
	memcpy(text + 16, id, UPLOAD_ID_CHARS);
	return hash_keyed(o->lookup_key, text, sizeof text);
}

static bool id_good(const char *id)
{
	return id && strlen(id) == UPLOAD_ID_CHARS && strspn(id, "0123456789abcdef") == UPLOAD_ID_CHARS;
}

static enum status row_read(const struct desk *d, struct str id_key, struct row *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct upload_by_key_row row;
	bool found;
	TRY(desk_begin(d, READ, &tx, e));
	TRY(upload_by_key(&tx, d->office->id, id_key, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no such upload");
	if (row.expires_at.us < d->now.us)
		return FAIL_FIELD(e, NOT_FOUND, UPLOAD_ENDED, "this upload's week is over; begin it again");
	if (row.salt.n != SALT_N)
		return FAIL(e, BROKEN, "the row of an upload is damaged");
	*ret = (struct row){row.id, row.report, row.size, row.salt, id_key, row.expires_at, !instant_is_none(row.finished_at)};
	return tx_commit(&tx, e);
}

static struct upload_state state_of(const struct row *r, int64_t offset)
{
	return (struct upload_state){r->report, r->size, r->finished ? r->size : offset, r->expires, r->finished, ""};
}

/* -- the end of a whole one -- */

/* Frame 0 of the pieces: the header that told of the file, after a letter, because a frame is never empty. */
static struct str about_write(struct arena *a, const char *metadata)
{
	return str_of(arena_printf(a, "m%s", metadata ? metadata : ""));
}

static enum status about_read(struct arena *a, const struct pieces *p, const char **ret, struct err *e)
{
	struct str about;
	TRY(pieces_about(a, p, &about, e));
	*ret = about.n ? arena_strndup(a, about.s + 1, about.n - 1) : "";
	return OK;
}

/* All of it at once, for the one case in which a photo is changed before it is kept. */
static enum status bytes_read(struct arena *a, struct pieces *p, struct str *ret, struct err *e)
{
	scoped(pieces_reading_end) struct pieces_reading reading = pieces_reading(p);
	char *bytes = arena_alloc(a, (size_t)p->offset + 1);
	struct str piece;
	size_t n = 0;
	for (;;) {
		TRY(pieces_read(&reading, &piece, e));
		if (!piece.n)
			break;
		memcpy(bytes + n, piece.s, piece.n);
		n += piece.n;
	}
	*ret = (struct str){bytes, n};
	return OK;
}

/* What evidence keeps: the bytes as they came, or without the place that the reporter asked us to take out. */
struct whole {
	struct str bytes;
	bool read;
};
static enum status whole_read(void *context, struct str *ret, struct err *e)
{
	struct whole *w = context;
	*ret = w->read ? (struct str){"", 0} : w->bytes;
	w->read = true;
	return OK;
}

static enum status file_keep(const struct desk *d, struct pieces *p, bool drop_place, struct file_kept *ret, struct err *e)
{
	if (drop_place) {
		scoped(arena_free) struct arena scratch = {0};
		struct whole w = {0};
		TRY(bytes_read(&scratch, p, &w.bytes, e));
		w.bytes = photo_without_metadata(&scratch, w.bytes);
		return evidence_file_keep(d, whole_read, &w, ret, e);
	}
	scoped(pieces_reading_end) struct pieces_reading reading = pieces_reading(p);
	return evidence_file_keep(d, pieces_read, &reading, ret, e);
}

static enum status row_finish(const struct desk *d, const struct row *r, const struct intake_file *file, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	const struct intake_message m = {.kind = "files", .text = "", .files = file, .n_files = 1};
	int64_t changed;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(upload_finish(&tx, r->id, d->now, &changed, e));
	if (!changed) /* another program did it */
		return OK;
	TRY(intake_message_add(&tx, d, r->report, &m, e));
	return tx_commit(&tx, e);
}

static enum status finish(const struct desk *d, struct row *r, struct pieces *p, struct err *e)
{
	struct desk reporter = *d;
	struct file_kept kept;
	struct upload_meta meta;
	const char *metadata;
	reporter.user = 0, reporter.role = ROLE_NONE, reporter.user_name = "";
	TRY(about_read(d->arena, p, &metadata, e));
	TRY(upload_meta_read(d->arena, metadata, &meta, e));
	TRY(file_keep(d, p, meta.drop_place, &kept, e));
	const struct intake_file file = {meta.name, {"", 0}, meta.drop_place, &kept};
	enum status status = CONFLICT;
	for (int i = 0; i < TRIES && status == CONFLICT; i++)
		status = row_finish(&reporter, r, &file, e);
	TRY(status);
	r->finished = true;
	unlink(p->path);
	return OK;
}

/* A whole one of which a piece was damaged on the disk is not whole any more: it has been cut back, and goes on. */
static enum status finish_or_cut(const struct desk *d, struct row *r, struct pieces *p, struct err *e)
{
	struct err why = {0};
	enum status status = finish(d, r, p, &why);
	if (status == BROKEN && p->offset < r->size) {
		log_err("upload", &why);
		return OK;
	}
	if (status != OK && e)
		*e = why;
	return status;
}

/* With the turn: how far it is; finishes what is whole. */
static enum status look(const struct desk *d, struct row *r, struct pieces *p, struct err *e)
{
	if (r->finished)
		return OK;
	enum status status = pieces_open(d->arena, d->office, r->id, r->salt, p, e);
	if (status == NOT_FOUND) /* the store was brought back from a backup, and the pieces were not in it */
		return FAIL_FIELD(e, NOT_FOUND, UPLOAD_ENDED, "the pieces of this upload are gone; begin it again");
	TRY(status);
	if (p->offset > r->size)
		return FAIL(e, BROKEN, "%s: more than the whole file", p->path);
	return p->offset == r->size ? finish_or_cut(d, r, p, e) : OK;
}

enum status upload_look(const struct desk *d, const char *id, struct upload_state *ret, struct err *e)
{
	scoped(turn_end) struct turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct row r;
	if (!id_good(id))
		return FAIL(e, NOT_FOUND, "there is no such upload");
	struct hash key = id_hash(d->office, id);
	TRY(turn_take(&turn, hash_str(&key), UPLOAD_TURN_MS, e));
	TRY(row_read(d, hash_str(&key), &r, e));
	TRY(look(d, &r, &p, e));
	*ret = state_of(&r, p.offset);
	if (r.finished)
		return OK;
	TRY(pieces_sync(&p, e)); /* what is told now holds, also what a program wrote that was killed before its sync */
	return about_read(d->arena, &p, &ret->metadata, e);
}

/* -- room -- */

static int64_t setting_bytes(const struct office *o, const char *key)
{
	return settings_int(o->settings, key) * (INT64_C(1) << 20);
}

/* Said before anything is taken. */
static enum status room_check(const struct office *o, int64_t need, struct err *e)
{
	struct statvfs v;
	if (statvfs(o->data, &v))
		return FAIL(e, UNAVAILABLE, "%s: %s", o->data, strerror(errno));
	double there = (double)v.f_bavail * (double)v.f_frsize;
	if (there < (double)need + (double)setting_bytes(o, "upload.reserve_mib"))
		return FAIL_FIELD(e, UNAVAILABLE, UPLOAD_DISK,
				  "the office's disk is nearly full; keep the file, what was sent so far is safe, try again later");
	return OK;
}

/* -- adding -- */

static enum status append(const struct desk *d, struct row *r, struct pieces *p, const struct upload_piece *piece,
			  struct err *e)
{
	int64_t at = r->finished ? r->size : p->offset;
	struct str bytes = piece->bytes;
	if (piece->offset != at)
		return FAIL_FIELD(e, CONFLICT, UPLOAD_AT_OFFSET, "the next byte is number %lld", (long long)at);
	if ((int64_t)bytes.n > r->size - at || piece->announced > r->size - at)
		return FAIL_FIELD(e, TOO_LARGE, "Content-Length", "more than the %lld bytes that are still to come", (long long)(r->size - at));
	if (!bytes.n)
		return OK;
	if (p->n >= FRAMES_FREE + r->size / FRAME_MEAN)
		return FAIL(e, TOO_MANY, "too many small pieces; begin again with larger ones");
	TRY(room_check(d->office, (int64_t)bytes.n, e));
	TRY(pieces_append(d->arena, p, bytes, e));
	if (p->offset < r->size)
		return OK;
	TRY(finish_or_cut(d, r, p, e));
	return r->finished ? OK : FAIL_FIELD(e, CONFLICT, UPLOAD_AT_OFFSET, "the next byte is number %lld", (long long)p->offset);
}

enum status upload_append(const struct desk *d, const char *id, const struct upload_piece *piece,
			  struct upload_state *ret, struct err *e)
{
	scoped(turn_end) struct turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct row r;
	if (!id_good(id))
		return FAIL(e, NOT_FOUND, "there is no such upload");
	struct hash key = id_hash(d->office, id);
	TRY(turn_take(&turn, hash_str(&key), UPLOAD_TURN_MS, e));
	TRY(row_read(d, hash_str(&key), &r, e));
	TRY(look(d, &r, &p, e));
	TRY(append(d, &r, &p, piece, e));
	*ret = state_of(&r, p.offset);
	return OK;
}

/* -- opening -- */

/* Asked twice with the same random value, the same id: an answer that was lost opens no second upload. */
static const char *id_make(const struct desk *d, const struct upload_new *as)
{
	if (text_blank(as->once))
		return random_hex(d->arena, UPLOAD_ID_CHARS / 2);
	const char *text = arena_printf(d->arena, "upload once|%lld|%s", (long long)as->report, as->once);
	struct hash h = hash_keyed(d->office->lookup_key, text, strlen(text));
	return hex_text(d->arena, h.bytes, UPLOAD_ID_CHARS / 2);
}

static enum status size_check(const struct office *o, int64_t size, struct err *e)
{
	int64_t mib = settings_int(o->settings, "intake.file_max_mib");
	if (size < 0)
		return FAIL_FIELD(e, INVALID, "Upload-Length", "a length is not below 0");
	if (size > setting_bytes(o, "intake.file_max_mib"))
		return FAIL_FIELD(e, TOO_LARGE, "Upload-Length", "a file may have at most %lld MiB", (long long)mib);
	return OK;
}

/* In the transaction that adds the row, so that two at once cannot both be the last. */
static enum status count_check(struct tx *tx, const struct desk *d, const struct upload_new *as, struct err *e)
{
	const struct settings *s = d->office->settings;
	struct uploads_count_row open;
	struct report_files_count_row files;
	int64_t most = settings_int(s, "intake.files_per_report");
	TRY(uploads_count(tx, d->office->id, as->report, &open, e));
	TRY(report_files_count(tx, as->report, &files, e));
	if (files.n + open.of_report >= most)
		return FAIL_FIELD(e, TOO_LARGE, "file", "at most %lld files in one report", (long long)most);
	if (open.of_report >= settings_int(s, "upload.open_per_report"))
		return FAIL(e, TOO_MANY, "too many files of this report are under way; finish or end one first");
	if (open.n >= settings_int(s, "upload.open_max") ||
	    open.bytes + as->size > setting_bytes(d->office, "upload.bytes_max_mib"))
		return FAIL(e, UNAVAILABLE, "too many files are under way in this office; try again later");
	return room_check(d->office, open.bytes + 2 * as->size, e);
}

static enum status row_add(const struct desk *d, const struct upload_new *as, const struct row *r, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(count_check(&tx, d, as, e));
	TRY(upload_insert(&tx, r->id, d->office->id, r->report, r->id_key, r->salt, r->size, d->now, r->expires, e));
	return tx_commit(&tx, e);
}

static enum status open_new(const struct desk *d, const struct upload_new *as, struct str id_key, struct row *ret,
			    struct err *e)
{
	char *salt = arena_alloc(d->arena, SALT_N);
	random_bytes(salt, SALT_N);
	struct row r = {id_new(d->now), as->report, as->size, {salt, SALT_N}, id_key, {d->now.us + UPLOAD_LIFE_US}, false};
	TRY(room_check(d->office, 2 * as->size, e));
	TRY(pieces_create(d->arena, d->office, r.id, r.salt, about_write(d->arena, as->metadata), e));
	enum status status = row_add(d, as, &r, e);
	if (status != OK) {
		unlink(pieces_path(d->arena, d->office, r.id));
		return status;
	}
	*ret = r;
	return OK;
}

enum status upload_open(const struct desk *d, const struct upload_new *as, const char **ret_id, struct upload_state *ret,
			struct err *e)
{
	scoped(turn_end) struct turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct row r;
	struct err why = {0};
	struct upload_meta meta;
	TRY(size_check(d->office, as->size, e));
	TRY(upload_meta_read(d->arena, as->metadata, &meta, e));
	const char *id = id_make(d, as);
	struct hash key = id_hash(d->office, id);
	TRY(turn_take(&turn, hash_str(&key), UPLOAD_TURN_MS, e));
	enum status status = row_read(d, hash_str(&key), &r, &why);
	if (status == NOT_FOUND && !why.field)
		status = open_new(d, as, hash_str(&key), &r, &why);
	if (status == OK && (r.size != as->size || r.report != as->report))
		status = FAIL_FIELD(&why, CONFLICT, "Upload-Length", "another file was begun with this key");
	if (status != OK)
		return e ? *e = why, status : status;
	TRY(look(d, &r, &p, e));
	*ret_id = id;
	*ret = state_of(&r, p.offset);
	return OK;
}

/* -- taking back, and the keeper -- */

static enum status row_end(const struct desk *d, int64_t id, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	int64_t changed;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(upload_remove(&tx, id, &changed, e));
	TRY(tx_commit(&tx, e));
	unlink(pieces_path(d->arena, d->office, id));
	return OK;
}

enum status upload_drop(const struct desk *d, const char *id, struct err *e)
{
	scoped(turn_end) struct turn turn = {0};
	struct row r;
	if (!id_good(id))
		return FAIL(e, NOT_FOUND, "there is no such upload");
	struct hash key = id_hash(d->office, id);
	TRY(turn_take(&turn, hash_str(&key), UPLOAD_TURN_MS, e));
	TRY(row_read(d, hash_str(&key), &r, e));
	if (r.finished)
		return FAIL(e, FORBIDDEN, "the file is part of the report already and stays there");
	return row_end(d, r.id, e);
}

static enum status keep_ended(const struct desk *d, struct err *e)
{
	struct uploads_ended_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(uploads_ended(&tx, d->office->id, d->now, KEEP_MAX, &rows, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++) {
		scoped(turn_end) struct turn turn = {0};
		if (turn_take(&turn, rows.items[i].id_key, 0, NULL) == OK)
			TRY(row_end(d, rows.items[i].id, e));
	}
	return OK;
}

/* Whole by their size, but still open: killed between the last piece and the end, or the disk was full then. Or without
 * any pieces: the store was brought back from a backup, and they were not in it. */
static enum status keep_whole(const struct desk *d, const struct uploads_open_row *row, struct err *e)
{
	scoped(turn_end) struct turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct stat st;
	struct row r;
	bool there = stat(pieces_path(d->arena, d->office, row->id), &st) == 0;
	if ((there ? st.st_size < row->size : errno != ENOENT) || turn_take(&turn, row->id_key, 0, NULL) != OK)
		return OK;
	TRY(row_read(d, row->id_key, &r, e));
	if (!there)
		return r.finished ? OK : row_end(d, r.id, e);
	return look(d, &r, &p, e);
}

static enum status keep_open(const struct desk *d, struct err *e)
{
	for (int64_t after = 0;;) {
		scoped(arena_free) struct arena scratch = {0};
		struct desk one = *d;
		struct uploads_open_rows rows;
		one.arena = &scratch;
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&one, READ, &tx, e));
		TRY(uploads_open(&tx, d->office->id, after, KEEP_MAX, &rows, e));
		TRY(tx_commit(&tx, e));
		if (!rows.n)
			return OK;
		for (size_t i = 0; i < rows.n; i++) {
			struct err why = {0};
			if (keep_whole(&one, &rows.items[i], &why) != OK)
				log_err("upload_keep", &why); /* one that is damaged does not hold up the others */
		}
		after = rows.items[rows.n - 1].id;
	}
}

static void dir_close(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

/* Pieces whose row was never written, or is gone. */
static enum status keep_stray(const struct desk *d, const char *name, struct err *e)
{
	struct stat st;
	int64_t id;
	bool there;
	struct upload_there_row row;
	const char *path = arena_printf(d->arena, "%s/uploads/%s", d->office->data, name);
	if (int_parse(name, 1, INT64_MAX, &id, NULL) != OK || lstat(path, &st) ||
	    st.st_mtime > (instant_now().us - STRAY_US) / SECOND_US)
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(upload_there(&tx, id, &there, &row, e));
	TRY(tx_commit(&tx, e));
	if (!there)
		unlink(path);
	return OK;
}

static enum status keep_strays(const struct desk *d, struct err *e)
{
	scoped(dir_close) DIR *dir = opendir(arena_printf(d->arena, "%s/uploads", d->office->data));
	if (!dir)
		return errno == ENOENT ? OK : FAIL(e, UNAVAILABLE, "uploads: %s", strerror(errno));
	for (struct dirent *entry; (entry = readdir(dir));)
		TRY(keep_stray(d, entry->d_name, e));
	return OK;
}

enum status upload_keep(const struct desk *d, struct err *e)
{
	int n;
	TRY(keep_ended(d, e));
	TRY(keep_open(d, e));
	TRY(keep_strays(d, e));
	return evidence_sweep(d->office, (struct instant){instant_now().us - STRAY_US}, &n, e);
}
