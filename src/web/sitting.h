/* sitting.h -- views of the plenary's sittings: the list with those that wait, and one sitting. */
#ifndef NETRA_WEB_SITTING_H
#define NETRA_WEB_SITTING_H

#include "desk/handle/sitting.h"
#include "web/casework.h"

struct sitting_row {
	int64_t id, files, decided;
	const char *when, *place, *state, *number;
	bool open;
};
struct sitting_choice { /* a file that can be put on an agenda */
	int64_t id;
	const char *name, *number, *title, *since;
	bool on;
};
struct sittings_view {
	struct fault fault;
	struct { struct sitting_row *items; size_t n, cap; } live, past;
	struct { struct sitting_choice *items; size_t n, cap; } waiting;
	const char *day, *time, *place;
};
struct sitting_item {
	int64_t number, case_file, agree, dissent;
	const char *name, *file_number, *title, *state; /* name: "Laporan 006" */
	bool decided, ready; /* ready: the study is signed, it waits for the plenary */
};
struct sitting_member {
	int64_t id;
	const char *name, *position;
	bool present;
};
struct sitting_view {
	struct fault fault;
	int64_t id, hidden; /* hidden: files of the agenda that are closed to the reader */
	const char *when, *place, *state, *number, *note, *day, *time, *typed_note;
	struct { struct sitting_item *items; size_t n, cap; } items;
	struct { struct sitting_member *items; size_t n, cap; } members;
	struct { struct sitting_choice *items; size_t n, cap; } waiting;
	int64_t quorum, majority, there;
	size_t undecided;
	bool called, open, closed, cancelled, tie, may_vote, minutes; /* minutes: they may be read by this reader */
};

#endif
