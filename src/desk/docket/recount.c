/* recount.c -- a new calendar, and every open clock of the office counted again by it, in one transaction.
 *
 * What a count gives depends on the rule, the pack, the first day and the calendar, and on nothing else of the file. So
 * clocks that share these are counted once, however many there are (three hundred thousand open clocks are a few
 * thousand counts), and the database moves them together: one statement writes the list of moves, one carries them over.
 * A clock that has been paused is counted by itself.
 *
 * R11 holds for the old and for the new result. The old sum stays in clock_run.sum (or in the recount that gave it); the
 * new one, with every day, stands once in clock_recount, and clock_run.moved points to it. Clocks whose result stays are
 * not touched: their sum is true by the calendar version that it names, and that version is kept whole.
 *
 * A date that comes earlier, or that has passed by the new count, takes nobody by surprise: it is marked (notice 2) and
 * does not expire until somebody has confirmed it (docket_expire passes over it).
 */
#include "bus/bus.h"
#include "desk/docket/docket_internal.h"

#include <string.h>

/* Rule packs already read: a recount meets few, many times. */
struct packs {
	struct arena *a;
	struct known_pack {
		const char *hash;
		const struct law *law;
	} *items;
	size_t n, cap;
};

struct recount {
	struct tx *tx;
	const struct desk *d;
	const struct calendar *cal;
	int64_t version;
	const char *because;
	struct packs packs;
	struct docket_recounted *ret;
};

static enum status pack_of(struct recount *r, const char *hash, const struct law **ret, struct err *e)
{
	for (size_t i = 0; i < r->packs.n; i++)
		if (!strcmp(r->packs.items[i].hash, hash)) {
			*ret = r->packs.items[i].law;
			return OK;
		}
	TRY(docket_law(r->tx, r->d, hash, ret, e));
	struct known_pack known = {hash, *ret};
	struct packs *to = &r->packs;
	ARENA_PUSH(r->tx->arena, to, known);
	return OK;
}

/* One result, old and new. */
struct moved {
	const char *clock, *rulepack, *old_status;
	const struct law *law;
	struct day start_on;
	int64_t clock_run; /* 0: all that share the rest */
	struct instant old_last;
	const struct deadline *due;
	const char *new_status;
	int notice;
};

static bool uncounted(const char *status)
{
	return !strcmp(status, "uncounted");
}

/* An expired clock lives again when its end lies ahead; one that is over by the new count only waits to be confirmed. */
static void moved_judge(const struct recount *r, struct moved *m)
{
	bool past = m->due->last.us < r->d->now.us;
	bool earlier = !uncounted(m->old_status) && m->due->last.us < m->old_last.us;
	bool was_expired = !strcmp(m->old_status, "expired");
	if (!m->new_status)
		m->new_status = past && was_expired ? "expired" : "running";
	m->notice = earlier || (past && !was_expired) ? NOTICE_EARLIER : NOTICE_CHANGED;
}

static const char *moved_words(const struct recount *r, const struct moved *m)
{
	struct arena *a = r->tx->arena;
	char before[64], after[64];
	enum zone zone = r->d->office->zone;
	const char *now = instant_long(m->due->last, zone, ID, after);
	const char *tail = text_blank(r->because) ? "." : arena_printf(a, " (%s).", r->because);
	if (uncounted(m->old_status))
		return arena_printf(a, "Tenggat %s kini terhitung: sampai %s%s", m->due->clock->name_id, now, tail);
	const char *flag = m->notice == NOTICE_EARLIER ? " Tanggalnya maju; perlu dipastikan." : "";
	return arena_printf(a, "Tenggat %s berubah: semula sampai %s, kini sampai %s%s%s", m->due->clock->name_id,
			    instant_long(m->old_last, zone, ID, before), now, tail, flag);
}

static enum status moved_add(struct recount *r, struct moved *m, int64_t *ret_id, struct err *e)
{
	moved_judge(r, m);
	*ret_id = id_new(r->d->now);
	return recount_add(r->tx, *ret_id, r->d->office->id, r->version, m->clock, m->rulepack, m->start_on, m->clock_run,
			   m->old_last, m->due->last, m->old_status, m->new_status, m->notice,
			   docket_sum_text(r->tx->arena, m->law, m->due), moved_words(r, m), e);
}

