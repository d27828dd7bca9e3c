/* pledge_board.c -- how far each unit has come (N26): the sums behind the page of a campaign, the same on paper, and a wall that
 * follows a roll-call while people sign. Shares and counts only; no name of a person is read here.
 *
 * All of it comes from counters that are kept with each signature, so a list of the whole state costs what a town's does. */
#include "web/casework.h"
#include "web/live.h"
#include "web/pledge_views.h"

#include "desk/docket/crest.h"
#include "paper/paper.h"

#include "page_pledge_wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WALL_UNITS      120
#define CHART_UNITS     100 /* on paper: those that lag most; the table has more */
#define TABLE_UNITS     1000
#define ROWS_FIRST      26  /* of the chart, on the first sheet and on a later one */
#define ROWS_LATER      36
#define CHART_WIDTH     438.0 /* points, as are the others */
#define CHART_ROW       16.0
#define CHART_BAR_X     200.0
#define CHART_BAR       180.0
#define NAME_BYTES      44

/* ---- Sums ---- */

static int permille_of(int64_t signs, int64_t counts) { return counts > 0 ? (int)((signs * 1000 + counts / 2) / counts) : -1; }

static const char *share_text(struct arena *a, enum lang lang, int64_t signs, int64_t counts)
{
	int n = permille_of(signs, counts);
	return n < 0 ? "" : arena_printf(a, "%d%s%d %%", n / 10, lang == EN ? "." : ",", n % 10);
}

const char *pledge_share(const struct request *rq, int64_t signs, int64_t counts) { return share_text(rq->desk.arena, rq->lang, signs, counts); }

static const char *of_hundred(struct arena *a, int64_t n, int64_t all) { return arena_printf(a, "%.1f", all > 0 ? 100.0 * (double)n / (double)all : 0.0); }

/* By the exact share, not the rounded one; units in which nobody counts come last. */
static int lag_first(const void *a, const void *b)
{
	const struct pledge_bar *x = a, *y = b;
	if ((x->counts > 0) != (y->counts > 0))
		return x->counts > 0 ? -1 : 1;
	int64_t left = x->signs * y->counts, right = y->signs * x->counts;
	if (left != right)
		return left < right ? -1 : 1;
	return x->missing != y->missing ? (x->missing > y->missing ? -1 : 1) : strcmp(x->name, y->name);
}

static struct pledge_bar bar_of(const struct request *rq, const struct pledge_board_row *r)
{
	struct arena *a = rq->desk.arena;
	int64_t excused = r->leave + r->retired + r->detached + r->other, counts = r->people - excused;
	return (struct pledge_bar){
		.agency = r->agency, .name = r->name ? r->name : say(rq, "Tanpa perangkat daerah", "No unit named"), .people = r->people,
		.signs = r->signs, .counts = counts, .excused = excused, .leave = r->leave, .retired = r->retired, .detached = r->detached,
		.other = r->other, .beyond = r->beyond, .missing = counts - r->signs, .permille = permille_of(r->signs, counts),
		.share = pledge_share(rq, r->signs, counts), .width = of_hundred(a, r->signs, r->people), .excused_x = of_hundred(a, r->signs, r->people),
		.excused_width = of_hundred(a, excused, r->people)};
}

static void bar_add(struct pledge_board_view *v, const struct pledge_bar *b)
{
	v->people += b->people, v->excused += b->excused, v->signs += b->signs, v->beyond += b->beyond;
	v->leave += b->leave, v->retired += b->retired, v->detached += b->detached, v->other += b->other;
}

