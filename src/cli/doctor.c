/* doctor.c -- `netra doctor`: one look at everything that quietly goes wrong, each with what to do.
 *
 * Exit 1 when something needs a person. It changes nothing and shows no content: its answer may be sent to a helper.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "bus/bus.h"
#include "desk/evidence/receipts.h"
#include "desk/vault/custody.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define DISK_LOW_MIB 1024
#define HOLIDAYS_AHEAD_DAYS 60

struct doctor {
	struct cli *cli;
	struct json_out *j;
	int bad;
};

/* One line: what was looked at, whether it is well, what was seen and what to do. */
static void tell(struct doctor *d, const char *what, bool well, const char *text)
{
	d->bad += !well;
	if (!d->cli->json) {
		printf("%-6s %-16s %s\n", well ? "ok" : "CHECK", what, text);
		return;
	}
	jout_object(d->j);
	jout_put_text(d->j, "what", what);
	jout_put_bool(d->j, "well", well);
	jout_put_text(d->j, "text", text);
	jout_end(d->j, '}');
}

static void look_at_disk(struct doctor *d)
{
	struct statvfs v;
	if (statvfs(d->cli->data, &v) != 0)
		return tell(d, "disk", false, "the data folder cannot be looked at");
	int64_t mib = (int64_t)v.f_bavail * (int64_t)v.f_frsize / (1 << 20);
	tell(d, "disk", mib >= DISK_LOW_MIB,
	     arena_printf(d->cli->arena, "%lld MiB free%s", (long long)mib, mib < DISK_LOW_MIB ? ": make room before the disk is full" : ""));
}

static void look_at_folder(struct doctor *d, const char *name)
{
	struct stat st;
	const char *path = arena_printf(d->cli->arena, "%s%s%s", d->cli->data, *name ? "/" : "", name);
	if (stat(path, &st) != 0)
		return tell(d, *name ? name : "data", false, arena_printf(d->cli->arena, "%s is missing", path));
	bool closed = (st.st_mode & 077) == 0;
	tell(d, *name ? name : "data", closed,
	     arena_printf(d->cli->arena, "%s %s", path, closed ? "is for its owner only" : "can be read by others: chmod -R go= it"));
}

static void look_at_calendar(struct doctor *d, const struct office *o)
{
	char to[DAY_TEXT_MAX];
	struct day soon = day_add(day_of_instant(office_now(o), o->zone), HOLIDAYS_AHEAD_DAYS);
	bool well = calendar_covers(o->calendar, soon);
	tell(d, "holidays", well,
	     arena_printf(d->cli->arena, "the calendar reaches to %s%s", day_iso(o->calendar->covers_to, to),
			  well ? "" : ": enter the new decree, or working-day deadlines cannot be counted"));
}

#define HEAD_AGE_US (2 * DAY_US) /* one is signed every day while the server runs */

/* Is the log of receipts signed every day? Without heads nobody outside can vouch for it. */
static enum status look_at_log(struct doctor *d, struct tx *tx, const struct desk *desk, struct err *e)
{
	struct evidence_head head;
	bool found;
	int64_t size;
	TRY(evidence_log_size(tx, desk, &size, e));
	TRY(evidence_head_last(tx, desk, &found, &head, e));
	bool fresh = found && desk->now.us - head.at.us < HEAD_AGE_US, well = fresh || !size;
	tell(d, "receipts", well,
	     arena_printf(d->cli->arena, "%lld in the log, %lld under a signed head%s", (long long)size,
			  (long long)(found ? head.note.size : 0),
			  well ? "" : ": no head was signed for two days; netra verify, then netra log head"));
	return OK;
}

static enum status look_at_custody(struct doctor *d, const struct desk *desk, struct err *e)
{
	struct custody_status s;
	TRY(custody_status(desk, &s, e));
	bool well = s.begun && !s.plain && !s.behind;
	tell(d, "custody", well,
	     s.plain    ? "the vault's key lies in the clear, one person can open every identity: netra keys custody LOGIN LOGIN"
	     : !s.begun ? "nobody holds the vault's key: netra keys lost tells what can be done"
	     : s.behind ? "a rotation of the vault's key was cut short: netra keys rotate"
			: arena_printf(d->cli->arena, "%zu custodians, any two open; %lld sealed identities", s.people.n, (long long)s.boxes));
	return OK;
}

static enum status look_inside(struct doctor *d, struct office *o, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct desk desk = {.office = o, .arena = d->cli->arena, .now = office_now(o), .user_name = ""};
	struct jobs_open_row jobs;
	struct chain_head_get_row head;
	struct checkpoint_last_row checkpoint;
	bool found, signed_once;
	TRY(look_at_custody(d, &desk, e));
	TRY(desk_begin(&desk, READ, &tx, e));
	TRY(jobs_open(&tx, BUS_TRIES_MAX, &jobs, e));
	tell(d, "jobs", jobs.dead == 0,
	     arena_printf(d->cli->arena, "%lld wait, %lld were given up", (long long)jobs.open, (long long)jobs.dead));
	TRY(chain_head_get(&tx, o->id, &found, &head, e));
	TRY(checkpoint_last(&tx, o->id, &signed_once, &checkpoint, e));
	tell(d, "chain", found,
	     found ? arena_printf(d->cli->arena, "%lld seals, the last signed checkpoint at %lld", (long long)head.seq,
				  (long long)(signed_once ? checkpoint.seq : 0))
		   : "nothing is sealed: netra verify tells why");
	TRY(look_at_log(d, &tx, &desk, e));
	return tx_commit(&tx, e);
}

static enum status look_at_store(struct doctor *d, struct office *o, struct err *e)
{
	const char *lines;
	TRY(store_check(o->store, d->cli->arena, &lines, e));
	tell(d, "store", !*lines, *lines ? lines : arena_printf(d->cli->arena, "%s, sound", store_scheme(o->store)));
	return look_inside(d, o, e);
}

static void look_at_office(struct doctor *d)
{
	struct err e;
	scoped(office_close_scoped) struct office *o = NULL;
	if (office_open(d->cli->data, d->cli->settings, &o, &e) != OK)
		return tell(d, "office", false, arena_strdup(d->cli->arena, e.why));
	tell(d, "office", true, arena_printf(d->cli->arena, "%s (%s), %s%s", o->name, o->code, zone_name(o->zone), o->drill ? ", drill" : ""));
	tell(d, "law", true, arena_printf(d->cli->arena, "%s %s", o->law->name, o->law->version));
	look_at_calendar(d, o);
	if (look_at_store(d, o, &e) != OK)
		tell(d, "store", false, arena_strdup(d->cli->arena, e.why));
}

int cmd_doctor(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, none, ""))
		return cli->code;
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	struct doctor d = {.cli = cli, .j = &j};
	jout_array(&j);
	look_at_folder(&d, "");
	look_at_folder(&d, "keys");
	look_at_disk(&d);
	look_at_office(&d);
	jout_end(&j, ']');
	if (cli->json)
		puts(b.s);
	return d.bad ? CLI_NO : CLI_YES;
}
