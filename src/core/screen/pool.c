/* pool.c -- what an index being made keeps in memory: texts once each, and tables over them (builder.h). */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

#define LARGE_PAGE ((size_t)2 << 20) /* bytes */

/* The large pages inside; advice only, before anything is written there. */
static void *widen(void *p, size_t bytes)
{
	uintptr_t from = ((uintptr_t)p + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE, to = ((uintptr_t)p + bytes) / LARGE_PAGE * LARGE_PAGE;
	if (from < to)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
	return p;
}

/* So much memory comes from the system itself and is zero already, which calloc knows. */
void *wide_new(size_t bytes, bool zeroed)
{
	bytes += !bytes;
	return widen(must(zeroed ? calloc(1, bytes) : malloc(bytes)), bytes);
}

void *list_grow(void *items, size_t used_bytes, size_t bytes)
{
	if (bytes < 4 * LARGE_PAGE)
		return must(realloc(items, bytes));
	void *ret = wide_new(bytes, false);
	if (used_bytes)
		memcpy(ret, items, used_bytes);
	free(items);
	return ret;
}

/* ---- Tables ---- */

static void slots_resize(struct slots *t, uint32_t bits)
{
	struct slots bigger = {.bits = bits, .used = t->used};
	bigger.items = wide_new(sizeof *bigger.items << bigger.bits, true);
	for (size_t i = 0; t->items && i < (size_t)1 << t->bits; i++) {
		if (!t->items[i])
			continue;
		size_t at = slots_first(&bigger, t->items[i]);
		while (bigger.items[at])
			at = slots_next(&bigger, at);
		bigger.items[at] = t->items[i];
	}
	free(t->items);
	*t = bigger;
}

void slots_grow(struct slots *t) { slots_resize(t, t->items ? t->bits + 1 : 10); }

void slots_expect(struct slots *t, size_t n)
{
	uint32_t bits = t->items ? t->bits : 10;
	while (n * 8 >= (size_t)5 << bits)
		bits++;
	if (bits > t->bits)
		slots_resize(t, bits);
}

bool slots_put(struct slots *t, uint64_t hash)
{
	slots_room(t);
	hash += !hash;
	size_t at = slots_first(t, hash);
	for (; t->items[at]; at = slots_next(t, at))
		if (t->items[at] == hash)
			return false;
	t->items[at] = hash;
	t->used++;
	return true;
}

void slots_free(struct slots *t)
{
	free(t->items);
	*t = (struct slots){0};
}

/* ---- Texts ---- */

uint32_t pool_find(const struct pool *p, const char *s, size_t n, uint64_t hash)
{
	if (!p->slots.items)
		return NONE;
	for (size_t at = slots_first(&p->slots, hash); p->slots.items[at]; at = slots_next(&p->slots, at)) {
		if (p->slots.items[at] >> 32 != hash >> 32)
			continue;
		uint32_t row = (uint32_t)p->slots.items[at] - 1;
		const struct pool_row *r = &p->rows.items[row];
		if (r->hash == hash && r->n == n && !memcmp(p->bytes.items + r->at, s, n))
			return row;
	}
	return NONE;
}

static uint32_t pool_add(struct pool *p, const char *s, size_t n, uint64_t hash)
{
	if (p->bytes.n + n + 1 > p->bytes.cap) {
		p->bytes.cap = (p->bytes.n + n + 1) * 2;
		p->bytes.items = must(realloc(p->bytes.items, p->bytes.cap));
	}
	struct pool_row row = {hash, p->bytes.n, (uint32_t)n, 0};
	memcpy(p->bytes.items + row.at, s, n);
	p->bytes.items[row.at + n] = '\0';
	p->bytes.n += n + 1;
	slots_room(&p->slots);
	size_t at = slots_first(&p->slots, hash);
	while (p->slots.items[at])
		at = slots_next(&p->slots, at);
	p->slots.items[at] = slot_word(hash, (uint32_t)p->rows.n);
	p->slots.used++;
	PUSH(&p->rows, row);
	return (uint32_t)p->rows.n - 1;
}

uint32_t pool_put(struct pool *p, const char *s, size_t n)
{
	uint64_t hash = text_hash(s, n);
	uint32_t row = pool_find(p, s, n, hash);
	return row == NONE ? pool_add(p, s, n, hash) : row;
}

uint32_t pool_text(struct pool *p, const char *s) { return pool_put(p, s ? s : "", s ? strlen(s) : 0); }

void pool_free(struct pool *p)
{
	free(p->bytes.items);
	free(p->rows.items);
	slots_free(&p->slots);
}
