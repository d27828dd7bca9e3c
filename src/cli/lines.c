/* lines.c -- see lines.h. */
#define _GNU_SOURCE
#include "cli/lines.h"

#include "base/day.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)8 << 20) /* bytes of whole lines handed on at once */

struct reading {
	const struct lines_job *job;
	const char *path;
	int fd;
	char *bytes; /* CHUNK of them */
	size_t n, used;
	bool ended;
	uint64_t line;    /* number of the next line */
	uint64_t written; /* bytes of results, of all files */
	uint64_t done, all; /* bytes read, and to be read; all 0: unknown */
	int64_t start_us, shown_us;
};

/* ---- How far it got ---- */

#define BAR_AFTER_US (2 * SECOND_US) /* of work, before a bar is worth its place */
#define BAR_EVERY_US (SECOND_US / 5)
#define BAR_WIDTH    30

static void bar_show(struct reading *r)
{
	int64_t now_us = steady_us(), took_us = now_us - r->start_us;
	char bar[BAR_WIDTH + 1];
	if (took_us < BAR_AFTER_US || now_us - r->shown_us < BAR_EVERY_US || !isatty(STDERR_FILENO))
		return;
	r->shown_us = now_us;
	fprintf(stderr, "\r\033[K");
	if (r->all) {
		size_t full = (size_t)((double)BAR_WIDTH * (double)r->done / (double)r->all);
		memset(bar, '.', BAR_WIDTH);
		memset(bar, '#', full < BAR_WIDTH ? full : BAR_WIDTH);
		bar[BAR_WIDTH] = '\0';
		fprintf(stderr, "[%s] %3.0f %%  ", bar, 100.0 * (double)r->done / (double)r->all);
	}
	fprintf(stderr, "%" PRIu64 " MB of %s, %.0f s", r->done >> 20, r->job->what, (double)took_us / SECOND_US);
	fflush(stderr);
}

static void bar_end(const struct reading *r)
{
	if (r->shown_us)
		fprintf(stderr, "\r\033[K");
}

/* ---- Chunks ---- */

/* Nothing more has come yet, and what is there holds a whole line: who feeds us by hand wants its answer now. */
static bool worth_a_start(const struct reading *r)
{
	struct pollfd p = {.fd = r->fd, .events = POLLIN};
	return poll(&p, 1, 0) == 0 && memrchr(r->bytes, '\n', r->n);
}

