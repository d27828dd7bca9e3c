/* review.c -- the batch of an officer, one cluster with all that the page shows, and what the day has cost. */
#include "desk/review/review_internal.h"

#include <string.h>

/* Lends up to ten clusters; rows that somebody took a moment earlier are skipped by the unique key. */
static enum status batch_lend(struct tx *tx, const struct desk *d, struct err *e)
{
	struct review_waiting_rows waiting;
	struct day today = day_of_instant(d->now, d->office->zone);
	TRY(review_waiting(tx, d->office->id, d->user, today, d->now, REVIEW_BATCH, &waiting, e));
	int64_t dropped;
	TRY(review_lease_drop(tx, d->user, &dropped, e));
	struct instant until = {d->now.us + REVIEW_LEASE_MINUTES * 60 * SECOND_US};
	for (size_t i = 0; i < waiting.n; i++)
		TRY(review_lease_add(tx, id_new(d->now), d->office->id, waiting.items[i].id, d->user, until,
				     (int64_t)i + 1, e));
	return OK;
}

/* Waits for the reader: not decided, not the reader's own candidate. */
static bool batch_open(const struct review_batch_of_row *row, const struct review_batch_open_rows *open)
{
	for (size_t i = 0; i < open->n; i++)
		if (open->items[i].cluster == row->cluster)
			return true;
	return false;
}

static enum status batch_read(struct tx *tx, const struct desk *d, struct review_batch *ret, struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	struct review_batch_open_rows wait;
	TRY(review_batch_of(tx, d->user, d->now, &ret->clusters, e));
	TRY(review_batch_open(tx, d->office->id, d->user, today, d->now, &wait, e));
	ret->next = 0;
	ret->until = ret->clusters.n ? ret->clusters.items[0].until_at : INSTANT_NONE;
	for (size_t i = 0; i < ret->clusters.n; i++) {
		bool open = batch_open(&ret->clusters.items[i], &wait);
		if (open && !ret->next)
			ret->next = ret->clusters.items[i].cluster;
		if (open)
			ret->clusters.items[i].status = NULL;
	}
	struct review_waiting_count_row count;
	TRY(review_waiting_count(tx, d->office->id, today, &count, e));
	ret->waiting = count.waiting;
	ret->second = count.second;
	return OK;
}

enum status review_batch(const struct desk *d, struct review_batch *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	int64_t gone;
	TRY(review_lease_clear(&tx, d->now, &gone, e));
	TRY(batch_read(&tx, d, ret, e));
	if (!ret->next) {
		TRY(batch_lend(&tx, d, e));
		TRY(batch_read(&tx, d, ret, e));
	}
	return tx_commit(&tx, e);
}

enum status review_release(const struct desk *d, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	int64_t dropped;
	TRY(review_lease_drop(&tx, d->user, &dropped, e));
	return tx_commit(&tx, e);
}

/* The last decision in force says what the first reader ticked and why. */
static const char *first_ticks(struct review_cluster *c, int64_t decision)
{
	for (size_t i = 0; i < c->decisions.n; i++) {
		const struct review_decisions_of_row *row = &c->decisions.items[i];
		if (row->id != decision)
			continue;
		c->first_name = row->user_name;
		c->first_reason = row->reason;
		return row->people;
	}
	return "";
}

/* The act that most alerts suggest, so that the page can propose it. */
static const char *likely_act(const struct review_cluster_alerts_rows *alerts)
{
	const char *best = NULL;
	size_t most = 0;
	for (size_t i = 0; i < alerts->n; i++) {
		size_t n = 0;
		for (size_t k = 0; k < alerts->n; k++)
			n += text_eq(alerts->items[i].act_code, alerts->items[k].act_code);
		if (!text_blank(alerts->items[i].act_code) && n > most) {
			most = n;
			best = alerts->items[i].act_code;
		}
	}
	return best;
}

