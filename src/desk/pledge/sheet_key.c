/* sheet_key.c -- a sheet is read by two people; what they agree on becomes signatures.
 *
 * All that was ever keyed is folded into two readings of each row: a keying of the whole sheet takes the place of what that
 * reader keyed before, a tick adds a row. Rows that are confirmed stay as they are whatever is keyed later. */
#include "desk/pledge/sheet.h"

#include "desk/access/access.h"

#include <stdlib.h>
#include <string.h>

/* ---- The two readings ---- */

struct folded {
	struct pledge_sheet_reading read[2][SHEET_LINES_MAX + 1];
	int64_t whole[2]; /* who keyed the whole sheet: a row that is not there is one without a signature; 0: nobody */
	bool done[SHEET_LINES_MAX + 1];
};

static const struct keyings_of_row *keying_of(const struct keyings_of_rows *all, int64_t id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].id == id)
			return &all->items[i];
	return NULL;
}

static void readers_put(const struct keyings_of_rows *all, struct pledge_sheet_state *ret)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct keyings_of_row *k = &all->items[i];
		int t = k->turn == 2;
		ret->by[t] = k->app_user, ret->name[t] = k->user_name, ret->role[t] = k->role, ret->at[t] = k->at;
	}
}

static void keyed_put(struct folded *f, const struct keyings_of_rows *all, const struct keyed_of_rows *keyed)
{
	const struct keyings_of_row *of = NULL;
	for (size_t i = 0; i < keyed->n; i++) {
		const struct keyed_of_row *k = &keyed->items[i];
		bool begins = !of || of->id != k->keying;
		of = begins ? keying_of(all, k->keying) : of;
		if (!of || k->line < 1 || k->line > SHEET_LINES_MAX)
			continue;
		int t = of->turn == 2;
		if (begins && text_eq(of->how, "keyed"))
			memset(f->read[t], 0, sizeof f->read[t]), f->whole[t] = of->app_user;
		f->read[t][k->line] = (struct pledge_sheet_reading){k->signs ? SHEET_KEYED : SHEET_BLANK, k->typed, k->name ? k->name : "", k->number ? k->number : "",
								    k->person, of->app_user};
	}
}

static struct pledge_sheet_reading reading_of(const struct folded *f, int t, int64_t line)
{
	struct pledge_sheet_reading r = f->read[t][line];
	if (r.state == SHEET_NOTHING)
		r = (struct pledge_sheet_reading){.state = f->whole[t] ? SHEET_BLANK : SHEET_NOTHING, .typed = "", .name = "", .number = "", .by = f->whole[t]};
	return r;
}

/* Both have looked, and they are two. */
static bool both(const struct pledge_sheet_place *p)
{
	return p->read[0].state != SHEET_NOTHING && p->read[1].state != SHEET_NOTHING && p->read[0].by != p->read[1].by;
}

static bool same_who(const struct pledge_sheet_reading *a, const struct pledge_sheet_reading *b)
{
	return a->person || b->person ? a->person == b->person : text_eq(a->typed, b->typed);
}

static bool agree(const struct pledge_sheet_place *p)
{
	const struct pledge_sheet_reading *a = &p->read[0], *b = &p->read[1];
	return a->state == b->state && (a->state == SHEET_BLANK || same_who(a, b));
}

static bool stands_above(const struct pledge_sheet_state *s, int64_t person)
{
	for (size_t i = 0; person && i < s->places.n; i++)
		if (s->places.items[i].read[0].state == SHEET_KEYED && s->places.items[i].read[0].person == person)
			return true;
	return false;
}

static void place_put(struct arena *a, const struct folded *f, int64_t line, struct pledge_sheet_state *ret)
{
	struct pledge_sheet_place p = {.line = line, .done = f->done[line]};
	for (int t = 0; t < 2; t++)
		p.read[t] = reading_of(f, t, line);
	p.differs = !p.done && both(&p) && !agree(&p);
	p.again = p.read[0].state == SHEET_KEYED && stands_above(ret, p.read[0].person);
	ret->done += p.done, ret->differ += p.differs, ret->again += p.again;
	ret->open += !p.done && !both(&p);
	ret->unknown += p.read[0].state == SHEET_KEYED && !p.read[0].person;
	ARENA_PUSH(a, &ret->places, p);
}

