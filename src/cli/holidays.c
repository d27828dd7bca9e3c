/* holidays.c -- `netra import holidays FILE`: a decree from a file is one typing. It waits for a second person, who types
 * it on the page, or vouches for the file here with a password (--confirm-by), so that an unattended load never moves a
 * deadline alone. */
#include "cli/holidays.h"

#include "cli/bulk.h"
#include "desk/access/access.h"
#include "desk/decree/decree.h"

#include <stdio.h>
#include <string.h>

static enum status user_of(const struct desk *d, const char *login, int64_t *ret, struct err *e)
{
	bool found;
	struct user_by_login_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(user_by_login(&tx, login, &found, &row, e));
	if (!found || !instant_is_none(row.disabled_at) || !role_may(role_of(row.role), RIGHT_CALENDAR))
		return FAIL(e, INVALID, "'%s' is nobody who may type a decree", login);
	*ret = row.id;
	return OK;
}

static enum status waiting(const struct desk *d, const char *number, int64_t *ret, struct err *e)
{
	bool found;
	struct decree_by_number_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(decree_by_number(&tx, d->office->id, number, &found, &row, e));
	*ret = found ? row.id : 0;
	return OK;
}

static enum status day_or_none(const char *what, const char *text, struct day *ret, struct err *e)
{
	*ret = DAY_NONE;
	return text && day_parse(text, ret, e) != OK ? FAIL(e, INVALID, "--%s: %s", what, e->why) : OK;
}

static enum status text_of_file(struct cli *cli, const struct desk *d, const struct holidays_asked *o, const char *path,
				struct decree_text *t, struct err *e)
{
	struct str bytes;
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	*t = (struct decree_text){.number = o->number ? o->number : name, .title = o->title ? o->title : name,
				  .source = o->source ? o->source : "", .national = !o->own};
	TRY(day_or_none("date", o->date, &t->decided_on, e));
	TRY(day_or_none("covers-from", o->covers_from, &t->covers_from, e));
	TRY(day_or_none("covers-to", o->covers_to, &t->covers_to, e));
	if (day_is_none(t->decided_on))
		t->decided_on = day_of_instant(d->now, d->office->zone);
	TRY(bulk_open(cli->arena, path, DECREE_FILE_MAX, &bytes, e));
	return decree_read(cli->arena, name, bytes, t, e);
}

static void say(const struct cli *cli, const struct decree_text *t, const struct decree_result *r, bool dry)
{
	if (cli->json)
		printf("{\"kind\":\"holidays\",\"days\":%zu,\"in_force\":%s,\"moved\":%lld,\"earlier\":%lld,\"dry_run\":%s}\n", t->n,
		       r->in_force ? "true" : "false", (long long)r->moved.clocks, (long long)r->moved.earlier, dry ? "true" : "false");
	else if (dry)
		printf("%s: %zu days; dry run: nothing was changed\n", t->number, t->n);
	else if (r->in_force)
		printf("%s: %zu days, in force; %lld deadlines moved, %lld of them earlier\n", t->number, t->n,
		       (long long)r->moved.clocks, (long long)r->moved.earlier);
	else
		printf("%s: %zu days typed; it waits for a second person (/kerja/libur, or --confirm-by)\n", t->number, t->n);
}

static enum status type_both(struct desk *d, int64_t first, int64_t second, const struct decree_text *t,
			     struct decree_result *ret, struct err *e)
{
	int64_t decree;
	TRY(waiting(d, t->number, &decree, e));
	d->user = first;
	TRY(decree_type(d, decree, t, "file", ret, e));
	if (ret->in_force || !second)
		return OK;
	d->user = second;
	return decree_type(d, ret->decree, t, "file", ret, e);
}

enum status holidays_import(struct cli *cli, const struct desk *desk, const struct holidays_asked *o, const char *path,
			    bool dry_run, struct err *e)
{
	struct desk d = *desk;
	struct decree_text t;
	struct decree_result r = {0};
	int64_t first = 0, second = 0;
	const char *password;
	if (o->by)
		TRY(user_of(&d, o->by, &first, e));
	if (o->confirm_by)
		TRY(user_of(&d, o->confirm_by, &second, e));
	if (second && second == first)
		return FAIL(e, INVALID, "--confirm-by: a second person, not the one who typed");
	TRY(text_of_file(cli, &d, o, path, &t, e));
	if (second && !dry_run) {
		TRY(cli_password_read(cli->arena, &password, e));
		TRY(access_password_prove(&d, second, password, e));
	}
	if (!dry_run)
		TRY(type_both(&d, first, second, &t, &r, e));
	say(cli, &t, &r, dry_run);
	return OK;
}
