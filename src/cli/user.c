/* user.c -- `netra user add|passwd|role|list|disable|token`: the office's people, from the machine itself.
 *
 * A password is read from standard input, one line, without echo on a terminal; never from the command line, where
 * every user of the machine could read it.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/access/access.h"
#include "desk/registry/registry.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_MAX 1024 /* bytes of the line read */

#define ROLES "intake, handler, member, chair, patrol, custodian, admin, prevention, secretary, personnel, unit"

struct task {
	struct cli *cli;
	struct desk desk;
	const char *login; /* NULL for list */
	const char *name, *position, *role, *nip, *agency;
};

enum status cli_password_read(struct arena *a, const char **ret, struct err *e)
{
	return cli_secret_read(a, "Sandi / password: ", ret, e);
}

enum status cli_secret_read(struct arena *a, const char *prompt, const char **ret, struct err *e)
{
	char line[PASSWORD_MAX + 2];
	struct termios kept, quiet;
	bool terminal = tcgetattr(STDIN_FILENO, &kept) == 0;
	if (terminal) {
		fputs(prompt, stderr);
		quiet = kept;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	const char *got = fgets(line, sizeof line, stdin);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &kept);
		fputc('\n', stderr);
	}
	if (!got)
		return FAIL(e, INVALID, "expected one line on standard input: %s", prompt);
	bool whole = strlen(line) < sizeof line - 1 || line[sizeof line - 2] == '\n'; /* or its rest would be the next secret */
	struct str typed = str_trim(str_of(line)); /* as the log-in form does */
	if (whole)
		*ret = arena_strndup(a, typed.s, typed.n);
	explicit_bzero(line, sizeof line);
	return whole ? OK : FAIL(e, INVALID, "at most %d bytes: %s", PASSWORD_MAX, prompt);
}

enum status cli_secret_new(struct arena *a, const char *prompt, const char *again, const char **ret, struct err *e)
{
	const char *second;
	TRY(cli_secret_read(a, prompt, ret, e));
	if (!isatty(STDIN_FILENO))
		return OK;
	TRY(cli_secret_read(a, again, &second, e));
	return text_eq(second, *ret) ? OK : FAIL(e, INVALID, "the two are not the same");
}