enum status pledge_board_fill(const struct request *rq, struct tx *tx, const struct pledge_get_row *p, struct pledge_board_view *ret, struct err *e)
{
	struct pledge_board_rows rows;
	*ret = (struct pledge_board_view){0};
	TRY(pledge_board(tx, p->id, p->roster, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct pledge_bar b = bar_of(rq, &rows.items[i]);
		bar_add(ret, &b);
		ARENA_PUSH(rq->desk.arena, &ret->bars, b);
	}
	if (ret->bars.n)
		qsort(ret->bars.items, ret->bars.n, sizeof *ret->bars.items, lag_first);
	ret->counts = ret->people - ret->excused;
	ret->missing = ret->counts - ret->signs;
	ret->share = pledge_share(rq, ret->signs, ret->counts);
	return OK;
}

static enum status board_of(struct request *rq, struct tx *tx, struct pledge_get_row *p, struct pledge_board_view *b, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(pledge_of(tx, &rq->desk, id, p, e));
	return pledge_board_fill(rq, tx, p, b, e);
}

/* ---- On paper ---- */

static void chart_row(struct arena *a, struct drawing *d, const struct pledge_bar *b, double y)
{
	double of = b->permille > 0 ? (double)b->permille / 1000 : 0;
	struct shape parts[] = {
		{.kind = SHAPE_TEXT, .y = y + 10, .height = 8.5, .text = text_clip(a, b->name, NAME_BYTES)},
		{.kind = SHAPE_BOX, .ink = INK_WASH, .x = CHART_BAR_X, .y = y + 3, .width = CHART_BAR, .height = 9},
		{.kind = SHAPE_BOX, .ink = INK_INDIGO, .x = CHART_BAR_X, .y = y + 3, .width = CHART_BAR * of, .height = 9},
		{.kind = SHAPE_TEXT, .x = CHART_WIDTH, .y = y + 10, .height = 8.5, .anchor = ANCHOR_END, .bold = true,
		 .text = b->permille < 0 ? "–" : share_text(a, ID, b->signs, b->counts)},
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		ARENA_PUSH(a, d, parts[i]);
}

static const struct drawing *chart_of(struct arena *a, const struct pledge_bar *bars, size_t n)
{
	struct drawing *d = arena_new(a, struct drawing);
	*d = (struct drawing){.title = "Persentase setiap perangkat daerah", .width = CHART_WIDTH, .height = CHART_ROW * (double)n};
	for (size_t i = 0; i < n; i++)
		chart_row(a, d, &bars[i], CHART_ROW * (double)i);
	return d;
}

/* The first one shares its sheet with the letterhead. */
static void charts_put(struct arena *a, const struct pledge_bars *bars, struct paper_letter *l, struct buf *b)
{
	size_t n = bars->n < CHART_UNITS ? bars->n : CHART_UNITS, most;
	const struct drawing **figures = arena_array(a, const struct drawing *, n / ROWS_FIRST + 1);
	for (size_t at = 0; at < n; at += most) {
		most = at ? ROWS_LATER : ROWS_FIRST;
		figures[l->n_figures] = chart_of(a, bars->items + at, n - at < most ? n - at : most);
		buf_printf(b, "![](figure:%zu)\n\n", l->n_figures++);
	}
	l->figures = figures;
}

/* "2 (1 cuti, 1 pensiun)" */
static const char *excused_words(struct arena *a, int64_t leave, int64_t retired, int64_t detached, int64_t other)
{
	const struct {
		int64_t n;
		const char *word;
	} kinds[] = {{leave, "cuti"}, {retired, "pensiun"}, {detached, "tugas luar"}, {other, "lain"}};
	const char *words = "";
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].n)
			words = arena_printf(a, "%s%s%lld %s", words, *words ? ", " : "", (long long)kinds[i].n, kinds[i].word);
	return *words ? arena_printf(a, "%lld (%s)", (long long)(leave + retired + detached + other), words) : "0";
}

