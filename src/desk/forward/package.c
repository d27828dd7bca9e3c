/* package.c -- one hand-over per person: letter, machine file, manifest.
 *
 * The receiver follows from the class and the day of the hand-over, not of the event: a body that no longer exists
 * cannot receive (KASN ended between the two in 2024). Nothing of another person goes into a package: not the study,
 * not the minutes of the plenary, not what others said or handed in.
 */
#include "desk/forward/forward_internal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

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

/* What a package is made from: read once. */
struct parts {
	struct case_person_get_row person;
	struct docket_identity identity; /* what is known of the number, and who confirmed it */
	const struct law_act *act;
	struct forward_decisions_rows decisions;
	struct forward_hearings_rows minutes;
	struct forward_evidence_rows evidence;
};

static enum status parts_read(struct tx *tx, const struct desk *d, const struct forward_file *f, int64_t person, struct parts *ret,
			      struct err *e)
{
	TRY(case_person_get(tx, person, &ret->person, e));
	TRY(docket_identity(tx, d, &PROOF_PERSON(&ret->person, f->row.event_on), ID, &ret->identity, e));
	ret->act = ret->person.act_code ? law_act(f->law, ret->person.act_code) : NULL;
	TRY(forward_decisions(tx, person, &ret->decisions, e));
	TRY(forward_hearings(tx, person, &ret->minutes, e));
	return forward_evidence(tx, f->row.id, person, &ret->evidence, e);
}

static void machine_person(struct json_out *j, const struct parts *p, enum zone zone)
{
	jout_key(j, "person");
	jout_object(j);
	jout_put_text(j, "name", p->person.name);
	jout_put_text(j, "nip", p->person.nip);
	docket_identity_json(j, "identity", &p->identity, zone); /* so that the receiver need not guess */
	jout_put_text(j, "class", p->person.class);
	jout_put_text(j, "position", p->person.position);
	jout_put_text(j, "agency", p->person.agency);
	jout_put_text(j, "statement", p->person.statement);
	jout_put_text(j, "account_owned", p->person.account_owned);
	jout_put_text(j, "intent", p->person.intent);
	jout_put_day(j, "removed_on", p->person.removed_on);
	jout_put_bool(j, "repeated", p->person.repeated);
	jout_end(j, '}');
}

