/* act.c -- `netra act`: what the law forbids, by code, class and day; `netra route`: who receives it. */
#include "base/buf.h"
#include "cli/commands.h"
#include "cli/pack.h"

#include <stdio.h>

struct asked {
	char *code, *at, *class, *rulepack;
	int list, crime;
	struct day day; /* DAY_NONE: any */
	enum subject_class class_;
	const struct law *law;
};

/* clang-format off */
#define PACK_OPTION(o) \
	{"rulepack", 0, POPT_ARG_STRING, &(o)->rulepack, 0, "another rule pack than the one in the program", "FILE"}
#define AT_OPTION(o, text) \
	{"at", 0, POPT_ARG_STRING, &(o)->at, 0, (text), "DATE"}
#define CLASS_OPTION(o) \
	{"class", 0, POPT_ARG_STRING, &(o)->class, 0, "class of person: PNS, PPPK, THL, KEPALA_DESA, ...", "CLASS"}
/* clang-format on */

/* Reads what both commands ask for; false: over, with cli->code. */
static bool asked_read(struct cli *cli, struct asked *o)
{
	struct err e;
	o->day = DAY_NONE;
	if (cli->args_n)
		cli->code = cli_usage(cli, "unexpected '%s'", cli->args[0]);
	else if (o->at && day_parse(o->at, &o->day, &e) != OK)
		cli->code = cli_usage(cli, "--at: %s", e.why);
	else if (o->class && (o->class_ = class_of(o->class)) == CLASS_UNKNOWN)
		cli->code = cli_usage(cli, "--class: '%s' is no class of person", o->class);
	else if (pack_open(cli->arena, o->rulepack, &o->law, &e) != OK)
		cli->code = cli_fail(cli, &e);
	else
		return true;
	return false;
}

static void row_json(struct json_out *j, const struct law_row *row)
{
	static const char *const words[] = {"seen", "known", "unsure"};
	jout_put_text(j, "basis", row->basis);
	jout_key(j, "sources");
	jout_array(j);
	for (size_t i = 0; i < row->sources.n; i++)
		jout_text(j, row->sources.items[i]);
	jout_end(j, ']');
	jout_put_text(j, "confidence", words[row->confidence]);
	jout_put_day(j, "from", row->from);
	jout_put_day(j, "to", row->to);
	jout_put_text(j, "note", row->note[0] ? row->note : NULL);
}

static void classes_json(struct json_out *j, const struct class_list *classes)
{
	jout_key(j, "classes");
	jout_array(j);
	for (size_t i = 0; i < classes->n; i++)
		jout_text(j, class_code(classes->items[i]));
	jout_end(j, ']');
}

static void act_json(const struct law_act *act)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "code", act->code);
	jout_put_text(&j, "title", act->title_id);
	jout_put_text(&j, "title_en", act->title_en);
	jout_put_text(&j, "description", act->description_id);
	jout_put_text(&j, "kind", act->kind);
	jout_put_text(&j, "conduct", act->conduct);
	jout_put_text(&j, "phase", phase_code(act->phase));
	jout_put_text(&j, "level", act->level[0] ? act->level : NULL);
	classes_json(&j, &act->classes);
	jout_put_text(&j, "sanction_min", act->sanction_min);
	jout_put_text(&j, "sanction_max", act->sanction_max);
	jout_key(&j, "examples");
	jout_array(&j);
	for (size_t i = 0; i < act->examples_id.n; i++)
		jout_text(&j, act->examples_id.items[i]);
	jout_end(&j, ']');
	row_json(&j, &act->row);
	jout_end(&j, '}');
	puts(b.s);
}

static void row_text(const struct law_row *row)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	printf("  dasar     %s\n", row->basis);
	if (!day_is_none(row->from) || !day_is_none(row->to))
		printf("  berlaku   %s s.d. %s\n", day_is_none(row->from) ? "..." : day_iso(row->from, from),
		       day_is_none(row->to) ? "..." : day_iso(row->to, to));
	printf("  keyakinan [%s]\n", confidence_mark(row->confidence));
	for (size_t i = 0; i < row->sources.n; i++)
		printf("  sumber    %s\n", row->sources.items[i]);
	if (row->note[0])
		printf("  catatan   %s\n", row->note);
}