enum status pledge_sheet_state_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct pledge_sheet_state *ret, struct err *e)
{
	struct keyings_of_rows keyings;
	struct keyed_of_rows keyed;
	struct pledge_sheet_lines_done_rows done;
	struct folded *f = arena_new(tx->arena, struct folded);
	*ret = (struct pledge_sheet_state){.name = {"", ""}, .role = {"", ""}, .at = {INSTANT_NONE, INSTANT_NONE}};
	TRY(pledge_sheet_of(tx, d, pledge, sheet, &ret->row, e));
	TRY(keyings_of(tx, sheet, &keyings, e));
	TRY(keyed_of(tx, sheet, &keyed, e));
	TRY(pledge_sheet_lines_done(tx, sheet, &done, e));
	readers_put(&keyings, ret);
	keyed_put(f, &keyings, &keyed);
	for (size_t i = 0; i < done.n; i++)
		f->done[done.items[i].line] = true;
	for (int64_t line = 1; line <= SHEET_LINES_MAX; line++)
		if (f->read[0][line].state || f->read[1][line].state || f->done[line])
			place_put(tx->arena, f, line, ret);
	return OK;
}

/* ---- A row is confirmed ---- */

struct confirming {
	struct tx *tx;
	const struct desk *d;
	struct pledge_sheet_state state;
	struct pledge_get_row p;
	int64_t since;  /* texts from this number on count; INT64_MAX: that of the sheet does not */
	bool settled;
	struct pledge_sheet_result *ret;
};

static enum status confirming_open(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct confirming *ret, struct err *e)
{
	struct pledge_now_row now;
	bool found;
	ret->tx = tx, ret->d = d;
	TRY(pledge_sheet_state_of(tx, d, pledge, sheet, &ret->state, e));
	TRY(pledge_of(tx, d, pledge, &ret->p, e));
	TRY(pledge_now(tx, pledge, &found, &now, e));
	bool counts = found && instant_is_none(ret->state.row.withdrawn_at) && ret->state.row.text_number >= now.since;
	ret->since = counts ? now.since : INT64_MAX;
	return OK;
}

static enum status signature_write(struct confirming *in, int64_t row, int64_t person, int64_t *ret_sign, bool *ret_double, struct err *e)
{
	struct pledge_sheet_sign_before_row before;
	struct roster_row_get_row who;
	bool found;
	int64_t added;
	TRY(pledge_sheet_sign_before(in->tx, in->p.id, in->state.row.version, person, in->since, ret_double, &before, e));
	if (*ret_double) {
		*ret_sign = before.id;
		return OK;
	}
	TRY(roster_row_get(in->tx, person, &found, &who, e));
	*ret_sign = id_new(in->d->now);
	TRY(pledge_sheet_sign_add(in->tx, *ret_sign, in->state.row.version, person, who.agency, in->d->now, random_hex(in->tx->arena, PLEDGE_CODE_BYTES), row, &added, e));
	if (!added)
		return FAIL(e, CONFLICT, "signed twice at once");
	TRY(pledge_tally_more(in->tx, id_new(in->d->now), in->state.row.version, e));
	if (in->since == INT64_MAX || !instant_is_none(who.gone_at))
		return OK; /* evidence, out of every count */
	return pledge_unit_more(in->tx, id_new(in->d->now), in->p.id, who.agency, !who.excuse[0], who.excuse[0] != 0, 0, 0, 1, e);
}

static enum status row_confirm(struct confirming *in, const struct pledge_sheet_place *p, const struct pledge_sheet_reading *r, struct err *e)
{
	int64_t row = id_new(in->d->now), sign = 0;
	bool twice = false;
	const char *outcome = r->state == SHEET_BLANK ? "blank" : r->person ? "signed" : "unknown";
	if (text_eq(outcome, "signed"))
		TRY(signature_write(in, row, r->person, &sign, &twice, e));
	if (twice)
		outcome = "double";
	in->ret->confirmed++;
	in->ret->blanks += r->state == SHEET_BLANK, in->ret->doubles += twice;
	in->ret->unknowns += text_eq(outcome, "unknown"), in->ret->signs += text_eq(outcome, "signed");
	return pledge_sheet_row_add(in->tx, row, in->state.row.id, p->line, r->typed, r->person, outcome, sign, p->read[0].by, p->read[1].by, in->settled,
			     in->d->now, e);
}

