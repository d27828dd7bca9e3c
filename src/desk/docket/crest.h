/* crest.h -- the head of an office's papers: name, address, and the crest that the office set.
 *
 * Official emblems (Garuda, Bawaslu, a region's arms) are not ours to draw: an office uploads its own as PNG or JPEG.
 * The file is opened in the jail like every stranger's picture; what is printed is the small JPEG that the jail made
 * anew. A letter remembers which crest it was printed with, so it can be printed again as it was.
 */
#ifndef NETRA_DESK_DOCKET_CREST_H
#define NETRA_DESK_DOCKET_CREST_H

#include "crest_sql.h"
#include "desk/office.h"
#include "paper/paper.h"

#define CREST_MAX     ((size_t)2 << 20) /* bytes of an upload */
#define CREST_SIDE    96                /* pixels that the shorter side has at least: 12 mm at 200 dots an inch */
#define CREST_STRETCH 3                 /* one side is at most so many times the other */

struct crest_new {
	struct str bytes; /* empty: back to the program's own mark */
	const char *name, *reason;
};
/* Prints on every paper made from now on. INVALID names the field: no reason, another kind of file, damaged, too small, too
 * long and thin, nothing to go back from. TOO_LARGE. UNAVAILABLE when no jail can be started. */
MUST_CHECK enum status docket_crest_set(const struct desk *d, const struct crest_new *as, struct err *e);
/* What prints now; NULL: the program's own mark. */
MUST_CHECK enum status docket_crest(struct tx *tx, const struct desk *d, const struct paper_crest **ret, struct err *e);
/* The one of row @id, with its bytes. */
MUST_CHECK enum status docket_crest_of(struct tx *tx, const struct desk *d, int64_t id, const struct paper_crest **ret, struct err *e);

/* Office, address, contact, crest and the word that it is a drill. */
MUST_CHECK enum status docket_letterhead(struct tx *tx, const struct desk *d, struct paper_letter *ret, struct err *e);
/* The same in a READ transaction of its own. */
MUST_CHECK enum status docket_letterhead_alone(const struct desk *d, struct paper_letter *ret, struct err *e);

#endif
