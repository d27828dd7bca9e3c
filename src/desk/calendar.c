/* calendar.c -- the calendar by which the office counts, and how a running program takes a new one.
 *
 * Three layers, the later over the earlier: the days of the rule pack, the rows of table holiday (loaded before there
 * were decrees), and the decrees in force in the order of their dates (desk/decree). A decree adds, moves or withdraws
 * days; days that it does not name stay. One that covers a span makes the calendar reach to its end, when the span
 * begins where the calendar ended or before.
 *
 * office->calendar is read by all threads without a lock. A new calendar is made in memory of its own and put in its
 * place in one step; the one before stays alive as long as the office, because somebody may still be counting by it.
 */
#include "desk/office_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct shelved { /* a calendar and its memory */
	struct shelved *before;
	struct arena arena;
};
struct calendar_shelf {
	pthread_mutex_t lock; /* one at a time makes the next calendar */
	struct shelved *last;
};

struct calendar_shelf *calendar_shelf_new(void)
{
	struct calendar_shelf *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

void calendar_shelf_free(struct calendar_shelf *s)
{
	if (!s)
		return;
	while (s->last) {
		struct shelved *gone = s->last;
		s->last = gone->before;
		arena_free(&gone->arena);
		free(gone);
	}
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* -- the days, kept ascending while they are put together -- */

struct days {
	struct arena *a;
	struct holiday *items;
	size_t n, cap;
	struct day from, to;
};

static size_t place_of(const struct days *l, struct day d)
{
	size_t i = l->n;
	while (i && l->items[i - 1].day.n >= d.n)
		i--;
	return i;
}

static void day_remove(struct days *l, struct day d)
{
	size_t at = place_of(l, d);
	if (at == l->n || l->items[at].day.n != d.n)
		return;
	memmove(&l->items[at], &l->items[at + 1], (l->n - at - 1) * sizeof *l->items);
	l->n--;
}

static void day_put(struct days *l, struct day d, const char *kind, const char *name, const char *basis)
{
	struct holiday h = {.day = d, .kind = arena_strdup(l->a, kind), .name = arena_strdup(l->a, name),
			    .basis = arena_strdup(l->a, basis ? basis : "")};
	day_remove(l, d);
	size_t at = place_of(l, d);
	ARENA_PUSH(l->a, l, h);
	memmove(&l->items[at + 1], &l->items[at], (l->n - 1 - at) * sizeof *l->items);
	l->items[at] = h;
}

static void decree_apply(struct days *l, const struct office_decree_days_row *r)
{
	if (!day_is_none(r->covers_to) && r->covers_to.n > l->to.n && r->covers_from.n <= l->to.n + 1)
		l->to = r->covers_to;
	if (!r->change)
		return; /* a decree that only covers */
	if (!strcmp(r->change, "withdraw"))
		day_remove(l, r->day);
	else
		day_put(l, r->day, r->kind, r->name, r->number);
	if (!strcmp(r->change, "move") && r->moved_from.n != r->day.n)
		day_remove(l, r->moved_from);
}

enum status office_calendar_read(struct tx *tx, const struct office *o, struct arena *a, const struct calendar **ret,
				 struct err *e)
{
	struct office_holidays_rows own;
	struct office_decree_days_rows decrees;
	const struct law *law = o->law;
	bool works = settings_bool(o->settings, "clock.cuti_bersama_is_working_day");
	struct days l = {.a = a, .from = law->holidays_from, .to = law->holidays_to};
	TRY(office_holidays(tx, o->id, &own, e));
	TRY(office_decree_days(tx, o->id, &decrees, e));
	for (size_t i = 0; i < law->holidays.n; i++) {
		const struct law_holiday *h = &law->holidays.items[i];
		day_put(&l, h->day, h->kind, h->name_id, h->row.basis);
	}
	for (size_t i = 0; i < own.n; i++)
		day_put(&l, own.items[i].day, own.items[i].kind, own.items[i].name, own.items[i].basis);
	for (size_t i = 0; i < decrees.n; i++)
		decree_apply(&l, &decrees.items[i]);
	*ret = calendar_make(a, l.items, l.n, l.from, l.to, works);
	return OK;
}

/* -- the one in use -- */

static enum status calendar_of_store(struct office *o, struct arena *a, const struct calendar **ret, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &scratch, .office = o->id};
	TRY(tx_begin(o->store, READ, &tx, e));
	return office_calendar_read(&tx, o, a, ret, e);
}

static bool calendar_same(const struct calendar *a, const struct calendar *b)
{
	return a && b && !strcmp(a->version, b->version) && a->covers_to.n == b->covers_to.n;
}

static enum status refresh(struct office *o, bool *ret_changed, struct err *e)
{
	struct shelved *next = calloc(1, sizeof *next);
	if (!next)
		abort();
	const struct calendar *fresh = NULL, *now = o->calendar;
	enum status status = calendar_of_store(o, &next->arena, &fresh, e);
	*ret_changed = status == OK && !calendar_same(now, fresh);
	if (!*ret_changed) {
		arena_free(&next->arena);
		free(next);
		return status;
	}
	next->before = o->calendars->last;
	o->calendars->last = next;
	o->calendar = fresh;
	return OK;
}

enum status office_calendar_refresh(struct office *o, bool *ret_changed, struct err *e)
{
	pthread_mutex_lock(&o->calendars->lock);
	enum status status = refresh(o, ret_changed, e);
	pthread_mutex_unlock(&o->calendars->lock);
	return status;
}

/* -- the counter -- */

static bool day_open(const struct calendar *cal, struct day d) { return calendar_covers(cal, d) ? day_works(cal, d, NULL) : day_weekday(d) < 5; }

bool office_hours(const struct desk *d)
{
	const struct law *law = desk_law(d);
	enum zone zone = d->office->zone;
	struct day today = day_of_instant(d->now, zone);
	int closes = day_weekday(today) == 4 ? law->counter_closes_friday : law->counter_closes;
	int64_t minute = (d->now.us - instant_at(today, 0, 0, 0, zone).us) / (60 * SECOND_US);
	return day_open(d->office->calendar, today) && minute >= law->counter_opens && minute < closes;
}

int office_working_days(const struct desk *d, struct day from, struct day to)
{
	const struct calendar *cal = d->office->calendar;
	int n = 0;
	if (calendar_covers(cal, from) && calendar_covers(cal, to) && from.n < to.n)
		return calendar_working(cal, from, to);
	for (struct day at = day_add(from, 1); at.n <= to.n && n < 3660; at = day_add(at, 1))
		n += day_open(cal, at);
	return n;
}
