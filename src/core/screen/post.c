/* post.c -- canonical posts (CONTRACT 2.2): one JSON object a line, read straight into struct post.
 *
 * The reader knows the shape: wanted keys are taken, all others are passed over by depth. It never reads outside
 * the line, goes at most 64 levels deep, and unescapes into the arena of the post. Faults name the byte.
 */
#include "core/screen/screen_internal.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64
#define LIST_MAX 10000 /* items of one list that are kept */

struct reader {
	struct arena *a;
	const char *start, *at, *end;
	struct err *e;
};

static enum status bad(struct reader *r, const char *expected)
{
	return FAIL(r->e, INVALID, "byte %zu: %s", (size_t)(r->at - r->start) + 1, expected);
}

static void blank(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n'))
		r->at++;
}

static bool next_is(struct reader *r, char c)
{
	blank(r);
	if (r->at >= r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static int hex4(const char *s)
{
	int ret = 0;
	for (int i = 0; i < 4; i++) {
		int c = s[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
		if (digit < 0)
			return -1;
		ret = ret * 16 + digit;
	}
	return ret;
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

/* \uXXXX at r->at (behind the u); pairs of surrogates are joined, lone ones become U+FFFD. */
static enum status escape_u(struct reader *r, char **to)
{
	int c = r->end - r->at >= 4 ? hex4(r->at) : -1;
	if (c < 0)
		return bad(r, "four hex digits were expected after \\u");
	r->at += 4;
	uint32_t code = (uint32_t)c;
	if (c >= 0xD800 && c < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
		int low = hex4(r->at + 2);
		if (low >= 0xDC00 && low < 0xE000) {
			code = 0x10000 + (((uint32_t)c - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
			r->at += 6;
		}
	}
	if (code >= 0xD800 && code < 0xE000)
		code = 0xFFFD;
	*to = put_utf8(*to, code ? code : 0xFFFD); /* a NUL would end the text early */
	return OK;
}

/* Is any of the eight bytes a quote, a backslash or a control character? May say yes without need, never no. */
static bool any_special(const char *s)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t x;
	memcpy(&x, s, sizeof x);
	uint64_t quote = x ^ (ones * '"'), slash = x ^ (ones * '\\');
	return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((x - ones * 0x20) & ~x)) & highs;
}

/* The text behind an opening quote at r->at. @ret NULL: pass over it. */
static enum status text(struct reader *r, const char **ret)
{
	if (!next_is(r, '"'))
		return bad(r, "a quoted text was expected");
	const char *from = r->at;
	bool escaped = false;
	for (; r->at < r->end && *r->at != '"'; r->at++) {
		while (r->end - r->at > 8 && !any_special(r->at))
			r->at += 8;
		if (*r->at == '"')
			break;
		if ((unsigned char)*r->at < 0x20)
			return bad(r, "a control character inside a text");
		if (*r->at == '\\') {
			escaped = true;
			r->at++;
		}
	}
	if (r->at >= r->end)
		return bad(r, "a text is not closed");
	const char *to = r->at++;
	if (!ret)
		return OK;
	if (!text_valid(from, (size_t)(to - from)))
		return bad(r, "the text is not valid UTF-8");
	if (!escaped) {
		*ret = arena_strndup(r->a, from, (size_t)(to - from));
		return OK;
	}
	char *out = arena_alloc(r->a, (size_t)(to - from) + 1), *o = out; /* no escape is shorter than what it means */
	struct reader in = {r->a, r->start, from, to, r->e};
	while (in.at < in.end) {
		if (*in.at != '\\') {
			*o++ = *in.at++;
			continue;
		}
		in.at++;
		char c = in.at < in.end ? *in.at++ : 0;
		static const char codes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
		const char *known = c && c != 'u' ? strchr(codes, c) : NULL;
		if (c == 'u')
			TRY(escape_u(&in, &o));
		else if (known && (known - codes) % 2 == 0)
			*o++ = c == 'b' || c == 'f' ? ' ' : known[1];
		else
			return bad(&in, "an unknown escape");
	}
	*o = '\0';
	*ret = out;
	return OK;
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
	if (*r->at == '"')
		return text(r, NULL);
	if (*r->at == '{' || *r->at == '[') {
		char close = *r->at++ == '{' ? '}' : ']';
		return skip_list(r, close, depth);
	}
	const char *from = r->at;
	while (r->at < r->end && (strchr("+-.", *r->at) || (*r->at >= '0' && *r->at <= '9') || (*r->at >= 'a' && *r->at <= 'z') || *r->at == 'E'))
		r->at++;
	return r->at > from ? OK : bad(r, "a value was expected");
}

/* A text, or a number or null written where a text is wanted: numbers are taken as they are, null is "". */
static enum status text_value(struct reader *r, const char **ret)
{
	blank(r);
	if (r->at < r->end && *r->at == '"')
		return text(r, ret);
	const char *from = r->at;
	TRY(skip(r, 1));
	bool number = *from == '-' || (*from >= '0' && *from <= '9');
	*ret = number ? arena_strndup(r->a, from, (size_t)(r->at - from)) : "";
	return OK;
}

/* The name of a member, where it stands in the line when it is plainly written. */
static enum status member(struct reader *r, const char **ret, size_t *ret_n)
{
	blank(r);
	if (r->at < r->end && *r->at == '"') {
		const char *from = r->at + 1, *at = from;
		while (at < r->end && ((*at >= 'a' && *at <= 'z') || *at == '_' || (*at >= '0' && *at <= '9')))
			at++;
		if (at < r->end && *at == '"') {
			*ret = from;
			*ret_n = (size_t)(at - from);
			r->at = at + 1;
			return OK;
		}
	}
	TRY(text(r, ret));
	*ret_n = strlen(*ret);
	return OK;
}

typedef enum status (*take_key)(struct reader *r, const char *key, size_t key_n, void *to);

static enum status object(struct reader *r, take_key take, void *to)
{
	blank(r);
	if (r->at < r->end && *r->at != '{')
		return skip(r, 1); /* null, or another shape than ours */
	if (!next_is(r, '{'))
		return bad(r, "'{' was expected");
	if (next_is(r, '}'))
		return OK;
	do {
		const char *key;
		size_t key_n;
		TRY(member(r, &key, &key_n));
		if (!next_is(r, ':'))
			return bad(r, "':' was expected");
		TRY(take(r, key, key_n, to));
	} while (next_is(r, ','));
	return next_is(r, '}') ? OK : bad(r, "',' or '}' was expected");
}

static enum status list(struct reader *r, enum status (*take)(struct reader *r, void *to), void *to)
{
	blank(r);
	if (r->at < r->end && *r->at != '[')
		return skip(r, 1);
	if (!next_is(r, '['))
		return bad(r, "'[' was expected");
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

static bool is(const char *key, size_t n, const char *name) { return n && key[0] == name[0] && n == strlen(name) && !memcmp(key, name, n); }

static enum status author_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post_author *a = to;
	if (is(key, n, "handle"))
		return text_value(r, &a->handle);
	if (is(key, n, "name"))
		return text_value(r, &a->name);
	return skip(r, 1);
}
static enum status author(struct reader *r, struct post_author *to)
{
	blank(r);
	if (r->at < r->end && *r->at == '"') /* a bare handle */
		return text(r, &to->handle);
	return object(r, author_key, to);
}

static enum status take_text(struct reader *r, void *to)
{
	struct post_texts *t = to;
	const char *s = "";
	TRY(text_value(r, &s));
	ARENA_PUSH(r->a, t, s);
	return OK;
}

static enum status kind_value(struct reader *r, enum post_kind *to)
{
	const char *s = "";
	TRY(text_value(r, &s));
	if (s[0] && !post_kind_of(s, strlen(s), to))
		return bad(r, "kind: expected post, comment, like, share, follow, tag, story or message");
	return OK;
}

static enum status reaction_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post_reaction *x = to;
	if (is(key, n, "kind"))
		return kind_value(r, &x->kind);
	if (is(key, n, "time"))
		return text_value(r, &x->time);
	if (is(key, n, "text"))
		return text_value(r, &x->text);
	if (is(key, n, "author"))
		return author(r, &x->author);
	return skip(r, 1);
}
static enum status take_reaction(struct reader *r, void *to)
{
	struct post *p = to;
	struct post_reaction x = {.kind = KIND_LIKE, .time = "", .text = "", .author = {"", ""}};
	TRY(object(r, reaction_key, &x));
	ARENA_PUSH(r->a, &p->reactions, x);
	return OK;
}

static enum status media_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post_media *m = to;
	if (is(key, n, "path"))
		return text_value(r, &m->path);
	if (is(key, n, "sha256"))
		return text_value(r, &m->sha256);
	if (is(key, n, "kind"))
		return text_value(r, &m->kind);
	return skip(r, 1);
}
static enum status take_media(struct reader *r, void *to)
{
	struct post *p = to;
	struct post_media m = {"", "", ""};
	TRY(object(r, media_key, &m));
	ARENA_PUSH(r->a, &p->media, m);
	return OK;
}

static enum status target_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post *p = to;
	if (is(key, n, "id"))
		return text_value(r, &p->target_id);
	if (is(key, n, "text"))
		return text_value(r, &p->target_text);
	if (is(key, n, "author"))
		return author(r, &p->target_author);
	return skip(r, 1);
}

static enum status raw_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post *p = to;
	if (is(key, n, "format"))
		return text_value(r, &p->raw_format);
	if (is(key, n, "line")) {
		const char *s = "";
		TRY(text_value(r, &s));
		p->raw_line = strtoll(s, NULL, 10);
		return OK;
	}
	return skip(r, 1);
}

