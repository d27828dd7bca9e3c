/* forward.c -- pages of the hand-overs: who would receive what, sending, and what came back. */
#include "web/handover.h"

#include "desk/access/conflict.h"
#include "desk/evidence/evidence.h"
#include "page_handovers.h"
#include "page_handovers_open.h"
#include "page_sheet.h"
#include "web/ages.h"
#include "web/caseagain.h"

#include <stdlib.h>
#include <string.h>

#define OPEN_MAX 200 /* hand-overs under way on one page, the oldest */
#define PLAN_MAX 200 /* persons of one file whose receivers the page names */

static const char *state_words(const struct request *rq, const struct law *law, const char *code)
{
	const struct law_state *state = law_state(law, code);
	return !state ? code : rq->lang == EN ? state->name_en : state->name_id;
}

/* What was refused stands there again as it was typed, unfolded; the fault leads to it. */
static void event_put(struct request *rq, struct handovers_view *v, struct handover_view *h, struct handover_event ev)
{
	int64_t asked;
	bool mine = v->f.fault.text && rq->n_segments > 1 && rq_segment_id(rq, 1, &asked, NULL) == OK && asked == h->id;
	ev.again = mine && text_eq(typed(rq, "event", ""), ev.code);
	ev.receipt_number = ev.again ? typed(rq, "receipt_number", "") : "";
	ev.decree_number = ev.again ? typed(rq, "decree_number", "") : "";
	ev.day = ev.again ? typed(rq, "decree_on", "") : "";
	ev.text = ev.again ? typed(rq, "text", "") : "";
	if (ev.again)
		v->f.fault.field = arena_printf(rq->desk.arena, "%s-%lld", ev.code, (long long)h->number);
	ARENA_PUSH(rq->desk.arena, &h->events, ev);
}

static void steps_fill(struct request *rq, struct handovers_view *v, struct handover_view *h, const char *state, const char *route)
{
	const struct handle_file *f = &v->f.file;
	const struct law_transition *next[16];
	size_t n = forward_events_of(f->law, f->procedure, state, route, next, 16);
	for (size_t i = 0; i < n; i++) {
		const char *code = next[i]->event;
		struct handover_event ev = {.code = code, .name = state_words(rq, f->law, next[i]->to), .ack = !strcmp(code, "ack"),
					    .returned = !strcmp(code, "returned"), .sanction = forward_asks_sanction(code),
					    .no_sanction = strstr(code, "no_sanction") != NULL, .remedy = !strcmp(code, "remedy")};
		event_put(rq, v, h, ev);
	}
}

/* Dates that start a clock where the hand-over stands: when the decree was received, ... */
static void happenings_fill(struct request *rq, struct handovers_view *v, struct handover_view *h, const char *state, const char *route)
{
	enum happening can[HAPPENING_N];
	size_t n = forward_happenings(v->f.file.law, state, route, can, HAPPENING_N);
	for (size_t i = 0; i < n; i++) {
		struct handover_event ev = {.code = happening_code(can[i]), .name = forward_happening_name(can[i], rq->lang), .dated = true};
		event_put(rq, v, h, ev);
	}
}

/* Puts a kind under its word; kinds of one word stand together in the law. */
static void kind_put(struct request *rq, struct handover_view *h, const char *word, struct sanction_kind kind)
{
	const char *name = forward_word_name(word, rq->lang);
	kind.on = text_eq(typed(rq, "outcome", ""), kind.code);
	if (!h->sanctions.n || strcmp(h->sanctions.items[h->sanctions.n - 1].name, name))
		ARENA_PUSH(rq->desk.arena, &h->sanctions, ((struct sanction_group){.name = name}));
	ARENA_PUSH(rq->desk.arena, &h->sanctions.items[h->sanctions.n - 1].kinds, kind);
}

/* The kinds of sanction that the law has for the class today; the words themselves where it has no catalogue. */
static void sanctions_fill(struct request *rq, const struct handle_file *f, struct handover_view *h, const char *class)
{
	const struct law_sanction *all[60];
	bool en = rq->lang == EN;
	size_t n = forward_sanctions(&rq->desk, f->law, class, day_of_instant(rq->desk.now, rq->desk.office->zone), all, 60);
	for (size_t i = 0; i < n; i++)
		kind_put(rq, h, all[i]->outcome,
			 (struct sanction_kind){all[i]->code, en ? all[i]->name_en : all[i]->name_id, all[i]->row.basis, false});
	for (size_t i = 0; !n && i < forward_outcomes_n; i++)
		if (forward_outcomes[i].kind == 's')
			kind_put(rq, h, forward_outcomes[i].code,
				 (struct sanction_kind){forward_outcomes[i].code, forward_word_name(forward_outcomes[i].code, rq->lang), "", false});
}

