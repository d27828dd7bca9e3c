/* intake_internal.h -- what the files of this desk share. */
#ifndef NETRA_DESK_INTAKE_INTERNAL_H
#define NETRA_DESK_INTAKE_INTERNAL_H

#include "desk/intake/intake.h"

extern const char *const intake_words[WORDS_N];

/* The code that belongs to a sender's random value and a content, drawn with the office's key. */
const char *code_of(const struct office *o, struct arena *a, const char *once, const char *content);
struct hash code_key(const struct office *o, const char *code); /* what the store keeps of a code */
struct hash once_key(const struct office *o, const char *once, const char *content);
char *check_code_new(struct arena *a); /* 12 characters that cannot be misread, for a QR */

/* The canonical text of a report whose SHA-256 stands in the receipt: all that was sent but the contact. */
const char *content_hash(struct arena *a, const struct intake_form *form, struct err *e);

/* A receipt without its note on the counter. */
MUST_CHECK enum status receipt_brief(struct tx *tx, const struct desk *d, int64_t report, const char *code,
				     struct intake_receipt *ret, struct err *e);

/* Files of a form or a message: kept as evidence and linked to the report. */
MUST_CHECK enum status files_keep(struct tx *tx, const struct desk *d, int64_t report, int64_t message,
				  const struct intake_file *files, size_t n, struct err *e);
/* The files as they will be kept: without the place, when that was asked for. */
const struct intake_file *files_as_kept(struct arena *a, const struct intake_file *files, size_t n);
MUST_CHECK enum status files_check(const struct office *o, const struct intake_file *files, size_t n,
				   struct err *e);

static inline struct str hash_str(const struct hash *h)
{
	return (struct str){(const char *)h->bytes, HASH_SIZE};
}

#endif
