/* clock.c -- `netra clock`: one deadline with its sum, or a batch of them, one JSON object a line.
 *
 * A line that cannot be computed is answered in its place with {"error": ...}, and the exit code says so. A
 * start that is only a date stays that date (R6); a moment is converted to the zone of the office (R7).
 */
#include "core/clock/clock.h"

#include "base/buf.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/pack.h"
#include "cli/running.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES ((size_t)64 << 10)
#define DOCUMENT_MAX   ((size_t)64 << 20) /* a batch that is one JSON document */

struct asked { /* as written; NULL where it was left out */
	const char *id, *procedure, *clock, *start, *zone;
};
struct desk_clock {
	const struct law *law;
	const struct calendar *calendar;
	const char *rulepack; /* hex */
	bool literal_hours;
};

static bool is_date(const char *s)
{
	return strlen(s) <= 10;
}

/* The clock's row: "PK-REPORT", or "REPORT" within a procedure; the procedure must agree when it is given. */
static enum status find_clock(const struct desk_clock *d, const struct asked *q, const struct law_clock **ret,
			      struct err *e)
{
	enum procedure p = PILKADA;
	if (q->procedure && !procedure_of(q->procedure, &p))
		return FAIL_FIELD(e, INVALID, "procedure",
				  "'%s', expected pilkada, pemilu, downstream or privacy", q->procedure);
	if (!q->clock)
		return FAIL_FIELD(e, INVALID, "clock", "is missing");
	const struct law_clock *clock =
		q->procedure ? law_clock_of(d->law, p, q->clock) : law_clock(d->law, q->clock);
	if (!clock)
		return FAIL_FIELD(e, INVALID, "clock", "'%s' is no clock of the rule pack", q->clock);
	if (q->procedure && clock->procedure != p)
		return FAIL_FIELD(e, INVALID, "clock", "'%s' is a clock of %s", q->clock,
				  procedure_code(clock->procedure));
	*ret = clock;
	return OK;
}

/* The date as written counts for clocks that start from a date, whatever hour stands behind it. */
static enum status read_start(const struct law_clock *clock, const char *start, enum zone zone,
			      struct day *ret_day, struct instant *ret, struct err *e)
{
	char date[11] = {0};
	*ret_day = DAY_NONE;
	*ret = INSTANT_NONE;
	if (!start)
		return FAIL_FIELD(e, INVALID, "start", "is missing");
	if (is_date(start))
		return day_parse(start, ret_day, e);
	TRY(instant_parse(start, zone, ret, e));
	if (!clock->start_is_date)
		return OK;
	memcpy(date, start, 10);
	return day_parse(date, ret_day, e);
}

static enum status compute(struct arena *a, const struct desk_clock *d, const struct asked *q,
			   struct deadline *ret, struct err *e)
{
	const struct law_clock *clock;
	enum zone zone;
	struct day day;
	struct instant start;
	TRY(find_clock(d, q, &clock, e));
	if (!q->zone)
		return FAIL_FIELD(e, INVALID, "zone", "is missing: WIB, WITA or WIT");
	TRY(zone_parse(q->zone, &zone, e));
	if (d->literal_hours && text_ends(clock->code, "-COMPLETE"))
		clock = clock_as_hours(a, clock);
	TRY(read_start(clock, q->start, zone, &day, &start, e));
	return clock_due(a, d->law, clock, d->calendar, day, start, zone, ret, e);
}

/* Weekends are named in English for machines, as the dossier's cases do. */
static const char *why_for_machines(const struct day_note *note)
{
	int weekday = day_weekday(note->day);
	return text_eq(note->why, weekday_name(weekday, ID)) ? weekday_name(weekday, EN) : note->why;
}

