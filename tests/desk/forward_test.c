/* forward_test.c -- each proven person goes to the right body, alone, and is followed until the end.
 * Scenes: PRODUCT.md S1 (five to BKN, four to the heads of their offices), S15, N31-N34. */
#define _GNU_SOURCE /* memmem */
#include "casework.h"
#include "desk/figures/figures.h"
#include "support.h" /* runs on both databases */

static void forwarded(struct casework *c)
{
	struct forward_made made;
	casework_start(c);
	to_decision(c, all_proven);
	assert_ok(forward_send(as_chair(c), c->file, &ON_PAPER, &made, e));
	assert_int_equal(made.packages, PEOPLE);
}

static struct forward_of_rows handovers(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_of_rows rows;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(forward_of(&tx, c->file, &rows, e));
	return rows;
}

static struct forward_of_row of(struct casework *c, size_t which) { return handovers(c).items[which]; }

static enum status step(struct casework *c, size_t which, struct forward_step as, struct err *e)
{
	if (!as.decree_on.n) /* not given */
		as.decree_on = DAY_NONE;
	struct forward_of_row h = of(c, which);
	as.handover = h.id;
	as.version = as.version ? as.version : h.version;
	return forward_step(&c->d, &as, e);
}

static void nine_persons_go_to_nine_receivers(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	assert_string_equal(state_of(&c), "FORWARDED");
	struct forward_of_rows all = handovers(&c);
	assert_int_equal(all.n, 9);
	for (size_t i = 0; i < 9; i++)
		assert_string_equal(all.items[i].route, i < 5 ? "BKN" : "OPD_HEAD");
	assert_string_equal(all.items[5].receiver, "Kepala Dinas Kebersihan");
	assert_string_equal(all.items[8].receiver, "Camat Randusari");
	casework_end(&c);
}

static int leading_number(const char *number) { return atoi(number); }

static void letters_are_numbered_without_gaps(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	struct forward_of_rows all = handovers(&c);
	int first = leading_number(all.items[0].letter_number);
	for (size_t i = 0; i < all.n; i++)
		assert_int_equal(leading_number(all.items[i].letter_number), first + (int)i);
	assert_int_equal(first, 10); /* nine invitations went before */
	casework_end(&c);
}

static void read_file(struct casework *c, int64_t id, struct str *ret)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct evidence_file_get_row row;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(evidence_file_read(&tx, &c->d, id, ret, &row, e));
}

/* Neither letter nor machine file of one person names another person of the file. */
static void a_package_names_nobody_else(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	struct forward_of_rows all = handovers(&c);
	const struct value args[] = {value_id(c.file), value_text("forwarding")};
	struct rows texts = ask(&c, &sql_letters, args);
	assert_int_equal(texts.n_rows, 9);
	for (size_t i = 0; i < all.n; i++) {
		struct str machine;
		read_file(&c, all.items[i].machine, &machine);
		const struct json *root;
		assert_ok(json_read(&c.s.arena, "package", machine.s, machine.n, 1 << 20, &root, e));
		assert_string_equal(json_get_text(json_get(root, "person"), "name", ""), nine[i].name);
		const struct json *identity = json_get(json_get(root, "person"), "identity");
		assert_string_equal(json_get_text(identity, "level", ""), nine[i].nip ? "shape" : "none"); /* nobody confirmed it */
		const char *letter = value_as_text(texts.items + 4 * i + 1);
		for (size_t k = 0; k < PEOPLE; k++) {
			bool own = k == i;
			assert_int_equal(strstr(letter, nine[k].name) != NULL, own);
			assert_int_equal(memmem(machine.s, machine.n, nine[k].name, strlen(nine[k].name)) != NULL, own);
		}
	}
	casework_end(&c);
}

/* "(SKB-B6)" as the Markdown of a letter has it. */
static const char *in_brackets(struct casework *c, const char *code)
{
	return arena_printf(&c->s.arena, "\\(SKB\\-%s\\)", code + strlen("SKB-"));
}

