/* calendar.c -- which days work: the decrees' holidays made into a table that a count can look up.
 *
 * For each covered day the table knows how many working days came before it, and the working days themselves stand
 * in a list. So "the fourteenth working day after the third" is one subtraction and one look-up, whatever lies
 * between. Rebuilding the table takes a fraction of a millisecond; it is done when an office is opened or a decree
 * is entered.
 */
#include "core/clock/clock_internal.h"

#include <string.h>

static const char *calendar_version(struct arena *a, const struct calendar *c)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "%d %d %d\n", c->covers_from.n, c->covers_to.n, c->cuti_bersama_works);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(&b, "%d %s %s\n", c->items[i].day.n, c->items[i].kind, c->items[i].name);
	return arena_strndup(a, hash_hex(a, hash_of(b.s, b.n)), 16);
}

static const struct holiday *holiday_on(const struct calendar *c, struct day d)
{
	size_t low = 0, high = c->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c->items[middle].day.n < d.n)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n && c->items[low].day.n == d.n ? &c->items[low] : NULL;
}

/* The holiday that makes the office rest on @d; joint leave may be a working day by setting. */
static const struct holiday *rest_on(const struct calendar *c, struct day d)
{
	const struct holiday *h = holiday_on(c, d);
	return h && c->cuti_bersama_works && !strcmp(h->kind, "cuti_bersama") ? NULL : h;
}

bool day_works(const struct calendar *c, struct day d, const char **ret_why)
{
	const struct holiday *h = rest_on(c, d);
	const char *why = h ? h->name : day_weekday(d) >= SATURDAY ? weekday_name(day_weekday(d), ID) : NULL;
	if (ret_why)
		*ret_why = why;
	return !why;
}

/* Fills the table of @c; covers_to before covers_from covers nothing. */
static void tabulate(struct arena *a, struct calendar *c)
{
	c->n_days = c->covers_to.n < c->covers_from.n ? 0 : (size_t)(c->covers_to.n - c->covers_from.n) + 1;
	struct calendar_day *days = arena_array(a, struct calendar_day, c->n_days + 1);
	struct day *working = arena_array(a, struct day, c->n_days);
	for (size_t i = 0; i < c->n_days; i++) {
		struct day d = day_add(c->covers_from, (int32_t)i);
		const struct holiday *h = rest_on(c, d);
		days[i] = (struct calendar_day){(uint32_t)c->n_working, h ? (uint32_t)(h - c->items) + 1 : 0};
		if (!h && day_weekday(d) < SATURDAY)
			working[c->n_working++] = d;
	}
	days[c->n_days].before = (uint32_t)c->n_working;
	c->days = days;
	c->working = working;
}

const struct calendar *calendar_make(struct arena *a, const struct holiday *items, size_t n,
				     struct day covers_from, struct day covers_to, bool cuti_bersama_works)
{
	struct calendar *c = arena_new(a, struct calendar);
	*c = (struct calendar){.items = items,
			       .n = n,
			       .covers_from = covers_from,
			       .covers_to = covers_to,
			       .cuti_bersama_works = cuti_bersama_works};
	c->version = calendar_version(a, c);
	tabulate(a, c);
	return c;
}

const struct calendar *calendar_of_law(struct arena *a, const struct law *law, bool cuti_bersama_works)
{
	struct holiday *items = arena_array(a, struct holiday, law->holidays.n);
	for (size_t i = 0; i < law->holidays.n; i++) {
		const struct law_holiday *h = &law->holidays.items[i];
		items[i] = (struct holiday){h->day, h->kind, h->name_id, h->row.basis};
	}
	return calendar_make(a, items, law->holidays.n, law->holidays_from, law->holidays_to,
			     cuti_bersama_works);
}

const struct calendar *calendar_with(struct arena *a, const struct calendar *c, const struct holiday *own,
				     size_t n)
{
	struct holiday *items = arena_array(a, struct holiday, c->n + n);
	size_t at = 0, i = 0, k = 0;
	while (i < c->n || k < n) {
		bool take_own = i == c->n || (k < n && own[k].day.n <= c->items[i].day.n);
		if (take_own && i < c->n && own[k].day.n == c->items[i].day.n)
			i++; /* the office's own row replaces the pack's */
		items[at++] = take_own ? own[k++] : c->items[i++];
	}
	return calendar_make(a, items, at, c->covers_from, c->covers_to, c->cuti_bersama_works);
}

bool calendar_covers(const struct calendar *c, struct day d)
{
	return c->covers_from.n <= d.n && d.n <= c->covers_to.n;
}

int calendar_working(const struct calendar *c, struct day from, struct day to)
{
	return (int)(calendar_at(c, to)[1].before - calendar_at(c, from)[1].before);
}
