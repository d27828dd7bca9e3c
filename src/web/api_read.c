/* api_read.c -- see api.h: JSON bodies field by field, ids, versions, cursors. */
#include "desk/handle/handle.h"
#include "web/api.h"

#include <string.h>

static const char *place(const struct api_in *in, const char *name)
{
	return *in->at ? arena_printf(in->rq->desk.arena, "%s%s", in->at, name) : name;
}

#define WRONG(in, name, e, ...) FAIL_FIELD((e), INVALID, place((in), (name)), __VA_ARGS__)

enum status api_known(const struct api_in *in, const char *const *known, size_t n, struct err *e)
{
	for (size_t i = 0; i < in->j->n; i++) {
		bool found = false;
		for (size_t k = 0; k < n; k++)
			found |= !strcmp(in->j->keys[i], known[k]);
		if (!found)
			return WRONG(in, text_clip(in->rq->desk.arena, in->j->keys[i], 60), e, "no such field here");
	}
	return OK;
}

enum status api_body(struct request *rq, struct api_in *ret, const char *const *known, size_t n, struct err *e)
{
	*ret = (struct api_in){.rq = rq, .at = ""};
	TRY(json_read(rq->desk.arena, "body", rq->body.s ? rq->body.s : "", rq->body.n, API_BODY, &ret->j, e));
	if (ret->j->kind != J_OBJECT)
		return FAIL(e, INVALID, "expected a JSON object");
	return api_known(ret, known, n, e);
}

static enum status needs(const struct api_in *in, const char *name, bool needed, struct err *e)
{
	return needed ? WRONG(in, name, e, "this field is needed") : OK;
}

enum status api_text(const struct api_in *in, const char *name, size_t max_bytes, bool needed, const char **ret,
		     struct err *e)
{
	const struct json *v = json_get(in->j, name);
	*ret = NULL;
	if (!v)
		return needs(in, name, needed, e);
	if (v->kind != J_TEXT || !text_valid(v->text.s, v->text.n))
		return WRONG(in, name, e, "expected a text without control characters");
	struct str s = str_trim(v->text);
	if (!s.n)
		return needs(in, name, needed, e);
	if (s.n > max_bytes)
		return WRONG(in, name, e, "at most %zu bytes here, this has %zu", max_bytes, s.n);
	*ret = arena_strndup(in->rq->desk.arena, s.s, s.n);
	return OK;
}

enum status api_bool(const struct api_in *in, const char *name, bool *ret, struct err *e)
{
	const struct json *v = json_get(in->j, name);
	if (v && v->kind != J_BOOL)
		return WRONG(in, name, e, "expected true or false");
	*ret = v && v->i;
	return OK;
}

enum status api_int(const struct api_in *in, const char *name, int64_t min, int64_t max, bool needed, int64_t *ret,
		    struct err *e)
{
	const struct json *v = json_get(in->j, name);
	*ret = 0;
	if (!v)
		return needs(in, name, needed, e);
	if (v->kind != J_INT || v->i < min || v->i > max)
		return WRONG(in, name, e, "expected a whole number from %lld to %lld", (long long)min, (long long)max);
	*ret = v->i;
	return OK;
}

/* "149923984723", or the digits without quotes. */
static bool id_of(const struct json *v, int64_t *ret)
{
	if (v->kind == J_INT && v->i > 0) {
		*ret = v->i;
		return true;
	}
	return v->kind == J_TEXT && int_parse(v->text.s, 1, INT64_MAX, ret, NULL) == OK;
}

enum status api_id(const struct api_in *in, const char *name, bool needed, int64_t *ret, struct err *e)
{
	const struct json *v = json_get(in->j, name);
	*ret = 0;
	if (!v)
		return needs(in, name, needed, e);
	return id_of(v, ret) ? OK : WRONG(in, name, e, "expected an id such as \"149923984723\"");
}

enum status api_day(const struct api_in *in, const char *name, bool needed, struct day *ret, struct err *e)
{
	const char *s;
	*ret = DAY_NONE;
	TRY(api_text(in, name, 40, needed, &s, e));
	if (s && day_parse(s, ret, NULL) != OK)
		return WRONG(in, name, e, "expected a day such as 2024-11-04");
	return OK;
}

enum status api_instant(const struct api_in *in, const char *name, bool needed, struct instant *ret, struct err *e)
{
	const char *s;
	*ret = INSTANT_NONE;
	TRY(api_text(in, name, 60, needed, &s, e));
	if (s && instant_parse(s, in->rq->desk.office->zone, ret, NULL) != OK)
		return WRONG(in, name, e, "expected a moment such as 2024-11-04T09:00:00+07:00");
	return OK;
}

enum status api_object(const struct api_in *in, const char *name, struct api_in *ret, struct err *e)
{
	static const struct json empty = {.kind = J_OBJECT};
	const struct json *v = json_get(in->j, name);
	if (v && v->kind != J_OBJECT)
		return WRONG(in, name, e, "expected an object");
	*ret = (struct api_in){in->rq, v ? v : &empty, arena_printf(in->rq->desk.arena, "%s%s.", in->at, name)};
	return OK;
}

/* The list of that name; NULL when it is absent. */
static enum status list_of(const struct api_in *in, const char *name, size_t max, const struct json **ret, struct err *e)
{
	*ret = json_get(in->j, name);
	if (*ret && ((*ret)->kind != J_ARRAY || (*ret)->n > max))
		return WRONG(in, name, e, "expected a list of at most %zu", max);
	return OK;
}

