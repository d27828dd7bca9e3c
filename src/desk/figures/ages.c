/* ages.c -- how long recommendations wait, per receiver (PRODUCT N33): silence is visible.
 *
 * The age of a hand-over is counted in whole days from its letter to the answer (a sanction or none), or to now while there
 * is none. The median of a receiver is said once there are FIGURES_SMALL of them: fewer would point at somebody. Rows come
 * from the store counted by receiver and day, so a hundred thousand hand-overs are some hundred rows; they are sorted here.
 */
#include "desk/figures/figures.h"

#include <stdlib.h>
#include <string.h>

/* The middle of @n ages that stand in rows [from, to), ascending; of an even number the mean of the two, rounded down. */
static int64_t median(const struct figures_age_days_row *rows, size_t from, size_t to, int64_t n)
{
	int64_t seen = 0, low = -1;
	for (size_t i = from; i < to; i++) {
		seen += rows[i].n;
		if (low < 0 && seen >= (n + 1) / 2)
			low = rows[i].age;
		if (seen >= n / 2 + 1)
			return (low + rows[i].age) / 2;
	}
	return 0;
}

void figures_ages_count(struct arena *a, const struct figures_age_days_rows *rows, struct figures_ages *ret)
{
	*ret = (struct figures_ages){.items = arena_array(a, struct figures_age, rows->n + 1)};
	for (size_t from = 0, to; from < rows->n; from = to) {
		const struct figures_age_days_row *first = &rows->items[from];
		struct figures_age *age = &ret->items[ret->n++];
		*age = (struct figures_age){.receiver = first->receiver};
		for (to = from; to < rows->n && !strcmp(rows->items[to].receiver, first->receiver); to++) {
			const struct figures_age_days_row *r = &rows->items[to];
			age->n += r->n;
			age->waiting += r->waiting;
			age->sanctioned += r->sanctioned;
			age->withdrawn += r->withdrawn;
			age->oldest_days = r->waiting ? r->age : age->oldest_days;
		}
		age->no_sanction = age->n - age->waiting - age->sanctioned - age->withdrawn;
		age->enough = age->n >= FIGURES_SMALL;
		age->median_days = median(rows->items, from, to, age->n);
	}
}

static int by_receiver_and_age(const void *a, const void *b)
{
	const struct figures_age_days_row *x = a, *y = b;
	int by = strcmp(x->receiver, y->receiver);
	return by ? by : (x->age > y->age) - (x->age < y->age);
}

/* Those of one receiver that wait, of one age. */
static void put_waiting(struct figures_age_days_rows *to, const char *receiver, int64_t age, int64_t n)
{
	if (n)
		to->items[to->n++] = (struct figures_age_days_row){.receiver = receiver, .age = age > 0 ? age : 0, .n = n, .waiting = n};
}

enum status figures_ages_read(struct tx *tx, const struct desk *d, struct figures_ages *ret, struct err *e)
{
	struct figures_age_days_rows answered, rows = {0};
	struct figures_age_waiting_rows waiting;
	TRY(figures_age_days(tx, d->office->id, &answered, e));
	TRY(figures_age_waiting(tx, d->office->id, d->now, &waiting, e));
	rows.items = arena_array(tx->arena, struct figures_age_days_row, answered.n + 2 * waiting.n + 1);
	for (size_t i = 0; i < answered.n; i++)
		rows.items[rows.n++] = answered.items[i];
	for (size_t i = 0; i < waiting.n; i++) {
		const struct figures_age_waiting_row *w = &waiting.items[i];
		int64_t age = d->now.us / DAY_US - w->sent_day;
		put_waiting(&rows, w->receiver, age, w->n - w->later);
		put_waiting(&rows, w->receiver, age - 1, w->later);
	}
	if (rows.n)
		qsort(rows.items, rows.n, sizeof *rows.items, by_receiver_and_age);
	figures_ages_count(tx->arena, &rows, ret);
	return OK;
}
