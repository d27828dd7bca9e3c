/* circular_views.h -- what the pages of circular letters show. */
#ifndef NETRA_WEB_CIRCULAR_VIEWS_H
#define NETRA_WEB_CIRCULAR_VIEWS_H

#include "desk/outreach/circular.h"
#include "web/casework.h"

struct circular_line { /* of the register */
	struct circular_list_row row;
	const char *share; /* "72,5 %"; "" when nobody's people are asked */
};
struct circulars_view { /* /kerja/surat-edaran */
	struct { struct circular_line *items; size_t n, cap; } lines;
	struct circular_own_waiting_rows own; /* of a partner: letters to acknowledge */
	bool may_make;
};
struct circular_act {
	const char *code, *title, *basis;
};
struct circular_acts {
	struct circular_act *items;
	size_t n, cap;
};
struct circular_new_view { /* /kerja/surat-edaran/baru */
	struct fault fault;
	struct roster_list_rows lists;
	struct circular_acts acts;
	int64_t roster;
	const char *kind, *issuer, *subject, *takes, *points, *letter_number, *dated_on;
};

struct circular_bar { /* a unit, two versions side by side */
	const char *name, *now, *before; /* shares */
	const char *now_width, *before_width;
	int64_t people, excused, counts, now_n, before_n;
	double of;
};
struct circular_text_view {
	struct circular_versions_row row;
	struct circular_points_rows points;
	struct circular_differences differences;
	bool now, compared; /* compared: with the version before */
	int64_t before;     /* its number */
};
struct circular_rung { /* how deep a version has come */
	const char *name;
	int64_t now_n, now_of, before_n, before_of;
};
struct circular_to { /* an addressee, with the version that counts */
	struct circular_addressees_row row;
	const char *url, *people_url, *share;
	bool waits, overdue; /* delivered and not acknowledged; both reminders went out */
};
struct circular_view { /* /kerja/surat-edaran/{circular} */
	struct fault fault;
	const char *fault_at; /* which form: alamat, kirim, ingatkan, versi, tarik, daftar */
	struct circular_get_row c;
	struct { struct circular_text_view *items; size_t n, cap; } texts;
	struct { struct circular_rung *items; size_t n, cap; } rungs;
	struct { struct circular_bar *items; size_t n, cap; } bars;
	struct { struct circular_to *items; size_t n, cap; } to;
	struct { struct circular_to *items; size_t n, cap; } waiting; /* unanswered */
	struct circular_reminders_rows reminders;
	struct circular_partners_rows partners;
	struct circular_acts acts;
	struct circular_agencies_rows agencies;
	struct circular_door own;
	int64_t remind_days, now_number, before_number, people, counts, readers, excused;
	const char *share, *takes, *name, *received_by, *received_on, *points, *letter_number, *dated_on, *reason;
	bool codes, has_now, may_prevent, may_roster, may_unit, mine, noted; /* mine: a letter to this partner */
	bool reported, dry;
	struct roster_report report;
};
struct circular_missing_view {
	struct circular_get_row c;
	const char *unit, *more;
	bool codes; /* people may prove themselves by a one-time code */
	struct circular_missing_rows rows;
	int64_t version;
};

struct circular_link {
	const char *name, *url;
};
struct circular_door_view { /* /surat/{token}, of heads and units */
	struct fault fault;
	struct circular_door door;
	struct circular_points_rows points;
	struct circular_differences differences;
	bool compared, changed, done, may_people, has_below;
	int64_t before;
	const char *token, *by_name, *units, *qr, *people_url;
	struct { struct circular_link *items; size_t n, cap; } below;
	int64_t below_passed;
};
struct circular_read_view { /* /surat/{token}, of the unit's people */
	struct fault fault;
	struct circular_door door;
	struct circular_points_rows points;
	struct circular_differences differences;
	bool compared, changed, read, asks_birth, asks_code, noted;
	int64_t before;
	const char *token, *number, *birth, *code;
};

#endif
