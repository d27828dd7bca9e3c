/* against.c -- what a number says, held against another number, a list, and the class on record.
 *
 * A difference is a doubt with both readings, never a verdict: either side may hold the typing mistake. */
#include "core/identity/identity.h"

#include <stdio.h>

/* All checks on one person together find seven; whoever asks for more loses the last, never another's memory. */
static struct identity_doubt *doubt(struct identity_doubts *add, enum identity_warning what)
{
	struct identity_doubt *d = &add->items[add->n < IDENTITY_DOUBTS_MAX ? add->n++ : IDENTITY_DOUBTS_MAX - 1];
	*d = (struct identity_doubt){.what = what};
	return d;
}

/* "NIK: lahir 17 Agu 1985 (angka 7-12)" */
static void birth_words(const struct identity *id, enum lang lang, char ret[static IDENTITY_READING_MAX])
{
	char day[DAY_TEXT_MAX];
	snprintf(ret, IDENTITY_READING_MAX, lang == EN ? "%s: born %s (digits %s)" : "%s: lahir %s (angka %s)",
		 identity_kind_name(id->kind, lang), day_short(id->birth, lang, day), id->kind == IDENTITY_NIK ? "7-12" : "1-8");
}

static void sex_words(const struct identity *id, enum lang lang, char ret[static IDENTITY_READING_MAX])
{
	snprintf(ret, IDENTITY_READING_MAX, lang == EN ? "%s: %s (digits %s)" : "%s: %s (angka %s)", identity_kind_name(id->kind, lang),
		 identity_sex_name(id->sex, lang), id->kind == IDENTITY_NIK ? "7-8" : "15");
}

/* A NIK writes two digits of the year: 1926 and 2026 are the same to it. */
static bool same_birth(const struct identity *a, const struct identity *b)
{
	int y[2], m[2], d[2];
	day_parts(a->birth, &y[0], &m[0], &d[0]);
	day_parts(b->birth, &y[1], &m[1], &d[1]);
	bool short_year = a->kind == IDENTITY_NIK || b->kind == IDENTITY_NIK;
	return d[0] == d[1] && m[0] == m[1] && (short_year ? y[0] % 100 == y[1] % 100 : y[0] == y[1]);
}

void identity_against(const struct identity *id, const struct identity *other, enum lang lang, struct identity_doubts *add)
{
	if (!identity_valid(id) || !identity_valid(other))
		return;
	if (!same_birth(id, other)) {
		struct identity_doubt *d = doubt(add, WARN_BIRTH_DIFFERS);
		birth_words(id, lang, d->number);
		birth_words(other, lang, d->other);
	}
	if (id->sex != other->sex) {
		struct identity_doubt *d = doubt(add, WARN_SEX_DIFFERS);
		sex_words(id, lang, d->number);
		sex_words(other, lang, d->other);
	}
}

void identity_against_stated(const struct identity *id, struct day birth, enum sex sex, enum lang lang, struct identity_doubts *add)
{
	char day[DAY_TEXT_MAX];
	if (!identity_valid(id))
		return;
	if (!day_is_none(birth) && birth.n != id->birth.n) {
		struct identity_doubt *d = doubt(add, WARN_STATED_BIRTH);
		birth_words(id, lang, d->number);
		snprintf(d->other, sizeof d->other, lang == EN ? "written: born %s" : "tertulis: lahir %s", day_short(birth, lang, day));
	}
	if (sex != SEX_UNKNOWN && sex != id->sex) {
		struct identity_doubt *d = doubt(add, WARN_STATED_SEX);
		sex_words(id, lang, d->number);
		snprintf(d->other, sizeof d->other, "%s: %s", lang == EN ? "written" : "tertulis", identity_sex_name(sex, lang));
	}
}

/* Whether @at lies before or after the appointment; 0 when the number leaves it open. */
static int since_appointment(const struct identity *id, struct day at)
{
	int y, m, d;
	if (day_is_none(at) || !id->appointed_year)
		return 0;
	day_parts(at, &y, &m, &d);
	if (y != id->appointed_year)
		return y < id->appointed_year ? -1 : 1;
	if (!id->appointed_month)
		return 0;
	return m < id->appointed_month ? -1 : 1;
}

static void appointed_words(const struct identity *id, enum lang lang, char ret[static IDENTITY_READING_MAX])
{
	const char *hint = class_code(id->class_hint), *since = lang == EN ? "since" : "sejak";
	if (id->appointed_month)
		snprintf(ret, IDENTITY_READING_MAX, "%s %s %s %d", hint, since, month_name(id->appointed_month, lang), id->appointed_year);
	else if (id->appointed_year)
		snprintf(ret, IDENTITY_READING_MAX, "%s %s %d", hint, since, id->appointed_year);
	else
		snprintf(ret, IDENTITY_READING_MAX, "%s (%s)", hint, identity_kind_name(id->kind, lang));
}

static void class_doubt(const struct identity *id, enum identity_warning what, enum subject_class stated, struct day at, enum lang lang,
			struct identity_doubts *add)
{
	char day[DAY_TEXT_MAX];
	struct identity_doubt *d = doubt(add, what);
	appointed_words(id, lang, d->number);
	if (day_is_none(at))
		snprintf(d->other, sizeof d->other, "%s", class_code(stated));
	else
		snprintf(d->other, sizeof d->other, lang == EN ? "%s on %s" : "%s pada %s", class_code(stated), day_short(at, lang, day));
}

/* What the class on record says of the number that such a person bears. Holders of offices may bear either. */
static enum subject_class hint_expected(enum subject_class stated)
{
	switch (stated) {
	case PNS:
	case CPNS: return PNS;
	case PPPK: return PPPK;
	case THL:
	case HONORER:
	case NON_ASN: return NON_ASN;
	default: return CLASS_UNKNOWN;
	}
}

void identity_against_class(const struct law *law, const struct identity *id, enum subject_class stated, struct day at,
			    enum lang lang, struct identity_doubts *add)
{
	if (id->fault != FAULT_NONE || id->class_hint == CLASS_UNKNOWN)
		return;
	if (stated == PPPK_PARUH_WAKTU && identity_limit(law, "PPPK-PART-TIME", DAY_NONE))
		class_doubt(id, WARN_PART_TIME, stated, at, lang, add);
	enum subject_class expected = hint_expected(stated);
	int since = since_appointment(id, at);
	if (expected == CLASS_UNKNOWN)
		return;
	if (expected == id->class_hint) {
		if (since < 0)
			class_doubt(id, WARN_NOT_YET, stated, at, lang, add);
		return;
	}
	/* Another class before the appointment is how careers go: a daily worker becomes PPPK, a PPPK becomes PNS. In a
	 * year of which the number gives no month, only a contradiction between two numbered classes is one. */
	if (since > 0 || (since == 0 && (expected != NON_ASN || day_is_none(at))))
		class_doubt(id, WARN_CLASS, stated, at, lang, add);
}
