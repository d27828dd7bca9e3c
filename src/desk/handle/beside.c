/* beside.c -- see beside.h. */
#include "desk/handle/beside.h"

#include "beside_sql.h"
#include "desk/evidence/pictures.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_MAX   20 /* files that one reason may name */
#define SHAS_MAX   12 /* contents, pictures and groups of this file that are looked for */
#define GROUPS_MAX 5
#define GROUP_ROWS 40 /* newest reports of a group: of a flood the last few are enough */

struct look {
	struct tx *tx;
	const struct desk *d;
	const struct handle_file *f;
	struct beside_list *to;
};

static const char *say(const struct look *l, const char *id, const char *en) { return l->d->lang == EN ? en : id; }

static struct beside_file *file_of(struct look *l, int64_t id)
{
	for (size_t i = 0; i < l->to->n; i++)
		if (l->to->items[i].id == id)
			return &l->to->items[i];
	struct beside_file made = {.id = id, .reasons = ""};
	ARENA_PUSH(l->tx->arena, l->to, made);
	return &l->to->items[l->to->n - 1];
}

/* The same reason twice (two pictures) is said once, with the first mark. */
static void reason(struct look *l, int64_t id, int weight, const char *words, const char *mark)
{
	struct beside_file *file = file_of(l, id);
	if (strstr(file->reasons, words))
		return;
	const char *said = *mark ? arena_printf(l->tx->arena, "%s (%s)", words, mark) : words;
	file->reasons = *file->reasons ? arena_printf(l->tx->arena, "%s, %s", file->reasons, said) : said;
	file->weight += weight;
}

static enum status joined(struct look *l, struct err *e)
{
	struct beside_joined_rows rows;
	TRY(beside_joined(l->tx, l->f->row.id, l->f->row.joined_to, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		reason(l, rows.items[i].id, 8, text_eq(rows.items[i].mark, "carries") ? say(l, "digabung ke berkas ini", "joined to this file")
										   : say(l, "berkas ini digabung ke sana", "this file is joined to it"), "");
	return OK;
}

static enum status person(struct look *l, struct err *e)
{
	struct beside_person_rows rows;
	TRY(beside_person(l->tx, l->d->office->id, l->f->row.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		reason(l, rows.items[i].id, 4, say(l, "orang yang sama", "the same person"),
		       arena_printf(l->tx->arena, say(l, "nomor %lld di sini", "number %lld here"), (long long)rows.items[i].number));
	return OK;
}

static enum status bytes(struct look *l, struct err *e)
{
	struct beside_shas_rows own;
	TRY(beside_shas(l->tx, l->f->row.id, SHAS_MAX, &own, e));
	for (size_t k = 0; k < own.n; k++) {
		struct beside_exhibit_rows rows;
		TRY(beside_exhibit(l->tx, l->d->office->id, own.items[k].sha256, l->f->row.id, LOOK_MAX, &rows, e));
		for (size_t i = 0; i < rows.n; i++)
			reason(l, rows.items[i].id, 3, say(l, "bukti yang sama persis", "the very same evidence"),
			       arena_printf(l->tx->arena, "B-%lld", (long long)own.items[k].number));
	}
	return OK;
}

static enum status pictures(struct look *l, struct err *e)
{
	struct beside_pictures_of_rows own;
	TRY(beside_pictures_of(l->tx, l->f->row.id, SHAS_MAX, &own, e));
	for (size_t k = 0; k < own.n; k++) {
		struct beside_picture_rows rows;
		struct str upright = {own.items[k].pdq.s, PDQ_SIZE}; /* the first of eight: as it stands */
		if (own.items[k].pdq.n < PDQ_SIZE)
			continue;
		TRY(beside_picture(l->tx, l->d->office->id, upright, l->f->row.id, &rows, e));
		for (size_t i = 0; i < rows.n; i++)
			reason(l, rows.items[i].id, 3, say(l, "gambar yang sama", "the same picture"),
			       arena_printf(l->tx->arena, "B-%lld", (long long)own.items[k].number));
	}
	return OK;
}

static const char *alike_words(const struct look *l, const char *how)
{
	if (text_eq(how, "picture") || text_eq(how, "mirrored"))
		return say(l, "gambar yang sama", "the same picture");
	if (text_eq(how, "file"))
		return say(l, "bukti yang sama persis", "the very same evidence");
	return text_eq(how, "link") ? say(l, "tautan yang sama", "the same link") : say(l, "laporan yang mirip", "an alike report");
}

static enum status alike(struct look *l, struct err *e)
{
	struct beside_groups_rows groups;
	TRY(beside_groups(l->tx, l->f->row.id, GROUPS_MAX, &groups, e));
	for (size_t k = 0; k < groups.n; k++) {
		struct beside_alike_rows rows;
		TRY(beside_alike(l->tx, groups.items[k].grp, l->f->row.id, GROUP_ROWS, &rows, e));
		for (size_t i = 0; i < rows.n && i < LOOK_MAX; i++)
			reason(l, rows.items[i].id, 2, alike_words(l, rows.items[i].how), "");
	}
	return OK;
}

static enum status place(struct look *l, struct err *e)
{
	struct beside_place_rows rows;
	if (day_is_none(l->f->row.event_on) || text_blank(l->f->row.event_place))
		return OK;
	TRY(beside_place(l->tx, l->d->office->id, l->f->row.id, l->f->row.event_on, l->f->row.event_place, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		reason(l, rows.items[i].id, 2, say(l, "tempat dan hari yang sama", "the same place and day"), "");
	return OK;
}

static int by_weight(const void *a, const void *b)
{
	const struct beside_file *x = a, *y = b;
	return x->weight != y->weight ? y->weight - x->weight : (x->id < y->id) - (x->id > y->id);
}

/* Only files of this office are named; what could not be read is left out. */
static enum status lines_fill(struct look *l, struct err *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->to->n && kept < BESIDE_MAX; i++) {
		struct beside_line_row row;
		bool found;
		TRY(beside_line(l->tx, l->to->items[i].id, &found, &row, e));
		if (!found || row.office != l->d->office->id)
			continue;
		const struct law_state *state = law_state(docket_law_of(l->tx, l->d, row.rulepack), row.state);
		struct beside_file file = l->to->items[i];
		file.number = row.number ? row.number : "";
		file.title = row.title;
		file.state = state ? say(l, state->name_id, state->name_en) : row.state;
		l->to->items[kept++] = file;
	}
	l->to->n = kept;
	return OK;
}

enum status handle_beside(struct tx *tx, const struct desk *d, const struct handle_file *f, struct beside_list *ret, struct err *e)
{
	struct look l = {tx, d, f, ret};
	*ret = (struct beside_list){0};
	TRY(joined(&l, e));
	TRY(person(&l, e));
	TRY(bytes(&l, e));
	TRY(pictures(&l, e));
	TRY(alike(&l, e));
	TRY(place(&l, e));
	if (ret->n)
		qsort(ret->items, ret->n, sizeof *ret->items, by_weight);
	return lines_fill(&l, e);
}
