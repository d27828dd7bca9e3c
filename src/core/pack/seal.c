/* seal.c -- keys and signatures of publishers (pack.h). libsodium's Ed25519 does the work.
 *
 * What is signed is one text: a line that says what it is, the key's id, the moment, the signer's words, and then the
 * bytes of the pack as they are. Ed25519 hashes all of it, so a pack of megabytes costs milliseconds.
 */
#include "base/buf.h"
#include "core/pack/pack.h"

#include <sodium.h>
#include <string.h>

#define SEAL_FORMAT "netra-rulepack-signature-1"
#define KEY_FORMAT  "netra-publisher-key-1"

void pack_key_id(const unsigned char public_key[static 32], char ret[static PACK_KEY_ID])
{
	struct hash h = hash_of(public_key, 32);
	sodium_bin2hex(ret, PACK_KEY_ID, h.bytes, (PACK_KEY_ID - 1) / 2);
}

char *pack_fingerprint(struct arena *a, const unsigned char public_key[static 32])
{
	struct hash h = hash_of(public_key, 32);
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < HASH_SIZE; i += 2)
		buf_printf(&b, "%s%02X%02X", i ? " " : "", h.bytes[i], h.bytes[i + 1]);
	return buf_arena(a, &b);
}

void pack_key_make(const char *name, struct pack_key *ret)
{
	*ret = (struct pack_key){.name = name, .secret = true};
	crypto_sign_keypair(ret->public_key, ret->secret_key);
	pack_key_id(ret->public_key, ret->id);
}

void pack_key_forget(struct pack_key *key)
{
	sodium_memzero(key->secret_key, sizeof key->secret_key);
	key->secret = false;
}

char *pack_key_text(struct arena *a, const struct pack_key *key, bool secret)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "format", KEY_FORMAT);
	jout_put_text(&j, "name", key->name);
	jout_put_text(&j, "key", key->id);
	jout_put_text(&j, "public", hex_text(a, key->public_key, sizeof key->public_key));
	if (secret && key->secret)
		jout_put_text(&j, "secret", hex_text(a, key->secret_key, sizeof key->secret_key));
	jout_end(&j, '}');
	buf_char(&b, '\n');
	return buf_arena(a, &b);
}

/* One line of text with something in it. */
static bool line_good(const char *s)
{
	return !text_blank(s) && strlen(s) <= PACK_WORDS_MAX && !strpbrk(s, "\r\n");
}

/* A secret half that does not belong to the public one would make signatures that nobody can check. */
static bool halves_match(const struct pack_key *key)
{
	unsigned char pk[crypto_sign_PUBLICKEYBYTES], seed[crypto_sign_SEEDBYTES], sk[crypto_sign_SECRETKEYBYTES];
	crypto_sign_ed25519_sk_to_seed(seed, key->secret_key);
	crypto_sign_seed_keypair(pk, sk, seed);
	bool same = bytes_equal(pk, key->public_key, sizeof pk) && bytes_equal(sk, key->secret_key, sizeof sk);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(sk, sizeof sk);
	return same;
}

enum status pack_key_read(struct arena *a, const char *text, size_t n, struct pack_key *ret, struct err *e)
{
	const struct json *v;
	*ret = (struct pack_key){0};
	TRY(json_read(a, "key file", text, n, PACK_SEAL_MAX, &v, e));
	if (strcmp(json_get_text(v, "format", ""), KEY_FORMAT) != 0)
		return FAIL(e, INVALID, "this is no key file of a publisher (format %s)", KEY_FORMAT);
	ret->name = json_get_text(v, "name", "");
	if (!line_good(ret->name))
		return FAIL_FIELD(e, INVALID, "name", "a key file names its publisher in one line of up to %d bytes", PACK_WORDS_MAX);
	if (!hex_bytes(json_get_text(v, "public", ""), ret->public_key, sizeof ret->public_key))
		return FAIL_FIELD(e, INVALID, "public", "expected 64 hex digits");
	pack_key_id(ret->public_key, ret->id);
	if (strcmp(json_get_text(v, "key", ret->id), ret->id) != 0)
		return FAIL_FIELD(e, INVALID, "key", "the id is not that of the public key");
	const char *secret = json_get_text(v, "secret", NULL);
	if (!secret)
		return OK;
	ret->secret = hex_bytes(secret, ret->secret_key, sizeof ret->secret_key);
	if (ret->secret && halves_match(ret))
		return OK;
	pack_key_forget(ret);
	return FAIL_FIELD(e, INVALID, "secret", "the secret half is not that of the public key");
}

