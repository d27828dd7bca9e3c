/* talk.c -- what the office may know of reporters who come back with their code: whether a message was read, and how many
 * come back at all. Nobody's comings are kept.
 *
 * Read. One number for a report: the last message of ours that stood on a page its code opened. It replaces the one before;
 * there is no moment in it, and the table is not sealed, so the chain has none either.
 *
 * Return rates. An office wants to know whether receipts are of use: of the reports of a month, how many were ever followed
 * up? A row for each receipt would say of each reporter "this one looks". Instead each month of arrivals has a field of
 * 32,768 bits. A code that is used sets the bit which a keyed hash of its report names; coming back again sets the same
 * one. From the zeros that are left the number of different receipts follows (linear counting; Whang, Vander-Zanden,
 * Taylor, ACM TODS 15(2), 1990): n = ln(zeros / zeros at the start) / ln(1 - 1/bits), within a few per cent. One bit in
 * eight is set at random before anything is counted. So a bit that is set proves nothing about a receipt, not even to
 * somebody who holds the key: it may be noise or another's. No row has a moment, and what is shown are such counts only.
 */
#include "desk/intake/intake_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TRIED_MAX   20 /* numbers of a text that are looked up: one full of them must not make an officer's page slow */
#define FIELD_BYTES 4096
#define FIELD_BITS  (FIELD_BYTES * 8)

/* -- read -- */

static int64_t last_of_office(const struct messages_of_rows *m)
{
	int64_t last = 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].from_office && m->items[i].id > last)
			last = m->items[i].id;
	return last;
}

enum status intake_seen_through(struct tx *tx, int64_t report, int64_t *ret, struct err *e)
{
	bool found;
	struct talk_seen_get_row row;
	TRY(talk_seen_get(tx, report, &found, &row, e));
	*ret = found ? row.message : 0;
	return OK;
}

enum status intake_talk_seen(const struct desk *d, int64_t report, const struct messages_of_rows *shown, struct err *e)
{
	int64_t last = last_of_office(shown), before = 0;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(intake_seen_through(&tx, report, &before, e));
	}
	if (last <= before)
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(talk_seen_put(&tx, report, last, e));
	return tx_commit(&tx, e);
}

/* -- return rates -- */

static int64_t month_of(struct instant at, enum zone zone)
{
	int year, month, day;
	day_parts(day_of_instant(at, zone), &year, &month, &day);
	return 12 * (int64_t)year + month - 1;
}

