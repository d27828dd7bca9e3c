/* screen.c -- `netra screen`: canonical posts to alerts; `netra stance`: what texts say; `netra check-text`. */
#include "base/buf.h"
#include "cli/bulk.h"
#include "cli/commands.h"
#include "cli/lines.h"
#include "cli/pack.h"
#include "core/text/bytes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- screen ---- */

struct screening {
	const struct screen *s;
	struct screen_options options;
	int threads;
	struct screen_stream *stream;
	struct screen_tally tally;
};
static void screen_chunk(void *context, struct str lines, uint64_t first_line, struct buf *out)
{
	struct screening *w = context;
	screen_stream_lines(w->stream, lines.s, lines.n, first_line, out, &w->tally);
}

/* The last line on stderr: what was read, and what became of it. */
static void screen_summary(const struct screening *w, const struct refusals *r, double took)
{
	const struct screen_tally *t = &w->tally;
	uint64_t posts = t->posts + r->overlong;
	if (w->options.accounts)
		fprintf(stderr, "screen: %" PRIu64 " accounts looked up, %" PRIu64 " known, %" PRIu64 " more with a name of the register\n", t->accounts, t->known, t->named);
	fprintf(stderr, "screen: %" PRIu64 " posts, %" PRIu64 " refused, %" PRIu64 " concerned, %" PRIu64 " alerts, %.3f s, %.0f posts/s\n", posts,
		t->bad + r->overlong, t->concerned, t->alerts, took, took > 0 ? (double)posts / took : 0);
}

static int screen_files(struct cli *cli, struct screening *w, const char *rejects)
{
	struct err e;
	scoped(refusals_end) struct refusals refused;
	int64_t start_us = steady_us();
	if (refusals_open(&refused, rejects, &e) != OK)
		return cli_fail(cli, &e);
	w->tally.refused = refusal_note;
	w->tally.context = &refused;
	scoped(screen_stream_free) struct screen_stream *stream = screen_stream_new(w->s, &w->options, w->threads);
	w->stream = stream;
	struct lines_job job = {cli->args, cli->args_n, screen_chunk, w, &refused, "posts"};
	bool done = lines_each(&job, &e) == OK && refusals_close(&refused, &e) == OK;
	if (!done)
		cli_fail(cli, &e);
	else if (screen_broken(w->s) && screen_sound(w->s, &e) != OK) {
		cli_fail(cli, &e); /* what was printed is true, but something may be missing */
		done = false;
	}
	screen_summary(w, &refused, (double)(steady_us() - start_us) / SECOND_US);
	return !done ? CLI_TROUBLE : refused.n ? CLI_NO : CLI_YES;
}

