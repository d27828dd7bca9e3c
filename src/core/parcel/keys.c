/* keys.c -- the keys of recipients: public halves as PEM, private halves in a file closed by a passphrase.
 *
 * The file of a private key is JSON, so that page and program read each other's:
 *
 *	{"netra_key": 1, "name": "...", "fingerprint": "9F3A ...", "public": "-----BEGIN PUBLIC KEY-----...",
 *	 "kdf": "PBKDF2-SHA-256", "iterations": 1000000, "salt": "hex", "cipher": "AES-256-GCM", "iv": "hex", "private": "hex"}
 *
 * "private" is the scalar and its tag; the fingerprint is its additional data, so that nobody swaps the public half.
 */
#include "core/parcel/parcel_internal.h"

#include "base/json.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <string.h>

#define ITERATIONS     1000000 /* OWASP (2023) asks for 600,000 of PBKDF2 with SHA-256; half a second on an office machine */
#define ITERATIONS_MIN 100000  /* less was not made by us */
#define ITERATIONS_MAX 10000000 /* more would keep a machine busy for a stranger's sake */
#define PEM_BEGIN      "-----BEGIN PUBLIC KEY-----"
#define PEM_END        "-----END PUBLIC KEY-----"

/* What stands before the point in a SubjectPublicKeyInfo of P-256 (RFC 5480): ecPublicKey, prime256v1. */
static const unsigned char spki_head[26] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
					    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
#define SPKI_SIZE (sizeof spki_head + POINT_SIZE)

static void spki_of(const unsigned char point[static POINT_SIZE], unsigned char ret[static SPKI_SIZE])
{
	memcpy(ret, spki_head, sizeof spki_head);
	memcpy(ret + sizeof spki_head, point, POINT_SIZE);
}

static void print_of(const unsigned char point[static POINT_SIZE], char ret[static PARCEL_PRINT])
{
	unsigned char spki[SPKI_SIZE];
	spki_of(point, spki);
	struct hash h = hash_of(spki, sizeof spki);
	for (int group = 0; group < 8; group++)
		snprintf(ret + 5 * group, 6, "%02X%02X%s", h.bytes[2 * group], h.bytes[2 * group + 1], group < 7 ? " " : "");
}

void pkey_free(EVP_PKEY **key) { EVP_PKEY_free(*key); }
static void build_free(OSSL_PARAM_BLD **b) { OSSL_PARAM_BLD_free(*b); }
static void params_free(OSSL_PARAM **p) { OSSL_PARAM_free(*p); }
static void context_free(EVP_PKEY_CTX **c) { EVP_PKEY_CTX_free(*c); }
static void number_free(BIGNUM **n) { BN_clear_free(*n); }

EVP_PKEY *pkey_of(const unsigned char point[static POINT_SIZE], const unsigned char *scalar)
{
	EVP_PKEY *key = NULL;
	scoped(build_free) OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	scoped(number_free) BIGNUM *number = scalar ? BN_bin2bn(scalar, 32, NULL) : NULL;
	if (!build || (scalar && !number) || !OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) ||
	    !OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, POINT_SIZE) ||
	    (scalar && !OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number)))
		return NULL;
	scoped(params_free) OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	scoped(context_free) EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	if (!params || !c || EVP_PKEY_fromdata_init(c) <= 0 ||
	    EVP_PKEY_fromdata(c, &key, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) <= 0)
		return NULL;
	scoped(context_free) EVP_PKEY_CTX *look = EVP_PKEY_CTX_new(key, NULL);
	if (!look || EVP_PKEY_public_check(look) <= 0 || (scalar && EVP_PKEY_pairwise_check(look) <= 0)) {
		EVP_PKEY_free(key);
		return NULL;
	}
	return key;
}

