/* text.h -- Indonesian text as people really type it, made comparable: folding, tokens, slang, people's names.
 *
 * Folding is one pass over checked UTF-8. It lowers case, undoes look-alikes (Cyrillic and Greek letters, bold and
 * italic "mathematical" letters, circled and full-width ones), drops accents and invisible characters, and
 * shortens runs of three or more equal letters to one. Emoji that carry meaning here (raised fingers, thumbs, a
 * laugh) become words of their own, starting with a colon: ":satu" is one raised finger. Every token knows the
 * bytes of the original it came from, so that a reason can be shown on the text as it was written.
 *
 * Names of people: titles and degrees are stripped, abbreviations written out (M. -> muhammad), initials marked.
 * A skeleton is the spelling with the sound kept and the fashion dropped: Soekarno and Sukarno share one.
 *
 * Pure. `struct text` keeps its memory between texts: one per thread, text_free at the end.
 */
#ifndef NETRA_CORE_TEXT_TEXT_H
#define NETRA_CORE_TEXT_TEXT_H

#include "base/str.h"

#include <string.h>

#define TEXT_MAX (64 * 1024) /* bytes read of one text; posts are far shorter, books are not posts */
#define TOKEN_MAX 64         /* bytes of a folded token; longer runs are cut: they are not words */

enum token_kind {
	TOKEN_WORD,   /* letters, perhaps with digits: "coblos", "n0m3r", "p3k" */
	TOKEN_NUMBER, /* digits only: "2", "02" */
	TOKEN_SIGN,   /* an emoji with meaning: ":satu" */
	TOKEN_MARK    /* one of . ! ? , : ; ( ) [ ] " ' as itself; quotes of all shapes are '"' */
};
#define TOKEN_TAG 1      /* after # */
#define TOKEN_MENTION 2  /* after @ */
#define TOKEN_UPPER 4    /* two or more letters, all capitals: BARENG */
#define TOKEN_CAPITAL 8  /* starts with a capital */
#define TOKEN_SPACED 16  /* was written with spaces between: B A R E N G */
#define TOKEN_MIXED 32   /* letters and digits */
#define TOKEN_DISGUISED 64 /* look-alikes, number letters or repeats were undone */
#define TOKEN_JOINED 128 /* follows the token before without a space */

struct token {
	uint32_t at, end; /* bytes of the original, [at, end) */
	const char *s;    /* folded, in the text's own memory */
	uint16_t n;
	uint8_t kind, flags;
	uint64_t hash; /* of s, n */
};
struct text {
	struct token *items;
	size_t n, cap;
	char *folded; /* memory of the tokens */
	size_t folded_cap;
	uint64_t *bits; /* memory of what bytes_text says of the original */
	size_t bits_cap;
	size_t singles; /* words of one letter */
	bool cut; /* the text was longer than TEXT_MAX */
};

/* Folds @s into tokens. @s should be valid UTF-8; faults separate words and are never read past. */
void text_read(struct text *t, const char *s, size_t n);
void text_free(struct text *t);

/* The hash of a word, also kept in index files: a change of it is a new version of their format. Two multiplications
 * for up to 16 bytes; each byte counts, and so does the length. */
