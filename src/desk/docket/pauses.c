/* pauses.c -- days that a clock passes over, by somebody who says why.
 *
 * Most clocks know no pause: the law gives a number of days and a citizen's case hangs on it. The rule pack says of each
 * clock whether an office may pause it; of the others the article is named in the refusal. A pause is a row that stays:
 * its days stand in the sum as "jeda: ..." with reason and author. While the end of a pause is not known, nobody knows
 * the date either: the clock is "paused" and does not run out.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

#define REASON_MAX 500 /* bytes */
#define REACH_DAYS 366 /* a pause lies within a year of today */
#define TURNS_MAX  500 /* clocks in one turn of the keeper */

bool docket_pausable(struct arena *a, const struct law_clock *clock, const char **ret_why)
{
	if (clock_pausable(clock))
		return true;
	const char *basis = text_blank(clock->row.basis) ? clock->code : clock->row.basis;
	size_t end = strcspn(basis, ";");
	*ret_why = arena_printf(a, "%.*s: %s tidak mengenal jeda", (int)end, basis, text_lower(a, clock->name_id));
	return false;
}

enum status pauses_read(struct tx *tx, int64_t clock_run, struct clock_pauses_rows *rows, const struct pause **ret,
			struct err *e)
{
	TRY(clock_pauses(tx, clock_run, rows, e));
	struct pause *out = arena_array(tx->arena, struct pause, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct clock_pauses_row *p = &rows->items[i];
		const char *who = p->made_name ? p->made_name : "program";
		out[i] = (struct pause){p->from_on, p->to_on, arena_printf(tx->arena, "%s (oleh %s)", p->reason, who)};
	}
	*ret = out;
	return OK;
}

bool pauses_hold(const struct clock_pauses_rows *rows, struct day on)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct clock_pauses_row *p = &rows->items[i];
		if (p->from_on.n <= on.n && (day_is_none(p->to_on) || p->to_on.n >= on.n))
			return true;
	}
	return false;
}

/* A clock at work in a file of this office. */
struct paused_clock {
	struct clock_run_work_row run;
	struct docket_file file;
	const struct law_clock *clock;
	struct clock_pauses_rows pauses;
};

static enum status clock_open(struct tx *tx, const struct desk *d, int64_t id, struct paused_clock *ret, struct err *e)
{
	const struct pause *unused;
	TRY(clock_run_work(tx, id, &ret->run, e));
	TRY(docket_file_get(tx, d, ret->run.case_file, &ret->file, e));
	ret->clock = law_clock(ret->file.law, ret->run.clock);
	if (!ret->clock || !instant_is_none(ret->run.ended_at))
		return FAIL_FIELD(e, CONFLICT, "clock", "this deadline has ended");
	return pauses_read(tx, id, &ret->pauses, &unused, e);
}

static enum status span_check(const struct desk *d, const struct paused_clock *c, struct day from, struct day to,
			      struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	bool open = day_is_none(to);
	if (from.n < c->run.start_on.n)
		return FAIL_FIELD(e, INVALID, "from", "the pause begins before the deadline does");
	if (from.n > today.n + REACH_DAYS || (!open && to.n > today.n + REACH_DAYS))
		return FAIL_FIELD(e, INVALID, open ? "from" : "to", "more than a year ahead");
	if (open && from.n > today.n)
		return FAIL_FIELD(e, INVALID, "to", "a pause that begins later needs its last day");
	if (!open && to.n < from.n)
		return FAIL_FIELD(e, INVALID, "to", "the pause ends before it begins");
	for (size_t i = 0; i < c->pauses.n; i++) {
		const struct clock_pauses_row *p = &c->pauses.items[i];
		if ((open || p->from_on.n <= to.n) && (day_is_none(p->to_on) || p->to_on.n >= from.n))
			return FAIL_FIELD(e, CONFLICT, "from", "another pause covers one of these days");
	}
	return c->pauses.n < PAUSES_MAX ? OK : FAIL_FIELD(e, TOO_MANY, "from", "a deadline has at most %d pauses", PAUSES_MAX);
}

static const char *day_words(struct arena *a, struct day d)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, day_long(d, ID, text));
}

static enum status pause_line(struct tx *tx, const struct desk *d, const struct paused_clock *c, const char *event,
			      const char *words, struct err *e)
{
	const char *text = arena_printf(tx->arena, "Tenggat %s %s", c->clock->name_id, words);
	return docket_line(tx, d, &c->file, event, "clock", text, c->run.id, e);
}

