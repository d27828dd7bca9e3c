/* letters.h -- the papers of a file together: what each was printed with, from which template, what still lacks, and who
 * signed.
 *
 * A **template** is built in (version 0) or a version that somebody of the office wrote; versions are only added, and a
 * row says which one prints. A letter remembers its version and all that stood on its sheets beside the text, so it can
 * be printed again byte by byte. The **bundle** of a file is all its papers in the order of the procedure in one PDF,
 * behind a front paper that lists them, and names what is missing and which paper needs it. A letter is **signed** with
 * ink (the scan is sealed beside it) or electronically (the signed PDF is); until then it is unsigned, whatever was
 * tried.
 */
#ifndef NETRA_DESK_DOCKET_LETTERS_H
#define NETRA_DESK_DOCKET_LETTERS_H

#include "desk/docket/docket.h"
#include "letters_sql.h"
#include "paper/paper.h"

/* ---- which papers there are ---- */

/* A paper of the procedure: who makes it and when. The order of the table is the order of a bundle. */
struct letter_kind {
	const char *form;            /* key of law/forms.toml, name of the template */
	const char *part;            /* of the procedure: "Klarifikasi" */
	const char *maker, *when;    /* for people */
	bool by_hand;                /* an officer may make it from the file, with words of their own */
	const char *reg;             /* by hand: its register; NULL: no number of its own */
};
extern const struct letter_kind letter_kinds[];
extern const size_t letter_kinds_n;
const struct letter_kind *letter_kind_of(const char *form); /* NULL: none */

/* ---- templates ---- */

#define TEMPLATE_MAX ((size_t)64 * 1024) /* bytes */

struct letter_text { /* a template as it is written */
	int64_t version;    /* 0: built in */
	const char *sha256; /* of the text */
	struct str text;
};
/* The version that prints now. NOT_FOUND: no such form. */
MUST_CHECK enum status docket_template(struct tx *tx, const struct desk *d, const char *form, struct letter_text *ret,
				       struct err *e);
/* Any version of it. */
MUST_CHECK enum status docket_template_version(struct tx *tx, const struct desk *d, const char *form, int64_t version,
					       struct letter_text *ret, struct err *e);
/* The built-in text; false: there is none. */
bool docket_template_built_in(const char *form, struct str *ret);

struct template_fault {
	int line;               /* of the whole text, from 1 */
	const char *text, *text_en;
};
struct template_faults {
	struct template_fault *items;
	size_t n, cap;
};
struct template_fact { /* what a template of this form may name */
	const char *name, *label;
	bool used; /* in the built-in text */
};
struct template_facts {
	struct template_fact *items;
	size_t n, cap;
};
/* Everything that is wrong with @text as the template of @form: unknown facts and keys by their line. */
MUST_CHECK enum status docket_template_check(struct arena *a, const char *form, struct str text, struct template_faults *ret,
					     struct err *e);
void docket_template_facts(struct arena *a, const char *form, struct template_facts *ret);
/* As it would be printed, from fictitious facts, marked as an example on each sheet. INVALID as the check says. */
MUST_CHECK enum status docket_template_preview(struct tx *tx, const struct desk *d, const char *form, struct str text,
					       struct str *ret_pdf, struct err *e);
/* Another version, which prints from now on; an example of it is printed first. INVALID: a fault (with its line), no reason,
 * nothing changed. TOO_LARGE: more sheets than a letter has. CONFLICT: the version that prints is no longer @based_on. */
MUST_CHECK enum status docket_template_save(const struct desk *d, const char *form, struct str text, const char *reason,
					    int64_t based_on, int64_t *ret_version, struct err *e);
/* An earlier version prints again; nothing is removed. INVALID: it prints already, or no reason. */
MUST_CHECK enum status docket_template_back(const struct desk *d, const char *form, int64_t version, const char *reason,
					    struct err *e);

/* ---- printed again, and all together ---- */

/* The letter as it was laid out when it was made. One that was made before this was remembered gets its head from the
 * built-in template and no name under the signature. */
MUST_CHECK enum status docket_letter_sheet(struct tx *tx, const struct desk *d, const struct bundle_letters_row *row,
					   struct paper_letter *ret, struct err *e);

struct bundle_line { /* a paper of the bundle */
	const struct bundle_letters_row *row;
	const char *name;    /* "Undangan klarifikasi (B.9)" */
	const char *part;
	const char *const *lacks; /* labels of the facts that are missing */
	size_t n_lacks;
};
struct bundle_lack { /* a paper that a step asks for and that is not there */
	const char *form, *name;
	const char *person;  /* "" for the file */
	const char *why;     /* "T05, 4 November 2024: diregistrasi" */
	bool by_hand;        /* it can be made from the file's page */
};
struct bundle {
	struct { struct bundle_line *items; size_t n, cap; } lines; /* in the order of the procedure */
	struct { struct bundle_lack *items; size_t n, cap; } lacks;
	int64_t marks;    /* missing facts of all papers together */
};
/* What is in the bundle of a file. Who may see the file is the caller's business (handle_look). */
MUST_CHECK enum status docket_bundle(struct tx *tx, const struct desk *d, int64_t case_file, struct bundle *ret,
				     struct err *e);
/* The same as one PDF. */
MUST_CHECK enum status docket_bundle_pdf(struct tx *tx, const struct desk *d, int64_t case_file, struct str *ret,
					 int *ret_pages, struct err *e);

/* ---- signed ---- */

enum sign_backend { SIGN_NONE, SIGN_INK, SIGN_BSRE };
enum sign_backend docket_sign_backend(const struct office *o); /* of the setting sign.backend; a word it does not know: none */

struct sign_ink {
	struct str bytes;       /* the scan: PDF, JPEG or PNG */
	const char *name;       /* of the file, as it came */
	const char *signer;     /* who signed the paper; "": as printed */
	struct day on;          /* the day on the paper */
};
/* Seals the scan beside the letter, which counts as signed from then. INVALID: another kind of file, a day before the letter or
 * after today. CONFLICT: signed already. FORBIDDEN: the office signs nothing here. */
MUST_CHECK enum status docket_sign_ink(const struct desk *d, int64_t case_file, int64_t letter, const struct sign_ink *as,
				       struct err *e);
struct sign_done {
	bool signed_;
	const char *outcome; /* code of bus/esign.h */
	const char *words;   /* in d->lang */
};
/* Sends the sealed PDF to the signer. Whatever it answers is a row; the letter is signed only when a PDF came back. @nik and
 * @passphrase are used once and are not kept. INVALID: their shape, or facts are missing on the letter.
 * FORBIDDEN: not set up, or a letter of the chair by somebody without the right to sign who is not the member named on it.
 * CONFLICT: signed already, or meanwhile: then what the signer answered is a row too. */
MUST_CHECK enum status docket_sign_electronic(const struct desk *d, int64_t case_file, int64_t letter, const char *nik,
					      const char *passphrase, struct sign_done *ret, struct err *e);
/* A letter in the chair's name is signed by who has that right, or by the member whose name stands there for a chair to whom the
 * file is shut; the scan of one may be sealed by all. */
bool docket_sign_may(const struct desk *d, const struct paper_letter *sheet);

#endif
