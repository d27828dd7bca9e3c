/* inside.h -- what officers say to each other about a file: tasks and notes, and the one line of time that holds all.
 *
 * They can never become visible outside: they lie in tables of their own, which only this module reads, and only pages of a
 * file do so; tasks are shown to programs with the token of an officer too (web/api_inside.c), notes to none. The timeline that programs read says that a note was written, not what it says (tests/journeys/inside_test.py
 * looks for one everywhere else).
 */
#ifndef NETRA_DESK_HANDLE_INSIDE_H
#define NETRA_DESK_HANDLE_INSIDE_H

#include "desk/handle/handle.h"
#include "inside_sql.h"

#define TASK_BYTES 500 /* of a task's words */

/* @user 0: nobody has it yet; @until DAY_NONE: no day. INVALID for a day that is over, and for somebody who may not see the file. */
MUST_CHECK enum status handle_task_add(const struct desk *d, int64_t case_file, const char *text, int64_t user, struct day until,
				       struct err *e);
/* Done by d->user now, or open again. CONFLICT when it is so already. */
MUST_CHECK enum status handle_task_done(const struct desk *d, int64_t case_file, int64_t task, bool done, struct err *e);
/* d->user takes an open task that nobody has. */
MUST_CHECK enum status handle_task_take(const struct desk *d, int64_t case_file, int64_t task, struct err *e);

#endif
