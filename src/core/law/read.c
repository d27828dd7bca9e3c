/* read.c -- a rule pack, from JSON to rows. Row by row, in the order of law.h.
 *
 * A reader notes a fault, with the row and the field, and then answers with harmless values, so that a row reads as a
 * plain list of its fields and the rows behind it are read too. Every text has a limit.
 */
#include "core/law/law_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FAULT_MAX 400 /* bytes of one fault; longer names of a pack are cut */

struct reader {
	struct arena *a;
	const struct json *row;
	const char *kind, *name; /* "clock", "PK-REPORT", for messages */
	int format;              /* of the pack */
	bool dead;               /* the row is no table: nothing more is said of it */
	struct law_faults *faults;
};

/* One fault for each field: what follows from the first is not said. */
static void fault_in(struct reader *r, const char *field, const char *format, const char *word)
{
	char why[200];
	const struct law_fault *last = r->faults->n ? &r->faults->items[r->faults->n - 1] : NULL;
	if (r->dead || (last && !strcmp(last->kind, r->kind) && !strcmp(last->row, r->name) && !strcmp(last->field, field)))
		return;
	snprintf(why, sizeof why, format, word);
	law_fault_add(r->faults, r->kind, r->name, field, "%s %s: %s", r->kind, r->name, why);
}

static void fault(struct reader *r, const char *format, const char *key)
{
	fault_in(r, key, format, key);
}

/* "" when it is left out. */
static const char *text(struct reader *r, const char *key)
{
	const struct json *v = json_get(r->row, key);
	if (!v)
		return "";
	if (v->kind != J_TEXT || v->text.n > LAW_TEXT_MAX || !text_valid(v->text.s, v->text.n)) {
		fault(r, "%s is not a text of up to 4000 bytes", key);
		return "";
	}
	return v->text.s;
}

static const char *need(struct reader *r, const char *key)
{
	const char *s = text(r, key);
	if (text_blank(s))
		fault(r, "%s is missing", key);
	return s;
}

static bool yes(struct reader *r, const char *key)
{
	const struct json *v = json_get(r->row, key);
	if (v && v->kind != J_BOOL)
		fault(r, "%s must be true or false", key);
	return v && v->kind == J_BOOL && v->i;
}

static int number(struct reader *r, const char *key, int64_t min, int64_t max)
{
	int64_t n = json_get_int(r->row, key, min - 1);
	if (n >= min && n <= max)
		return (int)n;
	fault(r, "%s is missing or out of bounds", key);
	return (int)min;
}

static struct day day(struct reader *r, const char *key)
{
	struct day d;
	const char *s = text(r, key);
	if (!s[0])
		return DAY_NONE;
	if (day_parse(s, &d, NULL) == OK)
		return d;
	fault(r, "%s is no date", key);
	return DAY_NONE;
}

static struct day day_needed(struct reader *r, const char *key)
{
	struct day d = day(r, key);
	if (day_is_none(d))
		fault(r, "%s is missing", key);
	return d;
}

/* "16:30" as minutes after midnight */
static int minutes(struct reader *r, const char *key)
{
	const char *s = need(r, key);
	int64_t h, m;
	char hour[3] = {0};
	if (strlen(s) == 5 && s[2] == ':') {
		memcpy(hour, s, 2);
		if (int_parse(hour, 0, 23, &h, NULL) == OK && int_parse(s + 3, 0, 59, &m, NULL) == OK)
			return (int)(h * 60 + m);
	}
	fault(r, "%s is no time of day", key);
	return 0;
}

static struct text_list texts(struct reader *r, const char *key)
{
	const struct json *v = json_get(r->row, key);
	struct text_list list = {0};
	if (!v)
		return list;
	if (v->kind != J_ARRAY || v->n > LAW_ROWS_MAX) {
		fault(r, "%s must be a list of texts", key);
		return list;
	}
	list.items = arena_array(r->a, const char *, v->n);
	for (size_t i = 0; i < v->n; i++) {
		const struct str *s = &v->items[i].text;
		if (v->items[i].kind != J_TEXT || !s->n || s->n > LAW_TEXT_MAX || !text_valid(s->s, s->n)) {
			fault(r, "%s must be a list of texts", key);
			return (struct text_list){0};
		}
		list.items[list.n++] = s->s;
	}
	return list;
}

