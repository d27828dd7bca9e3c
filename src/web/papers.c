/* papers.c -- pages about papers: all of a file, in a list and in one PDF; the signature of one letter; the office's templates.
 *
 * A national number and a passphrase come in one form, are handed to the signer once, and are shown by no page again; the
 * request's memory is overwritten when it is given back (cli/harden.c).
 */
#include "web/papers_views.h"

#include "desk/docket/letters.h"
#include "desk/evidence/evidence.h"
#include "page_case_letter.h"
#include "page_case_papers.h"
#include "page_template.h"
#include "page_templates.h"

#include <string.h>

#define SCAN_MAX            (21 * MIB)
#define SIGN_TRIES_PER_HOUR 60 /* of one source */

static const char *short_day_of(const struct request *rq, struct instant at)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(rq->desk.arena, day_short(day_of_instant(at, rq->desk.office->zone), rq->lang, text));
}

static const char *joined(struct arena *a, const char *const list[], size_t n)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", list[i]);
	return buf_arena(a, &b);
}

/* ---- the papers of a file ---- */

static void papers_fill(struct request *rq, const struct bundle *b, struct papers_view *v)
{
	struct arena *a = rq->desk.arena;
	for (size_t i = 0; i < b->lines.n; i++) {
		const struct bundle_line *x = &b->lines.items[i];
		struct papers_line l = {.id = x->row->id, .number = (int64_t)i + 1, .name = x->name, .part = x->part,
					.letter_number = x->row->number ? x->row->number : "", .person = x->row->person_name ? x->row->person_name : "",
					.day = short_day_of(rq, x->row->made_at), .sha256 = arena_printf(a, "%.16s…", x->row->sha256),
					.lacks = joined(a, x->lacks, x->n_lacks), .signed_by = ""};
		if (!instant_is_none(x->row->signed_at))
			l.signed_by = x->row->signed_by ? x->row->signed_by : say(rq, "ditandatangani", "signed");
		ARENA_PUSH(a, &v->lines, l);
	}
	for (size_t i = 0; i < b->lacks.n; i++) {
		const struct bundle_lack *x = &b->lacks.items[i];
		struct papers_lack l = {.name = x->name, .person = x->person, .why = x->why, .by_hand = x->by_hand};
		ARENA_PUSH(a, &v->lacks, l);
	}
	v->marks = b->marks;
}

static void forms_put(struct request *rq, struct papers_view *v)
{
	const char *chosen = typed(rq, "form", "");
	for (size_t i = 0; i < letter_kinds_n; i++)
		if (letter_kinds[i].by_hand)
			option_put(rq, &v->forms, letter_kinds[i].form,
				   strcmp(letter_kinds[i].form, "general")
					   ? form_name_of(rq, v->f.file.law, v->f.file.procedure, letter_kinds[i].form)
					   : say(rq, "Surat lain", "Another letter"),
				   chosen);
}

static enum status papers_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct papers_view v = {0};
	struct bundle b;
	TRY(file_page_open(rq, &v.f, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(docket_bundle(&tx, &rq->desk, v.f.head.id, &b, e));
	}
	papers_fill(rq, &b, &v);
	forms_put(rq, &v);
	v.recipient = typed(rq, "recipient", "");
	v.text = typed(rq, "text", "");
	if (fault)
		v.f.fault = *fault;
	struct page p = page_of(rq, "Surat berkas", "Papers of a file");
	page_case_papers(rq->out, &p, &v);
	return OK;
}

static enum status papers_page(struct request *rq, struct err *e) { return papers_show(rq, NULL, e); }

static enum status papers_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *form, *recipient, *text;
	struct letter_made made;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "form", 60, true, &form, e));
	TRY(rq_form_text(rq, "recipient", 400, false, &recipient, e));
	TRY(rq_form_text(rq, "text", TEXT_FIELD, true, &text, e));
	return handle_letter_make(&rq->desk, id, form, recipient, text, &made, e);
}

static enum status papers_take(struct request *rq, struct err *e)
{
	return file_answer(rq, papers_do(rq, e), "/surat", papers_show, e);
}

