/* vault_internal.h -- what the files of this desk share: boxes, shares, secrets in memory, keys of people. */
#ifndef NETRA_DESK_VAULT_INTERNAL_H
#define NETRA_DESK_VAULT_INTERNAL_H

#include "desk/vault/custody.h"
#include "desk/vault/vault.h"

#include <sodium.h>

/* -- secrets in memory: pages that are locked, never swapped, left out of a core, wiped at the end -- */

struct secret {
	unsigned char *key; /* 32 bytes */
};
struct secret secret_new(void);
void secret_end(struct secret *s); /* for use with scoped() */

/* -- box.c: a text sealed to the office -- */

#define BOX_KEY_SIZE    crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define BOX_SEALED_SIZE (BOX_KEY_SIZE + crypto_box_SEALBYTES) /* the text's key, sealed to the office */
#define BOX_TAG_SIZE    8                                     /* first bytes of the office's public key */

/* The parts of a box; BROKEN when it is none. They point into @box. */
struct box {
	const unsigned char *tag, *sealed, *nonce, *text; /* tag NULL: a box of before, which names no key */
	size_t text_n;                                    /* with its authentication tag */
};
MUST_CHECK enum status box_read(int64_t report, struct str box, struct box *ret, struct err *e);
MUST_CHECK enum status box_text(struct arena *a, int64_t report, const struct box *b, const unsigned char key[static 32],
				const char **ret, struct err *e);
/* The text's key out of @sealed (BOX_SEALED_SIZE bytes) with the whole secret of the office. */
bool box_key_open(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char secret[static 32],
		  unsigned char ret[static 32]);

/* -- share.c: a secret in two hands -- */

/* Two X25519 secrets of which each alone says nothing, with secret * P = b * (a * P) for every point of the group. */
void share_split(const unsigned char secret[static 32], unsigned char ret_a[static 32], unsigned char ret_b[static 32]);
/* What the first hand makes of a sealed key, for the second; says nothing to others. */
bool share_first(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char a[static 32],
		 unsigned char ret[static 32]);
/* The second hand ends it: the text's key. False when the hands do not belong together or the box is damaged. */
bool share_second(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char office_public[static 32],
		  const unsigned char first[static 32], const unsigned char b[static 32], unsigned char ret[static 32]);
/* The secret of two shares; only the ceremonies of custody.c, which deal out new shares, bring it together. */
void share_join(const unsigned char a[static 32], const unsigned char b[static 32], unsigned char ret[static 32]);

/* -- person.c: a custodian's own key under a passphrase -- */

#define WRAPPED_SIZE (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define SALT_SIZE    crypto_pwhash_SALTBYTES

struct person_key {
	unsigned char public[32], wrapped[WRAPPED_SIZE], salt[SALT_SIZE];
	int64_t passes, memory_kib;
};
/* A new pair of keys (@secret is filled), or with @keep the pair that @secret holds, under @passphrase. */
MUST_CHECK enum status person_wrap(const char *login, const char *passphrase, bool keep, struct secret *secret,
				   struct person_key *ret, struct err *e);
/* The secret of the custodian @d->user. UNKNOWN_USER (field passphrase) for a wrong one, which is counted and written
 * down; TOO_MANY after PERSON_TRIES in an hour. Runs Argon2id, so outside any transaction. */
#define PERSON_TRIES 5
MUST_CHECK enum status person_unlock(const struct desk *d, const struct custodian_of_row *row, const char *passphrase,
				     struct secret *ret, struct err *e);

/* -- custody.c -- */

/* The key that seals now; @ret_found is false in an office without custody. BROKEN when it is not signed by the office. */
MUST_CHECK enum status custody_key_now(struct tx *tx, const struct desk *d, bool *ret_found,
				       struct vault_key_newest_row *ret, struct err *e);
/* keys/vault.key of an office without custody; UNAVAILABLE when it is not there. */
MUST_CHECK enum status plain_secret(const struct office *o, struct secret *ret, struct err *e);

/* -- look.c: keys of opened boxes, in the memory of this process only, for as long as a look may last -- */

#define LOOK_BOXES 16 /* boxes of one report that can be opened at once */
struct look_key {
	int64_t box;
	unsigned char key[32];
};
void look_put(int64_t request, const struct look_key *keys, size_t n);
size_t look_get(int64_t request, struct look_key ret[static LOOK_BOXES]);

static inline struct str bytes_str(const void *p, size_t n)
{
	return (struct str){(const char *)p, n};
}

#endif
