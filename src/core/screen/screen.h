/* screen.h -- does a public post concern us: who acted, for which candidate, which act could it be, and why.
 *
 * A screen is one index file, mapped read-only and shared by all threads: the register of employees, the accounts
 * known to be theirs, and the watch-list of candidates' names, nicknames, slogans, tags and numbers. The same input
 * gives the same file, byte for byte. Pages are compared with their checksums before they are believed, and every number
 * is checked where it is used: a damaged file is refused, and nothing is ever read outside it. docs/engine.md tells how.
 *
 * What comes out is a hint for a person, never a verdict. Invariants: a name alone is WEAK, however rare; only an
 * account that is known to be the person's is STRONG by itself; every score is the sum of lines that can be shown.
 *
 * Words: subject (the employee who may have acted), object (the pair of candidates spoken of), sheet (the lines of
 * a name's score), reason (a span of the text and what it says), item (the post itself or one of its reactions).
 *
 * Pure: no clock, no log. A screen_run belongs to one thread.
 */
#ifndef NETRA_CORE_SCREEN_SCREEN_H
#define NETRA_CORE_SCREEN_SCREEN_H

#include "base/buf.h"
#include "base/id.h"
#include "core/law/law.h"
#include "core/text/text.h"

struct screen;         /* an opened index; opaque, read-only, for all threads */
struct screen_builder; /* an index being made; opaque */
struct screen_run;     /* one thread at work; opaque */

/* ---- Building ---- */

struct screen_person {
	int64_t ref; /* id of the registry row: what alerts name */
	const char *nip, *name, *agency, *unit, *position, *region, *status; /* NULL or "" when unknown */
	enum subject_class class;
	bool class_derived;
};
struct screen_account {
	const char *platform, *handle, *nip; /* nip of a person added before; or ref */
	int64_t ref;                         /* used when nip is empty */
	const char *evidence;                /* none, claimed, admitted, proven */
};
struct screen_term {
	const char *contest; /* "35.79/walikota/2024" */
	const char *pair;    /* "2", or a word for one without number: "kosong" */
	const char *number;  /* ballot number, "" when none */
	const char *kind, *term;
	const char *region; /* "" when everywhere */
};
struct screen_contest {
	const char *code, *election; /* election of law/stages.toml, "" if unknown */
	struct day determined;       /* day on which its candidates were determined; DAY_NONE */
};

struct screen_builder *screen_builder_new(void);
void screen_builder_free(struct screen_builder **b); /* for use with scoped() */
/* About so many rows will come: advice, which saves moving them. */
void screen_builder_expect(struct screen_builder *b, size_t persons, size_t accounts);
/* INVALID: no name, a NIP that is not 18 digits or stands twice, a handle twice, an unknown kind of term ... */
MUST_CHECK enum status screen_add_person(struct screen_builder *b, const struct screen_person *p, struct err *e);
MUST_CHECK enum status screen_add_account(struct screen_builder *b, const struct screen_account *p, struct err *e);
/* Many rows at once: the same as one by one, and faster, because memory is asked for ahead. @refused is told of each row
 * that was not taken, in their order; it may add another row in its place. */
typedef void screen_refused(void *context, size_t row, const struct err *why);
void screen_add_persons(struct screen_builder *b, const struct screen_person *rows, size_t n, screen_refused *refused, void *context);
void screen_add_accounts(struct screen_builder *b, const struct screen_account *rows, size_t n, screen_refused *refused, void *context);
MUST_CHECK enum status screen_add_term(struct screen_builder *b, const struct screen_term *t, struct err *e);
MUST_CHECK enum status screen_add_contest(struct screen_builder *b, const struct screen_contest *c, struct err *e);
/* Names a source for the index's memory of where it came from: "registry", file name, SHA-256, rows. */
void screen_add_source(struct screen_builder *b, const char *kind, const char *name, const char *sha256, int64_t rows);
/* The terms that are ordinary words too ("MAJU"), a JSON line each, so that an office can mend its list; how many. */
size_t screen_collisions_json(const struct screen_builder *b, struct buf *out);
/* Writes to @path by way of a temporary name and rename. */
MUST_CHECK enum status screen_write(struct screen_builder *b, const char *path, struct err *e);

/* ---- Opening ---- */

/* @law may be NULL: then alerts carry the conduct but no act. BROKEN names what is at fault. Of a file larger than a few
 * MB only what is wanted at once is compared with its checksums; the rest when it is first used. */
