/* clock.c -- `netra clock`: one deadline with its sum, or a batch of them, one JSON object a line.
 *
 * A line that cannot be computed is answered in its place with {"error": ...}, and the exit code says so.
 */
#include "core/clock/clock.h"

#include "cli/clock_batch.h"
#include "cli/clock_show.h"
#include "cli/commands.h"
#include "cli/pack.h"
#include "cli/running.h"

#include <stdio.h>
#include <string.h>

static int single(struct cli *cli, const struct clock_desk *d, const struct clock_asked *q, enum lang lang,
		  bool explained)
{
	scoped(buf_free) struct buf out = {0};
	struct deadline due;
	struct err e = {0};
	if (cli->json) {
		bool good = clock_answer(cli->arena, d, q, &out);
		fwrite(out.s, 1, out.n, stdout);
		return good ? CLI_YES : CLI_NO;
	}
	if (clock_ask(cli->arena, d, q, &due, &e) != OK) {
		int code = cli_fail(cli, &e);
		return e.status == INVALID ? CLI_USAGE : code;
	}
	clock_show(&due, lang);
	if (explained)
		clock_explain(cli->arena, d->law, &due, lang);
	return CLI_YES;
}

static enum status open_desk(struct cli *cli, const char *rulepack, const char *calendar, struct clock_desk *ret,
			     struct err *e)
{
	const struct law *law;
	struct calendar_table own;
	struct str text;
	TRY(pack_open(cli->arena, rulepack, &law, e));
	if (calendar) {
		TRY(cli_read_file(cli->arena, calendar, CALENDAR_FILE_MAX, &text, e));
		TRY(calendar_read(cli->arena, calendar, text.s, text.n, &own, e));
	}
	clock_desk_open(cli->arena, law, calendar ? &own : NULL, ret);
	ret->leave_works = settings_bool(cli->settings, "clock.cuti_bersama_is_working_day");
	ret->literal_hours = settings_bool(cli->settings, "clock.literal_48_hours");
	return OK;
}

int cmd_clock(struct cli *cli, int argc, const char **argv)
{
	char *procedure = NULL, *clock = NULL, *start = NULL, *zone = NULL, *file = NULL, *rulepack = NULL,
	     *calendar = NULL, *lang = NULL;
	int explained = 0, days = 30;
	struct poptOption table[] = {
		{"procedure", 0, POPT_ARG_STRING, &procedure, 0, "pilkada, pemilu, downstream or privacy",
		 "NAME"},
		{"clock", 0, POPT_ARG_STRING, &clock, 0, "PK-REPORT, or REPORT with --procedure pilkada", "CODE"},
		{"start", 0, POPT_ARG_STRING, &start, 0, "2024-10-01 or 2024-10-01T10:15:00+07:00", "WHEN"},
		{"zone", 0, POPT_ARG_STRING, &zone, 0, "WIB, WITA or WIT (else setting office.zone)", "ZONE"},
		{"batch", 0, POPT_ARG_STRING, &file, 0, "questions, one JSON object a line; - is stdin",
		 "FILE"},
		{"explain", 0, POPT_ARG_NONE, &explained, 0, "show each day of the sum", NULL},
		{"lang", 0, POPT_ARG_STRING, &lang, 0, "id or en: the language of what is shown (id)", "LANG"},
		{"within", 0, POPT_ARG_INT, &days, 0, "running: that end within so many days (30)", "DAYS"},
		{"rulepack", 0, POPT_ARG_STRING, &rulepack, 0,
		 "another rule pack than the one in the program", "FILE"},
		{"calendar", 0, POPT_ARG_STRING, &calendar, 0,
		 "holidays of a JSON file in place of the rule pack's", "FILE"},
		POPT_TABLEEND};
	struct clock_desk d;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "[running]"))
		return cli->code;
	if (cli->args_n == 1 && !strcmp(cli->args[0], "running"))
		return days >= 0 && days <= 3660 ? clock_running(cli, days) : cli_usage(cli, "--within: 0 to 3660 days");
	if (lang && !text_eq(lang, "id") && !text_eq(lang, "en"))
		return cli_usage(cli, "--lang: id or en");
	if (cli->args_n)
		return cli_usage(cli, "unexpected '%s'", cli->args[0]);
	if (!file && (!clock || !start))
		return cli_usage(cli, "expected --clock CODE --start WHEN, or --batch FILE");
	if (open_desk(cli, rulepack, calendar, &d, &e) != OK)
		return cli_fail(cli, &e);
	if (file)
		return clock_batch(cli, &d, file);
	const char *set = settings_text(cli->settings, "office.zone");
	const char *where = zone ? zone : set[0] ? set : NULL;
	const struct clock_asked q = {.procedure = procedure, .clock = clock, .start = start, .zone = where};
	return where ? single(cli, &d, &q, text_eq(lang, "en") ? EN : ID, explained != 0)
		     : cli_usage(cli, "expected --zone WIB, WITA or WIT");
}