static inline uint64_t text_mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}
static inline uint64_t text_load(const char *s, size_t bytes)
{
	uint64_t ret = 0;
	memcpy(&ret, s, bytes);
	return ret;
}
#define TEXT_HASH_SEED 0x9E3779B97F4A7C15u /* times the length */
static inline uint64_t text_hash_end(uint64_t a, uint64_t b, uint64_t seed)
{
	return text_mix(text_mix(a ^ 0xE7037ED1A0B428DBu, b ^ seed) ^ 0x8EBC6AF09C88C6E3u, seed ^ 0x589965CC75374CC3u);
}
static inline uint64_t text_hash(const char *s, size_t n)
{
	uint64_t seed = n * TEXT_HASH_SEED, a = 0, b = 0;
	for (; n > 16; s += 16, n -= 16)
		seed = text_mix(text_load(s, 8) ^ 0xA0761D6478BD642Fu, text_load(s + 8, 8) ^ seed);
	if (n >= 8) {
		a = text_load(s, 8);
		b = text_load(s + n - 8, 8);
	} else if (n >= 4) {
		a = text_load(s, 4);
		b = text_load(s + n - 4, 4);
	} else if (n) {
		a = (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[n / 2] << 8 | (uint64_t)(unsigned char)s[n - 1] << 16;
	}
	return text_hash_end(a, b, seed);
}
static inline bool token_is(const struct token *t, const char *word)
{
	return t->n && word[0] == t->s[0] && __builtin_strlen(word) == t->n && !__builtin_memcmp(word, t->s, t->n);
}
/* @s folded to words with one space between, for comparing whole texts. */
char *text_folded(struct arena *a, const char *s);
/* Number letters undone: "c0bl0s" -> "coblos". False when the word has no letter or no digit. @ret: TOKEN_MAX. */
bool text_unleet(const char *s, size_t n, char *ret, size_t *ret_n);
/* 1..9 for a number word in Indonesian or a regional language ("dua", "loro", "duo", "tilu"), else 0. */
int text_number(const char *s, size_t n);
int text_number_token(const struct token *t); /* the same of a token, whose hash is known */

/* A list of lexicon/, which is built into the binary: @take is shown each of its records but the first, all of @cells cells. The
 * lists are ours: a fault in one is a fault of the build. */
struct csv;
void text_lexicon(const char *name, size_t cells, void (*take)(void *to, const struct csv *c), void *to);

/* The everyday word for @s ("gak" -> "tidak"), from lexicon/slang.csv; NULL: not slang. */
const char *text_slang(const char *s, size_t n, size_t *ret_n);
const char *text_slang_token(const struct token *t, size_t *ret_n); /* the same of a token, whose hash is known */
bool text_may_be_slang(uint64_t hash); /* false: a word of this hash is not */
/* The stem of one folded word, as a recall aid for searching (libstemmer, Indonesian). */
char *text_stem(struct arena *a, const char *word);

/* Near-equal texts: 64-bit similarity hash of the words; copies with small changes differ in few bits. */
uint64_t text_simhash(const struct text *t);
static inline int text_distance(uint64_t a, uint64_t b) { return __builtin_popcountll(a ^ b); }

/* People's names. */
#define NAME_PARTS_MAX 8
#define NAME_PART_MAX 32 /* bytes */
enum name_part_kind { PART_FULL, PART_INITIAL, PART_ABBREVIATION };
struct name_part {
	char s[NAME_PART_MAX]; /* folded; abbreviations written out */
	uint8_t n;
	uint8_t kind;     /* enum name_part_kind */
	char letter;      /* it was written as this one letter, 0: as more */
	uint16_t at, end; /* bytes of the original */
};
struct person_name {
	struct name_part parts[NAME_PARTS_MAX];
	size_t n;
	bool titled; /* some title or degree was stripped */
	char front;  /* a title of one letter stood before it, which may have been an initial: "H. Suparman"; 0 */
	bool cut;    /* it had more parts than NAME_PARTS_MAX */
};
void name_read(const char *s, size_t n, struct person_name *ret);
/* The spelling skeleton of a folded name part. @ret holds NAME_PART_MAX bytes; returns its length. */
size_t name_skeleton(const char *s, size_t n, char ret[static NAME_PART_MAX]);
/* Edits (insert, delete, replace, swap of neighbours) between two parts, at most @max, else max + 1. */
int name_edits(const char *a, size_t a_n, const char *b, size_t b_n, int max);
/* The same against many: @a is borrowed. */
struct name_pattern {
	const char *s;
	size_t n;
	bool plain;          /* a to z alone */
	uint32_t places[32]; /* where each letter stands */
};
void name_pattern(const char *a, size_t n, struct name_pattern *ret);
int name_pattern_edits(const struct name_pattern *p, const char *b, size_t b_n, int max);
/* What a name part may be short for: "m" is muhammad, "abd" abdul. NULL: nothing known. */
const char *name_abbreviation(const char *folded, size_t n, size_t *ret_n);
/* False: a word of this hash is neither title nor abbreviation nor "bin", so as a word of a name it is a part as it stands. */
bool name_may_be_other(uint64_t hash);
bool name_is_title(const char *folded, size_t n); /* "spd", "hj", "drs": without dots */

#endif
