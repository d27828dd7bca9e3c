/* alike.c -- the sorter: opens pictures, compares reports, grows groups. See alike.h. */
#include "desk/intake/alike.h"

#include "core/alike/alike.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PICTURES_ROUND 8   /* opened in one round */
#define REPORTS_ROUND  100 /* compared in one round */
#define LOAD_PAGE      5000
#define BEARERS_MAX    50  /* reports with just the same trait that are looked at */
#define NEAR_MAX       32
#define LINKS_MAX      40  /* of one report, those in its words included */
#define REPORTS_TOGETHER 25 /* in one transaction: the writer belongs to those who report */
#define LATE_US        (10 * 60 * SECOND_US) /* a report may become visible that long after its id was made */
#define TRAIT_LATE_US  (10 * SECOND_US)      /* and what another program found out of one */
#define ALL_AGAIN_S    3600 /* everything is looked through for what was passed over */

struct alike_sorter {
	struct alike_index *pictures, *texts;
	int64_t loaded;                       /* traits up to this id are in the index */
	int64_t pictures_from, reports_from, parts_from; /* ids below were done */
	int64_t all_again_s;
};

struct alike_sorter *alike_sorter_new(void)
{
	struct alike_sorter *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->pictures = alike_index_new(ALIKE_PICTURES);
	s->texts = alike_index_new(ALIKE_TEXTS);
	return s;
}

void alike_sorter_end(struct alike_sorter *s)
{
	alike_index_end(s->pictures);
	alike_index_end(s->texts);
	free(s);
}

/* -- the index -- */

static void trait_load(struct alike_sorter *s, const char *kind, struct str name)
{
	struct alike_sketch sketch;
	if (text_eq(kind, "pdq") && name.n == PDQ_SIZE)
		alike_picture_add(s->pictures, pdq_from_bytes((const unsigned char *)name.s));
	if (text_eq(kind, "text") && name.n == sizeof sketch) {
		memcpy(&sketch, name.s, sizeof sketch);
		alike_text_add(s->texts, &sketch);
	}
}

/* What is new since the last round, by whomever; what was made shortly before it, once more. */
static enum status load(struct alike_sorter *s, const struct desk *d, struct err *e)
{
	int64_t margin = id_floor((struct instant){d->now.us - TRAIT_LATE_US}), after = s->loaded < margin ? s->loaded : margin;
	for (;;) {
		scoped(arena_free) struct arena page = {0};
		struct desk own = *d;
		own.arena = &page;
		scoped(tx_rollback) struct tx tx = {0};
		struct alike_traits_after_rows rows;
		TRY(desk_begin(&own, READ, &tx, e));
		TRY(alike_traits_after(&tx, d->office->id, after, LOAD_PAGE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			trait_load(s, rows.items[i].kind, rows.items[i].name);
			after = rows.items[i].id;
		}
		TRY(tx_commit(&tx, e));
		if (rows.n < LOAD_PAGE)
			break;
	}
	s->loaded = after > s->loaded ? after : s->loaded;
	return OK;
}

/* -- partners -- */

struct partner {
	int64_t report, grp;
	const char *how;
	int score;
	int64_t crowd; /* reports in its group */
};
struct partners {
	struct partner *items;
	size_t n, cap;
};

static void partner_add(struct arena *a, struct partners *all, struct partner p)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].grp == p.grp) { /* of each group the best reason */
			if (p.score > all->items[i].score)
				all->items[i] = p;
			return;
		}
	ARENA_PUSH(a, all, p);
}

struct trait {
	const char *kind;
	struct str name;
	int64_t part;
};

static enum status same_trait(struct tx *tx, const struct desk *d, int64_t report, const char *kind, struct str name, const char *how, int score,
			      struct partners *all, struct err *e)
{
	struct alike_bearers_rows rows;
	TRY(alike_bearers(tx, d->office->id, kind, name, BEARERS_MAX, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].report != report)
			partner_add(tx->arena, all, (struct partner){rows.items[i].report, rows.items[i].grp, how, score, 1});
	return OK;
}

static enum status near_pictures(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, const struct pdq_seen *seen,
				 struct partners *all, struct err *e)
{
	struct alike_picture near[NEAR_MAX];
	size_t n = alike_pictures_near(s->pictures, seen, near, NEAR_MAX);
	for (size_t i = 0; i < n; i++) {
		unsigned char name[PDQ_SIZE];
		pdq_bytes(near[i].pdq, name);
		TRY(same_trait(tx, d, report, "pdq", (struct str){(const char *)name, PDQ_SIZE}, near[i].form == PDQ_ORIGINAL ? "picture" : "mirrored",
			       1000 - near[i].distance * 1000 / 256, all, e));
	}
	return OK;
}

