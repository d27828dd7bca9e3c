/* demo_story.c -- five weeks of an office's work, told through the desks' own functions.
 *
 * Nothing is written behind the desks' backs: a report is received, reviewed, registered, its people are invited and
 * heard, studied, judged and handed over as on any working day, only with the desk's clock set to that day. The
 * steps are a table in order of time, so that the chain of evidence grows as it would have grown.
 */
#include "cli/demo_world.h"
#include "desk/handle/handle.h"
#include "desk/forward/forward.h"
#include "desk/intake/intake.h"
#include "desk/registry/registry.h"
#include "desk/review/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct desk demo_desk(struct demo_world *w, enum demo_user user, struct instant now)
{
	const struct demo_login *who = &demo_logins[user];
	return (struct desk){.office = w->office, .arena = &w->step, .now = now, .user = w->users[user], .role = who->role,
			     .user_name = who->name};
}

/* ---- what the steps are made of ---- */

static enum status receive(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	struct demo_report r = demo_report_at((size_t)which);
	struct intake_person person = {"terlapor", r.reported ? r.reported : "", r.position ? r.position : ""};
	struct intake_file photo = {.name = "foto.png"};
	if (r.photo)
		photo.bytes = demo_photo(&w->step, (unsigned)r.photo - 1);
	struct text_list links = {.items = &r.link, .n = r.link ? 1 : 0};
	struct intake_form form = {
		.once = arena_printf(&w->step, "demo-%d", which), .channel = r.channel, .english = which == 18,
		.text = r.text, .place = r.place, .contact = r.contact, .event_on = r.event_on, .known_on = r.event_on,
		.links = links, .persons = &person, .n_persons = r.reported || r.position ? 1 : 0,
		.files = &photo, .n_files = r.photo ? 1 : 0,
	};
	struct intake_receipt receipt;
	TRY(intake_receive(d, &form, &receipt, e));
	w->report[which] = receipt.report;
	w->file[which] = receipt.case_file;
	if (which == 19) /* the first of the photo: its code is printed, so that its stage can be followed */
		w->code = arena_strdup(w->arena, receipt.code);
	return OK;
}

static enum status start_review(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return review_report_start(d, w->file[which], e);
}

/* All seven elements; those in @unmet ("F1 M3") are not met. */
static enum status mark(struct demo_world *w, const struct desk *d, int which, const char *unmet, struct err *e)
{
	static const char *const elements[] = {"F1", "F2", "F3", "F4", "M1", "M2", "M3"};
	struct handle_mark marks[COUNT(elements)];
	for (size_t i = 0; i < COUNT(elements); i++) {
		bool met = !strstr(unmet, elements[i]);
		marks[i] = (struct handle_mark){elements[i], met, met ? "" : "Belum ada dalam laporan."};
	}
	return handle_review_mark(d, w->file[which], marks, COUNT(elements), e);
}

static enum status end_review(struct demo_world *w, const struct desk *d, int which, const char *unmet, const char *event,
			      struct err *e)
{
	struct letter_made letter;
	TRY(mark(w, d, which, unmet, e));
	return handle_review_end(d, w->file[which], event, "", &letter, e);
}

static enum status meets(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return end_review(w, d, which, "", "requirements_met", e);
}
static enum status lacks(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	TRY(end_review(w, d, which, "F1 F2 F4 M1 M3", "requirements_missing", e));
	/* The reporter reads the notice by code the same day: the clock of completing starts. */
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(docket_notice_received(&tx, d, w->file[which], d->now, "Pemberitahuan kelengkapan dibaca pelapor dengan kodenya", e));
	return tx_commit(&tx, e);
}
static enum status traces(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return end_review(w, d, which, "F1 F3 F4", "formal_fails_material_ok", e);
}
static enum status transfers(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return end_review(w, d, which, "", "other_level_competent", e);
}

static enum status plain(struct demo_world *w, const struct desk *d, int which, const char *event, const char *text,
			 struct err *e)
{
	struct handle_said said = {.competent = true, .evidence_shown = true, .quorum = true, .majority = true};
	return handle_event(d, w->file[which], event, &said, text, e);
}