static enum status fill(struct reading *r, struct err *e)
{
	memmove(r->bytes, r->bytes + r->used, r->n - r->used);
	r->n -= r->used;
	r->used = 0;
	while (!r->ended && r->n < CHUNK) {
		ssize_t got = read(r->fd, r->bytes + r->n, CHUNK - r->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return FAIL(e, UNAVAILABLE, "%s: line %" PRIu64 ": cannot be read further: %s", r->path, r->line, strerror(errno));
		r->ended = got == 0;
		r->n += (size_t)got;
		r->done += (uint64_t)got;
		if (got > 0 && worth_a_start(r))
			break;
	}
	return OK;
}

/* The line is longer than a chunk: it is passed over up to its end, wherever that is. */
static enum status pass_over(struct reading *r, struct err *e)
{
	char *end = NULL;
	r->job->refusals->overlong++;
	refusal_note(r->job->refusals, r->line, "the line has more than 8388608 bytes, at most 1048576 are read");
	for (r->used = r->n; !end && !(r->ended && r->used == r->n); r->used = end ? (size_t)(end - r->bytes) + 1 : r->n) {
		TRY(fill(r, e));
		bar_show(r);
		end = memchr(r->bytes, '\n', r->n);
	}
	r->line++;
	return OK;
}

static bool first_look(struct reading *r, struct err *e)
{
	const char *foreign = text_foreign(r->bytes, r->n);
	if (foreign)
		(void)FAIL(e, BROKEN, "%s: %s", r->path, foreign);
	r->used = text_bom(r->bytes, r->n);
	return !foreign;
}

/* Whole lines from r->used on, up to the last newline at hand or the end of the file. */
static bool whole_lines(const struct reading *r, struct str *ret)
{
	const char *from = r->bytes + r->used, *last = r->ended ? r->bytes + r->n - 1 : memrchr(from, '\n', r->n - r->used);
	*ret = (struct str){from, last ? (size_t)(last - from) + 1 : 0};
	return last != NULL;
}

static uint64_t newlines(struct str s)
{
	uint64_t n = 0;
	for (const char *at = s.s, *end = s.s + s.n; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
		n++;
	return n;
}

/* ---- Results ---- */

/* Straight to the file, so that what was written is known to the byte. */
static enum status write_out(struct reading *r, const struct buf *out, struct err *e)
{
	for (size_t at = 0; at < out->n;) {
		ssize_t put = write(STDOUT_FILENO, out->s + at, out->n - at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return FAIL(e, UNAVAILABLE,
				    "standard output: %s; %" PRIu64 " bytes of results were written, whole up to line %" PRIu64 " of %s, the last of them may be cut",
				    strerror(errno), r->written, r->line - 1, r->path);
		at += (size_t)put;
		r->written += (uint64_t)put;
	}
	return OK;
}

static enum status one_file(struct reading *r, struct buf *out, struct err *e)
{
	const struct lines_job *job = r->job;
	job->refusals->file = r->path;
	r->n = r->used = 0;
	r->ended = false;
	r->line = 1;
	TRY(fill(r, e));
	if (!first_look(r, e))
		return BROKEN;
	for (struct str lines; r->used < r->n;) {
		if (!whole_lines(r, &lines)) {
			TRY(pass_over(r, e));
		} else {
			job->visit(job->context, lines, r->line, out);
			TRY(write_out(r, out, e));
			r->line += newlines(lines);
			r->used += lines.n;
			buf_clear(out);
		}
		bar_show(r);
		TRY(fill(r, e));
	}
	return OK;
}

/* Can each file be opened, and how much is there to read? */
static enum status all_there(struct reading *r, struct err *e)
{
	struct stat st;
	bool known = r->job->paths_n > 0;
	for (int i = 0; i < r->job->paths_n; i++) {
		const char *path = r->job->paths[i];
		if (!strcmp(path, "-") || (!stat(path, &st) && S_ISFIFO(st.st_mode))) {
			known = false;
			continue;
		}
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return FAIL(e, UNAVAILABLE, "%s: cannot be opened: %s; nothing was read", path, strerror(errno));
		bool folder = !fstat(fd, &st) && S_ISDIR(st.st_mode);
		close(fd);
		if (folder)
			return FAIL(e, UNAVAILABLE, "%s: a folder, a file of %s was expected; nothing was read", path, r->job->what);
		r->all += (uint64_t)st.st_size;
	}
	if (!known)
		r->all = 0;
	return OK;
}

static enum status files_in_turn(struct reading *r, struct buf *out, struct err *e)
{
	TRY(all_there(r, e));
	for (int i = 0; i < r->job->paths_n || (i == 0 && !r->job->paths_n); i++) {
		bool in = !r->job->paths_n || !strcmp(r->job->paths[i], "-");
		r->path = in ? "standard input" : r->job->paths[i];
		r->fd = in ? STDIN_FILENO : open(r->path, O_RDONLY | O_CLOEXEC);
		if (r->fd < 0)
			return FAIL(e, UNAVAILABLE, "%s: cannot be opened: %s", r->path, strerror(errno));
		enum status status = one_file(r, out, e);
		if (!in)
			close(r->fd);
		TRY(status);
	}
	return OK;
}

enum status lines_each(const struct lines_job *job, struct err *e)
{
	struct reading r = {.job = job, .start_us = steady_us(), .bytes = malloc(CHUNK)};
	scoped(buf_free) struct buf out = {.limit = SIZE_MAX / 2};
	if (!r.bytes)
		return FAIL(e, UNAVAILABLE, "no memory");
	fflush(stdout); /* what is written next goes past stdio */
	enum status status = files_in_turn(&r, &out, e);
	bar_end(&r);
	free(r.bytes);
	return status;
}
