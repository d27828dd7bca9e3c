/* advice.h -- the advice desk: a question instead of an offence.
 *
 * Anybody asks, without name or account, and gets a code of 16 digits to come back with. An officer answers, with the rule
 * and the date: to the asker alone, or to everybody, then without names. Before a question is sent, published answers to like
 * questions are offered (words.c).
 *
 * Invariants: a question lies in one table that nothing of patrol, reports or cases reads; it is not sealed and it is
 * forgotten, its words when an answer is published, all of it when advice.keep_days have passed since it was asked or
 * answered. An answer names its rule; each edition stays, and says by which pack of the law it was given, so that one whose
 * rule has changed since can be seen (advice_fresh). What the self-check knows of campaign pictures is here too
 * (pictures.c): fingerprints of what everybody can see, never of anything the office was told.
 */
#ifndef NETRA_DESK_ADVICE_ADVICE_H
#define NETRA_DESK_ADVICE_ADVICE_H

#include "advice_sql.h"
#include "desk/office.h"

#define ADVICE_CODE     16   /* digits */
#define ADVICE_TEXT_MAX 3000 /* bytes of a question */
#define ADVICE_REPLY_MAX 6000
#define ADVICE_BASIS_MAX 400
#define ADVICE_ONCE_MAX 64   /* bytes of the form's random value */
#define ADVICE_WAITING_MAX 2000 /* questions that may wait; past it: come again later */

struct advice_new {
	const char *once; /* random value of the form: the same form sent twice is one question with one code */
	const char *text;
	enum subject_class class; /* as the asker says; CLASS_UNKNOWN */
};
/* Its own WRITE transaction; on disk when it returns. INVALID (field "text"), TOO_MANY when ADVICE_WAITING_MAX wait. */
MUST_CHECK enum status advice_ask(const struct desk *d, const struct advice_new *as, const char **ret_code, bool *ret_again,
				  struct err *e);
/* By the code as typed, with or without spaces. NOT_FOUND, field "code". */
MUST_CHECK enum status advice_by_code(struct tx *tx, const struct desk *d, const char *typed, struct advice_question_by_code_row *ret,
				      struct err *e);

struct advice_reply {
	const char *question; /* as edited; not for private answers */
	const char *reply;
	const char *act;      /* code of the law's pack; "" when the rule is not an act: then @basis says it */
	const char *basis;    /* "" with an act: its own articles */
	enum phase phase;     /* the stage in which the answer holds */
	const char *reason;   /* of a change */
};
/* To the asker alone. CONFLICT when it was answered meanwhile. */
MUST_CHECK enum status advice_answer_privately(struct tx *tx, const struct desk *d, int64_t question, int64_t version,
					       const struct advice_reply *as, struct err *e);
/* To everybody. INVALID when a number or an address that could name somebody still stands in it. */
MUST_CHECK enum status advice_publish(struct tx *tx, const struct desk *d, int64_t question, int64_t version,
				      const struct advice_reply *as, int64_t *ret_answer, struct err *e);
/* Another edition, needs a reason; by the law of today. Withdrawn: shown to nobody, offered to nobody. */
MUST_CHECK enum status advice_change(struct tx *tx, const struct desk *d, int64_t answer, int64_t version,
				     const struct advice_reply *as, struct err *e);
MUST_CHECK enum status advice_withdraw(struct tx *tx, const struct desk *d, int64_t answer, int64_t version, const char *reason,
				       struct err *e);

/* Does the rule still stand as it was when the answer was given? */
enum advice_fresh { ADVICE_FRESH, ADVICE_PACK, ADVICE_CHANGED }; /* same pack; another pack, same row; the row changed or ended */
enum advice_fresh advice_fresh(const struct desk *d, const char *act, const char *pack, const char *rule_hash);

/* Published answers to like questions, likeliest first. */
#define ADVICE_LIKES_MAX 5
struct advice_likes {
	struct advice_answer_get_row items[ADVICE_LIKES_MAX];
	size_t n;
};
MUST_CHECK enum status advice_like(struct tx *tx, const struct desk *d, const char *text, struct advice_likes *ret, struct err *e);

/* What could name somebody in a text: words after "Pak", "Ibu" and their like, two names in a row. For the officer who edits
 * it; no proof of either. Pure. */
struct advice_span {
	size_t at, n; /* bytes */
};
#define ADVICE_SPANS_MAX 30
size_t advice_names(const char *text, struct advice_span ret[static ADVICE_SPANS_MAX]);

/* Forgets what is due. */
MUST_CHECK enum status advice_sweep(struct tx *tx, const struct desk *d, int64_t *ret_n, struct err *e);

/* ---- Campaign pictures for the self-check ---- */

#define CAMPAIGN_PICTURE_MAX ((size_t)10 << 20) /* bytes */
#define CAMPAIGN_PICTURES_MAX 500
struct campaign_new {
	struct str bytes;
	const char *title, *source;
};
/* Decodes it in the jail, so before any transaction; keeps the fingerprint alone. INVALID (field "picture") for what is none,
 * or too dull to be told from others. */
MUST_CHECK enum status advice_picture_add(const struct desk *d, const struct campaign_new *as, struct err *e);

struct advice_picture { /* what can be said of a stranger's picture; nothing of it is kept */
	const char *why;    /* of jail_word; "" when it could be opened */
	int width, height;
	bool place;         /* its metadata say where it was taken */
	const char *time;   /* and when; "" */
	const char *known, *source; /* title of the campaign picture that it is, and where that stands; "" */
};
/* Decodes in the jail. UNAVAILABLE when no jail can be had; a bad picture is an answer (why). */
MUST_CHECK enum status advice_picture_look(const struct desk *d, struct str bytes, struct advice_picture *ret, struct err *e);

#endif