/* Of two acts one is proven: only that one is told to the receiver, whichever comes first by its code. */
static void a_letter_tells_only_what_was_proven(void **state)
{
	(void)state;
	struct casework c;
	struct handle_plenary_made held;
	struct forward_made made;
	casework_start(&c);
	to_plenary(&c, all_proven);
	const char *own = act_for(&c, "PNS"), *other = act_beside(&c, "PNS", own);
	const char *first = strcmp(own, other) < 0 ? own : other, *last = first == own ? other : own;
	const struct handle_vote votes[] = {{c.members[0], "agree", ""}, {c.members[1], "agree", ""}};
	struct handle_decision decisions[PEOPLE + 1];
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c.people[i], act_for(&c, nine[i].class), "proven", "Sesuai kajian."};
	decisions[0] = (struct handle_decision){c.people[0], first, "not_proven", "Ini tidak terbukti."};
	decisions[PEOPLE] = (struct handle_decision){c.people[0], last, "proven", "Ini terbukti."};
	struct handle_plenary_new as = {.case_file = c.file, .agenda = "Putusan", .place = "Ruang rapat", .event = "decide_other_law",
					.held_at = c.d.now, .votes = votes, .n_votes = 2, .decisions = decisions, .n_decisions = PEOPLE + 1};
	assert_ok(handle_plenary_hold(&c.d, &as, &held, e));
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	const struct value args[] = {value_id(c.file), value_text("forwarding")};
	const char *letter = value_as_text(ask(&c, &sql_letters, args).items + 1);
	assert_non_null(strstr(letter, in_brackets(&c, last)));
	assert_null(strstr(letter, in_brackets(&c, first)));
	assert_non_null(strstr(letter, "Ini terbukti"));
	assert_null(strstr(letter, "Ini tidak terbukti"));
	struct str machine;
	const struct json *root;
	read_file(&c, of(&c, 0).machine, &machine);
	assert_ok(json_read(&c.s.arena, "package", machine.s, machine.n, 1 << 20, &root, e));
	assert_string_equal(json_get_text(&json_get(root, "decisions")->items[0], "outcome", ""), "proven"); /* the field sheet reads it */
	casework_end(&c);
}

static void the_manifest_lists_what_was_sent(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	struct forward_of_row h = of(&c, 0);
	struct str machine, manifest;
	read_file(&c, h.machine, &machine);
	read_file(&c, h.manifest, &manifest);
	const char *sha = hash_hex(&c.s.arena, hash_of(machine.s, machine.n));
	assert_non_null(memmem(manifest.s, manifest.n, sha, strlen(sha)));
	assert_non_null(memmem(manifest.s, manifest.n, "# ed25519: ", 11));
	casework_end(&c);
}

/* Perpres 91/2024, 92/2024: KASN until 10 September 2024, then BKN (regulation.md A.2, marked unsure). */
static void the_receiver_depends_on_class_and_day(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_receiver to;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	const struct law *law = c.office->law;
	assert_ok(forward_receiver_of(&tx, &c.d, law, "PNS", NULL, day_of(2024, 9, 10), false, &to, e));
	assert_string_equal(to.route->code, "KASN");
	assert_ok(forward_receiver_of(&tx, &c.d, law, "PNS", NULL, day_of(2024, 9, 11), false, &to, e));
	assert_string_equal(to.route->code, "BKN");
	assert_ok(forward_receiver_of(&tx, &c.d, law, "KEPALA_DESA", NULL, day_of(2024, 9, 11), false, &to, e));
	assert_string_equal(to.route->code, "HEAD_OF_REGION");
	assert_ok(forward_receiver_of(&tx, &c.d, law, "PNS", NULL, day_of(2024, 11, 8), true, &to, e));
	assert_string_equal(to.route->code, "GAKKUMDU");
	tx_rollback(&tx);
	casework_end(&c);
}

