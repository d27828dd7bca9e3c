/* convert.h -- what the readers of export formats share: one conversion, its report, and the helpers of a post.
 *
 * convert.c finds the format by its marks and reads tables; convert_json.c reads JSON lines and whole JSON files and
 * knows which object is of which tool; convert_apps.c and convert_chats.c read those objects; convert_whatsapp.c reads
 * the text of a chat. Internal to desk/stream.
 */
#ifndef NETRA_DESK_STREAM_CONVERT_H
#define NETRA_DESK_STREAM_CONVERT_H

#include "base/json.h"
#include "desk/stream/stream.h"

#define CONVERT_WHOLE_MAX ((size_t)64 << 20) /* bytes of a file that must be read as a whole */

struct conversion {
	struct arena *a;	     /* of the report */
	struct arena row;	     /* of one record, or of a file that is read as a whole */
	const struct stream_source *from;
	struct buf *out;
	struct stream_report *report;
	const char *format; /* name for raw.format */
};

/* ---- The report ---- */
void convert_refuse(struct conversion *c, size_t line, const char *why);

/* ---- Times: RFC 3339 in the zone of the source, NULL when the text is no moment ---- */
const char *convert_instant(struct conversion *c, struct instant t);
const char *convert_unix(struct conversion *c, const char *seconds);
const char *convert_twitter_time(struct conversion *c, const char *s); /* "Mon Dec 11 23:59:00 +0000 2023" */
const char *convert_iso(struct conversion *c, const char *s);	       /* without an offset: UTC */

/* ---- One post ---- */
struct post convert_post(struct conversion *c, const char *platform, enum post_kind kind, size_t line); /* all "" */
/* Numbers and texts as text; "" for absent. A number that went through a double and lost digits gives "". */
const char *convert_text(struct conversion *c, const struct json *object, const char *key);
const char *convert_unescape(struct conversion *c, const char *html);	/* entities become letters, <br> a new line */
const char *convert_handle(struct conversion *c, const char *url);	/* last part of the link to a profile */
void convert_target(struct post *p, const char *id, const char *text, const char *handle, const char *name);
void convert_media(struct conversion *c, struct post *p, const char *path, const char *kind); /* "" is left out */
/* A reaction: one of approval is a like; any other (haha, marah, thumbs down) is a comment of that word. */
void convert_reaction(struct conversion *c, struct post *p, const char *word, const char *time, const char *handle, const char *name);
/* Finishes @p (id with its platform, hashtags, mentions) and writes it; refuses one in which there is nothing. */
void convert_write(struct conversion *c, struct post *p);

/* ---- Readers ---- */
typedef void (*convert_object)(struct conversion *c, const struct json *object, size_t line);
void convert_zeeschuimer(struct conversion *c, const struct json *envelope, size_t line);
void convert_snscrape(struct conversion *c, const struct json *tweet, size_t line);
void convert_api_page(struct conversion *c, const struct json *page, size_t line);
void convert_instaloader(struct conversion *c, const struct json *file, size_t line);
void convert_instaloader_comment(struct conversion *c, const struct json *comment, size_t line);
void convert_youtube(struct conversion *c, const struct json *page, size_t line);
void convert_facebook(struct conversion *c, const struct json *post, size_t line);
void convert_telegram(struct conversion *c, const struct json *file, size_t line);
enum status convert_json(struct conversion *c, struct str bytes, struct err *e);
bool convert_is_whatsapp(struct str bytes);
void convert_whatsapp(struct conversion *c, struct str bytes);

#endif
