/* clock_shown_test.c -- what a count looks like: its words, its rules, its JSON; and calendars read from a file. */
#include "clockwork.h"

static const struct holiday local[] = {{{0}, "libur_daerah", "Hari jadi Kota Tirtamulya", "Perwali 99/2024"},
				       {{0}, "hari_pasar", "", NULL}};

/* The pack's calendar with a local holiday on Monday 7 October 2024 and another kind of day on the 8th. */
static const struct calendar *with_local_days(void)
{
	struct holiday *own = arena_memdup(&arena, local, sizeof local);
	own[0].day = on("2024-10-07");
	own[1].day = on("2024-10-08");
	return calendar_with(&arena, calendar, own, 2);
}

static void note_says(const struct deadline *due, size_t i, const char *why, const char *id, const char *en)
{
	assert_in_range(i, 0, due->n - 1);
	assert_string_equal(clock_why(&arena, due, &due->items[i]), why);
	assert_string_equal(clock_note_text(&arena, due, &due->items[i], ID), id);
	assert_string_equal(clock_note_text(&arena, due, &due->items[i], EN), en);
}

static void a_day_is_told_in_codes_and_in_both_languages(void **state)
{
	struct clock_question q = asked("PM-REPORT", "2024-10-03");
	(void)state;
	q.cal = with_local_days();
	struct deadline due = counted(&q);
	note_says(&due, 0, "hari ke-1", "hari ke-1", "day 1");
	note_says(&due, 1, "Sabtu", "Sabtu", "Saturday");
	note_says(&due, 3, "libur_daerah: Hari jadi Kota Tirtamulya", "Libur daerah: Hari jadi Kota Tirtamulya",
		  "Local holiday: Hari jadi Kota Tirtamulya");
	note_says(&due, 4, "hari_pasar", "hari_pasar", "hari_pasar"); /* a kind of the office's own */
	assert_string_equal(clock_note_basis(&due.items[3]), "Perwali 99/2024");
	assert_string_equal(clock_note_basis(&due.items[4]), "");
	assert_string_equal(clock_note_basis(&due.items[1]), "");
	q = asked("PM-REPORT", "2024-12-24");
	due = counted(&q);
	note_says(&due, 1, "cuti_bersama: Cuti bersama Natal", "Cuti bersama Natal", "Joint leave: Cuti bersama Natal");
	q = asked("PM-REPORT", "2024-02-12");
	due = counted(&q);
	note_says(&due, 1, "hari_pemungutan_suara: Pemungutan suara Pemilu 2024",
		  "Hari pemungutan suara: Pemungutan suara Pemilu 2024",
		  "Voting day: Pemungutan suara Pemilu 2024");
}

