/* casepeople.c -- pages on which people of a file are added, described and judged by class and day. */
#include "desk/forward/forward.h"
#include "desk/registry/registry.h"
#include "page_case_people.h"
#include "page_case_person.h"
#include "web/casesteps.h"

#include <string.h>

static const char *const role_codes[] = {"terlapor", "saksi", "atasan", "ahli"};

static enum status people_show(struct request *rq, const struct fault *fault, struct err *e)
{
	const char *search = rq_query(rq, "cari");
	struct people_view v = {.search = search ? search : ""};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	v.searched = strlen(v.search) >= 3;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	if (v.searched)
		TRY(handle_find(&tx, &rq->desk, v.search, &v.found, e));
	struct page p = page_of(rq, "Orang dalam berkas", "People of the file");
	page_case_people(rq->out, &p, &v);
	return OK;
}

enum status people_page(struct request *rq, struct err *e) { return people_show(rq, NULL, e); }

static enum status registry_do(struct request *rq, struct err *e)
{
	int64_t id, employee, made;
	const char *role;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_int(rq, "employee", 1, INT64_MAX, &employee, e));
	TRY(rq_form_text(rq, "role", 20, true, &role, e));
	return handle_person_from_registry(&rq->desk, id, employee, role, &made, e);
}

enum status person_registry_take(struct request *rq, struct err *e)
{
	return file_answer(rq, registry_do(rq, e), "#org", people_show, e);
}

/* "baru" is a person who is not stored yet. */
static enum status person_id(const struct request *rq, int64_t *ret, struct err *e)
{
	*ret = 0;
	return !strcmp(rq->segments[1], "baru") ? OK : rq_segment_id(rq, 1, ret, e);
}