static void table_put(struct arena *a, const struct pledge_board_view *v, struct buf *b)
{
	size_t n = v->bars.n < TABLE_UNITS ? v->bars.n : TABLE_UNITS;
	buf_text(b, "| Perangkat daerah | % | Sudah | Terhitung | Belum | Dikecualikan |\n|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		const struct pledge_bar *x = &v->bars.items[i];
		buf_printf(b, "| %s | %s | %lld | %lld | %lld | %s |\n", paper_escape_cell(a, x->name), x->permille < 0 ? "–" : share_text(a, ID, x->signs, x->counts),
			   (long long)x->signs, (long long)x->counts, (long long)x->missing, excused_words(a, x->leave, x->retired, x->detached, x->other));
	}
	buf_printf(b, "| **Semua** | **%s** | %lld | %lld | %lld | %s |\n\n", v->counts > 0 ? share_text(a, ID, v->signs, v->counts) : "–", (long long)v->signs,
		   (long long)v->counts, (long long)v->missing, excused_words(a, v->leave, v->retired, v->detached, v->other));
	if (v->bars.n > n)
		buf_printf(b, "%zu perangkat daerah lain tidak dicetak; jumlah di atas mencakup semuanya.\n\n", v->bars.n - n);
}

static const char *excuse_words(const char *excuse)
{
	return text_eq(excuse, "leave") ? "cuti" : text_eq(excuse, "retired") ? "pensiun" : text_eq(excuse, "detached") ? "tugas luar" : "lain";
}

static void rule_put(struct arena *a, const struct roster_rules_rows *rules, struct buf *b)
{
	buf_text(b, "Persentase = sudah ÷ (pegawai − dikecualikan). Dikecualikan: pegawai yang statusnya dalam daftar berawal dengan");
	for (size_t i = 0; i < rules->n; i++)
		buf_printf(b, "%s *%s* (%s)", i ? "," : "", paper_escape(a, rules->items[i].word), excuse_words(rules->items[i].excuse));
	buf_text(b, rules->n ? ", dan yang dikecualikan dengan tangan beserta alasannya. Papan ini tidak memuat nama pegawai.\n"
			     : " apa pun: tidak ada. Papan ini tidak memuat nama pegawai.\n");
}

static const char *moment(const struct request *rq)
{
	scoped(buf_free) struct buf b = {0};
	struct page p = {.zone = rq->desk.office->zone, .lang = ID};
	page_instant(&b, &p, rq->desk.now);
	return buf_arena(rq->desk.arena, &b);
}

