/* file.c -- a file as casework sees it, and the plain events: those that need no paper of their own.
 *
 * The law asks for facts (core/cases). Those that records can show are taken from the records, and what only a
 * person can state ("the plenary agrees") is asked for on the form of the event. Events that have a page of their
 * own, because they come with records (invitations, hearings, study, votes, hand-overs), are refused here.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

/* Events with a page of their own; the page is part of the address below the file. */
static const struct {
	const char *event, *page;
} event_pages[] = {
	{"quorum_lost", "benturan"}, {"requirements_met", "kajian-awal"}, {"requirements_missing", "kajian-awal"},
	{"formal_fails_material_ok", "kajian-awal"}, {"other_level_competent", "kajian-awal"},
	{"same_event_handled", "kajian-awal"}, {"invite", "undangan"}, {"heard", "klarifikasi"},
	{"absent", "undangan"}, {"absent_twice", "undangan"}, {"submit", "kajian"},
	{"decide_other_law", "pleno"}, {"decide_crime", "pleno"}, {"decide_admin", "pleno"},
	{"decide_organiser_ethics", "pleno"}, {"decide_not_violation", "pleno"},
	{"forward", "penerusan"}, {"forward_crime", "penerusan"}, {"forward_admin", "penerusan"},
	{"forward_ethics", "penerusan"}, {"ack", "penerusan"}, {"returned", "penerusan"}, {"resend", "penerusan"},
	{"recommend", "penerusan"}, {"sanction", "penerusan"}, {"no_sanction", "penerusan"}, {"overdue", "penerusan"},
	{"control", "penerusan"}, {"late_sanction", "penerusan"}, {"late_no_sanction", "penerusan"}, {"remedy", "penerusan"},
	{"remedy_decided", "penerusan"}, {"close", "penerusan"}, {"sanction_by_head", "penerusan"},
	{"no_sanction_by_head", "penerusan"}, {"withdrawn", "peninjauan"}, {"decision_reversed", "peninjauan"},
};

const char *handle_event_page(const char *event)
{
	for (size_t i = 0; i < sizeof event_pages / sizeof *event_pages; i++)
		if (!strcmp(event, event_pages[i].event))
			return event_pages[i].page;
	return NULL;
}

/* What the plain form of an event must ask, by its guard. Bits in the order of struct handle_said. */
static const struct {
	const char *guard;
	unsigned asks;
} guard_asks[] = {
	{"reporter_signs", 1u << 0},
	{"still_suspected", 1u << 3 | 1u << 4 | 1u << 5},
	{"finding_shown", 1u << 3 | 1u << 4 | 1u << 5},
	{"plenary_agrees", 1u << 4 | 1u << 5},
	{"indication_only", 1u << 4 | 1u << 5},
	{"nothing_suspected", 1u << 4 | 1u << 5},
	{"result_written", 1u << 3},
	{"completed_in_time", 1u << 7},
};

unsigned handle_event_asks(const struct law_transition *t)
{
	for (size_t i = 0; i < sizeof guard_asks / sizeof *guard_asks; i++)
		if (!strcmp(t->guard, guard_asks[i].guard))
			return guard_asks[i].asks;
	return 0;
}

/* States before which everything is "dugaan". */
static bool decided_state(const char *state)
{
	static const char *const decided[] = {"DECIDED_OTHER_LAW", "DECIDED_CRIME", "DECIDED_ADMIN", "DECIDED_ETHICS_EMB",
					      "NOT_VIOLATION", "FORWARDED", "ACKNOWLEDGED", "RETURNED", "RECOMMENDED",
					      "SANCTIONED", "NO_SANCTION", "OVERDUE_PPK", "CONTROLLED", "OBJECTED"};
	for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
		if (!strcmp(state, decided[i]))
			return true;
	return false;
}

