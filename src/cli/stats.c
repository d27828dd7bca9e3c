/* stats.c -- `netra stats`: the funnel of the office, with its sums; `--publish NOTE` keeps it as the next edition of the
 * open data. Exit 1 when the figures do not add up. */
#include "cli/commands.h"
#include "desk/figures/figures.h"

#include <stdio.h>

static void line(const char *name, int64_t n)
{
	printf("%-36s %8lld\n", name, (long long)n);
}

static void print(const struct figures *f)
{
	const struct figures_funnel *u = &f->funnel;
	const struct figures_persons *p = &f->persons;
	line("in (reports + observations)", u->in);
	line("  reports", u->reports);
	line("  observations", u->observations);
	line("joined to another", u->joined);
	line("events (in - joined)", u->events);
	line("  files with a register number", u->files);
	line("  preliminary information", u->info);
	line("  in initial review", u->review);
	line("  not registered", u->not_registered);
	line("  handled already", u->handled);
	line("  transferred", u->transferred);
	line("  withdrawn", u->withdrawn);
	line("files: proven", u->proven);
	line("files: not proven", u->not_proven);
	line("files: no violation", u->not_violation);
	line("files: lapsed", u->lapsed);
	line("files: running", u->running);
	line("persons", p->total);
	line("  passed on to BKN", p->to_asn_body);
	line("  passed on to the agency", p->to_agency);
	line("  passed on to regent or mayor", p->to_region_head);
	line("  passed on to others", p->to_others);
	line("  proven, to be passed on", p->proven_waiting);
	line("  not proven", p->not_proven);
	line("  no violation", p->not_violation);
	line("  running", p->running);
	line("  lost", p->lost);
	line("opened in error, counted nowhere", u->in_error);
	printf("%s\n", u->adds_up && !p->lost ? "The sums agree." : "THE SUMS DO NOT AGREE.");
}

static enum status stats(struct cli *cli, struct office *office, const char *note, bool *ret_good, struct err *e)
{
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	struct figures f;
	if (note) {
		int64_t number;
		TRY(figures_publish(&d, note, &number, e));
		fprintf(stderr, "edition %lld is published\n", (long long)number);
	}
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(figures_read(&tx, &d, &f, e));
	if (cli->json)
		fputs(figures_json(cli->arena, &d, &f), stdout);
	else
		print(&f);
	*ret_good = f.funnel.adds_up && !f.persons.lost;
	return OK;
}

int cmd_stats(struct cli *cli, int argc, const char **argv)
{
	char *note = NULL;
	struct poptOption own[] = {
		{"publish", 0, POPT_ARG_STRING, &note, 0, "keep the figures as the next edition of the open data", "NOTE"},
		POPT_TABLEEND,
	};
	if (!cli_options(cli, argc, argv, own, ""))
		return cli->code;
	if (cli->args_n)
		return cli_usage(cli, "'%s': stats takes no words", cli->args[0]);
	struct err e = {0};
	bool good = false;
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK || stats(cli, office, note, &good, &e) != OK)
		return cli_fail(cli, &e);
	return good ? CLI_YES : CLI_NO;
}
