/* hpke.c -- Hybrid Public Key Encryption in base mode, RFC 9180, for P-256: what OpenSSL 3.0 of Debian 12 has the parts of
 * but not yet the whole. Names and labels are the RFC's; tests/core/parcel_test.c holds its vectors (appendix A.3).
 */
#include "core/parcel/parcel_internal.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define KEM_ID   16 /* DHKEM(P-256, HKDF-SHA256) */
#define KDF_ID   1  /* HKDF-SHA256 */
#define LABELLED 400 /* bytes: the longest labelled input: two points, a label, a suite */

enum status trouble_openssl(struct err *e)
{
	return FAIL(e, UNAVAILABLE, "the cryptographic library says: %s", ERR_reason_error_string(ERR_get_error()));
}

/* Bytes put together for a hash; everything that goes in has a length that was checked before. */
struct joined {
	unsigned char bytes[LABELLED + HEAD_MAX];
	size_t n;
};

static void join(struct joined *j, const void *bytes, size_t n)
{
	memcpy(j->bytes + j->n, bytes, n);
	j->n += n;
}

static void join_number(struct joined *j, size_t n)
{
	unsigned char two[2] = {(unsigned char)(n >> 8), (unsigned char)n};
	join(j, two, 2);
}

static void mac(const unsigned char key[static 32], const struct joined *j, unsigned char ret[static 32])
{
	if (!HMAC(EVP_sha256(), key, 32, j->bytes, j->n, ret, NULL))
		abort(); /* no memory; a key of whatever lay there would seal what nobody opens */
}

struct suite {
	unsigned char bytes[10];
	size_t n;
};

static struct suite suite_kem(void) { return (struct suite){{'K', 'E', 'M', 0, KEM_ID}, 5}; }

static struct suite suite_whole(enum hpke_aead aead)
{
	return (struct suite){{'H', 'P', 'K', 'E', 0, KEM_ID, 0, KDF_ID, 0, (unsigned char)aead}, 10};
}

/* @salt: 32 bytes, or NULL for the empty one (HMAC fills it up with zeros). */
static void labeled_extract(const struct suite *suite, const unsigned char *salt, const char *label, struct str ikm,
			    unsigned char ret[static 32])
{
	static const unsigned char none[32] = {0};
	struct joined j = {.n = 0};
	join(&j, "HPKE-v1", 7);
	join(&j, suite->bytes, suite->n);
	join(&j, label, strlen(label));
	join(&j, ikm.s, ikm.n);
	mac(salt ? salt : none, &j, ret);
	sodium_memzero(&j, sizeof j);
}

/* One block of HKDF's output is enough for all that is asked here. */
static void labeled_expand(const struct suite *suite, const unsigned char prk[static 32], const char *label, struct str info,
			   size_t n, unsigned char *ret)
{
	static const unsigned char first = 1;
	unsigned char block[32];
	struct joined j = {.n = 0};
	join_number(&j, n);
	join(&j, "HPKE-v1", 7);
	join(&j, suite->bytes, suite->n);
	join(&j, label, strlen(label));
	join(&j, info.s, info.n);
	join(&j, &first, 1);
	mac(prk, &j, block);
	memcpy(ret, block, n);
	sodium_memzero(block, sizeof block);
}

static void derivation_free(EVP_PKEY_CTX **c) { EVP_PKEY_CTX_free(*c); }

static enum status dh(const struct parcel_private *mine, const unsigned char theirs[static POINT_SIZE], unsigned char ret[static 32],
		      struct err *e)
{
	scoped(pkey_free) EVP_PKEY *own = pkey_of(mine->public.point, mine->scalar), *other = pkey_of(theirs, NULL);
	if (!own || !other)
		return FAIL(e, BROKEN, "a point of the parcel does not lie on the curve P-256");
	scoped(derivation_free) EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(own, NULL);
	size_t n = 32;
	if (!c || EVP_PKEY_derive_init(c) <= 0 || EVP_PKEY_derive_set_peer(c, other) <= 0 || EVP_PKEY_derive(c, ret, &n) <= 0 || n != 32)
		return trouble_openssl(e);
	return OK;
}

/* DHKEM's shared secret: @enc is the sender's point, @to the recipient's. */
static enum status shared_secret(const struct parcel_private *mine, const unsigned char *theirs, const unsigned char *enc,
				 const unsigned char *to, unsigned char ret[static 32], struct err *e)
{
	unsigned char secret[32], prk[32], both[2 * POINT_SIZE];
	struct suite suite = suite_kem();
	TRY(dh(mine, theirs, secret, e));
	memcpy(both, enc, POINT_SIZE);
	memcpy(both + POINT_SIZE, to, POINT_SIZE);
	labeled_extract(&suite, NULL, "eae_prk", (struct str){(const char *)secret, 32}, prk);
	labeled_expand(&suite, prk, "shared_secret", (struct str){(const char *)both, sizeof both}, 32, ret);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(prk, sizeof prk);
	return OK;
}