static enum status contest_read(struct tx *tx, struct handle_file *f, struct err *e)
{
	f->contest = "";
	f->determined_on = DAY_NONE;
	if (!f->row.contest)
		return OK;
	struct docket_contest_row contest;
	TRY(docket_contest(tx, f->row.contest, &contest, e));
	f->contest = contest.title;
	f->determined_on = contest.determined_on;
	return OK;
}

enum status handle_open(struct tx *tx, const struct desk *d, int64_t case_file, struct handle_file *ret, struct err *e)
{
	*ret = (struct handle_file){0};
	TRY(case_get(tx, case_file, &ret->row, e));
	if (ret->row.office != d->office->id)
		return FAIL(e, NOT_FOUND, "no such file in this office");
	TRY(conflict_open(tx, d, case_file, e));
	ret->procedure = docket_procedure(ret->row.procedure);
	ret->number = ret->row.register_number ? ret->row.register_number : ret->row.receipt_number;
	ret->number = ret->number ? ret->number : "";
	ret->decided = decided_state(ret->row.state);
	TRY(docket_law(tx, d, ret->row.rulepack, &ret->law, e));
	return contest_read(tx, ret, e);
}

enum status handle_look(const struct desk *d, int64_t case_file, struct handle_file *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	enum status status = handle_open(&tx, d, case_file, ret, e);
	if (status != OK && status != FORBIDDEN)
		return status;
	/* A try that is turned away is noted too. */
	struct err note = {0};
	TRY(access_note(&tx, d, status == OK ? "view" : "view_refused", "case", case_file, status == OK ? "" : e->why, &note));
	TRY(tx_commit(&tx, &note));
	return status;
}

enum status step_begin(const struct desk *d, int64_t case_file, struct tx *tx, struct handle_file *ret, struct err *e)
{
	TRY(desk_begin(d, WRITE, tx, e));
	return handle_open(tx, d, case_file, ret, e);
}

enum status not_yet(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event, const char *else_why, struct err *e)
{
	struct case_facts facts;
	TRY(handle_facts(tx, f, NULL, &facts, e));
	TRY(docket_event_may(tx, d, f->row.id, event, &facts, e));
	return FAIL(e, INVALID, "%s", else_why);
}

/* Every element of the law has a mark, and it says met. */
static enum status marks_read(struct tx *tx, const struct handle_file *f, struct case_facts *ret, struct err *e)
{
	struct handle_marks_rows marks;
	TRY(handle_marks(tx, f->row.id, &marks, e));
	ret->formal_met = ret->material_met = marks.n > 0;
	for (size_t i = 0; i < f->law->requirements.n; i++) {
		const struct law_requirement *r = &f->law->requirements.items[i];
		if (r->procedure != f->procedure)
			continue;
		bool met = false;
		for (size_t k = 0; k < marks.n; k++)
			met |= marks.items[k].met && !strcmp(marks.items[k].element, r->code);
		if (!met)
			*(r->formal ? &ret->formal_met : &ret->material_met) = false;
	}
	return OK;
}

enum status handle_facts(struct tx *tx, const struct handle_file *f, const struct handle_said *said,
			 struct case_facts *ret, struct err *e)
{
	*ret = (struct case_facts){.late = f->row.late};
	if (said) {
		ret->reporter_signed = said->reporter_signed;
		ret->competent = said->competent;
		ret->already_handled = said->already_handled;
		ret->evidence_shown = said->evidence_shown;
		ret->quorum = said->quorum;
		ret->majority = said->majority;
		ret->gakkumdu_agrees = said->gakkumdu_agrees;
		ret->in_time = said->in_time;
	}
	TRY(marks_read(tx, f, ret, e));
	struct handle_heard_row heard;
	TRY(handle_heard(tx, f->row.id, &heard, e));
	ret->heard = (int)heard.heard;
	ret->absent = (int)heard.absent;
	bool found;
	struct handle_study_row study;
	TRY(handle_study(tx, f->row.id, &found, &study, e));
	ret->study_signed = found && !instant_is_none(study.signed_at);
	return OK;
}

