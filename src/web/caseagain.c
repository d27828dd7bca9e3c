/* caseagain.c -- asking for a second look at a decision, and the plenary's second look (desk/handle/again.h). */
#include "web/caseagain.h"

#include "page_case_again.h"

#include <string.h>

static const char *asker_name(const struct request *rq, const char *code)
{
	return text_eq(code, "reporter") ? say(rq, "pelapor", "the reporter") : say(rq, "terlapor", "the reported person");
}

/* A review upholds or makes lighter: what is heavier is not offered. */
static void outcomes_fill(const struct request *rq, struct option_list *list, const char *now)
{
	static const char *const lighter[] = {"proven", "not_proven", "not_violation"};
	bool from = false;
	for (size_t i = 0; i < 3; i++) {
		from |= text_eq(now, lighter[i]);
		if (from)
			option_put(rq, list, lighter[i], handle_outcome_name(lighter[i], rq->lang), typed(rq, "outcome", ""));
	}
}

static void row_fill(struct request *rq, struct again_view *v, const struct case_people_rows *people, const struct again_of_row *r)
{
	int64_t asked = 0;
	const struct law_clock *clock = law_clock(v->f.file.law, r->clock);
	struct again_row to = {.id = r->id, .number = r->number, .name = r->name, .asked_by = asker_name(rq, r->asked_by), .ground = r->ground,
			       .who = r->who ? r->who : "", .known_on = r->known_on, .asked_on = r->asked_on, .due_on = r->due_on, .at = r->at,
			       .in_time = r->in_time, .open = instant_is_none(r->ended_at), .ended_at = r->ended_at, .minutes = r->minutes,
			       .letter = r->letter, .reason = r->reason, .minutes_number = r->minutes_number ? r->minutes_number : "",
			       .letter_number = r->letter_number ? r->letter_number : ""};
	to.clock = !clock ? r->clock : rq->lang == EN ? clock->name_en : clock->name_id;
	to.before = r->before ? handle_outcome_name(r->before, rq->lang) : "";
	to.outcome = r->outcome ? handle_outcome_name(r->outcome, rq->lang) : "";
	for (size_t i = 0; to.open && i < people->n; i++)
		if (people->items[i].id == r->person)
			outcomes_fill(rq, &to.outcomes, people->items[i].outcome);
	to.again = rq->n_segments > 1 && rq_segment_id(rq, 1, &asked, NULL) == OK && asked == r->id;
	ARENA_PUSH(rq->desk.arena, &v->rows, to);
}

static void people_fill(struct request *rq, struct again_view *v, const struct case_people_rows *people)
{
	for (size_t i = 0; i < people->n; i++) {
		const struct case_people_row *p = &people->items[i];
		if (text_blank(p->outcome) || strcmp(p->role, "terlapor"))
			continue;
		v->any = true;
		option_put(rq, &v->people, arena_printf(rq->desk.arena, "%lld", (long long)p->id),
			   arena_printf(rq->desk.arena, "%lld. %s: %s", (long long)p->number, p->name, handle_outcome_name(p->outcome, rq->lang)),
			   typed(rq, "person", ""));
	}
}

static void words_fill(struct request *rq, struct again_view *v)
{
	char clock[16];
	const char *today = iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone));
	option_put(rq, &v->askers, "person", asker_name(rq, "person"), typed(rq, "asked_by", "person"));
	option_put(rq, &v->askers, "reporter", asker_name(rq, "reporter"), typed(rq, "asked_by", "person"));
	v->ground = typed(rq, "ground", "");
	v->known_on = typed(rq, "known_on", "");
	v->asked_on = typed(rq, "asked_on", today);
	v->agenda = typed(rq, "agenda", arena_printf(rq->desk.arena, "Peninjauan putusan %s", v->f.head.number));
	v->day = typed(rq, "day", today);
	v->time = arena_strdup(rq->desk.arena, typed(rq, "time", instant_clock(rq->desk.now, rq->desk.office->zone, ID, clock)));
	v->place = typed(rq, "place", rq->desk.office->address);
	v->reason = typed(rq, "reason", "");
	v->quorum = settings_int(rq->desk.office->settings, "plenary.quorum");
	v->may_vote = role_may(rq->desk.role, RIGHT_VOTE);
}

static enum status again_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct again_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	struct again_of_rows rows;
	struct case_people_rows people;
	struct handle_members_rows members;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(again_of(&tx, v.f.head.id, &rows, e));
	TRY(case_people(&tx, v.f.head.id, &people, e));
	TRY(handle_members(&tx, rq->desk.office->id, v.f.head.id, &members, e));
	words_fill(rq, &v);
	people_fill(rq, &v, &people);
	votes_fill(rq, &members, &v.members);
	for (size_t i = 0; i < rows.n; i++)
		row_fill(rq, &v, &people, &rows.items[i]);
	struct page p = page_of(rq, "Peninjauan putusan", "Review of a decision");
	page_case_again(rq->out, &p, &v);
	return OK;
}

enum status again_page(struct request *rq, struct err *e) { return again_show(rq, NULL, e); }

static enum status ask_do(struct request *rq, struct err *e)
{
	int64_t made;
	struct again_asked as = {0};
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_form_int(rq, "person", 1, INT64_MAX, &as.person, e));
	TRY(rq_form_text(rq, "asked_by", 20, true, &as.asked_by, e));
	TRY(rq_form_text(rq, "ground", 20000, true, &as.ground, e));
	TRY(rq_form_day(rq, "known_on", true, &as.known_on, e));
	TRY(rq_form_day(rq, "asked_on", true, &as.asked_on, e));
	return again_ask(&rq->desk, &as, &made, e);
}

enum status again_take(struct request *rq, struct err *e) { return file_answer(rq, ask_do(rq, e), "/peninjauan", again_show, e); }

static enum status decide_do(struct request *rq, struct err *e)
{
	struct handle_vote votes[VOTES_MAX];
	struct again_made made;
	struct again_decision as = {.votes = votes};
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_segment_id(rq, 1, &as.review, e));
	TRY(rq_form_text(rq, "agenda", 2000, true, &as.agenda, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(form_moment(rq, "day", "time", &as.held_at, e));
	TRY(rq_form_text(rq, "outcome", 20, true, &as.outcome, e));
	TRY(rq_form_text(rq, "reason", 20000, true, &as.reason, e));
	TRY(votes_read(rq, votes, &as.n_votes, e));
	return again_decide(&rq->desk, &as, &made, e);
}

enum status again_decide_take(struct request *rq, struct err *e)
{
	return file_answer(rq, decide_do(rq, e), "/peninjauan", again_show, e);
}
