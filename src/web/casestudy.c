/* casestudy.c -- pages of the study and of the plenary. */
#include "page_case_plenary.h"
#include "page_case_study.h"
#include "desk/handle/sitting.h"
#include "web/casesteps.h"

#include <string.h>

static const char *const outcomes[] = {"proven", "not_proven", "not_violation"};

static void outcomes_put(struct request *rq, struct option_list *list, const char *chosen)
{
	option_put(rq, list, "", rq->lang == EN ? "choose" : "pilih", chosen);
	for (size_t i = 0; i < 3; i++)
		option_put(rq, list, outcomes[i], handle_outcome_name(outcomes[i], rq->lang), chosen);
}

/* ---- study ---- */

static enum status text_fill(struct request *rq, struct tx *tx, struct study_view *v, struct err *e)
{
	struct handle_study_row row;
	struct handle_study_text draft;
	TRY(handle_study(tx, v->f.head.id, &v->saved, &row, e));
	if (v->saved)
		draft = (struct handle_study_text){row.position_text, row.data_text, row.legal_text, row.facts_text, row.recommendation};
	else
		TRY(handle_study_draft(tx, &rq->desk, &v->f.file, &draft, e));
	v->version = edit_version(rq, "version", v->saved ? row.version : 0);
	v->done = v->saved && !instant_is_none(row.signed_at);
	v->letter_id = v->saved ? row.letter : 0;
	v->position = typed(rq, "position", draft.position);
	v->data = typed(rq, "data", draft.data);
	v->legal = typed(rq, "legal", draft.legal);
	v->facts = typed(rq, "facts", draft.facts);
	v->recommendation = typed(rq, "recommendation", draft.recommendation);
	edit_put(rq, &v->f, "position", "I", v->position, draft.position);
	edit_put(rq, &v->f, "data", "II", v->data, draft.data);
	edit_put(rq, &v->f, "legal", "III a", v->legal, draft.legal);
	edit_put(rq, &v->f, "facts", "III b", v->facts, draft.facts);
	edit_put(rq, &v->f, "recommendation", "V", v->recommendation, draft.recommendation);
	v->f.locked = v->done;
	return OK;
}

/* What of the study's parts belongs to its points. */
struct study_parts {
	struct handle_points_rows points;
	struct handle_elements_rows elements;
	struct handle_quotes_rows quotes;
	struct docket_proofs proofs;
};

static struct study_element_view element_of(struct request *rq, const struct study_parts *parts, const struct handle_element_kind *k, int64_t point)
{
	bool en = rq->lang == EN;
	struct study_element_view x = {.code = k->code, .name = en ? k->name_en : k->name_id, .asks = en ? k->asks_en : k->asks_id, .reason = ""};
	for (size_t i = 0; point && i < parts->elements.n; i++) {
		const struct handle_elements_row *r = &parts->elements.items[i];
		if (r->point != point || strcmp(r->element, k->code))
			continue;
		x.met = r->met;
		x.unmet = !r->met;
		x.reason = r->reason;
	}
	return x;
}

static void elements_fill(struct request *rq, const struct study_parts *parts, bool mine, struct study_view *v, struct study_point_view *p)
{
	for (size_t i = 0; i < handle_element_kinds_n; i++) {
		struct study_element_view x = element_of(rq, parts, &handle_element_kinds[i], p->id);
		v->unjudged += p->id && !x.met && !x.unmet;
		if (mine) {
			const char *judged = typed(rq, arena_printf(rq->desk.arena, "unsur_%s", x.code), "");
			x.met = text_eq(judged, "met");
			x.unmet = text_eq(judged, "unmet");
			x.reason = typed(rq, arena_printf(rq->desk.arena, "alasan_%s", x.code), "");
		}
		ARENA_PUSH(rq->desk.arena, &p->elements, x);
	}
}

static void quoted_fill(struct request *rq, const struct study_parts *parts, struct study_point_view *p)
{
	for (size_t i = 0; i < parts->quotes.n; i++) {
		const struct handle_quotes_row *k = &parts->quotes.items[i];
		struct study_quote_view q = {.id = k->id, .label = k->label, .words = k->words, .hash = arena_strndup(rq->desk.arena, k->sha256, 12)};
		if (p->id && k->point == p->id)
			ARENA_PUSH(rq->desk.arena, &p->quoted, q);
	}
}

