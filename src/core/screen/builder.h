/* builder.h -- rows of an index on their way into the file: shared by pool.c, which keeps texts and tables, build.c,
 * which takes rows, and make.c, which orders and writes them. */
#ifndef NETRA_CORE_SCREEN_BUILDER_H
#define NETRA_CORE_SCREEN_BUILDER_H

#include "core/screen/screen_internal.h"

/* Growing arrays outside arenas: they become large and are copied into the file as they are. */
#define LIST_OF(type) struct { type *items; size_t n, cap; }
#define PUSH(list, ...)                                                                                                    \
	do {                                                                                                               \
		if ((list)->n == (list)->cap) {                                                                            \
			(list)->cap = (list)->cap ? (list)->cap * 2 : 64;                                                  \
			(list)->items = list_grow((list)->items, (list)->n * sizeof *(list)->items, (list)->cap * sizeof *(list)->items); \
		}                                                                                                          \
		(list)->items[(list)->n++] = (__VA_ARGS__);                                                                \
	} while (0)
#define RESERVE(list, count)                                                                                                \
	do {                                                                                                               \
		if ((list)->cap < (count)) {                                                                               \
			(list)->cap = (count);                                                                             \
			(list)->items = list_grow((list)->items, (list)->n * sizeof *(list)->items, (list)->cap * sizeof *(list)->items); \
		}                                                                                                          \
	} while (0)
void *must(void *p); /* or the end of the process */

/* Memory that is asked at random, in large pages where the system has them: with pages of 4 KiB each question would
 * first wait for the page table. @zeroed or with anything in it; for free(). */
void *wide_new(size_t bytes, bool zeroed);
void *list_grow(void *items, size_t used_bytes, size_t bytes); /* the same items in @bytes of memory */

/* A table of 64-bit words: open addressing, 0 is free. The first bits of a word pick its slot, so a table grows in one
 * pass from its begin to its end. Either a word is a hash itself (a set), or its upper half is that of a hash and its
 * lower half a row + 1 of something, which then is compared. */
struct slots {
	uint64_t *items;
	uint32_t bits;
	size_t used;
};
void slots_grow(struct slots *t);
void slots_expect(struct slots *t, size_t n); /* room for about @n */
static inline void slots_room(struct slots *t) /* for one more */
{
	if (t->used * 8 >= ((size_t)5 << t->bits) || !t->items)
		slots_grow(t);
}
static inline size_t slots_first(const struct slots *t, uint64_t hash) { return hash >> (64 - t->bits); }
static inline size_t slots_next(const struct slots *t, size_t at) { return (at + 1) & (((size_t)1 << t->bits) - 1); }
static inline uint64_t slot_word(uint64_t hash, uint32_t row) { return (hash & ~(uint64_t)UINT32_MAX) | (row + 1); }
bool slots_put(struct slots *t, uint64_t hash); /* of a set; false: it was there */
void slots_free(struct slots *t);

/* Texts kept once each; a row names one. */
struct pool_row {
	uint64_t hash;
	size_t at;
	uint32_t n;
	uint32_t mark; /* what its owner wants to remember */
};
struct pool {
	LIST_OF(char) bytes;
	LIST_OF(struct pool_row) rows; /* in the order of arrival */
	struct slots slots;
};
uint32_t pool_find(const struct pool *p, const char *s, size_t n, uint64_t hash); /* row, NONE */
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
struct platform_seen { /* as it was written, and the hash of what it means */
	char name[24];
	uint64_t hash;
};
struct builder_limits { /* what the format has room for; tests lower them */
	size_t persons, words, bytes;
};
struct screen_builder {
	struct builder_limits limits;
	struct pool strings; /* of contests, pairs, terms */
	struct pool tokens;  /* a word as it is written; behind a NUL what it reads as, when that is not its small letters */
	struct column columns[COLUMNS];
	LIST_OF(char) displays;
	LIST_OF(struct person_in) persons;
	LIST_OF(uint32_t) sequence; /* rows of tokens */
	struct slots by_nip, by_ref;
	bool refs_ascend;
	LIST_OF(struct account_in) accounts;
	struct slots handles; /* a set of account hashes */
	struct platform_seen platforms[8];
	size_t platforms_n;
	LIST_OF(struct ix_contest) contests;
	LIST_OF(struct ix_pair) pairs;
	LIST_OF(struct ix_term) terms;
	struct slots terms_seen;
	struct buf sources;
};

/* The tokens of a name into @ret: rows of the pool. False when some word of it is more than plain letters, or a title or
 * an abbreviation: then name_read says what it is. Exposed so that tests can hold both ways against each other. */
bool builder_plain_name(struct screen_builder *b, const char *s, uint32_t ret[static NAME_PARTS_MAX], size_t *ret_n);
/* The same by name_read, for any name. False: its words are not its parts, so it is kept as written too. */
bool builder_read_name(struct screen_builder *b, const char *s, const struct person_name *name, uint32_t ret[static NAME_PARTS_MAX]);

#endif
