/* publish.c -- the same figures as CSV and JSON, and editions of them that stay. */
#include "desk/figures/figures.h"

#include "base/buf.h"

#include <string.h>

/* One list of names for both forms: nothing is published under two names. */
struct put_number {
	const char *name;
	int64_t n;
};

static size_t numbers(const struct figures *f, struct put_number ret[static 32])
{
	const struct figures_funnel *u = &f->funnel;
	const struct figures_persons *p = &f->persons;
	const struct put_number all[] = {
		{"in", u->in}, {"in_reports", u->reports}, {"in_observations", u->observations}, {"joined", u->joined}, {"events", u->events},
		{"files", u->files}, {"preliminary_information", u->info}, {"not_registered", u->not_registered}, {"already_handled", u->handled},
		{"initial_review", u->review}, {"transferred", u->transferred}, {"withdrawn", u->withdrawn}, {"files_proven", u->proven},
		{"files_not_proven", u->not_proven}, {"files_no_violation", u->not_violation}, {"files_lapsed", u->lapsed}, {"files_running", u->running},
		{"persons", p->total}, {"persons_to_bkn", p->to_asn_body}, {"persons_to_agency", p->to_agency}, {"persons_to_head_of_region", p->to_region_head},
		{"persons_to_others", p->to_others}, {"persons_proven_waiting", p->proven_waiting}, {"persons_not_proven", p->not_proven},
		{"persons_no_violation", p->not_violation}, {"persons_running", p->running}, {"persons_lost", p->lost},
	};
	memcpy(ret, all, sizeof all);
	return sizeof all / sizeof *all;
}

static void cell_csv(struct buf *b, const struct figure_cell *c)
{
	if (!c->hidden)
		buf_printf(b, "%lld", (long long)c->n);
}

static void table_csv(struct buf *b, const struct figures_table *t)
{
	for (size_t r = 0; r <= t->n_rows; r++)
		for (size_t c = 0; c <= t->n_columns; c++) {
			buf_printf(b, "%s,", t->code);
			buf_csv(b, r < t->n_rows ? t->rows[r].id : "Jumlah");
			buf_char(b, ',');
			buf_csv(b, c < t->n_columns ? t->columns[c].id : "Jumlah");
			buf_char(b, ',');
			cell_csv(b, figures_cell(t, r, c));
			buf_printf(b, ",%d\n", figures_cell(t, r, c)->hidden);
		}
}

/* Only medians, and only of receivers with enough: how many each has is not said. */
static void ages_csv(struct buf *b, const struct figures_ages *ages)
{
	for (size_t i = 0; i < ages->n; i++) {
		if (!ages->items[i].enough)
			continue;
		buf_text(b, "median_days_by_receiver,");
		buf_csv(b, ages->items[i].receiver);
		buf_printf(b, ",Median hari,%lld,0\n", (long long)ages->items[i].median_days);
	}
}

static void ages_json(struct json_out *j, const struct figures_ages *ages)
{
	jout_key(j, "median_days_by_receiver");
	jout_array(j);
	for (size_t i = 0; i < ages->n; i++) {
		if (!ages->items[i].enough)
			continue;
		jout_object(j);
		jout_put_text(j, "receiver", ages->items[i].receiver);
		jout_put_int(j, "median_days", ages->items[i].median_days);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

const char *figures_csv(struct arena *a, const struct desk *d, const struct figures *f)
{
	(void)d;
	scoped(buf_free) struct buf b = {0};
	struct put_number all[32];
	size_t n = numbers(f, all);
	buf_text(&b, "table,row,column,value,hidden\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "funnel,%s,,%lld,0\n", all[i].name, (long long)all[i].n);
	table_csv(&b, &f->by_class);
	table_csv(&b, &f->by_act);
	table_csv(&b, &f->by_channel);
	ages_csv(&b, &f->ages);
	return buf_arena(a, &b);
}

static void table_json(struct json_out *j, const struct figures_table *t)
{
	jout_key(j, t->code);
	jout_array(j);
	for (size_t r = 0; r <= t->n_rows; r++)
		for (size_t c = 0; c <= t->n_columns; c++) {
			const struct figure_cell *cell = figures_cell(t, r, c);
			jout_object(j);
			jout_put_text(j, "row", r < t->n_rows ? t->rows[r].id : "Jumlah");
			jout_put_text(j, "column", c < t->n_columns ? t->columns[c].id : "Jumlah");
			jout_key(j, "value");
			if (cell->hidden)
				jout_null(j);
			else
				jout_int(j, cell->n);
			jout_put_bool(j, "hidden", cell->hidden);
			jout_end(j, '}');
		}
	jout_end(j, ']');
}

const char *figures_json(struct arena *a, const struct desk *d, const struct figures *f)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	struct put_number all[32];
	size_t n = numbers(f, all);
	jout_object(&j);
	jout_put_text(&j, "office", d->office->code);
	jout_put_text(&j, "office_name", d->office->name);
	jout_put_bool(&j, "drill", d->office->drill);
	jout_put_text(&j, "rule", "cells from 1 to 4 are hidden, and others with them so that none can be computed");
	jout_key(&j, "funnel");
	jout_object(&j);
	for (size_t i = 0; i < n; i++)
		jout_put_int(&j, all[i].name, all[i].n);
	jout_put_bool(&j, "adds_up", f->funnel.adds_up && !f->persons.lost);
	jout_end(&j, '}');
	table_json(&j, &f->by_class);
	table_json(&j, &f->by_act);
	table_json(&j, &f->by_channel);
	ages_json(&j, &f->ages);
	jout_end(&j, '}');
	buf_char(&b, '\n');
	return buf_arena(a, &b);
}

static enum status edition_add(struct tx *tx, const struct desk *d, const struct figures *f, const char *note,
			       const struct figures_editions_rows *before, int64_t *ret_number, struct err *e)
{
	const char *csv = figures_csv(tx->arena, d, f), *json = figures_json(tx->arena, d, f);
	const char *sha_csv = hash_hex(tx->arena, hash_of(csv, strlen(csv))), *sha_json = hash_hex(tx->arena, hash_of(json, strlen(json)));
	if (before->n && !strcmp(before->items[0].sha256_json, sha_json))
		return FAIL(e, CONFLICT, "the figures are those of edition %lld", (long long)before->items[0].number);
	*ret_number = before->n ? before->items[0].number + 1 : 1;
	return figures_edition_add(tx, id_new(d->now), d->office->id, *ret_number, d->now, csv, json, sha_csv, sha_json, note ? note : "", d->user, e);
}

enum status figures_publish(const struct desk *d, const char *note, int64_t *ret_number, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct figures f;
	struct figures_editions_rows before;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(figures_read(&tx, d, &f, e));
	if (!f.funnel.adds_up || f.persons.lost || figures_leak(tx.arena, &f.by_class) || figures_leak(tx.arena, &f.by_act) ||
	    figures_leak(tx.arena, &f.by_channel))
		return FAIL(e, BROKEN, "the figures do not add up or a hidden one could be computed; nothing is published");
	TRY(figures_editions(&tx, d->office->id, 1, &before, e));
	TRY(edition_add(&tx, d, &f, note, &before, ret_number, e));
	return tx_commit(&tx, e);
}
