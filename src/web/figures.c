/* figures.c -- public figures and open data (PRODUCT N35-N37). Bars are shapes drawn here; words and numbers stay HTML. */
#include "page_data.h"
#include "page_statistik.h"
#include "web/ages.h"
#include "web/figures_views.h"

#include <string.h>

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

static enum status figures_of(struct request *rq, struct figures *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	return figures_read(&tx, &rq->desk, ret, e);
}

static int64_t share(int64_t n, int64_t of)
{
	return of > 0 ? n * 100 / of : 0;
}

static struct statistik_row row_view(const struct request *rq, const struct figures_table *t, size_t r)
{
	struct statistik_row out = {.total = r == t->n_rows};
	out.name = out.total ? say(rq, "Jumlah", "Total") : say(rq, t->rows[r].id, t->rows[r].en);
	for (size_t c = 0; c <= t->n_columns; c++) {
		const struct figure_cell *cell = figures_cell(t, r, c);
		bool total = c == t->n_columns;
		struct statistik_cell view = {cell->n, total ? say(rq, "Jumlah", "Total") : say(rq, t->columns[c].id, t->columns[c].en), cell->hidden, total};
		ARENA_PUSH(rq->desk.arena, &out.cells, view);
	}
	const struct figure_cell *sum = figures_cell(t, r, t->n_columns), *all = figures_cell(t, t->n_rows, t->n_columns);
	out.bar = !out.total && !sum->hidden && !all->hidden;
	out.width = out.bar ? share(sum->n, all->n) : 0;
	return out;
}

static void table_view(const struct request *rq, const struct figures_table *t, struct statistik_view *v)
{
	if (!t->n_rows)
		return;
	struct statistik_table out = {.code = t->code, .title = say(rq, t->title.id, t->title.en), .unit = say(rq, t->unit.id, t->unit.en)};
	for (size_t c = 0; c <= t->n_columns; c++) {
		struct statistik_cell head = {.column = c < t->n_columns ? say(rq, t->columns[c].id, t->columns[c].en) : say(rq, "Jumlah", "Total")};
		ARENA_PUSH(rq->desk.arena, &out.heads, head);
	}
	for (size_t r = 0; r <= t->n_rows; r++) {
		struct statistik_row row = row_view(rq, t, r);
		for (size_t c = 0; c < row.cells.n; c++)
			out.any_hidden |= row.cells.items[c].hidden;
		ARENA_PUSH(rq->desk.arena, &out.rows, row);
	}
	v->any_hidden |= out.any_hidden;
	ARENA_PUSH(rq->desk.arena, &v->tables, out);
}

static const char *funnel_sum(struct arena *a, const struct figures_funnel *f)
{
	return arena_printf(a, "%lld − %lld = %lld · %lld + %lld + %lld + %lld + %lld + %lld + %lld = %lld · %lld + %lld + %lld + %lld + %lld = %lld",
			    (long long)f->in, (long long)f->joined, (long long)f->events, (long long)f->files, (long long)f->info,
			    (long long)f->not_registered, (long long)f->handled, (long long)f->review, (long long)f->transferred,
			    (long long)f->withdrawn, (long long)f->events, (long long)f->proven, (long long)f->not_proven,
			    (long long)f->not_violation, (long long)f->lapsed, (long long)f->running, (long long)f->files);
}

static void bars(struct statistik_view *v)
{
	const struct figures_funnel *f = &v->f;
	v->decided = f->proven + f->not_proven + f->not_violation + f->lapsed;
	v->w_events = share(f->events, f->in);
	v->w_joined = 100 - v->w_events;
	v->w_files = share(f->files, f->in);
	v->w_proven = share(f->proven, f->in);
	v->w_cleared = share(f->not_proven + f->not_violation + f->lapsed, f->in);
	v->w_decided = v->w_proven + v->w_cleared;
}

/* Silence is visible: the median of each receiver with enough hand-overs, as bars and as a table. */
static void medians_view(const struct request *rq, const struct figures_ages *ages, struct statistik_view *v)
{
	for (size_t i = 0; i < ages->n; i++)
		if (ages->items[i].enough)
			ARENA_PUSH(rq->desk.arena, &v->medians, ((struct statistik_median){ages->items[i].receiver, ages->items[i].median_days}));
	ages_bars(rq, ages, &v->bars);
}

