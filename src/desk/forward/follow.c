/* follow.c -- what becomes of a hand-over: receipt, return, recommendation, sanction, silence, remedy, the end.
 *
 * Each hand-over goes its own way by the law's downstream rows. The file follows: it stands where the least advanced
 * of its hand-overs stands, and gets there by the same events. A clock of a receiver (DS-PPK) runs per person.
 */
#include "bus/bus.h"
#include "desk/forward/forward_internal.h"

#include <string.h>

#define FOLLOW_STEPS 5 /* events the file may need to catch up at once */
#define PPK_CLOCK "DS-PPK"
#define WITHDRAWN "withdrawn" /* comes with a review of the decision (withdraw.c), never by hand */

/* How far a state is on the way; the file waits for the smallest. */
static const struct {
	const char *state;
	int rank;
} ranks[] = {{"FORWARDED", 1}, {"RETURNED", 1}, {"ACKNOWLEDGED", 2}, {"RECOMMENDED", 3}, {"OVERDUE_PPK", 4},
	     {"CONTROLLED", 5}, {"NO_SANCTION", 6}, {"SANCTIONED", 6}, {"OBJECTED", 7}, {"CLOSED", 8}};

static int rank_of(const char *state)
{
	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (!strcmp(state, ranks[i].state))
			return ranks[i].rank;
	return 0;
}

bool forward_by_bkn(const char *route)
{
	return !strcmp(route, "BKN") || !strcmp(route, "KASN") || !strcmp(route, "MERIT_BODY");
}

/* Where the file should stand; its own state when that is among the least advanced. */
static const char *target_of(const struct forward_of_rows *all, const char *now)
{
	const char *target = NULL;
	for (size_t i = 0; i < all->n; i++) {
		const char *state = all->items[i].state;
		if (!target || rank_of(state) < rank_of(target) ||
		    (rank_of(state) == rank_of(target) && (!strcmp(state, now) || !strcmp(state, "SANCTIONED"))))
			target = state;
	}
	return target ? target : now;
}

static bool leads_from(const struct law_transition *t, const char *state)
{
	for (size_t i = 0; i < t->from.n; i++)
		if (!strcmp(t->from.items[i], state))
			return true;
	return false;
}

/* A way of events among the downstream rows that invents nothing: in each of its states some hand-over of the file stood. */
struct path {
	const struct law *law;
	const struct forward_stood_rows *stood;
	const struct law_transition *steps[FOLLOW_STEPS];
};

static bool may_step(const struct path *p, const struct law_transition *t, const char *from)
{
	if (!rank_of(t->to) || !rank_of(from) || !leads_from(t, from))
		return false;
	for (size_t i = 0; i < p->stood->n; i++)
		if (!strcmp(p->stood->items[i].state, t->to))
			return true;
	return false;
}

/* How many steps lead from @from to @to, or 0. Depth-first with a small bound: the table has thirteen such rows. */
static size_t path_find(struct path *p, const char *from, const char *to, size_t depth, size_t bound)
{
	if (!strcmp(from, to))
		return depth;
	for (size_t i = 0; depth < bound && i < p->law->transitions.n; i++) {
		const struct law_transition *t = &p->law->transitions.items[i];
		if (!may_step(p, t, from))
			continue;
		p->steps[depth] = t;
		size_t n = path_find(p, t->to, to, depth + 1, bound);
		if (n)
			return n;
	}
	return 0;
}

static size_t path_shortest(struct path *p, const char *from, const char *to)
{
	for (size_t bound = 1; bound <= FOLLOW_STEPS; bound++) {
		size_t n = path_find(p, from, to, 0, bound);
		if (n)
			return n;
	}
	return 0;
}

