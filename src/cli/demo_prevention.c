/* demo_prevention.c -- what the city did before anything happened: a list of its people, a pledge that some units sign late,
 * a circular letter on its way down, questions at the advice desk, an index that shows where to look first, and its warnings.
 *
 * Told through the desks' own functions, as demo_story.c is. The list holds the 1,200 invented people of demo_city.c, once more:
 * a list for asking is not the register for screening.
 */
#include "cli/demo_world.h"
#include "desk/advice/advice.h"
#include "desk/outreach/circular.h"
#include "desk/pledge/pledge.h"
#include "desk/registry/registry.h"
#include "desk/risk/risk.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SEED UINT64_C(0x494b524152) /* "IKRAR" */
#define NAMES_MAX 200 /* of one unit; the largest has 50 */

static struct instant at(int month, int day, int hour, int minute)
{
	return instant_at(day_of(2024, month, day), hour, minute, 0, WIB);
}

/* ---- the pledge ---- */

/* Units that lag, so that the board has something to show; the others come to 70 to 97 of a hundred. */
static const struct {
	const char *unit;
	size_t percent;
} laggards[] = {
	{"Dinas Pendidikan Kota Tirtamulya", 18}, {"Dinas Lingkungan Hidup Kota Tirtamulya", 31}, {"Satuan Polisi Pamong Praja Kota Tirtamulya", 44},
	{"Badan Keuangan Kota Tirtamulya", 0},
};

static size_t percent_of(const char *unit, struct demo_rng *r)
{
	for (size_t i = 0; i < COUNT(laggards); i++)
		if (text_eq(laggards[i].unit, unit))
			return laggards[i].percent;
	return 70 + demo_below(r, 28);
}

static enum status campaign_make(struct demo_world *w, int64_t *ret_roster, int64_t *ret, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 7, 9, 0));
	struct pledge_reading reading = {demo_logins[DEMO_SECRETARY].name, demo_logins[DEMO_SECRETARY].position, "Alun-alun Tirtamulya", day_of(2024, 10, 14)};
	const char *text, *source;
	scoped(tx_rollback) struct tx tx = {0};
	pledge_text_law(desk_law(&d), d.arena, day_of(2024, 10, 7), &text, &source);
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(roster_make(&tx, &d, "Pegawai Pemerintah Kota Tirtamulya", ret_roster, e));
	struct pledge_new as = {.roster = *ret_roster, .title = "Ikrar netralitas Pilkada 2024", .institution = "Pemerintah Kota Tirtamulya", .proof = "either",
				.opens_on = day_of(2024, 10, 14), .closes_on = day_of(2024, 11, 22), .text = text, .source = source};
	TRY(pledge_make(&tx, &d, &as, ret, e));
	TRY(pledge_reading_set(&tx, &d, *ret, &reading, e));
	return tx_commit(&tx, e);
}

static enum status people_import(struct demo_world *w, int64_t roster, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_PERSONNEL, at(10, 8, 10, 0));
	struct roster_report report;
	TRY(roster_import(&d, roster, "pegawai.csv", str_of(demo_registry_csv(&w->step, w->city)), false, &report, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(pledge_recount_list(&tx, &d, roster, e));
	return tx_commit(&tx, e);
}

/* One person of a unit signs, some minutes after the one before. */
static enum status sign(struct demo_world *w, struct tx *tx, int64_t pledge, int64_t version, int64_t agency, int64_t person, struct instant now, enum pledge_act act,
			const char *reason, struct err *e)
{
	const char *code;
	struct desk d = demo_desk(w, DEMO_PREVENTION, now);
	struct pledge_press press = {.pledge = pledge, .version = version, .act = act, .reason = reason,
				     .who = {.person = person, .agency = agency, .counts = true, .method = "birth", .name = ""}};
	d.role = ROLE_NONE;
	d.user = 0;
	return pledge_write(tx, &d, &press, &code, e);
}

static enum status unit_signs(struct demo_world *w, int64_t pledge, int64_t roster, const struct pledge_board_row *unit, struct demo_rng *r, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 14, 9, 0));
	struct pledge_now_row text;
	struct pledge_missing_rows people;
	bool found;
	size_t percent = percent_of(unit->name, r);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(pledge_now(&tx, pledge, &found, &text, e));
	TRY(pledge_missing(&tx, pledge, roster, unit->agency, text.since, "", 0, NAMES_MAX, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		struct instant now = at(10, 14 + (int)demo_below(r, 12), 8 + (int)demo_below(r, 8), (int)demo_below(r, 60));
		if (people.items[i].number && demo_below(r, 100) < percent)
			TRY(sign(w, &tx, pledge, text.version, unit->agency, people.items[i].id, now, PLEDGE_SIGN, "", e));
	}
	if (text_starts(unit->name, "Dinas Sosial") && people.n > 1)
		TRY(sign(w, &tx, pledge, text.version, unit->agency, people.items[0].id, at(10, 24, 10, 5), PLEDGE_DECLINE,
			 "Saya sudah berikrar di unit lama dan menunggu penjelasan.", e));
	return tx_commit(&tx, e);
}

