/* prevention.c -- the home page of prevention, and of partners: officials of the government who help with it. */
#include "web/prevention.h"

#include "desk/advice/advice.h"
#include "desk/outreach/circular.h"
#include "desk/pledge/pledge.h"
#include "desk/outreach/event.h"
#include "page_prevention_home.h"
#include "web/warned.h"

/* Warnings for the reader's role; the index behind them is for the office's own people. */
static enum status risk_cards(const struct request *rq, struct tx *tx, struct prevention_view *v, struct err *e)
{
	struct risk_warnings_rows waiting;
	TRY(warnings_waiting(rq, tx, &waiting, e));
	const char *none = rq->lang == EN ? "No warning is waiting." : "Tidak ada peringatan yang menunggu.";
	const char *some = rq->lang == EN ? "%zu waiting for an answer: %s" : "%zu menunggu jawaban: %s";
	struct prevention_card warnings = {"/kerja/peringatan", "flag", rq->lang == EN ? "Early warnings" : "Peringatan dini", none};
	if (waiting.n)
		warnings.text = arena_printf(rq->desk.arena, some, waiting.n, rq->lang == EN ? waiting.items[0].name_en : waiting.items[0].name_id);
	ARENA_PUSH(rq->desk.arena, &v->cards, warnings);
	struct prevention_card index = {"/kerja/kerawanan", "chart", rq->lang == EN ? "Vulnerability index" : "Indeks kerawanan",
					rq->lang == EN ? "Which units need prevention first, with the sum." : "Unit mana yang lebih dulu perlu pencegahan, dengan hitungannya."};
	if (role_may(rq->desk.role, RIGHT_PREVENT))
		ARENA_PUSH(rq->desk.arena, &v->cards, index);
	return OK;
}

/* Officers of the office: how many questions wait. */
static enum status advice_card(const struct request *rq, struct tx *tx, struct prevention_view *v, struct err *e)
{
	struct advice_waiting_n_row n;
	bool en = rq->lang == EN;
	if (!role_may(rq->desk.role, RIGHT_PREVENT)) {
		struct prevention_card ask = {"/tanya", "talk", en ? "Ask first" : "Tanya dulu",
					      en ? "Employees ask before they act. No name, no account." : "Pegawai bertanya sebelum berbuat. Tanpa nama, tanpa akun."};
		ARENA_PUSH(rq->desk.arena, &v->cards, ask);
		return OK;
	}
	TRY(advice_waiting_n(tx, rq->desk.office->id, &n, e));
	struct prevention_card desk = {"/kerja/tanya", "talk", en ? "Advice desk" : "Meja tanya", NULL};
	desk.text = n.n ? arena_printf(rq->desk.arena, en ? "%lld questions wait for an answer." : "%lld pertanyaan menunggu jawaban.", (long long)n.n)
			: (en ? "No question waits." : "Tidak ada pertanyaan yang menunggu.");
	ARENA_PUSH(rq->desk.arena, &v->cards, desk);
	return OK;
}

/* To the head of a unit: the reminder that was not opened yet, else the campaigns. */
static enum status pledge_card(const struct request *rq, struct tx *tx, struct prevention_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct pledge_notices_of_rows sent = {0};
	struct prevention_card pledges = {"/kerja/ikrar", "pen", rq->lang == EN ? "Pledges" : "Ikrar",
					  rq->lang == EN ? "Campaigns, their links and posters, and how far each unit has come."
							 : "Kampanye, tautan dan posternya, dan sejauh mana tiap perangkat daerah."};
	if (rq->session.agency)
		TRY(pledge_notices_of(tx, rq->session.agency, rq->desk.office->id, rq->desk.user, v->today, &sent, e));
	for (size_t i = sent.n; i-- > 0;) {
		const struct pledge_notices_of_row *n = &sent.items[i];
		if (n->opened)
			continue;
		struct prevention_card reminder = {arena_printf(a, "/kerja/ikrar/%lld/belum", (long long)n->pledge), "flag", rq->lang == EN ? "Reminder of a pledge" : "Pengingat ikrar", NULL};
		reminder.text = arena_printf(a, rq->lang == EN ? "%s: %lld of your people had not signed." : "%s: %lld pegawai Anda belum menandatangani.", n->title, (long long)n->missing);
		ARENA_PUSH(a, &v->cards, reminder);
		break;
	}
	ARENA_PUSH(a, &v->cards, pledges);
	return OK;
}

