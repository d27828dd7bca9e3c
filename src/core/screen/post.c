/* post.c -- canonical posts (CONTRACT 2.2): one JSON object a line, read by way of a view, and written. */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <string.h>

enum status post_read(struct arena *a, const char *line, size_t n, struct post *ret, struct err *e)
{
	scoped(view_free) struct post_view v = {0};
	TRY(view_read_line(line, n, &v, e));
	return post_of_view(a, &v, ret, e);
}

static const char *const kinds[] = {"post", "comment", "like", "share", "follow", "tag", "story", "message"};
const char *post_kind_name(enum post_kind k) { return kinds[k]; }
bool post_kind_of(const char *s, size_t n, enum post_kind *ret)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (n == strlen(kinds[i]) && !memcmp(s, kinds[i], n)) {
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
