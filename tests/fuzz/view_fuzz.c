/* view_fuzz.c -- any bytes as a line of posts. Whatever the reader accepts is JSON by a second, slow reading of RFC 8259
 * written below; all its spans lie inside the line; and every way of looking at bytes answers the same. */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct slow {
	const char *s, *end;
};
static void blanks(struct slow *j)
{
	while (j->s < j->end && memchr(" \t\r\n", *j->s, 4))
		j->s++;
}
static bool one(struct slow *j, const char *of)
{
	bool ret = j->s < j->end && *j->s && strchr(of, *j->s);
	j->s += ret;
	return ret;
}
static bool digits(struct slow *j)
{
	bool ret = false;
	while (one(j, "0123456789"))
		ret = true;
	return ret;
}
static bool number(struct slow *j)
{
	one(j, "-");
	if (!one(j, "0") && !digits(j))
		return false;
	if (one(j, ".") && !digits(j))
		return false;
	if (!one(j, "eE"))
		return true;
	one(j, "+-");
	return digits(j);
}
static bool string(struct slow *j)
{
	if (!one(j, "\""))
		return false;
	while (j->s < j->end && *j->s != '"') {
		if ((unsigned char)*j->s < 0x20)
			return false;
		if (*j->s++ != '\\')
			continue;
		if (one(j, "u")) {
			for (int i = 0; i < 4; i++)
				if (!one(j, "0123456789abcdefABCDEF"))
					return false;
		} else if (!one(j, "\"\\/bfnrt"))
			return false;
	}
	return one(j, "\"");
}
static bool value(struct slow *j, int depth)
{
	static const char *const words[] = {"true", "false", "null"};
	blanks(j);
	if (j->s == j->end || depth > 200)
		return false;
	if (*j->s == '"')
		return string(j);
	for (int i = 0; i < 3; i++)
		if ((size_t)(j->end - j->s) >= strlen(words[i]) && !memcmp(j->s, words[i], strlen(words[i]))) {
			j->s += strlen(words[i]);
			return true;
		}
	bool object = *j->s == '{';
	if (!object && *j->s != '[')
		return number(j);
	j->s++;
	blanks(j);
	if (one(j, object ? "}" : "]"))
		return true;
	do {
		blanks(j);
		if (object && !string(j))
			return false;
		blanks(j);
		if (object && !one(j, ":"))
			return false;
		if (!value(j, depth + 1))
			return false;
		blanks(j);
	} while (one(j, ","));
	return one(j, object ? "}" : "]");
}
static bool is_json(const char *s, size_t n)
{
	struct slow j = {s, s + n};
	bool ret = value(&j, 0);
	blanks(&j);
	return ret && j.s == j.end;
}

static void inside(const struct post_view *v, struct span s, size_t n)
{
	assert(!s.n || (s.s >= v->copy && s.s + s.n <= v->copy + n));
	char *to = malloc(s.n + 1u);
	assert(span_unescape(s, to) <= s.n);
	free(to);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const ways[] = {"plain", "sse2", "avx2", "avx512"};
	struct post_view v = {0};
	struct err e;
	const char *was = bytes_way();
	enum status first = view_read_line((const char *)bytes, n, &v, &e);
	if (first == OK) {
		assert(is_json((const char *)bytes, n));
		inside(&v, v.text, n);
		inside(&v, v.author.handle, n);
		inside(&v, v.author.name, n);
		for (size_t i = 0; i < v.reactions.n; i++)
			inside(&v, v.reactions.items[i].author.name, n);
	}
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (bytes_use(ways[i])) {
			enum status again = view_read_line((const char *)bytes, n, &v, &e);
			assert(again == first);
		}
	bool back = bytes_use(was);
	assert(back);
	view_free(&v);
	return 0;
}
