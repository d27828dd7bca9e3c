/* calendar.h -- the public deadline calculator: by situation in plain words (a chain of dates), or one deadline with its
 * sum shown day by day. */
#ifndef NETRA_WEB_CALENDAR_H
#define NETRA_WEB_CALENDAR_H

#include "web/applies.h"
#include "web/plan.h"
#include "web/sum.h"
#include "web/views.h"

struct clock_choice {
	const char *code, *name, *amount; /* "PK-REPORT", "Batas waktu ...", "7 hari kalender" */
	bool chosen;
};
struct clock_group {
	const char *name; /* "Pemilihan (pilkada)" */
	struct clock_choice *items;
	size_t n, cap;
};
struct situation {
	const char *code, *ask, *name; /* "pilkada.known", "Kapan paling lambat melapor?", "Pelanggaran diketahui" */
	bool chosen;
};
struct situation_group {
	const char *name;
	bool election; /* shown first; the others are folded */
	struct situation *items;
	size_t n, cap;
};
struct calendar_view {
	struct fault fault;
	struct applies_card applies; /* on the first page */
	struct { struct clock_group *items; size_t n, cap; } groups;
	struct { struct situation_group *items; size_t n, cap; } situations;
	const char *start, *time, *start2, *time2, *hearing; /* as typed */
	enum zone zone;
	bool wib, wita, wit;
	bool by_situation;       /* a situation was chosen */
	const char *ask, *code;  /* its question; its code */
	bool asks_hearing;
	bool planned;            /* and could be computed: */
	struct plan_view plan;
	/* The sum of one deadline, when one was asked for and could be computed: */
	bool shown;
	const char *name, *amount, *basis, *rule, *rulepack, *calendar, *json, *link;
	const char *verdict; /* "Batas terakhir: Sabtu, 9 November 2024, 23.59 WIB" */
	struct clock_view clock;
	struct sum_part sum;
	const char *counter; /* "" when it closes with the day */
	bool weekend;
};

enum status calendar_show(struct request *rq, struct err *e);
enum status calendar_api(struct request *rq, struct err *e); /* GET /api/v1/clock */

#endif
