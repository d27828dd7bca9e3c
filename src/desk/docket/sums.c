/* sums.c -- a deadline in words: how much is left, until when, and the sum behind it, day by day.
 *
 * The sum is kept as JSON in clock_run.sum when the clock starts, so that the page explains what was counted
 * then, by that law and that calendar, whatever has changed since.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

#define SUM_MAX (256 * 1024) /* bytes; 65 working days are about 12 KB */

static const char *unit_code(enum clock_unit u)
{
	switch (u) {
	case CALENDAR_DAY:
		return "calendar_day";
	case WORKING_DAY:
		return "working_day";
	case HOUR:
		return "hour";
	case MONTH:
		return "month";
	}
	return "";
}

static void put_day(struct json_out *j, struct arena *a, const struct deadline *due, const struct day_note *n)
{
	jout_object(j);
	jout_put_day(j, "day", n->day);
	jout_put_bool(j, "counted", n->counted);
	jout_put_text(j, "why", clock_why(a, due, n));
	if (*clock_note_basis(n))
		jout_put_text(j, "basis", clock_note_basis(n));
	jout_end(j, '}');
}

char *docket_sum_text(struct arena *a, const struct law *law, const struct deadline *due)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "clock", due->clock->code);
	jout_put_text(&j, "name_id", due->clock->name_id);
	jout_put_text(&j, "name_en", due->clock->name_en);
	jout_put_text(&j, "basis", due->clock->row.basis);
	jout_put_text(&j, "owner", due->clock->owner);
	jout_put_text(&j, "on_expiry", due->clock->on_expiry);
	jout_put_int(&j, "amount", due->clock->amount);
	jout_put_text(&j, "unit", unit_code(due->clock->unit));
	jout_put_text(&j, "zone", zone_name(due->zone));
	jout_put_day(&j, "start_day", due->start_day);
	jout_put_instant(&j, "start", due->start, due->zone);
	jout_put_instant(&j, "last", due->last, due->zone);
	jout_put_instant(&j, "counter_closes", due->counter_closes, due->zone);
	jout_put_text(&j, "calendar", due->calendar_version);
	jout_put_text(&j, "law", arena_printf(a, "%s %s", law->name, law->version));
	jout_put_text(&j, "rulepack", hash_hex(a, law->hash));
	jout_key(&j, "days");
	jout_array(&j);
	for (size_t i = 0; i < due->n; i++)
		put_day(&j, a, due, &due->items[i]);
	jout_end(&j, ']');
	jout_end(&j, '}');
	return buf_arena(a, &b);
}

static struct day read_day(const struct json *j, const char *key)
{
	struct day d;
	return day_parse(json_get_text(j, key, ""), &d, NULL) == OK ? d : DAY_NONE;
}

static struct instant read_instant(const struct json *j, const char *key)
{
	const char *text = json_get_text(j, key, NULL);
	struct instant t;
	return text && instant_parse(text, WIB, &t, NULL) == OK
		       ? t
		       : INSTANT_NONE; /* its offset is in the text */
}

static enum zone read_zone(const struct json *j)
{
	enum zone z;
	return zone_parse(json_get_text(j, "zone", ""), &z, NULL) == OK ? z : WIB;
}

static void read_days(struct arena *a, const struct json *days, struct docket_sum *ret)
{
	ret->n = days ? days->n : 0;
	ret->items = arena_array(a, struct docket_day, ret->n + 1);
	int number = 0;
	for (size_t i = 0; i < ret->n; i++) {
		const struct json *j = &days->items[i];
		struct docket_day *to = &ret->items[i];
		to->day = read_day(j, "day");
		to->counted = json_get_bool(j, "counted", false);
		to->number = to->counted ? ++number : 0;
		to->why = json_get_text(j, "why", "");
		to->basis = json_get_text(j, "basis", "");
	}
}

