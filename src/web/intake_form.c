/* intake_form.c -- the report form, for citizens (/lapor) and for the counter (/kerja/loket), and its
 * receipt.
 *
 * The form never loses what was typed: an empty report, a danger hint, the check list and a slowed flood all
 * show the same page again with every field as it was; files wait in the store for two hours. Only after the
 * hints were asked about once does "send" send, whatever the reporter decided.
 */
#include "web/intake.h"

#include "desk/docket/crest.h"
#include "page_kerja_loket.h"
#include "page_lapor.h"
#include "page_tanda_terima.h"
#include "paper/paper.h"

#include <stdio.h>
#include <string.h>

#define COUNTER_LATEST 20 /* reports shown below the counter's form */
#define DATE_MAX       60 /* bytes of a date as typed */
#define HELD_PER_HOUR                                                                                        \
	30 /* forms of one source whose files we hold for it; further ones must be chosen again */

static const char *typed(const struct request *rq, const char *name)
{
	const char *s = rq->method == POST ? rq_form(rq, name) : rq_query(rq, name);
	return s ? s : "";
}

/* Fields into the view: as typed, to be shown again. */
static void view_read(struct request *rq, struct report_view *v)
{
	const struct settings *s = rq->desk.office->settings;
	*v = (struct report_view){
		.text = typed(rq, "text"),
		.link = typed(rq, "link"),
		.reported_name = typed(rq, "reported_name"),
		.reported_position = typed(rq, "reported_position"),
		.witness = typed(rq, "witness"),
		.place = typed(rq, "place"),
		.date = typed(rq, "date"),
		.known = typed(rq, "known"),
		.contact = typed(rq, "contact"),
		.seen = typed(rq, "seen"),
		.drop_place = *typed(rq, "drop_place") != 0,
		.who_unknown = *typed(rq, "who_unknown") != 0,
		.when_unknown = *typed(rq, "when_unknown") != 0,
		.channel = typed(rq, "channel"),
		.reported_more = typed(rq, "reported_more"),
		.witness_more = typed(rq, "witness_more"),
		.received_on = typed(rq, "received_on"),
		.received_how = typed(rq, "received_how"),
		.patience = typed(rq, "patience"),
		.puzzle = "",
		.text_max = settings_int(s, "intake.text_max"),
		.file_max_mib = settings_int(s, "intake.file_max_mib"),
		.files_max = settings_int(s, "intake.files_max"),
	};
}

/* A date we can read; one we cannot is kept as it was written. */
static struct day date_read(struct arena *a, const char *s, struct intake_form *f)
{
	struct day day;
	if (text_blank(s))
		return DAY_NONE;
	if (day_parse(s, &day, NULL) == OK)
		return day;
	const char *cut = text_clip(a, s, DATE_MAX);
	f->said_when = f->said_when ? arena_printf(a, "%s; %s", f->said_when, cut) : cut;
	return DAY_NONE;
}

/* As a date field wants it back; what we could not read, as it was typed. */
static const char *date_again(struct arena *a, const char *typed_date, struct day day)
{
	char iso[DAY_TEXT_MAX];
	return day_is_none(day) ? typed_date : arena_strdup(a, day_iso(day, iso));
}

/* Links are what stands between white space: one field takes several. */
static void links_read(struct arena *a, const char *s, struct intake_form *f)
{
	f->links.items = arena_array(a, const char *, INTAKE_LINKS_MAX + 1);
	while (f->links.n <= INTAKE_LINKS_MAX && *(s += strspn(s, " \t\r\n"))) {
		size_t n = strcspn(s, " \t\r\n");
		f->links.items[f->links.n++] = arena_strndup(a, s, n);
		s += n;
	}
}

struct person_list {
	struct intake_person *items;
	size_t n, cap;
};

static void person_put(struct arena *a, struct person_list *to, const char *role, const char *name, const char *position)
{
	struct intake_person p = {role, name, position};
	if (!text_blank(name) || !text_blank(position))
		ARENA_PUSH(a, to, p);
}

