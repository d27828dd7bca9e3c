/* plenary.c -- the members decide: quorum, a vote each with the dissent in full, one decision per person and act.
 *
 * What the plenary wrote is never changed. In the same transaction the file moves, each person gets an outcome, the
 * minutes are printed, and who was not proven to have done it gets a letter of repair; the evidence of this file
 * never brings that person up again (name_repair, N23).
 */
#include "desk/handle/handle_internal.h"
#include "desk/handle/sitting.h"

#include <string.h>

static int outcome_rank(const char *outcome)
{
	static const char *const rank[] = {"not_violation", "not_proven", "proven"};
	for (int i = 0; i < 3; i++)
		if (text_eq(outcome, rank[i]))
			return i;
	return -1;
}

/* The gravest outcome over all acts of a person; NULL when nothing was decided. */
static const char *outcome_of(const struct handle_plenary_new *as, int64_t person)
{
	const char *worst = NULL;
	for (size_t i = 0; i < as->n_decisions; i++)
		if (as->decisions[i].person == person && outcome_rank(as->decisions[i].outcome) > outcome_rank(worst))
			worst = as->decisions[i].outcome;
	return worst;
}

static const struct case_people_row *person_in(const struct case_people_rows *people, int64_t id)
{
	for (size_t i = 0; i < people->n; i++)
		if (people->items[i].id == id)
			return &people->items[i];
	return NULL;
}

static bool decided_on(const struct handle_decision *list, size_t n, int64_t person, const char *act)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].person == person && text_eq(list[i].act, act))
			return true;
	return false;
}

static enum status decision_check(const struct desk *d, const struct handle_file *f, const struct handle_plenary_new *as, size_t i,
				  const struct case_people_rows *people, struct err *e)
{
	const struct handle_decision *v = &as->decisions[i];
	const struct case_people_row *person = person_in(people, v->person);
	bool en = d->lang == EN;
	if (!person)
		return FAIL_FIELD(e, INVALID, "person", "%s", en ? "This person is not in the file." : "Orang ini tidak ada dalam berkas.");
	if (strcmp(person->role, "terlapor"))
		return FAIL_FIELD(e, INVALID, "person", en ? "%s is not a reported person (%s): nothing is decided about them." : "%s bukan terlapor (%s): tidak ada yang diputus tentangnya.",
				  person->name, handle_role_name(person->role, d->lang));
	if (!v->act || !law_act(f->law, v->act))
		return FAIL_FIELD(e, INVALID, "act", en ? "The law of this file has no act '%s'." : "Aturan berkas ini tidak mengenal perbuatan '%s'.", v->act ? v->act : "");
	if (outcome_rank(v->outcome) < 0)
		return FAIL_FIELD(e, INVALID, "outcome", en ? "Choose an outcome for %s, %s." : "Pilih hasil untuk %s, %s.", person->name, v->act);
	if (decided_on(as->decisions, i, v->person, v->act))
		return FAIL_FIELD(e, INVALID, "outcome", en ? "%s, %s is decided twice." : "%s, %s diputus dua kali.", person->name, v->act);
	return need_text("reason", v->reason, TEXT_MAX, "the reason of a decision", e);
}

/* Nobody who is reported, and nothing that the study weighed, is left open. */
static enum status nothing_left_open(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as,
				     const struct case_people_rows *people, struct err *e)
{
	struct handle_points_rows points;
	bool en = d->lang == EN;
	for (size_t i = 0; i < people->n; i++)
		if (!strcmp(people->items[i].role, "terlapor") && !outcome_of(as, people->items[i].id))
			return FAIL_FIELD(e, INVALID, "outcome", en ? "Nothing is decided about %s." : "Belum ada putusan tentang %s.", people->items[i].name);
	TRY(handle_points(tx, as->case_file, &points, e));
	for (size_t i = 0; i < points.n; i++)
		if (!decided_on(as->decisions, as->n_decisions, points.items[i].person, points.items[i].act_code))
			return FAIL_FIELD(e, INVALID, "outcome", en ? "The study weighed %s, %s, and nothing is decided about it." : "Kajian menilai %s, %s; belum ada putusannya.",
					  points.items[i].name, points.items[i].act_code);
	return OK;
}