#define STEP(which, ...) assert_ok(step(&c, (which), (struct forward_step){__VA_ARGS__}, e))

#define TODAY(c) day_of_instant((c).d.now, (c).d.office->zone)

/* The file stands where the least advanced hand-over stands. */
static void the_file_follows_its_slowest_handover(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	for (size_t i = 0; i < PEOPLE; i++) {
		assert_string_equal(state_of(&c), "FORWARDED");
		STEP(i, .event = "ack", .receipt_number = "SBT-1");
	}
	assert_string_equal(state_of(&c), "ACKNOWLEDGED");
	for (size_t i = 0; i < 5; i++)
		STEP(i, .event = "recommend");
	for (size_t i = 5; i < 9; i++)
		STEP(i, .event = "sanction_by_head", .outcome = "warning", .decree_number = "800/1", .decree_on = TODAY(c));
	assert_string_equal(state_of(&c), "RECOMMENDED");
	for (size_t i = 0; i < 4; i++)
		STEP(i, .event = "sanction", .outcome = "moderate", .decree_number = "800/2", .decree_on = TODAY(c));
	STEP(4, .event = "no_sanction", .outcome = "retired");
	assert_string_equal(state_of(&c), "SANCTIONED"); /* somebody was */
	for (size_t i = 0; i < PEOPLE; i++)
		STEP(i, .event = "close");
	assert_string_equal(state_of(&c), "CLOSED");
	casework_end(&c);
}

/* "running", "stopped", ...: the newest run of a clock of one person; "none" when it never started. */
static struct case_clocks_row clock_row(struct casework *c, size_t which, const char *code)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_clocks_rows rows;
	struct case_clocks_row found = {.status = "none", .last_moment = INSTANT_NONE};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(case_clocks(&tx, c->file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!strcmp(rows.items[i].clock, code) && rows.items[i].person == c->people[which])
			found = rows.items[i];
	found.status = arena_strdup(&c->s.arena, found.status);
	return found;
}

#define CLOCK_IS(which, code, want) assert_string_equal(clock_row(&c, (which), (code)).status, (want))

/* S15: "staff number wrong" opens a task with its own time; the second package replaces the first. */
static void a_returned_package_opens_a_task_and_is_sent_again(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	forwarded(&c);
	const char *first = of(&c, 0).letter_number;
	STEP(0, .event = "ack", .receipt_number = "SBT-1");
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "returned", .reason = "because"}, &e), INVALID);
	STEP(0, .event = "returned", .reason = "nip_wrong", .text = "Angka terakhir.");
	struct forward_of_row h = of(&c, 0);
	assert_non_null(strstr(h.task, "Nomor pegawai keliru"));
	/* Three working days of law/ladder.toml, counted with its sum like every clock. */
	CLOCK_IS(0, "DS-RETURN", "running");
	struct case_clocks_row clock = clock_row(&c, 0, "DS-RETURN");
	assert_true(h.task_due.us > c.d.now.us && h.task_due.us == clock.last_moment.us);
	struct day due = day_of_instant(clock.last_moment, c.office->zone);
	assert_int_equal(calendar_working(c.office->calendar, TODAY(c), due), 3);
	assert_int_equal(calendar_working(c.office->calendar, day_add(due, -1), due), 1);
	STEP(0, .event = "resend");
	CLOCK_IS(0, "DS-RETURN", "stopped");
	h = of(&c, 0);
	assert_null(h.task);
	assert_string_not_equal(h.letter_number, first);
	assert_string_equal(h.state, "FORWARDED");
	casework_end(&c);
}

