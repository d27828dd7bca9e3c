/* sheet.c -- sheets of signatures: registered, printed, back with their scan. */
#include "desk/pledge/sheet.h"

#include "desk/access/access.h"
#include "desk/evidence/evidence.h"

#include <string.h>

#define NUMBER_MAX 99999
#define PEOPLE_AT_ONCE 500

enum status pledge_sheet_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct pledge_sheet_get_row *ret, struct err *e)
{
	struct pledge_get_row p;
	bool found;
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(pledge_sheet_get(tx, sheet, &found, ret, e));
	return found && ret->pledge == pledge ? OK : FAIL(e, NOT_FOUND, "the campaign has no such sheet");
}

/* ---- The scan ---- */

static enum status scan_check(const struct desk *d, const struct pledge_get_row *p, const struct pledge_sheet_scan *as, struct err *e)
{
	const char *type = file_type_of(as->bytes);
	struct day today = day_of_instant(d->now, d->office->zone);
	if (text_blank(as->place) || strlen(as->place) > PLEDGE_TITLE_MAX)
		return FAIL_FIELD(e, INVALID, "place", "where it was signed, at most %d bytes", PLEDGE_TITLE_MAX);
	if (day_is_none(as->held_on) || as->held_on.n > today.n || as->held_on.n < p->opens_on.n || as->held_on.n > p->closes_on.n)
		return FAIL_FIELD(e, INVALID, "held_on", "a day of the campaign, not after today");
	if (!as->bytes.n)
		return FAIL_FIELD(e, INVALID, "scan", "the scan of the sheet is needed");
	if (as->bytes.n > SHEET_SCAN_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "scan", "%zu bytes, at most %zu", as->bytes.n, SHEET_SCAN_MAX);
	if (strcmp(type, "application/pdf") && strcmp(type, "image/jpeg") && strcmp(type, "image/png"))
		return FAIL_FIELD(e, INVALID, "scan", "a scan is a PDF, JPEG or PNG, this is %s", type);
	return OK;
}

