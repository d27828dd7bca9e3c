/* package.c -- one hand-over per person: letter, machine file, minutes, evidence, manifest.
 *
 * The receiver follows from the class and the day of the hand-over, not of the event: a body that no longer exists
 * cannot receive (KASN ended between the two in 2024). Nothing of another person goes into a package: not the study,
 * not the minutes of the plenary, not what others said or handed in; and no name of theirs in what does go in (mask.h).
 *
 * How it travels is settled here too: sealed to the recipient's key, or as the officer said. The one file is made after
 * the transaction (parcels.c).
 */
#include "base/log.h"
#include "desk/docket/redaction.h"
#include "desk/forward/package_internal.h"

#include <assert.h>
#include <string.h>

#define WHY_MIN 10 /* bytes of a reason for paper or carrier */

/* What a decision of the plenary lets be forwarded: by which event, with which paper, to whom when not by class. */
static const struct {
	const char *state, *event, *form, *receiver, *route;
	bool crime;
} decided[] = {
	{"DECIDED_OTHER_LAW", "forward", "forwarding", NULL, NULL, false},
	{"DECIDED_CRIME", "forward_crime", "forwarding_crime", NULL, NULL, true},
	{"DECIDED_ADMIN", "forward_admin", "recommendation", "Komisi Pemilihan Umum", "KPU", false},
	{"DECIDED_ETHICS_EMB", "forward_ethics", "forwarding_ethics", "Dewan Kehormatan Penyelenggara Pemilu", "DKPP", false},
};
#define DECIDED_N (sizeof decided / sizeof *decided)

static size_t decided_at(const char *state)
{
	size_t i = 0;
	while (i < DECIDED_N && strcmp(decided[i].state, state))
		i++;
	return i;
}

const char *forward_form(const char *state)
{
	size_t i = decided_at(state);
	return i < DECIDED_N ? decided[i].form : NULL;
}

enum status forward_file_get(struct tx *tx, const struct desk *d, int64_t case_file, struct forward_file *ret,
			     struct err *e)
{
	TRY(case_get(tx, case_file, &ret->row, e));
	if (ret->row.office != d->office->id)
		return FAIL(e, NOT_FOUND, "no such file in this office");
	ret->procedure = docket_procedure(ret->row.procedure);
	ret->number = ret->row.register_number ? ret->row.register_number : ret->row.receipt_number;
	ret->number = ret->number ? ret->number : "";
	return docket_law(tx, d, ret->row.rulepack, &ret->law, e);
}

enum status forward_begin(const struct desk *d, int64_t case_file, struct tx *tx, struct forward_file *ret, struct err *e)
{
	TRY(desk_begin(d, WRITE, tx, e));
	TRY(forward_file_get(tx, d, case_file, ret, e));
	return conflict_open(tx, d, case_file, e);
}

static const char *plain(struct parts *p, const char *text) { return mask_text(p->mask, text, &p->masked); }

enum status parts_read(struct tx *tx, const struct desk *d, const struct forward_file *f, int64_t person, struct parts *ret,
		       struct err *e)
{
	*ret = (struct parts){0};
	TRY(case_person_get(tx, person, &ret->person, e));
	TRY(forward_mask(tx, d, f->row.id, person, ret->person.name, &ret->mask, e));
	TRY(docket_identity(tx, d, &PROOF_PERSON(&ret->person, f->row.event_on), ID, &ret->identity, e));
	ret->identity.reference = plain(ret, ret->identity.reference); /* an officer's words: "menurut ..." */
	ret->act = ret->person.act_code ? law_act(f->law, ret->person.act_code) : NULL;
	TRY(forward_decisions(tx, person, &ret->decisions, e));
	for (size_t i = 0; i < ret->decisions.n; i++)
		ret->decisions.items[i].reason = plain(ret, ret->decisions.items[i].reason);
	ret->title = plain(ret, f->row.title);
	ret->summary = plain(ret, f->row.summary);
	ret->place = plain(ret, f->row.event_place);
	ret->person.statement = plain(ret, ret->person.statement);
	ret->person.intent = plain(ret, ret->person.intent);
	TRY(copies_of_minutes(tx, d, person, ret, e));
	return copies_of_exhibits(tx, d, f->row.id, person, ret, e);
}