static enum status cluster_head(struct tx *tx, const struct desk *d, int64_t id, struct review_cluster *c,
				struct err *e)
{
	bool found;
	struct review_cluster_get_row row;
	TRY(review_cluster_get(tx, d->office->id, id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no cluster %lld in this office", (long long)id);
	*c = (struct review_cluster){.id = row.id, .title = row.title, .status = "waiting", .posts = row.posts,
				     .score = row.score, .first_at = row.first_at, .last_at = row.last_at,
				     .lent_to = "", .first_name = "", .first_reason = "",
				     .event_on = instant_is_none(row.first_at) ? DAY_NONE
					     : day_of_instant(row.first_at, d->office->zone)};
	return OK;
}

static enum status cluster_loan(struct tx *tx, const struct desk *d, struct review_cluster *c, struct err *e)
{
	struct review_lease_get_row lease;
	bool lent;
	TRY(review_lease_get(tx, c->id, d->now, &lent, &lease, e));
	c->mine = !lent || lease.app_user == d->user;
	c->lent_to = c->mine ? "" : lease.user_name;
	c->lent_until = lent ? lease.until_at : INSTANT_NONE;
	int64_t opened;
	return review_lease_open(tx, c->id, d->user, d->now, &opened, e);
}

static enum status cluster_evidence(struct tx *tx, const struct desk *d, struct review_cluster *c,
				    struct err *e)
{
	struct review_cluster_alerts_rows alerts;
	TRY(review_cluster_posts(tx, c->id, REVIEW_POSTS_SHOWN, &c->items, e));
	TRY(review_cluster_media(tx, c->id, 4, &c->media, e));
	TRY(review_cluster_alerts(tx, c->id, REVIEW_ALERTS_READ, &alerts, e));
	TRY(review_namesakes(tx, c->id, &c->unmatched, e));
	TRY(review_decisions_of(tx, c->id, &c->decisions, e));
	TRY(review_cases_of_cluster(tx, d->office->id, c->id, &c->related, e));
	TRY(review_cases_open(tx, d->office->id, 40, &c->cases, e));
	TRY(review_reports_like(tx, d->office->id, c->id, c->event_on, &c->reports, e));
	bool found;
	struct review_item_get_row item;
	TRY(review_item_get(tx, c->id, &found, &item, e));
	const char *ticks = "";
	if (found) {
		c->status = item.status;
		c->first_reader = item.first_reader;
		c->case_file = item.case_file;
		ticks = first_ticks(c, item.decision);
	}
	c->second = text_eq(c->status, "second") && c->first_reader != d->user;
	c->signals = review_signals_of(tx->arena, &c->items, &alerts);
	c->people = review_people_of(tx->arena, &alerts, ticks);
	c->act_code = likely_act(&alerts);
	return OK;
}

enum status review_open(const struct desk *d, int64_t cluster, struct review_cluster *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(cluster_head(&tx, d, cluster, ret, e));
	TRY(cluster_loan(&tx, d, ret, e));
	TRY(cluster_evidence(&tx, d, ret, e));
	return tx_commit(&tx, e);
}

/* The middle of an ascending list; of an even number the lower middle, so that it is a time that occurred. */
static int64_t median(const struct review_spent_rows *spent)
{
	return spent->n ? spent->items[(spent->n - 1) / 2].seconds : 0;
}

enum status review_budget(struct tx *tx, const struct desk *d, struct review_budget *ret, struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	struct instant from = instant_at(today, 0, 0, 0, d->office->zone);
	struct review_spent_rows spent;
	TRY(review_spent(tx, d->office->id, from, (struct instant){from.us + DAY_US}, &spent, e));
	struct review_waiting_count_row count;
	TRY(review_waiting_count(tx, d->office->id, today, &count, e));
	*ret = (struct review_budget){.minutes_allowed = REVIEW_BUDGET_SECONDS / 60,
				      .decisions = (int64_t)spent.n, .median_seconds = median(&spent),
				      .waiting = count.waiting, .second = count.second};
	for (size_t i = 0; i < spent.n; i++) {
		ret->seconds += spent.items[i].seconds;
		ret->undone += spent.items[i].undone;
		ret->agreed += spent.items[i].agreed;
	}
	ret->minutes = (ret->seconds + 59) / 60;
	ret->percent = ret->seconds * 100 / REVIEW_BUDGET_SECONDS;
	ret->percent = ret->percent > 100 ? 100 : ret->percent;
	return OK;
}
