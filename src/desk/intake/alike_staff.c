/* alike_staff.c -- what officers do with suggested groups: look, attach all, take one out. */
#include "desk/intake/alike.h"

#include <string.h>

const char *alike_words(const struct desk *d, const char *how, int64_t score)
{
	static const struct {
		const char *how, *id, *en;
	} all[] = {{"file", "berkas yang sama persis", "the very same file"},
		   {"picture", "gambar yang sama", "the same picture"},
		   {"mirrored", "gambar yang sama, dicerminkan atau diputar", "the same picture, mirrored or turned"},
		   {"link", "tautan yang sama", "the same link"}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (text_eq(how, all[i].how))
			return d->lang == EN ? all[i].en : all[i].id;
	if (text_eq(how, "text"))
		return arena_printf(d->arena, d->lang == EN ? "nearly the same words (%lld %%)" : "tulisan yang hampir sama (%lld %%)", (long long)score / 10);
	return "";
}

enum status alike_view(struct tx *tx, const struct desk *d, int64_t report, struct alike_view *ret, struct err *e)
{
	struct alike_get_row row;
	struct alike_group_get_row group;
	struct alike_hidden_row hidden;
	bool found, counted = false;
	*ret = (struct alike_view){.grp = report, .reports = 1};
	TRY(report_pictures(tx, report, &ret->pictures, e));
	TRY(alike_get(tx, report, &found, &row, e));
	if (found)
		TRY(alike_group_get(tx, row.grp, &counted, &group, e));
	if (!counted)
		return OK;
	TRY(alike_hidden(tx, row.grp, &hidden, e));
	ret->grp = row.grp, ret->reports = group.reports - hidden.reports, ret->alone = group.alone - hidden.alone;
	return alike_members(tx, row.grp, ALIKE_SHOWN, &ret->members, e);
}

/* How much speaks for a file to carry the others: reports joined to it, a place in the register, coming first. */
static int64_t target_of(const struct alike_members_rows *m)
{
	int64_t best = 0, best_weight = -1;
	for (size_t i = 0; i < m->n; i++) {
		const struct alike_members_row *r = &m->items[i];
		int64_t weight = r->joined_to ? 0 : 10 * r->carries + (r->register_number ? 5 : 0) + (i == 0), file = r->case_file;
		if (r->joined_to) {
			file = r->joined_to;
			for (size_t k = 0; k < m->n; k++)
				weight += m->items[k].joined_to == file ? 10 : 0;
		}
		if (weight > best_weight)
			best = file, best_weight = weight;
	}
	return best;
}

enum status alike_attach(struct tx *tx, const struct desk *d, int64_t report, int64_t *ret_file, int *ret_attached, struct err *e)
{
	struct alike_view v;
	TRY(alike_view(tx, d, report, &v, e));
	if (v.members.n < 2)
		return FAIL(e, INVALID, "no other report seems to tell of the same");
	*ret_file = target_of(&v.members);
	*ret_attached = 0;
	for (size_t i = 0; i < v.members.n; i++) {
		const struct alike_members_row *r = &v.members.items[i];
		/* One that an officer joined elsewhere stays there; one that carries others is not pulled away from under them. */
		if (r->joined_to || r->carries || r->case_file == *ret_file)
			continue;
		const char *why = text_eq(r->how, "") ? "tampak menceritakan peristiwa yang sama" : alike_words(d, r->how, r->score);
		TRY(intake_attach(tx, d, r->id, *ret_file,
				  arena_printf(tx->arena, "Peristiwa yang sama menurut saran program: %s.", why), e));
		++*ret_attached;
	}
	return OK;
}

/* The group goes on without @report; when that was its first, the next one gives it its name. */
static enum status leave(struct tx *tx, const struct desk *d, int64_t report, int64_t grp, int64_t *ret_rest, struct err *e)
{
	struct alike_first_other_row next;
	bool found;
	int64_t changed;
	TRY(alike_first_other(tx, grp, report, &found, &next, e));
	*ret_rest = grp == report ? (found ? next.id : 0) : grp;
	if (grp == report && found) {
		TRY(alike_move(tx, grp, next.id, &changed, e));
		TRY(alike_no_move(tx, grp, next.id, &changed, e));
		TRY(alike_why_set(tx, next.id, "", 0, 0, e));
	}
	TRY(alike_move_one(tx, report, report, e));
	return alike_why_set(tx, report, "", 0, 0, e);
}

static enum status count_both(struct tx *tx, const struct desk *d, int64_t a, int64_t b, struct err *e)
{
	int64_t both[] = {a, b};
	for (int i = 0; i < 2; i++) {
		struct alike_count_row c;
		TRY(alike_count(tx, both[i], &c, e));
		TRY(alike_group_put(tx, both[i], d->office->id, c.reports, c.alone, instant_is_none(c.last_at) ? d->now : c.last_at, e));
	}
	return OK;
}

enum status alike_refuse(struct tx *tx, const struct desk *d, int64_t report, struct err *e)
{
	struct alike_get_row row;
	struct alike_group_get_row group;
	bool found, counted = false;
	int64_t rest;
	TRY(alike_get(tx, report, &found, &row, e));
	if (found)
		TRY(alike_group_get(tx, row.grp, &counted, &group, e));
	if (!counted || group.reports < 2)
		return OK; /* it is alone already */
	TRY(leave(tx, d, report, row.grp, &rest, e));
	TRY(alike_no_add(tx, id_new(d->now), d->office->id, report, rest, d->now, d->user, e));
	return count_both(tx, d, rest, report, e);
}
