/* api_write.c -- see api.h: answers, ids, pages, masked names. */
#include "desk/docket/docket.h"
#include "web/api.h"

#include <stdio.h>
#include <string.h>

struct json_out api_start(struct request *rq)
{
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	rq->content_type = "application/json";
	return j;
}

void api_put_id(struct json_out *j, const char *key, int64_t id)
{
	char digits[24];
	jout_key(j, key);
	if (!id) {
		jout_null(j);
		return;
	}
	snprintf(digits, sizeof digits, "%lld", (long long)id);
	jout_text(j, digits);
}

void api_put_list(struct json_out *j, const char *key)
{
	jout_key(j, key);
	jout_array(j);
}

void api_put_json(struct json_out *j, const char *key, const char *json)
{
	jout_key(j, key);
	if (text_blank(json))
		jout_null(j);
	else
		jout_raw(j, json);
}

void api_put_letter(struct json_out *j, const char *key, const struct letter_made *made)
{
	jout_key(j, key);
	if (!made->id) {
		jout_null(j);
		return;
	}
	jout_object(j);
	api_put_id(j, "id", made->id);
	jout_put_text(j, "number", made->number);
	jout_put_text(j, "check_code", made->check_code);
	jout_put_text(j, "sha256", made->sha256);
	jout_put_int(j, "missing", made->missing);
	jout_end(j, '}');
}

void api_made(struct request *rq, const char *key, int64_t id, const struct letter_made *letter)
{
	struct json_out j = api_start(rq);
	api_put_id(&j, key, id);
	if (letter)
		api_put_letter(&j, "letter", letter);
	jout_end(&j, '}');
	rq->http = 201;
}

/* The cursor with which a reader who has everything comes back: the last row, but some seconds behind the present. */
static int64_t resting_place(const struct request *rq, int64_t last)
{
	int64_t behind = id_floor((struct instant){rq->desk.now.us - API_BEHIND_US});
	return last < behind ? last : behind;
}

bool api_shows(struct api_page *page, int64_t cursor)
{
	if (cursor <= page->since || page->n++ >= page->max)
		return false;
	page->last = cursor;
	return true;
}

void api_page_end(struct request *rq, struct json_out *j, const struct api_page *page)
{
	bool more = page->n > page->max;
	int64_t from = page->last ? page->last : page->since;
	char next[24];
	snprintf(next, sizeof next, "%lld", (long long)(more ? from : resting_place(rq, from)));
	jout_end(j, ']');
	jout_put_text(j, "next", next);
	jout_put_bool(j, "more", more);
	jout_end(j, '}');
}

bool api_sees(const struct request *rq)
{
	return role_may(rq->session.role, RIGHT_CASE);
}

const char *api_masked(struct arena *a, const char *name)
{
	scoped(buf_free) struct buf b = {0};
	struct str rest = str_of(name), part;
	while (rest.n && str_split(&rest, ' ', &part)) {
		size_t n = part.n ? 1 : 0;
		while (n && n < part.n && ((unsigned char)part.s[n] & 0xC0) == 0x80) /* the whole first letter */
			n++;
		if (!n)
			continue;
		buf_text(&b, b.n ? " " : "");
		buf_raw(&b, part.s, n);
		buf_char(&b, '.');
	}
	return buf_arena(a, &b);
}
