/* router.c -- see router.h. */
#include "web/router.h"

#include <string.h>

static enum status part_add(struct arena *a, struct str part, struct address *to, struct buf *path, struct err *e)
{
	const char *s;
	if (!part.n)
		return FAIL(e, NOT_FOUND, "an address with an empty part");
	TRY(form_decode(a, part, false, &s, e));
	if (!*s || !strcmp(s, ".") || !strcmp(s, "..") || strpbrk(s, "/\\\t\r\n"))
		return FAIL(e, NOT_FOUND, "an address with a part that is no name");
	if (to->n_parts == PATH_PARTS_MAX)
		return FAIL(e, NOT_FOUND, "an address of more than %d parts", PATH_PARTS_MAX);
	to->parts[to->n_parts++] = s;
	buf_char(path, '/');
	buf_text(path, s);
	return OK;
}

enum status address_read(struct arena *a, const char *uri, struct address *ret, struct err *e)
{
	if (*uri != '/')
		return FAIL(e, INVALID, "an address begins with '/'");
	size_t n = strlen(uri);
	if (n > ADDRESS_MAX)
		return FAIL(e, TOO_LARGE, "an address of more than %d bytes", ADDRESS_MAX);
	struct address to = {0};
	const char *question = strchr(uri, '?');
	if (question)
		to.query = str_of(question + 1);
	struct str rest = {uri + 1, question ? (size_t)(question - uri) - 1 : n - 1}, part;
	to.ends_in_slash = rest.n > 0 && rest.s[rest.n - 1] == '/';
	if (to.ends_in_slash)
		rest.n--;
	scoped(buf_free) struct buf path = {0};
	while ((rest.n || to.n_parts) && str_split(&rest, '/', &part))
		TRY(part_add(a, part, &to, &path, e));
	to.path = to.n_parts ? buf_arena(a, &path) : "/";
	*ret = to;
	return OK;
}

/* The number of {names} used when @path fits, -1 when it does not. */
static int fits(const char *path, const struct address *at, const char *segments[4])
{
	const char *rest = path + 1;
	int names = 0;
	for (size_t i = 0; i < at->n_parts; i++) {
		if (*rest != '{' && *rest != *at->parts[i])
			return -1; /* so it is with most of the few hundred */
		struct str part = {rest, strcspn(rest, "/")};
		if (part.n > 2 && part.s[0] == '{' && names < 4)
			segments[names++] = at->parts[i];
		else if (!str_is(part, at->parts[i]))
			return -1;
		rest += part.n + (rest[part.n] == '/');
	}
	return *rest ? -1 : names;
}

/* How well a route answers @m: 2 by its own name, 1 a HEAD by the GET, 0 not. */
static int answers(const struct route *r, enum method m)
{
	return r->method == m ? 2 : m == HEAD && r->method == GET;
}

struct match route_match(const struct route_list *const *lists, size_t n_lists, enum method m,
			 const struct address *at)
{
	struct match best = {0};
	int least = 5, fitting = 0;
	for (size_t l = 0; l < n_lists; l++) {
		for (size_t i = 0; i < lists[l]->n; i++) {
			const struct route *r = &lists[l]->items[i];
			const char *segments[4] = {0};
			int names = fits(r->path, at, segments), how = answers(r, m);
			if (names < 0)
				continue;
			if (!how) {
				best.others |= 1u << r->method;
			} else if (names < least || (names == least && how > fitting)) {
				least = names;
				fitting = how;
				best.route = r;
				memcpy(best.segments, segments, sizeof segments);
				best.n_segments = (size_t)names;
			}
		}
	}
	return best;
}