static enum status find_user(struct task *t, struct tx *tx, int64_t *ret, struct err *e)
{
	bool found;
	struct user_by_login_row row;
	TRY(user_by_login(tx, t->login, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no user '%s'", t->login);
	*ret = row.id;
	return OK;
}

/* The agency of the register that --agency names; 0 without it. */
static enum status agency_named(struct task *t, struct tx *tx, int64_t *ret, struct err *e)
{
	struct agency_by_name_row row;
	bool found;
	*ret = 0;
	if (!t->agency)
		return OK;
	TRY(agency_by_name(tx, t->desk.office->id, t->agency, &found, &row, e));
	*ret = row.id;
	return found ? OK : FAIL(e, NOT_FOUND, "--agency: the register has no agency '%s'", t->agency);
}

static enum status task_add(struct task *t, struct tx *tx, const char *password, struct err *e)
{
	int64_t id, agency;
	TRY(agency_named(t, tx, &agency, e));
	struct user_new as = {.login = t->login, .name = t->name, .position = t->position, .nip = t->nip,
			      .role = role_of(t->role), .agency = agency, .password = password};
	TRY(access_user_add(tx, &t->desk, &as, &id, e));
	fprintf(stderr, "user %s added as %s\n", t->login, t->role);
	return OK;
}

static enum status task_role(struct task *t, struct tx *tx, int64_t user, struct err *e)
{
	int64_t agency;
	TRY(agency_named(t, tx, &agency, e));
	return access_role_set(tx, &t->desk, user, role_of(t->role), agency, e);
}

static enum status task_list(struct task *t, struct tx *tx, struct err *e)
{
	struct user_list_rows rows;
	char day[DAY_TEXT_MAX];
	TRY(user_list(tx, t->desk.office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct user_list_row *r = &rows.items[i];
		if (!t->cli->json) {
			printf("%-20s %-10s %-3s %-8s %s, %s\n", r->login, r->role, r->second_factor ? "2fa" : "",
			       instant_is_none(r->disabled_at) ? "" : "disabled", r->name, r->position);
			continue;
		}
		scoped(buf_free) struct buf b = {0};
		struct json_out j = jout_start(&b);
		jout_object(&j);
		jout_put_text(&j, "login", r->login);
		jout_put_text(&j, "role", r->role);
		jout_put_text(&j, "name", r->name);
		jout_put_text(&j, "position", r->position);
		jout_put_bool(&j, "second_factor", r->second_factor);
		jout_put_bool(&j, "disabled", !instant_is_none(r->disabled_at));
		jout_put_text(&j, "since", day_iso(day_of_instant(r->created_at, t->desk.office->zone), day));
		jout_end(&j, '}');
		puts(b.s);
	}
	return OK;
}

static enum status task_token(struct task *t, struct tx *tx, int64_t user, struct err *e)
{
	const char *token;
	TRY(access_token_make(tx, &t->desk, user, t->name, &token, e));
	TRY(tx_commit(tx, e));
	puts(token);
	return OK;
}

static enum status task_run(struct task *t, const char *what, struct err *e)
{
	const char *password = NULL;
	int64_t user = 0;
	bool list = !strcmp(what, "list"), add = !strcmp(what, "add"), passwd = !strcmp(what, "passwd");
	if (add || passwd)
		TRY(cli_password_read(t->desk.arena, &password, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&t->desk, list ? READ : WRITE, &tx, e));
	if (!list && !add)
		TRY(find_user(t, &tx, &user, e));
	if (list)
		TRY(task_list(t, &tx, e));
	else if (add)
		TRY(task_add(t, &tx, password, e));
	else if (passwd)
		TRY(access_password_set(&tx, &t->desk, user, password, e));
	else if (!strcmp(what, "role"))
		TRY(task_role(t, &tx, user, e));
	else if (!strcmp(what, "disable"))
		TRY(access_disable(&tx, &t->desk, user, e));
	else
		return task_token(t, &tx, user, e);
	return tx_commit(&tx, e);
}

static bool known(const char *what)
{
	static const char *const words[] = {"add", "passwd", "role", "list", "disable", "token"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!strcmp(words[i], what))
			return true;
	return false;
}

static int usage_fault(const struct cli *cli, const struct task *t, const char *what)
{
	if (!known(what))
		return cli_usage(cli, "expected add, passwd, role, list, disable or token");
	if (strcmp(what, "list") && !t->login)
		return cli_usage(cli, "%s LOGIN: whose?", what);
	if (!strcmp(what, "add") && (!t->name || !t->role))
		return cli_usage(cli, "add LOGIN --name NAME --role ROLE");
	if ((!strcmp(what, "add") || !strcmp(what, "role")) && (!t->role || role_of(t->role) == ROLE_NONE))
		return cli_usage(cli, "--role: " ROLES);
	if (!strcmp(what, "token") && !t->name)
		return cli_usage(cli, "token LOGIN --name WHAT_USES_IT");
	return CLI_YES;
}

int cmd_user(struct cli *cli, int argc, const char **argv)
{
	char *name = NULL, *position = NULL, *role = NULL, *nip = NULL, *agency = NULL;
	struct poptOption own[] = {
		{"name", 0, POPT_ARG_STRING, &name, 0, "full name; of a token: what uses it", "NAME"},
		{"position", 0, POPT_ARG_STRING, &position, 0, "as printed under a signature", "TEXT"},
		{"role", 0, POPT_ARG_STRING, &role, 0, ROLES, "ROLE"},
		{"agency", 0, POPT_ARG_STRING, &agency, 0, "with --role unit: which agency of the register", "NAME"},
		{"nip", 0, POPT_ARG_STRING, &nip, 0, "employee number, for conflicts of interest", "NIP"},
		POPT_TABLEEND,
	};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, "add|passwd|role|list|disable|token [LOGIN]"))
		return cli->code;
	const char *what = cli->args_n ? cli->args[0] : "";
	struct task t = {.cli = cli, .login = cli->args_n > 1 ? cli->args[1] : NULL, .name = name,
			 .position = position, .role = role, .nip = nip, .agency = agency};
	int fault = usage_fault(cli, &t, what);
	if (fault != CLI_YES)
		return fault;
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	t.desk = (struct desk){.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	if (task_run(&t, what, &e) == OK)
		return CLI_YES;
	cli_fail(cli, &e);
	return e.status == INVALID || e.status == CONFLICT || e.status == NOT_FOUND ? CLI_NO : CLI_TROUBLE;
}