/* Further people, one a line: "Nama; jabatan". */
static void persons_more(struct arena *a, struct person_list *to, const char *role, const char *lines)
{
	struct str rest = str_of(lines), line;
	while (str_split(&rest, '\n', &line) && to->n <= INTAKE_PERSONS_MAX) {
		struct str name = {0}, position = line;
		bool two = str_split(&position, ';', &name) && position.n;
		name = str_trim(name);
		position = two ? str_trim(position) : (struct str){0};
		person_put(a, to, role, arena_strndup(a, name.s, name.n), arena_strndup(a, position.s, position.n));
	}
}

static void persons_read(struct arena *a, const struct report_view *v, struct intake_form *f)
{
	struct person_list p = {0};
	person_put(a, &p, "terlapor", v->reported_name, v->reported_position);
	persons_more(a, &p, "terlapor", v->reported_more);
	person_put(a, &p, "saksi", v->witness, "");
	persons_more(a, &p, "saksi", v->witness_more);
	f->persons = p.items;
	f->n_persons = p.n;
}

static bool waits(const struct held_files_rows *held, struct str bytes)
{
	for (size_t i = 0; i < held->n; i++)
		if (str_eq(held->items[i].body, bytes))
			return true;
	return false;
}

/* Files of this sending. A form that is sent again whole brings those that already wait for it: each is one file all the same. */
static size_t files_fresh(struct request *rq, const struct report_view *v, bool drop_place, const struct intake_file **ret)
{
	const struct intake_file *sent;
	size_t n = intake_uploads(rq, drop_place, &sent), fresh = 0;
	struct intake_file *files = arena_array(rq->desk.arena, struct intake_file, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!waits(&v->held, sent[i].bytes))
			files[fresh++] = sent[i];
	*ret = files;
	return fresh;
}

/* Files of this sending, after those that waited from the sending before. */
static enum status files_read(struct request *rq, struct report_view *v, struct intake_form *f, struct err *e)
{
	const struct intake_file *now;
	v->held = (struct held_files_rows){0};
	if (!text_blank(rq->idempotency_key))
		TRY(intake_held(&rq->desk, rq->idempotency_key, &v->held, e));
	size_t n = files_fresh(rq, v, v->drop_place, &now);
	struct intake_file *all = arena_array(rq->desk.arena, struct intake_file, n + v->held.n + 1);
	for (size_t i = 0; i < v->held.n; i++)
		all[f->n_files++] =
			(struct intake_file){.name = v->held.items[i].name, .bytes = v->held.items[i].body, .drop_place = v->drop_place};
	for (size_t i = 0; i < n; i++)
		all[f->n_files++] = now[i];
	f->files = all;
	return OK;
}

static enum status form_read(struct request *rq, struct report_view *v, struct intake_form *f, struct err *e)
{
	struct arena *a = rq->desk.arena;
	*f = (struct intake_form){
		.once = rq->idempotency_key,
		.channel = "web",
		.english = rq->lang == EN,
		.text = v->text,
		.place = v->place,
		.contact = v->contact,
	};
	f->event_on = date_read(a, v->date, f);
	f->known_on = date_read(a, v->known, f);
	v->date = date_again(a, v->date, f->event_on);
	v->known = date_again(a, v->known, f->known_on);
	links_read(a, v->link, f);
	persons_read(a, v, f);
	return files_read(rq, v, f, e);
}

static bool asked_before(const struct report_view *v, enum hint_kind k)
{
	char code[16];
	snprintf(code, sizeof code, ",%s,", hint_code(k));
	return strstr(v->seen, code) != NULL;
}