static enum status stored_person(struct request *rq, int64_t case_file, int64_t id, struct case_people_row *ret,
				 struct err *e)
{
	*ret = (struct case_people_row){.role = "terlapor", .account_owned = "none", .class = "", .removed_on = DAY_NONE};
	if (!id)
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	struct case_people_rows people;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(case_people(&tx, case_file, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		if (people.items[i].id != id)
			continue;
		*ret = people.items[i];
		return OK;
	}
	return FAIL(e, NOT_FOUND, "this person is not in the file");
}

static void choices_fill(struct request *rq, struct person_view *v, const struct case_people_row *row)
{
	static const char *const accounts[][3] = {{"none", "tidak menyangkut akun", "no account involved"},
						  {"claimed", "diduga miliknya", "said to be theirs"},
						  {"admitted", "diakui", "admitted"}, {"proven", "terbukti miliknya", "proven theirs"},
						  {"disputed", "katanya dibajak atau bukan miliknya", "said to be hijacked or not theirs"}};
	const char *role = typed(rq, "role", row->role), *class = typed(rq, "class", row->class);
	const char *account = typed(rq, "account_owned", row->account_owned);
	for (size_t i = 0; i < sizeof role_codes / sizeof *role_codes; i++)
		option_put(rq, &v->roles, role_codes[i], handle_role_name(role_codes[i], rq->lang), role);
	option_put(rq, &v->classes, "", rq->lang == EN ? "choose" : "pilih", class);
	for (int c = CLASS_UNKNOWN + 1; c < SUBJECT_CLASS_N; c++)
		option_put(rq, &v->classes, class_code((enum subject_class)c), class_name((enum subject_class)c, rq->lang), class);
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
		option_put(rq, &v->accounts, accounts[i][0], accounts[i][rq->lang == EN ? 2 : 1], account);
	const char *act = typed(rq, "act_code", row->act_code);
	option_put(rq, &v->acts, "", rq->lang == EN ? "not chosen yet" : "belum dipilih", act);
	acts_put(rq, &v->f.file, class, act, &v->acts);
	const struct law_act *hint = handle_act_hint(v->f.file.law, act, class_of(class), v->f.file.row.event_on,
						     v->f.file.determined_on);
	v->hint = hint ? arena_printf(rq->desk.arena, "%s · %s", hint->code, hint->title_id) : "";
}

static const char *phase_words(const struct request *rq, const struct handle_file *f)
{
	bool en = rq->lang == EN;
	switch (law_phase(f->row.event_on, f->determined_on)) {
	case BEFORE_CANDIDACY:
		return en ? "before the candidates were determined" : "sebelum penetapan calon";
	case AFTER_CANDIDACY:
		return en ? "after the candidates were determined" : "sesudah penetapan calon";
	case PHASE_ANY:
		break;
	}
	return en ? "not known whether before or after the determination of candidates; both kinds are offered"
		  : "belum diketahui sebelum atau sesudah penetapan calon; kedua jenis ditawarkan";
}

static void texts_fill(struct request *rq, struct person_view *v, const struct case_people_row *row)
{
	v->name = typed(rq, "name", row->name);
	v->nip = typed(rq, "nip", row->nip);
	v->agency = typed(rq, "agency", row->agency);
	v->position = typed(rq, "position", row->position);
	v->address = typed(rq, "address", row->address);
	v->statement = typed(rq, "statement", row->statement);
	v->intent = typed(rq, "intent", row->intent);
	v->reach = typed(rq, "reach", row->reach);
	v->removed_on = typed(rq, "removed_on", iso_text(rq, row->removed_on));
	v->repeated = rq_form(rq, "role") ? ticked(rq, "repeated") : row->repeated;
	v->phase = phase_words(rq, &v->f.file);
}

static void person_edits(struct request *rq, struct person_view *v, const struct case_people_row *row)
{
	bool en = rq->lang == EN;
	edit_put_choice(rq, &v->f, "role", en ? "As" : "Sebagai", &v->roles, typed(rq, "role", row->role), row->role);
	edit_put(rq, &v->f, "name", en ? "Name" : "Nama", v->name, row->name);
	edit_put(rq, &v->f, "nip", en ? "Personnel number" : "Nomor pegawai", v->nip, row->nip);
	edit_put_choice(rq, &v->f, "class", en ? "Class" : "Golongan", &v->classes, typed(rq, "class", row->class), row->class);
	edit_put(rq, &v->f, "agency", en ? "Agency" : "Instansi", v->agency, row->agency);
	edit_put(rq, &v->f, "position", en ? "Position" : "Jabatan", v->position, row->position);
	edit_put(rq, &v->f, "address", en ? "Address" : "Alamat", v->address, row->address);
	edit_put_choice(rq, &v->f, "act_code", en ? "Alleged act" : "Dugaan", &v->acts, typed(rq, "act_code", row->act_code), row->act_code);
	edit_put(rq, &v->f, "statement", en ? "Statement" : "Keterangan", v->statement, row->statement);
	edit_put_choice(rq, &v->f, "account_owned", en ? "Account" : "Akun", &v->accounts, typed(rq, "account_owned", row->account_owned), row->account_owned);
	edit_put(rq, &v->f, "intent", en ? "Intent" : "Niat", v->intent, row->intent);
	edit_put(rq, &v->f, "reach", en ? "Reach" : "Jangkauan", v->reach, row->reach);
	edit_put(rq, &v->f, "removed_on", en ? "Post removed on" : "Unggahan dihapus", v->removed_on, iso_text(rq, row->removed_on));
	edit_put(rq, &v->f, "repeated", en ? "Not the first time" : "Bukan yang pertama kali", v->repeated ? "1" : "", row->repeated ? "1" : "");
}

/* ---- who confirmed that this is the person ---- */

static const char *proof_what(const struct request *rq, const struct proofs_of_row *p)
{
	static const struct {
		const char *code, *id, *en;
	} niks[] = {{"agrees", "NIK cocok", "the NIK agrees"}, {"birth", "tanggal lahir pada NIK berbeda", "the NIK's birth day differs"},
		    {"sex", "jenis kelamin pada NIK berbeda", "the NIK's sex differs"},
		    {"birth_sex", "tanggal lahir dan jenis kelamin pada NIK berbeda", "the NIK's birth day and sex differ"}};
	const char *what = rq->lang == EN ? "confirmation withdrawn" : "konfirmasi dicabut", *nik = NULL;
	for (int l = PROOF_REGISTRY; l < PROOF_LEVEL_N; l++)
		if (text_eq(p->level, proof_level_code((enum proof_level)l)))
			what = proof_level_name((enum proof_level)l, rq->lang);
	for (size_t i = 0; i < sizeof niks / sizeof *niks; i++)
		if (text_eq(p->nik_check, niks[i].code))
			nik = rq->lang == EN ? niks[i].en : niks[i].id;
	struct arena *a = rq->desk.arena;
	what = text_blank(p->reference) ? what : arena_printf(a, "%s, %s", what, p->reference);
	what = p->evidence_name ? arena_printf(a, "%s, %s", what, p->evidence_name) : what;
	return nik ? arena_printf(a, "%s; %s", what, nik) : what;
}

/* "lahir 17 Agu 1985, laki-laki, diangkat Januari 2010, petunjuk PNS" */
static const char *claims_of(const struct request *rq, const struct identity *id)
{
	struct arena *a = rq->desk.arena;
	char day[DAY_TEXT_MAX];
	bool en = rq->lang == EN;
	if (!identity_valid(id))
		return "";
	const char *ret = arena_printf(a, "%s %s, %s", en ? "born" : "lahir", day_short(id->birth, rq->lang, day), identity_sex_name(id->sex, rq->lang));
	if (id->appointed_month)
		return arena_printf(a, "%s, %s %s %d, %s", ret, en ? "appointed" : "diangkat", month_name(id->appointed_month, rq->lang),
				    id->appointed_year, identity_kind_name(id->kind, rq->lang));
	if (id->appointed_year)
		return arena_printf(a, "%s, %s %d, %s", ret, en ? "appointed" : "diangkat", id->appointed_year, identity_kind_name(id->kind, rq->lang));
	return ret;
}

static const char *number_kind(const struct request *rq, const char *kind)
{
	static const struct {
		const char *code, *id, *en;
	} kinds[] = {{"former", "sebelumnya", "before"}, {"not_valid", "tertulis, tidak sah", "as written, not valid"},
		     {"old_nip", "NIP lama", "old NIP"}, {"nik", "NIK di kolom nomor pegawai", "a NIK in the number's column"},
		     {"doubtful", "tertulis, meragukan", "as written, doubtful"}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_eq(kind, kinds[i].code))
			return rq->lang == EN ? kinds[i].en : kinds[i].id;
	return kind;
}

/* What lists said of this employee before, or beside, the number that counts. */
static enum status numbers_fill(struct request *rq, struct tx *tx, int64_t employee, struct proof_view *v, struct err *e)
{
	struct employee_numbers_rows rows;
	struct arena *a = rq->desk.arena;
	if (!employee)
		return OK;
	TRY(employee_numbers(tx, employee, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct employee_numbers_row *n = &rows.items[i];
		const char *place = arena_printf(a, "%s%s%s", n->class, n->agency && n->class[0] ? ", " : "", n->agency ? n->agency : "");
		for (unsigned bit = 1; bit && bit <= (unsigned)n->warnings; bit <<= 1)
			if ((unsigned)n->warnings & bit)
				place = arena_printf(a, "%s%s%s", place, *place ? "; " : "", identity_warning_text((enum identity_warning)bit, rq->lang));
		struct number_past past = {arena_printf(a, "%s (%s %s)", number_kind(rq, n->kind), n->file_name ? n->file_name : "",
							day_text(rq, day_of_instant(n->at, rq->desk.office->zone))),
					   n->number, place};
		ARENA_PUSH(a, &v->numbers, past);
	}
	return OK;
}

static enum status proof_fill(struct request *rq, struct person_view *v, const struct case_people_row *row, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct docket_identity id;
	struct proof_view *p = &v->proof;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_identity(&tx, &rq->desk, &PROOF_PERSON(row, v->f.file.row.event_on), rq->lang, &id, e));
	*p = (struct proof_view){.level = proof_level_name(id.level, rq->lang), .who = id.who, .reference = id.reference, .fault = id.fault,
				 .claims = claims_of(rq, &id.read), .at = id.at, .confirmed = id.level >= PROOF_REGISTRY, .changed = id.changed,
				 .numbered = id.numbered};
	p->cls = id.level >= PROOF_REGISTRY ? "done" : "past";
	p->lines.items = id.lines.items;
	p->lines.n = id.lines.n;
	for (size_t i = id.history.n; i-- > 0;) {
		const struct proofs_of_row *h = &id.history.items[i];
		struct proof_past past = {h->at, proof_what(rq, h), h->who ? h->who : "", h->reason};
		ARENA_PUSH(rq->desk.arena, &p->history, past);
	}
	return numbers_fill(rq, &tx, row->employee, p, e);
}

static enum status proof_choices(struct request *rq, struct person_view *v, struct err *e)
{
	bool mine = rq_form(rq, "level") != NULL, en = rq->lang == EN;
	const char *level = mine ? rq_form(rq, "level") : "bkd", *evidence = mine ? rq_form(rq, "evidence") : NULL;
	struct handle_exhibits_rows exhibits;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_exhibits(&tx, v->f.head.id, &exhibits, e));
	for (int l = PROOF_REGISTRY; l < PROOF_LEVEL_N; l++)
		option_put(rq, &v->levels, proof_level_code((enum proof_level)l), proof_level_name((enum proof_level)l, rq->lang), level);
	if (v->proof.history.n)
		option_put(rq, &v->levels, "withdrawn", en ? "withdraw the confirmation" : "cabut konfirmasi", level);
	option_put(rq, &v->exhibits, "0", en ? "none" : "tidak ada", evidence);
	for (size_t i = 0; i < exhibits.n; i++) {
		const struct handle_exhibits_row *x = &exhibits.items[i];
		option_put(rq, &v->exhibits, arena_printf(rq->desk.arena, "%lld", (long long)x->file),
			   arena_printf(rq->desk.arena, "B-%lld %s", (long long)x->number, x->description), evidence);
	}
	v->proof_reference = mine ? typed(rq, "reference", "") : "";
	v->proof_reason = mine ? typed(rq, "reason", "") : "";
	return OK;
}

