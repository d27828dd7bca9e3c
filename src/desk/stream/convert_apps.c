/* convert_apps.c -- objects of the platforms as tools hand them on: Zeeschuimer, snscrape, instaloader.
 *
 * Zeeschuimer wraps the platform's own object, and platforms change theirs: each form is known by its own keys. A form
 * without time or caption is kept and marked incomplete; text laid over a picture (stickers) is part of the text.
 */
#include "desk/stream/convert.h"

#include <stdio.h>
#include <string.h>

static const struct json *path(const struct json *o, const char *const *keys)
{
	for (; o && *keys; keys++)
		o = json_get(o, *keys);
	return o;
}
#define PATH(o, ...) path((o), (const char *const[]){__VA_ARGS__, NULL})

static const struct json *at(const struct json *v, size_t i) { return v && v->kind == J_ARRAY && i < v->n ? &v->items[i] : NULL; }
static const char *when(struct conversion *c, const struct json *o, const char *key)
{
	const char *seconds = convert_text(c, o, key);
	return seconds[0] ? convert_unix(c, seconds) : "";
}

/* ---- Instagram ---- */

static void instagram_item_media(struct conversion *c, struct post *p, const struct json *d)
{
	const struct json *picture = at(PATH(d, "image_versions2", "candidates"), 0);
	convert_media(c, p, json_get_text(picture ? picture : d, picture ? "url" : "display_url", ""), "image");
	convert_media(c, p, json_get_text(d, "display_uri", ""), "image");
	convert_media(c, p, json_get_text(at(json_get(d, "video_versions"), 0), "url", ""), "video");
	convert_media(c, p, json_get_text(d, "video_url", ""), "video");
}

static void instagram_media(struct conversion *c, struct post *p, const struct json *d)
{
	const struct json *list = json_get(d, "carousel_media"), *edges = PATH(d, "edge_sidecar_to_children", "edges");
	instagram_item_media(c, p, d);
	for (size_t i = 0; at(list, i); i++)
		instagram_item_media(c, p, at(list, i));
	for (size_t i = 0; at(edges, i); i++)
		instagram_item_media(c, p, json_get(at(edges, i), "node"));
}

/* Who is tagged in the picture is spoken of just as who is named in the text. */
static void instagram_tagged(struct conversion *c, struct post *p, const struct json *d)
{
	const struct json *tags = PATH(d, "usertags", "in"), *edges = PATH(d, "edge_media_to_tagged_user", "edges");
	const char *who;
	for (size_t i = 0; at(tags, i); i++)
		if ((who = json_get_text(json_get(at(tags, i), "user"), "username", ""))[0])
			ARENA_PUSH(&c->row, &p->mentions, who);
	for (size_t i = 0; at(edges, i); i++)
		if ((who = json_get_text(PATH(at(edges, i), "node", "user"), "username", ""))[0])
			ARENA_PUSH(&c->row, &p->mentions, who);
}

/* List form, old graph form and the form of 2026 without a time: keys differ, meanings do not. */
static void instagram(struct conversion *c, const struct json *d, size_t line)
{
	struct post p = convert_post(c, "instagram", KIND_POST, line);
	const struct json *user = json_get(d, "user") ? json_get(d, "user") : json_get(d, "owner");
	const struct json *graph_caption = json_get(at(PATH(d, "edge_media_to_caption", "edges"), 0), "node");
	const char *code = json_get_text(d, json_get(d, "code") ? "code" : "shortcode", ""), *id = convert_text(c, d, json_get(d, "pk") ? "pk" : "id");
	p.id = arena_strndup(&c->row, id, strcspn(id, "_")); /* "pk_userid" in the list form */
	p.author = (struct post_author){json_get_text(user, "username", ""), json_get_text(user, "full_name", "")};
	p.text = json_get_text(json_get(d, "caption") ? json_get(d, "caption") : graph_caption, "text", "");
	p.time = when(c, d, json_get(d, "taken_at") ? "taken_at" : "taken_at_timestamp");
	if (code[0])
		p.url = arena_printf(&c->row, "https://www.instagram.com/p/%s", code);
	if (json_get_bool(d, "_zs_partial", false) || (p.time && !p.time[0]))
		p.raw_note = "incomplete: this form gives no time, and perhaps no caption";
	instagram_media(c, &p, d);
	instagram_tagged(c, &p, d);
	convert_write(c, &p);
}

