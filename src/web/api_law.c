/* api_law.c -- the law for programs, open to anybody: acts, clocks, routes, elections, sanctions with their rules,
 * remedies, the rule pack in force, one deadline with its sum. Nothing that is sent here is kept.
 *
 * A code may have several rows, one for each span of days: (code, in_force) names a row, the code alone does not.
 * ?on=2024-11-04 leaves the rows in force on that day, ?class= those for a class of persons, ?level= those of a weight.
 */
#include "web/api.h"
#include "web/calendar.h"

#include <string.h>

static void put_texts(struct json_out *j, const char *key, const struct text_list *list)
{
	api_put_list(j, key);
	for (size_t i = 0; i < list->n; i++)
		jout_text(j, list->items[i]);
	jout_end(j, ']');
}

/* What every row of the law carries. */
static void put_row(struct json_out *j, const struct law_row *row)
{
	static const char *const words[] = {[SEEN] = "seen", [KNOWN] = "known", [UNSURE] = "unsure"};
	jout_put_text(j, "basis", row->basis);
	put_texts(j, "sources", &row->sources);
	jout_put_text(j, "confidence", words[row->confidence]);
	jout_put_day(j, "in_force", row->from);
	jout_put_day(j, "until", row->to);
	jout_put_day(j, "from", row->from); /* as in_force and until were called first; readers of then go on reading */
	jout_put_day(j, "to", row->to);
	jout_put_text(j, "note", text_blank(row->note) ? NULL : row->note);
}

static void put_classes(struct json_out *j, const struct class_list *list)
{
	api_put_list(j, "classes");
	for (size_t i = 0; i < list->n; i++)
		jout_text(j, class_code(list->items[i]));
	jout_end(j, ']');
}

static void put_act(struct json_out *j, const struct law_act *a)
{
	jout_object(j);
	jout_put_text(j, "code", a->code);
	jout_put_text(j, "title_id", a->title_id);
	jout_put_text(j, "title_en", a->title_en);
	jout_put_text(j, "kind", a->kind);
	jout_put_text(j, "conduct", a->conduct);
	jout_put_bool(j, "pilkada", a->pilkada);
	jout_put_bool(j, "pemilu", a->pemilu);
	jout_put_text(j, "phase", phase_code(a->phase));
	jout_put_text(j, "level", text_blank(a->level) ? NULL : a->level);
	put_classes(j, &a->classes);
	jout_put_text(j, "sanction_min", a->sanction_min);
	jout_put_text(j, "sanction_max", a->sanction_max);
	put_row(j, &a->row);
	jout_end(j, '}');
}

static void put_clock(struct json_out *j, const struct law_clock *c)
{
	static const char *const units[] = {
		[CALENDAR_DAY] = "calendar_day", [WORKING_DAY] = "working_day", [HOUR] = "hour", [MONTH] = "month"};
	jout_object(j);
	jout_put_text(j, "code", c->code);
	jout_put_text(j, "procedure", procedure_code(c->procedure));
	jout_put_text(j, "name_id", c->name_id);
	jout_put_text(j, "name_en", c->name_en);
	jout_put_int(j, "amount", c->amount);
	jout_put_text(j, "unit", units[c->unit]);
	jout_put_bool(j, "backwards", c->backwards);
	jout_put_bool(j, "start_is_date", c->start_is_date);
	jout_put_text(j, "starts", c->start_event);
	jout_put_text(j, "owner", c->owner);
	jout_put_text(j, "on_expiry", c->on_expiry);
	put_row(j, &c->row);
	jout_end(j, '}');
}

static void put_route(struct json_out *j, const struct law_route *r)
{
	jout_object(j);
	jout_put_text(j, "code", r->code);
	put_classes(j, &r->classes);
	jout_put_bool(j, "crime", r->crime);
	jout_put_text(j, "receiver_id", r->receiver_id);
	jout_put_text(j, "receiver_en", r->receiver_en);
	jout_put_text(j, "copy_id", text_blank(r->copy_id) ? NULL : r->copy_id);
	put_row(j, &r->row);
	jout_end(j, '}');
}

