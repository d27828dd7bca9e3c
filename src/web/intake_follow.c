/* intake_follow.c -- following a report by its code, checking papers, and the same for programs (API).
 *
 * What was sent is never shown again, neither the report nor later messages: whoever finds a code learns the stage,
 * the next date, what the office wrote, and on which days something was sent. Codes go from page to page in a sealed ticket that dies after half an hour; nothing is put in a
 * cookie.
 */
#include "web/intake.h"

#include "base/log.h"
#include "desk/intake/upload.h"
#include "desk/outreach/event.h"
#include "desk/pledge/comply.h"
#include "desk/pledge/joint.h"

#include "page_lacak.h"
#include "page_lacak_isi.h"
#include "page_periksa.h"

#include <sodium.h>
#include <string.h>

#define API_TEXT_MAX      (REPORT_BODY)
#define LINE_MAX_BYTES    2000
#define MESSAGES_PER_HOUR 120 /* of one source; a village may share one address */

static enum status ask_page(struct request *rq, struct follow_view *v)
{
	struct page p = page_of(rq, "Lacak", "Follow up");
	v->over = rq_query(rq, "habis") != NULL;
	page_lacak(rq->out, &p, v);
	return OK;
}

enum status follow_ask(struct request *rq, struct err *e)
{
	struct follow_view v = {.typed = ""};
	return ask_page(rq, &v);
}

enum status follow_open(struct request *rq, struct err *e)
{
	const char *typed = rq_form(rq, "code"), *code;
	struct follow_view v = {.typed = typed ? typed : ""};
	struct err why = {0};
	int64_t report;
	enum status status = code_try(rq, v.typed, &report, &code, &why);
	if (status == OK)
		return rq_redirect(rq, "/lacak/%s", ticket_make(&rq->desk, report, ""));
	if (status != NOT_FOUND && status != TOO_MANY)
		return *e = why, status;
	v.fault = rq_fault(rq, &why);
	return ask_page(rq, &v);
}

/* Whoever holds the code is the reporter, even an officer who is logged in beside it. */
static struct desk reporter_desk(const struct request *rq)
{
	struct desk d = rq->desk;
	d.user = 0;
	d.role = ROLE_NONE;
	return d;
}

/* The stage, read again when showing it has just told the reporter what they did not know. */
static enum status stage_shown(struct request *rq, int64_t report, struct intake_stage *s, struct err *e)
{
	struct desk reporter = reporter_desk(rq);
	if (!s->to_read)
		return OK;
	TRY(intake_notice_read(&reporter, report, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&reporter, READ, &tx, e));
	TRY(intake_stage_of(&tx, &reporter, report, rq->lang, s, e));
	return tx_commit(&tx, e);
}

/* The office learns that its messages were read, not when; a page must not fail for it. */
static void talk_seen(struct request *rq, int64_t report, const struct messages_of_rows *shown)
{
	struct err e = {0};
	struct desk reporter = reporter_desk(rq);
	if (intake_talk_seen(&reporter, report, shown, &e) != OK)
		log_err("talk_seen", &e);
}

/* The report of the ticket and all that its reporter may see. */
static enum status follow_read(struct request *rq, struct follow_view *v, int64_t *ret_report, struct err *e)
{
	const char *code;
	struct report_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	const struct settings *s = rq->desk.office->settings;
	*v = (struct follow_view){.ticket = rq->segments[0], .text = ""};
	TRY(ticket_read(&rq->desk, v->ticket, ret_report, &code, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, *ret_report, &row, e));
	TRY(intake_stage_of(&tx, &rq->desk, *ret_report, rq->lang, &v->stage, e));
	TRY(messages_of(&tx, *ret_report, &v->messages, e));
	TRY(tx_commit(&tx, e));
	TRY(stage_shown(rq, *ret_report, &v->stage, e));
	talk_seen(rq, *ret_report, &v->messages);
	v->number = row.number, v->at = row.at;
	v->file_max_mib = settings_int(s, "intake.file_max_mib");
	v->files_max = settings_int(s, "intake.files_max");
	v->sent = rq_query(rq, "terkirim") != NULL;
	return OK;
}

