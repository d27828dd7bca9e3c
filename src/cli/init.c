/* init.c -- `netra init --code 99.01 --name "Bawaslu Kota ..." --level Kota --region 35.79 ...`: a new office.
 *
 * Makes the data folder, its keys, the schema and the office. Refuses when there is an office already. A drill
 * office marks all its pages and papers as training and may run on a clock of its own.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/office.h"

#include <stdio.h>
#include <string.h>

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static bool level_known(const char *level)
{
	static const char *const levels[] = {"RI", "Prov", "Kab", "Kota", "Kec"};
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
		if (text_eq(level, levels[i]))
			return true;
	return false;
}

static int made(struct cli *cli, const struct office_new *as)
{
	if (!cli->json) {
		printf("%s (%s) is ready in %s\n"
		       "Next: netra user add LOGIN --name NAME --role admin, then netra serve\n"
		       "Keep a copy of %s/keys in a safe place: without it receipts cannot be checked.\n",
		       as->name, as->code, cli->data, cli->data);
		return CLI_YES;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "code", as->code);
	jout_put_text(&j, "name", as->name);
	jout_put_text(&j, "data", cli->data);
	jout_put_bool(&j, "drill", as->drill);
	jout_end(&j, '}');
	puts(b.s);
	return CLI_YES;
}

int cmd_init(struct cli *cli, int argc, const char **argv)
{
	char *code = NULL, *name = NULL, *level = NULL, *region = NULL, *city = NULL, *address = NULL, *phone = NULL,
	     *email = NULL, *shows = NULL;
	int drill = 0;
	struct poptOption own[] = {
		{"code", 0, POPT_ARG_STRING, &code, 0, "Bawaslu's area code: 99.01", "CODE"},
		{"name", 0, POPT_ARG_STRING, &name, 0, "name of the office as on letters", "NAME"},
		{"level", 0, POPT_ARG_STRING, &level, 0, "RI, Prov, Kab, Kota or Kec", "LEVEL"},
		{"region", 0, POPT_ARG_STRING, &region, 0, "Kemendagri code of its area: 35.79", "CODE"},
		{"city", 0, POPT_ARG_STRING, &city, 0, "place named on letters", "CITY"},
		{"address", 0, POPT_ARG_STRING, &address, 0, "street address", "TEXT"},
		{"phone", 0, POPT_ARG_STRING, &phone, 0, "telephone", "TEXT"},
		{"email", 0, POPT_ARG_STRING, &email, 0, "e-mail address", "TEXT"},
		{"drill", 0, POPT_ARG_NONE, &drill, 0, "training: said on every page and paper", NULL},
		{"shows", 0, POPT_ARG_STRING, &shows, 0, "with --drill: the office's clock shows this moment now", "MOMENT"},
		POPT_TABLEEND};
	struct err e;
	if (!cli_options(cli, argc, argv, own, ""))
		return cli->code;
	if (!code || !name || !level || !region || !city)
		return cli_usage(cli, "an office needs --code, --name, --level, --region and --city");
	if (!level_known(level))
		return cli_usage(cli, "--level '%s': expected RI, Prov, Kab, Kota or Kec", level);
	if (shows && !drill)
		return cli_usage(cli, "--shows needs --drill: the clock of a real office is the real clock");
	struct office_new as = {.code = code, .name = name, .level = level, .region = region, .city = city,
				.address = or_empty(address), .phone = or_empty(phone), .email = or_empty(email),
				.drill = drill, .shows = INSTANT_NONE};
	if (shows && instant_parse(shows, zone_of_region(region), &as.shows, &e) != OK)
		return cli_usage(cli, "--shows: %s", e.why);
	if (office_make(cli->data, cli->settings, &as, &e) != OK)
		return cli_fail(cli, &e);
	return made(cli, &as);
}
