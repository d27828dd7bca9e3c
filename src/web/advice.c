/* advice.c -- /tanya: anybody asks, sees answers to like questions before sending, and comes back by a code.
 *
 * Sending has two steps when there is something to say first: like questions that are answered already, or something in the
 * text that could tell who asks. Both work without a script. Nothing of a question is in an address, a log or a cookie. */
#include "web/advice.h"

#include "desk/intake/intake.h"
#include "page_tanya.h"
#include "page_tanya_jawaban.h"
#include "page_tanya_kode.h"
#include "page_tanya_satu.h"
#include "web/api.h"
#include "web/intake.h"

#include <string.h>

#define LOOKS_PER_HOUR 240 /* forms looked at, from one source */
#define LATEST	       6
#define PAGE	       20

const char *advice_phase_words(const char *phase, enum lang lang)
{
	if (text_eq(phase, "before_candidacy"))
		return lang == EN ? "before candidates are determined" : "sebelum calon ditetapkan";
	if (text_eq(phase, "after_candidacy"))
		return lang == EN ? "once candidates are determined" : "sesudah calon ditetapkan";
	return lang == EN ? "all stages" : "semua tahapan";
}

static const char *rule_title(const struct request *rq, const char *code, const char *stored)
{
	const struct law_act *act = text_blank(code) ? NULL : law_act(desk_law(&rq->desk), code);
	return rq->lang == EN && act && !text_blank(act->title_en) ? act->title_en : stored;
}

/* "SKB 5 lembaga 22 September 2022 Lampiran II huruf B angka 5" of a basis that goes on with the laws behind it. */
static const char *source_of(struct arena *a, const char *basis)
{
	return arena_strndup(a, basis, strcspn(basis, ";"));
}

struct advice_line advice_line_of(const struct request *rq, const struct advice_answer_get_row *r)
{
	enum advice_fresh fresh = advice_fresh(&rq->desk, r->act, r->pack, r->rule_hash);
	return (struct advice_line){
		.id = r->id, .number = r->number, .question = r->question, .reply = r->reply, .act = r->act,
		.rule = rule_title(rq, r->act, r->rule), .basis = r->basis, .source = source_of(rq->desk.arena, r->basis),
		.phase = advice_phase_words(r->phase, rq->lang), .at = r->at,
		.changed = fresh == ADVICE_CHANGED || (fresh == ADVICE_PACK && text_blank(r->act)), .again = fresh != ADVICE_FRESH,
		.href = arena_printf(rq->desk.arena, "/tanya/jawaban/%lld", (long long)r->id)};
}

static enum status page_read(struct request *rq, int64_t before, int64_t max, struct advice_lines *ret, struct err *e)
{
	struct advice_published_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_published(&tx, rq->desk.office->id, before, max, &rows, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct advice_published_row *r = &rows.items[i];
		struct advice_answer_get_row same = {.id = r->id, .number = r->number, .question = r->question, .reply = r->reply, .act = r->act,
						     .rule = r->rule, .basis = r->basis, .phase = r->phase, .pack = r->pack,
						     .rule_hash = r->rule_hash, .at = r->at};
		ARENA_PUSH(rq->desk.arena, ret, advice_line_of(rq, &same));
	}
	return OK;
}

/* -- asking -- */

static enum status ask_show(struct request *rq, struct ask_view *v, struct err *e)
{
	v->classes = classes_offered(rq, class_of(v->class));
	v->keep_days = settings_int(rq->desk.office->settings, "advice.keep_days");
	if (!v->looked)
		TRY(page_read(rq, INT64_MAX, LATEST, &v->latest, e));
	struct page p = page_of(rq, "Tanya dulu", "Ask first");
	page_tanya(rq->out, &p, v);
	return OK;
}

static enum status ask_page(struct request *rq, struct err *e)
{
	struct ask_view v = {.text = "", .key = "", .class = "PNS"};
	return ask_show(rq, &v, e);
}

static const char *hint_words(const struct request *rq, enum hint_kind kind)
{
	switch (kind) {
	case HINT_PHONE:
		return say(rq, "Ada yang mirip nomor telepon dalam pertanyaan Anda.", "Something in your question looks like a phone number.");
	case HINT_EMAIL:
		return say(rq, "Ada yang mirip alamat surel dalam pertanyaan Anda.", "Something in your question looks like an e-mail address.");
	case HINT_NIP:
		return say(rq, "Ada yang mirip nomor pegawai (NIP) dalam pertanyaan Anda.", "Something in your question looks like a staff number (NIP).");
	case HINT_NIK:
		return say(rq, "Ada yang mirip nomor KTP (NIK) dalam pertanyaan Anda.", "Something in your question looks like an identity number (NIK).");
	case HINT_NAME:
	case HINT_PLACE:
	case HINT_N:
		break;
	}
	return say(rq, "Tampaknya Anda menyebut nama Anda sendiri.", "You seem to give your own name.");
}

