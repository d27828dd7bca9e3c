/* upload_keep.c -- the periodic job of uploads: ends what is over, finishes what is whole, removes what nobody owns. */
#include "desk/intake/upload_internal.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEP_MAX 200     /* rows read at once */
#define STRAY_US HOUR_US /* pieces without a row: an opening that was cut short */

static enum status keep_ended(const struct desk *d, struct err *e)
{
	struct uploads_ended_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(uploads_ended(&tx, d->office->id, d->now, KEEP_MAX, &rows, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++) {
		scoped(upload_turn_end) struct upload_turn turn = {0};
		if (upload_turn_take(&turn, rows.items[i].id_key, 0, NULL) == OK)
			TRY(upload_row_end(d, rows.items[i].id, e));
	}
	return OK;
}

/* Whole by their size, but still open: killed between the last piece and the end, or the disk was full then. Or without
 * any pieces: the store was brought back from a backup, and they were not in it. */
static enum status keep_whole(const struct desk *d, const struct uploads_open_row *row, struct err *e)
{
	scoped(upload_turn_end) struct upload_turn turn = {0};
	scoped(pieces_close) struct pieces p = PIECES_NONE;
	struct stat st;
	struct upload_row r;
	bool there = stat(pieces_path(d->arena, d->office, row->id), &st) == 0;
	if ((there ? st.st_size < row->size : errno != ENOENT) || upload_turn_take(&turn, row->id_key, 0, NULL) != OK)
		return OK;
	TRY(upload_row_read(d, row->id_key, &r, e));
	if (!there)
		return r.finished ? OK : upload_row_end(d, r.id, e);
	return upload_go_on(d, &r, &p, e);
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