/* The file follows its hand-overs. When the law does not let it (a clock that only ran per person), it stays. */
enum status file_follow(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	struct forward_file f;
	struct forward_of_rows all;
	TRY(forward_file_get(tx, d, case_file, &f, e));
	TRY(forward_of(tx, case_file, &all, e));
	struct forward_stood_rows stood;
	TRY(forward_stood(tx, case_file, &stood, e));
	struct path path = {.law = f.law, .stood = &stood};
	const char *target = target_of(&all, f.row.state);
	size_t n = strcmp(target, f.row.state) ? path_shortest(&path, f.row.state, target) : 0;
	for (size_t i = 0; i < n; i++) {
		struct case_facts facts = {.in_time = true, .route_is_bkn = strstr(path.steps[i]->guard, "other") == NULL};
		struct err why = {0};
		enum status status = docket_event(tx, d, case_file, path.steps[i]->event, &facts, NULL, &why);
		if (status == INVALID)
			return OK;
		if (status != OK)
			return FAIL(e, status, "%s", why.why);
		/* The receiver's clock runs per person; one for the file would count the same days twice. */
		TRY(docket_clock_stop(tx, d, case_file, 0, PPK_CLOCK, "dihitung per orang", e));
	}
	return OK;
}

static const struct forward_word *word_of(const struct forward_word *list, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(code, list[i].code))
			return &list[i];
	return NULL;
}

bool forward_asks_sanction(const char *event)
{
	return strstr(event, "sanction") && !strstr(event, "no_sanction");
}

/* What an event must bring with it. */
static enum status step_check(enum lang lang, const struct forward_step *as, struct err *e)
{
	bool en = lang == EN;
	if (!strcmp(as->event, "ack") && text_blank(as->receipt_number))
		return FAIL_FIELD(e, INVALID, "receipt_number", en ? "the number of the receipt (SBT, or on the signed slip)" : "isi nomor tanda terima (SBT, atau pada bukti terima)");
	if (!strcmp(as->event, "returned") && !word_of(forward_returns, forward_returns_n, as->reason))
		return FAIL_FIELD(e, INVALID, "reason", en ? "choose why the package came back" : "pilih alasan pengembalian");
	const struct forward_word *outcome = word_of(forward_outcomes, forward_outcomes_n, as->outcome);
	if (strstr(as->event, "sanction") && !outcome)
		return FAIL_FIELD(e, INVALID, "outcome", en ? "choose what became of it" : "pilih hasilnya");
	if (strstr(as->event, "sanction") && outcome->kind != (forward_asks_sanction(as->event) ? 's' : 'n'))
		return FAIL_FIELD(e, INVALID, "outcome", en ? "'%s' does not go with this event" : "'%s' tidak cocok dengan kejadian ini",
				  en ? outcome->name_en : outcome->name_id);
	if (forward_asks_sanction(as->event) && (text_blank(as->decree_number) || day_is_none(as->decree_on)))
		return FAIL_FIELD(e, INVALID, "decree_number", en ? "a sanction has a decree: its number and date" : "sanksi punya keputusan: isi nomor dan tanggalnya");
	return OK;
}

static enum status clock_past(struct tx *tx, const struct desk *d, const struct forward_get_row *h, bool *ret,
			      struct err *e)
{
	struct case_clocks_rows clocks;
	TRY(case_clocks(tx, h->case_file, &clocks, e));
	*ret = false;
	for (size_t i = 0; i < clocks.n; i++) {
		const struct case_clocks_row *c = &clocks.items[i];
		bool open = !strcmp(c->status, "running") || !strcmp(c->status, "expired");
		*ret |= open && c->person == h->person && !strcmp(c->clock, PPK_CLOCK) && c->last_moment.us < d->now.us;
	}
	return OK;
}

static enum status clocks_follow_person(struct tx *tx, const struct desk *d, const struct forward_get_row *h,
					const struct case_step *step, struct err *e)
{
	for (size_t i = 0; i < step->stop.n; i++)
		TRY(docket_clock_stop(tx, d, h->case_file, h->person, step->stop.items[i], step->transition->id, e));
	for (size_t i = 0; i < step->start.n; i++)
		TRY(docket_clock_start(tx, d, h->case_file, h->person, step->start.items[i], DAY_NONE, d->now, e));
	return OK;
}

/* A returned package opens a task of ours; its time is its clock's (ladder.c). */
static const char *task_of(struct tx *tx, const struct forward_step *as)
{
	if (strcmp(as->event, "returned"))
		return NULL;
	return arena_printf(tx->arena, "%s. %s", forward_word_name(as->reason, ID), as->text ? as->text : "");
}

