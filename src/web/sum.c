/* sum.c -- see sum.h. */
#include "web/sum.h"

#include <string.h>

#define CELLS_MAX 98 /* days; a longer count is shown as a table only */

struct seen_day { /* a day of a count, wherever it comes from */
	struct day day;
	bool counted;
	int number;
	const char *why, *basis;
	enum clock_rule rule;
};
struct source {
	const struct request *rq;
	struct deadline due; /* clock, zone, start_day, start and last; its items are not used */
	struct seen_day *items;
	size_t n;
};

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

const char *sum_amount(struct arena *a, const struct law_clock *c, enum lang lang)
{
	static const char *const units[][2] = {
		[CALENDAR_DAY] = {"hari kalender", "calendar days"},
		[WORKING_DAY] = {"hari kerja", "working days"},
		[HOUR] = {"jam", "hours"},
		[MONTH] = {"bulan", "months"},
	};
	const char *unit = units[c->unit][lang == EN];
	int letters = (int)strlen(unit) - (lang == EN && c->amount == 1); /* one day, two days */
	return arena_printf(a, "%d %.*s%s", c->amount, letters, unit, !c->backwards ? "" : lang == EN ? " before" : " sebelumnya");
}

const char *sum_clock_name(const struct law_clock *c, enum lang lang)
{
	return lang == EN && !text_blank(c->name_en) ? c->name_en : c->name_id;
}

/* ---- day by day ---- */

static const char *start_words(const struct source *s)
{
	const struct request *rq = s->rq;
	char at[16];
	const char *why = s->due.clock->backwards ? say(rq, "Hari peristiwanya; hitungan mundur dari sini.", "The day of the event; counting goes back from here.")
						  : say(rq, "Hari mulai tidak dihitung; hitungan mulai hari berikutnya.",
							"The day of the start is not counted; counting begins the next day.");
	if (instant_is_none(s->due.start))
		return why;
	return arena_printf(rq->desk.arena, "%s %s %s. %s", say(rq, "Mulai pukul", "Began at"),
			    instant_clock(s->due.start, s->due.zone, rq->lang, at), zone_name(s->due.zone), why);
}

static const char *badge_words(const struct source *s, const struct seen_day *d)
{
	const struct request *rq = s->rq;
	if (!d->counted)
		return d->rule == R_NONE ? say(rq, "jeda", "paused") : say(rq, "tidak dihitung", "not counted");
	if (s->due.clock->unit == MONTH)
		return say(rq, "hari terakhir", "last day");
	return arena_printf(rq->desk.arena, say(rq, "hari ke-%d", "day %d"), d->number);
}

static void put_lines(const struct source *s, struct sum_part *ret)
{
	const struct request *rq = s->rq;
	bool working = s->due.clock->unit == WORKING_DAY;
	struct sum_line first = {s->due.start_day, false, say(rq, "tidak dihitung", "not counted"), start_words(s),
				 clock_rule_code(s->due.clock->backwards ? R9 : R1), ""};
	ARENA_PUSH(rq->desk.arena, &ret->lines, first);
	for (size_t i = 0; i < s->n; i++) {
		const struct seen_day *d = &s->items[i];
		const char *plain = working ? say(rq, "Hari kerja", "Working day") : say(rq, "Hari kalender", "Calendar day");
		struct sum_line line = {d->day, d->counted, badge_words(s, d), d->counted && s->due.clock->unit != MONTH ? plain : d->why,
					clock_rule_code(d->rule), d->basis};
		ARENA_PUSH(rq->desk.arena, &ret->lines, line);
	}
}

/* ---- the picture of the weeks ---- */

static const struct seen_day *day_at(const struct source *s, struct day d)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].day.n == d.n)
			return &s->items[i];
	return NULL;
}

static const char *mark_of(const struct source *s, struct day d, const struct seen_day *seen)
{
	if (d.n == s->due.start_day.n)
		return say(s->rq, "mulai", "start");
	if (!seen)
		return "";
	if (seen->counted)
		return arena_printf(s->rq->desk.arena, "%d", seen->number);
	if (seen->rule == R_NONE)
		return say(s->rq, "jeda", "pause");
	return day_weekday(d) >= 5 ? "–" : say(s->rq, "libur", "off");
}

static const char *css_of(const struct source *s, struct day d, const struct seen_day *seen, struct day end)
{
	struct day today = day_of_instant(s->rq->desk.now, s->due.zone);
	bool start = d.n == s->due.start_day.n;
	const char *css = !seen ? (start ? "off" : "") : !seen->counted ? "off" : d.n == end.n ? "end" : "yes";
	return d.n == today.n ? arena_printf(s->rq->desk.arena, "%s now", css) : css;
}

/* "4"; the first of a month, and the first square, bear the month's name. */
static const char *day_words(const struct source *s, struct day d, bool first)
{
	int year, month, day;
	day_parts(d, &year, &month, &day);
	if (day != 1 && !first)
		return arena_printf(s->rq->desk.arena, "%d", day);
	return arena_printf(s->rq->desk.arena, "%d %.3s", day, month_name(month, s->rq->lang));
}

static struct day end_of(const struct source *s)
{
	if (!instant_is_none(s->due.last))
		return day_of_instant(s->due.last, s->due.zone);
	return s->n ? s->items[s->n - 1].day : s->due.start_day; /* paused: nobody knows the end yet */
}

