/* keys.c -- `netra keys ...`: the ceremonies around the identity vault, on the machine itself, by those who are present.
 *
 *   netra keys status
 *   netra keys custody LOGIN LOGIN...          begins custody; ends with the plain key overwritten and removed
 *   netra keys custodian LOGIN --present A,B   a further custodian, or one who lost the passphrase; or --sheets
 *   netra keys change-passphrase LOGIN
 *   netra keys remove LOGIN
 *   netra keys rotate --present A,B            a new key, all boxes sealed again to it; or --sheets
 *   netra keys sheets --present A,B            two recovery sheets, for two safes
 *   netra keys lost                            what can still be done, and what cannot
 *   netra keys give-up LOGIN LOGIN...          nobody can open any more: a new key; the old boxes stay shut
 *
 * Passphrases come from standard input, one line each in the order in which people are named, without echo on a terminal; on
 * a terminal a new one is asked for twice. desk/vault/custody.h says what is done with them.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/access/access.h"
#include "desk/vault/custody.h"

#include <stdio.h>
#include <string.h>

struct task {
	struct cli *cli;
	struct desk desk;
	const char *present; /* "A,B" */
	int sheets;
};

static const char lost_text[] =
	"One passphrase is lost, and two other custodians remain:\n"
	"    netra keys custodian LOGIN --present A,B     gives the person a new key; nothing is lost.\n"
	"One passphrase is lost, and only one other custodian remains:\n"
	"    netra keys custodian LOGIN --sheets          with both recovery sheets; nothing is lost.\n"
	"A machine, a disk or a backup was stolen, or a custodian left in anger:\n"
	"    netra keys rotate --present A,B              new boxes and all old ones move to a new key. What a thief copied\n"
	"    before can still be opened by two of the passphrases of that time together; nothing changes that.\n"
	"A recovery sheet was lost: one sheet alone opens nothing. Rotate, then print two new ones.\n"
	"Fewer than two passphrases remain, and the sheets are gone or were never printed:\n"
	"    THE IDENTITIES SEALED SO FAR CANNOT BE OPENED BY ANYBODY, EVER: not by us, not by the makers of this program, not\n"
	"    by a court. Reports, files, receipts and the talk by code are not touched by this. Ask reporters through the talk\n"
	"    whether they will leave their contact once more.\n"
	"    netra keys give-up LOGIN LOGIN               makes a new key for what comes from now on.\n";

static enum status user_find(struct task *t, const char *login, struct custody_hand *ret, struct err *e)
{
	bool found;
	struct user_by_login_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&t->desk, READ, &tx, e));
	TRY(user_by_login(&tx, login, &found, &row, e));
	if (!found || !instant_is_none(row.disabled_at))
		return FAIL(e, NOT_FOUND, "there is no user '%s' in force", login);
	if (!role_may(role_of(row.role), RIGHT_VAULT))
		return FAIL(e, INVALID, "%s is '%s': only a custodian or the chair may hold a key of the vault", login, row.role);
	*ret = (struct custody_hand){.user = row.id, .login = row.login};
	return tx_commit(&tx, e);
}

static enum status ask_old(struct task *t, struct custody_hand *who, struct err *e)
{
	const char *prompt = arena_printf(t->cli->arena, "%s, frasa sandi pemegang kunci / custody passphrase: ", who->login);
	return cli_secret_read(t->cli->arena, prompt, &who->passphrase, e);
}

static enum status ask_new(struct task *t, struct custody_hand *who, struct err *e)
{
	struct arena *a = t->cli->arena;
	return cli_secret_new(a, arena_printf(a, "%s, frasa sandi baru, minimal 12 huruf / new custody passphrase: ", who->login),
			      arena_printf(a, "%s, sekali lagi / once more: ", who->login), &who->passphrase, e);
}

static enum status two_read(struct task *t, struct custody_two *ret, struct err *e)
{
	struct arena *a = t->cli->arena;
	*ret = (struct custody_two){0};
	if (t->sheets) {
		TRY(cli_secret_read(a, "Lembar / sheet 1: ", &ret->sheets[0], e));
		return cli_secret_read(a, "Lembar / sheet 2: ", &ret->sheets[1], e);
	}
	const char *comma = strchr(t->present, ',');
	if (!comma)
		return FAIL(e, INVALID, "--present names two custodians: A,B");
	TRY(user_find(t, arena_strndup(a, t->present, (size_t)(comma - t->present)), &ret->hands[0], e));
	TRY(user_find(t, comma + 1, &ret->hands[1], e));
	TRY(ask_old(t, &ret->hands[0], e));
	return ask_old(t, &ret->hands[1], e);
}

/* -- status -- */

static const char *state_text(const struct custody_status *s)
{
	return s->plain   ? "IN THE CLEAR: keys/vault.key opens every identity alone; begin with: netra keys custody LOGIN LOGIN"
	       : !s->begun ? "nobody holds the key: keys/vault.key is not here and custody has not begun"
			   : "in two hands";
}

