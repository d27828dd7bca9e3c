/* circular.c -- circular letters for those who write and follow them: the register, a new one, one with its cascade, who has not answered. */
#include "web/change.h"
#include "web/circular_views.h"

#include "desk/evidence/evidence.h"
#include "web/lists.h"

#include "page_circular.h"
#include "page_circular_list.h"
#include "page_circular_missing.h"
#include "page_circular_new.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_A_PAGE 200
#define SCAN_BODY    (CIRCULAR_FILE_MAX + MIB) /* somewhat larger files still get the answer beside their field */
#define ACTS_TICKED  40

/* "72,5 %"; "" while nobody counts. */
static const char *share_of(const struct request *rq, int64_t n, int64_t of)
{
	if (of <= 0)
		return "";
	int64_t permille = (n * 1000 + of / 2) / of;
	return arena_printf(rq->desk.arena, "%lld%s%lld %%", (long long)(permille / 10), say(rq, ",", "."), (long long)(permille % 10));
}

static const char *of_hundred(const struct request *rq, int64_t n, int64_t all)
{
	return arena_printf(rq->desk.arena, "%.1f", all > 0 ? 100.0 * (double)n / (double)all : 0.0);
}

/* ---- The register ---- */

static enum status list_show(struct request *rq, struct err *e)
{
	struct circulars_view v = {.may_make = role_may(rq->desk.role, RIGHT_PREVENT)};
	struct circular_list_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_list(&tx, rq->desk.office->id, &rows, e));
	TRY(circular_own_waiting(&tx, rq->desk.office->id, rq->desk.user, &v.own, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++)
		ARENA_PUSH(rq->desk.arena, &v.lines, ((struct circular_line){rows.items[i], share_of(rq, rows.items[i].readers, rows.items[i].people)}));
	struct page p = page_of(rq, "Surat edaran", "Circular letters");
	page_circular_list(rq->out, &p, &v);
	return OK;
}

/* ---- A new one ---- */

/* Acts that a letter may name: those of the decree and of the discipline rules that are in force, each code once. */
static void acts_fill(struct request *rq, struct circular_acts *acts)
{
	const struct law *law = desk_law(&rq->desk);
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		bool ours = text_starts(act->code, "SKB-") || text_starts(act->code, "PP94-");
		if (ours && law_in_force(&act->row, today) && law_act(law, act->code) == act)
			ARENA_PUSH(rq->desk.arena, acts, ((struct circular_act){act->code, rq->lang == EN ? act->title_en : act->title_id, act->row.basis}));
	}
}

/* The points as typed, and the acts that were ticked below them. */
static const char *points_typed(struct request *rq)
{
	const char *codes[ACTS_TICKED];
	size_t n = rq_form_list(rq, "act", codes, ACTS_TICKED);
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, typed(rq, "points", ""));
	for (size_t i = 0; i < n; i++) {
		const struct law_act *act = law_act(desk_law(&rq->desk), codes[i]);
		if (act)
			buf_printf(&b, "\n%s | %s", act->title_id, act->code);
	}
	return buf_arena(rq->desk.arena, &b);
}

static enum status form_text_read(struct request *rq, struct circular_text *ret, struct err *e)
{
	*ret = (struct circular_text){.letter_number = typed(rq, "letter_number", ""), .file_name = "surat", .dated_on = DAY_NONE};
	TRY(rq_form_day(rq, "dated_on", false, &ret->dated_on, e));
	for (size_t i = 0; i < rq->n_uploads; i++)
		if (rq->uploads[i].bytes.n) {
			ret->file = rq->uploads[i].bytes;
			ret->file_name = text_clean(rq->desk.arena, rq->uploads[i].name, strlen(rq->uploads[i].name));
		}
	return circular_points_read(rq->desk.arena, desk_law(&rq->desk), points_typed(rq), ret, e);
}