/* ---- TikTok ---- */

static const char *stickers(struct conversion *c, const struct json *d, const char *text)
{
	const struct json *items = json_get(d, "stickersOnItem");
	for (size_t i = 0; at(items, i); i++) {
		const struct json *lines = json_get(at(items, i), "stickerText");
		for (size_t k = 0; at(lines, k); k++)
			if (at(lines, k)->kind == J_TEXT)
				text = arena_printf(&c->row, "%s%s%s", text, text[0] ? "\n" : "", at(lines, k)->text.s);
	}
	return text;
}

static void tiktok(struct conversion *c, const struct json *d, size_t line)
{
	struct post p = convert_post(c, "tiktok", KIND_POST, line);
	const struct json *author = json_get(d, "author");
	p.id = convert_text(c, d, "id");
	p.author = (struct post_author){author && author->kind == J_TEXT ? author->text.s : json_get_text(author, "uniqueId", ""),
					json_get_text(author, "nickname", json_get_text(d, "nickname", ""))};
	p.text = stickers(c, d, json_get_text(d, "desc", ""));
	p.time = when(c, d, "createTime");
	p.url = p.author.handle[0] ? arena_printf(&c->row, "https://www.tiktok.com/@%s/video/%s", p.author.handle, p.id) : "";
	convert_media(c, &p, json_get_text(json_get(d, "video"), "downloadAddr", json_get_text(json_get(d, "video"), "cover", "")), "video");
	convert_write(c, &p);
}

static void tiktok_comment(struct conversion *c, const struct json *d, size_t line)
{
	struct post p = convert_post(c, "tiktok", KIND_COMMENT, line);
	const struct json *user = json_get(d, "user"), *share = json_get(d, "share_info");
	p.id = convert_text(c, d, "cid");
	p.author = (struct post_author){json_get_text(user, "unique_id", ""), json_get_text(user, "nickname", "")};
	p.text = json_get_text(d, "text", "");
	p.time = when(c, d, "create_time");
	p.url = json_get_text(share, "url", "");
	convert_target(&p, convert_text(c, d, "aweme_id"), json_get_text(share, "title", ""), "", ""); /* the video's own words */
	convert_write(c, &p);
}

/* ---- X ---- */

/* The name stands in `core` since 2025, in `legacy` before. */
static struct post_author x_user(const struct json *tweet)
{
	const struct json *user = PATH(tweet, "core", "user_results", "result"), *new = json_get(user, "core"), *old = json_get(user, "legacy");
	return (struct post_author){json_get_text(new, "screen_name", json_get_text(old, "screen_name", "")), json_get_text(new, "name", json_get_text(old, "name", ""))};
}

static const char *x_text(struct conversion *c, const struct json *tweet)
{
	const char *note = json_get_text(PATH(tweet, "note_tweet", "note_tweet_results", "result"), "text", ""); /* longer than 280 letters */
	return note[0] ? note : convert_unescape(c, json_get_text(json_get(tweet, "legacy"), "full_text", ""));
}

static const struct json *x_unwrap(const struct json *tweet) { return json_get(tweet, "tweet") ? json_get(tweet, "tweet") : tweet; } /* TweetWithVisibilityResults */

static void x_target(struct conversion *c, struct post *p, const struct json *tweet)
{
	const struct json *legacy = json_get(tweet, "legacy"), *again = x_unwrap(PATH(legacy, "retweeted_status_result", "result"));
	const struct json *quoted = x_unwrap(PATH(tweet, "quoted_status_result", "result")), *other = again ? again : quoted;
	const char *answered = json_get_text(legacy, "in_reply_to_status_id_str", "");
	if (other) {
		struct post_author who = x_user(other);
		p->kind = KIND_SHARE;
		convert_target(p, json_get_text(other, "rest_id", ""), x_text(c, other), who.handle, who.name);
	} else if (answered[0]) {
		p->kind = KIND_COMMENT;
		convert_target(p, answered, "", json_get_text(legacy, "in_reply_to_screen_name", ""), "");
	}
}