static void pauses_and_months_are_told_too(void **state)
{
	const struct pause pauses[] = {{on("2024-10-03"), on("2024-10-03"), "menunggu ahli"}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	q.pauses = pauses;
	q.n_pauses = 1;
	struct deadline due = counted(&q);
	note_says(&due, 1, "jeda: menunggu ahli", "Jeda: menunggu ahli", "Paused: menunggu ahli");
	assert_int_equal(clock_note_rule(&due, &due.items[1]), R_NONE);
	assert_int_equal(clock_note_rule(&due, &due.items[0]), R2);
	q = asked("PK-APPOINT", "2024-09-22");
	due = counted(&q);
	note_says(&due, 0, "6 bulan sebelumnya: hari pertama larangan", "6 bulan sebelumnya: hari pertama larangan",
		  "6 months before: first day of the ban");
	note_says(&due, 1, "hari terakhir sebelum larangan", "hari terakhir sebelum larangan", "last day before the ban");
	assert_int_equal(clock_note_rule(&due, &due.items[0]), R9);
	struct law_clock on_wards = *q.clock;
	on_wards.backwards = false;
	q.clock = &on_wards;
	due = counted(&q);
	note_says(&due, 0, "6 bulan kemudian", "6 bulan kemudian", "6 months later");
	assert_int_equal(clock_note_rule(&due, &due.items[0]), R2);
	on_wards.amount = 481;
	assert_int_equal(clock_count(&arena, &q, &due, NULL), NOT_LOADED);
}

static void rules_are(const char *code, const char *start, const char *expected)
{
	struct clock_question q = asked(code, start);
	struct deadline due = counted(&q);
	enum clock_rule rules[CLOCK_RULE_N];
	size_t n = clock_rules(&due, rules);
	const char *all = "";
	for (size_t i = 0; i < n; i++) {
		all = arena_printf(&arena, "%s%s ", all, clock_rule_code(rules[i]));
		assert_true(strlen(clock_rule_text(rules[i], ID)) > 20 && strlen(clock_rule_text(rules[i], EN)) > 20);
	}
	assert_string_equal(all, expected);
}

/* Dossier D.4: which of R1-R11 made a deadline. */
static void a_deadline_names_its_rules(void **state)
{
	(void)state;
	rules_are("PK-REPORT", "2024-10-01", "R1 R2 R4 R6 R10 R11 ");
	rules_are("PM-HANDLE-X", "2024-10-01T10:00:00+07:00", "R1 R3 R4 R7 R8 R11 ");
	rules_are("PK-CRIME", "2024-10-01T10:00:00+07:00", "R5 R7 R11 ");
	rules_are("PM-SUMMON", "2024-10-08T10:00:00+07:00", "R1 R3 R4 R7 R9 R11 ");
	rules_are("PK-APPOINT", "2024-09-22", "R1 R4 R6 R9 R11 ");
	rules_are("DS-EFFECT", "2024-10-01T10:00:00+07:00", "R1 R2 R7 R11 ");
	assert_string_equal(clock_rule_mark(R3, law_clock(law, "PM-REPORT")), "S");
	assert_string_equal(clock_rule_mark(R3, law_clock(law, "PM-HANDLE-X")), "S");
	assert_string_equal(clock_rule_mark(R3, law_clock(law, "PM-REVIEW")), "K");
	assert_string_equal(clock_rule_mark(R4, law_clock(law, "PM-REPORT")), "?");
	assert_string_equal(clock_rule_mark(R_NONE, law_clock(law, "PM-REPORT")), "");
	struct clock_question q = asked("PM-REVIEW", "2024-10-01T10:00:00+07:00");
	struct deadline due = counted(&q);
	assert_int_equal(clock_note_rule(&due, &due.items[0]), R3);
}

static const struct json *shown_as_json(const struct deadline *due, const struct clock_shown *shown)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	const struct json *tree;
	struct err e;
	clock_json(&j, &arena, due, shown);
	if (json_read(&arena, "deadline", b.s, b.n, 100000, &tree, &e) != OK)
		fail_msg("%s", e.why);
	return tree;
}

/* CONTRACT 2.4: the fields that others read. Saturday 5 October is passed over, Monday the 7th a local holiday. */
static void a_deadline_in_json_has_the_fields_of_the_contract(void **state)
{
	struct clock_question q = asked("PM-REVIEW", "2024-10-04T10:00:00+07:00");
	(void)state;
	q.cal = with_local_days();
	struct deadline due = counted(&q);
	const struct json *j = shown_as_json(
		&due, &(struct clock_shown){.id = "a", .start = "2024-10-04T10:00:00+07:00", .rulepack = "00ff", .weekday = EN, .full = true});
	assert_string_equal(json_get_text(j, "id", ""), "a");
	assert_string_equal(json_get_text(j, "procedure", ""), "pemilu");
	assert_string_equal(json_get_text(j, "clock", ""), "PM-REVIEW");
	assert_string_equal(json_get_text(j, "name", ""), "Kajian awal");
	assert_string_equal(json_get_text(j, "start", ""), "2024-10-04T10:00:00+07:00");
	assert_string_equal(json_get_text(j, "zone", ""), "WIB");
	assert_int_equal(json_get_int(j, "amount", 0), 2);
	assert_string_equal(json_get_text(j, "unit", ""), "working_day");
	assert_string_equal(json_get_text(j, "kind", ""), "last_moment");
	assert_string_equal(json_get_text(j, "last_moment", ""), "2024-10-10T23:59:59+07:00"); /* the 9th and 10th */
	assert_string_equal(json_get_text(j, "counter_closes", ""), "2024-10-10T16:00:00+07:00");
	assert_string_equal(json_get_text(j, "confidence", ""), "S");
	assert_string_equal(json_get_text(j, "calendar", ""), q.cal->version);
	assert_string_equal(json_get_text(j, "rulepack", ""), "00ff");
	assert_string_equal(json_get_text(j, "basis", ""), q.clock->row.basis);
	assert_int_equal(json_get(j, "counted")->n, 2);
	assert_int_equal(json_get(j, "rules")->n, 5);
	const struct json *skipped = json_get(j, "skipped");
	assert_int_equal(skipped->n, 4);
	assert_string_equal(json_get_text(&skipped->items[0], "why", ""), "Saturday");
	assert_string_equal(json_get_text(&skipped->items[2], "why", ""), "libur_daerah: Hari jadi Kota Tirtamulya");
	assert_string_equal(json_get_text(&skipped->items[2], "basis", ""), "Perwali 99/2024");
	assert_null(json_get(&skipped->items[3], "basis"));
	assert_null(json_get(j, "pauses"));
}

