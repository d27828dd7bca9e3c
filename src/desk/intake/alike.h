/* alike.h -- forty tips about one post: which reports seem to tell of the same event.
 *
 * After a report is on disk, and never in its way, a sorter opens its pictures in the jail (desk/evidence/pictures.h),
 * compares what it has with all that came before (core/alike: the same file, a picture whose PDQ is near in any of its
 * eight forms, the same link, nearly the same words) and puts it into a group. A group is a suggestion and nothing
 * more: no file is joined, no receipt changed, until an officer presses. Then each report of the group is attached by
 * reference (intake_attach) and can be detached again; one that an officer took out does not come back by itself.
 *
 * Invariants: every report that was looked at is in exactly one group, its own when it is alone; the groups' first
 * reports are their ids; alike_group counts what alike and case_file say.
 */
#ifndef NETRA_DESK_INTAKE_ALIKE_H
#define NETRA_DESK_INTAKE_ALIKE_H

#include "desk/evidence/pictures.h"
#include "desk/intake/intake.h"
#include "alike_sql.h"

/* What a sorter remembers between rounds: the index of hashes and sketches. One thread. */
struct alike_sorter;
struct alike_sorter *alike_sorter_new(void);
void alike_sorter_end(struct alike_sorter *s);
/* One round: opens some pictures, compares some reports; transactions of its own. @ret_done: how many things it did, 0
 * when nothing waits. What fails is left for a later round, and the first fault is returned. */
MUST_CHECK enum status alike_sort(struct alike_sorter *s, const struct desk *d, int *ret_done, struct err *e);

#define ALIKE_SHOWN 60 /* reports of a group on a page, and at most attached by one press */

struct alike_view {
	int64_t grp, reports, alone; /* reports: this one included */
	struct alike_members_rows members;
	struct report_pictures_rows pictures;
};
/* The group of a report; reports is 1 when it is alone or was not looked at yet. */
MUST_CHECK enum status alike_view(struct tx *tx, const struct desk *d, int64_t report, struct alike_view *ret, struct err *e);
/* Attaches all reports of the group of @report that stand on their own to one file: the one that carries most of them
 * already, else one with a register number, else that of the first report. */
MUST_CHECK enum status alike_attach(struct tx *tx, const struct desk *d, int64_t report, int64_t *ret_file, int *ret_attached, struct err *e);
/* @report tells of something else than its group: it stands alone from now on, and is not suggested there again. */
MUST_CHECK enum status alike_refuse(struct tx *tx, const struct desk *d, int64_t report, struct err *e);
/* Counts the group of @report anew; intake_attach and intake_detach call it. */
MUST_CHECK enum status alike_recount(struct tx *tx, const struct desk *d, int64_t report, struct err *e);
/* "gambar yang sama, dicerminkan" */
const char *alike_words(const struct desk *d, const char *how, int64_t score);

#endif