/* Plain events that leave a paper, and those that the reporter is told of. The paper's own words are the officer's. */
static const struct {
	const char *event, *form, *series, *subject, *recipient, *told; /* series: of law/numbers.toml */
} event_papers[] = {
	{"completion_lapsed", "status", "letter", "Pemberitahuan status", "Pelapor", "Laporan tidak diregistrasi: kelengkapan tidak datang dalam batas waktu."},
	{"lapsed_to_info", "status", "letter", "Pemberitahuan status", "Pelapor", "Laporan dicatat sebagai informasi awal: kelengkapan tidak datang dalam batas waktu."},
	{"assign_tracing", "assignment", "letter", "Surat tugas penelusuran", "Petugas yang namanya disebut", "Informasi awal Anda mulai ditelusuri."},
	{"write_lhp", "lhp", "lhp", "Laporan hasil pengawasan", "Berkas", NULL},
	{"trace_positive", "lhp", "lhp", "Laporan hasil pengawasan", "Berkas", "Penelusuran atas informasi awal Anda selesai."},
	{"trace_negative_or_lapsed", "tracing", "letter", "Hasil penelusuran", "Berkas", "Penelusuran atas informasi awal Anda selesai."},
	{"plenary_finds", "finding", NULL, "Formulir temuan", "Berkas", NULL},
	{"plenary_finds", "registration", NULL, "Kutipan buku registrasi", "Berkas", NULL},
	{"withdraw", "withdrawal", NULL, "Pencabutan laporan", "Berkas", NULL},
	{"completed", "receipt_files", NULL, "Tanda terima berkas", "Pelapor", NULL},
	{"received_by_other", "receipt_files", NULL, "Tanda terima berkas", "Kantor yang melimpahkan", NULL},
	{"take_over", "takeover", "letter", "Pengambilalihan", "Kantor yang mengambil alih", NULL},
	{"need_more", "extra_info", "letter", "Permintaan keterangan tambahan", "Yang dimintai keterangan", NULL},
};

/* What a report of supervision says of itself: on whose order, and in which way it came about. */
static enum status supervision_put(struct paper *p, const char *event, struct err *e)
{
	struct letters_of_rows rows;
	const char *order = NULL;
	TRY(letters_of(p->tx, p->file->row.id, &rows, e));
	for (size_t i = rows.n; i-- > 0;)
		if (!strcmp(rows.items[i].form, "assignment") && rows.items[i].number)
			order = arena_printf(p->tx->arena, "surat tugas %s, %s", rows.items[i].number,
					     day_words(p->tx->arena, day_of_instant(rows.items[i].made_at, p->d->office->zone)));
	paper_put(p, "assignment", order ? order : "tugas pengawasan kantor, tanpa surat tugas tersendiri");
	paper_put(p, "activity", !strcmp(event, "trace_positive") ? "penelusuran informasi awal" : "pengawasan langsung atau patroli");
	return OK;
}

static enum status event_paper(struct tx *tx, const struct desk *d, int64_t case_file, size_t which, const char *text, struct err *e)
{
	struct handle_file f; /* read again: it stands elsewhere now */
	struct letter_made made;
	struct paper p;
	const char *next;
	TRY(handle_open(tx, d, case_file, &f, e));
	const struct law_state *state = law_state(f.law, f.row.state);
	TRY(paper_start(&p, tx, d, &f, e));
	TRY(next_words(tx, d, &f, event_papers[which].event, "", ID, &next, e));
	paper_put(&p, "status", state ? state->name_id : f.row.state);
	bool notice = !strcmp(event_papers[which].form, "status");
	const char *otherwise = notice ? event_papers[which].told : NULL;
	if (!strcmp(event_papers[which].form, "lhp")) {
		otherwise = f.row.summary; /* told once: what the observation says need not be typed again */
		TRY(supervision_put(&p, event_papers[which].event, e));
	}
	paper_put_next(&p, event_papers[which].form, text_blank(text) ? otherwise : text, next);
	TRY(paper_put_file(&p, e));
	TRY(paper_make(&p, event_papers[which].form, event_papers[which].series, event_papers[which].subject, event_papers[which].recipient, 0, &made, e));
	/* What officers wrote about tracing is for the file; the reporter hears that it began, and how it ended. */
	return event_papers[which].told
		       ? tell_next(tx, d, &f, event_papers[which].event, "", event_papers[which].told, e)
		       : OK;
}