static void hints_fill(const struct request *rq, struct ask_view *v)
{
	struct hint found[HINTS_MAX];
	bool seen[HINT_N] = {false};
	size_t n = hints_find(v->text, found);
	for (size_t i = 0; i < n; i++) {
		if (!seen[found[i].kind])
			ARENA_PUSH(rq->desk.arena, &v->hints, ((struct advice_hint){hint_code(found[i].kind), hint_words(rq, found[i].kind)}));
		seen[found[i].kind] = true;
	}
	struct advice_span names[ADVICE_SPANS_MAX];
	if (!seen[HINT_NAME] && advice_names(v->text, names))
		ARENA_PUSH(rq->desk.arena, &v->hints,
			   ((struct advice_hint){"", say(rq, "Mungkin ada nama orang dalam pertanyaan Anda. Nama tidak kami perlukan untuk menjawab.",
							 "There may be somebody's name in your question. We need no names to answer.")}));
}

static enum status likes_fill(struct request *rq, const char *text, struct advice_lines *ret, struct err *e)
{
	struct advice_likes likes;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_like(&tx, &rq->desk, text, &likes, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < likes.n; i++)
		ARENA_PUSH(rq->desk.arena, ret, advice_line_of(rq, &likes.items[i]));
	return OK;
}

static void drop_hints(const struct request *rq, struct ask_view *v)
{
	const char *code = rq_form(rq, "drop");
	for (enum hint_kind k = 0; code && k < HINT_N; k++)
		if (text_eq(code, hint_code(k)))
			v->text = str_trim(str_of(hints_drop(rq->desk.arena, v->text, k))).s;
}

/* Something to say before it is sent? Not asked again once the asker has seen it. */
static enum status look(struct request *rq, struct ask_view *v, struct err *e)
{
	drop_hints(rq, v);
	hints_fill(rq, v);
	TRY(likes_fill(rq, v->text, &v->likes, e));
	v->looked = v->hints.n || v->likes.n || rq_form(rq, "drop");
	return OK;
}

static enum status send(struct request *rq, const struct ask_view *v, struct err *e)
{
	struct asked_view to = {.keep_days = settings_int(rq->desk.office->settings, "advice.keep_days"), .typed = "", .state = ""};
	struct advice_new as = {.once = v->key, .text = v->text, .class = class_of(v->class)};
	TRY(rq_limit(rq, "advice", (int)settings_int(rq->desk.office->settings, "advice.per_hour"), e));
	TRY(advice_ask(&rq->desk, &as, &to.code, &to.again, e));
	struct page p = page_of(rq, "Pertanyaan terkirim", "Question sent");
	rq->http = 201;
	page_tanya_kode(rq->out, &p, &to);
	return OK;
}

static enum status ask_do(struct request *rq, struct ask_view *v, bool *ret_sent, struct err *e)
{
	const char *text;
	TRY(rq_form_text(rq, "text", ADVICE_TEXT_MAX, true, &text, e));
	v->text = text;
	TRY(rq_limit(rq, "advice-look", LOOKS_PER_HOUR, e));
	if (!text_eq(rq_form(rq, "step"), "kirim"))
		TRY(look(rq, v, e));
	*ret_sent = !v->looked;
	return *ret_sent ? send(rq, v, e) : OK;
}

static enum status ask_take(struct request *rq, struct err *e)
{
	const char *text = rq_form(rq, "text"), *key = rq_form(rq, "key"), *class = rq_form(rq, "class");
	key = key ? key : rq_form(rq, "once"); /* of the first page: shown again before sending, it is still one question */
	struct ask_view v = {.text = text ? text : "", .key = key && strlen(key) <= ADVICE_ONCE_MAX ? key : "", .class = class ? class : "PNS"};
	bool sent = false;
	enum status status = ask_do(rq, &v, &sent, e);
	if (status != OK && status_http(status) >= 500)
		return status;
	if (sent && status == OK)
		return OK;
	if (status != OK)
		v.fault = rq_fault(rq, e);
	return ask_show(rq, &v, e);
}

/* -- coming back -- */

static enum status code_show(struct request *rq, struct asked_view *v)
{
	v->keep_days = settings_int(rq->desk.office->settings, "advice.keep_days");
	v->code = v->code ? v->code : "";
	v->state = v->state ? v->state : "";
	struct page p = page_of(rq, "Jawaban untuk Anda", "Your answer");
	page_tanya_kode(rq->out, &p, v);
	return OK;
}

static enum status code_page(struct request *rq, struct err *e)
{
	(void)e;
	struct asked_view v = {.typed = ""};
	return code_show(rq, &v);
}