static enum status stale(struct err *e)
{
	return FAIL(e, CONFLICT, "somebody else recorded something on this hand-over meanwhile; look again");
}

static enum status step_write(struct tx *tx, const struct desk *d, const struct law *law, const struct forward_get_row *h,
			      const struct case_step *step, const struct forward_step *as, struct err *e)
{
	int64_t changed;
	TRY(forward_move(tx, h->id, as->version, step->to, d->now, as->receipt_number, task_of(tx, as), INSTANT_NONE, as->outcome,
			 as->decree_number, text_blank(as->decree_number) ? DAY_NONE : as->decree_on, &changed, e));
	if (!changed)
		return stale(e);
	TRY(forward_event_insert(tx, id_new(d->now), h->id, d->now, d->user, as->event, h->state, step->to,
				 as->reason ? as->reason : as->outcome, as->text ? as->text : "", e));
	const struct law_state *to = law_state(law, step->to);
	const char *line = arena_printf(tx->arena, "Penerusan kepada %s: %s. %s", h->receiver, to ? to->name_id : step->to,
					as->text ? as->text : "");
	return docket_note(tx, d, h->case_file, "letter", line, h->person, e);
}

/* A second package, after what was asked for is complete. */
static enum status resend(struct tx *tx, const struct desk *d, const struct forward_file *f,
			  const struct forward_get_row *h, struct err *e)
{
	struct case_person_get_row person;
	struct forward_letter_file_row before = {0};
	struct forward_receiver to;
	TRY(case_person_get(tx, h->person, &person, e));
	if (h->letter)
		TRY(forward_letter_file(tx, h->letter, &before, e));
	bool crime = !strcmp(h->route, "GAKKUMDU");
	int64_t changed;
	TRY(forward_receiver_of(tx, d, f->law, person.class, person.agency, day_of_instant(d->now, d->office->zone), crime,
				&to, e));
	if (!receiver_fixed(tx->arena, f->law, h->route, &to))
		TRY(forward_readdress(tx, h->id, to.route->code, to.name, to.copy, &changed, e));
	struct forward_package as = {.handover = h->id, .person = h->person, .receiver = &to,
				     .form = h->letter ? before.form : "forwarding", .number_before = before.number};
	const char *number;
	return package_make(tx, d, f, &as, &number, e);
}

static enum status tell_status(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	struct case_get_row row;
	TRY(case_get(tx, case_file, &row, e));
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_int(&j, "case_file", case_file);
	jout_put_text(&j, "state", row.state);
	jout_put_text(&j, "text", "");
	jout_end(&j, '}');
	return bus_publish(tx, "status", b.s, e);
}

static enum status step_take(struct tx *tx, const struct desk *d, const struct forward_file *f,
			     const struct forward_get_row *h, const struct forward_step *as, struct err *e)
{
	struct case_facts facts = {.route_is_bkn = forward_by_bkn(h->route), .in_time = as->in_time};
	TRY(clock_past(tx, d, h, &facts.clock_expired, e));
	struct case_step step;
	TRY(case_next_at(f->law, f->procedure, h->state, as->event, day_of_instant(f->row.opened_at, d->office->zone),
			 &facts, &step, e));
	TRY(step_write(tx, d, f->law, h, &step, as, e));
	if (!strcmp(as->event, "resend"))
		TRY(resend(tx, d, f, h, e));
	TRY(file_follow(tx, d, h->case_file, e)); /* before this person's clock stops: "overdue" looks at it */
	TRY(clocks_follow_person(tx, d, h, &step, e));
	TRY(ladder_follow(tx, d, f, h, as->event, step.to, e));
	TRY(ladder_task_due(tx, d, f, h, as->event, e));
	TRY(sanction_clocks(tx, d, f, h, step.transition, as, e));
	return tell_status(tx, d, h->case_file, e);
}

