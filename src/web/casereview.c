/* casereview.c -- pages of the initial review and of the invitations. */
#include "page_case_invite.h"
#include "page_case_review.h"
#include "web/casesteps.h"

#include <string.h>

#define ELEMENTS_MAX 24

/* ---- initial review ---- */

static void element_fill(struct request *rq, struct review_view *v, const struct law_requirement *r,
			 const struct handle_marks_rows *marks)
{
	struct arena *a = rq->desk.arena;
	struct element_view el = {.code = r->code, .name = r->name_id, .formal = r->formal, .reason = "", .who = ""};
	el.met_field = arena_printf(a, "met_%s", r->code);
	el.reason_field = arena_printf(a, "reason_%s", r->code);
	for (size_t i = 0; i < marks->n; i++) {
		if (strcmp(marks->items[i].element, r->code))
			continue;
		el.met = marks->items[i].met;
		el.unmet = !el.met;
		el.reason = marks->items[i].reason;
		el.who = marks->items[i].who ? marks->items[i].who : "";
	}
	v->left += !el.met && !el.unmet;
	v->unmet += el.unmet;
	const char *typed_mark = rq_form(rq, el.met_field);
	if (typed_mark) {
		el.met = !strcmp(typed_mark, "1");
		el.unmet = !el.met;
	}
	el.reason = typed(rq, el.reason_field, el.reason);
	ARENA_PUSH(a, &v->elements, el);
}

static const struct {
	const char *event, *id, *en;
} ends[] = {
	{"requirements_met", "Terpenuhi: registrasi dan mulai tenggat penanganan", "Met: register and start the handling clock"},
	{"requirements_missing", "Perlu dilengkapi: surat kepada pelapor", "To be completed: letter to the reporter"},
	{"formal_fails_material_ok", "Formal tidak dapat terpenuhi: informasi awal", "Formal cannot be met: preliminary information"},
	{"other_level_competent", "Limpahkan ke kantor yang berwenang", "Hand to the competent office"},
	{"same_event_handled", "Peristiwa sama sudah ditangani", "Same event is handled already"},
};

/* The way the records suggest is chosen beforehand; whoever presses the button has read why. */
static enum status paths_fill(struct request *rq, struct tx *tx, struct review_view *v, struct err *e)
{
	TRY(handle_paths(tx, &rq->desk, &v->f.file, &v->paths, e));
	const char *first = v->paths.n ? v->paths.items[0].event : "requirements_met", *to = "";
	for (size_t i = 0; i < v->paths.n; i++)
		to = *to ? to : v->paths.items[i].to;
	v->to = typed(rq, "to", to);
	v->lapsed = !strcmp(v->f.head.state_code, "DEFICIENT");
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		option_put(rq, &v->ends, ends[i].event, rq->lang == EN ? ends[i].en : ends[i].id, typed(rq, "event", first));
	return OK;
}

static enum status review_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct review_view v = {.text = typed(rq, "text", "")};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	v.open = !strcmp(v.f.head.state_code, "REVIEW");
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_marks_rows marks;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_marks(&tx, v.f.head.id, &marks, e));
	TRY(paths_fill(rq, &tx, &v, e));
	const struct law *law = v.f.file.law;
	for (size_t i = 0; i < law->requirements.n; i++)
		if (law->requirements.items[i].procedure == v.f.file.procedure)
			element_fill(rq, &v, &law->requirements.items[i], &marks);
	struct page p = page_of(rq, "Kajian awal", "Initial review");
	page_case_review(rq->out, &p, &v);
	return OK;
}

enum status review_page(struct request *rq, struct err *e) { return review_show(rq, NULL, e); }

static enum status review_do(struct request *rq, struct err *e)
{
	int64_t id;
	struct handle_mark marks[ELEMENTS_MAX];
	size_t n = 0;
	TRY(file_id(rq, &id, e));
	for (size_t i = 0; i < rq->n_form && n < ELEMENTS_MAX; i++) {
		if (!text_starts(rq->form[i].name, "met_"))
			continue;
		const char *code = rq->form[i].name + 4;
		marks[n++] = (struct handle_mark){.element = code, .met = !strcmp(rq->form[i].value, "1"),
						  .reason = rq_form(rq, arena_printf(rq->desk.arena, "reason_%s", code))};
	}
	return handle_review_mark(&rq->desk, id, marks, n, e);
}