enum status file_keep(struct tx *tx, const struct desk *d, const struct buf *b, const char *name, struct package_file *ret, struct err *e)
{
	TRY(buf_done(b, e));
	struct file_new as = {.bytes = {b->s, b->n}, .name = name, .origin = "letter"};
	ret->sha256 = hash_hex(tx->arena, hash_of(b->s, b->n));
	ret->size = (int64_t)b->n;
	return evidence_file_add(tx, d, &as, &ret->file, e);
}

static const char *day_words(struct arena *a, struct day day)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(day) ? NULL : arena_strdup(a, day_long(day, ID, text));
}

/* What the letter says was proven, each act with its article and reason; NULL: nothing is known of it. */
struct proven {
	const char *act, *basis, *reason, *minutes;
};

/* @list with @more after it, each once. */
static const char *also(struct arena *a, const char *list, const char *more, const char *between)
{
	if (!list || text_blank(more))
		return list ? list : more;
	return strstr(list, more) ? list : arena_printf(a, "%s%s%s", list, between, more);
}

static void proven_act(struct arena *a, const struct law_act *act, struct proven *to)
{
	if (!act)
		return;
	to->act = also(a, to->act, arena_printf(a, "%s (%s)", act->title_id, act->code), "; ");
	to->basis = also(a, to->basis, act->row.basis, "; ");
}

/* An act of which the plenary did not find the person guilty is no business of the receiver's letter. */
static struct proven proven_of(struct arena *a, const struct law *law, const struct parts *p)
{
	struct proven ret = {0};
	for (size_t i = 0; i < p->decisions.n; i++) {
		const struct forward_decisions_row *v = &p->decisions.items[i];
		if (strcmp(v->outcome, "proven"))
			continue;
		proven_act(a, law_act(law, v->act_code), &ret);
		ret.reason = also(a, ret.reason, v->reason, " ");
		ret.minutes = also(a, ret.minutes, v->minutes_number, ", ");
	}
	if (!ret.act)
		proven_act(a, p->act, &ret);
	return ret;
}

#define PUT(key, text) (assert(n < sizeof fields / sizeof *fields), fields[n++] = (struct letter_field){.name = (key), .value = (text)})

static enum status letter_make(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct parts *p,
			       const struct forward_package *as, struct letter_made *ret, struct err *e)
{
	struct letter_field fields[32];
	size_t n = 0;
	bool found;
	struct docket_chair_row chair;
	TRY(docket_chair(tx, d->office->id, f->row.id, &found, &chair, e));
	struct proven proven = proven_of(tx->arena, f->law, p);
	PUT("file_number", f->number);
	PUT("title", p->title);
	PUT("perkara", p->title); /* what the docket would fill in by itself is not masked */
	PUT("summary", p->summary);
	PUT("uraian", p->summary);
	PUT("event_on", day_words(tx->arena, f->row.event_on));
	PUT("event_place", p->place);
	PUT("tempat_peristiwa", p->place);
	PUT("receiver", as->receiver->name);
	PUT("copy", *as->receiver->copy ? as->receiver->copy : "tidak ada");
	PUT("route_basis", as->receiver->route->row.basis);
	PUT("person_name", p->person.name);
	PUT("person_nip", p->person.nip ? p->person.nip : (class_is_asn(class_of(p->person.class)) ? NULL : "tidak ada (bukan ASN)"));
	PUT("person_identity", docket_identity_words(tx->arena, &p->identity, d->office->zone, ID));
	PUT("person_class", class_name(class_of(p->person.class), ID));
	PUT("person_position", p->person.position);
	PUT("person_agency", p->person.agency);
	PUT("statement", p->person.statement);
	PUT("keterangan", p->person.statement);
	PUT("act", proven.act);
	PUT("act_basis", proven.basis);
	PUT("reason", proven.reason);
	PUT("minutes_number", proven.minutes);
	PUT("evidence_count", arena_printf(tx->arena, "%zu", p->evidence.n));
	PUT("replaces", as->number_before ? as->number_before : "tidak ada");
	PUT("chair_name", found ? chair.name : NULL);
	struct letter_new made = {.case_file = f->row.id, .person = as->person, .form = as->form, .reg = "letter",
				  .recipient = as->receiver->name,
				  .fields = fields, .n_fields = n};
	return docket_letter(tx, d, &made, ret, e);
}

