/* refusals.c -- see refusals.h. */
#include "cli/refusals.h"

#include "base/buf.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define SAID 5 /* on stderr; a broken file should not fill a screen */

enum status refusals_open(struct refusals *r, const char *path, struct err *e)
{
	*r = (struct refusals){.path = path, .file = ""};
	if (!path)
		return OK;
	r->list = fopen(path, "w");
	if (!r->list)
		return FAIL(e, UNAVAILABLE, "--rejects %s: %s; nothing was read", path, strerror(errno));
	fputs("file,line,reason\n", r->list);
	return OK;
}

void refusal_note(void *context, uint64_t line, const char *why)
{
	struct refusals *r = context;
	scoped(buf_free) struct buf b = {0};
	if (r->n++ < SAID)
		fprintf(stderr, "%s:%" PRIu64 ": refused: %s\n", r->file, line, why);
	else if (r->n == SAID + 1 && !r->list)
		fputs("more are refused; --rejects FILE lists all of them\n", stderr);
	if (!r->list)
		return;
	buf_csv(&b, r->file);
	buf_printf(&b, ",%" PRIu64 ",", line);
	buf_csv(&b, why);
	buf_char(&b, '\n');
	fwrite(b.s, 1, b.n, r->list);
}

enum status refusals_close(struct refusals *r, struct err *e)
{
	FILE *list = r->list;
	r->list = NULL;
	if (!list)
		return OK;
	bool bad = fflush(list) || ferror(list);
	return fclose(list) || bad ? FAIL(e, UNAVAILABLE, "--rejects %s: not all could be written: %s", r->path, strerror(errno)) : OK;
}

void refusals_end(struct refusals *r)
{
	if (r->list)
		fclose(r->list);
	r->list = NULL;
}
