/* builder.h -- rows of an index on their way into the file: shared by build.c, which takes them, and make.c. */
#ifndef NETRA_CORE_SCREEN_BUILDER_H
#define NETRA_CORE_SCREEN_BUILDER_H

#include "core/screen/screen_internal.h"

/* Growing arrays outside arenas: they become large and are copied into the file as they are. */
#define LIST_OF(type) struct { type *items; size_t n, cap; }
#define PUSH(list, ...)                                                                                                    \
	do {                                                                                                               \
		if ((list)->n == (list)->cap) {                                                                            \
			(list)->cap = (list)->cap ? (list)->cap * 2 : 64;                                                  \
			(list)->items = must(realloc((list)->items, (list)->cap * sizeof *(list)->items));                 \
		}                                                                                                          \
		(list)->items[(list)->n++] = (__VA_ARGS__);                                                                \
	} while (0)
void *must(void *p); /* or the end of the process */

/* Texts kept once each; a row names one. */
struct pool_row {
	uint64_t hash;
	size_t at;
	uint32_t n;
};
struct pool {
	LIST_OF(char) bytes;
	LIST_OF(struct pool_row) rows; /* in the order of arrival */
	uint32_t *slots;               /* row + 1 */
	size_t slots_n;
};
uint32_t pool_put(struct pool *p, const char *s, size_t n);
uint32_t pool_text(struct pool *p, const char *s);
void pool_free(struct pool *p);
static inline const char *pool_s(const struct pool *p, uint32_t row) { return p->bytes.items + p->rows.items[row].at; }

#define COLUMNS 5 /* agency, unit, position, region, status: FIELD_AGENCY and on */
struct column {
	struct pool pool;
	uint32_t last;
};
struct person_in {
	uint64_t ref, nip;
	uint32_t text[COLUMNS]; /* rows of the columns */
	uint32_t display;       /* place in displays; NONE: the words of its tokens */
	uint32_t tokens;        /* first of its tokens in sequence */
	uint8_t tokens_n, class; /* class * 2 + derived */
};
struct account_in {
	uint64_t hash;
	uint32_t person;
	uint8_t evidence;
};
struct slot_map { /* 64-bit key -> row + 1 */
	struct { uint64_t key; uint32_t row; } *slots;
	size_t slots_n, used;
};
struct screen_builder {
	struct pool strings; /* of contests, pairs, terms */
	struct pool tokens;  /* a word as it is written; behind a NUL what it reads as, when that is not its small letters */
	struct column columns[COLUMNS];
	LIST_OF(char) displays;
	LIST_OF(struct person_in) persons;
	LIST_OF(uint32_t) sequence; /* rows of tokens */
	struct slot_map by_nip, by_ref;
	bool refs_ascend;
	LIST_OF(struct account_in) accounts;
	struct slot_map by_handle;
	LIST_OF(struct ix_contest) contests;
	LIST_OF(struct ix_pair) pairs;
	LIST_OF(struct ix_term) terms;
	struct slot_map terms_seen;
	struct buf sources;
};

#endif
