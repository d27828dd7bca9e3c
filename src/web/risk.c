/* risk.c -- pages of the vulnerability index: units with their scores, the sum behind each, what is typed for it.
 *
 * For people of the office who do prevention: it rests on cases and patrols, of which partners see nothing. No page names an
 * employee.
 */
#include "web/risk.h"

#include "page_risk_index.h"
#include "page_risk_sum.h"
#include "desk/registry/registry.h"
#include "paper/paper.h"

#include <stdlib.h>
#include <string.h>

#define SPARK_DAYS 90

static const char *points_text(const struct request *rq, int score)
{
	return arena_printf(rq->desk.arena, "%d%c%02d", score / 100, rq->lang == EN ? '.' : ',', score % 100);
}

static struct day day_now(const struct request *rq)
{
	return day_of_instant(rq->desk.now, rq->desk.office->zone);
}

static const char *level_text(const struct request *rq, const char *level)
{
	if (text_eq(level, "high"))
		return say(rq, "tinggi", "high");
	return text_eq(level, "medium") ? say(rq, "sedang", "medium") : say(rq, "rendah", "low");
}

static const char *sure_text(const struct request *rq, enum confidence c)
{
	switch (c) {
	case SEEN: return "";
	case KNOWN: return say(rq, "diketahui, sumbernya belum dilihat", "known, its source not seen");
	case UNSURE: return say(rq, "usulan kami, perlu dikoreksi kantor", "our proposal, for the office to correct");
	}
	return "";
}

static struct risk_part_row part_row(const struct request *rq, const struct law_indicator *of)
{
	return (struct risk_part_row){.name = say(rq, of->name_id, of->name_en), .formula = say(rq, of->formula_id, of->formula_en),
				      .level = level_text(rq, of->level), .weight = of->weight, .basis = of->row.basis,
				      .sure = sure_text(rq, of->row.confidence), .count = "", .raw = ""};
}

/* What a page shows is the request's own: the world it was read from may be given back before. */
static const char *own_text(const struct request *rq, const char *text)
{
	return arena_strdup(rq->desk.arena, text);
}

/* ---- the index ---- */

struct ranked {
	size_t area;
	const struct index_score *score;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int by = (x->score->rank > y->score->rank) - (x->score->rank < y->score->rank);
	return by ? by : (x->area > y->area) - (x->area < y->area); /* areas come by name */
}

static struct ranked *ranked_of(const struct request *rq, const struct risk_world *w, const struct index_score *scores)
{
	struct ranked *all = arena_array(rq->desk.arena, struct ranked, w->n + 1);
	for (size_t i = 0; i < w->n; i++)
		all[i] = (struct ranked){i, &scores[i]};
	if (w->n)
		qsort(all, w->n, sizeof *all, by_rank);
	return all;
}

static const char *gaps_text(const struct request *rq, size_t unknown)
{
	if (!unknown)
		return "";
	return arena_printf(rq->desk.arena, say(rq, "%zu indikator tanpa data", "no data for %zu indicators"), unknown);
}

static enum status scores_put(struct request *rq, const struct risk_kept *kept, struct risk_view *v, struct err *e)
{
	const struct risk_world *w = &kept->w;
	struct index_score *scores;
	TRY(risk_scores(w, rq->desk.arena, w->last, &scores, e));
	const struct ranked *all = ranked_of(rq, w, scores);
	for (size_t i = 0; i < w->n; i++) {
		const struct index_score *s = all[i].score;
		struct risk_area_row row = {.id = w->areas[all[i].area].id, .name = own_text(rq, w->areas[all[i].area].name), .sum = s->sum, .rank = s->rank,
					    .score = points_text(rq, s->score), .gaps = gaps_text(rq, s->unknown), .width = (s->score + 50) / 100};
		ARENA_PUSH(rq->desk.arena, &v->areas, row);
	}
	for (size_t k = 0; k < w->m; k++) {
		struct risk_part_row row = part_row(rq, w->indicators[k]);
		ARENA_PUSH(rq->desk.arena, &v->method, row);
	}
	v->without = w->without;
	v->at = moment_text(rq, kept->at);
	return OK;
}

/* ---- what is typed ---- */