/* The point of a person and act as it is stored; NULL: none. */
static const struct handle_points_row *point_of(const struct handle_points_rows *all, int64_t person, const char *act)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].person == person && text_eq(all->items[i].act_code, act))
			return &all->items[i];
	return NULL;
}

static void other_put(struct request *rq, struct study_point_view *p, const char *label, const char *stored, const char *mine)
{
	if (!text_eq(stored, mine))
		ARENA_PUSH(rq->desk.arena, &p->others, ((struct study_other){label, *stored ? stored : "–"}));
}

static const char *element_said(struct request *rq, const struct study_element_view *x)
{
	bool en = rq->lang == EN;
	return x->met || x->unmet ? arena_printf(rq->desk.arena, "%s. %s", x->met ? en ? "Met" : "Terpenuhi" : en ? "Not met" : "Tidak terpenuhi", x->reason) : "";
}

/* Two have changed it: what the other one saved stands beside what was typed, and the next press is about that version. */
static void others_fill(struct request *rq, const struct study_parts *parts, struct study_point_view *p)
{
	bool en = rq->lang == EN;
	if (rq->http != status_http(CONFLICT)) {
		p->base = typed(rq, "dasar", p->base);
		p->version = edit_version(rq, "butir_versi", p->version);
		return;
	}
	p->base = typed(rq, "act", p->base);
	const struct handle_points_row *q = point_of(&parts->points, p->person, p->base);
	p->version = q ? q->version : 0;
	if (!q)
		return;
	other_put(rq, p, en ? "Analysis" : "Analisis", q->analysis, p->analysis);
	other_put(rq, p, en ? "Other evidence" : "Bukti lain", q->quotes, p->quotes);
	other_put(rq, p, en ? "Conclusion" : "Kesimpulan", handle_outcome_name(q->conclusion, rq->lang), handle_outcome_name(typed(rq, "conclusion", ""), rq->lang));
	for (size_t i = 0; i < p->elements.n; i++) {
		struct study_element_view stored = element_of(rq, parts, &handle_element_kinds[i], q->id);
		other_put(rq, p, stored.name, element_said(rq, &stored), element_said(rq, &p->elements.items[i]));
	}
}

/* Was this form posted? One of a person without a point may find that there is one now. */
static bool form_posted(struct request *rq, int64_t person, const struct handle_points_row *q, bool first)
{
	const char *from = typed(rq, "butir", "0"), *own = arena_printf(rq->desk.arena, "%lld", q ? (long long)q->id : 0);
	return text_eq(rq_form(rq, "person"), arena_printf(rq->desk.arena, "%lld", (long long)person)) && (text_eq(from, own) || (first && text_eq(from, "0")));
}

static void point_fill(struct request *rq, const struct study_parts *parts, struct study_view *v, const struct case_people_row *person,
		       const struct handle_points_row *q, bool first)
{
	bool mine = form_posted(rq, person->id, q, first);
	struct study_point_view p = {.id = q ? q->id : 0, .person = person->id, .number = person->number, .name = person->name,
				     .class = class_name(class_of(person->class), rq->lang),
				     .statement = person->statement ? person->statement : "",
				     .act = q ? q->act_code : person->act_code ? person->act_code : "",
				     .version = q ? q->version : 0, .base = q ? q->act_code : ""};
	p.analysis = mine ? typed(rq, "analysis", "") : q ? q->analysis : "";
	p.quotes = mine ? typed(rq, "quotes", "") : q ? q->quotes : "";
	p.conclusion = q ? handle_outcome_name(q->conclusion, rq->lang) : "";
	outcomes_put(rq, &p.conclusions, mine ? typed(rq, "conclusion", "") : q ? q->conclusion : "");
	acts_put(rq, &v->f.file, person->class, mine ? typed(rq, "act", p.act) : p.act, &p.acts);
	v->missing |= !q;
	elements_fill(rq, parts, mine, v, &p);
	if (mine)
		others_fill(rq, parts, &p);
	quoted_fill(rq, parts, &p);
	if (q)
		option_put(rq, &v->quote_for, arena_printf(rq->desk.arena, "%lld", (long long)q->id),
			   arena_printf(rq->desk.arena, "%lld. %s · %s", (long long)q->number, q->name, q->act_code), typed(rq, "point", ""));
	p.confirmed = identity_words(rq, &parts->proofs, person, v->f.file.row.event_on, &p.identity);
	ARENA_PUSH(rq->desk.arena, &v->points, p);
}