static enum status lapses(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plain(w, d, which, "completion_lapsed", "Pelapor tidak melengkapi dalam batas waktu.", e);
}
static enum status assigns(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plain(w, d, which, "assign_tracing", "Tim penelusuran: Wira dan Ratna.", e);
}
static enum status finds_nothing(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plain(w, d, which, "trace_negative_or_lapsed", "Tidak ditemukan saksi atau bukti pendukung.", e);
}
static enum status finds(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plain(w, d, which, "trace_positive", "Rekaman siaran langsung diperoleh; akun dikenali.", e);
}
static enum status needs_more(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plain(w, d, which, "need_more", "Diperlukan keterangan tambahan dari penyelenggara acara.", e);
}
static enum status tells(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	struct letter_made letter;
	return handle_status_notice(d, w->file[which], "Status penanganan kami sampaikan kepada pelapor.", &letter, e);
}

/* The person alleged in report @which: employee number 40 + 9 * which of the city, so that nobody is of the nine. */
static enum status name_person(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	const struct demo_person *p = NULL;
	for (size_t i = 40 + 9 * (size_t)which; !p; i++)
		if (w->city->people[i].nip)
			p = &w->city->people[i];
	struct employee_by_nip_row row;
	bool found;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(employee_by_nip(&tx, w->office->id, p->nip, &found, &row, e));
	}
	if (!found)
		return FAIL(e, BROKEN, "the registry has no %s", p->nip);
	int64_t person;
	TRY(handle_person_from_registry(d, w->file[which], row.id, "terlapor", &person, e));
	w->person[which] = person;
	return OK;
}

static enum status invite(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	struct handle_invitation as = {.case_file = w->file[which], .person = w->person[which], .place = "Kantor Bawaslu Kota Tirtamulya, ruang klarifikasi",
				       .hear_at = {d->now.us + 22 * HOUR_US}};
	struct handle_invited invited;
	return handle_invite(d, &as, &invited, e);
}

static enum status hear(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	struct handle_hearing_new as = {.case_file = w->file[which], .person = w->person[which], .held_at = d->now,
					.place = "Ruang klarifikasi", .companion = "", .oath_taken = which % 2};
	int64_t hearing;
	TRY(handle_hearing_start(d, &as, &hearing, e));
	TRY(handle_hearing_ask(d, hearing, "Apakah Saudara mengetahui ketentuan netralitas?", "Tahu secara umum, rinciannya belum.", e));
	TRY(handle_hearing_ask(d, hearing, "Bagaimana peristiwa itu terjadi?", "Spontan, saya tidak berniat mendukung siapa pun.", e));
	struct handle_hearing_row row;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(handle_hearing(&tx, hearing, &row, e));
	}
	TRY(handle_hearing_read_back(d, hearing, row.version, e));
	struct handle_hearing_end end = {.signed_ = true, .reason = "", .statement = "Mengakui peristiwa; menyatakan spontan.",
					 .context = {.account_owned = "admitted", .intent = "spontan", .reach = "", .removed_on = DAY_NONE},
					 .version = row.version + 1};
	struct letter_made minutes;
	return handle_hearing_close(d, hearing, &end, &minutes, e);
}

static const char *or_else(const char *s, const char *otherwise)
{
	return text_blank(s) ? otherwise : s;
}

static enum status study(struct demo_world *w, const struct desk *d, int which, const char *conclusion, struct err *e)
{
	if (strcmp(w->stage[which], "enough") != 0) {
		TRY(plain(w, d, which, "enough", "Keterangan cukup.", e));
		w->stage[which] = "enough";
	}
	struct handle_study_text text;
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct handle_file f;
		TRY(desk_begin(d, READ, &tx, e));
		TRY(handle_open(&tx, d, w->file[which], &f, e));
		TRY(handle_study_draft(&tx, d, &f, &text, e));
	}
	text = (struct handle_study_text){
		.position = or_else(text.position, "Laporan warga tentang dugaan keberpihakan seorang pegawai."),
		.data = or_else(text.data, "Keterangan pelapor, keterangan terlapor, bukti dalam berkas."),
		.legal = or_else(text.legal, "Keputusan Bersama 2022 Lampiran II; PP 94/2021 Pasal 5 huruf n."),
		.facts = or_else(text.facts, "Perbuatan terjadi pada tanggal dan tempat yang dilaporkan; terlapor mengakuinya."),
		.recommendation = or_else(text.recommendation, "Diputus dalam rapat pleno."),
	};
	TRY(handle_study_save(d, w->file[which], &text, 0, e));
	struct handle_point point = {.person = w->person[which], .act = "SKB-B6", .analysis = "Perbuatan dan pelakunya dapat dipastikan dari bukti dan keterangan.",
				     .quotes = "Bukti B-1; keterangan terlapor.", .conclusion = conclusion};
	TRY(handle_point_save(d, w->file[which], &point, e));
	struct letter_made letter;
	return handle_study_end(d, w->file[which], 1, &letter, e);
}