enum status public_of_point(const unsigned char point[static POINT_SIZE], struct parcel_public *ret, struct err *e)
{
	scoped(pkey_free) EVP_PKEY *key = point[0] == 4 ? pkey_of(point, NULL) : NULL;
	if (!key)
		return FAIL(e, INVALID, "this is no point of the curve P-256");
	memcpy(ret->point, point, POINT_SIZE);
	print_of(point, ret->print);
	return OK;
}

static const char *find_in(struct str text, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= text.n; i++)
		if (!memcmp(text.s + i, word, n))
			return text.s + i;
	return NULL;
}

/* Base64 with line ends and blanks in it. */
static bool pem_bytes(const char *s, size_t n, unsigned char *ret, size_t want)
{
	size_t got;
	const char *end;
	return sodium_base642bin(ret, want, s, n, " \t\r\n", &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 && got == want && end == s + n;
}

enum status parcel_public_read(struct str text, struct parcel_public *ret, struct err *e)
{
	unsigned char spki[SPKI_SIZE];
	if (text.n > PARCEL_KEY_MAX)
		return FAIL(e, TOO_LARGE, "a public key is not longer than %zu bytes", PARCEL_KEY_MAX);
	if (find_in(text, "PRIVATE KEY-----") || find_in(text, "\"private\""))
		return FAIL(e, INVALID, "this is a PRIVATE key: it must never leave its owner; ask for the public one, and for a new pair");
	const char *begin = find_in(text, PEM_BEGIN), *end = find_in(text, PEM_END);
	if (!begin || !end || end < begin + strlen(PEM_BEGIN))
		return FAIL(e, INVALID, "expected a line '" PEM_BEGIN "', the key, and a line '" PEM_END "'");
	begin += strlen(PEM_BEGIN);
	if (!pem_bytes(begin, (size_t)(end - begin), spki, sizeof spki) || memcmp(spki, spki_head, sizeof spki_head) != 0)
		return FAIL(e, INVALID, "this is no key of the kind that parcels use (P-256, not compressed)");
	return public_of_point(spki + sizeof spki_head, ret, e);
}

char *parcel_public_text(struct arena *a, const struct parcel_public *key)
{
	unsigned char spki[SPKI_SIZE];
	char base64[sodium_base64_ENCODED_LEN(SPKI_SIZE, sodium_base64_VARIANT_ORIGINAL)];
	spki_of(key->point, spki);
	sodium_bin2base64(base64, sizeof base64, spki, sizeof spki, sodium_base64_VARIANT_ORIGINAL);
	return arena_printf(a, PEM_BEGIN "\n%.64s\n%s\n" PEM_END "\n", base64, base64 + 64);
}

enum status parcel_private_new(struct parcel_private *ret, struct err *e)
{
	scoped(pkey_free) EVP_PKEY *key = EVP_EC_gen("P-256");
	scoped(number_free) BIGNUM *scalar = NULL;
	size_t n = 0;
	if (!key || EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar) != 1 || BN_bn2binpad(scalar, ret->scalar, 32) != 32 ||
	    EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, ret->public.point, POINT_SIZE, &n) != 1 || n != POINT_SIZE)
		return trouble_openssl(e);
	print_of(ret->public.point, ret->public.print);
	return OK;
}

void parcel_private_forget(struct parcel_private *key) { sodium_memzero(key, sizeof *key); }

static enum status stretch(const char *passphrase, const unsigned char salt[static 16], int64_t iterations, unsigned char ret[static 32],
			   struct err *e)
{
	return PKCS5_PBKDF2_HMAC(passphrase, (int)strlen(passphrase), salt, 16, (int)iterations, EVP_sha256(), 32, ret) == 1 ? OK
															      : trouble_openssl(e);
}

