/* import.c -- a list into the store: compared row by row with what is there, in one transaction. The report says what
 * was added, what changed, what stayed; a dry run does the same and takes it back. */
#include "desk/registry/registry.h"

#include <string.h>

struct import {
	const struct desk *d;
	struct tx *tx;
	struct registry_reader *r;
	struct import_report *report;
	int64_t run;
};

static bool same(const char *a, const char *b) { return !strcmp(a ? a : "", b ? b : ""); }
static const char *or_null(const char *s) { return s && s[0] ? s : NULL; }
static int64_t fresh(const struct import *im) { return id_new(im->d->now); }

static void count(struct import *im, bool added, bool changed)
{
	im->report->added += added;
	im->report->changed += !added && changed;
	im->report->same += !added && !changed;
}

enum status registry_agency(struct tx *tx, const struct desk *d, const char *name, int64_t *ret, struct err *e)
{
	struct agency_by_name_row row;
	bool found;
	*ret = 0;
	if (!name[0])
		return OK;
	TRY(agency_by_name(tx, d->office->id, name, &found, &row, e));
	*ret = found ? row.id : id_new(d->now);
	return found ? OK : agency_add(tx, *ret, d->office->id, name, NULL, NULL, NULL, e);
}

/* Rows by number, by name and by a number as written have the same shape. */
static bool person_differs(const struct employee_by_nip_row *row, const struct registry_person *in, int64_t agency)
{
	const struct screen_person *p = &in->p;
	return !same(row->name, p->name) || !same(row->front_title, in->front_title) || !same(row->back_title, in->back_title) ||
	       !same(row->class, class_code(p->class)) || row->agency != agency || !same(row->unit, p->unit) || !same(row->position, p->position) ||
	       !same(row->region, p->region) || !same(row->status, p->status);
}

/* By the number; by the number before, which the list itself names; without a number by what was written in its place
 * and the name; last by name and agency. */
static enum status find_person(struct import *im, const struct registry_person *in, int64_t agency, bool *ret_found, bool *ret_renumber,
			       struct employee_by_nip_row *ret, struct err *e)
{
	int64_t office = im->d->office->id;
	const struct screen_person *p = &in->p;
	*ret_renumber = false;
	if (p->nip[0]) {
		TRY(employee_by_nip(im->tx, office, p->nip, ret_found, ret, e));
		if (*ret_found || strlen(in->former) != 18)
			return OK;
		TRY(employee_by_nip(im->tx, office, in->former, ret_found, ret, e));
		*ret_renumber = *ret_found;
		return OK;
	}
	struct employee_by_written_row written;
	struct employee_by_name_row named;
	if (in->written[0]) {
		TRY(employee_by_written(im->tx, office, in->written, p->name, ret_found, &written, e));
		if (*ret_found)
			*ret = (struct employee_by_nip_row){written.id, written.name, written.front_title, written.back_title, written.class, written.agency,
							    written.unit, written.position, written.region, written.status};
		return OK;
	}
	TRY(employee_by_name(im->tx, office, p->name, agency, ret_found, &named, e));
	if (*ret_found)
		*ret = (struct employee_by_nip_row){named.id, named.name, named.front_title, named.back_title, named.class, named.agency, named.unit,
						    named.position, named.region, named.status};
	return OK;
}

/* One line of an employee's numbers, unless the last of that kind says the same. */
static enum status number_note(struct import *im, int64_t employee, const char *kind, const char *number, const char *class, int64_t agency,
			       const struct registry_person *in, struct err *e)
{
	bool mark = strcmp(kind, "former") != 0, found;
	int64_t warnings = mark ? in->warnings : 0;
	struct employee_number_last_row last;
	TRY(employee_number_last(im->tx, employee, kind, &found, &last, e));
	if (found && same(last.number, number) && same(last.class, class) && last.warnings == warnings && last.agency == agency)
		return OK;
	return employee_number_add(im->tx, fresh(im), im->d->office->id, employee, kind, number, class, agency, warnings, mark ? in->birth_stated : DAY_NONE,
				   mark ? (int64_t)in->sex_stated : 0, im->run, im->d->now, e);
}

