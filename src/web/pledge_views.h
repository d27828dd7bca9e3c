/* pledge_views.h -- what the pages of pledges show. */
#ifndef NETRA_WEB_PLEDGE_VIEWS_H
#define NETRA_WEB_PLEDGE_VIEWS_H

#include "desk/pledge/sheet.h"
#include "web/web.h"

struct pledge_sign_view { /* /ikrar/{token} */
	struct fault fault;
	struct pledge_door door;
	struct pledge_points points;
	const char *token, *number, *birth, *code, *reason;
	bool kiosk, poster, read, noted, changed; /* noted: a refusal was; changed: the text, while the page was open */
	bool asks_birth, asks_code, counted;
	int64_t signs, people;           /* of the agency of the link, when @counted */
};
struct pledge_evidence_view {
	struct pledge_evidence_row row;
	struct pledge_points points;
	const char *code, *number, *qr, *back, *first_role, *second_role; /* number: its last digits alone; back: to the kiosk, "" when none */
	bool fresh, by_code, on_paper, withdrawn;
};

struct pledge_line { /* of the list of campaigns */
	int64_t id;
	const char *title, *institution, *share, *when;
	int64_t signs, counts;
};
struct pledges_view {
	struct pledge_lines {
		struct pledge_line *items;
		size_t n, cap;
	} lines;
	bool may_make;
};
struct pledge_bar { /* of the board: a unit */
	int64_t agency;
	const char *name, *share, *width, *excused_x, *excused_width;
	int64_t people, signs, counts, excused, leave, retired, detached, other, beyond, missing;
	int permille; /* of those who count; -1: nobody counts */
};
struct pledge_board_view { /* lag first */
	struct pledge_bars {
		struct pledge_bar *items;
		size_t n, cap;
	} bars;
	const char *share;
	int64_t people, excused, leave, retired, detached, other, counts, signs, beyond, missing;
};
/* From the kept counters alone. */
MUST_CHECK enum status pledge_board_fill(const struct request *rq, struct tx *tx, const struct pledge_get_row *p, struct pledge_board_view *ret,
					 struct err *e);
/* "72,5 %"; "" while nobody counts. */
const char *pledge_share(const struct request *rq, int64_t signs, int64_t counts);

struct pledge_wall_view { /* /kerja/ikrar/{campaign}/layar */
	struct pledge_get_row p;
	struct pledge_board_view b;
	const char *url, *qr, *live;
	size_t more; /* units without a bar */
};
struct pledge_reminder_view { /* /kerja/ikrar/{campaign}/pengingat */
	struct fault fault;
	struct pledge_get_row p;
	struct pledge_reminders_rows sent;
	struct pledge_notices_rows notices;
	int64_t days; /* before the last one, on which the next goes out by itself; 0: never */
	size_t next;  /* which reminder could be sent; 0: none */
	bool may_send, spares, rests; /* rests: there was one today */
};

struct pledge_poster {
	const char *name, *url;
	int64_t agency; /* 0: everybody's */
};
struct pledge_text {
	struct pledge_versions_row row;
	struct pledge_points points;
	bool now;
};
struct pledge_change {
	const char *what, *number, *name, *from, *to;
};
struct pledge_view { /* /kerja/ikrar/{campaign} */
	struct fault fault;
	const char *fault_at; /* which form: daftar, kecuali, naskah, cabut, pembacaan */
	struct pledge_get_row p;
	const char *url, *proof, *read_by, *read_as, *read_on, *read_place, *text, *source, *reason, *word;
	struct pledge_board_view b;
	struct pledge_reminders_rows reminders;
	size_t units; /* with and without a bar on this page */
	int64_t next; /* from which one the next page goes on; 0: there is none */
	bool open, may_prevent, may_roster, may_refusal, may_unit;
	struct { struct pledge_text *items; size_t n, cap; } texts;
	struct { struct pledge_poster *items; size_t n, cap; } doors;
	struct roster_rules_rows rules;
	struct roster_runs_rows runs;
	struct pledge_ways_row ways;
	struct pledge_slips_of_rows slips; /* who printed codes; for who may print them */
	int64_t link; /* of @ways: by neither poster nor kiosk nor paper */
	bool reported, dry;
	struct roster_report report;
	struct { struct pledge_change *items; size_t n, cap; } changes;
};
struct pledge_new_view {
	struct fault fault;
	struct roster_list_rows lists;
	int64_t roster;
	const char *title, *institution, *proof, *opens_on, *closes_on, *text, *source;
};
struct pledge_missing_view {
	struct pledge_get_row p;
	const char *unit;
	struct pledge_named_rows rows;
	struct pledge_notices_of_rows notices; /* reminders that this head was sent about it */
	struct pledge_slips_of_rows slips; /* who printed codes for this unit */
	const char *more; /* address of the next page; "" */
};
struct pledge_refusals_view {
	struct pledge_get_row p;
	struct pledge_refusals_rows rows;
	int64_t next; /* 0: no more */
};

#endif
