/* casedates.c -- how a deadline of a file came to its date: moves by a new calendar, pauses; seeing and confirming. */
#include "web/casefile.h"

#include <string.h>

static const char *moment_of(const struct request *rq, struct instant t)
{
	char text[64];
	return arena_strdup(rq->desk.arena, instant_long(t, rq->desk.office->zone, rq->lang, text));
}

static const char *long_day(const struct request *rq, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? "" : arena_strdup(rq->desk.arena, day_long(d, rq->lang, text));
}

static const char *form_or(const struct request *rq, const char *name, const char *otherwise)
{
	const char *s = rq_form(rq, name);
	return s ? s : otherwise;
}

static enum status moves_put(struct request *rq, struct tx *tx, struct sum_dates *v, struct err *e)
{
	struct clock_moves_rows rows;
	TRY(clock_moves(tx, v->run, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct clock_moves_row *r = &rows.items[i];
		struct date_move m = {moment_of(rq, r->at), r->user_name ? r->user_name : "program", r->text};
		ARENA_PUSH(rq->desk.arena, &v->moves, m);
	}
	return OK;
}

static enum status pauses_put(struct request *rq, struct tx *tx, struct sum_dates *v, struct err *e)
{
	struct clock_pauses_rows rows;
	TRY(clock_pauses(tx, v->run, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct clock_pauses_row *r = &rows.items[i];
		struct date_pause p = {.from = long_day(rq, r->from_on), .to = long_day(rq, r->to_on), .reason = r->reason,
				       .open = day_is_none(r->to_on)};
		const char *by = r->made_name ? r->made_name : "program";
		p.who = arena_printf(rq->desk.arena, rq->lang == EN ? "by %s, %s" : "oleh %s, %s", by, moment_of(rq, r->made_at));
		v->paused |= p.open;
		ARENA_PUSH(rq->desk.arena, &v->pauses, p);
	}
	return OK;
}

enum status dates_fill(struct request *rq, struct tx *tx, const struct clock_run_get_row *run, const struct law_clock *clock,
		       struct sum_dates *v, struct err *e)
{
	char iso[DAY_TEXT_MAX];
	const char *today = arena_strdup(rq->desk.arena, day_iso(day_of_instant(rq->desk.now, rq->desk.office->zone), iso));
	v->run = run->id;
	v->running = instant_is_none(run->ended_at);
	v->notice = v->running ? run->notice : 0;
	v->why_not = "";
	v->pausable = docket_pausable(rq->desk.arena, clock, &v->why_not);
	v->today = today;
	v->from = form_or(rq, "from", today);
	v->to = form_or(rq, "to", "");
	v->reason = form_or(rq, "reason", "");
	v->hash = run->calendar;
	TRY(moves_put(rq, tx, v, e));
	return pauses_put(rq, tx, v, e);
}

/* The deadline of the address, in a file that this reader may work on. */
static enum status run_open(struct request *rq, struct tx *tx, int64_t *ret, struct err *e)
{
	int64_t id;
	struct handle_file f;
	struct clock_run_get_row run;
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, ret, e));
	TRY(desk_begin(&rq->desk, WRITE, tx, e));
	TRY(handle_open(tx, &rq->desk, id, &f, e));
	TRY(clock_run_get(tx, *ret, &run, e));
	return run.case_file == id ? OK : FAIL(e, NOT_FOUND, "this deadline is not of this file");
}

static enum status pause_do(struct request *rq, struct err *e)
{
	int64_t run;
	struct day from, to;
	const char *reason;
	TRY(rq_form_day(rq, "from", true, &from, e));
	TRY(rq_form_day(rq, "to", false, &to, e));
	TRY(rq_form_text(rq, "reason", 500, true, &reason, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &run, e));
	TRY(docket_pause(&tx, &rq->desk, run, from, to, reason, e));
	return tx_commit(&tx, e);
}

static enum status resume_do(struct request *rq, struct err *e)
{
	int64_t run;
	struct day last;
	TRY(rq_form_day(rq, "last", true, &last, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &run, e));
	TRY(docket_resume(&tx, &rq->desk, run, last, e));
	return tx_commit(&tx, e);
}

static enum status seen_do(struct request *rq, struct err *e)
{
	int64_t run;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &run, e));
	TRY(docket_date_seen(&tx, &rq->desk, run, e));
	return tx_commit(&tx, e);
}

enum status pause_take(struct request *rq, struct err *e)
{
	return file_answer(rq, pause_do(rq, e), arena_printf(rq->desk.arena, "/tenggat/%s", rq->segments[1]), sum_show, e);
}

enum status resume_take(struct request *rq, struct err *e)
{
	return file_answer(rq, resume_do(rq, e), arena_printf(rq->desk.arena, "/tenggat/%s", rq->segments[1]), sum_show, e);
}

enum status seen_take(struct request *rq, struct err *e)
{
	return file_answer(rq, seen_do(rq, e), "#jam", sum_show, e);
}
