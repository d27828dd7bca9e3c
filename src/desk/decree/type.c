/* type.c -- typing a decree, typing it again, and where two typings differ. */
#include "desk/decree/decree_internal.h"

#include "desk/access/access.h"

#include <ctype.h>
#include <string.h>

static enum status typing_add(struct tx *tx, const struct desk *d, int64_t decree, const struct decree_text *t,
			      const char *how, int64_t *ret, struct err *e)
{
	*ret = id_new(d->now);
	TRY(decree_typing_add(tx, *ret, decree, d->now, d->user, how, t->decided_on, t->covers_from, t->covers_to,
			      t->file ? t->file : "", t->sha256 ? t->sha256 : "", e));
	for (size_t i = 0; i < t->n; i++) {
		const struct decree_day *day = &t->items[i];
		TRY(decree_row_add(tx, id_new(d->now), *ret, (int64_t)day->line, decree_change_code(day->change), day->day,
				   day->from, day->kind, day->name, e));
	}
	return OK;
}

/* -- comparing -- */

/* A name is the same whatever its case and white space. */
static bool name_same(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (isspace((unsigned char)*a) && isspace((unsigned char)a[1]))
			a++;
		while (isspace((unsigned char)*b) && isspace((unsigned char)b[1]))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (!*a)
			return true;
	}
}

static const char *day_or_dash(struct arena *a, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? "-" : arena_strdup(a, day_iso(d, text));
}

static const char *row_words(struct arena *a, const struct decree_rows_row *r)
{
	if (!r)
		return "";
	const char *from = day_is_none(r->moved_from) ? "" : arena_printf(a, " dari %s", day_or_dash(a, r->moved_from));
	const char *what = !strcmp(r->change, "withdraw") ? "dicabut" : !strcmp(r->change, "move") ? "dipindah" : "libur";
	return arena_printf(a, "%s%s%s%s%s%s", what, from, *r->kind ? ", " : "", r->kind, *r->name ? ", " : "", r->name);
}

static bool row_same(const struct decree_rows_row *a, const struct decree_rows_row *b)
{
	return a && b && !strcmp(a->change, b->change) && a->moved_from.n == b->moved_from.n && !strcmp(a->kind, b->kind) &&
	       name_same(a->name, b->name);
}

struct comparing {
	struct arena *a;
	struct decree_compared *ret;
};

static void put(struct comparing *c, const char *where, const char *first, const char *second, bool same)
{
	struct decree_difference d = {where, first, second, !same};
	c->ret->differ += !same;
	ARENA_PUSH(c->a, c->ret, d);
}

static void put_day(struct comparing *c, const char *where, struct day first, struct day second)
{
	put(c, where, day_or_dash(c->a, first), day_or_dash(c->a, second), first.n == second.n);
}

/* Both lists are in the order of their days. */
static void put_rows(struct comparing *c, const struct decree_rows_rows *x, const struct decree_rows_rows *y)
{
	size_t i = 0, k = 0;
	while (i < x->n || k < y->n) {
		bool has_x = i < x->n && (k == y->n || x->items[i].day.n <= y->items[k].day.n);
		bool has_y = k < y->n && (i == x->n || y->items[k].day.n <= x->items[i].day.n);
		const struct decree_rows_row *a = has_x ? &x->items[i++] : NULL, *b = has_y ? &y->items[k++] : NULL;
		put(c, day_or_dash(c->a, a ? a->day : b->day), row_words(c->a, a), row_words(c->a, b), row_same(a, b));
	}
}

static enum status typings_compare(struct tx *tx, const struct decree_typings_row *x, const struct decree_typings_row *y,
				   struct decree_compared *ret, struct err *e)
{
	struct comparing c = {tx->arena, ret};
	struct decree_rows_rows of_x, of_y;
	TRY(decree_rows(tx, x->id, &of_x, e));
	TRY(decree_rows(tx, y->id, &of_y, e));
	put_day(&c, "decided_on", x->decided_on, y->decided_on);
	put_day(&c, "covers_from", x->covers_from, y->covers_from);
	put_day(&c, "covers_to", x->covers_to, y->covers_to);
	put_rows(&c, &of_x, &of_y);
	return OK;
}

/* The newest typing, and the newest by somebody else. */
static const struct decree_typings_row *typing_of_another(const struct decree_typings_rows *all, int64_t user)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].app_user != user)
			return &all->items[i];
	return NULL;
}

static const char *typist(const struct decree_typings_row *t)
{
	return t->name ? t->name : "program";
}

enum status decree_compare(struct tx *tx, int64_t decree, struct decree_compared *ret, struct err *e)
{
	struct decree_typings_rows all;
	*ret = (struct decree_compared){.first_name = "", .second_name = ""};
	TRY(decree_typings(tx, decree, &all, e));
	if (!all.n)
		return FAIL(e, NOT_FOUND, "nobody has typed this decree");
	const struct decree_typings_row *newest = &all.items[0], *other = typing_of_another(&all, newest->app_user);
	if (!other) {
		ret->first = newest->id;
		ret->first_name = typist(newest);
		return OK;
	}
	ret->first = other->id;
	ret->second = newest->id;
	ret->first_name = typist(other);
	ret->second_name = typist(newest);
	return typings_compare(tx, other, newest, ret, e);
}

/* -- typing -- */

