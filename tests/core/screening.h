/* screening.h -- what the tests of core/screen share: an index made in memory, and a run over it. */
#ifndef NETRA_TESTS_CORE_SCREENING_H
#define NETRA_TESTS_CORE_SCREENING_H

#include "core/screen/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	const struct law *law;
	struct screen *s;
	struct screen_run *run;
};

/* The index of what @b was told. */
static int open_index(struct screen_builder *b, const struct screen_options *options, void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct err e;
	assert_int_equal(law_read(&f->a, law_embedded, law_embedded_n, &f->law, &e), OK);
	assert_int_equal(screen_of(b, f->law, &f->s, &e), OK);
	f->run = screen_run_new(f->s, options);
	*state = f;
	return 0;
}

static int close_index(void **state)
{
	struct fixture *f = *state;
	screen_run_free(&f->run);
	screen_close(f->s);
	arena_free(&f->a);
	free(f);
	return 0;
}

#endif
