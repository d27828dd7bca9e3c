/* casefile.h -- views of the list of files, of one file, of a deadline's sum, and of a file's basic facts. */
#ifndef NETRA_WEB_CASEFILE_H
#define NETRA_WEB_CASEFILE_H

#include "web/casework.h"

struct case_line {
	int64_t id;
	const char *number, *title, *kind, *state, *owner;
	int64_t people, joined;
	bool has_clock, late;
	struct clock_view clock;
	struct instant opened_at;
};
struct case_filter {
	const char *code, *label;
	int64_t count;
	bool on;
};
struct case_list_view {
	struct { struct case_line *items; size_t n, cap; } files;
	struct { struct case_filter *items; size_t n, cap; } filters;
	const char *search, *group;
	bool mine, more;
	int64_t total, next_page;
};

struct file_clock {
	struct clock_view clock;
	const char *whose; /* "" for the file */
};
struct file_person {
	int64_t id, number;
	const char *role, *name, *position, *class, *statement, *outcome, *act, *route, *copy, *identity;
	bool reported, confirmed;
};
struct file_event { /* what may happen next */
	const char *code, *name, *condition, *clocks, *papers, *page;
	struct option_list asks;
};
struct file_line {
	struct instant at;
	const char *text, *who, *icon, *kind, *state;
};
struct file_letter {
	int64_t id, missing;
	const char *name, *number, *subject, *recipient, *check_code;
	struct instant made_at;
};
struct file_view {
	struct file_page f;
	struct { struct file_clock *items; size_t n, cap; } clocks;
	struct { struct file_person *items; size_t n, cap; } people;
	struct { struct file_event *items; size_t n, cap; } events;
	struct { struct file_line *items; size_t n, cap; } timeline;
	struct { struct file_letter *items; size_t n, cap; } letters;
	struct handle_exhibits_rows exhibits;
	struct handle_related_rows related;
	struct handle_room_items_rows room;
	const char *summary, *event_on, *event_place, *known_on, *owner, *checksum, *now, *kinds;
	const char *simulate_day, *simulate_time, *note, *notice;
	struct { struct case_sim { const char *name, *until; } *items; size_t n, cap; } simulation;
	bool may_register, notice_open; /* notice_open: asked to complete, and nobody knows yet whether they know */
	const char *received_on, *how;
	int64_t reported, lines; /* lines: of the whole timeline */
	bool all;
};

struct sum_day {
	const char *day, *number, *cls, *what; /* cell of the month strip */
};
struct sum_row {
	const char *day, *why, *count;
	bool counted;
};
struct sum_view {
	struct file_page f;
	struct clock_view clock;
	const char *name, *lead, *start, *last, *basis, *calendar, *pack, *code, *owner, *on_expiry, *counter, *today, *span;
	struct { struct sum_day *items; size_t n, cap; } strip;
	struct { struct sum_row *items; size_t n, cap; } rows;
};

struct facts_view {
	struct file_page f;
	const char *title, *summary, *event_on, *event_place, *known_on;
	struct option_list contests, owners;
	int64_t version;
};

#endif