/* An event of the law's table moves the hand-over; a happening starts a clock where it stands. */
static enum status step_or_happening(struct tx *tx, const struct desk *d, const struct forward_file *f,
				     const struct forward_get_row *h, struct forward_step *as, struct err *e)
{
	enum happening on;
	if (!day_is_none(as->decree_on) && as->decree_on.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "decree_on", d->lang == EN ? "the day lies in the future" : "tanggalnya di masa depan");
	if (!strcmp(as->event, WITHDRAWN))
		return FAIL_FIELD(e, INVALID, "event", "%s", d->lang == EN ? "a hand-over is taken back by a review of the decision (/peninjauan)"
									   : "penerusan ditarik lewat peninjauan putusan (/peninjauan)");
	if (happening_of(as->event, &on))
		return as->version == h->version ? sanction_happened(tx, d, f, h, as, on, e) : stale(e);
	TRY(sanction_resolve(tx, d, f, h, as, e));
	TRY(step_check(d->lang, as, e));
	return step_take(tx, d, f, h, as, e);
}

/* What was never sent cannot come back. */
static enum status sent_get(struct tx *tx, const struct desk *d, const struct forward_step *as, struct forward_get_row *ret,
			    struct err *e)
{
	bool found;
	struct forward_find_row row;
	TRY(forward_find(tx, as->handover, &found, &row, e));
	if (!found || (as->case_file && row.case_file != as->case_file))
		return FAIL(e, NOT_FOUND, d->lang == EN ? "nothing of this file was ever sent under that number; send the hand-over first"
							: "tidak ada penerusan berkas ini dengan nomor itu; kirim penerusannya dahulu");
	return forward_get(tx, as->handover, ret, e);
}

enum status forward_step(const struct desk *d, const struct forward_step *as, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_get_row h;
	struct forward_file f;
	struct forward_step step = *as;
	{
		scoped(tx_rollback) struct tx look = {0};
		TRY(desk_begin(d, READ, &look, e));
		TRY(sent_get(&look, d, as, &h, e));
	}
	TRY(forward_begin(d, h.case_file, &tx, &f, e));
	TRY(forward_get(&tx, as->handover, &h, e));
	TRY(step_or_happening(&tx, d, &f, &h, &step, e));
	return tx_commit(&tx, e);
}

size_t forward_events_of(const struct law *law, enum procedure p, const char *state, const char *route,
			 const struct law_transition *ret[], size_t max)
{
	const struct law_transition *all[32];
	size_t n = case_events(law, p, state, all, sizeof all / sizeof *all), kept = 0;
	for (size_t i = 0; i < n && kept < max; i++) {
		bool wrong = !strcmp(all[i]->guard, forward_by_bkn(route) ? "route_is_other" : "route_is_bkn");
		if (rank_of(all[i]->to) && !wrong && strcmp(all[i]->event, WITHDRAWN))
			ret[kept++] = all[i];
	}
	return kept;
}

static enum status overdue_one(const struct desk *d, const struct forward_due_row *row, int *ret_letters, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_file f;
	struct forward_get_row h;
	TRY(forward_begin(d, row->case_file, &tx, &f, e));
	TRY(forward_get(&tx, row->id, &h, e));
	if (h.version != row->version)
		return OK; /* somebody is at it: the next round looks again */
	struct forward_step as = {.handover = h.id, .version = h.version, .event = "overdue", .decree_on = DAY_NONE,
				  .text = "Batas tindak lanjut lewat tanpa jawaban."};
	TRY(step_take(&tx, d, &f, &h, &as, e));
	TRY(ladder_silent(&tx, d, &f, &h, e));
	++*ret_letters;
	return tx_commit(&tx, e);
}

enum status forward_watch(const struct desk *d, int *ret_overdue, struct err *e)
{
	struct forward_due_rows due;
	enum status first = OK;
	*ret_overdue = 0;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(forward_due(&tx, d->office->id, PPK_CLOCK, d->now, &due, e));
	}
	for (size_t i = 0; i < due.n; i++) {
		struct err why = {0};
		TRY(watch_goes_on(overdue_one(d, &due.items[i], ret_overdue, &why), &why, &first, e));
	}
	struct err why = {0};
	TRY(watch_goes_on(ladder_watch(d, ret_overdue, &why), &why, &first, e));
	return first;
}
