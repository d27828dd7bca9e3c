/* roster.c -- lists of people who are asked: import with its difference, who is excused, proof without an account. */
#include "desk/registry/roster.h"

#include "desk/access/access.h"

#include <string.h>

#define SLICE 5000 /* rows of a list held in memory at once */

static const char *or_null(const char *s) { return s && s[0] ? s : NULL; }

static const char *const excuses[] = {"leave", "retired", "detached", "other"};

/* What the lists of personnel systems write, and what it means here. Each list may be given others. */
static const struct {
	const char *word, *excuse;
} rules_first[] = {
	{"cuti", "leave"},	 {"tugas belajar", "leave"}, {"cltn", "leave"},	  {"pensiun", "retired"},      {"bup", "retired"},
	{"meninggal", "retired"}, {"berhenti", "retired"},    {"diberhentikan", "retired"}, {"diperbantukan", "detached"}, {"dipekerjakan", "detached"},
	{"mutasi", "detached"},
};

bool roster_excuse_known(const char *excuse)
{
	for (size_t i = 0; i < sizeof excuses / sizeof *excuses; i++)
		if (text_eq(excuses[i], excuse))
			return true;
	return false;
}

enum status roster_make(struct tx *tx, const struct desk *d, const char *title, int64_t *ret, struct err *e)
{
	struct roster_titled_row same;
	bool found;
	if (text_blank(title) || strlen(title) > ROSTER_TITLE_MAX)
		return FAIL_FIELD(e, INVALID, "title", "a list needs a title of at most %d bytes", ROSTER_TITLE_MAX);
	TRY(roster_titled(tx, d->office->id, title, &found, &same, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "title", "there is a list '%s' already", title);
	*ret = id_new(d->now);
	TRY(roster_add(tx, *ret, d->office->id, title, d->now, d->user, e));
	for (size_t i = 0; i < sizeof rules_first / sizeof *rules_first; i++)
		TRY(roster_rule_add(tx, id_new(d->now), *ret, rules_first[i].word, rules_first[i].excuse, d->now, d->user, e));
	return access_note(tx, d, "roster_made", "roster", *ret, title, e);
}

/* ---- Proof ---- */

static struct str proof(const struct desk *d, struct arena *a, const char *what, int64_t row, const char *text)
{
	const char *whole = arena_printf(a, "%s:%lld:%s", what, (long long)row, text);
	struct hash h = hash_keyed(d->office->lookup_key, whole, strlen(whole));
	return (struct str){arena_memdup(a, h.bytes, sizeof h.bytes), sizeof h.bytes};
}

static struct str birth_proof(const struct desk *d, struct arena *a, int64_t row, struct day birth)
{
	char iso[DAY_TEXT_MAX];
	return day_is_none(birth) ? (struct str){0} : proof(d, a, "roster birth", row, day_iso(birth, iso));
}

static bool proves(struct str kept, struct str shown)
{
	static const unsigned char none[HASH_SIZE];
	bool there = kept.n == HASH_SIZE && shown.n == HASH_SIZE;
	return bytes_equal(there ? (const void *)kept.s : none, shown.n == HASH_SIZE ? (const void *)shown.s : none, HASH_SIZE) && there;
}

bool roster_birth_fits(const struct desk *d, const struct roster_by_number_row *row, struct day birth)
{
	return proves(row->birth, birth_proof(d, d->arena, row->id, birth));
}

bool roster_code_fits(const struct desk *d, const struct roster_by_number_row *row, const char *code)
{
	return proves(row->code, proof(d, d->arena, "roster code", row->id, text_digits(d->arena, code))) && instant_is_none(row->code_used_at);
}

enum status roster_code_new(struct tx *tx, const struct desk *d, int64_t row, const char **ret, struct err *e)
{
	*ret = random_digits(d->arena, ROSTER_CODE_DIGITS);
	return roster_row_code(tx, row, proof(d, d->arena, "roster code", row, *ret), e);
}

enum status roster_code_use(struct tx *tx, const struct desk *d, int64_t row, struct err *e)
{
	int64_t changed;
	TRY(roster_row_code_use(tx, row, d->now, &changed, e));
	return changed ? OK : FAIL_FIELD(e, CONFLICT, "code", "the code was used already");
}

/* ---- Who is asked ---- */

/* 18 digits are the number whatever stands between them; anything else counts as it was written, in small letters. */
static const char *number_plain(struct arena *a, const char *number)
{
	const char *digits = text_digits(a, number);
	return strlen(digits) == 18 ? digits : text_lower(a, number);
}

enum status roster_find(struct tx *tx, const struct desk *d, int64_t roster, const char *number, bool *ret_found,
			struct roster_by_number_row *ret, struct err *e)
{
	*ret_found = false;
	if (text_blank(number))
		return OK;
	TRY(roster_by_number(tx, roster, number_plain(tx->arena, number), ret_found, ret, e));
	*ret_found = *ret_found && instant_is_none(ret->gone_at);
	return OK;
}

/* Counted again from the rows, whenever they changed. */
static enum status recount(struct tx *tx, const struct desk *d, int64_t roster, struct err *e)
{
	TRY(roster_unit_forget(tx, roster, e));
	return roster_unit_count(tx, roster, id_block(d->now, 100000), e);
}

/* ---- The import ---- */

struct reading {
	const struct desk *d;
	struct tx *tx;
	int64_t roster, run;
	struct registry_reader *r;
	struct roster_report *report;
	struct roster_rules_rows rules;
};

static const char *rule_of(const struct roster_rules_rows *rules, struct arena *a, const char *status, const char **ret_word)
{
	const char *lower = text_lower(a, status);
	for (size_t i = 0; i < rules->n; i++)
		if (text_starts(lower, rules->items[i].word)) {
			*ret_word = rules->items[i].word;
			return rules->items[i].excuse;
		}
	return "";
}

static void change_note(struct reading *in, const char *what, const char *number, const char *name, const char *was, const char *is)
{
	struct arena *a = in->d->arena;
	if (in->report->changes.n < REJECTS_KEPT)
		ARENA_PUSH(a, &in->report->changes, ((struct roster_change){what, arena_strdup(a, number), arena_strdup(a, name), arena_strdup(a, was),
									    arena_strdup(a, is)}));
}

struct person { /* a row as it shall stand */
	const char *number; /* "" when none */
	int64_t agency;
	const char *agency_name, *excuse, *excuse_by, *excuse_reason;
	struct day birth;
};

/* What a hand has excused stays so; else the rules decide by the status. */
static void excuse_of(struct reading *in, const struct registry_person *p, const struct roster_row_get_row *was, struct person *ret)
{
	const char *word = "";
	if (was && text_eq(was->excuse_by, "hand")) {
		ret->excuse = was->excuse, ret->excuse_by = was->excuse_by, ret->excuse_reason = was->excuse_reason;
		return;
	}
	ret->excuse = rule_of(&in->rules, &in->r->row, p->p.status, &word);
	ret->excuse_by = ret->excuse[0] ? "rule" : "";
	ret->excuse_reason = word;
}

static struct day birth_of(const struct reading *in, const struct registry_person *p)
{
	struct identity id;
	if (!day_is_none(p->birth))
		return p->birth;
	identity_read(in->r->law, p->p.nip, in->r->today, &id);
	return p->p.nip[0] ? id.birth : DAY_NONE;
}

static bool differs(const struct roster_row_get_row *was, const struct registry_person *p, const struct person *is)
{
	return !instant_is_none(was->gone_at) || !text_eq(was->name, p->p.name) || !text_eq(was->class, class_code(p->p.class)) || was->agency != is->agency ||
	       !text_eq(was->unit ? was->unit : "", p->p.unit) || !text_eq(was->position ? was->position : "", p->p.position) ||
	       !text_eq(was->status, p->p.status) || !text_eq(was->excuse, is->excuse) || !text_eq(was->excuse_reason, is->excuse_reason);
}

static enum status row_add(struct reading *in, const struct registry_person *p, const struct person *is, struct err *e)
{
	int64_t id = id_new(in->d->now);
	in->report->file.added++;
	change_note(in, "added", is->number, p->p.name, "", is->agency_name);
	return roster_row_add(in->tx, id, in->roster, is->number[0] ? is->number : NULL, p->p.name, class_code(p->p.class), is->agency, or_null(p->p.unit), or_null(p->p.position),
			      p->p.status, is->excuse, is->excuse_by, is->excuse_reason, birth_proof(in->d, &in->r->row, id, is->birth), in->run, in->d->now, e);
}

static enum status row_keep(struct reading *in, const struct roster_row_get_row *was, const struct registry_person *p, const struct person *is, struct err *e)
{
	if (!differs(was, p, is)) {
		in->report->file.same++;
		return roster_row_seen(in->tx, was->id, in->run, e);
	}
	bool moved = was->agency != is->agency;
	in->report->file.changed++;
	in->report->moved += moved;
	change_note(in, moved ? "moved" : "changed", is->number, p->p.name, moved && was->agency_name ? was->agency_name : "", moved ? is->agency_name : "");
	return roster_row_change(in->tx, was->id, p->p.name, class_code(p->p.class), is->agency, or_null(p->p.unit), or_null(p->p.position), p->p.status, is->excuse, is->excuse_by,
				 is->excuse_reason, birth_proof(in->d, &in->r->row, was->id, is->birth), in->run, in->d->now, e);
}

static enum status row_find(struct reading *in, const struct registry_person *p, const struct person *is, bool *ret_found, struct roster_row_get_row *ret,
			    struct err *e)
{
	struct roster_by_number_row numbered;
	struct roster_by_name_row named;
	int64_t id = 0;
	if (is->number[0]) {
		TRY(roster_by_number(in->tx, in->roster, is->number, ret_found, &numbered, e));
		id = *ret_found ? numbered.id : 0;
	} else {
		TRY(roster_by_name(in->tx, in->roster, p->p.name, is->agency, ret_found, &named, e));
		id = *ret_found ? named.id : 0;
	}
	return id ? roster_row_get(in->tx, id, ret_found, ret, e) : OK;
}

static enum status row_take(struct reading *in, const struct registry_person *p, struct err *e)
{
	struct roster_row_get_row was;
	bool found;
	struct person is = {.agency_name = p->p.agency, .birth = birth_of(in, p)};
	is.number = p->p.nip[0] ? p->p.nip : number_plain(&in->r->row, p->written);
	TRY(registry_agency(in->tx, in->d, p->p.agency, &is.agency, e));
	TRY(row_find(in, p, &is, &found, &was, e));
	if (found && was.run == in->run) {
		registry_reject(in->r, is.number[0] ? "nip: the number stands in this file twice; the first row counts"
						     : "nama: the name stands in this file twice without a number; the first row counts");
		return OK;
	}
	excuse_of(in, p, found ? &was : NULL, &is);
	return found ? row_keep(in, &was, p, &is, e) : row_add(in, p, &is, e);
}

static enum status gone_mark(struct reading *in, struct err *e)
{
	struct roster_missing_rows rows = {0};
	int64_t after = 0;
	do {
		TRY(roster_missing(in->tx, in->roster, in->run, after, SLICE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct roster_missing_row *row = &rows.items[i];
			TRY(roster_row_gone(in->tx, row->id, in->d->now, e));
			change_note(in, "gone", row->number ? row->number : "", row->name, "", "");
			in->report->gone++;
			after = row->id;
		}
	} while (rows.n == SLICE);
	return OK;
}

static enum status run_keep(struct reading *in, struct err *e)
{
	const struct import_report *f = &in->report->file;
	return roster_run_add(in->tx, in->run, in->roster, in->d->now, in->d->user, f->file, f->sha256, (int64_t)f->read, (int64_t)f->kept, (int64_t)f->rejected,
			      (int64_t)f->added, (int64_t)f->changed, (int64_t)in->report->moved, (int64_t)in->report->gone, (int64_t)f->same, e);
}

/* A file of which nothing could be kept is a mistake of somebody's, not an empty office. */
static enum status rows_take(struct reading *in, struct err *e)
{
	struct registry_person p;
	while (registry_next_person(in->r, &p))
		TRY(row_take(in, &p, e));
	if (!in->report->file.kept)
		return FAIL_FIELD(e, INVALID, "file", "%s: none of its %zu rows is a person", in->report->file.file, in->report->file.read);
	TRY(gone_mark(in, e));
	TRY(recount(in->tx, in->d, in->roster, e));
	return run_keep(in, e);
}

static enum status roster_need(struct tx *tx, const struct desk *d, int64_t roster, struct err *e)
{
	struct roster_get_row row;
	bool found;
	TRY(roster_get(tx, roster, &found, &row, e));
	return found && row.office == d->office->id ? OK : FAIL(e, NOT_FOUND, "no such list");
}

enum status roster_import_then(const struct desk *d, int64_t roster, const char *file, struct str bytes, bool dry_run, roster_then then, struct roster_report *ret,
			       struct err *e)
{
	*ret = (struct roster_report){.file = {.file = file, .sha256 = hash_hex(d->arena, hash_of(bytes.s, bytes.n)), .dry_run = dry_run}};
	if (bytes.n > ROSTER_FILE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "file", "%s: %zu bytes, at most %zu are read", file, bytes.n, ROSTER_FILE_MAX);
	scoped(registry_close) struct registry_reader r = {0};
	TRY(registry_open(&r, d->arena, REGISTRY_PEOPLE, bytes.s, bytes.n, day_of_instant(d->now, d->office->zone), &ret->file, e));
	r.law = desk_law(d);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(roster_need(&tx, d, roster, e));
	struct reading in = {.d = d, .tx = &tx, .roster = roster, .run = id_new(d->now), .r = &r, .report = ret};
	TRY(roster_rules(&tx, roster, &in.rules, e));
	TRY(rows_take(&in, e));
	if (dry_run)
		return OK;
	if (then)
		TRY(then(&tx, d, roster, e));
	return tx_commit(&tx, e);
}

enum status roster_import(const struct desk *d, int64_t roster, const char *file, struct str bytes, bool dry_run, struct roster_report *ret, struct err *e)
{
	return roster_import_then(d, roster, file, bytes, dry_run, NULL, ret, e);
}

/* ---- Who does not count ---- */

/* The rule that a status meets now, which may be another than the one that was put or taken away. */
static enum status ruled_again(struct tx *tx, const struct desk *d, const struct roster_rules_rows *rules, int64_t id, struct err *e)
{
	struct roster_row_get_row row;
	bool found;
	const char *word = "";
	TRY(roster_row_get(tx, id, &found, &row, e));
	const char *excuse = rule_of(rules, tx->arena, row.status, &word);
	return roster_row_excuse(tx, id, excuse, excuse[0] ? "rule" : "", word, d->now, e);
}

static enum status rules_apply(struct tx *tx, const struct desk *d, int64_t roster, const char *word, struct err *e)
{
	struct roster_rules_rows rules;
	struct roster_of_status_rows rows = {0};
	int64_t after = 0;
	TRY(roster_rules(tx, roster, &rules, e));
	do {
		TRY(roster_of_status(tx, roster, word, after, SLICE, &rows, e));
		for (size_t i = 0; i < rows.n; i++)
			TRY(ruled_again(tx, d, &rules, after = rows.items[i].id, e));
	} while (rows.n == SLICE);
	return recount(tx, d, roster, e);
}

enum status roster_rule_put(struct tx *tx, const struct desk *d, int64_t roster, const char *word, const char *excuse, struct err *e)
{
	int64_t changed;
	if (text_blank(word) || strlen(word) > ROSTER_TITLE_MAX)
		return FAIL_FIELD(e, INVALID, "word", "a rule needs the first words of a status, at most %d bytes", ROSTER_TITLE_MAX);
	if (excuse[0] && !roster_excuse_known(excuse))
		return FAIL_FIELD(e, INVALID, "excuse", "expected leave, retired, detached or other");
	TRY(roster_need(tx, d, roster, e));
	const char *lower = text_lower(tx->arena, word);
	TRY(roster_rule_remove(tx, roster, lower, &changed, e));
	if (excuse[0])
		TRY(roster_rule_add(tx, id_new(d->now), roster, lower, excuse, d->now, d->user, e));
	TRY(rules_apply(tx, d, roster, lower, e));
	return access_note(tx, d, "roster_rule", "roster", roster, arena_printf(tx->arena, "%s: %s", lower, excuse[0] ? excuse : "counts"), e);
}

static enum status row_need(struct tx *tx, const struct desk *d, int64_t id, struct roster_row_get_row *ret, struct err *e)
{
	bool found;
	TRY(roster_row_get(tx, id, &found, ret, e));
	if (!found || !instant_is_none(ret->gone_at))
		return FAIL(e, NOT_FOUND, "nobody of that list");
	return roster_need(tx, d, ret->roster, e);
}

enum status roster_excuse(struct tx *tx, const struct desk *d, int64_t id, const char *excuse, const char *reason, struct err *e)
{
	struct roster_row_get_row row;
	if (excuse[0] && !roster_excuse_known(excuse))
		return FAIL_FIELD(e, INVALID, "excuse", "expected leave, retired, detached or other");
	if (text_blank(reason) || strlen(reason) > ROSTER_REASON_MAX)
		return FAIL_FIELD(e, INVALID, "reason", "a reason of at most %d bytes is needed", ROSTER_REASON_MAX);
	TRY(row_need(tx, d, id, &row, e));
	TRY(roster_row_excuse(tx, id, excuse, "hand", reason, d->now, e));
	TRY(recount(tx, d, row.roster, e));
	return access_note(tx, d, "roster_excuse", "roster_row", id, reason, e);
}

enum status roster_excuse_back(struct tx *tx, const struct desk *d, int64_t id, struct err *e)
{
	struct roster_row_get_row row;
	struct roster_rules_rows rules;
	TRY(row_need(tx, d, id, &row, e));
	TRY(roster_rules(tx, row.roster, &rules, e));
	TRY(ruled_again(tx, d, &rules, id, e));
	TRY(recount(tx, d, row.roster, e));
	return access_note(tx, d, "roster_excuse_back", "roster_row", id, row.excuse_reason, e);
}