static void clocks_fill(struct request *rq, const struct handovers_view *v, const struct case_clocks_rows *clocks, struct handover_view *h)
{
	for (size_t i = 0; i < clocks->n; i++) {
		const struct case_clocks_row *c = &clocks->items[i];
		if (c->person != h->person || !instant_is_none(c->ended_at))
			continue;
		struct docket_left left = docket_left(&rq->desk, v->f.file.law, c->clock, c->status, c->last_moment, c->ended_at, c->sum);
		ARENA_PUSH(rq->desk.arena, &h->clocks, ((struct handover_clock){c->id, left.name, left.until, left.text}));
	}
}

static enum status handover_fill(struct request *rq, struct tx *tx, struct handovers_view *v, const struct forward_of_row *r,
				 const struct case_clocks_rows *clocks, struct err *e)
{
	struct handover_view h = {.id = r->id, .number = r->number, .version = r->version, .letter = r->letter, .person = r->person,
				  .name = r->name, .class = class_name(class_of(r->class), rq->lang), .receiver = r->receiver,
				  .copy = r->copy_to, .state = state_words(rq, v->f.file.law, r->state),
				  .letter_number = r->letter_number ? r->letter_number : "", .sent_at = r->sent_at,
				  .receipt_number = r->receipt_number ? r->receipt_number : "", .task = r->task ? r->task : "",
				  .task_due = r->task_due, .has_task = r->task != NULL};
	h.outcome = r->outcome ? forward_word_name(r->outcome, rq->lang) : "";
	h.decree = r->decree_number ? arena_printf(rq->desk.arena, "%s, %s", r->decree_number, day_text(rq, r->decree_on)) : "";
	clocks_fill(rq, v, clocks, &h);
	h.no_ladder = !forward_by_bkn(r->route) && (!strcmp(r->state, "FORWARDED") || !strcmp(r->state, "ACKNOWLEDGED"));
	steps_fill(rq, v, &h, r->state, r->route);
	happenings_fill(rq, v, &h, r->state, r->route);
	sanctions_fill(rq, &v->f.file, &h, r->class);
	TRY(parcel_fill(rq, tx, r->id, &h.parcel, e));
	TRY(forward_events(tx, r->id, &h.history, e));
	for (size_t i = 0; i < h.history.n; i++)
		h.history.items[i].event = state_words(rq, v->f.file.law, h.history.items[i].to_state);
	ARENA_PUSH(rq->desk.arena, &v->items, h);
	return OK;
}

/* Before anything is sent: who is proven, and who would receive it today. */
static enum status plan_fill(struct request *rq, struct tx *tx, struct handovers_view *v, struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, v->f.head.id, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		const struct case_people_row *p = &people.items[i];
		struct forward_receiver to;
		if (!text_eq(p->outcome, "proven"))
			continue;
		TRY(forward_receiver_at(tx, &rq->desk, v->f.file.law, v->f.head.state_code, p, &to, e));
		struct handover_plan plan = {.number = p->number, .person = p->id, .name = p->name, .class = class_name(class_of(p->class), rq->lang),
					     .receiver = to.name, .copy = to.copy, .basis = to.route->row.basis,
					     .route = !strcmp(v->f.head.state_code, "DECIDED_OTHER_LAW") ? to.route->code : ""};
		TRY(identity_level(rq, tx, p, v->f.file.row.event_on, &plan.identity, &plan.confirmed, e));
		v->unconfirmed += !plan.confirmed;
		TRY(way_fill(rq, tx, v->f.file.law, &to, &plan.way, e));
		v->unkeyed += !plan.way.sealed;
		ARENA_PUSH(rq->desk.arena, &v->plan, plan);
	}
	return OK;
}