MUST_CHECK enum status screen_open(const char *path, const struct law *law, struct screen **ret, struct err *e);
/* The same from memory, for tests and fuzzing; @bytes must be 8-aligned and outlive the screen. */
MUST_CHECK enum status screen_open_bytes(const void *bytes, size_t n, const struct law *law, struct screen **ret, struct err *e);
/* Made in memory from a builder, without a file (stance --watchlist, tests). */
MUST_CHECK enum status screen_of(struct screen_builder *b, const struct law *law, struct screen **ret, struct err *e);
/* Compares all of the file with its checksums. BROKEN names the first place that does not agree. */
MUST_CHECK enum status screen_sound(const struct screen *s, struct err *e);
/* Did any reader meet damage? A name or a post whose answer would need a damaged place gets none; all others are answered
 * as by the whole file. */
bool screen_broken(const struct screen *s);
void screen_close(struct screen *s);
void screen_close_scoped(struct screen **s);

/* An index that others use while a newer one takes its place. Any thread may call these. A reader keeps the one it took,
 * whatever happens to the place, until it gives it back; the last reader of one that was replaced closes it. */
struct screen *screen_take(struct screen *const *place); /* NULL: there is none */
void screen_give(struct screen **s);			 /* for use with scoped(); NULL is given back too */
void screen_put(struct screen **place, struct screen *s); /* NULL: none from now on */

struct screen_info {
	size_t persons, names, tokens, accounts, contests, pairs, terms, size_bytes;
	const char *build;   /* hex of the hash of all sections: equal for equal content */
	const char *sources; /* JSON list as given to screen_add_source */
};
struct screen_info screen_info(const struct screen *s);

/* ---- People ---- */

enum strength { WEAK, FAIR, STRONG };
const char *strength_name(enum strength s); /* "weak" */

struct sheet_line {
	const char *part, *with; /* what was written, what the register has; "" for none */
	double points;
	const char *why;
};
struct screen_hit {
	int64_t ref;
	const char *nip, *name, *agency, *unit, *position, *region, *status; /* "" when unknown */
	enum subject_class class;
	double score; /* 0..1 */
	enum strength strength;
	struct sheet_line *sheet;
	size_t sheet_n;
	size_t namesakes; /* persons of exactly this name in the register */
};
struct screen_hits {
	struct screen_hit *items;
	size_t n;
	bool cut; /* the search stopped at its budget */
};
/* The @max best for a written name, likeliest first: the very spelling, then by how many bear a name and how rarely it would
 * be written so. A name alone is WEAK. Memory of @a. */
void screen_name(struct screen_run *run, struct arena *a, const char *query, size_t max, struct screen_hits *ret);

/* ---- Posts ---- */

enum post_kind { KIND_POST, KIND_COMMENT, KIND_LIKE, KIND_SHARE, KIND_FOLLOW, KIND_TAG, KIND_STORY, KIND_MESSAGE };
const char *post_kind_name(enum post_kind k); /* "post" */
bool post_kind_of(const char *s, size_t n, enum post_kind *ret);
struct post_author {
	const char *handle, *name; /* "" when not given */
};
struct post_reaction {
	enum post_kind kind;
	const char *time, *text;
	struct post_author author;
};
struct post_media {
	const char *path, *sha256, *kind;
};
struct post_texts {
	const char **items;
	size_t n, cap;
};
struct post { /* CONTRACT 2.2; all text in the arena, "" when not given */
	const char *id, *platform, *time, *text, *url, *region;
	enum post_kind kind;
	struct post_author author;
	struct post_texts mentions, hashtags;
	bool has_target;
	const char *target_id, *target_text;
	struct post_author target_author;
	struct { struct post_reaction *items; size_t n, cap; } reactions;
	struct { struct post_media *items; size_t n, cap; } media;
	const char *raw_format;
	int64_t raw_line;
	const char *raw_note; /* what a converter had to assume ("zone assumed: WIB"); written, not read; may be NULL */
	struct instant at; /* of time, read in the zone of the region; INSTANT_NONE */
};
#define POST_LINE_MAX (1u << 20) /* bytes of one line */
/* Reads one line of canonical posts. INVALID with the byte and what was expected. */
MUST_CHECK enum status post_read(struct arena *a, const char *line, size_t n, struct post *ret, struct err *e);
void post_write(struct buf *out, const struct post *p); /* one line, with its newline */

enum stance { UNRELATED, NEUTRAL, SUPPORT, AGAINST };
const char *stance_name(enum stance s);

struct screen_reason {
	size_t from, to; /* bytes of the text; both 0 when it is not about a place in the text */
	const char *why;
};
struct screen_object {
	const char *contest, *pair, *ref; /* "35.79/walikota/2024", "2", "35.79/2" */
	const char *how;                  /* name, nick, acronym, slogan, hashtag, account, number, party, finger */
	size_t from, to;
	enum stance stance;
};
struct screen_feature {
	const char *name;
	double value; /* 0..1 */
};
struct screen_stance { /* what a text says, whoever wrote it */
	enum stance stance;
	const char *act; /* labels of CONTRACT 2.3b */
	double score;
	struct screen_object *objects;
	size_t objects_n;
	struct screen_reason *reasons;
	size_t reasons_n;
	struct screen_feature *features; /* with options.features: what the model was given; for training and for counsel */
	size_t features_n;
	bool object;      /* features: a candidate was spoken of */
	const char *rule; /* features: the rule that stood above the model, or NULL */
};
/* What the author of @p says about the candidates. */
void screen_stance(struct screen_run *run, struct arena *a, const struct post *p, struct screen_stance *ret);

