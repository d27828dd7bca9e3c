/* pack.c -- see pack.h. */
#include "cli/pack.h"

#include "cli/cli.h"
#include "core/cases/cases.h"

static enum status pack_text(struct arena *a, const char *file, struct str *ret, struct err *e)
{
	*ret = (struct str){law_embedded, law_embedded_n};
	return file ? cli_read_file(a, file, PACK_LIMIT, ret, e) : OK;
}

enum status pack_open(struct arena *a, const char *file, const struct law **ret, struct err *e)
{
	struct str text;
	const struct law *law;
	TRY(pack_text(a, file, &text, e));
	TRY(law_read(a, text.s, text.n, &law, e));
	TRY(cases_check(law, e));
	*ret = law;
	return OK;
}

enum status pack_open_all(struct arena *a, const char *file, size_t max, const struct law **ret, struct law_faults *f,
			  struct err *e)
{
	struct str text;
	TRY(pack_text(a, file, &text, e));
	TRY(law_read_all(a, text.s, text.n, max, ret, f, e));
	if (*ret)
		cases_faults(*ret, f);
	if (f->n)
		*ret = NULL;
	return OK;
}