static void words_fill(struct request *rq, struct handovers_view *v)
{
	bool en = rq->lang == EN;
	option_put(rq, &v->returns, "", en ? "choose" : "pilih", "");
	for (size_t i = 0; i < forward_returns_n; i++)
		option_put(rq, &v->returns, forward_returns[i].code, en ? forward_returns[i].name_en : forward_returns[i].name_id, "");
	option_put(rq, &v->without, "", en ? "choose" : "pilih", "");
	for (size_t i = 0; i < forward_outcomes_n; i++)
		if (forward_outcomes[i].kind == 'n')
			option_put(rq, &v->without, forward_outcomes[i].code, en ? forward_outcomes[i].name_en : forward_outcomes[i].name_id, typed(rq, "outcome", ""));
}

static enum status handovers_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct handovers_view v = {.way = typed(rq, "way", ""), .why = typed(rq, "why", "")};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_of_rows rows;
	struct case_clocks_rows clocks;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(forward_of(&tx, v.f.head.id, &rows, e));
	TRY(case_clocks(&tx, v.f.head.id, &clocks, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(handover_fill(rq, &tx, &v, &rows.items[i], &clocks, e));
	bool speaks, decided = !strncmp(v.f.head.state_code, "DECIDED_", 8);
	TRY(conflict_speaks(&tx, &rq->desk, v.f.head.id, &speaks, e));
	v.may_send = decided && speaks;
	v.others_send = decided && !speaks;
	if (!rows.n)
		TRY(plan_fill(rq, &tx, &v, e));
	words_fill(rq, &v);
	struct page p = page_of(rq, "Penerusan", "Hand-over");
	page_handovers(rq->out, &p, &v);
	return OK;
}

static enum status handovers_page(struct request *rq, struct err *e) { return handovers_show(rq, NULL, e); }

/* "person:route", as the page showed it: who presses the button a day later learns that the receiver has changed. */
static enum status named_read(struct request *rq, struct forward_named *ret, size_t max, size_t *ret_n, struct err *e)
{
	const char *said[PLAN_MAX];
	*ret_n = rq_form_list(rq, "receiver", said, max);
	for (size_t i = 0; i < *ret_n; i++) {
		const char *colon = strchr(said[i], ':');
		if (!colon || strlen(colon) > 41)
			return FAIL_FIELD(e, INVALID, "receiver", "'%.60s', expected person:route", said[i]);
		ret[i] = (struct forward_named){.person = strtoll(said[i], NULL, 10), .route = colon + 1};
	}
	return OK;
}

static enum status send_do(struct request *rq, struct err *e)
{
	int64_t id;
	struct forward_made made;
	struct forward_named named[PLAN_MAX];
	size_t n;
	TRY(file_id(rq, &id, e));
	TRY(named_read(rq, named, PLAN_MAX, &n, e));
	struct forward_way way = {.named = named, .n_named = n};
	TRY(rq_form_text(rq, "way", 20, false, &way.way, e));
	TRY(rq_form_text(rq, "why", 1000, false, &way.why, e));
	return forward_send(&rq->desk, id, &way, &made, e);
}

static enum status send_take(struct request *rq, struct err *e)
{
	return file_answer(rq, send_do(rq, e), "/penerusan", handovers_show, e);
}

static const char *filled(const char *s) { return text_blank(s) ? NULL : s; }

static enum status step_do(struct request *rq, struct err *e)
{
	struct forward_step as = {.in_time = ticked(rq, "in_time")};
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_segment_id(rq, 1, &as.handover, e));
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &as.version, e));
	TRY(rq_form_text(rq, "event", 60, true, &as.event, e));
	TRY(rq_form_text(rq, "text", 2000, false, &as.text, e));
	TRY(rq_form_text(rq, "reason", 40, false, &as.reason, e));
	TRY(rq_form_text(rq, "receipt_number", 100, false, &as.receipt_number, e));
	TRY(rq_form_text(rq, "outcome", 40, false, &as.outcome, e));
	TRY(rq_form_text(rq, "decree_number", 100, false, &as.decree_number, e));
	TRY(rq_form_day(rq, "decree_on", false, &as.decree_on, e));
	as.reason = filled(as.reason);
	as.receipt_number = filled(as.receipt_number);
	as.outcome = filled(as.outcome);
	as.decree_number = filled(as.decree_number);
	return forward_step(&rq->desk, &as, e);
}

static enum status step_take(struct request *rq, struct err *e)
{
	return file_answer(rq, step_do(rq, e), "/penerusan", handovers_show, e);
}

static enum status sheet_show(struct request *rq, struct tx *tx, const struct file_page *f, int64_t handover, struct err *e)
{
	struct sheet_view v = {.f = *f, .handover = handover};
	TRY(sheet_of(tx, &rq->desk, handover, &v.sheet, e));
	struct page p = page_of(rq, "Lembar isian SBT", "SBT field sheet");
	page_sheet(rq->out, &p, &v);
	return OK;
}

