/* running.c -- `netra clock running`: which legal clocks of the office run, how much is left, on what article. */
#include "cli/running.h"

#include "base/buf.h"
#include "desk/docket/docket.h"

#include <stdio.h>

#define RUNNING_MAX 5000 /* clocks shown; the soonest end first */

/* A clock that nobody can count yet, or that is paused, is not late. */
static bool is_past(const struct desk *d, const struct clocks_due_row *r)
{
	return !text_eq(r->status, "uncounted") && !text_eq(r->status, "paused") && r->last_moment.us < d->now.us;
}

static struct docket_left left_of(const struct desk *d, const struct law *law, const struct clocks_due_row *r)
{
	return docket_left(d, law, r->clock, r->status, r->last_moment, INSTANT_NONE, r->sum);
}

/* Three lines: the file and what is left, until when, on what article. */
static void show(const struct desk *d, const struct law *law, const struct clocks_due_row *r, const struct law_clock *clock)
{
	struct docket_left left = left_of(d, law, r);
	const char *whose = r->person ? docket_person_place(d->arena, d->lang, r->person_number) : "";
	printf("%-12s %-36s %s%s%s\n", r->clock, r->number ? r->number : "-", left.text, *whose ? ", " : "", whose);
	if (left.until[0] || left.note[0])
		printf("  %s%s%s\n", left.until, left.until[0] && left.note[0] ? "; " : "", left.note);
	printf("  %s\n", clock->row.basis);
}

static void show_json(const struct desk *d, const struct law *law, const struct clocks_due_row *r,
		      const struct law_clock *clock)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "clock", r->clock);
	jout_put_text(&j, "name", clock->name_id);
	jout_put_text(&j, "number", r->number);
	jout_put_text(&j, "title", r->title);
	jout_put_text(&j, "state", r->state);
	jout_put_text(&j, "person", r->person ? docket_person_place(d->arena, d->lang, r->person_number) : NULL);
	jout_put_day(&j, "start", r->start_on);
	jout_put_instant(&j, "last_moment", r->last_moment, d->office->zone);
	jout_put_text(&j, "status", r->status);
	jout_put_bool(&j, "past", is_past(d, r));
	jout_put_text(&j, "left", left_of(d, law, r).text);
	jout_put_text(&j, "owner", r->owner_name);
	jout_put_text(&j, "basis", clock->row.basis);
	jout_end(&j, '}');
	puts(b.s);
}

/* Returns how many are past, in *@ret_past. */
static enum status list(const struct cli *cli, const struct desk *d, int days, size_t *ret_past, struct err *e)
{
	struct clocks_due_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(clocks_due(&tx, d->office->id, INT64_MIN, d->now.us + days * DAY_US, RUNNING_MAX, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct law *law = docket_law_of(&tx, d, rows.items[i].rulepack);
		const struct law_clock *clock = law_clock(law, rows.items[i].clock);
		if (!clock)
			return FAIL(e, BROKEN, "a clock '%s' runs that the rule pack does not know", rows.items[i].clock);
		*ret_past += is_past(d, &rows.items[i]);
		(cli->json ? show_json : show)(d, law, &rows.items[i], clock);
	}
	return tx_commit(&tx, e);
}

int clock_running(struct cli *cli, int days)
{
	struct err e = {0};
	size_t past = 0;
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	if (list(cli, &d, days, &past, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	return past ? CLI_NO : CLI_YES;
}