static enum status follow_page(struct request *rq, const struct follow_view *v)
{
	struct page p = page_of(rq, "Lacak", "Follow up");
	page_lacak_isi(rq->out, &p, v);
	return OK;
}

enum status follow_show(struct request *rq, struct err *e)
{
	struct follow_view v;
	struct err why = {0};
	int64_t report;
	enum status status = follow_read(rq, &v, &report, &why);
	if (status == NOT_FOUND)
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	return follow_page(rq, &v);
}

static enum status message_send(struct request *rq, int64_t report, const struct intake_message *m,
				struct err *e)
{
	struct desk reporter = reporter_desk(rq);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&reporter, WRITE, &tx, e));
	TRY(intake_message_add(&tx, &reporter, report, m, e));
	return tx_commit(&tx, e);
}

enum status follow_send(struct request *rq, struct err *e)
{
	struct follow_view v;
	struct err why = {0};
	int64_t report;
	enum status status = follow_read(rq, &v, &report, &why);
	if (status == NOT_FOUND)
		return rq_redirect(rq, "/lacak?habis=1");
	if (status != OK)
		return *e = why, status;
	struct intake_message m = {.kind = rq_form(rq, "complete") ? "completion" : "message",
				   .text = rq_form(rq, "text"),
				   .once = rq->idempotency_key};
	m.n_files = intake_uploads(rq, rq_form(rq, "drop_place") != NULL, &m.files);
	status = rq_limit(rq, "message", MESSAGES_PER_HOUR, &why);
	if (status == OK && message_send(rq, report, &m, &why) == OK)
		return rq_redirect(rq, "/lacak/%s?terkirim=1#pesan", v.ticket);
	v.text = m.text ? m.text : "";
	v.fault = intake_fault(rq, &why);
	if (text_eq(v.fault.field, "text") && why.status == INVALID && strstr(why.why, "needs words"))
		v.fault.text = say(rq, "Pesan belum berisi. Tulis beberapa kata atau pilih satu berkas.",
				   "The message is empty. Write a few words or choose a file.");
	return follow_page(rq, &v);
}

/* Papers and receipts. */

static enum status check_page(struct request *rq, const struct check_view *v)
{
	struct page p = page_of(rq, "Periksa surat", "Check a paper");
	if (v->asked && !v->found)
		rq->http = 404;
	page_periksa(rq->out, &p, v);
	return OK;
}

enum status check_ask(struct request *rq, struct err *e)
{
	struct check_view v = {.typed = ""};
	return check_page(rq, &v);
}

static enum status check_read(struct request *rq, struct check_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	enum status status = strchr(v->typed, '|')
				     ? intake_check_line(&tx, &rq->desk, v->typed, &v->check, e)
				     : intake_check_code(&tx, &rq->desk, v->typed, &v->check, e);
	if (status != OK)
		return status;
	v->place = (struct log_place){.picture = ""};
	if (text_eq(v->check.kind, "receipt") && v->check.good)
		TRY(log_place_of(&tx, rq, v->check.position, &v->place, e));
	return tx_commit(&tx, e);
}

static enum status check_show(struct request *rq, const char *typed, struct err *e)
{
	struct check_view v = {.typed = typed ? typed : "", .asked = true};
	struct err why = {0};
	if (strlen(v.typed) > LINE_MAX_BYTES)
		v.typed = "";
	enum status status = check_read(rq, &v, &why);
	if (status != OK && status != NOT_FOUND && status != INVALID && status != BROKEN)
		return *e = why, status;
	v.found = status == OK;
	return check_page(rq, &v);
}

enum status check_line_show(struct request *rq, struct err *e)
{
	return check_show(rq, rq_form(rq, "code"), e);
}

/* So has the certificate of an event. */
static enum status event_known(struct request *rq, const char *code, bool *ret, struct err *e)
{
	struct outreach_entry_of_certificate_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(outreach_entry_of_certificate(&tx, code, rq->desk.office->id, ret, &row, e));
	return tx_commit(&tx, e);
}

