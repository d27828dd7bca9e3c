/* pictures.c -- campaign pictures by their fingerprint, and what can be said of a stranger's picture without a model.
 *
 * Both are decoded by the jailed child alone, in memory; of a stranger's picture nothing is kept, of a campaign picture its
 * fingerprint. It is compared with all of them, in each of the eight ways it can be turned and mirrored: at most
 * CAMPAIGN_PICTURES_MAX, some microseconds. */
#include "desk/advice/advice_internal.h"

#include "desk/access/access.h"
#include "jail/jail.h"

#include <string.h>

static enum status words_check(const char *s, const char *field, struct err *e)
{
	if (text_blank(s) || strlen(s) > 200)
		return FAIL_FIELD(e, INVALID, field, "between 1 and 200 bytes are expected");
	return OK;
}

static enum status fingerprint(const struct desk *d, struct str bytes, unsigned char ret[static PDQ_SIZE], struct err *e)
{
	struct jail_picture p;
	if (!bytes.n)
		return FAIL_FIELD(e, INVALID, "picture", "a picture is needed");
	if (bytes.n > CAMPAIGN_PICTURE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "picture", "at most %zu MiB", CAMPAIGN_PICTURE_MAX >> 20);
	TRY(jail_picture_open(d->arena, bytes, &p, e));
	if (p.end != JAIL_READY)
		return FAIL_FIELD(e, INVALID, "picture", "the picture cannot be opened (%s)", jail_word(p.end));
	if (p.pdq.quality < PDQ_QUALITY_MIN)
		return FAIL_FIELD(e, INVALID, "picture", "the picture shows too little to be told from others");
	pdq_bytes(p.pdq.forms[PDQ_ORIGINAL], ret);
	return OK;
}

enum status advice_picture_add(const struct desk *d, const struct campaign_new *as, struct err *e)
{
	unsigned char pdq[PDQ_SIZE];
	struct campaign_pictures_rows rows;
	int64_t id = id_new(d->now);
	TRY(words_check(as->title, "title", e));
	TRY(words_check(as->source, "source", e));
	TRY(fingerprint(d, as->bytes, pdq, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(campaign_pictures(&tx, d->office->id, &rows, e));
	if (rows.n >= CAMPAIGN_PICTURES_MAX)
		return FAIL_FIELD(e, INVALID, "picture", "there are %d already; drop old ones first", CAMPAIGN_PICTURES_MAX);
	TRY(campaign_picture_add(&tx, id, d->office->id, as->title, as->source, (struct str){(const char *)pdq, PDQ_SIZE}, d->now, d->user, e));
	TRY(access_note(&tx, d, "campaign_picture", "campaign_picture", id, as->title, e));
	return tx_commit(&tx, e);
}

static enum status known_find(const struct desk *d, const struct pdq_seen *seen, struct advice_picture *ret, struct err *e)
{
	int least = PDQ_SAME + 1;
	enum pdq_form form;
	struct campaign_pictures_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(campaign_pictures(&tx, d->office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.items[i].pdq.n != PDQ_SIZE)
			continue;
		int bits = pdq_nearest(seen, pdq_from_bytes((const unsigned char *)rows.items[i].pdq.s), &form);
		if (bits >= least)
			continue;
		least = bits;
		ret->known = rows.items[i].title;
		ret->source = rows.items[i].source;
	}
	return tx_commit(&tx, e);
}

enum status advice_picture_look(const struct desk *d, struct str bytes, struct advice_picture *ret, struct err *e)
{
	struct jail_picture p;
	struct photo_meta meta = photo_meta(bytes);
	*ret = (struct advice_picture){.why = "", .place = meta.has_place, .known = "", .source = ""};
	ret->time = arena_strdup(d->arena, meta.time);
	TRY(jail_picture_open(d->arena, bytes, &p, e));
	ret->why = jail_word(p.end);
	if (p.end != JAIL_READY)
		return OK;
	ret->width = p.width;
	ret->height = p.height;
	return p.pdq.quality < PDQ_QUALITY_MIN ? OK : known_find(d, &p.pdq, ret, e);
}
