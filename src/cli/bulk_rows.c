/* bulk_rows.c -- rows of a large CSV file into an index: one thread reads, another adds what was read before.
 *
 * Two batches go to and fro. The reader fills one with rows and their texts, hands it over and waits until the other has
 * been added. So the rows are added in the order of the file, whatever the threads do, and the index is the same.
 */
#include "cli/bulk.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH 4096	    /* rows: their texts stay near the processor between reading and adding */
#define SHOWN_FROM (64u << 20) /* bytes of a file that is worth showing how far it is */

struct refused {
	size_t row;
	char why[sizeof((struct err *)0)->why];
};
struct batch {
	struct screen_builder *b;
	enum registry_kind kind;
	struct arena texts;
	union {
		struct screen_person persons[BATCH];
		struct screen_account accounts[BATCH];
	};
	size_t lines[BATCH], n;
	struct { struct refused *items; size_t n, cap; } refused; /* in its texts */
	pthread_t thread;
	bool running;
};

static void refuse(void *context, size_t row, const struct err *why)
{
	struct batch *x = context;
	struct refused one = {.row = row};
	snprintf(one.why, sizeof one.why, "%s", why->why);
	ARENA_PUSH(&x->texts, &x->refused, one);
}

static void *add(void *batch)
{
	struct batch *x = batch;
	if (x->kind == REGISTRY_PEOPLE)
		screen_add_persons(x->b, x->persons, x->n, refuse, x);
	else
		screen_add_accounts(x->b, x->accounts, x->n, refuse, x);
	return NULL;
}

/* A machine that gives no thread gets its rows added all the same. */
static void start(struct batch *x)
{
	x->running = x->n && !pthread_create(&x->thread, NULL, add, x);
	if (x->n && !x->running)
		add(x);
}

static void finish(struct batch *x, struct registry_reader *r)
{
	if (x->running)
		pthread_join(x->thread, NULL);
	for (size_t i = 0; i < x->refused.n; i++)
		registry_reject_line(r, x->lines[x->refused.items[i].row], x->refused.items[i].why);
	arena_reset(&x->texts);
	x->refused.items = NULL;
	x->refused.n = x->refused.cap = x->n = 0;
	x->running = false;
}

static void fill(struct batch *x, struct registry_reader *r)
{
	struct registry_person person;
	r->row = x->texts;
	for (; x->n < BATCH; x->n++) {
		bool more = x->kind == REGISTRY_PEOPLE ? registry_next_person(r, &person) : registry_next_account(r, &x->accounts[x->n]);
		if (!more)
			break;
		if (x->kind == REGISTRY_PEOPLE)
			x->persons[x->n] = person.p;
		x->lines[x->n] = r->csv.record_line;
	}
	x->texts = r->row;
	r->row = (struct arena){0};
}

static void show(const struct registry_reader *r, const char *path, int *percent)
{
	int now = r->csv.n > SHOWN_FROM ? (int)(r->csv.at * 100 / r->csv.n) : *percent;
	if (now != *percent)
		fprintf(stderr, now < 100 ? "\r%s: %d %%" : "\r\033[K", path, now);
	*percent = now;
}

static void add_terms(struct registry_reader *r, struct screen_builder *b)
{
	struct screen_term term;
	struct err why;
	while (registry_next_term(r, &term))
		if (screen_add_term(b, &term, &why) != OK)
			registry_reject(r, why.why);
}

#define EXPECTED_MAX 6000000u /* rows of a whole country; a file of empty lines shall not ask for all memory */

/* How many rows, by the lines of the first bytes. */
static void expect(const struct registry_reader *r, struct screen_builder *b, enum registry_kind kind)
{
	const struct csv *c = &r->csv;
	size_t look = c->n - c->at < 1 << 20 ? c->n - c->at : 1 << 20, lines = 1;
	for (size_t i = 0; i < look; i++)
		lines += c->s[c->at + i] == '\n';
	size_t rows = look ? (size_t)((double)lines * 1.02 * (double)(c->n - c->at) / (double)look) : 0;
	rows = rows < EXPECTED_MAX ? rows : EXPECTED_MAX;
	screen_builder_expect(b, kind == REGISTRY_PEOPLE ? rows : 0, kind == REGISTRY_PEOPLE ? 0 : rows);
}

static int by_line(const void *a, const void *b)
{
	const struct reject *x = a, *y = b;
	return (x->line > y->line) - (x->line < y->line);
}

void bulk_rows(struct registry_reader *r, struct screen_builder *b, enum registry_kind kind, const char *path)
{
	if (kind == REGISTRY_WATCHLIST) {
		add_terms(r, b);
		return;
	}
	struct batch *two = calloc(2, sizeof *two);
	bool watched = isatty(STDERR_FILENO);
	int percent = 0, at = 0;
	if (!two)
		abort();
	r->gather = true;
	for (int i = 0; i < 2; i++) {
		two[i].b = b;
		two[i].kind = kind;
	}
	expect(r, b, kind);
	do {
		fill(&two[at], r);
		finish(&two[1 - at], r);
		start(&two[at]);
		at = 1 - at;
		if (watched)
			show(r, path, &percent);
	} while (two[1 - at].n == BATCH);
	finish(&two[1 - at], r);
	for (int i = 0; i < 2; i++)
		arena_free(&two[i].texts);
	free(two);
	if (r->report->rejects.n)
		qsort(r->report->rejects.items, r->report->rejects.n, sizeof *r->report->rejects.items, by_line);
}