/* ---- how it travels ---- */

struct travel {
	const char *way, *why; /* as parcel keeps them */
	struct recipient_way key;
};

static bool way_known(const char *way) { return text_eq(way, "paper") || text_eq(way, "carrier"); }

/* What was said for this hand-over before counts for a second package too, while there is still no key. */
static enum status said_before(struct tx *tx, int64_t handover, struct forward_way *ret, struct err *e)
{
	bool found;
	struct parcel_last_row last;
	TRY(parcel_last(tx, handover, &found, &last, e));
	*ret = found && way_known(last.way) ? (struct forward_way){.way = last.way, .why = last.why} : (struct forward_way){0};
	return OK;
}

static enum status travel_settle(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_package *as,
				 struct travel *ret, struct err *e)
{
	bool en = d->lang == EN;
	struct forward_way said = {0};
	*ret = (struct travel){.way = "sealed", .why = ""};
	TRY(recipient_way(tx, d, f->law, as->receiver->route->code, as->receiver->name, day_of_instant(d->now, d->office->zone), &ret->key, e));
	if (ret->key.way)
		return OK;
	if (as->way)
		said = *as->way;
	else
		TRY(said_before(tx, as->handover, &said, e));
	if (!way_known(said.way))
		return FAIL_FIELD(e, INVALID, "way", en ? "%s: %s. Register its key, or choose paper or a carrier and say why"
						       : "%s: %s. Daftarkan kuncinya, atau pilih kertas atau petugas pengantar dan isi alasannya",
				  as->receiver->name, ret->key.why_not);
	if (text_blank(said.why) || strlen(said.why) < WHY_MIN)
		return FAIL_FIELD(e, INVALID, "why", en ? "say why the package goes %s" : "isi mengapa paket diserahkan %s",
				  parcel_way_name(said.way, d->lang));
	ret->way = said.way;
	ret->why = said.why;
	return OK;
}

/* ---- what is in it ---- */

static const char read_me[] =
	"Paket penerusan dari Bawaslu, dibuat oleh Netra. / A hand-over package.\n\n"
	"surat.pdf       surat penerusan / the letter\n"
	"data.json       isi surat untuk program / the same for programs (netra.handover/1)\n"
	"berita-acara/   berita acara klarifikasi orang ini / minutes of this person\n"
	"bukti/          bukti / evidence\n"
	"daftar.sha256   daftar isi, sidik SHA-256, tanda tangan kantor / manifest, hashes, the office's signature\n\n"
	"Periksa: buka halaman /periksa-paket (juga tanpa jaringan), atau `netra package check`, atau `sha256sum -c daftar.sha256`.\n"
	"Check: open the page /periksa-paket (also without a network), or run one of the commands above.\n"
	"Yang bertanda [disamarkan] adalah nama orang lain. / Names of other people were taken out.\n";

