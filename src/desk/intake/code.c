/* code.c -- the reporter's code: 16 digits, the same as six words, and tickets that carry it between two
 * pages.
 *
 * 16 digits carry 53 bits. Six words of 1,024 carry 60: the number times 64 plus six check bits, so that a
 * word heard wrong is almost always noticed. The store keeps a keyed hash of the digits only (TRUST 4.3); the
 * key lies outside the database.
 */
#include "desk/intake/intake_internal.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CODE_END     UINT64_C(10000000000000000) /* 10^16 */
#define CHECK_VALUES 64

static struct hash keyed(const struct office *o, struct arena *a, const char *what, const char *one,
			 const char *two)
{
	const char *text = arena_printf(a, "%s|%s|%s", what, one, two);
	return hash_keyed(o->lookup_key, text, strlen(text));
}

/* 128 bits modulo 10^16: no digit is likelier than another by more than 2^-74. */
static uint64_t number_of(const unsigned char *bytes)
{
	uint64_t rest = 0;
	for (size_t i = 0; i < 16; i++)
		rest = (uint64_t)(((unsigned __int128)rest * 256 + bytes[i]) % CODE_END);
	return rest;
}

const char *code_of(const struct office *o, struct arena *a, const char *once, const char *content)
{
	struct hash h = keyed(o, a, "report code", once, content);
	return arena_printf(a, "%016llu", (unsigned long long)number_of(h.bytes));
}

struct hash code_key(const struct office *o, const char *code)
{
	struct arena a = {0};
	struct hash h = keyed(o, &a, "report code key", code, "");
	arena_free(&a);
	return h;
}

struct hash once_key(const struct office *o, const char *once, const char *content)
{
	struct arena a = {0};
	struct hash h = keyed(o, &a, "report once", once, content);
	arena_free(&a);
	return h;
}

char *check_code_new(struct arena *a)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* 32; without 0 O 1 I */
	unsigned char bytes[12];
	random_bytes(bytes, sizeof bytes);
	char *s = arena_alloc(a, sizeof bytes + 1);
	for (size_t i = 0; i < sizeof bytes; i++)
		s[i] = letters[bytes[i] % 32];
	return s;
}

static unsigned check_bits(const char *code)
{
	struct hash h = hash_of(code, CODE_DIGITS);
	return h.bytes[0] % CHECK_VALUES;
}

void code_words(const char *code, const char *ret[static CODE_WORDS])
{
	uint64_t n = 0;
	for (size_t i = 0; i < CODE_DIGITS; i++)
		n = n * 10 + (uint64_t)(code[i] - '0');
	uint64_t v = n * CHECK_VALUES + check_bits(code);
	for (size_t i = CODE_WORDS; i-- > 0; v /= WORDS_N)
		ret[i] = intake_words[v % WORDS_N];
}

