/* again.c -- asking for a second look at a decision, and the plenary that takes it. */
#include "desk/handle/again.h"

#include "core/clock/clock.h"
#include "desk/forward/forward.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

#define REMEDY   "objection"         /* of law/remedies: whose clock tells how long one may ask */
#define REVERSED "decision_reversed" /* of law/transitions */

enum status again_due(struct tx *tx, const struct desk *d, const struct handle_file *f, struct day known_on, const char **ret_clock,
		      struct day *ret_due, struct err *e)
{
	struct deadline due;
	const struct law *law = f->law->remedies.n ? f->law : desk_law(d);
	const struct law_remedy *remedy = law_remedy_at(law, REMEDY, known_on);
	const struct law_clock *clock = remedy ? law_clock_at(law, remedy->file_clock, known_on) : NULL;
	if (!clock)
		return FAIL(e, NOT_LOADED, "the law of this file has no clock for a review");
	TRY(clock_due(tx->arena, law, clock, d->office->calendar, known_on, instant_at(known_on, 0, 0, 0, d->office->zone), d->office->zone,
		      &due, e));
	*ret_clock = clock->code;
	*ret_due = day_of_instant(due.last, d->office->zone);
	return OK;
}

static enum status days_check(struct tx *tx, const struct desk *d, const struct again_asked *as, struct err *e)
{
	bool en = d->lang == EN;
	struct again_decided_at_row decided;
	struct day today = day_of_instant(d->now, d->office->zone);
	TRY(again_decided_at(tx, as->person, &decided, e));
	if (instant_is_none(decided.at))
		return FAIL_FIELD(e, INVALID, "person", "%s", en ? "the plenary has not decided about this person yet; there is nothing to review"
							      : "pleno belum memutus tentang orang ini; belum ada yang dapat ditinjau");
	if (day_is_none(as->known_on) || as->known_on.n < day_of_instant(decided.at, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "known_on", "%s", en ? "nobody can have learnt of the decision before it was made"
								: "putusan tidak mungkin diketahui sebelum diambil");
	if (day_is_none(as->asked_on) || as->asked_on.n < as->known_on.n || as->asked_on.n > today.n)
		return FAIL_FIELD(e, INVALID, "asked_on", "%s", en ? "the day of the request lies between the day it became known and today"
								: "tanggal permintaan ada di antara tanggal diketahui dan hari ini");
	return OK;
}

static enum status asked_check(struct tx *tx, const struct desk *d, const struct again_asked *as, const struct case_people_row *person,
			       struct err *e)
{
	bool en = d->lang == EN;
	struct again_open_row open;
	if (!text_eq(as->asked_by, "person") && !text_eq(as->asked_by, "reporter"))
		return FAIL_FIELD(e, INVALID, "asked_by", "%s", en ? "choose who asks: the person or the reporter" : "pilih siapa yang meminta: terlapor atau pelapor");
	TRY(need_text("ground", as->ground, TEXT_MAX, "the ground of the request", e));
	if (strcmp(person->role, "terlapor"))
		return FAIL_FIELD(e, INVALID, "person", "%s", en ? "only what was decided about a reported person is reviewed" : "hanya putusan tentang terlapor yang ditinjau");
	TRY(days_check(tx, d, as, e));
	TRY(again_open(tx, as->person, &open, e));
	return open.n ? FAIL_FIELD(e, CONFLICT, "person", "%s", en ? "a request about this person is still open" : "permintaan tentang orang ini masih terbuka") : OK;
}

enum status again_ask(const struct desk *d, const struct again_asked *as, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct case_people_row person;
	const char *clock;
	struct day due;
	char last[DAY_TEXT_MAX];
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(person_of(&tx, as->case_file, as->person, &person, e));
	TRY(asked_check(&tx, d, as, &person, e));
	TRY(again_due(&tx, d, &f, as->known_on, &clock, &due, e));
	bool in_time = as->asked_on.n <= due.n;
	*ret = id_new(d->now);
	TRY(again_insert(&tx, *ret, d->office->id, as->case_file, as->person, as->asked_by, as->ground, as->known_on, as->asked_on, due, clock,
			 in_time, d->now, d->user, e));
	const char *words = arena_printf(tx.arena, "Peninjauan putusan tentang orang ke-%lld diminta oleh %s, %s (batas %s).", (long long)person.number,
					 text_eq(as->asked_by, "person") ? "terlapor" : "pelapor", in_time ? "dalam jangka waktu" : "lewat jangka waktu",
					 day_long(due, ID, last));
	TRY(docket_note(&tx, d, as->case_file, "note", words, as->person, e));
	return tx_commit(&tx, e);
}

/* ---- the second look ---- */

static int weight(const char *outcome)
{
	static const char *const by_weight[] = {"not_violation", "not_proven", "proven"};
	for (int i = 0; i < 3; i++)
		if (text_eq(outcome, by_weight[i]))
			return i;
	return -1;
}

static enum status decision_check(const struct desk *d, const struct again_decision *as, const struct case_people_row *person, struct err *e)
{
	bool en = d->lang == EN;
	TRY(need_text("agenda", as->agenda, 2000, "the agenda", e));
	TRY(need_text("place", as->place, 300, "the place", e));
	TRY(need_text("reason", as->reason, TEXT_MAX, "the reason of the decision", e));
	TRY(need_held(d, as->held_at, e));
	if (weight(as->outcome) < 0)
		return FAIL_FIELD(e, INVALID, "outcome", "%s", en ? "choose the outcome" : "pilih hasilnya");
	if (weight(as->outcome) > weight(person->outcome))
		return FAIL_FIELD(e, INVALID, "outcome", "%s", en ? "a heavier decision needs a finding of its own, with clarification; a review upholds or makes lighter"
							       : "putusan yang lebih berat memerlukan temuan baru dengan klarifikasi; peninjauan menguatkan atau meringankan");
	return OK;
}

static enum status votes_keep(struct tx *tx, const struct desk *d, const struct again_decision *as, int64_t plenary, struct buf *list,
			      struct err *e)
{
	struct handle_votes_rows votes;
	for (size_t i = 0; i < as->n_votes; i++)
		TRY(handle_vote_insert(tx, id_new(d->now), plenary, as->votes[i].member, as->votes[i].vote,
				       as->votes[i].opinion ? as->votes[i].opinion : "", d->now, e));
	TRY(handle_votes(tx, plenary, &votes, e));
	for (size_t i = 0; i < votes.n; i++) {
		const char *vote = votes.items[i].vote;
		buf_text(list, "- ");
		markdown_text(list, votes.items[i].name);
		buf_printf(list, ", %s: %s. ", votes.items[i].position,
			   !strcmp(vote, "agree") ? "setuju" : !strcmp(vote, "dissent") ? "berbeda pendapat" : "tidak hadir");
		markdown_text(list, votes.items[i].opinion);
		buf_char(list, '\n');
	}
	return OK;
}

static enum status minutes_print(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct again_decision *as,
				 const struct case_people_row *person, struct again_made *ret, struct err *e)
{
	struct paper p;
	int64_t changed;
	scoped(buf_free) struct buf votes = {0}, decision = {0};
	TRY(votes_keep(tx, d, as, ret->plenary, &votes, e));
	buf_printf(&decision, "%lld. ", (long long)person->number);
	markdown_text(&decision, person->name);
	buf_printf(&decision, ", putusan semula: %s; putusan peninjauan: **%s**. ", handle_outcome_name(person->outcome, ID),
		   handle_outcome_name(as->outcome, ID));
	markdown_text(&decision, as->reason);
	buf_char(&decision, '\n');
	TRY(paper_start(&p, tx, d, f, e));
	paper_put(&p, "held_at", instant_words(tx->arena, d, as->held_at));
	paper_put(&p, "place", as->place);
	paper_put(&p, "agenda", as->agenda);
	paper_put(&p, "quorum", votes_words(tx->arena, d->office, as->votes, as->n_votes));
	paper_put(&p, "result", text_eq(as->outcome, person->outcome) ? "Putusan semula dikuatkan" : "Putusan semula ditinjau dan diringankan");
	paper_put_list(&p, "votes", &votes);
	paper_put_list(&p, "decisions", &decision);
	TRY(paper_make(&p, "plenary", "plenary", "Berita acara rapat pleno peninjauan", "Berkas", 0, &ret->minutes, e));
	return handle_plenary_letter(tx, ret->plenary, ret->minutes.id, &changed, e);
}

/* Nothing was handed over yet and nobody is proven any more: there is nothing to hand over. */
static enum status file_reversed(struct tx *tx, const struct desk *d, const struct handle_file *f, struct err *e)
{
	struct case_people_rows people;
	struct case_facts facts = {0};
	struct err why = {0};
	if (!text_starts(f->row.state, "DECIDED_"))
		return OK;
	TRY(case_people(tx, f->row.id, &people, e));
	for (size_t i = 0; i < people.n; i++)
		if (text_eq(people.items[i].outcome, "proven"))
			return OK;
	if (docket_event_may(tx, d, f->row.id, REVERSED, &facts, &why) != OK)
		return OK; /* a pack that is older than this step */
	return docket_event(tx, d, f->row.id, REVERSED, &facts, NULL, e);
}

/* Who was proven and no longer is: nothing of it stays with others, and the name is repaired. */
static enum status undo(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct again_decision *as,
			const struct case_people_row *person, struct again_made *ret, struct err *e)
{
	TRY(docket_person_outcome(tx, d, person->id, as->outcome, person->version, e));
	TRY(forward_withdraw(tx, d, f->row.id, person->id, as->reason, &ret->withdrawal, e));
	TRY(file_reversed(tx, d, f, e));
	ret->repaired = true;
	return repair_name(tx, d, f, person, &(struct repair){as->outcome, as->reason, as->held_at}, e);
}

static enum status review_read(struct tx *tx, const struct desk *d, const struct again_decision *as, struct case_people_row *ret, struct err *e)
{
	bool found;
	struct again_get_row row;
	TRY(again_get(tx, as->review, &found, &row, e));
	if (!found || row.case_file != as->case_file)
		return FAIL(e, NOT_FOUND, "this file has no such request");
	if (row.ended)
		return FAIL(e, CONFLICT, "%s", d->lang == EN ? "this request has been decided" : "permintaan ini sudah diputus");
	return person_of(tx, row.case_file, row.person, ret, e);
}

enum status again_decide(const struct desk *d, const struct again_decision *as, struct again_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct case_people_row person;
	struct case_facts facts = {0};
	struct handle_plenary_new votes = {.case_file = as->case_file, .votes = as->votes, .n_votes = as->n_votes};
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(review_read(&tx, d, as, &person, e));
	TRY(decision_check(d, as, &person, e));
	TRY(votes_count(&tx, d, &votes, &facts, e));
	*ret = (struct again_made){.plenary = id_new(d->now)};
	TRY(handle_plenary_insert(&tx, ret->plenary, as->case_file, as->agenda, as->held_at, as->place, "review", d->user, e));
	TRY(minutes_print(&tx, d, &f, as, &person, ret, e));
	if (!text_eq(as->outcome, person.outcome))
		TRY(undo(&tx, d, &f, as, &person, ret, e));
	TRY(again_end(&tx, id_new(d->now), d->office->id, as->review, ret->plenary, person.outcome, as->outcome, as->reason, ret->withdrawal,
		      d->now, d->user, e));
	const char *words = arena_printf(tx.arena, "Peninjauan putusan tentang orang ke-%lld: %s.", (long long)person.number,
					 handle_outcome_name(as->outcome, ID));
	TRY(docket_note(&tx, d, as->case_file, "note", words, person.id, e));
	return tx_commit(&tx, e);
}
