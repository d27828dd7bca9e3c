/* access_internal.h -- what the files of desk/access share. */
#ifndef NETRA_DESK_ACCESS_INTERNAL_H
#define NETRA_DESK_ACCESS_INTERNAL_H

#include "desk/access/access.h"

#define LOGIN_FAILURES_MAX 10 /* wrong passwords an hour for one login */

/* Argon2id; at most two run at once, the others wait. Outside any transaction: it takes about 0.1 s and 64 MiB. */
MUST_CHECK enum status password_hash(struct arena *a, const char *password, const char **ret, struct err *e);
bool password_fits(const char *hash, const char *password);
/* The same work for a login that does not exist. Always false. */
bool password_fits_nobody(const char *password);

/* The step that @code belongs to, when it is one near the machine's present and later than @last; 0: none. */
int64_t totp_step(struct str secret, const char *code, struct instant machine_now, int64_t last);
struct instant access_machine_now(const struct desk *d); /* without the drill clock: phones know nothing of it */

/* The stored form of a cookie or token. */
struct str access_token_hash(const struct desk *d, const char *token);
bool access_token_shaped(const char *token); /* 64 hex digits */
char *access_token_new(struct arena *a);

#endif
