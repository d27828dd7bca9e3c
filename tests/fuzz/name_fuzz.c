/* name_fuzz.c -- any bytes as a person's name: looked up in a register of some hundred names, and guessed at as in the
 * stream. Every hit is a person of the register, its score is a share, and best come first. */
#include "core/screen/screen_internal.h"
#include "rules.h"

#include <stdio.h>

#define PERSONS 400
static struct screen *screen;
static struct screen_run *run;

static void start(void)
{
	static const char *const first[] = {"Budi", "Siti", "Muhammad", "Joko", "Sri", "M.", "Nur", "Ahmad", "Dewi", "Soekarno"};
	static const char *const last[] = {"Santoso", "Nurhaliza", "Wijaya", "Susilo", "Handayani", "Hidayat", "Rachmat", "Oetomo"};
	struct screen_builder *b = screen_builder_new();
	struct err e;
	for (int i = 0; i < PERSONS; i++) {
		char name[64];
		snprintf(name, sizeof name, i % 3 ? "%s %s" : "%s %s %c%s", first[i % 10], last[i / 10 % 8], 'A' + i % 26, last[i % 7] + 1);
		enum status added = screen_add_person(b, &(struct screen_person){.ref = i + 1, .name = name}, &e);
		assert(added == OK);
	}
	enum status made = screen_of(b, NULL, &screen, &e);
	assert(made == OK);
	run = screen_run_new(screen, NULL);
	screen_builder_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!screen)
		start();
	struct arena a = {0};
	struct screen_hits hits;
	struct name_guess guess;
	struct screen_hit hit;
	if (n > 4096)
		return 0;
	const char *query = arena_strndup(&a, (const char *)bytes, n);
	screen_name(run, &a, query, 10, &hits);
	assert(hits.n <= 10);
	for (size_t i = 0; i < hits.n; i++) {
		const struct screen_hit *x = &hits.items[i];
		rule_hit(x);
		assert(x->ref >= 1 && x->ref <= PERSONS && x->score > 0 && x->strength == WEAK);
		assert(!i || x->score <= x[-1].score);
		for (size_t k = 0; k < i; k++)
			assert(hits.items[k].ref != x->ref);
	}
	if (text_valid(query, strlen(query))) {
		struct buf out = {.limit = (size_t)64 << 20};
		screen_hits_json(&out, query, &hits, 0);
		rule_json_lines(&a, out.s, out.n);
		buf_free(&out);
	}
	if (name_guess(run, query, &guess)) {
		assert(guess.score >= NAME_FLOOR);
		name_guess_hit(run, &a, query, &guess, &hit);
		assert(hit.ref >= 1 && hit.ref <= PERSONS);
	}
	arena_free(&a);
	return 0;
}