static enum status paper_show(struct request *rq, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct pledge_get_row p;
	struct pledge_board_view v;
	struct roster_rules_rows rules;
	struct str pdf;
	scoped(buf_free) struct buf b = {0};
	struct paper_letter l = {.title = "Papan ikrar", .heading = "PAPAN IKRAR PER PERANGKAT DAERAH", .fine_tables = true, .made = rq->desk.now};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(board_of(rq, &tx, &p, &v, e));
	TRY(roster_rules(&tx, p.roster, &rules, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	buf_printf(&b, "**%s**, %s. Keadaan %s.\n\n%lld dari %lld pegawai terhitung sudah menandatangani (%s); %lld belum, %lld dikecualikan.\n\n", paper_escape(a, p.title),
		   paper_escape(a, p.institution), moment(rq), (long long)v.signs, (long long)v.counts, v.counts > 0 ? share_text(a, ID, v.signs, v.counts) : "–",
		   (long long)v.missing, (long long)v.excused);
	charts_put(a, &v.bars, &l, &b);
	table_put(a, &v, &b);
	rule_put(a, &rules, &b);
	l.foot = p.title;
	l.markdown = buf_arena(a, &b);
	TRY(paper_pdf(a, &l, &pdf, e));
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = "papan-ikrar.pdf";
	return OK;
}

/* ---- On a wall ---- */

static int by_name(const void *a, const void *b)
{
	const struct pledge_bar *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->agency > y->agency) - (x->agency < y->agency);
}

/* By name, so that bars stay where they are while they grow. */
static void wall_order(struct pledge_bars *bars, size_t *ret_more)
{
	*ret_more = bars->n > WALL_UNITS ? bars->n - WALL_UNITS : 0;
	bars->n -= *ret_more;
	if (bars->n)
		qsort(bars->items, bars->n, sizeof *bars->items, by_name);
}

static enum status wall_link(struct request *rq, struct tx *tx, struct pledge_wall_view *v, struct err *e)
{
	struct pledge_doors_rows doors;
	scoped(buf_free) struct buf qr = {0};
	TRY(pledge_doors(tx, v->p.id, &doors, e));
	for (size_t i = 0; i < doors.n; i++)
		if (!doors.items[i].agency)
			v->url = arena_printf(rq->desk.arena, "%s/ikrar/%s", rq_public_address(rq), doors.items[i].token);
	TRY(paper_qr_svg(&qr, v->url, say(rq, "Kode QR tautan ikrar", "QR code of the pledge's link"), e));
	v->qr = buf_arena(rq->desk.arena, &qr);
	return OK;
}

static enum status wall_show(struct request *rq, struct err *e)
{
	struct pledge_wall_view v = {.url = ""};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(board_of(rq, &tx, &v.p, &v.b, e));
	TRY(wall_link(rq, &tx, &v, e));
	TRY(tx_commit(&tx, e));
	wall_order(&v.b.bars, &v.more);
	v.live = arena_printf(rq->desk.arena, "/kerja/ikrar/%s/siar", rq->segments[0]);
	struct page p = page_of(rq, v.p.title, v.p.title);
	page_pledge_wall(rq->out, &p, &v);
	return OK;
}

/* ---- The figure that walls watch ---- */

static void unit_write(struct json_out *j, const struct pledge_board_row *r)
{
	int64_t counts = r->people - r->leave - r->retired - r->detached - r->other;
	char id[24];
	snprintf(id, sizeof id, "%lld", (long long)r->agency);
	jout_object(j);
	jout_put_text(j, "id", id); /* more digits than a script's number holds */
	jout_put_int(j, "signed", r->signs);
	jout_put_int(j, "counts", counts);
	jout_put_int(j, "permille", permille_of(r->signs, counts));
	jout_put_int(j, "people", r->people);
	jout_end(j, '}');
}

static const char *figure_write(struct arena *a, const struct pledge_board_rows *rows)
{
	int64_t signs = 0, counts = 0;
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	for (size_t i = 0; i < rows->n; i++) {
		const struct pledge_board_row *r = &rows->items[i];
		signs += r->signs, counts += r->people - r->leave - r->retired - r->detached - r->other;
	}
	jout_object(&j);
	jout_put_int(&j, "signed", signs);
	jout_put_int(&j, "counts", counts);
	jout_put_int(&j, "permille", permille_of(signs, counts));
	jout_key(&j, "units");
	jout_array(&j);
	for (size_t i = 0; i < rows->n && i < WALL_UNITS * 4; i++)
		unit_write(&j, &rows->items[i]);
	jout_end(&j, ']');
	jout_end(&j, '}');
	return buf_arena(a, &b);
}

static enum status figure_read(struct office *o, struct arena *a, int64_t id, const char **ret, struct err *e)
{
	struct desk d = {.office = o, .arena = a, .now = office_now(o), .user_name = "", .regime = o->regime};
	struct pledge_get_row p;
	struct pledge_board_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(pledge_of(&tx, &d, id, &p, e));
	TRY(pledge_board(&tx, id, p.roster, &rows, e));
	*ret = figure_write(a, &rows);
	return OK;
}

static enum status live_show(struct request *rq, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return rq_live(rq, figure_read, id, e);
}

static const struct route routes[] = {
	{GET, "/kerja/ikrar/{campaign}/papan", RIGHT_SHARES, paper_show, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/layar", RIGHT_SHARES, wall_show, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/siar", RIGHT_SHARES, live_show, 0, "pencegahan"},
};
const struct route_list pledge_board_routes = {routes, sizeof routes / sizeof routes[0]};
