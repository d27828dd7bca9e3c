/* share.c -- the office's secret in two hands that never have to be brought together.
 *
 * A box is opened with the point S * E, where S is the office's secret and E the one-time public key in front of the
 * sealed key (crypto_box_seal). Let S = a * b modulo L, the order of the group. Then S * E = b * (a * E): the first
 * custodian computes a * E, which tells nobody anything without b, and the second ends the sum. Neither learns the other's
 * share, and S itself is not put together, not even in memory: what was worked out is good for this one box.
 *
 * X25519 wants its secrets "clamped": multiples of eight between 2^254 and 2^255. Only the value modulo L counts for
 * the points of our group, and of all residues about half have such a form, found by adding L up to seven times. So @a
 * is drawn at random until @b has one: twice on average. No arithmetic of curves is done here; libsodium does all of it.
 *
 * What a pair of former custodians once knew together they still know: `netra keys rotate` is for that.
 */
#include "desk/vault/vault_internal.h"

#include <string.h>

#define SCALAR 32

/* L = 2^252 + 27742317777372353535851937790883648493, little-endian. */
static const unsigned char order[SCALAR] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
					    0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

static void clamp(unsigned char s[static SCALAR])
{
	s[0] &= 248;
	s[31] = (unsigned char)((s[31] & 127) | 64);
}

static bool clamped(const unsigned char s[static SCALAR])
{
	return !(s[0] & 7) && (s[31] & 192) == 64;
}

static void reduce(const unsigned char s[static SCALAR], unsigned char ret[static SCALAR])
{
	unsigned char wide[64] = {0};
	memcpy(wide, s, SCALAR);
	crypto_core_ed25519_scalar_reduce(ret, wide);
	sodium_memzero(wide, sizeof wide);
}

/* The multiple of eight below 8 L that is @s modulo L. L is 5 modulo 8 and so is its inverse there: t = -5 s = 3 s. */
static void lift(unsigned char s[static SCALAR])
{
	for (int t = (s[0] * 3) & 7; t > 0; t--)
		sodium_add(s, order, SCALAR);
}

void share_split(const unsigned char secret[static 32], unsigned char ret_a[static 32], unsigned char ret_b[static 32])
{
	unsigned char s[SCALAR], a[SCALAR];
	memcpy(s, secret, SCALAR);
	clamp(s);
	reduce(s, s);
	do {
		randombytes_buf(ret_a, SCALAR);
		clamp(ret_a);
		reduce(ret_a, a);
		crypto_core_ed25519_scalar_invert(a, a);
		crypto_core_ed25519_scalar_mul(ret_b, s, a);
		lift(ret_b);
	} while (!clamped(ret_b));
	sodium_memzero(s, sizeof s);
	sodium_memzero(a, sizeof a);
}

void share_join(const unsigned char a[static 32], const unsigned char b[static 32], unsigned char ret[static 32])
{
	unsigned char x[SCALAR], y[SCALAR];
	reduce(a, x);
	reduce(b, y);
	crypto_core_ed25519_scalar_mul(ret, x, y);
	lift(ret); /* the clamped secret itself: below 8 L no other multiple of eight has its residue */
	sodium_memzero(x, sizeof x);
	sodium_memzero(y, sizeof y);
}

bool share_first(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char a[static 32],
		 unsigned char ret[static 32])
{
	return crypto_scalarmult(ret, a, sealed) == 0;
}

/* What crypto_box_seal_open does after its multiplication: nonce of both public keys, key by HSalsa20. */
bool share_second(const unsigned char sealed[static BOX_SEALED_SIZE], const unsigned char office_public[static 32],
		  const unsigned char first[static 32], const unsigned char b[static 32], unsigned char ret[static 32])
{
	static const unsigned char zero[crypto_core_hsalsa20_INPUTBYTES];
	unsigned char point[32], key[32], nonce[crypto_box_NONCEBYTES];
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof nonce);
	crypto_generichash_update(&state, sealed, 32);
	crypto_generichash_update(&state, office_public, 32);
	crypto_generichash_final(&state, nonce, sizeof nonce);
	bool good = crypto_scalarmult(point, b, first) == 0;
	crypto_core_hsalsa20(key, zero, point, NULL);
	good = good && crypto_box_open_easy_afternm(ret, sealed + 32, BOX_SEALED_SIZE - 32, nonce, key) == 0;
	sodium_memzero(point, sizeof point);
	sodium_memzero(key, sizeof key);
	return good;
}
