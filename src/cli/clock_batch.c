/* clock_batch.c -- see clock_batch.h.
 *
 * A file holds one question a line, of any length in all; or it is one JSON document: a question, a list of them, or
 * an object that holds the list in "cases" as the dossier's worked cases do. The first line tells which: when it is a
 * JSON object by itself and a question, the file is lines. Answers are gathered and written in large pieces, and one
 * arena serves all lines, so that a million questions take seconds.
 */
#include "cli/clock_batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DOCUMENT_MAX ((size_t)64 << 20) /* a batch that is one JSON document */
#define BLOCK        ((size_t)1 << 20)  /* read at a time; holds the longest line many times over */
#define WRITE_AT     ((size_t)256 << 10)

struct batch {
	const struct clock_desk *desk;
	struct arena arena; /* of one question */
	struct buf out;
	size_t line;
	bool errors;
};

static void flush(struct batch *b)
{
	fwrite(b->out.s, 1, b->out.n, stdout);
	buf_clear(&b->out);
}

static void told(struct batch *b, bool good)
{
	b->errors |= !good;
	arena_reset(&b->arena);
	if (b->out.n >= WRITE_AT)
		flush(b);
}

static void answer_line(struct batch *b, struct str line)
{
	line = str_trim(line);
	b->line++;
	if (line.n)
		told(b, clock_answer_line(&b->arena, b->desk, line, b->line, &b->out));
}

/* The lines of a file, read block by block. What is left of a block moves to the front of the next. */
struct lines {
	FILE *f;
	char *bytes; /* BLOCK of them */
	size_t from, to;
	bool ended;
};

static void fill(struct lines *l)
{
	memmove(l->bytes, l->bytes + l->from, l->to - l->from);
	l->to -= l->from;
	l->from = 0;
	size_t got = fread(l->bytes + l->to, 1, BLOCK - l->to, l->f);
	l->to += got;
	l->ended = got == 0;
}

/* The next line without its end; a line longer than a block comes in pieces, each too long to be a question. */
static bool next_line(struct lines *l, struct str *ret)
{
	for (;;) {
		char *at = l->bytes + l->from, *end = memchr(at, '\n', l->to - l->from);
		bool last = !end && (l->ended || (l->from == 0 && l->to == BLOCK));
		if (end || last) {
			*ret = (struct str){at, end ? (size_t)(end - at) : l->to - l->from};
			l->from += ret->n + (end != NULL);
			return end || ret->n;
		}
		fill(l);
	}
}

/* A question by itself: the file holds lines. */
static bool is_question(struct arena *a, struct str line)
{
	const struct json *row;
	return json_read(a, "line", line.s, line.n, CLOCK_LINE_MAX, &row, NULL) == OK && row->kind == J_OBJECT &&
	       !json_get(row, "cases");
}

static void answer_lines(struct batch *b, struct lines *l)
{
	struct str line;
	while (next_line(l, &line))
		answer_line(b, line);
}

static void answer_text(struct batch *b, struct str text)
{
	struct str line;
	while (str_split(&text, '\n', &line))
		answer_line(b, line);
}

static bool answer_document(struct batch *b, const struct json *document)
{
	const struct json *cases = document->kind == J_ARRAY ? document : json_get(document, "cases");
	struct clock_asked q = clock_asked_of(document);
	if (!cases || cases->kind != J_ARRAY) {
		if (q.clock)
			told(b, clock_answer(&b->arena, b->desk, &q, &b->out));
		return q.clock != NULL;
	}
	for (size_t i = 0; i < cases->n; i++) {
		q = clock_asked_of(&cases->items[i]);
		told(b, clock_answer(&b->arena, b->desk, &q, &b->out));
	}
	return true;
}

/* What is no document is lines of which the first is at fault. */
static enum status answer_rest(struct cli *cli, struct batch *b, struct lines *l, const char *path, struct err *e)
{
	scoped(buf_free) struct buf all = {.limit = DOCUMENT_MAX};
	const struct json *document;
	while (!l->ended) {
		buf_raw(&all, l->bytes + l->from, l->to - l->from);
		l->from = l->to = 0;
		fill(l);
	}
	TRY(buf_done(&all, e));
	if (json_read(cli->arena, path, all.s, all.n, DOCUMENT_MAX, &document, NULL) != OK) {
		answer_text(b, (struct str){all.s, all.n});
		return OK;
	}
	if (!answer_document(b, document))
		return FAIL(e, INVALID, "%s: expected questions, one a line or in a list", path);
	return OK;
}

static enum status answer_file(struct cli *cli, struct batch *b, FILE *f, const char *path, struct err *e)
{
	struct lines l = {.f = f, .bytes = arena_alloc(cli->arena, BLOCK)};
	fill(&l);
	char *end = memchr(l.bytes, '\n', l.to);
	struct str first = {l.bytes, end ? (size_t)(end - l.bytes) : l.to};
	if (is_question(cli->arena, first))
		answer_lines(b, &l);
	else
		TRY(answer_rest(cli, b, &l, path, e));
	flush(b);
	return ferror(f) ? FAIL(e, UNAVAILABLE, "%s: cannot be read", path) : OK;
}

int clock_batch(struct cli *cli, const struct clock_desk *d, const char *path)
{
	struct batch b = {.desk = d};
	struct err e = {0};
	bool standard = !strcmp(path, "-");
	FILE *f = standard ? stdin : fopen(path, "rb");
	enum status status = f ? answer_file(cli, &b, f, path, &e)
			       : FAIL(&e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (f && !standard)
		fclose(f);
	buf_free(&b.out);
	arena_free(&b.arena);
	if (status != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	return b.errors ? CLI_NO : CLI_YES;
}