static void put_election(struct json_out *j, const struct law_election *v)
{
	jout_object(j);
	jout_put_text(j, "code", v->code);
	jout_put_text(j, "name_id", v->name_id);
	jout_put_text(j, "name_en", v->name_en);
	jout_put_text(j, "procedure", v->open ? NULL : procedure_code(v->procedure));
	jout_put_text(j, "regulation", v->regulation);
	jout_put_bool(j, "projected", v->projected);
	put_row(j, &v->row);
	jout_end(j, '}');
}

static void put_sanction(struct json_out *j, const struct law_sanction *s)
{
	jout_object(j);
	jout_put_text(j, "code", s->code);
	jout_put_text(j, "catalogue", s->catalogue);
	jout_put_text(j, "name_id", s->name_id);
	jout_put_text(j, "name_en", s->name_en);
	jout_put_text(j, "level", level_code(s->level));
	jout_put_text(j, "outcome", s->outcome);
	put_classes(j, &s->classes);
	put_row(j, &s->row);
	jout_end(j, '}');
}

static void put_rule(struct json_out *j, const struct law_rule *r)
{
	jout_object(j);
	jout_put_text(j, "code", r->code);
	jout_put_text(j, "text_id", r->text_id);
	jout_put_text(j, "text_en", r->text_en);
	put_classes(j, &r->classes);
	put_row(j, &r->row);
	jout_end(j, '}');
}

static void put_remedy(struct json_out *j, const struct law_remedy *m)
{
	jout_object(j);
	jout_put_text(j, "code", m->code);
	jout_put_text(j, "name_id", m->name_id);
	jout_put_text(j, "name_en", m->name_en);
	jout_put_text(j, "body_id", m->body_id);
	jout_put_text(j, "body_en", m->body_en);
	jout_put_text(j, "file_clock", m->file_clock);
	jout_put_text(j, "answer_clock", m->answer_clock);
	jout_put_text(j, "answer_starts", happening_code(m->on));
	put_texts(j, "levels", &m->levels);
	put_classes(j, &m->classes);
	jout_put_text(j, "next_id", m->next_id);
	jout_put_text(j, "next_en", m->next_en);
	put_row(j, &m->row);
	jout_end(j, '}');
}

/* ---------- which rows ---------- */

struct filter { /* what ?class=, ?level= and ?on= ask for */
	enum subject_class class; /* CLASS_UNKNOWN: any */
	const char *level;        /* "": any */
	struct day on;            /* DAY_NONE: rows of all days */
	const struct law *law;    /* of the procedure that was asked for, else the one for all */
	bool one;                 /* of @procedure only */
	enum procedure procedure;
};

static enum status level_read(const char *word, const char **ret, struct err *e)
{
	*ret = "";
	if (text_blank(word))
		return OK;
	for (int l = LEVEL_NONE + 1; l < SANCTION_LEVEL_N; l++)
		if (!strcmp(word, *ret = level_code((enum sanction_level)l)))
			return OK;
	return FAIL_FIELD(e, INVALID, "level", "expected a level such as moral, light, moderate, severe or dismissal");
}

/* "procedure": the pack that counts for it today, where the office has one of its own. */
static enum status law_asked(const struct request *rq, struct filter *ret, struct err *e)
{
	const char *procedure = rq_query(rq, "procedure");
	ret->law = desk_law(&rq->desk);
	if (text_blank(procedure))
		return OK;
	if (!procedure_of(procedure, &ret->procedure))
		return FAIL_FIELD(e, INVALID, "procedure", "expected pilkada, pemilu, downstream or privacy");
	ret->one = true;
	ret->law = desk_law_for(&rq->desk, "", ret->procedure);
	return OK;
}