static enum status study_proven(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return study(w, d, which, "proven", e);
}
static enum status study_not(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return study(w, d, which, "not_proven", e);
}

static enum status plenary(struct demo_world *w, const struct desk *d, int which, const char *event, const char *outcome,
			   struct err *e)
{
	struct handle_vote votes[] = {{w->users[DEMO_CHAIR], "agree", ""}, {w->users[DEMO_MEMBER_1], "agree", ""},
				      {w->users[DEMO_MEMBER_2], which % 2 ? "agree" : "dissent", which % 2 ? "" : "Bukti perlu diperdalam."}};
	struct handle_decision decision = {w->person[which], "SKB-B6", outcome, "Sesuai kajian."};
	struct handle_plenary_new as = {.case_file = w->file[which], .agenda = "Putusan atas kajian", .place = "Ruang rapat", .event = event,
					.held_at = d->now, .votes = votes, .n_votes = 3, .decisions = &decision, .n_decisions = 1};
	struct handle_plenary_made made;
	return handle_plenary_hold(d, &as, &made, e);
}

static enum status decides_proven(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plenary(w, d, which, "decide_other_law", "proven", e);
}
static enum status decides_not(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return plenary(w, d, which, "decide_not_violation", "not_proven", e);
}

static enum status forwards(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	struct forward_made made;
	struct forward_way way = {.way = "paper", .why = "Kantor latihan: penerima belum mendaftarkan kunci."};
	return forward_send(d, w->file[which], &way, &made, e);
}

static enum status follow(struct demo_world *w, const struct desk *d, int which, struct forward_step step, struct err *e)
{
	struct forward_of_rows rows;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(forward_of(&tx, w->file[which], &rows, e));
	}
	for (size_t i = 0; i < rows.n; i++) {
		step.handover = rows.items[i].id;
		step.version = rows.items[i].version;
		TRY(forward_step(d, &step, e));
	}
	return OK;
}

static enum status acks(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	const char *number = arena_printf(&w->step, "SBT-2024-%05d", 4100 + which);
	return follow(w, d, which, (struct forward_step){.event = "ack", .text = "Diterima.", .receipt_number = number, .decree_on = DAY_NONE}, e);
}
static enum status recommends(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return follow(w, d, which, (struct forward_step){.event = "recommend", .text = "Hasil diteruskan ke PPK.", .decree_on = DAY_NONE}, e);
}
static enum status returns(struct demo_world *w, const struct desk *d, int which, struct err *e)
{
	return follow(w, d, which, (struct forward_step){.event = "returned", .text = "Nomor pegawai satu orang keliru.", .reason = "nip_wrong", .decree_on = DAY_NONE}, e);
}

/* ---- the weeks ---- */