static enum status decisions_check(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct handle_plenary_new *as,
				   const struct case_people_rows *people, struct err *e)
{
	bool proven = false;
	for (size_t i = 0; i < as->n_decisions; i++) {
		TRY(decision_check(d, f, as, i, people, e));
		proven |= text_eq(as->decisions[i].outcome, "proven");
	}
	TRY(nothing_left_open(tx, d, as, people, e));
	if (proven != !strcmp(as->event, "decide_not_violation"))
		return OK;
	if (proven)
		return FAIL_FIELD(e, INVALID, "event", "%s", d->lang == EN ? "Somebody is proven: this is not 'not a violation'." : "Ada yang terbukti: ini bukan 'bukan pelanggaran'.");
	return FAIL_FIELD(e, INVALID, "event", "%s", d->lang == EN ? "Nobody is proven: the file ends as 'not a violation'." : "Tidak seorang pun terbukti: berkas berakhir sebagai 'bukan pelanggaran'.");
}

static enum status votes_write(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as, int64_t plenary,
			       struct err *e)
{
	for (size_t i = 0; i < as->n_votes; i++)
		TRY(handle_vote_insert(tx, id_new(d->now), plenary, as->votes[i].member, as->votes[i].vote,
				       as->votes[i].opinion ? as->votes[i].opinion : "", d->now, e));
	for (size_t i = 0; i < as->n_decisions; i++) {
		const struct handle_decision *v = &as->decisions[i];
		struct case_people_row person;
		TRY(person_of(tx, as->case_file, v->person, &person, e));
		TRY(handle_decision_insert(tx, id_new(d->now), plenary, as->case_file, v->person, v->act, v->outcome,
					   v->reason, d->now, e));
	}
	return OK;
}

static enum status votes_paper(struct paper *p, int64_t plenary, struct err *e)
{
	static const char *const words[][2] = {{"agree", "setuju"}, {"dissent", "berbeda pendapat"}, {"absent", "tidak hadir"}};
	struct handle_votes_rows votes;
	TRY(handle_votes(p->tx, plenary, &votes, e));
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < votes.n; i++) {
		const char *word = "";
		for (size_t k = 0; k < 3; k++)
			word = strcmp(votes.items[i].vote, words[k][0]) ? word : words[k][1];
		buf_text(&b, "- ");
		markdown_text(&b, votes.items[i].name);
		buf_printf(&b, ", %s: %s. ", votes.items[i].position, word);
		markdown_text(&b, votes.items[i].opinion);
		buf_char(&b, '\n');
	}
	paper_put_list(p, "votes", &b);
	return OK;
}

static enum status decisions_paper(struct paper *p, struct err *e)
{
	struct handle_decisions_rows rows;
	TRY(handle_decisions(p->tx, p->file->row.id, &rows, e));
	scoped(buf_free) struct buf b = {0};
	bool cleared = false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct law_act *act = law_act(p->file->law, rows.items[i].act_code);
		buf_printf(&b, "%lld. ", (long long)rows.items[i].number);
		markdown_text(&b, rows.items[i].name);
		buf_printf(&b, ", %s. ", class_name(class_of(rows.items[i].class), ID));
		markdown_text(&b, act ? act->title_id : "");
		buf_printf(&b, " (%s): **%s**. ", rows.items[i].act_code, text_lower(p->tx->arena, handle_outcome_name(rows.items[i].outcome, ID)));
		markdown_text(&b, rows.items[i].reason);
		buf_char(&b, '\n');
		cleared |= strcmp(rows.items[i].outcome, "proven") != 0;
	}
	if (cleared)
		buf_text(&b, "\nUntuk setiap orang yang tidak terbukti dibuat surat pemulihan nama.\n");
	paper_put_list(p, "decisions", &b);
	return OK;
}

/* Of a file that was decided alone the minutes have a number of their own; in a sitting they are its part of one set. */
static enum status minutes_paper(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as,
				 const struct sitting_of_file_row *sitting, int64_t plenary, struct letter_made *ret, struct err *e)
{
	struct handle_file f; /* as it is after the decision */
	TRY(handle_open(tx, d, as->case_file, &f, e));
	const struct law_state *state = law_state(f.law, f.row.state);
	struct paper p;
	TRY(paper_start(&p, tx, d, &f, e));
	paper_put(&p, "held_at", instant_words(tx->arena, d, as->held_at));
	paper_put(&p, "place", as->place);
	paper_put(&p, "agenda", as->agenda);
	paper_put(&p, "quorum", votes_words(tx->arena, d->office, as->votes, as->n_votes));
	paper_put(&p, "result", state ? state->name_id : f.row.state);
	TRY(votes_paper(&p, plenary, e));
	TRY(decisions_paper(&p, e));
	struct letter_new paper = {.case_file = as->case_file, .form = "plenary", .reg = sitting->id ? NULL : "plenary",
				   .number = sitting->minutes_number, .recipient = "Berkas", .fields = p.fields, .n_fields = p.n,
				   .subject = sitting->id ? "Berita acara rapat pleno, bagian berkas ini" : "Berita acara rapat pleno"};
	TRY(docket_letter(tx, d, &paper, ret, e));
	int64_t changed;
	return handle_plenary_letter(tx, plenary, ret->id, &changed, e);
}

