/* opened.h -- a package as its recipient opens it: every file of it, byte by byte, and the text of its papers. */
#ifndef NETRA_TESTS_OPENED_H
#define NETRA_TESTS_OPENED_H

#include "casework.h"
#include "desk/forward/parcels.h"

#include <fcntl.h>
#include <unistd.h>

static inline struct forward_of_rows handovers(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_of_rows rows;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(forward_of(&tx, c->file, &rows, e));
	return rows;
}

struct inside {
	const char *name;
	struct buf bytes;
};
struct opened {
	struct parcel_report report;
	struct inside files[20];
	size_t n;
	int fd;
	char piece[4096];
};

static inline enum status opened_take(void *context, const char *name, struct str bytes, bool begin, struct err *e)
{
	(void)e;
	struct opened *o = context;
	if (begin)
		o->files[o->n++] = (struct inside){.name = name};
	buf_raw(&o->files[o->n - 1].bytes, bytes.s, bytes.n);
	return OK;
}

static inline enum status opened_read(void *context, struct str *ret, struct err *e)
{
	(void)e;
	struct opened *o = context;
	ssize_t n = read(o->fd, o->piece, sizeof o->piece);
	*ret = (struct str){o->piece, n > 0 ? (size_t)n : 0};
	return OK;
}

static inline void opened_end(struct opened *o)
{
	for (size_t i = 0; i < o->n; i++)
		buf_free(&o->files[i].bytes);
	if (o->fd > 0)
		close(o->fd);
}

static inline void take(struct casework *c, int64_t handover, const struct parcel_private *key, struct opened *ret)
{
	struct parcel_file_of_row file;
	struct parcel_taker taker = {opened_take, ret};
	*ret = (struct opened){.n = 0};
	assert_ok(parcel_take(&c->d, handover, &ret->fd, &file, e));
	assert_ok(parcel_check(&c->s.arena, opened_read, ret, key, c->office->sign_public, &taker, &ret->report, e));
	assert_int_equal(ret->report.faults.n, 0);
}

/* The text of a PDF as a reader sees it, and as a search of the file's own facts would. */
static inline const char *pdf_text(struct casework *c, const struct buf *pdf)
{
	const char *path = arena_printf(&c->s.arena, "%s/look.pdf", c->s.folder);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(write(fd, pdf->s, pdf->n), (ssize_t)pdf->n);
	close(fd);
	FILE *p = popen(arena_printf(&c->s.arena, "pdftotext -raw '%s' - && pdfinfo '%s'", path, path), "r");
	char *text = arena_alloc(&c->s.arena, 1 << 16);
	size_t n = fread(text, 1, (1 << 16) - 1, p);
	assert_int_equal(pclose(p), 0);
	text[n] = 0;
	for (char *at = text; *at; at++) /* a name may break at the end of a line */
		*at = *at == '\n' ? ' ' : *at;
	return text;
}

#endif