static enum status near_texts(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, struct str sketch, const char *body,
			      struct partners *all, struct err *e)
{
	struct alike_sketch mine, near[NEAR_MAX];
	memcpy(&mine, sketch.s, sizeof mine);
	size_t n = alike_texts_near(s->texts, &mine, near, NEAR_MAX);
	for (size_t i = 0; i < n; i++) {
		struct str name = {(const char *)&near[i], sizeof near[i]};
		struct alike_bearers_rows rows;
		TRY(alike_bearers(tx, d->office->id, "text", name, BEARERS_MAX, &rows, e));
		for (size_t k = 0, told = 0; k < rows.n && !told; k++) {
			struct alike_body_row other;
			if (rows.items[k].report == report)
				continue;
			TRY(alike_body(tx, rows.items[k].report, &other, e));
			int score = alike_texts(body, other.body);
			if (score >= ALIKE_SAME)
				TRY(same_trait(tx, d, report, "text", name, "text", score, all, e));
			told = 1; /* the same sketch: the same words */
		}
	}
	return OK;
}

/* -- groups -- */

static enum status count_put(struct tx *tx, const struct desk *d, int64_t grp, struct err *e)
{
	struct alike_count_row c;
	TRY(alike_count(tx, grp, &c, e));
	return alike_group_put(tx, grp, d->office->id, c.reports, c.alone, instant_is_none(c.last_at) ? d->now : c.last_at, e);
}

enum status alike_recount(struct tx *tx, const struct desk *d, int64_t report, struct err *e)
{
	struct alike_get_row row;
	struct alike_group_get_row group;
	bool found, counted;
	TRY(alike_get(tx, report, &found, &row, e));
	if (!found)
		return OK;
	TRY(alike_group_get(tx, row.grp, &counted, &group, e));
	return counted ? count_put(tx, d, row.grp, e) : OK;
}

/* The reason stands at the report that was alone before; the first of a group has none. */
static enum status why_put(struct tx *tx, int64_t report, int64_t into, const struct partner *p, struct err *e)
{
	struct alike_get_row mine, its;
	bool found;
	TRY(alike_get(tx, report, &found, &mine, e));
	if (found && text_eq(mine.how, "") && report != into)
		return alike_why_set(tx, report, p->how, p->score, p->report, e);
	TRY(alike_get(tx, p->report, &found, &its, e));
	if (found && text_eq(its.how, "") && p->report != into)
		return alike_why_set(tx, p->report, p->how, p->score, report, e);
	return OK;
}

/* A report that was alone only adds one; counting a crowd anew for each newcomer would take the square of it. */
static enum status groups_count(struct tx *tx, const struct desk *d, int64_t report, int64_t from, int64_t into, struct err *e)
{
	struct alike_group_get_row group;
	struct report_stage_row stage;
	struct alike_body_row about;
	bool was_group, is_group;
	TRY(alike_group_get(tx, from, &was_group, &group, e));
	TRY(alike_group_get(tx, into, &is_group, &group, e));
	if (was_group)
		TRY(count_put(tx, d, from, e));
	if (was_group || !is_group || from != report)
		return count_put(tx, d, into, e);
	int64_t changed;
	TRY(report_stage(tx, report, &stage, e));
	TRY(alike_body(tx, report, &about, e));
	return alike_group_more(tx, into, stage.joined == 0, about.at, &changed, e);
}

static enum status grow_together(struct tx *tx, const struct desk *d, int64_t report, const struct partner *p, struct err *e)
{
	struct alike_get_row mine, its;
	struct alike_no_between_row refused;
	bool found, other;
	int64_t changed;
	TRY(alike_get(tx, report, &found, &mine, e));
	TRY(alike_get(tx, p->report, &other, &its, e)); /* its group may have moved since */
	if (!found || !other || mine.grp == its.grp)
		return OK;
	TRY(alike_no_between(tx, mine.grp, its.grp, &refused, e));
	if (refused.n)
		return OK;
	int64_t into = mine.grp < its.grp ? mine.grp : its.grp, from = mine.grp < its.grp ? its.grp : mine.grp;
	TRY(why_put(tx, report, into, p, e));
	TRY(alike_move(tx, from, into, &changed, e));
	TRY(alike_no_move(tx, from, into, &changed, e));
	return groups_count(tx, d, report, from, into, e);
}

