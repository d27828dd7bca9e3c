/* letters.c -- papers of a file: filled from facts, printed, kept, numbered, entered in the timeline, in one
 * transaction. A paper that could not be kept takes its number back.
 *
 * The template of a form is desk/<any desk>/letters/<form>.md. Its front part may hold:
 *
 *	perihal:  the subject, with {{fields}}; else the caller's, else the form's name
 *	judul:    a heading instead of a letter's head (minutes, receipts)
 *	kepada:   the recipient, with {{fields}}; else the caller's
 *	sifat:    Biasa, Terbatas, Rahasia
 *	lampiran: what is enclosed
 *	tembusan: who else receives it, below the signature, with {{fields}}; "tidak ada": nobody
 *	lembar:   "satu": to be printed on one sheet, smaller when it must be
 *	ttd:      who signs: "Ketua," (default), "Petugas," (the one who makes it) or "tidak" (nobody)
 *
 * Every template may use the facts that the docket knows by itself (facts_of_...): they need not be passed,
 * but what is passed goes first. The hash on the sheet is that of the filled text, which the check page shows;
 * the PDF's own hash is in evidence_file and in the chain.
 */
#include "desk/docket/docket_internal.h"

#include "desk/docket/crest.h"
#include "desk/docket/letters_internal.h"
#include "desk/evidence/evidence.h"

#include <string.h>

#define CODE_LENGTH 16 /* 80 bits: nobody guesses the address of a paper */
#define FACTS_MAX   40

/* A paper under way. */
struct making {
	struct tx *tx;
	const struct desk *d;
	const struct letter_new *as;
	struct docket_file file; /* row.id 0: a paper that belongs to no file */
	enum procedure procedure;
	const struct law *law;
	const struct law_form *form; /* NULL: the law knows no such form */
	struct paper_template template;
	struct paper_field *facts; /* the caller's first */
	size_t n_facts;
	const char *number, *code, *subject, *recipient, *copies, *body, *hash;
	const char *sign_title, *sign_name, *sign_note;
	struct letter_text written; /* the template's version and hash */
	struct paper_letter sheet;  /* what is printed */
	struct paper_slots lacks;
	bool example; /* made-up facts: said on each sheet */
};

static void lack(struct making *m, const struct paper_slots *more)
{
	for (size_t i = 0; i < more->n; i++)
		ARENA_PUSH(m->tx->arena, &m->lacks, more->items[i]);
}

static enum status template_of(struct making *m, struct err *e)
{
	TRY(docket_template(m->tx, m->d, m->as->form, &m->written, e));
	return paper_template_read(m->tx->arena, m->written.text.s, m->written.text.n, &m->template, e);
}

/* What papers call a fact that is missing; a template may say it better: {{person_nip: nomor pegawai}}. */
static const struct {
	const char *name, *label;
} labels[] = {
	{"act", "perbuatan yang diduga"},
	{"act_basis", "dasar hukum"},
	{"activity", "bentuk kegiatan"},
	{"agenda", "agenda"},
	{"agenda_files", "berkas dalam agenda"},
	{"assignment", "dasar penugasan"},
	{"attendance", "kehadiran anggota"},
	{"because", "sebab pelimpahan"},
	{"clocks", "jangka waktu"},
	{"closed_at", "waktu penutupan"},
	{"companion", "pendamping"},
	{"conclusions", "kesimpulan"},
	{"contest", "pemilihan"},
	{"copy", "tembusan"},
	{"decisions", "putusan"},
	{"elements", "unsur"},
	{"event_on", "tanggal peristiwa"},
	{"event_place", "tempat peristiwa"},
	{"exhibits", "bukti"},
	{"file_number", "nomor berkas"},
	{"hear_at", "waktu klarifikasi"},
	{"held_at", "waktu"},
	{"how", "cara"},
	{"isi", "isi"},
	{"known_on", "tanggal diketahui"},
	{"lines", "pertanyaan dan jawaban"},
	{"minutes_number", "nomor berita acara"},
	{"note", "catatan"},
	{"oath", "sumpah atau janji"},
	{"officer_name", "nama petugas"},
	{"person_agency", "instansi"},
	{"person_class", "golongan"},
	{"person_name", "nama"},
	{"person_identity", "keterangan konfirmasi identitas"},
	{"person_nip", "nomor pegawai"},
	{"person_position", "jabatan"},
	{"people", "orang dalam berkas"},
	{"place", "tempat"},
	{"quorum", "kehadiran anggota"},
	{"quorum_rule", "aturan kuorum"},
	{"reason", "alasan"},
	{"result", "hasil"},
	{"signature", "tanda tangan"},
	{"statement", "keterangan"},
	{"summary", "uraian"},
	{"votes", "suara anggota"},
	{"nip", "nomor pegawai"},
	{"nomor_perkara", "nomor perkara"},
	{"ketua", "nama ketua"},
};
#define LABELS_N (sizeof labels / sizeof *labels)