static void json_tells_pauses_kinds_and_the_readers_language(void **state)
{
	const struct pause pauses[] = {{on("2024-10-03"), DAY_NONE, "menunggu ahli"}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	q.pauses = pauses;
	q.n_pauses = 1;
	struct deadline due = counted(&q);
	const struct json *j = shown_as_json(&due, &(struct clock_shown){.rulepack = "", .name = EN});
	assert_true(json_get_bool(j, "open", false));
	assert_null(json_get(j, "last_moment"));
	assert_null(json_get(j, "id"));
	assert_null(json_get(j, "amount"));
	assert_string_equal(json_get_text(&json_get(j, "pauses")->items[0], "from", ""), "2024-10-03");
	assert_null(json_get(&json_get(j, "pauses")->items[0], "to"));
	assert_string_equal(json_get_text(j, "name", ""), q.clock->name_en);
	struct law_clock unnamed = *q.clock;
	unnamed.name_en = "";
	due.clock = &unnamed;
	j = shown_as_json(&due, &(struct clock_shown){.rulepack = "", .name = EN});
	assert_string_equal(json_get_text(j, "name", ""), unnamed.name_id);
	q = asked("DS-EFFECT", "2024-10-01T09:00:00+07:00");
	due = counted(&q);
	j = shown_as_json(&due, &(struct clock_shown){.rulepack = "", .full = true});
	assert_string_equal(json_get_text(j, "kind", ""), "effective_from");
	q = asked("PK-SUMMON", "2024-10-01T09:00:00+07:00");
	due = counted(&q);
	j = shown_as_json(&due, &(struct clock_shown){.rulepack = "", .full = true});
	assert_string_equal(json_get_text(j, "kind", ""), "latest_delivery");
}

/* From Friday 11 October 2024, 08:00 WIB. */
static void what_is_left_names_its_end(void **state)
{
	static const struct {
		const char *clock, *last, *id, *en;
	} rows[] = {
		{"PM-REPORT", "2024-10-15T16:00:00+07:00", "2 hari kerja lagi, sampai Selasa 16.00 WIB",
		 "2 working days left, until Tuesday 16:00 WIB"},
		{"PM-REPORT", "2024-10-21T23:59:59+07:00", "6 hari kerja lagi, sampai 21 Okt 2024 23.59 WIB",
		 "6 working days left, until 21 Oct 2024 23:59 WIB"},
		{"PM-REPORT", "2024-10-11T16:30:00+07:00", "hari ini, 8 jam lagi, sampai 16.30 WIB",
		 "today, 8 hours left, until 16:30 WIB"},
		{"PM-REPORT", "2024-10-09T23:59:59+07:00", "lewat 2 hari kerja", "2 working days overdue"},
		{"PK-CRIME", "2024-10-11T07:30:00+07:00", "lewat 0 jam", "0 hours overdue"},
		{"PK-CRIME", "2024-10-12T07:30:00+07:00", "23 jam lagi, sampai Sabtu 07.30 WIB", "23 hours left, until Saturday 07:30 WIB"},
		{"PK-CRIME", "2024-10-12T07:00:00+07:00", "23 jam lagi, sampai Sabtu 07.00 WIB", "23 hours left, until Saturday 07:00 WIB"},
	};
	struct instant now, last;
	(void)state;
	assert_int_equal(instant_parse("2024-10-11T08:00:00+07:00", WIB, &now, NULL), OK);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct law_clock *c = law_clock(law, rows[i].clock);
		assert_int_equal(instant_parse(rows[i].last, WIB, &last, NULL), OK);
		struct clock_left l = clock_left(c, last, calendar, WIB, now);
		assert_string_equal(clock_left_until(&arena, l, last, WIB, now, ID), rows[i].id);
		assert_string_equal(clock_left_until(&arena, l, last, WIB, now, EN), rows[i].en);
	}
	/* the counter may have closed on an earlier day than the law does */
	struct instant ends, shut;
	assert_int_equal(instant_parse("2024-10-12T23:59:59+07:00", WIB, &ends, NULL), OK);
	assert_int_equal(instant_parse("2024-10-10T16:00:00+07:00", WIB, &shut, NULL), OK);
	struct clock_left l = clock_left(law_clock(law, "PK-REPORT"), ends, calendar, WIB, now);
	assert_string_equal(clock_left_until(&arena, l, shut, WIB, now, ID), "1 hari kalender lagi, sampai 10 Okt 2024 16.00 WIB");
}