/* What is left of the sheet, for lists. */
static enum status count(struct confirming *in, struct err *e)
{
	struct pledge_sheet_state after;
	TRY(pledge_sheet_state_of(in->tx, in->d, in->p.id, in->state.row.id, &after, e));
	return pledge_sheet_count(in->tx, in->state.row.id, (int64_t)after.places.n, (int64_t)(after.places.n - after.done), e);
}

static enum status agreed_confirm(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct pledge_sheet_result *ret, struct err *e)
{
	struct confirming in = {.ret = ret};
	TRY(confirming_open(tx, d, pledge, sheet, &in, e));
	for (size_t i = 0; i < in.state.places.n; i++) {
		const struct pledge_sheet_place *p = &in.state.places.items[i];
		if (!p->done && both(p) && agree(p))
			TRY(row_confirm(&in, p, &p->read[0], e));
	}
	return count(&in, e);
}

/* ---- Keyed ---- */

/* Who may read, and when. */
static enum status turn_check(const struct desk *d, const struct pledge_sheet_state *s, int turn, struct err *e)
{
	if (!s->row.file)
		return FAIL_FIELD(e, CONFLICT, "scan", "the scan of the sheet is not here yet");
	if (s->by[0] && s->by[1] && !s->differ && !s->open)
		return FAIL_FIELD(e, CONFLICT, "sheet", "all rows of this sheet are confirmed");
	if (!d->user || (turn == 2 && !s->by[0]) || s->by[turn == 2 ? 0 : 1] == d->user)
		return FAIL_FIELD(e, CONFLICT, "turn", "the second reading is by another person, after the first");
	return OK;
}

/* By number; or by name, when just one of the sheet's unit has that name and no number. 0: nobody. */
static enum status person_typed(struct tx *tx, const struct desk *d, const struct confirming *in, const char *typed, int64_t *ret, struct err *e)
{
	struct roster_by_number_row numbered;
	struct pledge_sheet_named_rows named;
	bool found;
	TRY(roster_find(tx, d, in->p.roster, typed, &found, &numbered, e));
	if (found) {
		*ret = numbered.id;
		return OK;
	}
	TRY(pledge_sheet_named(tx, in->p.roster, typed, in->state.row.agency, &named, e));
	*ret = named.n == 1 ? named.items[0].id : 0;
	return OK;
}

struct keying {
	struct tx *tx;
	struct confirming in;
	struct pledge_sheet_printed_rows printed;
	int64_t id;
	bool taken[SHEET_LINES_MAX + 1];
};

static int64_t printed_line(const struct pledge_sheet_printed_rows *rows, int64_t person)
{
	for (size_t i = 0; person && i < rows->n; i++)
		if (rows->items[i].person == person)
			return rows->items[i].line;
	return 0;
}

static int64_t printed_person(const struct pledge_sheet_printed_rows *rows, int64_t line)
{
	return line <= (int64_t)rows->n && rows->items[line - 1].line == line ? rows->items[line - 1].person : 0;
}

static enum status line_keep(struct keying *k, const struct desk *d, const struct pledge_sheet_line *l, struct err *e)
{
	int64_t person, line = l->line;
	if (!l->typed[0]) {
		person = printed_person(&k->printed, line);
	} else {
		TRY(person_typed(k->tx, d, &k->in, l->typed, &person, e));
		int64_t own = printed_line(&k->printed, person); /* a number where the row would have done */
		line = line > k->in.state.row.printed && own && !k->taken[own] ? own : line;
	}
	k->taken[line] = true;
	return keyed_add(k->tx, id_new(d->now), k->id, line, l->typed, person, l->is_signed, e);
}

/* Rows that name themselves take their places first. */
static enum status lines_keep(struct keying *k, const struct desk *d, const struct pledge_sheet_lines *lines, struct err *e)
{
	for (size_t i = 0; i < lines->n; i++)
		if (lines->items[i].line <= k->in.state.row.printed)
			TRY(line_keep(k, d, &lines->items[i], e));
	for (size_t i = 0; i < lines->n; i++)
		if (lines->items[i].line > k->in.state.row.printed)
			TRY(line_keep(k, d, &lines->items[i], e));
	return OK;
}

