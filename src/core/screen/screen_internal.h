/* screen_internal.h -- the file format of the index, and what the parts of core/screen share.
 *
 * One file, little-endian: a header of 4 KiB, then sections, each 64-byte aligned, named in the directory with
 * offset, length and checksum. Offsets into STRINGS are bytes from its start; the section ends with a NUL, so any
 * offset inside it is a terminated string. Tables of slots hold row + 1; 0 is free.
 */
#ifndef NETRA_CORE_SCREEN_INTERNAL_H
#define NETRA_CORE_SCREEN_INTERNAL_H

#include "core/screen/screen.h"

#include <stddef.h>

#define INDEX_MAGIC "NETRAIX1"
#define INDEX_VERSION 1u
#define INDEX_HEADER 4096u
#define INDEX_ALIGN 64u
#define NAME_TOKENS_MAX NAME_PARTS_MAX

#define SECTION_MAP(X)                                                                                             \
	X(STRINGS, char) X(PERSONS, struct ix_person) X(NAMES, struct ix_name) X(FORWARD, uint32_t) X(NAMETAB, uint32_t) \
	X(TOKENS, struct ix_token) X(TOKENTAB, uint32_t) X(SKELETONS, struct ix_skeleton) X(SKELETONTAB, uint32_t)     \
	X(POSTINGS, uint32_t) X(DELETES, uint64_t) X(ACCOUNTS, struct ix_account) X(ACCOUNTTAB, uint32_t)              \
	X(CONTESTS, struct ix_contest) X(PAIRS, struct ix_pair) X(TERMS, struct ix_term) X(META, char)
enum section {
#define X(name, type) SECTION_##name,
	SECTION_MAP(X)
#undef X
	SECTION_N
};

struct ix_entry { /* of the directory */
	uint32_t kind, item_bytes;
	uint64_t offset, length, checksum;
};
struct ix_header {
	char magic[8];
	uint32_t version, sections;
	uint64_t file_bytes;
	unsigned char build[HASH_SIZE]; /* SHA-256 over the directory's checksums and lengths */
	uint64_t checksum;              /* of the header with this field 0 */
	struct ix_entry directory[SECTION_N];
};
_Static_assert(sizeof(struct ix_header) <= INDEX_HEADER, "the header has one page");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the index is little-endian and mapped as it is");

struct ix_person {
	uint64_t ref, nip; /* nip: 18 digits as a number, 0 unknown */
	uint32_t display, name, agency, unit, position, region, status;
	uint8_t class, derived, spare[2];
};
struct ix_name { /* a distinct sequence of name tokens; names ascend by it, persons are grouped by name */
	uint32_t first_person, persons, forward, tokens;
};
struct ix_token {
	uint32_t string, skeleton, persons, length;
};
struct ix_skeleton {
	uint32_t string, length, postings, postings_n, persons, spare;
};
struct ix_account {
	uint32_t platform, handle, person, evidence;
};
struct ix_contest {
	uint32_t code, region, election;
	int32_t determined;
};
struct ix_pair {
	uint32_t contest, pair, ref;
	int32_t number;
};
enum term_kind { TERM_NAME, TERM_NICK, TERM_ACRONYM, TERM_SLOGAN, TERM_HASHTAG, TERM_ACCOUNT, TERM_NUMBER, TERM_PARTY, TERM_JINGLE, TERM_KIND_N };
struct ix_term {
	uint32_t pair, kind, string, region;
};

struct list { /* rows of one section */
	const void *items;
	size_t n;
};
struct screen {
	const unsigned char *bytes;
	size_t n;
	void *mapped;  /* to unmap, or NULL */
	void *owned;   /* to free, or NULL */
	const struct law *law;
	struct screen *older; /* the one this replaced, for those who still read it */
	struct arena arena;
#define X(name, type) const type *name; size_t name##_n;
	SECTION_MAP(X)
#undef X
	char build[HASH_SIZE * 2 + 1];
	struct phrases *terms;   /* watch terms as phrases; value: index of struct watch */
	struct watch *watches;   /* terms and what was derived from them */
	size_t watches_n;
	double log_persons;      /* log2 of persons + 1 */
	uint32_t commonest;      /* persons of the most frequent token */
	bool everywhere;         /* some contest has no region: its numbers mean something in any post */
};

/* A term of the watch-list as the matcher sees it. */
enum term_power { POWER_WEAK, POWER_FAIR, POWER_STRONG };
struct watch {
	uint32_t pair;
	uint8_t kind;   /* enum term_kind */
	uint8_t power;  /* how much it says alone */
	bool common;    /* also an everyday word, so capitals or company must speak for it */
};