static void machine_decisions(struct json_out *j, const struct forward_file *f, const struct parts *p, enum zone zone)
{
	jout_key(j, "decisions");
	jout_array(j);
	for (size_t i = 0; i < p->decisions.n; i++) {
		const struct forward_decisions_row *v = &p->decisions.items[i];
		const struct law_act *act = law_act(f->law, v->act_code);
		jout_object(j);
		jout_put_text(j, "act", v->act_code);
		jout_put_text(j, "title", act ? act->title_id : NULL);
		jout_put_text(j, "basis", act ? act->row.basis : NULL);
		jout_put_text(j, "outcome", v->outcome);
		jout_put_text(j, "reason", v->reason);
		jout_put_instant(j, "decided_at", v->at, zone);
		jout_put_text(j, "minutes_number", v->minutes_number);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void machine_evidence(struct json_out *j, const struct parts *p)
{
	jout_key(j, "evidence");
	jout_array(j);
	for (size_t i = 0; i < p->evidence.n; i++) {
		const struct forward_evidence_row *x = &p->evidence.items[i];
		jout_object(j);
		jout_put_int(j, "number", x->number);
		jout_put_text(j, "description", x->description);
		jout_put_text(j, "type", x->type);
		jout_put_int(j, "size", x->size);
		jout_put_text(j, "sha256", x->sha256);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void machine_write(struct buf *b, const struct desk *d, const struct forward_file *f, const struct parts *p,
			  const struct forward_receiver *to, const struct letter_made *letter)
{
	struct json_out j = jout_start(b);
	jout_object(&j);
	jout_put_text(&j, "schema", "netra.handover/1");
	jout_put_text(&j, "office", d->office->code);
	jout_put_text(&j, "office_name", d->office->name);
	jout_put_bool(&j, "drill", d->office->drill);
	jout_put_text(&j, "file", f->number);
	jout_put_text(&j, "procedure", f->row.procedure);
	jout_put_text(&j, "rulepack", f->row.rulepack);
	jout_put_day(&j, "event_on", f->row.event_on);
	jout_put_text(&j, "event_place", f->row.event_place);
	jout_put_text(&j, "route", to->route->code);
	jout_put_text(&j, "receiver", to->name);
	jout_put_text(&j, "copy", to->copy);
	jout_put_text(&j, "letter", letter->number);
	jout_put_text(&j, "check_code", letter->check_code);
	jout_put_instant(&j, "sent_at", d->now, d->office->zone);
	machine_person(&j, p, d->office->zone);
	machine_decisions(&j, f, p, d->office->zone);
	machine_evidence(&j, p);
	jout_end(&j, '}');
}

static enum status file_keep(struct tx *tx, const struct desk *d, const struct buf *b, const char *name, int64_t *ret,
			     struct err *e)
{
	TRY(buf_done(b, e));
	struct file_new as = {.bytes = {b->s, b->n}, .name = name, .origin = "letter"};
	return evidence_file_add(tx, d, &as, ret, e);
}

/* Lines that sha256sum -c reads; the last one is the office's Ed25519 signature of all before it. */
static void manifest_write(struct buf *b, const struct desk *d, const struct parts *p, const struct letter_made *letter,
			   const char *machine_sha, const char *stem)
{
	buf_printf(b, "# netra-manifest 1 office %s letter %s\n", d->office->code, letter->number ? letter->number : "-");
	buf_printf(b, "%s  %s.pdf\n%s  %s.json\n", letter->sha256, stem, machine_sha, stem);
	for (size_t i = 0; i < p->minutes.n; i++)
		buf_printf(b, "%s  berita-acara-%zu.pdf\n", p->minutes.items[i].sha256, i + 1);
	for (size_t i = 0; i < p->evidence.n; i++)
		buf_printf(b, "%s  B-%lld\n", p->evidence.items[i].sha256, (long long)p->evidence.items[i].number);
	unsigned char signature[crypto_sign_BYTES];
	crypto_sign_detached(signature, NULL, (const unsigned char *)b->s, b->n, d->office->sign_secret);
	char hex[2 * sizeof signature + 1];
	buf_printf(b, "# ed25519 %s\n", sodium_bin2hex(hex, sizeof hex, signature, sizeof signature));
}

static const char *day_words(struct arena *a, struct day day)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(day) ? NULL : arena_strdup(a, day_long(day, ID, text));
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
	const struct forward_decisions_row *decision = p->decisions.n ? &p->decisions.items[0] : NULL;
	const struct law_act *act = decision ? law_act(f->law, decision->act_code) : p->act;
	PUT("file_number", f->number);
	PUT("title", f->row.title);
	PUT("summary", f->row.summary);
	PUT("event_on", day_words(tx->arena, f->row.event_on));
	PUT("event_place", f->row.event_place);
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
	PUT("act", act ? arena_printf(tx->arena, "%s (%s)", act->title_id, act->code) : NULL);
	PUT("act_basis", act ? act->row.basis : NULL);
	PUT("reason", decision ? decision->reason : NULL);
	PUT("minutes_number", decision ? decision->minutes_number : NULL);
	PUT("evidence_count", arena_printf(tx->arena, "%zu", p->evidence.n));
	PUT("replaces", as->number_before ? as->number_before : "tidak ada");
	PUT("chair_name", found ? chair.name : NULL);
	struct letter_new made = {.case_file = f->row.id, .person = as->person, .form = as->form, .reg = "letter",
				  .subject = "Penerusan dugaan pelanggaran", .recipient = as->receiver->name,
				  .fields = fields, .n_fields = n};
	return docket_letter(tx, d, &made, ret, e);
}

enum status package_make(struct tx *tx, const struct desk *d, const struct forward_file *f,
			 const struct forward_package *as, const char **ret_number, struct err *e)
{
	struct parts p;
	struct letter_made letter;
	TRY(parts_read(tx, d, f, as->person, &p, e));
	TRY(letter_make(tx, d, f, &p, as, &letter, e));
	scoped(buf_free) struct buf machine = {0}, manifest = {0};
	const char *stem = arena_printf(tx->arena, "penerusan-%lld", (long long)p.person.number);
	machine_write(&machine, d, f, &p, as->receiver, &letter);
	int64_t machine_id, manifest_id, changed;
	TRY(file_keep(tx, d, &machine, arena_printf(tx->arena, "%s.json", stem), &machine_id, e));
	const char *sha = hash_hex(tx->arena, hash_of(machine.s, machine.n));
	manifest_write(&manifest, d, &p, &letter, sha, stem);
	TRY(file_keep(tx, d, &manifest, arena_printf(tx->arena, "%s.sha256", stem), &manifest_id, e));
	*ret_number = letter.number;
	return forward_papers(tx, as->handover, letter.id, machine_id, manifest_id, &changed, e);
}

enum status reminder_make(struct tx *tx, const struct desk *d, const struct forward_file *f,
			  const struct forward_get_row *h, struct err *e)
{
	struct parts p;
	TRY(parts_read(tx, d, f, h->person, &p, e));
	struct forward_letter_file_row before = {0};
	if (h->letter)
		TRY(forward_letter_file(tx, h->letter, &before, e));
	char since[DAY_TEXT_MAX];
	struct letter_field fields[12];
	size_t n = 0;
	PUT("file_number", f->number);
	PUT("receiver", h->receiver);
	PUT("copy", *h->copy_to ? h->copy_to : "tidak ada");
	PUT("letter_before", before.number);
	PUT("sent_on", day_long(day_of_instant(h->sent_at, d->office->zone), ID, since));
	PUT("person_name", p.person.name);
	PUT("person_nip", p.person.nip);
	struct letter_new as = {.case_file = f->row.id, .person = h->person, .form = "reminder", .reg = "letter",
				.subject = "Permintaan tindak lanjut", .recipient = *h->copy_to ? h->copy_to : h->receiver,
				.fields = fields, .n_fields = n};
	struct letter_made made;
	return docket_letter(tx, d, &as, &made, e);
}
#undef PUT

static enum status receiver_find(struct tx *tx, const struct desk *d, const struct forward_file *f, size_t which,
				 const struct case_people_row *person, struct forward_receiver *ret, struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	TRY(forward_receiver_of(tx, d, f->law, person->class, person->agency, today, decided[which].crime, ret, e));
	if (!decided[which].receiver)
		return OK;
	struct law_route *fixed = arena_new(tx->arena, struct law_route);
	*fixed = *ret->route;
	fixed->code = decided[which].route;
	*ret = (struct forward_receiver){.route = fixed, .name = decided[which].receiver, .copy = ""};
	return OK;
}

static enum status send_one(struct tx *tx, const struct desk *d, const struct forward_file *f, size_t which,
			    const struct case_people_row *person, const char **ret_number, struct err *e)
{
	struct forward_receiver to;
	TRY(receiver_find(tx, d, f, which, person, &to, e));
	int64_t id = id_new(d->now);
	TRY(forward_insert(tx, id, d->office->id, f->row.id, person->id, to.route->code, to.name, to.copy, "FORWARDED", d->now,
			   e));
	struct forward_package as = {.handover = id, .person = person->id, .receiver = &to, .form = decided[which].form};
	TRY(package_make(tx, d, f, &as, ret_number, e));
	return forward_event_insert(tx, id_new(d->now), id, d->now, d->user, decided[which].event, "", "FORWARDED", NULL,
				    arena_printf(tx->arena, "Surat %s kepada %s.", *ret_number ? *ret_number : "", to.name), e);
}

enum status forward_send(const struct desk *d, int64_t case_file, struct forward_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_file f;
	TRY(forward_begin(d, case_file, &tx, &f, e));
	size_t which = decided_at(f.row.state);
	if (which == DECIDED_N)
		return FAIL(e, INVALID, "only what the plenary has decided is forwarded; the file stands at %s", f.row.state);
	struct case_people_rows people;
	TRY(case_people(&tx, case_file, &people, e));
	*ret = (struct forward_made){.numbers = arena_array(d->arena, const char *, people.n)};
	struct case_facts facts = {.competent = true, .quorum = true, .majority = true};
	TRY(docket_event(&tx, d, case_file, decided[which].event, &facts, NULL, e));
	for (size_t i = 0; i < people.n; i++)
		if (text_eq(people.items[i].outcome, "proven"))
			TRY(send_one(&tx, d, &f, which, &people.items[i], &ret->numbers[ret->packages++], e));
	if (!ret->packages)
		return FAIL(e, INVALID, "nobody in this file is proven; there is nothing to forward");
	return tx_commit(&tx, e);
}
