/* proof.c -- see proof.h. */
#include "desk/docket/proof.h"

#include "desk/docket/docket_internal.h"
#include "desk/registry/registry.h"

#include <string.h>

static const struct {
	const char *code, *name[2];
} levels[] = {
#define X(name, code, id, en) [name] = {code, {id, en}},
	PROOF_LEVEL_MAP(X)
#undef X
};

const char *proof_level_code(enum proof_level l) { return levels[l].code; }
const char *proof_level_name(enum proof_level l, enum lang lang) { return levels[l].name[lang == EN]; }

/* PROOF_NONE for a withdrawal and for what is no level that people set. */
static enum proof_level level_of(const char *code)
{
	for (int l = PROOF_REGISTRY; l < PROOF_LEVEL_N; l++)
		if (text_eq(code, levels[l].code))
			return (enum proof_level)l;
	return PROOF_NONE;
}

/* A refusal is read by an officer, in the language of the page. */
static const char *say(const struct desk *d, const char *id, const char *en) { return d->lang == EN ? en : id; }

static void line(struct arena *a, struct docket_identity *ret, const char *text, const char *number, const char *other)
{
	struct proof_line l = {arena_strdup(a, text), arena_strdup(a, number), arena_strdup(a, other)};
	ARENA_PUSH(a, &ret->lines, l);
}

static void doubts_put(struct arena *a, const struct identity_doubts *found, enum lang lang, struct docket_identity *ret)
{
	for (size_t i = 0; i < found->n; i++)
		line(a, ret, identity_warning_text(found->items[i].what, lang), found->items[i].number, found->items[i].other);
}

/* What the digits themselves say, and what they say of the class on the day of the event. */
static void digits_fill(struct arena *a, const struct desk *d, const struct proof_person *of, enum lang lang, struct docket_identity *ret)
{
	const struct law *law = desk_law(d);
	struct day today = day_of_instant(d->now, d->office->zone);
	struct identity_doubts found = {0};
	char words[IDENTITY_TEXT_MAX];
	ret->numbered = !text_blank(of->nip);
	if (!ret->numbered)
		return;
	identity_read(law, of->nip, today, &ret->read);
	ret->fault = arena_strdup(a, identity_fault_text(ret->read.fault, lang, words));
	ret->level = identity_valid(&ret->read) ? PROOF_SHAPE : PROOF_NONE;
	for (unsigned bit = 1; bit && bit <= ret->read.warnings; bit <<= 1)
		if (ret->read.warnings & bit)
			line(a, ret, identity_warning_words(law, today, (enum identity_warning)bit, lang, words), "", "");
	identity_against_class(law, &ret->read, class_of(of->class), of->event_on, lang, &found);
	doubts_put(a, &found, lang, ret);
}

/* "data pegawai: ...007": the last digits suffice for two people to compare by eye. */
static const char *tail(struct arena *a, const char *nip)
{
	size_t n = nip ? strlen(nip) : 0;
	return n > 6 ? arena_printf(a, "…%s", nip + n - 6) : nip && *nip ? nip : "-";
}

/* The number in the file against the register's (@listed), for a person who was found there. */
static void register_weigh(struct arena *a, const struct desk *d, const struct proof_person *of, const char *listed_nip, enum lang lang,
			   struct docket_identity *ret)
{
	struct identity listed;
	struct identity_doubts found = {0};
	if (text_blank(listed_nip) || text_eq(listed_nip, of->nip))
		return;
	line(a, ret, identity_warning_text(WARN_NUMBER_DIFFERS, lang),
	     arena_printf(a, "%s: %s", lang == EN ? "file" : "berkas", tail(a, of->nip)),
	     arena_printf(a, "%s: %s", lang == EN ? "register" : "data pegawai", tail(a, listed_nip)));
	identity_read(desk_law(d), listed_nip, day_of_instant(d->now, d->office->zone), &listed);
	identity_against(&ret->read, &listed, lang, &found);
	doubts_put(a, &found, lang, ret);
}

