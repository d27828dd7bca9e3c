/* remind.c -- reminders that respect people (N27): two at most, in office hours, one message for each head of a unit.
 *
 * A reminder is a row, and in its transaction a job for each unit of which somebody has not signed. The job becomes the message
 * in the transaction that acknowledges it, and a unit gets one message of a reminder (UNIQUE): whatever is killed when, none is
 * lost or sent twice. A message bears no names. Its head opens the page of the own people, which says who is missing now: who
 * signed since is not chased, and no list of names lies about.
 *
 * Setting pledge.remind_refused: when false, who declined before the second reminder is not named in it, nor on that page
 * afterwards. It is true at first, because a head who compares the two lists would learn who declined.
 */
#include "desk/pledge/pledge.h"

#include "base/json.h"
#include "bus/bus.h"
#include "desk/access/access.h"

#include <string.h>

#define TOPIC      "pledge_notice"
#define JOB_MAX    1024
#define JOBS_ATONCE 200

static struct day today_of(const struct desk *d) { return day_of_instant(d->now, d->office->zone); }

/* ---- Beginning one ---- */

static enum status open_need(struct tx *tx, const struct desk *d, const struct pledge_get_row *p, struct err *e)
{
	struct pledge_now_row now;
	struct day today = today_of(d);
	bool found;
	TRY(pledge_now(tx, p->id, &found, &now, e));
	if (!found || today.n < p->opens_on.n || today.n > p->closes_on.n)
		return FAIL(e, TOO_LATE, "nothing is signed in this campaign today");
	return office_hours(d) ? OK : FAIL_FIELD(e, CONFLICT, "hours", "reminders go out in office hours only");
}

static enum status number_next(struct tx *tx, const struct desk *d, int64_t pledge, int64_t *ret, struct err *e)
{
	struct pledge_reminders_rows sent;
	TRY(pledge_reminders(tx, pledge, &sent, e));
	*ret = (int64_t)sent.n + 1;
	if (*ret > PLEDGE_REMINDERS_MAX)
		return FAIL_FIELD(e, CONFLICT, "number", "there were %d reminders, which is all", PLEDGE_REMINDERS_MAX);
	if (sent.n && day_of_instant(sent.items[sent.n - 1].at, d->office->zone).n == today_of(d).n)
		return FAIL_FIELD(e, CONFLICT, "day", "there was a reminder today");
	return OK;
}

enum status pledge_remind(struct tx *tx, const struct desk *d, int64_t pledge, struct err *e)
{
	struct pledge_get_row p;
	struct pledge_left_rows left;
	int64_t number, id = id_new(d->now);
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(open_need(tx, d, &p, e));
	TRY(number_next(tx, d, pledge, &number, e));
	TRY(pledge_left(tx, pledge, p.roster, &left, e));
	if (!left.n)
		return FAIL_FIELD(e, CONFLICT, "nobody", "all who count have signed");
	TRY(pledge_reminder_add(tx, id, pledge, number, d->now, d->user, e));
	for (size_t i = 0; i < left.n; i++)
		TRY(bus_publish(tx, TOPIC, arena_printf(tx->arena, "{\"reminder\":%lld,\"agency\":%lld}", (long long)id, (long long)left.items[i].agency), e));
	return access_note(tx, d, "pledge_reminder", "pledge", pledge, arena_printf(tx->arena, "%lld: %zu", (long long)number, left.n), e);
}

/* ---- By itself ---- */

/* Never on the first day; after a free day on the next one that is not. */
static bool due(const struct desk *d, const struct pledge_remind_open_row *p)
{
	struct day today = today_of(d);
	int64_t days = settings_int(d->office->settings, p->sent ? "pledge.remind_last_days" : "pledge.remind_first_days");
	return days > 0 && today.n > p->opens_on.n && p->closes_on.n - today.n <= days;
}

/* What is not due after all (all have signed, no text, one today by hand) is no fault. */
static enum status begin_one(const struct desk *d, int64_t pledge, struct err *e)
{
	struct err why = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	enum status status = pledge_remind(&tx, d, pledge, &why);
	if (status == OK)
		return tx_commit(&tx, e);
	if (status == CONFLICT || status == TOO_LATE)
		return OK;
	*e = why;
	return status;
}

