/* convert_post.c -- helpers that every reader of an export format uses: times, ids, entities, and writing the post.
 *
 * Ids stay text: a tweet's id is greater than 2^53, and a double would quietly name another tweet.
 */
#define _GNU_SOURCE
#include "desk/stream/convert.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- Times ---- */

const char *convert_instant(struct conversion *c, struct instant t)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(&c->row, instant_iso(t, c->from->zone, text));
}

const char *convert_twitter_time(struct conversion *c, const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = "", weekday[4] = "";
	int day, hour, minute, second, offset, year;
	if (sscanf(s, "%3s %3s %2d %2d:%2d:%2d %5d %4d", weekday, month, &day, &hour, &minute, &second, &offset, &year) != 8)
		return NULL;
	const char *m = strstr(months, month);
	if (!m || (m - months) % 3 || !day_valid(year, (int)(m - months) / 3 + 1, day) || hour > 23 || minute > 59 || second > 60 || hour < 0 || minute < 0 || second < 0 ||
	    offset < -1400 || offset > 1400)
		return NULL;
	struct instant t = {(int64_t)day_of(year, (int)(m - months) / 3 + 1, day).n * DAY_US + hour * HOUR_US + (minute * 60 + second) * SECOND_US};
	t.us -= (offset / 100) * HOUR_US + (offset % 100) * 60 * SECOND_US;
	return convert_instant(c, t);
}

const char *convert_unix(struct conversion *c, const char *s)
{
	int64_t seconds;
	struct err e;
	size_t whole = strcspn(s, ".");
	if (int_parse(arena_strndup(&c->row, s, whole), 0, INT64_C(4102444800), &seconds, &e) != OK)
		return NULL;
	return convert_instant(c, (struct instant){seconds * SECOND_US});
}

const char *convert_iso(struct conversion *c, const char *s)
{
	struct instant t;
	struct err e;
	if (instant_parse(s, WIB, &t, &e) != OK)
		return NULL;
	return strpbrk(s, "+Z") || strlen(s) < 19 ? arena_strdup(&c->row, s) : arena_printf(&c->row, "%.10sT%.8sZ", s, s + 11);
}

/* ---- Values ---- */

const char *convert_text(struct conversion *c, const struct json *object, const char *key)
{
	const struct json *v = json_get(object, key);
	if (!v)
		return "";
	if (v->kind == J_TEXT)
		return v->text.s;
	if (v->kind == J_INT)
		return arena_printf(&c->row, "%lld", (long long)v->i);
	if (v->kind == J_REAL && fabs(v->real) < 9007199254740992.0 && v->real == floor(v->real))
		return arena_printf(&c->row, "%.0f", v->real);
	return "";
}