static enum status register_fill(struct tx *tx, const struct desk *d, const struct proof_person *of, enum lang lang, struct docket_identity *ret,
				 struct err *e)
{
	struct employee_listed_row row;
	bool there;
	if (!of->employee)
		return OK;
	TRY(employee_listed(tx, of->employee, &there, &row, e));
	if (there)
		register_weigh(tx->arena, d, of, row.nip, lang, ret);
	return OK;
}

/* The strongest confirmation since the last withdrawal, of this name with this number. */
static void proofs_weigh(const struct proof_person *of, struct docket_identity *ret)
{
	const char *nip = text_blank(of->nip) ? "" : of->nip;
	for (size_t i = 0; i < ret->history.n; i++) {
		const struct proofs_of_row *p = &ret->history.items[i];
		enum proof_level level = level_of(p->level);
		bool same = text_eq(p->name, of->name) && text_eq(p->number ? p->number : "", nip);
		if (level == PROOF_NONE) { /* withdrawn: all before it */
			ret->level = ret->numbered && identity_valid(&ret->read) ? PROOF_SHAPE : PROOF_NONE;
			ret->at = INSTANT_NONE;
			ret->who = ret->reference = "";
			ret->changed = false;
			continue;
		}
		ret->changed |= !same;
		if (!same || level < ret->level)
			continue;
		ret->level = level;
		ret->at = p->at;
		ret->who = p->who ? p->who : "";
		ret->reference = p->reference;
	}
	ret->changed &= ret->level < PROOF_REGISTRY;
}

enum status docket_identity(struct tx *tx, const struct desk *d, const struct proof_person *of, enum lang lang,
			    struct docket_identity *ret, struct err *e)
{
	*ret = (struct docket_identity){.read = {.birth = DAY_NONE}, .fault = "", .at = INSTANT_NONE, .who = "", .reference = ""};
	digits_fill(tx->arena, d, of, lang, ret);
	TRY(register_fill(tx, d, of, lang, ret, e));
	TRY(proofs_of(tx, of->id, &ret->history, e));
	proofs_weigh(of, ret);
	return OK;
}

enum status docket_proofs_read(struct tx *tx, int64_t case_file, struct docket_proofs *ret, struct err *e)
{
	TRY(proofs_register(tx, case_file, &ret->listed, e));
	return proofs_of_file(tx, case_file, &ret->proofs, e);
}

static void history_fill(struct arena *a, const struct docket_proofs *all, int64_t person, struct docket_identity *ret)
{
	struct { struct proofs_of_row *items; size_t n, cap; } own = {0};
	for (size_t i = 0; i < all->proofs.n; i++) {
		const struct proofs_of_file_row *r = &all->proofs.items[i];
		struct proofs_of_row row = {.id = r->id, .level = r->level, .name = r->name, .number = r->number, .at = r->at, .who = r->who,
					    .reference = r->reference, .evidence = r->evidence, .evidence_name = r->evidence_name,
					    .reason = r->reason, .nik_check = r->nik_check};
		if (r->person == person)
			ARENA_PUSH(a, &own, row);
	}
	ret->history.items = own.items;
	ret->history.n = own.n;
}

void docket_identity_of(struct arena *a, const struct desk *d, const struct docket_proofs *all, const struct proof_person *of,
			enum lang lang, struct docket_identity *ret)
{
	*ret = (struct docket_identity){.read = {.birth = DAY_NONE}, .fault = "", .at = INSTANT_NONE, .who = "", .reference = ""};
	digits_fill(a, d, of, lang, ret);
	for (size_t i = 0; i < all->listed.n; i++)
		if (all->listed.items[i].person == of->id)
			register_weigh(a, d, of, all->listed.items[i].nip, lang, ret);
	history_fill(a, all, of->id, ret);
	proofs_weigh(of, ret);
}

