/* view.c -- one line of canonical posts (CONTRACT 2.2) to spans, strictly.
 *
 * Where the quotes are is known before (bytes.h), so a text is passed over in one step, however long it is. What stands
 * between texts is read byte by byte: brackets, colons, commas, numbers, words. The reader knows the shape: wanted keys
 * are taken, all others are checked and passed over by depth. It never reads behind the line, because the byte there is
 * a newline or a NUL, which fits nothing.
 */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64
#define LIST_MAX 10000 /* items of one list */

struct reader {
	const char *base, *line, *at, *end;
	const struct line_bits *bits;
	struct post_view *v;
	struct err *e;
};

static const struct span nothing = {"", 0, false};

static enum status bad(struct reader *r, const char *expected)
{
	return FAIL(r->e, INVALID, "byte %zu: %s", (size_t)(r->at - r->line) + 1, expected);
}

static inline void blank(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || (*r->at == '\n' && r->at < r->end))
		r->at++;
}

static inline __attribute__((always_inline)) bool next_is(struct reader *r, char c)
{
	if (*r->at != c) {
		if ((unsigned char)*r->at > ' ')
			return false;
		blank(r);
		if (*r->at != c)
			return false;
	}
	if (r->at >= r->end)
		return false;
	r->at++;
	return true;
}

/* ---- Texts ---- */

static int hex_digit(int c) { return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1; }
static int hex4(const char *s)
{
	int ret = 0;
	for (int i = 0; i < 4; i++) {
		int digit = hex_digit((unsigned char)s[i]);
		if (digit < 0)
			return -1;
		ret = ret * 16 + digit;
	}
	return ret;
}

/* Every backslash of [from, to) begins an escape of JSON. */
static enum status check_escapes(struct reader *r, const char *from, const char *to)
{
	for (const char *s = from; (s = memchr(s, '\\', (size_t)(to - s)));) {
		char c = s + 1 < to ? s[1] : 0;
		if (c == 'u') {
			if (to - s < 6 || hex4(s + 2) < 0) {
				r->at = s + 1;
				return bad(r, "four hex digits were expected after \\u");
			}
			s += 6;
		} else if (c && strchr("\"\\/bfnrt", c)) {
			s += 2;
		} else {
			r->at = s + 1;
			return bad(r, "an unknown escape");
		}
	}
	return OK;
}

/* UTF-8; a raw DEL is tolerated where nothing is kept. */
static enum status check_utf8(struct reader *r, const char *from, const char *to, bool kept)
{
	while (from < to) {
		from += text_valid_prefix(from, (size_t)(to - from));
		if (from == to)
			break;
		if (kept || *from != 0x7F) {
			r->at = from;
			return bad(r, "the text is not valid UTF-8");
		}
		from++;
	}
	return OK;
}

/* What is unusual in [from, to): 1 a backslash, 2 a control character, 4 no plain ASCII. */
static unsigned unusual(const struct reader *r, size_t from, size_t to)
{
	unsigned ret = 0;
	for (size_t block = from / 64; block <= (to - 1) / 64; block++) {
		uint64_t mask = ~(uint64_t)0;
		if (block == from / 64)
			mask <<= from % 64;
		if (block == (to - 1) / 64)
			mask &= ~(uint64_t)0 >> (63 - (to - 1) % 64);
		uint64_t special = r->bits->special[block] & mask;
		if (special) {
			uint64_t slash = r->bits->slash[block], control = r->bits->control[block];
			ret |= (slash & mask ? 1u : 0u) | (control & mask ? 2u : 0u) | (special & ~(slash | control) ? 4u : 0u);
		}
	}
	return ret;
}

/* The next quote at or behind @from; SIZE_MAX: none before the line ends. */
static inline size_t next_quote(const struct reader *r, size_t from)
{
	const uint64_t *quote = r->bits->quote;
	size_t block = from / 64, end = (size_t)(r->end - r->base);
	uint64_t quotes = quote[block] >> (from % 64);
	if (quotes)
		from += (size_t)__builtin_ctzll(quotes);
	else {
		do
			if (++block * 64 >= end)
				return SIZE_MAX;
		while (!quote[block]);
		from = block * 64 + (size_t)__builtin_ctzll(quote[block]);
	}
	return from < end ? from : SIZE_MAX;
}