static enum status filter_read(const struct request *rq, struct filter *ret, struct err *e)
{
	const char *class = rq_query(rq, "class"), *on = rq_query(rq, "on");
	*ret = (struct filter){.class = class_of(class), .on = DAY_NONE};
	if (!text_blank(class) && ret->class == CLASS_UNKNOWN)
		return FAIL_FIELD(e, INVALID, "class", "expected a class such as PNS, PPPK or KEPALA_DESA");
	if (!text_blank(on) && day_parse(on, &ret->on, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "on", "expected a day such as 2024-11-04");
	TRY(law_asked(rq, ret, e));
	return level_read(rq_query(rq, "level"), &ret->level, e);
}

static bool for_class(const struct filter *f, const struct class_list *classes)
{
	return f->class == CLASS_UNKNOWN || class_in(classes, f->class);
}

static bool of_level(const struct filter *f, const char *level)
{
	return !f->level[0] || text_eq(f->level, level);
}

static bool act_fits(const struct filter *f, const struct law_act *a)
{
	bool procedure = !f->one || (f->procedure == PILKADA && a->pilkada) || (f->procedure == PEMILU && a->pemilu);
	return procedure && for_class(f, &a->classes) && of_level(f, a->level);
}

/* A clock or an election is nobody's in particular: only procedure and day choose. */
static bool clock_fits(const struct filter *f, const struct law_clock *c)
{
	return !f->one || c->procedure == f->procedure;
}

static bool election_fits(const struct filter *f, const struct law_election *v)
{
	(void)f, (void)v;
	return true;
}

/* A route without classes is for all of them. */
static bool route_fits(const struct filter *f, const struct law_route *r)
{
	return !r->classes.n || for_class(f, &r->classes);
}

static bool sanction_fits(const struct filter *f, const struct law_sanction *s)
{
	return for_class(f, &s->classes) && of_level(f, level_code(s->level));
}

static bool rule_fits(const struct filter *f, const struct law_rule *r)
{
	return for_class(f, &r->classes);
}

static bool remedy_fits(const struct filter *f, const struct law_remedy *m)
{
	bool level = false;
	for (size_t i = 0; i < m->levels.n; i++)
		level |= of_level(f, m->levels.items[i]);
	return level && for_class(f, &m->classes);
}

/* The cursor is a place in the whole table, whatever is asked of it, so it stays good when the question changes. The table
 * itself changes only with the rule pack; its hash stands in every answer, and a reader who sees another begins anew. */
#define TABLE(name, list, put, fits)                                                               \
	static enum status name(struct request *rq, struct err *e)                                 \
	{                                                                                          \
		struct filter f;                                                                   \
		struct api_page page;                                                              \
		TRY(api_page(rq, &page, e));                                                       \
		TRY(filter_read(rq, &f, e));                                                       \
		const struct law *law = f.law;                                                     \
		struct json_out j = api_start(rq);                                                 \
		jout_put_text(&j, "rulepack", hash_hex(rq->desk.arena, law->hash));                \
		api_put_list(&j, "items");                                                         \
		for (size_t i = 0; i < law->list.n; i++)                                           \
			if (law_in_force(&law->list.items[i].row, f.on) && fits(&f, &law->list.items[i]) && \
			    api_shows(&page, (int64_t)i + 1))                                      \
				put(&j, &law->list.items[i]);                                      \
		api_page_end(rq, &j, &page);                                                       \
		return OK;                                                                         \
	}

TABLE(acts_show, acts, put_act, act_fits)
TABLE(clocks_show, clocks, put_clock, clock_fits)
TABLE(routes_show, routes, put_route, route_fits)
TABLE(elections_show, elections, put_election, election_fits)
TABLE(sanctions_show, sanctions, put_sanction, sanction_fits)
TABLE(rules_show, rules, put_rule, rule_fits)
TABLE(remedies_show, remedies, put_remedy, remedy_fits)

static enum status rulepack_show(struct request *rq, struct err *e)
{
	struct filter f = {.law = NULL};
	TRY(law_asked(rq, &f, e));
	const struct law *law = f.law;
	struct json_out j = api_start(rq);
	jout_put_text(&j, "name", law->name);
	jout_put_text(&j, "version", law->version);
	jout_put_text(&j, "sha256", hash_hex(rq->desk.arena, law->hash));
	jout_put_text(&j, "calendar", rq->desk.office->calendar->version);
	jout_put_day(&j, "holidays_from", law->holidays_from);
	jout_put_day(&j, "holidays_to", law->holidays_to);
	jout_put_int(&j, "acts", (int64_t)law->acts.n);
	jout_put_int(&j, "clocks", (int64_t)law->clocks.n);
	jout_put_int(&j, "states", (int64_t)law->states.n);
	jout_put_int(&j, "transitions", (int64_t)law->transitions.n);
	jout_put_int(&j, "routes", (int64_t)law->routes.n);
	jout_put_int(&j, "elections", (int64_t)law->elections.n);
	jout_put_int(&j, "sanctions", (int64_t)law->sanctions.n);
	jout_put_int(&j, "rules", (int64_t)law->rules.n);
	jout_put_int(&j, "remedies", (int64_t)law->remedies.n);
	jout_end(&j, '}');
	return OK;
}

/* ---------- one deadline ---------- */

/* {"procedure","clock","start","zone"} of CONTRACT 2.4: "PK-REPORT", or "REPORT" with its procedure. */
static enum status clock_code(const struct api_in *in, const char **ret, struct err *e)
{
	const char *procedure, *clock;
	enum procedure p;
	TRY(api_text(in, "procedure", 40, false, &procedure, e));
	TRY(api_text(in, "clock", 40, true, &clock, e));
	*ret = clock;
	if (!procedure)
		return OK;
	if (!procedure_of(procedure, &p))
		return FAIL_FIELD(e, INVALID, "procedure", "expected pilkada, pemilu, downstream or privacy");
	const struct law_clock *c = law_clock_of(desk_law_for(&in->rq->desk, "", p), p, clock);
	if (!c || c->procedure != p)
		return FAIL_FIELD(e, INVALID, "clock", "'%s' is no clock of the procedure %s", clock, procedure);
	*ret = c->code;
	return OK;
}

static enum status clock_take(struct request *rq, struct err *e)
{
	struct api_in in;
	const char *code, *start, *zone;
	TRY(API_READ(rq, &in, e, "procedure", "clock", "start", "zone"));
	TRY(clock_code(&in, &code, e));
	TRY(api_text(&in, "start", 60, true, &start, e));
	TRY(api_text(&in, "zone", 10, false, &zone, e));
	struct field *query = arena_array(rq->desk.arena, struct field, 3);
	query[0] = (struct field){"clock", code};
	query[1] = (struct field){"start", start};
	query[2] = (struct field){"zone", zone ? zone : zone_name(rq->desk.office->zone)};
	rq->query = query;
	rq->n_query = 3;
	return calendar_api(rq, e);
}

static const struct route routes[] = {
	{GET, "/api/v1/law/acts", RIGHT_NONE, acts_show, 0, NULL},
	{GET, "/api/v1/law/clocks", RIGHT_NONE, clocks_show, 0, NULL},
	{GET, "/api/v1/law/elections", RIGHT_NONE, elections_show, 0, NULL},
	{GET, "/api/v1/law/remedies", RIGHT_NONE, remedies_show, 0, NULL},
	{GET, "/api/v1/law/routes", RIGHT_NONE, routes_show, 0, NULL},
	{GET, "/api/v1/law/sanction-rules", RIGHT_NONE, rules_show, 0, NULL},
	{GET, "/api/v1/law/sanctions", RIGHT_NONE, sanctions_show, 0, NULL},
	{GET, "/api/v1/rulepack", RIGHT_NONE, rulepack_show, 0, NULL},
	{POST, "/api/v1/clock", RIGHT_NONE, clock_take, 4 * KIB, NULL},
};
const struct route_list api_law_routes = {routes, sizeof routes / sizeof *routes};