static enum status event_follow(struct tx *tx, const struct desk *d, int64_t case_file, const char *event, const char *text,
				struct err *e)
{
	for (size_t i = 0; i < sizeof event_papers / sizeof *event_papers; i++)
		if (!strcmp(event, event_papers[i].event))
			TRY(event_paper(tx, d, case_file, i, text, e));
	return OK;
}

enum status handle_event(const struct desk *d, int64_t case_file, const char *event, const struct handle_said *said,
			 const char *text, struct err *e)
{
	const char *page = handle_event_page(event);
	if (page)
		return FAIL_FIELD(e, INVALID, "event", "%s comes with records of its own; it is done on the page /%s", event, page);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct case_facts facts;
	TRY(handle_facts(&tx, &f, said, &facts, e));
	TRY(docket_event(&tx, d, case_file, event, &facts, text, e));
	TRY(event_follow(&tx, d, case_file, event, text, e));
	return tx_commit(&tx, e);
}

enum status handle_notice_received(const struct desk *d, int64_t case_file, struct day day, const char *how,
				   struct err *e)
{
	TRY(need_text("how", how, 300, "how the reporter received the notice", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct docket_deficiency now;
	enum zone zone = d->office->zone;
	struct day today = day_of_instant(d->now, zone);
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(docket_deficiency(&tx, d, case_file, &now, e));
	if (day_is_none(day) || day.n > today.n || (now.asked && day.n < day_of_instant(now.asked_at, zone).n))
		return FAIL_FIELD(e, INVALID, "received_on", "a day from the notice until today");
	/* Of a day that is over only the date is known: its end, so that no hour is taken from the reporter. */
	struct instant at = day.n == today.n ? d->now : instant_at(day, 23, 59, 59, zone);
	const char *text = arena_printf(d->arena, "Pemberitahuan kelengkapan diterima pelapor: %s", how);
	TRY(docket_notice_received(&tx, d, case_file, at, text, e));
	return tx_commit(&tx, e);
}

enum status handle_status_notice(const struct desk *d, int64_t case_file, const char *text, struct letter_made *ret,
				 struct err *e)
{
	TRY(need_text("text", text, TEXT_MAX, "the notice", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(conflict_speak(&tx, d, case_file, e));
	const struct law_state *state = law_state(f.law, f.row.state);
	struct paper p;
	TRY(paper_start(&p, &tx, d, &f, e));
	paper_put(&p, "status", state && *state->reporter_id ? state->reporter_id : (state ? state->name_id : NULL));
	paper_put(&p, "reason", text);
	TRY(paper_make(&p, "status", "letter", "Pemberitahuan status", "Pelapor", 0, ret, e));
	/* Somebody chose to say it now: it does not wait for office hours. */
	TRY(tell(&tx, d, "status_now", case_file, f.row.state, text, e));
	TRY(docket_clock_stop(&tx, d, case_file, 0, "STATUS", "pemberitahuan dikirim", e));
	return tx_commit(&tx, e);
}

enum status handle_facts_save(const struct desk *d, int64_t case_file, const struct docket_facts *as, int64_t owner,
			      int64_t version, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct docket_facts to = *as;
	TRY(handle_words_plain(&tx, case_file, as->title, &to.title, e));
	TRY(docket_facts_set(&tx, d, case_file, &to, version, e));
	if (owner != f.row.owner)
		TRY(docket_owner_set(&tx, d, case_file, owner, version + 1, e));
	return tx_commit(&tx, e);
}
