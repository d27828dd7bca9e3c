/* links.c -- one address for all the addresses of a page.
 *
 * What says who shared it, on which device, or in which campaign goes; what names the page stays, in its order. */
#define _GNU_SOURCE
#include "core/alike/alike.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

#define LINK_MAX 2000 /* bytes; longer ones are cut by the form already */

static const char *const fronts[] = {"www.", "m.", "mobile.", "mbasic.", "web.", "touch.", "id-id.", "amp."};
static const char *const tracks[] = {"fbclid", "gclid", "igsh", "igshid", "si", "ref", "ref_src", "ref_url", "refsrc", "mibextid", "feature",
				     "_rdr", "_rdc", "rdid", "share_url", "__tn__", "__cft__[0]", "_t", "_r", "is_from_webapp", "sender_device"};

static bool begins(struct str s, const char *with)
{
	size_t n = strlen(with);
	return s.n >= n && !strncasecmp(s.s, with, n);
}

static struct str after(struct str s, size_t n)
{
	return (struct str){s.s + n, s.n - n};
}

static struct str cut(struct str *s, const char *at_any)
{
	size_t n = 0;
	while (n < s->n && !strchr(at_any, s->s[n]))
		n++;
	struct str part = {s->s, n};
	*s = after(*s, n);
	return part;
}

static struct str host_of(struct str *rest)
{
	if (begins(*rest, "https://"))
		*rest = after(*rest, 8);
	else if (begins(*rest, "http://"))
		*rest = after(*rest, 7);
	struct str host = cut(rest, "/?#");
	for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
		if (begins(host, fronts[i]) && memchr(host.s + strlen(fronts[i]), '.', host.n - strlen(fronts[i]))) {
			host = after(host, strlen(fronts[i]));
			i = (size_t)-1; /* "www.m." has two */
		}
	struct str name = host;
	return cut(&name, ":");
}

static bool tracked(const char *host, struct str field)
{
	struct str name = cut(&field, "=");
	bool short_ones = text_eq(host, "x.com") || text_eq(host, "youtube.com");
	if (begins(name, "utm_") || (short_ones && name.n == 1 && strchr("st", *name.s)))
		return true;
	for (size_t i = 0; i < sizeof tracks / sizeof *tracks; i++)
		if (str_is(name, tracks[i]))
			return true;
	return false;
}

static void query_put(struct buf *b, const char *host, struct str query)
{
	char mark = '?';
	struct str field;
	while (str_split(&query, '&', &field)) {
		if (!field.n || tracked(host, field))
			continue;
		buf_char(b, mark);
		buf_raw(b, field.s, field.n);
		mark = '&';
	}
}

static const char *host_name(struct arena *a, struct str host)
{
	char *name = text_lower(a, arena_strndup(a, host.s, host.n));
	if (text_eq(name, "twitter.com"))
		return "x.com";
	return name;
}

const char *alike_link(struct arena *a, const char *url)
{
	struct str rest = str_trim(str_of(url));
	if (rest.n > LINK_MAX || memchr(rest.s ? rest.s : "", ' ', rest.n))
		return NULL;
	const char *host = host_name(a, host_of(&rest));
	if (!strchr(host, '.') || text_ends(host, "."))
		return NULL;
	struct str path = cut(&rest, "?#"), query = {"", 0};
	if (rest.n && *rest.s == '?') {
		rest = after(rest, 1);
		query = cut(&rest, "#");
	}
	while (path.n && path.s[path.n - 1] == '/')
		path.n--;
	scoped(buf_free) struct buf b = {0};
	if (text_eq(host, "youtu.be") && path.n > 1) { /* the short form of the same film */
		buf_printf(&b, "youtube.com/watch?v=%.*s", (int)path.n - 1, path.s + 1);
		return buf_arena(a, &b);
	}
	buf_text(&b, host);
	size_t bare = b.n;
	buf_raw(&b, path.s, path.n);
	query_put(&b, host, query);
	return b.n > bare ? buf_arena(a, &b) : NULL;
}

const char *alike_link_in(struct arena *a, const char *text, size_t *at)
{
	for (const char *s = text + *at; (s = strcasestr(s, "http")) != NULL; s += 4) {
		struct str rest = str_of(s);
		if (!begins(rest, "http://") && !begins(rest, "https://"))
			continue;
		struct str url = cut(&rest, " \t\r\n\"<>");
		while (url.n && strchr(".,;:!?)]", url.s[url.n - 1]))
			url.n--;
		*at = (size_t)(url.s - text) + url.n;
		return arena_strndup(a, url.s, url.n);
	}
	return NULL;
}
