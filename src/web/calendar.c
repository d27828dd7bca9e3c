/* calendar.c -- see calendar.h. The counting is core/clock's; here it becomes a page and a JSON object. */
#include "web/calendar.h"

#include "page_calendar.h"

#include <stdio.h>
#include <string.h>

#define STRIP_MAX 98 /* days; a longer count is shown as a table only */

struct asked {
	const struct law_clock *clock;
	struct day day;
	struct instant start;
	enum zone zone;
};

/* "14.30", "14:30"; nothing typed gives -1. */
static enum status minutes_of(const char *text, int *ret, struct err *e)
{
	int hour, minute;
	char rest;
	*ret = -1;
	if (text_blank(text))
		return OK;
	if (sscanf(text, "%2d%*1[:.]%2d%c", &hour, &minute, &rest) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return FAIL_FIELD(e, INVALID, "jam", "expected a time such as 14.30");
	*ret = hour * 60 + minute;
	return OK;
}

static enum status read_asked(const struct request *rq, const char *code, const char *start, const char *time,
			      const char *zone, struct asked *ret, struct err *e)
{
	bool en = rq->lang == EN;
	int minutes;
	*ret = (struct asked){.day = DAY_NONE, .start = INSTANT_NONE, .zone = rq->desk.office->zone};
	ret->clock = law_clock(desk_law(&rq->desk), code);
	if (!ret->clock)
		return FAIL_FIELD(e, INVALID, "tenggat", "%s", en ? "Choose a deadline from the list." : "Pilih tenggat dari daftar.");
	if (!text_blank(zone) && zone_parse(zone, &ret->zone, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "zona", "%s", en ? "WIB, WITA or WIT." : "WIB, WITA, atau WIT.");
	if (text_blank(start) || day_parse(start, &ret->day, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "mulai", "%s",
				  en ? "Write the day as 31/12/2024: day, month, year." : "Tulis tanggal seperti 31/12/2024. Periksa urutan tanggal dan bulan.");
	if (minutes_of(time, &minutes, e) != OK)
		return FAIL_FIELD(e, INVALID, "jam", "%s", en ? "Write the time as 14:30." : "Tulis jam seperti 14.30.");
	if (minutes >= 0)
		ret->start = instant_at(ret->day, minutes / 60, minutes % 60, 0, ret->zone);
	else if (ret->clock->unit == HOUR)
		return FAIL_FIELD(e, INVALID, "jam", "%s",
				  en ? "This deadline counts hours: the time of its start is needed." : "Tenggat ini menghitung jam: isi jam mulainya.");
	return OK;
}

/* "7 hari kalender", "24 jam", "6 bulan" */
static const char *amount_text(struct arena *a, const struct law_clock *c, enum lang lang)
{
	static const char *const units[][2] = {
		[CALENDAR_DAY] = {"hari kalender", "calendar days"},
		[WORKING_DAY] = {"hari kerja", "working days"},
		[HOUR] = {"jam", "hours"},
		[MONTH] = {"bulan", "months"},
	};
	return arena_printf(a, "%d %s%s", c->amount, units[c->unit][lang == EN],
			    !c->backwards ? "" : lang == EN ? " before" : " sebelumnya");
}

static const char *clock_name(const struct law_clock *c, enum lang lang)
{
	return lang == EN && !text_blank(c->name_en) ? c->name_en : c->name_id;
}

static void fill_choices(const struct request *rq, const char *chosen, struct calendar_view *v)
{
	static const char *const names[][2] = {
		[PILKADA] = {"Pemilihan kepala daerah (pilkada)", "Local elections (pilkada)"},
		[PEMILU] = {"Pemilihan umum (pemilu)", "General elections (pemilu)"},
		[DOWNSTREAM] = {"Setelah diteruskan: tindak lanjut dan disiplin", "After forwarding: follow-up and discipline"},
		[PRIVACY] = {"Data pribadi", "Personal data"},
	};
	const struct law *law = desk_law(&rq->desk);
	struct arena *a = rq->desk.arena;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	for (enum procedure p = PILKADA; p <= PRIVACY; p++) {
		struct clock_group g = {.name = names[p][rq->lang == EN]};
		for (size_t i = 0; i < law->clocks.n; i++) {
			const struct law_clock *c = &law->clocks.items[i];
			if (c->procedure == p && law_in_force(&c->row, today))
				ARENA_PUSH(a, &g,
					   ((struct clock_choice){c->code, clock_name(c, rq->lang),
								  amount_text(a, c, rq->lang), text_eq(c->code, chosen)}));
		}
		if (g.n)
			ARENA_PUSH(a, &v->groups, g);
	}
}

static void fill_rows(const struct request *rq, const struct deadline *due, struct calendar_view *v)
{
	struct arena *a = rq->desk.arena;
	bool en = rq->lang == EN;
	int n = 0;
	char at[16];
	const char *why = en ? "The start itself is not counted; counting begins the next day." : "Awalnya tidak dihitung; hitungan mulai hari berikutnya.";
	if (due->clock->backwards)
		why = en ? "The day of the event; counting goes back from here." : "Hari peristiwanya; hitungan mundur dari sini.";
	if (!instant_is_none(due->start))
		why = arena_printf(a, "%s %s. %s", en ? "Began at" : "Mulai pukul", instant_clock(due->start, due->zone, rq->lang, at), why);
	ARENA_PUSH(a, &v->rows, ((struct sum_row){due->start_day, false, en ? "not counted" : "tidak dihitung", why}));
	for (size_t i = 0; i < due->n; i++) {
		const struct day_note *d = &due->items[i];
		struct sum_row row = {.day = d->day, .counted = d->counted, .why = d->counted ? "" : clock_note_text(a, due, d, rq->lang)};
		n += d->counted;
		row.badge = !d->counted ? (en ? "not counted" : "tidak dihitung")
			    : due->clock->unit == MONTH ? (en ? "last day" : "hari terakhir")
							: arena_printf(a, en ? "day %d" : "hari ke-%d", n);
		ARENA_PUSH(a, &v->rows, row);
	}
}

static const char *strip_mark(const struct request *rq, const struct sum_row *row, bool first, int counted)
{
	if (first)
		return rq->lang == EN ? "start" : "mulai";
	if (row->counted)
		return arena_printf(rq->desk.arena, "%d", counted);
	return day_weekday(row->day) >= 5 ? "–" : rq->lang == EN ? "off" : "libur";
}

static const struct sum_row *row_of(const struct calendar_view *v, struct day d, int *ret_counted)
{
	*ret_counted = 0;
	for (size_t i = 0; i < v->rows.n; i++) {
		*ret_counted += v->rows.items[i].counted;
		if (v->rows.items[i].day.n == d.n)
			return &v->rows.items[i];
	}
	return NULL;
}

/* Whole weeks, Monday first, from the first day of the count to its last, whichever way it runs. */
static void fill_strip(const struct request *rq, const struct deadline *due, struct calendar_view *v)
{
	struct day a = due->start_day, b = day_of_instant(due->last, due->zone);
	struct day today = day_of_instant(rq->desk.now, due->zone);
	if (a.n > b.n) {
		struct day kept = a;
		a = b;
		b = kept;
	}
	struct day from = day_add(a, -day_weekday(a)), to = day_add(b, 6 - day_weekday(b));
	if (due->clock->unit == MONTH || to.n - from.n >= STRIP_MAX)
		return;
	struct day end = day_of_instant(due->last, due->zone);
	for (struct day d = from; d.n <= to.n; d = day_add(d, 1)) {
		int year, month, day, counted;
		day_parts(d, &year, &month, &day);
		const struct sum_row *row = row_of(v, d, &counted);
		const char *css = !row ? "" : d.n == end.n && row->counted ? "end" : row->counted ? "yes" : "off";
		struct strip_day s = {.css = d.n == today.n ? arena_printf(rq->desk.arena, "%s now", css) : css, .day = day};
		s.mark = row ? strip_mark(rq, row, d.n == due->start_day.n, counted) : "";
		ARENA_PUSH(rq->desk.arena, &v->strip, s);
	}
	char one[DAY_TEXT_MAX], two[DAY_TEXT_MAX];
	v->strip_title = arena_printf(rq->desk.arena, "%s – %s", day_short(from, rq->lang, one), day_short(to, rq->lang, two));
}

static const char *verdict_text(const struct request *rq, const struct deadline *due)
{
	char text[64];
	bool en = rq->lang == EN;
	const char *lead = due->clock->effective ? (en ? "Takes effect on" : "Mulai berlaku")
			   : due->clock->backwards ? (en ? "At the latest by" : "Paling lambat")
						   : (en ? "Last moment:" : "Batasnya");
	return arena_printf(rq->desk.arena, "%s %s.", lead, instant_long(due->last, due->zone, rq->lang, text));
}

static const char *json_address(const struct request *rq, const struct asked *q)
{
	char start[DAY_TEXT_MAX];
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "/api/v1/clock?clock=%s&start=", q->clock->code);
	buf_url(&b, instant_is_none(q->start) ? day_iso(q->day, start) : instant_iso(q->start, q->zone, start));
	buf_printf(&b, "&zone=%s", zone_name(q->zone));
	return buf_arena(rq->desk.arena, &b);
}

static void fill_result(const struct request *rq, const struct asked *q, const struct deadline *due, struct calendar_view *v)
{
	struct arena *a = rq->desk.arena;
	const struct law_clock *c = due->clock;
	char text[64];
	v->shown = true;
	v->name = clock_name(c, rq->lang);
	v->amount = amount_text(a, c, rq->lang);
	v->basis = c->row.basis;
	v->rule = c->code;
	v->unsure = c->row.confidence == UNSURE;
	v->working = c->unit == WORKING_DAY;
	v->hours = c->unit == HOUR;
	v->rulepack = arena_printf(a, "%s %s, sha256 %.16s…", desk_law(&rq->desk)->name, desk_law(&rq->desk)->version,
				   hash_hex(a, desk_law(&rq->desk)->hash));
	v->calendar = due->calendar_version;
	v->json = json_address(rq, q);
	v->verdict = verdict_text(rq, due);
	v->clock = clock_view_of(rq, c, due->last, due->counter_closes, INSTANT_NONE, false);
	v->weekend = !v->hours && day_weekday(day_of_instant(due->last, due->zone)) >= 5;
	v->counter = "";
	if (!instant_is_none(due->counter_closes) && due->counter_closes.us < due->last.us)
		v->counter = arena_strdup(a, instant_long(due->counter_closes, due->zone, rq->lang, text));
	fill_rows(rq, due, v);
	fill_strip(rq, due, v);
}

/* What the calendar does not reach is said to the reader as what it is: no decree yet, no guess. */
static void explain(const struct request *rq, struct err *e)
{
	if (e->status == NOT_LOADED)
		err_set(e, NOT_LOADED, __func__, "mulai", "%s",
			rq->lang == EN ? "This count leaves the years whose holidays have been decreed. We do not guess."
				       : "Hitungan ini keluar dari tahun yang hari liburnya sudah ditetapkan. Kami tidak menebak.");
}

enum status calendar_show(struct request *rq, struct err *e)
{
	const char *code = rq_query(rq, "tenggat"), *start = rq_query(rq, "mulai"), *time = rq_query(rq, "jam");
	struct calendar_view v = {.start = start ? start : "", .time = time ? time : "", .zone = rq->desk.office->zone, .counter = ""};
	struct asked q;
	struct deadline due;
	if (code) {
		enum status status = read_asked(rq, code, start, time, rq_query(rq, "zona"), &q, e);
		v.zone = q.zone;
		if (status == OK)
			status = clock_due(rq->desk.arena, desk_law(&rq->desk), q.clock, rq->desk.office->calendar, q.day,
					   q.start, q.zone, &due, e);
		if (status == OK)
			fill_result(rq, &q, &due, &v);
		else
			explain(rq, e);
		if (status != OK)
			v.fault = rq_fault(rq, e);
		if (status == NOT_LOADED)
			rq->http = 422;
	}
	v.wib = v.zone == WIB;
	v.wita = v.zone == WITA;
	v.wit = v.zone == WIT;
	fill_choices(rq, code, &v);
	struct page p = page_of(rq, "Kalender tenggat", "Deadline calendar");
	page_calendar(rq->out, &p, &v);
	return OK;
}

static void put_deadline(struct request *rq, const struct deadline *due, const char *start)
{
	struct json_out j = jout_start(rq->out);
	clock_json(&j, rq->desk.arena, due,
		   &(struct clock_shown){.start = start,
					 .rulepack = hash_hex(rq->desk.arena, desk_law(&rq->desk)->hash),
					 .name = rq->lang,
					 .weekday = ID});
	rq->content_type = "application/json";
}

enum status calendar_api(struct request *rq, struct err *e)
{
	const char *code = rq_query(rq, "clock"), *start = rq_query(rq, "start"), *zone = rq_query(rq, "zone");
	struct asked q = {.day = DAY_NONE, .start = INSTANT_NONE, .zone = rq->desk.office->zone};
	struct deadline due;
	if (!code || !start)
		return FAIL_FIELD(e, INVALID, code ? "start" : "clock", "expected clock=CODE&start=DAY_OR_MOMENT&zone=WIB|WITA|WIT");
	if (!text_blank(zone))
		TRY(zone_parse(zone, &q.zone, e));
	q.clock = law_clock(desk_law(&rq->desk), code);
	if (!q.clock)
		return FAIL_FIELD(e, INVALID, "clock", "'%.40s' is no clock of the rule pack", code);
	if (strlen(start) <= 10)
		TRY(day_parse(start, &q.day, e));
	else
		TRY(instant_parse(start, q.zone, &q.start, e));
	if (day_is_none(q.day) && q.clock->start_is_date)
		q.day = day_of_instant(q.start, q.zone);
	TRY(clock_due(rq->desk.arena, desk_law(&rq->desk), q.clock, rq->desk.office->calendar, q.day, q.start, q.zone, &due, e));
	put_deadline(rq, &due, start);
	return OK;
}
