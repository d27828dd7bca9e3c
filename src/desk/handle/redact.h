/* redact.h -- an officer decides what of an exhibit others may see: hides parts of it, or states that nothing has to be hidden.
 *
 * Pictures: areas painted black by the process that opens strangers' pictures (jail/). Texts, and papers of the file such as
 * minutes: words replaced by "[disamarkan: alasan]" wherever they stand. What is neither (a video, a PDF of somebody else's)
 * can only be stated to hide nothing. Each time a further version is made; none is ever changed (desk/docket/redaction.h).
 */
#ifndef NETRA_DESK_HANDLE_REDACT_H
#define NETRA_DESK_HANDLE_REDACT_H

#include "desk/docket/redaction.h"
#include "desk/evidence/pictures.h"
#include "desk/handle/handle.h"

#define REDACT_MARKS_MAX 32 /* of one version: what one form holds */
#define REDACT_TEXT_MAX  ((size_t)256 * 1024) /* bytes of a text that is shown and marked */
#define REDACT_WORDS_MAX 400
#define REDACT_NOTE_MAX  200

enum redact_kind { REDACT_NEITHER, REDACT_PICTURE, REDACT_TEXT };

struct redact_source {
	struct redaction_exhibit_row exhibit;
	enum redact_kind kind;
	const char *text;      /* of a text, as an officer reads it; else NULL */
	const char *paper;     /* of a paper of the file: its Markdown; else NULL */
	struct redaction_paper_row letter;
};
MUST_CHECK enum status handle_redact_source(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit,
					    struct redact_source *ret, struct err *e);

struct redact_mark {
	int64_t x, y, width, height; /* of a picture: hundredths of a percent of its side; as typed, not believed */
	const char *words;           /* of a text */
	const char *reason, *note;   /* a code of REDACT_REASON_MAP; the officer's words with "other" */
};
struct redact_new {
	int64_t case_file, exhibit;
	int64_t version;          /* the last one that the officer saw; 0: none. CONFLICT when there is a later one */
	const char *description;  /* how it is called outside; "": as inside */
	const struct redact_mark *marks;
	size_t n;
	bool none;                /* stated: nothing has to be hidden; then no marks */
};
/* err.field: "mark-1", "note-1" ... of the mark at fault. INVALID with the reason; nothing is written then. */
MUST_CHECK enum status handle_redact(const struct desk *d, const struct redact_new *as, int64_t *ret_version, struct err *e);
/* The statement that nothing has to be hidden, in the caller's transaction: for an exhibit that is shown as it comes in. */
MUST_CHECK enum status redact_state_none(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, const char *description,
					 struct err *e);

/* What handle_redact_source says, for the page of an exhibit: a text is seen there as it came, and that is on record. */
MUST_CHECK enum status handle_redact_look(const struct desk *d, int64_t case_file, int64_t exhibit, struct redact_source *ret,
					  struct err *e);
/* The bytes of a version; 0: the picture as it can be shown, before anything is hidden, a look that is on record too. For
 * officers of the file. */
MUST_CHECK enum status handle_redact_read(const struct desk *d, int64_t case_file, int64_t exhibit, int64_t version, struct str *ret,
					  const char **ret_type, struct err *e);
/* What a reader outside would get, with its bytes. */
MUST_CHECK enum status exhibit_bytes(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, enum exhibit_reader reader,
				     struct exhibit_copy *ret_copy, struct str *ret, struct err *e);

/* Names of persons of the file that stand in @text, "Ratna Wulandasih, Tarno Widagdaya"; "" when none does. @but: a person who
 * may stand there; 0: nobody. A word of a name of four letters or more is enough: a hint, not a judgement. */
MUST_CHECK enum status handle_names_in(struct tx *tx, const struct desk *d, int64_t case_file, const char *text, int64_t but,
				       const char **ret, struct err *e);
/* @text with the words of each mark replaced; INVALID names a mark whose words do not stand in it. @paper: Markdown, in which
 * a backslash before a mark of punctuation is no part of the words. */
MUST_CHECK enum status redact_text(const struct desk *d, const char *text, const struct redact_mark *marks, size_t n, bool paper,
				   const char **ret, struct err *e);

#endif