static void x_tweet(struct conversion *c, const struct json *d, size_t line)
{
	struct post p = convert_post(c, "x", KIND_POST, line);
	const struct json *tweet = x_unwrap(d), *legacy = json_get(tweet, "legacy"), *media = PATH(legacy, "entities", "media");
	const char *time = json_get_text(legacy, "created_at", "");
	p.id = json_get_text(tweet, "rest_id", json_get_text(legacy, "id_str", ""));
	p.author = x_user(tweet);
	p.text = x_text(c, tweet);
	p.time = time[0] ? convert_twitter_time(c, time) : "";
	p.url = p.author.handle[0] ? arena_printf(&c->row, "https://x.com/%s/status/%s", p.author.handle, p.id) : "";
	x_target(c, &p, tweet);
	for (size_t i = 0; at(media, i); i++)
		convert_media(c, &p, json_get_text(at(media, i), "media_url_https", ""), strcmp(json_get_text(at(media, i), "type", ""), "photo") ? "video" : "image");
	convert_write(c, &p);
}

/* ---- Facebook, as 4CAT hands it on ---- */

static const char *facebook_time(struct conversion *c, const struct json *d)
{
	const struct json *list = PATH(d, "comet_sections", "context_layout", "story", "comet_sections", "metadata");
	for (size_t i = 0; at(list, i); i++) {
		const struct json *m = json_get(at(list, i), "story") ? json_get(at(list, i), "story") : at(list, i);
		if (json_get(m, "creation_time"))
			return when(c, m, "creation_time");
	}
	return "";
}

static void facebook_story(struct conversion *c, const struct json *d, size_t line)
{
	struct post p = convert_post(c, "facebook", KIND_POST, line);
	const struct json *story = PATH(d, "comet_sections", "content", "story"), *actor = at(json_get(story, "actors"), 0), *list = json_get(story, "attachments");
	p.id = convert_text(c, story, "post_id");
	p.author = (struct post_author){convert_handle(c, json_get_text(actor, "url", "")), json_get_text(actor, "name", "")};
	p.text = json_get_text(json_get(story, "message"), "text", "");
	p.time = facebook_time(c, d);
	p.url = json_get_text(story, "wwwURL", "");
	for (size_t i = 0; at(list, i); i++) {
		const struct json *target = json_get(at(list, i), "target");
		if (!strcmp(json_get_text(target, "__typename", ""), "Photo"))
			convert_media(c, &p, arena_printf(&c->row, "https://www.facebook.com/photo/?fbid=%s", convert_text(c, target, "id")), "image");
	}
	convert_write(c, &p);
}

/* ---- The envelope ---- */

void convert_zeeschuimer(struct conversion *c, const struct json *envelope, size_t line)
{
	static const struct { const char *platform; convert_object read; } platforms[] = {{"instagram.com", instagram}, {"tiktok.com", tiktok}, {"tiktok-comments", tiktok_comment},
											  {"twitter.com", x_tweet}, {"x.com", x_tweet}, {"facebook.com", facebook_story}};
	const char *platform = json_get_text(envelope, "source_platform", "");
	const struct json *data = json_get(envelope, "data");
	c->report->read++;
	for (size_t i = 0; data && i < sizeof platforms / sizeof *platforms; i++)
		if (!strcmp(platform, platforms[i].platform)) {
			platforms[i].read(c, data, line);
			return;
		}
	convert_refuse(c, line, arena_printf(&c->row, "source_platform '%.40s': expected instagram.com, tiktok.com, tiktok-comments, twitter.com or facebook.com", platform));
}

/* ---- snscrape ---- */

