/* typed.c -- what an officer writes down for the index: kin that stands, officials replaced, shares read on paper. No text
 * that stays here may name an employee: the index is about units. */
#include "desk/risk/risk_internal.h"

#include "desk/access/access.h"

#include <ctype.h>
#include <string.h>

#define NUMBER_DIGITS 9 /* so many digits in a row are somebody's number */
#define REPLACED_MAX  9999

static bool holds_number(const char *words)
{
	size_t run = 0;
	for (; *words; words++) {
		run = isdigit((unsigned char)*words) ? run + 1 : 0;
		if (run >= NUMBER_DIGITS)
			return true;
	}
	return false;
}

enum status risk_words_check(struct tx *tx, const struct desk *d, const char *field, const char *words, size_t least, struct err *e)
{
	struct risk_employee_named_row named;
	bool found;
	words = words ? words : "";
	if ((least && text_blank(words)) || strlen(words) < least || strlen(words) > RISK_REASON_MAX)
		return FAIL_FIELD(e, INVALID, field, "%s", risk_say(d, "Tulis alasannya: singkat, tetapi jangan kosong.", "Give a reason: short, but not empty."));
	TRY(risk_employee_named(tx, d->office->id, text_lower(tx->arena, words), &found, &named, e));
	if (found || holds_number(words))
		return FAIL_FIELD(e, INVALID, field, "%s",
				  risk_say(d, "Jangan sebut nama atau nomor pegawai: indeks ini tentang unit.", "Leave names and numbers of employees out: the index is about units."));
	return OK;
}

static enum status place_check(struct tx *tx, const struct desk *d, int64_t contest, int64_t agency, struct err *e)
{
	struct risk_contest_get_row of;
	struct risk_agency_get_row unit;
	bool found = true;
	if (contest)
		TRY(risk_contest_get(tx, d->office->id, contest, &found, &of, e));
	if (!found)
		return FAIL_FIELD(e, INVALID, "contest", "%s", risk_say(d, "Pemilihan itu tidak ada.", "There is no such contest."));
	if (agency)
		TRY(risk_agency_get(tx, d->office->id, agency, &found, &unit, e));
	return found ? OK : FAIL_FIELD(e, INVALID, "agency", "%s", risk_say(d, "Perangkat daerah itu tidak ada.", "There is no such unit."));
}

static enum status mutation_check(struct tx *tx, const struct desk *d, const struct risk_fact_new *as, struct err *e)
{
	struct risk_contests_rows rows;
	struct day since = DAY_NONE, determined = DAY_NONE;
	char text[DAY_TEXT_MAX];
	TRY(risk_contests(tx, d->office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].id == as->contest)
			determined = rows.items[i].determined_on;
	if (!as->n || risk_forbidden(desk_law(d), as->happened_on, determined, &since))
		return OK;
	return FAIL_FIELD(e, INVALID, "day", risk_say(d, "Di luar enam bulan sebelum penetapan calon, yang mulai %s.", "Outside the six months before determination, which begin on %s."),
			  day_is_none(since) ? "?" : day_iso(since, text));
}

static enum status fact_check(struct tx *tx, const struct desk *d, const struct risk_fact_new *as, struct err *e)
{
	if (as->fact != FACT_RELATIVE && as->fact != FACT_MUTATION)
		return FAIL_FIELD(e, INVALID, "fact", "%s", risk_say(d, "Hal ini tidak dicatat dengan tangan.", "This is not written down by hand."));
	if (!as->contest)
		return FAIL_FIELD(e, INVALID, "contest", "%s", risk_say(d, "Pilih pemilihannya.", "Choose the contest."));
	if (as->n < 0 || as->n > (as->fact == FACT_RELATIVE ? 1 : REPLACED_MAX))
		return FAIL_FIELD(e, INVALID, "n", risk_say(d, "Berapa? 0 sampai %d.", "How many? 0 to %d."), as->fact == FACT_RELATIVE ? 1 : REPLACED_MAX);
	if (day_is_none(as->happened_on) || as->happened_on.n > risk_today(d).n)
		return FAIL_FIELD(e, INVALID, "day", "%s", risk_say(d, "Isi tanggalnya, paling lambat hari ini.", "Give the day, not after today."));
	TRY(place_check(tx, d, as->contest, as->agency, e));
	TRY(risk_words_check(tx, d, "reason", as->reason, RISK_REASON_MIN, e));
	return as->fact == FACT_MUTATION ? mutation_check(tx, d, as, e) : OK;
}

