/* decree_views.h -- what the pages about days off and moved deadlines show. */
#ifndef NETRA_WEB_DECREE_VIEWS_H
#define NETRA_WEB_DECREE_VIEWS_H

#include "desk/decree/decree.h"
#include "web/web.h"

struct decree_line { /* a decree in the list */
	int64_t id, days, moved;
	const char *number, *title, *state, *covers, *people;
	bool pending;
	struct day decided_on;
};
struct decree_version { /* a calendar version */
	int64_t number;
	const char *hash, *because;
	struct instant at;
};
struct decrees_view { /* /kerja/libur */
	struct fault fault;
	const char *done; /* what was just done; "" nothing */
	struct day covers_to;
	const char *version;
	struct { struct decree_line *items; size_t n, cap; } items;
	struct { struct decree_version *items; size_t n, cap; } versions;
	/* the form, with what was typed */
	const char *number, *title, *decided_on, *covers_from, *covers_to_typed, *source, *rows;
	bool own;
};

struct decree_day_line {
	int64_t id;
	struct day day;
	const char *what, *kind, *name;
};
struct decree_view { /* /kerja/libur/{id} */
	struct fault fault;
	int64_t id;
	const char *number, *title, *source, *covers, *state, *first, *second, *reason, *hash;
	struct day decided_on;
	bool pending, in_force, may_type, by_rows, compared;
	size_t differ;
	const char *first_name, *second_name;
	struct { struct decree_difference *items; size_t n; } differences;
	struct { struct decree_day_line *items; size_t n, cap; } days;
	int64_t clocks, files, earlier, counted, version_number;
	const char *typed_decided_on, *typed_covers_from, *typed_covers_to, *typed_rows;
};

struct moved_line {
	const char *number, *href, *clock, *before, *after, *owner;
	bool earlier;
};
struct moves_view { /* /kerja/libur/{id}/pindah */
	int64_t id, clocks, files, earlier, counted, next;
	const char *number;
	struct { struct moved_line *items; size_t n, cap; } items;
};

struct version_day {
	struct day day;
	const char *kind, *name, *basis;
};
struct version_view { /* /kerja/libur/versi/{hash} */
	const char *hash, *pack, *who, *decree;
	int64_t number, decree_id;
	struct instant at;
	struct day covers_from, covers_to;
	bool joint_leave_works;
	struct { struct version_day *items; size_t n, cap; } days;
};

#endif