static size_t letters(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

enum status parcel_private_text(struct arena *a, const struct parcel_private *key, const char *name, const char *passphrase,
				const char **ret, struct err *e)
{
	unsigned char salt[16], iv[12], stretched[32], sealed[32 + TAG_SIZE];
	if (letters(passphrase) < PARCEL_PASSPHRASE_MIN)
		return FAIL(e, INVALID, "the passphrase has fewer than %d letters", PARCEL_PASSPHRASE_MIN);
	random_bytes(salt, sizeof salt);
	random_bytes(iv, sizeof iv);
	TRY(stretch(passphrase, salt, ITERATIONS, stretched, e));
	enum status status = small_seal(stretched, iv, str_of(key->public.print), (struct str){(const char *)key->scalar, 32}, sealed, e);
	sodium_memzero(stretched, sizeof stretched);
	TRY(status);
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_int(&j, "netra_key", 1);
	jout_put_text(&j, "name", name);
	jout_put_text(&j, "fingerprint", key->public.print);
	jout_put_text(&j, "public", parcel_public_text(a, &key->public));
	jout_put_text(&j, "kdf", "PBKDF2-SHA-256");
	jout_put_int(&j, "iterations", ITERATIONS);
	jout_put_text(&j, "salt", hex_text(a, salt, sizeof salt));
	jout_put_text(&j, "cipher", "AES-256-GCM");
	jout_put_text(&j, "iv", hex_text(a, iv, sizeof iv));
	jout_put_text(&j, "private", hex_text(a, sealed, sizeof sealed));
	jout_end(&j, '}');
	*ret = buf_arena(a, &b);
	return OK;
}

struct key_file {
	struct parcel_public public;
	int64_t iterations;
	unsigned char salt[16], iv[12], sealed[32 + TAG_SIZE];
	const char *name;
};

static enum status key_file_read(struct arena *a, struct str text, struct key_file *ret, struct err *e)
{
	const struct json *root;
	TRY(json_read(a, "key file", text.s, text.n, PARCEL_KEY_MAX, &root, e));
	if (json_get_int(root, "netra_key", 0) != 1 || strcmp(json_get_text(root, "kdf", ""), "PBKDF2-SHA-256") != 0 ||
	    strcmp(json_get_text(root, "cipher", ""), "AES-256-GCM") != 0)
		return FAIL(e, INVALID, "this is no key file of a recipient (netra_key 1)");
	ret->iterations = json_get_int(root, "iterations", 0);
	if (ret->iterations < ITERATIONS_MIN || ret->iterations > ITERATIONS_MAX)
		return FAIL(e, INVALID, "the key file asks for %lld rounds; expected %d to %d", (long long)ret->iterations, ITERATIONS_MIN,
			    ITERATIONS_MAX);
	if (!hex_bytes(json_get_text(root, "salt", ""), ret->salt, sizeof ret->salt) ||
	    !hex_bytes(json_get_text(root, "iv", ""), ret->iv, sizeof ret->iv) ||
	    !hex_bytes(json_get_text(root, "private", ""), ret->sealed, sizeof ret->sealed))
		return FAIL(e, INVALID, "the key file is damaged: salt, iv and private are hexadecimal of 16, 12 and 48 bytes");
	ret->name = json_get_text(root, "name", "");
	return parcel_public_read(str_of(json_get_text(root, "public", "")), &ret->public, e);
}

enum status parcel_private_read(struct arena *a, struct str text, const char *passphrase, struct parcel_private *ret,
				const char **ret_name, struct err *e)
{
	struct key_file f;
	unsigned char stretched[32];
	TRY(key_file_read(a, text, &f, e));
	TRY(stretch(passphrase, f.salt, f.iterations, stretched, e));
	enum status status = small_open(stretched, f.iv, str_of(f.public.print), (struct str){(const char *)f.sealed, sizeof f.sealed},
					ret->scalar, NULL);
	sodium_memzero(stretched, sizeof stretched);
	if (status != OK)
		return FAIL(e, FORBIDDEN, "this passphrase does not open the key, or the file was changed");
	ret->public = f.public;
	scoped(pkey_free) EVP_PKEY *pair = pkey_of(ret->public.point, ret->scalar);
	if (!pair)
		return FAIL(e, INVALID, "the two halves of this key do not belong together");
	if (ret_name)
		*ret_name = f.name;
	return OK;
}