static enum status sheet_print(struct request *rq, int64_t handover, struct err *e)
{
	struct str pdf;
	TRY(sheet_pdf(&rq->desk, handover, &pdf, e));
	return file_bytes(rq, pdf, "application/pdf", "lembar-sbt.pdf");
}

/* The parts of a package, and the sheet beside it. The one file is sent outside of the transaction that looked. */
static enum status part_show(struct request *rq, struct err *e)
{
	int64_t handover;
	struct file_page f = {0};
	TRY(rq_segment_id(rq, 1, &handover, e));
	TRY(file_page_open(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_get_row h;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(forward_get(&tx, handover, &h, e));
	if (h.case_file != f.head.id)
		return FAIL(e, NOT_FOUND, "this hand-over is not of this file");
	if (text_starts(rq->segments[2], "paket.")) {
		tx_rollback(&tx); /* sending begins transactions of its own */
		return parcel_answer(rq, handover, e);
	}
	if (!strcmp(rq->segments[2], "lembar"))
		return sheet_show(rq, &tx, &f, handover, e);
	if (!strcmp(rq->segments[2], "lembar.pdf")) {
		tx_rollback(&tx);
		return sheet_print(rq, handover, e);
	}
	bool machine = !strcmp(rq->segments[2], "mesin.json");
	if (!machine && strcmp(rq->segments[2], "daftar.sha256"))
		return FAIL(e, NOT_FOUND, "a package has mesin.json, daftar.sha256, paket.netra or paket.zip, and a sheet: lembar, lembar.pdf");
	struct str bytes;
	struct evidence_file_get_row file;
	TRY(evidence_file_read(&tx, &rq->desk, machine ? h.machine : h.manifest, &bytes, &file, e));
	TRY(file_bytes(rq, bytes, "application/octet-stream", file.name));
	rq->content_type = machine ? "application/json" : "text/plain; charset=utf-8";
	return OK;
}

static enum status open_page(struct request *rq, struct err *e)
{
	struct handovers_open_view v = {0};
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_open_rows rows;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(forward_open(&tx, rq->desk.office->id, OPEN_MAX + 1, &rows, e));
	TRY(figures_ages_read(&tx, &rq->desk, &v.ages, e));
	ages_bars(rq, &v.ages, &v.bars);
	if (rows.n > OPEN_MAX) {
		rows.n = OPEN_MAX;
		for (size_t i = 0; i < v.ages.n; i++)
			v.more += v.ages.items[i].waiting;
		v.more = v.more > OPEN_MAX ? v.more - OPEN_MAX : 1;
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct forward_open_row *r = &rows.items[i];
		struct handover_line l = {.id = r->id, .case_file = r->case_file, .receiver = r->receiver, .title = r->title,
					  .age = (rq->desk.now.us - r->sent_at.us) / DAY_US, .due = r->task_due, .has_task = r->task != NULL,
					  .number = r->register_number ? r->register_number : "", .letter = r->letter_number ? r->letter_number : "",
					  .task = r->task ? r->task : "", .escalated = !instant_is_none(r->escalated_at)};
		l.state = state_words(rq, docket_law_of(&tx, &rq->desk, r->rulepack), r->state);
		ARENA_PUSH(rq->desk.arena, &v.items, l);
	}
	struct page p = page_of(rq, "Penerusan yang berjalan", "Hand-overs under way");
	page_handovers_open(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	/* method path                                             who         handler         body limit, menu */
	{GET, "/kerja/serah", RIGHT_CASE, open_page, 0, "perkara"},
	{GET, "/kerja/perkara/{id}/penerusan", RIGHT_CASE, handovers_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/penerusan", RIGHT_VOTE, send_take, 32 * KIB | BODY_LISTS, "perkara"},
	{POST, "/kerja/perkara/{id}/penerusan/{handover}", RIGHT_CASE, step_take, 32 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/peninjauan", RIGHT_CASE, again_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/peninjauan", RIGHT_CASE, again_take, 64 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/peninjauan/{review}", RIGHT_VOTE, again_decide_take, 64 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/penerusan/{handover}/{part}", RIGHT_CASE, part_show, 0, "perkara"},
};
const struct route_list forward_routes = {routes, sizeof routes / sizeof routes[0]};
