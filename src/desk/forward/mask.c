/* mask.c -- see mask.h. A text is a row of words (letters and what is written like one), numbers, and the rest. */
#include "desk/forward/mask.h"

#include <ctype.h>
#include <string.h>

#define WORD_MIN   3  /* letters; a shorter part of a name is a title or an initial */
#define ALONE_MIN  4  /* of a part that is masked when it stands alone */
#define NUMBER_MIN 8  /* digits; shorter numbers are ordinary */

struct word {
	const char *s;
	size_t n;
};
struct word_list {
	struct word *items;
	size_t n, cap;
};
struct mask {
	struct arena *a;
	struct word_list own;   /* parts of the person's own name */
	struct { struct word_list *items; size_t n, cap; } names;
	struct { const char **items; size_t n, cap; } numbers, handles, phrases;
};

/* Titles and words of office, which name nobody when they stand alone. */
static const char *const common[] = {"drs", "dra", "prof", "haji", "hajah", "bapak", "ibu", "saudara", "negara",
				     "kota", "desa", "camat", "lurah", "kepala"};
/* After these, "Agung" is a court's word. */
static const char *const courts[] = {"Mahkamah", "Hakim", "Jaksa", "Kejaksaan"};

/* The character at @at as a number; 0 for bytes that are none. @ret_n: its bytes, at least one. */
static unsigned int char_at(const char *at, size_t *ret_n)
{
	const unsigned char *c = (const unsigned char *)at;
	size_t n = *c < 0x80 ? 1 : *c >= 0xf0 ? 4 : *c >= 0xe0 ? 3 : *c >= 0xc2 ? 2 : 0;
	unsigned int value = n > 1 ? *c & (0xffu >> (n + 1)) : *c;
	*ret_n = 1;
	for (size_t i = 1; i < n; i++) {
		if ((c[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (c[i] & 0x3fu);
	}
	*ret_n = n ? n : 1;
	return n ? value : 0;
}

/* Bytes of the letter at @at; 0: it is none. Quotes, dashes and blanks that a telephone types, signs and pictures are none:
 * they part words like those of ASCII, or a name between “ and ” would not be seen. */
static size_t plain_letter(const char *at)
{
	size_t n;
	unsigned int c = char_at(at, &n);
	if (c < 0x80)
		return c && isalpha((int)c) ? 1 : 0;
	bool sign = c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c < 0x2c00) || (c >= 0x3000 && c < 0x3040) ||
		    (c >= 0xfe00 && c < 0xfe10) || c == 0xfeff || c >= 0x1f000;
	return sign ? 0 : n;
}

/* Bytes of the apostrophe at @at, straight or curled; 0: none. */
static size_t apostrophe(const char *at)
{
	return *at == '\'' ? 1 : !strncmp(at, "\u2019", 3) ? 3 : 0;
}

/* Within a word an apostrophe is a letter of it (Ma'ruf); at its ends it is a quote. @inside: a letter went before. */
static size_t letter_at(const char *at, bool inside)
{
	size_t n = inside ? apostrophe(at) : 0;
	return n && plain_letter(at + n) ? n : plain_letter(at);
}

static bool same(struct word a, struct word b)
{
	const char *x = a.s, *y = b.s;
	while (x < a.s + a.n && y < b.s + b.n) {
		size_t curl = apostrophe(x), other = apostrophe(y);
		if (!curl != !other || (!curl && tolower((unsigned char)*x) != tolower((unsigned char)*y)))
			return false;
		x += curl ? curl : 1;
		y += other ? other : 1;
	}
	return x == a.s + a.n && y == b.s + b.n;
}

static bool is_common(struct word w)
{
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (same(w, (struct word){common[i], strlen(common[i])}))
			return true;
	return false;
}

/* The next word at or after @at; false at the end of the text. */
static bool word_next(const char *at, struct word *ret)
{
	size_t n = 0;
	while (*at && !(n = letter_at(at, false)))
		at++;
	ret->s = at;
	for (; *at && n; n = letter_at(at, true))
		at += n;
	ret->n = (size_t)(at - ret->s);
	return ret->n > 0;
}

/* The parts of a name up to the first comma: what follows are degrees. */
static struct word_list parts_of(struct arena *a, const char *name)
{
	struct word_list list = {0};
	struct word w;
	const char *plain = arena_strndup(a, name, strcspn(name, ","));
	for (const char *at = plain; word_next(at, &w); at = w.s + w.n)
		if (w.n >= WORD_MIN && w.s[w.n] != '.')
			ARENA_PUSH(a, &list, w);
	return list;
}

struct mask *mask_new(struct arena *a, const char *own_name)
{
	struct mask *m = arena_new(a, struct mask);
	*m = (struct mask){.a = a, .own = parts_of(a, own_name ? own_name : "")};
	return m;
}

void mask_name(struct mask *m, const char *name)
{
	struct word_list parts = parts_of(m->a, name ? name : "");
	if (parts.n)
		ARENA_PUSH(m->a, &m->names, parts);
}

void mask_number(struct mask *m, const char *number)
{
	const char *digits = text_digits(m->a, number ? number : "");
	if (strlen(digits) >= NUMBER_MIN)
		ARENA_PUSH(m->a, &m->numbers, digits);
}

void mask_handle(struct mask *m, const char *handle)
{
	while (handle && *handle == '@')
		handle++;
	if (handle && strlen(handle) >= WORD_MIN)
		ARENA_PUSH(m->a, &m->handles, handle);
}

static bool is_own(const struct mask *m, struct word w)
{
	for (size_t i = 0; i < m->own.n; i++)
		if (same(m->own.items[i], w))
			return true;
	return false;
}

/* Only letters, and all of them parts of this person's name: in a room of others it is hidden, here it is what is meant. */
static bool words_own(const struct mask *m, const char *words)
{
	struct word w;
	if (strpbrk(words, "0123456789") || !word_next(words, &w))
		return false;
	for (const char *at = words; word_next(at, &w); at = w.s + w.n)
		if (w.n >= WORD_MIN && !is_own(m, w))
			return false;
	return true;
}

void mask_words(struct mask *m, const char *words)
{
	if (!text_blank(words) && strlen(words) >= 2 && !words_own(m, words))
		ARENA_PUSH(m->a, &m->phrases, words);
}

/* Bytes of @at that are these words, any white space being any other, in papers with a backslash before a mark. 0: not here. */
static size_t phrase_at(const char *at, const char *words)
{
	const char *start = at;
	while (*words) {
		if (*at == '\\' && *words != '\\' && ispunct((unsigned char)at[1]))
			at++;
		if (isspace((unsigned char)*words) && isspace((unsigned char)*at)) {
			while (isspace((unsigned char)*words))
				words++;
			while (isspace((unsigned char)*at))
				at++;
		} else if (tolower((unsigned char)*at++) != tolower((unsigned char)*words++)) {
			return 0;
		}
	}
	return (size_t)(at - start);
}

/* Short words are hidden only where they stand alone: "Ali" not in "kembali". */
static size_t hidden_phrase(const struct mask *m, const char *text, const char *at)
{
	for (size_t i = 0; i < m->phrases.n; i++) {
		const char *words = m->phrases.items[i];
		size_t n = phrase_at(at, words);
		bool joined = n && (isalnum((unsigned char)at[n]) || (at > text && isalnum((unsigned char)at[-1])));
		if (n && !(joined && strlen(words) <= ALONE_MIN))
			return n;
	}
	return 0;
}

/* Bytes from @at that are the digits of @number, with blanks, dots or hyphens between; 0: they are not. */
static size_t number_at(const char *at, const char *number)
{
	const char *start = at;
	while (*number) {
		if (*at == *number)
			number++;
		else if (at == start || !strchr(" .-", *at) || !*at)
			return 0;
		at++;
	}
	return isdigit((unsigned char)*at) ? 0 : (size_t)(at - start);
}

/* How much from @at, where a word begins, is a row of parts of @name: at least two of them, in order, none left out at the
 * start; or one alone that the text writes with a capital. */
static size_t name_at(const struct mask *m, const struct word_list *name, struct word first)
{
	for (size_t start = 0; start < name->n; start++) {
		if (!same(name->items[start], first))
			continue;
		const char *end = first.s + first.n;
		size_t k = start + 1;
		struct word next;
		while (k < name->n && word_next(end, &next) && next.s - end <= 2 && !memchr(end, '\n', (size_t)(next.s - end)) &&
		       same(name->items[k], next)) {
			end = next.s + next.n;
			k++;
		}
		if (k - start >= 2)
			return (size_t)(end - first.s);
		bool capital = isupper((unsigned char)first.s[0]);
		if (capital && first.n >= ALONE_MIN && !is_own(m, first) && !is_common(first))
			return first.n;
		if (name->n == 1 && capital)
			return first.n; /* people of one name */
	}
	return 0;
}

static size_t hidden_word(const struct mask *m, struct word w)
{
	size_t most = 0;
	for (size_t i = 0; i < m->names.n; i++) {
		size_t n = name_at(m, &m->names.items[i], w);
		most = n > most ? n : most;
	}
	return most;
}

static bool handle_char(char c) { return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-'; }

static size_t hidden_handle(const struct mask *m, const char *at)
{
	for (size_t i = 0; i < m->handles.n; i++) {
		size_t n = strlen(m->handles.items[i]);
		if (!strncasecmp(at, m->handles.items[i], n) && !(handle_char(at[n]) && at[n] != '.'))
			return n;
	}
	return 0;
}

static size_t hidden_number(const struct mask *m, const char *at)
{
	for (size_t i = 0; i < m->numbers.n; i++) {
		size_t n = number_at(at, m->numbers.items[i]);
		if (n)
			return n;
	}
	return 0;
}

static bool of_a_court(const char *text, const char *at)
{
	for (size_t i = 0; i < sizeof courts / sizeof *courts; i++) {
		size_t n = strlen(courts[i]) + 1;
		if ((size_t)(at - text) >= n && !strncasecmp(at - n, courts[i], n - 1) && at[-1] == ' ')
			return !strncasecmp(at, "agung", 5);
	}
	return false;
}

/* How much is to be taken out at @at, where something begins; @ret_skip: how much may be passed when it is nothing. */
static size_t hidden_at(const struct mask *m, const char *text, const char *at, size_t *ret_skip)
{
	struct word w;
	size_t n = hidden_phrase(m, text, at);
	*ret_skip = 1;
	n = n ? n : hidden_handle(m, at);
	if (n)
		return n;
	if (isdigit((unsigned char)*at)) {
		n = hidden_number(m, at);
		while (!n && isdigit((unsigned char)at[*ret_skip]))
			++*ret_skip;
		return n;
	}
	if (!letter_at(at, false) || !word_next(at, &w))
		return 0;
	*ret_skip = w.n;
	return of_a_court(text, at) ? 0 : hidden_word(m, w);
}

const char *mask_text(struct mask *m, const char *text, int64_t *found)
{
	scoped(buf_free) struct buf b = {0};
	int64_t here = 0;
	if (!text)
		return NULL;
	for (const char *at = text; *at;) {
		size_t skip, n = hidden_at(m, text, at, &skip);
		if (n)
			buf_text(&b, MASK_WORD), here++;
		else
			buf_raw(&b, at, skip);
		at += n ? n : skip;
	}
	*found += here;
	return here ? buf_arena(m->a, &b) : text;
}
