/* office.c -- wiring: settings, store, keys, law and calendar become the one struct that every desk is handed.
 *
 * It is also where the store is told who seals (desk/evidence), which is why this folder, alone below the
 * desks, may name that desk.
 */
#include "desk/evidence/evidence.h"
#include "desk/office_internal.h"
#include "desk/packs_internal.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define READERS 8 /* read connections; more requests than that at the same moment wait a little */

static const char *const roles[ROLE_N] = {
	[ROLE_NONE] = "none",     [ROLE_INTAKE] = "intake", [ROLE_HANDLER] = "handler",     [ROLE_MEMBER] = "member",
	[ROLE_CHAIR] = "chair",   [ROLE_PATROL] = "patrol", [ROLE_CUSTODIAN] = "custodian", [ROLE_ADMIN] = "admin",
	[ROLE_PREVENTION] = "prevention", [ROLE_SECRETARY] = "secretary", [ROLE_PERSONNEL] = "personnel", [ROLE_UNIT] = "unit",
};

const char *role_code(enum role r)
{
	return r < ROLE_N ? roles[r] : "none";
}

enum role role_of(const char *code)
{
	for (enum role r = ROLE_NONE; r < ROLE_N; r++)
		if (text_eq(code, roles[r]))
			return r;
	return ROLE_NONE;
}

struct instant office_now(const struct office *o)
{
	const char *fixed = settings_text(o->settings, "clock.now");
	struct instant t;
	if (*fixed && instant_parse(fixed, o->zone, &t, NULL) == OK)
		return t;
	return (struct instant){instant_now().us + o->clock_shift_us};
}

enum status desk_begin(const struct desk *d, enum tx_kind kind, struct tx *tx, struct err *e)
{
	*tx = (struct tx){.arena = d->arena, .office = d->office->id, .reader = d->user, .now = d->now};
	return tx_begin(d->office->store, kind, tx, e);
}

static const char *store_url(struct arena *a, const char *data, const struct settings *settings)
{
	const char *url = settings_text(settings, "store.url");
	return *url ? arena_strdup(a, url) : arena_printf(a, "sqlite:%s/netra.db", data);
}

static enum status zone_choose(const struct settings *settings, enum zone stored, enum zone *ret, struct err *e)
{
	const char *named = settings_text(settings, "office.zone");
	*ret = stored;
	return *named ? zone_parse(named, ret, e) : OK;
}

/* The office's row into @o; texts move to the office's arena. */
static enum status office_fill(struct office *o, const struct office_first_row *r, struct err *e)
{
	struct arena *a = &o->arena;
	o->id = r->id;
	o->code = arena_strdup(a, r->code);
	o->name = arena_strdup(a, r->name);
	o->level = arena_strdup(a, r->level);
	o->region = arena_strdup(a, r->region);
	o->city = arena_strdup(a, r->city);
	o->address = arena_strdup(a, r->address);
	o->phone = arena_strdup(a, r->phone);
	o->email = arena_strdup(a, r->email);
	o->drill = r->drill;
	if (!instant_is_none(r->clock_started) && !instant_is_none(r->clock_shows))
		o->clock_shift_us = r->clock_shows.us - r->clock_started.us;
	return zone_choose(o->settings, (enum zone)r->zone, &o->zone, e);
}