/* N33: DS-PPK, ten days; silence becomes a state and a reminder. */
static void a_silent_receiver_becomes_overdue_and_is_reminded(void **state)
{
	(void)state;
	struct casework c;
	int overdue;
	forwarded(&c);
	STEP(0, .event = "ack", .receipt_number = "SBT-1");
	STEP(0, .event = "recommend");
	assert_ok(forward_watch(&c.d, &overdue, e));
	assert_int_equal(overdue, 0);
	pass(&c, 24 * 11);
	assert_ok(forward_watch(&c.d, &overdue, e));
	assert_int_equal(overdue, 1);
	assert_string_equal(of(&c, 0).state, "OVERDUE_PPK");
	assert_int_equal(letters(&c, "reminder"), 1);
	assert_ok(forward_watch(&c.d, &overdue, e));
	assert_int_equal(overdue, 0);
	casework_end(&c);
}

SUPPORT_SQL(sql_nobody, "UPDATE handover SET route = 'KASN', copy_to = '' WHERE person = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(sql_class, "UPDATE case_person SET class = 'TIDAK_DIKENAL' WHERE id = $1", 1, 0, true, VALUE_INT);

static void spoil(struct casework *c, const struct statement *q, size_t which)
{
	scoped(tx_rollback) struct tx tx = {0};
	const struct value args[] = {value_id(c->people[which])};
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(tx_run(&tx, q, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

/* One hand-over that has no receiver any more must not keep the keeper from all the others. */
static void one_that_cannot_be_reminded_holds_up_no_other(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	int overdue;
	forwarded(&c);
	for (size_t i = 0; i < 3; i++) {
		STEP(i, .event = "ack", .receipt_number = "SBT-1");
		STEP(i, .event = "recommend");
	}
	spoil(&c, &sql_nobody, 0);
	spoil(&c, &sql_class, 0);
	pass(&c, 24 * 11);
	assert_int_equal(forward_watch(&c.d, &overdue, &e), NOT_LOADED);
	assert_int_equal(overdue, 2);
	assert_string_equal(of(&c, 0).state, "RECOMMENDED");
	assert_string_equal(of(&c, 1).state, "OVERDUE_PPK");
	assert_string_equal(of(&c, 2).state, "OVERDUE_PPK");
	assert_int_equal(letters(&c, "reminder"), 2);
	casework_end(&c);
}

/* The keeper comes at @at: it writes so many letters, and none when it comes again. */
static void keeper_writes(struct casework *c, struct instant at, int want)
{
	int letters_made;
	c->d.now = at;
	assert_ok(forward_watch(&c->d, &letters_made, e));
	assert_int_equal(letters_made, want);
	assert_ok(forward_watch(&c->d, &letters_made, e));
	assert_int_equal(letters_made, 0);
}

static void silent(struct casework *c)
{
	forwarded(c);
	assert_ok(step(c, 0, (struct forward_step){.event = "ack", .receipt_number = "SBT-1"}, e));
	assert_ok(step(c, 0, (struct forward_step){.event = "recommend"}, e));
	struct instant last = clock_row(c, 0, "DS-PPK").last_moment;
	keeper_writes(c, last, 0);
	keeper_writes(c, (struct instant){last.us + 1}, 1);
}

/* Each rung on the day after its clock has run out, not before, and once: to the superior, then to the province. */
static void silence_climbs_the_ladder_rung_by_rung(void **state)
{
	(void)state;
	struct casework c;
	static const char *const rungs[][2] = {{"DS-REMIND", "reminder_superior"}, {"DS-REPORT", "silence_report"}};
	static const char *const to[] = {"Menteri Dalam Negeri melalui Gubernur", "Bawaslu Provinsi"};
	silent(&c);
	for (size_t i = 0; i < 2; i++) {
		struct instant last = clock_row(&c, 0, rungs[i][0]).last_moment;
		assert_int_equal(letters(&c, rungs[i][1]), 0);
		keeper_writes(&c, last, 0);
		keeper_writes(&c, (struct instant){last.us + 1}, 1);
		const struct value args[] = {value_id(c.file), value_text(rungs[i][1])};
		struct rows made = ask(&c, &sql_letters, args);
		assert_int_equal(made.n_rows, 1);
		assert_string_equal(value_as_text(made.items + 3), to[i]);
		assert_non_null(strstr(value_as_text(made.items + 1), nine[0].name));
		CLOCK_IS(0, rungs[i][0], "expired");
	}
	keeper_writes(&c, (struct instant){c.d.now.us + 90 * DAY_US}, 0); /* the ladder has an end */
	assert_int_equal(letters(&c, "reminder"), 1);
	assert_string_equal(of(&c, 0).state, "OVERDUE_PPK");
	casework_end(&c);
}

/* Once the head has answered nobody is written to; somebody who retired meanwhile can be closed (T44n). */
static void an_answer_ends_the_ladder(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	silent(&c);
	CLOCK_IS(0, "DS-REMIND", "running");
	STEP(0, .event = "control");
	CLOCK_IS(0, "DS-REMIND", "running"); /* a block of data is no answer */
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "late_no_sanction", .outcome = "moderate"}, &e), INVALID);
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "late_sanction", .outcome = "retired"}, &e), INVALID);
	STEP(0, .event = "late_no_sanction", .outcome = "retired");
	CLOCK_IS(0, "DS-REMIND", "stopped");
	assert_string_equal(of(&c, 0).state, "NO_SANCTION");
	keeper_writes(&c, (struct instant){c.d.now.us + 90 * DAY_US}, 0);
	assert_int_equal(letters(&c, "reminder_superior"), 0);
	casework_end(&c);
}

