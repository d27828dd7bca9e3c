/* comply.h -- the certificate of compliance: what the regional secretary hands over at the declaration.
 *
 * A certificate is a count that was made once and stays: people of the list, excused by kind, signed by kind, share; the text
 * and its hash; the list it was counted from, as a CSV that is kept as evidence. The figures are added up from the very rows
 * that are written into the CSV, within one snapshot, so the list and its hash prove them. Whoever may see names gets the
 * CSV; the certificate itself and the public page that checks it name nobody.
 */
#ifndef NETRA_DESK_PLEDGE_COMPLY_H
#define NETRA_DESK_PLEDGE_COMPLY_H

#include "comply_sql.h"
#include "desk/pledge/pledge.h"

/* Counts now and seals it. In transactions of its own. INVALID (field "list") when nobody is in the list; CONFLICT (field
 * "version") when the campaign has no text that is signed. */
MUST_CHECK enum status pledge_certify(const struct desk *d, int64_t pledge, int64_t *ret, struct err *e);
/* NOT_FOUND unless the campaign has it. */
MUST_CHECK enum status pledge_certificate_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t id, struct certificate_get_row *ret,
					     struct err *e);
/* By the code of its QR. */
MUST_CHECK enum status pledge_certificate_checked(struct tx *tx, const struct desk *d, const char *code, struct certificate_get_row *ret,
						  struct err *e);
/* Those who count; the share in tenths of a percent, rounded, -1 when nobody counts. */
int64_t pledge_certificate_counts(const struct certificate_get_row *c);
int64_t pledge_certificate_permille(const struct certificate_get_row *c);

#endif