/* One question per kind; true when one was not asked before. */
static bool hints_read(struct request *rq, struct report_view *v, const struct intake_form *f)
{
	struct arena *a = rq->desk.arena;
	struct hint found[HINTS_MAX];
	size_t count[HINT_N] = {0};
	bool fresh = false;
	for (size_t n = hints_find(v->text, found), i = 0; i < n; i++)
		count[found[i].kind]++;
	for (size_t i = 0; i < f->n_files && !v->drop_place; i++)
		count[HINT_PLACE] += photo_has_place(f->files[i].bytes);
	for (enum hint_kind k = 0; k < HINT_N; k++) {
		if (!count[k])
			continue;
		struct report_hint hint = {hint_code(k), hint_code(k), count[k]};
		ARENA_PUSH(a, &v->hints, hint);
		if (!asked_before(v, k)) {
			fresh = true;
			v->seen = arena_printf(a, "%s,%s,", v->seen, hint_code(k));
		}
	}
	return fresh;
}

/* The deadline block and the list of what strengthens: the same sums as on the receipt. */
static enum status weigh(struct request *rq, struct report_view *v, const struct intake_form *f,
			 struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_contest contest;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(intake_contest_now(&tx, &rq->desk, &contest, e));
	TRY(tx_commit(&tx, e));
	v->elements = intake_elements_of(&rq->desk, &contest, f);
	v->since = intake_in_time_since(&rq->desk, &contest);
	struct deadline due;
	v->window = intake_window(&rq->desk, &contest, f->known_on, f->event_on, &due);
	v->window_guess = v->window && day_is_none(f->known_on);
	if (v->window) {
		v->clock = clock_view_of(rq, due.clock, due.last, due.counter_closes, INSTANT_NONE, false);
		v->clock.sum = clock_sum_address(rq->desk.arena, due.clock, due.start_day, INSTANT_NONE, due.zone);
	}
	return OK;
}

/* An officer who opens the public form reports like anybody else; only below /kerja/ is it the counter. */
static bool at_counter(const struct request *rq)
{
	return text_starts(rq->path, "/kerja/");
}

static struct desk as_reporter(const struct request *rq)
{
	struct desk d = rq->desk;
	d.user = 0;
	d.role = ROLE_NONE;
	d.user_name = "";
	return d;
}

static enum status form_again(struct request *rq, struct report_view *v, const struct intake_form *f,
			      struct err *e)
{
	const struct intake_file *fresh;
	size_t n = files_fresh(rq, v, false, &fresh);
	TRY(weigh(rq, v, f, e));
	if (n && !v->wait && !text_blank(rq->idempotency_key) &&
	    rq_limit(rq, "held", HELD_PER_HOUR, NULL) == OK) {
		struct err why = {0};
		if (intake_hold(&rq->desk, rq->idempotency_key, fresh, n, &why) == OK)
			TRY(intake_held(&rq->desk, rq->idempotency_key, &v->held, e));
	}
	struct page p = at_counter(rq) ? page_of(rq, "Loket", "Counter") : page_of(rq, "Formulir", "Form");
	if (!text_blank(rq->idempotency_key))
		p.once = rq->idempotency_key;
	if (at_counter(rq))
		page_kerja_loket(rq->out, &p, v);
	else
		page_lapor(rq->out, &p, v);
	return OK;
}

enum status report_form_show(struct request *rq, struct err *e)
{
	struct report_view v;
	struct intake_form f;
	view_read(rq, &v);
	TRY(form_read(rq, &v, &f, e));
	return form_again(rq, &v, &f, e);
}

/* The reporter's decision about one kind of hint: out of the text, or out of the photos. */
static void drop(struct request *rq, struct report_view *v, struct intake_form *f, const char *kind)
{
	for (enum hint_kind k = 0; k < HINT_N; k++)
		if (!strcmp(kind, hint_code(k)) && k != HINT_PLACE)
			f->text = v->text = hints_drop(rq->desk.arena, v->text, k);
	if (!strcmp(kind, hint_code(HINT_PLACE)))
		v->drop_place = true;
}