static void status_json(const struct task *t, const struct custody_status *s)
{
	enum zone zone = t->desk.office->zone;
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	const struct vault_keys_row *key = s->keys.n ? &s->keys.items[s->keys.n - 1] : NULL;
	jout_object(&j);
	jout_put_bool(&j, "custody", s->begun && !s->plain);
	jout_put_bool(&j, "plain_key", s->plain);
	jout_put_int(&j, "key", key ? key->number : 0);
	jout_put_instant(&j, "key_at", key ? key->at : INSTANT_NONE, zone);
	jout_put_instant(&j, "sheets_at", key ? key->sheets_at : INSTANT_NONE, zone);
	jout_put_int(&j, "boxes", s->boxes);
	jout_put_int(&j, "boxes_behind", s->behind);
	jout_key(&j, "custodians");
	jout_array(&j);
	for (size_t i = 0; i < s->people.n; i++) {
		jout_object(&j);
		jout_put_text(&j, "login", s->people.items[i].login);
		jout_put_text(&j, "name", s->people.items[i].name);
		jout_put_instant(&j, "passphrase_at", s->people.items[i].changed_at, zone);
		jout_put_bool(&j, "may_open", instant_is_none(s->people.items[i].disabled_at) &&
						      role_may(role_of(s->people.items[i].role), RIGHT_VAULT));
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	jout_end(&j, '}');
	puts(b.s);
}

static void status_print(const struct task *t, const struct custody_status *s)
{
	char moment[64];
	enum zone zone = t->desk.office->zone;
	printf("vault key: %s\n", state_text(s));
	for (size_t i = 0; i < s->people.n; i++) {
		const struct custodians_row *c = &s->people.items[i];
		bool may = instant_is_none(c->disabled_at) && role_may(role_of(c->role), RIGHT_VAULT);
		printf("  %-16s %s, passphrase of %s%s\n", c->login, c->name, instant_long(c->changed_at, zone, EN, moment),
		       may ? "" : "  CANNOT OPEN: the account has no right to it any more; remove or replace");
	}
	if (s->begun) {
		struct instant sheets = s->keys.items[s->keys.n - 1].sheets_at;
		printf("key number %lld; recovery sheets: %s\n", (long long)s->keys.items[s->keys.n - 1].number,
		       instant_is_none(sheets) ? "never printed: netra keys sheets" : instant_long(sheets, zone, EN, moment));
	}
	printf("%lld sealed identities", (long long)s->boxes);
	printf(s->behind ? ", %lld not yet moved to the newest key: netra keys rotate\n" : "\n", (long long)s->behind);
}

static int keys_status(struct task *t)
{
	struct custody_status s;
	struct err e = {0};
	if (custody_status(&t->desk, &s, &e) != OK)
		return cli_fail(t->cli, &e);
	t->cli->json ? status_json(t, &s) : status_print(t, &s);
	return s.begun && !s.plain && !s.behind ? CLI_YES : CLI_NO;
}

/* -- ceremonies -- */

static enum status begin(struct task *t, bool abandon, struct err *e)
{
	struct custody_hand people[CUSTODIANS_MAX];
	size_t n = (size_t)t->cli->args_n - 1;
	if (n < CUSTODY_HANDS || n > CUSTODIANS_MAX)
		return FAIL(e, INVALID, "name at least two custodians");
	for (size_t i = 0; i < n; i++)
		TRY(user_find(t, t->cli->args[i + 1], &people[i], e));
	for (size_t i = 0; i < n; i++)
		TRY(ask_new(t, &people[i], e));
	TRY(custody_begin(&t->desk, people, n, abandon, e));
	fprintf(stderr, "%s\n", abandon ? "A new key is in custody. What was sealed before stays shut for good."
					: "Custody has begun: two hands were proven to open, keys/vault.key was overwritten and removed.");
	fputs("Next: netra keys sheets --present A,B (two sheets for two safes), and destroy old copies of keys/vault.key.\n", stderr);
	return OK;
}

static enum status custodian(struct task *t, struct err *e)
{
	struct custody_two two;
	struct custody_hand who;
	TRY(user_find(t, t->cli->args[1], &who, e));
	TRY(two_read(t, &two, e));
	TRY(ask_new(t, &who, e));
	TRY(custody_add(&t->desk, &two, &who, e));
	fprintf(stderr, "%s holds a key of the vault now\n", who.login);
	return OK;
}

static enum status change(struct task *t, struct err *e)
{
	struct custody_hand who, fresh;
	TRY(user_find(t, t->cli->args[1], &who, e));
	TRY(ask_old(t, &who, e));
	fresh = who;
	TRY(ask_new(t, &fresh, e));
	struct desk own = t->desk;
	own.user = who.user;
	TRY(custody_passphrase(&own, who.login, who.passphrase, fresh.passphrase, e));
	fputs("The passphrase was changed. Old backups still know the old one: netra keys rotate when it leaked.\n", stderr);
	return OK;
}

static enum status remove_one(struct task *t, struct err *e)
{
	bool found;
	struct user_by_login_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&t->desk, READ, &tx, e));
	TRY(user_by_login(&tx, t->cli->args[1], &found, &row, e));
	TRY(tx_commit(&tx, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no user '%s'", t->cli->args[1]);
	TRY(custody_remove(&t->desk, row.id, e));
	fprintf(stderr, "%s holds no key any more. Next: netra keys rotate, so that an old copy of the store is of no use to them.\n", row.login);
	return OK;
}

static void show_progress(void *context, int64_t done, int64_t of)
{
	(void)context;
	fprintf(stderr, "\r%lld of %lld boxes", (long long)done, (long long)of);
	if (done >= of)
		fputc('\n', stderr);
}

static enum status rotate(struct task *t, struct err *e)
{
	struct custody_two two;
	TRY(two_read(t, &two, e));
	TRY(custody_rotate(&t->desk, &two, show_progress, NULL, e));
	fputs("A new key is in force and the old one's shares are gone. Old recovery sheets are worthless: netra keys sheets.\n", stderr);
	return OK;
}

static enum status sheets(struct task *t, struct err *e)
{
	struct custody_two two;
	const char *texts[2];
	char moment[64];
	TRY(two_read(t, &two, e));
	TRY(custody_sheets(&t->desk, &two, texts, e));
	instant_long(t->desk.now, t->desk.office->zone, ID, moment);
	for (int i = 0; i < 2; i++)
		printf("%sNETRA, LEMBAR PEMULIHAN BRANKAS IDENTITAS %d DARI 2 / VAULT RECOVERY SHEET %d OF 2\n%s (%s)\n%s\n\n    %s\n\n"
		       "Simpan terpisah dari lembar %d, dalam amplop bersegel. Satu lembar saja tidak membuka apa pun.\n"
		       "Keep it away from sheet %d, in a sealed envelope. One sheet alone opens nothing.\n",
		       i ? "\f\n" : "", i + 1, i + 1, t->desk.office->name, t->desk.office->code, moment, texts[i], 2 - i, 2 - i);
	return OK;
}

static enum status give_up(struct task *t, struct err *e)
{
	return begin(t, true, e);
}

static enum status custody(struct task *t, struct err *e)
{
	return begin(t, false, e);
}

static const struct step {
	const char *name;
	enum status (*run)(struct task *t, struct err *e);
	bool needs_login, needs_two;
} steps[] = {
	{"custody", custody, true, false},    {"custodian", custodian, true, true}, {"change-passphrase", change, true, false},
	{"remove", remove_one, true, false},  {"rotate", rotate, false, true},	    {"sheets", sheets, false, true},
	{"give-up", give_up, true, false},
};

static const struct step *step_named(const char *name)
{
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (!strcmp(steps[i].name, name))
			return &steps[i];
	return NULL;
}

static int step_run(struct task *t, const struct step *step)
{
	struct err e = {0};
	if (step->needs_login && t->cli->args_n < 2)
		return cli_usage(t->cli, "%s LOGIN: whose?", step->name);
	if (step->needs_two && !t->present && !t->sheets)
		return cli_usage(t->cli, "%s: --present A,B (two custodians), or --sheets", step->name);
	if (step->run(t, &e) == OK)
		return CLI_YES;
	cli_fail(t->cli, &e);
	return status_http(e.status) < 500 ? CLI_NO : CLI_TROUBLE;
}

int cmd_keys(struct cli *cli, int argc, const char **argv)
{
	char *present = NULL;
	int with_sheets = 0;
	struct poptOption own[] = {
		{"present", 0, POPT_ARG_STRING, &present, 0, "the two custodians who type their passphrases", "LOGIN,LOGIN"},
		{"sheets", 0, POPT_ARG_NONE, &with_sheets, 0, "both recovery sheets are typed instead", NULL},
		POPT_TABLEEND};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, "status|custody|custodian|change-passphrase|remove|rotate|sheets|lost|give-up [LOGIN...]"))
		return cli->code;
	const char *what = cli->args_n ? cli->args[0] : "";
	const struct step *step = step_named(what);
	if (!strcmp(what, "lost"))
		return fputs(lost_text, stdout) < 0 ? CLI_TROUBLE : CLI_YES;
	if (!step && strcmp(what, "status"))
		return cli_usage(cli, "expected status, custody, custodian, change-passphrase, remove, rotate, sheets, lost or give-up");
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	struct task t = {.cli = cli, .present = present, .sheets = with_sheets,
			 .desk = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = "", .lang = EN}};
	return step ? step_run(&t, step) : keys_status(&t);
}
