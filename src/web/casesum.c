/* casesum.c -- how a deadline of a file was computed, and what would follow if the file were registered now (N3, N4).
 *
 * What is shown is the sum that was stored when the clock was counted, by that law and that calendar; a count that a
 * decree or a pause replaced stays readable below the present one (R11). The annex prints the same. The simulation asks
 * core/clock and stores nothing.
 */
#include "web/casesum.h"

#include "explain_sql.h"
#include "page_case_sum.h"

#include <string.h>

static const char *moment_in(const struct request *rq, struct instant t, enum zone zone)
{
	char text[64];
	return instant_is_none(t) ? "" : arena_strdup(rq->desk.arena, instant_long(t, zone, rq->lang, text));
}

static const char *long_day(const struct request *rq, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? "" : arena_strdup(rq->desk.arena, day_long(d, rq->lang, text));
}

/* ---- the sum of a deadline ---- */

/* A sum that many files share keeps no hour; the file's own row does. */
static void start_put(struct docket_sum *sum, struct instant start_at)
{
	if (instant_is_none(sum->start))
		sum->start = start_at;
}

static void words_fill(const struct request *rq, struct sum_view *v, const struct docket_sum *sum)
{
	bool en = rq->lang == EN;
	v->name = en && !text_blank(sum->name_en) ? sum->name_en : sum->name_id;
	v->start = instant_is_none(sum->start) ? long_day(rq, sum->start_day) : moment_in(rq, sum->start, sum->zone);
	v->last = moment_in(rq, sum->last, sum->zone);
	if (!instant_is_none(sum->counter_closes) && sum->counter_closes.us < sum->last.us)
		v->counter = moment_in(rq, sum->counter_closes, sum->zone);
	v->lead = arena_printf(rq->desk.arena, say(rq, "%s sejak %s.", "%s from %s."), v->sum.amount, v->start);
	v->basis = sum->basis;
	v->calendar = sum->calendar;
	v->pack = arena_printf(rq->desk.arena, "%s, sha256 %.16s…", sum->law_name, sum->rulepack);
	v->code = sum->clock;
	v->on_expiry = en ? sum->on_expiry : ""; /* the law's table says it in English only */
}

/* Who noted a pause stands beside its days. */
static void pauses_put(const struct request *rq, struct sum_view *v)
{
	for (size_t i = 0; i < v->sum.lines.n; i++) {
		struct sum_line *line = &v->sum.lines.items[i];
		for (size_t k = 0; k < v->pauses.n && !line->counted && !*line->rule; k++) {
			const struct clock_pauses_row *p = &v->pauses.items[k];
			bool in = p->from_on.n <= line->day.n && (day_is_none(p->to_on) || line->day.n <= p->to_on.n);
			if (in && p->made_name)
				line->why = arena_printf(rq->desk.arena, say(rq, "Jeda: %s (dicatat %s)", "Paused: %s (noted by %s)"), p->reason,
							 p->made_name);
		}
	}
}

/* The count before each move: the first one is the clock's own, the others are those that the moves before gave. */
static enum status old_fill(struct request *rq, struct tx *tx, struct sum_view *v, const struct law_clock *c,
			    const struct clock_run_get_row *run, struct err *e)
{
	struct clock_moves_rows moves;
	struct clock_first_sum_row first;
	TRY(clock_moves(tx, run->id, &moves, e));
	TRY(clock_first_sum(tx, run->id, &first, e));
	for (size_t i = 0; i < moves.n; i++) {
		const struct clock_moves_row *m = &moves.items[i];
		struct docket_sum sum;
		struct old_count old = {.why = m->text, .who = m->user_name ? m->user_name : "", .at = m->at};
		if (docket_sum_read(rq->desk.arena, i ? moves.items[i - 1].sum : first.sum, &sum, NULL) != OK)
			continue; /* it could not be counted then: nothing to show */
		start_put(&sum, run->start_at);
		old.until = moment_in(rq, m->old_last, sum.zone);
		old.sum = sum_of_stored(rq, c, &sum);
		ARENA_PUSH(rq->desk.arena, &v->old, old);
	}
	return OK;
}

/* The clock of the address, which must be of this file. */
static enum status run_open(struct request *rq, struct tx *tx, const struct file_page *f, struct clock_run_get_row *ret,
			    const struct law_clock **ret_clock, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 1, &id, e));
	TRY(clock_run_get(tx, id, ret, e));
	*ret_clock = law_clock_at(f->file.law, ret->clock, ret->start_on);
	if (!*ret_clock)
		*ret_clock = law_clock(f->file.law, ret->clock);
	if (ret->case_file != f->head.id || !*ret_clock)
		return FAIL(e, NOT_FOUND, "this deadline is not of this file");
	return OK;
}

