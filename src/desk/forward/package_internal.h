/* package_internal.h -- what one package is made from, as the files that make it share it. */
#ifndef NETRA_DESK_FORWARD_PACKAGE_INTERNAL_H
#define NETRA_DESK_FORWARD_PACKAGE_INTERNAL_H

#include "desk/forward/forward_internal.h"
#include "desk/forward/mask.h"
#include "desk/forward/parcels.h"

/* A file of the package. */
struct package_file {
	const char *name;   /* inside: "bukti/B-01.jpg" */
	int64_t file;       /* evidence_file */
	const char *sha256;
	int64_t size, number; /* of an exhibit */
	const char *type, *description, *original; /* @original: the sealed one's SHA-256 when this is a masked copy, else NULL */
};
struct package_files {
	struct package_file *items;
	size_t n, cap;
};
/* What a package is made from: read once, without the names of others. */
struct parts {
	struct case_person_get_row person; /* statement and intent are masked */
	struct docket_identity identity;   /* what is known of the number, and who confirmed it */
	const struct law_act *act;
	struct forward_decisions_rows decisions; /* reasons are masked */
	struct package_files minutes, evidence;
	const char *title, *summary, *place; /* of the file, masked */
	struct mask *mask;
	int64_t masked; /* places */
};
MUST_CHECK enum status parts_read(struct tx *tx, const struct desk *d, const struct forward_file *f, int64_t person, struct parts *ret,
				  struct err *e);
/* copies.c: the papers and exhibits, as copies where somebody else is named in them. */
MUST_CHECK enum status copies_of_minutes(struct tx *tx, const struct desk *d, int64_t person, struct parts *p, struct err *e);
MUST_CHECK enum status copies_of_exhibits(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, struct parts *p,
					  struct err *e);
/* machine.c: data.json, as docs/handover.md describes it. */
void machine_write(struct buf *b, const struct desk *d, const struct forward_file *f, const struct parts *p,
		   const struct forward_receiver *to, const struct letter_made *letter);
MUST_CHECK enum status file_keep(struct tx *tx, const struct desk *d, const struct buf *b, const char *name, struct package_file *ret,
				 struct err *e);

#endif
