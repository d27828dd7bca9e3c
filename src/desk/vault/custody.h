/* custody.h -- the office's vault key in the hands of people: nobody opens an identity alone, not even whoever owns the
 * machine.
 *
 * Words. The *vault key* is the office's X25519 pair: its public half seals contacts; its secret half, once custody has
 * begun, is kept nowhere. Each *custodian* has an own pair whose secret lies in the store under a passphrase
 * (Argon2id). For every two custodians the secret is split into two *shares*, each sealed to one of them (share.c): any two
 * of n open, one alone has nothing. Two printed *sheets* are one more such pair, for two safes in two places.
 *
 * At a request (vault.h) the first custodian's share makes of each box a *part* that only the named partner can use, for
 * that box and request alone; the second ends the sum. So the secret is not put together when identities are opened; only
 * ceremonies that deal out new shares (a custodian comes, keys rotate) do so, on the machine itself, with two present, in
 * locked memory, and forget it.
 *
 * Invariants: a box names the vault key it is sealed to, or is of key number 1; a vault key whose signature is not the
 * office's seals nothing; there are never fewer than two custodians in force.
 *
 * An office of before keeps keys/vault.key in the clear and works as it did; pages, doctor and config check say so in red
 * until custody_begin has proven that two people can open, and has overwritten and removed the file.
 *
 * Not promised: whoever controls the running machine while two custodians type can learn their passphrases; old backups of
 * a plain vault.key still open the boxes of their time. docs/operations.md says what each kind of thief gets.
 */
#ifndef NETRA_DESK_VAULT_CUSTODY_H
#define NETRA_DESK_VAULT_CUSTODY_H

#include "desk/office.h"
#include "vault_sql.h"

#define CUSTODY_HANDS   2
#define CUSTODIANS_MAX  12
#define CUSTODY_SHEET_MAX 80 /* bytes of a sheet's text */

/* Somebody who is present at a ceremony. */
struct custody_hand {
	int64_t user;
	const char *login, *passphrase;
};
/* Two custodians, or with @sheets the texts of both recovery sheets. */
struct custody_two {
	struct custody_hand hands[CUSTODY_HANDS];
	const char *sheets[CUSTODY_HANDS]; /* NULL: hands */
};

struct custody_status {
	bool plain;   /* keys/vault.key lies on the disk in the clear */
	bool begun;   /* there are custodians and shares */
	int64_t boxes, behind; /* sealed identities; those not yet moved to the newest key */
	struct vault_keys_rows keys;
	struct custodians_rows people;
};
MUST_CHECK enum status custody_status(const struct desk *d, struct custody_status *ret, struct err *e);
bool custody_plain(const struct office *o); /* one look at the disk; for the line on each page */

/* Begins custody with at least two people: keys and shares are made and kept, opening is proven with what was kept, then
 * keys/vault.key is overwritten and removed. When that was cut short, the same call with two of them ends it.
 * @abandon: nobody can open any more; a new key is made, and what was sealed to the old ones stays shut for good. */
MUST_CHECK enum status custody_begin(const struct desk *d, const struct custody_hand *people, size_t n, bool abandon,
				     struct err *e);
/* A further custodian, or somebody who lost the passphrase and gets a new key. */
MUST_CHECK enum status custody_add(const struct desk *d, const struct custody_two *present,
				   const struct custody_hand *who, struct err *e);
MUST_CHECK enum status custody_remove(const struct desk *d, int64_t user, struct err *e);
/* @d->user's own passphrase. */
MUST_CHECK enum status custody_passphrase(const struct desk *d, const char *login, const char *old, const char *passphrase,
					  struct err *e);
/* A new vault key; every box gets its key sealed again, in batches, then the old key's shares go. Can be called again
 * when it was cut short; until the end both keys open. @progress may be NULL. */
typedef void (*custody_progress)(void *context, int64_t done, int64_t of);
MUST_CHECK enum status custody_rotate(const struct desk *d, const struct custody_two *present, custody_progress progress,
				      void *context, struct err *e);
/* The texts of two new recovery sheets for the newest key; nothing of them is kept. */
MUST_CHECK enum status custody_sheets(const struct desk *d, const struct custody_two *present, const char *ret[static 2],
				      struct err *e);

#endif