enum status review_take(struct request *rq, struct err *e)
{
	return file_answer(rq, review_do(rq, e), "/kajian-awal", review_show, e);
}

static enum status review_end_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *event, *text, *to;
	struct letter_made made;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "event", 60, true, &event, e));
	TRY(rq_form_text(rq, "text", 4000, false, &text, e));
	TRY(rq_form_text(rq, "to", 200, false, &to, e));
	return handle_review_end_to(&rq->desk, id, event, text, to, &made, e);
}

enum status review_end_take(struct request *rq, struct err *e)
{
	return file_answer(rq, review_end_do(rq, e), "", review_show, e);
}

/* ---- invitations ---- */

static const char *outcome_words(const struct request *rq, const char *outcome)
{
	static const char *const words[][3] = {{"heard", "hadir dan didengar", "came and was heard"}, {"absent", "tidak hadir", "did not come"},
					       {"written", "menjawab tertulis", "answered in writing"}, {"moved", "dijadwalkan ulang", "moved"}};
	for (size_t i = 0; i < 4; i++)
		if (text_eq(outcome, words[i][0]))
			return words[i][rq->lang == EN ? 2 : 1];
	return "";
}

static const char *asked_since(const struct handle_room_items_rows *room, const struct handle_summons_of_row *s)
{
	const char *asked = "";
	for (size_t i = 0; i < room->n; i++)
		if (room->items[i].person == s->person && !strcmp(room->items[i].kind, "other_date") && room->items[i].at.us >= s->made_at.us)
			asked = room->items[i].text;
	return asked;
}

static void invitation_fill(struct request *rq, struct invite_view *v, const struct handle_summons_of_row *s,
			    const struct case_people_rows *people, const struct handle_room_items_rows *room)
{
	struct invitation_view i = {.id = s->id, .attempt = s->attempt, .place = s->place, .hear_at = s->hear_at,
				    .outcome = outcome_words(rq, s->outcome), .warning = s->warning ? s->warning : "",
				    .open = !s->outcome, .past = s->hear_at.us < rq->desk.now.us, .letter_id = s->letter,
				    .online = s->online, .asked = asked_since(room, s),
				    .opened = !instant_is_none(s->code_used_at), .name = "", .letter = ""};
	for (size_t k = 0; k < people->n; k++)
		if (people->items[k].id == s->person) {
			i.name = people->items[k].name;
			i.number = people->items[k].number;
		}
	ARENA_PUSH(rq->desk.arena, &v->invitations, i);
}

static enum status invite_fill(struct request *rq, struct invite_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_summons_of_rows rows;
	struct case_people_rows people;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_summons_of(&tx, v->f.head.id, &rows, e));
	TRY(case_people(&tx, v->f.head.id, &people, e));
	struct handle_room_items_rows room;
	TRY(handle_room_items(&tx, v->f.head.id, 0, &room, e));
	for (size_t i = 0; i < rows.n; i++)
		invitation_fill(rq, v, &rows.items[i], &people, &room);
	const char *who = typed(rq, "person", "0");
	option_put(rq, &v->people, "0", rq->lang == EN ? "all reported persons not invited yet" : "semua terlapor yang belum diundang", who);
	for (size_t i = 0; i < people.n; i++)
		option_put(rq, &v->people, arena_printf(rq->desk.arena, "%lld", (long long)people.items[i].id),
			   arena_printf(rq->desk.arena, "%lld. %s (%s)", (long long)people.items[i].number, people.items[i].name,
					handle_role_name(people.items[i].role, rq->lang)), who);
	for (size_t i = 0; i < v->slips.n; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (text_eq(v->slips.items[i].name, arena_printf(rq->desk.arena, "%lld", (long long)rows.items[k].id)))
				v->slips.items[i].name = v->invitations.items[k].name;
	return OK;
}

