/* repair.c -- a name is repaired: what evidence never brings this person up again, and which hints fall silent at once.
 *
 * Remembered per person: the exhibits of the file by their hash, and the posts from which the file was opened: their
 * pictures, or their words when they have none. Screening asks for these before it makes a hint (desk/stream); the hints
 * that lie in triage already are cleared here, in the transaction of the plenary (PRODUCT N23). A picture that nobody has
 * weighed yet is new evidence and may bring the person up.
 */
#include "desk/forward/forward.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

#define MEDIA_KEY "m:" /* of desk/stream: a post's picture */

static enum status remember(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *person,
			    const char *sha256, struct err *e)
{
	bool known = false;
	struct handle_repaired_row row;
	if (person->employee)
		TRY(handle_repaired(tx, person->employee, sha256, &known, &row, e));
	return known ? OK
		     : handle_repair_insert(tx, id_new(d->now), d->office->id, f->row.id, person->id, person->employee, sha256, d->now, e);
}

static const char *words_sha(struct arena *a, const char *text)
{
	return hash_hex(a, hash_of(text, strlen(text)));
}

static enum status post_remember(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *person,
				 const struct handle_repair_posts_row *post, struct err *e)
{
	struct handle_post_media_rows media;
	TRY(handle_post_media(tx, post->id, &media, e));
	for (size_t i = 0; i < media.n; i++)
		TRY(remember(tx, d, f, person, media.items[i].name + strlen(MEDIA_KEY), e));
	return media.n ? OK : remember(tx, d, f, person, words_sha(tx->arena, post->text), e);
}

/* Has every picture of the post, or its words when it has none, been weighed for this person? */
static enum status weighed(struct tx *tx, int64_t employee, const struct handle_repair_alerts_row *a, bool *ret, struct err *e)
{
	struct handle_post_media_rows media;
	struct handle_repaired_row row;
	TRY(handle_post_media(tx, a->post, &media, e));
	if (!media.n)
		return handle_repaired(tx, employee, words_sha(tx->arena, a->text), ret, &row, e);
	*ret = true;
	for (size_t i = 0; i < media.n && *ret; i++)
		TRY(handle_repaired(tx, employee, media.items[i].name + strlen(MEDIA_KEY), ret, &row, e));
	return OK;
}

static enum status hints_clear(struct tx *tx, const struct desk *d, const struct handle_file *f, int64_t employee, struct err *e)
{
	struct handle_repair_alerts_rows alerts;
	TRY(handle_repair_alerts(tx, d->office->id, employee, &alerts, e));
	for (size_t i = 0; i < alerts.n; i++) {
		const struct handle_repair_alerts_row *a = &alerts.items[i];
		bool silent;
		TRY(weighed(tx, employee, a, &silent, e));
		if (silent)
			TRY(handle_alert_clear(tx, id_new(d->now), d->office->id, a->id, a->cluster, f->row.id, d->now, e));
	}
	return OK;
}

static enum status evidence_remember(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *person,
			    struct err *e)
{
	struct handle_exhibits_rows exhibits;
	struct handle_repair_posts_rows posts;
	TRY(handle_exhibits(tx, f->row.id, &exhibits, e));
	for (size_t i = 0; i < exhibits.n; i++)
		TRY(remember(tx, d, f, person, exhibits.items[i].sha256, e));
	if (!person->employee)
		return OK;
	TRY(handle_repair_posts(tx, f->row.id, person->employee, &posts, e));
	for (size_t i = 0; i < posts.n; i++)
		TRY(post_remember(tx, d, f, person, &posts.items[i], e));
	return hints_clear(tx, d, f, person->employee, e);
}

enum status repair_name(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *person,
			const struct repair *as, struct err *e)
{
	struct paper p;
	struct letter_made made;
	struct mask *mask;
	int64_t hidden = 0;
	TRY(forward_mask(tx, d, f->row.id, person->id, person->name, &mask, e));
	TRY(paper_start(&p, tx, d, f, e));
	paper_put_person(&p, person);
	paper_put(&p, "outcome", handle_outcome_name(as->outcome, ID));
	paper_put(&p, "reason", mask_text(mask, as->reason, &hidden)); /* it may be shown to anybody: it names nobody else */
	paper_put(&p, "held_at", instant_words(tx->arena, d, as->held_at));
	TRY(paper_make(&p, "repair", "letter", "Pemulihan nama", person->name, person->id, &made, e));
	return evidence_remember(tx, d, f, person, e);
}