enum status docket_sum_read(struct arena *a, const char *json, struct docket_sum *ret, struct err *e)
{
	const struct json *j;
	TRY(json_read(a, "sum", json, strlen(json), SUM_MAX, &j, e));
	const char *uncounted = json_get_text(j, "uncounted", NULL);
	if (uncounted)
		return FAIL(e, NOT_LOADED, "%s", uncounted);
	*ret = (struct docket_sum){
		.clock = json_get_text(j, "clock", ""),
		.name_id = json_get_text(j, "name_id", ""),
		.name_en = json_get_text(j, "name_en", ""),
		.basis = json_get_text(j, "basis", ""),
		.unit = json_get_text(j, "unit", ""),
		.calendar = json_get_text(j, "calendar", ""),
		.rulepack = json_get_text(j, "rulepack", ""),
		.law_name = json_get_text(j, "law", ""),
		.owner = json_get_text(j, "owner", ""),
		.on_expiry = json_get_text(j, "on_expiry", ""),
		.amount = (int)json_get_int(j, "amount", 0),
		.start_day = read_day(j, "start_day"),
		.start = read_instant(j, "start"),
		.zone = read_zone(j),
		.last = read_instant(j, "last"),
		.counter_closes = read_instant(j, "counter_closes"),
	};
	read_days(a, json_get(j, "days"), ret);
	return OK;
}

static const char *say(const struct desk *d, const char *id, const char *en)
{
	return d->lang == EN ? en : id;
}

static const char *moment_in(const struct desk *d, const char *before, struct instant t, enum zone zone)
{
	char text[64];
	return arena_printf(d->arena, "%s%s", before, instant_long(t, zone, d->lang, text));
}

/* "selesai pada hari ke-4 dari 5"; "selesai" when the sum does not say. */
static const char *done_words(const struct desk *d, const char *status, struct instant ended, const char *sum)
{
	if (!strcmp(status, "switched"))
		return say(d, "diganti hitungan baru", "replaced by a new count");
	if (!strcmp(status, "expired"))
		return say(d, "selesai setelah lewat batas", "done after the limit");
	struct docket_sum s;
	if (!sum || docket_sum_read(d->arena, sum, &s, NULL) != OK || !strcmp(s.unit, "hour"))
		return say(d, "selesai", "done");
	struct day on = day_of_instant(ended, d->office->zone);
	int counted = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.items[i].counted && s.items[i].day.n <= on.n)
			counted = s.items[i].number;
	if (!counted)
		return say(d, "selesai pada hari yang sama", "done on the same day");
	const char *id = arena_printf(d->arena, "selesai pada hari ke-%d dari %d", counted, s.amount);
	return say(d, id, arena_printf(d->arena, "done on day %d of %d", counted, s.amount));
}

/* "Sabtu 23.59" within a week, "Sabtu, 9 November 2024, 23.59" else. */
static const char *moment_short(const struct desk *d, struct instant t, enum zone zone)
{
	char text[DAY_TEXT_MAX], at[16];
	struct day on = day_of_instant(t, zone);
	int32_t away = on.n - day_of_instant(d->now, zone).n;
	bool near = away > -7 && away < 7;
	const char *day = near ? weekday_name(day_weekday(on), d->lang) : day_long(on, d->lang, text);
	return arena_printf(d->arena, "%s%s %s", day, near ? "" : ",", instant_clock(t, zone, d->lang, at));
}

/* The law's clock may run on a day on which nobody is at the counter; reports come in online round the clock. */
const char *docket_counter_note(const struct desk *d, bool online, struct instant counter, struct instant start,
				struct instant last, enum zone zone)
{
	struct arena *a = d->arena;
	if (instant_is_none(counter) || day_of_instant(counter, zone).n == day_of_instant(last, zone).n)
		return "";
	const char *law = moment_short(d, last, zone), *closes = moment_short(d, counter, zone);
	const char *more = !online ? "" : say(d, "; laporan daring tetap diterima", "; reports online are still taken");
	if (!instant_is_none(start) && counter.us <= start.us)
		return arena_printf(a, say(d, "Batas hukum %s; tidak ada jam loket dalam tenggat ini%s.",
					   "By law until %s; there are no counter hours within this time%s."), law, more);
	if (counter.us < d->now.us)
		return arena_printf(a, say(d, "Batas hukum %s; loket tutup sejak %s%s.",
					   "By law until %s; the counter has been closed since %s%s."), law, closes, more);
	return arena_printf(a, say(d, "Batas hukum %s; loket terakhir tutup %s%s.",
				   "By law until %s; the counter closes for the last time on %s%s."), law, closes, more);
}