static enum status post_key(struct reader *r, const char *key, size_t n, void *to)
{
	struct post *p = to;
	const struct { const char *name; const char **to; } texts[] = {{"id", &p->id}, {"platform", &p->platform}, {"time", &p->time},
								       {"text", &p->text}, {"url", &p->url}, {"region", &p->region}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (is(key, n, texts[i].name))
			return text_value(r, texts[i].to);
	if (is(key, n, "kind"))
		return kind_value(r, &p->kind);
	if (is(key, n, "author"))
		return author(r, &p->author);
	if (is(key, n, "mentions"))
		return list(r, take_text, &p->mentions);
	if (is(key, n, "hashtags"))
		return list(r, take_text, &p->hashtags);
	if (is(key, n, "reactions"))
		return list(r, take_reaction, p);
	if (is(key, n, "media"))
		return list(r, take_media, p);
	if (is(key, n, "raw"))
		return object(r, raw_key, p);
	if (is(key, n, "target")) {
		blank(r);
		p->has_target = r->at < r->end && *r->at == '{';
		return object(r, target_key, p);
	}
	return skip(r, 1);
}

enum status post_read(struct arena *a, const char *line, size_t n, struct post *ret, struct err *e)
{
	*ret = (struct post){.id = "", .platform = "", .time = "", .text = "", .url = "", .region = "", .author = {"", ""}, .target_id = "",
			     .target_text = "", .target_author = {"", ""}, .raw_format = "", .at = INSTANT_NONE};
	if (n > POST_LINE_MAX)
		return FAIL(e, TOO_LARGE, "the line has %zu bytes, at most %u are read", n, POST_LINE_MAX);
	struct reader r = {a, line, line, line + n, e};
	blank(&r);
	if (r.at >= r.end || *r.at != '{')
		return bad(&r, "'{' was expected: one post a line");
	TRY(object(&r, post_key, ret));
	blank(&r);
	if (r.at < r.end)
		return bad(&r, "something stands behind the post");
	if (!ret->text[0] && !ret->has_target && !ret->media.n && !ret->reactions.n)
		return FAIL(e, INVALID, "the post has neither text nor target nor media nor reactions");
	struct err ignored;
	if (ret->time[0] && instant_parse(ret->time, zone_of_region(ret->region), &ret->at, &ignored) != OK)
		return FAIL(e, INVALID, "time: '%.40s' is not a moment", ret->time);
	return OK;
}

static const char *const kinds[] = {"post", "comment", "like", "share", "follow", "tag", "story", "message"};
const char *post_kind_name(enum post_kind k) { return kinds[k]; }
bool post_kind_of(const char *s, size_t n, enum post_kind *ret)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (is(s, n, kinds[i])) {
			*ret = (enum post_kind)i;
			return true;
		}
	return false;
}

