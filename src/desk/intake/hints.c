/* hints.c -- what in a reporter's text could tell who the reporter is.
 *
 * Four patterns of digits and letters, found by hand in one pass each: a phone number (08..., +62..., 9 to 14
 * digits, in groups or not), an e-mail address, an 18-digit staff number and a 16-digit NIK, and the words by
 * which people introduce themselves ("nama saya", "saya bernama", "my name is"). They are hints: the page
 * asks once, the reporter decides. Pure.
 */
#include "desk/intake/intake.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *hint_code(enum hint_kind k)
{
	static const char *const codes[HINT_N] = {"phone", "email", "nip", "nik", "name", "place"};
	return codes[k];
}

static bool word_byte(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80);
}

/* A run of digits with single marks between groups ("0812-0000-0000"): its bytes and its digits. */
static size_t digit_run(const char *s, char ret_digits[static 32], size_t *ret_n)
{
	size_t i = 0, end = 0, n = 0;
	for (bool gap = false; s[i]; i++) {
		if (isdigit((unsigned char)s[i])) {
			if (n == 31)
				break;
			ret_digits[n++] = s[i];
			end = i + 1;
			gap = false;
		} else if (!gap && n && strchr(" -.()", s[i])) {
			gap = true;
		} else {
			break;
		}
	}
	ret_digits[n] = 0;
	*ret_n = n;
	return end;
}

static int two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* NIP: birth year, month, day first. NIK: area, then day (women: plus 40) and month of birth. */
static bool looks_like_nip(const char *d, size_t n)
{
	if (n != 18)
		return false;
	int century = two(d);
	return (century == 19 || century == 20) && two(d + 4) >= 1 && two(d + 4) <= 12 && two(d + 6) >= 1 &&
	       two(d + 6) <= 31;
}

static bool looks_like_nik(const char *d, size_t n)
{
	if (n != 16)
		return false;
	int day = two(d + 6) > 40 ? two(d + 6) - 40 : two(d + 6), month = two(d + 8);
	return d[0] != '0' && day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static bool looks_like_phone(const char *d, size_t n, bool plus)
{
	if (plus || !strncmp(d, "628", 3))
		return n >= 10 && n <= 15;
	return d[0] == '0' && d[1] != '0' && n >= 9 && n <= 14;
}

struct finding {
	struct hint *items;
	size_t n;
};

static void put(struct finding *f, enum hint_kind kind, size_t at, size_t n)
{
	if (f->n < HINTS_MAX)
		f->items[f->n++] = (struct hint){kind, at, n};
}

static void find_numbers(const char *text, struct finding *f)
{
	for (size_t i = 0; text[i]; i++) {
		bool plus = text[i] == '+' && isdigit((unsigned char)text[i + 1]);
		if ((!plus && !isdigit((unsigned char)text[i])) || (i && word_byte(text[i - 1])))
			continue;
		char digits[32] = "";
		size_t n, bytes = digit_run(text + i + plus, digits, &n) + plus;
		if (looks_like_nip(digits, n))
			put(f, HINT_NIP, i, bytes);
		else if (looks_like_nik(digits, n))
			put(f, HINT_NIK, i, bytes);
		else if (looks_like_phone(digits, n, plus))
			put(f, HINT_PHONE, i, bytes);
		i += bytes - 1;
	}
}

static bool mail_byte(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._%+-", c));
}

static void find_mails(const char *text, struct finding *f)
{
	for (size_t i = 1; text[0] && text[i]; i++) {
		if (text[i] != '@')
			continue;
		size_t start = i, end = i + 1, dots = 0;
		while (start && mail_byte(text[start - 1]))
			start--;
		for (; mail_byte(text[end]); end++)
			dots += text[end] == '.' && end > i + 1 && isalnum((unsigned char)text[end + 1]);
		while (end > i && !isalnum((unsigned char)text[end - 1]) && text[end - 1] != '@')
			end--;
		if (start < i && dots)
			put(f, HINT_EMAIL, start, end - start);
	}
}

/* Up to four words that begin with a capital, or one word when the phrase itself names a name. */
static size_t name_length(const char *s, bool any)
{
	size_t end = 0, i = 0;
	for (int words = 0; words < 4; words++) {
		while (s[i] == ' ' || s[i] == ':' || s[i] == '\t')
			i++;
		if (!isalpha((unsigned char)s[i]) || (!isupper((unsigned char)s[i]) && !(any && !words)))
			break;
		while (isalpha((unsigned char)s[i]) || s[i] == '\'')
			i++;
		end = i;
		if (s[i] == '.' && s[i + 1] == ' ')
			i++;
	}
	return end;
}

static const struct {
	const char *words;
	bool any; /* what follows is a name even without a capital */
} phrases[] = {
	{"nama saya", true},          {"saya bernama", true}, {"namaku", true},
	{"nama lengkap saya", true},  {"my name is", true},   {"perkenalkan saya", false},
	{"perkenalkan, saya", false}, {"i am called", true},  {"saya adalah", false},
	{"atas nama saya", true},
};

static void find_names(const char *text, struct finding *f)
{
	for (size_t i = 0; text[i]; i++) {
		if (i && word_byte(text[i - 1]))
			continue;
		for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
			size_t n = strlen(phrases[k].words);
			if (strncasecmp(text + i, phrases[k].words, n) != 0 || word_byte(text[i + n]))
				continue;
			size_t name = name_length(text + i + n, phrases[k].any);
			if (name) {
				put(f, HINT_NAME, i, n + name);
				i += n + name - 1;
				break;
			}
		}
	}
}

size_t hints_find(const char *text, struct hint ret[static HINTS_MAX])
{
	struct finding f = {.items = ret};
	if (text) {
		find_numbers(text, &f);
		find_mails(text, &f);
		find_names(text, &f);
	}
	return f.n;
}

const char *hints_drop(struct arena *a, const char *text, enum hint_kind kind)
{
	struct hint hints[HINTS_MAX];
	char *s = arena_strdup(a, text ? text : "");
	/* One span at a time: more than HINTS_MAX of them are found again in the next round. */
	for (;;) {
		size_t n = hints_find(s, hints), k = 0;
		while (k < n && hints[k].kind != kind)
			k++;
		if (k == n)
			return s;
		memmove(s + hints[k].at, s + hints[k].at + hints[k].n,
			strlen(s + hints[k].at + hints[k].n) + 1);
	}
}