/* What a list wrote that is not the number, or not all of it; and the old NIP, that it may be found by. */
static enum status marks_keep(struct import *im, int64_t employee, const struct registry_person *in, int64_t agency, struct err *e)
{
	const char *class = class_code(in->p.class);
	if (in->written_kind[0])
		TRY(number_note(im, employee, in->written_kind, in->written, class, agency, in, e));
	if (strlen(in->former) == 9)
		TRY(number_note(im, employee, "old_nip", in->former, class, agency, in, e));
	return OK;
}

/* A new number, class or agency: what stood before goes into the history. */
static enum status change_person(struct import *im, const struct employee_by_nip_row *was, const struct registry_person *in, int64_t agency,
				 bool renumber, struct err *e)
{
	const struct screen_person *p = &in->p;
	if (renumber || !same(was->class, class_code(p->class)) || was->agency != agency)
		TRY(number_note(im, was->id, "former", renumber ? in->former : p->nip, was->class, was->agency, in, e));
	if (renumber)
		TRY(employee_renumber(im->tx, was->id, p->nip, e));
	return employee_change(im->tx, was->id, p->name, or_null(in->front_title), or_null(in->back_title), class_code(p->class), p->class_derived, agency,
			       or_null(p->unit), or_null(p->position), or_null(p->region), or_null(p->status), im->run, im->d->now, e);
}

static enum status add_person(struct import *im, int64_t id, const struct registry_person *in, int64_t agency, struct err *e)
{
	const struct screen_person *p = &in->p;
	TRY(employee_add(im->tx, id, im->d->office->id, or_null(p->nip), p->name, or_null(in->front_title), or_null(in->back_title),
			 class_code(p->class), p->class_derived, agency, or_null(p->unit), or_null(p->position), or_null(p->region),
			 or_null(p->status), im->run, im->d->now, e));
	return strlen(in->former) == 18 ? number_note(im, id, "former", in->former, "", 0, in, e) : OK;
}

static enum status import_person(struct import *im, const struct registry_person *in, struct err *e)
{
	struct employee_by_nip_row row;
	bool found, renumber;
	int64_t agency;
	TRY(registry_agency(im->tx, im->d, in->p.agency, &agency, e));
	TRY(find_person(im, in, agency, &found, &renumber, &row, e));
	bool differs = found && (renumber || person_differs(&row, in, agency));
	count(im, !found, differs);
	int64_t id = found ? row.id : fresh(im);
	if (!found)
		TRY(add_person(im, id, in, agency, e));
	else if (differs)
		TRY(change_person(im, &row, in, agency, renumber, e));
	return marks_keep(im, id, in, agency, e);
}

static enum status import_people(struct import *im, struct err *e)
{
	struct registry_person in;
	while (registry_next_person(im->r, &in))
		TRY(import_person(im, &in, e));
	return OK;
}

static enum status import_accounts(struct import *im, struct err *e)
{
	struct screen_account in;
	static const char *const levels[] = {"none", "claimed", "admitted", "proven"};
	while (registry_next_account(im->r, &in)) {
		struct employee_by_nip_row person;
		struct account_get_row row;
		bool found, known = false;
		for (size_t i = 0; i < 4; i++)
			known |= !strcmp(levels[i], in.evidence);
		const char *handle = text_lower(&im->r->row, in.handle + (in.handle[0] == '@')), *platform = text_lower(&im->r->row, in.platform);
		TRY(employee_by_nip(im->tx, im->d->office->id, in.nip, &found, &person, e));
		if (!found || !known) {
			registry_reject(im->r, found ? "evidence: expected none, claimed, admitted or proven" : "nip: no such person in the register");
			continue;
		}
		TRY(account_get(im->tx, im->d->office->id, platform, handle, &found, &row, e));
		bool differs = found && (row.employee != person.id || !same(row.evidence, in.evidence));
		count(im, !found, differs);
		if (!found)
			TRY(account_add(im->tx, fresh(im), im->d->office->id, platform, handle, person.id, in.evidence, im->d->now, e));
		else if (differs)
			TRY(account_change(im->tx, row.id, person.id, in.evidence, im->d->now, e));
	}
	return OK;
}