/* Of a partner: letters that wait for an acknowledgement. */
static enum status circular_card(const struct request *rq, struct tx *tx, struct prevention_view *v, struct err *e)
{
	struct circular_own_waiting_rows own;
	bool en = rq->lang == EN;
	struct prevention_card card = {"/kerja/surat-edaran", "doc", en ? "Circular letters" : "Surat edaran",
				       en ? "Who received them, who has read them, down to each unit." : "Siapa menerima, siapa sudah membaca, sampai tiap unit."};
	TRY(circular_own_waiting(tx, rq->desk.office->id, rq->desk.user, &own, e));
	if (own.n)
		card.text = arena_printf(rq->desk.arena, en ? "%zu waiting for your acknowledgement: %s" : "%zu menunggu pernyataan Anda: %s", own.n, own.items[0].subject);
	ARENA_PUSH(rq->desk.arena, &v->cards, card);
	return OK;
}

/* The next event, or that there is none. */
static enum status event_card(const struct request *rq, struct tx *tx, struct prevention_view *v, struct err *e)
{
	struct outreach_next_row next;
	bool found, en = rq->lang == EN;
	char day[DAY_TEXT_MAX];
	struct prevention_card card = {"/kerja/sosialisasi", "people", en ? "Outreach" : "Sosialisasi", en ? "Events, attendance, quiz, certificates." : "Acara, kehadiran, kuis, sertifikat."};
	TRY(outreach_next(tx, rq->desk.office->id, rq->desk.now, &found, &next, e));
	if (found)
		card.text = arena_printf(rq->desk.arena, en ? "Next: %s, %s" : "Berikutnya: %s, %s", next.title,
					 day_short(day_of_instant(next.starts_at, rq->desk.office->zone), rq->lang, day));
	ARENA_PUSH(rq->desk.arena, &v->cards, card);
	return OK;
}

/* Each desk of prevention adds its card here, for readers who may open it. */
static enum status cards_fill(struct request *rq, struct prevention_view *v, struct err *e)
{
	struct prevention_card check = {"/cek", "shield", rq->lang == EN ? "Check before posting" : "Cek sebelum unggah",
					rq->lang == EN ? "For employees: may I post this? Nothing is kept."
						       : "Untuk pegawai: bolehkah saya mengunggah ini? Tidak ada yang disimpan."};
	scoped(tx_rollback) struct tx tx = {0};
	ARENA_PUSH(rq->desk.arena, &v->cards, check);
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_card(rq, &tx, v, e));
	struct prevention_card joint = {"/kerja/deklarasi", "people", rq->lang == EN ? "Joint declarations" : "Deklarasi bersama",
					rq->lang == EN ? "One text, several institutions, signed in order." : "Satu naskah, beberapa lembaga, ditandatangani berurutan."};
	ARENA_PUSH(rq->desk.arena, &v->cards, joint);
	TRY(event_card(rq, &tx, v, e));
	TRY(advice_card(rq, &tx, v, e));
	TRY(circular_card(rq, &tx, v, e));
	return risk_cards(rq, &tx, v, e);
}

static enum status home_show(struct request *rq, struct err *e)
{
	struct prevention_view v = {.today = day_of_instant(rq->desk.now, rq->desk.office->zone)};
	TRY(applies_card_fill(rq, PNS, &v.applies, e));
	stages_fill(rq, v.today, v.applies.election, &v.stages, &v.now);
	TRY(cards_fill(rq, &v, e));
	struct page p = page_of(rq, "Pencegahan", "Prevention");
	page_prevention_home(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/pencegahan", RIGHT_SHARES, home_show, 0, "pencegahan"},
};
const struct route_list prevention_routes = {routes, sizeof routes / sizeof routes[0]};