const char *docket_identity_words(struct arena *a, const struct docket_identity *id, enum zone zone, enum lang lang)
{
	char day[DAY_TEXT_MAX];
	if (instant_is_none(id->at))
		return proof_level_name(id->level, lang);
	return arena_printf(a, "%s, %s (%s)", proof_level_name(id->level, lang), id->reference,
			    day_short(day_of_instant(id->at, zone), lang, day));
}

void docket_identity_json(struct json_out *j, const char *key, const struct docket_identity *id, enum zone zone)
{
	jout_key(j, key);
	jout_object(j);
	jout_put_text(j, "level", id->level == PROOF_NONE ? "none" : proof_level_code(id->level));
	jout_put_text(j, "number_kind", id->numbered ? identity_kind_code(id->read.kind) : NULL);
	jout_put_bool(j, "number_valid", id->numbered && identity_valid(&id->read));
	jout_put_text(j, "fault", *id->fault ? id->fault : NULL);
	jout_put_instant(j, "confirmed_at", id->at, zone);
	jout_put_text(j, "reference", *id->reference ? id->reference : NULL);
	jout_key(j, "warnings");
	jout_array(j);
	for (size_t i = 0; i < id->lines.n; i++)
		jout_text(j, id->lines.items[i].text);
	jout_end(j, ']');
	jout_end(j, '}');
}

/* "daftar pegawai.csv, 3 Nov 2024" */
static const char *list_words(struct arena *a, const struct desk *d, const struct employee_listed_row *row)
{
	char day[DAY_TEXT_MAX];
	if (!row->file_name)
		return "data pegawai";
	return arena_printf(a, "data pegawai %s, %s", row->file_name, day_short(day_of_instant(row->at, d->office->zone), ID, day));
}

/* The register confirms a number, never a name alone. NULL: it does not; @ret_why says why. */
static enum status register_says(struct tx *tx, const struct desk *d, const struct case_person_get_row *person, const char **ret,
				 const char **ret_why, struct err *e)
{
	struct employee_listed_row row;
	bool found = false;
	*ret = NULL;
	if (person->employee)
		TRY(employee_listed(tx, person->employee, &found, &row, e));
	if (!found)
		*ret_why = say(d, "orang ini tidak diambil dari data pegawai", "this person was not taken from the register");
	else if (text_blank(row.nip))
		*ret_why = say(d, "data pegawai tidak memuat nomor orang ini, dan nama saja tidak cukup",
			       "the register has no number of this person, and a name alone is never enough");
	else if (!text_eq(row.nip, person->nip))
		*ret_why = say(d, "data pegawai memuat nomor lain untuk orang ini", "the register has another number for this person");
	else if (!strstr(person->name, row.name)) /* papers add titles around it */
		*ret_why = say(d, "data pegawai memuat nama lain untuk nomor ini", "the register has another name for this number");
	else
		*ret = list_words(tx->arena, d, &row);
	return OK;
}

/* The NIK is held against the number in the file, and only the outcome stays. */
static enum status nik_check(const struct desk *d, const struct case_person_get_row *person, const char *nik, const char **ret, struct err *e)
{
	struct identity theirs, number;
	struct identity_doubts found = {0};
	char words[IDENTITY_TEXT_MAX];
	struct day today = day_of_instant(d->now, d->office->zone);
	*ret = "";
	if (text_blank(nik))
		return OK;
	identity_read(desk_law(d), nik, today, &theirs);
	if (theirs.kind != IDENTITY_NIK || theirs.fault != FAULT_NONE)
		return FAIL_FIELD(e, INVALID, "nik", "NIK: %s",
				  identity_fault_text(theirs.fault == FAULT_NONE ? FAULT_LENGTH : theirs.fault, d->lang, words));
	identity_read(desk_law(d), person->nip, today, &number);
	if (!identity_valid(&number))
		return FAIL_FIELD(e, INVALID, "nik", "%s",
				  say(d, "tidak ada nomor pegawai yang sah untuk dicocokkan dengan NIK",
				      "there is no valid personnel number to hold the NIK against"));
	identity_against(&number, &theirs, ID, &found);
	*ret = found.n == 2 ? "birth_sex" : found.n == 0 ? "agrees" : found.items[0].what == WARN_BIRTH_DIFFERS ? "birth" : "sex";
	return OK;
}