static enum status begin_due(const struct desk *d, struct err *e)
{
	struct pledge_remind_open_rows open;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(pledge_remind_open(&tx, d->office->id, today_of(d), &open, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < open.n; i++)
		if (due(d, &open.items[i]))
			TRY(begin_one(d, open.items[i].id, e));
	return OK;
}

/* ---- The messages ---- */

/* Who declined before this moment is left out; nobody, as long as the setting says so or there was no second reminder. */
static struct instant spared(const struct desk *d, int64_t number, struct instant at)
{
	return number < PLEDGE_REMINDERS_MAX || settings_bool(d->office->settings, "pledge.remind_refused") ? (struct instant){0} : at;
}

static enum status notice_write(struct tx *tx, const struct desk *d, const struct job *job, bool *ret_told, struct err *e)
{
	const struct json *body;
	struct pledge_reminder_get_row r;
	struct pledge_now_row now;
	struct pledge_named_n_row left = {0};
	bool found, text;
	int64_t changed = 0;
	TRY(json_read(tx->arena, "job", job->body, strlen(job->body), JOB_MAX, &body, e));
	int64_t reminder = json_get_int(body, "reminder", 0), agency = json_get_int(body, "agency", 0);
	TRY(pledge_reminder_get(tx, reminder, &found, &r, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such reminder");
	TRY(pledge_now(tx, r.pledge, &text, &now, e));
	if (text) /* withdrawn meanwhile: there is nothing to sign */
		TRY(pledge_named_n(tx, r.pledge, r.roster, agency, now.since, spared(d, r.number, r.at), &left, e));
	if (left.n)
		TRY(pledge_notice_add(tx, id_new(d->now), reminder, agency, left.n, d->now, &changed, e));
	*ret_told = changed > 0;
	return bus_done(tx, job, e);
}

static enum status notice_try(const struct desk *d, const struct job *job, bool *ret_told, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(notice_write(&tx, d, job, ret_told, e));
	return tx_commit(&tx, e);
}

static enum status notice_later(const struct desk *d, const struct job *job, const char *why, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bus_retry(&tx, job, why, e));
	return tx_commit(&tx, e);
}

static enum status jobs_take_some(const struct desk *d, struct job_list *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bus_fetch(&tx, TOPIC, JOBS_ATONCE, ret, e));
	return tx_commit(&tx, e);
}

enum status pledge_remind_due(const struct desk *d, int *ret, struct err *e)
{
	struct job_list jobs;
	*ret = 0;
	if (!office_hours(d))
		return OK;
	TRY(begin_due(d, e));
	TRY(jobs_take_some(d, &jobs, e));
	for (size_t i = 0; i < jobs.n; i++) {
		struct err why = {0};
		bool told = false;
		if (notice_try(d, &jobs.items[i], &told, &why) != OK)
			TRY(notice_later(d, &jobs.items[i], why.why, e));
		*ret += told;
	}
	return OK;
}

/* ---- What the head reads ---- */

enum status pledge_notices_open(struct tx *tx, const struct desk *d, int64_t pledge, int64_t agency, struct pledge_notices_of_rows *ret, struct err *e)
{
	int64_t changed;
	size_t n = 0;
	TRY(pledge_notices_of(tx, agency, d->office->id, d->user, today_of(d), ret, e));
	for (size_t i = 0; i < ret->n; i++) {
		const struct pledge_notices_of_row *r = &ret->items[i];
		if (r->pledge != pledge)
			continue;
		if (!r->opened)
			TRY(pledge_notice_read_add(tx, id_new(d->now), r->id, d->user, d->now, &changed, e));
		ret->items[n++] = *r;
	}
	ret->n = n;
	return OK;
}

enum status pledge_names(struct tx *tx, const struct desk *d, const struct pledge_get_row *p, int64_t agency, const char *after, int64_t after_id,
			 int64_t max, struct pledge_named_rows *ret, struct err *e)
{
	struct pledge_now_row now = {0};
	struct pledge_reminders_rows sent;
	struct instant before = {0};
	bool found;
	TRY(pledge_now(tx, p->id, &found, &now, e));
	TRY(pledge_reminders(tx, p->id, &sent, e));
	if (sent.n)
		before = spared(d, sent.items[sent.n - 1].number, sent.items[sent.n - 1].at);
	return pledge_named(tx, p->id, p->roster, agency, now.since, before, after, after_id, max, ret, e);
}
