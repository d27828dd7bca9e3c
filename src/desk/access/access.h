/* access.h -- users, roles, passwords, sessions, second factor, and who saw what.
 *
 * Passwords: Argon2id (libsodium), at least 12 characters, no composition rules, checked against a list of common
 * and local words. Sessions: a random 256-bit token, stored as keyed hash; 30 minutes idle, 12 hours at most.
 * Rights are one table (access_rights): function level here, record level in the desks.
 */
#ifndef NETRA_DESK_ACCESS_ACCESS_H
#define NETRA_DESK_ACCESS_ACCESS_H

#include "access_sql.h"
#include "desk/office.h"

/* What can be done. A role has rights; a route asks for one. */
#define RIGHT_MAP(X)                                                                               \
	X(RIGHT_NONE, "")                          /* anybody */                                   \
	X(RIGHT_STAFF, "staff")                    /* anybody of the office */                     \
	X(RIGHT_INTAKE, "intake")                  /* take in reports, talk with reporters */      \
	X(RIGHT_TRIAGE, "triage")                  /* weigh alerts and reports */                  \
	X(RIGHT_CASE, "case")                      /* read and work files */                       \
	X(RIGHT_SIGN, "sign")                      /* sign papers, forward */                      \
	X(RIGHT_VOTE, "vote")                      /* plenary */                                   \
	X(RIGHT_REGISTRY, "registry")              /* import registry, watchlist, posts */         \
	X(RIGHT_CALENDAR, "calendar")              /* type and confirm decrees about days off */   \
	X(RIGHT_VAULT, "vault")                    /* open identities, with a second person */     \
	X(RIGHT_ADMIN, "admin")                    /* users, settings */                           \
	X(RIGHT_LOGIN, "login")                    /* anybody who can log in, partners too */      \
	X(RIGHT_PREVENT, "prevent")                /* campaigns, circulars, events, index */       \
	X(RIGHT_SHARES, "shares")                  /* how far each unit has come, without names */ \
	X(RIGHT_UNIT, "unit")                      /* names of the own unit (session.agency) */    \
	X(RIGHT_ROSTER, "roster")                  /* lists of employees, and who is excused */    \
	X(RIGHT_REFUSAL, "refusal")                /* who declined to sign, and why */
enum right {
#define X(name, code) name,
	RIGHT_MAP(X)
#undef X
	RIGHT_N
};
bool role_may(enum role r, enum right right);
bool role_partner(enum role r); /* somebody of the government, not of the office */

struct user_new {
	const char *login, *name, *position, *nip;
	enum role role;
	int64_t agency; /* of ROLE_UNIT: whose head; else 0 */
	const char *password;
};
MUST_CHECK enum status access_user_add(struct tx *tx, const struct desk *d, const struct user_new *as,
				       int64_t *ret, struct err *e);
MUST_CHECK enum status access_password_set(struct tx *tx, const struct desk *d, int64_t user,
					   const char *password, struct err *e);
/* UNKNOWN_USER when it is not this user's present password. Runs Argon2id, so outside any transaction. */
MUST_CHECK enum status access_password_prove(const struct desk *d, int64_t user, const char *password, struct err *e);
/* INVALID with the reason when a password is too short, too common or made of the login. */
MUST_CHECK enum status access_password_check(const char *login, const char *password, struct err *e);

/* A key of 32 bytes out of a passphrase (Argon2id): two at a time with the log-ins', so outside any transaction. */
MUST_CHECK enum status access_stretch(const char *passphrase, const unsigned char salt[static 16], int64_t passes,
				      int64_t memory_kib, unsigned char ret[static 32], struct err *e);

/* Both end all sessions (and, when disabled, the API tokens) of that user. */
MUST_CHECK enum status access_role_set(struct tx *tx, const struct desk *d, int64_t user, enum role role,
				       int64_t agency, struct err *e);
MUST_CHECK enum status access_disable(struct tx *tx, const struct desk *d, int64_t user, struct err *e);

/* Second factor (RFC 6238, SHA-1, 6 digits, 30 s: what every phone app speaks). A secret counts only after a code
 * made with it was typed back. @ret_uri is what the app reads from a QR code. */
#define TOTP_SECRET_SIZE 20
MUST_CHECK enum status access_totp_new(const struct desk *d, const char *login, const char **ret_secret,
				       const char **ret_uri, struct err *e);
MUST_CHECK enum status access_totp_set(struct tx *tx, const struct desk *d, int64_t user, const char *secret,
				       const char *code, struct err *e);

struct session {
	int64_t user;
	int64_t agency; /* of ROLE_UNIT: the unit whose names this person sees; else 0 */
	enum role role;
	const char *name, *login, *position, *csrf;
};
/* Argon2id runs outside any transaction. UNKNOWN_USER for both a wrong name and a wrong password (same time);
 * TOO_MANY after ten failures an hour for one login. @ret_cookie: the token for the browser. */
MUST_CHECK enum status access_login(const struct desk *d, const char *login, const char *password,
				    const char *code, const char **ret_cookie, struct session *ret, struct err *e);
/* The session of a cookie; UNKNOWN_USER when there is none or it has ended. */
MUST_CHECK enum status access_session(const struct desk *d, const char *cookie, struct session *ret, struct err *e);
#define SESSION_IDLE_US (30 * 60 * SECOND_US)
#define SESSION_MOST_US (12 * HOUR_US)
/* Ends all other sessions of the owner of @cookie. */
MUST_CHECK enum status access_logout_others(const struct desk *d, const char *cookie, struct err *e);
MUST_CHECK enum status access_logout(const struct desk *d, const char *cookie, struct err *e);
/* API tokens, made with `netra user token`. */
MUST_CHECK enum status access_token_make(struct tx *tx, const struct desk *d, int64_t user, const char *name,
					 const char **ret, struct err *e);
MUST_CHECK enum status access_token(const struct desk *d, const char *token, struct session *ret, struct err *e);

/* Who saw or did what; runs in the caller's transaction, so that the act and its trace stand or fall together. */
MUST_CHECK enum status access_note(struct tx *tx, const struct desk *d, const char *action, const char *kind,
				   int64_t object, const char *reason, struct err *e);

#endif