static const char *sha_of(struct arena *a, const char *text)
{
	return hash_hex(a, hash_of(text, strlen(text)));
}

static enum status statistik_show(struct request *rq, struct err *e)
{
	struct figures f;
	TRY(figures_of(rq, &f, e));
	struct arena *a = rq->desk.arena;
	struct statistik_view v = {.f = f.funnel, .p = f.persons, .at = f.at, .office = rq->desk.office->name};
	bars(&v);
	table_view(rq, &f.by_class, &v);
	table_view(rq, &f.by_act, &v);
	table_view(rq, &f.by_channel, &v);
	medians_view(rq, &f.ages, &v);
	v.sum_funnel = funnel_sum(a, &f.funnel);
	v.sha_csv = sha_of(a, figures_csv(a, &rq->desk, &f));
	v.sha_json = sha_of(a, figures_json(a, &rq->desk, &f));
	struct page p = page_of(rq, "Statistik", "Figures");
	page_statistik(rq->out, &p, &v);
	return OK;
}

static enum status data_show(struct request *rq, struct err *e)
{
	struct figures f;
	TRY(figures_of(rq, &f, e));
	struct arena *a = rq->desk.arena;
	struct data_view v = {.at = f.at, .sha_csv = sha_of(a, figures_csv(a, &rq->desk, &f)), .sha_json = sha_of(a, figures_json(a, &rq->desk, &f))};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(figures_editions(&tx, rq->desk.office->id, 100, &v.editions, e));
	struct page p = page_of(rq, "Data terbuka", "Open data");
	page_data(rq->out, &p, &v);
	return OK;
}

static enum status send(struct request *rq, const char *text, const char *type, const char *name)
{
	rq->content_type = type;
	rq->download = name;
	buf_text(rq->out, text);
	return OK;
}

static enum status csv_show(struct request *rq, struct err *e)
{
	struct figures f;
	TRY(figures_of(rq, &f, e));
	return send(rq, figures_csv(rq->desk.arena, &rq->desk, &f), "text/csv; charset=utf-8", "netra-statistik.csv");
}

static enum status json_show(struct request *rq, struct err *e)
{
	struct figures f;
	TRY(figures_of(rq, &f, e));
	return send(rq, figures_json(rq->desk.arena, &rq->desk, &f), "application/json", "netra-statistik.json");
}

static enum status edition(struct request *rq, struct figures_edition_get_row *ret, struct err *e)
{
	int64_t number;
	bool found;
	TRY(rq_segment_id(rq, 0, &number, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(figures_edition_get(&tx, rq->desk.office->id, number, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no edition %lld", (long long)number);
}

static enum status edition_csv(struct request *rq, struct err *e)
{
	struct figures_edition_get_row row;
	TRY(edition(rq, &row, e));
	return send(rq, row.csv, "text/csv; charset=utf-8", arena_printf(rq->desk.arena, "netra-edisi-%lld.csv", (long long)row.number));
}

static enum status edition_json(struct request *rq, struct err *e)
{
	struct figures_edition_get_row row;
	TRY(edition(rq, &row, e));
	return send(rq, row.json, "application/json", arena_printf(rq->desk.arena, "netra-edisi-%lld.json", (long long)row.number));
}

static const struct route routes[] = {
	{GET, "/statistik", RIGHT_NONE, statistik_show, 0, "statistik"},
	{GET, "/data", RIGHT_NONE, data_show, 0, "statistik"},
	{GET, "/data/statistik.csv", RIGHT_NONE, csv_show, 0, NULL},
	{GET, "/data/statistik.json", RIGHT_NONE, json_show, 0, NULL},
	{GET, "/data/edisi/{number}/csv", RIGHT_NONE, edition_csv, 0, NULL},
	{GET, "/data/edisi/{number}/json", RIGHT_NONE, edition_json, 0, NULL},
};
const struct route_list figures_routes = {routes, sizeof routes / sizeof *routes};
