/* rules.h -- the rule packs of an office: whose signature counts, what is installed, what counsel said of it.
 *
 * A pack comes as a file with a signature beside it. It is installed when the office trusts the key, the bytes are
 * those that were signed, the pack passes every check of core/law, and it is not older than the one that counts now.
 * From its day on it counts for new files of its scope: every election, one procedure, or one election (desk/packs.h
 * says which of several). Nothing is ever uninstalled: another pack takes over. Every step is a sealed row with its
 * author and reason.
 */
#ifndef NETRA_DESK_RULES_RULES_H
#define NETRA_DESK_RULES_RULES_H

#include "core/pack/pack.h"
#include "desk/office.h"
#include "rules_sql.h"

#define RULES_REASON_MAX 1000 /* bytes */

/* Reads a pack as an office would: law_read and the guards it names. */
MUST_CHECK enum status rules_check(struct arena *a, struct str pack, const struct law **ret, struct err *e);

/* Trust and its end. @who: a person, the login or who sat at the terminal. CONFLICT when the key is trusted already. */
MUST_CHECK enum status rules_trust(const struct desk *d, const struct pack_key *key, const char *who, const char *reason,
				   struct err *e);
MUST_CHECK enum status rules_distrust(const struct desk *d, const char *key_id, const char *who, const char *reason,
				      struct err *e);

struct rules_new {
	struct str pack, seal;            /* the bytes of FILE and FILE.sig */
	const char *election, *procedure; /* ""; "PILKADA-2024", "pilkada" */
	struct day from;                  /* DAY_NONE: today */
	const char *who, *reason;
	bool force;                       /* although it is older than the one that counts */
};
struct rules_done {
	int64_t install;
	bool already; /* it counted so before; nothing was written */
	const char *hash, *name, *version, *publisher;
	struct day from;
	struct pack_seal seal;
};
/* FORBIDDEN: not trusted. BROKEN: bytes and signature do not fit. INVALID: the pack, with row and reason, or the scope.
 * CONFLICT: older than the one that counts. Nothing is changed then. */
MUST_CHECK enum status rules_install(const struct desk *d, const struct rules_new *as, struct rules_done *ret, struct err *e);
/* The same without writing: what would happen. */
MUST_CHECK enum status rules_try(const struct desk *d, const struct rules_new *as, struct rules_done *ret, struct err *e);

struct rules_item { /* one pack of the list */
	int64_t install; /* 0: built in, or kept only for old files */
	const char *hash, *name, *version, *election, *procedure;
	struct day from, to; /* DAY_NONE: open */
	const char *state;   /* now, later, past; kept: only old files use it */
	bool built_in;
	int64_t open_files, files;
	const char *publisher, *key_id, *words, *who, *reason;
	struct instant signed_at, at;
	bool forced;
};
struct rules_list {
	struct rules_item *items; /* newest first, the built-in one and those of old files last */
	size_t n, cap;
};
MUST_CHECK enum status rules_list(struct tx *tx, const struct desk *d, struct rules_list *ret, struct err *e);

/* A pack by its hash or at least 8 first digits of it, or "built-in". NOT_FOUND, or INVALID when several begin so. */
MUST_CHECK enum status rules_text(struct tx *tx, const char *which, const char **ret_hash, struct str *ret, struct err *e);

/* How many open files under the pack @hash use a row that changes; -1 when that cannot be told for its table. */
MUST_CHECK enum status rules_uses(struct tx *tx, const struct desk *d, const char *hash, const struct pack_change *c,
				  int64_t *ret, struct err *e);
/* Open files under that pack. */
MUST_CHECK enum status rules_open_files(struct tx *tx, const struct desk *d, const char *hash, int64_t *ret, struct err *e);

struct rules_opinion {
	const char *rulepack, *kind, *name;
	const char *result; /* confirmed, wrong, open */
	const char *checked_by, *source, *text;
	struct day checked_on;
};
MUST_CHECK enum status rules_opinion_add(const struct desk *d, const struct rules_opinion *as, struct err *e);

#endif
