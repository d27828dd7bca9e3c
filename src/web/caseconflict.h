/* caseconflict.h -- views of a file's page of conflicts of interest, and of a member's own list. */
#ifndef NETRA_WEB_CASECONFLICT_H
#define NETRA_WEB_CASECONFLICT_H

#include "web/casework.h"

struct conflict_row {
	int64_t id;
	const char *name, *position, *about, *kind, *reason, *stated_by, *lift_reason, *lifted_by;
	struct instant at, lifted_at;
	bool stands, may_lift, lifted;
};
struct hint_row {
	int64_t user, person, number;
	const char *name, *position, *why;
};
struct conflict_view {
	struct file_page f;
	struct { struct conflict_row *items; size_t n, cap; } rows;
	struct { struct hint_row *items; size_t n, cap; } hints;
	struct option_list users, people, kinds;
	struct conflict_tries_rows tries;
	struct handle_quorum quorum;
	const char *reason, *to;
	bool sees_tries, may_send, sent; /* sent: the file went to the office above */
	int64_t letter_id;
};
struct own_conflicts_view {
	struct { struct conflict_row *items; size_t n, cap; } rows;
	int64_t named; /* files in which the member's own number stands */
	bool any;
};
struct office_conflict {
	const char *name, *position, *kind, *file, *href, *stated_by, *lifted_by; /* href "": closed to the reader, and not named */
	struct instant at, lifted_at;
	bool lifted;
};
struct stuck_row {
	const char *what, *href, *who; /* who: may hand it over, said where the reader may not */
	int64_t may;
	bool may_go_up;
};
struct conflicts_view { /* the chair's page of the office (conflicts.c) */
	struct { struct office_conflict *items; size_t n, cap; } rows;
	struct { struct stuck_row *items; size_t n, cap; } stuck;
	struct conflicts_named_rows named;
	int64_t members, needed;
	const char *higher;
};

enum status conflicts_page(struct request *rq, struct err *e);

#endif