/* The day on which it came, when that is not today: kept with how it is known. */
static enum status received_read(struct request *rq, const struct report_view *v, struct intake_form *f, struct err *e)
{
	struct day day;
	if (text_blank(v->received_on))
		return OK;
	if (day_parse(v->received_on, &day, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "received_on", "a day, as 2024-11-04 or 4/11/2024");
	if (day.n == day_of_instant(rq->desk.now, rq->desk.office->zone).n)
		return OK;
	TRY(intake_received(&rq->desk, day, &f->received_at, e));
	if (text_blank(v->received_how))
		return FAIL_FIELD(e, INVALID, "received_how", "how the day is known");
	f->received_day_only = true;
	f->received_how = v->received_how;
	return OK;
}

static struct fault received_fault(struct request *rq, const struct err *e)
{
	bool how = text_eq(e->field, "received_how");
	return (struct fault){e->field, how ? say(rq, "Tulis dari mana hari itu diketahui: cap pos, buku agenda, nama penerima.",
						  "Say how that day is known: postmark, incoming register, who took it.")
					    : say(rq, "Isi hari antara 60 hari yang lalu dan hari ini.",
						  "Give a day between 60 days ago and today.")};
}

/* True when the page must come back before anything is sent; with the reason in the view. */
static bool not_yet(struct request *rq, struct report_view *v, struct intake_form *f, bool public_door)
{
	struct err why = {0};
	const char *dropped = typed(rq, "drop");
	if (*dropped)
		drop(rq, v, f, dropped);
	v->checked = *typed(rq, "check") != 0;
	bool fresh = public_door && hints_read(rq, v, f);
	if (*dropped || v->checked)
		return true;
	if (intake_form_check(rq->desk.office, f, &why) != OK) {
		v->fault = intake_fault(rq, &why);
		return true;
	}
	return fresh;
}

/* Past the number from one source, or in a flood: the page again, with a wait that anybody can wait. */
static bool slowed(struct request *rq, struct report_view *v)
{
	struct gate_answer *gate = arena_new(rq->desk.arena, struct gate_answer);
	bool in = intake_may_enter(rq, v->patience, typed(rq, "proof"), gate);
	v->wait = gate->wait;
	v->patience = gate->ticket;
	v->puzzle = gate->puzzle;
	v->zeros = gate->zeros;
	v->flood = gate->flood;
	return !in;
}

/* A report of the form on its way to the store. */
struct sending {
	struct report_view v;
	struct intake_form f;
	struct arrival *arrival;
};

static enum status sent_write(struct tx *tx, struct request *rq, void *work, struct err *e)
{
	return intake_write(tx, ((struct sending *)work)->arrival, e);
}

static enum status sent_answer(struct request *rq, void *work, enum status outcome, struct err *e)
{
	struct sending *s = work;
	if (outcome == OK)
		return rq_redirect(rq, "/tanda-terima/%s", intake_ticket(s->arrival));
	s->v.fault = intake_fault(rq, e);
	return form_again(rq, &s->v, &s->f, e);
}

enum status report_form_send(struct request *rq, struct err *e)
{
	struct sending *s = arena_new(rq->desk.arena, struct sending);
	struct err why = {0};
	struct desk reporter = as_reporter(rq);
	view_read(rq, &s->v);
	TRY(form_read(rq, &s->v, &s->f, e));
	if (not_yet(rq, &s->v, &s->f, true) || slowed(rq, &s->v))
		return form_again(rq, &s->v, &s->f, e);
	enum status status = intake_prepare(&reporter, &s->f, &s->arrival, &why);
	return status == OK ? rq_later(rq, sent_write, sent_answer, s) : sent_answer(rq, s, status, &why);
}

enum status counter_show(struct request *rq, struct err *e)
{
	struct report_view v;
	struct intake_form f;
	view_read(rq, &v);
	TRY(reports_read(rq, COUNTER_LATEST, &v.latest, e));
	TRY(form_read(rq, &v, &f, e));
	return form_again(rq, &v, &f, e);
}

enum status counter_send(struct request *rq, struct err *e)
{
	struct report_view v;
	struct intake_form f;
	struct intake_receipt receipt;
	struct err why = {0};
	view_read(rq, &v);
	TRY(reports_read(rq, COUNTER_LATEST, &v.latest, e));
	TRY(form_read(rq, &v, &f, e));
	bool by_phone = text_eq(v.channel, "phone"), by_letter = text_eq(v.channel, "letter");
	f.channel = by_phone ? "phone" : by_letter ? "letter" : "counter";
	if (received_read(rq, &v, &f, &why) != OK) {
		v.fault = received_fault(rq, &why);
		return form_again(rq, &v, &f, e);
	}
	if (not_yet(rq, &v, &f, false))
		return form_again(rq, &v, &f, e);
	if (intake_receive(&rq->desk, &f, &receipt, &why) != OK) {
		v.fault = intake_fault(rq, &why);
		return form_again(rq, &v, &f, e);
	}
	return rq_redirect(rq, "/kerja/loket/%s", ticket_make(&rq->desk, receipt.report, receipt.code));
}

static enum status qr_draw(struct request *rq, const char *text, const char *title, const char **ret,
			   struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	TRY(paper_qr_svg(&b, text, title, e));
	*ret = buf_arena(rq->desk.arena, &b);
	return OK;
}

static void code_parts(struct arena *a, struct receipt_view *v)
{
	v->groups = (struct word_list){arena_array(a, struct word, 4), 4};
	v->words = (struct word_list){arena_array(a, struct word, CODE_WORDS), CODE_WORDS};
	for (size_t i = 0; i < 4; i++)
		v->groups.items[i].text = arena_strndup(a, v->receipt.code + 4 * i, 4);
	for (size_t i = 0; i < CODE_WORDS; i++)
		v->words.items[i].text = v->receipt.words[i];
}

static enum status receipt_read(struct request *rq, struct receipt_view *v, struct err *e)
{
	const char *code;
	int64_t report;
	scoped(tx_rollback) struct tx tx = {0};
	*v = (struct receipt_view){.ticket = rq->segments[0], .last4 = "", .qr = ""};
	TRY(ticket_read(&rq->desk, v->ticket, &report, &code, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(intake_receipt_of(&tx, &rq->desk, report, code, &v->receipt, e));
	TRY(tx_commit(&tx, e));
	v->shown = *code != 0;
	v->saved = !v->shown;
	v->follow = ticket_make(&rq->desk, report, "");
	if (!v->shown)
		return OK;
	code_parts(rq->desk.arena, v);
	return qr_draw(rq, code,
		       say(rq, "Kode QR berisi 16 angka yang sama", "QR code with the same 16 digits"),
		       &v->qr, e);
}

static enum status receipt_page(struct request *rq, struct receipt_view *v)
{
	struct page p = page_of(rq, "Tanda terima", "Receipt");
	v->staff = at_counter(rq);
	page_tanda_terima(rq->out, &p, v);
	return OK;
}

enum status receipt_show(struct request *rq, struct err *e)
{
	struct receipt_view v;
	struct err why = {0};
	enum status status = receipt_read(rq, &v, &why);
	if (status == NOT_FOUND)
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	return receipt_page(rq, &v);
}

enum status counter_receipt(struct request *rq, struct err *e)
{
	struct receipt_view v;
	TRY(receipt_read(rq, &v, e));
	return receipt_page(rq, &v);
}

/* "Before leaving, the page asks for the last four digits" (N13). */
enum status receipt_saved(struct request *rq, struct err *e)
{
	struct receipt_view v;
	struct err why = {0};
	enum status status = receipt_read(rq, &v, &why);
	if (status == NOT_FOUND)
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	v.last4 = text_digits(rq->desk.arena, typed(rq, "last4"));
	if (!v.shown || (strlen(v.last4) == 4 && text_ends(v.receipt.code, v.last4)))
		return rq_redirect(rq, "/tanda-terima/%s", v.follow);
	rq->http = 422;
	v.fault = (struct fault){"last4", say(rq, "Belum sama dengan empat angka terakhir kode di atas.",
					      "Not yet the last four digits of the code above.")};
	return receipt_page(rq, &v);
}

static const char *receipt_markdown(struct request *rq, const struct intake_receipt *r)
{
	struct arena *a = rq->desk.arena;
	char at[64];
	instant_long(r->at, rq->desk.office->zone, ID, at);
	const char *code = "";
	if (*r->code)
		code = arena_printf(
			a,
			"Kode untuk melacak laporan, hanya ada di lembar ini:\n\n## %.4s %.4s %.4s %.4s\n\n"
			"atau enam kata: **%s %s %s %s %s %s**\n\n",
			r->code, r->code + 4, r->code + 8, r->code + 12, r->words[0], r->words[1],
			r->words[2], r->words[3], r->words[4], r->words[5]);
	const char *note = *r->counter_note ? arena_printf(a, "Batas penyampaian: %s\n\n", r->counter_note) : "";
	return arena_printf(a,
			    "Telah diterima sebuah laporan pada %s, dengan nomor **%s**, %zu berkas.\n\n%s%s"
			    "Yang akan memperkuat laporan: %d dari %d hal sudah ada. Itu bukan syarat; "
			    "laporan ini sudah diterima. "
			    "Kajian awal menyusul, dan bila ada yang perlu dilengkapi, daftarnya ada di "
			    "halaman Lacak.\n\n"
			    "Baris bukti, dapat diperiksa siapa pun tanpa membuka isinya. Bukti bahwa ia tidak dihapus "
			    "dapat disimpan dari halaman di QR, paling lambat mulai besok:\n\n`%s`\n",
			    at, r->number, r->files, code, note, r->elements.have, r->elements.of, r->line);
}

/* The receipt as a PDF: the same words as on the page, with the QR that checks it. */
enum status receipt_print(struct request *rq, struct err *e)
{
	struct receipt_view v;
	struct err why = {0};
	struct str pdf;
	rq->desk.lang = ID; /* papers are in Indonesian */
	enum status status = receipt_read(rq, &v, &why);
	if (status == NOT_FOUND)
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	struct arena *a = rq->desk.arena;
	struct paper_letter l = {
		.title = "Tanda terima",
		.heading = "TANDA BUKTI PENYAMPAIAN LAPORAN",
		.markdown = receipt_markdown(rq, &v.receipt),
		.check_url = arena_printf(a, "%s/periksa/%s", rq_public_address(rq), v.receipt.check_code),
		.foot = v.receipt.number,
		.made = v.receipt.at,
	};
	TRY(docket_letterhead_alone(&rq->desk, &l, e));
	TRY(paper_pdf(a, &l, &pdf, e));
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = "tanda-terima.pdf";
	return OK;
}

/* The code as a picture for the phone's gallery. The file's name says nothing of what it is for. */
enum status receipt_picture(struct request *rq, struct err *e)
{
	struct receipt_view v;
	struct err why = {0};
	struct str png;
	struct arena *a = rq->desk.arena;
	enum status status = receipt_read(rq, &v, &why);
	if (status == NOT_FOUND || (status == OK && !v.shown))
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	const char *c = v.receipt.code, *const *w = v.receipt.words;
	struct card_line lines[] = {
		{CARD_SMALL, say(rq, "Kode 16 angka", "Code of 16 digits")},
		{CARD_CODE, arena_printf(a, "%.4s %.4s\n%.4s %.4s", c, c + 4, c + 8, c + 12)},
		{CARD_SMALL, say(rq, "atau enam kata", "or six words")},
		{CARD_WORDS, arena_printf(a, "%s %s %s\n%s %s %s", w[0], w[1], w[2], w[3], w[4], w[5])},
		{CARD_SMALL,
		 arena_printf(a, "%s%s", v.receipt.number,
			      rq->desk.office->drill ? say(rq, "\ndata latihan", "\ntraining data") : "")},
	};
	TRY(paper_card_png(a, lines, sizeof lines / sizeof *lines, c, &png, e));
	buf_raw(rq->out, png.s, png.n);
	rq->content_type = "image/png";
	rq->download = "catatan.png";
	return OK;
}