static enum status code_read_by(struct request *rq, const char *typed, struct asked_view *v, struct err *e)
{
	struct advice_question_by_code_row q;
	if (!gate_code_may(intake_gate(), rq->source, gate_clock_ms()))
		return FAIL(e, TOO_MANY, "%s", say(rq, "Terlalu banyak kode yang keliru. Tunggu satu jam, lalu coba lagi.",
						   "Too many wrong codes. Wait an hour, then try again."));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	enum status status = advice_by_code(&tx, &rq->desk, typed, &q, e);
	if (status == NOT_FOUND) {
		gate_code_wrong(intake_gate(), rq->source, gate_clock_ms());
		return FAIL_FIELD(e, NOT_FOUND, "code", "%s",
				  say(rq, "Kode ini belum cocok. Periksa lagi 16 angkanya. Pertanyaan yang sudah lewat masa simpan tidak ada lagi.",
				      "This code does not fit. Check its 16 digits. Questions past their time are gone."));
	}
	TRY(status);
	*v = (struct asked_view){.typed = "", .state = q.state, .asked = q.asked_at, .answered = q.answered_at, .until = q.keep_until,
				 .reply = q.reply, .basis = q.basis, .phase = advice_phase_words(q.phase, rq->lang)};
	const struct law_act *act = text_blank(q.act) ? NULL : law_act(desk_law(&rq->desk), q.act);
	v->rule = act ? rule_title(rq, q.act, act->title_id) : "";
	v->href = q.answer ? arena_printf(rq->desk.arena, "/tanya/jawaban/%lld", (long long)q.answer) : "";
	return tx_commit(&tx, e);
}

static enum status code_take(struct request *rq, struct err *e)
{
	const char *typed = rq_form(rq, "code");
	struct asked_view v = {.typed = typed ? typed : ""};
	enum status status = code_read_by(rq, v.typed, &v, e);
	if (status != OK && status_http(status) >= 500)
		return status;
	if (status != OK)
		v.fault = rq_fault(rq, e);
	return code_show(rq, &v);
}

/* -- reading -- */

static enum status answers_page(struct request *rq, struct err *e)
{
	struct answers_view v = {0};
	struct advice_published_n_row n;
	int64_t before = INT64_MAX;
	if (rq_query(rq, "sebelum"))
		TRY(int_parse(rq_query(rq, "sebelum"), 1, INT64_MAX, &before, e));
	TRY(page_read(rq, before, PAGE + 1, &v.lines, e));
	if (v.lines.n > PAGE) {
		v.lines.n = PAGE;
		v.next = v.lines.items[PAGE - 1].id;
	}
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_published_n(&tx, rq->desk.office->id, &n, e));
	v.total = n.n;
	struct page p = page_of(rq, "Tanya jawab", "Questions and answers");
	page_tanya_jawaban(rq->out, &p, &v);
	return tx_commit(&tx, e);
}

static enum status answer_page(struct request *rq, struct err *e)
{
	int64_t id;
	bool found;
	struct advice_answer_get_row row;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_answer_get(&tx, rq->desk.office->id, id, &found, &row, e));
	if (!found || !text_eq(row.state, "published"))
		return FAIL(e, NOT_FOUND, "there is no such answer, or it was withdrawn");
	struct answer_view v = {.line = advice_line_of(rq, &row)};
	struct page p = page_of(rq, "Tanya jawab", "Question and answer");
	page_tanya_satu(rq->out, &p, &v);
	return tx_commit(&tx, e);
}

/* -- for programs -- */

static void answer_put(struct request *rq, struct json_out *j, const struct advice_published_since_row *r)
{
	enum zone zone = rq->desk.office->zone;
	enum advice_fresh fresh = advice_fresh(&rq->desk, r->act, r->pack, r->rule_hash);
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_int(j, "edition", r->number);
	jout_put_text(j, "question", r->question);
	jout_put_text(j, "answer", r->reply);
	jout_put_text(j, "act", text_blank(r->act) ? NULL : r->act);
	jout_put_text(j, "rule", text_blank(r->rule) ? NULL : r->rule);
	jout_put_text(j, "basis", r->basis);
	jout_put_text(j, "phase", r->phase);
	jout_put_text(j, "rulepack", r->pack);
	jout_put_day(j, "date", day_of_instant(r->at, zone));
	jout_put_bool(j, "look_again", fresh == ADVICE_CHANGED || (fresh == ADVICE_PACK && text_blank(r->act)));
	jout_end(j, '}');
}

static enum status answers_api(struct request *rq, struct err *e)
{
	struct api_page page;
	struct advice_published_since_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_page(rq, &page, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_published_since(&tx, rq->desk.office->id, page.since, page.max + 1, &rows, e));
	API_LIST(rq, page, rows, row->id, answer_put(rq, &j, row));
	return tx_commit(&tx, e);
}

static const struct route routes[] = {
	{GET, "/tanya", RIGHT_NONE, ask_page, 0, "tanya"},
	{POST, "/tanya", RIGHT_NONE, ask_take, ADVICE_BODY, "tanya"},
	{GET, "/tanya/kode", RIGHT_NONE, code_page, 0, "tanya"},
	{POST, "/tanya/kode", RIGHT_NONE, code_take, 4 * KIB, "tanya"},
	{GET, "/tanya/jawaban", RIGHT_NONE, answers_page, 0, "tanya"},
	{GET, "/tanya/jawaban/{answer}", RIGHT_NONE, answer_page, 0, "tanya"},
	{GET, "/api/v1/advice", RIGHT_NONE, answers_api, 0, NULL},
};
const struct route_list advice_routes = {routes, sizeof routes / sizeof routes[0]};
