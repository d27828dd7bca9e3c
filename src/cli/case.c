/* case.c -- `netra case list|show|event|timeline|print|bundle`: files from the terminal.
 *
 * A file is named by its number (register or receipt) or by the id of its address. Names of people are shown: who
 * may run this may read the store. An event that comes with records of its own (invitations, hearings, votes) is
 * done on its page; "forward" makes the packages of a decided file.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/access/access.h"
#include "desk/docket/letters.h"
#include "desk/docket/list.h"
#include "desk/evidence/evidence.h"
#include "desk/forward/forward.h"
#include "desk/handle/handle.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LIST_MAX 1000
#define EVENTS_MAX 32

struct job {
	struct cli *cli;
	struct desk desk;
	const char *what, *number, *event, *text, *yes, *out, *state, *way;
};

static enum status file_of(struct job *j, struct handle_file *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_by_number_row row = {0};
	bool found;
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(case_by_number(&tx, j->desk.office->id, j->number, &found, &row, e));
	if (!found && int_parse(j->number, 1, INT64_MAX, &row.id, NULL) != OK)
		return FAIL(e, NOT_FOUND, "there is no file '%s'", j->number);
	return handle_open(&tx, &j->desk, row.id, ret, e);
}

static enum status list_run(struct job *j, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct docket_list rows;
	struct docket_list_ask ask = {.group = j->state, .max = LIST_MAX};
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(docket_list(&tx, &j->desk, &ask, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct docket_list_line *r = &rows.items[i];
		char last[DAY_TEXT_MAX] = "";
		if (!instant_is_none(r->last_moment))
			instant_iso(r->last_moment, j->desk.office->zone, last);
		if (!j->cli->json) {
			printf("%-34s %-18s %-12s %-25s %2lld  %s\n", r->number ? r->number : "-", r->state,
			       r->clock ? r->clock : "", last, (long long)r->people, r->title);
			continue;
		}
		scoped(buf_free) struct buf b = {0};
		struct json_out out = jout_start(&b);
		jout_object(&out);
		jout_put_int(&out, "id", r->id);
		jout_put_text(&out, "number", r->number);
		jout_put_text(&out, "kind", r->kind);
		jout_put_text(&out, "state", r->state);
		jout_put_text(&out, "title", r->title);
		jout_put_text(&out, "clock", r->clock);
		jout_put_instant(&out, "last", r->last_moment, j->desk.office->zone);
		jout_put_int(&out, "reported", r->people);
		jout_end(&out, '}');
		puts(b.s);
	}
	return OK;
}

static void people_json(struct json_out *out, const struct case_people_rows *people)
{
	jout_key(out, "people");
	jout_array(out);
	for (size_t i = 0; i < people->n; i++) {
		const struct case_people_row *p = &people->items[i];
		jout_object(out);
		jout_put_int(out, "number", p->number);
		jout_put_text(out, "role", p->role);
		jout_put_text(out, "name", p->name);
		jout_put_text(out, "class", p->class);
		jout_put_text(out, "act", p->act_code);
		jout_put_text(out, "outcome", p->outcome);
		jout_end(out, '}');
	}
	jout_end(out, ']');
}

static void show_json(struct job *j, const struct handle_file *f, const struct case_people_rows *people,
		      const struct law_transition *const *next, size_t n)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out out = jout_start(&b);
	jout_object(&out);
	jout_put_int(&out, "id", f->row.id);
	jout_put_text(&out, "number", f->number);
	jout_put_text(&out, "kind", f->row.kind);
	jout_put_text(&out, "procedure", f->row.procedure);
	jout_put_text(&out, "state", f->row.state);
	jout_put_text(&out, "title", f->row.title);
	jout_put_day(&out, "event_on", f->row.event_on);
	jout_put_instant(&out, "opened_at", f->row.opened_at, j->desk.office->zone);
	people_json(&out, people);
	jout_key(&out, "events");
	jout_array(&out);
	for (size_t i = 0; i < n; i++)
		jout_text(&out, next[i]->event);
	jout_end(&out, ']');
	jout_end(&out, '}');
	puts(b.s);
}

static enum status show_run(struct job *j, struct err *e)
{
	struct handle_file f;
	struct case_people_rows people;
	const struct law_transition *next[EVENTS_MAX];
	TRY(file_of(j, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(case_people(&tx, f.row.id, &people, e));
	size_t n = case_events(f.law, f.procedure, f.row.state, next, EVENTS_MAX);
	if (j->cli->json) {
		show_json(j, &f, &people, next, n);
		return OK;
	}
	printf("%s %s\n%s\n%s\n", docket_kind_name(f.row.kind), f.number, f.row.title, f.row.state);
	for (size_t i = 0; i < people.n; i++)
		printf("  %lld. %s, %s, %s %s %s\n", (long long)people.items[i].number, people.items[i].name,
		       people.items[i].role, people.items[i].class, people.items[i].act_code ? people.items[i].act_code : "",
		       people.items[i].outcome ? people.items[i].outcome : "");
	for (size_t i = 0; i < n; i++)
		printf("  -> %s: %s\n", next[i]->event, next[i]->condition ? next[i]->condition : "");
	return OK;
}

static enum status timeline_run(struct job *j, struct err *e)
{
	struct handle_file f;
	struct case_timeline_rows rows;
	TRY(file_of(j, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(case_timeline(&tx, f.row.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct case_timeline_row *r = &rows.items[i];
		char at[DAY_TEXT_MAX];
		instant_iso(r->at, j->desk.office->zone, at);
		if (!j->cli->json) {
			printf("%s  %-8s %-18s %s\n", at, r->kind, r->to_state, r->text);
			continue;
		}
		scoped(buf_free) struct buf b = {0};
		struct json_out out = jout_start(&b);
		jout_object(&out);
		jout_put_text(&out, "at", at);
		jout_put_text(&out, "kind", r->kind);
		jout_put_text(&out, "event", r->event);
		jout_put_text(&out, "state", r->to_state);
		jout_put_text(&out, "text", r->text);
		jout_put_text(&out, "who", r->user_name);
		jout_end(&out, '}');
		puts(b.s);
	}
	return OK;
}

/* "evidence_shown,quorum,majority": what the officer states; an unknown word is refused. */
static enum status said_read(const char *words, struct handle_said *ret, struct err *e)
{
	struct {
		const char *name;
		bool *to;
	} known[] = {
		{"reporter_signed", &ret->reporter_signed}, {"competent", &ret->competent},
		{"already_handled", &ret->already_handled}, {"evidence_shown", &ret->evidence_shown},
		{"quorum", &ret->quorum}, {"majority", &ret->majority}, {"gakkumdu_agrees", &ret->gakkumdu_agrees},
		{"in_time", &ret->in_time},
	};
	struct str rest = str_of(words), part;
	while (words && str_split(&rest, ',', &part)) {
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (str_is(str_trim(part), known[i].name))
				found = *known[i].to = true;
		if (!found)
			return FAIL(e, INVALID, "--yes: '%.*s' is not known", (int)part.n, part.s);
	}
	return OK;
}

