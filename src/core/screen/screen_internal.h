/* screen_internal.h -- what the parts of core/screen share. The file format is in format.h. */
#ifndef NETRA_CORE_SCREEN_INTERNAL_H
#define NETRA_CORE_SCREEN_INTERNAL_H

#include "core/screen/format.h"

#include <stddef.h>

struct phrases { /* of the lexicon in memory, or the trie of an index */
	const struct ix_edge *edges; /* open addressing, 2^edge_bits of them */
	int edge_bits;
	const uint64_t *starts;      /* bits of the words that start a phrase, then of all edges (phrases.c) */
	const uint32_t *first;       /* node -> its first value, NONE */
	const struct ix_value *values;
	size_t nodes_n, values_n;
};
struct screen {
	const unsigned char *bytes;
	size_t n;
	void *mapped;  /* to unmap, or NULL */
	void *owned;   /* to free, or NULL */
	const struct law *law;
	unsigned readers;   /* who took it and did not give it back, and */
	bool replaced;      /* whether another has its place: of screen_take, under its lock */
	struct ix_header head;
#define X(name, type) const type *name; size_t name##_n;
	SECTION_MAP(X)
#undef X
	char build[HASH_SIZE * 2 + 1];
	uint64_t *sound;    /* a bit for every page whose checksum was compared; threads set bits, none clears one */
	size_t pages;
	const unsigned char *first_page;
	size_t eager_max;   /* a file of up to so many bytes is compared as a whole when it is opened */
	uint32_t damage;    /* how often a page was asked that does not agree: what depends on it was left out */
	struct phrases terms;    /* watch terms as phrases; value: row of WATCHES */
	double log_persons;      /* log2 of persons + 1 */
	uint64_t *heads;         /* of each pair: the first eight letters of its contest's region */
	const char *(*names)[2]; /* of each pair: the candidate and the running mate as the watch-list writes them; "" for none */
	bool everywhere;         /* some contest has no region: its numbers mean something in any post */
};

/* ---- Reading the index (index.c). All answers are inside their sections, whatever the file says. ---- */

bool index_compare(const struct screen *s, const void *at, size_t n);
/* Are the @n > 0 bytes at @at of the file as they were written? Compared once a page, remembered after. */
static inline bool index_sound(const struct screen *s, const void *at, size_t n)
{
	size_t from = (size_t)((const unsigned char *)at - s->first_page), page = from / INDEX_PAGE;
	if (page == (from + n - 1) / INDEX_PAGE && page < s->pages && (__atomic_load_n(&s->sound[page / 64], __ATOMIC_RELAXED) >> (page % 64) & 1))
		return true;
	return index_compare(s, at, n);
}
/* An answer that met damage is not given: with a part of it missing it might mean somebody else. Whoever answers asks for
 * this before and after; that another thread met damage meanwhile costs an answer, but makes none wrong. */