/* The contest of a term, made from its code when the office has not described it yet: 99.01/walikota/2024. */
static enum status contest_of(struct import *im, const char *code, int64_t *ret, struct err *e)
{
	struct contest_by_code_row row;
	bool found;
	TRY(contest_by_code(im->tx, im->d->office->id, code, &found, &row, e));
	*ret = found ? row.id : fresh(im);
	if (found)
		return OK;
	bool national = code[0] < '0' || code[0] > '9';
	const char *kind = strstr(code, "gubernur") ? "PG" : strstr(code, "bupati") ? "PB" : national ? "PL" : "PW";
	const char *slash = strchr(code, '/'), *year = strrchr(code, '/');
	char *region = national || !slash ? arena_strdup(im->tx->arena, "") : arena_strndup(im->tx->arena, code, (size_t)(slash - code));
	const char *election = arena_printf(im->tx->arena, "%s-%s", national ? "PEMILU" : "PILKADA", year && year != slash ? year + 1 : "2024");
	return contest_add(im->tx, *ret, im->d->office->id, code, code, kind, election, national ? "pemilu" : "pilkada", region, e);
}

static const char *term_fault(const struct screen_term *t, int64_t *ret_pair)
{
	static const char *const kinds[] = {"name", "nick", "acronym", "slogan", "hashtag", "account", "number", "party", "jingle"};
	struct err e;
	bool known = false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		known |= !strcmp(kinds[i], t->kind);
	if (!known)
		return "kind: expected name, nick, acronym, slogan, hashtag, account, number, party or jingle";
	if (!t->contest[0] || strlen(t->contest) > 100)
		return "contest: empty or longer than 100 bytes";
	if (!t->term[0] || strlen(t->term) > 200)
		return "term: empty or longer than 200 bytes";
	if (int_parse(t->pair, 0, 999, ret_pair, &e) != OK && int_parse(t->number, 0, 999, ret_pair, &e) != OK)
		return "pair: neither it nor number is a ballot number";
	return NULL;
}

static enum status import_terms(struct import *im, struct err *e)
{
	struct screen_term t;
	while (registry_next_term(im->r, &t)) {
		int64_t pair, contest, changed;
		const char *why = term_fault(&t, &pair);
		if (why) {
			registry_reject(im->r, why);
			continue;
		}
		TRY(contest_of(im, t.contest, &contest, e));
		if (!strcmp(t.kind, "name")) {
			TRY(candidate_pair_add(im->tx, fresh(im), contest, pair, t.term, &changed, e));
			if (!changed)
				TRY(candidate_pair_deputy(im->tx, contest, pair, t.term, &changed, e));
		}
		TRY(watch_term_add(im->tx, fresh(im), im->d->office->id, t.contest, pair, t.kind, t.term, or_null(t.region), &changed, e));
		count(im, changed > 0, false);
	}
	return OK;
}

/* The small lists are read cell by cell; what is missing is "". */
static bool next_row(struct import *im)
{
	struct err e;
	arena_reset(&im->r->row);
	for (enum csv_step step; (step = csv_next(&im->r->csv, &e)) != CSV_END;) {
		im->report->read++;
		im->report->kept++;
		if (step == CSV_ROW)
			return true;
		registry_reject(im->r, e.why);
	}
	return false;
}
static const char *get(struct import *im, int column)
{
	const char *s = csv_get(&im->r->csv, &im->r->header, column);
	return text_clean(&im->r->row, s, strlen(s));
}

