/* advice.h -- what the pages of the advice desk show, and what its files share. */
#ifndef NETRA_WEB_ADVICE_H
#define NETRA_WEB_ADVICE_H

#include "desk/advice/advice.h"
#include "web/classes.h"

#define ADVICE_BODY (32 * KIB)

struct advice_line { /* a published answer */
	int64_t id, number;
	const char *href, *question, *reply, *act, *rule, *basis, *phase; /* phase in words */
	const char *source; /* of the basis what stands first, for lists */
	struct instant at;
	bool changed, again; /* the rule has changed since; the pack has, though not this rule, or the rule is not one of its rows */
};
struct advice_lines {
	struct advice_line *items;
	size_t n, cap;
};
struct advice_line advice_line_of(const struct request *rq, const struct advice_answer_get_row *r);
const char *advice_phase_words(const char *phase, enum lang lang);

struct advice_hint {
	const char *code, *text; /* of the button that drops it; what was seen */
};
struct advice_hints {
	struct advice_hint *items;
	size_t n, cap;
};

struct ask_view { /* /tanya */
	const char *text, *key; /* as typed; what makes sending twice one question */
	struct class_choices classes;
	const char *class;
	struct fault fault;
	bool looked; /* shown once more before it is sent */
	struct advice_hints hints;
	struct advice_lines likes, latest;
	int64_t keep_days;
};
struct asked_view { /* what happened, or what became of it */
	const char *code; /* just sent; "" */
	bool again;
	struct fault fault;
	const char *typed, *state; /* by code: waiting, private, published; "" */
	struct instant asked, answered, until;
	const char *reply, *rule, *basis, *phase, *href;
	int64_t keep_days;
};
struct answers_view {
	struct advice_lines lines;
	int64_t next, total; /* next: the id to go on from; 0 */
};
struct answer_view {
	struct advice_line line;
};

struct text_part { /* of a question: marked where it could name somebody */
	const char *text;
	bool marked;
};
struct waiting_line {
	const char *href, *text;
	struct instant asked, until;
};
struct desk_view { /* /kerja/tanya */
	const char *done;
	int64_t waiting_n, published_n, pictures_n;
	struct { struct waiting_line *items; size_t n, cap; } waiting;
	struct advice_lines look, latest; /* look: those to be looked at again */
};
struct act_option {
	const char *code, *title, *basis;
	bool chosen;
};
struct reply_view { /* answering, or changing an answer */
	struct fault fault;
	int64_t id, version;
	const char *class, *kind; /* kind: question, answer */
	struct { struct text_part *items; size_t n, cap; } parts;
	size_t marked;
	struct instant asked, until;
	const char *question, *reply, *basis, *phase, *reason, *act;
	struct { struct act_option *items; size_t n, cap; } acts;
	struct advice_lines likes;
	struct advice_line line; /* of an answer: as it stands */
	bool withdrawn;
	struct advice_editions_rows editions;
};
struct picture_line {
	int64_t id;
	const char *title, *source;
	struct instant at;
};
struct campaign_view {
	struct fault fault;
	const char *title, *source, *done;
	struct { struct picture_line *items; size_t n, cap; } pictures;
};

#endif
