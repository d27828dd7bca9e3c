/* risk.h -- views of the vulnerability index, of warnings, and of the rules with their trial. */
#ifndef NETRA_WEB_RISK_H
#define NETRA_WEB_RISK_H

#include "desk/risk/risk.h"
#include "web/casework.h"
#include "web/warned.h"

struct risk_area_row {
	int64_t id, sum, rank, width; /* width: of its bar, of 100 */
	const char *name, *score, *gaps; /* gaps: "2 indikator tanpa data"; "" when all is known */
};
struct risk_part_row { /* one indicator, of one unit or of the method */
	const char *name, *formula, *level, *count, *basis;
	int64_t weight, points, counted;
	bool known, cut;
	const char *sure; /* how sure the row is, in words */
	const char *raw; /* of a share: "41 dari 50, papan ikrar: Ikrar 2024"; "" */
};
struct risk_parts {
	struct risk_part_row *items;
	size_t n, cap;
};
struct risk_entry {
	int64_t id;
	const char *what, *where, *when, *reason, *by;
	bool ended;
};
struct risk_view {
	struct fault fault;
	const char *at; /* at: when it was counted */
	struct { struct risk_area_row *items; size_t n, cap; } areas;
	struct risk_parts method;
	struct { struct risk_entry *items; size_t n, cap; } entries;
	struct { struct risk_entry *items; size_t n, cap; } holders; /* who of each contest holds the office now */
	struct option_list contests, agencies, pairs, facts, shares;
	const char *day, *n, *reason, *share_day, *done, *total, *source;
	int64_t without, open;
};
struct risk_sum_view {
	int64_t id, sum, highest, rank, n;
	const char *name, *score, *at, *leader, *unknown, *spark;
	struct risk_parts parts;
};
struct warning_row {
	int64_t id;
	const char *name, *todo, *why, *day, *area, *tells, *answer, *reason, *by;
};
struct warnings_view {
	struct fault fault;
	bool may_rules;
	struct { struct warning_row *items; size_t n, cap; } open, past;
};
struct rule_day {
	const char *day, *area, *why;
};
struct rule_row {
	const char *code, *name, *todo, *when, *tells, *basis, *sure, *state;
	bool on;
	int64_t fired; /* days in the trial */
	struct { struct rule_day *items; size_t n, cap; } days;
};
struct rules_trial_view {
	struct fault fault;
	const char *from, *to;
	struct { struct rule_row *items; size_t n, cap; } rules;
};

#endif