static enum status event_run(struct job *j, struct err *e)
{
	struct handle_file f;
	struct handle_said said = {0};
	TRY(said_read(j->yes, &said, e));
	TRY(file_of(j, &f, e));
	if (text_starts(j->event, "forward")) {
		struct forward_made made;
		struct forward_way way = {.way = j->way, .why = j->text};
		TRY(forward_send(&j->desk, f.row.id, &way, &made, e));
		for (int i = 0; i < made.packages; i++)
			puts(made.numbers[i] ? made.numbers[i] : "-");
		return OK;
	}
	TRY(handle_event(&j->desk, f.row.id, j->event, &said, j->text, e));
	TRY(file_of(j, &f, e));
	printf("%s %s\n", f.number, f.row.state);
	return OK;
}

static enum status paper_write(struct job *j, struct tx *tx, const struct letters_of_row *row, size_t at, struct err *e)
{
	struct str bytes;
	struct evidence_file_get_row file;
	TRY(evidence_file_read(tx, &j->desk, row->file, &bytes, &file, e));
	const char *path = arena_printf(j->desk.arena, "%s/%03zu-%s.pdf", j->out, at, row->form);
	FILE *to = fopen(path, "wx"); /* an older print is not overwritten */
	if (!to)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	bool good = fwrite(bytes.s, 1, bytes.n, to) == bytes.n;
	good &= fclose(to) == 0;
	if (good)
		puts(path);
	return good ? OK : FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
}

/* All papers of a file in the order in which they were made (N5). */
static enum status print_run(struct job *j, struct err *e)
{
	struct handle_file f;
	struct letters_of_rows rows;
	TRY(file_of(j, &f, e));
	if (mkdir(j->out, 0700) && errno != EEXIST)
		return FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(letters_of(&tx, f.row.id, &rows, e));
	bool newest_first = rows.n && rows.items[0].made_at.us > rows.items[rows.n - 1].made_at.us;
	for (size_t i = 0; i < rows.n; i++)
		TRY(paper_write(j, &tx, &rows.items[newest_first ? rows.n - 1 - i : i], i + 1, e));
	return OK;
}