/* Does the calendar matter to it at all? Hours and months run through holidays. */
static bool calendar_bound(const struct law_clock *clock)
{
	return clock->unit == WORKING_DAY;
}

static enum status recount_group(struct recount *r, const struct recount_groups_row *g, struct err *e)
{
	const struct law *law;
	TRY(pack_of(r, g->rulepack, &law, e));
	const struct law_clock *clock = clock_as_set(r->tx->arena, r->d, law_clock(law, g->clock));
	if (!clock || !calendar_bound(clock))
		return OK;
	struct clock_question q = {.law = law, .clock = clock, .cal = r->cal, .day = g->start_on,
				   .start = INSTANT_NONE, .zone = r->d->office->zone};
	struct deadline due;
	struct err why;
	if (clock_end(&q, &due, &why) != OK || (due.last.us == g->last_moment.us && !uncounted(g->status)))
		return OK; /* the calendar still does not reach it, or nothing changes */
	TRY(clock_count(r->tx->arena, &q, &due, e));
	struct moved m = {.clock = g->clock, .rulepack = g->rulepack, .old_status = g->status, .law = law,
			  .start_on = g->start_on, .old_last = g->last_moment, .due = &due};
	int64_t id;
	TRY(moved_add(r, &m, &id, e));
	r->ret->clocks += g->n;
	r->ret->earlier += m.notice == NOTICE_EARLIER ? g->n : 0;
	r->ret->counted += uncounted(g->status) ? g->n : 0;
	return OK;
}

/* The new results are there: the list of moves is written and carried over, each in one statement. */
static enum status groups_move(struct recount *r, int64_t after, struct err *e)
{
	const struct desk *d = r->d;
	if (!r->ret->clocks)
		return OK;
	int64_t below = id_block(d->now, r->ret->clocks) - 1, moved, carried;
	TRY(moves_add(r->tx, below, d->office->id, r->version, after, d->now, d->user, &moved, e));
	if (moved != r->ret->clocks)
		return FAIL(e, CONFLICT, "%lld clocks were to move, %lld did", (long long)r->ret->clocks, (long long)moved);
	TRY(moves_carry(r->tx, below, below + moved, r->cal->version, &carried, e));
	return carried == moved ? OK : FAIL(e, CONFLICT, "%lld of %lld clocks moved", (long long)carried, (long long)moved);
}

static const char *awake(const struct clock_run_work_row *run)
{
	return !strcmp(run->status, "paused") ? "running" : run->status;
}

/* One clock with its pauses. Where a pause has no end yet nobody knows the date: the last one stays as it is. */
static enum status recount_one(struct recount *r, int64_t id, bool *ret_moved, struct err *e)
{
	struct arena *a = r->tx->arena;
	struct clock_run_work_row run;
	struct clock_pauses_rows rows;
	const struct pause *pauses;
	const struct law *law;
	*ret_moved = false;
	TRY(clock_run_work(r->tx, id, &run, e));
	TRY(pauses_read(r->tx, id, &rows, &pauses, e));
	TRY(pack_of(r, run.rulepack, &law, e));
	struct clock_question q = {.law = law, .clock = clock_as_set(r->tx->arena, r->d, law_clock(law, run.clock)), .cal = r->cal, .day = run.start_on,
				   .start = run.start_at, .zone = r->d->office->zone,
				   .pauses = pauses, .n_pauses = rows.n};
	struct deadline due;
	if (!q.clock)
		return FAIL(e, INVALID, "the law of this file has no clock '%s'", run.clock);
	if (q.clock->unit != HOUR)
		q.start = INSTANT_NONE; /* the day of the start is settled (it may be that of another zone) */
	if (clock_count(a, &q, &due, e) != OK)
		return e->status == NOT_LOADED ? OK : e->status;
	bool paused = pauses_hold(&rows, day_of_instant(r->d->now, r->d->office->zone));
	int64_t changed;
	if (due.open || due.last.us == run.last_moment.us)
		return clock_run_move(r->tx, id, run.last_moment, run.calendar, 0, 0, paused ? "paused" : awake(&run),
				      (int64_t)rows.n, &changed, e);
	struct moved m = {.clock = run.clock, .rulepack = run.rulepack, .old_status = run.status, .law = law,
			  .start_on = run.start_on, .clock_run = id, .old_last = run.last_moment, .due = &due,
			  .new_status = paused ? "paused" : NULL};
	int64_t recount;
	TRY(moved_add(r, &m, &recount, e));
	TRY(move_add(r->tx, id_new(r->d->now), r->d->office->id, recount, run.case_file, id, r->d->now, r->d->user, e));
	*ret_moved = true;
	r->ret->earlier += m.notice == NOTICE_EARLIER;
	/* Who pauses a clock sees what comes of it; only a calendar moves dates behind somebody's back. */
	int64_t notice = r->version ? m.notice : 0;
	return clock_run_move(r->tx, id, due.last, r->cal->version, recount, notice, m.new_status, (int64_t)rows.n, &changed, e);
}