static enum status bundle_show(struct request *rq, struct err *e)
{
	struct file_page f = {0};
	struct str pdf;
	int pages;
	TRY(file_page_open(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_bundle_pdf(&tx, &rq->desk, f.head.id, &pdf, &pages, e));
	return file_bytes(rq, pdf, "application/pdf", "bundel.pdf");
}

/* ---- one letter ---- */

static enum status letter_row(struct request *rq, struct tx *tx, int64_t case_file, struct bundle_letters_row *ret, struct err *e)
{
	int64_t letter;
	struct bundle_letters_rows rows;
	TRY(rq_segment_id(rq, 1, &letter, e));
	TRY(bundle_letters(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].id == letter) {
			*ret = rows.items[i];
			return OK;
		}
	return FAIL(e, NOT_FOUND, "this paper is not in the file");
}

static enum status tries_fill(struct request *rq, struct tx *tx, struct letter_view *v, struct err *e)
{
	struct signings_of_rows rows;
	TRY(signings_of(tx, v->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct signings_of_row *r = &rows.items[i];
		struct signing_line l = {.when = moment_text(rq, r->at), .who = r->user_name ? r->user_name : "", .words = r->words,
					 .sha256 = r->sha256 ? r->sha256 : "", .good = !strcmp(r->outcome, "signed")};
		ARENA_PUSH(rq->desk.arena, &v->tries, l);
	}
	return OK;
}

static void letter_words(struct request *rq, const struct bundle_letters_row *r, const struct paper_letter *sheet, struct letter_view *v)
{
	struct arena *a = rq->desk.arena;
	char day[DAY_TEXT_MAX];
	v->id = r->id;
	v->name = form_name_of(rq, v->f.file.law, v->f.file.procedure, r->form);
	v->number = r->number ? r->number : "";
	v->person = r->person_name ? r->person_name : "";
	v->day = short_day_of(rq, r->made_at);
	v->sha256 = r->sha256;
	v->check_code = r->check_code;
	v->signer = !sheet->sign_title ? "" : arena_printf(a, "%s %s", sheet->sign_title, sheet->sign_name ? sheet->sign_name : "");
	v->template_words = !r->sheet ? say(rq, "bawaan", "built in") : arena_printf(a, say(rq, "versi %lld", "version %lld"), (long long)r->version);
	v->lacks = r->missing ? arena_printf(a, say(rq, "%lld isian", "%lld facts"), (long long)r->missing) : "";
	v->is_signed = !instant_is_none(r->signed_at);
	v->signed_by = r->signed_by ? r->signed_by : "";
	v->signed_at = day_is_none(r->signed_on) ? moment_text(rq, r->signed_at) : arena_strdup(a, day_long(r->signed_on, rq->lang, day));
	v->has_copy = !text_blank(r->scan_sha256);
}

static enum status letter_sign_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct letter_view v = {0};
	struct bundle_letters_row row;
	struct paper_letter sheet;
	TRY(file_page_open(rq, &v.f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(letter_row(rq, &tx, v.f.head.id, &row, e));
	TRY(docket_letter_sheet(&tx, &rq->desk, &row, &sheet, e));
	letter_words(rq, &row, &sheet, &v);
	TRY(tries_fill(rq, &tx, &v, e));
	v.ink = docket_sign_backend(rq->desk.office) != SIGN_NONE;
	v.bsre = docket_sign_backend(rq->desk.office) == SIGN_BSRE;
	v.may_sign = docket_sign_may(&rq->desk, &sheet);
	v.today = typed(rq, "signed_on", iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone)));
	v.typed_signer = typed(rq, "signer", "");
	if (fault)
		v.f.fault = *fault;
	struct page p = page_of(rq, "Tanda tangan surat", "Signature of a letter");
	page_case_letter(rq->out, &p, &v);
	return OK;
}

static enum status letter_sign_page(struct request *rq, struct err *e) { return letter_sign_show(rq, NULL, e); }

static enum status ink_do(struct request *rq, int64_t id, int64_t letter, struct err *e)
{
	struct sign_ink as = {.name = "pindaian"};
	TRY(rq_form_day(rq, "signed_on", true, &as.on, e));
	TRY(rq_form_text(rq, "signer", 200, false, &as.signer, e));
	if (rq->n_uploads) {
		as.bytes = rq->uploads[0].bytes;
		as.name = rq->uploads[0].name;
	}
	return docket_sign_ink(&rq->desk, id, letter, &as, e);
}

static enum status bsre_do(struct request *rq, int64_t id, int64_t letter, struct err *e)
{
	const char *nik = rq_form(rq, "nik"), *passphrase = rq_form(rq, "passphrase");
	struct sign_done done;
	TRY(rq_limit(rq, "sign", SIGN_TRIES_PER_HOUR, e));
	TRY(docket_sign_electronic(&rq->desk, id, letter, nik ? nik : "", passphrase ? passphrase : "", &done, e));
	const char *field = !strcmp(done.outcome, "passphrase") ? "passphrase" : !strcmp(done.outcome, "not_registered") ? "nik" : NULL;
	return done.signed_ ? OK : FAIL_FIELD(e, INVALID, field, "%s", done.words);
}

static enum status letter_sign_do(struct request *rq, struct err *e)
{
	int64_t id, letter;
	struct file_page f = {0};
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &letter, e));
	TRY(file_page_open(rq, &f, e));
	return text_eq(rq_form(rq, "cara"), "bsre") ? bsre_do(rq, id, letter, e) : ink_do(rq, id, letter, e);
}

