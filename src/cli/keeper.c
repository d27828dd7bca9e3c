/* keeper.c -- see keeper.h. */
#include "cli/keeper.h"

#include "base/log.h"
#include "bus/bus.h"
#include "cli/turns.h"
#include "desk/access/access.h"
#include "desk/advice/advice.h"
#include "desk/decree/decree.h"
#include "desk/docket/docket.h"
#include "desk/evidence/receipts.h"
#include "desk/forward/forward.h"
#include "desk/intake/intake.h"
#include "desk/intake/upload.h"
#include "desk/outreach/circular.h"
#include "desk/pledge/pledge.h"
#include "desk/risk/risk.h"
#include "desk/stream/stream.h"
#include "desk/vault/vault.h"

#include <stdlib.h>

#define SESSION_IDLE_US (30 * 60 * SECOND_US) /* as desk/access ends them; here they are only removed */
#define HELD_US         (2 * HOUR_US)         /* files of a form that was never sent again */
#define DONE_JOBS_US    (7 * DAY_US)
#define LOOK_MS         1000 /* how often it is looked whose turn it is */

static enum status expire_clocks(struct tx *tx, const struct desk *d, struct err *e)
{
	int expired;
	return docket_expire(tx, d, &expired, e);
}

static enum status drop_what_ended(struct tx *tx, const struct desk *d, struct err *e)
{
	int64_t n;
	struct instant idle = {d->now.us - SESSION_IDLE_US}, held = {d->now.us - HELD_US};
	TRY(session_prune(tx, d->now, idle, &n, e));
	return held_drop(tx, (struct str){"", 0}, held, &n, e);
}

static enum status forget_questions(struct tx *tx, const struct desk *d, struct err *e)
{
	int64_t n;
	return advice_sweep(tx, d, &n, e);
}

static enum status sign_checkpoint(struct tx *tx, const struct desk *d, struct err *e)
{
	return evidence_checkpoint(tx, d, e);
}

/* The head of the day, after midnight or when the program starts. */
static enum status sign_log_head(struct tx *tx, const struct desk *d, struct err *e)
{
	struct evidence_head head;
	bool made;
	TRY(evidence_head_make(tx, d, true, &head, &made, e));
	if (made)
		log_event(LOG_INFO, "log_head", "the head of the log of receipts is signed: %lld receipts", (long long)head.note.size);
	return OK;
}

static enum status mail_witnesses(const struct desk *d, struct err *e)
{
	int sent;
	return evidence_witness_send(d, &sent, e);
}

static enum status sweep_jobs(struct tx *tx, const struct desk *d, struct err *e)
{
	int64_t n;
	return bus_sweep(tx, (struct instant){d->now.us - DONE_JOBS_US}, &n, e);
}

/* These open their own transactions. */
static enum status follow_calendar(const struct desk *d, struct err *e)
{
	bool changed;
	return decree_follow(d, &changed, e);
}

static enum status tell_reporters(const struct desk *d, struct err *e)
{
	int told;
	return intake_notices(d, &told, e);
}

static enum status remind_heads(const struct desk *d, struct err *e)
{
	int told;
	return pledge_remind_due(d, &told, e);
}

static enum status watch_receivers(const struct desk *d, struct err *e)
{
	int overdue;
	return forward_watch(d, &overdue, e);
}

/* Packs that another program installed, and packs whose first day has come. */
static enum status look_for_packs(const struct desk *d, struct err *e)
{
	bool changed;
	TRY(packs_refresh(d->office, &changed, e));
	return changed && d->office->screen ? stream_index_open(d->office, e) : OK; /* the index names acts of the law */
}

/* An index that another program built: netra import, or a copy from the office that makes them for all. */
static enum status look_for_index(const struct desk *d, struct err *e)
{
	bool changed;
	TRY(stream_index_follow(d->office, &changed, e));
	if (changed)
		log_event(LOG_INFO, "index", "another screening index lay there and is in use now");
	return OK;
}

/* The first turn of every duty is at the start. One of run and run_alone is set. */
static const struct duty {
	const char *name;
	int every_s;
	enum status (*run)(struct tx *tx, const struct desk *d, struct err *e);
	enum status (*run_alone)(const struct desk *d, struct err *e);
} duties[] = {
	{"keeper_packs", 2, NULL, look_for_packs},
	{"keeper_index", 2, NULL, look_for_index},
	{"keeper_calendar", 5, NULL, follow_calendar}, /* before the clocks expire */
	{"keeper_notices", 5, NULL, tell_reporters},
	{"keeper_reminders", 10, NULL, remind_heads},
	{"keeper_uploads", 60, NULL, upload_keep},
	{"keeper_expire", 60, expire_clocks, NULL},
	{"keeper_vault", 60, vault_sweep, NULL},
	{"keeper_receivers", 300, NULL, watch_receivers},
	{"keeper_circulars", 60, NULL, circular_watch},
	{"keeper_warnings", 300, NULL, risk_watch},
	{"keeper_drop", 600, drop_what_ended, NULL},
	{"keeper_advice", 600, forget_questions, NULL},
	{"keeper_checkpoint", 3600, sign_checkpoint, NULL},
	{"keeper_log_head", 60, sign_log_head, NULL},
	{"keeper_witness", 10, NULL, mail_witnesses},
	{"keeper_sweep", 86400, sweep_jobs, NULL},
};
#define DUTIES_N (sizeof duties / sizeof duties[0])

struct keeper {
	struct office *office;
	struct turns *turns;
	int64_t next_us[DUTIES_N]; /* when each duty's next turn is; at the start: now */
};

static enum status run_duty(struct office *office, const struct duty *duty, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	struct desk d = {.office = office, .arena = &a, .now = office_now(office), .user_name = "",
			 .regime = office->regime};
	if (duty->run_alone)
		return duty->run_alone(&d, e);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(duty->run(&tx, &d, e));
	return tx_commit(&tx, e);
}

static int turn(void *context)
{
	struct keeper *k = context;
	for (size_t i = 0; i < DUTIES_N; i++) {
		if (steady_us() < k->next_us[i])
			continue;
		struct err e = {0};
		if (run_duty(k->office, &duties[i], &e) != OK)
			log_err(duties[i].name, &e);
		k->next_us[i] = steady_us() + duties[i].every_s * SECOND_US;
	}
	return LOOK_MS;
}

struct keeper *keeper_start(struct office *office)
{
	struct keeper *k = calloc(1, sizeof *k);
	if (!k)
		abort();
	k->office = office;
	k->turns = turns_start(turn, k);
	return k;
}

void keeper_stop(struct keeper *k)
{
	turns_stop(k->turns);
	free(k);
}