static enum status pledge_tell(struct demo_world *w, int64_t *ret_roster, struct err *e)
{
	int64_t roster, pledge;
	struct pledge_board_rows units;
	struct demo_rng r = {SEED};
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 14, 8, 0));
	d.arena = w->arena; /* the units outlive each step */
	TRY(campaign_make(w, &roster, &pledge, e));
	TRY(people_import(w, roster, e));
	*ret_roster = roster;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(pledge_board(&tx, pledge, roster, &units, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < units.n; i++) {
		if (units.items[i].agency)
			TRY(unit_signs(w, pledge, roster, &units.items[i], &r, e));
		arena_reset(&w->step);
	}
	return OK;
}

/* ---- a circular letter ---- */

static const char *const told_units[] = {"Dinas Perhubungan Kota Tirtamulya", "Dinas Sosial Kota Tirtamulya", "Dinas Kesehatan Kota Tirtamulya"};
#define READING_UNITS 2 /* of them have passed it on to their people */

static enum status circular_write(struct demo_world *w, int64_t roster, int64_t *ret, struct err *e)
{
	int64_t head;
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(11, 1, 8, 10));
	struct circular_new as = {.kind = "himbauan", .issuer = "", .subject = "Netralitas pegawai pada masa kampanye", .roster = roster, .takes = "either"};
	struct circular_addressee_new to = {.rung = "head", .name = demo_logins[DEMO_SECRETARY].position, .app_user = w->users[DEMO_SECRETARY]};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(circular_points_read(d.arena, desk_law(&d), circular_points_first, &as.text, e));
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(circular_make(&tx, &d, &as, ret, e));
	TRY(circular_addressee_put(&tx, &d, *ret, &to, &head, e));
	struct circular_delivered sent = {.addressee = head, .how = "hand", .received_by = "Sekretariat Sekda", .on = day_of(2024, 11, 1)};
	TRY(circular_deliver(&tx, &d, *ret, &sent, e));
	return tx_commit(&tx, e);
}

/* The Sekda acknowledges and passes it on to three units. */
static enum status circular_down(struct demo_world *w, int64_t circular, struct err *e)
{
	int units;
	struct circular_door door;
	struct desk d = demo_desk(w, DEMO_SECRETARY, at(11, 1, 10, 40));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(circular_own(&tx, &d, circular, &door, e));
	TRY(circular_acknowledge(&tx, &d, &door, door.now.version, d.user_name, e));
	TRY(circular_own(&tx, &d, circular, &door, e));
	TRY(circular_pass_units(&tx, &d, &door, door.now.version, told_units, COUNT(told_units), &units, e));
	return tx_commit(&tx, e);
}

/* A unit's head acknowledges by the link; two of three units' people begin to read. */
static enum status unit_reads(struct demo_world *w, struct tx *tx, const struct desk *d, const struct circular_addressees_row *unit, int64_t roster, size_t most, struct err *e)
{
	struct circular_door door;
	struct circular_missing_rows people;
	struct instant read_at;
	TRY(circular_door_of(tx, d, unit->token, &door, e));
	TRY(circular_acknowledge(tx, d, &door, door.now.version, arena_printf(&w->step, "Kepala %s", unit->name), e));
	TRY(circular_door_of(tx, d, unit->token, &door, e));
	TRY(circular_pass_people(tx, d, &door, door.now.version, e));
	TRY(circular_missing(tx, door.now.version, roster, unit->agency, "", 0, NAMES_MAX, &people, e));
	for (size_t i = 0; i < people.n && i < most; i++) {
		struct circular_press press = {.circular = door.circular.id, .version = door.now.version, .addressee = unit->id,
					       .who = {.person = people.items[i].id, .agency = unit->agency, .counts = true, .method = "birth", .name = ""}};
		TRY(circular_read_write(tx, d, &press, &read_at, e));
	}
	return OK;
}

