/* calendar.c -- see calendar.h. The counting is core/clock's; here it becomes a page and a JSON object.
 *
 * People know what happened, not what a rule is called: the page asks for the situation first and shows the chain of
 * dates that follows; each date leads to its own sum. Who knows the name of a deadline finds it in a list below.
 */
#include "web/calendar.h"

#include "page_calendar.h"

#include <string.h>

struct asked {
	const struct law_clock *clock;
	const struct law *law; /* whose row it is */
	struct plan_moment at;
	enum zone zone;
};

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

static const char *group_name(const struct request *rq, enum procedure p)
{
	static const char *const names[][2] = {
		[PILKADA] = {"Pemilihan kepala daerah (pilkada)", "Local elections (pilkada)"},
		[PEMILU] = {"Pemilihan umum (pemilu)", "General elections (pemilu)"},
		[DOWNSTREAM] = {"Setelah diteruskan: tindak lanjut dan disiplin", "After forwarding: follow-up and discipline"},
		[PRIVACY] = {"Data pribadi", "Personal data"},
	};
	return names[p][rq->lang == EN];
}

/* ---- what can be chosen ---- */

static void fill_clocks(const struct request *rq, const char *chosen, struct calendar_view *v)
{
	struct arena *a = rq->desk.arena;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	for (enum procedure p = PILKADA; p <= PRIVACY; p++) {
		const struct law *law = desk_law_for(&rq->desk, "", p);
		struct clock_group g = {.name = group_name(rq, p)};
		for (size_t i = 0; i < law->clocks.n; i++) {
			const struct law_clock *c = &law->clocks.items[i];
			if (c->procedure != p || !law_in_force(&c->row, today))
				continue;
			struct clock_choice choice = {c->code, sum_clock_name(c, rq->lang), sum_amount(a, c, rq->lang), text_eq(c->code, chosen)};
			ARENA_PUSH(a, &g, choice);
		}
		if (g.n)
			ARENA_PUSH(a, &v->groups, g);
	}
}

static void fill_situations(const struct request *rq, const char *chosen, struct calendar_view *v)
{
	struct arena *a = rq->desk.arena;
	for (enum procedure p = PILKADA; p <= PRIVACY; p++) {
		struct situation_group g = {.name = group_name(rq, p), .election = p <= PEMILU};
		for (size_t i = 0; i < plan_events_n; i++) {
			const struct plan_event *event = &plan_events[i];
			if (plan_event(p, event->code) != event)
				continue;
			struct situation s = {.code = arena_printf(a, "%s.%s", procedure_code(p), event->code),
					      .ask = say(rq, event->ask_id, event->ask_en), .name = say(rq, event->name_id, event->name_en)};
			s.chosen = text_eq(s.code, chosen);
			ARENA_PUSH(a, &g, s);
		}
		ARENA_PUSH(a, &v->situations, g);
	}
}

/* ---- what was asked ---- */

/* A clock by its whole code, out of the pack that counts for its procedure; NULL: no such clock. */
static const struct law_clock *clock_now(const struct request *rq, const char *code, const struct law **ret_law)
{
	for (enum procedure p = PILKADA; p <= PRIVACY; p++) {
		*ret_law = desk_law_for(&rq->desk, "", p);
		const struct law_clock *c = law_clock(*ret_law, code);
		if (c && c->procedure == p)
			return c;
	}
	return NULL;
}

