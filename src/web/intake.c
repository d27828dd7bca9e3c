/* intake.c -- the addresses of this desk: report, receipt, follow-up, checking papers, the counter, the
 * vault. */
#include "web/intake.h"

#include "base/log.h"

#include <pthread.h>
#include <string.h>

static struct gate *the_gate;
static pthread_once_t gate_once = PTHREAD_ONCE_INIT;

static void gate_make(void)
{
	the_gate = gate_new();
}

struct gate *intake_gate(void)
{
	pthread_once(&gate_once, gate_make);
	return the_gate;
}

bool intake_may_enter(struct request *rq, const char *ticket, const char *proof, struct gate_answer *ret)
{
	const struct settings *s = rq->desk.office->settings;
	struct gate_ask ask = {.ticket = ticket, .proof = proof, .per_hour = (int)settings_int(s, "intake.per_hour"),
			       .flood_per_minute = (int)settings_int(s, "intake.flood_per_minute")};
	bool in = gate_report(intake_gate(), rq->source, &ask, gate_clock_ms(), ret);
	if (!in) {
		rq->http = 429;
		rq->retry_after = ret->wait;
	}
	return in;
}

size_t intake_uploads(struct request *rq, bool drop_place, const struct intake_file **ret)
{
	struct intake_file *files = arena_array(rq->desk.arena, struct intake_file, rq->n_uploads + 1);
	size_t n = 0;
	for (size_t i = 0; i < rq->n_uploads; i++)
		if (rq->uploads[i].bytes.n) /* a browser sends an empty part when nothing was chosen */
			files[n++] =
				(struct intake_file){.name = rq->uploads[i].name, .bytes = rq->uploads[i].bytes, .drop_place = drop_place};
	*ret = files;
	return n;
}

struct fault intake_fault(struct request *rq, const struct err *e)
{
	struct fault f = rq_fault(rq, e);
	if (e->status == UNAVAILABLE || e->status == CONFLICT || e->status == BROKEN)
		f = (struct fault){"", say(rq,
					   "Kami sedang tidak dapat menyimpan. Tulisan Anda masih di halaman "
					   "ini; coba kirim lagi sebentar lagi.",
					   "We cannot store just now. What you wrote is still on this page; "
					   "send it again in a moment.")};
	else if (text_eq(f.field, "text") && e->status == INVALID && strstr(e->why, "one of them"))
		f.text = say(
			rq,
			"Laporan belum berisi. Tulis beberapa kata, atau beri satu tautan, atau satu berkas.",
			"There is nothing in the report yet. Write a few words, or give one link, or one "
			"file.");
	else if (e->status == TOO_LARGE)
		f.text = say(rq,
			     "Berkasnya terlalu besar atau terlalu banyak. Kirim tulisan dulu; berkas dapat "
			     "menyusul satu per satu.",
			     "The files are too large or too many. Send the text first; files can follow one "
			     "by one.");
	else if (e->status == INVALID && !strncmp(e->why, "at most", 7))
		f.text = arena_printf(rq->desk.arena, "%s (%s)",
				      say(rq, "Isian ini terlalu panjang", "This field is too long"), e->why);
	return f;
}

/* What we count for ourselves must not keep a reporter from reading. */
static void came_back(struct request *rq, int64_t report)
{
	struct err e = {0};
	if (intake_came_back(&rq->desk, report, &e) != OK)
		log_err("came_back", &e);
}

enum status code_try(struct request *rq, const char *typed, int64_t *ret_report, const char **ret_code,
		     struct err *e)
{
	struct gate *g = intake_gate();
	if (!gate_code_may(g, rq->source, gate_clock_ms()))
		return FAIL(e, TOO_MANY, "%s",
			    say(rq, "Terlalu banyak kode yang keliru. Tunggu satu jam, lalu coba lagi; laporan Anda aman.",
				"Too many wrong codes. Wait an hour, then try again; your report is safe."));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	enum status status = intake_find(&tx, &rq->desk, typed, ret_report, ret_code, e);
	if (status == OK)
		status = tx_commit(&tx, e);
	else
		tx_rollback(&tx);
	if (status == OK)
		came_back(rq, *ret_report);
	if (status != NOT_FOUND)
		return status;
	if (gate_code_wrong(g, rq->source, gate_clock_ms())) {
		scoped(tx_rollback) struct tx alarm = {0};
		TRY(desk_begin(&rq->desk, WRITE, &alarm, e));
		TRY(access_note(&alarm, &rq->desk, "code_alarm", "office", rq->desk.office->id,
				"200 kode tanda terima keliru dalam satu jam", e));
		TRY(tx_commit(&alarm, e));
		log_event(LOG_WARN, "code_alarm", "%d wrong receipt codes within an hour, from all sources together", GATE_CODES_ALARM);
	}
	return FAIL_FIELD(e, NOT_FOUND, "code", "%s",
			  say(rq, "Kode ini belum cocok. Periksa lagi 16 angka atau enam katanya.",
			      "This code does not fit yet. Check the 16 digits or the six words."));
}