static inline uint32_t index_damage(const struct screen *s) { return __atomic_load_n(&s->damage, __ATOMIC_RELAXED); }
static inline const char *ix_string(const struct screen *s, uint32_t offset) { return s->STRINGS + (offset < s->STRINGS_n ? offset : 0); }
const char *ix_text(const struct screen *s, uint32_t offset); /* of TEXTS */
/* The first eight letters of a region, the first lowest; what is not there is 0. */
static inline uint64_t region_head(const char *region)
{
	uint64_t ret = 0;
	for (unsigned i = 0; i < 8 && region[i]; i++)
		ret |= (uint64_t)(unsigned char)region[i] << (8 * i);
	return ret;
}
struct ix_token token_row(const struct screen *s, uint32_t token);
const char *token_folded(const struct screen *s, const struct ix_token *t, char room[static NAME_PART_MAX], size_t *ret_n);
uint32_t skeleton_find(const struct screen *s, const char *t, size_t n); /* row + 1, 0: none */
uint32_t skeleton_by_hash(const struct screen *s, const char *t, size_t n, uint64_t hash); /* of @t */
enum ask { ASK_DIRECTORY, ASK_ROW, ASK_STRING }; /* prefetch; each step reads what the one before asked for */
void skeleton_ask(const struct screen *s, uint64_t hash, enum ask what);
/* A bit for each of a to z. */
static inline uint32_t name_letters(const char *s, size_t n)
{
	uint32_t ret = 0;
	for (size_t i = 0; i < n; i++)
		ret |= s[i] >= 'a' && s[i] <= 'z' ? 1u << (s[i] - 'a') : 0;
	return ret;
}
const struct ix_skeleton *skeleton_row(const struct screen *s, uint32_t skeleton);
/* The tokens of a name; 0: none. */
size_t name_tokens(const struct screen *s, uint32_t name, uint32_t ret[static NAME_PARTS_MAX]);
struct name_place { /* of the name looked at last: the next one stands behind it */
	const uint8_t *at;
	uint32_t name;
};
size_t name_tokens_on(const struct screen *s, struct name_place *p, uint32_t name, uint32_t ret[static NAME_PARTS_MAX]);
void name_ask(const struct screen *s, uint32_t name, bool near); /* prefetch: its place, then its tokens */
/* Persons of one name: [first, first + returned). */
uint32_t name_persons(const struct screen *s, uint32_t name, uint32_t *ret_first);
void persons_ask(const struct screen *s, uint32_t name, bool near); /* prefetch: their place, then their bits */
uint32_t person_name(const struct screen *s, uint32_t person);
/* Names whose parts have these skeletons, in any order: [*ret_first, + returned). */
uint32_t names_of_key(const struct screen *s, uint64_t key, uint32_t *ret_first);
void names_ask(const struct screen *s, uint64_t key, bool near);
/* Names of the very same parts as @name, in this order: it and its other spellings (M., Muh.). Persons of all of them. */
size_t name_namesakes(const struct screen *s, uint32_t name, size_t enough); /* counted no further than to @enough */
/* They themselves, at most @max; how many are written. */
size_t name_bearers(const struct screen *s, uint32_t name, uint32_t *ret, size_t max);
/* Skeletons that may be one edit from @t: those with the same deletions. Visits ids; ends when @visit says false. */
struct ids {
	const uint32_t *items;
	size_t n;
	uint32_t tag; /* of DELETES: only items with it count */
};
struct ids deletes_of(const struct screen *s, uint64_t hash);
void deletes_ask(const struct screen *s, uint64_t hash);
/* The names that hold a skeleton, ascending (postings.c). */
struct names_list {
	uint32_t n;
	uint32_t few[LIST_SMALL]; /* fewer than LIST_SMALL stand here */
	const uint64_t *bits;     /* or they are bits, */
	const uint32_t *starts;   /* or chunks: where each begins in low */
	const uint16_t *low;
	uint32_t chunks, words;
};
struct names_at { /* a place in a list */
	uint32_t at, chunk;
	uint64_t bits;
};
bool names_open(const struct screen *s, uint32_t skeleton, struct names_list *ret);
bool names_next(const struct names_list *l, struct names_at *at, uint32_t *ret);
bool names_has(const struct names_list *l, struct names_at *at, uint32_t name); /* asked in ascending order */
struct ix_account { uint32_t person; uint8_t evidence; };
bool account_find(const struct screen *s, const char *platform, const char *handle, struct ix_account *ret);
bool account_by_hash(const struct screen *s, uint64_t hash, struct ix_account *ret); /* by account_hash() */
void account_ask(const struct screen *s, uint64_t hash);

void nip_text(uint64_t nip, char ret[static 20]);
uint64_t account_hash(const char *platform, const char *handle);
static inline uint64_t account_mix(uint64_t platform, uint64_t handle) { return text_mix(platform, handle | 1); } /* of the hashes of both */
/* A handle without @, folded to lower case; platform names are canonical: "twitter" is "x". */
size_t handle_fold(const char *s, char *ret, size_t max);
const char *platform_fold(const char *s);

/* ---- Making it (build.c takes rows, make.c writes the file) ---- */

/* screen_open_bytes, but only files of up to @eager_max bytes are compared as a whole: large files opened in tests. */
enum status index_open_bytes(const void *bytes, size_t n, size_t eager_max, struct screen **ret, struct err *e);
uint64_t index_checksum(const void *bytes, size_t n);
enum status index_bytes(struct screen_builder *b, unsigned char **ret, size_t *ret_n, struct err *e);
enum status index_file(struct screen_builder *b, int fd, const char *path, struct err *e); /* the same into a file, synced */
const char *term_kind_name(unsigned kind);

