/* convert_chats.c -- comment lists and chats in JSON: YouTube's API, facebook-scraper, Telegram Desktop.
 *
 * A comment is a post of its own that answers another; who pressed "suka" is a reaction of the post.
 */
#include "desk/stream/convert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct json *at(const struct json *v, size_t i) { return v && v->kind == J_ARRAY && i < v->n ? &v->items[i] : NULL; }

/* ---- YouTube ---- */

static void youtube_comment(struct conversion *c, const struct json *o, const char *video, size_t line)
{
	struct post p = convert_post(c, "youtube", KIND_COMMENT, line);
	const struct json *s = json_get(o, "snippet");
	const char *name = json_get_text(s, "authorDisplayName", ""), *parent = json_get_text(s, "parentId", ""), *time = json_get_text(s, "publishedAt", "");
	c->report->read++;
	p.id = json_get_text(o, "id", "");
	p.author = (struct post_author){name + (name[0] == '@'), name};
	p.text = json_get_text(s, "textOriginal", convert_unescape(c, json_get_text(s, "textDisplay", ""))); /* textDisplay is HTML */
	p.time = time[0] ? convert_iso(c, time) : "";
	video = json_get_text(s, "videoId", video);
	p.url = video[0] ? arena_printf(&c->row, "https://www.youtube.com/watch?v=%s&lc=%s", video, p.id) : "";
	convert_target(&p, parent[0] ? parent : video, "", "", "");
	if (!p.text[0]) {
		convert_refuse(c, line, "a comment without text");
		return;
	}
	convert_write(c, &p);
}

static void youtube_thread(struct conversion *c, const struct json *thread, size_t line)
{
	const struct json *s = json_get(thread, "snippet"), *top = json_get(s, "topLevelComment"), *list = json_get(json_get(thread, "replies"), "comments");
	const char *video = json_get_text(s, "videoId", "");
	youtube_comment(c, top ? top : thread, video, line);
	for (size_t i = 0; at(list, i); i++)
		youtube_comment(c, at(list, i), video, line);
}

void convert_youtube(struct conversion *c, const struct json *page, size_t line)
{
	const struct json *items = json_get(page, "items");
	if (!items || items->kind != J_ARRAY)
		youtube_thread(c, page, line);
	for (size_t i = 0; at(items, i); i++)
		youtube_thread(c, at(items, i), i + 1);
}

/* ---- facebook-scraper ---- */

/* Times are the scraping computer's. Where a post gives both its local time and the moment, the offset is their
 * difference and holds for its comments; else the zone of the office is assumed and the post says so. */
struct local {
	bool known;
	int64_t offset_us;
};

static struct local local_of(const struct json *post)
{
	struct instant wall;
	int64_t stamp = json_get_int(post, "timestamp", 0);
	if (stamp <= 0 || stamp > INT64_C(4102444800) || instant_parse(json_get_text(post, "time", ""), WIB, &wall, NULL) != OK)
		return (struct local){false, 0};
	int64_t offset = wall.us + 7 * HOUR_US - stamp * SECOND_US;
	return (struct local){offset % (HOUR_US / 4) == 0 && offset >= -12 * HOUR_US && offset <= 14 * HOUR_US, offset};
}

static const char *local_time(struct conversion *c, const struct local *l, const char *s, const char **ret_note)
{
	struct instant t;
	if (!s[0])
		return "";
	if (instant_parse(s, l->known ? WIB : c->from->zone, &t, NULL) != OK)
		return NULL;
	if (l->known)
		t.us += 7 * HOUR_US - l->offset_us;
	else
		*ret_note = arena_printf(&c->row, "zone assumed: %s", zone_name(c->from->zone));
	return convert_instant(c, t);
}