/* A working-day clock of an office whose decrees begin after today is told in calendar days. */
static void days_before_the_decrees_are_told_in_calendar_days(void **state)
{
	struct instant last = instant_at(on("2023-01-06"), 23, 59, 59, WIB), now = instant_at(on("2022-12-27"), 8, 0, 0, WIB);
	(void)state;
	struct clock_left l = clock_left(law_clock(law, "PM-REPORT"), last, calendar, WIB, now);
	assert_false(l.working);
	assert_int_equal(l.days, 10);
	assert_string_equal(clock_left_text(&arena, (struct clock_left){.state = CLOCK_PAST, .hours = 5}, EN), "5 hours overdue");
}

/* ---- calendars ---- */

static void a_calendar_may_be_read_from_a_file(void **state)
{
	static const char text[] =
		"{\"covers_from\":\"2027-01-01\",\"covers_to\":\"2027-12-31\",\"holidays\":["
		"{\"day\":\"2027-12-25\",\"kind\":\"libur_nasional\",\"name\":\"Hari Raya Natal\",\"basis\":\"SKB 1/2026\",\"extra\":1},"
		"{\"day\":\"2027-01-01\",\"kind\":\"cuti_bersama\",\"name\":\"Tahun Baru\"}]}";
	struct calendar_table t;
	struct err e;
	(void)state;
	assert_int_equal(calendar_read(&arena, "c", text, sizeof text - 1, &t, &e), OK);
	assert_int_equal(t.n, 2);
	assert_int_equal(t.items[0].day.n, on("2027-01-01").n); /* sorted */
	assert_string_equal(t.items[0].basis, "");
	assert_string_equal(t.items[1].basis, "SKB 1/2026");
	const struct calendar *c = calendar_make(&arena, t.items, t.n, t.covers_from, t.covers_to, false);
	const char *why;
	assert_false(day_works(c, on("2027-12-25"), &why));
	assert_string_equal(why, "Hari Raya Natal");
	assert_false(day_works(c, on("2027-01-01"), NULL));
	c = calendar_make(&arena, t.items, t.n, t.covers_from, t.covers_to, true);
	assert_true(day_works(c, on("2027-01-01"), &why));
	assert_null(why);
	assert_int_equal(calendar_working(c, on("2027-01-01"), on("2027-12-31")), 260); /* 261 weekdays less the first itself */
}