static enum status points_fill(struct request *rq, struct tx *tx, struct study_view *v, struct err *e)
{
	struct case_people_rows people;
	struct study_parts parts;
	const struct handle_points_rows *points = &parts.points;
	TRY(docket_proofs_read(tx, v->f.head.id, &parts.proofs, e));
	TRY(case_people(tx, v->f.head.id, &people, e));
	TRY(handle_points(tx, v->f.head.id, &parts.points, e));
	TRY(handle_elements(tx, v->f.head.id, &parts.elements, e));
	TRY(handle_quotes(tx, v->f.head.id, &parts.quotes, e));
	for (size_t i = 0; i < people.n; i++) {
		size_t seen = 0;
		for (size_t k = 0; k < points->n; k++)
			if (points->items[k].person == people.items[i].id)
				point_fill(rq, &parts, v, &people.items[i], &points->items[k], !seen++);
		if (!seen && !strcmp(people.items[i].role, "terlapor"))
			point_fill(rq, &parts, v, &people.items[i], NULL, true);
	}
	return OK;
}

static void source_put(struct request *rq, struct study_view *v, const char *kind, int64_t id, const char *label, const char *text)
{
	const char *value = arena_printf(rq->desk.arena, "%s_%lld", kind, (long long)id);
	struct source_view s = {.value = value, .label = label, .text = text, .exhibit = strcmp(kind, "exhibit") ? 0 : id,
				.on = text_eq(rq_form(rq, "item"), value)};
	ARENA_PUSH(rq->desk.arena, &v->sources, s);
}