static enum status circular_tell(struct demo_world *w, int64_t roster, struct err *e)
{
	int64_t circular;
	struct circular_now_row now;
	struct circular_addressees_rows all;
	bool found;
	TRY(circular_write(w, roster, &circular, e));
	TRY(circular_down(w, circular, e));
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(11, 1, 14, 0));
	d.role = ROLE_NONE;
	d.user = 0;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(circular_now(&tx, circular, &found, &now, e));
	TRY(circular_addressees(&tx, circular, now.version, roster, &all, e));
	for (size_t i = 0, n = 0; i < all.n; i++)
		if (all.items[i].agency && n++ < READING_UNITS)
			TRY(unit_reads(w, &tx, &d, &all.items[i], roster, 9 + 17 * n, e));
	return tx_commit(&tx, e);
}

/* ---- the advice desk ---- */

static const struct {
	const char *text, *reply, *act, *basis;
	enum subject_class class;
	enum phase phase;
	enum { WAITS, IN_PRIVATE, FOR_ALL } end;
	int day; /* of October */
} questions[] = {
	{"Bolehkah saya menyukai unggahan pasangan calon wali kota dari akun pribadi?",
	 "Tidak. Sejak calon ditetapkan, menyukai, mengomentari, membagikan, atau mengikuti akun pemenangan dinilai sebagai dukungan. Yang boleh: membaca, dan membagikan jadwal resmi KPU.",
	 "SKB-B6", "", PNS, AFTER_CANDIDACY, FOR_ALL, 15},
	{"Istri saya maju sebagai calon wakil wali kota. Bolehkah saya mendampinginya di panggung kampanye?",
	 "Boleh hadir hanya setelah mendapat cuti di luar tanggungan negara. Tanpa cuti itu, hadir mendampingi dinilai sebagai pelanggaran; memberi dukungan di media sosial tetap dilarang.",
	 "SKB-A7", "", PNS, PHASE_ANY, FOR_ALL, 17},
	{"Bolehkah saya mengajak tetangga datang ke TPS tanpa menyebut pasangan mana pun?",
	 "Boleh. Mengajak orang memilih tanpa menyebut siapa tidak termasuk perbuatan yang dilarang. Jangan memakai warna, isyarat, atau gambar pasangan calon.",
	 "", "SKB 5 lembaga 22 September 2022 Lampiran II: tidak termasuk perbuatan yang disebut", PPPK, PHASE_ANY, FOR_ALL, 22},
	{"Atasan saya meminta semua staf memakai kaus dengan warna pasangan calon pada hari Jumat. Apa yang harus saya lakukan?",
	 "Jangan ikut, dan simpan pesan perintahnya. Mengarahkan staf adalah kegiatan yang mengarah kepada keberpihakan. Bila mau, sampaikan lewat halaman Lapor; boleh tanpa nama.",
	 "SKB-B8", "", PNS, AFTER_CANDIDACY, IN_PRIVATE, 24},
	{"Apakah guru honorer di sekolah negeri juga tidak boleh menjadi saksi pasangan calon?", "", "", "", HONORER, AFTER_CANDIDACY, WAITS, 31},
	{"Kami diundang jalan sehat dan baru di sana tahu ada pasangan calon membagikan kaus. Apakah kehadiran kami sudah pelanggaran?", "", "", "", PNS, AFTER_CANDIDACY, WAITS, 31},
};