static const char *item(const struct api_in *in, const char *name, size_t i)
{
	return arena_printf(in->rq->desk.arena, "%s[%zu]", name, i);
}

enum status api_objects(const struct api_in *in, const char *name, size_t max, struct api_list *ret, struct err *e)
{
	const struct json *v;
	struct arena *a = in->rq->desk.arena;
	*ret = (struct api_list){0};
	TRY(list_of(in, name, max, &v, e));
	ret->items = arena_array(a, struct api_in, (v ? v->n : 0) + 1);
	for (; v && ret->n < v->n; ret->n++) {
		const struct json *one = &v->items[ret->n];
		if (one->kind != J_OBJECT)
			return WRONG(in, item(in, name, ret->n), e, "expected an object");
		ret->items[ret->n] = (struct api_in){in->rq, one, arena_printf(a, "%s%s[%zu].", in->at, name, ret->n)};
	}
	return OK;
}

enum status api_ids(const struct api_in *in, const char *name, size_t max, int64_t **ret, size_t *ret_n, struct err *e)
{
	const struct json *v;
	TRY(list_of(in, name, max, &v, e));
	*ret_n = v ? v->n : 0;
	*ret = arena_array(in->rq->desk.arena, int64_t, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		if (!id_of(&v->items[i], &(*ret)[i]))
			return WRONG(in, item(in, name, i), e, "expected an id such as \"149923984723\"");
	return OK;
}

enum status api_texts(const struct api_in *in, const char *name, size_t max, const char ***ret, size_t *ret_n,
		      struct err *e)
{
	const struct json *v;
	TRY(list_of(in, name, max, &v, e));
	*ret_n = v ? v->n : 0;
	*ret = arena_array(in->rq->desk.arena, const char *, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		const struct json *one = &v->items[i];
		if (one->kind != J_TEXT || !text_valid(one->text.s, one->text.n) || one->text.n > API_SHORT)
			return WRONG(in, item(in, name, i), e, "expected a text of at most %d bytes", API_SHORT);
		(*ret)[i] = one->text.s;
	}
	return OK;
}

#define VOTES_MAX 20

enum status api_votes(const struct api_in *in, const struct handle_vote **ret, size_t *ret_n, struct err *e)
{
	struct api_list list;
	TRY(api_objects(in, "votes", VOTES_MAX, &list, e));
	struct handle_vote *votes = arena_array(in->rq->desk.arena, struct handle_vote, list.n + 1);
	for (size_t i = 0; i < list.n; i++) {
		TRY(API_KNOWN(&list.items[i], e, "member", "vote", "opinion"));
		TRY(api_id(&list.items[i], "member", true, &votes[i].member, e));
		TRY(api_text(&list.items[i], "vote", 20, true, &votes[i].vote, e));
		TRY(api_text(&list.items[i], "opinion", API_LONG, false, &votes[i].opinion, e));
	}
	*ret = votes;
	*ret_n = list.n;
	return OK;
}

/* ---------- cursors ---------- */

enum status api_page(const struct request *rq, struct api_page *ret, struct err *e)
{
	const char *since = rq_query(rq, "since"), *max = rq_query(rq, "max");
	*ret = (struct api_page){.max = API_ROWS};
	if (!text_blank(since) && int_parse(since, 0, INT64_MAX, &ret->since, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "since", "expected the \"next\" of an earlier answer");
	if (!text_blank(max) && int_parse(max, 1, API_ROWS_MAX, &ret->max, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "max", "expected a number from 1 to %d", API_ROWS_MAX);
	return OK;
}

enum status api_file(struct request *rq, struct handle_file *ret, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return handle_look(&rq->desk, id, ret, e);
}

enum status api_file_list(struct request *rq, struct api_page *page, struct handle_file *f, struct tx *tx, struct err *e)
{
	TRY(api_page(rq, page, e));
	TRY(api_file(rq, f, e));
	return desk_begin(&rq->desk, READ, tx, e);
}

/* ---------- versions ---------- */

static bool etag_read(const char *text, int64_t *ret)
{
	struct str s = str_trim(str_of(text));
	char digits[24];
	if (s.n < 3 || s.n > 20 || s.s[0] != '"' || s.s[s.n - 1] != '"')
		return false;
	memcpy(digits, s.s + 1, s.n - 2);
	digits[s.n - 2] = 0;
	return int_parse(digits, 1, INT64_MAX, ret, NULL) == OK;
}

enum status api_if_match(struct request *rq, int64_t version, struct err *e)
{
	int64_t said;
	if (!rq->if_match || (etag_read(rq->if_match, &said) && said == version))
		return OK;
	rq->http = 412;
	return FAIL(e, CONFLICT, "the record was changed meanwhile: its version is %lld", (long long)version);
}

enum status api_version(const struct api_in *in, int64_t *ret, struct err *e)
{
	if (!in->rq->if_match)
		return api_int(in, "version", 0, INT64_MAX, true, ret, e);
	if (etag_read(in->rq->if_match, ret))
		return OK;
	in->rq->http = 412;
	return FAIL(e, CONFLICT, "expected If-Match: \"VERSION\", as the ETag of the record says");
}

enum status api_stale(struct request *rq, enum status status)
{
	if (status == CONFLICT && rq->if_match)
		rq->http = 412;
	return status;
}

void api_etag(struct request *rq, int64_t version)
{
	rq->etag = arena_printf(rq->desk.arena, "\"%lld\"", (long long)version);
}