static enum status decree_pending(struct tx *tx, const struct desk *d, int64_t id, struct decree_get_row *ret, struct err *e)
{
	TRY(decree_get(tx, id, ret, e));
	if (ret->office != d->office->id)
		return FAIL(e, NOT_FOUND, "there is no decree %lld in this office", (long long)id);
	if (strcmp(ret->state, "pending"))
		return FAIL(e, CONFLICT, "this decree does not wait any more: it is %s", ret->state);
	return OK;
}

/* Four eyes: it counts when the newest typing of one person agrees with the newest of another. */
static enum status agree(struct tx *tx, const struct desk *d, int64_t decree, struct decree_result *ret, struct err *e)
{
	struct decree_get_row row;
	struct decree_compared c;
	struct decree_typings_rows all;
	TRY(decree_compare(tx, decree, &c, e));
	if (!c.second || c.differ)
		return OK;
	TRY(decree_get(tx, decree, &row, e));
	TRY(decree_typings(tx, decree, &all, e));
	return decree_effect(tx, d, &row, &all.items[0], ret, e);
}

static enum status decree_new(struct tx *tx, const struct desk *d, const struct decree_text *t, int64_t *ret, struct err *e)
{
	bool found;
	struct decree_by_number_row there;
	TRY(decree_by_number(tx, d->office->id, t->number, &found, &there, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "number", "the decree %s is here already (%s)", t->number, there.state);
	*ret = id_new(d->now);
	return decree_add(tx, *ret, d->office->id, t->national, t->number, t->title, t->decided_on, t->covers_from,
			  t->covers_to, t->source ? t->source : "", d->user, d->now, e);
}

enum status decree_type(const struct desk *d, int64_t decree, const struct decree_text *as, const char *how,
			struct decree_result *ret, struct err *e)
{
	int64_t typing;
	struct decree_get_row row;
	*ret = (struct decree_result){.decree = decree};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	if (decree) {
		TRY(decree_pending(&tx, d, decree, &row, e));
	} else {
		TRY(decree_check(d->arena, as, e));
		TRY(decree_new(&tx, d, as, &ret->decree, e));
	}
	TRY(typing_add(&tx, d, ret->decree, as, how, &typing, e));
	TRY(access_note(&tx, d, "decree_typed", "decree", ret->decree, "", e));
	TRY(agree(&tx, d, ret->decree, ret, e));
	TRY(tx_commit(&tx, e));
	return ret->in_force ? decree_taken(d, e) : OK;
}

/* -- row by row -- */

static bool ticked(const int64_t *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i] == id)
			return true;
	return false;
}

static enum status all_ticked(struct arena *a, const struct decree_rows_rows *all, const int64_t *rows, size_t n, struct err *e)
{
	for (size_t i = 0; i < all->n; i++)
		if (!ticked(rows, n, all->items[i].id))
			return FAIL_FIELD(e, INVALID, "row", "%s was not confirmed; if it is wrong, type the decree again",
					  day_or_dash(a, all->items[i].day));
	return OK;
}

static void text_of(struct arena *a, const struct decree_typings_row *t, const struct decree_rows_rows *rows,
		    struct decree_text *ret)
{
	*ret = (struct decree_text){.decided_on = t->decided_on, .covers_from = t->covers_from, .covers_to = t->covers_to,
				    .file = "", .sha256 = t->sha256};
	for (size_t i = 0; i < rows->n; i++) {
		const struct decree_rows_row *r = &rows->items[i];
		enum decree_change change = !strcmp(r->change, "move")	     ? DECREE_MOVE
					    : !strcmp(r->change, "withdraw") ? DECREE_WITHDRAW
									     : DECREE_ADD;
		struct decree_day day = {(size_t)r->line, change, r->day, r->moved_from, r->kind, r->name};
		ARENA_PUSH(a, ret, day);
	}
}

enum status decree_confirm_rows(const struct desk *d, int64_t decree, const int64_t *rows, size_t n,
				struct decree_result *ret, struct err *e)
{
	struct decree_get_row row;
	struct decree_typings_rows all;
	struct decree_rows_rows days;
	struct decree_text same;
	int64_t typing;
	*ret = (struct decree_result){.decree = decree};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(decree_pending(&tx, d, decree, &row, e));
	TRY(decree_typings(&tx, decree, &all, e));
	const struct decree_typings_row *other = typing_of_another(&all, d->user);
	if (!other || !d->user)
		return FAIL(e, FORBIDDEN, "whoever typed a decree cannot confirm it: a second person must");
	TRY(decree_rows(&tx, other->id, &days, e));
	TRY(all_ticked(tx.arena, &days, rows, n, e));
	text_of(tx.arena, other, &days, &same);
	TRY(typing_add(&tx, d, decree, &same, "rows", &typing, e));
	TRY(access_note(&tx, d, "decree_confirmed", "decree", decree, "", e));
	TRY(agree(&tx, d, decree, ret, e));
	TRY(tx_commit(&tx, e));
	return ret->in_force ? decree_taken(d, e) : OK;
}

enum status decree_drop(const struct desk *d, int64_t decree, const char *reason, struct err *e)
{
	struct decree_get_row row;
	int64_t changed;
	if (text_blank(reason))
		return FAIL_FIELD(e, INVALID, "reason", "why the decree is not wanted");
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(decree_pending(&tx, d, decree, &row, e));
	TRY(decree_drop_set(&tx, decree, d->user, reason, d->now, &changed, e));
	TRY(access_note(&tx, d, "decree_dropped", "decree", decree, "", e));
	return tx_commit(&tx, e);
}