/* Sent back by its receiver: who the person is may be put right. */
static enum status returned(struct request *rq, int64_t person, bool *ret, struct err *e)
{
	bool found;
	struct forward_of_person_row sent;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(forward_of_person(&tx, person, &found, &sent, e));
	*ret = found && !strcmp(sent.state, "RETURNED");
	return OK;
}

static enum status person_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct person_view v = {0};
	struct case_people_row row;
	TRY(file_page_open(rq, &v.f, e));
	TRY(person_id(rq, &v.id, e));
	TRY(stored_person(rq, v.f.head.id, v.id, &row, e));
	v.version = edit_version(rq, "version", row.version);
	v.fresh = !v.id;
	v.settled = row.outcome != NULL;
	if (v.settled)
		TRY(returned(rq, v.id, &v.correcting, e));
	texts_fill(rq, &v, &row);
	choices_fill(rq, &v, &row);
	if (v.id) {
		TRY(proof_fill(rq, &v, &row, e));
		TRY(proof_choices(rq, &v, e));
	}
	if (fault)
		v.f.fault = *fault;
	person_edits(rq, &v, &row);
	struct page p = page_of(rq, "Orang dalam berkas", "Person of the file");
	page_case_person(rq->out, &p, &v);
	return OK;
}

enum status person_page(struct request *rq, struct err *e) { return person_show(rq, NULL, e); }

