/* sheet.c -- a share as text on paper: letters and digits that cannot be misread, in groups, with a check at the end. */
#include "desk/vault/sheet.h"

#include <ctype.h>
#include <string.h>

#define GROUP      5
#define CHECK_SIZE 3 /* bytes of the SHA-256 behind the share: a mistyped sheet is told from a wrong one */
#define BYTES      (32 + CHECK_SIZE)

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* base32 without I, L, O, U (Crockford) */

static void check_put(unsigned char bytes[static BYTES])
{
	struct hash h = hash_of(bytes, 32);
	memcpy(bytes + 32, h.bytes, CHECK_SIZE);
}

const char *vault_sheet_write(struct arena *a, const unsigned char share[static 32])
{
	unsigned char bytes[BYTES];
	char *to = arena_alloc(a, BYTES * 2 + 20);
	size_t n = 0;
	memcpy(bytes, share, 32);
	check_put(bytes);
	for (size_t bit = 0, i = 0; bit < BYTES * 8; bit += 5, i++) {
		unsigned two = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < BYTES ? bytes[bit / 8 + 1] : 0u);
		if (i && i % GROUP == 0)
			to[n++] = '-';
		to[n++] = letters[two >> (11 - bit % 8) & 31];
	}
	explicit_bzero(bytes, sizeof bytes);
	return to;
}

/* What a hand writes for a digit: O for 0, I or L for 1. */
static int value_of(char c)
{
	c = (char)toupper((unsigned char)c);
	const char *at = strchr(letters, c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
	return c && at ? (int)(at - letters) : -1;
}

bool vault_sheet_read(const char *text, unsigned char ret[static 32])
{
	unsigned char bytes[BYTES] = {0}, check[BYTES];
	size_t bit = 0;
	bool good = true;
	for (; *text && good; text++) {
		if (*text == '-' || isspace((unsigned char)*text))
			continue;
		int v = value_of(*text);
		good = v >= 0 && bit + 5 <= BYTES * 8;
		for (int i = 4; good && i >= 0; i--, bit++)
			bytes[bit / 8] |= (unsigned char)((v >> i & 1) << (7 - bit % 8));
	}
	memcpy(check, bytes, 32);
	check_put(check);
	good = good && bit == BYTES * 8 && !memcmp(check, bytes, BYTES);
	if (good)
		memcpy(ret, bytes, 32);
	explicit_bzero(bytes, sizeof bytes);
	explicit_bzero(check, sizeof check);
	return good;
}
