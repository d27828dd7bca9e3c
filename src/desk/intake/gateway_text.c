/* gateway_text.c -- what stands in a message: a code, a link, the sender's own address. Pure. */
#include "desk/intake/intake_internal.h"

#include "desk/intake/gateway.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WORDS_MOST 4000 /* words of a message that are looked at */
#define BLANKED    "[disegel]"

/* 16 digits with at most one mark between two of them, and no further digit at either end: bytes used; 0: none here. */
static size_t digits_at(const char *s, char ret[static CODE_DIGITS + 1])
{
	size_t n = 0, i = 0;
	while (s[i]) {
		if (isdigit((unsigned char)s[i]) && n < CODE_DIGITS)
			ret[n++] = s[i];
		else if (isdigit((unsigned char)s[i]) || n == CODE_DIGITS || !n || !strchr(" -.", s[i]) ||
			 !isdigit((unsigned char)s[i + 1]))
			break;
		i++;
	}
	ret[n] = 0;
	bool more = isdigit((unsigned char)s[i]) || (strchr(" -.", s[i]) && s[i] && isdigit((unsigned char)s[i + 1]));
	return n == CODE_DIGITS && !more ? i : 0;
}

static const char *rest_of(struct arena *a, const char *text, size_t at, size_t end)
{
	return arena_printf(a, "%.*s %s", (int)at, text, text + end);
}

static bool says_nothing(const char *s)
{
	for (; *s; s++)
		if (isalnum((unsigned char)*s) || (*s & 0x80))
			return false;
	return true;
}

static const char *digits_find(struct arena *a, const char *text, const char **ret_rest)
{
	char code[CODE_DIGITS + 1];
	for (size_t i = 0; text[i]; i++) {
		if (!isdigit((unsigned char)text[i]) || (i && (isalnum((unsigned char)text[i - 1]) || text[i - 1] == '+')))
			continue;
		size_t n = digits_at(text + i, code);
		if (n) {
			*ret_rest = rest_of(a, text, i, i + n);
			return arena_strdup(a, code);
		}
		while (isdigit((unsigned char)text[i + 1]))
			i++;
	}
	return NULL;
}

/* Six words in a row that make a code with its check bits; a row of common words does so once in sixty-four times, and
 * then no report has that code. */
static const char *words_find(struct arena *a, const char *text, const char **ret_rest)
{
	size_t at[WORDS_MOST], n = 0, end[WORDS_MOST];
	for (size_t i = 0; text[i] && n < WORDS_MOST;) {
		if (!isalpha((unsigned char)text[i])) {
			i++;
			continue;
		}
		at[n] = i;
		while (isalpha((unsigned char)text[i]))
			i++;
		end[n++] = i;
	}
	for (size_t i = 0; i + CODE_WORDS <= n; i++) {
		size_t length = end[i + CODE_WORDS - 1] - at[i];
		const char *code = length < 150 ? code_read(a, arena_strndup(a, text + at[i], length)) : NULL;
		if (code) {
			*ret_rest = rest_of(a, text, at[i], end[i + CODE_WORDS - 1]);
			return code;
		}
	}
	return NULL;
}

const char *gateway_code(struct arena *a, const char *text, bool *ret_alone)
{
	const char *rest = "";
	const char *code = digits_find(a, text, &rest);
	if (!code)
		code = words_find(a, text, &rest);
	*ret_alone = code && says_nothing(rest);
	return code;
}

/* Every @what in @text, whatever its letters' case, as whole words. */
static const char *blank_out(struct arena *a, const char *text, const char *what)
{
	scoped(buf_free) struct buf b = {0};
	size_t n = strlen(what);
	bool any = false;
	for (size_t i = 0; text[i];) {
		bool edge = !i || !isalnum((unsigned char)text[i - 1]) || !isalnum((unsigned char)what[0]);
		if (edge && !strncasecmp(text + i, what, n) && !(isalnum((unsigned char)what[n - 1]) && isalnum((unsigned char)text[i + n]))) {
			buf_text(&b, BLANKED);
			i += n;
			any = true;
		} else {
			buf_char(&b, text[i++]);
		}
	}
	return any ? buf_arena(a, &b) : text;
}

/* The same number with its groups written in any way, 0812... or +62812...: by its digits. */
static const char *blank_number(struct arena *a, const char *text, const char *from)
{
	const char *digits = text_digits(a, from);
	if (strlen(digits) < 8)
		return text;
	const char *local = text_starts(digits, "62") ? digits + 2 : *digits == '0' ? digits + 1 : digits;
	scoped(buf_free) struct buf b = {0};
	bool any = false;
	for (size_t i = 0; text[i];) {
		char run[24] = "";
		size_t n = 0, k = i + (text[i] == '+'), end = 0;
		bool starts = (text[i] == '+' || isdigit((unsigned char)text[i])) && !(i && isdigit((unsigned char)text[i - 1]));
		for (; starts && text[k] && n < sizeof run - 1 && (isdigit((unsigned char)text[k]) || strchr(" -.()", text[k])); k++)
			if (isdigit((unsigned char)text[k]))
				run[n++] = text[k], end = k + 1;
		if (n && text_ends(run, local) && n <= strlen(local) + 2) {
			buf_text(&b, BLANKED);
			i = end;
			any = true;
		} else {
			buf_char(&b, text[i++]);
		}
	}
	return any ? buf_arena(a, &b) : text;
}

const char *gateway_blank(struct arena *a, const char *text, const struct gateway_message *m)
{
	text = strlen(m->from) >= 4 ? blank_out(a, text, m->from) : text;
	text = strchr(m->from, '@') ? text : blank_number(a, text, m->from);
	/* A name of one word may be any word. */
	return strchr(m->name, ' ') && strlen(m->name) >= 6 ? blank_out(a, text, m->name) : text;
}
