/* crest.c -- see crest.h. */
#include "desk/docket/crest.h"

#include "desk/access/access.h"
#include "desk/docket/docket.h"
#include "desk/docket/letters_internal.h"
#include "desk/evidence/pictures.h"

#include <string.h>

#define REASON_MAX 1000
#define END_MAX    4096 /* bytes: some programs write a little behind a picture's end */

/* ---- what prints ---- */

enum status docket_crest_of(struct tx *tx, const struct desk *d, int64_t id, const struct paper_crest **ret, struct err *e)
{
	struct crest_get_row row;
	bool found;
	*ret = NULL;
	TRY(crest_get(tx, id, &found, &row, e));
	if (!found || row.office != d->office->id)
		return FAIL(e, BROKEN, "a letter names a crest that is not there");
	if (!row.copy)
		return OK;
	struct paper_crest *crest = arena_new(tx->arena, struct paper_crest);
	*crest = (struct paper_crest){.key = id, .width = (int)row.width, .height = (int)row.height};
	TRY(evidence_file_read(tx, d, row.copy, &crest->jpeg, NULL, e));
	*ret = crest;
	return OK;
}

enum status docket_crest(struct tx *tx, const struct desk *d, const struct paper_crest **ret, struct err *e)
{
	struct crest_now_row row;
	bool found;
	*ret = NULL;
	TRY(crest_now(tx, d->office->id, &found, &row, e));
	return found && row.copy ? docket_crest_of(tx, d, row.id, ret, e) : OK;
}

enum status docket_letterhead(struct tx *tx, const struct desk *d, struct paper_letter *ret, struct err *e)
{
	const struct office *o = d->office;
	ret->office = o->name;
	ret->address = o->address;
	ret->contact = letter_contact(tx->arena, o);
	ret->drill = o->drill;
	return docket_crest(tx, d, &ret->crest, e);
}

enum status docket_letterhead_alone(const struct desk *d, struct paper_letter *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	return docket_letterhead(&tx, d, ret, e);
}

/* ---- another one ---- */

static enum status said_check(const struct desk *d, const struct crest_new *as, struct err *e)
{
	bool en = d->lang == EN;
	const char *type = file_type_of(as->bytes);
	if (text_blank(as->reason))
		return FAIL_FIELD(e, INVALID, "reason", en ? "say why, for those who come after" : "tulis alasannya, untuk yang datang kemudian");
	if (strlen(as->reason) > REASON_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "reason", en ? "at most %d bytes" : "paling banyak %d bita", REASON_MAX);
	if (as->bytes.n > CREST_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "crest", en ? "a crest has at most %zu MiB" : "lambang paling besar %zu MiB", CREST_MAX >> 20);
	if (as->bytes.n && strcmp(type, "image/png") && strcmp(type, "image/jpeg"))
		return FAIL_FIELD(e, INVALID, "crest", en ? "a crest is a PNG or JPEG picture" : "lambang berupa gambar PNG atau JPEG");
	return OK;
}

static enum status picture_check(const struct desk *d, const struct picture_small *p, struct err *e)
{
	bool en = d->lang == EN;
	int shorter = p->width < p->height ? p->width : p->height, longer = p->width < p->height ? p->height : p->width;
	if (shorter < CREST_SIDE)
		return FAIL_FIELD(e, INVALID, "crest", en ? "the picture is too small to print (%d x %d); its shorter side has at least %d pixels"
							 : "gambar terlalu kecil untuk dicetak (%d x %d); sisi pendeknya paling sedikit %d piksel",
				  p->width, p->height, CREST_SIDE);
	if (longer / CREST_STRETCH > shorter || longer > shorter * CREST_STRETCH)
		return FAIL_FIELD(e, INVALID, "crest", en ? "the picture is too long and thin (%d x %d); a crest is about as wide as high"
							 : "gambar terlalu panjang (%d x %d); lambang kira-kira sama lebar dan tingginya",
				  p->width, p->height);
	return OK;
}

/* Does the file have its end? The jail shows of half a picture what came, which is right for evidence and wrong on a letterhead. */
static bool whole(struct str bytes)
{
	static const char png[] = "IEND\xae\x42\x60\x82", jpeg[] = "\xff\xd9";
	bool is_png = photo_is_png(bytes);
	const char *end = is_png ? png : jpeg;
	size_t n = is_png ? sizeof png - 1 : sizeof jpeg - 1, from = bytes.n > END_MAX ? bytes.n - END_MAX : 0;
	for (size_t i = from; i + n <= bytes.n; i++)
		if (!memcmp(bytes.s + i, end, n))
			return true;
	return false;
}

/* Outside of any transaction: a child process opens it. */
static enum status picture_make(const struct desk *d, const struct crest_new *as, struct picture_small *ret, struct err *e)
{
	struct err why = {0};
	*ret = (struct picture_small){0};
	if (!as->bytes.n)
		return OK;
	enum status status = whole(as->bytes) ? picture_small(d->arena, as->bytes, ret, &why) : INVALID;
	if (status == INVALID)
		return FAIL_FIELD(e, INVALID, "crest", d->lang == EN ? "the picture cannot be opened: it is damaged, cut off or too large"
								     : "gambar ini tidak dapat dibuka: rusak, terpotong, atau terlalu besar");
	if (status != OK)
		return *e = why, status;
	return picture_check(d, ret, e);
}

static enum status files_keep(struct tx *tx, const struct desk *d, const struct crest_new *as, struct str copy, int64_t *ret_original,
			      int64_t *ret_copy, struct err *e)
{
	struct file_new original = {.bytes = as->bytes, .name = as->name, .origin = "crest"};
	struct file_new small = {.bytes = copy, .name = "lambang.jpg", .origin = "crest"};
	*ret_original = *ret_copy = 0;
	if (!as->bytes.n)
		return OK;
	TRY(evidence_file_add(tx, d, &original, ret_original, e));
	return evidence_file_add(tx, d, &small, ret_copy, e);
}

enum status docket_crest_set(const struct desk *d, const struct crest_new *as, struct err *e)
{
	struct picture_small small;
	struct crest_now_row now;
	int64_t original, copy;
	bool found, en = d->lang == EN;
	TRY(said_check(d, as, e));
	TRY(picture_make(d, as, &small, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(crest_now(&tx, d->office->id, &found, &now, e));
	if (!as->bytes.n && (!found || !now.copy))
		return FAIL_FIELD(e, INVALID, "crest", en ? "choose a picture; the program's own mark prints already"
							 : "pilih gambarnya; tanda bawaan program sudah dipakai");
	TRY(files_keep(&tx, d, as, small.jpeg, &original, &copy, e));
	TRY(crest_insert(&tx, id_new(d->now), d->office->id, original, copy, small.width, small.height, d->now, d->user, as->reason, e));
	TRY(access_note(&tx, d, "crest_set", "office", d->office->id, as->reason, e));
	return tx_commit(&tx, e);
}
