/* pictures.h -- what strangers' pictures look like, without anybody opening them: copies made in the jail.
 *
 * A picture that comes in is kept and sealed as it is; later, never in the way of a receipt, a child without rights
 * (src/jail) opens it and hands back a working copy and a thumbnail made anew, and its PDQ. They are evidence files of
 * their own, linked to the original. Only they are ever shown on a page; the original is a download.
 */
#ifndef NETRA_DESK_EVIDENCE_PICTURES_H
#define NETRA_DESK_EVIDENCE_PICTURES_H

#include "core/photo/photo.h"
#include "desk/evidence/evidence.h"
#include "pictures_sql.h"

/* A type that the jail can open: "image/jpeg", ... */
bool picture_type(const char *type);
/* Opens the evidence file @file in the jail and records what came of it; once is enough. In transactions of its own.
 * UNAVAILABLE: no child could be started; the picture waits. */
MUST_CHECK enum status picture_open(const struct desk *d, int64_t file, struct picture_of_row *ret, struct err *e);
/* The bytes of a copy, a JPEG of ours: the working copy or the thumbnail. NOT_FOUND while it waits or when it could not
 * be opened. */
MUST_CHECK enum status picture_read(struct tx *tx, const struct desk *d, int64_t file, bool thumb, struct str *ret, struct err *e);
/* A copy made in the jail with @areas painted black, a JPEG of ours as large as the working copy. Outside of any transaction.
 * INVALID says why the picture cannot be opened. */
MUST_CHECK enum status picture_paint(struct arena *a, struct str bytes, const struct photo_area *areas, size_t n, struct str *ret, struct err *e);
/* Only a small copy, on white, without a row of its own, and how large the original is. Outside of any transaction; INVALID as above. */
struct picture_small {
	struct str jpeg;
	int width, height;
};
MUST_CHECK enum status picture_small(struct arena *a, struct str bytes, struct picture_small *ret, struct err *e);
/* The hash as the row keeps it; false: none, or of a picture too dull to compare. */
#define PICTURE_PDQ ((size_t)PDQ_FORMS * PDQ_SIZE) /* bytes */
bool picture_pdq(struct str pdq, int64_t quality, struct pdq_seen *ret);

#endif