/* What the desk found wrong, in the reader's words. */
static struct fault fault_in_words(struct request *rq, const struct err *e)
{
	static const struct {
		const char *field, *id, *en;
	} words[] = {
		{"subject", "Tulis perihal yang belum dipakai surat lain, paling panjang 200 huruf.", "Write a subject that no other letter has, at most 200 characters."},
		{"issuer", "Nama instansi paling panjang 200 huruf.", "The institution's name has at most 200 characters."},
		{"points", "Tulis 1 sampai 20 butir, satu butir satu baris. Sesudah tanda | hanya kode perbuatan dari daftar.", "Write 1 to 20 points, one a line. After | only the code of an act of the list."},
		{"letter_number", "Tulis nomor surat instansi itu.", "Write that institution's number."},
		{"dated_on", "Isi tanggal surat, paling akhir hari ini.", "Fill in the day of the letter, not after today."},
		{"name", "Tulis penerima yang belum ada dalam daftar, paling panjang 200 huruf.", "Name an addressee who is not in the list yet, at most 200 characters."},
		{"received_by", "Tulis siapa yang menerima.", "Write who received it."},
		{"received_on", "Isi hari diterima, sejak tanggal surat sampai hari ini.", "Fill in the day of receipt, from the day of the letter until today."},
		{"reason", "Tulis alasannya; ia tersimpan tetap. Versi yang sudah ditarik tidak dapat ditarik lagi.", "Write the reason; it stays in the record. A withdrawn version cannot be withdrawn again."},
		{"day", "Penerima ini sudah diingatkan hari ini.", "This addressee was reminded today."},
		{"addressee", "Suratnya sedang ditarik; terbitkan versi baru dulu.", "The letter is withdrawn; put a new version first."},
	};
	struct fault fault = rq_fault(rq, e);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(fault.field, words[i].field))
			fault.text = say(rq, words[i].id, words[i].en);
	if (text_eq(fault.field, "file"))
		fault.text = e->status == TOO_LARGE ? say(rq, "Berkas terlalu besar: paling besar 10 MiB.", "The file is too large: at most 10 MiB.")
						    : say(rq, "Pilih berkas PDF, JPEG, atau PNG.", "Choose a PDF, JPEG or PNG file.");
	if (text_eq(fault.field, "day"))
		fault.field = "remind"; /* where the page says how reminders go */
	else if (text_eq(fault.field, "remind"))
		fault.text = e->status == TOO_MANY   ? say(rq, "Penerima ini sudah diingatkan dua kali.", "This addressee was reminded twice.")
			     : e->status == TOO_LATE ? say(rq, "Pengingat hanya dibuat pada hari kerja selama loket buka.", "Reminders are made on working days while the counter is open.")
						     : say(rq, "Pengingat hanya untuk penerima yang sudah menerima dan belum menyatakan membaca.", "Reminders are for those who have received the letter and not acknowledged it.");
	return fault;
}

static enum status new_page(struct request *rq, const struct fault *fault, struct err *e)
{
	struct circular_new_view v = {.kind = typed(rq, "kind", "himbauan"), .issuer = typed(rq, "issuer", ""), .subject = typed(rq, "subject", ""),
				      .takes = typed(rq, "takes", "either"), .points = typed(rq, "points", circular_points_first),
				      .letter_number = typed(rq, "letter_number", ""), .dated_on = typed(rq, "dated_on", "")};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(roster_list(&tx, rq->desk.office->id, &v.lists, e));
	TRY(tx_commit(&tx, e));
	acts_fill(rq, &v.acts);
	if (fault)
		v.fault = *fault;
	if (int_parse(typed(rq, "roster", "0"), -1, INT64_MAX, &v.roster, NULL) != OK)
		v.roster = 0;
	struct page p = page_of(rq, "Surat edaran baru", "New circular letter");
	page_circular_new(rq->out, &p, &v);
	return OK;
}

static enum status new_show(struct request *rq, struct err *e) { return new_page(rq, NULL, e); }