/* Bytes used of an entity at @s and what it means; 0 when it is none. */
static size_t entity(const char *s, char ret[static 8])
{
	static const struct { const char *name, *means; } names[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "},
								     {"<br>", "\n"}, {"<br/>", "\n"}, {"<br />", "\n"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strncasecmp(s, names[i].name, strlen(names[i].name))) {
			strcpy(ret, names[i].means);
			return strlen(names[i].name);
		}
	unsigned code = 0;
	int n = 0;
	if ((sscanf(s, "&#x%6x;%n", &code, &n) < 1 || !n) && (sscanf(s, "&#%7u;%n", &code, &n) < 1 || !n))
		return 0;
	if (code < 0x20 || code > 0x7FF) /* letters beyond stand there as themselves */
		return 0;
	if (code < 0x80)
		sprintf(ret, "%c", (int)code);
	else
		sprintf(ret, "%c%c", (int)(0xC0 | (code >> 6)), (int)(0x80 | (code & 0x3F)));
	return (size_t)n;
}

const char *convert_unescape(struct conversion *c, const char *html)
{
	if (!strpbrk(html, "&<"))
		return html;
	char *out = arena_alloc(&c->row, strlen(html) + 1), *o = out; /* what an entity means is never longer than it */
	while (*html) {
		char means[8];
		size_t used = *html == '&' || *html == '<' ? entity(html, means) : 0;
		if (used)
			o = stpcpy(o, means);
		else
			*o++ = *html++;
		html += used;
	}
	return out;
}

const char *convert_handle(struct conversion *c, const char *url)
{
	const char *profile = strstr(url, "profile.php?id=");
	if (profile)
		return arena_strndup(&c->row, profile + 15, strcspn(profile + 15, "&#"));
	size_t n = strcspn(url, "?#");
	while (n && url[n - 1] == '/')
		n--;
	size_t from = n;
	while (from && url[from - 1] != '/')
		from--;
	return from ? arena_strndup(&c->row, url + from, n - from) : "";
}

/* ---- Posts ---- */

struct post convert_post(struct conversion *c, const char *platform, enum post_kind kind, size_t line)
{
	return (struct post){.id = "", .platform = platform, .kind = kind, .time = "", .text = "", .url = "", .region = "", .author = {"", ""}, .target_id = "",
			     .target_text = "", .target_author = {"", ""}, .raw_format = c->format, .raw_line = (int64_t)line, .raw_note = ""};
}

void convert_target(struct post *p, const char *id, const char *text, const char *handle, const char *name)
{
	p->has_target = true;
	p->target_id = id;
	p->target_text = text;
	p->target_author = (struct post_author){handle, name};
}

void convert_media(struct conversion *c, struct post *p, const char *path, const char *kind)
{
	if (path[0])
		ARENA_PUSH(&c->row, &p->media, ((struct post_media){path, "", kind}));
}

/* Words are those of the page's language, as the tools write them down. */
static bool approves(const char *word)
{
	static const char *const others[] = {"haha", "wow", "sad", "sedih", "angry", "marah", "sorry", "grr", "👎", "💩", "🤮", "😡", "🤬", "🤡", "😢", "😭", "😱", "😁", "🤣", "🥴", "🖕", "🤨"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcasestr(word, others[i]))
			return false;
	return true;
}

void convert_reaction(struct conversion *c, struct post *p, const char *word, const char *time, const char *handle, const char *name)
{
	struct post_reaction x = {.kind = approves(word) ? KIND_LIKE : KIND_COMMENT, .time = time ? time : "", .text = word, .author = {handle, name}};
	if (handle[0] || name[0])
		ARENA_PUSH(&c->row, &p->reactions, x);
}

static void add_tags(struct conversion *c, struct post *p)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, p->text, strlen(p->text));
	for (size_t i = 0; i < t.n; i++) {
		const struct token *k = &t.items[i];
		if ((k->flags & (TOKEN_TAG | TOKEN_MENTION)) && k->end > k->at + 1) {
			const char *word = arena_strndup(&c->row, p->text + k->at + 1, k->end - k->at - 1);
			if (k->flags & TOKEN_TAG)
				ARENA_PUSH(&c->row, &p->hashtags, word);
			else
				ARENA_PUSH(&c->row, &p->mentions, word);
		}
	}
}

void convert_write(struct conversion *c, struct post *p)
{
	struct instant at;
	if (!p->time || (p->time[0] && instant_parse(p->time, WIB, &at, NULL) != OK)) {
		convert_refuse(c, (size_t)p->raw_line, "the time is not a moment of this format");
	} else if (!p->id[0]) {
		convert_refuse(c, (size_t)p->raw_line, "no id, or an id whose digits were rounded away");
	} else if (!p->text[0] && !p->has_target && !p->media.n && !p->reactions.n) {
		convert_refuse(c, (size_t)p->raw_line, "no text, picture, reaction or post answered: there is nothing to read");
	} else {
		p->id = arena_printf(&c->row, "%s:%s", p->platform, p->id);
		add_tags(c, p);
		post_write(c->out, p);
	}
}