static enum status question_put(struct demo_world *w, size_t i, struct advice_question_by_code_row *ret, struct err *e)
{
	const char *code;
	bool again, found;
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, questions[i].day, 19, (int)i * 7));
	struct advice_new as = {.once = arena_printf(&w->step, "demo-tanya-%zu", i), .text = questions[i].text, .class = questions[i].class};
	d.role = ROLE_NONE;
	d.user = 0;
	TRY(advice_ask(&d, &as, &code, &again, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	found = advice_by_code(&tx, &d, code, ret, e) == OK;
	return found ? tx_commit(&tx, e) : e->status;
}

static enum status question_tell(struct demo_world *w, size_t i, struct err *e)
{
	struct advice_question_by_code_row q;
	int64_t answer;
	TRY(question_put(w, i, &q, e));
	if (questions[i].end == WAITS)
		return OK;
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, questions[i].day + 1, 9, (int)i * 7));
	struct advice_reply as = {.question = questions[i].text, .reply = questions[i].reply, .act = questions[i].act, .basis = questions[i].basis,
				  .phase = questions[i].phase, .reason = ""};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(questions[i].end == FOR_ALL ? advice_publish(&tx, &d, q.id, 1, &as, &answer, e) : advice_answer_privately(&tx, &d, q.id, 1, &as, e));
	return tx_commit(&tx, e);
}

/* ---- the index and its warnings ---- */

static enum status contest_id(struct demo_world *w, int64_t *ret, struct err *e)
{
	struct risk_contests_rows rows;
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 28, 9, 0));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(risk_contests(&tx, d.office->id, &rows, e));
	*ret = rows.n ? rows.items[0].id : 0;
	return tx_commit(&tx, e);
}

static enum status unit_id(struct demo_world *w, const char *name, int64_t *ret, struct err *e)
{
	struct agency_by_name_row row;
	bool found;
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 28, 9, 0));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(agency_by_name(&tx, d.office->id, name, &found, &row, e));
	*ret = row.id;
	return found ? tx_commit(&tx, e) : FAIL(e, BROKEN, "the register has no agency %s", name);
}

static const struct {
	enum risk_fact fact;
	const char *unit; /* NULL: the whole area */
	int64_t n;
	int month, day;
	const char *reason;
} facts[] = {
	{FACT_RELATIVE, "Badan Keuangan Kota Tirtamulya", 1, 9, 22, "Daftar riwayat hidup pasangan nomor 3: menantu pejabat unit ini."},
	{FACT_MUTATION, "Dinas Pendidikan Kota Tirtamulya", 3, 5, 6, "Pengumuman pelantikan di laman resmi kota, tiga jabatan."},
};

/* The officer has seen how often the rule would have fired, and switches it on. */
static enum status rule_on(const struct desk *d, const char *code, struct err *e)
{
	struct risk_fires fires = {0};
	struct day today = day_of_instant(d->now, d->office->zone);
	scoped(risk_return) struct risk_kept *kept = NULL;
	TRY(risk_borrow(d, &kept, e));
	for (size_t i = 0; i < kept->w.law->warnings.n; i++)
		if (text_eq(kept->w.law->warnings.items[i].code, code))
			risk_rule_fires(&kept->w, d->arena, &kept->w.law->warnings.items[i], day_add(today, -RISK_TRIED_DAYS), today, &fires);
	return risk_switch(d, code, true, (int64_t)fires.n, "Uji coba dua tahun sudah dibaca.", e);
}

static enum status risk_tell(struct demo_world *w, struct err *e)
{
	static const char *const on[] = {"PD-KAMPANYE", "PD-AKHIR", "PD-TINGGI"};
	struct desk d = demo_desk(w, DEMO_PREVENTION, at(10, 25, 14, 0));
	int64_t contest;
	TRY(contest_id(w, &contest, e));
	for (size_t i = 0; i < COUNT(on); i++)
		TRY(rule_on(&d, on[i], e));
	for (size_t i = 0; i < COUNT(facts); i++) {
		struct risk_fact_new as = {.fact = facts[i].fact, .contest = contest, .happened_on = day_of(2024, facts[i].month, facts[i].day), .n = facts[i].n,
					   .reason = facts[i].reason};
		TRY(unit_id(w, facts[i].unit, &as.agency, e));
		TRY(risk_fact_add(&d, &as, e));
	}
	d.now = at(11, 1, 15, 30);
	return risk_ask(&d, e);
}

/* ---- all of it ---- */

enum status demo_prevention_tell(struct demo_world *w, struct err *e)
{
	int64_t roster;
	TRY(pledge_tell(w, &roster, e));
	TRY(circular_tell(w, roster, e));
	arena_reset(&w->step);
	for (size_t i = 0; i < COUNT(questions); i++) {
		TRY(question_tell(w, i, e));
		arena_reset(&w->step);
	}
	TRY(risk_tell(w, e));
	arena_reset(&w->step);
	return OK;
}