static enum status new_make(struct request *rq, int64_t *ret, struct err *e)
{
	struct circular_new as = {.kind = typed(rq, "kind", ""), .issuer = typed(rq, "issuer", ""), .subject = typed(rq, "subject", ""), .takes = typed(rq, "takes", "")};
	TRY(rq_form_int(rq, "roster", -1, INT64_MAX, &as.roster, e));
	TRY(form_text_read(rq, &as.text, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	if (as.roster < 0) {
		as.roster = 0;
		if (!text_blank(as.subject))
			TRY(roster_make(&tx, &rq->desk, as.subject, &as.roster, e));
	}
	TRY(circular_make(&tx, &rq->desk, &as, ret, e));
	return tx_commit(&tx, e);
}

static enum status new_take(struct request *rq, struct err *e)
{
	int64_t id;
	enum status status = new_make(rq, &id, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/surat-edaran/%lld", (long long)id);
	if (status_http(status) >= 500)
		return status;
	struct fault fault = fault_in_words(rq, e);
	if (text_eq(fault.field, "title")) /* of the list that was to be made with it */
		fault = (struct fault){"subject", say(rq, "Sudah ada daftar pegawai berjudul perihal ini; pilih daftar itu atau ganti perihalnya.", "There is a list of that title; choose it or change the subject.")};
	return new_page(rq, &fault, e);
}

/* ---- One letter ---- */

static enum status texts_fill(struct request *rq, struct tx *tx, struct circular_view *v, struct err *e)
{
	struct circular_versions_rows rows;
	TRY(circular_versions(tx, v->c.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct circular_text_view t = {.row = rows.items[i]};
		t.now = !v->has_now && instant_is_none(t.row.withdrawn_at);
		v->has_now |= t.now;
		TRY(circular_points(tx, t.row.id, &t.points, e));
		if (i + 1 < rows.n) {
			t.compared = true, t.before = rows.items[i + 1].number;
			TRY(circular_differences_of(tx, rows.items[i + 1].id, t.row.id, &t.differences, e));
		}
		ARENA_PUSH(rq->desk.arena, &v->texts, t);
	}
	return OK;
}

/* The version that counts, and the one that stands beside it on the board; NULL: none. */
static const struct circular_text_view *text_now(const struct circular_view *v)
{
	for (size_t i = 0; i < v->texts.n; i++)
		if (v->texts.items[i].now)
			return &v->texts.items[i];
	return NULL;
}

static const struct circular_text_view *text_before(const struct circular_view *v)
{
	const struct circular_text_view *now = text_now(v);
	for (size_t i = 0; i < v->texts.n; i++)
		if (!now || v->texts.items[i].row.number < now->row.number)
			return &v->texts.items[i];
	return NULL;
}

static int lag_first(const void *a, const void *b)
{
	const struct circular_bar *x = a, *y = b;
	return x->of != y->of ? (x->of < y->of ? -1 : 1) : x->counts != y->counts ? (x->counts > y->counts ? -1 : 1) : 0;
}

static enum status board_fill(struct request *rq, struct tx *tx, struct circular_view *v, int64_t now, int64_t before, struct err *e)
{
	struct circular_board_rows rows = {0};
	if (v->c.roster)
		TRY(circular_board(tx, v->c.roster, before, now, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct circular_board_row *r = &rows.items[i];
		struct circular_bar b = {.name = r->name ? r->name : say(rq, "Tanpa perangkat daerah", "No unit named"), .people = r->people, .excused = r->excused,
					 .counts = r->people - r->excused, .now_n = r->second_readers, .before_n = r->first_readers};
		b.of = b.counts > 0 ? (double)b.now_n / (double)b.counts : 2; /* nobody counts: last */
		b.now = share_of(rq, b.now_n, b.counts), b.before = share_of(rq, b.before_n, b.counts);
		b.now_width = of_hundred(rq, b.now_n, b.counts), b.before_width = of_hundred(rq, b.before_n, b.counts);
		v->people += r->people, v->excused += r->excused, v->readers += b.now_n;
		ARENA_PUSH(rq->desk.arena, &v->bars, b);
	}
	if (v->bars.n)
		qsort(v->bars.items, v->bars.n, sizeof *v->bars.items, lag_first);
	v->counts = v->people - v->excused;
	v->share = share_of(rq, v->readers, v->counts);
	return OK;
}

static int64_t rung_count(const struct circular_addressees_rows *rows, const char *rung, bool acked)
{
	int64_t n = 0;
	for (size_t i = 0; i < rows->n; i++)
		n += text_eq(rows->items[i].rung, rung) && (!acked || !instant_is_none(rows->items[i].acked_at));
	return n;
}

static void rungs_fill(struct request *rq, struct circular_view *v, const struct circular_addressees_rows *now, const struct circular_addressees_rows *before)
{
	struct arena *a = rq->desk.arena;
	int64_t read_before = 0;
	for (size_t i = 0; i < v->bars.n; i++)
		read_before += v->bars.items[i].before_n;
	ARENA_PUSH(a, &v->rungs, ((struct circular_rung){say(rq, "Pimpinan", "Heads"), rung_count(now, "head", true), rung_count(now, "head", false),
							 rung_count(before, "head", true), rung_count(before, "head", false)}));
	ARENA_PUSH(a, &v->rungs, ((struct circular_rung){say(rq, "Unit", "Units"), rung_count(now, "unit", true), rung_count(now, "unit", false),
							 rung_count(before, "unit", true), rung_count(before, "unit", false)}));
	if (v->c.roster)
		ARENA_PUSH(a, &v->rungs, ((struct circular_rung){say(rq, "Pegawai", "Employees"), v->readers, v->counts, read_before, v->counts}));
}

static enum status addressees_fill(struct request *rq, struct tx *tx, struct circular_view *v, int64_t now, int64_t before, struct err *e)
{
	struct circular_addressees_rows rows, then = {0};
	TRY(circular_addressees(tx, v->c.id, now, v->c.roster, &rows, e));
	TRY(circular_addressees(tx, v->c.id, before, v->c.roster, &then, e));
	rungs_fill(rq, v, &rows, &then);
	for (size_t i = 0; i < rows.n; i++) {
		struct circular_to t = {.row = rows.items[i]};
		t.url = arena_printf(rq->desk.arena, "/surat/%s", t.row.token);
		t.people_url = arena_printf(rq->desk.arena, "/surat/%s", t.row.people);
		t.share = share_of(rq, t.row.readers, t.row.people_n);
		t.waits = instant_is_none(t.row.acked_at);
		t.overdue = t.waits && t.row.reminders >= CIRCULAR_REMINDERS_MAX;
		ARENA_PUSH(rq->desk.arena, &v->to, t);
		if (t.waits && v->has_now)
			ARENA_PUSH(rq->desk.arena, &v->waiting, t);
	}
	return OK;
}

static const char *points_again(struct request *rq, const struct circular_view *v)
{
	scoped(buf_free) struct buf b = {0};
	const struct circular_points_rows *points = v->texts.n ? &v->texts.items[0].points : NULL;
	for (size_t i = 0; points && i < points->n; i++)
		buf_printf(&b, "%s%s%s%s", i ? "\n" : "", points->items[i].text, points->items[i].act[0] ? " | " : "", points->items[i].act);
	return buf_arena(rq->desk.arena, &b);
}

static void fields_fill(struct request *rq, struct circular_view *v)
{
	char today[DAY_TEXT_MAX];
	const char *iso = arena_strdup(rq->desk.arena, day_iso(day_of_instant(rq->desk.now, rq->desk.office->zone), today));
	v->may_prevent = role_may(rq->desk.role, RIGHT_PREVENT);
	v->may_roster = v->c.roster && role_may(rq->desk.role, RIGHT_ROSTER);
	v->may_unit = v->c.roster && role_may(rq->desk.role, RIGHT_UNIT);
	v->takes = text_eq(v->c.takes, "code")    ? say(rq, "nomor pegawai dan kode sekali pakai", "staff number and one-time code")
		   : text_eq(v->c.takes, "birth") ? say(rq, "nomor pegawai dan tanggal lahir", "staff number and birth day")
						  : say(rq, "nomor pegawai dan tanggal lahir atau kode sekali pakai", "staff number and birth day or one-time code");
	v->name = typed(rq, "name", ""), v->received_by = typed(rq, "received_by", ""), v->received_on = typed(rq, "received_on", iso);
	v->points = typed(rq, "points", points_again(rq, v)), v->letter_number = typed(rq, "letter_number", ""), v->dated_on = typed(rq, "dated_on", "");
	v->reason = typed(rq, "reason", "");
	v->noted = rq_query(rq, "dicatat") != NULL;
	v->codes = v->c.roster && !text_eq(v->c.takes, "birth");
	v->remind_days = settings_int(rq->desk.office->settings, "circular.remind_days");
	acts_fill(rq, &v->acts);
}

static enum status own_fill(struct request *rq, struct tx *tx, struct circular_view *v, struct err *e)
{
	struct err none = {0};
	enum status status = circular_own(tx, &rq->desk, v->c.id, &v->own, &none);
	v->mine = status == OK;
	if (status != OK && status != NOT_FOUND)
		*e = none;
	return status == NOT_FOUND ? OK : status;
}

/* @as: what an answer adds (a fault, a report of an import). */
static enum status letter_page(struct request *rq, struct circular_view v, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_of(&tx, &rq->desk, id, &v.c, e));
	TRY(texts_fill(rq, &tx, &v, e));
	const struct circular_text_view *now = text_now(&v), *before = text_before(&v);
	v.now_number = now ? now->row.number : 0, v.before_number = before ? before->row.number : 0;
	TRY(board_fill(rq, &tx, &v, now ? now->row.id : 0, before ? before->row.id : 0, e));
	TRY(addressees_fill(rq, &tx, &v, now ? now->row.id : 0, before ? before->row.id : 0, e));
	TRY(circular_reminders(&tx, id, &v.reminders, e));
	TRY(own_fill(rq, &tx, &v, e));
	if (role_may(rq->desk.role, RIGHT_PREVENT)) {
		TRY(circular_partners(&tx, rq->desk.office->id, &v.partners, e));
		TRY(circular_agencies(&tx, rq->desk.office->id, &v.agencies, e));
	}
	TRY(tx_commit(&tx, e));
	fields_fill(rq, &v);
	struct page p = page_of(rq, v.c.subject, v.c.subject);
	page_circular(rq->out, &p, &v);
	return OK;
}

static enum status letter_show(struct request *rq, struct err *e) { return letter_page(rq, (struct circular_view){.fault_at = ""}, e); }

/* Ends a POST of the letter's page. */
static enum status letter_answer(struct request *rq, enum status done, const char *at, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/surat-edaran/%s#%s", rq->segments[0], at);
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct circular_view v = {.fault_at = at, .fault = fault_in_words(rq, e)};
	return letter_page(rq, v, e);
}

static enum status version_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct circular_text text;
	TRY(form_text_read(rq, &text, e));
	return circular_version_put(tx, &rq->desk, id, &text, e);
}

static enum status version_withdraw(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t version;
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	return circular_withdraw(tx, &rq->desk, id, version, typed(rq, "reason", ""), e);
}

static enum status addressee_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct circular_addressee_new as = {.rung = typed(rq, "rung", ""), .name = typed(rq, "name", "")};
	int64_t made;
	TRY(rq_form_int(rq, "agency", 0, INT64_MAX, &as.agency, e));
	TRY(rq_form_int(rq, "user", 0, INT64_MAX, &as.app_user, e));
	return circular_addressee_put(tx, &rq->desk, id, &as, &made, e);
}

static enum status delivery_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct circular_delivered as = {.how = typed(rq, "how", ""), .received_by = typed(rq, "received_by", ""), .file_name = "tanda-terima"};
	TRY(rq_form_int(rq, "addressee", 1, INT64_MAX, &as.addressee, e));
	TRY(rq_form_day(rq, "received_on", true, &as.on, e));
	if (rq->n_uploads && rq->uploads[0].bytes.n) {
		as.file = rq->uploads[0].bytes;
		as.file_name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	}
	return circular_deliver(tx, &rq->desk, id, &as, e);
}

static enum status reminder_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t addressee;
	TRY(rq_form_int(rq, "addressee", 1, INT64_MAX, &addressee, e));
	return circular_remind(tx, &rq->desk, id, addressee, e);
}