/* Phrases: many word sequences at once, by a trie of token hashes. */
struct phrase_hit {
	uint32_t value;
	uint32_t from, to; /* tokens [from, to) */
};
struct readings { /* of one word, as hashes */
	uint64_t hash[4];
	size_t n;
};
struct phrase_hits {
	struct phrase_hit *items;
	size_t n, cap;
	struct readings *readings; /* of the words of the text, when slang is read */
	size_t readings_cap;
};
void phrases_forget(struct phrase_hits *h);
static inline size_t starts_words(int edge_bits) { return (((size_t)6 << edge_bits) + 63) / 64; }
struct phrase_maker;
struct phrase_maker *phrases_new(struct arena *a);
void phrases_add(struct phrase_maker *p, const char *phrase, uint32_t value, bool slang);
/* Of the values of one phrase that agree above their lower @shift bits only the last stays: it would be met first. */
void phrases_thin(struct phrase_maker *p, int shift);
struct phrases phrases_done(struct phrase_maker *p); /* memory of the arena */
/* All phrases in @t, longest first at each place; @slang: words are also tried as their everyday word. */
void phrases_find(const struct phrases *p, const struct text *t, bool slang, struct phrase_hits *ret);

/* Groups of lexicon/stance.csv. */
#define CUE_MAP(X)                                                                                                  \
	X(call) X(choice) X(praise) X(wish) X(negate) X(against) X(critic) X(sarcasm) X(quote) X(disclaim) X(news) X(social)  \
	X(duty) X(politics) X(namesake) X(ordinary) X(attribute) X(attend) X(photo) X(finger) X(steer) X(order) X(sharing)    \
	X(both) X(endorse) X(plain) X(gesture) X(stand) X(self) X(address) X(past) X(jest) X(ask) X(kin) X(compare) X(than)\
	X(pronoun) X(emphasis) X(turn) X(others)
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
extern const struct cue_row *lexicon_rows; /* behind lexicon_phrases() */
/* The value of a phrase is the row of its cue and, above it, the group: most questions are for the group alone, and the rows
 * lie far from the processor. */
#define CUE_SHIFT 24
static inline const struct cue_row *lexicon_row(uint32_t value) { return &lexicon_rows[value & ((1u << CUE_SHIFT) - 1)]; }
static inline enum cue cue_of(const struct phrase_hit *h) { return (enum cue)(h->value >> CUE_SHIFT); }

/* How often the folded word stands in a million ordinary ones (background.c); 0: hardly. */
int word_per_million(const char *s, size_t n);

#define NAME_FLOOR 0.86 /* a display name in the stream must fit this well */

#define OBJECTS_MAX 32
#define HOW_FINGER TERM_KIND_N /* beside the kinds of terms */
struct found { /* one mention of a pair */
	uint32_t pair;
	uint32_t from, to; /* tokens */
	uint8_t how;       /* enum term_kind, HOW_FINGER */
	uint8_t power;     /* enum term_power */
	float lean;        /* weight of praise and calls nearest to it, less that of blame and refusal */
	bool alone;        /* a single name that is no everyday word, of a contest of this very place */
};
/* A text at work, and what was found in it so far: a post and its likes speak with the same words, and a comment answers
 * them. What is found depends on the region too, which is one for a post and all that belongs to it. */
struct said {
	struct text text;
	const char *source; /* the bytes it was read from, while they are there */
	const char *of; /* what it was read from, within one post; NULL: do not trust it */
	bool termed;    /* @found are the terms of the watch-list, */
	bool searched;  /* and the numbers and fingers too, of which there were so many: */
	size_t numbers, fingers;
	struct found found[OBJECTS_MAX];
	size_t found_n;
	bool cued; /* @cues are its cues */
	struct phrase_hits cues;
	bool likened;
	uint64_t likeness;
};
struct screen_run {
	const struct screen *s;
	struct screen_options options;
	struct said post, reply; /* words of a post, and of somebody who answers it */
	bool alerts_only;        /* what names no pair is of no interest, so nothing is made of it */
	bool gate_repeats;       /* the gate read what the post points to: it has no words of its own */
	struct text other, tag;
	struct phrase_hits cues, terms;
	char *plain; /* a text without its escapes */
	size_t plain_cap;
	struct actors *actors;      /* of the post at hand, run.c */
	struct name_cache *cache;   /* display names met in the stream, run.c */
	struct name_search *search; /* memory of name searches, resolve.c */
};
/* The best name of the register for a name in the stream: spelling, order, initials and one typing mistake. */
struct name_guess {
	uint32_t name;	/* row */
	uint8_t parts;	/* of the written name */
	bool split;	/* its parts were joined or split to find it */
	double score;
	size_t namesakes; /* once name_fits() said yes */
};
bool name_guess(struct screen_run *run, const char *written, struct name_guess *ret);
/* The first person of the guessed name, with the sheet of @written. */
void name_guess_hit(struct screen_run *run, struct arena *a, const char *written, const struct name_guess *guess, struct screen_hit *ret);
/* Do so few bear the guessed name that it may mean one of them? */
bool name_fits(const struct screen *s, struct name_guess *guess);
uint64_t name_key(const char *s, size_t n); /* the key of a written name, as names_of_key wants it; 0: no name */
struct name_search *name_search_new(const struct screen *s);
/* @actor_text: what the actor wrote; @target_text: what it answers, likes or shares. */
void stance_judge(struct screen_run *run, struct arena *a, enum post_kind kind, const char *platform, const char *region, const char *text,
		  const char *target, const struct post_author *target_author, const struct post_texts *tags, struct screen_stance *ret);