static enum status sources_fill(struct request *rq, struct tx *tx, struct study_view *v, struct err *e)
{
	struct handle_exhibits_rows exhibits;
	struct handle_sources_rows rows;
	v->words = typed(rq, "words", "");
	if (v->done || !v->saved)
		return OK;
	TRY(handle_exhibits(tx, v->f.head.id, &exhibits, e));
	for (size_t i = 0; i < exhibits.n; i++)
		source_put(rq, v, "exhibit", exhibits.items[i].id, arena_printf(rq->desk.arena, "B-%lld · %s", (long long)exhibits.items[i].number, exhibits.items[i].description), "");
	TRY(handle_sources(tx, v->f.head.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		source_put(rq, v, rows.items[i].kind, rows.items[i].id, handle_source_label(rq->desk.arena, &rows.items[i]), rows.items[i].text);
	return OK;
}

static bool reasons_known(const struct study_view *v, const char *act)
{
	for (size_t i = 0; i < v->reasons.n; i++)
		if (!strcmp(v->reasons.items[i].act, act))
			return true;
	return false;
}

/* The library of reasons for each act of the file, once. */
static enum status reasons_fill(struct request *rq, struct tx *tx, struct study_view *v, struct err *e)
{
	for (size_t i = 0; i < v->points.n && !v->done; i++) {
		const char *code = v->points.items[i].act;
		const struct law_act *act = *code && !reasons_known(v, code) ? law_act(v->f.file.law, code) : NULL;
		struct handle_reason_list found;
		if (!act)
			continue;
		TRY(handle_reasons_about(tx, &rq->desk, v->f.head.id, code, &found, e));
		struct reasons_view r = {.act = code, .title = rq->lang == EN ? act->title_en : act->title_id};
		for (size_t k = 0; k < found.n; k++) {
			struct reason_view one = {found.items[k].text, handle_outcome_name(found.items[k].outcome, rq->lang), found.items[k].number, found.items[k].at};
			ARENA_PUSH(rq->desk.arena, &r.items, one);
		}
		ARENA_PUSH(rq->desk.arena, &v->reasons, r);
	}
	return OK;
}

static enum status study_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct study_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(text_fill(rq, &tx, &v, e));
	TRY(points_fill(rq, &tx, &v, e));
	TRY(sources_fill(rq, &tx, &v, e));
	TRY(reasons_fill(rq, &tx, &v, e));
	struct page p = page_of(rq, "Kajian", "Study");
	page_case_study(rq->out, &p, &v);
	return OK;
}

enum status study_page(struct request *rq, struct err *e) { return study_show(rq, NULL, e); }

static enum status study_do(struct request *rq, struct err *e)
{
	int64_t id, version;
	struct handle_study_text as;
	edit_picks(rq);
	TRY(file_id(rq, &id, e));
	TRY(rq_form_int(rq, "version", 0, INT64_MAX, &version, e));
	TRY(rq_form_text(rq, "position", TEXT_FIELD, true, &as.position, e));
	TRY(rq_form_text(rq, "data", TEXT_FIELD, false, &as.data, e));
	TRY(rq_form_text(rq, "legal", TEXT_FIELD, false, &as.legal, e));
	TRY(rq_form_text(rq, "facts", TEXT_FIELD, false, &as.facts, e));
	TRY(rq_form_text(rq, "recommendation", TEXT_FIELD, false, &as.recommendation, e));
	return handle_study_save(&rq->desk, id, &as, version, e);
}

enum status study_take(struct request *rq, struct err *e) { return file_answer(rq, study_do(rq, e), "/kajian", study_show, e); }

static void elements_read(struct request *rq, struct handle_point *to)
{
	struct handle_element *made = arena_array(rq->desk.arena, struct handle_element, handle_element_kinds_n);
	to->elements = made;
	for (size_t i = 0; i < handle_element_kinds_n; i++) {
		const char *code = handle_element_kinds[i].code, *judged = typed(rq, arena_printf(rq->desk.arena, "unsur_%s", code), "");
		if (*judged)
			made[to->n_elements++] = (struct handle_element){code, text_eq(judged, "met"), typed(rq, arena_printf(rq->desk.arena, "alasan_%s", code), "")};
	}
}

static enum status point_do(struct request *rq, struct err *e)
{
	int64_t id;
	struct handle_point as = {0};
	TRY(file_id(rq, &id, e));
	TRY(rq_form_int(rq, "person", 1, INT64_MAX, &as.person, e));
	TRY(rq_form_text(rq, "act", 40, true, &as.act, e));
	TRY(rq_form_text(rq, "analysis", TEXT_FIELD, true, &as.analysis, e));
	TRY(rq_form_text(rq, "quotes", TEXT_FIELD, false, &as.quotes, e));
	TRY(rq_form_text(rq, "conclusion", 20, true, &as.conclusion, e));
	if (text_eq(as.act, rq_form(rq, "dasar"))) /* else the point of another act was read */
		TRY(rq_form_int(rq, "butir_versi", 0, INT64_MAX, &as.version, e));
	elements_read(rq, &as);
	return handle_point_save(&rq->desk, id, &as, e);
}

enum status point_take(struct request *rq, struct err *e)
{
	const char *to = arena_printf(rq->desk.arena, "/kajian#orang-%s", typed(rq, "person", ""));
	return file_answer(rq, point_do(rq, e), to, study_show, e);
}

/* "line_123" */
static enum status item_read(struct request *rq, struct handle_quote_new *to, struct err *e)
{
	struct str rest = str_of(typed(rq, "item", "")), kind = {0};
	if (!str_split(&rest, '_', &kind))
		return FAIL_FIELD(e, INVALID, "item", "%s", rq->lang == EN ? "Choose what is quoted." : "Pilih sumber yang dikutip.");
	to->kind = arena_strndup(rq->desk.arena, kind.s, kind.n);
	return int_parse(arena_strndup(rq->desk.arena, rest.s, rest.n), 1, INT64_MAX, &to->item, e);
}

static enum status quote_do(struct request *rq, struct err *e)
{
	int64_t id, made;
	struct handle_quote_new as = {0};
	TRY(file_id(rq, &id, e));
	if (*typed(rq, "hapus", "")) {
		TRY(rq_form_int(rq, "hapus", 1, INT64_MAX, &made, e));
		return handle_quote_remove(&rq->desk, id, made, e);
	}
	TRY(rq_form_int(rq, "point", 1, INT64_MAX, &as.point, e));
	TRY(item_read(rq, &as, e));
	TRY(rq_form_text(rq, "words", QUOTE_MAX, false, &as.words, e));
	return handle_quote_add(&rq->desk, id, &as, &made, e);
}

enum status quote_take(struct request *rq, struct err *e) { return file_answer(rq, quote_do(rq, e), "/kajian#sumber", study_show, e); }

static enum status study_end_do(struct request *rq, struct err *e)
{
	int64_t id, version;
	struct letter_made made;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	return handle_study_end(&rq->desk, id, version, &made, e);
}

enum status study_end_take(struct request *rq, struct err *e) { return file_answer(rq, study_end_do(rq, e), "", study_show, e); }

/* ---- plenary ---- */

static const struct {
	const char *event, *id, *en;
} decisions[] = {
	{"decide_other_law", "Pelanggaran peraturan lainnya (netralitas ASN, desa, TNI/Polri)", "Violation of other law (neutrality)"},
	{"decide_not_violation", "Bukan pelanggaran, atau tidak terbukti untuk semua", "Not a violation, or proven for nobody"},
	{"decide_crime", "Dugaan tindak pidana", "Suspected crime"}, {"decide_admin", "Pelanggaran administrasi", "Administrative violation"},
	{"decide_organiser_ethics", "Kode etik penyelenggara", "Ethics of organisers"},
};

/* One decision per point of the study; what the study concluded is proposed, not decided. */
static void verdict_fill(struct request *rq, struct plenary_view *v, const struct handle_points_row *q)
{
	struct arena *a = rq->desk.arena;
	struct verdict_view d = {.person = q->person, .number = q->number, .name = q->name, .act = q->act_code};
	size_t at = v->verdicts.n;
	d.act_field = arena_printf(a, "decide_%zu_%lld_%s", at, (long long)q->person, q->act_code);
	d.outcome_field = d.act_field;
	d.reason_field = arena_printf(a, "reason_%zu", at);
	d.reason = typed(rq, d.reason_field, "Sesuai kajian.");
	outcomes_put(rq, &d.outcomes, typed(rq, d.outcome_field, q->conclusion));
	ARENA_PUSH(a, &v->verdicts, d);
}

/* The sitting on whose agenda the file stands: who is not in it has no vote. */
static enum status sitting_fill(struct request *rq, struct tx *tx, struct plenary_view *v, struct err *e)
{
	struct sitting_of_file_row row;
	struct sitting_members_rows there = {0};
	bool found;
	TRY(sitting_of_file(tx, v->f.head.id, &found, &row, e));
	if (found) {
		v->sitting = row.id;
		v->sitting_when = moment_text(rq, row.held_at);
		v->sitting_number = row.minutes_number ? row.minutes_number : "";
		v->sitting_open = text_eq(row.state, "open");
		TRY(sitting_members(tx, rq->desk.office->id, row.id, &there, e));
	}
	for (size_t i = 0; i < v->members.n && v->sitting_open; i++)
		for (size_t k = 0; k < there.n; k++)
			v->members.items[i].away |= there.items[k].id == v->members.items[i].id && !there.items[k].present;
	return OK;
}

static enum status plenary_fill(struct request *rq, struct plenary_view *v, struct err *e)
{
	char clock[16];
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_members_rows members;
	struct handle_points_rows points;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_members(&tx, rq->desk.office->id, v->f.head.id, &members, e));
	TRY(handle_points(&tx, v->f.head.id, &points, e));
	TRY(handle_decisions(&tx, v->f.head.id, &v->decisions, e));
	TRY(handle_plenaries(&tx, v->f.head.id, &v->held, e));
	struct handle_quorum quorum;
	TRY(handle_quorum(&tx, &rq->desk, v->f.head.id, &quorum, e));
	v->shut = quorum.members - quorum.may;
	v->quorum_lost = quorum.lost && !v->f.file.decided;
	votes_fill(rq, &members, &v->members);
	TRY(sitting_fill(rq, &tx, v, e));
	for (size_t i = 0; i < points.n; i++)
		verdict_fill(rq, v, &points.items[i]);
	for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
		option_put(rq, &v->events, decisions[i].event, rq->lang == EN ? decisions[i].en : decisions[i].id, typed(rq, "event", "decide_other_law"));
	v->agenda = typed(rq, "agenda", arena_printf(rq->desk.arena, "Putusan %s", v->f.head.number));
	v->day = typed(rq, "day", iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone)));
	v->time = arena_strdup(rq->desk.arena, typed(rq, "time", instant_clock(rq->desk.now, rq->desk.office->zone, ID, clock)));
	v->place = typed(rq, "place", rq->desk.office->address);
	return OK;
}