static void put_days(struct json_out *j, const struct deadline *due)
{
	char day[DAY_TEXT_MAX];
	jout_key(j, "counted");
	jout_array(j);
	for (size_t i = 0; i < due->n; i++)
		if (due->items[i].counted)
			jout_text(j, day_iso(due->items[i].day, day));
	jout_end(j, ']');
	jout_key(j, "skipped");
	jout_array(j);
	for (size_t i = 0; i < due->n; i++) {
		if (due->items[i].counted)
			continue;
		jout_object(j);
		jout_put_day(j, "day", due->items[i].day);
		jout_put_text(j, "why", why_for_machines(&due->items[i]));
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_asked(struct json_out *j, const struct asked *q, const char *procedure, const char *clock)
{
	if (q->id)
		jout_put_text(j, "id", q->id);
	jout_put_text(j, "procedure", procedure);
	jout_put_text(j, "clock", clock);
	jout_put_text(j, "start", q->start);
	jout_put_text(j, "zone", q->zone);
}

static void put_deadline(struct json_out *j, const struct desk_clock *d, const struct asked *q,
			 const struct deadline *due)
{
	static const char *const units[] = {"calendar_day", "working_day", "hour", "month"};
	const struct law_clock *c = due->clock;
	struct asked shown = *q;
	shown.zone = zone_name(due->zone);
	jout_object(j);
	put_asked(j, &shown, procedure_code(c->procedure), c->code);
	jout_put_text(j, "name", c->name_id);
	jout_put_int(j, "amount", c->amount);
	jout_put_text(j, "unit", units[c->unit]);
	jout_put_text(j, "kind",
		      c->effective   ? "effective_from"
		      : c->backwards ? "latest_delivery"
				     : "last_moment");
	jout_put_instant(j, "last_moment", due->last, due->zone);
	put_days(j, due);
	jout_put_instant(j, "counter_closes", due->counter_closes, due->zone);
	jout_put_text(j, "basis", c->row.basis);
	jout_put_text(j, "confidence", confidence_mark(c->row.confidence));
	jout_put_text(j, "calendar", due->calendar_version);
	jout_put_text(j, "rulepack", d->rulepack);
	jout_end(j, '}');
}

static void put_error(struct json_out *j, const struct asked *q, const struct err *e)
{
	jout_object(j);
	jout_put_text(j, "error", e->status == NOT_LOADED ? "calendar_not_loaded" : "invalid");
	put_asked(j, q, q->procedure, q->clock);
	if (e->field)
		jout_put_text(j, "field", e->field);
	jout_put_text(j, "why", e->why);
	jout_end(j, '}');
}

/* One answer in JSON on stdout; false when it is an error. */
static bool answer(const struct desk_clock *d, const struct asked *q)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	struct deadline due;
	struct err e = {0};
	bool good = compute(&a, d, q, &due, &e) == OK;
	if (good)
		put_deadline(&j, d, q, &due);
	else
		put_error(&j, q, &e);
	buf_char(&b, '\n');
	fwrite(b.s, 1, b.n, stdout);
	return good;
}

/* The zone may also be written as in the worked cases of the dossier. */
static struct asked asked_of(const struct json *row)
{
	const char *zone = json_get_text(row, "office_zone", NULL);
	zone = json_get_text(row, "office_zone_name", zone);
	return (struct asked){
		.id = json_get_text(row, "id", NULL),
		.procedure = json_get_text(row, "procedure", NULL),
		.clock = json_get_text(row, "clock", NULL),
		.start = json_get_text(row, "start", NULL),
		.zone = json_get_text(row, "zone", zone),
	};
}

static bool answer_line(const struct desk_clock *d, const char *what, const char *line, size_t n)
{
	scoped(arena_free) struct arena a = {0};
	const struct json *row;
	struct asked q = {0};
	struct err e = {0};
	if (json_read(&a, what, line, n, LINE_MAX_BYTES, &row, &e) == OK && row->kind != J_OBJECT)
		err_set(&e, INVALID, __func__, NULL, "%s: expected one JSON object", what);
	if (e.status == OK) {
		q = asked_of(row);
		return answer(d, &q);
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	put_error(&j, &q, &e);
	puts(b.s);
	return false;
}

/* A whole document: one question, an array of them, or an object that holds one in "cases". */
static int answer_document(const struct desk_clock *d, const struct json *document, const char *path)
{
	const struct json *cases = document->kind == J_ARRAY ? document : json_get(document, "cases");
	struct asked q = asked_of(document);
	int code = CLI_YES;
	if (q.clock)
		return answer(d, &q) ? CLI_YES : CLI_NO;
	if (!cases || cases->kind != J_ARRAY) {
		fprintf(stderr, "netra clock: %s: expected questions, one a line or in a list\n", path);
		return CLI_TROUBLE;
	}
	for (size_t i = 0; i < cases->n; i++) {
		q = asked_of(&cases->items[i]);
		if (!answer(d, &q))
			code = CLI_NO;
	}
	return code;
}

static int answer_lines(const struct desk_clock *d, struct str text)
{
	int code = CLI_YES;
	struct str line;
	char what[40];
	for (int number = 1; str_split(&text, '\n', &line); number++) {
		line = str_trim(line);
		snprintf(what, sizeof what, "line %d", number);
		if (line.n && !answer_line(d, what, line.s, line.n))
			code = CLI_NO;
	}
	return code;
}

/* A file that is one JSON value is a document; else each line is a question. */
static int batch(struct cli *cli, const struct desk_clock *d, const char *path)
{
	const struct json *document;
	struct str text;
	struct err e;
	if (cli_read_file(cli->arena, path, DOCUMENT_MAX, &text, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	if (json_read(cli->arena, path, text.s, text.n, DOCUMENT_MAX, &document, NULL) == OK)
		return answer_document(d, document, path);
	return answer_lines(d, text);
}

static void show(const struct deadline *due)
{
	char text[64], day[DAY_TEXT_MAX];
	const struct law_clock *c = due->clock;
	printf("%s  %s\n", c->code, c->name_id);
	printf("  %-9s %s\n", c->effective ? "berlaku" : "paling lambat",
	       instant_long(due->last, due->zone, ID, text));
	if (!instant_is_none(due->counter_closes) && due->counter_closes.us < due->last.us)
		printf("  loket     %s\n", instant_long(due->counter_closes, due->zone, ID, text));
	printf("  mulai     %s (tidak dihitung)\n", day_long(due->start_day, ID, day));
	printf("  dasar     %s [%s]\n", c->row.basis, confidence_mark(c->row.confidence));
}

static void explain(const struct desk_clock *d, const struct deadline *due)
{
	char day[DAY_TEXT_MAX];
	for (size_t i = 0; i < due->n; i++)
		printf("    %s %-28s %s\n", due->items[i].counted ? "+" : " ",
		       day_long(due->items[i].day, ID, day), due->items[i].why);
	printf("  kalender  %s\n  aturan    %s\n", due->calendar_version, d->rulepack);
	for (size_t i = 0; i < due->clock->row.sources.n; i++)
		printf("  sumber    %s\n", due->clock->row.sources.items[i]);
	if (due->clock->row.note[0])
		printf("  catatan   %s\n", due->clock->row.note);
}

static int single(struct cli *cli, const struct desk_clock *d, const struct asked *q, bool explained)
{
	struct deadline due;
	struct err e = {0};
	if (cli->json)
		return answer(d, q) ? CLI_YES : CLI_NO;
	if (compute(cli->arena, d, q, &due, &e) != OK) {
		int code = cli_fail(cli, &e);
		return e.status == INVALID ? CLI_USAGE : code;
	}
	show(&due);
	if (explained)
		explain(d, &due);
	return CLI_YES;
}

static enum status open_clock(struct cli *cli, const char *rulepack, struct desk_clock *ret, struct err *e)
{
	TRY(pack_open(cli->arena, rulepack, &ret->law, e));
	bool leave_works = settings_bool(cli->settings, "clock.cuti_bersama_is_working_day");
	ret->calendar = calendar_of_law(cli->arena, ret->law, leave_works);
	ret->rulepack = hash_hex(cli->arena, ret->law->hash);
	ret->literal_hours = settings_bool(cli->settings, "clock.literal_48_hours");
	return OK;
}

int cmd_clock(struct cli *cli, int argc, const char **argv)
{
	char *procedure = NULL, *clock = NULL, *start = NULL, *zone = NULL, *file = NULL, *rulepack = NULL;
	int explained = 0, days = 30;
	struct poptOption table[] = {
		{"procedure", 0, POPT_ARG_STRING, &procedure, 0, "pilkada, pemilu, downstream or privacy",
		 "NAME"},
		{"clock", 0, POPT_ARG_STRING, &clock, 0, "PK-REPORT, or REPORT with --procedure", "CODE"},
		{"start", 0, POPT_ARG_STRING, &start, 0, "2024-10-01 or 2024-10-01T10:15:00+07:00", "WHEN"},
		{"zone", 0, POPT_ARG_STRING, &zone, 0, "WIB, WITA or WIT (else setting office.zone)", "ZONE"},
		{"batch", 0, POPT_ARG_STRING, &file, 0, "questions, one JSON object a line; - is stdin",
		 "FILE"},
		{"explain", 0, POPT_ARG_NONE, &explained, 0, "show each day of the sum", NULL},
		{"within", 0, POPT_ARG_INT, &days, 0, "running: that end within so many days (30)", "DAYS"},
		{"rulepack", 0, POPT_ARG_STRING, &rulepack, 0,
		 "another rule pack than the one in the program", "FILE"},
		POPT_TABLEEND};
	struct desk_clock d;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "[running]"))
		return cli->code;
	if (cli->args_n == 1 && !strcmp(cli->args[0], "running"))
		return days >= 0 && days <= 3660 ? clock_running(cli, days) : cli_usage(cli, "--within: 0 to 3660 days");
	if (cli->args_n)
		return cli_usage(cli, "unexpected '%s'", cli->args[0]);
	if (!file && (!clock || !start))
		return cli_usage(cli, "expected --clock CODE --start WHEN, or --batch FILE");
	if (open_clock(cli, rulepack, &d, &e) != OK)
		return cli_fail(cli, &e);
	if (file)
		return batch(cli, &d, file);
	const char *set = settings_text(cli->settings, "office.zone");
	const char *where = zone ? zone : set[0] ? set : NULL;
	struct asked q = {NULL, procedure, clock, start, where};
	return where ? single(cli, &d, &q, explained != 0)
		     : cli_usage(cli, "expected --zone WIB, WITA or WIT");
}