struct post_view;
struct span;
/* Asks for the accounts and names of all who wrote or reacted; then: can none of them be anybody, so that no alert comes
 * of the post? They are of one view, until they are forgotten. */
void actors_ask(struct screen_run *run, const struct post_view *v);
bool actors_nobody(struct screen_run *run, const struct post_view *v);
void actors_forget(struct screen_run *run);
uint64_t account_of_span(uint64_t platform, struct span handle); /* hash of a handle in its line; 0: none. @platform: its hash */
/* The accounts of a stream (accounts.c). @out: where those the register knows are written, NULL: they are counted. */
struct accounts *accounts_new(struct screen_run *run, struct screen_tally *tally, struct buf *out);
void accounts_free(struct accounts **x);
void accounts_of_view(struct accounts *x, const struct post_view *v, uint64_t line);
void accounts_flush(struct accounts *x); /* looks up what still waits */
/* What the run remembers of texts is of another post: the same places may hold other texts by now. */
void stance_forget(struct screen_run *run);
/* @p is the view that passed the gate last: what the gate read need not be read again. */
void stance_passed(struct screen_run *run, const struct post *p);
const char *stance_text(enum post_kind kind, const char *text, const char *target); /* by which stance_judge judges */
uint64_t stance_likeness(struct screen_run *run, const char *text);
/* The gate: does anything in @v look like a candidate? False only when stance_judge would find no object. */
bool stance_concerns(struct screen_run *run, struct arena *a, const struct post_view *v);
/* The alerts of a post that passed the gate. */
void screen_concerned(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret);
/* The day on which the candidates of a contest were determined, by the index or the law; DAY_NONE. */
struct day contest_determined(const struct screen *s, const char *contest);
const char *conduct_of(const struct screen_stance *s, enum post_kind kind);
void hit_of_person(const struct screen *s, struct arena *a, uint32_t person, struct screen_hit *ret);
/* The same where it is known already whose name it is and how many bear it. */
void hit_of_bearer(const struct screen *s, struct arena *a, uint32_t person, uint32_t name, size_t namesakes, struct screen_hit *ret);
/* Only agency, unit, position and region, which lie in the index. */
void places_of_person(const struct screen *s, uint32_t person, struct screen_hit *ret);
#define NAMESAKES_MAX 25 /* a name that more people bear says nothing */
/* agree.c: @author, who wrote @text, has a name that reads as row @name. Puts the bearer with whom most agrees into @hit, with the
 * reasons in his sheet; how sure that makes us. */
enum strength agree_in_post(struct screen_run *run, struct arena *a, const struct post *p, const struct post_author *author, const char *text, uint32_t name,
			    struct screen_hit *hit);
bool same_district(const char *a, const char *b); /* codes of regions: "99.01", "99.01.05" */
void sheet_add(struct arena *a, struct screen_hit *hit, const char *part, const char *with, double points, const char *why);
/* What the terms of a watch-list mean to the matcher: themselves and what follows from them. */
struct watch_list {
	struct ix_watch *items;
	size_t n, cap;
};
struct term_row {
	uint32_t pair, kind;
	const char *term;
};
void watches_make(struct arena *a, const struct term_row *terms, size_t n, struct watch_list *ret, struct phrases *ret_phrases);

#endif
