/* vault.h -- who a reporter is: sealed on arrival, opened only by two hands with a written reason.
 *
 * A contact is encrypted with a fresh key (XChaCha20-Poly1305, bound to its report), and that key is sealed
 * to the office's X25519 key. The program can seal at any time; to open, somebody asks with a reason, two
 * custodians who are not the asker approve with their own passphrases (one refusal ends the request), and each look is
 * written down first and possible for 30 minutes only. Whose keys they are and how two hands do what one key does stands in
 * custody.h; an office that has not begun custody has the secret in keys/vault.key, read only at the moment of a look.
 *
 * Not promised: anonymity of what reporters write in the text itself; the form says so.
 */
#ifndef NETRA_DESK_VAULT_VAULT_H
#define NETRA_DESK_VAULT_VAULT_H

#include "desk/office.h"
#include "vault_sql.h"

#define VAULT_TEXT_MAX 1000                  /* bytes of a contact */
#define VAULT_OPEN_US  (30 * 60 * SECOND_US) /* how long an approved request can be looked at */

/* Seals @text for @report in the caller's WRITE transaction. */
MUST_CHECK enum status vault_seal(struct tx *tx, const struct desk *d, int64_t report, const char *text,
				  struct err *e);

/* Asks to open the identity of a report. INVALID without a reason of at least 10 characters, NOT_FOUND when
 * nothing is sealed for it. */
MUST_CHECK enum status vault_ask(const struct desk *d, int64_t report, const char *reason,
				 int64_t *ret_request, struct err *e);
/* A custodian approves or refuses with a motive. FORBIDDEN for the asker and for others than custodians;
 * CONFLICT for a second answer of the same custodian or to a request that was refused. Where custody has begun an approval
 * needs @passphrase (UNKNOWN_USER for a wrong one, TOO_MANY after five in an hour) and runs Argon2id: not within a
 * transaction. A refusal needs none. */
MUST_CHECK enum status vault_answer(const struct desk *d, int64_t request, bool approves, const char *motive,
				    const char *passphrase, struct err *e);

enum vault_state { VAULT_WAITING, VAULT_REFUSED, VAULT_OPEN, VAULT_OVER };
struct vault_status {
	enum vault_state state;
	struct instant until; /* OPEN: the last moment to look */
	struct vault_request_get_row request;
	struct vault_answers_rows answers;
	struct vault_views_rows views;
};
MUST_CHECK enum status vault_status(const struct desk *d, int64_t request, struct vault_status *ret,
				    struct err *e);

/* Looks inside: only the asker, only while OPEN; the look is logged and committed before anything is
 * decrypted.
 * @ret: the sealed texts, oldest first, joined by newlines. */
MUST_CHECK enum status vault_view(const struct desk *d, int64_t request, const char **ret, struct err *e);

/* For the report to the commissioners: every request of a time, whatever became of it, oldest first. Holds no identity. */
struct vault_opening {
	const char *number, *asker, *reason;
	struct instant at;
	enum vault_state state;
	struct vault_answers_rows answers;
	struct vault_views_rows views;
};
struct vault_openings {
	struct vault_opening *items;
	size_t n;
};
MUST_CHECK enum status vault_openings(const struct desk *d, struct instant since, struct instant until, int64_t max,
				      struct vault_openings *ret, struct err *e);

/* What is over: parts of requests that nobody decided, opened keys past their time. The periodic job calls it. */
#define VAULT_WAIT_US (30 * DAY_US)
MUST_CHECK enum status vault_sweep(struct tx *tx, const struct desk *d, struct err *e);
/* Wipes the keys of opened boxes whose time is over; with @all those of all (the program ends). */
void vault_forget(bool all);

/* The cryptography alone, for tests: @ret lives in @a. */
struct str vault_box_make(struct arena *a, const unsigned char office_public[static 32], int64_t report,
			  const char *text);
MUST_CHECK enum status vault_box_open(struct arena *a, const unsigned char secret[static 32], int64_t report,
				      struct str box, const char **ret, struct err *e);

#endif