const char *letter_fact_label(const char *name)
{
	for (size_t i = 0; i < LABELS_N; i++)
		if (!strcmp(labels[i].name, name))
			return labels[i].label;
	return NULL;
}

static void fact(struct making *m, const char *name, const char *value)
{
	m->facts[m->n_facts++] = (struct paper_field){.name = name, .value = value, .label = letter_fact_label(name)};
}

static const char *long_day(struct making *m, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? NULL : arena_strdup(m->tx->arena, day_long(d, ID, text));
}

/* "4 November 2024" */
static const char *plain_day(struct arena *a, struct day d)
{
	int year, month, day;
	day_parts(d, &year, &month, &day);
	return arena_printf(a, "%d %s %d", day, month_name(month, ID), year);
}

const char *letter_place_date(struct arena *a, const struct office *o, struct instant at)
{
	return arena_printf(a, "%s, %s", o->city, plain_day(a, day_of_instant(at, o->zone)));
}

const char *docket_public_address(struct arena *a, const struct office *o)
{
	const char *named = settings_text(o->settings, "serve.public_url");
	return *named ? named : arena_printf(a, "http://%s", settings_text(o->settings, "serve.listen"));
}

static void facts_of_office(struct making *m)
{
	const struct office *o = m->d->office;
	struct day today = day_of_instant(m->d->now, o->zone);
	char clock[16];
	fact(m, "kantor", o->name);
	fact(m, "alamat_kantor", o->address);
	fact(m, "telepon_kantor", o->phone);
	fact(m, "surel_kantor", o->email);
	fact(m, "kota", o->city);
	fact(m, "alamat_ruang", arena_printf(m->tx->arena, "%s/ruang", docket_public_address(m->tx->arena, o)));
	fact(m, "tanggal", long_day(m, today));
	fact(m, "tanggal_surat", plain_day(m->tx->arena, today));
	fact(m, "jam", arena_strdup(m->tx->arena, instant_clock(m->d->now, o->zone, ID, clock)));
	fact(m, "zona", zone_name(o->zone));
	fact(m, "petugas", m->d->user_name);
	fact(m, "ketua", m->sign_name);
	fact(m, "jabatan_ketua", m->sign_note);
}

static void facts_of_paper(struct making *m)
{
	fact(m, "nomor", m->number);
	fact(m, "perihal", m->as->subject);
	fact(m, "penerima", m->as->recipient);
	fact(m, "formulir", m->form ? m->form->code : NULL);
	fact(m, "kode_periksa", m->code);
}

static void facts_of_file(struct making *m)
{
	const struct case_get_row *r = &m->file.row;
	if (!r->id)
		return;
	fact(m, "jenis", text_lower(m->tx->arena, docket_kind_name(r->kind)));
	fact(m, "nomor_perkara", r->register_number ? r->register_number : r->receipt_number);
	fact(m, "nomor_register", r->register_number);
	fact(m, "nomor_tanda_terima", r->receipt_number);
	fact(m, "perkara", r->title);
	fact(m, "uraian", r->summary);
	fact(m, "tanggal_peristiwa", long_day(m, r->event_on));
	fact(m, "tempat_peristiwa", r->event_place);
	fact(m, "tanggal_diketahui", long_day(m, r->known_on));
	fact(m, "tanggal_diterima", long_day(m, day_of_instant(r->opened_at, m->d->office->zone)));
}