static enum status plenary_show(struct request *rq, const struct fault *fault, struct err *e)
{
	const struct settings *s = rq->desk.office->settings;
	struct plenary_view v = {.quorum = settings_int(s, "plenary.quorum"), .majority = settings_int(s, "plenary.majority"),
				 .chair_breaks_tie = settings_bool(s, "plenary.chair_breaks_tie")};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	v.open = !strcmp(v.f.head.state_code, "PLENARY");
	v.may_vote = role_may(rq->desk.role, RIGHT_VOTE);
	TRY(plenary_fill(rq, &v, e));
	struct page p = page_of(rq, "Rapat pleno", "Plenary");
	page_case_plenary(rq->out, &p, &v);
	return OK;
}

enum status plenary_page(struct request *rq, struct err *e) { return plenary_show(rq, NULL, e); }

#define VERDICTS_MAX 400

/* "decide_<row>_<person>_<act>" */
static enum status verdicts_read(struct request *rq, struct handle_decision *made, size_t *ret_n, struct err *e)
{
	*ret_n = 0;
	for (size_t i = 0; i < rq->n_form && *ret_n < VERDICTS_MAX; i++) {
		struct str rest = str_of(rq->form[i].name), part[3] = {0};
		if (!text_starts(rq->form[i].name, "decide_"))
			continue;
		rest.s += 7;
		rest.n -= 7;
		if (!str_split(&rest, '_', &part[0]) || !str_split(&rest, '_', &part[1]))
			return FAIL(e, INVALID, "the form of the plenary is damaged");
		struct arena *a = rq->desk.arena;
		struct handle_decision *d = &made[(*ret_n)++];
		TRY(int_parse(arena_strndup(a, part[1].s, part[1].n), 1, INT64_MAX, &d->person, e));
		d->act = arena_strndup(a, rest.s, rest.n);
		d->outcome = rq->form[i].value;
		d->reason = rq_form(rq, arena_printf(a, "reason_%.*s", (int)part[0].n, part[0].s));
	}
	return OK;
}

