/* review_views.h -- what the pages of Today, triage and reports show. */
#ifndef NETRA_WEB_REVIEW_VIEWS_H
#define NETRA_WEB_REVIEW_VIEWS_H

#include "desk/docket/docket.h"
#include "desk/intake/alike.h"
#include "desk/review/review.h"
#include "web/web.h"

/* One line of the Today page. */
struct today_job {
	const char *what, *href, *act; /* act: what the button says; href "": not open to this reader */
	const char *take;              /* where the button posts, when it takes the file; NULL: it only opens */
	const char *state, *icon, *left; /* of the clock; state "" when none runs */
	const char *note;
};
struct today_jobs {
	struct today_job *items;
	size_t n, cap;
};
struct moved_date { /* a deadline that moved, for whoever holds the file */
	const char *what, *href, *was, *is, *because;
	bool earlier;
};
struct today_view {
	struct { struct moved_date *items; size_t n, cap; } moved;
	struct today_jobs past, today, tomorrow, later, incoming, others, unowned;
	struct today_jobs warnings; /* of prevention, for the reader's role */
	struct today_jobs sittings; /* of the plenary: today's, and those that are open still */
	struct today_jobs stuck; /* files whose quorum conflicts of interest have taken away */
	struct day tomorrow_day;
	const char *stage;  /* "masa kampanye hari ke-41"; "" when no stage of an election runs */
	const char *nearest; /* said when nothing ends today */
	struct instant since;
	struct review_budget budget;
	int64_t n_past, n_today, n_tomorrow, n_incoming, n_unowned;
	bool dense; /* so many lines that paper needs a third column */
	bool may_triage, done, guessed; /* guessed: many wrong receipt codes within the last day */
};

struct triage_row {
	int64_t place, id;
	const char *title, *more, *age;
	bool here, dealt;
};
struct triage_rows {
	struct triage_row *items;
	size_t n, cap;
};
struct triage_act {
	const char *code, *title, *key; /* key: "1" .. "9", "" past nine */
	bool chosen;
};
struct triage_acts {
	struct triage_act *items;
	size_t n, cap;
};
struct triage_seen {
	const char *code, *text;
	bool chosen;
};
struct triage_seens {
	struct triage_seen *items;
	size_t n, cap;
};
struct triage_signal {
	const char *text, *weight;
};
struct triage_signals {
	struct triage_signal *items;
	size_t n, cap;
};
struct triage_person {
	int64_t alert;
	const char *name, *about, *why;
	bool ticked, other;  /* other: ticked as somebody else of that name */
	const char *author; /* "" when the hint does not say whose act it was */
};
struct triage_people {
	struct triage_person *items;
	size_t n, cap;
};
struct triage_report {
	int64_t id;
	const char *number, *why;
	const char *body;
};
struct triage_reports {
	struct triage_report *items;
	size_t n, cap;
};
struct triage_past { /* a decision taken before, in words */
	const char *what, *who, *reason;
	struct instant at;
};
struct triage_pasts {
	struct triage_past *items;
	size_t n, cap;
};
struct triage_view {
	bool any;             /* there is a cluster to show */
	struct triage_rows batch;
	int64_t place, of, previous, next;
	struct instant until;
	struct review_cluster c;
	struct review_budget budget;
	struct triage_acts acts;
	struct triage_seens seen;
	struct triage_signals signals;
	struct triage_people proposed, namesakes;
	struct triage_reports reports;
	struct triage_pasts pasts;
	int64_t n_proposed, n_asn, n_others, n_namesakes;
	bool two_agree, finger_hint, locked;
	const char *verdict;  /* "Dua tanda kuat, setuju" */
	const char *done;     /* what was done with the cluster before this one; "" */
	int64_t done_case;
	bool may_undo;
	struct day event_on, snooze;
	const char *reason, *title, *place_text;
	struct fault fault;
};

struct laporan_row {
	int64_t id, case_file;
	const char *number, *state, *where, *about, *body, *owner;
	struct instant at;
	bool late, may_start, joined;
	const char *joined_number;
	int64_t joined_to;
};
struct laporan_rows {
	struct laporan_row *items;
	size_t n, cap;
};
struct laporan_view {
	struct laporan_rows items;
	struct review_cases_open_rows cases;
	int64_t n_all, n_waiting, n_joined; /* counted up to a limit ... */
	bool more_all, more_waiting, more_joined, more_compared; /* ... which was reached */
	bool cut; /* only the newest are shown */
	struct alike_groups_open_rows groups; /* suggested: not all of one file yet */
	struct alike_figures_row figures;
	bool may_join;
	const char *show; /* "semua", "menunggu" */
	struct fault fault;
};

#endif
