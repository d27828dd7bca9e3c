/* hands.h -- two people at work: hands.c for vault.c and custody.c. */
#ifndef NETRA_DESK_VAULT_HANDS_H
#define NETRA_DESK_VAULT_HANDS_H

#include "desk/vault/vault_internal.h"

/* A custodian who has typed the passphrase. */
struct hand {
	int64_t id; /* of vault_custodian */
	unsigned char public[32];
	struct secret secret;
};
static inline struct hand hand_new(void)
{
	return (struct hand){.secret = secret_new()};
}
static inline void hand_end(struct hand *h)
{
	secret_end(&h->secret);
}
/* @d->user's. FORBIDDEN for somebody who is no custodian; else as person_unlock. Opens transactions of its own. */
MUST_CHECK enum status hand_of(const struct desk *d, const char *passphrase, struct hand *ret, struct err *e);

/* The shares of two who are present, as they open boxes together. */
struct shares_pair {
	struct secret a, b;
};
static inline struct shares_pair shares_pair_new(void)
{
	return (struct shares_pair){secret_new(), secret_new()};
}
static inline void shares_pair_end(struct shares_pair *p)
{
	secret_end(&p->a);
	secret_end(&p->b);
}
MUST_CHECK enum status hands_shares(const struct desk *d, const struct custody_hand *one, const struct custody_hand *other,
				    int64_t vault_key, struct shares_pair *ret, struct err *e);

/* The whole secret of a key, of two custodians or two sheets; INVALID when it is not that of @public. */
MUST_CHECK enum status hands_secret(const struct desk *d, const struct custody_two *two, int64_t vault_key,
				    struct str public, struct secret *ret, struct err *e);

/* What a request is about. */
struct opening {
	int64_t request, report;
	struct boxes_of_rows boxes;
	struct vault_keys_rows keys;
};
/* The key a box is sealed to; NULL: none of ours. */
const struct vault_keys_row *key_of_box(const struct vault_keys_rows *keys, const struct box *box, int64_t wrap_key);
/* The first custodian leaves parts for each partner. */
MUST_CHECK enum status hand_first(struct tx *tx, const struct desk *d, const struct opening *o, const struct hand *mine,
				  struct err *e);
/* The second opens the keys of all boxes (at most LOOK_BOXES). CONFLICT when nothing was left for this custodian. */
MUST_CHECK enum status hand_second(struct tx *tx, const struct opening *o, const struct hand *mine, struct look_key *ret,
				   struct err *e);

#endif