static enum status letter_sign_take(struct request *rq, struct err *e)
{
	const char *to = arena_printf(rq->desk.arena, "/surat/%s/tanda-tangan", rq->segments[1]);
	return file_answer(rq, letter_sign_do(rq, e), to, letter_sign_show, e);
}

static enum status letter_copy_show(struct request *rq, struct err *e)
{
	int64_t letter;
	struct file_page f = {0};
	struct letter_get_row row;
	struct str bytes;
	struct evidence_file_get_row file;
	TRY(rq_segment_id(rq, 1, &letter, e));
	TRY(file_page_open(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(letter_get(&tx, letter, &row, e));
	if (row.case_file != f.head.id || !row.scan)
		return FAIL(e, NOT_FOUND, "this paper has no signed copy");
	TRY(evidence_file_read(&tx, &rq->desk, row.scan, &bytes, &file, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, file.type, "salinan");
}

/* ---- templates ---- */

static const char *template_name(struct request *rq, const char *form)
{
	static const char *const others[][3] = {{"general", "Surat lain", "Another letter"},
						{"circular", "Surat imbauan atau edaran", "Circular letter"},
						{"circular_reminder", "Pengingat surat edaran", "Reminder of a circular letter"},
						{"clock_sum", "Hitungan tenggat", "Count of a deadline"},
						{"calendar_change", "Tenggat yang berubah", "Deadlines that moved"}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!strcmp(form, others[i][0]))
			return say(rq, others[i][1], others[i][2]);
	return form_name_of(rq, desk_law(&rq->desk), PILKADA, form);
}

static enum status templates_page(struct request *rq, struct err *e)
{
	struct templates_view v = {0};
	struct templates_in_use_rows uses;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(templates_in_use(&tx, rq->desk.office->id, &uses, e));
	for (size_t i = 0; i < letter_kinds_n; i++) {
		const struct letter_kind *k = &letter_kinds[i];
		struct template_line l = {.form = k->form, .name = template_name(rq, k->form), .part = k->part, .maker = k->maker, .when = k->when, .by = ""};
		for (size_t n = 0; n < uses.n; n++)
			if (!strcmp(uses.items[n].form, k->form)) {
				l.version = uses.items[n].version;
				l.by = arena_printf(rq->desk.arena, "%s, %s", uses.items[n].user_name ? uses.items[n].user_name : "",
						    short_day_of(rq, uses.items[n].at));
			}
		ARENA_PUSH(rq->desk.arena, &v.lines, l);
	}
	struct page p = page_of(rq, "Templat surat", "Letter templates");
	page_templates(rq->out, &p, &v);
	return OK;
}

static enum status uses_fill(struct request *rq, struct tx *tx, struct template_view *v, struct err *e)
{
	struct template_uses_rows rows;
	TRY(template_uses(tx, rq->desk.office->id, v->form, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct template_uses_row *r = &rows.items[i];
		struct template_use u = {.version = r->version, .printed = r->printed, .when = moment_text(rq, r->at),
					 .who = r->user_name ? r->user_name : "", .reason = r->reason, .now = i == 0,
					 .sha256 = r->sha256 ? arena_printf(rq->desk.arena, "%.16s…", r->sha256) : ""};
		ARENA_PUSH(rq->desk.arena, &v->uses, u);
	}
	return OK;
}

static void faults_fill(struct request *rq, struct template_view *v)
{
	struct template_faults faults;
	struct arena *a = rq->desk.arena;
	if (docket_template_check(a, v->form, str_of(v->text), &faults, NULL) != OK)
		return;
	for (size_t i = 0; i < faults.n; i++) {
		struct template_fault_view line = {arena_printf(a, "%s %d: %s", say(rq, "baris", "line"), faults.items[i].line,
								rq->lang == EN ? faults.items[i].text_en : faults.items[i].text)};
		ARENA_PUSH(a, &v->faults, line);
	}
}

static void facts_fill(struct request *rq, struct template_view *v)
{
	struct template_facts facts;
	docket_template_facts(rq->desk.arena, v->form, &facts);
	for (size_t i = 0; i < facts.n; i++) {
		struct template_fact_view f = {facts.items[i].name, facts.items[i].label};
		ARENA_PUSH(rq->desk.arena, &v->facts, f);
	}
}

/* @text: what somebody wrote and could not save; else the version that ?versi= names, else the one that prints. */
static enum status template_show(struct request *rq, const char *text, const struct fault *fault, struct err *e)
{
	struct template_view v = {.form = rq->segments[0], .reason = typed(rq, "reason", ""), .done = ""};
	struct letter_text now, shown;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_template(&tx, &rq->desk, v.form, &now, e));
	v.version = v.shown = now.version;
	v.based_on = edit_version(rq, "based_on", now.version);
	if (rq_query(rq, "versi"))
		TRY(int_parse(rq_query(rq, "versi"), 0, INT32_MAX, &v.shown, e));
	TRY(docket_template_version(&tx, &rq->desk, v.form, v.shown, &shown, e));
	v.text = text ? text : arena_strndup(rq->desk.arena, shown.text.s, shown.text.n);
	TRY(uses_fill(rq, &tx, &v, e));
	facts_fill(rq, &v);
	v.name = template_name(rq, v.form);
	if (text_eq(rq_query(rq, "selesai"), "1"))
		v.done = say(rq, "Tersimpan. Surat yang dibuat sejak sekarang memakai versi ini; yang lama tidak berubah.",
			     "Saved. Letters made from now on take this version; older ones do not change.");
	if (fault) {
		v.fault = *fault;
		faults_fill(rq, &v);
	}
	struct page p = page_of(rq, "Templat surat", "Letter template");
	page_template(rq->out, &p, &v);
	return OK;
}

static enum status template_page(struct request *rq, struct err *e) { return template_show(rq, NULL, NULL, e); }

static enum status template_preview(struct request *rq, struct str text, struct err *e)
{
	struct str pdf;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_template_preview(&tx, &rq->desk, rq->segments[0], text, &pdf, e));
	return file_bytes(rq, pdf, "application/pdf", "pratinjau.pdf");
}

static enum status template_do(struct request *rq, const char **ret_text, struct err *e)
{
	const char *form = rq->segments[0], *what = rq_form(rq, "do"), *reason;
	int64_t version, made;
	TRY(rq_form_text(rq, "reason", 1000, false, &reason, e));
	if (text_eq(what, "back")) {
		TRY(rq_form_int(rq, "version", 0, INT32_MAX, &version, e));
		return docket_template_back(&rq->desk, form, version, reason, e);
	}
	TRY(rq_form_text(rq, "text", TEMPLATE_MAX, true, ret_text, e));
	struct str text = str_of(arena_printf(rq->desk.arena, "%s\n", *ret_text)); /* a form's value has lost its last line break */
	if (text_eq(what, "preview"))
		return template_preview(rq, text, e);
	TRY(rq_form_int(rq, "based_on", 0, INT32_MAX, &version, e));
	return docket_template_save(&rq->desk, form, text, reason, version, &made, e);
}

static enum status template_take(struct request *rq, struct err *e)
{
	const char *text = NULL;
	enum status status = template_do(rq, &text, e);
	if (status == OK && rq->content_type)
		return OK; /* the preview */
	if (status == OK)
		return rq_redirect(rq, "/kerja/templat/%s?selesai=1", rq->segments[0]);
	if (status_http(status) >= 500 || status == NOT_FOUND || status == FORBIDDEN)
		return status;
	struct fault fault = rq_fault(rq, e);
	return template_show(rq, text, &fault, e);
}

static const struct route routes[] = {
	/* method path                                            who         handler             body limit, menu */
	{GET, "/kerja/perkara/{id}/surat", RIGHT_CASE, papers_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/surat", RIGHT_CASE, papers_take, 64 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/bundel", RIGHT_CASE, bundle_show, 0, "perkara"},
	{GET, "/kerja/perkara/{id}/surat/{letter}/tanda-tangan", RIGHT_CASE, letter_sign_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/surat/{letter}/tanda-tangan", RIGHT_CASE, letter_sign_take, SCAN_MAX, "perkara"},
	{GET, "/kerja/perkara/{id}/surat/{letter}/salinan", RIGHT_CASE, letter_copy_show, 0, "perkara"},
	{GET, "/kerja/templat", RIGHT_CASE, templates_page, 0, "perkara"},
	{GET, "/kerja/templat/{form}", RIGHT_CASE, template_page, 0, "perkara"},
	{POST, "/kerja/templat/{form}", RIGHT_CASE, template_take, 256 * KIB, "perkara"},
};
const struct route_list papers_routes = {routes, sizeof routes / sizeof routes[0]};
