/* registry_fuzz.c -- any bytes as one of the six lists, tried against a real store and taken back. The first byte chooses
 * the list. Every row read is kept or rejected with its line; what was kept was added, changed or the same. */
#include "base/settings.h"
#include "desk/registry/registry.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/netra-fuzz-XXXXXX";
static struct office *office;
static const struct instant now = {1730685600 * SECOND_US}; /* 2024-11-04T02:00:00Z */

static void end(void)
{
	char command[64];
	office_close(office);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command))
		abort();
}

static enum status import(enum registry_kind kind, struct str bytes, bool dry_run)
{
	struct arena a = {0};
	struct desk d = {.office = office, .arena = &a, .now = now, .role = ROLE_ADMIN, .user_name = ""};
	struct import_report r;
	struct err e = {0};
	enum status status = registry_import(&d, kind, "uji.csv", bytes, dry_run, &r, &e);
	if (status == OK) {
		assert(r.read == r.kept + r.rejected && r.kept == r.added + r.changed + r.same);
		for (size_t i = 0; i < r.rejects.n; i++)
			assert(r.rejects.items[i].line && r.rejects.items[i].why[0]);
		scoped(buf_free) struct buf out = {0};
		import_report_text(&out, &r);
		import_report_json(&out, &r);
		import_rejects_csv(&out, &r);
	}
	assert(status == OK || status == INVALID);
	arena_free(&a);
	return status;
}

static void start(void)
{
	static struct arena a;
	const struct settings *settings;
	struct err e;
	struct office_new as = {.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = "35.79",
				.city = "Tirtamulya", .address = "Jalan Melati 1", .phone = "", .email = "", .shows = INSTANT_NONE};
	if (!mkdtemp(folder) || settings_load(&a, NULL, &settings, &e) != OK || office_make(folder, settings, &as, &e) != OK ||
	    office_open(folder, settings, &office, &e) != OK)
		abort();
	atexit(end);
	if (import(REGISTRY_PEOPLE, STR("nip,nama,kelas,instansi\n198508172010011007,Budi Santoso,PNS,Dinas\n"), false) != OK)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const enum registry_kind kinds[] = {REGISTRY_PEOPLE, REGISTRY_ACCOUNTS, REGISTRY_WATCHLIST, REGISTRY_PEOPLE,
						   REGISTRY_REGIONS, REGISTRY_AGENCIES}; /* by the seeds' first byte */
	if (!office)
		start();
	if (n && n <= 16384)
		(void)import(kinds[bytes[0] % 6], (struct str){(const char *)bytes + 1, n - 1}, true);
	return 0;
}
