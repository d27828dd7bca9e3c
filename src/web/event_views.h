/* event_views.h -- what the pages of outreach events show. */
#ifndef NETRA_WEB_EVENT_VIEWS_H
#define NETRA_WEB_EVENT_VIEWS_H

#include "desk/outreach/event.h"
#include "desk/registry/roster.h"
#include "web/casework.h"
#include "web/web.h"

struct event_line { /* of the list */
	int64_t id, invited, present, waiting;
	const char *title, *place, *when;
};
struct events_view {
	struct { struct event_line *items; size_t n, cap; } lines;
	bool may_make;
};
struct event_choice { /* a group to be chosen */
	const char *code, *name, *expected;
	bool on;
};
struct event_new_view {
	struct fault fault;
	const char *title, *purpose, *place, *speaker, *day, *starts, *ends, *questions;
	struct { struct event_choice *items; size_t n, cap; } groups;
};
struct event_count { /* of a group */
	const char *name, *before, *after; /* share of right answers; "" while fewer than EVENT_SMALL answered */
	int64_t expected, invited, scanned, walkins, paper, present;
	bool asked; /* somebody answered */
};
struct event_file_line {
	int64_t id, number, size;
	const char *title, *sha256, *type, *when;
	bool photo;
};
struct event_files {
	struct event_file_line *items;
	size_t n, cap;
};
struct event_entry_line { /* what does not count as it stands */
	struct outreach_entries_open_row row;
	const char *state, *group, *where, *same;
	bool waits, nameless, clock_off;
};
struct event_door_line {
	struct outreach_doors_row row;
	const char *qr; /* of its link; "" once it is closed */
};
struct event_present_line { /* who was present */
	struct outreach_present_row row;
	const char *group;
};
struct event_view { /* /kerja/sosialisasi/{event}, and its page of people */
	struct fault fault;
	const char *fault_at; /* which form */
	struct outreach_get_row o;
	const char *when, *url, *qr, *chart, *part, *before, *after;
	int64_t scanned, walkins, paper, present, invited, expected, doubles, waiting, dropped, foreign, n_before, n_after;
	bool may_prevent, over, quiz_small, can_open_after;
	struct { struct event_count *items; size_t n, cap; } groups;
	struct { struct event_door_line *items; size_t n, cap; } doors;
	struct event_files material, photos, sheets;
	bool has_minutes;
	struct outreach_minutes_now_row minutes;
	struct outreach_duties_rows duties;
	const char *minutes_typed, *duty_who, *duty_audience, *duty_what, *duty_due, *door_typed, *file_title, *today;
	/* people: */
	struct option_list lists;
	const char *lines_typed, *rows_typed, *sheet_typed;
	struct event_invited invited_now;
	struct event_keyed keyed_now;
	bool told_invited, told_keyed, told_bundle;
	int64_t bundle_n, bundle_new;
	struct { struct event_entry_line *items; size_t n, cap; } open;
	struct { struct event_present_line *items; size_t n, cap; } present_rows;
	struct outreach_invites_rows invites;
	struct option_list group_choices;
	int64_t more_present, more_invites; /* 0: no more */
};
struct event_door_view { /* /hadir/{door} */
	struct fault fault;
	struct event_door door;
	const char *token, *when, *said, *kind, *guest_code, *code, *name, *unit; /* said: what became of the last one; kind: good, warn, bad */
	struct option_list groups;
	bool shut, over;
	int64_t present;
};
struct event_public_view { /* the event's link, an invitation, an attendant's own page, a certificate's check */
	struct fault fault;
	struct outreach_get_row o;
	const char *when, *action, *name, *group, *code, *qr, *token, *certificate, *part, *score_before, *score_after;
	bool came, over, counted;
};
struct event_asked { /* a question as a page shows it */
	const char *code, *situation, *phase, *class;
	struct option_list answers;
	const char *right, *why, *basis, *act; /* once it is answered */
	bool shown, correct;
};
struct event_quiz_view {
	const char *field; /* of the one question of practice */
	struct fault fault;
	struct outreach_get_row o;
	const char *token, *part, *score;
	struct { struct event_asked *items; size_t n, cap; } questions;
	bool done, explained;
};

struct fault event_fault(struct request *rq, const struct err *e); /* in the reader's words */

/* Shared by the pages of events. */
const char *event_when(const struct request *rq, const struct outreach_get_row *o); /* "Senin, 4 November 2024, 08.30–11.30 WIB" */
const char *event_group_name(const struct request *rq, const char *code);
const char *event_percent(const struct request *rq, int64_t n, int64_t of); /* "72 %"; "" of nothing */
void event_groups_put(const struct request *rq, struct option_list *list, const char *chosen);
struct drawing event_chart(struct request *rq, const struct event_scores *s); /* with @s of at least EVENT_SMALL answers each */
MUST_CHECK enum status event_qr(struct request *rq, const char *text, const char *title, const char **ret, struct err *e);

#endif