/* day: of October 2024; 32 is 1 November. @which: number of the report, from 0. */
static const struct {
	int day, hour, minute;
	enum demo_user user;
	enum status (*act)(struct demo_world *w, const struct desk *d, int which, struct err *e);
	int which;
} STEPS[] = {
	/* Report 1, a banner: not proven, the name is repaired. */
	{6, 9, 0, DEMO_HANDLER, start_review, 0}, {7, 8, 30, DEMO_HANDLER, name_person, 0}, {7, 9, 0, DEMO_HANDLER, meets, 0},
	{7, 10, 0, DEMO_HANDLER, invite, 0}, {8, 9, 0, DEMO_HANDLER, hear, 0}, {9, 10, 0, DEMO_HANDLER, study_not, 0}, {10, 9, 0, DEMO_CHAIR, decides_not, 0},
	/* Report 2, likes: proven, forwarded, recommended to the PPK. */
	{8, 8, 15, DEMO_HANDLER, start_review, 1}, {9, 8, 30, DEMO_HANDLER, name_person, 1}, {9, 9, 30, DEMO_HANDLER, meets, 1},
	{9, 11, 0, DEMO_HANDLER, invite, 1}, {10, 10, 0, DEMO_HANDLER, hear, 1}, {11, 13, 0, DEMO_HANDLER, study_proven, 1},
	{12, 9, 0, DEMO_CHAIR, decides_proven, 1}, {12, 15, 0, DEMO_CHAIR, forwards, 1}, {14, 10, 0, DEMO_HANDLER, acks, 1}, {18, 14, 0, DEMO_HANDLER, recommends, 1},
	/* Report 3, an appeal at morning muster: proven, forwarded, returned for a wrong number. */
	{10, 8, 30, DEMO_HANDLER_2, start_review, 2}, {11, 8, 30, DEMO_HANDLER_2, name_person, 2}, {11, 9, 0, DEMO_HANDLER_2, meets, 2},
	{11, 10, 0, DEMO_HANDLER_2, invite, 2}, {12, 11, 0, DEMO_HANDLER_2, hear, 2}, {13, 9, 0, DEMO_HANDLER_2, study_proven, 2},
	{14, 9, 0, DEMO_CHAIR, decides_proven, 2}, {14, 13, 0, DEMO_CHAIR, forwards, 2}, {17, 9, 0, DEMO_HANDLER_2, acks, 2}, {33, 10, 0, DEMO_HANDLER_2, returns, 2},
	/* Report 4, words of anger without a fact: completed by nobody. */
	{12, 8, 0, DEMO_HANDLER, start_review, 3}, {13, 10, 0, DEMO_HANDLER, lacks, 3}, {20, 8, 0, DEMO_HANDLER, lapses, 3},
	/* Report 5, nine months late: traced, nothing found. */
	{14, 8, 0, DEMO_HANDLER, start_review, 4}, {15, 9, 0, DEMO_HANDLER, traces, 4}, {15, 13, 0, DEMO_CHAIR, assigns, 4}, {21, 10, 0, DEMO_HANDLER, finds_nothing, 4},
	/* Report 6, another regency. */
	{16, 8, 0, DEMO_HANDLER_2, start_review, 5}, {17, 9, 0, DEMO_HANDLER_2, transfers, 5},
	/* Report 7, only a link. */
	{18, 9, 0, DEMO_HANDLER_2, start_review, 6}, {19, 9, 0, DEMO_HANDLER_2, lacks, 6}, {27, 8, 0, DEMO_HANDLER_2, lapses, 6},
	/* Report 8, stickers: proven and forwarded, waiting for an answer. */
	{20, 9, 0, DEMO_HANDLER, start_review, 7}, {21, 8, 30, DEMO_HANDLER, name_person, 7}, {21, 9, 0, DEMO_HANDLER, meets, 7},
	{21, 11, 0, DEMO_HANDLER, invite, 7}, {22, 10, 0, DEMO_HANDLER, hear, 7}, {23, 9, 0, DEMO_HANDLER, study_proven, 7},
	{24, 9, 0, DEMO_CHAIR, decides_proven, 7}, {24, 14, 0, DEMO_CHAIR, forwards, 7},
	/* Report 11, a comment under a broadcast: traced and found, before the plenary. */
	{26, 9, 0, DEMO_HANDLER_2, start_review, 10}, {27, 9, 0, DEMO_HANDLER_2, traces, 10}, {28, 8, 0, DEMO_CHAIR, assigns, 10}, {34, 9, 0, DEMO_HANDLER_2, finds, 10},
	/* Report 12, an attendance list: heard, more was needed. */
	{29, 9, 0, DEMO_HANDLER, start_review, 11}, {30, 8, 30, DEMO_HANDLER, name_person, 11}, {30, 9, 0, DEMO_HANDLER, meets, 11},
	{30, 10, 0, DEMO_HANDLER, invite, 11}, {31, 9, 0, DEMO_HANDLER, hear, 11}, {32, 9, 0, DEMO_CHAIR, needs_more, 11},
	/* Report 13, a family photo: preliminary information, fifth day of seven. */
	{29, 8, 0, DEMO_HANDLER, start_review, 12}, {30, 9, 0, DEMO_HANDLER, traces, 12}, {30, 13, 0, DEMO_CHAIR, assigns, 12},
	/* Report 15, a status with an appeal: the person comes this afternoon. */
	{32, 9, 0, DEMO_HANDLER_2, start_review, 14}, {33, 9, 30, DEMO_HANDLER_2, name_person, 14}, {33, 10, 0, DEMO_HANDLER_2, meets, 14}, {34, 15, 0, DEMO_HANDLER_2, invite, 14},
	/* Report 16, a forged circular: its reporter was asked for more. */
	{33, 8, 30, DEMO_HANDLER, start_review, 15}, {34, 8, 0, DEMO_HANDLER, lacks, 15},
	/* Report 17, the official car, is in review; its two days end on Monday. */
	{34, 10, 0, DEMO_HANDLER, start_review, 16},
	/* Report 20, the first of the photo, is in review since early on Monday; the others wait for the morning. */
	{35, 7, 10, DEMO_HANDLER_2, start_review, 19},
	/* Reports 9, 10 and 14: a car in a car park, an appeal in a group, a letterhead. */
	{22, 8, 0, DEMO_HANDLER, start_review, 8}, {23, 8, 30, DEMO_HANDLER, traces, 8}, {23, 13, 0, DEMO_CHAIR, assigns, 8}, {30, 9, 0, DEMO_HANDLER, finds_nothing, 8},
	{24, 8, 0, DEMO_HANDLER_2, start_review, 9}, {25, 8, 30, DEMO_HANDLER_2, name_person, 9}, {25, 9, 0, DEMO_HANDLER_2, meets, 9},
	{25, 10, 0, DEMO_HANDLER_2, invite, 9}, {26, 10, 0, DEMO_HANDLER_2, hear, 9}, {27, 9, 30, DEMO_HANDLER_2, study_not, 9}, {28, 9, 30, DEMO_CHAIR, decides_not, 9},
	{31, 8, 0, DEMO_HANDLER, start_review, 13}, {32, 8, 30, DEMO_HANDLER, traces, 13}, {32, 13, 0, DEMO_CHAIR, assigns, 13},
	/* What was decided is told to the reporters the day after. */
	{11, 8, 0, DEMO_CHAIR, tells, 0}, {13, 8, 0, DEMO_CHAIR, tells, 1}, {15, 8, 0, DEMO_CHAIR, tells, 2}, {20, 10, 0, DEMO_CHAIR, tells, 3},
	{16, 8, 30, DEMO_CHAIR, tells, 4}, {27, 10, 0, DEMO_CHAIR, tells, 6}, {25, 8, 0, DEMO_CHAIR, tells, 7}, {24, 8, 30, DEMO_CHAIR, tells, 8},
	{29, 8, 0, DEMO_CHAIR, tells, 9}, {28, 9, 0, DEMO_CHAIR, tells, 10}, {31, 9, 0, DEMO_CHAIR, tells, 12}, {33, 9, 0, DEMO_CHAIR, tells, 13},
};