/* Whole weeks, Monday first, from the first day of the count to its last, whichever way it runs. */
static void put_cells(const struct source *s, struct sum_part *ret)
{
	struct day end = end_of(s), a = s->due.start_day, b = end;
	if (a.n > b.n) {
		a = end;
		b = s->due.start_day;
	}
	struct day from = day_add(a, -day_weekday(a)), to = day_add(b, 6 - day_weekday(b));
	if (!s->n || s->due.clock->unit == MONTH || to.n - from.n >= CELLS_MAX)
		return;
	for (struct day d = from; d.n <= to.n; d = day_add(d, 1)) {
		const struct seen_day *seen = day_at(s, d);
		struct sum_cell cell = {css_of(s, d, seen, end), day_words(s, d, d.n == from.n), mark_of(s, d, seen)};
		ARENA_PUSH(s->rq->desk.arena, &ret->cells, cell);
	}
	char one[DAY_TEXT_MAX], two[DAY_TEXT_MAX];
	ret->title = arena_printf(s->rq->desk.arena, "%s – %s", day_short(from, s->rq->lang, one), day_short(to, s->rq->lang, two));
}

/* ---- rules, and how sure we are ---- */

static const char *mark_words(const struct request *rq, const char *mark)
{
	if (!strcmp(mark, "S"))
		return say(rq, "dibaca di sumbernya", "read in its source");
	if (!strcmp(mark, "K"))
		return say(rq, "dikenal, sumbernya belum kami baca", "known, its source not read by us");
	return !strcmp(mark, "?") ? say(rq, "belum pasti, perlu dilihat bagian hukum", "not certain, for counsel to see") : "";
}

static const char *trust_words(const struct request *rq, enum confidence c)
{
	switch (c) {
	case SEEN:
		return say(rq, "Pasalnya sudah kami baca di sumbernya.", "We have read the article in its source.");
	case KNOWN:
		return say(rq, "Aturan ini kami kenal, tetapi pasalnya belum kami baca sendiri di sumbernya [K]. Periksa sebelum mengandalkannya.",
			   "We know this rule but have not read the article in its source ourselves [K]. Check before relying on it.");
	case UNSURE:
		return say(rq, "Lamanya belum pasti: kami belum melihat dasarnya di sumber mana pun [?]. Tanyakan kepada bagian hukum.",
			   "The length is not certain: we have seen its basis in no source [?]. Ask counsel.");
	}
	return "";
}

static void put_rules(const struct source *s, struct sum_part *ret)
{
	enum clock_rule rules[CLOCK_RULE_N];
	size_t n = clock_rules(&s->due, rules);
	for (size_t i = 0; i < n; i++) {
		struct sum_rule r = {clock_rule_code(rules[i]), clock_rule_text(rules[i], s->rq->lang),
				     mark_words(s->rq, clock_rule_mark(rules[i], s->due.clock))};
		ARENA_PUSH(s->rq->desk.arena, &ret->rules, r);
	}
}

static struct sum_part part_of(const struct source *s)
{
	const struct law_clock *c = s->due.clock;
	struct sum_part ret = {.title = "", .hours = c->unit == HOUR, .sure = c->row.confidence == SEEN,
			       .trust = trust_words(s->rq, c->row.confidence), .amount = sum_amount(s->rq->desk.arena, c, s->rq->lang)};
	if (!ret.hours) {
		put_lines(s, &ret);
		put_cells(s, &ret);
	}
	put_rules(s, &ret);
	return ret;
}

/* ---- the two sources ---- */

struct sum_part sum_of_deadline(const struct request *rq, const struct deadline *due)
{
	struct arena *a = rq->desk.arena;
	struct source s = {.rq = rq, .due = *due, .items = arena_array(a, struct seen_day, due->n + 1), .n = due->n};
	for (size_t i = 0; i < due->n; i++) {
		const struct day_note *d = &due->items[i];
		s.items[i] = (struct seen_day){d->day, d->counted, d->number, clock_note_text(a, due, d, rq->lang), clock_note_basis(d),
					       clock_note_rule(due, d)};
	}
	return part_of(&s);
}

/* What the records keep is short and for machines: "libur_nasional: Hari Raya Natal", "jeda: menunggu berkas". */
static const char *stored_words(const struct request *rq, const struct docket_day *d)
{
	static const char *const kinds[][3] = {
		{"libur_nasional: ", "Libur nasional: ", "National holiday: "},
		{"cuti_bersama: ", "Cuti bersama: ", "Joint leave: "},
		{"hari_pemungutan_suara: ", "Hari pemungutan suara: ", "Voting day: "},
		{"libur_daerah: ", "Libur daerah: ", "Local holiday: "},
		{"jeda: ", "Jeda: ", "Paused: "},
	};
	int weekday = day_weekday(d->day);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_starts(d->why, kinds[i][0]))
			return arena_printf(rq->desk.arena, "%s%s", kinds[i][1 + (rq->lang == EN)], d->why + strlen(kinds[i][0]));
	return text_eq(d->why, weekday_name(weekday, ID)) ? weekday_name(weekday, rq->lang) : d->why;
}

static enum clock_rule stored_rule(const struct law_clock *clock, const struct docket_day *d)
{
	if (text_starts(d->why, "jeda") && !d->counted)
		return R_NONE;
	if (clock->unit == WORKING_DAY)
		return R3;
	return clock->unit == MONTH && clock->backwards ? R9 : R2;
}

struct sum_part sum_of_stored(const struct request *rq, const struct law_clock *clock, const struct docket_sum *sum)
{
	struct source s = {.rq = rq, .items = arena_array(rq->desk.arena, struct seen_day, sum->n + 1), .n = sum->n};
	s.due = (struct deadline){.clock = clock, .zone = sum->zone, .start_day = sum->start_day, .start = sum->start, .last = sum->last};
	for (size_t i = 0; i < sum->n; i++) {
		const struct docket_day *d = &sum->items[i];
		s.items[i] = (struct seen_day){d->day, d->counted, d->number, stored_words(rq, d), d->basis, stored_rule(clock, d)};
	}
	return part_of(&s);
}