static struct day month_start(int64_t month)
{
	return day_of((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* One bit in eight: a bit is set where three random ones are. Returns how many. */
static int64_t noise_fill(unsigned char field[static FIELD_BYTES])
{
	unsigned char more[2][FIELD_BYTES];
	int64_t n = 0;
	random_bytes(field, FIELD_BYTES);
	random_bytes(more, sizeof more);
	for (size_t i = 0; i < FIELD_BYTES; i++) {
		field[i] &= more[0][i] & more[1][i];
		n += __builtin_popcount(field[i]);
	}
	return n;
}

static size_t bit_of(const struct office *o, int64_t report)
{
	char text[48];
	uint64_t first;
	int n = snprintf(text, sizeof text, "receipt-return|%lld", (long long)report);
	struct hash h = hash_keyed(o->lookup_key, text, (size_t)n);
	memcpy(&first, h.bytes, sizeof first);
	return first % FIELD_BITS;
}

static bool bit_is(const unsigned char *field, size_t bit)
{
	return field[bit / 8] >> (bit % 8) & 1;
}

/* The field of a month, or a new one; ids are random, since those made of the clock would tell when the first came back. */
static enum status field_get(struct tx *tx, const struct desk *d, int64_t month, bool *ret_new,
			     struct receipt_return_of_row *ret, struct err *e)
{
	bool found;
	TRY(receipt_return_of(tx, d->office->id, month, &found, ret, e));
	*ret_new = !found;
	if (found)
		return ret->bits.n == FIELD_BYTES ? OK : FAIL(e, BROKEN, "the returns of month %lld are damaged", (long long)month);
	unsigned char *field = arena_alloc(tx->arena, FIELD_BYTES);
	uint64_t id;
	random_bytes(&id, sizeof id);
	*ret = (struct receipt_return_of_row){.id = (int64_t)(id >> 2) + 1, .noise = noise_fill(field),
					      .bits = {(char *)field, FIELD_BYTES}};
	return OK;
}

static enum status bit_set(struct tx *tx, const struct desk *d, int64_t month, size_t bit, struct err *e)
{
	bool fresh;
	int64_t changed;
	struct receipt_return_of_row row;
	TRY(field_get(tx, d, month, &fresh, &row, e));
	unsigned char *field = arena_memdup(tx->arena, row.bits.s, FIELD_BYTES);
	field[bit / 8] |= (unsigned char)(1u << (bit % 8));
	struct str bits = {(char *)field, FIELD_BYTES};
	if (fresh)
		return receipt_return_add(tx, row.id, d->office->id, month, row.noise, bits, e);
	return receipt_return_put(tx, row.id, bits, &changed, e);
}

enum status intake_came_back(const struct desk *d, int64_t report, struct err *e)
{
	struct report_get_row r;
	struct receipt_return_of_row row;
	bool found;
	int64_t month;
	size_t bit = bit_of(d->office, report);
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(report_get(&tx, d->office->id, report, &r, e));
		month = month_of(r.at, d->office->zone);
		TRY(receipt_return_of(&tx, d->office->id, month, &found, &row, e));
	}
	if (found && row.bits.n == FIELD_BYTES && bit_is((const unsigned char *)row.bits.s, bit))
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bit_set(&tx, d, month, bit, e));
	return tx_commit(&tx, e);
}

/* How many different receipts set the bits that are set, noise apart. */
static int64_t returned(const struct receipt_returns_since_row *row)
{
	int64_t zeros = FIELD_BITS;
	if (row->bits.n != FIELD_BYTES)
		return 0;
	for (size_t i = 0; i < row->bits.n; i++)
		zeros -= __builtin_popcount((unsigned char)row->bits.s[i]);
	double start = (double)(FIELD_BITS - row->noise), now = zeros > 0 ? (double)zeros : 1;
	return start <= now ? 0 : llround(log(now / start) / log1p(-1.0 / FIELD_BITS));
}

enum status intake_returns(struct tx *tx, const struct desk *d, struct intake_returns *ret, struct err *e)
{
	int64_t last = month_of(d->now, d->office->zone);
	struct receipt_returns_since_rows rows;
	size_t at = 0;
	*ret = (struct intake_returns){0};
	TRY(receipt_returns_since(tx, d->office->id, last - INTAKE_RETURN_MONTHS + 1, &rows, e));
	for (int64_t month = last; month > last - INTAKE_RETURN_MONTHS; month--) {
		struct reports_between_row reports;
		struct instant since = instant_at(month_start(month), 0, 0, 0, d->office->zone);
		struct instant until = instant_at(month_start(month + 1), 0, 0, 0, d->office->zone);
		TRY(reports_between(tx, d->office->id, since, until, &reports, e));
		while (at < rows.n && rows.items[at].month > month)
			at++;
		if (!reports.n)
			continue;
		int64_t n = at < rows.n && rows.items[at].month == month ? returned(&rows.items[at]) : 0;
		ret->items[ret->n++] = (struct intake_return){month_start(month), reports.n, n < reports.n ? n : reports.n};
	}
	return OK;
}

/* -- a second report that names the first -- */

/* What could be a number of ours: "001/PL/PW/Kota/99.01/XI/2024" has several slashes and no more than a line's length. */
static bool like_a_number(struct str word)
{
	size_t slashes = 0;
	for (size_t i = 0; i < word.n; i++)
		slashes += word.s[i] == '/';
	return word.n >= 8 && word.n <= 60 && slashes >= 3;
}

static struct str next_word(const char **at)
{
	static const char gaps[] = " \t\r\n,;()[]\"'";
	*at += strspn(*at, gaps);
	struct str word = {*at, strcspn(*at, gaps)};
	*at += word.n;
	while (word.n && strchr(".:!?", word.s[word.n - 1]))
		word.n--;
	return word;
}

enum status intake_names_earlier(struct tx *tx, const struct desk *d, const struct report_get_row *report,
				 struct intake_earlier *ret, struct err *e)
{
	const char *at = report->body;
	ret->n = 0;
	size_t tried = 0;
	for (struct str word = next_word(&at); word.n && ret->n < INTAKE_EARLIER_MAX && tried < TRIED_MAX; word = next_word(&at)) {
		bool found;
		if (!like_a_number(word))
			continue;
		tried++;
		TRY(report_named(tx, d->office->id, arena_strndup(tx->arena, word.s, word.n), &found, &ret->items[ret->n], e));
		ret->n += found && ret->items[ret->n].id != report->id;
	}
	return OK;
}
