/* pictures.c -- see pictures.h. */
#include "desk/evidence/pictures.h"

#include "jail/jail.h"

bool picture_type(const char *type)
{
	return text_eq(type, "image/jpeg") || text_eq(type, "image/png") || text_eq(type, "image/webp") || text_eq(type, "image/gif");
}

/* What is known already: this file, or the same bytes that came another time. */
static enum status look_up(const struct desk *d, int64_t file, struct picture_of_row *ret, bool *ret_done, struct str *ret_bytes, struct err *e)
{
	struct evidence_file_get_row row;
	struct picture_like_row like;
	bool same;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(picture_of(&tx, file, ret_done, ret, e));
	if (*ret_done)
		return tx_commit(&tx, e);
	TRY(evidence_file_get(&tx, file, &row, e));
	TRY(picture_like(&tx, d->office->id, row.sha256, &same, &like, e));
	if (same)
		*ret = (struct picture_of_row){0,	    like.opened, like.why, like.width, like.height,
					       like.working, like.thumb, like.pdq, like.quality};
	else
		TRY(evidence_file_read(&tx, d, file, ret_bytes, &row, e));
	return tx_commit(&tx, e);
}

static enum status copies_keep(struct tx *tx, const struct desk *d, const struct jail_picture *p, struct picture_of_row *ret, struct err *e)
{
	struct file_new working = {.bytes = p->copy, .name = "salinan.jpg", .origin = "picture"};
	struct file_new thumb = {.bytes = p->thumb, .name = "kecil.jpg", .origin = "picture"};
	TRY(evidence_file_add(tx, d, &working, &ret->working, e));
	return evidence_file_add(tx, d, &thumb, &ret->thumb, e);
}

static void about(struct arena *a, const struct jail_picture *p, struct picture_of_row *ret)
{
	*ret = (struct picture_of_row){.opened = p->end == JAIL_READY, .why = jail_word(p->end)};
	if (!ret->opened)
		return;
	char *hash = arena_alloc(a, PICTURE_PDQ);
	for (size_t f = 0; f < PDQ_FORMS; f++)
		pdq_bytes(p->pdq.forms[f], (unsigned char *)hash + f * PDQ_SIZE);
	ret->pdq = (struct str){hash, PICTURE_PDQ};
	ret->width = p->width, ret->height = p->height;
	ret->quality = p->pdq.quality;
}

static enum status record(const struct desk *d, int64_t file, const struct jail_picture *p, struct picture_of_row *ret, struct err *e)
{
	bool done;
	struct picture_of_row before;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(picture_of(&tx, file, &done, &before, e));
	if (done) { /* somebody else was quicker */
		*ret = before;
		return tx_commit(&tx, e);
	}
	if (p && ret->opened)
		TRY(copies_keep(&tx, d, p, ret, e));
	ret->id = id_new(d->now);
	TRY(picture_add(&tx, ret->id, d->office->id, file, d->now, ret->opened, ret->why, ret->width, ret->height, ret->working, ret->thumb,
			ret->pdq, ret->quality, e));
	return tx_commit(&tx, e);
}

enum status picture_open(const struct desk *d, int64_t file, struct picture_of_row *ret, struct err *e)
{
	struct str bytes = {0};
	struct jail_picture p;
	bool done;
	TRY(look_up(d, file, ret, &done, &bytes, e));
	if (done)
		return OK;
	if (!bytes.s)
		return record(d, file, NULL, ret, e);
	TRY(jail_picture_open(d->arena, bytes, &p, e));
	about(d->arena, &p, ret);
	return record(d, file, &p, ret, e);
}

enum status picture_paint(struct arena *a, struct str bytes, const struct photo_area *areas, size_t n, struct str *ret, struct err *e)
{
	struct jail_picture p;
	TRY(jail_picture_paint(a, bytes, areas, n, &p, e));
	if (p.end != JAIL_READY)
		return FAIL(e, INVALID, "the picture cannot be opened (%s)", jail_word(p.end));
	*ret = p.copy;
	return OK;
}

enum status picture_small(struct arena *a, struct str bytes, struct picture_small *ret, struct err *e)
{
	struct jail_picture p;
	TRY(jail_picture_open(a, bytes, &p, e));
	if (p.end != JAIL_READY)
		return FAIL(e, INVALID, "the picture cannot be opened (%s)", jail_word(p.end));
	*ret = (struct picture_small){p.thumb, p.width, p.height};
	return OK;
}

enum status picture_read(struct tx *tx, const struct desk *d, int64_t file, bool thumb, struct str *ret, struct err *e)
{
	struct picture_of_row row;
	bool done;
	TRY(picture_of(tx, file, &done, &row, e));
	if (!done || !row.opened)
		return FAIL(e, NOT_FOUND, "there is no picture of that file to show");
	return evidence_file_read(tx, d, thumb ? row.thumb : row.working, ret, NULL, e);
}

bool picture_pdq(struct str pdq, int64_t quality, struct pdq_seen *ret)
{
	if (pdq.n != PICTURE_PDQ)
		return false;
	ret->quality = (int)quality;
	for (size_t f = 0; f < PDQ_FORMS; f++)
		ret->forms[f] = pdq_from_bytes((const unsigned char *)pdq.s + f * PDQ_SIZE);
	return quality >= PDQ_QUALITY_MIN;
}