static void put_author(struct json_out *j, const char *key, const struct post_author *a)
{
	if (!a->handle[0] && !a->name[0])
		return;
	jout_key(j, key);
	jout_object(j);
	jout_put_text(j, "handle", a->handle);
	jout_put_text(j, "name", a->name);
	jout_end(j, '}');
}
static void put_unless_empty(struct json_out *j, const char *key, const char *s)
{
	if (s[0])
		jout_put_text(j, key, s);
}
static void put_texts(struct json_out *j, const char *key, const struct post_texts *t)
{
	if (!t->n)
		return;
	jout_key(j, key);
	jout_array(j);
	for (size_t i = 0; i < t->n; i++)
		jout_text(j, t->items[i]);
	jout_end(j, ']');
}

static void put_reactions_and_media(struct json_out *j, const struct post *p)
{
	if (p->reactions.n) {
		jout_key(j, "reactions");
		jout_array(j);
		for (size_t i = 0; i < p->reactions.n; i++) {
			const struct post_reaction *x = &p->reactions.items[i];
			jout_object(j);
			jout_put_text(j, "kind", post_kind_name(x->kind));
			put_unless_empty(j, "time", x->time);
			put_author(j, "author", &x->author);
			put_unless_empty(j, "text", x->text);
			jout_end(j, '}');
		}
		jout_end(j, ']');
	}
	if (p->media.n) {
		jout_key(j, "media");
		jout_array(j);
		for (size_t i = 0; i < p->media.n; i++) {
			jout_object(j);
			put_unless_empty(j, "path", p->media.items[i].path);
			put_unless_empty(j, "sha256", p->media.items[i].sha256);
			put_unless_empty(j, "kind", p->media.items[i].kind);
			jout_end(j, '}');
		}
		jout_end(j, ']');
	}
}

