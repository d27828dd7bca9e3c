/* conflict.c -- see conflict.h. */
#include "desk/access/conflict.h"

#include <string.h>

static const struct {
	const char *code, *id, *en;
} kinds[] = {
	{"kin", "Keluarga", "Kin"},
	{"unit", "Satu unit kerja", "Same unit"},
	{"other", "Alasan lain", "Another reason"},
	{"none", "Tidak ada benturan", "No conflict"},
};

const char *conflict_kind_name(const char *kind, enum lang lang)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_eq(kind, kinds[i].code))
			return lang == EN ? kinds[i].en : kinds[i].id;
	return kind;
}

/* What an officer reads on the page, in their language. */
static const char *say(const struct desk *d, const char *id, const char *en)
{
	return d->lang == EN ? en : id;
}

static bool kind_known(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_eq(kind, kinds[i].code))
			return true;
	return false;
}

/* ---- what is shut ---- */

enum status conflict_open(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	struct conflict_shut_row shut;
	if (!d->user)
		return OK;
	TRY(conflict_shut(tx, case_file, d->user, &shut, e));
	return shut.n ? FAIL(e, FORBIDDEN, "this file is closed to you (conflict of interest)") : OK;
}

enum status conflict_speaks(struct tx *tx, const struct desk *d, int64_t case_file, bool *ret, struct err *e)
{
	struct conflict_chairs_row chairs;
	*ret = !d->user || role_may(d->role, RIGHT_SIGN);
	if (*ret || !role_may(d->role, RIGHT_VOTE))
		return OK;
	TRY(conflict_chairs(tx, d->office->id, case_file, &chairs, e));
	*ret = chairs.shut && !chairs.open;
	return OK;
}

enum status conflict_speak(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	bool may;
	TRY(conflict_speaks(tx, d, case_file, &may, e));
	return may ? OK : FAIL(e, FORBIDDEN, "%s", say(d, "Ini dilakukan ketua. Anggota pleno menggantikannya hanya selama berkas tertutup bagi ketua karena benturan kepentingan.",
						       "The chair does this. A member of the plenary stands in only while the file is closed to the chair, because of a conflict of interest."));
}

enum status conflict_file_of(struct tx *tx, enum conflict_thing what, int64_t id, int64_t *ret, struct err *e)
{
	bool found = false;
	*ret = 0;
	switch (what) {
#define OF(thing, name)                                                                            \
	case THING_##thing: {                                                                      \
		struct conflict_file_of_##name##_row row;                                          \
		TRY(conflict_file_of_##name(tx, id, &found, &row, e));                             \
		*ret = found ? row.case_file : 0;                                                  \
		return OK;                                                                         \
	}
	case THING_CASE: *ret = id; return OK;
	OF(REPORT, report)
	OF(CLUSTER, cluster)
	OF(LETTER, letter)
	OF(HEARING, hearing)
	OF(HANDOVER, handover)
	OF(REQUEST, request)
#undef OF
	}
	return OK;
}

enum status conflict_note_try(const struct desk *d, int64_t case_file, const char *how, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(access_note(&tx, d, "conflict_refused", "case", case_file, how, e));
	return tx_commit(&tx, e);
}

/* ---- what is stated ---- */

static enum status reason_check(const struct desk *d, const char *reason, struct err *e)
{
	size_t n = reason ? strlen(reason) : 0;
	if (text_blank(reason) || n < CONFLICT_REASON_MIN)
		return FAIL_FIELD(e, INVALID, "reason", say(d, "Tulis alasannya, paling sedikit %d huruf: hubungan apa, dan dari mana diketahui.",
							    "Write the reason, at least %d letters: which relation, and how it is known."), CONFLICT_REASON_MIN);
	if (n > CONFLICT_REASON_MAX)
		return FAIL_FIELD(e, INVALID, "reason", say(d, "Alasan paling panjang %d bita.", "A reason has at most %d bytes."), CONFLICT_REASON_MAX);
	return OK;
}

static enum status member_check(struct tx *tx, const struct desk *d, const struct conflict_new *as, struct err *e)
{
	struct conflict_user_get_row user;
	struct conflict_stands_row stands;
	bool found = false;
	if (as->user)
		TRY(conflict_user_get(tx, d->office->id, as->user, &found, &user, e));
	if (!found)
		return FAIL_FIELD(e, INVALID, "user", "%s", say(d, "Pilih orang kantor ini yang bersangkutan.", "Choose the member of this office whom it concerns."));
	TRY(conflict_stands(tx, as->case_file, as->user, &stands, e));
	return stands.n ? FAIL_FIELD(e, CONFLICT, "user", say(d, "Benturan %s dalam berkas ini sudah dinyatakan dan masih berlaku.", "A conflict of %s stands in this file already."), user.name)
			: OK;
}

static enum status person_check(struct tx *tx, const struct desk *d, const struct conflict_new *as, struct err *e)
{
	struct conflict_person_row row;
	bool found = true;
	if (as->person)
		TRY(conflict_person(tx, as->case_file, as->person, &found, &row, e));
	return found ? OK : FAIL_FIELD(e, INVALID, "person", "%s", say(d, "Orang itu tidak ada dalam berkas ini.", "This file has no such person."));
}

enum status conflict_state(struct tx *tx, const struct desk *d, const struct conflict_new *as, int64_t *ret, struct err *e)
{
	if (!kind_known(as->kind))
		return FAIL_FIELD(e, INVALID, "kind", "%s", say(d, "Pilih jenisnya: keluarga, satu unit kerja, atau alasan lain.", "Choose its kind: kin, same unit, or another reason."));
	TRY(reason_check(d, as->reason, e));
	TRY(member_check(tx, d, as, e));
	TRY(person_check(tx, d, as, e));
	*ret = id_new(d->now);
	TRY(conflict_add(tx, *ret, d->office->id, as->case_file, as->person, as->user, as->kind, as->reason, d->user, d->now, e));
	return access_note(tx, d, text_eq(as->kind, "none") ? "conflict_denied" : "conflict_stated", "case", as->case_file, as->reason, e);
}

enum status conflict_lift(struct tx *tx, const struct desk *d, int64_t case_file, int64_t conflict, const char *reason,
			  int64_t *ret_user, struct err *e)
{
	struct conflict_get_row row;
	bool found;
	TRY(conflict_get(tx, d->office->id, conflict, &found, &row, e));
	if (!found || row.case_file != case_file || text_eq(row.kind, "none"))
		return FAIL(e, NOT_FOUND, "%s", say(d, "Berkas ini tidak punya pernyataan itu.", "This file has no such conflict of interest."));
	if (row.lift)
		return FAIL_FIELD(e, CONFLICT, "lift", "%s", say(d, "Benturan ini sudah dicabut.", "This conflict was lifted already."));
	if (!role_may(d->role, RIGHT_VOTE))
		return FAIL(e, FORBIDDEN, "%s", say(d, "Yang mencabut benturan kepentingan adalah anggota pleno.", "A member of the plenary lifts a conflict of interest."));
	if (d->user == row.user || d->user == row.stated_by)
		return FAIL_FIELD(e, INVALID, "lift", "%s",
				  say(d, "Orang lain yang mencabut: bukan yang bersangkutan dan bukan yang menyatakan.",
				      "Another person lifts it: neither the one concerned nor the one who stated it."));
	TRY(reason_check(d, reason, e));
	TRY(conflict_lift_add(tx, id_new(d->now), conflict, reason, d->user, d->now, e));
	*ret_user = row.user;
	return access_note(tx, d, "conflict_lifted", "case", case_file, reason, e);
}
