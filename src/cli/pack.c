/* pack.c -- see pack.h. */
#include "cli/pack.h"

#include "cli/cli.h"
#include "core/cases/cases.h"

enum status pack_open(struct arena *a, const char *file, const struct law **ret, struct err *e)
{
	struct str text = {law_embedded, law_embedded_n};
	if (file)
		TRY(cli_read_file(a, file, PACK_LIMIT, &text, e));
	const struct law *law;
	TRY(law_read(a, text.s, text.n, &law, e));
	TRY(cases_check(law, e));
	*ret = law;
	return OK;
}