/* What the code says of its kind, beside what the list says: PP.KK 01-69 regency, 71-99 city. 99 is used in training. */
static void region_look(struct import *im, const char *code, const char *stated)
{
	enum area_kind kind = identity_area_kind(im->r->law, code, im->r->today);
	const char *expected = area_kind_code(kind);
	size_t doubts = im->report->doubts.n;
	if (text_starts(code, "99"))
		return;
	if (kind == AREA_UNKNOWN)
		registry_doubt(im->r, "kode", "a code PP.KK.CC.DDDD of a known province", "as written");
	else if (stated[0] && strncmp(text_lower(&im->r->row, stated), expected, 3) != 0)
		registry_doubt(im->r, "jenis", expected, stated);
	im->report->doubtful += im->report->doubts.n > doubts;
}

static enum status import_regions(struct import *im, struct err *e)
{
	while (next_row(im)) {
		struct region_find_row row;
		bool found;
		const char *code = get(im, 0), *name = get(im, 1), *kind = get(im, 2);
		if (!code[0] || strspn(code, "0123456789.") != strlen(code) || !name[0]) {
			registry_reject(im->r, "kode: expected digits and dots, and a name");
			continue;
		}
		region_look(im, code, kind);
		TRY(region_find(im->tx, code, &found, &row, e));
		bool differs = found && (!same(row.name, name) || !same(row.kind, kind));
		count(im, !found, differs);
		if (!found)
			TRY(region_add(im->tx, fresh(im), code, name, kind, e));
		else if (differs)
			TRY(region_change(im->tx, row.id, name, kind, e));
	}
	return OK;
}

static enum status import_agencies(struct import *im, struct err *e)
{
	while (next_row(im)) {
		struct agency_by_name_row row;
		bool found;
		const char *name = get(im, 0), *code = get(im, 1), *region = get(im, 2), *head = get(im, 3);
		if (!name[0]) {
			registry_reject(im->r, "nama: empty");
			continue;
		}
		TRY(agency_by_name(im->tx, im->d->office->id, name, &found, &row, e));
		bool differs = found && (!same(row.code, code) || !same(row.region, region) || !same(row.head, head));
		count(im, !found, differs);
		if (!found)
			TRY(agency_add(im->tx, fresh(im), im->d->office->id, name, or_null(code), or_null(region), or_null(head), e));
		else if (differs)
			TRY(agency_change(im->tx, row.id, or_null(code), or_null(region), or_null(head), e));
	}
	return OK;
}

static enum status import_rows(struct import *im, enum registry_kind kind, struct err *e)
{
	switch (kind) {
	case REGISTRY_PEOPLE: return import_people(im, e);
	case REGISTRY_ACCOUNTS: return import_accounts(im, e);
	case REGISTRY_WATCHLIST: return import_terms(im, e);
	case REGISTRY_REGIONS: return import_regions(im, e);
	case REGISTRY_AGENCIES: return import_agencies(im, e);
	}
	return OK;
}

enum status registry_import(const struct desk *d, enum registry_kind kind, const char *file, struct str bytes, bool dry_run,
			    struct import_report *ret, struct err *e)
{
	*ret = (struct import_report){.file = file, .sha256 = hash_hex(d->arena, hash_of(bytes.s, bytes.n)), .dry_run = dry_run};
	scoped(registry_close) struct registry_reader r = {0};
	if (bytes.n > REGISTRY_FILE_MAX)
		return FAIL(e, TOO_LARGE, "%s: %zu bytes, at most %zu are read", file, bytes.n, REGISTRY_FILE_MAX);
	TRY(registry_open(&r, d->arena, kind, bytes.s, bytes.n, day_of_instant(d->now, d->office->zone), ret, e));
	r.law = desk_law(d);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct import im = {d, &tx, &r, ret, id_new(d->now)};
	TRY(import_rows(&im, kind, e));
	if (dry_run)
		return OK;
	TRY(import_run_add(&tx, im.run, d->office->id, d->now, d->user, ret->kind, file, ret->sha256, (int64_t)ret->read, (int64_t)ret->kept,
			   (int64_t)ret->rejected, arena_printf(d->arena, "added %zu, changed %zu, same %zu, with warnings %zu", ret->added, ret->changed, ret->same,
					ret->doubtful), e));
	return tx_commit(&tx, e);
}