/* Name, machine file and words first, then the papers; the manifest itself stands at the head of the container. */
static enum status files_gather(struct tx *tx, const struct desk *d, const struct parts *p, const struct letter_made *letter,
				struct package_file machine, struct package_files *ret, struct err *e)
{
	struct parcel_letter_row row;
	TRY(parcel_letter(tx, letter->id, &row, e));
	struct package_file note = {.name = "baca-saya.txt"};
	struct buf text = {.s = (char *)(uintptr_t)read_me, .n = sizeof read_me - 1};
	TRY(file_keep(tx, d, &text, "baca-saya.txt", &note, e));
	*ret = (struct package_files){0};
	ARENA_PUSH(tx->arena, ret, ((struct package_file){.name = "surat.pdf", .file = row.file, .sha256 = row.sha256}));
	ARENA_PUSH(tx->arena, ret, machine);
	ARENA_PUSH(tx->arena, ret, note);
	for (size_t i = 0; i < p->minutes.n; i++)
		ARENA_PUSH(tx->arena, ret, p->minutes.items[i]);
	for (size_t i = 0; i < p->evidence.n; i++)
		ARENA_PUSH(tx->arena, ret, p->evidence.items[i]);
	return OK;
}

static enum status manifest_make(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_package *as,
				 const struct travel *t, const struct letter_made *letter, const struct package_files *files,
				 const char *stem, struct package_file *ret, struct err *e)
{
	char sent[DAY_TEXT_MAX];
	struct parcel_manifest m = {.office = d->office->code, .office_name = d->office->name, .letter = letter->number, .file = f->number,
				    .sent = instant_iso(d->now, d->office->zone, sent), .recipient = as->receiver->name,
				    .print = t->key.way ? t->key.print : "-"};
	memcpy(m.office_key, d->office->sign_public, sizeof m.office_key);
	for (size_t i = 0; i < files->n; i++) {
		struct parcel_file one = {.name = files->items[i].name, .size = -1};
		if (!hex_bytes(files->items[i].sha256, one.hash.bytes, HASH_SIZE))
			return FAIL(e, BROKEN, "the row of evidence of %s is damaged", one.name);
		ARENA_PUSH(tx->arena, &m.files, one);
	}
	scoped(buf_free) struct buf b = {0};
	parcel_manifest_write(&b, &m, d->office->sign_secret);
	ret->name = PARCEL_MANIFEST;
	return file_keep(tx, d, &b, arena_printf(tx->arena, "%s.sha256", stem), ret, e);
}

static enum status parcel_enter(struct tx *tx, const struct desk *d, const struct forward_package *as, const struct travel *t,
				const struct parts *p, struct package_file manifest, const struct package_files *files, struct err *e)
{
	int64_t id = id_new(d->now);
	TRY(parcel_insert(tx, id, d->office->id, as->handover, d->now, d->user, t->way, t->why, t->key.key, p->masked, e));
	TRY(parcel_file_insert(tx, id_new(d->now), id, 0, manifest.name, manifest.file, e));
	for (size_t i = 0; i < files->n; i++)
		TRY(parcel_file_insert(tx, id_new(d->now), id, (int64_t)i + 1, files->items[i].name, files->items[i].file, e));
	return OK;
}

static enum status travel_note(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_package *as,
			       const struct travel *t, struct err *e)
{
	const char *line = t->key.way ? arena_printf(tx->arena, "Paket untuk %s disandikan dengan kunci %s.", as->receiver->name, t->key.print)
				      : arena_printf(tx->arena, "Paket untuk %s diserahkan %s, bukan tersandi (%s): %s", as->receiver->name,
						     parcel_way_name(t->way, ID), t->key.why_not, t->why);
	return docket_note(tx, d, f->row.id, "letter", line, as->person, e);
}