static enum status read_zone(const struct request *rq, enum zone *ret, struct err *e)
{
	const char *zone = rq_query(rq, "zona");
	*ret = rq->desk.office->zone;
	if (!text_blank(zone) && zone_parse(zone, ret, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "zona", say(rq, "“%.20s” bukan zona waktu kami: WIB, WITA, atau WIT.",
							  "“%.20s” is no zone of ours: WIB, WITA or WIT."), zone);
	return OK;
}

static enum status read_asked(const struct request *rq, const char *code, struct asked *ret, struct err *e)
{
	*ret = (struct asked){.clock = NULL};
	ret->clock = clock_now(rq, code, &ret->law);
	TRY(read_zone(rq, &ret->zone, e));
	if (!ret->clock)
		return FAIL_FIELD(e, INVALID, "tenggat", say(rq, "“%.40s” tidak ada dalam paket aturan. Pilih tenggat dari daftar.",
							     "“%.40s” is not in the rule pack. Choose a deadline from the list."), code);
	TRY(plan_moment_read(rq, "mulai", rq_query(rq, "mulai"), "jam", rq_query(rq, "jam"), ret->zone, &ret->at, e));
	if (ret->clock->unit == HOUR && instant_is_none(ret->at.start))
		return FAIL_FIELD(e, INVALID, "jam", "%s",
				  say(rq, "Tenggat ini menghitung jam: isi jam mulainya.", "This deadline counts hours: the time of its start is needed."));
	return OK;
}

/* "pilkada.known" */
static enum status read_situation(const struct request *rq, const char *code, struct plan_ask *ret, const struct plan_event **ret_event,
				  struct err *e)
{
	const char *dot = strchr(code, '.');
	char *procedure = arena_strndup(rq->desk.arena, code, dot ? (size_t)(dot - code) : 0);
	*ret_event = procedure_of(procedure, &ret->procedure) ? plan_event(ret->procedure, dot + 1) : NULL;
	if (!*ret_event)
		return FAIL_FIELD(e, INVALID, "hal", say(rq, "“%.40s” bukan keadaan yang kami kenal. Pilih dari daftar.",
							 "“%.40s” is no situation we know. Choose from the list."), code);
	ret->event = (*ret_event)->code;
	ret->law = desk_law_for(&rq->desk, "", ret->procedure);
	return OK;
}

static enum status read_moments(const struct request *rq, struct plan_ask *ask, struct err *e)
{
	const char *second = rq_query(rq, "mulai2"), *hearing = rq_query(rq, "sidang");
	TRY(plan_moment_read(rq, "mulai", rq_query(rq, "mulai"), "jam", rq_query(rq, "jam"), ask->zone, &ask->a, e));
	if (!text_blank(second))
		TRY(plan_moment_read(rq, "mulai2", second, "jam2", rq_query(rq, "jam2"), ask->zone, &ask->b, e));
	if (!text_blank(hearing) && day_parse(hearing, &ask->hearing, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "sidang", say(rq, "“%.20s” bukan tanggal yang ada.", "“%.20s” is no date."), hearing);
	return OK;
}

/* ---- answers ---- */

static const char *verdict_text(const struct request *rq, const struct deadline *due)
{
	char text[64];
	const char *lead = due->clock->effective ? say(rq, "Mulai berlaku", "Takes effect on")
			   : due->clock->backwards ? say(rq, "Paling lambat", "At the latest by")
						   : say(rq, "Batasnya", "Last moment:");
	return arena_printf(rq->desk.arena, "%s %s.", lead, instant_long(due->last, due->zone, rq->lang, text));
}

static const char *json_address(const struct request *rq, const struct asked *q)
{
	char start[DAY_TEXT_MAX];
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "/api/v1/clock?clock=%s&start=", q->clock->code);
	buf_url(&b, instant_is_none(q->at.start) ? day_iso(q->at.day, start) : instant_iso(q->at.start, q->zone, start));
	buf_printf(&b, "&zone=%s", zone_name(q->zone));
	return buf_arena(rq->desk.arena, &b);
}

static void fill_sum(const struct request *rq, const struct asked *q, const struct deadline *due, struct calendar_view *v)
{
	struct arena *a = rq->desk.arena;
	const struct law_clock *c = due->clock;
	const struct law *law = q->law;
	char text[64];
	v->shown = true;
	v->name = sum_clock_name(c, rq->lang);
	v->amount = sum_amount(a, c, rq->lang);
	v->basis = c->row.basis;
	v->rule = c->code;
	v->rulepack = arena_printf(a, "%s %s, sha256 %.16s…", law->name, law->version, hash_hex(a, law->hash));
	v->calendar = due->calendar_version;
	v->json = json_address(rq, q);
	v->link = clock_sum_address(a, c, q->at.day, q->at.start, q->zone);
	v->verdict = verdict_text(rq, due);
	v->clock = clock_view_of(rq, c, due->last, due->counter_closes, INSTANT_NONE, false);
	v->weekend = c->unit != HOUR && day_weekday(day_of_instant(due->last, due->zone)) >= 5;
	if (!instant_is_none(due->counter_closes) && due->counter_closes.us < due->last.us)
		v->counter = arena_strdup(a, instant_long(due->counter_closes, due->zone, rq->lang, text));
	v->sum = sum_of_deadline(rq, due);
}

/* What the calendar does not reach is said to the reader as what it is: no decree yet, no guess. */
static void explain(const struct request *rq, struct err *e)
{
	char to[DAY_TEXT_MAX];
	if (e->status == NOT_LOADED)
		err_set(e, NOT_LOADED, __func__, "mulai",
			say(rq, "Belum ada keputusan libur untuk hari sesudah %s (calendar_not_loaded). Kami tidak menebak.",
			    "There is no holiday decree for days after %s yet (calendar_not_loaded). We do not guess."),
			day_long(rq->desk.office->calendar->covers_to, rq->lang, to));
}

static enum status answer_sum(struct request *rq, const char *code, struct calendar_view *v, struct err *e)
{
	struct asked q;
	struct deadline due;
	TRY(read_asked(rq, code, &q, e));
	v->zone = q.zone;
	TRY(clock_due(rq->desk.arena, q.law, q.clock, rq->desk.office->calendar, q.at.day, q.at.start, q.zone, &due, e));
	fill_sum(rq, &q, &due, v);
	return OK;
}

static enum status answer_situation(struct request *rq, const char *code, struct calendar_view *v, struct err *e)
{
	const struct plan_event *event;
	struct plan_ask ask = {.a = {DAY_NONE, INSTANT_NONE}, .b = {DAY_NONE, INSTANT_NONE}, .hearing = DAY_NONE};
	TRY(read_situation(rq, code, &ask, &event, e));
	v->by_situation = true;
	v->code = code;
	v->ask = say(rq, event->ask_id, event->ask_en);
	v->asks_hearing = event->hearing;
	TRY(read_zone(rq, &ask.zone, e));
	v->zone = ask.zone;
	if (!rq_query(rq, "mulai"))
		return OK; /* only chosen, not asked yet */
	TRY(read_moments(rq, &ask, e));
	TRY(plan_fill(rq, &ask, &v->plan, e));
	v->planned = true;
	return OK;
}

static const char *typed(const struct request *rq, const char *field)
{
	const char *text = rq_query(rq, field);
	return text ? text : "";
}

/* A browser's time field takes a colon only; people write "15.30" too. */
static const char *typed_time(const struct request *rq, const char *field)
{
	char *text = arena_strdup(rq->desk.arena, typed(rq, field));
	char *dot = strchr(text, '.');
	if (dot)
		*dot = ':';
	return text;
}

enum status calendar_show(struct request *rq, struct err *e)
{
	const char *code = rq_query(rq, "tenggat"), *situation = rq_query(rq, "hal");
	struct calendar_view v = {.start = typed(rq, "mulai"), .time = typed_time(rq, "jam"), .start2 = typed(rq, "mulai2"),
				  .time2 = typed_time(rq, "jam2"), .hearing = typed(rq, "sidang"), .zone = rq->desk.office->zone,
				  .counter = "", .ask = "", .code = ""};
	enum status status = situation ? answer_situation(rq, situation, &v, e) : code ? answer_sum(rq, code, &v, e) : OK;
	if (status != OK) {
		explain(rq, e);
		v.fault = rq_fault(rq, e);
	}
	if (status == NOT_LOADED)
		rq->http = 422;
	v.wib = v.zone == WIB;
	v.wita = v.zone == WITA;
	v.wit = v.zone == WIT;
	if (!v.by_situation && !v.shown)
		TRY(applies_card_fill(rq, PNS, &v.applies, e));
	fill_clocks(rq, code, &v);
	fill_situations(rq, situation, &v);
	struct page p = page_of(rq, "Kalender tenggat", "Deadline calendar");
	page_calendar(rq->out, &p, &v);
	return OK;
}

/* ---- for programs ---- */

static void put_deadline(struct request *rq, const struct law *law, const struct deadline *due, const char *start)
{
	struct json_out j = jout_start(rq->out);
	clock_json(&j, rq->desk.arena, due,
		   &(struct clock_shown){.start = start,
					 .rulepack = hash_hex(rq->desk.arena, law->hash),
					 .name = rq->lang,
					 .weekday = EN,
					 .full = true});
	rq->content_type = "application/json";
}

enum status calendar_api(struct request *rq, struct err *e)
{
	const char *code = rq_query(rq, "clock"), *start = rq_query(rq, "start"), *zone = rq_query(rq, "zone");
	struct day day = DAY_NONE;
	struct instant at = INSTANT_NONE;
	enum zone in = rq->desk.office->zone;
	struct deadline due;
	if (!code || !start)
		return FAIL_FIELD(e, INVALID, code ? "start" : "clock", "expected clock=CODE&start=DAY_OR_MOMENT&zone=WIB|WITA|WIT");
	if (!text_blank(zone) && zone_parse(zone, &in, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "zone", "'%.20s' is not a zone; expected WIB, WITA or WIT", zone);
	const struct law *law;
	const struct law_clock *clock = clock_now(rq, code, &law);
	if (!clock)
		return FAIL_FIELD(e, INVALID, "clock", "'%.40s' is no clock of the rule pack", code);
	bool date = strlen(start) <= 10;
	if ((date ? day_parse(start, &day, NULL) : instant_parse(start, in, &at, NULL)) != OK)
		return FAIL_FIELD(e, INVALID, "start", "'%.40s' is no day and no moment that exists", start);
	if (!date && clock->start_is_date) /* R6: the date as written, whatever hour stands behind it */
		TRY(day_parse(arena_strndup(rq->desk.arena, start, 10), &day, e));
	TRY(clock_due(rq->desk.arena, law, clock, rq->desk.office->calendar, day, at, in, &due, e));
	put_deadline(rq, law, &due, start);
	return OK;
}