void import_report_text(struct buf *out, const struct import_report *r)
{
	buf_printf(out, "%s: %s, %s, separator '%s'\n", r->file, r->kind, r->encoding, r->separator == '\t' ? "tab" : (char[]){r->separator, 0});
	if (r->columns_unknown[0])
		buf_printf(out, "columns not used: %s\n", r->columns_unknown);
	buf_printf(out, "%zu rows read, %zu kept (%zu new, %zu changed, %zu as before), %zu rejected%s\n", r->read, r->kept, r->added, r->changed, r->same,
		   r->rejected, r->dry_run ? "; dry run: nothing was changed" : "");
	if (r->doubtful)
		buf_printf(out, "%zu rows were kept with a warning\n", r->doubtful);
	for (size_t i = 0; i < r->doubts.n && i < 20; i++) {
		const struct import_doubt *d = &r->doubts.items[i];
		buf_printf(out, "line %zu: %s: expected %s; kept: %s\n", d->line, d->field, d->expected, d->kept);
	}
	for (size_t i = 0; i < r->rejects.n && i < 20; i++)
		buf_printf(out, "line %zu: %s\n", r->rejects.items[i].line, r->rejects.items[i].why);
}

void import_report_json(struct buf *out, const struct import_report *r)
{
	struct json_out j = jout_start(out);
	const struct { const char *key; size_t n; } counts[] = {{"read", r->read}, {"kept", r->kept}, {"rejected", r->rejected}, {"added", r->added},
								{"changed", r->changed}, {"same", r->same}, {"doubtful", r->doubtful}};
	jout_object(&j);
	jout_put_text(&j, "kind", r->kind);
	jout_put_text(&j, "file", r->file);
	jout_put_text(&j, "sha256", r->sha256);
	jout_put_text(&j, "encoding", r->encoding);
	jout_put_text(&j, "columns_unknown", r->columns_unknown);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		jout_put_int(&j, counts[i].key, (int64_t)counts[i].n);
	jout_put_bool(&j, "dry_run", r->dry_run);
	jout_key(&j, "doubts");
	jout_array(&j);
	for (size_t i = 0; i < r->doubts.n; i++) {
		const struct import_doubt *d = &r->doubts.items[i];
		jout_object(&j);
		jout_put_int(&j, "line", (int64_t)d->line);
		jout_put_text(&j, "field", d->field);
		jout_put_text(&j, "expected", d->expected);
		jout_put_text(&j, "kept", d->kept);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	jout_end(&j, '}');
	buf_char(out, '\n');
}

void import_doubts_csv(struct buf *out, const struct import_report *r)
{
	buf_text(out, "line,field,expected,kept\n");
	for (size_t i = 0; i < r->doubts.n; i++) {
		const struct import_doubt *d = &r->doubts.items[i];
		buf_printf(out, "%zu,", d->line);
		buf_csv(out, d->field);
		buf_char(out, ',');
		buf_csv(out, d->expected);
		buf_char(out, ',');
		buf_csv(out, d->kept);
		buf_char(out, '\n');
	}
}

void import_rejects_csv(struct buf *out, const struct import_report *r)
{
	buf_text(out, "line,reason\n");
	for (size_t i = 0; i < r->rejects.n; i++) {
		buf_printf(out, "%zu,", r->rejects.items[i].line);
		buf_csv(out, r->rejects.items[i].why);
		buf_char(out, '\n');
	}
}
