/* upload.c -- see upload.h: the rows of uploads, how much there may be, and how a whole one ends.
 *
 * What lies on the disk says how far an upload is, not the row: a piece costs one sync and no commit. The order at the
 * end: the file's bytes are kept as evidence and synced; one WRITE transaction adds the message, names the file and marks
 * the row; then the pieces are removed. Killed between any two, the next look begins with the first again and finds the
 * same content under the same name.
 */
#include "desk/intake/upload_internal.h"

#include "base/log.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define TRIES       3    /* of a transaction that met another writer */
#define FRAMES_FREE 256  /* pieces of any size that every upload may come in ... */
#define FRAME_MEAN  4096 /* ... and one more for each so many bytes */
#define SALT_N      16

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

enum status upload_row_read(const struct desk *d, struct str id_key, struct upload_row *ret, struct err *e)
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
	*ret = (struct upload_row){row.id, row.report, row.size, row.salt, row.expires_at, !instant_is_none(row.finished_at)};
	return tx_commit(&tx, e);
}

static struct upload_state state_of(const struct upload_row *r, int64_t offset)
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

static enum status row_finish(const struct desk *d, const struct upload_row *r, const struct intake_file *file, struct err *e)
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

static enum status finish(const struct desk *d, struct upload_row *r, struct pieces *p, struct err *e)
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
static enum status finish_or_cut(const struct desk *d, struct upload_row *r, struct pieces *p, struct err *e)
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
enum status upload_go_on(const struct desk *d, struct upload_row *r, struct pieces *p, struct err *e)
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

/* The row of an upload that a sender names, and its turn. */
static enum status take(const struct desk *d, const char *id, struct upload_turn *turn, struct upload_row *ret, struct err *e)
{
	if (!id_good(id))
		return FAIL(e, NOT_FOUND, "there is no such upload");
	struct hash key = id_hash(d->office, id);
	TRY(upload_turn_take(turn, hash_str(&key), UPLOAD_TURN_MS, e));
	return upload_row_read(d, hash_str(&key), ret, e);
}

enum status upload_look(const struct desk *d, const char *id, struct upload_state *ret, struct err *e)
{
	scoped(upload_turn_end) struct upload_turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct upload_row r;
	TRY(take(d, id, &turn, &r, e));
	TRY(upload_go_on(d, &r, &p, e));
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

static enum status append(const struct desk *d, struct upload_row *r, struct pieces *p, const struct upload_piece *piece,
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
	scoped(upload_turn_end) struct upload_turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct upload_row r;
	TRY(take(d, id, &turn, &r, e));
	TRY(upload_go_on(d, &r, &p, e));
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

static enum status row_add(const struct desk *d, const struct upload_new *as, struct str id_key, const struct upload_row *r,
			   struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(count_check(&tx, d, as, e));
	TRY(upload_insert(&tx, r->id, d->office->id, r->report, id_key, r->salt, r->size, d->now, r->expires, e));
	return tx_commit(&tx, e);
}

static enum status open_new(const struct desk *d, const struct upload_new *as, struct str id_key, struct upload_row *ret,
			    struct err *e)
{
	char *salt = arena_alloc(d->arena, SALT_N);
	random_bytes(salt, SALT_N);
	struct upload_row r = {id_new(d->now), as->report, as->size, {salt, SALT_N}, {d->now.us + UPLOAD_LIFE_US}, false};
	TRY(room_check(d->office, 2 * as->size, e));
	TRY(pieces_create(d->arena, d->office, r.id, r.salt, about_write(d->arena, as->metadata), e));
	enum status status = row_add(d, as, id_key, &r, e);
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
	scoped(upload_turn_end) struct upload_turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct upload_row r;
	struct err why = {0};
	struct upload_meta meta;
	TRY(size_check(d->office, as->size, e));
	TRY(upload_meta_read(d->arena, as->metadata, &meta, e));
	const char *id = id_make(d, as);
	struct hash key = id_hash(d->office, id);
	TRY(upload_turn_take(&turn, hash_str(&key), UPLOAD_TURN_MS, e));
	enum status status = upload_row_read(d, hash_str(&key), &r, &why);
	if (status == NOT_FOUND && !why.field)
		status = open_new(d, as, hash_str(&key), &r, &why);
	if (status == OK && (r.size != as->size || r.report != as->report))
		status = FAIL_FIELD(&why, CONFLICT, "Upload-Length", "another file was begun with this key");
	if (status != OK)
		return e ? *e = why, status : status;
	TRY(upload_go_on(d, &r, &p, e));
	*ret_id = id;
	*ret = state_of(&r, p.offset);
	return OK;
}

/* -- taking back -- */

enum status upload_row_end(const struct desk *d, int64_t id, struct err *e)
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
	scoped(upload_turn_end) struct upload_turn turn = {0};
	struct upload_row r;
	TRY(take(d, id, &turn, &r, e));
	if (r.finished)
		return FAIL(e, FORBIDDEN, "the file is part of the report already and stays there");
	return upload_row_end(d, r.id, e);
}
