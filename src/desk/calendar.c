/* calendar.c -- the calendar by which an office counts: the holidays of the law's pack and its own rows.
 *
 * An own row for a day replaces what the pack says of it. The version names both, so that a deadline shows by
 * which table it was counted (R11).
 */
#include "desk/office_internal.h"

static void put(struct arena *a, struct calendar *c, struct holiday *items, struct holiday h)
{
	if (c->n && items[c->n - 1].day.n == h.day.n)
		c->n--; /* the later one counts */
	h.kind = arena_strdup(a, h.kind);
	h.name = arena_strdup(a, h.name);
	items[c->n++] = h;
}

static const char *version_of(struct arena *a, const struct calendar *law, const struct holiday *items, size_t n)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "%s\n", law->version);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%d|%s|%s\n", items[i].day.n, items[i].kind, items[i].name);
	return hash_hex(a, hash_of(b.s, b.n));
}

const struct calendar *calendar_with(struct arena *a, const struct calendar *law, const struct office_holidays_rows *own)
{
	if (!own->n)
		return law;
	struct calendar *c = arena_memdup(a, law, sizeof *law);
	struct holiday *items = arena_array(a, struct holiday, law->n + own->n);
	c->n = 0;
	for (size_t i = 0, j = 0; i < law->n || j < own->n;) {
		if (j == own->n || (i < law->n && law->items[i].day.n <= own->items[j].day.n))
			put(a, c, items, law->items[i++]);
		else {
			const struct office_holidays_row *r = &own->items[j++];
			put(a, c, items, (struct holiday){r->day, r->kind, r->name});
		}
	}
	c->items = items;
	c->version = version_of(a, law, items, c->n);
	return c;
}
