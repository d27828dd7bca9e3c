/* feed_test.c -- the calendar of deadlines that telephones read (RFC 5545); dates counted by hand.
 *
 * SUPPORT_NOW is Monday 4 November 2024, 09.00 WIB. A report of that moment is to be reviewed within two calendar days:
 * by Wednesday the 6th, 23.59.59 WIB, which is 16.59.59 UTC. The counter closes at 16.00 WIB, 09.00 UTC; one working day
 * before is Tuesday the 5th, and the counter opens at 08.00 WIB, 01.00 UTC.
 */
#include "support.h"

#include "desk/docket/feed.h"

#define SITE "https://netra.example"

struct bench {
	struct support s;
	struct office *o;
	struct desk d;
	struct tx tx;
	int64_t other; /* a second officer */
};

static int64_t officer(struct bench *b, const char *login, enum role role)
{
	struct user_new as = {.login = login, .name = login, .position = "", .role = role, .password = "jambu-sungai-latihan"};
	int64_t id;
	assert_ok(access_user_add(&b->tx, &b->d, &as, &id, e));
	return id;
}

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->d = support_desk(&b->s, b->o, ROLE_HANDLER, 0);
	assert_ok(desk_begin(&b->d, WRITE, &b->tx, e));
	b->d.user = officer(b, "laras", ROLE_HANDLER);
	b->other = officer(b, "wira", ROLE_INTAKE);
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	tx_rollback(&b->tx);
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

static int64_t report_of(struct bench *b)
{
	struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Foto Ratna Wulandasih; bersama, paslon",
				.summary = "Sembilan orang", .event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1),
				.event_place = "Gedung serbaguna"};
	int64_t id = 0;
	assert_ok(docket_open(&b->tx, &b->d, &as, "report_received", &id, e));
	return id;
}

static const char *text_of(struct bench *b, const char *secret)
{
	struct feed f;
	scoped(buf_free) struct buf out = {0};
	assert_ok(feed_open(&b->tx, &b->d, secret, &f, e));
	assert_ok(feed_text(&b->tx, &b->d, &f, SITE, &out, e));
	return buf_arena(&b->s.arena, &out);
}

static const char *made(struct bench *b, const char *scope)
{
	const char *secret = NULL;
	assert_ok(feed_make(&b->tx, &b->d, scope, "ponsel", &secret, e));
	return secret;
}

static int times(const char *text, const char *what)
{
	int n = 0;
	for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
		n++;
	return n;
}

static void has(const char *text, const char *line)
{
	assert_non_null(text);
	if (!strstr(text, line))
		fail_msg("'%s' is missing in:\n%s", line, text);
}

