/* code.c -- see code.h. */
#include "desk/handle/code.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *code_make(struct arena *a)
{
	unsigned char random[CODE_CHARACTERS];
	random_bytes(random, sizeof random);
	char text[CODE_CHARACTERS + 3], *to = text; /* two dashes and the end */
	for (size_t i = 0; i < CODE_CHARACTERS; i++) {
		if (i && i % 4 == 0)
			*to++ = '-';
		*to++ = alphabet[random[i] & 31];
	}
	*to = '\0';
	return arena_strdup(a, text);
}

static char plain(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return '0';
	return c == 'I' || c == 'L' ? '1' : c;
}

struct hash code_hash(const struct office *o, const char *typed)
{
	char text[5 + CODE_CHARACTERS + 1] = "room:"; /* the purpose is part of what is hashed */
	size_t n = 5;
	for (; *typed && n < sizeof text; typed++) {
		char c = plain(*typed);
		if (strchr(alphabet, c))
			text[n++] = c; /* one too many is kept too, and is then no known code */
	}
	return hash_keyed(o->lookup_key, text, n);
}

struct hash token_hash(const struct office *o, const char *token)
{
	return hash_keyed(o->lookup_key, token, strlen(token));
}
