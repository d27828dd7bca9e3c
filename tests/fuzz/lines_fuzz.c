/* lines_fuzz.c -- any bytes as a file of posts, as a name that is looked up and as a text for the self-check: whatever the
 * number of threads and the way of looking at bytes, the alerts are the same, and no line is lost. */
#include "core/text/bytes.h"
#include "rules.h"

static struct screen *screen;

static void start(void)
{
	struct screen_builder *b = screen_builder_new();
	struct err e;
	static const char *const names[] = {"Budi Santoso", "Siti Nurhaliza", "Muhammad Rizki Wijaya"};
	for (int i = 0; i < 3; i++) {
		enum status added = screen_add_person(b, &(struct screen_person){.ref = i + 1, .name = names[i], .agency = "Dinas"}, &e);
		assert(added == OK);
	}
	enum status made = screen_add_term(b, &(struct screen_term){"99.01/w/2024", "2", "2", "name", "Arif Gunadi", "99.01"}, &e);
	assert(made == OK);
	made = screen_of(b, NULL, &screen, &e);
	assert(made == OK);
	screen_builder_free(&b);
}

struct told {
	uint64_t n, last;
};
static void count_refused(void *context, uint64_t line, const char *why)
{
	struct told *t = context;
	assert(line > t->last && why[0]); /* in the order of the lines, each once */
	t->last = line;
	t->n++;
}

static void every_way(const char *s, size_t n, const struct buf *want, const struct screen_tally *tally)
{
	static const char *const ways[] = {"plain", "sse2", "avx2", "avx512", "neon"};
	const char *was = bytes_way();
	struct screen_options options = {.at = DAY_NONE, .all = true, .accounts = true, .accounts_told = true};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct told told = {0};
		struct screen_tally now = {.refused = count_refused, .context = &told};
		scoped(buf_free) struct buf out = {0};
		if (!bytes_use(ways[i]))
			continue;
		screen_lines(screen, &options, s, n, 1, 1, &out, &now);
		assert(out.n == want->n && (!out.n || !memcmp(out.s, want->s, out.n)));
		assert(now.posts == tally->posts && now.bad == tally->bad && told.n == now.bad && !strcmp(now.first_error, tally->first_error));
	}
	bool back = bytes_use(was);
	assert(back);
}

static void lines(const char *s, size_t n)
{
	struct screen_options options = {.at = DAY_NONE, .all = true, .accounts = true, .accounts_told = true};
	scoped(buf_free) struct buf one = {0}, two = {0};
	struct screen_tally by_one = {0}, by_two = {0};
	screen_lines(screen, &options, s, n, 1, 1, &one, &by_one);
	screen_lines(screen, &options, s, n, 1, 2, &two, &by_two);
	assert(one.n == two.n && (!one.n || !memcmp(one.s, two.s, one.n)));
	assert(by_one.posts == by_two.posts && by_one.bad == by_two.bad && by_one.alerts == by_two.alerts);
	assert(by_one.accounts == by_two.accounts && by_one.known == by_two.known && by_one.named == by_two.named);
	assert(by_one.bad <= by_one.posts && !by_one.bad == !by_one.first_error[0]);
	assert(!one.n || one.s[one.n - 1] == '\n');
	struct arena a = {0};
	rule_json_lines(&a, one.s, one.n);
	arena_free(&a);
	every_way(s, n, &one, &by_one);
}

static void one_text(const char *text)
{
	struct arena a = {0};
	scoped(screen_run_free) struct screen_run *run = screen_run_new(screen, NULL);
	struct screen_hits hits;
	struct screen_check check;
	screen_name(run, &a, text, 5, &hits);
	assert(hits.n <= 5);
	screen_check_text(screen, NULL, &a, text, CLASS_UNKNOWN, day_of(2024, 11, 4), DAY_NONE, &check);
	assert(check.advice_id[0] && check.advice_en[0]);
	for (size_t i = 0; i < check.stance.reasons_n; i++)
		rule_span(text, check.stance.reasons[i].from, check.stance.reasons[i].to);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!screen)
		start();
	struct arena a = {0};
	lines((const char *)bytes, n);
	if (text_valid((const char *)bytes, n))
		one_text(arena_strndup(&a, (const char *)bytes, n));
	arena_free(&a);
	return 0;
}
