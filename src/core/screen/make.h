/* make.h -- what the parts of making an index share: make_words.c (tokens, skeletons, letters left out), make_people.c
 * (the order of persons, names, what is known of each), make.c (postings, accounts, the file).
 *
 * Everything is ordered by what it is, never by where it lay in memory: tokens by how many bear them and by their bytes,
 * skeletons by their hash, names by key and tokens, persons by name, NIP, spelling and reference. So the same rows give
 * the same file, whatever machine makes it.
 */
#ifndef NETRA_CORE_SCREEN_MAKE_H
#define NETRA_CORE_SCREEN_MAKE_H

#include "core/screen/builder.h"

struct plan {
	const struct screen_builder *b;
	struct ix_header h;
	uint32_t *token_rank;      /* row of the pool -> token */
	uint32_t *token_row;       /* and back */
	uint32_t *token_skeleton;  /* of each token */
	uint32_t *row_skeleton;    /* and of each row of the pool */
	struct pool skeletons;
	uint32_t *place;           /* person of the builder -> person of the file */
	LIST_OF(uint32_t) name_first;     /* first person of each name; one more for the end */
	LIST_OF(uint32_t) name_skeletons; /* the distinct skeletons of each name; the last of a name with SKELETON_LAST */
	LIST_OF(char) strings;
	LIST_OF(struct ix_token) tokens;
	LIST_OF(struct ix_skeleton) skeleton_rows;
	LIST_OF(uint32_t) skeleton_dir, deletes, delete_dir, names, name_dir, forward_dir, start_rank, start_pick, dict;
	LIST_OF(uint8_t) forward;
	LIST_OF(uint64_t) postings, start_bits, rows, accounts;
	LIST_OF(struct ix_extra) extra;
	LIST_OF(struct ix_odd) odd;
	LIST_OF(char) texts;
};
#define SKELETON_LAST 0x80000000u

void make_words(struct plan *p);  /* TOKENS, SKELETONS, DELETES and their directories */
void make_people(struct plan *p); /* NAMES, FORWARD, STARTBITS, ROWS, DICT, EXTRA, ODD; place, name_first, name_skeletons */

/* Appends to a list of char; where it stands. */
uint32_t put_string(void *list, const char *s, size_t n);
static inline uint32_t bits_for(uint64_t n) { return n ? 64 - (uint32_t)__builtin_clzll(n) : 0; }
uint32_t directory_bits(size_t n, size_t rows_in_range);

/* Something to sort: a person by the key of the name, an account or a deletion by its hash. */
struct keyed {
	uint64_t key, value;
};
/* Ascending by the upper SORTED_BITS of the keys, those that share them as they came. @items is freed or returned. */
#define SORTED_BITS 24
struct keyed *sort_upper(struct keyed *items, size_t n);
/* Ascending by key and value. */
struct keyed *sort_keyed(struct keyed *items, size_t n);

/* Where each of 2^bits ranges of the upper hash bits begins in an ascending list; one more for the end. */
#define DIRECTORY(list, hash_of_row, n_rows, bits)                                                                         \
	do {                                                                                                               \
		size_t at_ = 0;                                                                                            \
		for (uint64_t range_ = 0; range_ <= (uint64_t)1 << (bits); range_++) {                                     \
			for (; at_ < (n_rows); at_++) {                                                                    \
				uint64_t hash_ = hash_of_row(at_);                                                         \
				if (((bits) ? hash_ >> (64 - (bits)) : 0) >= range_)                                       \
					break;                                                                             \
			}                                                                                                  \
			PUSH((list), (uint32_t)at_);                                                                       \
		}                                                                                                          \
	} while (0)

#endif