/* How long the recommendations of the file have waited at @at, of the receiver with the most of them. */
static int64_t waited(struct casework *c, struct instant at)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct figures_ages ages;
	const struct figures_age *most = NULL;
	struct desk d = c->d;
	d.now = at;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(figures_ages_read(&tx, &d, &ages, e));
	for (size_t i = 0; i < ages.n; i++)
		most = most && most->waiting >= ages.items[i].waiting ? most : &ages.items[i];
	assert_non_null(most);
	assert_int_equal(most->waiting, 5); /* the five civil servants, all to BKN */
	assert_int_equal(most->median_days, most->oldest_days);
	return most->oldest_days;
}

/* The store counts by the day of sending; an age is whole days of 24 hours all the same, at any time of the day. */
static void a_recommendation_is_a_day_older_24_hours_after_it_was_sent(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	struct instant sent = of(&c, 0).sent_at;
	for (int64_t hour = 0; hour <= 50; hour++)
		assert_int_equal(waited(&c, (struct instant){sent.us + hour * HOUR_US}), hour / 24);
	assert_int_equal(waited(&c, (struct instant){sent.us + 3 * DAY_US - 1}), 2);
	assert_int_equal(waited(&c, (struct instant){sent.us + 3 * DAY_US}), 3);
	assert_int_equal(waited(&c, (struct instant){sent.us - HOUR_US}), 0); /* a clock that was set back */
	casework_end(&c);
}

/* KASN ended on 10 September 2024; the file is handed over in November. And nothing comes back that never went out. */
static void a_closed_receiver_and_a_return_of_nothing_are_refused(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct err e = {0};
	casework_start(&c);
	to_decision(&c, all_proven);
	int64_t before = everything(&c);
	struct forward_named named[] = {{c.people[1], "KASN"}};
	struct forward_way way = ON_PAPER;
	way.named = named;
	way.n_named = 1;
	assert_int_equal(forward_send(as_chair(&c), c.file, &way, &made, &e), INVALID);
	assert_non_null(strstr(e.why, "tidak lagi menerima penerusan sejak lewat"));
	assert_non_null(strstr(e.why, "10 September 2024"));
	assert_non_null(strstr(e.why, "Badan Kepegawaian Negara"));
	named[0].route = "HEAD_OF_REGION";
	assert_int_equal(forward_send(as_chair(&c), c.file, &way, &made, &e), INVALID);
	named[0].route = "NOBODY";
	assert_int_equal(forward_send(as_chair(&c), c.file, &way, &made, &e), INVALID);
	struct forward_step returned = {.handover = 4711, .version = 1, .event = "returned", .reason = "nip_wrong", .decree_on = DAY_NONE};
	assert_int_equal(forward_step(&c.d, &returned, &e), NOT_FOUND);
	assert_non_null(strstr(e.why, "kirim penerusannya dahulu"));
	assert_int_equal(everything(&c), before);
	assert_string_equal(state_of(&c), "DECIDED_OTHER_LAW");
	named[0].route = "BKN";
	assert_ok(forward_send(as_chair(&c), c.file, &way, &made, e));
	returned.handover = of(&c, 0).id;
	returned.case_file = c.file + 1; /* of another file */
	assert_int_equal(forward_step(&c.d, &returned, &e), NOT_FOUND);
	STEP(0, .event = "ack", .receipt_number = "SBT-1");
	before = everything(&c);
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "ack", .receipt_number = "SBT-1"}, &e), INVALID); /* twice */
	assert_int_equal(everything(&c), before);
	casework_end(&c);
}