static void facebook_reactors(struct conversion *c, struct post *p, const struct json *list)
{
	for (size_t i = 0; at(list, i); i++)
		convert_reaction(c, p, json_get_text(at(list, i), "type", ""), "", convert_handle(c, json_get_text(at(list, i), "link", "")), json_get_text(at(list, i), "name", ""));
}

static void facebook_comment(struct conversion *c, const struct json *o, const struct post *on, const char *parent, const struct local *l, int depth)
{
	struct post p = convert_post(c, "facebook", KIND_COMMENT, (size_t)on->raw_line);
	const struct json *replies = json_get(o, "replies");
	c->report->read++;
	p.id = convert_text(c, o, "comment_id");
	p.author = (struct post_author){convert_handle(c, json_get_text(o, "commenter_url", "")), json_get_text(o, "commenter_name", "")};
	p.text = json_get_text(o, "comment_text", "");
	p.time = local_time(c, l, json_get_text(o, "comment_time", ""), &p.raw_note);
	p.url = json_get_text(o, "comment_url", "");
	convert_target(&p, parent, on->text, on->author.handle, on->author.name);
	convert_media(c, &p, json_get_text(o, "comment_image", ""), "image");
	facebook_reactors(c, &p, json_get(o, "comment_reactors"));
	const char *own = p.id;
	convert_write(c, &p);
	for (size_t i = 0; depth < 8 && at(replies, i); i++)
		facebook_comment(c, at(replies, i), on, own, l, depth + 1);
}

static void facebook_pictures(struct conversion *c, struct post *p, const struct json *o)
{
	const struct json *images = json_get(o, "images");
	for (size_t i = 0; at(images, i); i++)
		if (at(images, i)->kind == J_TEXT)
			convert_media(c, p, at(images, i)->text.s, "image");
	if (!at(images, 0))
		convert_media(c, p, json_get_text(o, "image", ""), "image");
	convert_media(c, p, json_get_text(o, "video", ""), "video");
}

void convert_facebook(struct conversion *c, const struct json *o, size_t line)
{
	struct post p = convert_post(c, "facebook", KIND_POST, line);
	struct local l = local_of(o);
	const struct json *comments = json_get(o, "comments_full");
	const char *stamp = convert_text(c, o, "timestamp"), *id = convert_text(c, o, "post_id"), *shared = json_get_text(o, "shared_text", "");
	c->report->read++;
	p.id = id;
	p.author = (struct post_author){convert_handle(c, json_get_text(o, "user_url", "")), json_get_text(o, "username", "")};
	p.text = json_get_text(o, "text", json_get_text(o, "post_text", ""));
	p.time = stamp[0] ? convert_unix(c, stamp) : local_time(c, &l, json_get_text(o, "time", ""), &p.raw_note);
	p.url = json_get_text(o, "post_url", "");
	if (shared[0])
		convert_target(&p, convert_text(c, o, "shared_post_id"), shared, convert_handle(c, json_get_text(o, "shared_post_url", "")), json_get_text(o, "shared_username", ""));
	facebook_pictures(c, &p, o);
	facebook_reactors(c, &p, json_get(o, "reactors"));
	convert_write(c, &p);
	for (size_t i = 0; at(comments, i); i++)
		facebook_comment(c, at(comments, i), &p, id, &l, 0);
}

/* ---- Telegram Desktop ---- */

/* A text, or a list of texts and {type, text}. */
static const char *telegram_text(struct conversion *c, const struct json *text)
{
	scoped(buf_free) struct buf b = {0};
	if (text && text->kind == J_TEXT)
		return text->text.s;
	for (size_t i = 0; at(text, i); i++)
		buf_text(&b, at(text, i)->kind == J_TEXT ? at(text, i)->text.s : json_get_text(at(text, i), "text", ""));
	return buf_arena(&c->row, &b);
}

