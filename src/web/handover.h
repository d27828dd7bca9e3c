/* handover.h -- views of the hand-overs of one file, and of all that are under way. */
#ifndef NETRA_WEB_HANDOVER_H
#define NETRA_WEB_HANDOVER_H

#include "web/ages.h"
#include "desk/figures/figures.h"
#include "web/casework.h"
#include "web/parcels.h"

struct handover_event {
	const char *code, *name;
	bool ack, returned, sanction, no_sanction, remedy, dated;
	bool again; /* refused a moment ago: unfolded, with what was typed */
	const char *receipt_number, *decree_number, *day, *text; /* "" but then */
};
/* Kinds of sanction that figures count under one word, of one regulation or of two that stand side by side. */
struct sanction_group {
	const char *name;
	struct { struct sanction_kind { const char *code, *name, *basis; bool on; } *items; size_t n, cap; } kinds;
};
/* A time that runs for this person: the receiver's, or that of a remedy. */
struct handover_clock {
	int64_t id;
	const char *name, *until, *left;
};
struct handover_view {
	int64_t id, number, version, letter, person;
	const char *name, *class, *receiver, *copy, *state, *letter_number, *receipt_number, *task, *outcome, *decree;
	struct instant sent_at, task_due;
	struct { struct handover_event *items; size_t n, cap; } events;
	struct { struct handover_clock *items; size_t n, cap; } clocks;
	struct forward_events_rows history;
	struct { struct sanction_group *items; size_t n, cap; } sanctions; /* what the law has for this person's class today */
	bool has_task;
	bool no_ladder; /* it waits, and the law has no clock for its recipient's silence */
	struct parcel_view parcel;
};
struct handovers_view {
	struct file_page f;
	struct { struct handover_view *items; size_t n, cap; } items;
	struct { struct handover_plan { int64_t number, person; const char *name, *class, *receiver, *copy, *basis, *route, *identity; bool confirmed; struct way_view way; } *items; size_t n, cap; } plan;
	struct option_list returns, without; /* why it came back; why there is no sanction */
	int64_t unconfirmed; /* of the plan: nobody outside has confirmed the number */
	bool may_send, others_send; /* this reader sends it; it may be sent, by the chair */
	int64_t unkeyed; /* of the plan: their recipients have no key that holds */
	const char *way, *why; /* as typed */
};
struct sheet_view {
	struct file_page f;
	int64_t handover;
	struct sheet sheet;
};
struct handover_line {
	int64_t id, case_file, age;
	const char *number, *title, *receiver, *state, *letter, *task;
	struct instant due;
	bool has_task, escalated;
};
struct handovers_open_view {
	struct figures_ages ages;
	struct age_bars bars;
	int64_t more; /* hand-overs under way that are not listed */
	struct { struct handover_line *items; size_t n, cap; } items;
};

#endif