static enum status key_schedule(const unsigned char shared[static 32], enum hpke_aead aead, struct str info, struct hpke *ret,
				struct err *e)
{
	struct suite suite = suite_whole(aead);
	unsigned char context[65] = {0}, secret[32], key[32]; /* context: mode base, psk_id_hash, info_hash */
	struct str all = {(const char *)context, sizeof context};
	if (info.n > HEAD_MAX)
		return FAIL(e, INVALID, "the head of a parcel has at most %d bytes", HEAD_MAX);
	labeled_extract(&suite, NULL, "psk_id_hash", STR(""), context + 1);
	labeled_extract(&suite, NULL, "info_hash", info, context + 33);
	labeled_extract(&suite, shared, "secret", STR(""), secret);
	labeled_expand(&suite, secret, "key", all, aead == HPKE_AES_128_GCM ? 16 : 32, key);
	labeled_expand(&suite, secret, "base_nonce", all, 12, ret->nonce);
	ret->seq = 0;
	ret->cipher = EVP_CIPHER_CTX_new();
	int done = ret->cipher && EVP_CipherInit_ex(ret->cipher, aead == HPKE_AES_128_GCM ? EVP_aes_128_gcm() : EVP_aes_256_gcm(), NULL, key,
						    NULL, 1);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(key, sizeof key);
	return done == 1 ? OK : trouble_openssl(e);
}

enum status hpke_sender(const struct parcel_public *to, const struct parcel_private *own, enum hpke_aead aead, struct str info,
			struct hpke *ret, struct err *e)
{
	unsigned char shared[32];
	TRY(shared_secret(own, to->point, own->public.point, to->point, shared, e));
	enum status status = key_schedule(shared, aead, info, ret, e);
	sodium_memzero(shared, sizeof shared);
	return status;
}

enum status hpke_receiver(const struct parcel_private *mine, const unsigned char point[static POINT_SIZE], enum hpke_aead aead,
			  struct str info, struct hpke *ret, struct err *e)
{
	unsigned char shared[32];
	TRY(shared_secret(mine, point, point, mine->public.point, shared, e));
	enum status status = key_schedule(shared, aead, info, ret, e);
	sodium_memzero(shared, sizeof shared);
	return status;
}

void hpke_end(struct hpke *h)
{
	EVP_CIPHER_CTX_free(h->cipher);
	sodium_memzero(h, sizeof *h);
}

static void nonce_of(const struct hpke *h, unsigned char ret[static 12])
{
	memcpy(ret, h->nonce, 12);
	for (int i = 0; i < 8; i++)
		ret[11 - i] ^= (unsigned char)(h->seq >> (8 * i));
}

static enum status gcm_seal(EVP_CIPHER_CTX *c, struct str aad, struct str plain, unsigned char *ret, struct err *e)
{
	int n = 0;
	if ((aad.n && EVP_EncryptUpdate(c, NULL, &n, (const unsigned char *)aad.s, (int)aad.n) != 1) ||
	    (plain.n && EVP_EncryptUpdate(c, ret, &n, (const unsigned char *)plain.s, (int)plain.n) != 1) ||
	    EVP_EncryptFinal_ex(c, ret + plain.n, &n) != 1 || EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, ret + plain.n) != 1)
		return trouble_openssl(e);
	return OK;
}

static enum status gcm_open(EVP_CIPHER_CTX *c, struct str aad, struct str sealed, unsigned char *ret, struct err *e)
{
	int n = 0;
	size_t plain = sealed.n - TAG_SIZE;
	unsigned char tag[TAG_SIZE];
	memcpy(tag, sealed.s + plain, TAG_SIZE);
	if ((aad.n && EVP_DecryptUpdate(c, NULL, &n, (const unsigned char *)aad.s, (int)aad.n) != 1) ||
	    (plain && EVP_DecryptUpdate(c, ret, &n, (const unsigned char *)sealed.s, (int)plain) != 1) ||
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) != 1)
		return trouble_openssl(e);
	return EVP_DecryptFinal_ex(c, ret + plain, &n) == 1 ? OK : FAIL(e, BROKEN, "these are not the bytes that were sealed");
}

enum status hpke_seal(struct hpke *h, struct str aad, struct str plain, unsigned char *ret, struct err *e)
{
	unsigned char nonce[12];
	nonce_of(h, nonce);
	if (EVP_CipherInit_ex(h->cipher, NULL, NULL, NULL, nonce, 1) != 1)
		return trouble_openssl(e);
	TRY(gcm_seal(h->cipher, aad, plain, ret, e));
	h->seq++;
	return OK;
}

enum status hpke_open(struct hpke *h, struct str aad, struct str sealed, unsigned char *ret, struct err *e)
{
	unsigned char nonce[12];
	if (sealed.n < TAG_SIZE)
		return FAIL(e, BROKEN, "a piece of %zu bytes is too short", sealed.n);
	nonce_of(h, nonce);
	if (EVP_CipherInit_ex(h->cipher, NULL, NULL, NULL, nonce, 0) != 1)
		return trouble_openssl(e);
	TRY(gcm_open(h->cipher, aad, sealed, ret, e));
	h->seq++;
	return OK;
}

static void cipher_free(EVP_CIPHER_CTX **c) { EVP_CIPHER_CTX_free(*c); }

enum status small_seal(const unsigned char key[static 32], const unsigned char iv[static 12], struct str aad, struct str plain,
		       unsigned char *ret, struct err *e)
{
	scoped(cipher_free) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (!c || EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv, 1) != 1)
		return trouble_openssl(e);
	return gcm_seal(c, aad, plain, ret, e);
}

enum status small_open(const unsigned char key[static 32], const unsigned char iv[static 12], struct str aad, struct str sealed,
		       unsigned char *ret, struct err *e)
{
	scoped(cipher_free) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (!c || EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv, 0) != 1)
		return trouble_openssl(e);
	return gcm_open(c, aad, sealed, ret, e);
}
