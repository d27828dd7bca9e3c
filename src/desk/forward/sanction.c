/* sanction.c -- what was imposed, by the catalogue of the decree's day; and the clocks that start when it arrives.
 *
 * An outcome is a word of the closed list that figures count ("moderate"), or a code of the law's catalogue
 * ("PP94-8-3-A"), which says more and is kept in the hand-over's history. Either must fit the person's class on the
 * day of the decree. Which happening starts which clock is data (start_on in law/transitions.toml).
 */
#include "desk/forward/forward_internal.h"

#include <string.h>

#define CATALOGUE_MAX 60 /* kinds of sanction for one class; the law of today has twelve */

/* The pack of the file; one that is older than catalogues lends the office's. */
static const struct law *catalogue_of(const struct desk *d, const struct law *file)
{
	return file->sanctions.n ? file : desk_law(d);
}

size_t forward_sanctions(const struct desk *d, const struct law *law, const char *class, struct day day,
			 const struct law_sanction *ret[], size_t max)
{
	return law_sanctions(catalogue_of(d, law), class_of(class), LEVEL_NONE, day, ret, max);
}

static enum status code_fits(enum lang lang, const struct law *law, const char *code, const char *class, struct day day,
			     const struct law_sanction **ret, struct err *e)
{
	char text[DAY_TEXT_MAX];
	bool en = lang == EN;
	*ret = law_sanction_at(law, code, day);
	const struct law_sanction *any = law_sanction_at(law, code, DAY_NONE);
	if (!*ret && any)
		return FAIL_FIELD(e, INVALID, "outcome", en ? "'%s' (%s) is not in force on the day of the decree, %s"
						     : "'%s' (%s) tidak berlaku pada tanggal keputusan, %s",
				  en ? any->name_en : any->name_id, any->row.basis, day_long(day, lang, text));
	if (*ret && !class_in(&(*ret)->classes, class_of(class)))
		return FAIL_FIELD(e, INVALID, "outcome", en ? "'%s' (%s) is no sanction for the class %s"
						     : "'%s' (%s) bukan sanksi untuk golongan %s",
				  en ? any->name_en : any->name_id, any->row.basis, class);
	return OK;
}

/* A word of the closed list needs a kind of the catalogue behind it, if the law has a catalogue for the class. */
static enum status word_fits(enum lang lang, const struct law_sanction *const all[], size_t n, const char *word, const char *class,
			     struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i]->outcome, word))
			return OK;
	return n ? FAIL_FIELD(e, INVALID, "outcome", lang == EN ? "'%s' is no sanction for the class %s: the law's catalogue has none of it"
							: "'%s' bukan sanksi untuk golongan %s: daftar hukuman tidak memuatnya",
			      forward_word_name(word, lang), class)
		 : OK;
}

enum status sanction_resolve(struct tx *tx, const struct desk *d, const struct forward_file *f,
			     const struct forward_get_row *h, struct forward_step *as, struct err *e)
{
	struct case_person_get_row person;
	const struct law_sanction *all[CATALOGUE_MAX], *named;
	if (text_blank(as->outcome))
		return OK;
	const struct law *law = catalogue_of(d, f->law);
	struct day day = day_is_none(as->decree_on) ? day_of_instant(d->now, d->office->zone) : as->decree_on;
	TRY(case_person_get(tx, h->person, &person, e));
	TRY(code_fits(d->lang, law, as->outcome, person.class, day, &named, e));
	if (named) {
		as->reason = named->code;
		as->text = text_blank(as->text) ? named->name_id : arena_printf(tx->arena, "%s. %s", named->name_id, as->text);
		as->outcome = named->outcome;
		return OK;
	}
	if (!forward_is_sanction(as->outcome))
		return OK;
	return word_fits(d->lang, all, law_sanctions(law, class_of(person.class), LEVEL_NONE, day, all, CATALOGUE_MAX), as->outcome,
			 person.class, e);
}

/* The kind that was imposed: as it was named, else the first of the catalogue that counts as the same outcome. */
static const struct law_sanction *imposed(const struct law *law, const struct forward_events_rows *events,
					  const struct forward_get_row *h, enum subject_class c)
{
	for (size_t i = 0; i < events->n; i++) { /* newest first */
		const char *code = events->items[i].reason;
		const struct law_sanction *s = code ? law_sanction_at(law, code, DAY_NONE) : NULL;
		if (s)
			return s;
	}
	const struct law_sanction *all[CATALOGUE_MAX];
	size_t n = law_sanctions(law, c, LEVEL_NONE, h->decree_on, all, CATALOGUE_MAX);
	for (size_t i = 0; i < n; i++)
		if (text_eq(all[i]->outcome, h->outcome))
			return all[i];
	return NULL;
}

static enum status remedy_of(struct tx *tx, const struct desk *d, const struct forward_file *f,
			     const struct forward_get_row *h, const struct law_remedy **ret, struct err *e)
{
	struct forward_events_rows events;
	struct case_person_get_row person;
	const struct law *law = catalogue_of(d, f->law);
	TRY(forward_events(tx, h->id, &events, e));
	TRY(case_person_get(tx, h->person, &person, e));
	const struct law_sanction *s = imposed(law, &events, h, class_of(person.class));
	*ret = s ? law_remedy_for(law, class_of(person.class), s->level, h->decree_on) : NULL;
	return OK;
}