static enum status plenary_do(struct request *rq, int64_t *ret_sitting, struct err *e)
{
	struct handle_vote *votes = arena_array(rq->desk.arena, struct handle_vote, VOTES_MAX);
	struct handle_decision *verdicts = arena_array(rq->desk.arena, struct handle_decision, VERDICTS_MAX);
	struct handle_plenary_made made;
	struct handle_plenary_new as = {.votes = votes, .decisions = verdicts, .gakkumdu_agrees = ticked(rq, "gakkumdu_agrees")};
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_form_text(rq, "agenda", 2000, true, &as.agenda, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(rq_form_text(rq, "event", 60, true, &as.event, e));
	TRY(form_moment(rq, "day", "time", &as.held_at, e));
	TRY(votes_read(rq, votes, &as.n_votes, e));
	TRY(verdicts_read(rq, verdicts, &as.n_decisions, e));
	TRY(handle_plenary_hold(&rq->desk, &as, &made, e));
	*ret_sitting = made.sitting;
	return OK;
}

/* In a sitting the next file is the next page. */
enum status plenary_take(struct request *rq, struct err *e)
{
	int64_t sitting = 0;
	enum status done = plenary_do(rq, &sitting, e);
	if (done == OK && sitting)
		return rq_redirect(rq, "/kerja/pleno/%lld", (long long)sitting);
	return file_answer(rq, done, "", plenary_show, e);
}