/* The many before the one: a report that an officer took out of a group must not take the next one with it. */
static int best_first(const void *a, const void *b)
{
	const struct partner *x = a, *y = b;
	if (x->crowd != y->crowd)
		return (x->crowd < y->crowd) - (x->crowd > y->crowd);
	return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->report > y->report) - (x->report < y->report);
}

static enum status join_all(struct tx *tx, const struct desk *d, int64_t report, struct partners *all, struct err *e)
{
	for (size_t i = 0; i < all->n; i++) {
		struct alike_group_get_row group;
		bool found;
		TRY(alike_group_get(tx, all->items[i].grp, &found, &group, e));
		all->items[i].crowd = found ? group.reports : 1;
	}
	if (all->n)
		qsort(all->items, all->n, sizeof *all->items, best_first);
	for (size_t i = 0; i < all->n; i++)
		TRY(grow_together(tx, d, report, &all->items[i], e));
	return OK;
}

/* -- one report, one part -- */

static enum status trait_put(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, const struct trait *t, struct err *e)
{
	trait_load(s, t->kind, t->name); /* a trait in memory without a row finds nobody: no harm if this is rolled back */
	return alike_trait_add(tx, id_new(d->now), d->office->id, report, t->part, t->kind, t->name, e);
}

static enum status link_look(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, const char *url, struct partners *all, struct err *e)
{
	const char *link = alike_link(tx->arena, url);
	if (!link)
		return OK;
	struct hash h = hash_of(link, strlen(link));
	struct trait t = {"link", {arena_memdup(tx->arena, h.bytes, HASH_SIZE / 2), HASH_SIZE / 2}, 0};
	TRY(same_trait(tx, d, report, t.kind, t.name, "link", 990, all, e));
	return trait_put(s, tx, d, report, &t, e);
}

static enum status links_look(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, const char *body, struct partners *all, struct err *e)
{
	struct report_links_rows links;
	const char *url;
	size_t at = 0, n = 0;
	TRY(report_links(tx, report, &links, e));
	for (; n < links.n && n < LINKS_MAX; n++)
		TRY(link_look(s, tx, d, report, links.items[n].url, all, e));
	while (n++ < LINKS_MAX && (url = alike_link_in(tx->arena, body, &at)) != NULL)
		TRY(link_look(s, tx, d, report, url, all, e));
	return OK;
}

static enum status words_look(struct alike_sorter *s, struct tx *tx, const struct desk *d, int64_t report, const char *body, struct partners *all,
			      struct err *e)
{
	struct alike_sketch *sketch = arena_new(tx->arena, struct alike_sketch);
	if (!alike_sketch_of(body, sketch))
		return OK;
	struct trait t = {"text", {(const char *)sketch, sizeof *sketch}, 0};
	TRY(near_texts(s, tx, d, report, t.name, body, all, e));
	return trait_put(s, tx, d, report, &t, e);
}

static enum status report_look(struct alike_sorter *s, struct tx *tx, const struct desk *d, const struct alike_reports_new_row *r, struct err *e)
{
	struct partners all = {0};
	TRY(alike_add(tx, r->id, d->office->id, r->id, d->now, e));
	TRY(links_look(s, tx, d, r->id, r->body, &all, e));
	TRY(words_look(s, tx, d, r->id, r->body, &all, e));
	return join_all(tx, d, r->id, &all, e);
}

static enum status reports_look(struct alike_sorter *s, const struct desk *d, const struct alike_reports_new_row *r, size_t n, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	for (size_t i = 0; i < n; i++)
		TRY(report_look(s, &tx, d, &r[i], e));
	return tx_commit(&tx, e);
}

static enum status picture_look(struct alike_sorter *s, struct tx *tx, const struct desk *d, const struct alike_parts_new_row *part, struct partners *all,
				struct err *e)
{
	struct trait t = {"pdq", {part->pdq.s, PDQ_SIZE}, 0};
	struct pdq_seen seen;
	if (!part->opened || !picture_pdq(part->pdq, part->quality, &seen))
		return OK;
	TRY(near_pictures(s, tx, d, part->report, &seen, all, e));
	return trait_put(s, tx, d, part->report, &t, e);
}