/* What the store knows of the office. */
static enum status office_load(struct office *o, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct office_first_row row;
	bool found;
	TRY(tx_begin(o->store, READ, &tx, e));
	TRY(office_first(&tx, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no office in %s yet: 'netra init' makes one, 'netra demo' one to try", o->data);
	TRY(office_fill(o, &row, e));
	return tx_commit(&tx, e);
}

static enum status store_start(struct office *o, struct err *e)
{
	if (sodium_init() < 0)
		return FAIL(e, UNAVAILABLE, "libsodium could not be started");
	TRY(store_open(store_url(&o->arena, o->data, o->settings), READERS, &o->store, e));
	store_set_seal_hook(o->store, evidence_hook, o);
	store_set_digest(o->store, evidence_row_digest);
	return OK;
}

static struct office *office_new(const char *data, const struct settings *settings)
{
	struct office *o = calloc(1, sizeof *o);
	if (!o)
		abort();
	o->settings = settings;
	o->calendars = calendar_shelf_new();
	o->data = arena_strdup(&o->arena, data);
	return o;
}

enum status office_open(const char *data, const struct settings *settings, struct office **ret, struct err *e)
{
	struct stat st;
	if (stat(data, &st) != 0 || !S_ISDIR(st.st_mode))
		return FAIL(e, NOT_FOUND, "there is no data folder %s: 'netra init' makes it, 'netra demo' one to try", data);
	scoped(office_close_scoped) struct office *o = office_new(data, settings);
	bool changed;
	TRY(packs_start(o, e));
	TRY(store_start(o, e));
	TRY(office_load(o, e));
	TRY(packs_refresh(o, &changed, e));
	TRY(office_calendar_refresh(o, &changed, e));
	TRY(keys_read(arena_printf(&o->arena, "%s/keys", data), o, e));
	*ret = o;
	o = NULL;
	return OK;
}

void office_close(struct office *o)
{
	if (!o)
		return;
	store_close(o->store);
	if (o->screen)
		o->screen_end(o->screen);
	sodium_memzero(o->sign_secret, sizeof o->sign_secret);
	sodium_memzero(o->lookup_key, sizeof o->lookup_key);
	packs_end(o);
	calendar_shelf_free(o->calendars);
	arena_free(&o->arena);
	free(o);
}

void office_close_scoped(struct office **o)
{
	office_close(*o);
}

/* -- making one -- */

static enum status row_add(struct office *o, const struct office_new *as, struct err *e)
{
	struct instant machine = instant_now(), started = INSTANT_NONE;
	bool own_clock = as->drill && !instant_is_none(as->shows);
	if (own_clock) {
		started = machine;
		o->clock_shift_us = as->shows.us - machine.us;
	}
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .office = id_new(machine), .now = office_now(o)};
	struct office_first_row there;
	bool found;
	TRY(tx_begin(o->store, WRITE, &tx, e));
	TRY(office_first(&tx, &found, &there, e));
	if (found)
		return FAIL(e, CONFLICT, "there is an office in %s already: %s", o->data, there.name);
	TRY(office_insert(&tx, tx.office, as->code, as->name, as->level, as->region, (int64_t)o->zone, as->city,
			  as->address, as->phone, as->email, as->drill, started,
			  own_clock ? as->shows : INSTANT_NONE, e));
	/* Row and keys come together: the keys first on the disk, and away again when the row is not kept. */
	const char *keys = arena_printf(&o->arena, "%s/keys", o->data);
	TRY(keys_make(keys, e));
	enum status status = tx_commit(&tx, e);
	if (status != OK)
		keys_remove(keys);
	return status;
}

enum status office_make(const char *data, const struct settings *settings, const struct office_new *as, struct err *e)
{
	if (text_blank(as->code) || text_blank(as->name))
		return FAIL(e, INVALID, "an office needs a code and a name");
	if (mkdir(data, 0700) != 0 && errno != EEXIST)
		return FAIL(e, UNAVAILABLE, "%s: %s", data, strerror(errno));
	scoped(office_close_scoped) struct office *o = office_new(data, settings);
	TRY(zone_choose(settings, zone_of_region(as->region), &o->zone, e));
	TRY(store_start(o, e));
	return row_add(o, as, e);
}

enum status office_clock_set(struct office *o, struct instant shows, struct err *e)
{
	if (!o->drill)
		return FAIL(e, INVALID, "only a drill office has a clock of its own");
	struct instant machine = instant_now();
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .office = o->id, .now = shows};
	int64_t changed;
	TRY(tx_begin(o->store, WRITE, &tx, e));
	TRY(office_clock(&tx, o->id, machine, shows, &changed, e));
	TRY(tx_commit(&tx, e));
	o->clock_shift_us = shows.us - machine.us;
	return OK;
}