static int word_find(const char *word)
{
	int low = 0, high = WORDS_N - 1;
	while (low <= high) {
		int middle = (low + high) / 2;
		int order = strcmp(word, intake_words[middle]);
		if (!order)
			return middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

/* Six words to 16 digits; NULL when one is not of the list or the check bits say that one is wrong. */
static const char *words_code(struct arena *a, const int at[static CODE_WORDS])
{
	uint64_t v = 0;
	for (size_t i = 0; i < CODE_WORDS; i++)
		v = v * WORDS_N + (uint64_t)at[i];
	if (v / CHECK_VALUES >= CODE_END)
		return NULL;
	const char *code = arena_printf(a, "%016llu", (unsigned long long)(v / CHECK_VALUES));
	return v % CHECK_VALUES == check_bits(code) ? code : NULL;
}

#define TYPED_MAX 200 /* bytes: six words of eight letters with room for numbering and spaces */

static const char *read_words(struct arena *a, const char *typed)
{
	int at[CODE_WORDS];
	size_t n = 0;
	for (const char *s = typed; *s;) {
		char word[16];
		size_t length = 0;
		for (; isalpha((unsigned char)*s); s++)
			if (length < sizeof word - 1)
				word[length++] = (char)tolower((unsigned char)*s);
		word[length] = 0;
		if (length && (n == CODE_WORDS || (at[n++] = word_find(word)) < 0))
			return NULL;
		if (*s && !isalpha((unsigned char)*s))
			s++;
	}
	return n == CODE_WORDS ? words_code(a, at) : NULL;
}

const char *code_read(struct arena *a, const char *typed)
{
	if (!typed || strlen(typed) > TYPED_MAX)
		return NULL;
	const char *digits = text_digits(a, typed);
	bool letters = false;
	for (const char *s = typed; *s; s++)
		letters |= isalpha((unsigned char)*s) != 0;
	if (letters)
		return read_words(a, typed);
	return strlen(digits) == CODE_DIGITS ? digits : NULL;
}

enum status intake_find(struct tx *tx, const struct desk *d, const char *typed, int64_t *ret_report,
			const char **ret_code, struct err *e)
{
	const char *code = code_read(tx->arena, typed);
	bool found = false;
	struct report_by_code_row row = {0};
	if (code) {
		struct hash key = code_key(d->office, code);
		TRY(report_by_code(tx, d->office->id, hash_str(&key), &found, &row, e));
	}
	if (!found)
		return FAIL_FIELD(e, NOT_FOUND, "code", "no report has this code");
	*ret_report = row.id;
	*ret_code = code;
	return OK;
}

/* A ticket: nonce, then report, end and code sealed with a key made from the office's look-up key. */
struct ticket {
	int64_t report, end_us;
	char code[CODE_DIGITS];
};
#define TICKET_SEALED (crypto_secretbox_NONCEBYTES + sizeof(struct ticket) + crypto_secretbox_MACBYTES)
#define BASE64        sodium_base64_VARIANT_URLSAFE_NO_PADDING

static void ticket_key(const struct office *o, unsigned char ret[static crypto_secretbox_KEYBYTES])
{
	struct hash h = hash_keyed(o->lookup_key, "report ticket", 13);
	memcpy(ret, h.bytes, crypto_secretbox_KEYBYTES);
}

const char *ticket_make(const struct desk *d, int64_t report, const char *code)
{
	struct ticket t = {.report = report, .end_us = d->now.us + TICKET_US};
	if (!text_blank(code))
		memcpy(t.code, code, CODE_DIGITS);
	unsigned char key[crypto_secretbox_KEYBYTES], box[TICKET_SEALED];
	ticket_key(d->office, key);
	random_bytes(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)&t, sizeof t, box,
			      key);
	size_t size = sodium_base64_ENCODED_LEN(sizeof box, BASE64);
	char *text = arena_alloc(d->arena, size);
	return sodium_bin2base64(text, size, box, sizeof box, BASE64);
}

enum status ticket_read(const struct desk *d, const char *ticket, int64_t *ret_report, const char **ret_code,
			struct err *e)
{
	unsigned char key[crypto_secretbox_KEYBYTES], box[TICKET_SEALED];
	size_t n = 0, size = ticket ? strlen(ticket) : 0;
	struct ticket t;
	ticket_key(d->office, key);
	if (!size || sodium_base642bin(box, sizeof box, ticket, size, NULL, &n, NULL, BASE64) != 0 ||
	    n != sizeof box ||
	    crypto_secretbox_open_easy((unsigned char *)&t, box + crypto_secretbox_NONCEBYTES,
				       sizeof box - crypto_secretbox_NONCEBYTES, box, key) != 0)
		return FAIL(e, NOT_FOUND, "this address is not one of ours");
	if (d->now.us > t.end_us)
		return FAIL(e, NOT_FOUND, "this page was open for longer than half an hour; use the code");
	*ret_report = t.report;
	*ret_code = t.code[0] ? arena_strndup(d->arena, t.code, CODE_DIGITS) : "";
	return OK;
}
