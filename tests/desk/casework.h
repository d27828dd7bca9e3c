/* casework.h -- a file of nine persons, as tests of casework begin with it: five civil servants and four daily
 * contract workers in one photograph (the Kota Batu seed; all names and numbers are fictitious). */
#ifndef NETRA_TESTS_CASEWORK_H
#define NETRA_TESTS_CASEWORK_H

#include "desk/evidence/evidence.h"
#include "desk/forward/forward.h"
#include "desk/handle/handle.h"
#include "support.h"

SUPPORT_SQL(sql_user,
	    "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, nip, created_at) "
	    "VALUES ($1, $2, $3, $4, CASE WHEN $5 = 'chair' THEN 'Ketua' ELSE 'Anggota' END, $5, '', 0, $6, 0)",
	    6, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(sql_agency, "INSERT INTO agency (id, office, name, head) VALUES ($1, $2, $3, $4)", 4, 0, true, VALUE_INT,
	    VALUE_INT, VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(sql_contest,
	    "INSERT INTO contest (id, office, code, title, kind, election, procedure, region, determined_on, voting_on) "
	    "VALUES ($1, $2, 'uji', 'Pemilihan Wali Kota Tirtamulya', 'PW', 'PILKADA-2024', 'pilkada', '35.79', $3, $4)",
	    4, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(sql_count, "SELECT COUNT(*) FROM letter WHERE case_file = $1 AND form = $2", 2, 1, false, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(sql_letters, "SELECT person, markdown, number, recipient FROM letter WHERE case_file = $1 AND form = $2 ORDER BY id",
	    2, 4, false, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(sql_all, "SELECT (SELECT COUNT(*) FROM letter) + (SELECT COUNT(*) FROM summons) + (SELECT COUNT(*) FROM case_event) "
		     "+ (SELECT COUNT(*) FROM clock_run) + (SELECT COUNT(*) FROM plenary) + (SELECT COUNT(*) FROM plenary_decision) "
		     "+ (SELECT COUNT(*) FROM number_seq) + (SELECT COUNT(*) FROM evidence_file)", 0, 1, false, VALUE_NULL);

#define PEOPLE 9
static const struct fictitious {
	const char *name, *nip, *class, *agency, *position, *said;
} nine[PEOPLE] = {
	{"Ratna Wulandasih", "197903142005012003", "PNS", "Kecamatan Randusari", "Lurah Randusari", "Hadir sebagai tuan rumah gedung."},
	{"Bagas Pramudityan", "198506172010011004", "PNS", "Kecamatan Randusari", "Seksi pemerintahan", "Diajak berfoto saat lewat."},
	{"Yuyun Karsamita", "199002112022212005", "PPPK", "Kecamatan Randusari", "Perencana", "Tidak tahu ada pasangan calon."},
	{"Dimas Harjasutra", "198801202011011006", "PNS", "Dinas Perhubungan", "Seksi ketertiban", "Unggahan dihapus 2 November."},
	{"Endah Lestaringsih", "199909092024042007", "CPNS", "Dinas Perhubungan", "Pelayanan umum", "Spontan, tidak tahu aturannya."},
	{"Tarno Widagdaya", NULL, "THL", "Dinas Kebersihan", "Kebersihan", "Ikut teman-teman."},
	{"Sulis Anggrahini", NULL, "THL", "Dinas Kebersihan", "Administrasi", "Kebetulan sedang di gedung itu."},
	{"Gilar Manunggala", NULL, "THL", "Dinas Perhubungan", "Pengemudi", "Mengantar atasan."},
	{"Nuning Sekarwati", NULL, "THL", "Kecamatan Randusari", "Keamanan", "Menjaga pintu, lalu dipanggil ikut."},
};

struct casework {
	struct support s;
	struct office *office;
	struct desk d;
	int64_t members[3], file, people[PEOPLE], superior, exhibit;
	const char *act; /* alleged against each */
};

static inline int64_t user_add(struct casework *c, struct tx *tx, const char *login, const char *role, const char *nip)
{
	int64_t id = id_new(c->d.now);
	const struct value args[] = {value_id(id), value_id(c->office->id), value_text(login), value_text(login),
				     value_text(role), value_text(nip)};
	assert_ok(tx_run(tx, &sql_user, args, NULL, e));
	return id;
}

static inline void agency_put(struct casework *c, struct tx *tx, const char *name, const char *head)
{
	const struct value args[] = {value_id(id_new(c->d.now)), value_id(c->office->id), value_text(name), value_text(head)};
	assert_ok(tx_run(tx, &sql_agency, args, NULL, e));
}

static inline int64_t contest_put(struct casework *c, struct tx *tx)
{
	int64_t id = id_new(c->d.now);
	const struct value args[] = {value_id(id), value_id(c->office->id), value_day(day_of(2024, 9, 22)),
				     value_day(day_of(2024, 11, 27))};
	assert_ok(tx_run(tx, &sql_contest, args, NULL, e));
	return id;
}

/* The office, its three members, the agencies, and an observation with nobody in it yet. */
static inline void casework_start(struct casework *c)
{
	*c = (struct casework){0};
	support_start(&c->s);
	c->office = support_office(&c->s);
	c->d = support_desk(&c->s, c->office, ROLE_HANDLER, 0);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	c->members[0] = user_add(c, &tx, "Wahyuning Pratiwangi", "chair", NULL);
	c->members[1] = user_add(c, &tx, "Anggota Dua", "member", NULL);
	c->members[2] = user_add(c, &tx, "Anggota Tiga", "member", NULL);
	int64_t handler = user_add(c, &tx, "Laras", "handler", NULL);
	agency_put(c, &tx, "Dinas Kebersihan", "Kepala Dinas Kebersihan");
	agency_put(c, &tx, "Dinas Perhubungan", "Kepala Dinas Perhubungan");
	agency_put(c, &tx, "Kecamatan Randusari", "Camat Randusari");
	int64_t contest = contest_put(c, &tx);
	c->d.user = handler;
	c->d.user_name = "Laras";
	struct docket_new as = {.kind = "finding", .procedure = PILKADA, .contest = contest,
				.title = "Foto bersama pasangan calon di gedung serbaguna",
				.summary = "Sembilan orang berfoto bersama pasangan calon nomor urut 2.",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1),
				.event_place = "Gedung serbaguna Randusari"};
	assert_ok(docket_open(&tx, &c->d, &as, "observation", &c->file, e));
	assert_ok(tx_commit(&tx, e));
}

static inline void casework_end(struct casework *c)
{
	office_close(c->office);
	support_end(&c->s);
}

/* An act of the law that fits @class on the day of the event; the same code for all when one fits all. */
static inline const char *act_for(const struct casework *c, const char *class)
{
	const struct law_act *acts[100];
	size_t n = handle_acts(c->office->law, class_of(class), day_of(2024, 11, 1), day_of(2024, 9, 22), acts, 100);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		if (text_eq(acts[i]->conduct, "photo_pose") || strstr(acts[i]->title_id, "foto"))
			return acts[i]->code;
	return acts[0]->code;
}

/* Another act of the same class, beside @own. */
static inline const char *act_beside(const struct casework *c, const char *class, const char *own)
{
	const struct law_act *acts[100];
	size_t n = handle_acts(c->office->law, class_of(class), day_of(2024, 11, 1), day_of(2024, 9, 22), acts, 100), i = 0;
	while (i < n && !strcmp(acts[i]->code, own))
		i++;
	assert_true(i < n);
	return acts[i]->code;
}

static inline int64_t person_add(struct casework *c, const struct fictitious *f, const char *role, const char *act)
{
	struct handle_person as = {.as = {.role = role, .name = f->name, .nip = f->nip, .class = f->class, .class_source = "officer",
					  .agency = f->agency, .position = f->position, .act_code = act}};
	int64_t id = 0;
	assert_ok(handle_person_save(&c->d, c->file, &as, &id, e));
	return id;
}

static inline void people_add(struct casework *c)
{
	for (size_t i = 0; i < PEOPLE; i++)
		c->people[i] = person_add(c, &nine[i], "terlapor", act_for(c, nine[i].class));
	static const struct fictitious head = {"Wening Astarini", "196905051994032001", "PNS", "Kecamatan Randusari", "Camat", ""};
	c->superior = person_add(c, &head, "atasan", NULL);
	static const char photo[] = "\xff\xd8\xff\xe0 a photograph of nine people";
	struct handle_exhibit_new x = {.file = {{photo, sizeof photo}, "foto.jpg"}, .origin = "patrol", .showable = true,
				       .description = "Foto bersama, wajah disamarkan"};
	assert_ok(handle_exhibit_add(&c->d, c->file, &x, &c->exhibit, e));
}

/* The recipients of these scenes have no key. */
#define ON_PAPER ((struct forward_way){.way = "paper", .why = "Penerima belum mendaftarkan kunci."})

/* The same desk as the chair's: who sends a hand-over. */
static inline const struct desk *as_chair(struct casework *c)
{
	struct desk *d = arena_array(&c->s.arena, struct desk, 1);
	*d = c->d;
	d->role = ROLE_CHAIR;
	return d;
}

static inline void pass(struct casework *c, int64_t hours) { c->d.now.us += hours * HOUR_US; }

static inline const char *state_of(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(case_get(&tx, c->file, &row, e));
	return row.state;
}

static inline struct rows ask(struct casework *c, const struct statement *q, const struct value *args)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct rows rows = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(tx_run(&tx, q, args, &rows, e));
	return rows;
}

static inline int64_t letters(struct casework *c, const char *form)
{
	const struct value args[] = {value_id(c->file), value_text(form)};
	return value_as_int(ask(c, &sql_count, args).items);
}

static inline int64_t everything(struct casework *c) { return value_as_int(ask(c, &sql_all, NULL).items); }

static inline struct case_people_row person(struct casework *c, int64_t id)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_people_rows rows;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(case_people(&tx, c->file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].id == id)
			return rows.items[i];
	fail_msg("no such person");
	return rows.items[0];
}

/* From the observation to the registered finding. */
static inline void finding(struct casework *c)
{
	struct handle_said said = {.evidence_shown = true, .quorum = true, .majority = true};
	assert_ok(handle_event(&c->d, c->file, "write_lhp", NULL, NULL, e));
	people_add(c);
	pass(c, 1);
	assert_ok(handle_event(&c->d, c->file, "plenary_finds", &said, NULL, e));
}

static inline void invite(struct casework *c, struct handle_invited_list *ret)
{
	struct handle_invitation as = {.case_file = c->file, .hear_at = {c->d.now.us + 46 * HOUR_US}, .place = "Ruang 2"};
	assert_ok(handle_invite_all(&c->d, &as, 45, ret, e));
}

static inline int64_t hearing_open(struct casework *c, int64_t who, bool oath)
{
	struct handle_hearing_new as = {.case_file = c->file, .person = who, .held_at = c->d.now, .place = "Ruang 2",
					.oath_taken = oath};
	int64_t id = 0;
	assert_ok(handle_hearing_start(&c->d, &as, &id, e));
	return id;
}

static inline void hear(struct casework *c, int64_t who, const char *said, bool signs)
{
	int64_t id = hearing_open(c, who, true);
	struct letter_made made;
	assert_ok(handle_hearing_ask(&c->d, id, "Apakah Saudara hadir?", said, e));
	assert_ok(handle_hearing_read_back(&c->d, id, 1, e));
	struct handle_hearing_end end = {.signed_ = signs, .statement = said, .version = 2};
	assert_ok(handle_hearing_close(&c->d, id, &end, &made, e));
}

static inline void study(struct casework *c, const char *const conclusions[PEOPLE])
{
	struct handle_study_text text = {"Kasus posisi", "Data", "Dasar", "Fakta", "Teruskan"};
	assert_ok(handle_study_save(&c->d, c->file, &text, 0, e));
	for (size_t i = 0; i < PEOPLE; i++) {
		struct handle_point p = {.person = c->people[i], .act = act_for(c, nine[i].class), .analysis = "Terlihat di foto.",
					 .quotes = "B-1", .conclusion = conclusions[i]};
		assert_ok(handle_point_save(&c->d, c->file, &p, e));
	}
	struct letter_made made;
	assert_ok(handle_study_end(&c->d, c->file, 1, &made, e));
}

static inline enum status plenary(struct casework *c, const char *event, const char *const outcomes[PEOPLE],
				  struct handle_plenary_made *ret, struct err *e)
{
	const struct handle_vote votes[] = {{c->members[0], "agree", ""}, {c->members[1], "agree", ""},
					    {c->members[2], "dissent", "Dua orang hanya lewat."}};
	struct handle_decision decisions[PEOPLE];
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c->people[i], act_for(c, nine[i].class), outcomes[i], "Sesuai kajian."};
	struct handle_plenary_new as = {.case_file = c->file, .agenda = "Putusan temuan", .place = "Ruang rapat", .event = event,
					.held_at = c->d.now, .votes = votes, .n_votes = 3, .decisions = decisions,
					.n_decisions = PEOPLE};
	return handle_plenary_hold(&c->d, &as, ret, e);
}

static const char *const all_proven[PEOPLE] = {"proven", "proven", "proven", "proven", "proven", "proven", "proven", "proven", "proven"};

/* Up to the plenary: the study is signed. */
static inline void to_plenary(struct casework *c, const char *const conclusions[PEOPLE])
{
	struct handle_invited_list invited;
	finding(c);
	invite(c, &invited);
	pass(c, 47);
	for (size_t i = 0; i < PEOPLE; i++)
		hear(c, c->people[i], nine[i].said, i != 8);
	hear(c, c->superior, "Saya baru tahu kemudian.", true);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
	study(c, conclusions);
}

/* The whole way to the decision; nobody's fate differs. */
static inline void to_decision(struct casework *c, const char *const outcomes[PEOPLE])
{
	struct handle_plenary_made made;
	to_plenary(c, outcomes);
	assert_ok(plenary(c, "decide_other_law", outcomes, &made, e));
}

/* Every row of every table in one hash: what a refusal must leave as it was. */
static inline struct hash store_hash(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct hash_run run;
	hash_run_start(&run);
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	for (size_t t = 0; t < store_tables_n; t++) {
		struct rows rows;
		assert_ok(store_scan(&tx, store_tables[t], 0, 100000, &rows, e));
		for (size_t i = 0; i < rows.n_rows * rows.n_columns; i++) {
			const struct value *v = &rows.items[i];
			hash_run_add(&run, &v->kind, sizeof v->kind);
			hash_run_add(&run, &v->i, sizeof v->i);
			hash_run_add(&run, v->bytes.s ? v->bytes.s : "", v->bytes.n);
		}
	}
	return hash_run_done(&run);
}

#endif