static void a_calendar_file_with_a_fault_is_refused_by_row_and_field(void **state)
{
#define TOP "\"covers_from\":\"2027-01-01\",\"covers_to\":\"2027-12-31\""
#define ROW "{\"day\":\"2027-05-01\",\"kind\":\"libur_nasional\",\"name\":\"Hari Buruh\"}"
	static const char *const rows[][3] = {
		{"{", "line 1", NULL},
		{"[]", "covers_from: '' is not a date", "covers_from"},
		{"{\"covers_from\":\"2027-02-29\"}", "covers_from: '2027-02-29' is not a date", "covers_from"},
		{"{\"covers_from\":\"2027-01-01\"}", "covers_to: '' is not a date", "covers_to"},
		{"{\"covers_from\":\"2027-01-01\",\"covers_to\":\"2026-01-01\"}", "ends before it begins", "covers_to"},
		{"{" TOP "}", "expected a list", "holidays"},
		{"{" TOP ",\"holidays\":7}", "expected a list", "holidays"},
		{"{" TOP ",\"holidays\":[7]}", "holidays[0]: expected an object", "holidays"},
		{"{" TOP ",\"holidays\":[" ROW ",{}]}", "holidays[1].day: '' is not a date", "holidays[1].day"},
		{"{" TOP ",\"holidays\":[{\"day\":\"2027-05-01\"}]}", "holidays[0].kind: expected text of 1 to 60", "holidays[0].kind"},
		{"{" TOP ",\"holidays\":[{\"day\":\"2027-05-01\",\"kind\":\"x\",\"name\":\"\"}]}", "holidays[0].name: expected", "holidays[0].name"},
		{"{" TOP ",\"holidays\":[{\"day\":\"2027-05-01\",\"kind\":\"x\",\"name\":\"\\u0007\"}]}", "holidays[0].name", "holidays[0].name"},
		{"{" TOP ",\"holidays\":[{\"day\":\"2027-05-01\",\"kind\":\"x\",\"name\":\"y\",\"basis\":3}]}", "holidays[0].basis", "holidays[0].basis"},
		{"{" TOP ",\"holidays\":[{\"day\":\"2027-05-01\",\"kind\":\"0123456789012345678901234567890123456789012345678901234567890\"}]}",
		 "holidays[0].kind", "holidays[0].kind"},
		{"{" TOP ",\"holidays\":[" ROW "," ROW "]}", "2027-05-01 stands twice, as 'Hari Buruh' and", "holidays"},
	};
	struct calendar_table t;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct err e = {0};
		assert_int_equal(calendar_read(&arena, "c", rows[i][0], strlen(rows[i][0]), &t, &e), INVALID);
		if (!strstr(e.why, rows[i][1]))
			fail_msg("%s: expected '%s'", e.why, rows[i][1]);
		assert_true(text_eq(e.field, rows[i][2]));
	}
	scoped(buf_free) struct buf many = {0};
	buf_text(&many, "{" TOP ",\"holidays\":[0");
	for (int i = 0; i < CALENDAR_ROWS_MAX; i++)
		buf_text(&many, ",0");
	buf_text(&many, "]}");
	struct err e = {0};
	assert_int_equal(calendar_read(&arena, "c", many.s, many.n, &t, &e), INVALID);
	assert_non_null(strstr(e.why, "at most 20000 rows"));
	assert_int_equal(calendar_read(&arena, "c", many.s, CALENDAR_FILE_MAX + 1, &t, &e), TOO_LARGE);
}

/* Nothing is covered: no working day is known, and the counter's hours are not promised. */
static void an_empty_calendar_knows_no_day(void **state)
{
	struct clock_question q = asked("PM-REPORT", "2024-10-01");
	struct deadline due;
	(void)state;
	q.cal = calendar_make(&arena, NULL, 0, on("2024-01-02"), on("2024-01-01"), false);
	assert_int_equal(clock_count(&arena, &q, &due, NULL), NOT_LOADED);
	q.clock = law_clock(law, "PK-REPORT");
	assert_true(instant_is_none(counted(&q).counter_closes));
}

/* The counter: a calendar of one free week knows no open day; one of a quiet day knows that; two months without any
 * working day are too long to look back over. Pilkada 2024: quiet 24-26 November. */