static enum status facts_of_person(struct making *m, struct err *e)
{
	if (!m->as->person)
		return OK;
	struct case_person_get_row p;
	TRY(case_person_get(m->tx, m->as->person, &p, e));
	if (p.case_file != m->file.row.id)
		return FAIL(e, INVALID, "the person belongs to another file");
	const struct law_act *act = p.act_code ? law_act(m->law, p.act_code) : NULL;
	enum subject_class class = class_of(p.class);
	fact(m, "nama", p.name);
	fact(m, "nip", p.nip);
	fact(m, "jabatan", p.position);
	fact(m, "instansi", p.agency);
	fact(m, "alamat", p.address);
	fact(m, "golongan", class == CLASS_UNKNOWN ? NULL : class_name(class, ID));
	fact(m, "dugaan", act ? act->title_id : NULL);
	fact(m, "dasar_dugaan", act ? act->row.basis : NULL);
	fact(m, "keterangan", p.statement);
	return OK;
}

static enum status signer(struct making *m, struct err *e)
{
	m->sign_title = paper_front(&m->template, "ttd", "Ketua,");
	bool found;
	struct docket_chair_row chair;
	TRY(docket_chair(m->tx, m->d->office->id, m->as->case_file, &found, &chair, e));
	m->sign_name = found ? chair.name : NULL;
	if (found && strcmp(chair.role, "chair") && text_starts(m->sign_title, "Ketua"))
		m->sign_title = arena_printf(m->tx->arena, "a.n. %s", m->sign_title);
	m->sign_note = NULL;
	if (!strcmp(m->sign_title, "Petugas,"))
		m->sign_name = m->d->user_name;
	if (!strcmp(m->sign_title, "tidak"))
		m->sign_title = NULL;
	if (m->as->sign_name && m->sign_title) {
		m->sign_title = m->as->sign_title;
		m->sign_name = m->as->sign_name;
	}
	struct paper_slots nobody = {0};
	struct paper_slot slot = {.name = "ketua", .label = "nama penanda tangan"};
	if (m->sign_title && text_blank(m->sign_name))
		ARENA_PUSH(m->tx->arena, &nobody, slot);
	lack(m, &nobody);
	return OK;
}

static enum status facts_gather(struct making *m, struct err *e)
{
	m->facts = arena_array(m->tx->arena, struct paper_field, m->as->n_fields + FACTS_MAX + LABELS_N);
	for (size_t i = 0; i < m->as->n_fields; i++) {
		const struct letter_field *f = &m->as->fields[i];
		m->facts[m->n_facts++] =
			(struct paper_field){f->name, f->value, f->markdown, letter_fact_label(f->name)};
	}
	facts_of_office(m);
	facts_of_paper(m);
	facts_of_file(m);
	TRY(facts_of_person(m, e));
	for (size_t i = 0; i < LABELS_N; i++) /* last: only for what nobody gave */
		fact(m, labels[i].name, NULL);
	return OK;
}

static enum status fill_line(struct making *m, const char *line, const char **ret, struct err *e)
{
	struct paper_filled f;
	TRY(paper_fill_line(m->tx->arena, line, m->facts, m->n_facts, &f, e));
	lack(m, &f.lacks);
	*ret = f.text;
	return OK;
}

static enum status fill(struct making *m, struct err *e)
{
	const char *subject = paper_front(&m->template, "perihal", NULL);
	if (!subject || !text_blank(m->as->subject))
		subject = !text_blank(m->as->subject) ? m->as->subject
			  : m->form                   ? m->form->name_id
						      : m->as->form;
	const char *to =
		!text_blank(m->as->recipient) ? m->as->recipient : paper_front(&m->template, "kepada", "");
	/* What the caller passed is a citizen's or officer's text: it is not searched for placeholders. */
	m->subject = subject;
	m->recipient = to;
	if (subject != m->as->subject)
		TRY(fill_line(m, subject, &m->subject, e));
	if (to != m->as->recipient)
		TRY(fill_line(m, to, &m->recipient, e));
	TRY(fill_line(m, paper_front(&m->template, "tembusan", ""), &m->copies, e));
	struct paper_filled f;
	TRY(paper_fill(m->tx->arena, m->template.body, m->facts, m->n_facts, &f, e));
	lack(m, &f.lacks);
	m->body = f.text;
	m->hash = hash_hex(m->tx->arena, hash_of(f.text, strlen(f.text)));
	return OK;
}