/* A number that some program made a double is lost; the link still ends in the id. */
static const char *status_id(struct conversion *c, const struct json *tweet)
{
	const char *url = json_get_text(tweet, "url", ""), *status = strstr(url, "/status/");
	size_t n = status ? strspn(status + 8, "0123456789") : 0;
	return n ? arena_strndup(&c->row, status + 8, n) : convert_text(c, tweet, "id");
}

static const char *sns_text(struct conversion *c, const struct json *tweet)
{
	return convert_unescape(c, json_get_text(tweet, "rawContent", json_get_text(tweet, "content", json_get_text(tweet, "renderedContent", ""))));
}

static void sns_target(struct conversion *c, struct post *p, const struct json *t)
{
	const struct json *again = json_get(t, "retweetedTweet"), *other = again ? again : json_get(t, "quotedTweet");
	const struct json *answered = json_get(t, "inReplyToUser");
	if (other && other->kind == J_OBJECT) {
		p->kind = KIND_SHARE;
		convert_target(p, status_id(c, other), sns_text(c, other), json_get_text(json_get(other, "user"), "username", ""),
			       json_get_text(json_get(other, "user"), "displayname", ""));
	} else if (json_get(t, "inReplyToTweetId")) {
		p->kind = KIND_COMMENT;
		convert_target(p, convert_text(c, t, "inReplyToTweetId"), "", json_get_text(answered, "username", ""), json_get_text(answered, "displayname", ""));
		if (!p->target_id[0])
			p->raw_note = "the id of the tweet that this answers was rounded away";
	}
}

void convert_snscrape(struct conversion *c, const struct json *t, size_t line)
{
	struct post p = convert_post(c, "x", KIND_POST, line);
	const struct json *user = json_get(t, "user"), *media = json_get(t, "media");
	const char *time = json_get_text(t, "date", "");
	c->report->read++;
	p.id = status_id(c, t);
	p.author = (struct post_author){json_get_text(user, "username", ""), json_get_text(user, "displayname", "")};
	p.text = sns_text(c, t);
	p.time = time[0] ? convert_iso(c, time) : "";
	p.url = json_get_text(t, "url", "");
	sns_target(c, &p, t);
	for (size_t i = 0; at(media, i); i++)
		convert_media(c, &p, json_get_text(at(media, i), "fullUrl", json_get_text(at(media, i), "thumbnailUrl", "")), json_get(at(media, i), "fullUrl") ? "image" : "video");
	convert_write(c, &p);
}

/* ---- instaloader ---- */

void convert_instaloader(struct conversion *c, const struct json *file, size_t line)
{
	c->report->read++;
	if (strcmp(json_get_text(json_get(file, "instaloader"), "node_type", "Post"), "Post"))
		convert_refuse(c, line, "instaloader.node_type: expected Post");
	else
		instagram(c, json_get(file, "node"), line);
}

/* A comment names its post nowhere: only the file does, "2024-10-12_03-15-20_UTC_comments.json". */
static const char *commented_post(struct conversion *c)
{
	const char *file = c->from->file, *end = strstr(file, "_comments.json");
	return end ? arena_strndup(&c->row, file, (size_t)(end - file)) : "";
}

static void instaloader_comment(struct conversion *c, const struct json *o, size_t line, int depth)
{
	struct post p = convert_post(c, "instagram", KIND_COMMENT, line);
	const struct json *answers = json_get(o, "answers");
	c->report->read++;
	p.id = convert_text(c, o, "id");
	p.author = (struct post_author){json_get_text(json_get(o, "owner"), "username", ""), json_get_text(json_get(o, "owner"), "full_name", "")};
	p.text = json_get_text(o, "text", "");
	p.time = when(c, o, "created_at");
	convert_target(&p, commented_post(c), "", "", "");
	convert_write(c, &p);
	for (size_t i = 0; depth < 8 && at(answers, i); i++)
		instaloader_comment(c, at(answers, i), line, depth + 1);
}

void convert_instaloader_comment(struct conversion *c, const struct json *comment, size_t line) { instaloader_comment(c, comment, line, 0); }