static const char *entry_what(const struct request *rq, const struct risk_facts_row *r)
{
	bool kin = text_eq(r->fact, risk_fact_code(FACT_RELATIVE));
	if (!r->n)
		return kin ? say(rq, "Kerabat: sudah diperiksa, tidak ada", "Kin: looked for, none")
			   : say(rq, "Mutasi: sudah diperiksa, tidak ada", "Officials replaced: looked for, none");
	if (kin)
		return say(rq, "Kerabat pejabat maju", "Kin of an official stands");
	return arena_printf(rq->desk.arena, say(rq, "%lld pejabat diganti", "%lld officials replaced"), (long long)r->n);
}

static enum status entries_put(struct request *rq, struct tx *tx, struct risk_view *v, struct err *e)
{
	struct risk_facts_rows rows;
	TRY(risk_facts(tx, rq->desk.office->id, &rows, e));
	for (size_t i = rows.n; i-- > 0;) {
		const struct risk_facts_row *r = &rows.items[i];
		struct risk_entry to = {.id = r->id, .what = entry_what(rq, r), .when = day_text(rq, r->happened_on), .reason = r->reason,
					.by = r->by_name ? r->by_name : "program", .ended = !instant_is_none(r->ended_at),
					.where = r->agency_name ? r->agency_name : r->contest_title};
		ARENA_PUSH(rq->desk.arena, &v->entries, to);
	}
	return OK;
}

static const char *pair_name(const struct request *rq, const struct risk_pairs_row *r)
{
	return arena_printf(rq->desk.arena, "%lld. %s%s%s", (long long)r->number, r->head, r->deputy ? " – " : "", r->deputy ? r->deputy : "");
}

static const char *contest_title(const struct risk_contests_rows *contests, int64_t id)
{
	for (size_t i = 0; i < contests->n; i++)
		if (contests->items[i].id == id)
			return contests->items[i].title;
	return "";
}

static const char *contest_code(const struct risk_contests_rows *contests, int64_t id)
{
	for (size_t i = 0; i < contests->n; i++)
		if (contests->items[i].id == id)
			return contests->items[i].code;
	return "";
}

