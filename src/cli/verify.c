/* verify.c -- `netra verify`: is everything still as it was recorded? Exit 0 yes, 1 something is damaged.
 *
 * Safe beside a running program: it reads one snapshot. A store too damaged to be opened is an answer too.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/evidence/evidence.h"

#include <stdio.h>
#include <unistd.h>

static void show_progress(void *context, int64_t done, int64_t total)
{
	int *last = context;
	int percent = total ? (int)(done * 100 / total) : 100;
	if (percent != *last)
		fprintf(stderr, "\r%3d %%", percent);
	*last = percent;
}

static void fault_json(struct json_out *j, const struct verify_fault *f)
{
	jout_object(j);
	jout_put_text(j, "kind", f->kind);
	jout_put_text(j, "table", f->table);
	jout_put_int(j, "row", f->row);
	jout_put_int(j, "seal", f->seq);
	jout_put_text(j, "text", f->text);
	jout_put_text(j, "text_en", f->text_en);
	jout_end(j, '}');
}

static void report_json(const struct verify_report *r, enum zone zone)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_bool(&j, "sound", r->n == 0);
	jout_put_int(&j, "seals", r->seals);
	jout_put_int(&j, "rows", r->rows);
	jout_put_int(&j, "files", r->files);
	jout_put_instant(&j, "first", r->first, zone);
	jout_put_instant(&j, "last", r->last, zone);
	jout_key(&j, "faults");
	jout_array(&j);
	for (size_t i = 0; i < r->n; i++)
		fault_json(&j, &r->items[i]);
	jout_end(&j, ']');
	jout_end(&j, '}');
	puts(b.s);
}

static void report_text(const struct verify_report *r, enum zone zone)
{
	char first[64], last[64];
	for (size_t i = 0; i < r->n; i++)
		printf("RUSAK  %s\n       %s\n", r->items[i].text, r->items[i].text_en);
	printf("%lld segel, %lld baris, %lld berkas diperiksa; %zu kerusakan\n"
	       "%lld seals, %lld rows, %lld files checked; %zu faults\n",
	       (long long)r->seals, (long long)r->rows, (long long)r->files, r->n, (long long)r->seals, (long long)r->rows,
	       (long long)r->files, r->n);
	if (r->seals)
		printf("%s -- %s\n", instant_long(r->first, zone, ID, first), instant_long(r->last, zone, ID, last));
}

/* The store could not be opened: damage is the answer, anything else is trouble. */
static int not_opened(struct cli *cli, const struct err *e)
{
	if (e->status != BROKEN)
		return cli_fail(cli, e);
	struct verify_fault f = {.kind = "store_damaged", .table = "store", .text_en = e->why,
				 .text = arena_printf(cli->arena, "Penyimpanan tidak dapat dibuka: %s", e->why)};
	struct verify_report r = {.items = &f, .n = 1, .first = INSTANT_NONE, .last = INSTANT_NONE};
	if (cli->json)
		report_json(&r, WIB);
	else
		report_text(&r, WIB);
	return CLI_NO;
}

int cmd_verify(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	struct err e;
	scoped(office_close_scoped) struct office *o = NULL;
	struct verify_report r;
	int percent = -1;
	if (!cli_options(cli, argc, argv, none, ""))
		return cli->code;
	if (office_open(cli->data, cli->settings, &o, &e) != OK)
		return not_opened(cli, &e);
	struct desk d = {.office = o, .arena = cli->arena, .now = office_now(o), .user_name = ""};
	bool watched = isatty(STDERR_FILENO);
	enum status status = evidence_verify(&d, &r, watched ? show_progress : NULL, &percent, &e);
	if (watched)
		fputc('\n', stderr);
	if (status != OK)
		return not_opened(cli, &e);
	if (cli->json)
		report_json(&r, o->zone);
	else
		report_text(&r, o->zone);
	return r.n ? CLI_NO : CLI_YES;
}