static const struct route routes[] = {
	{GET, "/lapor", RIGHT_NONE, report_form_show, 0, "lapor"},
	{POST, "/lapor", RIGHT_NONE, report_form_send, REPORT_BODY, "lapor"},
	{GET, "/tanda-terima/{ticket}", RIGHT_NONE, receipt_show, 0, "lacak"},
	{POST, "/tanda-terima/{ticket}", RIGHT_NONE, receipt_saved, 4 * KIB, "lacak"},
	{GET, "/tanda-terima/{ticket}/gambar", RIGHT_NONE, receipt_picture, 0, "lacak"},
	{GET, "/tanda-terima/{ticket}/cetak", RIGHT_NONE, receipt_print, 0, "lacak"},
	{GET, "/lacak", RIGHT_NONE, follow_ask, 0, "lacak"},
	{POST, "/lacak", RIGHT_NONE, follow_open, 4 * KIB, "lacak"},
	{GET, "/lacak/{ticket}", RIGHT_NONE, follow_show, 0, "lacak"},
	{POST, "/lacak/{ticket}", RIGHT_NONE, follow_send, REPORT_BODY, "lacak"},
	{GET, "/periksa", RIGHT_NONE, check_ask, 0, "periksa"},
	{POST, "/periksa", RIGHT_NONE, check_line_show, 8 * KIB, "periksa"},
	{GET, "/periksa/{code}", RIGHT_NONE, check_code_show, 0, "periksa"},
	{POST, "/api/v1/reports", RIGHT_NONE, api_report_send, REPORT_BODY, NULL},
	{GET, "/api/v1/reports/{code}", RIGHT_NONE, api_report_stage, 0, NULL},
	{GET, "/kerja/loket", RIGHT_INTAKE, counter_show, 0, "laporan"},
	{POST, "/kerja/loket", RIGHT_INTAKE, counter_send, REPORT_BODY, "laporan"},
	{GET, "/kerja/loket/{ticket}", RIGHT_INTAKE, counter_receipt, 0, "laporan"},
	{GET, "/kerja/laporan-masuk/kembali", RIGHT_INTAKE, returns_show, 0, "laporan"},
	{GET, "/kerja/laporan/{id}", RIGHT_INTAKE, staff_report_show, 0, "laporan"},
	{POST, "/kerja/laporan/{id}/pesan", RIGHT_INTAKE, staff_report_message, REPORT_BODY, "laporan"},
	{POST, "/kerja/laporan/{id}/identitas", RIGHT_CASE, staff_report_identity, 8 * KIB, "laporan"},
	{POST, "/kerja/laporan/{id}/tanda-bukti", RIGHT_INTAKE, staff_report_paper, 4 * KIB, "laporan"},
	{GET, "/kerja/laporan/{id}/tanda-bukti/{letter}", RIGHT_INTAKE, staff_report_paper_get, 0, "laporan"},
	{GET, "/kerja/laporan/{id}/berkas/{file}", RIGHT_INTAKE, staff_report_file, 0, "laporan"},
	{GET, "/kerja/laporan/{id}/gambar/{file}", RIGHT_INTAKE, staff_report_picture, 0, "laporan"},
	{GET, "/kerja/laporan/{id}/gambar/{file}/kecil", RIGHT_INTAKE, staff_report_thumb, 0, "laporan"},
	{POST, "/kerja/laporan/{id}/serupa/gabung", RIGHT_CASE, staff_report_group_attach, 4 * KIB, "laporan"},
	{POST, "/kerja/laporan/{id}/serupa/lain", RIGHT_CASE, staff_report_group_refuse, 4 * KIB, "laporan"},
};
const struct route_list intake_routes = {routes, sizeof routes / sizeof routes[0]};
