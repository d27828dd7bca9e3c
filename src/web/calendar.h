/* calendar.h -- the public deadline calculator: one deadline with its sum shown day by day. */
#ifndef NETRA_WEB_CALENDAR_H
#define NETRA_WEB_CALENDAR_H

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
struct strip_day { /* one square of the month strip */
	const char *css;  /* off, yes, end, "" */
	int64_t day;
	const char *mark; /* "mulai", "3", "libur", "" */
};
struct sum_row {
	struct day day;
	bool counted;
	const char *badge, *why;
};
struct calendar_view {
	struct fault fault;
	struct {
		struct clock_group *items;
		size_t n, cap;
	} groups;
	const char *start, *time; /* as typed */
	enum zone zone;
	bool wib, wita, wit;
	/* The result, when one was asked for and could be computed: */
	bool shown;
	const char *name, *amount, *basis, *rule, *confidence, *rulepack, *calendar, *json;
	const char *verdict; /* "Batas terakhir: Sabtu, 9 November 2024, 23.59 WIB" */
	struct clock_view clock;
	struct {
		struct strip_day *items;
		size_t n, cap;
	} strip;
	struct {
		struct sum_row *items;
		size_t n, cap;
	} rows;
	const char *strip_title, *counter; /* counter: "" when it closes with the day */
	bool unsure, working, hours, weekend;
};

enum status calendar_show(struct request *rq, struct err *e);
enum status calendar_api(struct request *rq, struct err *e); /* GET /api/v1/clock */

#endif