/* What else has a code of the same kind, and the page that shows it. */
static enum status pledge_known(struct request *rq, const char *code, const char **ret_under, struct err *e)
{
	struct pledge_evidence_row evidence;
	struct joint_of_code_row joint;
	struct certificate_of_code_row certificate;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_evidence(&tx, code, rq->desk.office->id, &found, &evidence, e));
	*ret_under = found ? "bukti" : NULL;
	TRY(certificate_of_code(&tx, code, &found, &certificate, e));
	*ret_under = found ? "kepatuhan" : *ret_under;
	TRY(joint_of_code(&tx, code, rq->desk.office->id, &found, &joint, e));
	*ret_under = found ? "deklarasi" : *ret_under;
	return tx_commit(&tx, e);
}

enum status check_code_show(struct request *rq, struct err *e)
{
	const char *under;
	bool event;
	TRY(pledge_known(rq, rq->segments[0], &under, e));
	if (under)
		return rq_redirect(rq, "/ikrar/%s/%s", under, rq->segments[0]);
	TRY(event_known(rq, rq->segments[0], &event, e));
	if (event)
		return rq_redirect(rq, "/sosialisasi/bukti/%s", rq->segments[0]);
	return check_show(rq, rq->segments[0], e);
}

/* The API: CONTRACT 3. */

static const char *json_one_text(const struct json *j)
{
	return j && j->kind == J_TEXT ? j->text.s : "";
}

static struct day json_day(struct arena *a, const char *s, struct intake_form *f)
{
	struct day day;
	if (text_blank(s))
		return DAY_NONE;
	if (day_parse(s, &day, NULL) == OK)
		return day;
	f->said_when = text_clip(a, s, 60);
	return DAY_NONE;
}

/* "links": a list of texts, or one text. */
static void api_links(struct arena *a, const struct json *j, struct intake_form *f)
{
	size_t n = !j ? 0 : j->kind == J_ARRAY ? j->n : 1;
	f->links.items = arena_array(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const char *s = json_one_text(j->kind == J_ARRAY ? &j->items[i] : j);
		if (!text_blank(s))
			f->links.items[f->links.n++] = s;
	}
}

static size_t api_people(const struct json *j, const char *role, struct intake_person *to)
{
	size_t n = 0;
	for (size_t i = 0; j && j->kind == J_ARRAY && i < j->n; i++) {
		const struct json *one = &j->items[i];
		struct intake_person p = {role,
					  one->kind == J_TEXT ? one->text.s : json_get_text(one, "name", ""),
					  one->kind == J_TEXT ? "" : json_get_text(one, "position", "")};
		if (!text_blank(p.name) || !text_blank(p.position))
			to[n++] = p;
	}
	return n;
}

static void api_persons(struct arena *a, const struct json *j, struct intake_form *f)
{
	const struct json *reported = json_get(j, "reported"), *witnesses = json_get(j, "witnesses");
	size_t most = (reported ? reported->n : 0) + (witnesses ? witnesses->n : 0);
	struct intake_person *to = arena_array(a, struct intake_person, most + 1);
	f->n_persons = api_people(reported, "terlapor", to);
	f->n_persons += api_people(witnesses, "saksi", to + f->n_persons);
	f->persons = to;
}

/* "files": [{"name": "...", "data": "<base64>"}] */
static enum status api_files(struct arena *a, const struct json *j, struct intake_form *f, struct err *e)
{
	if (!j || j->kind != J_ARRAY)
		return OK;
	struct intake_file *to = arena_array(a, struct intake_file, j->n + 1);
	for (size_t i = 0; i < j->n; i++) {
		const char *data = json_get_text(&j->items[i], "data", "");
		size_t size = strlen(data) / 4 * 3 + 3, n;
		unsigned char *bytes = arena_alloc(a, size);
		if (sodium_base642bin(bytes, size, data, strlen(data), "\r\n ", &n, NULL,
				      sodium_base64_VARIANT_ORIGINAL) ||
		    !n)
			return FAIL_FIELD(e, INVALID, "files", "file %zu: expected base64 in \"data\"",
					  i + 1);
		to[f->n_files++] = (struct intake_file){.name = json_get_text(&j->items[i], "name", ""),
							.bytes = {(char *)bytes, n}};
	}
	f->files = to;
	return OK;
}

