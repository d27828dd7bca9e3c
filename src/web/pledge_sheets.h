/* pledge_sheets.h -- what the pages of sheets of signatures show. */
#ifndef NETRA_WEB_PLEDGE_SHEETS_H
#define NETRA_WEB_PLEDGE_SHEETS_H

#include "desk/pledge/sheet.h"
#include "web/web.h"

struct pledge_sheet_choice_line { /* a unit or a text to choose */
	int64_t id;
	const char *name;
	bool on;
};
struct sheets_view { /* /kerja/ikrar/{campaign}/lembar */
	struct fault fault;
	struct pledge_get_row p;
	struct sheets_of_rows rows;
	struct pledge_sheet_doubles_rows doubles;
	struct pledge_ways_row ways;
	int64_t link;
	struct pledge_sheet_choices { struct pledge_sheet_choice_line *items; size_t n, cap; } units, texts, print_units;
	const char *number, *place, *held_on;
	bool all;
};
struct pledge_sheet_fault_line {
	size_t at;
	const char *typed, *what;
};
struct pledge_sheet_pair { /* a row that the two read differently */
	int64_t line;
	const char *number_1, *number_2, *name_1, *name_2, *answer_1, *answer_2;
	bool who, word; /* which fields differ */
	bool may_1, may_2; /* which this reader may choose */
};
struct pledge_sheet_tick_line {
	int64_t line;
	const char *number, *name, *answer;
};
struct pledge_sheet_view { /* /kerja/ikrar/{campaign}/lembar/{sheet} */
	struct fault fault;
	struct pledge_get_row p;
	struct pledge_sheet_get_row s;
	struct pledge_sheet_state state;
	const char *first, *second; /* "Laras, Petugas pencegahan"; "" */
	struct instant first_at, second_at;
	const char *place, *held_on, *rows;
	struct { struct pledge_sheet_fault_line *items; size_t n, cap; } faults;
	struct { struct pledge_sheet_pair *items; size_t n, cap; } pairs;
	struct { struct pledge_sheet_tick_line *items; size_t n, cap; } ticks, unknown, again;
	struct pledge_sheet_rows_rows results;
	int64_t signs, doubles, blanks, strangers;
	bool may_first, may_second, own_first, finished, counts_no_more;
};

#endif