static void what_the_law_does_not_allow_changes_nothing(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	forwarded(&c);
	int64_t before = everything(&c);
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "recommend"}, &e), INVALID);
	assert_int_equal(step(&c, 5, (struct forward_step){.event = "ack", .receipt_number = "1", .version = 99}, &e), CONFLICT);
	assert_int_equal(everything(&c), before);
	struct forward_made made;
	assert_int_equal(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, &e), INVALID);
	assert_int_equal(everything(&c), before);
	casework_end(&c);
}

/* regulation.md D.2 T36-T45, D.3: each clock starts on its own happening, for the one person. PP 79/2021: against a
 * moderate sanction there is the objection, not the appeal. */
static void clocks_start_when_what_the_law_names_happens(void **state)
{
	(void)state;
	struct casework c;
	forwarded(&c);
	struct day today = TODAY(c);
	STEP(0, .event = "ack", .receipt_number = "SBT-1");
	CLOCK_IS(0, "DS-SATGAS", "running");
	STEP(0, .event = "satgas_done", .decree_on = today);
	CLOCK_IS(0, "DS-SATGAS", "stopped");
	CLOCK_IS(0, "DS-BAWASLU", "running");
	STEP(0, .event = "recommend");
	CLOCK_IS(0, "DS-BAWASLU", "stopped");
	CLOCK_IS(0, "DS-PPK", "running");
	STEP(0, .event = "first_summons", .decree_on = today);
	CLOCK_IS(0, "DS-EXAM1", "running");
	STEP(0, .event = "sanction", .outcome = "PP94-8-3-A", .decree_number = "800/2", .decree_on = today);
	CLOCK_IS(0, "DS-PPK", "stopped");
	CLOCK_IS(0, "DS-EXAM1", "stopped");
	CLOCK_IS(0, "DS-DELIVER", "running");
	CLOCK_IS(0, "DS-OBJECT", "none"); /* the decree has not arrived */
	STEP(0, .event = "decree_received", .decree_on = today);
	CLOCK_IS(0, "DS-DELIVER", "stopped");
	CLOCK_IS(0, "DS-EFFECT", "running");
	CLOCK_IS(0, "DS-OBJECT", "running");
	CLOCK_IS(0, "DS-APPEAL", "none");
	STEP(0, .event = "remedy", .in_time = true);
	CLOCK_IS(0, "DS-OBJECT", "stopped");
	CLOCK_IS(0, "DS-OBJECT-R", "running");
	CLOCK_IS(0, "DS-APPEAL-R", "none");
	CLOCK_IS(1, "DS-SATGAS", "none");
	casework_end(&c);
}