uint64_t index_checksum(const void *bytes, size_t n);
enum status index_bytes(struct screen_builder *b, unsigned char **ret, size_t *ret_n, struct err *e);
enum status index_check(struct screen *s, struct err *e);
const char *term_kind_name(unsigned kind);
static inline const char *ix_string(const struct screen *s, uint32_t offset) { return s->STRINGS + offset; }
void nip_text(uint64_t nip, char ret[static 20]);
uint64_t account_hash(const char *platform, const char *handle);
/* A handle without @, folded to lower case; platform names are canonical: "twitter" is "x". */
size_t handle_fold(const char *s, char *ret, size_t max);
const char *platform_fold(const char *s);
uint32_t account_find(const struct screen *s, const char *platform, const char *handle); /* row + 1, 0: none */
uint32_t name_find(const struct screen *s, const uint32_t *tokens, size_t n);            /* row + 1 */
uint32_t token_find(const struct screen *s, const char *t, size_t n);
uint32_t skeleton_find(const struct screen *s, const char *t, size_t n);
uint64_t sequence_hash(const uint32_t *tokens, size_t n);

/* Phrases: many word sequences at once, by a trie of token hashes. */
struct phrase_hit {
	uint32_t value;
	uint32_t from, to; /* tokens [from, to) */
};
struct phrase_hits {
	struct phrase_hit *items;
	size_t n, cap;
};
struct phrases *phrases_new(struct arena *a);
void phrases_add(struct phrases *p, const char *phrase, uint32_t value, bool slang);
/* All phrases in @t, longest first at each place; @slang: words are also tried as their everyday word. */
void phrases_find(const struct phrases *p, const struct text *t, bool slang, struct phrase_hits *ret);

/* Groups of lexicon/stance.csv. */
#define CUE_MAP(X)                                                                                                  \
	X(call) X(choice) X(praise) X(wish) X(negate) X(against) X(critic) X(sarcasm) X(quote) X(disclaim) X(news) X(social)  \
	X(duty) X(politics) X(namesake) X(ordinary) X(attribute) X(attend) X(photo) X(finger) X(steer) X(order) X(sharing)    \
	X(both) X(endorse) X(plain) X(gesture) X(stand)
enum cue {
#define X(name) CUE_##name,
	CUE_MAP(X)
#undef X
	CUE_N
};
struct cue_row {
	enum cue cue;
	double weight;
	const char *phrase, *why;
};
const struct phrases *lexicon_phrases(void);
const struct cue_row *lexicon_row(uint32_t value);

#define NAME_FLOOR 0.86 /* a display name in the stream must fit this well */

struct screen_run {
	const struct screen *s;
	struct screen_options options;
	struct text text, other, tag;
	struct phrase_hits cues, terms;
	char *plain; /* a text without its escapes */
	size_t plain_cap;
	struct name_cache *cache;   /* display names met in the stream, run.c */
	struct name_search *search; /* memory of name searches, resolve.c */
};
/* The best name of the register for a name in the stream: spellings, but no typing mistakes, are looked for. */
struct name_guess {
	uint32_t name;	/* row */
	uint8_t parts;	/* of the written name */
	bool split;	/* its parts were joined or split to find it */
	double score;
};
bool name_guess(struct screen_run *run, const char *written, struct name_guess *ret);
/* The first person of the guessed name, with the sheet of @written. */
void name_guess_hit(struct screen_run *run, struct arena *a, const char *written, const struct name_guess *guess, struct screen_hit *ret);
struct name_search *name_search_new(const struct screen *s);
/* @actor_text: what the actor wrote; @target_text: what it answers, likes or shares. */
void stance_judge(struct screen_run *run, struct arena *a, enum post_kind kind, const char *platform, const char *region, const char *text,
		  const char *target, const struct post_author *target_author, const struct post_texts *tags, struct screen_stance *ret);
struct post_view;
/* The gate: does anything in @v look like a candidate? False only when stance_judge would find no object. */
bool stance_concerns(struct screen_run *run, struct arena *a, const struct post_view *v);
/* The alerts of a post that passed the gate. */
void screen_concerned(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret);
const char *conduct_of(const struct screen_stance *s, enum post_kind kind);
void hit_of_person(const struct screen *s, struct arena *a, uint32_t person, struct screen_hit *ret);
uint32_t hit_person(const struct screen *s, const struct screen_hit *hit);
void watches_build(struct screen *s);

#endif