/* Who must act, in the words of the law's table: what a page calls them, and whether they are outside the
 * office. */
static const struct {
	const char *code, *name_id, *name_en;
	bool other;
} owners[] = {
	{"reporter", "pelapor", "the reporter", true},
	{"head of region, acting head", "kepala daerah atau penjabatnya", "the head of region or acting head",
	 true},
	{"Satgas", "Satgas", "Satgas", true},
	{"PPK", "PPK", "PPK", true},
	{"direct superior", "atasan langsung", "the direct superior", true},
	{"punishing official", "pejabat yang berwenang menghukum", "the punishing official", true},
	{"ASN", "pegawai yang bersangkutan", "the civil servant", true},
	{"BPASN", "BPASN", "BPASN", true},
	{"receiving office", "kantor penerima", "the receiving office", false},
	{"handling office", "kantor yang menangani", "the handling office", false},
	{"finding office", "kantor yang menemukan", "the finding office", false},
	{"office", "kantor", "the office", false},
	{"Bawaslu", "Bawaslu", "Bawaslu", false},
	{"controller", "pengendali data", "the data controller", false},
};

static void owner_put(const struct desk *d, struct docket_left *l, const char *code)
{
	l->owner = code;
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
		if (strcmp(owners[i].code, code))
			continue;
		l->owner = say(d, owners[i].name_id, owners[i].name_en);
		l->other = owners[i].other;
	}
}

static void left_ended(const struct desk *d, struct docket_left *l, const char *status, struct instant ended,
		       const char *sum)
{
	l->state = "done";
	l->text = done_words(d, status, ended, sum);
	l->until = moment_in(d, "", ended, l->zone);
}

static void left_running(const struct desk *d, struct docket_left *l, const struct law_clock *c,
			 struct instant start, struct instant last)
{
	static const char *const states[] = {[CLOCK_AMPLE] = "ample",
					     [CLOCK_NEAR] = "near",
					     [CLOCK_TODAY] = "today",
					     [CLOCK_PAST] = "past"};
	struct clock_left left = clock_left(c, last, d->office->calendar, l->zone, d->now);
	l->state = states[left.state];
	l->text = clock_left_text(d->arena, left, d->lang);
	l->until = moment_in(d, c->effective ? say(d, "berlaku ", "in effect from ") : say(d, "sampai ", "until "), last,
			     l->zone);
	bool online = text_eq(c->owner, "reporter");
	l->note = left.state == CLOCK_PAST ? "" : docket_counter_note(d, online, l->counter, start, last, l->zone);
}

struct docket_left docket_left(const struct desk *d, const struct law *law, const char *clock,
			       const char *status, struct instant last, struct instant ended, const char *sum)
{
	const struct law_clock *c = law_clock(law, clock);
	struct docket_left l = {.state = "paused",
				.name = c ? say(d, c->name_id, c->name_en) : clock,
				.text = say(d, "jeda", "paused"),
				.until = "",
				.note = "",
				.zone = d->office->zone,
				.counter = INSTANT_NONE};
	struct docket_sum s = {.start = INSTANT_NONE};
	if (sum && docket_sum_read(d->arena, sum, &s, NULL) == OK) {
		l.zone = s.zone; /* a file of an office in WIT keeps WIT, whoever reads it */
		l.counter = s.counter_closes;
	}
	owner_put(d, &l, c && c->owner ? c->owner : "");
	if (!instant_is_none(ended)) {
		left_ended(d, &l, status, ended, sum);
	} else if (!strcmp(status, "uncounted")) {
		l.text = say(d, "belum dapat dihitung", "cannot be counted yet");
		l.until = say(d, "menunggu kalender libur dimuat", "until the holidays are loaded");
	} else if (c && strcmp(status, "paused")) {
		left_running(d, &l, c, s.start, last);
	}
	return l;
}