enum status docket_recount_one(struct tx *tx, const struct desk *d, int64_t clock_run, const char *because, struct err *e)
{
	struct docket_recounted counted = {0};
	struct recount r = {.tx = tx, .d = d, .cal = d->office->calendar, .because = because, .ret = &counted};
	bool moved;
	return recount_one(&r, clock_run, &moved, e);
}

/* Reporters whose own time to act moved are told in their talk; who they are is not known here (desk/intake). */
static enum status reporter_tell(struct recount *r, const struct law_clock *clock, const struct moves_of_clock_row *m,
				 struct err *e)
{
	struct arena *a = r->tx->arena;
	char when[64];
	scoped(buf_free) struct buf b = {.limit = 4000};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_int(&j, "case_file", m->case_file);
	jout_put_text(&j, "text", arena_printf(a, "Kalender hari kerja berubah. Batas %s sekarang: %s.",
					       text_lower(a, clock->name_id),
					       instant_long(m->new_last, r->d->office->zone, ID, when)));
	jout_end(&j, '}');
	TRY(buf_done(&b, e));
	return bus_publish(r->tx, "status", b.s, e);
}

#define TOLD_BATCH 500 /* moves read at once */

static enum status reporters_tell(struct recount *r, struct err *e)
{
	struct moves_clocks_rows clocks;
	TRY(moves_clocks(r->tx, r->version, &clocks, e));
	for (size_t i = 0; i < clocks.n; i++) {
		const struct law_clock *clock = law_clock(r->d->office->law, clocks.items[i].clock);
		if (!clock || !text_eq(clock->owner, "reporter"))
			continue;
		struct moves_of_clock_rows moves = {.n = TOLD_BATCH};
		for (int64_t after = 0; moves.n == TOLD_BATCH;) {
			TRY(moves_of_clock(r->tx, r->version, clock->code, after, TOLD_BATCH, &moves, e));
			for (size_t k = 0; k < moves.n; k++)
				TRY(reporter_tell(r, clock, &moves.items[k], e));
			after = moves.n ? moves.items[moves.n - 1].id : after;
		}
	}
	return OK;
}

enum status docket_recount(struct tx *tx, const struct desk *d, const struct calendar *cal, int64_t version,
			   const char *because, struct docket_recounted *ret, struct err *e)
{
	struct recount r = {.tx = tx, .d = d, .cal = cal, .version = version, .because = because, .ret = ret};
	*ret = (struct docket_recounted){0};
	int64_t after = id_new(d->now) - 1;
	struct recount_groups_rows groups;
	TRY(recount_groups(tx, d->office->id, &groups, e));
	for (size_t i = 0; i < groups.n; i++)
		TRY(recount_group(&r, &groups.items[i], e));
	TRY(groups_move(&r, after, e));
	struct recount_paused_rows paused;
	TRY(recount_paused(tx, d->office->id, &paused, e));
	for (size_t i = 0; i < paused.n; i++) {
		bool moved;
		TRY(recount_one(&r, paused.items[i].id, &moved, e));
		ret->clocks += moved;
	}
	return ret->clocks ? reporters_tell(&r, e) : OK;
}

enum status docket_recount_stale(struct tx *tx, const struct desk *d, const struct calendar *cal, int64_t version,
				 bool *ret, struct err *e)
{
	struct clocks_stale_row stale;
	TRY(clocks_stale(tx, d->office->id, cal->version, version, &stale, e));
	*ret = stale.n > 0;
	return OK;
}