static const char *api_contact(struct arena *a, const struct json *j)
{
	if (!j || j->kind != J_OBJECT)
		return json_one_text(j);
	const char *all = "";
	for (size_t i = 0; i < j->n; i++)
		if (j->items[i].kind == J_TEXT)
			all = arena_printf(a, "%s%s%s: %s", all, *all ? "; " : "", j->keys[i],
					   j->items[i].text.s);
	return all;
}

static enum status api_form(struct request *rq, struct intake_form *f, const struct json **ret, struct err *e)
{
	struct arena *a = rq->desk.arena;
	const struct json *j, *event;
	TRY(json_read(a, "report", rq->body.s ? rq->body.s : "", rq->body.n, API_TEXT_MAX, &j, e));
	if (j->kind != J_OBJECT)
		return FAIL(e, INVALID, "expected a JSON object");
	event = json_get(j, "event");
	*f = (struct intake_form){
		.once = rq->idempotency_key,
		.channel = text_eq(json_get_text(j, "channel", ""), "web") ? "web" : "api", /* web: our own form's script */
		.english = text_eq(json_get_text(j, "lang", "id"), "en"),
		.text = json_get_text(j, "text", ""),
		.place = json_get_text(event, "place", ""),
		.contact = api_contact(a, json_get(j, "contact")),
	};
	f->event_on = json_day(a, json_get_text(event, "date", ""), f);
	f->known_on = json_day(a, json_get_text(event, "known", ""), f);
	f->files_to_follow = json_get_int(j, "files_to_follow", 0) > 0;
	api_links(a, json_get(j, "links"), f);
	api_persons(a, j, f);
	*ret = j;
	return api_files(a, json_get(j, "files"), f, e);
}

static void put_missing(struct json_out *j, const struct intake_elements *x)
{
	const struct {
		bool there;
		const char *name;
	} all[] = {{x->text, "description"}, {x->place, "place"},     {x->date, "date"},
		   {x->proof, "proof"},      {x->person, "reported"}, {x->witness, "witness"},
		   {x->identity, "contact"}};
	jout_key(j, "missing");
	jout_array(j);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!all[i].there)
			jout_text(j, all[i].name);
	jout_end(j, ']');
}

static void put_receipt(struct request *rq, const struct intake_receipt *r)
{
	struct json_out j = jout_start(rq->out);
	enum zone zone = rq->desk.office->zone;
	jout_object(&j);
	jout_put_text(&j, "code", r->code);
	jout_key(&j, "words");
	jout_array(&j);
	for (size_t i = 0; i < CODE_WORDS; i++)
		jout_text(&j, r->words[i]);
	jout_end(&j, ']');
	jout_put_text(&j, "number", r->number);
	jout_put_text(&j, "upload_ticket", upload_ticket_make(&rq->desk, r->report));
	jout_put_instant(&j, "at", r->at, zone);
	jout_put_bool(&j, "again", r->again);
	jout_put_bool(&j, "late", r->late);
	jout_put_instant(&j, "window_end", r->window_end, zone);
	jout_put_instant(&j, "review_by", r->review_by, zone);
	put_missing(&j, &r->elements);
	jout_put_text(&j, "page", arena_printf(rq->desk.arena, "/tanda-terima/%s", ticket_make(&rq->desk, r->report, r->code)));
	jout_key(&j, "receipt");
	jout_object(&j);
	jout_put_text(&j, "office", rq->desk.office->code);
	jout_put_text(&j, "content", r->content);
	jout_put_text(&j, "check", r->check_code);
	jout_put_int(&j, "index", r->position); /* in the log of receipts; the proof: /periksa/{check}/bukti, a day later */
	jout_put_text(&j, "line", r->line);
	jout_end(&j, '}');
	jout_end(&j, '}');
}

