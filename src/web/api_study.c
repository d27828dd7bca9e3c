/* api_study.c -- the study for programs: its texts, each point element by element with what it cites, and what can be cited.
 *
 * It is what the page shows to the officers of the file, and to nobody else: until the plenary has decided a study is a draft
 * and a secret (desk/handle). Words that are quoted must stand in the item that they are said to come from.
 */
#include "desk/handle/handle.h"
#include "web/api.h"

#include <string.h>

#define ELEMENTS_MAX 24

/* ---------- read ---------- */

struct study { /* of one file, as it was read */
	bool saved;
	struct handle_study_row row; /* only when @saved */
	struct handle_study_text text;
	struct handle_points_rows points;
	struct handle_elements_rows elements;
	struct handle_quotes_rows quotes;
	struct handle_sources_rows sources;
	struct handle_exhibits_rows exhibits;
};

static enum status study_read(struct tx *tx, const struct desk *d, const struct handle_file *f, struct study *ret, struct err *e)
{
	int64_t id = f->row.id;
	TRY(handle_study(tx, id, &ret->saved, &ret->row, e));
	if (ret->saved)
		ret->text = (struct handle_study_text){ret->row.position_text, ret->row.data_text, ret->row.legal_text, ret->row.facts_text,
						       ret->row.recommendation};
	else
		TRY(handle_study_draft(tx, d, f, &ret->text, e));
	TRY(handle_points(tx, id, &ret->points, e));
	TRY(handle_elements(tx, id, &ret->elements, e));
	TRY(handle_quotes(tx, id, &ret->quotes, e));
	TRY(handle_sources(tx, id, &ret->sources, e));
	return handle_exhibits(tx, id, &ret->exhibits, e);
}