enum status package_make(struct tx *tx, const struct desk *d, const struct forward_file *f,
			 const struct forward_package *as, const char **ret_number, struct err *e)
{
	struct parts p;
	struct travel t;
	struct letter_made letter;
	struct package_file data = {.name = "data.json"}, manifest;
	struct package_files files;
	int64_t changed;
	TRY(travel_settle(tx, d, f, as, &t, e));
	TRY(parts_read(tx, d, f, as->person, &p, e));
	TRY(letter_make(tx, d, f, &p, as, &letter, e));
	scoped(buf_free) struct buf machine = {0};
	const char *stem = arena_printf(tx->arena, "penerusan-%lld", (long long)p.person.number);
	machine_write(&machine, d, f, &p, as->receiver, &letter);
	TRY(file_keep(tx, d, &machine, arena_printf(tx->arena, "%s.json", stem), &data, e));
	TRY(files_gather(tx, d, &p, &letter, data, &files, e));
	TRY(manifest_make(tx, d, f, as, &t, &letter, &files, stem, &manifest, e));
	TRY(parcel_enter(tx, d, as, &t, &p, manifest, &files, e));
	TRY(travel_note(tx, d, f, as, &t, e));
	*ret_number = letter.number;
	return forward_papers(tx, as->handover, letter.id, data.file, manifest.file, &changed, e);
}
#undef PUT

/* By which article a step goes: of the law's row of the event. */
static const char *basis_of(const struct law *law, const char *event)
{
	for (size_t i = 0; i < law->transitions.n; i++)
		if (!strcmp(law->transitions.items[i].event, event))
			return law->transitions.items[i].row.basis;
	return "";
}

bool receiver_fixed(struct arena *a, const struct law *law, const char *route, struct forward_receiver *to)
{
	for (size_t i = 0; i < DECIDED_N; i++) {
		if (!text_eq(decided[i].route, route))
			continue;
		struct law_route *fixed = arena_new(a, struct law_route);
		*fixed = *to->route;
		fixed->code = decided[i].route;
		fixed->row.basis = basis_of(law, decided[i].event);
		*to = (struct forward_receiver){.route = fixed, .name = decided[i].receiver, .copy = ""};
		return true;
	}
	return false;
}

enum status forward_receiver_at(struct tx *tx, const struct desk *d, const struct law *law, const char *state,
				const struct case_people_row *person, struct forward_receiver *ret, struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	size_t which = decided_at(state);
	bool known = which < DECIDED_N;
	TRY(forward_receiver_of(tx, d, law, person->class, person->agency, today, known && decided[which].crime, ret, e));
	if (known && decided[which].route)
		receiver_fixed(tx->arena, law, decided[which].route, ret);
	return OK;
}

static const struct law_route *route_named(const struct law *law, const char *code)
{
	for (size_t i = 0; i < law->routes.n; i++)
		if (!strcmp(law->routes.items[i].code, code))
			return &law->routes.items[i];
	return NULL;
}

/* Is the receiver that somebody has in mind the one that the law names today? */
static enum status named_check(const struct desk *d, const struct law *law, const char *code, const struct forward_receiver *to,
			       struct err *e)
{
	char last[DAY_TEXT_MAX];
	bool en = d->lang == EN;
	const struct law_route *named = route_named(law, code);
	struct day today = day_of_instant(d->now, d->office->zone);
	if (!strcmp(to->route->code, code))
		return OK;
	if (!named)
		return FAIL_FIELD(e, INVALID, "receiver", en ? "'%s' is no receiver that the law knows" : "'%s' bukan penerima yang dikenal hukum", code);
	if (!day_is_none(named->row.to) && named->row.to.n < today.n)
		return FAIL_FIELD(e, INVALID, "receiver", en ? "%s has received nothing since %s (%s); the receiver is now %s"
							: "%s tidak lagi menerima penerusan sejak lewat %s (%s); penerimanya sekarang %s",
				  en ? named->receiver_en : named->receiver_id, day_long(named->row.to, d->lang, last), named->row.basis,
				  to->name);
	return FAIL_FIELD(e, INVALID, "receiver", en ? "%s does not receive this person's case; the receiver is %s (%s)"
						: "%s bukan penerima untuk orang ini; penerimanya %s (%s)",
			  en ? named->receiver_en : named->receiver_id, to->name, to->route->row.basis);
}