/* A program is asked for the same as a person: 429 with the seconds to wait, the ticket to bring back as "patience", and
 * the puzzle whose solution, as "proof" beside it, is as good as the wait. */
static enum status api_slowed(struct request *rq, const struct json *body, bool *ret)
{
	struct gate_answer gate;
	*ret = !intake_may_enter(rq, json_get_text(body, "patience", ""), json_get_text(body, "proof", ""), &gate);
	if (!*ret)
		return OK;
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "type", "about:blank");
	jout_put_text(&j, "title", "Too Many Requests");
	jout_put_int(&j, "status", 429);
	jout_put_text(&j, "detail", "send the same again after `wait` seconds with `patience` in the body; or at once with a `proof` beside it, "
				    "a number of at most 20 digits such that SHA-256 of \"<puzzle>.<proof>\" begins with `zeros` zero bits");
	jout_put_int(&j, "wait", gate.wait);
	jout_put_text(&j, "patience", gate.ticket);
	jout_put_text(&j, "puzzle", gate.puzzle);
	jout_put_int(&j, "zeros", gate.zeros);
	jout_end(&j, '}');
	rq->content_type = "application/problem+json";
	return OK;
}

static enum status api_write(struct tx *tx, struct request *rq, void *work, struct err *e)
{
	return intake_write(tx, work, e);
}

static enum status api_sent(struct request *rq, void *work, enum status outcome, struct err *e)
{
	struct intake_receipt receipt;
	if (outcome != OK)
		return outcome;
	TRY(intake_receipt_read(work, &receipt, e));
	put_receipt(rq, &receipt);
	rq->http = 201;
	rq->content_type = "application/json";
	return OK;
}

enum status api_report_send(struct request *rq, struct err *e)
{
	struct intake_form f;
	struct arrival *arrival;
	const struct json *body;
	bool wait;
	TRY(api_form(rq, &f, &body, e));
	TRY(intake_form_check(rq->desk.office, &f, e));
	TRY(api_slowed(rq, body, &wait));
	if (wait)
		return OK;
	struct desk sender = reporter_desk(rq); /* a token says who may read, never who reported */
	TRY(intake_prepare(&sender, &f, &arrival, e));
	return rq_later(rq, api_write, api_sent, arrival);
}

static void put_messages(struct json_out *j, const struct messages_of_rows *m, enum zone zone)
{
	jout_key(j, "messages");
	jout_array(j);
	for (size_t i = 0; i < m->n; i++) {
		jout_object(j);
		jout_put_text(j, "from", m->items[i].from_office ? "office" : "reporter");
		jout_put_text(j, "kind", m->items[i].kind);
		jout_put_day(j, "date", day_of_instant(m->items[i].at, zone));
		/* what a reporter sent is not shown to whoever finds the code */
		jout_put_text(j, "text", m->items[i].from_office ? m->items[i].body : "");
		jout_put_int(j, "files", m->items[i].files);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

enum status api_report_stage(struct request *rq, struct err *e)
{
	int64_t report;
	const char *code;
	struct intake_stage stage;
	struct messages_of_rows messages;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(code_try(rq, rq->segments[0], &report, &code, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(intake_stage_of(&tx, &rq->desk, report, rq->lang, &stage, e));
	TRY(messages_of(&tx, report, &messages, e));
	TRY(tx_commit(&tx, e));
	TRY(stage_shown(rq, report, &stage, e));
	talk_seen(rq, report, &messages);
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "stage", stage.text);
	jout_put_text(&j, "state", stage.code);
	jout_put_text(&j, "next", stage.next);
	jout_put_instant(&j, "next_at", stage.next_at, rq->desk.office->zone);
	jout_put_bool(&j, "may_complete", stage.may_complete);
	put_messages(&j, &messages, rq->desk.office->zone);
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}
