/* letters_internal.h -- what the files about letters share. */
#ifndef NETRA_DESK_DOCKET_LETTERS_INTERNAL_H
#define NETRA_DESK_DOCKET_LETTERS_INTERNAL_H

#include "base/buf.h"
#include "base/json.h"
#include "desk/docket/letters.h"

/* letter_print.c */
const char *sheet_write(struct arena *a, const struct paper_letter *l);
MUST_CHECK enum status sheet_read(struct arena *a, const char *json, struct paper_letter *ret, struct err *e);
const char *lacks_write(struct arena *a, const struct paper_slots *lacks);
MUST_CHECK enum status lacks_read(struct arena *a, const char *json, const char *const **ret, size_t *ret_n, struct err *e);

/* letters.c */
const char *letter_check_url(struct arena *a, const struct office *o, const char *code);
const char *letter_place_date(struct arena *a, const struct office *o, struct instant at); /* "Kota Tirtamulya, 4 November 2024" */
const char *letter_addressee(struct arena *a, const char *heading, const char *recipient); /* "Yth. ..."; NULL: none */
const char *letter_contact(struct arena *a, const struct office *o);
const char *letter_fact_label(const char *name); /* NULL: it is called by its name */
/* @text as the template of @form, with facts that the caller made up. */
MUST_CHECK enum status letter_example(struct tx *tx, const struct desk *d, const char *form, struct str text,
				      const struct paper_field *facts, size_t n, struct str *ret_pdf, struct err *e);

#endif