static enum status own_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct circular_door own;
	int64_t version;
	TRY(rq_form_int(rq, "versi", 1, INT64_MAX, &version, e));
	TRY(circular_own(tx, &rq->desk, id, &own, e));
	return circular_acknowledge(tx, &rq->desk, &own, version, arena_printf(rq->desk.arena, "%s, %s", rq->session.name, rq->session.position), e);
}

static enum status version_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, version_put, e), "versi", e); }
static enum status withdraw_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, version_withdraw, e), "tarik", e); }
static enum status addressee_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, addressee_put, e), "alamat", e); }
static enum status delivery_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, delivery_put, e), "kirim", e); }
static enum status reminder_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, reminder_put, e), "ingatkan", e); }
static enum status own_take(struct request *rq, struct err *e) { return letter_answer(rq, rq_change(rq, own_put, e), "terima", e); }

/* ---- The list of people ---- */

static enum status list_read(struct request *rq, bool dry, struct roster_report *ret, struct err *e)
{
	int64_t id;
	struct circular_get_row c;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_of(&tx, &rq->desk, id, &c, e));
	TRY(tx_commit(&tx, e));
	if (!c.roster || !rq->n_uploads || !rq->uploads[0].bytes.n)
		return FAIL_FIELD(e, INVALID, "list", "%s", say(rq, "Pilih berkas CSV daftar pegawai.", "Choose the CSV file of the list."));
	const char *name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	return roster_import_then(&rq->desk, c.roster, name, rq->uploads[0].bytes, dry, lists_follow, ret, e);
}

