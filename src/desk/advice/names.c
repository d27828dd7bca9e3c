/* names.c -- what in a question could name somebody, for the officer who publishes it.
 *
 * Hints, from how Indonesians write names: a word with a capital after "Pak", "Bu", "Saudara" and their like, and two words with
 * capitals in a row. Words that stand with capitals for other reasons (offices, laws, places of work) are passed over.
 * A hint too many costs a look; a machine that blanks by itself would cost a name that it did not know. Pure. */
#include "desk/advice/advice_internal.h"

#include "core/text/text.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_LEAST 9 /* of a phone number; staff numbers and NIK have more */

static bool is_one_of(const struct token *t, const char *const words[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

static bool calls_a_person(const struct token *t)
{
	static const char *const words[] = {"pak", "bapak", "bu", "ibu", "saudara", "saudari", "sdr", "mas", "mbak", "bang", "kang", "haji", "hj"};
	return is_one_of(t, words, sizeof words / sizeof words[0]);
}

/* Written with a capital and yet nobody's name. */
static bool is_no_name(const struct token *t)
{
	static const char *const words[] = {
		"asn",	 "pns",	    "pppk",	"bawaslu", "kpu",    "dinas",	"badan",     "kantor", "kecamatan", "kelurahan", "kota", "kabupaten",
		"provinsi", "desa", "wali",	"walikota", "bupati", "gubernur", "camat",   "lurah",  "kepala",    "sekda",	 "sekretaris", "daerah",
		"pemilu", "pemilihan", "pilkada", "calon", "undang", "pasal", "peraturan", "keputusan", "bersama", "facebook", "instagram", "whatsapp",
		"tiktok", "youtube", "apakah", "bagaimana", "bolehkah", "saya", "kami", "jika", "kalau", "bila", "opd", "rt", "rw", "sd", "smp", "sma"};
	return is_one_of(t, words, sizeof words / sizeof words[0]);
}

static bool may_be_name(const struct token *t)
{
	return t->kind == TOKEN_WORD && t->n > 1 && (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) && !is_no_name(t) && !calls_a_person(t);
}

/* One past the last of the words from @i that may be names. */
static size_t run_end(const struct text *t, size_t i)
{
	while (i < t->n && may_be_name(&t->items[i]))
		i++;
	return i;
}

size_t advice_names(const char *text, struct advice_span ret[static ADVICE_SPANS_MAX])
{
	size_t n = 0;
	scoped(text_free) struct text t = {0};
	text_read(&t, text, strlen(text));
	for (size_t i = 0, end; i < t.n && n < ADVICE_SPANS_MAX; i = end + 1) {
		size_t after = i + (i + 1 < t.n && token_is(&t.items[i + 1], ".")); /* "Sdr. Budi" */
		bool called = t.items[i].kind == TOKEN_WORD && calls_a_person(&t.items[i]);
		size_t first = called ? after + 1 : i;
		end = run_end(&t, first);
		if (end > first && (called || end - first >= 2))
			ret[n++] = (struct advice_span){t.items[first].at, t.items[end - 1].end - t.items[first].at};
		end = end > first ? end - 1 : i;
	}
	return n;
}

static bool many_digits(const char *s)
{
	size_t digits = 0;
	for (bool gap = false; *s; s++) {
		if (isdigit((unsigned char)*s)) {
			digits++;
			gap = false;
		} else if (digits && !gap && strchr(" -.()", *s)) {
			gap = true;
		} else {
			digits = 0;
			gap = false;
		}
		if (digits >= DIGITS_LEAST)
			return true;
	}
	return false;
}

bool text_tells(const char *text)
{
	for (const char *at = text; (at = strchr(at, '@')); at++)
		if (at > text && isalnum((unsigned char)at[-1]) && isalnum((unsigned char)at[1]))
			return true;
	return many_digits(text);
}
