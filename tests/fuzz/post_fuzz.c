/* post_fuzz.c -- any bytes as a line of canonical posts: INVALID, or a post that reads back as it was written and whose
 * alerts and stance obey the rules (rules.h). */
#include "rules.h"

#include <stdlib.h>

static struct screen *screen;
static struct screen_run *run;

static void start(void)
{
	struct screen_builder *b = screen_builder_new();
	struct err e;
	static const struct screen_person people[] = {
		{.ref = 1, .nip = "198508172010011007", .name = "Budi Santoso", .agency = "Dinas Perhubungan", .position = "Juru Parkir", .region = "99.01"},
		{.ref = 2, .name = "Siti Nurhaliza", .agency = "Dinas Kesehatan", .unit = "Puskesmas", .region = "99.02"},
		{.ref = 3, .name = "Siti Nurhaliza", .agency = "Dinas Perhubungan", .region = "99.01"}};
	for (size_t i = 0; i < 3; i++)
		assert(screen_add_person(b, &people[i], &e) == OK);
	assert(screen_add_account(b, &(struct screen_account){"x", "budi", "198508172010011007", 0, "proven"}, &e) == OK);
	assert(screen_add_term(b, &(struct screen_term){"99.01/walikota/2024", "2", "2", "name", "Arif Gunadi", "99.01"}, &e) == OK);
	assert(screen_add_term(b, &(struct screen_term){"99.01/walikota/2024", "2", "2", "acronym", "HEBAT", "99.01"}, &e) == OK);
	assert(screen_of(b, NULL, &screen, &e) == OK);
	run = screen_run_new(screen, &(struct screen_options){.at = DAY_NONE, .all = true});
	screen_builder_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!screen)
		start();
	struct arena a = {0};
	struct post p, again;
	struct err e;
	if (post_read(&a, (const char *)bytes, n, &p, &e) == OK) {
		struct screen_alerts alerts;
		struct screen_stance st;
		struct buf out = {.limit = (size_t)256 << 20};
		post_write(&out, &p);
		if (out.n <= POST_LINE_MAX)
			assert(post_read(&a, out.s, out.n, &again, &e) == OK);
		screen_post(run, &a, &p, &alerts);
		for (size_t i = 0; i < alerts.n; i++) {
			const struct screen_alert *x = &alerts.items[i];
			rule_alert(x, text_starts(x->item, "reaction:") ? p.reactions.items[strtoul(x->item + 9, NULL, 10)].text : p.text);
			screen_alert_json(&out, x);
		}
		screen_stance(run, &a, &p, &st);
		for (size_t i = 0; i < st.reasons_n; i++)
			rule_span(p.text, st.reasons[i].from, st.reasons[i].to);
		for (size_t i = 0; i < st.objects_n; i++)
			rule_span(p.text, st.objects[i].from, st.objects[i].to);
		screen_stance_json(&out, p.id, &st);
		rule_json_lines(&a, out.s, out.n);
		buf_free(&out);
	}
	arena_free(&a);
	return 0;
}