static enum status proof_check(struct tx *tx, const struct desk *d, const struct case_person_get_row *person, const struct docket_proof *as, struct err *e)
{
	bool withdrawn = text_eq(as->level, "withdrawn"), found = true;
	enum proof_level level = level_of(as->level);
	struct proof_exhibit_row exhibit;
	struct proofs_of_rows history;
	if (!withdrawn && level == PROOF_NONE)
		return FAIL_FIELD(e, INVALID, "level", "%s",
				  say(d, "pilih registry, bkd, bkn, atau withdrawn", "choose registry, bkd, bkn or withdrawn"));
	if (text_blank(as->reason))
		return FAIL_FIELD(e, INVALID, "reason", "%s", say(d, "tulis alasannya, singkat", "say why, in a few words"));
	if (level > PROOF_REGISTRY && text_blank(as->reference))
		return FAIL_FIELD(e, INVALID, "reference", "%s",
				  say(d, "sebutkan surat atau cetakan layar yang memastikannya",
				      "name the letter or print on which the office confirms it"));
	if (as->evidence)
		TRY(proof_exhibit(tx, person->case_file, as->evidence, &found, &exhibit, e));
	if (!found)
		return FAIL_FIELD(e, INVALID, "evidence", "%s", say(d, "ini bukan bukti berkas ini", "this is no evidence of the file"));
	TRY(proofs_of(tx, person->id, &history, e));
	if (withdrawn && (!history.n || text_eq(history.items[history.n - 1].level, "withdrawn")))
		return FAIL_FIELD(e, INVALID, "level", "%s",
				  say(d, "tidak ada konfirmasi yang dapat dicabut", "there is no confirmation to withdraw"));
	return OK;
}

static enum status row_add(struct tx *tx, const struct desk *d, const struct case_person_get_row *person, const struct docket_proof *as,
			   const char *reference, const char *nik, struct err *e)
{
	return proof_add(tx, id_new(d->now), d->office->id, person->id, as->level, person->name, text_blank(person->nip) ? NULL : person->nip, d->now,
			 d->user, reference, as->evidence, as->reason, nik, e);
}

enum status docket_proof_add(struct tx *tx, const struct desk *d, int64_t person, const struct docket_proof *as, struct err *e)
{
	struct case_person_get_row row;
	struct docket_file f;
	const char *nik, *why = "", *listed, *reference = as->reference ? as->reference : "";
	TRY(case_person_get(tx, person, &row, e));
	TRY(docket_file_get(tx, d, row.case_file, &f, e));
	TRY(proof_check(tx, d, &row, as, e));
	TRY(nik_check(d, &row, as->nik, &nik, e));
	if (level_of(as->level) == PROOF_REGISTRY) {
		TRY(register_says(tx, d, &row, &listed, &why, e));
		if (!listed)
			return FAIL_FIELD(e, INVALID, "level", "%s", why);
		reference = text_blank(reference) ? listed : reference;
	}
	TRY(row_add(tx, d, &row, as, reference, nik, e));
	enum proof_level level = level_of(as->level);
	const char *words = level == PROOF_NONE ? "konfirmasi dicabut" : proof_level_name(level, ID);
	const char *text = arena_printf(tx->arena, "Identitas %s: %s%s%s.", row.name, words, *reference ? ", " : "", reference);
	return docket_line(tx, d, &f, "identity", "note", text, person, e);
}

enum status docket_proof_registry(struct tx *tx, const struct desk *d, int64_t person, struct err *e)
{
	struct case_person_get_row row;
	const char *listed, *why;
	TRY(case_person_get(tx, person, &row, e));
	TRY(register_says(tx, d, &row, &listed, &why, e));
	const struct docket_proof as = {.level = "registry", .reason = "diambil dari data pegawai"};
	return listed ? row_add(tx, d, &row, &as, listed, "", e) : OK;
}