struct moment { /* one thing that happens: a step, or (step < 0) a report that arrives */
	struct instant at;
	int step, report;
};

static int by_time(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;
	if (x->at.us != y->at.us)
		return x->at.us < y->at.us ? -1 : 1;
	return x->step - y->step;
}

static struct moment *timeline(struct arena *a, size_t *ret_n)
{
	size_t n = 0;
	struct moment *all = arena_array(a, struct moment, COUNT(STEPS) + demo_reports_n);
	for (size_t i = 0; i < COUNT(STEPS); i++)
		all[n++] = (struct moment){instant_at(day_add(day_of(2024, 9, 30), STEPS[i].day), STEPS[i].hour, STEPS[i].minute, 0, WIB), (int)i, 0};
	for (size_t i = 0; i < demo_reports_n; i++)
		all[n++] = (struct moment){demo_report_at(i).at, -1, (int)i};
	qsort(all, n, sizeof *all, by_time);
	*ret_n = n;
	return all;
}

static enum status happens(struct demo_world *w, const struct moment *m, struct err *e)
{
	if (m->step < 0) {
		struct demo_report r = demo_report_at((size_t)m->report);
		bool counter = text_eq(r.channel, "counter");
		struct desk d = demo_desk(w, DEMO_INTAKE, m->at);
		if (!counter)
			d.user = 0;
		return receive(w, &d, m->report, e);
	}
	struct desk d = demo_desk(w, STEPS[m->step].user, m->at), keeper = {.office = w->office, .arena = &w->step, .now = m->at, .user_name = ""};
	TRY(STEPS[m->step].act(w, &d, STEPS[m->step].which, e));
	int told; /* what the program does by itself a few seconds later */
	return intake_notices(&keeper, &told, e);
}

enum status demo_story_tell(struct demo_world *w, struct err *e)
{
	size_t n;
	struct moment *all = timeline(w->arena, &n);
	for (size_t i = 0; i < DEMO_FILES; i++)
		w->stage[i] = "";
	for (size_t i = 0; i < n; i++) {
		enum status status = happens(w, &all[i], e);
		if (status != OK && e) { /* say which step: a change of the law may have made it impossible */
			char why[sizeof e->why];
			memcpy(why, e->why, sizeof why);
			snprintf(e->why, sizeof e->why, "step %zu (%s %d): %.300s", i, all[i].step < 0 ? "report" : "step", all[i].step, why);
			return status;
		}
		arena_reset(&w->step);
	}
	return OK;
}