static enum status people_take(struct request *rq, struct err *e)
{
	struct circular_view v = {.fault_at = "daftar", .reported = true, .dry = !text_eq(typed(rq, "do", ""), "keep")};
	enum status status = list_read(rq, v.dry, &v.report, e);
	if (status_http(status) >= 500 || status == NOT_FOUND)
		return status;
	if (status != OK) {
		v.reported = false;
		v.fault = rq_fault(rq, e);
	}
	return letter_page(rq, v, e);
}

/* ---- Names, for the head of the unit ---- */

static enum status missing_show(struct request *rq, struct err *e)
{
	struct circular_missing_view v = {.unit = "", .more = ""};
	struct circular_now_row now = {0};
	int64_t id, after_id = 0;
	bool found;
	const char *after = rq_query(rq, "sesudah"), *at = rq_query(rq, "no");
	TRY(rq_segment_id(rq, 0, &id, e));
	if (at)
		TRY(int_parse(at, 0, INT64_MAX, &after_id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_of(&tx, &rq->desk, id, &v.c, e));
	TRY(circular_now(&tx, id, &found, &now, e));
	v.version = found ? now.number : 0;
	v.codes = !text_eq(v.c.takes, "birth");
	if (found && rq->session.agency && v.c.roster)
		TRY(circular_missing(&tx, now.version, v.c.roster, rq->session.agency, after ? after : "", after_id, NAMES_A_PAGE, &v.rows, e));
	TRY(tx_commit(&tx, e));
	if (v.rows.n == NAMES_A_PAGE) {
		const struct circular_missing_row *last = &v.rows.items[v.rows.n - 1];
		scoped(buf_free) struct buf b = {0};
		page_filter_url(&b, NULL, last->name);
		v.more = arena_printf(rq->desk.arena, "/kerja/surat-edaran/%lld/belum?sesudah=%s&no=%lld", (long long)id, buf_arena(rq->desk.arena, &b), (long long)last->id);
	}
	struct page p = page_of(rq, "Belum membaca", "Not read yet");
	page_circular_missing(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	/* method path                                    who             handler        body limit, menu */
	{GET, "/kerja/surat-edaran", RIGHT_SHARES, list_show, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/baru", RIGHT_PREVENT, new_show, 0, "pencegahan"},
	{POST, "/kerja/surat-edaran/baru", RIGHT_PREVENT, new_take, SCAN_BODY | BODY_LISTS | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}", RIGHT_SHARES, letter_show, 0, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/versi", RIGHT_PREVENT, version_take, SCAN_BODY | BODY_LISTS | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/tarik", RIGHT_PREVENT, withdraw_take, 16 * KIB, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/alamat", RIGHT_PREVENT, addressee_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/kirim", RIGHT_PREVENT, delivery_take, SCAN_BODY | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/ingatkan", RIGHT_PREVENT, reminder_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/daftar", RIGHT_ROSTER, people_take, ROSTER_FILE_MAX + 64 * KIB, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/terima", RIGHT_SHARES, own_take, 8 * KIB, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/belum", RIGHT_UNIT, missing_show, 0, "pencegahan"},
};
const struct route_list circular_routes = {routes, sizeof routes / sizeof routes[0]};
