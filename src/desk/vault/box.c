/* box.c -- a text sealed to the office: its own key sealed to X25519, the text under XChaCha20-Poly1305, bound to its
 * report. Boxes say to which of the office's keys they were sealed; those of before (version 1) do not. */
#include "desk/vault/vault_internal.h"

#include <string.h>

#define VERSION_NAMELESS 1 /* without the tag of a key */
#define VERSION          2
#define NONCE_SIZE       crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define MAC_SIZE         crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BOX_HEAD         (1 + BOX_TAG_SIZE + BOX_SEALED_SIZE + NONCE_SIZE)

struct secret secret_new(void)
{
	struct secret s = {sodium_malloc(32)};
	if (!s.key)
		abort();
	sodium_memzero(s.key, 32);
	return s;
}

void secret_end(struct secret *s)
{
	sodium_free(s->key);
	s->key = NULL;
}

struct str vault_box_make(struct arena *a, const unsigned char office_public[static 32], int64_t report,
			  const char *text)
{
	size_t n = strlen(text);
	unsigned char *box = arena_alloc(a, BOX_HEAD + n + MAC_SIZE), key[BOX_KEY_SIZE];
	unsigned char *sealed = box + 1 + BOX_TAG_SIZE, *nonce = sealed + BOX_SEALED_SIZE;
	box[0] = VERSION;
	memcpy(box + 1, office_public, BOX_TAG_SIZE);
	random_bytes(key, sizeof key);
	random_bytes(nonce, NONCE_SIZE);
	crypto_box_seal(sealed, key, sizeof key, office_public);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + BOX_HEAD, NULL, (const unsigned char *)text, n,
						   (const unsigned char *)&report, sizeof report, NULL, nonce,
						   key);
	sodium_memzero(key, sizeof key);
	return bytes_str(box, BOX_HEAD + n + MAC_SIZE);
}

enum status box_read(int64_t report, struct str box, struct box *ret, struct err *e)
{
	const unsigned char *b = (const unsigned char *)box.s;
	size_t tag = box.n && b[0] == VERSION ? BOX_TAG_SIZE : 0, head = 1 + tag + BOX_SEALED_SIZE + NONCE_SIZE;
	if (box.n < head + MAC_SIZE || (b[0] != VERSION && b[0] != VERSION_NAMELESS))
		return FAIL(e, BROKEN, "a sealed box of report %lld is damaged", (long long)report);
	*ret = (struct box){.tag = tag ? b + 1 : NULL, .sealed = b + 1 + tag, .nonce = b + 1 + tag + BOX_SEALED_SIZE,
			    .text = b + head, .text_n = box.n - head};
	return OK;
}

enum status box_text(struct arena *a, int64_t report, const struct box *b, const unsigned char key[static 32],
		     const char **ret, struct err *e)
{
	char *text = arena_alloc(a, b->text_n - MAC_SIZE + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL, b->text, b->text_n,
						       (const unsigned char *)&report, sizeof report, b->nonce, key))
		return FAIL(e, BROKEN, "a sealed box of report %lld is damaged or of another report",
			    (long long)report);
	*ret = text;
	return OK;
}

bool box_key_open(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char secret[static 32],
		  unsigned char ret[static 32])
{
	unsigned char office_public[32];
	crypto_scalarmult_base(office_public, secret);
	return crypto_box_seal_open(ret, sealed, BOX_SEALED_SIZE, office_public, secret) == 0;
}

enum status vault_box_open(struct arena *a, const unsigned char secret[static 32], int64_t report,
			   struct str box, const char **ret, struct err *e)
{
	struct box b;
	unsigned char office_public[32], key[BOX_KEY_SIZE];
	TRY(box_read(report, box, &b, e));
	crypto_scalarmult_base(office_public, secret);
	if ((b.tag && memcmp(b.tag, office_public, BOX_TAG_SIZE)) || !box_key_open(b.sealed, secret, key))
		return FAIL(e, BROKEN, "the vault key does not open the box of report %lld", (long long)report);
	enum status status = box_text(a, report, &b, key, ret, e);
	sodium_memzero(key, sizeof key);
	return status;
}