/* The long way: white space before it, or longer than 56 bytes, or something special in it. */
static __attribute__((noinline)) enum status long_text(struct reader *r, struct span *ret)
{
	if (!next_is(r, '"'))
		return bad(r, "a quoted text was expected");
	size_t from = (size_t)(r->at - r->base), to = r->at < r->end ? next_quote(r, from) : SIZE_MAX;
	if (to == SIZE_MAX)
		return bad(r, "a text is not closed");
	unsigned found = to > from ? unusual(r, from, to) : 0;
	if (found) {
		const char *s = r->base + from, *end = r->base + to;
		if (found & 2)
			return bad(r, "a control character inside a text");
		if (found & 1)
			TRY(check_escapes(r, s, end));
		if (found & 4)
			TRY(check_utf8(r, s, end, ret != NULL));
	}
	if (ret)
		*ret = (struct span){r->base + from, (uint32_t)(to - from), found & 1};
	r->at = r->base + to + 1;
	return OK;
}

/* The text whose opening quote is the next thing. @ret NULL: pass over it. The line's end is a newline, which is
 * special, or no bits are set behind it: the quote of a plain text is never one of the next line. */
static inline __attribute__((always_inline)) enum status text(struct reader *r, struct span *ret)
{
	size_t from = (size_t)(r->at - r->base) + 1;
	unsigned n = (unsigned)__builtin_ctzll(bits_from(r->bits->quote, from) | (uint64_t)1 << (BITS_SURE - 1));
	if (*r->at != '"' || n == BITS_SURE - 1 || (bits_from(r->bits->special, from) & (((uint64_t)1 << n) - 1)))
		return long_text(r, ret);
	if (ret)
		*ret = (struct span){r->base + from, n, false};
	r->at += n + 2;
	return OK;
}

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xC0 | (c >> 6));
		*to++ = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		*to++ = (char)(0xE0 | (c >> 12));
		*to++ = (char)(0x80 | ((c >> 6) & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	} else {
		*to++ = (char)(0xF0 | (c >> 18));
		*to++ = (char)(0x80 | ((c >> 12) & 0x3F));
		*to++ = (char)(0x80 | ((c >> 6) & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	}
	return to;
}

/* \uXXXX, its four digits at *@at; pairs of surrogates are joined. */
static uint32_t code_point(const char **at, const char *end)
{
	uint32_t c = (uint32_t)hex4(*at);
	*at += 4;
	if (c >= 0xD800 && c < 0xDC00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
		int low = hex4(*at + 2);
		if (low >= 0xDC00 && low < 0xE000) {
			*at += 6;
			return 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
		}
	}
	/* A lone surrogate is no character, and a NUL would end the text early. */
	return c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

size_t span_unescape(struct span s, char *to)
{
	char *start = to;
	const char *at = s.s, *end = s.s + s.n;
	while (at < end) {
		const char *slash = memchr(at, '\\', (size_t)(end - at));
		size_t plain = (size_t)((slash ? slash : end) - at);
		memcpy(to, at, plain);
		to += plain;
		if (!slash)
			break;
		at = slash + 2;
		switch (slash[1]) {
		case 'u': to = put_utf8(to, code_point(&at, end)); break; /* no escape is shorter than what it means */
		case 'n': *to++ = '\n'; break;
		case 'r': *to++ = '\r'; break;
		case 't': *to++ = '\t'; break;
		case 'b': case 'f': *to++ = ' '; break;
		default: *to++ = slash[1];
		}
	}
	*to = '\0';
	return (size_t)(to - start);
}

const char *span_text(struct arena *a, struct span s)
{
	if (!s.n)
		return "";
	if (!s.escaped)
		return arena_strndup(a, s.s, s.n);
	char *ret = arena_alloc(a, s.n + 1u);
	span_unescape(s, ret);
	return ret;
}

struct str view_text(struct screen_run *run, struct span s)
{
	if (!s.escaped)
		return (struct str){s.s, s.n};
	if (run->plain_cap < s.n + 1u) {
		run->plain_cap = s.n * 2u + 1024;
		free(run->plain);
		run->plain = malloc(run->plain_cap);
		if (!run->plain)
			abort();
	}
	return (struct str){run->plain, span_unescape(s, run->plain)};
}

bool span_is(struct span s, const char *want)
{
	return s.n == strlen(want) && !memcmp(s.s, want, s.n);
}

/* ---- Other values ---- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

static enum status number(struct reader *r)
{
	const char *s = r->at + (*r->at == '-');
	if (!digit(*s))
		goto fault;
	if (*s == '0')
		s++;
	else
		while (digit(*s))
			s++;
	if (*s == '.') {
		if (!digit(*++s))
			goto fault;
		while (digit(*s))
			s++;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		if (!digit(*s))
			goto fault;
		while (digit(*s))
			s++;
	}
	r->at = s;
	return OK;
fault:
	r->at = s;
	return bad(r, "this is no number");
}

static enum status word(struct reader *r)
{
	static const char *const words[] = {"true", "false", "null"};
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(r->end - r->at) >= n && !memcmp(r->at, words[i], n)) {
			r->at += n;
			return OK;
		}
	}
	return bad(r, "a value was expected");
}

static enum status skip(struct reader *r, int depth);

static enum status skip_list(struct reader *r, char close, int depth)
{
	if (next_is(r, close))
		return OK;
	do {
		if (close == '}') {
			TRY(text(r, NULL));
			if (!next_is(r, ':'))
				return bad(r, "':' was expected");
		}
		TRY(skip(r, depth + 1));
	} while (next_is(r, ','));
	return next_is(r, close) ? OK : bad(r, close == '}' ? "',' or '}' was expected" : "',' or ']' was expected");
}

static enum status skip(struct reader *r, int depth)
{
	blank(r);
	if (depth > DEPTH_MAX)
		return bad(r, "more than 64 levels deep");
	if (r->at >= r->end)
		return bad(r, "a value was expected");
	switch (*r->at) {
	case '"': return text(r, NULL);
	case '{': r->at++; return skip_list(r, '}', depth);
	case '[': r->at++; return skip_list(r, ']', depth);
	case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9': return number(r);
	default: return word(r);
	}
}

/* A text, or a number or null written where a text is wanted: numbers are taken as they are, all else is "". */
static enum status text_value(struct reader *r, struct span *ret)
{
	if (*r->at == '"')
		return text(r, ret);
	blank(r);
	if (*r->at == '"')
		return text(r, ret);
	const char *from = r->at;
	TRY(skip(r, 1));
	*ret = *from == '-' || digit(*from) ? (struct span){from, (uint32_t)(r->at - from), false} : nothing;
	return OK;
}

/* ---- The shape ---- */

/* Keys by name; a take function says what a key means. */
#define KEY_MAP(X)                                                                                                         \
	X(id) X(platform) X(kind) X(time) X(author) X(text) X(url) X(region) X(mentions) X(hashtags) X(target) X(reactions) X(media) X(raw) \
	X(handle) X(name) X(path) X(sha256) X(format) X(line)
enum key {
#define X(name) KEY_##name,
	KEY_MAP(X)
#undef X
	KEY_N
};

#define IS(key) (!memcmp(s, #key, sizeof #key - 1) ? KEY_##key : KEY_N)
static inline enum key key_of(const char *s, size_t n)
{
	switch (n) {
	case 2: return IS(id);
	case 3: return s[0] == 'u' ? IS(url) : IS(raw);
	case 4: return s[0] == 'k' ? IS(kind) : s[0] == 'n' ? IS(name) : s[0] == 'p' ? IS(path) : s[0] == 'l' ? IS(line) : s[1] == 'i' ? IS(time) : IS(text);
	case 5: return IS(media);
	case 6: return s[0] == 'a' ? IS(author) : s[0] == 'h' ? IS(handle) : s[0] == 'r' ? IS(region) : s[0] == 't' ? IS(target) : s[0] == 'f' ? IS(format) : IS(sha256);
	case 8: return s[0] == 'p' ? IS(platform) : s[0] == 'm' ? IS(mentions) : IS(hashtags);
	case 9: return IS(reactions);
	default: return KEY_N;
	}
}

/* Each key as it stands in a line, to be compared at once. */
static const struct literal {
	char s[16];
	uint8_t n;
} literals[KEY_N] = {
#define X(name) {"\"" #name "\":", sizeof #name + 2},
	KEY_MAP(X)
#undef X
};

static inline bool stands_at(const char *at, const struct literal *x)
{
	static const uint8_t masks[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
	uint64_t is[2], want[2], mask[2];
	memcpy(is, at, sizeof is);
	memcpy(want, x->s, sizeof want);
	memcpy(mask, masks + sizeof mask - x->n, sizeof mask);
	return !(((is[0] ^ want[0]) & mask[0]) | ((is[1] ^ want[1]) & mask[1]));
}

enum shape { SHAPE_POST, SHAPE_AUTHOR, SHAPE_REACTION, SHAPE_MEDIA, SHAPE_TARGET, SHAPE_RAW };
typedef enum status (*take_key)(struct reader *r, enum key key, void *to);
_Static_assert(KEY_N < sizeof ((struct post_view *)0)->after[0], "a place for every key and the start");

/* A key and its colon. Lines of one source have their keys in one order, so the key that stood here last is tried first.
 * @before: the key before it, KEY_N at the start. */
static inline __attribute__((always_inline)) enum status key_next(struct reader *r, enum shape shape, enum key before, enum key *ret)
{
	uint8_t *likely = &r->v->after[shape][before];
	if (*likely < KEY_N && r->end - r->at >= 16 && stands_at(r->at, &literals[*likely])) {
		r->at += literals[*likely].n;
		*ret = (enum key)*likely;
		return OK;
	}
	struct span name;
	TRY(text(r, &name));
	*ret = key_of(name.s, name.n);
	*likely = (uint8_t)*ret;
	return next_is(r, ':') ? OK : bad(r, "':' was expected");
}

/* Made anew for each shape, so that what to take is known where it is taken. */
static inline __attribute__((always_inline)) enum status members(struct reader *r, enum shape shape, take_key take, void *to)
{
	uint32_t seen = 0;
	enum key key = KEY_N;
	do {
		TRY(key_next(r, shape, key, &key));
		if (key < KEY_N && (seen & (1u << key)))
			return bad(r, "a key stands twice in one object: which of the two is meant?");
		seen |= key < KEY_N ? 1u << key : 0;
		TRY(take(r, key, to));
	} while (next_is(r, ','));
	return next_is(r, '}') ? OK : bad(r, "',' or '}' was expected");
}

/* An object; null or another shape than ours is passed over. */
static inline __attribute__((always_inline)) enum status object(struct reader *r, enum shape shape, take_key take, void *to)
{
	blank(r);
	if (*r->at != '{')
		return skip(r, 1);
	r->at++;
	return next_is(r, '}') ? OK : members(r, shape, take, to);
}

static inline __attribute__((always_inline)) enum status list(struct reader *r, enum status (*take)(struct reader *r, void *to), void *to)
{
	blank(r);
	if (*r->at != '[')
		return skip(r, 1);
	r->at++;
	if (next_is(r, ']'))
		return OK;
	size_t n = 0;
	do {
		if (++n > LIST_MAX)
			return bad(r, "a list has more than 10000 items");
		TRY(take(r, to));
	} while (next_is(r, ','));
	return next_is(r, ']') ? OK : bad(r, "',' or ']' was expected");
}

/* Room for one more in a list that keeps its memory from line to line. */
#define GROW(list)                                                                                                         \
	do {                                                                                                               \
		if ((list)->n == (list)->cap) {                                                                            \
			(list)->cap = (list)->cap ? (list)->cap * 2 : 8;                                                   \
			(list)->items = realloc((list)->items, (list)->cap * sizeof *(list)->items);                       \
			if (!(list)->items)                                                                                \
				abort();                                                                                   \
		}                                                                                                          \
	} while (0)

static enum status author_key(struct reader *r, enum key key, void *to)
{
	struct view_author *a = to;
	if (key == KEY_handle)
		return text_value(r, &a->handle);
	return key == KEY_name ? text_value(r, &a->name) : skip(r, 1);
}
static enum status author(struct reader *r, struct view_author *to)
{
	blank(r);
	return *r->at == '"' ? text(r, &to->handle) /* a bare handle */ : object(r, SHAPE_AUTHOR, author_key, to);
}

static enum status take_text(struct reader *r, void *to)
{
	struct view_spans *t = to;
	struct span s = nothing;
	TRY(text_value(r, &s));
	GROW(t);
	t->items[t->n++] = s;
	return OK;
}

static enum status kind_value(struct reader *r, enum post_kind *to)
{
	struct span s = nothing;
	TRY(text_value(r, &s));
	if (s.n && !post_kind_of(s.s, s.n, to))
		return bad(r, "kind: expected post, comment, like, share, follow, tag, story or message");
	return OK;
}

static enum status reaction_key(struct reader *r, enum key key, void *to)
{
	struct view_reaction *x = to;
	switch ((int)key) {
	case KEY_kind: return kind_value(r, &x->kind);
	case KEY_time: return text_value(r, &x->time);
	case KEY_text: return text_value(r, &x->text);
	case KEY_author: return author(r, &x->author);
	default: return skip(r, 1);
	}
}
static enum status take_reaction(struct reader *r, void *to)
{
	struct post_view *v = to;
	struct view_reaction x = {.kind = KIND_LIKE, .time = nothing, .text = nothing, .author = {nothing, nothing}};
	TRY(object(r, SHAPE_REACTION, reaction_key, &x));
	GROW(&v->reactions);
	v->reactions.items[v->reactions.n++] = x;
	return OK;
}

static enum status media_key(struct reader *r, enum key key, void *to)
{
	struct view_media *m = to;
	switch ((int)key) {
	case KEY_path: return text_value(r, &m->path);
	case KEY_sha256: return text_value(r, &m->sha256);
	case KEY_kind: return text_value(r, &m->kind);
	default: return skip(r, 1);
	}
}
static enum status take_media(struct reader *r, void *to)
{
	struct post_view *v = to;
	struct view_media m = {nothing, nothing, nothing};
	TRY(object(r, SHAPE_MEDIA, media_key, &m));
	GROW(&v->media);
	v->media.items[v->media.n++] = m;
	return OK;
}

static enum status target_key(struct reader *r, enum key key, void *to)
{
	struct post_view *v = to;
	switch ((int)key) {
	case KEY_id: return text_value(r, &v->target_id);
	case KEY_text: return text_value(r, &v->target_text);
	case KEY_author: return author(r, &v->target_author);
	default: return skip(r, 1);
	}
}

static enum status raw_key(struct reader *r, enum key key, void *to)
{
	struct post_view *v = to;
	if (key == KEY_format)
		return text_value(r, &v->raw_format);
	return key == KEY_line ? text_value(r, &v->raw_line) : skip(r, 1);
}

static enum status post_key(struct reader *r, enum key key, void *to)
{
	struct post_view *v = to;
	switch ((int)key) {
	case KEY_id: return text_value(r, &v->id);
	case KEY_platform: return text_value(r, &v->platform);
	case KEY_time: return text_value(r, &v->time);
	case KEY_text: return text_value(r, &v->text);
	case KEY_url: return text_value(r, &v->url);
	case KEY_region: return text_value(r, &v->region);
	case KEY_kind: return kind_value(r, &v->kind);
	case KEY_author: return author(r, &v->author);
	case KEY_mentions: return list(r, take_text, &v->mentions);
	case KEY_hashtags: return list(r, take_text, &v->hashtags);
	case KEY_reactions: return list(r, take_reaction, v);
	case KEY_media: return list(r, take_media, v);
	case KEY_raw: return object(r, SHAPE_RAW, raw_key, v);
	case KEY_target:
		blank(r);
		v->has_target = *r->at == '{';
		return object(r, SHAPE_TARGET, target_key, v);
	default: return skip(r, 1);
	}
}

/* ---- The moment ---- */

/* Do eight bytes fit a pattern of digits (@pattern '0', @most 'v') and of marks that must be just so (@most 0x7F)? What a
 * byte differs by from the pattern, and @most, reach 0x80 where it is no digit, or not the mark. */
static inline bool eight_fit(const char *s, const char pattern[static 8], const char most[static 8])
{
	uint64_t is, want, add, low = 0x7F7F7F7F7F7F7F7Fu;
	memcpy(&is, s, sizeof is);
	memcpy(&want, pattern, sizeof want);
	memcpy(&add, most, sizeof add);
	is ^= want;
	return !((((is & low) + add) | is) & ~low);
}
static inline int two(const char *s) { return s[0] * 10 + s[1] - '0' * 11; } /* of two digits */

/* "2024-10-02T19:20:11+07:00" and "...Z" are moments beyond doubt; whatever else there is, instant_parse must say. */
static bool plainly_a_moment(struct span t)
{
	const char *s = t.s;
	if ((t.n != 25 && t.n != 20) || !eight_fit(s, "0000-00-", "vvvv\x7Fvv\x7F") || !eight_fit(s + 8, "00T00:00", "vv\x7Fvv\x7Fvv") ||
	    !eight_fit(s + 11, "00:00:00", "vv\x7Fvv\x7Fvv"))
		return false;
	int century = two(s), month = two(s + 5), day = two(s + 8);
	if ((century != 19 && century != 20) || two(s + 2) > 98 || month < 1 || month > 12 || day < 1 || day > 28 || two(s + 11) > 23 || two(s + 14) > 59 || two(s + 17) > 59)
		return false;
	if (t.n == 20)
		return s[19] == 'Z';
	return (s[19] == '+' || s[19] == '-') && digit(s[20]) && digit(s[21]) && s[22] == ':' && digit(s[23]) && digit(s[24]) && two(s + 20) <= 12 &&
	       two(s + 23) <= 59;
}

static enum status check_time(const char *field, struct span t, struct span place, struct err *e)
{
	char time[48], region[32];
	struct instant at;
	struct err ignored;
	if (!t.n || plainly_a_moment(t))
		return OK;
	if (t.n >= sizeof time)
		return FAIL(e, INVALID, "%s: %u bytes are no moment", field, t.n);
	size_t n = span_unescape(t, time), m = place.n < sizeof region ? span_unescape(place, region) : 0;
	time[n] = region[m] = '\0';
	return instant_parse(time, zone_of_region(region), &at, &ignored) == OK ? OK : FAIL(e, INVALID, "%s: '%s' is not a moment", field, time);
}

/* Those of the reactions decide the phase of an act as much as that of the post. */
static enum status check_times(const struct post_view *v, struct err *e)
{
	TRY(check_time("time", v->time, v->region, e));
	for (size_t i = 0; i < v->reactions.n; i++)
		if (v->reactions.items[i].time.n && !plainly_a_moment(v->reactions.items[i].time)) {
			char field[40];
			snprintf(field, sizeof field, "reactions[%zu].time", i);
			TRY(check_time(field, v->reactions.items[i].time, v->region, e));
		}
	return OK;
}

/* ---- Reading ---- */

static void clear(struct post_view *v)
{
	v->id = v->platform = v->time = v->text = v->url = v->region = nothing;
	v->author = v->target_author = (struct view_author){nothing, nothing};
	v->target_id = v->target_text = v->raw_format = v->raw_line = nothing;
	v->kind = KIND_POST;
	v->has_target = false;
	v->mentions.n = v->hashtags.n = v->reactions.n = v->media.n = 0;
}

enum status view_read(const char *base, const struct line_bits *bits, size_t at, size_t end, struct post_view *ret, struct err *e)
{
	struct reader r = {base, base + at, base + at, base + end, bits, ret, e};
	clear(ret);
	if (end - at > POST_LINE_MAX)
		return FAIL(e, TOO_LARGE, "the line has %zu bytes, at most %u are read", end - at, POST_LINE_MAX);
	blank(&r);
	if (*r.at != '{')
		return bad(&r, "'{' was expected: one post a line");
	TRY(object(&r, SHAPE_POST, post_key, ret));
	blank(&r);
	if (r.at < r.end)
		return bad(&r, "something stands behind the post");
	if (!ret->text.n && !ret->has_target && !ret->media.n && !ret->reactions.n)
		return FAIL(e, INVALID, "the post has neither text nor target nor media nor reactions");
	return check_times(ret, e);
}

enum status view_read_line(const char *line, size_t n, struct post_view *ret, struct err *e)
{
	if (n > POST_LINE_MAX)
		return FAIL(e, TOO_LARGE, "the line has %zu bytes, at most %u are read", n, POST_LINE_MAX);
	if (ret->copy_cap < n + 1) {
		ret->copy_cap = (n + 1) * 2;
		size_t words = (ret->copy_cap / BYTES_BLOCK + 2) * LINE_BITS;
		free(ret->copy);
		free(ret->bits);
		ret->copy = malloc(ret->copy_cap);
		ret->bits = malloc(words * sizeof *ret->bits);
		if (!ret->copy || !ret->bits)
			abort();
	}
	memcpy(ret->copy, line, n);
	ret->copy[n] = '\0';
	struct line_bits bits = line_bits_in(ret->bits, ret->copy_cap / BYTES_BLOCK + 2);
	bytes_lines(ret->copy, n, &bits);
	return view_read(ret->copy, &bits, 0, n, ret, e);
}

void view_free(struct post_view *v)
{
	free(v->mentions.items);
	free(v->hashtags.items);
	free(v->reactions.items);
	free(v->media.items);
	free(v->bits);
	free(v->copy);
	*v = (struct post_view){0};
}

/* ---- To a post ---- */

static struct post_author author_of(struct arena *a, const struct view_author *v)
{
	return (struct post_author){span_text(a, v->handle), span_text(a, v->name)};
}
struct post_texts texts_of_view(struct arena *a, const struct view_spans *v)
{
	struct post_texts ret = {.items = v->n ? arena_array(a, const char *, v->n) : NULL, .n = v->n, .cap = v->n};
	for (size_t i = 0; i < v->n; i++)
		ret.items[i] = span_text(a, v->items[i]);
	return ret;
}

enum status post_of_view(struct arena *a, const struct post_view *v, struct post *ret, struct err *e)
{
	*ret = (struct post){.id = span_text(a, v->id), .platform = span_text(a, v->platform), .time = span_text(a, v->time),
			     .text = span_text(a, v->text), .url = span_text(a, v->url), .region = span_text(a, v->region), .kind = v->kind,
			     .author = author_of(a, &v->author), .mentions = texts_of_view(a, &v->mentions), .hashtags = texts_of_view(a, &v->hashtags),
			     .has_target = v->has_target, .target_id = span_text(a, v->target_id), .target_text = span_text(a, v->target_text),
			     .target_author = author_of(a, &v->target_author), .raw_format = span_text(a, v->raw_format),
			     .raw_line = strtoll(span_text(a, v->raw_line), NULL, 10), .at = INSTANT_NONE};
	if (v->reactions.n)
		ret->reactions.items = arena_array(a, struct post_reaction, v->reactions.n);
	for (size_t i = 0; i < v->reactions.n; i++) {
		const struct view_reaction *x = &v->reactions.items[i];
		ret->reactions.items[i] = (struct post_reaction){x->kind, span_text(a, x->time), span_text(a, x->text), author_of(a, &x->author)};
	}
	if (v->media.n)
		ret->media.items = arena_array(a, struct post_media, v->media.n);
	for (size_t i = 0; i < v->media.n; i++) {
		const struct view_media *m = &v->media.items[i];
		ret->media.items[i] = (struct post_media){span_text(a, m->path), span_text(a, m->sha256), span_text(a, m->kind)};
	}
	ret->reactions.n = ret->reactions.cap = v->reactions.n;
	ret->media.n = ret->media.cap = v->media.n;
	struct err ignored;
	if (ret->time[0] && instant_parse(ret->time, zone_of_region(ret->region), &ret->at, &ignored) != OK)
		return FAIL(e, INVALID, "time: '%.40s' is not a moment", ret->time);
	return OK;
}