/* Why this became of the person: of the acts that were decided so. */
static const char *reason_of(struct arena *a, const struct handle_plenary_new *as, int64_t person, const char *outcome)
{
	const char *reason = "";
	for (size_t i = 0; i < as->n_decisions; i++) {
		const struct handle_decision *v = &as->decisions[i];
		if (v->person == person && text_eq(v->outcome, outcome) && !strstr(reason, v->reason))
			reason = arena_printf(a, "%s%s%s", reason, *reason ? " " : "", v->reason);
	}
	return reason;
}

static enum status outcomes_write(struct tx *tx, const struct desk *d, const struct handle_file *f,
				  const struct case_people_rows *people, const struct handle_plenary_new *as,
				  int *ret_repaired, struct err *e)
{
	*ret_repaired = 0;
	for (size_t i = 0; i < people->n; i++) {
		const struct case_people_row *person = &people->items[i];
		if (strcmp(person->role, "terlapor"))
			continue;
		const char *outcome = outcome_of(as, person->id);
		TRY(docket_person_outcome(tx, d, person->id, outcome, person->version, e));
		if (strcmp(outcome, "proven")) {
			TRY(repair_name(tx, d, f, person, &(struct repair){outcome, reason_of(tx->arena, as, person->id, outcome), as->held_at}, e));
			++*ret_repaired;
		}
	}
	return OK;
}

static enum status sitting_decided(struct tx *tx, const struct sitting_of_file_row *sitting, struct handle_plenary_made *ret, struct err *e)
{
	int64_t changed;
	ret->sitting = sitting->id;
	if (!sitting->id)
		return OK;
	TRY(sitting_file_decided(tx, sitting->item, ret->plenary, &changed, e));
	return changed ? OK : FAIL(e, CONFLICT, "the sitting decided this file meanwhile");
}

/* Day, place and agenda of the sitting in which it is decided, when it is on one's agenda. */
static struct handle_plenary_new held_in(struct tx *tx, const struct handle_plenary_new *as, const struct sitting_of_file_row *sitting)
{
	struct handle_plenary_new held = *as;
	if (!sitting->id)
		return held;
	held.held_at = sitting->held_at;
	held.place = sitting->place;
	held.agenda = arena_printf(tx->arena, "butir %lld dari rapat pleno nomor %s", (long long)sitting->number, sitting->minutes_number);
	return held;
}

enum status handle_plenary_hold(const struct desk *d, const struct handle_plenary_new *asked,
				struct handle_plenary_made *ret, struct err *e)
{
	const struct handle_plenary_new *as = asked;
	TRY(need_text("agenda", as->agenda, 2000, "the agenda", e));
	TRY(need_text("place", as->place, 300, "the place", e));
	if (!as->event || strncmp(as->event, "decide_", 7))
		return FAIL_FIELD(e, INVALID, "event", "choose what the plenary decides");
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	struct handle_said said = {.gakkumdu_agrees = as->gakkumdu_agrees, .competent = true, .evidence_shown = true, .quorum = true, .majority = true};
	struct case_facts facts;
	TRY(handle_facts(&tx, &f, &said, &facts, e));
	/* The order of the law first: who comes too early hears which step is missing, not that votes are few. */
	TRY(docket_event_may(&tx, d, as->case_file, as->event, &facts, e));
	struct sitting_of_file_row sitting;
	TRY(sitting_for(&tx, d, as, &sitting, e));
	struct handle_plenary_new held = held_in(&tx, as, &sitting);
	as = &held;
	TRY(need_held(d, as->held_at, e));
	TRY(votes_count(&tx, d, as, &facts, e));
	struct case_people_rows people;
	TRY(case_people(&tx, as->case_file, &people, e));
	TRY(decisions_check(&tx, d, &f, as, &people, e));
	TRY(docket_event(&tx, d, as->case_file, as->event, &facts, NULL, e));
	ret->plenary = id_new(d->now);
	TRY(handle_plenary_insert(&tx, ret->plenary, as->case_file, as->agenda, as->held_at, as->place, as->event, d->user, e));
	TRY(votes_write(&tx, d, as, ret->plenary, e));
	TRY(minutes_paper(&tx, d, as, &sitting, ret->plenary, &ret->minutes, e));
	TRY(sitting_decided(&tx, &sitting, ret, e));
	TRY(outcomes_write(&tx, d, &f, &people, as, &ret->repaired, e));
	return tx_commit(&tx, e);
}
