/* applies.h -- what applies today, as pages show it: the card of the front page and of the home of prevention, the line above
 * the calendar and in the self-check, and the page of its own with any day and any class. The rules are core/law/applies.h's.
 */
#ifndef NETRA_WEB_APPLIES_H
#define NETRA_WEB_APPLIES_H

#include "core/law/applies.h"
#include "web/classes.h"
#include "web/stages.h"

struct applies_line_view {
	const char *text, *basis; /* the act or rule, and its article */
	const char *follows;      /* "hukuman disiplin berat", "dugaan tindak pidana, dinilai Sentra Gakkumdu"; "" */
	const char *of;           /* for which contest, when not for all; "" */
	const char *sure;         /* how sure we are when the source was not seen; "" */
	const char *href;         /* where it can be read; "" */
	const char *codes;        /* of the rule pack: "SKB-B12, PP94-N5" */
	bool crime;
};
struct applies_line_views {
	struct applies_line_view *items;
	size_t n, cap;
};
struct applies_change_view {
	struct day day;
	const char *ahead;  /* "20 hari lagi" */
	const char *moment; /* what then runs */
	const char *sum;    /* "7 larangan mulai berlaku, 9 berakhir" ; "" */
	struct applies_line_views begin, end;
};
struct applies_contest_view {
	const char *name, *moment;
	struct day determined, voting;
	bool has_determined, has_voting;
};
struct applies_bar { /* one moment of the contest in the picture, 1,000 wide */
	const char *name, *days, *state; /* state as in _stages.html */
	const char *css;
	int x, width;
};
/* The short form: where we stand, the acts that people ask about, and what comes next. */
struct applies_card {
	const char *moment, *meaning; /* "Masa kampanye"; one sentence of what that means */
	const char *election;         /* code, for stages_fill; NULL when none runs */
	struct applies_line_views lines; /* at most APPLIES_CARD_LINES */
	size_t more;                     /* bans beside those */
	bool changes;
	struct applies_change_view next;
};
#define APPLIES_CARD_LINES 3

struct applies_view {
	struct fault fault;
	struct day day, today;
	const char *typed;
	bool other_day; /* not today */
	struct class_choices classes;
	const char *class_name, *class_code;
	struct applies_card card;
	struct applies_line_views forbidden, crimes, allowed, notices;
	struct { struct applies_change_view *items; size_t n, cap; } changes;
	struct { struct applies_contest_view *items; size_t n, cap; } contests;
	struct { struct applies_bar *items; size_t n, cap; } bars;
	const char *picture; /* whose time the picture shows; "" when there is none */
	int mark;            /* where the day stands in it; -1: outside */
	const char *coming;  /* the next election that the pack knows when none runs; "" */
	const char *pack;    /* "Netra dasar 2026.5" */
	const char *later; /* address of the day of the next change; "" */
};

/* For people of @class today. */
MUST_CHECK enum status applies_card_fill(const struct request *rq, enum subject_class class, struct applies_card *ret, struct err *e);
/* The contest that stirs most on @day, for those who judge by one day of determination: the self-check. */
MUST_CHECK enum status applies_phase(const struct request *rq, struct day day, struct applies_contest *ret, struct err *e);
const char *applies_moment_name(enum applies_moment m, enum lang lang);
enum status applies_show(struct request *rq, struct err *e); /* GET /berlaku */

#endif
