/* convert_json.c -- exports in JSON: one object a line, or one value that fills the file.
 *
 * Whose object it is says a table of marks, asked of the first object that can be read; what bears no mark is refused
 * with the list of what was expected. Lines are read one by one, so a file of a million posts needs the memory of one.
 * A file read as a whole is limited to CONVERT_WHOLE_MAX; the "line" of its records is their number in the list.
 */
#define _GNU_SOURCE
#include "desk/stream/convert.h"

#include <string.h>

/* ---- Canonical posts ---- */

static void canonical_line(struct conversion *c, struct str line, size_t number)
{
	struct post p;
	struct err why;
	c->report->read++;
	if (post_read(&c->row, line.s, line.n, &p, &why) != OK) {
		convert_refuse(c, number, why.why);
		return;
	}
	buf_raw(c->out, line.s, line.n); /* unknown fields are kept: the line goes on as it came */
	buf_char(c->out, '\n');
}

static const struct json *at(const struct json *v, size_t i) { return v && v->kind == J_ARRAY && i < v->n ? &v->items[i] : NULL; }

/* ---- The X API v2 ---- */

static const struct json *by_id(const struct json *list, const char *id)
{
	for (size_t i = 0; id[0] && at(list, i); i++)
		if (!strcmp(json_get_text(at(list, i), "id", ""), id))
			return at(list, i);
	return NULL;
}

/* One tweet; @includes is NULL in flattened files, where the author stands inside. */
static void api_tweet(struct conversion *c, const struct json *t, const struct json *includes, size_t number)
{
	const struct json *author = json_get(t, "author"), *ref = at(json_get(t, "referenced_tweets"), 0);
	struct post p = convert_post(c, "x", KIND_POST, number);
	c->report->read++;
	p.id = json_get_text(t, "id", "");
	p.time = json_get_text(t, "created_at", "");
	p.text = convert_unescape(c, json_get_text(t, "text", ""));
	if (!p.id[0] || !p.text[0]) {
		convert_refuse(c, number, "a record without id or text (an error object of the API?)");
		return;
	}
	if (!author)
		author = by_id(json_get(includes, "users"), json_get_text(t, "author_id", ""));
	p.author = (struct post_author){json_get_text(author, "username", ""), json_get_text(author, "name", "")};
	if (p.author.handle[0])
		p.url = arena_printf(&c->row, "https://twitter.com/%s/status/%s", p.author.handle, p.id);
	if (ref) {
		const struct json *full = by_id(json_get(includes, "tweets"), json_get_text(ref, "id", ""));
		p.kind = !strcmp(json_get_text(ref, "type", ""), "replied_to") ? KIND_COMMENT : KIND_SHARE;
		/* A retweet's own text is cut short: the whole stands in the tweet it refers to. */
		convert_target(&p, json_get_text(ref, "id", ""), convert_unescape(c, json_get_text(full ? full : ref, "text", "")), "", "");
	}
	convert_write(c, &p);
}

void convert_api_page(struct conversion *c, const struct json *page, size_t line)
{
	const struct json *data = json_get(page, "data"), *includes = json_get(page, "includes");
	if (!data || data->kind != J_ARRAY)
		api_tweet(c, data ? data : page, includes, line);
	for (size_t i = 0; at(data, i); i++)
		api_tweet(c, at(data, i), includes, line);
}

/* ---- Marks ---- */

static bool starts(const struct json *o, const char *key, const char *with) { return text_starts(json_get_text(o, key, ""), with); }
static bool is_list(const struct json *o, const char *key) { return json_get(o, key) && json_get(o, key)->kind == J_ARRAY; }
static bool is_zeeschuimer(const struct json *o) { return json_get(o, "source_platform") && json_get(o, "data"); }
static bool is_snscrape(const struct json *o)
{
	return starts(o, "_type", "snscrape.") || (json_get(json_get(o, "user"), "username") && (json_get(o, "rawContent") || json_get(o, "renderedContent")));
}
static bool is_youtube(const struct json *o) { return starts(o, "kind", "youtube#comment"); }
static bool is_telegram(const struct json *o) { return (is_list(o, "messages") && json_get(o, "type")) || is_list(json_get(o, "chats"), "list"); }
static bool is_instaloader(const struct json *o) { return json_get(o, "node") && json_get(o, "instaloader"); }
static bool is_instaloader_comment(const struct json *o) { return json_get(o, "created_at") && json_get(json_get(o, "owner"), "username") && json_get(o, "text"); }
static bool is_facebook(const struct json *o) { return json_get(o, "post_id") && (json_get(o, "post_text") || json_get(o, "post_url") || json_get(o, "user_url")); }
static bool is_api(const struct json *o)
{
	const struct json *data = json_get(o, "data"), *first = at(data, 0);
	return json_get(o, "public_metrics") || json_get(o, "author_id") || json_get(data, "author_id") || json_get(first, "author_id") || json_get(first, "public_metrics") ||
	       json_get(o, "__twarc") || json_get(json_get(o, "meta"), "result_count");
}
static bool is_canonical(const struct json *o)
{
	const char *text = json_get_text(o, "text", "");
	return text[0] || (json_get(o, "target") && json_get(o, "target")->kind == J_OBJECT) || at(json_get(o, "media"), 0) || at(json_get(o, "reactions"), 0);
}