static enum status part_look(struct alike_sorter *s, const struct desk *d, const struct alike_parts_new_row *part, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct partners all = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	char *sha = arena_alloc(tx.arena, HASH_SIZE);
	if (!hex_bytes(part->sha256, sha, HASH_SIZE))
		return FAIL(e, BROKEN, "the hash of a file of report %lld", (long long)part->report);
	struct trait t = {"file", {sha, HASH_SIZE}, part->id};
	TRY(same_trait(&tx, d, part->report, t.kind, t.name, "file", 1000, &all, e));
	TRY(picture_look(s, &tx, d, part, &all, e));
	TRY(trait_put(s, &tx, d, part->report, &t, e));
	TRY(join_all(&tx, d, part->report, &all, e));
	return tx_commit(&tx, e);
}

/* -- rounds -- */

/* Where the next round begins when this one found less than it could take: ids that may still become visible come later. */
static int64_t next_from(const struct desk *d, int64_t from, size_t n, size_t most, int64_t last)
{
	int64_t floor = id_floor((struct instant){d->now.us - LATE_US});
	if (n == most)
		return last;
	return floor > from ? floor : from;
}

static enum status open_pictures(struct alike_sorter *s, const struct desk *d, int *done, struct err *e)
{
	struct pictures_waiting_rows rows;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(pictures_waiting(&tx, d->office->id, s->pictures_from, PICTURES_ROUND, &rows, e));
		TRY(tx_commit(&tx, e));
	}
	for (size_t i = 0; i < rows.n; i++) {
		scoped(arena_free) struct arena one = {0};
		struct desk own = *d;
		struct picture_of_row row;
		own.arena = &one;
		TRY(picture_open(&own, rows.items[i].id, &row, e));
		++*done;
	}
	s->pictures_from = next_from(d, s->pictures_from, rows.n, PICTURES_ROUND, rows.n ? rows.items[rows.n - 1].id : 0);
	return OK;
}

static enum status look_reports(struct alike_sorter *s, const struct desk *d, int *done, struct err *e)
{
	struct alike_reports_new_rows rows;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(alike_reports_new(&tx, d->office->id, s->reports_from, REPORTS_ROUND, &rows, e));
		TRY(tx_commit(&tx, e));
	}
	for (size_t i = 0; i < rows.n; i += REPORTS_TOGETHER) {
		size_t n = rows.n - i < REPORTS_TOGETHER ? rows.n - i : REPORTS_TOGETHER;
		if (reports_look(s, d, rows.items + i, n, e) != OK)
			for (size_t k = i; k < i + n; k++) { /* another program was quicker with some of them: one by one */
				struct err own = {0};
				if (reports_look(s, d, rows.items + k, 1, &own) != OK && own.status != CONFLICT)
					return err_set(e, own.status, own.where, own.field, "%s", own.why);
			}
		*done += (int)n;
	}
	s->reports_from = next_from(d, s->reports_from, rows.n, REPORTS_ROUND, rows.n ? rows.items[rows.n - 1].id : 0);
	return OK;
}

static enum status look_parts(struct alike_sorter *s, const struct desk *d, int *done, struct err *e)
{
	struct alike_parts_new_rows rows;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(alike_parts_new(&tx, d->office->id, s->parts_from, REPORTS_ROUND, &rows, e));
		TRY(tx_commit(&tx, e));
	}
	for (size_t i = 0; i < rows.n; i++) {
		TRY(part_look(s, d, &rows.items[i], e));
		++*done;
	}
	/* Never past a picture that waits: what has not been opened cannot have been compared. */
	int64_t from = next_from(d, s->parts_from, rows.n, REPORTS_ROUND, rows.n ? rows.items[rows.n - 1].id : 0);
	s->parts_from = from < s->pictures_from ? from : s->pictures_from;
	return OK;
}

static int64_t machine_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

enum status alike_sort(struct alike_sorter *s, const struct desk *d, int *ret_done, struct err *e)
{
	*ret_done = 0;
	if (machine_s() >= s->all_again_s) {
		s->pictures_from = s->reports_from = s->parts_from = 0;
		s->all_again_s = machine_s() + ALL_AGAIN_S;
	}
	struct err first = {0}, *why = &first;
	TRY(load(s, d, e));
	TRY(look_reports(s, d, ret_done, e)); /* words and links do not wait for pictures */
	enum status status = open_pictures(s, d, ret_done, why);
	TRY(look_parts(s, d, ret_done, e));
	if (status != OK && e)
		*e = first;
	return status;
}