static int word(struct reader *r, const char *key, const char *const words[], size_t n)
{
	const char *s = need(r, key);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i], s))
			return (int)i;
	fault(r, "%s is no known word", key);
	return 0;
}
#define WORD(r, key, ...)                                                                                    \
	word((r), (key), (const char *const[]){__VA_ARGS__},                                                 \
	     sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static enum procedure procedure(struct reader *r)
{
	return (enum procedure)WORD(r, "procedure", "pilkada", "pemilu", "downstream", "privacy");
}

static struct class_list classes(struct reader *r, const char *key)
{
	struct text_list codes = texts(r, key);
	struct class_list list = {arena_array(r->a, enum subject_class, codes.n), codes.n};
	for (size_t i = 0; i < codes.n; i++) {
		list.items[i] = class_of(codes.items[i]);
		if (list.items[i] == CLASS_UNKNOWN)
			fault_in(r, key, "unknown class %s", codes.items[i]);
	}
	return list;
}

static bool holds(struct text_list list, const char *word)
{
	for (size_t i = 0; i < list.n; i++)
		if (!strcmp(list.items[i], word))
			return true;
	return false;
}

static const char *joined(struct arena *a, struct text_list list)
{
	const char *s = "";
	for (size_t i = 0; i < list.n; i++)
		s = i ? arena_printf(a, "%s; %s", s, list.items[i]) : list.items[i];
	return s;
}

/* What every row carries. */
static struct law_row row(struct reader *r)
{
	struct law_row row = {.sources = texts(r, "source"), .note = text(r, "note")};
	struct text_list articles = texts(r, "article");
	if (articles.n > 100)
		fault(r, "%s is longer than 100", "article");
	else
		row.basis = joined(r->a, articles);
	if (!articles.n)
		fault(r, "%s is missing", "article");
	if (!row.sources.n)
		fault(r, "%s is missing", "source");
	row.confidence = (enum confidence)WORD(r, "confidence", "seen", "known", "unsure");
	row.from = day(r, "in_force");
	row.to = day(r, "until");
	if (!day_is_none(row.from) && !day_is_none(row.to) && row.to.n < row.from.n)
		fault(r, "%s is before in_force", "until");
	return row;
}

static struct law_act act(struct reader *r)
{
	struct text_list procedures = texts(r, "procedures");
	return (struct law_act){
		.code = need(r, "code"),
		.title_id = need(r, "title_id"),
		.title_en = need(r, "title_en"),
		.description_id = need(r, "description_id"),
		.kind = need(r, "kind"),
		.conduct = need(r, "conduct"),
		.pilkada = holds(procedures, "pilkada"),
		.pemilu = holds(procedures, "pemilu"),
		.phase = (enum phase)WORD(r, "phase", "any", "before_candidacy", "after_candidacy"),
		.level = text(r, "level"),
		.classes = classes(r, "classes"),
		.sanction_min = need(r, "sanction_min"),
		.sanction_max = need(r, "sanction_max"),
		.examples_id = texts(r, "examples_id"),
		.route = text(r, "route"),
		.window = text(r, "window"),
		.row = row(r),
	};
}

static struct law_clock clock_row(struct reader *r)
{
	return (struct law_clock){
		.code = need(r, "code"),
		.procedure = procedure(r),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.amount = number(r, "length", 1, 3660),
		.unit = (enum clock_unit)WORD(r, "unit", "calendar_day", "working_day", "hour", "month"),
		.backwards = yes(r, "backwards"),
		.start_is_date = yes(r, "start_is_date"),
		.effective = yes(r, "effective"),
		.pausable = yes(r, "pausable"),
		.start_event = need(r, "starts"),
		.owner = text(r, "owner"),
		.on_expiry = text(r, "on_expiry"),
		.row = row(r),
	};
}

static struct law_state state(struct reader *r)
{
	return (struct law_state){
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.reporter_id = text(r, "reporter_id"),
		.terminal = yes(r, "terminal"),
		.needs_clock = texts(r, "needs_clock"),
		.needs_document = yes(r, "needs_document"),
		.row = row(r),
	};
}

/* "COMPLETE=notice_received" */
static struct law_promise promise(struct reader *r, const char *key, const char *words)
{
	struct law_promise p = {.clock = ""};
	const char *equals = strchr(words, '=');
	if (equals && happening_of(equals + 1, &p.on))
		p.clock = arena_strndup(r->a, words, (size_t)(equals - words));
	else
		fault_in(r, key, "'%s' is not CLOCK=happening", text_clip(r->a, words, 60));
	return p;
}

static struct promise_list promises(struct reader *r, const char *key, struct text_list words)
{
	struct promise_list list = {arena_array(r->a, struct law_promise, words.n), 0};
	for (; list.n < words.n; list.n++)
		list.items[list.n] = promise(r, key, words.items[list.n]);
	return list;
}

/* Packs of format 1 could not say these; the program of their day did them by itself. */
static void promises_of_format_1(struct reader *r, struct law_transition *t)
{
	static const char *known[] = {"REPORT=known"}, *complete[] = {"COMPLETE=notice_received"},
			  *notice[] = {"NOTICE=notice_received"};
	if (!strcmp(t->event, "report_received"))
		t->later = promises(r, "start_on", (struct text_list){known, 1});
	if (!strcmp(t->event, "requirements_missing")) {
		t->later = promises(r, "start_on", (struct text_list){complete, 1});
		t->over = promises(r, "stop_on", (struct text_list){notice, 1});
	}
}

static struct law_transition transition(struct reader *r)
{
	int where = WORD(r, "procedure", "both", "downstream", "pilkada", "pemilu");
	struct law_transition t = {
		.id = need(r, "id"),
		.pilkada = where != 3,
		.pemilu = where != 2,
		.from = texts(r, "from"),
		.event = need(r, "event"),
		.to = need(r, "to"),
		.guard = need(r, "guard"),
		.condition = text(r, "condition"),
		.start = texts(r, "start"),
		.stop = texts(r, "stop"),
		.keep = texts(r, "keep"),
		.later = promises(r, "start_on", texts(r, "start_on")),
		.over = promises(r, "stop_on", texts(r, "stop_on")),
		.documents = texts(r, "documents"),
		.paper = text(r, "paper"),
		.actor = need(r, "actor"),
		.row = row(r),
	};
	if (r->format == 1)
		promises_of_format_1(r, &t);
	return t;
}

static struct law_route route(struct reader *r)
{
	return (struct law_route){
		.classes = classes(r, "classes"),
		.crime = yes(r, "crime"),
		.code = need(r, "code"),
		.receiver_id = need(r, "receiver_id"),
		.receiver_en = need(r, "receiver_en"),
		.copy_id = text(r, "copy_id"),
		.row = row(r),
	};
}

static struct law_form form(struct reader *r)
{
	return (struct law_form){
		.key = need(r, "key"),
		.procedure = procedure(r),
		.code = text(r, "code"),
		.name_id = need(r, "name_id"),
		.row = row(r),
	};
}

/* The tokens of a pattern are known, and one of them is the running number. */
static void pattern_check(struct reader *r, const char *pattern)
{
	static const char *const tokens[] = {"{seq3}",        "{seq}", "{contest}", "{level}", "{area}",
					     "{roman_month}", "{mm}",  "{year}",    "{class}"};
	bool counts = false;
	for (const char *p = strchr(pattern, '{'); p; p = strchr(p + 1, '{')) {
		size_t i = 0;
		while (i < sizeof tokens / sizeof tokens[0] && !text_starts(p, tokens[i]))
			i++;
		if (i == sizeof tokens / sizeof tokens[0])
			fault(r, "unknown token in %s", "pattern");
		counts |= i < 2;
	}
	if (!counts)
		fault(r, "%s has neither {seq} nor {seq3}", "pattern");
}

static struct law_number number_row(struct reader *r)
{
	struct law_number n = {.key = need(r, "key"), .pattern = need(r, "pattern"), .row = row(r)};
	pattern_check(r, n.pattern);
	return n;
}

static enum sanction_level level(struct reader *r, const char *key)
{
	return (enum sanction_level)(WORD(r, key, "warning", "moral", "light", "service", "moderate", "suspension",
					  "severe", "contract", "dismissal") + 1);
}

static struct law_sanction sanction(struct reader *r)
{
	return (struct law_sanction){
		.code = need(r, "code"),
		.catalogue = need(r, "catalogue"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.level = level(r, "level"),
		.outcome = need(r, "outcome"),
		.classes = classes(r, "classes"),
		.row = row(r),
	};
}

static struct law_remedy remedy(struct reader *r)
{
	struct law_remedy m = {
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.body_id = need(r, "body_id"),
		.body_en = need(r, "body_en"),
		.file_clock = need(r, "file_clock"),
		.answer_clock = need(r, "answer_clock"),
		.levels = texts(r, "levels"),
		.classes = classes(r, "classes"),
		.next_id = need(r, "next_id"),
		.next_en = need(r, "next_en"),
		.row = row(r),
	};
	if (!happening_of(need(r, "filed"), &m.on))
		fault(r, "%s is no known happening", "filed");
	return m;
}

static struct law_rung rung(struct reader *r)
{
	struct law_rung g = {.clock = clock_row(r), .after = need(r, "after"), .states = texts(r, "states"), .form = text(r, "form")};
	g.to = g.form[0] ? (const char *[]){"receiver", "superior", "next_level"}[WORD(r, "to", "receiver", "superior", "next_level")] : "";
	g.row = g.clock.row;
	return g;
}

static struct law_rule rule(struct reader *r)
{
	return (struct law_rule){
		.code = need(r, "code"),
		.text_id = need(r, "text_id"),
		.text_en = need(r, "text_en"),
		.classes = classes(r, "classes"),
		.row = row(r),
	};
}

static struct law_election election(struct reader *r)
{
	int procedure = WORD(r, "procedure", "pilkada", "pemilu", "open");
	return (struct law_election){
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.open = procedure == 2,
		.procedure = procedure == 1 ? PEMILU : PILKADA,
		.regulation = need(r, "regulation"),
		.projected = yes(r, "projected"),
		.row = row(r),
	};
}

static struct law_stage stage(struct reader *r)
{
	struct law_stage s = {
		.election = need(r, "election"),
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.start = day(r, "start"),
		.end = day(r, "end"),
		.boundary = yes(r, "boundary"),
		.row = row(r),
	};
	if (!day_is_none(s.start) && !day_is_none(s.end) && s.end.n < s.start.n)
		fault(r, "%s is before start", "end");
	return s;
}

static struct law_holiday holiday(struct reader *r)
{
	return (struct law_holiday){
		.day = day_needed(r, "day"),
		.kind = need(r, "kind"),
		.name_id = need(r, "name_id"),
		.row = row(r),
	};
}

static struct law_requirement requirement(struct reader *r)
{
	return (struct law_requirement){
		.code = need(r, "code"),
		.procedure = procedure(r),
		.name_id = need(r, "name_id"),
		.formal = yes(r, "formal"),
		.row = row(r),
	};
}

static struct law_identity identity(struct reader *r)
{
	struct law_identity limit = {
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.min = number(r, "min", 0, 9999),
		.max = number(r, "max", 0, 9999),
		.row = row(r),
	};
	if (limit.max < limit.min)
		fault(r, "%s is below min", "max");
	return limit;
}

static struct law_area area(struct reader *r)
{
	struct law_area area = {.code = need(r, "code"), .name_id = need(r, "name_id"), .row = row(r)};
	if (strspn(area.code, "0123456789.") != strlen(area.code))
		fault(r, "%s holds more than digits and dots", "code");
	return area;
}

/* Points the reader at a row; its name is the first of its keys that a person would call it by. */
static void reader_at(struct reader *r, const char *kind, const struct json *row, size_t i)
{
	static const char *const names[] = {"code", "id", "key", "day"};
	r->row = row;
	r->kind = kind;
	r->name = NULL;
	for (size_t k = 0; k < sizeof names / sizeof names[0] && !r->name; k++)
		r->name = json_get_text(row, names[k], NULL);
	r->name = r->name ? text_clip(r->a, r->name, 60) : arena_printf(r->a, "%zu", i + 1);
	r->dead = false;
	if (row->kind != J_OBJECT)
		fault(r, "%s is not a table", "row");
	r->dead = row->kind != J_OBJECT;
}

/* The rows of one kind; every kind must be there. */
static enum status table(const struct json *pack, const char *kind, struct law_faults *f, const struct json **ret, struct err *e)
{
	static const struct json none = {.kind = J_ARRAY};
	*ret = json_get(pack, kind);
	if (*ret && (*ret)->kind == J_ARRAY && (*ret)->n > LAW_ROWS_MAX)
		return FAIL(e, TOO_LARGE, "rule pack: more than %d rows of kind '%s'", LAW_ROWS_MAX, kind);
	if (*ret && (*ret)->kind == J_ARRAY && (*ret)->n)
		return OK;
	*ret = &none;
	law_fault_add(f, kind, "", "", "no rows of kind '%s'", kind);
	return OK;
}

/* law.LIST = each row of KIND, made by READ */
#define READ_ROWS(list, kind, read)                                                                          \
	do {                                                                                                 \
		const struct json *rows_;                                                                    \
		TRY(table(pack, (kind), f, &rows_, e));                                                      \
		(list).items = arena_calloc(a, rows_->n, sizeof *(list).items);                              \
		for (; (list).n < rows_->n; (list).n++) {                                                    \
			reader_at(&r, (kind), &rows_->items[(list).n], (list).n);                            \
			(list).items[(list).n] = read(&r);                                                   \
		}                                                                                            \
	} while (0)

/* The same for kinds that older packs lack. */
#define READ_ROWS_IF_ANY(list, kind, read)                                                                   \
	do {                                                                                                 \
		if (json_get(pack, (kind)))                                                                  \
			READ_ROWS(list, kind, read);                                                         \
	} while (0)

static struct law_field field(struct reader *r)
{
	return (struct law_field){
		.code = need(r, "code"),
		.form = need(r, "form"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.fact = need(r, "fact"),
		.value = text(r, "value"),
		.position = number(r, "position", 1, LAW_ROWS_MAX),
		.row = row(r),
	};
}

static struct law_indicator indicator(struct reader *r)
{
	struct law_indicator i = {
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.level = need(r, "level"),
		.weight = number(r, "weight", 1, 1000),
		.most = number(r, "most", 0, 1000000),
		.days = number(r, "days", 0, 36600),
		.formula_id = need(r, "formula_id"),
		.formula_en = need(r, "formula_en"),
		.row = row(r),
	};
	i.fact = (enum risk_fact)WORD(r, "fact", "incumbent", "relative", "past_case", "mutation", "pledge", "circular", "patrol");
	(void)WORD(r, "level", "low", "medium", "high");
	return i;
}

static struct law_warning warning(struct reader *r)
{
	return (struct law_warning){
		.code = need(r, "code"),
		.name_id = need(r, "name_id"),
		.name_en = need(r, "name_en"),
		.on = (enum warning_on)WORD(r, "on", "stage_start", "stage_end", "index_over", "index_jump", "coverage_below"),
		.stage = text(r, "stage"),
		.days = number(r, "days", -3660, 3660),
		.points = number(r, "points", 0, 100),
		.least = json_get(r->row, "least") ? number(r, "least", 0, 1000000) : 0,
		.indicator = text(r, "indicator"),
		.tell = texts(r, "tell"),
		.do_id = need(r, "do_id"),
		.do_en = need(r, "do_en"),
		.row = row(r),
	};
}

static struct law_stage_rule stage_rule(struct reader *r)
{
	struct text_list procedures = texts(r, "procedures");
	return (struct law_stage_rule){
		.code = need(r, "code"),
		.text_id = need(r, "text_id"),
		.text_en = need(r, "text_en"),
		.effect = (enum stage_effect)WORD(r, "effect", "forbidden", "allowed", "notice"),
		.stages = texts(r, "stages"),
		.phase = (enum phase)WORD(r, "phase", "any", "before_candidacy", "after_candidacy"),
		.pilkada = holds(procedures, "pilkada"),
		.pemilu = holds(procedures, "pemilu"),
		.classes = classes(r, "classes"),
		.row = row(r),
	};
}

static struct law_question question(struct reader *r)
{
	struct law_question q = {
		.code = need(r, "code"),
		.act = need(r, "act"),
		.class = class_of(need(r, "class")),
		.phase = (enum phase)WORD(r, "phase", "any", "before_candidacy", "after_candidacy"),
		.verdict = (enum verdict)WORD(r, "verdict", "allowed", "ethics", "discipline", "administrative", "criminal"),
		.situation_id = need(r, "situation_id"),
		.situation_en = need(r, "situation_en"),
		.why_id = need(r, "why_id"),
		.why_en = need(r, "why_en"),
		.row = row(r),
	};
	if (q.class == CLASS_UNKNOWN)
		fault(r, "%s is none that is known", "class");
	return q;
}

static struct law_pledge_point pledge_point(struct reader *r)
{
	return (struct law_pledge_point){
		.code = need(r, "code"),
		.number = number(r, "number", 1, LAW_ROWS_MAX),
		.text_id = need(r, "text_id"),
		.text_en = need(r, "text_en"),
		.row = row(r),
	};
}

static enum status read_tables(struct arena *a, const struct json *pack, struct law *law, struct law_faults *f, struct err *e)
{
	struct reader r = {.a = a, .faults = f, .format = law->format};
	READ_ROWS(law->acts, "act", act);
	READ_ROWS(law->clocks, "clock", clock_row);
	READ_ROWS(law->states, "state", state);
	READ_ROWS(law->transitions, "transition", transition);
	READ_ROWS(law->routes, "route", route);
	READ_ROWS(law->forms, "form", form);
	READ_ROWS(law->numbers, "number", number_row);
	READ_ROWS(law->stages, "stage", stage);
	READ_ROWS(law->holidays, "holiday", holiday);
	READ_ROWS(law->requirements, "requirement", requirement);
	READ_ROWS_IF_ANY(law->identities, "identity", identity);
	READ_ROWS_IF_ANY(law->areas, "area", area);
	READ_ROWS_IF_ANY(law->fields, "field", field);
	READ_ROWS_IF_ANY(law->rungs, "rung", rung);
	READ_ROWS_IF_ANY(law->indicators, "indicator", indicator);
	READ_ROWS_IF_ANY(law->warnings, "warning", warning);
	READ_ROWS_IF_ANY(law->stage_rules, "stage_rule", stage_rule);
	READ_ROWS_IF_ANY(law->questions, "question", question);
	READ_ROWS_IF_ANY(law->pledge_points, "pledge_point", pledge_point);
	if (law->format == 1)
		return OK;
	READ_ROWS(law->elections, "election", election);
	READ_ROWS(law->sanctions, "sanction", sanction);
	READ_ROWS(law->remedies, "remedy", remedy);
	READ_ROWS(law->rules, "rule", rule);
	return OK;
}

static void read_calendar(struct arena *a, const struct json *pack, struct law *law, struct law_faults *f)
{
	const struct json *calendar = json_get(pack, "calendar");
	struct reader r = {.a = a, .faults = f};
	if (!calendar) {
		law_fault_add(f, "calendar", "", "", "calendar is missing");
		return;
	}
	reader_at(&r, "calendar", calendar, 0);
	law->holidays_from = day_needed(&r, "covers_from");
	law->holidays_to = day_needed(&r, "covers_to");
	law->counter_opens = minutes(&r, "counter_opens");
	law->counter_closes = minutes(&r, "counter_closes");
	law->counter_closes_friday = minutes(&r, "counter_closes_friday");
	law->calendar = row(&r);
}

static void read_head(struct arena *a, const struct json *pack, struct law *law, struct law_faults *f)
{
	struct reader r = {.a = a, .faults = f};
	reader_at(&r, "pack", pack, 0);
	law->name = need(&r, "name");
	law->version = need(&r, "version");
	law->format = json_get(pack, "format") ? number(&r, "format", 1, LAW_FORMAT) : 1;
}

enum status law_read_all(struct arena *a, const char *json, size_t n, size_t max, const struct law **ret,
			 struct law_faults *f, struct err *e)
{
	const struct json *pack;
	struct law *law = arena_new(a, struct law);
	*ret = NULL;
	*f = (struct law_faults){.arena = a, .items = arena_array(a, struct law_fault, max), .max = max};
	TRY(json_read(a, "rule pack", json, n, LAW_PACK_MAX, &pack, e));
	law->hash = hash_of(json, n);
	read_head(a, pack, law, f);
	if (f->n)
		return OK; /* in which format the rest is to be read is not known */
	read_calendar(a, pack, law, f);
	TRY(read_tables(a, pack, law, f, e));
	if (f->n)
		return OK;
	*ret = law;
	law_check(a, law, f);
	return OK;
}

enum status law_read(struct arena *a, const char *json, size_t n, const struct law **ret, struct err *e)
{
	struct law_faults f;
	const struct law *law;
	TRY(law_read_all(a, json, n, 1, &law, &f, e));
	if (!f.n)
		return *ret = law, OK;
	return FAIL_FIELD(e, INVALID, f.items[0].field[0] ? f.items[0].field : NULL, "rule pack: %s", f.items[0].text);
}

static bool same_fault(const struct law_fault *x, const char *kind, const char *row, const char *text)
{
	return !strcmp(x->text, text) && !strcmp(x->kind, kind) && !strcmp(x->row, row);
}

void law_fault_add(struct law_faults *f, const char *kind, const char *row, const char *field, const char *format, ...)
{
	char text[FAULT_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	for (size_t i = 0; i < f->n; i++)
		if (same_fault(&f->items[i], kind, row, text))
			return;
	if (f->n == f->max) {
		f->more = true;
		return;
	}
	f->items[f->n++] = (struct law_fault){.kind = arena_strdup(f->arena, kind), .row = arena_strdup(f->arena, row),
					      .field = arena_strdup(f->arena, field),
					      .text = text_clean(f->arena, text, strlen(text))};
}
