/* law_fuzz.c -- any bytes handed to law_read: a pack that hangs together or a refusal in words, never a
 * crash.
 *
 * Random bytes seldom make a whole pack, so an input "FROM\nTO" that is no pack is also tried as a change of
 * the pack in the binary: the first FROM in it becomes TO. */
#define _GNU_SOURCE /* memmem */
#include "core/law/law.h"

#include "core/cases/cases.h"
#include "core/clock/clock.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* Every kind of sanction is asked for by its own class, and the remedy against it. */
static void use_sanctions(const struct law *law)
{
	const struct law_sanction *all[20];
	struct day day = day_of(2024, 10, 1);
	for (size_t i = 0; i < law->sanctions.n && i < 60; i++) {
		const struct law_sanction *s = &law->sanctions.items[i];
		enum subject_class c = s->classes.items[0]; /* a pack without is refused */
		size_t n = law_sanctions(law, c, s->level, day, all, 20);
		assert(n <= 20);
		for (size_t k = 0; k < n; k++)
			assert(class_in(&all[k]->classes, c) && law_in_force(&all[k]->row, day) && all[k]->level == s->level);
		const struct law_remedy *m = law_remedy_for(law, c, s->level, day);
		assert(!m || (law_clock(law, m->file_clock) && law_clock(law, m->answer_clock)));
	}
}

/* Of the acts that apply at most one is the heaviest in each phase. */
static void use_acts(struct arena *a, const struct law *law)
{
	for (size_t i = 0; i < law->acts.n && i < 60; i++) {
		struct act_question q = {law->acts.items[i].conduct, PNS, day_of(2024, 10, 1),
					 i % 2 ? DAY_NONE : day_of(2024, 9, 22), PILKADA};
		struct act_choices all;
		size_t heaviest = 0;
		law_act_pick(law, q.conduct, q.class, q.event, q.determined);
		law_act_choices(a, law, &q, &all);
		for (size_t k = 0; k < all.n; k++)
			heaviest += all.items[k].heaviest;
		assert(heaviest <= (all.open ? 2 : 1));
	}
}

/* What was accepted must bear being used. */
static void use(struct arena *a, const struct law *law)
{
	struct case_facts facts = {0};
	struct case_step step;
	const struct calendar *calendar = calendar_of_law(a, law, false);
	for (size_t i = 0; i < law->clocks.n && i < 60; i++) {
		struct deadline due;
		struct day day = day_of(2024, 2, 12);
		(void)!clock_due(a, law, &law->clocks.items[i], calendar, day, instant_at(day, 9, 0, 0, WIB),
				 WIB, &due, NULL);
	}
	for (size_t i = 0; i < law->transitions.n && i < 60; i++)
		(void)!case_next(law, PEMILU, law->transitions.items[i].to, law->transitions.items[i].event,
				 &facts, &step, NULL);
	use_acts(a, law);
	use_sanctions(law);
	law_route(law, PNS, day_of(2024, 10, 1), false);
}

/* Looking for all faults finds one where looking for the first does, and the same one first. */
static void try_all(struct arena *a, const char *text, size_t n, bool faulty)
{
	const struct law *law;
	struct law_faults some, all;
	struct err e = {0};
	if (law_read_all(a, text, n, 50, &law, &all, &e) != OK) {
		assert(faulty);
		return;
	}
	assert(faulty == (all.n > 0) && (law || faulty) && all.n <= 50);
	assert(law_read_all(a, text, n, 1, &law, &some, &e) == OK);
	assert(!faulty || !strcmp(some.items[0].text, all.items[0].text));
}

static void try_pack(const char *text, size_t n)
{
	scoped(arena_free) struct arena a = {0};
	const struct law *law;
	struct err e = {0};
	if (law_read(&a, text, n, &law, &e) == OK)
		use(&a, law);
	else
		assert(e.why[0] && e.where);
	try_all(&a, text, n, e.why[0] != 0);
}

static void try_change(const char *bytes, size_t n)
{
	const char *line = memchr(bytes, '\n', n);
	if (!line || line == bytes)
		return;
	size_t from_n = (size_t)(line - bytes), to_n = n - from_n - 1;
	const char *at = memmem(law_embedded, law_embedded_n, bytes, from_n);
	if (!at)
		return;
	scoped(arena_free) struct arena a = {0};
	size_t head = (size_t)(at - law_embedded), tail = law_embedded_n - head - from_n;
	char *pack = arena_alloc(&a, head + to_n + tail + 1);
	memcpy(pack, law_embedded, head);
	memcpy(pack + head, line + 1, to_n);
	memcpy(pack + head + to_n, at + from_n, tail);
	try_pack(pack, head + to_n + tail);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	try_pack((const char *)bytes, n);
	try_change((const char *)bytes, n);
	return 0;
}