/* In this order: canonical posts have the weakest mark and come last. */
static const struct format {
	const char *name;
	bool (*is)(const struct json *object);
	convert_object read; /* NULL: canonical, which goes on as it came */
} formats[] = {
	{"zeeschuimer", is_zeeschuimer, convert_zeeschuimer},
	{"snscrape", is_snscrape, convert_snscrape},
	{"x-api-v2-twarc", is_api, convert_api_page},
	{"youtube-data-api", is_youtube, convert_youtube},
	{"telegram-desktop", is_telegram, convert_telegram},
	{"instaloader", is_instaloader, convert_instaloader},
	{"instaloader", is_instaloader_comment, convert_instaloader_comment},
	{"facebook-scraper", is_facebook, convert_facebook},
	{"canonical", is_canonical, NULL},
};
#define EXPECTED                                                                                                                                     \
	"expected zeeschuimer (source_platform, data), snscrape (_type), x-api-v2-twarc (author_id or public_metrics), youtube-data-api (kind), " \
	"telegram-desktop (messages), instaloader (node), facebook-scraper (post_id), or canonical posts (text, target, media or reactions)"

/* The format of the first object in @v (an object, or a list of such); NULL when it bears no mark, or not @wanted's. */
static const struct format *format_of(const struct json *v, const char *wanted)
{
	const struct json *o = v && v->kind == J_ARRAY ? at(v, 0) : v;
	for (size_t i = 0; o && o->kind == J_OBJECT && i < sizeof formats / sizeof *formats; i++)
		if (wanted ? !strcmp(wanted, formats[i].name) && formats[i].is(o) : formats[i].is(o))
			return &formats[i];
	return NULL;
}

/* ---- Reading ---- */

static void use(struct conversion *c, const struct format *f) { c->format = c->report->format = f->name; }

static void one_line(struct conversion *c, const struct format *f, struct str line, size_t number)
{
	const struct json *v;
	struct err why;
	if (!f->read) {
		canonical_line(c, line, number);
		return;
	}
	if (json_read(&c->row, "line", line.s, line.n, CONVERT_WHOLE_MAX, &v, &why) != OK) {
		c->report->read++;
		convert_refuse(c, number, why.why);
	} else if (v->kind != J_OBJECT) {
		c->report->read++;
		convert_refuse(c, number, "an object was expected");
	} else {
		f->read(c, v, number);
	}
}

static void read_lines(struct conversion *c, const struct format *f, struct str bytes)
{
	struct str rest = bytes, line;
	use(c, f);
	for (size_t number = 1; str_split(&rest, '\n', &line); number++) {
		arena_reset(&c->row);
		line = str_trim(line);
		if (line.n)
			one_line(c, f, line, number);
	}
}

/* A list of canonical posts is written again line by line from its own text: we only cut it at its items. */
static enum status read_whole(struct conversion *c, const struct json *v, struct err *e)
{
	const struct format *f = format_of(v, c->from->format);
	if (!f)
		return FAIL(e, INVALID, "this JSON is of no tool we know: " EXPECTED);
	if (!f->read)
		return FAIL(e, INVALID, "canonical posts come one a line, not as one list or one post over several lines");
	use(c, f);
	for (size_t i = 0; at(v, i); i++)
		if (at(v, i)->kind == J_OBJECT) {
			f->read(c, at(v, i), i + 1);
		} else {
			c->report->read++;
			convert_refuse(c, i + 1, "an object was expected in the list");
		}
	if (v->kind == J_OBJECT)
		f->read(c, v, 1);
	return OK;
}

/* The format of the first of the first lines that can be read and bears a mark. */
#define LINES_ASKED 50
static const struct format *format_of_lines(struct conversion *c, struct str bytes, size_t lines_max)
{
	struct str rest = bytes, line;
	const struct format *ret = NULL;
	for (size_t asked = 0; !ret && asked < lines_max && str_split(&rest, '\n', &line);) {
		const struct json *v;
		line = str_trim(line);
		if (!line.n)
			continue;
		asked++;
		arena_reset(&c->row);
		if (line.s[0] == '{' && json_read(&c->row, "line", line.s, line.n, CONVERT_WHOLE_MAX, &v, NULL) == OK)
			ret = format_of(v, c->from->format);
	}
	return ret;
}

enum status convert_json(struct conversion *c, struct str bytes, struct err *e)
{
	struct err why = {.status = OK};
	const struct json *v;
	const struct format *f = format_of_lines(c, bytes, 1);
	if (!f) {
		arena_reset(&c->row);
		if (bytes.n <= CONVERT_WHOLE_MAX && json_read(&c->row, "file", bytes.s, bytes.n, CONVERT_WHOLE_MAX, &v, &why) == OK)
			return read_whole(c, v, e);
		f = format_of_lines(c, bytes, LINES_ASKED);
	}
	if (!f && bytes.n > CONVERT_WHOLE_MAX)
		return FAIL(e, TOO_LARGE, "%zu bytes of JSON that are not one record a line: at most 64 MiB are read as a whole", bytes.n);
	if (!f)
		return FAIL(e, INVALID, "no JSON of a tool we know (%.120s): %s", why.why, c->from->format ? c->from->format : EXPECTED);
	read_lines(c, f, bytes);
	return OK;
}
