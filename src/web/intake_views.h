/* intake_views.h -- what the pages of this desk show. */
#ifndef NETRA_WEB_INTAKE_VIEWS_H
#define NETRA_WEB_INTAKE_VIEWS_H

#include "desk/intake/alike.h"
#include "desk/vault/vault.h"
#include "web/log_views.h"
#include "web/views.h"
#include "web/web.h"

struct report_hint {      /* one question before sending */
	const char *code; /* "phone": value of the button that drops it */
	const char *kind; /* for the page's words */
	size_t n;
};
struct report_hints {
	struct report_hint *items;
	size_t n, cap;
};

struct report_listed {
	int64_t id;
	const char *number, *state; /* state in words */
	struct instant at;
	bool late;
	int64_t files, waiting; /* messages of the reporter after our last word */
};
struct report_list {
	struct report_listed *items;
	size_t n;
};

struct report_view { /* /lapor and /kerja/loket: the form, with all that was typed */
	const char *text, *link, *reported_name, *reported_position, *witness, *place, *date, *known,
		*contact;
	const char *seen; /* kinds of hints asked about before: ",phone,email," */
	bool drop_place;  /* the reporter wants the place taken out of photos */
	bool who_unknown, when_unknown;
	const char *channel; /* of the counter: counter, phone, letter */
	const char *reported_more, *witness_more; /* of the counter: further people, one a line: "name; position" */
	const char *received_on, *received_how;   /* of the counter: the day on which it came, and how that is known */
	struct fault fault;
	struct report_hints hints;
	struct held_files_rows held;
	struct intake_elements elements;
	bool window, window_guess; /* a window could be counted; guess: from the day of the event */
	struct clock_view clock;
	struct day since;     /* matters known on this day or later are still in time; DAY_NONE: not counted */
	int wait;             /* seconds to wait before sending again; 0: none */
	const char *patience; /* the ticket to bring back */
	const char *puzzle;   /* instead of waiting: see web/gate.h; with how many zeros. "": none */
	int zeros;
	bool flood;           /* all together are many: it is not for what this address did */
	bool checked;         /* the list was asked for: say what is there */
	int64_t text_max, file_max_mib, files_max;
	struct report_list latest; /* counter */
};

struct word {
	const char *text;
};
struct word_list {
	struct word *items;
	size_t n;
};
struct receipt_view {
	struct word_list groups, words; /* the code as four groups and as six words */
	struct intake_receipt receipt;
	const char *ticket, *follow; /* tickets: of this page, of the talk */
	const char *qr;              /* SVG */
	const char *last4;           /* as typed */
	struct fault fault;
	bool saved, shown, staff; /* shown: the code stands on the page */
};

struct follow_view { /* /lacak and the talk below it */
	const char *typed;
	struct fault fault;
	bool over; /* the page was open too long */
	const char *ticket, *text;
	struct intake_stage stage;
	struct messages_of_rows messages;
	const char *number;
	struct instant at;
	bool sent;
	int64_t file_max_mib, files_max;
};

struct check_view {
	const char *typed;
	struct fault fault;
	bool asked, found;
	struct paper_check check;
	struct log_place place; /* of a receipt, in the log */
};

struct alike_row { /* another report of the suggested group */
	int64_t id, picture; /* picture: a file of it that can be shown; 0 */
	const char *number, *how, *joined;
	struct instant at;
};
struct alike_rows {
	struct alike_row *items;
	size_t n;
};
struct picture_row {
	int64_t id;
	const char *name, *state; /* state in words; "" when it can be shown */
	int64_t width, height;
};
struct picture_rows {
	struct picture_row *items;
	size_t n;
};

struct return_line {
	const char *month; /* "November 2024" */
	int64_t receipts, returned, share;
};
struct returns_view {
	struct { struct return_line *items; size_t n; } rows;
};

struct staff_report_view {
	struct picture_rows pictures;
	struct alike_rows alike, alike_more; /* the first few, and the rest */
	int64_t alike_n, alike_alone; /* other reports; how many of the group stand on their own */
	bool alike_first, may_join, may_refuse;
	struct intake_view report;
	struct case_reports_history_rows history;
	struct vault_requests_rows requests;
	const char *channel, *text; /* text: a message that came back with a fault */
	struct fault fault;
	bool may_ask, may_link;
};

#endif