/* Sixteen characters of an alphabet without look-alikes (no 0 O 1 I). */
static const char *check_code(struct arena *a)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char bytes[CODE_LENGTH];
	random_bytes(bytes, sizeof bytes);
	char *code = arena_alloc(a, CODE_LENGTH + 1);
	for (int i = 0; i < CODE_LENGTH; i++)
		code[i] = letters[bytes[i] % 32];
	return code;
}

const char *letter_check_url(struct arena *a, const struct office *o, const char *code)
{
	return arena_printf(a, "%s/periksa/%s", docket_public_address(a, o), code);
}

/* "118/PP.00.00/K.99.01/11/2024 · perkara 004 · sha256 b6e291f4…77e04d1c" */
static const char *foot_of(struct making *m)
{
	struct arena *a = m->tx->arena;
	const struct case_get_row *r = &m->file.row;
	const char *number = r->register_number ? r->register_number : r->receipt_number;
	const char *file = number ? arena_printf(a, "perkara %s · ", docket_short_number(a, number)) : "";
	const char *mine = m->number ? arena_printf(a, "%s · ", m->number) : "";
	return arena_printf(a, "%s%sisi sha256 %.8s…%s", mine, file, m->hash, m->hash + 56);
}

const char *letter_contact(struct arena *a, const struct office *o)
{
	return arena_printf(a, "telepon %s · %s", o->phone, o->email);
}

const char *letter_addressee(struct arena *a, const char *heading, const char *recipient)
{
	if (heading || text_blank(recipient))
		return NULL; /* minutes and receipts are addressed to nobody */
	return text_starts(recipient, "Yth") ? recipient : arena_printf(a, "Yth. %s", recipient);
}

static const struct paper_row *head_of(struct making *m, const char *heading, size_t *ret_n)
{
	const struct paper_row rows[] = {
		{"Nomor", m->number, false},
		{"Sifat", paper_front(&m->template, "sifat", NULL), false},
		{"Lampiran", paper_front(&m->template, "lampiran", NULL), false},
		{"Perihal", heading ? NULL : m->subject, true},
	};
	*ret_n = sizeof rows / sizeof *rows;
	return arena_memdup(m->tx->arena, rows, sizeof rows);
}

static enum status print(struct making *m, struct str *ret, struct err *e)
{
	const struct office *o = m->d->office;
	struct arena *a = m->tx->arena;
	const char *heading = paper_front(&m->template, "judul", NULL);
	m->sheet = (struct paper_letter){
		.title = m->subject,
		.heading = heading,
		.form_code = m->form ? m->form->code : NULL,
		.place_date = letter_place_date(a, o, m->d->now),
		.recipient = letter_addressee(a, heading, m->recipient),
		.markdown = m->body,
		.sign_title = m->sign_title,
		.sign_name = m->sign_name,
		.sign_note = m->sign_note,
		.copies = text_blank(m->copies) || text_eq(m->copies, "tidak ada") ? NULL : m->copies,
		.check_url = letter_check_url(a, o, m->code),
		.one_sheet = text_eq(paper_front(&m->template, "lembar", NULL), "satu"),
		.foot = foot_of(m),
		.made = m->d->now,
	};
	m->sheet.head = head_of(m, heading, &m->sheet.n_head);
	TRY(docket_letterhead(m->tx, m->d, &m->sheet, e));
	m->sheet.drill |= m->example;
	return paper_pdf(a, &m->sheet, ret, e);
}

