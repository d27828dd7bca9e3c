/* demo_internal.h -- the fictitious city of Tirtamulya: shared by the files that make the demonstration office.
 *
 * Everything here is invented: the city (area code 99.01, region 99.71, which no real place bears), its 1,200 employees,
 * its candidates, its posts. Names are put together from given names and made-up family names (demo_city.c);
 * employee numbers have the right shape and belong to nobody. One seed and one generator make the same bytes on
 * every machine, so that a figure in the guide is the figure on the reader's screen.
 */
#ifndef NETRA_CLI_DEMO_INTERNAL_H
#define NETRA_CLI_DEMO_INTERNAL_H

#include "base/buf.h"

#define DEMO_CONTEST "99.71/walikota/2024"
#define DEMO_REGION "99.71"
#define DEMO_PEOPLE 1200
#define DEMO_OPD 24
#define DEMO_POSTS 2000
#define DEMO_NINE 9 /* of the group photo: the first nine of the city, five ASN and four THL */

/* SplitMix64: small, well spread, the same everywhere. */
struct demo_rng {
	uint64_t state;
};
uint64_t demo_next(struct demo_rng *r);
size_t demo_below(struct demo_rng *r, size_t n); /* 0 .. n - 1 */

struct demo_opd {
	const char *name, *head; /* "Dinas Perhubungan Kota Tirtamulya", "Kepala Dinas Perhubungan" */
	const char *units[3];
};
extern const struct demo_opd demo_opds[DEMO_OPD];

struct demo_person {
	const char *name, *front, *back, *nip, *class, *unit, *position, *status;
	const char *platform, *handle; /* NULL: no account on record */
	const char *evidence;          /* how sure the account is */
	int opd;
};
struct demo_city {
	struct demo_person people[DEMO_PEOPLE];
};
const struct demo_city *demo_city_make(struct arena *a);

/* The files of the patrol folder. */
char *demo_registry_csv(struct arena *a, const struct demo_city *c);
char *demo_accounts_csv(struct arena *a, const struct demo_city *c);
char *demo_agencies_csv(struct arena *a);
extern const char demo_watchlist_csv[];

struct demo_posts {
	char *ndjson;  /* canonical posts */
	char *harvest; /* the posts of one platform, as a crawler of that platform writes them (CSV) */
	size_t n_ndjson, n_harvest;
};
struct demo_posts demo_posts_make(struct arena *a, const struct demo_city *c, const char *photo_name,
				  const char *photo_sha256);

/* The group photo: nine figures before a banner, drawn; no person's likeness. @variant 0 is the original, others are
 * the same scene as another telephone would keep it. A whole PNG. */
struct str demo_photo(struct arena *a, unsigned variant);

/* What the people of Tirtamulya report: their texts with their moments, oldest first. */
struct demo_report {
	struct instant at;
	const char *text, *link, *place, *reported, *position, *contact, *channel; /* NULL: not said */
	struct day event_on;
	int photo; /* variant + 1 of the group photo; 0: none */
};
extern const size_t demo_reports_n;
struct demo_report demo_report_at(size_t i);

#endif