/* Candidates are named, they stand in public; "code:number" is what the form sends. */
static enum status pairs_put(struct request *rq, struct tx *tx, struct risk_view *v, const struct risk_contests_rows *contests, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct risk_pairs_rows rows;
	TRY(risk_pairs(tx, rq->desk.office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct risk_pairs_row *r = &rows.items[i];
		const char *title = contest_title(contests, r->contest), *code = contest_code(contests, r->contest);
		if (!i || rows.items[i - 1].contest != r->contest)
			option_put(rq, &v->pairs, arena_printf(a, "%s:0", code), arena_printf(a, say(rq, "%s: petahana tidak maju", "%s: no incumbent stands"), title), "");
		option_put(rq, &v->pairs, arena_printf(a, "%s:%lld", code, (long long)r->number), arena_printf(a, "%s: %s", title, pair_name(rq, r)), "");
		if (r->incumbent) {
			struct risk_entry held = {.what = title, .where = pair_name(rq, r)};
			ARENA_PUSH(a, &v->holders, held);
		}
	}
	return OK;
}

static enum status choices_put(struct request *rq, struct tx *tx, struct risk_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct risk_contests_rows contests;
	TRY(risk_contests(tx, rq->desk.office->id, &contests, e));
	for (size_t i = 0; i < contests.n; i++)
		option_put(rq, &v->contests, arena_printf(a, "%lld", (long long)contests.items[i].id), contests.items[i].title, typed(rq, "contest", ""));
	for (size_t i = 0; i < v->areas.n; i++)
		option_put(rq, &v->agencies, arena_printf(a, "%lld", (long long)v->areas.items[i].id), v->areas.items[i].name, typed(rq, "agency", ""));
	option_put(rq, &v->facts, "relative", say(rq, "Kerabat pejabat maju", "Kin of an official stands"), typed(rq, "fact", ""));
	option_put(rq, &v->facts, "mutation", say(rq, "Pejabat diganti", "Officials replaced"), typed(rq, "fact", ""));
	option_put(rq, &v->shares, "pledge", say(rq, "Ikrar ditandatangani", "Pledge signed"), typed(rq, "fact", ""));
	option_put(rq, &v->shares, "circular", say(rq, "Surat edaran dibaca", "Circular letter acknowledged"), typed(rq, "fact", ""));
	return pairs_put(rq, tx, v, &contests, e);
}

static enum status index_show(struct request *rq, const struct err *fault, struct err *e)
{
	struct risk_view v = {0};
	struct risk_warnings_rows waiting;
	scoped(risk_return) struct risk_kept *kept = NULL;
	if (fault)
		v.fault = rq_fault(rq, fault);
	TRY(risk_borrow(&rq->desk, &kept, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(scores_put(rq, kept, &v, e));
	TRY(entries_put(rq, &tx, &v, e));
	TRY(choices_put(rq, &tx, &v, e));
	TRY(warnings_waiting(rq, &tx, &waiting, e));
	v.open = (int64_t)waiting.n;
	v.day = typed(rq, "day", iso_text(rq, day_now(rq)));
	v.n = typed(rq, "n", "1");
	v.reason = typed(rq, "reason", "");
	v.done = typed(rq, "done", "");
	v.total = typed(rq, "total", "");
	v.source = typed(rq, "source", "");
	struct page p = page_of(rq, "Indeks kerawanan", "Vulnerability index");
	page_risk_index(rq->out, &p, &v);
	return OK;
}

static enum status index_page(struct request *rq, struct err *e) { return index_show(rq, NULL, e); }

/* Ends a POST: to @to, or the page again with its fault. */
static enum status index_answer(struct request *rq, enum status done, const struct err *fault, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/kerawanan#%s", rq_form(rq, "to") && text_eq(rq_form(rq, "to"), "cakupan") ? "unit" : "catatan");
	if (status_http(done) < 500 && done != FORBIDDEN)
		return index_show(rq, fault, e);
	*e = *fault;
	return done;
}

static enum status fact_do(struct request *rq, struct err *e)
{
	struct risk_fact_new as = {.fact = text_eq(rq_form(rq, "fact"), "mutation") ? FACT_MUTATION : FACT_RELATIVE, .n = 1};
	TRY(rq_form_int(rq, "contest", 1, INT64_MAX, &as.contest, e));
	if (!text_blank(rq_form(rq, "agency")))
		TRY(rq_form_int(rq, "agency", 0, INT64_MAX, &as.agency, e));
	TRY(rq_form_int(rq, "n", 0, 9999, &as.n, e));
	TRY(rq_form_day(rq, "day", true, &as.happened_on, e));
	TRY(rq_form_text(rq, "reason", RISK_REASON_MAX, true, &as.reason, e));
	return risk_fact_add(&rq->desk, &as, e);
}

static enum status fact_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return index_answer(rq, fact_do(rq, &fault), &fault, e);
}

static enum status fact_end_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *reason;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_text(rq, "reason", RISK_REASON_MAX, true, &reason, e));
	return risk_fact_end(&rq->desk, id, reason, e);
}

static enum status fact_end_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return index_answer(rq, fact_end_do(rq, &fault), &fault, e);
}

static enum status share_do(struct request *rq, struct err *e)
{
	struct risk_measure_new as = {.fact = text_eq(rq_form(rq, "fact"), "circular") ? FACT_CIRCULAR : FACT_PLEDGE};
	TRY(rq_form_int(rq, "agency", 1, INT64_MAX, &as.agency, e));
	TRY(rq_form_int(rq, "total", 1, INDEX_COUNT_MAX, &as.total, e));
	TRY(rq_form_int(rq, "done", 0, INDEX_COUNT_MAX, &as.done, e));
	TRY(rq_form_day(rq, "day", true, &as.day, e));
	TRY(rq_form_text(rq, "source", RISK_REASON_MAX, true, &as.source, e));
	return risk_measure_add(&rq->desk, &as, e);
}

static enum status share_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return index_answer(rq, share_do(rq, &fault), &fault, e);
}

/* "35.79/walikota/2024:2" */
static enum status incumbent_do(struct request *rq, struct err *e)
{
	const char *pair;
	int64_t number;
	TRY(rq_form_text(rq, "pair", 200, true, &pair, e));
	const char *colon = strrchr(pair, ':');
	if (!colon || int_parse(colon + 1, 0, 999, &number, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "pair", "%s", say(rq, "Pilih pasangannya.", "Choose the pair."));
	TRY(registry_incumbent_set(&rq->desk, arena_strndup(rq->desk.arena, pair, (size_t)(colon - pair)), number, e));
	return risk_ask(&rq->desk, e);
}

static enum status incumbent_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return index_answer(rq, incumbent_do(rq, &fault), &fault, e);
}

/* ---- the sum behind a score ---- */