int cmd_screen(struct cli *cli, int argc, const char **argv)
{
	char *index = NULL, *at = NULL, *rulepack = NULL, *vector = NULL, *rejects = NULL, *region = NULL;
	struct screening w = {.threads = 1, .options = {.at = DAY_NONE}};
	int all = 0, accounts = 0, told = 0;
	struct poptOption table[] = {{"index", 0, POPT_ARG_STRING, &index, 0, "the index", "FILE.idx"},
				     {"threads", 0, POPT_ARG_INT, &w.threads, 0, "threads; the output is the same for any number", "N"},
				     {"at", 0, POPT_ARG_STRING, &at, 0, "day of posts that carry no time", "DATE"},
				     {"all", 0, POPT_ARG_NONE, &all, 0, "neutral mentions too", NULL},
				     {"region", 0, POPT_ARG_STRING, &region, 0, "where posts come from that name no region", "CODE"},
				     {"all-accounts", 0, POPT_ARG_NONE, &accounts, 0, "look up the accounts of all posts, and count them in the summary", NULL},
				     {"list-accounts", 0, POPT_ARG_NONE, &told, 0, "the same, and write a line for each that may be an employee's", NULL},
				     {"rejects", 0, POPT_ARG_STRING, &rejects, 0, "where refused lines are listed", "FILE"},
				     {"rulepack", 0, POPT_ARG_STRING, &rulepack, 0, "another rule pack than the one in the program", "FILE"},
				     {"vector", 0, POPT_ARG_STRING, &vector, 0, "avx512, avx2, sse2, neon or plain; the output is the same", "WAY"},
				     POPT_TABLEEND};
	scoped(screen_close_scoped) struct screen *s = NULL;
	const struct law *law;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "--index FILE.idx [POSTS...]"))
		return cli->code;
	if (!index || w.threads < 1 || w.threads > 64)
		return cli_usage(cli, "expected --index FILE.idx, and 1 to 64 threads");
	if (vector && !bytes_use(vector))
		return cli_usage(cli, "--vector %s: this processor has no such way; it uses %s", vector, bytes_way());
	if (at && day_parse(at, &w.options.at, &e) != OK)
		return cli_usage(cli, "--at: %s", e.why);
	if (pack_open(cli->arena, rulepack, &law, &e) != OK || screen_open(index, law, &s, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	w.s = s;
	w.options.all = all;
	w.options.region = region;
	w.options.accounts = accounts || told;
	w.options.accounts_told = told;
	return screen_files(cli, &w, rejects);
}

/* ---- stance ---- */

struct judging {
	struct screen_run *run;
	struct refusals refused;
	uint64_t posts;
};
static void stance_chunk(void *context, struct str lines, uint64_t number, struct buf *out)
{
	struct judging *w = context;
	struct str line;
	scoped(arena_free) struct arena a = {0};
	for (; str_split(&lines, '\n', &line); number++) {
		struct post p;
		struct screen_stance st;
		struct err e;
		if (!str_trim(line).n)
			continue;
		arena_reset(&a);
		w->posts++;
		if (post_read(&a, line.s, line.n, &p, &e) != OK) {
			refusal_note(&w->refused, number, e.why);
			continue;
		}
		screen_stance(w->run, &a, &p, &st);
		screen_stance_json(out, p.id[0] ? p.id : arena_printf(&a, "line:%" PRIu64, number), &st);
	}
}

static int tell_collisions(const struct screen_builder *b)
{
	scoped(buf_free) struct buf out = {0};
	size_t n = screen_collisions_json(b, &out);
	fwrite(out.s ? out.s : "", 1, out.n, stdout);
	return n ? CLI_NO : CLI_YES; /* no: the list wants mending */
}

static int stance_files(struct cli *cli, struct screen_run *run, const char *rejects, bool rows_rejected)
{
	struct err e;
	struct judging w = {.run = run};
	if (refusals_open(&w.refused, rejects, &e) != OK)
		return cli_fail(cli, &e);
	struct lines_job job = {cli->args, cli->args_n, stance_chunk, &w, &w.refused, "posts"};
	bool done = lines_each(&job, &e) == OK && refusals_close(&w.refused, &e) == OK;
	if (!done)
		cli_fail(cli, &e);
	fprintf(stderr, "stance: %" PRIu64 " posts, %" PRIu64 " refused\n", w.posts + w.refused.overlong, w.refused.n);
	refusals_end(&w.refused);
	return !done ? CLI_TROUBLE : w.refused.n || rows_rejected ? CLI_NO : CLI_YES;
}

int cmd_stance(struct cli *cli, int argc, const char **argv)
{
	char *watchlist = NULL, *rejects = NULL;
	int features = 0, collisions = 0;
	struct poptOption table[] = {{"watchlist", 0, POPT_ARG_STRING, &watchlist, 0, "candidates and their terms", "FILE"},
				     {"rejects", 0, POPT_ARG_STRING, &rejects, 0, "where refused lines are listed", "FILE"},
				     {"collisions", 0, POPT_ARG_NONE, &collisions, 0, "list the terms that are ordinary words too, and judge nothing", NULL},
				     {"features", 0, POPT_ARG_NONE, &features, 0, "write what each judgement was made of too", NULL},
				     POPT_TABLEEND};
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct import_report report;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "--watchlist FILE [POSTS...]"))
		return cli->code;
	if (!watchlist)
		return cli_usage(cli, "expected --watchlist FILE");
	if (bulk_add(cli->arena, b, REGISTRY_WATCHLIST, watchlist, DAY_NONE, &report, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	if (report.rejected)
		bulk_report(&report);
	if (collisions)
		return tell_collisions(b);
	if (screen_of(b, NULL, &s, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, &(struct screen_options){.at = DAY_NONE, .features = features});
	return stance_files(cli, run, rejects, report.rejected > 0);
}

/* ---- check-text ---- */

static void put_act(struct json_out *j, const struct law_act *act)
{
	jout_put_text(j, "act", act ? act->code : NULL);
	jout_put_text(j, "title", act ? act->title_id : NULL);
	jout_put_text(j, "title_en", act ? act->title_en : NULL);
	jout_put_text(j, "basis", act ? act->row.basis : NULL);
}

static void check_json(const struct screen_check *c, struct buf *b)
{
	char day[DAY_TEXT_MAX];
	struct json_out j = jout_start(b);
	jout_object(&j);
	jout_put_text(&j, "stance", stance_name(c->stance.stance));
	jout_put_text(&j, "label", c->stance.act);
	jout_put_text(&j, "conduct", c->conduct[0] ? c->conduct : NULL);
	put_act(&j, c->act);
	jout_put_text(&j, "phase", phase_code(c->phase));
	jout_put_text(&j, "determined", day_is_none(c->determined) ? NULL : day_iso(c->determined, day));
	jout_put_text(&j, "act_other_phase", c->other_phase ? c->other_phase->code : NULL);
	jout_put_text(&j, "advice", c->advice_id);
	jout_put_text(&j, "advice_en", c->advice_en);
	scoped(buf_free) struct buf reasons = {0};
	screen_reasons_json(&reasons, c->stance.reasons, c->stance.reasons_n);
	jout_key(&j, "reasons");
	jout_raw(&j, reasons.s);
	jout_put_bool(&j, "hint_only", true);
	jout_end(&j, '}');
	buf_char(b, '\n');
}

static void check_act(const struct screen_check *c, bool en)
{
	static const char *const phases[2][3] = {
		[0] = {"tahap penetapan calon tidak diketahui", "sebelum penetapan calon", "sejak penetapan calon"},
		[1] = {"it is not known when candidates are determined", "before candidates are determined", "since candidates are determined"}};
	char day[DAY_TEXT_MAX] = "";
	int phase = c->phase == BEFORE_CANDIDACY ? 1 : c->phase == AFTER_CANDIDACY ? 2 : 0;
	printf("%s  %s\n  %s     %s\n", c->act->code, en ? c->act->title_en : c->act->title_id, en ? "basis" : "dasar", c->act->row.basis);
	printf("  %s     %s%s%s%s\n", en ? "phase" : "tahap", phases[en][phase], phase ? " (" : "", phase ? day_long(c->determined, en ? EN : ID, day) : "", phase ? ")" : "");
	if (c->other_phase)
		printf("  %s: %s  %s\n", en ? "in the other phase" : "pada tahap lain", c->other_phase->code, en ? c->other_phase->title_en : c->other_phase->title_id);
}

/* What stands in the words first, each with its place in bytes; then what was seen of the whole. */
static void check_text(struct cli *cli, const struct screen_check *c, const char *text, bool en)
{
	printf("%s\n", en ? c->advice_en : c->advice_id);
	if (c->act)
		check_act(c, en);
	for (int whole = 0; whole < (c->conduct[0] ? 2 : 1); whole++)
		for (size_t i = 0; i < c->stance.reasons_n; i++) {
			const struct screen_reason *r = &c->stance.reasons[i];
			const char *why = en ? screen_why_en(cli->arena, r->why) : r->why;
			if (!whole && r->to > r->from)
				printf("  \"%.*s\" (%zu-%zu)  %s\n", (int)(r->to - r->from), text + r->from, r->from, r->to, why);
			else if (whole && r->to == r->from)
				printf("  - %s\n", why);
		}
	printf("%s\n", en ? "This is a hint only; nothing of it is kept." : "Ini hanya petunjuk; tidak ada yang disimpan.");
}

/* The words on the command line, else standard input. */
static enum status text_given(struct cli *cli, const char **ret, struct err *e)
{
	struct str input = {0};
	*ret = cli->args_n ? cli->args[0] : "";
	for (int i = 1; i < cli->args_n; i++)
		*ret = arena_printf(cli->arena, "%s %s", *ret, cli->args[i]);
	if (cli->args_n) {
		*ret = text_clean(cli->arena, *ret, strlen(*ret));
		return OK;
	}
	TRY(cli_read_file(cli->arena, "-", TEXT_MAX, &input, e));
	const char *foreign = text_foreign(input.s, input.n);
	if (foreign)
		return FAIL(e, BROKEN, "standard input: %s", foreign);
	size_t bom = text_bom(input.s, input.n);
	*ret = text_clean(cli->arena, input.s + bom, input.n - bom);
	return OK;
}

int cmd_check_text(struct cli *cli, int argc, const char **argv)
{
	char *index = NULL, *class = NULL, *at = NULL, *determined = NULL, *lang = NULL;
	struct poptOption table[] = {{"index", 0, POPT_ARG_STRING, &index, 0, "an index, so that candidates are known", "FILE.idx"},
				     {"class", 0, POPT_ARG_STRING, &class, 0, "class of the writer (PNS)", "CLASS"},
				     {"at", 0, POPT_ARG_STRING, &at, 0, "day of the post (today)", "DATE"},
				     {"determined", 0, POPT_ARG_STRING, &determined, 0, "day on which the candidates were determined (that of the index, else the nearest of the rule pack)", "DATE"},
				     {"lang", 0, POPT_ARG_STRING, &lang, 0, "id or en (id)", "LANG"},
				     POPT_TABLEEND};
	scoped(screen_close_scoped) struct screen *s = NULL;
	const struct law *law;
	struct day day = day_of_instant(instant_now(), WIB), since = DAY_NONE;
	struct screen_check check;
	const char *text;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "[TEXT]"))
		return cli->code;
	if ((at && day_parse(at, &day, &e) != OK) || (determined && day_parse(determined, &since, &e) != OK))
		return cli_usage(cli, "%s", e.why);
	if (class && class_of(class) == CLASS_UNKNOWN)
		return cli_usage(cli, "--class: '%s' is no class of person", class);
	if (lang && !text_eq(lang, "id") && !text_eq(lang, "en"))
		return cli_usage(cli, "--lang: expected id or en");
	if (pack_open(cli->arena, NULL, &law, &e) != OK || (index && screen_open(index, law, &s, &e) != OK) || text_given(cli, &text, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	if (text_blank(text))
		return cli_usage(cli, "expected a text, as words or on standard input");
	enum subject_class as = class ? class_of(class) : PNS;
	screen_check_text(s, law, cli->arena, text, as, day, since, &check);
	if (day_is_none(check.determined))
		screen_check_text(s, law, cli->arena, text, as, day, law_determined_near(law, day), &check);
	scoped(buf_free) struct buf b = {0};
	if (cli->json) {
		check_json(&check, &b);
		fputs(b.s, stdout);
	} else {
		check_text(cli, &check, text, text_eq(lang, "en"));
	}
	return CLI_YES;
}