static void the_counter_is_looked_for_in_the_calendar_only(void **state)
{
	struct holiday free_days[90];
	struct clock_question q = asked("PK-REVIEW", "2024-06-05T09:00:00+07:00");
	char text[DAY_TEXT_MAX];
	(void)state;
	for (int i = 0; i < 90; i++)
		free_days[i] = (struct holiday){day_add(on("2024-06-04"), i), "libur_nasional", "libur", ""};
	q.cal = calendar_make(&arena, free_days, 7, on("2024-06-04"), on("2024-06-10"), false);
	assert_true(instant_is_none(counted(&q).counter_closes));
	q.cal = calendar_make(&arena, free_days, 90, on("2024-06-03"), on("2024-12-31"), false);
	q.start = instant_at(on("2024-07-28"), 9, 0, 0, WIB); /* to 30 July: 57 days after Monday 3 June */
	assert_string_equal(instant_iso(counted(&q).counter_closes, WIB, text), "2024-06-03T16:00:00+07:00");
	q.start = instant_at(on("2024-07-31"), 9, 0, 0, WIB); /* to 2 August: 60 days */
	assert_true(instant_is_none(counted(&q).counter_closes));
	q = asked("PK-REVIEW", "2024-11-23T09:00:00+07:00"); /* to Monday 25 November */
	assert_string_equal(instant_iso(counted(&q).counter_closes, WIB, text), "2024-11-25T23:59:59+07:00");
	q = asked("PK-REVIEW", "2024-11-30T09:00:00+07:00"); /* to Monday 2 December: an office day after the voting */
	assert_string_equal(instant_iso(counted(&q).counter_closes, WIB, text), "2024-12-02T16:00:00+07:00");
}

/* Own rows before, between, on and behind the pack's. */
static void own_days_take_their_place_among_the_decreed(void **state)
{
	const struct holiday pack[] = {{on("2024-05-01"), "libur_nasional", "Buruh", ""}, {on("2024-08-17"), "libur_nasional", "Merdeka", ""}};
	const struct holiday own[] = {{on("2024-04-01"), "libur_daerah", "a", ""},
				      {on("2024-05-01"), "libur_daerah", "b", ""},
				      {on("2024-06-03"), "libur_daerah", "c", ""},
				      {on("2024-09-02"), "libur_daerah", "d", ""}};
	const struct calendar *c = calendar_make(&arena, pack, 2, on("2024-01-01"), on("2024-12-31"), false);
	(void)state;
	const struct calendar *all = calendar_with(&arena, c, own, 4);
	assert_int_equal(all->n, 5);
	const char *names = "";
	for (size_t i = 0; i < all->n; i++)
		names = arena_printf(&arena, "%s%s ", names, all->items[i].name);
	assert_string_equal(names, "a b c Merdeka d ");
	assert_int_equal(calendar_with(&arena, c, own, 1)->n, 3);
}

/* An hour clock that cannot be paused, a wrong start, and a clock that outruns its limits say so to every caller. */
static void what_cannot_be_counted_is_refused_without_a_sum_too(void **state)
{
	struct clock_question q = asked("PK-CRIME", "2024-10-01");
	struct deadline due;
	struct err e;
	(void)state;
	assert_int_equal(clock_end(&q, &due, &e), INVALID);
	q = asked("PK-REPORT", "1899-12-31");
	assert_int_equal(clock_end(&q, &due, &e), NOT_LOADED);
	assert_non_null(strstr(e.why, "between 1900 and 2150"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_told_in_codes_and_in_both_languages),
		cmocka_unit_test(pauses_and_months_are_told_too),
		cmocka_unit_test(a_deadline_names_its_rules),
		cmocka_unit_test(a_deadline_in_json_has_the_fields_of_the_contract),
		cmocka_unit_test(json_tells_pauses_kinds_and_the_readers_language),
		cmocka_unit_test(what_is_left_names_its_end),
		cmocka_unit_test(days_before_the_decrees_are_told_in_calendar_days),
		cmocka_unit_test(a_calendar_may_be_read_from_a_file),
		cmocka_unit_test(a_calendar_file_with_a_fault_is_refused_by_row_and_field),
		cmocka_unit_test(an_empty_calendar_knows_no_day),
		cmocka_unit_test(the_counter_is_looked_for_in_the_calendar_only),
		cmocka_unit_test(own_days_take_their_place_among_the_decreed),
		cmocka_unit_test(what_cannot_be_counted_is_refused_without_a_sum_too),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