/* Messages stand in the order of their ids. */
static const struct json *telegram_message(const struct json *messages, int64_t id)
{
	size_t from = 0, to = messages->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int64_t here = json_get_int(&messages->items[middle], "id", 0);
		if (here == id)
			return &messages->items[middle];
		if (here < id)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* date_unixtime is the moment; date is the exporting computer's wall clock. */
static const char *telegram_time(struct conversion *c, const struct json *m, const char **ret_note)
{
	const char *stamp = convert_text(c, m, "date_unixtime");
	struct local unknown = {false, 0};
	return stamp[0] ? convert_unix(c, stamp) : local_time(c, &unknown, json_get_text(m, "date", ""), ret_note);
}

static void telegram_reactions(struct conversion *c, struct post *p, const struct json *m)
{
	const struct json *kinds = json_get(m, "reactions");
	for (size_t i = 0; at(kinds, i); i++) {
		const struct json *recent = json_get(at(kinds, i), "recent");
		for (size_t k = 0; at(recent, k); k++) {
			const char *ignored, *time = telegram_time(c, at(recent, k), &ignored);
			convert_reaction(c, p, json_get_text(at(kinds, i), "emoji", ""), time, "", json_get_text(at(recent, k), "from", json_get_text(at(recent, k), "from_id", "")));
		}
	}
}

static void telegram_media(struct conversion *c, struct post *p, const struct json *m)
{
	const char *photo = json_get_text(m, "photo", ""), *file = json_get_text(m, "file", ""), *type = json_get_text(m, "media_type", "");
	bool video = strstr(type, "video") || !strcmp(type, "animation");
	if (photo[0])
		convert_media(c, p, photo[0] == '(' ? "not included" : photo, "image");
	if (file[0])
		convert_media(c, p, file[0] == '(' ? "not included" : file, video ? "video" : strcmp(type, "sticker") ? "file" : "image");
}

static void telegram_one(struct conversion *c, const struct json *m, const struct json *messages, const char *chat, size_t line)
{
	struct post p = convert_post(c, "telegram", KIND_MESSAGE, line);
	int64_t answered = json_get_int(m, "reply_to_message_id", 0);
	const char *from = json_get_text(m, "from", ""), *forwarded = json_get_text(m, "forwarded_from", "");
	c->report->read++;
	p.id = arena_printf(&c->row, "%s%s%s", chat, chat[0] ? ":" : "", convert_text(c, m, "id")); /* ids are those of the chat */
	p.author = (struct post_author){"", from};
	if (!from[0])
		p.raw_note = arena_printf(&c->row, "deleted account: %s", json_get_text(m, "from_id", "?"));
	p.time = telegram_time(c, m, &p.raw_note);
	p.text = telegram_text(c, json_get(m, "text"));
	if (answered) {
		const struct json *other = telegram_message(messages, answered);
		convert_target(&p, arena_printf(&c->row, "%s%s%lld", chat, chat[0] ? ":" : "", (long long)answered), telegram_text(c, json_get(other, "text")), "", json_get_text(other, "from", ""));
	} else if (forwarded[0]) {
		convert_target(&p, "", "", "", forwarded);
	}
	telegram_media(c, &p, m);
	telegram_reactions(c, &p, m);
	convert_write(c, &p);
}

static void telegram_chat(struct conversion *c, const struct json *chat)
{
	const struct json *messages = json_get(chat, "messages");
	const char *id = convert_text(c, chat, "id");
	for (size_t i = 0; at(messages, i); i++) {
		if (strcmp(json_get_text(at(messages, i), "type", ""), "message"))
			c->report->passed++; /* service: who joined, who changed the title */
		else
			telegram_one(c, at(messages, i), messages, id, i + 1);
	}
}

void convert_telegram(struct conversion *c, const struct json *file, size_t line)
{
	const struct json *chats = json_get(json_get(file, "chats"), "list");
	(void)line; /* its messages have numbers of their own */
	if (!chats)
		telegram_chat(c, file);
	for (size_t i = 0; at(chats, i); i++)
		telegram_chat(c, at(chats, i));
}
