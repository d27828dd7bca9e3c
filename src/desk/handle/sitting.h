/* sitting.h -- a sitting of the plenary (rapat pleno): one meeting that decides several files and leaves one set of minutes.
 *
 * It is called with a day, a place and an agenda; opened by who is there, when the members present are enough (setting
 * plenary.quorum), which gives its minutes their number; then each file of the agenda is decided by itself
 * (handle_plenary_hold), per person and act, with each member's vote; closed, which prints the minutes. A file may still be
 * decided without a sitting, as one meeting for itself; while it stands on an agenda it is decided there and nowhere else.
 *
 * The minutes name each file by its number, what came of it and how many voted for it. Who is accused, the votes and the
 * dissents in full stand in the part of each file, which bears the same number and lies in that file: so a member with a
 * conflict of interest reads the sitting without it. To such a member a file of the agenda is only "one that is closed to
 * you"; they are counted as present in the sitting, and neither vote nor count for that file (votes.c).
 */
#ifndef NETRA_DESK_HANDLE_SITTING_H
#define NETRA_DESK_HANDLE_SITTING_H

#include "desk/handle/handle.h"
#include "sitting_sql.h"

#define SITTING_FILES_MAX   40
#define SITTING_MEMBERS_MAX 15
#define SITTING_NOTE_MAX    4000 /* bytes */

struct sitting_new {
	struct instant held_at;
	const char *place;
	const int64_t *files; /* in the order of the agenda */
	size_t n_files;
};
/* INVALID names the file that is decided already, or stands on another agenda. */
MUST_CHECK enum status handle_sitting_call(const struct desk *d, const struct sitting_new *as, int64_t *ret, struct err *e);
/* Puts a file on the agenda, at its end, or takes it off, until the sitting is over; what was decided stays. */
MUST_CHECK enum status handle_sitting_agenda(const struct desk *d, int64_t sitting, int64_t case_file, bool on, struct err *e);
/* Opens it: @present are there at @held_at (not after now). INVALID without a quorum. */
MUST_CHECK enum status handle_sitting_open(const struct desk *d, int64_t sitting, struct instant held_at, const int64_t *present, size_t n,
					   struct err *e);
/* Who is there from now on, while it is open. */
MUST_CHECK enum status handle_sitting_present(const struct desk *d, int64_t sitting, const int64_t *present, size_t n, struct err *e);
/* Closes it and prints the minutes; files that were not decided wait for another sitting. */
MUST_CHECK enum status handle_sitting_close(const struct desk *d, int64_t sitting, const char *note, struct letter_made *ret, struct err *e);
/* It is not held; only while it is called. */
MUST_CHECK enum status handle_sitting_cancel(const struct desk *d, int64_t sitting, const char *reason, struct err *e);
/* The minutes as they were printed. FORBIDDEN to somebody to whom a file of the agenda is shut. */
MUST_CHECK enum status handle_sitting_minutes(const struct desk *d, int64_t sitting, struct str *ret, struct err *e);

/* For handle_plenary_hold: the open sitting in which a file is decided now. @ret->id 0: none. INVALID when the sitting on whose
 * agenda it stands is not open yet, and when @votes has somebody who is not there. */
MUST_CHECK enum status sitting_for(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as, struct sitting_of_file_row *ret,
				   struct err *e);

#endif