/* What is typed counts at once, so the rules are asked at once. */
enum status risk_fact_add(const struct desk *d, const struct risk_fact_new *as, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	int64_t id = id_new(d->now);
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(fact_check(&tx, d, as, e));
	TRY(risk_fact_insert(&tx, id, d->office->id, risk_fact_code(as->fact), as->contest, as->agency, as->happened_on, as->n, as->reason,
			     d->now, d->user, e));
	TRY(access_note(&tx, d, "risk_fact", "risk_fact", id, risk_fact_code(as->fact), e));
	TRY(risk_look(&tx, d, e));
	return risk_commit(&tx, e);
}

enum status risk_fact_end(const struct desk *d, int64_t fact, const char *reason, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	int64_t changed;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(risk_words_check(&tx, d, "reason", reason, RISK_REASON_MIN, e));
	TRY(risk_fact_end_set(&tx, d->office->id, fact, d->now, d->user, reason, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "%s", risk_say(d, "Catatan itu tidak ada, atau sudah ditarik.", "There is no such entry, or it was taken back."));
	TRY(access_note(&tx, d, "risk_fact_end", "risk_fact", fact, reason, e));
	TRY(risk_look(&tx, d, e));
	return risk_commit(&tx, e);
}

static enum status measure_check(struct tx *tx, const struct desk *d, const struct risk_measure_new *as, struct err *e)
{
	struct risk_measure_last_row last;
	if (as->fact != FACT_PLEDGE && as->fact != FACT_CIRCULAR)
		return FAIL_FIELD(e, INVALID, "fact", "%s", risk_say(d, "Pilih ikrar atau surat edaran.", "Choose the pledge or the circular letter."));
	if (as->total < 1 || as->total > INDEX_COUNT_MAX)
		return FAIL_FIELD(e, INVALID, "total", "%s", risk_say(d, "Berapa pegawainya seluruhnya?", "How many people are there in all?"));
	if (as->done < 0 || as->done > as->total)
		return FAIL_FIELD(e, INVALID, "done", risk_say(d, "0 sampai %lld.", "0 to %lld."), (long long)as->total);
	if (!as->agency)
		return FAIL_FIELD(e, INVALID, "agency", "%s", risk_say(d, "Pilih perangkat daerahnya.", "Choose the unit."));
	TRY(place_check(tx, d, 0, as->agency, e));
	TRY(risk_measure_last(tx, d->office->id, risk_fact_code(as->fact), as->agency, &last, e));
	if (day_is_none(as->day) || as->day.n > risk_today(d).n || (!day_is_none(last.day) && as->day.n < last.day.n))
		return FAIL_FIELD(e, INVALID, "day", "%s",
				  risk_say(d, "Tanggal angkanya: paling lambat hari ini, tidak sebelum angka terakhir unit itu.",
					   "The day of the figure: not after today, not before the last one of that unit."));
	return risk_words_check(tx, d, "source", as->source, 3, e);
}

enum status risk_measure_add(const struct desk *d, const struct risk_measure_new *as, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(measure_check(&tx, d, as, e));
	TRY(risk_measure_insert(&tx, id_new(d->now), d->office->id, risk_fact_code(as->fact), as->agency, as->day, as->done, as->total,
				as->source, d->now, d->user, e));
	TRY(risk_look(&tx, d, e));
	return risk_commit(&tx, e);
}