static enum status keep(struct making *m, struct str pdf, struct letter_made *ret, struct err *e)
{
	struct file_new file = {.bytes = pdf,
				.origin = "letter",
				.name = arena_printf(m->tx->arena, "%s-%s.pdf", m->as->form, m->code)};
	int64_t file_id, id = id_new(m->d->now);
	TRY(evidence_file_add(m->tx, m->d, &file, &file_id, e));
	TRY(letter_insert(m->tx, id, m->d->office->id, m->as->case_file, m->as->person, m->as->form,
			  m->form && m->form->code ? m->form->code : "", m->number, m->subject, m->recipient,
			  m->body, (int64_t)m->lacks.n, file_id, m->code, m->d->now, m->d->user, e));
	TRY(letter_print_insert(m->tx, id, m->d->office->id, m->written.version, m->written.sha256, sheet_write(m->tx->arena, &m->sheet),
				lacks_write(m->tx->arena, &m->lacks), e));
	*ret = (struct letter_made){.id = id,
				    .number = m->number,
				    .check_code = m->code,
				    .missing = (int)m->lacks.n,
				    .sha256 = hash_hex(m->tx->arena, hash_of(pdf.s, pdf.n))};
	return OK;
}

static enum status enter(struct making *m, int64_t letter, struct err *e)
{
	if (!m->file.row.id)
		return OK;
	struct arena *a = m->tx->arena;
	const char *number = m->number ? arena_printf(a, ", nomor %s", m->number) : "";
	const char *lacks = m->lacks.n ? arena_printf(a, " (perlu %zu isian)", m->lacks.n) : "";
	return docket_line(m->tx, m->d, &m->file, m->as->form, "letter",
			   arena_printf(a, "%s dibuat%s%s.", m->subject, number, lacks), letter, e);
}

static enum status number_it(struct making *m, struct err *e)
{
	m->number = m->as->number;
	if (!m->as->reg)
		return OK;
	const char *contest = NULL;
	if (m->file.row.id)
		TRY(docket_contest_kind(m->tx, &m->file, &contest, e));
	return number_by_law(m->tx, m->d, m->law, m->procedure, m->as->reg, contest, &m->number, e);
}

enum status docket_letter(struct tx *tx, const struct desk *d, const struct letter_new *as,
			  struct letter_made *ret, struct err *e)
{
	struct making m = {.tx = tx, .d = d, .as = as, .law = desk_law(d), .procedure = PILKADA};
	if (as->case_file) {
		TRY(docket_file_get(tx, d, as->case_file, &m.file, e));
		m.law = m.file.law;
		m.procedure = m.file.procedure;
	}
	m.form = law_form(m.law, m.procedure, as->form);
	m.code = check_code(tx->arena);
	TRY(template_of(&m, e));
	TRY(signer(&m, e));
	TRY(number_it(&m, e));
	TRY(facts_gather(&m, e));
	TRY(fill(&m, e));
	struct str pdf;
	TRY(print(&m, &pdf, e));
	TRY(keep(&m, pdf, ret, e));
	return enter(&m, ret->id, e);
}

enum status letter_example(struct tx *tx, const struct desk *d, const char *form, struct str text, const struct paper_field *facts,
			   size_t n, struct str *ret_pdf, struct err *e)
{
	struct letter_new as = {.form = form};
	struct making m = {.tx = tx, .d = d, .as = &as, .law = desk_law(d), .code = "CONTQHCONTQHCONT", .example = true};
	m.form = law_form(m.law, PILKADA, form);
	TRY(paper_template_read(tx->arena, text.s, text.n, &m.template, e));
	if (!paper_front(&m.template, "kepada", NULL) && !paper_front(&m.template, "judul", NULL))
		as.recipient = "Yth. Nama Penerima\ndi Kota Contoh";
	TRY(signer(&m, e));
	m.number = letter_kind_of(form) && letter_kind_of(form)->reg ? "123/PP.00.00/K.99.01/11/2024" : NULL;
	m.facts = arena_memdup(tx->arena, facts, n * sizeof *facts);
	m.n_facts = n;
	TRY(fill(&m, e));
	return print(&m, ret_pdf, e);
}