static enum status person_read(struct request *rq, struct handle_person *as, struct err *e)
{
	TRY(rq_form_text(rq, "role", 20, true, &as->as.role, e));
	TRY(rq_form_text(rq, "name", 200, true, &as->as.name, e));
	TRY(rq_form_text(rq, "nip", 30, false, &as->as.nip, e));
	TRY(rq_form_text(rq, "class", 40, true, &as->as.class, e));
	TRY(rq_form_text(rq, "agency", 200, false, &as->as.agency, e));
	TRY(rq_form_text(rq, "position", 200, false, &as->as.position, e));
	TRY(rq_form_text(rq, "address", 400, false, &as->as.address, e));
	TRY(rq_form_text(rq, "act_code", 40, false, &as->as.act_code, e));
	TRY(rq_form_text(rq, "statement", 2000, false, &as->heard.statement, e));
	TRY(rq_form_text(rq, "intent", 400, false, &as->heard.intent, e));
	TRY(rq_form_text(rq, "reach", 400, false, &as->heard.reach, e));
	TRY(rq_form_text(rq, "account_owned", 20, true, &as->heard.account_owned, e));
	TRY(rq_form_day(rq, "removed_on", false, &as->heard.removed_on, e));
	as->heard.repeated = ticked(rq, "repeated");
	as->as.class_source = "officer";
	as->as.nip = text_blank(as->as.nip) ? NULL : as->as.nip;
	as->as.act_code = text_blank(as->as.act_code) ? NULL : as->as.act_code;
	return OK;
}

static enum status person_do(struct request *rq, struct err *e)
{
	int64_t file, made;
	struct handle_person as = {0};
	struct case_people_row row;
	edit_picks(rq);
	TRY(file_id(rq, &file, e));
	TRY(person_id(rq, &as.id, e));
	TRY(rq_form_int(rq, "version", 0, INT64_MAX, &as.version, e));
	TRY(person_read(rq, &as, e));
	TRY(stored_person(rq, file, as.id, &row, e));
	as.as.employee = row.employee;
	return handle_person_save(&rq->desk, file, &as, &made, e);
}

enum status person_take(struct request *rq, struct err *e) { return file_answer(rq, person_do(rq, e), "#org", person_show, e); }

static enum status proof_do(struct request *rq, int64_t person, struct err *e)
{
	int64_t file;
	struct docket_proof as = {0};
	TRY(file_id(rq, &file, e));
	TRY(rq_form_text(rq, "level", 20, true, &as.level, e));
	TRY(rq_form_text(rq, "reference", 300, false, &as.reference, e));
	TRY(rq_form_text(rq, "reason", 300, true, &as.reason, e));
	TRY(rq_form_text(rq, "nik", 30, false, &as.nik, e));
	TRY(rq_form_int(rq, "evidence", 0, INT64_MAX, &as.evidence, e));
	return handle_person_proof(&rq->desk, file, person, &as, e);
}

enum status proof_take(struct request *rq, struct err *e)
{
	int64_t person;
	TRY(rq_segment_id(rq, 1, &person, e));
	const char *to = arena_printf(rq->desk.arena, "/orang/%lld#identitas", (long long)person);
	return file_answer(rq, proof_do(rq, person, e), to, person_show, e);
}