/* The same bytes twice are the same paper twice. */
static enum status scan_keep(struct tx *tx, const struct desk *d, int64_t pledge, const struct pledge_sheet_scan *as, int64_t *ret_file, struct err *e)
{
	struct pledge_sheet_of_scan_row same;
	bool found;
	const char *sha256 = hash_hex(tx->arena, hash_of(as->bytes.s, as->bytes.n));
	TRY(pledge_sheet_of_scan(tx, pledge, sha256, &found, &same, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "scan", "this scan is sheet %lld already", (long long)same.number);
	struct file_new new = {.bytes = as->bytes, .name = as->name, .origin = "import"};
	return evidence_file_add(tx, d, &new, ret_file, e);
}

/* ---- One that came from elsewhere ---- */

static enum status version_need(struct tx *tx, int64_t pledge, int64_t version, int64_t *ret, struct err *e)
{
	struct pledge_now_row now;
	struct pledge_version_get_row v;
	bool found;
	if (!version) {
		TRY(pledge_now(tx, pledge, &found, &now, e));
		*ret = found ? now.version : 0;
		return found ? OK : FAIL_FIELD(e, CONFLICT, "version", "the campaign has no text that is signed now");
	}
	TRY(pledge_version_get(tx, version, &found, &v, e));
	*ret = version;
	return found && v.pledge == pledge ? OK : FAIL_FIELD(e, INVALID, "version", "no such text in this campaign");
}

static enum status agency_need(struct tx *tx, const struct pledge_get_row *p, int64_t agency, struct err *e)
{
	struct roster_units_rows units;
	if (!agency)
		return OK;
	TRY(roster_units(tx, p->roster, &units, e));
	for (size_t i = 0; i < units.n; i++)
		if (units.items[i].agency == agency)
			return OK;
	return FAIL_FIELD(e, INVALID, "agency", "the list has no such unit");
}

static enum status number_need(struct tx *tx, int64_t pledge, int64_t number, int64_t *ret, struct err *e)
{
	struct pledge_sheet_last_row last;
	struct pledge_sheet_numbered_row same;
	bool found;
	if (number < 0 || number > NUMBER_MAX)
		return FAIL_FIELD(e, INVALID, "number", "a number from 1 to %d", NUMBER_MAX);
	TRY(pledge_sheet_last(tx, pledge, &last, e));
	*ret = number ? number : last.n + 1;
	TRY(pledge_sheet_numbered(tx, pledge, *ret, &found, &same, e));
	return found ? FAIL_FIELD(e, CONFLICT, "number", "sheet %lld is here already", (long long)*ret) : OK;
}

enum status pledge_sheet_make(struct tx *tx, const struct desk *d, const struct pledge_sheet_new *as, int64_t *ret, struct err *e)
{
	struct pledge_get_row p;
	int64_t number, version, file;
	TRY(pledge_of(tx, d, as->pledge, &p, e));
	TRY(agency_need(tx, &p, as->agency, e));
	TRY(version_need(tx, as->pledge, as->version, &version, e));
	TRY(scan_check(d, &p, &as->scan, e));
	TRY(number_need(tx, as->pledge, as->number, &number, e));
	TRY(scan_keep(tx, d, as->pledge, &as->scan, &file, e));
	*ret = id_new(d->now);
	TRY(pledge_sheet_add(tx, *ret, as->pledge, version, as->agency, number, 0, as->scan.place, as->scan.held_on, file, d->now, d->user, e));
	return access_note(tx, d, "pledge_sheet", "pledge", as->pledge, arena_printf(tx->arena, "%lld", (long long)number), e);
}

/* ---- One of ours ---- */

struct printing {
	const struct desk *d;
	struct tx *tx;
	int64_t pledge, version, agency, sheet, line, first, n;
	struct pledge_get_row p;
};

static enum status pledge_sheet_begin(struct printing *in, struct err *e)
{
	int64_t number;
	TRY(number_need(in->tx, in->pledge, 0, &number, e));
	in->sheet = id_new(in->d->now);
	in->line = 0;
	in->first = in->first ? in->first : in->sheet;
	in->n++;
	return pledge_sheet_add(in->tx, in->sheet, in->pledge, in->version, in->agency, number, SHEET_PRINT_MAX, "", DAY_NONE, 0, in->d->now, in->d->user, e);
}

static enum status line_print(struct printing *in, int64_t person, struct err *e)
{
	if (!in->n || in->line == SHEET_PRINT_MAX)
		TRY(pledge_sheet_begin(in, e));
	return pledge_sheet_print_add(in->tx, id_new(in->d->now), in->sheet, ++in->line, person, e);
}

static enum status all_print(struct printing *in, struct err *e)
{
	struct pledge_sheet_people_rows rows = {0};
	const char *after = "";
	int64_t after_id = 0;
	do {
		TRY(pledge_sheet_people(in->tx, in->p.roster, in->agency, after, after_id, PEOPLE_AT_ONCE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			after = rows.items[i].name, after_id = rows.items[i].id;
			TRY(line_print(in, after_id, e));
		}
	} while (rows.n == PEOPLE_AT_ONCE);
	return OK;
}

static enum status missing_print(struct printing *in, int64_t since, struct err *e)
{
	struct pledge_missing_rows rows = {0};
	const char *after = "";
	int64_t after_id = 0;
	do {
		TRY(pledge_missing(in->tx, in->pledge, in->p.roster, in->agency, since, after, after_id, PEOPLE_AT_ONCE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			after = rows.items[i].name, after_id = rows.items[i].id;
			TRY(line_print(in, after_id, e));
		}
	} while (rows.n == PEOPLE_AT_ONCE);
	return OK;
}

enum status pledge_sheet_print(struct tx *tx, const struct desk *d, int64_t pledge, int64_t agency, bool all, int64_t *ret_first, int64_t *ret_n,
			struct err *e)
{
	struct printing in = {.d = d, .tx = tx, .pledge = pledge, .agency = agency};
	struct pledge_now_row now;
	bool found;
	TRY(pledge_of(tx, d, pledge, &in.p, e));
	TRY(agency_need(tx, &in.p, agency, e));
	TRY(pledge_now(tx, pledge, &found, &now, e));
	if (!found)
		return FAIL_FIELD(e, CONFLICT, "version", "the campaign has no text that is signed now");
	in.version = now.version;
	TRY(all ? all_print(&in, e) : missing_print(&in, now.since, e));
	if (!in.n)
		return FAIL_FIELD(e, INVALID, "print_agency", "nobody of that unit is left to be printed");
	TRY(pledge_sheet_rows_printed(tx, in.sheet, in.line, e)); /* the last one may be shorter */
	*ret_first = in.first, *ret_n = in.n;
	return access_note(tx, d, "pledge_sheet_printed", "pledge", pledge, arena_printf(tx->arena, "%lld", (long long)in.n), e);
}

enum status pledge_sheet_scanned(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const struct pledge_sheet_scan *as, struct err *e)
{
	struct pledge_sheet_get_row row;
	struct pledge_get_row p;
	int64_t file;
	TRY(pledge_sheet_of(tx, d, pledge, sheet, &row, e));
	TRY(pledge_of(tx, d, pledge, &p, e));
	if (row.file)
		return FAIL_FIELD(e, CONFLICT, "scan", "sheet %lld has its scan already", (long long)row.number);
	TRY(scan_check(d, &p, as, e));
	TRY(scan_keep(tx, d, pledge, as, &file, e));
	TRY(pledge_sheet_back(tx, sheet, as->place, as->held_on, file, e));
	return access_note(tx, d, "pledge_sheet", "pledge", pledge, arena_printf(tx->arena, "%lld", (long long)row.number), e);
}
