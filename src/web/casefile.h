/* casefile.h -- views of the list of files, of one file, of a deadline's sum, and of a file's basic facts. */
#ifndef NETRA_WEB_CASEFILE_H
#define NETRA_WEB_CASEFILE_H

#include "desk/docket/redaction.h"
#include "desk/handle/beside.h"
#include "web/casework.h"
#include "web/plan.h"

struct case_row {
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
	bool many, on; /* many: it was counted no further */
};
struct case_list_view {
	struct { struct case_row *items; size_t n, cap; } files;
	struct { struct case_filter *items; size_t n, cap; } filters;
	const char *search, *group;
	const char *after, *next; /* marks of this page and of the next; "" none */
	bool mine, many, chair; /* chair: may see the conflicts of the office */
	bool newest_only; /* the words stand in so many titles that only the newest files were searched */
	int64_t total;
};

struct file_clock {
	int64_t id, notice;   /* notice: its date changed and nobody has seen it yet */
	const char *was;      /* the date before */
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
	bool inside; /* a note for officers only */
};
struct file_task {
	int64_t id;
	const char *text, *who, *until, *made, *done; /* who "": nobody has it; done "": open */
	bool past, may_take;
};
struct time_kind { /* a filter of the timeline */
	const char *name, *label;
	bool on;
};
struct file_time {
	struct { struct file_line *items; size_t n, cap; } lines;
	struct { struct time_kind *items; size_t n, cap; } kinds;
	const char *older; /* what leads to the lines before these; "" none */
	bool filtered;
};
struct file_tasks {
	struct { struct file_task *items; size_t n, cap; } list;
	struct option_list users;
	const char *text, *until;
	int64_t open;
};
struct file_letter {
	int64_t id, missing;
	const char *name, *number, *subject, *recipient, *check_code;
	struct instant made_at;
};
struct file_exhibit {
	int64_t id, number, person, version; /* version: of the copy for others; 0: nobody has looked */
	const char *description, *outside, *sha256, *reasons;
	bool showable, looked, redacted;
};
struct file_view {
	struct file_page f;
	struct { struct file_clock *items; size_t n, cap; } clocks;
	struct { struct file_person *items; size_t n, cap; } people;
	struct { struct file_event *items; size_t n, cap; } events;
	struct file_time time;
	struct file_tasks tasks;
	struct { struct file_letter *items; size_t n, cap; } letters;
	struct beside_list beside;
	const char *exhibit_words; /* of one that was refused */
	struct { struct file_exhibit *items; size_t n, cap; } exhibits;
	struct handle_room_items_rows room;
	const char *summary, *event_on, *event_place, *known_on, *owner, *checksum, *now;
	const char *note, *notice;
	const char *sim_day, *sim_time, *sim_day2, *sim_time2, *sim_hearing; /* "if we register at ..." */
	struct fault sim_fault;
	struct plan_view plan; /* when simulated */
	bool simulated;
	bool quorum_lost;     /* conflicts of interest leave the plenary without a quorum */
	int64_t shut_members; /* to how many of the office the file is shut */
	bool may_sign; /* letters of the office to the reporter */
	bool may_register, notice_open; /* notice_open: asked to complete, and nobody knows yet whether they know */
	const char *received_on, *how;
	int64_t reported;
};
struct time_view {
	struct file_page f;
	struct file_time time;
	const char *now;
};

/* How a deadline came to its present date, and its pauses. */
struct date_move {
	const char *at, *who, *text;
};
struct date_pause {
	const char *from, *to, *reason, *who;
	bool open;
};
struct sum_dates {
	int64_t run;
	int64_t notice;      /* 1 changed, 2 came earlier: waits for somebody to see or confirm it */
	bool running, pausable, paused;
	const char *why_not; /* the article that knows no pause */
	const char *today, *from, *to, *reason; /* for the forms: ISO days */
	const char *hash;    /* of the calendar it was counted by */
	struct { struct date_move *items; size_t n, cap; } moves;
	struct { struct date_pause *items; size_t n, cap; } pauses;
};

struct facts_view {
	struct file_page f;
	const char *title, *summary, *event_on, *event_place, *known_on;
	struct option_list contests, owners;
	int64_t version;
};

/* casetime.c: the timeline, and its page; casetask.c: tasks. */
MUST_CHECK enum status time_fill(struct request *rq, struct tx *tx, const struct file_page *f, int64_t max, struct file_time *ret,
				 struct err *e);
enum status time_page(struct request *rq, struct err *e);
MUST_CHECK enum status tasks_fill(struct request *rq, struct tx *tx, int64_t case_file, struct file_tasks *ret, struct err *e);
/* A POST that failed shows the file again. */
enum status file_show(struct request *rq, const struct fault *fault, struct err *e);
enum status task_post(struct request *rq, struct err *e);
enum status task_step_take(struct request *rq, struct err *e);

/* casesum.c: the sum of a deadline; casedates.c: how it came to its date, and what can be done about it. */
enum status sum_show(struct request *rq, const struct fault *fault, struct err *e);
MUST_CHECK enum status dates_fill(struct request *rq, struct tx *tx, const struct clock_run_get_row *run,
				  const struct law_clock *clock, struct sum_dates *v, struct err *e);
enum status pause_take(struct request *rq, struct err *e);
enum status resume_take(struct request *rq, struct err *e);
enum status seen_take(struct request *rq, struct err *e);

#endif
