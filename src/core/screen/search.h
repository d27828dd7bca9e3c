/* search.h -- a written name being looked for: what the query (resolve.c) and the stream (guess.c) share of search.c. */
#ifndef NETRA_CORE_SCREEN_SEARCH_H
#define NETRA_CORE_SCREEN_SEARCH_H

#include "core/screen/screen_internal.h"

#define CANDIDATES_MAX 1280 /* names scored for one look */
#define IDS_MAX 16000	    /* postings touched by one look for words or typos */
#define VARIANTS_MAX 24	    /* skeletons near one part */
#define COMMON 0.03  /* of two spellings equally near the commoner is likelier meant: at most this much */

struct query_part {
	const struct name_part *part;
	char skeleton[NAME_PART_MAX];
	size_t skeleton_n;
	uint64_t hash;                   /* of the skeleton */
	uint32_t letters;                /* in it */
	uint32_t own;                    /* its row in the register; NONE */
	uint32_t names;                  /* that hold it */
	uint32_t variants[VARIANTS_MAX]; /* skeletons; [0] is its own when the register has it */
	size_t variants_n, exact_n;
	double weight;
};
struct search {
	const struct screen *s;
	const char *text; /* the query as it is written; NULL: how a name is spelled does not matter */
	struct query_part parts[NAME_PARTS_MAX];
	size_t n;
	uint32_t *names; /* candidates */
	size_t names_n, names_max;
	size_t ids, ids_max; /* postings touched in this look */
	bool cut, other; /* the second: the query is read with other blanks */
	struct name_search *memory;
};

struct scored {
	uint32_t name;
	double score;
	int8_t with[NAME_PARTS_MAX]; /* for each query part the token of the name, -1 none */
	bool other;                  /* found by the other reading of blanks */
	uint8_t written;             /* parts that stand in the register as they were written: M. for M., not for Muhammad */
	double rank;                 /* the score, and a little for a name that many bear: it is likelier meant */
};

/* The parts of @name and their sounds; nothing is looked up yet. */
void search_read(struct search *q, const struct person_name *name);
/* What the register knows of each part: needed before anything can be scored. */
void search_weigh(struct search *q);
/* The key of the parts, with @other_hash as the sound of part @other. */
uint64_t search_key(const struct search *q, size_t other, uint64_t other_hash);
/* Skeletons near each part of at least @shortest letters, into its variants. */
void search_typos(struct search *q, size_t shortest);
void search_add(struct search *q, uint32_t name);                /* a candidate */
void search_both(struct search *q, uint32_t x, uint32_t y);      /* the names that hold two skeletons */
void search_all(struct search *q, uint32_t skeleton);            /* the names that hold one */
struct scored search_score(const struct search *q, uint32_t name);
/* Scores the candidates and keeps the @max best of them and of the @n there are; forgets the candidates. */
size_t search_keep(struct search *q, struct scored *best, size_t n, size_t max);
void search_sheet(const struct search *q, struct arena *a, const struct scored *found, struct screen_hit *hit);
/* The name with its blanks elsewhere, if that makes words of the register. */
bool search_blanks(const struct search *q, const struct person_name *name, struct person_name *made);

#endif
