/* act.c -- `netra act`: what the law forbids, by code, class and day; every act that applies to a conduct, and why
 * (--conduct); what can be imposed for it, and what may be done against that (--explain). `netra route`: who
 * receives it. */
#include "base/buf.h"
#include "cli/commands.h"
#include "cli/pack.h"

#include <stdio.h>

struct asked {
	char *code, *at, *class, *rulepack, *conduct, *event, *determined, *election;
	int list, crime, explain;
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

/* What can be imposed on the class for a level (LEVEL_NONE: any), each with its remedy. */
static void sanctions_text(const struct asked *o, enum subject_class c)
{
	const struct law_sanction *all[60];
	size_t n = law_sanctions(o->law, c, LEVEL_NONE, o->day, all, 60);
	printf("  sanksi bagi %s menurut katalog:\n", class_code(c));
	for (size_t i = 0; i < n; i++) {
		const struct law_remedy *m = law_remedy_for(o->law, c, all[i]->level, o->day);
		printf("    %-13s %-10s %s (%s)%s%s [%s]\n", all[i]->code, level_code(all[i]->level), all[i]->name_id,
		       all[i]->row.basis, m ? "; upaya: " : "", m ? m->name_id : "",
		       confidence_mark(all[i]->row.confidence));
	}
	for (size_t i = 0; i < o->law->rules.n; i++) {
		const struct law_rule *r = &o->law->rules.items[i];
		if (class_in(&r->classes, c) && law_in_force(&r->row, o->day))
			printf("    %-13s %s (%s)\n", r->code, r->text_id, r->row.basis);
	}
}

static void sanctions_json(struct json_out *j, const struct asked *o, enum subject_class c)
{
	const struct law_sanction *all[60];
	size_t n = law_sanctions(o->law, c, LEVEL_NONE, o->day, all, 60);
	jout_key(j, "sanctions");
	jout_array(j);
	for (size_t i = 0; i < n; i++) {
		const struct law_remedy *m = law_remedy_for(o->law, c, all[i]->level, o->day);
		jout_object(j);
		jout_put_text(j, "code", all[i]->code);
		jout_put_text(j, "catalogue", all[i]->catalogue);
		jout_put_text(j, "level", level_code(all[i]->level));
		jout_put_text(j, "name", all[i]->name_id);
		jout_put_text(j, "remedy", m ? m->code : NULL);
		jout_put_text(j, "file_clock", m ? m->file_clock : NULL);
		row_json(j, &all[i]->row);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void choices_json(const struct asked *o, const struct act_choices *all)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "phase", phase_code(all->phase));
	jout_put_bool(&j, "open", all->open);
	jout_put_text(&j, "reason", all->phase_id);
	jout_put_text(&j, "rule", all->rule ? all->rule->row.basis : NULL);
	jout_key(&j, "acts");
	jout_array(&j);
	for (size_t i = 0; i < all->n; i++) {
		const struct act_choice *c = &all->items[i];
		jout_object(&j);
		jout_put_text(&j, "code", c->act->code);
		jout_put_text(&j, "title", c->act->title_id);
		jout_put_text(&j, "phase", phase_code(c->phase));
		jout_put_text(&j, "level", c->act->level[0] ? c->act->level : NULL);
		jout_put_bool(&j, "heaviest", c->heaviest);
		jout_put_bool(&j, "crime", c->crime);
		jout_put_text(&j, "reason", c->why_id);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	if (o->explain)
		sanctions_json(&j, o, o->class_);
	jout_end(&j, '}');
	puts(b.s);
}

static void choices_text(const struct asked *o, const struct act_choices *all)
{
	puts(all->phase_id);
	for (size_t i = 0; i < all->n; i++) {
		const struct act_choice *c = &all->items[i];
		printf("%s %-13s %s\n    %s\n", c->heaviest ? "*" : c->crime ? "!" : " ", c->act->code, c->act->title_id,
		       c->why_id);
	}
	puts(all->n ? "* terberat pada fasenya; ! dugaan tindak pidana" : "Tidak ada baris yang cocok.");
	if (all->rule)
		printf("%s (%s).\n", all->rule->text_id, all->rule->row.basis);
	if (o->explain)
		sanctions_text(o, o->class_);
}

/* Every act that applies to a conduct. */
static int choose(struct cli *cli, struct asked *o)
{
	struct err e;
	struct act_choices all;
	struct act_question q = {o->conduct, o->class_, DAY_NONE, DAY_NONE, DOWNSTREAM};
	if (!o->class)
		return cli_usage(cli, "--conduct needs --class CLASS");
	if (o->event && day_parse(o->event, &q.event, &e) != OK)
		return cli_usage(cli, "--event: %s", e.why);
	if (o->determined && day_parse(o->determined, &q.determined, &e) != OK)
		return cli_usage(cli, "--determined: %s", e.why);
	if (o->election && (!procedure_of(o->election, &q.procedure) || q.procedure > PEMILU))
		return cli_usage(cli, "--election: expected pilkada or pemilu, not '%s'", o->election);
	if (day_is_none(o->day))
		o->day = q.event;
	law_act_choices(cli->arena, o->law, &q, &all);
	if (cli->json)
		choices_json(o, &all);
	else
		choices_text(o, &all);
	return all.n ? CLI_YES : CLI_NO;
}

int cmd_act(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {0};
	struct poptOption table[] = {{"code", 0, POPT_ARG_STRING, &o.code, 0, "one act", "CODE"},
				     {"list", 0, POPT_ARG_NONE, &o.list, 0, "all acts", NULL},
				     {"conduct", 0, POPT_ARG_STRING, &o.conduct, 0, "every act that applies to it: online_support, photo, ...", "WORD"},
				     {"event", 0, POPT_ARG_STRING, &o.event, 0, "with --conduct: the day of the event", "DATE"},
				     {"determined", 0, POPT_ARG_STRING, &o.determined, 0, "with --conduct: the day on which candidates of the contest were determined", "DATE"},
				     {"election", 0, POPT_ARG_STRING, &o.election, 0, "with --conduct: pilkada or pemilu", "KIND"},
				     {"explain", 0, POPT_ARG_NONE, &o.explain, 0, "also what can be imposed, and what may be done against it", NULL},
				     AT_OPTION(&o, "as the law stood on this day"),
				     CLASS_OPTION(&o),
				     PACK_OPTION(&o),
				     POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, table, "") || !asked_read(cli, &o))
		return cli->code;
	if (!!o.code + !!o.list + !!o.conduct != 1)
		return cli_usage(cli, "expected --code CODE or --list or --conduct WORD");
	if (o.conduct)
		return choose(cli, &o);
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
	if (o.explain && !cli->json)
		sanctions_text(&o, o.class ? o.class_ : act->classes.items[0]);
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