struct screen_alert {
	const char *post, *item; /* "x:1842", "post" or "reaction:3" */
	struct screen_hit subject;
	const char *how; /* account, name, mention */
	struct screen_object object;
	const char *conduct;             /* conduct word of law/acts.toml */
	const struct law_act *act;       /* NULL without a law or when none fits */
	enum phase phase;
	enum stance stance;
	double score;
	struct screen_reason *reasons;
	size_t reasons_n;
	uint64_t likeness; /* text_simhash of the text, for clusters */
};
struct screen_alerts {
	struct screen_alert *items;
	size_t n, cap;
};
struct screen_options {
	struct day at;    /* judge as of this day when a post carries no time; DAY_NONE */
	bool all;         /* neutral mentions too */
	bool features;    /* stances carry their features (netra stance --features) */
	bool anyone;      /* wording of support counts though no candidate of the watch-list is named (self-check) */
	double min_score; /* 0: all */
	const char *region; /* the office's own: taken for posts that name none; its people stand before their namesakes; NULL */
	bool accounts;      /* screen_lines: the author and all who reacted are looked up in every post, and counted */
	bool accounts_told; /* and those who may be employees are written, a line each, before the alerts of their post */
};
struct screen_run *screen_run_new(const struct screen *s, const struct screen_options *options);
void screen_run_free(struct screen_run **run); /* for use with scoped() */
/* Alerts of one post; memory of @a. */
void screen_post(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret);
void screen_alert_json(struct buf *out, const struct screen_alert *alert); /* CONTRACT 2.3, one line */
void screen_stance_json(struct buf *out, const char *id, const struct screen_stance *s);
void screen_hits_json(struct buf *out, const char *query, const struct screen_hits *hits, int64_t us);
/* Parts of the alert, as the store keeps them. */
void screen_sheet_json(struct buf *out, const struct screen_hit *hit);
void screen_reasons_json(struct buf *out, const struct screen_reason *reasons, size_t n);

struct screen_tally {
	uint64_t posts, bad, concerned, alerts; /* lines read, refused, posts with an alert, alerts */
	uint64_t accounts, known, named; /* options.accounts: looked up; known to be an employee's; of the others, bearing a name of the register */
	char first_error[200];
	uint64_t first_error_line;
	/* Told of every refused line, in their order, by the thread that called screen_lines; NULL: counted only. */
	void (*refused)(void *context, uint64_t line, const char *why);
	void *context;
};
/* Screens whole lines with @threads threads; alerts go to @out in the order of the lines, whatever @threads is.
 * @first_line numbers the first of them (for posts without id and for errors). */
void screen_lines(const struct screen *s, const struct screen_options *options, const char *lines, size_t n, uint64_t first_line,
		  int threads, struct buf *out, struct screen_tally *tally);
/* The same piece by piece: what was learnt of display names is kept to the end, and so is memory. One thread calls. */
struct screen_stream;
struct screen_stream *screen_stream_new(const struct screen *s, const struct screen_options *options, int threads);
void screen_stream_lines(struct screen_stream *x, const char *lines, size_t n, uint64_t first_line, struct buf *out, struct screen_tally *tally);
void screen_stream_free(struct screen_stream **x); /* for use with scoped() */

/* ---- The self-check (CONTRACT check-text, page /cek): nothing of it is kept ---- */

struct screen_check {
	struct screen_stance stance;
	const char *conduct;       /* "" when the text is no act we know */
	const struct law_act *act; /* of that conduct; NULL: none */
	const struct law_act *other_phase; /* the same conduct before/after the determination, for "it depends" */
	enum phase phase;
	struct day determined; /* by which the phase was told; DAY_NONE */
	const char *advice_id, *advice_en; /* one sentence in plain words */
};
/* A reason in English ("direct call"); @why itself when there is none. */
const char *screen_why_en(struct arena *a, const char *why);
/* @s may be NULL: then only words, numbers and fingers are known, no candidates. @class: CLASS_UNKNOWN is taken as
 * PNS. @determined: day of determination of the writer's own contest; DAY_NONE: that of the contest the text speaks of,
 * if the index knows it. */
void screen_check_text(const struct screen *s, const struct law *law, struct arena *a, const char *text, enum subject_class class,
		       struct day today, struct day determined, struct screen_check *ret);

#endif