static void a_running_clock_is_an_event_with_two_alarms_and_no_name_in_it(void **state)
{
	struct bench *b = *state;
	report_of(b);
	const char *text = text_of(b, made(b, "office"));
	has(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
	has(text, "SUMMARY:Kajian awal laporan\r\n");
	has(text, "DTSTART:20241106T160000Z\r\nDTEND:20241106T165959Z\r\n");
	has(text, "TRIGGER;VALUE=DATE-TIME:20241105T010000Z\r\n");
	has(text, "TRIGGER;VALUE=DATE-TIME:20241106T090000Z\r\n");
	has(text, "STATUS:CONFIRMED\r\n");
	has(text, "SEQUENCE:0\r\n");
	assert_null(strstr(text, "Ratna"));
	assert_int_equal(times(text, "BEGIN:VEVENT"), times(text, "END:VEVENT"));
	assert_int_equal(times(text, "BEGIN:VEVENT"), 1);
	assert_int_equal(times(text, "BEGIN:VALARM"), 2);
	assert_true(text_ends(text, "END:VCALENDAR\r\n"));
}

static void a_clock_that_ended_is_struck_out_under_the_same_uid_for_thirty_days(void **state)
{
	struct bench *b = *state;
	int64_t file = report_of(b);
	const char *secret = made(b, "office"), *before = text_of(b, secret);
	const char *uid = strstr(before, "UID:");
	char line[80];
	snprintf(line, sizeof line, "%.*s", (int)strcspn(uid, "\r"), uid);
	b->d.now.us += HOUR_US;
	assert_ok(docket_clock_stop(&b->tx, &b->d, file, 0, "REVIEW", "selesai", e));
	const char *after = text_of(b, secret);
	has(after, line);
	has(after, "STATUS:CANCELLED\r\n");
	has(after, "SEQUENCE:1\r\n");
	has(after, "SUMMARY:Selesai: Kajian awal laporan\r\n");
	assert_null(strstr(after, "VALARM"));
	b->d.now.us += 31 * DAY_US;
	assert_null(strstr(text_of(b, secret), "VEVENT"));
}

/* Tracing: seven calendar days from Monday the 4th, to the 11th; paused on the 5th and 6th, to the 13th. The number of the
 * event rises when the pause is noted (the date moves), when it begins and when it is over, and never falls. */
static void a_pause_raises_the_number_of_the_event_and_nothing_lowers_it(void **state)
{
	struct bench *b = *state;
	static const struct {
		int day;
		const char *number, *changed, *status, *title;
	} days[] = {
		{4, "SEQUENCE:1\r\n", "LAST-MODIFIED:20241104T020000Z\r\n", "STATUS:CONFIRMED\r\n", "SUMMARY:Penelusuran"},
		{5, "SEQUENCE:2\r\n", "LAST-MODIFIED:20241104T170000Z\r\n", "STATUS:TENTATIVE\r\n", "SUMMARY:Jeda: Penelusuran"},
		{6, "SEQUENCE:2\r\n", "LAST-MODIFIED:20241104T170000Z\r\n", "STATUS:TENTATIVE\r\n", "SUMMARY:Jeda: Penelusuran"},
		{7, "SEQUENCE:3\r\n", "LAST-MODIFIED:20241106T170000Z\r\n", "STATUS:CONFIRMED\r\n", "SUMMARY:Penelusuran"},
	};
	struct docket_new as = {.kind = "info", .procedure = PILKADA, .title = "Uji", .summary = "Uji", .event_on = day_of(2024, 11, 1),
				.known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
	struct case_clocks_rows clocks;
	int64_t file = 0;
	assert_ok(docket_open(&b->tx, &b->d, &as, "info_received", &file, e));
	assert_ok(docket_clock_start(&b->tx, &b->d, file, 0, "TRACE", DAY_NONE, b->d.now, e));
	assert_ok(case_clocks(&b->tx, file, &clocks, e));
	const char *secret = made(b, "office");
	has(text_of(b, secret), "SEQUENCE:0\r\n");
	assert_ok(docket_pause(&b->tx, &b->d, clocks.items[0].id, day_of(2024, 11, 5), day_of(2024, 11, 6), "menunggu dokumen", e));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++, b->d.now.us += DAY_US) {
		const char *text = text_of(b, secret);
		assert_int_equal(times(text, "BEGIN:VEVENT"), 1);
		has(text, "DTEND:20241113T165959Z\r\n");
		has(text, days[i].number);
		has(text, days[i].changed);
		has(text, days[i].status);
		has(text, days[i].title);
	}
	assert_ok(docket_clock_stop(&b->tx, &b->d, file, 0, "TRACE", "selesai", e));
	has(text_of(b, secret), "SEQUENCE:4\r\n");
}

/* Nobody knows yet when it goes on: paused from the 4th, ended on the 6th with the 5th as its last day. */
static void a_pause_without_an_end_raises_the_number_when_it_begins_and_when_it_is_ended(void **state)
{
	struct bench *b = *state;
	struct docket_new as = {.kind = "info", .procedure = PILKADA, .title = "Uji", .summary = "Uji", .event_on = day_of(2024, 11, 1),
				.known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
	struct case_clocks_rows clocks;
	int64_t file = 0;
	assert_ok(docket_open(&b->tx, &b->d, &as, "info_received", &file, e));
	assert_ok(docket_clock_start(&b->tx, &b->d, file, 0, "TRACE", DAY_NONE, b->d.now, e));
	assert_ok(case_clocks(&b->tx, file, &clocks, e));
	const char *secret = made(b, "office");
	assert_ok(docket_pause(&b->tx, &b->d, clocks.items[0].id, day_of(2024, 11, 4), DAY_NONE, "menunggu dokumen", e));
	has(text_of(b, secret), "SEQUENCE:1\r\n");
	b->d.now.us += 2 * DAY_US;
	has(text_of(b, secret), "SEQUENCE:1\r\n");
	assert_ok(docket_resume(&b->tx, &b->d, clocks.items[0].id, day_of(2024, 11, 5), e));
	const char *text = text_of(b, secret);
	has(text, "SEQUENCE:3\r\n"); /* over, and moved */
	has(text, "STATUS:CONFIRMED\r\n");
	has(text, "LAST-MODIFIED:20241106T020000Z\r\n");
}

static void the_text_depends_on_the_records_and_not_on_the_moment_of_asking(void **state)
{
	struct bench *b = *state;
	report_of(b);
	const char *secret = made(b, "office"), *first = text_of(b, secret);
	b->d.now.us += 3 * HOUR_US;
	assert_string_equal(first, text_of(b, secret));
}

static void my_calendar_shows_only_files_that_i_hold(void **state)
{
	struct bench *b = *state;
	int64_t mine = report_of(b);
	report_of(b);
	struct case_get_row row;
	assert_ok(case_get(&b->tx, mine, &row, e));
	assert_ok(docket_owner_set(&b->tx, &b->d, mine, b->d.user, row.version, e));
	assert_int_equal(times(text_of(b, made(b, "office")), "BEGIN:VEVENT"), 2);
	const char *text = text_of(b, made(b, "mine"));
	assert_int_equal(times(text, "BEGIN:VEVENT"), 1);
	has(text, "NAME:Tenggat saya\\, ");
}

static void refused(struct bench *b, const char *secret)
{
	struct feed f;
	struct err e = {0};
	assert_int_equal(feed_open(&b->tx, &b->d, secret, &f, &e), NOT_FOUND);
}

static void an_address_ends_when_it_is_revoked_and_only_by_its_owner(void **state)
{
	struct bench *b = *state;
	struct calendar_feeds_rows rows;
	struct err e = {0};
	const char *secret = made(b, "office");
	assert_ok(calendar_feeds(&b->tx, b->d.user, &rows, e));
	assert_int_equal(rows.n, 1);
	struct desk stranger = b->d;
	stranger.user = b->other;
	assert_int_equal(feed_end(&b->tx, &stranger, rows.items[0].id, &e), NOT_FOUND);
	text_of(b, secret);
	assert_ok(feed_end(&b->tx, &b->d, rows.items[0].id, e));
	refused(b, secret);
	assert_int_equal(feed_end(&b->tx, &b->d, rows.items[0].id, &e), NOT_FOUND);
}

static void an_address_ends_with_the_right_and_with_the_account_of_its_maker(void **state)
{
	struct bench *b = *state;
	const char *secret = made(b, "office");
	assert_ok(access_role_set(&b->tx, &b->d, b->d.user, ROLE_INTAKE, 0, e));
	refused(b, secret);
	assert_ok(access_role_set(&b->tx, &b->d, b->d.user, ROLE_CHAIR, 0, e));
	text_of(b, secret);
	assert_ok(access_disable(&b->tx, &b->d, b->d.user, e));
	refused(b, secret);
}

static void what_is_no_secret_is_not_looked_for(void **state)
{
	struct bench *b = *state;
	refused(b, "");
	refused(b, "0123456789abcdef0123456789abcdef");
	refused(b, "0123456789ABCDEF0123456789abcdef");
	refused(b, "0123456789abcdef0123456789abcdef0");
}

SUPPORT_SQL(sql_tokens, "SELECT token FROM calendar_feed", 0, 1, false, VALUE_NULL);

static void the_secret_is_stored_only_as_a_keyed_hash(void **state)
{
	struct bench *b = *state;
	unsigned char raw[16];
	const char *secret = made(b, "mine");
	assert_true(hex_bytes(secret, raw, sizeof raw));
	struct rows rows;
	assert_ok(tx_run(&b->tx, &sql_tokens, NULL, &rows, e));
	struct str kept = value_as_bytes(&rows.items[0]);
	assert_int_equal(kept.n, HASH_SIZE);
	for (size_t i = 0; i + 4 <= kept.n; i++)
		assert_memory_not_equal(kept.s + i, raw, 4);
}

static void a_new_address_needs_a_scope_and_a_name_and_there_are_at_most_ten(void **state)
{
	struct bench *b = *state;
	const char *secret;
	struct err e = {0};
	assert_int_equal(feed_make(&b->tx, &b->d, "everything", "ponsel", &secret, &e), INVALID);
	assert_string_equal(e.field, "scope");
	assert_int_equal(feed_make(&b->tx, &b->d, "mine", "  ", &secret, &e), INVALID);
	assert_string_equal(e.field, "name");
	char name[FEED_NAME_MAX + 2];
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = 0;
	assert_int_equal(feed_make(&b->tx, &b->d, "mine", name, &secret, &e), INVALID);
	for (int i = 0; i < FEEDS_MAX; i++)
		made(b, "mine");
	assert_int_equal(feed_make(&b->tx, &b->d, "mine", "ponsel", &secret, &e), INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, start, end)
		T(a_running_clock_is_an_event_with_two_alarms_and_no_name_in_it),
		T(a_clock_that_ended_is_struck_out_under_the_same_uid_for_thirty_days),
		T(a_pause_raises_the_number_of_the_event_and_nothing_lowers_it),
		T(a_pause_without_an_end_raises_the_number_when_it_begins_and_when_it_is_ended),
		T(the_text_depends_on_the_records_and_not_on_the_moment_of_asking),
		T(my_calendar_shows_only_files_that_i_hold),
		T(an_address_ends_when_it_is_revoked_and_only_by_its_owner),
		T(an_address_ends_with_the_right_and_with_the_account_of_its_maker),
		T(what_is_no_secret_is_not_looked_for),
		T(the_secret_is_stored_only_as_a_keyed_hash),
		T(a_new_address_needs_a_scope_and_a_name_and_there_are_at_most_ten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