/* The same in one PDF behind a front paper, in the order of the procedure. */
static enum status bundle_run(struct job *j, struct err *e)
{
	struct handle_file f;
	struct str pdf;
	int pages;
	TRY(file_of(j, &f, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&j->desk, READ, &tx, e));
		TRY(docket_bundle_pdf(&tx, &j->desk, f.row.id, &pdf, &pages, e));
	}
	FILE *to = fopen(j->out, "wx"); /* an older one is not overwritten */
	if (!to)
		return FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
	bool good = fwrite(pdf.s, 1, pdf.n, to) == pdf.n;
	good &= fclose(to) == 0;
	if (good)
		printf("%s %d\n", j->out, pages);
	return good ? OK : FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
}

static enum status job_run(struct job *j, struct err *e)
{
	if (!strcmp(j->what, "list"))
		return list_run(j, e);
	if (!strcmp(j->what, "show"))
		return show_run(j, e);
	if (!strcmp(j->what, "timeline"))
		return timeline_run(j, e);
	if (!strcmp(j->what, "bundle"))
		return bundle_run(j, e);
	return !strcmp(j->what, "event") ? event_run(j, e) : print_run(j, e);
}

static int usage_fault(const struct job *j)
{
	static const char *const words[] = {"list", "show", "event", "timeline", "print", "bundle"};
	bool known = false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		known |= !strcmp(words[i], j->what);
	if (!known)
		return cli_usage(j->cli, "expected list, show, event, timeline, print or bundle");
	if (strcmp(j->what, "list") && !j->number)
		return cli_usage(j->cli, "%s NUMBER: which file?", j->what);
	if (!strcmp(j->what, "event") && !j->event)
		return cli_usage(j->cli, "event NUMBER EVENT");
	if (!strcmp(j->what, "print") && !j->out)
		return cli_usage(j->cli, "print NUMBER --out FOLDER");
	if (!strcmp(j->what, "bundle") && !j->out)
		return cli_usage(j->cli, "bundle NUMBER --out FILE.pdf");
	if (j->state && !docket_group(j->state))
		return cli_usage(j->cli, "--group: incoming, info, handling, decided, outside, outcome or ended");
	return CLI_YES;
}

/* Events bear the name of the user who let them happen. */
static enum status act_as(struct job *j, const char *login, struct err *e)
{
	if (!login)
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	bool found;
	struct user_by_login_row row;
	TRY(desk_begin(&j->desk, READ, &tx, e));
	TRY(user_by_login(&tx, login, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no user '%s'", login);
	j->desk.user = row.id;
	j->desk.user_name = login;
	return OK;
}

int cmd_case(struct cli *cli, int argc, const char **argv)
{
	char *text = NULL, *yes = NULL, *out = NULL, *group = NULL, *login = NULL, *way = NULL;
	struct poptOption own[] = {
		{"text", 0, POPT_ARG_STRING, &text, 0, "event: words for the timeline", "TEXT"},
		{"yes", 0, POPT_ARG_STRING, &yes, 0, "event: what the officer states, like evidence_shown,quorum,majority", "LIST"},
		{"way", 0, POPT_ARG_STRING, &way, 0, "forward...: paper or carrier, for recipients without a key; --text says why", "WAY"},
		{"as", 0, POPT_ARG_STRING, &login, 0, "event: the user who lets it happen", "LOGIN"},
		{"out", 0, POPT_ARG_STRING, &out, 0, "print: folder for the papers; bundle: the PDF", "PATH"},
		{"group", 0, POPT_ARG_STRING, &group, 0, "list: incoming, info, handling, decided, outside, outcome, ended", "GROUP"},
		POPT_TABLEEND,
	};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, "list|show|event|timeline|print|bundle [NUMBER] [EVENT]"))
		return cli->code;
	struct job j = {.cli = cli, .what = cli->args_n ? cli->args[0] : "", .number = cli->args_n > 1 ? cli->args[1] : NULL,
			.event = cli->args_n > 2 ? cli->args[2] : NULL, .text = text, .yes = yes, .out = out, .state = group, .way = way};
	int fault = usage_fault(&j);
	if (fault != CLI_YES)
		return fault;
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	j.desk = (struct desk){.office = office, .arena = cli->arena, .now = office_now(office), .role = ROLE_HANDLER, .user_name = ""};
	if (act_as(&j, login, &e) == OK && job_run(&j, &e) == OK)
		return CLI_YES;
	cli_fail(cli, &e);
	return e.status == INVALID || e.status == CONFLICT || e.status == NOT_FOUND ? CLI_NO : CLI_TROUBLE;
}
