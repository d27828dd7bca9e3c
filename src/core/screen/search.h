/* search.h -- a written name being looked for: what the query (resolve.c) and the stream (guess.c) share of search.c. */
#ifndef NETRA_CORE_SCREEN_SEARCH_H
#define NETRA_CORE_SCREEN_SEARCH_H

#include "core/screen/screen_internal.h"

#define CANDIDATES_MAX 1280 /* names scored for one look */
#define IDS_MAX 16000	    /* postings touched by one look for words or typos */
#define VARIANTS_MAX 96	    /* skeletons near one part, */
#define VARIANTS_STREAM 24  /* and when a post waits */
#define OF_A_KEY 64         /* names of one guess that are looked at */
#define COMMON 0.03         /* of two spellings equally near the commoner is likelier meant: at most this much */

struct query_part {
	const struct name_part *part;
	char skeleton[NAME_PART_MAX];
	size_t skeleton_n;
	uint64_t hash, share;            /* of the skeleton; of the key */
	uint32_t letters;                /* in it */
	uint32_t own;                    /* its row in the register; NONE */
	uint32_t names;                  /* that hold it */
	uint32_t variants[VARIANTS_MAX]; /* skeletons; [0] is its own when the register has it */
	size_t variants_n, exact_n;
	double weight;
	char letter; /* it was written as this one letter, whatever it is read as; 0 */
};
struct search {
	const struct screen *s;
	const char *text; /* the query as it is written; NULL: how a name is spelled does not matter */
	struct query_part parts[NAME_PARTS_MAX];
	size_t n;
	uint64_t shares; /* of all parts */
	uint32_t *names; /* candidates */
	size_t names_n, names_max;
	size_t ids, ids_max; /* postings touched in this look */
	size_t variants_max;
	uint32_t mend;       /* the parts that may be mistyped: a bit each */
	bool raw;            /* look for letters left out as they are written too */
	size_t long_from;    /* a part of so many letters may have two mistakes */
	bool cut, other; /* the second: the query is read with other blanks */
	uint8_t reading; /* its number among the readings of a query, and what it costs to read it so */
	float cost;
	struct name_place place;
	uint32_t stamp;  /* of what is remembered of its parts */
	struct name_search *memory;
};

/* How a part that was written stands to a word of the register: the same letters, read the same, the same sounds after
 * one change of spelling or several, a letter left out or swapped, another letter, the sounds but one, two mistakes. */
enum fit { FIT_NONE, FIT_WRITTEN, FIT_SAME, FIT_SOUND, FIT_SOUNDS, FIT_INITIAL, FIT_SLIP, FIT_ONE, FIT_NEAR, FIT_TWO, FIT_N };
/* What each costs: the logarithm of how much rarer people write so. A name's rank is a share of the
 * logarithm of its bearers less what it costs to have been written like this. The costs were found by trying on half of the
 * queries of two composed loads; the other half, and a third load, judge them (docs/engine.md). */
extern const float fit_cost[FIT_N];
#define COST_ORDER 4.2f   /* parts in another order */
#define COST_SURPLUS 5.0f /* a part of the name that was not written */
#define COST_BLANKS 5.0f  /* a blank too many, too few or in the wrong place */
#define COST_FRONT 5.0f   /* a title that was an initial */
#define BEARERS 0.65f     /* of the logarithm of the bearers: whoever is looked for is not drawn by lot */

struct scored {
	uint32_t name;
	double score;
	int8_t with[NAME_PARTS_MAX]; /* for each query part the token of the name, -1 none */
	uint8_t reading;             /* of the query by which it was found */
	bool exact, swapped;         /* written like this, letter for letter; parts stand in another order */
	uint8_t mistakes;            /* that must have been made, to write the name like this */
	float cost, rank;            /* see fit_cost */
};

/* The sounds of the register that most persons bear, and those of words of each first letter, most frequent first: made
 * when first wanted. */
#define COMMON_WORDS 12288
#define COMMON_MAX 16 /* letters; longer ones are left to their near spellings */
#define LETTER_WORDS 256
struct common_words {
	uint32_t n, sets[COMMON_WORDS]; /* search_set of each */
	char strings[COMMON_WORDS][COMMON_MAX];
	uint8_t lengths[COMMON_WORDS];
	uint64_t by_letter[26][LETTER_WORDS]; /* key shares */
	uint16_t by_letter_n[26];
};
/* A bit for each letter, and as many more as it is longer than four: an edit changes two of them at most. */
static inline uint32_t search_set(uint32_t letters, size_t n) { return letters | (n > 4 ? (1u << (n < 10 ? n - 4 : 6)) - 1 : 0) << 26; }
const struct common_words *search_common(const struct search *q);

/* The parts of @name and their sounds; nothing is looked up yet. */
void search_read(struct search *q, const struct person_name *name);
/* What the register knows of each part: needed before anything can be scored. */
void search_weigh(struct search *q);
/* Asks memory for what search_weigh will read, step by step. */
void search_ask(const struct search *q, enum ask what);
/* The key of the parts; and when part @other has another share. */
static inline uint64_t search_key(const struct search *q) { return key_done(q->shares, q->n); }
static inline uint64_t search_key_with(const struct search *q, size_t other, uint64_t share) { return key_done(q->shares - q->parts[other].share + share, q->n); }
/* What a skeleton of the register gives to a key. */
static inline uint64_t search_share(const struct search *q, uint32_t skeleton)
{
	const struct ix_skeleton *k = skeleton_row(q->s, skeleton);
	return key_share(text_hash(ix_string(q->s, k->string), k->length));
}
/* Skeletons near each part of at least @shortest letters, into its variants. */
void search_typos(struct search *q, size_t shortest);
void search_add(struct search *q, uint32_t name);                /* a candidate */
void search_add_key(struct search *q, uint64_t key, uint32_t most); /* the names of these sounds, but no more than @most */
void search_both(struct search *q, uint32_t x, uint32_t y);      /* the names that hold two skeletons */
void search_all(struct search *q, uint32_t skeleton);            /* the names that hold one */
struct scored search_score(struct search *q, uint32_t name);
/* Scores the candidates and keeps the @max best of them and of the @n there are; forgets the candidates. */
size_t search_keep(struct search *q, struct scored *best, size_t n, size_t max);
void search_sheet(const struct search *q, struct arena *a, const struct scored *found, struct screen_hit *hit);
/* Parts i and i + 1 of @name in one; how many letters. */
size_t search_joined(const struct person_name *name, size_t i, char both[static 2 * NAME_PART_MAX]);
/* Part @i and, with @joined, the next one become what stands in @s: cut in two with @lost letters left out between, or
 * one word when @at is 0. False: there is no room for that. */
bool search_reblank(const struct person_name *name, size_t i, bool joined, const char *s, size_t n, size_t at, size_t lost, struct person_name *made);
/* The name with its blanks elsewhere, if that makes words of the register. */
bool search_blanks(const struct search *q, const struct person_name *name, struct person_name *made);

#endif