/* Every element that the study asks about; "met" is null while nobody has judged it. */
static void put_elements(struct request *rq, struct json_out *j, const struct study *s, int64_t point)
{
	api_put_list(j, "elements");
	for (size_t i = 0; i < handle_element_kinds_n; i++) {
		const struct handle_element_kind *k = &handle_element_kinds[i];
		const struct handle_elements_row *judged = NULL;
		for (size_t n = 0; n < s->elements.n; n++)
			if (s->elements.items[n].point == point && !strcmp(s->elements.items[n].element, k->code))
				judged = &s->elements.items[n];
		jout_object(j);
		jout_put_text(j, "element", k->code);
		jout_put_text(j, "name", rq->lang == EN ? k->name_en : k->name_id);
		jout_key(j, "met");
		judged ? jout_bool(j, judged->met) : jout_null(j);
		jout_put_text(j, "reason", judged ? judged->reason : NULL);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_citations(struct json_out *j, const struct study *s, int64_t point)
{
	api_put_list(j, "citations");
	for (size_t i = 0; i < s->quotes.n; i++) {
		const struct handle_quotes_row *q = &s->quotes.items[i];
		if (q->point != point)
			continue;
		jout_object(j);
		api_put_id(j, "id", q->id);
		jout_put_text(j, "kind", q->kind);
		api_put_id(j, "item", q->item);
		jout_put_text(j, "label", q->label);
		jout_put_text(j, "sha256", q->sha256);
		jout_put_int(j, "from", q->from);
		jout_put_int(j, "to", q->to);
		jout_put_text(j, "words", q->words);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_points(struct request *rq, struct json_out *j, const struct study *s)
{
	api_put_list(j, "points");
	for (size_t i = 0; i < s->points.n; i++) {
		const struct handle_points_row *q = &s->points.items[i];
		jout_object(j);
		api_put_id(j, "id", q->id);
		api_put_id(j, "person", q->person);
		jout_put_int(j, "number", q->number);
		jout_put_text(j, "name", q->name);
		jout_put_text(j, "act", q->act_code);
		jout_put_text(j, "analysis", q->analysis);
		jout_put_text(j, "quotes", q->quotes);
		jout_put_text(j, "conclusion", q->conclusion);
		jout_put_int(j, "version", q->version);
		put_elements(rq, j, s, q->id);
		put_citations(j, s, q->id);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_source(struct json_out *j, const char *kind, int64_t id, const char *label, const char *text)
{
	jout_object(j);
	jout_put_text(j, "kind", kind);
	api_put_id(j, "item", id);
	jout_put_text(j, "label", label);
	jout_put_text(j, "text", text);
	jout_end(j, '}');
}

/* What can be cited while the study is open. */
static void put_sources(struct request *rq, struct json_out *j, const struct study *s)
{
	bool open = s->saved && instant_is_none(s->row.signed_at);
	struct arena *a = rq->desk.arena;
	api_put_list(j, "sources");
	for (size_t i = 0; open && i < s->exhibits.n; i++)
		put_source(j, "exhibit", s->exhibits.items[i].id,
			   arena_printf(a, "B-%lld · %s", (long long)s->exhibits.items[i].number, s->exhibits.items[i].description), NULL);
	for (size_t i = 0; open && i < s->sources.n; i++)
		put_source(j, s->sources.items[i].kind, s->sources.items[i].id, handle_source_label(a, &s->sources.items[i]), s->sources.items[i].text);
	jout_end(j, ']');
}

static void put_texts(struct json_out *j, const struct handle_study_text *t)
{
	jout_put_text(j, "position", t->position);
	jout_put_text(j, "data", t->data);
	jout_put_text(j, "legal", t->legal);
	jout_put_text(j, "facts", t->facts);
	jout_put_text(j, "recommendation", t->recommendation);
}

/* Before the first save: what the records of the file say, version 0. */
static enum status study_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct study s = {0};
	TRY(api_file(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(study_read(&tx, &rq->desk, &f, &s, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "case", f.row.id);
	jout_put_bool(&j, "saved", s.saved);
	jout_put_int(&j, "version", s.saved ? s.row.version : 0);
	jout_put_instant(&j, "signed_at", s.saved ? s.row.signed_at : INSTANT_NONE, rq->desk.office->zone);
	api_put_id(&j, "letter", s.saved ? s.row.letter : 0);
	put_texts(&j, &s.text);
	put_points(rq, &j, &s);
	put_sources(rq, &j, &s);
	jout_end(&j, '}');
	if (s.saved)
		api_etag(rq, s.row.version);
	return OK;
}

/* ---------- write ---------- */

static enum status study_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, version;
	struct handle_study_text as;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "position", "data", "legal", "facts", "recommendation", "version"));
	TRY(api_version(&in, &version, e));
	TRY(api_text(&in, "position", API_LONG, true, &as.position, e));
	TRY(api_text(&in, "data", API_LONG, true, &as.data, e));
	TRY(api_text(&in, "legal", API_LONG, true, &as.legal, e));
	TRY(api_text(&in, "facts", API_LONG, true, &as.facts, e));
	TRY(api_text(&in, "recommendation", API_LONG, true, &as.recommendation, e));
	TRY(api_stale(rq, handle_study_save(&rq->desk, id, &as, version, e)));
	api_made(rq, "case", id, NULL);
	return OK;
}

static enum status elements_read(const struct api_in *in, struct handle_point *to, struct err *e)
{
	struct api_list list;
	TRY(api_objects(in, "elements", ELEMENTS_MAX, &list, e));
	struct handle_element *made = arena_array(in->rq->desk.arena, struct handle_element, list.n + 1);
	for (to->elements = made; to->n_elements < list.n; to->n_elements++) {
		const struct api_in *one = &list.items[to->n_elements];
		struct handle_element *element = &made[to->n_elements];
		TRY(API_KNOWN(one, e, "element", "met", "reason"));
		TRY(api_text(one, "element", 20, true, &element->code, e));
		if (!json_get(one->j, "met"))
			return FAIL_FIELD(e, INVALID, arena_printf(in->rq->desk.arena, "%smet", one->at), "expected true or false");
		TRY(api_bool(one, "met", &element->met, e));
		TRY(api_text(one, "reason", API_LONG, false, &element->reason, e));
		element->reason = element->reason ? element->reason : "";
	}
	return OK;
}

static enum status point_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	struct handle_point as = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "person", "act", "analysis", "quotes", "conclusion", "elements", "version"));
	TRY(api_id(&in, "person", true, &as.person, e));
	TRY(api_text(&in, "act", 40, true, &as.act, e));
	TRY(api_text(&in, "analysis", API_LONG, true, &as.analysis, e));
	TRY(api_text(&in, "quotes", API_LONG, false, &as.quotes, e));
	TRY(api_text(&in, "conclusion", 20, true, &as.conclusion, e));
	if (!as.quotes)
		as.quotes = "";
	TRY(api_int(&in, "version", 0, INT64_MAX, false, &as.version, e));
	TRY(elements_read(&in, &as, e));
	TRY(handle_point_save(&rq->desk, id, &as, e));
	api_made(rq, "case", id, NULL);
	return OK;
}

static enum status study_end(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, version;
	struct letter_made letter;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "version"));
	TRY(api_version(&in, &version, e));
	TRY(api_stale(rq, handle_study_end(&rq->desk, id, version, &letter, e)));
	api_made(rq, "case", id, &letter);
	return OK;
}

/* ---------- citations ---------- */

static enum status quote_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, made;
	struct handle_quote_new as = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "point", "kind", "item", "words"));
	TRY(api_id(&in, "point", true, &as.point, e));
	TRY(api_text(&in, "kind", 20, true, &as.kind, e));
	TRY(api_id(&in, "item", true, &as.item, e));
	TRY(api_text(&in, "words", QUOTE_MAX, false, &as.words, e));
	TRY(handle_quote_add(&rq->desk, id, &as, &made, e));
	api_made(rq, "id", made, NULL);
	return OK;
}

static enum status quote_drop(struct request *rq, struct err *e)
{
	int64_t id, quote;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &quote, e));
	TRY(handle_quote_remove(&rq->desk, id, quote, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", quote);
	jout_end(&j, '}');
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/cases/{id}/study", RIGHT_CASE, study_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/study", RIGHT_CASE, study_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/study/points", RIGHT_CASE, point_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/study/quotes", RIGHT_CASE, quote_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/study/quotes/{quote}/drop", RIGHT_CASE, quote_drop, 4 * KIB, NULL},
	{POST, "/api/v1/cases/{id}/study/end", RIGHT_CASE, study_end, 4 * KIB, NULL},
};
const struct route_list api_study_routes = {routes, sizeof routes / sizeof *routes};