/* The figure behind a share: so many of so many, and where it is from. */
static const char *raw_text(const struct request *rq, const struct risk_world *w, size_t area, enum risk_fact fact)
{
	for (size_t i = w->measures.n; i-- > 0;) {
		const struct risk_measures_row *r = &w->measures.items[i];
		if (r->agency == w->areas[area].id && text_eq(r->fact, risk_fact_code(fact)))
			return arena_printf(rq->desk.arena, say(rq, "%lld dari %lld (%s, %s)", "%lld of %lld (%s, %s)"), (long long)r->done, (long long)r->total, r->source,
					    day_text(rq, r->day));
	}
	return "";
}

static void parts_put(struct request *rq, const struct risk_world *w, size_t area, const struct index_score *s, struct risk_sum_view *v)
{
	for (size_t k = 0; k < w->m; k++) {
		struct risk_part_row row = part_row(rq, w->indicators[k]);
		int64_t n;
		row.known = risk_count(w, w->last, area, k, &n);
		row.count = row.known ? arena_printf(rq->desk.arena, "%lld", (long long)n) : say(rq, "belum ada data", "no data");
		row.raw = raw_text(rq, w, area, w->indicators[k]->fact);
		row.counted = s->parts[k].counted;
		row.points = s->parts[k].points;
		row.cut = s->parts[k].cut;
		ARENA_PUSH(rq->desk.arena, &v->parts, row);
	}
}

static const char *spark_of(struct request *rq, const struct risk_world *w, size_t area)
{
	struct arena *a = rq->desk.arena;
	double values[SPARK_DAYS];
	size_t first = (size_t)(w->last.n - w->first.n + 1 - SPARK_DAYS);
	for (size_t i = 0; i < SPARK_DAYS; i++)
		values[i] = w->scores[(first + i) * w->n + area] / 100.0;
	scoped(buf_free) struct buf b = {0};
	struct drawing d = paper_sparkline(a, say(rq, "Skor 90 hari terakhir", "The score of the last 90 days"), values, SPARK_DAYS);
	drawing_svg(&b, &d);
	return buf_arena(a, &b);
}

static void sum_put(struct request *rq, const struct risk_world *w, size_t area, const struct index_score *scores, struct risk_sum_view *v)
{
	const struct index_score *s = &scores[area];
	v->name = own_text(rq, w->areas[area].name);
	v->sum = s->sum;
	v->rank = s->rank;
	v->n = (int64_t)w->n;
	v->score = points_text(rq, s->score);
	v->unknown = gaps_text(rq, s->unknown);
	for (size_t i = 0; i < w->n; i++)
		if (scores[i].rank == 1 && !v->leader) {
			v->leader = own_text(rq, w->areas[i].name);
			v->highest = scores[i].sum;
		}
	v->spark = spark_of(rq, w, area);
	parts_put(rq, w, area, s, v);
}

static enum status sum_page(struct request *rq, struct err *e)
{
	struct risk_sum_view v = {0};
	scoped(risk_return) struct risk_kept *kept = NULL;
	struct index_score *scores;
	size_t area = 0;
	TRY(rq_segment_id(rq, 0, &v.id, e));
	TRY(risk_borrow(&rq->desk, &kept, e));
	const struct risk_world *w = &kept->w;
	while (area < w->n && w->areas[area].id != v.id)
		area++;
	if (area == w->n)
		return FAIL(e, NOT_FOUND, "there is no unit %lld", (long long)v.id);
	TRY(risk_scores(w, rq->desk.arena, w->last, &scores, e));
	sum_put(rq, w, area, scores, &v);
	v.at = moment_text(rq, kept->at);
	struct page p = page_of(rq, "Hitungan kerawanan", "Sum of a vulnerability score");
	page_risk_sum(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/kerawanan", RIGHT_PREVENT, index_page, 0, "pencegahan"},
	{GET, "/kerja/kerawanan/{agency}", RIGHT_PREVENT, sum_page, 0, "pencegahan"},
	{POST, "/kerja/kerawanan/cakupan", RIGHT_PREVENT, share_take, 8 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/kerawanan/fakta", RIGHT_PREVENT, fact_take, 8 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/kerawanan/fakta/{fact}", RIGHT_PREVENT, fact_end_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/kerawanan/petahana", RIGHT_PREVENT, incumbent_take, 8 * KIB, "pencegahan"},
};
const struct route_list risk_routes = {routes, sizeof routes / sizeof routes[0]};