static const char *route_wanted(const struct forward_way *way, int64_t person)
{
	for (size_t i = 0; way && i < way->n_named; i++)
		if (way->named[i].person == person)
			return way->named[i].route;
	return NULL;
}

static enum status send_one(struct tx *tx, const struct desk *d, const struct forward_file *f, size_t which,
			    const struct case_people_row *person, const struct forward_way *way, const char **ret_number, struct err *e)
{
	struct forward_receiver to;
	TRY(forward_receiver_at(tx, d, f->law, decided[which].state, person, &to, e));
	const char *wanted = route_wanted(way, person->id);
	if (wanted)
		TRY(named_check(d, f->law, wanted, &to, e));
	int64_t id = id_new(d->now);
	TRY(forward_insert(tx, id, d->office->id, f->row.id, person->id, to.route->code, to.name, to.copy, "FORWARDED", d->now,
			   e));
	struct forward_package as = {.handover = id, .person = person->id, .receiver = &to, .form = decided[which].form, .way = way};
	TRY(package_make(tx, d, f, &as, ret_number, e));
	return forward_event_insert(tx, id_new(d->now), id, d->now, d->user, decided[which].event, "", "FORWARDED", NULL,
				    arena_printf(tx->arena, "Surat %s kepada %s.", *ret_number ? *ret_number : "", to.name), e);
}

/* Which steps are missing before anything can be forwarded, and by which rule. What keeps the first of them from happening
 * is the desk's that takes it; here every fact counts as given. */
static enum status not_decided(struct tx *tx, const struct desk *d, const struct forward_file *f, struct err *e)
{
	struct case_facts facts = {.formal_met = true, .material_met = true, .competent = true, .evidence_shown = true, .study_signed = true,
				   .quorum = true, .majority = true, .gakkumdu_agrees = true, .heard = 1};
	TRY(docket_event_may(tx, d, f->row.id, "forward", &facts, e));
	return FAIL(e, INVALID, "only what the plenary has decided is forwarded; the file stands at %s", f->row.state);
}

static enum status send_all(const struct desk *d, int64_t case_file, const struct forward_way *way, struct forward_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_file f;
	TRY(forward_begin(d, case_file, &tx, &f, e));
	TRY(conflict_speak(&tx, d, case_file, e));
	size_t which = decided_at(f.row.state);
	if (which == DECIDED_N)
		return not_decided(&tx, d, &f, e);
	struct case_people_rows people;
	TRY(case_people(&tx, case_file, &people, e));
	*ret = (struct forward_made){.numbers = arena_array(d->arena, const char *, people.n)};
	struct case_facts facts = {.competent = true, .quorum = true, .majority = true};
	TRY(docket_event(&tx, d, case_file, decided[which].event, &facts, NULL, e));
	for (size_t i = 0; i < people.n; i++)
		if (text_eq(people.items[i].outcome, "proven"))
			TRY(send_one(&tx, d, &f, which, &people.items[i], way, &ret->numbers[ret->packages++], e));
	if (!ret->packages)
		return FAIL(e, INVALID, "nobody in this file is proven; there is nothing to forward");
	return tx_commit(&tx, e);
}

/* The files follow the record: what cannot be made now (no room on the disk) is made by whoever fetches it. */
static void files_make(const struct desk *d, int64_t case_file)
{
	struct forward_of_rows all;
	struct err e = {0};
	{
		scoped(tx_rollback) struct tx tx = {0};
		if (desk_begin(d, READ, &tx, &e) != OK || forward_of(&tx, case_file, &all, &e) != OK) {
			log_err("forward", &e);
			return;
		}
	}
	for (size_t i = 0; i < all.n; i++)
		if (parcel_make(d, all.items[i].id, &e) != OK)
			log_err("forward", &e);
}

enum status forward_send(const struct desk *d, int64_t case_file, const struct forward_way *way, struct forward_made *ret, struct err *e)
{
	TRY(send_all(d, case_file, way, ret, e));
	files_make(d, case_file);
	return OK;
}
