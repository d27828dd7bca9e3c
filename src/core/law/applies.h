/* applies.h -- what applies on a day: what the law forbids a class of people, what it lets them do, and what changes next.
 *
 * The acts of the pack and its stage rules are asked for one day. Which of them hold follows from the elections that run on
 * it: an election runs from its first dated stage to the end of its recapitulation (of its last stage, when the pack names
 * none). For each there are one or more contests, each with its own day of determination: those that the office knows, or
 * else the days that the pack's stages mark as boundary (a general election has two, the legislature's and the president's). A
 * row holds when it holds for one of them. When nothing runs there are no candidates yet: the rows for any phase and those before
 * candidacy hold, for whoever may stand one day.
 *
 * An election whose days are only projected does not run: no day is called its voting day.
 *
 * Pure: values in, values out.
 */
#ifndef NETRA_CORE_LAW_APPLIES_H
#define NETRA_CORE_LAW_APPLIES_H

#include "core/law/law.h"

#define APPLIES_CONTESTS_MAX 16 /* that run on one day; more are left out */
#define APPLIES_CHANGES_MAX  8  /* coming ones that are told */

enum applies_moment { MOMENT_NONE, MOMENT_BEFORE, MOMENT_DETERMINED, MOMENT_CAMPAIGN, MOMENT_QUIET, MOMENT_VOTING, MOMENT_AFTER, MOMENT_N };

struct applies_known { /* a contest of the office */
	const char *election, *title;
	struct day determined, voting; /* DAY_NONE: as the election's stages say */
};
struct applies_question {
	enum subject_class class;
	struct day day;
	const struct applies_known *contests;
	size_t n;
};

struct applies_contest {
	const struct law_election *election; /* NULL: nothing runs */
	const char *title;                   /* "" unless the office knows it */
	struct day determined, voting;       /* DAY_NONE: not known */
	enum phase phase;
	enum applies_moment moment;
};
struct applies_line { /* one of the two */
	const struct law_act *act;
	const struct law_stage_rule *rule;
	enum stage_effect effect; /* of an act: EFFECT_FORBIDDEN */
	bool crime;
	uint32_t contests; /* bit by bit: for which it holds */
};
struct applies_lines {
	struct applies_line *items;
	size_t n;
};
struct applies_state {
	struct day day;
	struct applies_contest contests[APPLIES_CONTESTS_MAX]; /* the office's own first, then the one that stirs most */
	size_t n;                                              /* at least one */
	struct applies_lines lines;                            /* in the order of the pack: acts, then stage rules */
};
struct applies_change {
	struct applies_state state; /* from this day on */
	struct applies_lines begin, end; /* what is new; what holds no more */
};
struct applies {
	struct applies_state now;
	struct applies_change *changes; /* days ahead on which a line or a moment differs from the day before, the nearest first */
	size_t n;
};

void law_applies(struct arena *a, const struct law *law, const struct applies_question *q, struct applies *ret);
/* Only the day itself, without what comes. */
void law_applies_on(struct arena *a, const struct law *law, const struct applies_question *q, struct applies_state *ret);
/* Where a contest stands on another day, for a picture of its time. */
enum applies_moment law_applies_moment(const struct law *law, const struct applies_contest *c, struct day day);
/* From the first dated stage of an election to the end of its recapitulation; false: no stage has a day. */
bool law_election_span(const struct law *law, const char *election, struct day *ret_first, struct day *ret_last);
/* "SKB-B6", "TH-TENANG". */
const char *applies_code(const struct applies_line *line);
const struct law_row *applies_row(const struct applies_line *line);

#endif