/* Of the two remedies only one is open; the clock of the other does not start. */
static const char *other_clock(const struct law *law, const struct law_remedy *open)
{
	for (size_t i = 0; open && i < law->remedies.n; i++)
		if (strcmp(law->remedies.items[i].code, open->code))
			return law->remedies.items[i].file_clock;
	return NULL;
}

static enum status started(struct tx *tx, const struct desk *d, const struct forward_get_row *h,
			   const struct law_transition *t, enum happening on, struct day day, const char *skip, struct err *e)
{
	struct docket_happening as = {.person = h->person, .event = t->event, .on = on, .day = day, .at = INSTANT_NONE,
				      .skip = skip};
	if (day_is_none(day))
		as.at = d->now;
	return law_promises(t, on) ? docket_happens(tx, d, h->case_file, &as, e) : OK;
}

enum status sanction_clocks(struct tx *tx, const struct desk *d, const struct forward_file *f,
			    const struct forward_get_row *h, const struct law_transition *t,
			    const struct forward_step *as, struct err *e)
{
	const struct law_remedy *open;
	if (!strcmp(h->route, "BKN")) /* the number of the receipt is that of SBT */
		TRY(started(tx, d, h, t, HAPPENING_SBT_ENTERED, DAY_NONE, NULL, e));
	if (!day_is_none(as->decree_on))
		TRY(started(tx, d, h, t, HAPPENING_DECREE_ISSUED, as->decree_on, NULL, e));
	if (!t->later.n || strcmp(t->event, "remedy"))
		return OK;
	TRY(remedy_of(tx, d, f, h, &open, e));
	return open ? started(tx, d, h, t, open->on, DAY_NONE, NULL, e) : OK;
}

/* What may still happen to a hand-over where it stands, and the event that promised it. */
size_t forward_happenings(const struct law *law, const char *state, const char *route, enum happening ret[], size_t max)
{
	static const enum happening told[] = {HAPPENING_SATGAS_DONE, HAPPENING_FIRST_SUMMONS, HAPPENING_EXAMINATION_MISSED,
					      HAPPENING_DECREE_RECEIVED};
	size_t n = 0;
	for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
		bool can = false;
		for (size_t i = 0; i < law->transitions.n; i++)
			can |= !strcmp(law->transitions.items[i].to, state) && law_promises(&law->transitions.items[i], told[k]);
		if (can && n < max && (told[k] != HAPPENING_SATGAS_DONE || !strcmp(route, "BKN")))
			ret[n++] = told[k];
	}
	return n;
}

const char *forward_happening_name(enum happening on, enum lang lang)
{
	static const struct {
		const char *id, *en;
	} names[HAPPENING_N] = {
		[HAPPENING_SATGAS_DONE] = {"Satgas meneruskan ke Bawaslu di SBT", "The Satgas handed it to Bawaslu in SBT"},
		[HAPPENING_FIRST_SUMMONS] = {"Panggilan pertama oleh atasan", "First summons by the superior"},
		[HAPPENING_EXAMINATION_MISSED] = {"Tidak datang pada pemeriksaan", "Did not come to the examination"},
		[HAPPENING_DECREE_RECEIVED] = {"Keputusan diterima yang bersangkutan", "The person received the decree"},
	};
	const char *name = lang == EN ? names[on].en : names[on].id;
	return name ? name : happening_code(on);
}

/* The row of the law by which the hand-over stands where it is: its last event that led here. */
static const struct law_transition *stands_by(const struct forward_file *f, const struct forward_events_rows *events,
					      const char *state, enum happening on)
{
	for (size_t i = 0; i < events->n; i++)
		for (size_t k = 0; k < f->law->transitions.n; k++) {
			const struct law_transition *t = &f->law->transitions.items[k];
			if (!strcmp(events->items[i].to_state, state) && !strcmp(t->event, events->items[i].event) &&
			    law_promises(t, on))
				return t;
		}
	return NULL;
}

enum status sanction_happened(struct tx *tx, const struct desk *d, const struct forward_file *f,
			      const struct forward_get_row *h, const struct forward_step *as, enum happening on,
			      struct err *e)
{
	struct forward_events_rows events;
	const struct law_remedy *open = NULL;
	int64_t changed;
	if (day_is_none(as->decree_on))
		return FAIL_FIELD(e, INVALID, "decree_on", d->lang == EN ? "the day on which it happened" : "isi hari terjadinya");
	TRY(forward_events(tx, h->id, &events, e));
	const struct law_transition *t = stands_by(f, &events, h->state, on);
	if (!t)
		return FAIL_FIELD(e, INVALID, "event", "'%s' starts no clock where this hand-over stands", happening_code(on));
	if (on == HAPPENING_DECREE_RECEIVED)
		TRY(remedy_of(tx, d, f, h, &open, e));
	TRY(started(tx, d, h, t, on, as->decree_on, other_clock(catalogue_of(d, f->law), open), e));
	char day[DAY_TEXT_MAX];
	const char *words = arena_printf(tx->arena, "%s, %s. %s", forward_happening_name(on, ID),
					 day_long(as->decree_on, ID, day), as->text ? as->text : "");
	TRY(forward_move(tx, h->id, h->version, h->state, d->now, NULL, h->task, h->task_due, NULL, NULL, DAY_NONE, &changed, e));
	TRY(forward_event_insert(tx, id_new(d->now), h->id, d->now, d->user, as->event, h->state, h->state, NULL, words, e));
	return docket_note(tx, d, h->case_file, "letter", words, h->person, e);
}