static void act_text(const struct law_act *act)
{
	printf("%s  %s\n", act->code, act->title_id);
	printf("  %s\n", act->description_id);
	printf("  jenis     %s, %s%s%s\n", act->kind, phase_code(act->phase), act->level[0] ? ", " : "",
	       act->level);
	printf("  sanksi    %s .. %s\n", act->sanction_min, act->sanction_max);
	printf("  untuk     ");
	for (size_t i = 0; i < act->classes.n; i++)
		printf("%s%s", i ? ", " : "", class_code(act->classes.items[i]));
	puts("");
	for (size_t i = 0; i < act->examples_id.n; i++)
		printf("  contoh    %s\n", act->examples_id.items[i]);
	row_text(&act->row);
}

static bool fits(const struct asked *o, const struct law_act *act)
{
	return law_in_force(&act->row, o->day) && (!o->class || class_in(&act->classes, o->class_));
}

static int list_acts(const struct cli *cli, const struct asked *o)
{
	size_t shown = 0;
	for (size_t i = 0; i < o->law->acts.n; i++) {
		const struct law_act *act = &o->law->acts.items[i];
		if (!fits(o, act))
			continue;
		shown++;
		if (cli->json)
			act_json(act);
		else
			printf("%-13s %-16s %-9s %s\n", act->code, phase_code(act->phase), act->level,
			       act->title_id);
	}
	return shown ? CLI_YES : CLI_NO;
}

int cmd_act(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {0};
	struct poptOption table[] = {{"code", 0, POPT_ARG_STRING, &o.code, 0, "one act", "CODE"},
				     {"list", 0, POPT_ARG_NONE, &o.list, 0, "all acts", NULL},
				     AT_OPTION(&o, "as the law stood on this day"),
				     CLASS_OPTION(&o),
				     PACK_OPTION(&o),
				     POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, table, "") || !asked_read(cli, &o))
		return cli->code;
	if (!o.code == !o.list)
		return cli_usage(cli, "expected --code CODE or --list");
	if (o.list)
		return list_acts(cli, &o);
	const struct law_act *act = law_act_at(o.law, o.code, o.day);
	if (!act || !fits(&o, act)) {
		fprintf(stderr, "netra act: no act %s%s%s%s%s\n", o.code, o.class ? " for " : "",
			o.class ? o.class : "", o.at ? " on " : "", o.at ? o.at : "");
		return CLI_NO;
	}
	if (cli->json)
		act_json(act);
	else
		act_text(act);
	return CLI_YES;
}

static void route_json(const struct law_route *route)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "code", route->code);
	jout_put_text(&j, "receiver", route->receiver_id);
	jout_put_text(&j, "receiver_en", route->receiver_en);
	jout_put_text(&j, "copy", route->copy_id[0] ? route->copy_id : NULL);
	jout_put_bool(&j, "crime", route->crime);
	classes_json(&j, &route->classes);
	row_json(&j, &route->row);
	jout_end(&j, '}');
	puts(b.s);
}

int cmd_route(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {0};
	struct poptOption table[] = {CLASS_OPTION(&o),
				     AT_OPTION(&o, "day of the forwarding"),
				     {"crime", 0, POPT_ARG_NONE, &o.crime, 0, "a suspected crime", NULL},
				     PACK_OPTION(&o),
				     POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, table, "") || !asked_read(cli, &o))
		return cli->code;
	if (!o.at || (!o.class && !o.crime))
		return cli_usage(cli, "expected --class CLASS (or --crime) and --at DATE");
	const struct law_route *route = law_route(o.law, o.class_, o.day, o.crime != 0);
	if (!route) {
		fprintf(stderr, "netra route: the law names no receiver for %s on %s\n", o.class, o.at);
		return CLI_NO;
	}
	if (cli->json) {
		route_json(route);
		return CLI_YES;
	}
	printf("%s  %s\n", route->code, route->receiver_id);
	if (route->copy_id[0])
		printf("  tembusan  %s\n", route->copy_id);
	row_text(&route->row);
	return CLI_YES;
}
