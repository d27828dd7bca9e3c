/* risk.h -- the vulnerability index of an office's units, and early warning.
 *
 * The indicators are rows of law/index.toml, the rules rows of law/warnings.toml; core/index does the sum. Here is what
 * they count: who holds the office, kin that stands, breaches proven before, officials replaced in the forbidden time, shares
 * of the pledge and of circular letters, findings of the patrol. All of it is dated by the day on which the office knew it, so
 * that the index of an earlier day can be made again as it was then: that is how a rule is tried before it goes live.
 *
 * Nobody is named: units and roles only. A text that holds the name or number of an employee is refused. What nobody has
 * looked for is not known, which is not the same as none, and adds nothing.
 *
 * A rule fires once for one cause (a stage of an election; a unit that comes over the mark on a day).
 */
#ifndef NETRA_DESK_RISK_RISK_H
#define NETRA_DESK_RISK_RISK_H

#include "core/index/index.h"
#include "desk/office.h"
#include "risk_sql.h"

/* ---- the index ---- */

struct risk_world { /* what was known on each day of a span */
	const struct law *law;
	struct day first, last;
	const struct risk_agencies_row *areas;
	size_t n;
	const struct law_indicator **indicators; /* in force on @last */
	size_t m;
	struct index_indicator *by;
	int64_t *counts;   /* day by day, area by area, indicator by indicator */
	int32_t *known;    /* the same: how many entries say that it was looked for; 0: nobody did */
	int64_t *sums;     /* day by day, area by area; the same for scores */
	int *scores;
	struct risk_measures_rows measures;
	struct risk_contests_rows contests;
	enum zone zone;
	int64_t without; /* persons proven on or before @last whose unit is not in the list */
};
/* Both days included. Lives in @tx's arena. */
MUST_CHECK enum status risk_read(struct tx *tx, const struct desk *d, struct day first, struct day last, struct risk_world *ret,
				 struct err *e);
/* Every area's score on @day, with its contributions. */
MUST_CHECK enum status risk_scores(const struct risk_world *w, struct arena *a, struct day day, struct index_score **ret, struct err *e);
/* The events of one area and indicator on a day; false: not known then. */
bool risk_count(const struct risk_world *w, struct day day, size_t area, size_t indicator, int64_t *ret);

/* The world of the trial's days until today, as it was read at most ten minutes ago; read again when something was typed here. */
struct risk_kept {
	struct risk_world w;
	struct instant at; /* when it was read */
	struct arena arena;
	int64_t office, change;
	int borrowers;
};
MUST_CHECK enum status risk_borrow(const struct desk *d, struct risk_kept **ret, struct err *e);
void risk_return(struct risk_kept **k); /* for use with scoped() */

/* ---- what is typed ---- */

#define RISK_REASON_MIN 5 /* bytes */
#define RISK_REASON_MAX 1000
struct risk_fact_new {
	enum risk_fact fact; /* FACT_RELATIVE, FACT_MUTATION */
	int64_t contest, agency; /* agency 0: the contest's whole area */
	struct day happened_on;
	int64_t n; /* 0: looked for, there is none */
	const char *reason;
};
/* INVALID: an employee is named, the day lies ahead, or the officials were replaced outside the forbidden time. */
MUST_CHECK enum status risk_fact_add(const struct desk *d, const struct risk_fact_new *as, struct err *e);
MUST_CHECK enum status risk_fact_end(const struct desk *d, int64_t fact, const char *reason, struct err *e);
struct risk_measure_new {
	enum risk_fact fact; /* FACT_PLEDGE, FACT_CIRCULAR */
	int64_t agency;
	struct day day;
	int64_t done, total;
	const char *source; /* "papan ikrar", or where an officer read it */
};
MUST_CHECK enum status risk_measure_add(const struct desk *d, const struct risk_measure_new *as, struct err *e);
/* Whether officials replaced on @day fall into the forbidden time before @determined (PK-APPOINT: six months). */
bool risk_forbidden(const struct law *law, struct day day, struct day determined, struct day *ret_from);

/* ---- rules ---- */

struct risk_fire {
	struct day day;
	int64_t agency; /* 0: the whole area */
	const char *area, *cause, *why_id, *why_en;
};
struct risk_fires {
	struct risk_fire *items;
	size_t n, cap;
};
#define RISK_TRIED_DAYS 730 /* a rule is tried on the last two years */
/* How many days before the first one a world must begin for the rules to be asked. */
int risk_lead(const struct law *law);
/* The days of @from..@to on which @rule fires. */
void risk_rule_fires(const struct risk_world *w, struct arena *a, const struct law_warning *rule, struct day from, struct day to,
		     struct risk_fires *ret);
/* @seen: how many days the trial showed the officer who switches it on; CONFLICT when it shows others by now. */
MUST_CHECK enum status risk_switch(const struct desk *d, const char *rule, bool on, int64_t seen, const char *reason, struct err *e);

/* ---- warnings ---- */

/* The keeper's turn: once a day, while the counter is open. */
MUST_CHECK enum status risk_watch(const struct desk *d, struct err *e);
/* Asks the rules that are on at once: something they count has changed. */
MUST_CHECK enum status risk_ask(const struct desk *d, struct err *e);
/* @answer: done, not_needed (with a reason). NOT_FOUND when it is not addressed to d->role; CONFLICT: it was answered. */
MUST_CHECK enum status risk_answer(const struct desk *d, int64_t warning, const char *answer, const char *reason, struct err *e);

#endif
