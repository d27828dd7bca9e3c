/* vault_bench.c -- a new key for the vault of a large office: what `netra keys rotate` does, with so many sealed boxes.
 *
 *     bench-vault_bench [BOXES] [URL]
 *
 * The boxes are sealed by the product to the key that two custodians hold, as reports would; timed is the ceremony: two
 * passphrases, a new key, each box's key sealed to it in batches that are each on the disk, the old key's shares gone.
 */
#include "desk/intake/intake.h"
#include "desk/vault/custody.h"
#include "desk/vault/vault.h"
#include "measure.h"

#include <stdlib.h>

#define BOXES 50000 /* identities of an office in many years */
#define BATCH 1000  /* sealed in one transaction while the office is made */

static const struct custody_hand people[] = {
	{501, "kunci1", "kemarau-tujuh-layang"},
	{502, "kunci2", "rumpun-bambu-hujan"},
};

static const enum value_kind add_custodian_args[] = {VALUE_INT, VALUE_INT, VALUE_TEXT};
static const struct statement add_custodian = {
	.name = "add_custodian", .file = __FILE__, .n_args = 3, .args = add_custodian_args, .writes = true,
	.sql = "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at) "
	       "VALUES ($1, $2, $3, $3, '', 'custodian', '', 0, 0)"};

struct bench {
	struct arena a;
	struct office *office;
	struct desk d;
	int64_t boxes;
};

static enum status office_for_bench(struct bench *b, const char *folder, const char *url, struct err *e)
{
	const struct settings *settings;
	struct office_new as = {.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = "35.79",
				.city = "Tirtamulya", .address = "", .phone = "", .email = "", .shows = INSTANT_NONE};
	TRY(settings_load(&b->a, NULL, &settings, e));
	if (url)
		TRY(settings_with(&b->a, settings, "store.url", url, &settings, e));
	TRY(office_make(folder, settings, &as, e));
	TRY(office_open(folder, settings, &b->office, e));
	b->d = (struct desk){.office = b->office, .arena = &b->a, .now = office_now(b->office), .user_name = ""};
	return OK;
}

static enum status custody_for_bench(struct bench *b, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&b->d, WRITE, &tx, e));
	for (size_t i = 0; i < CUSTODY_HANDS; i++) {
		const struct value args[] = {value_id(people[i].user), value_id(b->office->id), value_text(people[i].login)};
		TRY(tx_run(&tx, &add_custodian, args, NULL, e));
	}
	TRY(tx_commit(&tx, e));
	return custody_begin(&b->d, people, CUSTODY_HANDS, false, e);
}

static enum status batch_seal(struct bench *b, int64_t report, int64_t n, struct err *e)
{
	scoped(arena_free) struct arena own = {0};
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = b->d;
	d.arena = &own;
	TRY(desk_begin(&d, WRITE, &tx, e));
	for (int64_t i = 0; i < n; i++)
		TRY(vault_seal(&tx, &d, report, arena_printf(&own, "Melati Rekaan, 0812-0000-%04lld", (long long)i), e));
	return tx_commit(&tx, e);
}

/* One report bears all boxes: a rotation looks at boxes alone. */
static enum status fill(struct bench *b, struct err *e)
{
	struct intake_receipt receipt;
	struct intake_form form = {.channel = "web", .text = "uji", .event_on = DAY_NONE, .known_on = DAY_NONE};
	TRY(intake_receive(&b->d, &form, &receipt, e));
	for (int64_t done = 0; done < b->boxes; done += BATCH)
		TRY(batch_seal(b, receipt.report, b->boxes - done < BATCH ? b->boxes - done : BATCH, e));
	return OK;
}

static enum status measure(struct bench *b, const char *folder, const char *url, struct err *e)
{
	struct custody_two two = {.hands = {people[0], people[1]}};
	struct custody_status s;
	TRY(office_for_bench(b, folder, url, e));
	TRY(custody_for_bench(b, e));
	TRY(fill(b, e));
	double began = wall_s();
	TRY(custody_rotate(&b->d, &two, NULL, NULL, e));
	double took = wall_s() - began;
	TRY(custody_status(&b->d, &s, e));
	if (s.behind || s.boxes != b->boxes || s.keys.n != 2)
		return FAIL(e, BROKEN, "%lld of %lld boxes were left behind", (long long)s.behind, (long long)s.boxes);
	printf("%lld identities sealed to a new key (netra keys rotate) | %.1f s | <= 60 s | %s\n", (long long)b->boxes, took,
	       store_scheme(b->office->store));
	return OK;
}

int main(int argc, char **argv)
{
	char folder[] = "./bench-vault-XXXXXX", command[64];
	struct bench b = {.boxes = argc > 1 ? atoll(argv[1]) : BOXES};
	struct err e = {0};
	enum status status = mkdtemp(folder) ? measure(&b, folder, argc > 2 ? argv[2] : NULL, &e) : UNAVAILABLE;
	if (status != OK)
		fprintf(stderr, "bench: %s: %s\n", e.where, e.why);
	office_close(b.office);
	arena_free(&b.a);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) != 0 || status != OK;
}