enum status pledge_sheet_key(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, int turn, const char *text, struct pledge_sheet_result *ret,
		      struct err *e)
{
	struct keying *k = arena_new(tx->arena, struct keying);
	*ret = (struct pledge_sheet_result){0};
	k->tx = tx;
	TRY(confirming_open(tx, d, pledge, sheet, &k->in, e));
	TRY(turn_check(d, &k->in.state, turn, e));
	if (text_blank(text) || strlen(text) > SHEET_TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "rows", "the rows of the sheet, at most %zu bytes", SHEET_TEXT_MAX);
	pledge_sheet_lines_read(tx->arena, text, k->in.state.row.printed, &ret->lines);
	if (ret->lines.faults.n || !ret->lines.n)
		return FAIL_FIELD(e, INVALID, "rows", "%zu lines cannot be read", ret->lines.faults.n);
	TRY(pledge_sheet_printed(tx, sheet, &k->printed, e));
	k->id = id_new(d->now);
	TRY(keying_add(tx, k->id, sheet, turn, "keyed", d->now, d->user, e));
	TRY(lines_keep(k, d, &ret->lines, e));
	TRY(access_note(tx, d, "pledge_sheet_keyed", "pledge_sheet", sheet, turn == 2 ? "second" : "first", e));
	return agreed_confirm(tx, d, pledge, sheet, ret, e);
}

static const struct pledge_sheet_place *place_of(const struct pledge_sheet_state *s, int64_t line)
{
	for (size_t i = 0; i < s->places.n; i++)
		if (s->places.items[i].line == line)
			return &s->places.items[i];
	return NULL;
}

enum status pledge_sheet_tick(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const int64_t *lines, size_t n, struct pledge_sheet_result *ret,
		       struct err *e)
{
	struct pledge_sheet_state s;
	int64_t keying = id_new(d->now);
	*ret = (struct pledge_sheet_result){0};
	TRY(pledge_sheet_state_of(tx, d, pledge, sheet, &s, e));
	TRY(turn_check(d, &s, 2, e));
	if (!n)
		return FAIL_FIELD(e, INVALID, "tick", "no row is ticked");
	TRY(keying_add(tx, keying, sheet, 2, "ticked", d->now, d->user, e));
	for (size_t i = 0; i < n; i++) {
		const struct pledge_sheet_place *p = place_of(&s, lines[i]);
		if (!p || p->read[0].state == SHEET_NOTHING)
			return FAIL_FIELD(e, INVALID, "tick", "row %lld was not keyed by the first", (long long)lines[i]);
		TRY(keyed_add(tx, id_new(d->now), keying, p->line, p->read[0].typed, p->read[0].person, p->read[0].state == SHEET_KEYED, e));
	}
	TRY(access_note(tx, d, "pledge_sheet_keyed", "pledge_sheet", sheet, "ticked", e));
	return agreed_confirm(tx, d, pledge, sheet, ret, e);
}

enum status pledge_sheet_settle(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const struct pledge_sheet_choice *choices, size_t n,
			 struct pledge_sheet_result *ret, struct err *e)
{
	struct confirming in = {.ret = ret, .settled = true};
	*ret = (struct pledge_sheet_result){0};
	TRY(confirming_open(tx, d, pledge, sheet, &in, e));
	if (!n)
		return FAIL_FIELD(e, INVALID, "choice", "no reading is chosen");
	for (size_t i = 0; i < n; i++) {
		const struct pledge_sheet_place *p = place_of(&in.state, choices[i].line);
		int t = choices[i].turn == 2;
		if (!p || !p->differs)
			return FAIL_FIELD(e, CONFLICT, "choice", "row %lld does not differ any more", (long long)choices[i].line);
		if (!d->user || p->read[t].by == d->user)
			return FAIL_FIELD(e, CONFLICT, "choice", "nobody chooses the own reading");
		TRY(row_confirm(&in, p, &p->read[t], e));
	}
	TRY(access_note(tx, d, "pledge_sheet_settled", "pledge_sheet", sheet, arena_printf(tx->arena, "%zu", n), e));
	return count(&in, e);
}