/* The text that is signed. */
static void signed_text(const struct pack_seal *s, struct str pack, struct buf *b)
{
	b->limit = pack.n + 4 * PACK_SEAL_MAX;
	buf_printf(b, "%s\n%s\n%lld\n%s\n", SEAL_FORMAT, s->key_id, (long long)s->signed_at.us, s->words);
	buf_raw(b, pack.s, pack.n);
}

enum status pack_seal_make(const struct pack_key *key, struct str pack, struct instant now, const char *words,
			   struct pack_seal *ret, struct err *e)
{
	if (!key->secret)
		return FAIL(e, INVALID, "this key file holds no secret half: it can be trusted, not signed with");
	if (!line_good(words) || !text_valid(words, strlen(words)))
		return FAIL_FIELD(e, INVALID, "words", "say in one line of up to %d bytes what you vouch for", PACK_WORDS_MAX);
	struct pack_seal seal = {.content = hash_of(pack.s, pack.n), .words = words};
	seal.signed_at.us = now.us - now.us % SECOND_US; /* as it is written: whole seconds */
	memcpy(seal.key_id, key->id, sizeof seal.key_id);
	scoped(buf_free) struct buf b = {0};
	signed_text(&seal, pack, &b);
	TRY(buf_done(&b, e));
	crypto_sign_detached(seal.signature, NULL, (const unsigned char *)b.s, b.n, key->secret_key);
	*ret = seal;
	return OK;
}

char *pack_seal_text(struct arena *a, const struct pack_seal *seal)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "format", SEAL_FORMAT);
	jout_put_text(&j, "algorithm", "ed25519");
	jout_put_text(&j, "key", seal->key_id);
	jout_put_text(&j, "sha256", hash_hex(a, seal->content));
	jout_put_instant(&j, "signed_at", seal->signed_at, WIB);
	jout_put_text(&j, "words", seal->words);
	jout_put_text(&j, "signature", hex_text(a, seal->signature, sizeof seal->signature));
	jout_end(&j, '}');
	buf_char(&b, '\n');
	return buf_arena(a, &b);
}

static enum status seal_fields(const struct json *v, struct pack_seal *ret, struct err *e)
{
	unsigned char id[(PACK_KEY_ID - 1) / 2];
	const char *key = json_get_text(v, "key", "");
	if (!hex_bytes(key, id, sizeof id))
		return FAIL_FIELD(e, INVALID, "key", "expected the 16 hex digits of a key's id");
	sodium_bin2hex(ret->key_id, sizeof ret->key_id, id, sizeof id);
	if (!hex_bytes(json_get_text(v, "sha256", ""), ret->content.bytes, HASH_SIZE))
		return FAIL_FIELD(e, INVALID, "sha256", "expected 64 hex digits");
	if (!hex_bytes(json_get_text(v, "signature", ""), ret->signature, sizeof ret->signature))
		return FAIL_FIELD(e, INVALID, "signature", "expected 128 hex digits");
	ret->words = json_get_text(v, "words", "");
	if (!line_good(ret->words))
		return FAIL_FIELD(e, INVALID, "words", "expected one line of up to %d bytes", PACK_WORDS_MAX);
	return instant_parse(json_get_text(v, "signed_at", ""), WIB, &ret->signed_at, e);
}

enum status pack_seal_read(struct arena *a, const char *text, size_t n, struct pack_seal *ret, struct err *e)
{
	const struct json *v;
	*ret = (struct pack_seal){0};
	TRY(json_read(a, "signature", text, n, PACK_SEAL_MAX, &v, e));
	if (strcmp(json_get_text(v, "format", ""), SEAL_FORMAT) != 0 || strcmp(json_get_text(v, "algorithm", ""), "ed25519") != 0)
		return FAIL(e, INVALID, "this is no signature of a rule pack (format %s, algorithm ed25519)", SEAL_FORMAT);
	return seal_fields(v, ret, e);
}

enum status pack_seal_check(const struct pack_seal *seal, const unsigned char public_key[static 32], struct str pack, struct err *e)
{
	char id[PACK_KEY_ID];
	pack_key_id(public_key, id);
	if (strcmp(id, seal->key_id) != 0)
		return FAIL(e, FORBIDDEN, "signed with key %s, not with %s", seal->key_id, id);
	if (!hash_eq(seal->content, hash_of(pack.s, pack.n)))
		return FAIL(e, BROKEN, "the pack is not the one that was signed: its bytes were changed");
	scoped(buf_free) struct buf b = {0};
	signed_text(seal, pack, &b);
	TRY(buf_done(&b, e));
	if (crypto_sign_verify_detached(seal->signature, (const unsigned char *)b.s, b.n, public_key) != 0)
		return FAIL(e, BROKEN, "the signature does not fit the pack, its date or the signer's words");
	return OK;
}