/* regulation.md B.3: the catalogue of the decree's day, for the person's class. */
static void a_sanction_is_one_of_the_catalogue_of_its_day_and_class(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	forwarded(&c);
	struct day today = TODAY(c);
	STEP(0, .event = "ack", .receipt_number = "SBT-1");
	STEP(0, .event = "recommend");
	STEP(5, .event = "ack", .receipt_number = "1/TU");
#define REFUSED(which, words, ...)                                                                         \
	do {                                                                                               \
		assert_int_equal(step(&c, (which), (struct forward_step){__VA_ARGS__}, &e), INVALID);      \
		assert_non_null(strstr(e.why, (words)));                                                   \
	} while (0)
	REFUSED(0, "tidak berlaku pada tanggal keputusan", .event = "sanction", .outcome = "PP94-8-3-A", .decree_number = "1",
		.decree_on = day_of(2021, 8, 30));
	REFUSED(0, "bukan sanksi untuk golongan PNS", .event = "sanction", .outcome = "NONASN-END", .decree_number = "1", .decree_on = today);
	REFUSED(5, "bukan sanksi untuk golongan THL", .event = "sanction_by_head", .outcome = "moderate", .decree_number = "1", .decree_on = today);
	REFUSED(5, "bukan sanksi untuk golongan THL", .event = "sanction_by_head", .outcome = "PP94-8-2-A", .decree_number = "1", .decree_on = today);
	REFUSED(0, "pilih hasilnya", .event = "sanction", .outcome = "scolded", .decree_number = "1", .decree_on = today);
	REFUSED(0, "tanggalnya di masa depan", .event = "sanction", .outcome = "PP94-8-3-A", .decree_number = "1",
		.decree_on = day_add(today, 1));
	REFUSED(0, "tanggalnya di masa depan", .event = "first_summons", .decree_on = day_add(today, 1));
	REFUSED(0, "isi hari terjadinya", .event = "first_summons");
	REFUSED(0, "starts no clock where this hand-over stands", .event = "decree_received", .decree_on = today);
	STEP(5, .event = "sanction_by_head", .outcome = "NONASN-END", .decree_number = "800/1", .decree_on = today);
	STEP(0, .event = "sanction", .outcome = "PP94-8-4-C", .decree_number = "800/2", .decree_on = today);
	assert_string_equal(of(&c, 5).outcome, "contract_ended");
	assert_string_equal(of(&c, 0).outcome, "severe");
	STEP(0, .event = "decree_received", .decree_on = today);
	CLOCK_IS(0, "DS-APPEAL", "running"); /* a dismissal goes to BPASN */
	CLOCK_IS(0, "DS-OBJECT", "none");
	int64_t before = everything(&c);
	assert_int_equal(step(&c, 0, (struct forward_step){.event = "decree_received", .decree_on = today, .version = of(&c, 0).version - 1}, &e),
			 CONFLICT); /* pressed twice */
	assert_int_equal(everything(&c), before);
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_start_when_what_the_law_names_happens),
		cmocka_unit_test(a_sanction_is_one_of_the_catalogue_of_its_day_and_class),
		cmocka_unit_test(nine_persons_go_to_nine_receivers),
		cmocka_unit_test(letters_are_numbered_without_gaps),
		cmocka_unit_test(a_package_names_nobody_else),
		cmocka_unit_test(a_letter_tells_only_what_was_proven),
		cmocka_unit_test(the_manifest_lists_what_was_sent),
		cmocka_unit_test(the_receiver_depends_on_class_and_day),
		cmocka_unit_test(the_file_follows_its_slowest_handover),
		cmocka_unit_test(a_returned_package_opens_a_task_and_is_sent_again),
		cmocka_unit_test(a_silent_receiver_becomes_overdue_and_is_reminded),
		cmocka_unit_test(one_that_cannot_be_reminded_holds_up_no_other),
		cmocka_unit_test(silence_climbs_the_ladder_rung_by_rung),
		cmocka_unit_test(an_answer_ends_the_ladder),
		cmocka_unit_test(a_recommendation_is_a_day_older_24_hours_after_it_was_sent),
		cmocka_unit_test(a_closed_receiver_and_a_return_of_nothing_are_refused),
		cmocka_unit_test(what_the_law_does_not_allow_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
