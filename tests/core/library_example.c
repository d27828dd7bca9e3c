/* library_example.c -- another program that uses the screening engine: docs/engine.md shows it, tests/cli/library_test.py
 * builds it against src/ and the two static libraries and runs it.
 *
 *     cc -std=gnu17 -Isrc library_example.c build/libcore.a build/libbase.a \
 *        -ljansson -lsodium -lcrypto -linih -lutf8proc -lstemmer -llinear -lm -lpthread
 */
#include "core/screen/screen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void told(void *context, uint64_t line, const char *why) { fprintf(context, "line %" PRIu64 ": %s\n", line, why); }

int main(int argc, char **argv)
{
	struct arena memory = {0};
	struct buf out = {0};
	struct err e;
	const struct law *law;
	struct screen *s;
	if (argc < 4 || law_read(&memory, law_embedded, law_embedded_n, &law, &e) != OK || screen_open(argv[1], law, &s, &e) != OK) {
		fprintf(stderr, "%s\n", argc < 4 ? "usage: INDEX NAME POSTS" : e.why);
		arena_free(&memory);
		return 3;
	}

	/* Posts: any number of whole lines, on two threads; what comes out is in the order of the lines. */
	struct screen_options options = {.at = DAY_NONE};
	struct screen_tally tally = {.refused = told, .context = stderr};
	screen_lines(s, &options, argv[3], strlen(argv[3]), 1, 2, &out, &tally);
	fwrite(out.s, 1, out.n, stdout);
	printf("posts %" PRIu64 ", refused %" PRIu64 ", alerts %" PRIu64 "\n", tally.posts, tally.bad, tally.alerts);

	/* A name: best first, each with the lines of its score. */
	struct screen_run *run = screen_run_new(s, &options);
	struct screen_hits hits;
	screen_name(run, &memory, argv[2], 3, &hits);
	for (size_t i = 0; i < hits.n; i++)
		printf("%s %s %.2f\n", hits.items[i].name, strength_name(hits.items[i].strength), hits.items[i].score);

	/* One post that is at hand, and what it says of whom. */
	struct post post;
	struct screen_stance stance;
	const char *line = "{\"platform\":\"x\",\"text\":\"Ayo coblos Arif Gunadi\"}";
	if (post_read(&memory, line, strlen(line), &post, &e) == OK) {
		screen_stance(run, &memory, &post, &stance);
		printf("stance %s toward %s\n", stance_name(stance.stance), stance.objects_n ? stance.objects[0].ref : "nobody");
	}
	screen_run_free(&run);
	screen_close(s);
	buf_free(&out);
	arena_free(&memory);
	return 0;
}
