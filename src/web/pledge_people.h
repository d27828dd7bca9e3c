/* pledge_people.h -- the page on which somebody of the personnel board excuses people by hand. */
#ifndef NETRA_WEB_PLEDGE_PEOPLE_H
#define NETRA_WEB_PLEDGE_PEOPLE_H

#include "desk/pledge/pledge.h"
#include "web/web.h"

struct pledge_person_line {
	struct roster_row_get_row row;
	bool by_hand, excused, bad; /* bad: its form was sent and lacks something */
	const char *excuse, *reason; /* as typed, else as stored */
};
struct pledge_person_lines {
	struct pledge_person_line *items;
	size_t n, cap;
};
struct pledge_unit_choice {
	int64_t id;
	const char *name;
	bool on;
};
struct pledge_people_view { /* /kerja/ikrar/{campaign}/pegawai */
	struct fault fault;
	struct pledge_get_row p;
	struct roster_rules_rows rules;
	struct { struct pledge_unit_choice *items; size_t n, cap; } units;
	struct pledge_person_lines found, by_hand;
	const char *search;
	int64_t unit, of; /* of: whose form was sent last */
	bool asked;
};

#endif