void post_write(struct buf *out, const struct post *p)
{
	struct json_out j = jout_start(out);
	jout_object(&j);
	jout_put_text(&j, "id", p->id);
	jout_put_text(&j, "platform", p->platform);
	jout_put_text(&j, "kind", post_kind_name(p->kind));
	put_unless_empty(&j, "time", p->time);
	put_author(&j, "author", &p->author);
	jout_put_text(&j, "text", p->text);
	put_unless_empty(&j, "url", p->url);
	put_unless_empty(&j, "region", p->region);
	put_texts(&j, "mentions", &p->mentions);
	put_texts(&j, "hashtags", &p->hashtags);
	if (p->has_target) {
		jout_key(&j, "target");
		jout_object(&j);
		put_unless_empty(&j, "id", p->target_id);
		put_author(&j, "author", &p->target_author);
		put_unless_empty(&j, "text", p->target_text);
		jout_end(&j, '}');
	}
	put_reactions_and_media(&j, p);
	jout_key(&j, "raw");
	jout_object(&j);
	jout_put_text(&j, "format", p->raw_format);
	jout_put_int(&j, "line", p->raw_line);
	if (p->raw_note && p->raw_note[0])
		jout_put_text(&j, "note", p->raw_note);
	jout_end(&j, '}');
	jout_end(&j, '}');
	buf_char(out, '\n');
}
