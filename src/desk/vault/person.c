/* person.c -- a custodian's own key: an X25519 pair whose secret lies in the store under a passphrase that only the
 * custodian knows.
 *
 * Argon2id with 64 MiB and 3 passes turns the passphrase into the key of an XChaCha20-Poly1305 box around the secret; both
 * figures stand in the row, so that they can grow. It runs where the log-in's hashing runs: two at a time in the whole
 * process, on a worker's thread, never on an event loop (desk/access). The passphrase is not the log-in's: whoever resets
 * a log-in must not open the vault by it.
 */
#include "desk/vault/vault_internal.h"

#include "desk/access/access.h"

#include <string.h>

#define PASSES     3
#define MEMORY_KIB 65536
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

enum status person_wrap(const char *login, const char *passphrase, bool keep, struct secret *secret,
			struct person_key *ret, struct err *e)
{
	scoped(secret_end) struct secret key = secret_new();
	TRY(access_password_check(login, passphrase, e));
	if (!keep)
		randombytes_buf(secret->key, 32);
	crypto_scalarmult_base(ret->public, secret->key);
	ret->passes = PASSES;
	ret->memory_kib = MEMORY_KIB;
	random_bytes(ret->salt, SALT_SIZE);
	random_bytes(ret->wrapped, NONCE_SIZE);
	TRY(access_stretch(passphrase, ret->salt, ret->passes, ret->memory_kib, key.key, e));
	crypto_aead_xchacha20poly1305_ietf_encrypt(ret->wrapped + NONCE_SIZE, NULL, secret->key, 32, ret->public, 32, NULL,
						   ret->wrapped, key.key);
	return OK;
}

static enum status tries_left(const struct desk *d, struct err *e)
{
	struct access_log_count_row wrong;
	struct instant hour_ago = {d->now.us - HOUR_US};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(access_log_count(&tx, "custodian", d->user, "custody_wrong", hour_ago, &wrong, e));
	if (wrong.n >= PERSON_TRIES)
		return FAIL_FIELD(e, TOO_MANY, "passphrase", "%s",
				  d->lang == EN ? "Too many wrong passphrases. Wait an hour; your colleagues are not affected."
						: "Terlalu banyak frasa sandi yang keliru. Tunggu satu jam; rekan Anda tidak terganggu.");
	return tx_commit(&tx, e);
}

static enum status wrong(const struct desk *d, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(access_note(&tx, d, "custody_wrong", "custodian", d->user, "", e));
	TRY(tx_commit(&tx, e));
	return FAIL_FIELD(e, UNKNOWN_USER, "passphrase", "%s",
			  d->lang == EN ? "This is not your custody passphrase. It is not the password of your log-in."
					: "Frasa sandi pemegang kunci belum cocok. Ini bukan sandi masuk Anda.");
}

enum status person_unlock(const struct desk *d, const struct custodian_of_row *row, const char *passphrase,
			  struct secret *ret, struct err *e)
{
	scoped(secret_end) struct secret key = secret_new();
	const unsigned char *wrapped = (const unsigned char *)row->wrapped.s;
	if (row->wrapped.n != WRAPPED_SIZE || row->salt.n != SALT_SIZE || row->public.n != 32)
		return FAIL(e, BROKEN, "the key of custodian %lld is damaged", (long long)row->id);
	TRY(tries_left(d, e));
	if (text_blank(passphrase))
		return FAIL_FIELD(e, INVALID, "passphrase", "%s",
				  d->lang == EN ? "Type your custody passphrase." : "Ketik frasa sandi pemegang kunci Anda.");
	TRY(access_stretch(passphrase, (const unsigned char *)row->salt.s, row->passes, row->memory_kib, key.key, e));
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(ret->key, NULL, NULL, wrapped + NONCE_SIZE, WRAPPED_SIZE - NONCE_SIZE,
						       (const unsigned char *)row->public.s, 32, wrapped, key.key))
		return wrong(d, e);
	return OK;
}
