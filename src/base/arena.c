/* arena.c -- see arena.h. Blocks are chained, newest first; each is at least BLOCK_SIZE. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN 1
#endif
#endif
#ifdef ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16 /* poisoned bytes between two allocations, so that a small overrun is caught */
#else
#define POISON(p, n) ((void)0)
#define UNPOISON(p, n) ((void)0)
#define GAP 0
#endif

#define BLOCK_SIZE ((size_t)16 * 1024) /* bytes; a page request seldom needs more than one */
#define ALIGN alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size, at; /* bytes of data, bytes used */
	alignas(max_align_t) unsigned char data[];
};

static void out_of_memory(size_t size)
{
	fprintf(stderr, "netra: out of memory (%zu bytes asked for)\n", size);
	abort();
}

static struct arena_block *block_new(struct arena_block *next, size_t size)
{
	struct arena_block *b = malloc(sizeof *b + size);
	if (!b)
		out_of_memory(size);
	b->next = next;
	b->size = size;
	b->at = 0;
	POISON(b->data, size);
	return b;
}

void *arena_alloc(struct arena *a, size_t size_bytes)
{
	if (size_bytes > (size_t)1 << 40)
		out_of_memory(size_bytes);
	size_t need = (size_bytes + GAP + ALIGN - 1) / ALIGN * ALIGN;
	if (!a->first || a->first->size - a->first->at < need)
		a->first = block_new(a->first, need > BLOCK_SIZE ? need : BLOCK_SIZE);
	unsigned char *p = a->first->data + a->first->at;
	a->first->at += need;
	a->used += need;
	UNPOISON(p, size_bytes);
	memset(p, 0, size_bytes);
	return p;
}

void *arena_calloc(struct arena *a, size_t n, size_t size_bytes)
{
	size_t total;
	if (__builtin_mul_overflow(n, size_bytes, &total))
		out_of_memory(SIZE_MAX);
	return arena_alloc(a, total);
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
	void *copy = arena_alloc(a, n);
	if (n)
		memcpy(copy, p, n);
	return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);
	if (n)
		memcpy(copy, s, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

#define JOIN_MAX 8
char *arena_join(struct arena *a, const char *first, ...)
{
	size_t lengths[JOIN_MAX], n = 0, all = 0;
	const char *parts[JOIN_MAX];
	va_list args;
	va_start(args, first);
	for (const char *s = first; s && n < JOIN_MAX; s = va_arg(args, const char *)) {
		parts[n] = s;
		lengths[n] = strlen(s);
		all += lengths[n++];
	}
	va_end(args);
	char *ret = arena_alloc(a, all + 1), *at = ret;
	for (size_t i = 0; i < n; at += lengths[i++])
		memcpy(at, parts[i], lengths[i]);
	return ret;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *s = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(s, (size_t)n + 1, format, again);
	va_end(again);
	return s;
}

void arena_reset(struct arena *a)
{
	while (a->first && a->first->next) {
		struct arena_block *b = a->first;
		a->first = b->next;
		UNPOISON(b->data, b->size);
		free(b);
	}
	if (a->first) {
		a->first->at = 0;
		POISON(a->first->data, a->first->size);
	}
	a->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	if (a->first) {
		UNPOISON(a->first->data, a->first->size);
		free(a->first);
	}
	*a = (struct arena){0};
}