static enum status invite_write(struct request *rq, struct invite_view *v, const struct fault *fault, struct err *e)
{
	TRY(file_page_open(rq, &v->f, e));
	if (fault)
		v->f.fault = *fault;
	struct day day = day_add(day_of_instant(rq->desk.now, rq->desk.office->zone), 2);
	v->day = typed(rq, "day", iso_text(rq, day));
	v->time = typed(rq, "time", "10.00");
	v->place = typed(rq, "place", rq->desk.office->address);
	v->minutes = typed(rq, "minutes", "45");
	v->online = ticked(rq, "online");
	v->room = "/ruang";
	TRY(invite_fill(rq, v, e));
	struct page p = page_of(rq, "Undangan", "Invitations");
	page_case_invite(rq->out, &p, v);
	return OK;
}

static enum status invite_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct invite_view v = {0};
	return invite_write(rq, &v, fault, e);
}

enum status invite_page(struct request *rq, struct err *e) { return invite_show(rq, NULL, e); }

/* The slip bears its invitation's id until the names are read. */
static void slip_put(struct request *rq, struct invite_view *v, const struct handle_invited *made)
{
	struct slip_view s = {.name = arena_printf(rq->desk.arena, "%lld", (long long)made->summons), .code = made->code,
			      .warning = made->warning ? made->warning : "", .number = made->letter.number ? made->letter.number : ""};
	ARENA_PUSH(rq->desk.arena, &v->slips, s);
}

static enum status invite_do(struct request *rq, struct invite_view *v, struct err *e)
{
	struct handle_invitation as = {.online = ticked(rq, "online")};
	struct handle_invited one;
	struct handle_invited_list all;
	int64_t minutes;
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_form_int(rq, "person", 0, INT64_MAX, &as.person, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(rq_form_int(rq, "minutes", 0, 600, &minutes, e));
	TRY(form_moment(rq, "day", "time", &as.hear_at, e));
	if (as.person) {
		TRY(handle_invite(&rq->desk, &as, &one, e));
		slip_put(rq, v, &one);
		return OK;
	}
	TRY(handle_invite_all(&rq->desk, &as, (int)minutes, &all, e));
	for (size_t i = 0; i < all.n; i++)
		slip_put(rq, v, &all.items[i]);
	return OK;
}

static enum status move_do(struct request *rq, struct invite_view *v, struct err *e)
{
	struct handle_invitation as = {.online = ticked(rq, "online")};
	struct handle_invited made;
	int64_t summons;
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_segment_id(rq, 1, &summons, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(form_moment(rq, "day", "time", &as.hear_at, e));
	TRY(handle_invitation_move(&rq->desk, as.case_file, summons, &as, &made, e));
	slip_put(rq, v, &made);
	return OK;
}

enum status move_take(struct request *rq, struct err *e)
{
	struct invite_view v = {0};
	enum status done = move_do(rq, &v, e);
	return done == OK ? invite_write(rq, &v, NULL, e) : file_answer(rq, done, "/undangan", invite_show, e);
}

/* The codes are shown in the answer itself, once; a redirect could not bring them along. */
enum status invite_take(struct request *rq, struct err *e)
{
	struct invite_view v = {0};
	enum status done = invite_do(rq, &v, e);
	return done == OK ? invite_write(rq, &v, NULL, e) : file_answer(rq, done, "/undangan", invite_show, e);
}

static enum status absent_do(struct request *rq, struct err *e)
{
	int64_t id, summons;
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &summons, e));
	return handle_absent(&rq->desk, id, summons, e);
}

enum status absent_take(struct request *rq, struct err *e)
{
	return file_answer(rq, absent_do(rq, e), "/undangan", invite_show, e);
}

enum status code_take(struct request *rq, struct err *e)
{
	int64_t id;
	struct handle_invited made = {0};
	struct invite_view v = {0};
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &made.summons, e));
	TRY(handle_code_renew(&rq->desk, id, made.summons, &made.code, e));
	slip_put(rq, &v, &made);
	return invite_write(rq, &v, NULL, e);
}