static enum status sum_fill(struct request *rq, struct tx *tx, struct sum_view *v, struct err *e)
{
	struct clock_run_get_row run;
	const struct law_clock *c;
	struct docket_sum sum;
	TRY(run_open(rq, tx, &v->f, &run, &c, e));
	struct docket_left left = docket_left(&rq->desk, v->f.file.law, run.clock, run.status, run.last_moment, run.ended_at, run.sum);
	v->id = run.id;
	v->clock = clock_view_of_left(rq, &left, "");
	v->owner = left.owner;
	v->name = sum_clock_name(c, rq->lang);
	v->code = run.clock;
	TRY(dates_fill(rq, tx, &run, c, &v->dates, e));
	v->today = long_day(rq, day_of_instant(rq->desk.now, rq->desk.office->zone));
	if (docket_sum_read(rq->desk.arena, run.sum, &sum, e) == NOT_LOADED) {
		v->uncounted = say(rq, "Belum ada keputusan libur untuk tahun itu. Tanggalnya dihitung begitu kalender dimuat; kami tidak menebak.",
				   "There is no holiday decree for that year yet. The date is counted once the calendar is loaded; we do not guess.");
		return OK;
	}
	start_put(&sum, run.start_at);
	v->sum = sum_of_stored(rq, c, &sum);
	words_fill(rq, v, &sum);
	TRY(clock_pauses(tx, run.id, &v->pauses, e));
	pauses_put(rq, v);
	return old_fill(rq, tx, v, c, &run, e);
}

enum status sum_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct sum_view v = {.counter = "", .on_expiry = "", .uncounted = "", .lead = "", .last = "", .basis = "", .calendar = "", .pack = "", .start = ""};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(sum_fill(rq, &tx, &v, e));
	struct page p = page_of(rq, "Hitungan tenggat", "Sum of a deadline");
	page_case_sum(rq->out, &p, &v);
	return OK;
}

enum status sum_page(struct request *rq, struct err *e)
{
	return sum_show(rq, NULL, e);
}

/* The annex is a paper of the file: with check code, in the list of papers. */
enum status annex_take(struct request *rq, struct err *e)
{
	struct file_page f = {0};
	struct clock_run_get_row run;
	const struct law_clock *c;
	struct letter_made made;
	TRY(file_page_open(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(run_open(rq, &tx, &f, &run, &c, e));
	TRY(docket_sum_letter(&tx, &rq->desk, run.id, &made, e));
	TRY(tx_commit(&tx, e));
	return rq_redirect(rq, "/kerja/perkara/%lld/surat/%lld", (long long)f.head.id, (long long)made.id);
}

/* ---- "if we register at ..." ---- */

/* The next day on which the counter opens, at its opening. */
static struct instant next_morning(const struct office *o, const struct law *law, struct instant now)
{
	struct day on = day_add(day_of_instant(now, o->zone), 1);
	while (calendar_covers(o->calendar, on) ? !day_works(o->calendar, on, NULL) : day_weekday(on) > 4)
		on = day_add(on, 1);
	return instant_at(on, law->counter_opens / 60, law->counter_opens % 60, 0, o->zone);
}

static const char *or_now(const struct request *rq, const char *field, const char *otherwise)
{
	const char *typed = rq_query(rq, field);
	return typed ? typed : otherwise;
}

static const char *iso_of(const struct request *rq, struct instant t)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(rq->desk.arena, day_iso(day_of_instant(t, rq->desk.office->zone), text));
}

static const char *clock_of(const struct request *rq, struct instant t)
{
	char text[16];
	return arena_strdup(rq->desk.arena, instant_clock(t, rq->desk.office->zone, EN, text)); /* 15:30, as time fields want it */
}

static enum status simulation_read(const struct request *rq, struct file_view *v, struct plan_ask *ask, struct err *e)
{
	TRY(plan_moment_read(rq, "daftar", v->sim_day, "pukul", v->sim_time, ask->zone, &ask->a, e));
	if (!text_blank(v->sim_day2))
		TRY(plan_moment_read(rq, "daftar2", v->sim_day2, "pukul2", v->sim_time2, ask->zone, &ask->b, e));
	if (!text_blank(v->sim_hearing) && day_parse(v->sim_hearing, &ask->hearing, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "sidang", say(rq, "“%.20s” bukan tanggal yang ada.", "“%.20s” is no date."), v->sim_hearing);
	return OK;
}

enum status simulation_fill(struct request *rq, struct file_view *v, struct err *e)
{
	const struct law *law = v->f.file.law;
	struct instant now = rq->desk.now, later = next_morning(rq->desk.office, law, now);
	struct plan_ask ask = {.law = law, .procedure = v->f.file.procedure, .event = "registered", .a = {DAY_NONE, INSTANT_NONE},
			       .b = {DAY_NONE, INSTANT_NONE}, .zone = rq->desk.office->zone, .hearing = DAY_NONE};
	struct err fault = {0};
	v->sim_day = or_now(rq, "daftar", iso_of(rq, now));
	v->sim_time = or_now(rq, "pukul", clock_of(rq, now));
	v->sim_day2 = or_now(rq, "daftar2", iso_of(rq, later));
	v->sim_time2 = or_now(rq, "pukul2", clock_of(rq, later));
	v->sim_hearing = or_now(rq, "sidang", "");
	v->sim_fault = (struct fault){.field = "", .text = ""};
	if (simulation_read(rq, v, &ask, &fault) != OK) {
		v->sim_fault = (struct fault){.field = fault.field, .text = arena_strdup(rq->desk.arena, fault.why)};
		return OK;
	}
	TRY(plan_fill(rq, &ask, &v->plan, e));
	v->simulated = true;
	return OK;
}