enum status docket_pause(struct tx *tx, const struct desk *d, int64_t clock_run, struct day from, struct day to,
			 const char *reason, struct err *e)
{
	struct arena *a = tx->arena;
	struct paused_clock c;
	const char *why;
	TRY(clock_open(tx, d, clock_run, &c, e));
	if (!docket_pausable(a, c.clock, &why))
		return FAIL_FIELD(e, INVALID, "clock", "%s", why);
	if (text_blank(reason) || strlen(reason) > REASON_MAX)
		return FAIL_FIELD(e, INVALID, "reason", "why the deadline pauses, in at most %d bytes", REASON_MAX);
	if (!strcmp(c.run.status, "uncounted"))
		return FAIL_FIELD(e, CONFLICT, "clock", "this deadline cannot be counted yet");
	TRY(span_check(d, &c, from, to, e));
	TRY(clock_pause_add(tx, id_new(d->now), d->office->id, clock_run, from, to, reason, d->user, d->now, e));
	const char *until = day_is_none(to) ? "" : arena_printf(a, " sampai dengan %s", day_words(a, to));
	TRY(pause_line(tx, d, &c, "clock_paused", arena_printf(a, "dijeda mulai %s%s: %s.", day_words(a, from), until, reason),
		       e));
	return docket_recount_one(tx, d, clock_run, arena_printf(a, "jeda: %s", reason), e);
}

/* The pause whose end is not known. */
static const struct clock_pauses_row *pause_running(const struct paused_clock *c)
{
	for (size_t i = 0; i < c->pauses.n; i++)
		if (day_is_none(c->pauses.items[i].to_on))
			return &c->pauses.items[i];
	return NULL;
}

enum status docket_resume(struct tx *tx, const struct desk *d, int64_t clock_run, struct day last, struct err *e)
{
	struct paused_clock c;
	TRY(clock_open(tx, d, clock_run, &c, e));
	const struct clock_pauses_row *p = pause_running(&c);
	if (!p)
		return FAIL_FIELD(e, CONFLICT, "last", "no pause of this deadline is open");
	if (last.n < p->from_on.n || last.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "last", "the last paused day lies between the first one and today");
	int64_t changed;
	TRY(clock_pause_end(tx, p->id, last, d->user, d->now, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "the pause was ended meanwhile");
	const char *words = arena_printf(tx->arena, "berjalan lagi; hari jeda terakhir %s.", day_words(tx->arena, last));
	TRY(pause_line(tx, d, &c, "clock_resumed", words, e));
	return docket_recount_one(tx, d, clock_run, "jeda selesai", e);
}

enum status docket_date_seen(struct tx *tx, const struct desk *d, int64_t clock_run, struct err *e)
{
	struct paused_clock c;
	TRY(clock_open(tx, d, clock_run, &c, e));
	int64_t changed;
	TRY(clock_notice_clear(tx, clock_run, &changed, e));
	if (!changed)
		return OK; /* somebody was quicker */
	if (c.run.notice != NOTICE_EARLIER)
		return pause_line(tx, d, &c, "clock_seen", "berubah: tanggal baru sudah dilihat.", e);
	return pause_line(tx, d, &c, "clock_confirmed", "maju: tanggal baru sudah dipastikan.", e);
}

enum status pauses_turn(struct tx *tx, const struct desk *d, struct err *e)
{
	struct clocks_pause_turns_rows turns;
	TRY(clocks_pause_turns(tx, d->office->id, day_of_instant(d->now, d->office->zone), TURNS_MAX, &turns, e));
	for (size_t i = 0; i < turns.n; i++)
		TRY(docket_recount_one(tx, d, turns.items[i].id, "", e));
	return OK;
}

enum status pauses_take_over(struct tx *tx, const struct desk *d, int64_t from, int64_t to, struct err *e)
{
	struct clock_pauses_rows rows;
	const struct pause *unused;
	TRY(pauses_read(tx, from, &rows, &unused, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct clock_pauses_row *p = &rows.items[i];
		TRY(clock_pause_add(tx, id_new(d->now), d->office->id, to, p->from_on, p->to_on, p->reason, p->made_by,
				    p->made_at, e));
	}
	return rows.n ? docket_recount_one(tx, d, to, "jeda sebelumnya ikut dihitung", e) : OK;
}
