/* diff.c -- what differs between two packs, row by row, read from the JSON itself: a table or a field that a later
 * version of the law brings is compared like any other. */
#include "base/buf.h"
#include "core/pack/pack.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* -- a row and what it is called -- */

static const char *value_text(struct arena *a, const struct json *v)
{
	const char *s = "";
	switch (v ? v->kind : J_NULL) {
	case J_TEXT:
		return v->text.s;
	case J_INT:
		return arena_printf(a, "%lld", (long long)v->i);
	case J_REAL:
		return arena_printf(a, "%g", v->real);
	case J_BOOL:
		return v->i ? "ya" : "tidak";
	case J_ARRAY:
		for (size_t i = 0; i < v->n; i++)
			s = i ? arena_printf(a, "%s; %s", s, value_text(a, &v->items[i])) : value_text(a, &v->items[i]);
		return s;
	case J_OBJECT:
		for (size_t i = 0; i < v->n; i++)
			s = arena_printf(a, "%s%s%s %s", s, i ? ", " : "", v->keys[i], value_text(a, &v->items[i]));
		return s;
	case J_NULL:
		break;
	}
	return "";
}

/* The code of a form is what is printed on it, and may change; its key is what the program calls it. */
static const char *code_of(const char *table, const struct json *row)
{
	if (!strcmp(table, "form"))
		return json_get_text(row, "key", "");
	static const char *const keys[] = {"code", "id", "key", "day"};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *s = json_get_text(row, keys[i], NULL);
		if (s)
			return s;
	}
	return "";
}

/* Rows that share their code are told apart by what stands before it: "pilkada summons", "PILKADA-2024 CAMPAIGN". */
static const char *name_of(struct arena *a, const char *table, const struct json *row)
{
	const char *code = code_of(table, row), *before = NULL;
	if (!strcmp(table, "form") || !strcmp(table, "requirement"))
		before = json_get_text(row, "procedure", NULL);
	else if (!strcmp(table, "stage"))
		before = json_get_text(row, "election", NULL);
	else if (!strcmp(table, "route") && json_get_bool(row, "crime", false))
		before = "crime";
	return before ? arena_printf(a, "%s %s", before, code) : code;
}

struct named_row {
	const char *name;
	const struct json *row;
	bool taken;
};
struct named_rows {
	struct named_row *items;
	size_t n;
};

/* A table with one row ("calendar") is a list of one. */
static struct named_rows rows_of(struct arena *a, const char *table, const struct json *v)
{
	bool one = v && v->kind == J_OBJECT;
	struct named_rows rows = {0};
	if (!v || (v->kind != J_ARRAY && !one))
		return rows;
	rows.n = one ? 1 : v->n;
	rows.items = arena_array(a, struct named_row, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct json *row = one ? v : &v->items[i];
		rows.items[i] = (struct named_row){one ? table : name_of(a, table, row), row, false};
	}
	return rows;
}

/* The row of the same name; of several versions the one that begins on the same day, else the first that is free. */
static struct named_row *partner(struct named_rows *rows, const struct named_row *of)
{
	struct named_row *first = NULL;
	for (size_t i = 0; i < rows->n; i++) {
		struct named_row *r = &rows->items[i];
		if (r->taken || strcmp(r->name, of->name) != 0)
			continue;
		if (text_eq(json_get_text(r->row, "in_force", ""), json_get_text(of->row, "in_force", "")))
			return r;
		first = first ? first : r;
	}
	return first;
}

/* -- fields -- */

static void field_add(struct arena *a, struct pack_change *c, const char *key, const char *before, const char *after)
{
	struct pack_field f = {key, before, after};
	if (strcmp(before, after) != 0)
		ARENA_PUSH(a, c, f);
}

static void fields_compare(struct arena *a, const struct json *before, const struct json *after, struct pack_change *c)
{
	for (size_t i = 0; after && i < after->n; i++)
		field_add(a, c, after->keys[i], value_text(a, json_get(before, after->keys[i])), value_text(a, &after->items[i]));
	for (size_t i = 0; before && i < before->n; i++)
		if (!json_get(after, before->keys[i]))
			field_add(a, c, before->keys[i], value_text(a, &before->items[i]), "");
}

static const char *title_of(const struct json *row)
{
	static const char *const keys[] = {"name_id", "title_id", "receiver_id", "event", "pattern"};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *s = json_get_text(row, keys[i], NULL);
		if (s)
			return s;
	}
	return "";
}

static void change_add(struct arena *a, struct pack_diff *d, const char *table, const char *name, const struct json *before,
		       const struct json *after)
{
	const struct json *row = after ? after : before;
	struct pack_change c = {.kind = !before ? ROW_ADDED : !after ? ROW_REMOVED : ROW_CHANGED, .table = table, .name = name,
				.code = code_of(table, row), .unit = json_get_text(row, "unit", ""),
				.in_force = json_get_text(row, "in_force", ""), .title = title_of(row), .basis = value_text(a, json_get(row, "article"))};
	fields_compare(a, before, after, &c);
	if (c.kind == ROW_CHANGED && !c.n)
		return;
	d->added += c.kind == ROW_ADDED;
	d->removed += c.kind == ROW_REMOVED;
	d->changed += c.kind == ROW_CHANGED;
	ARENA_PUSH(a, d, c);
}

static void table_compare(struct arena *a, const char *table, const struct json *before, const struct json *after,
			  struct pack_diff *d)
{
	struct named_rows old = rows_of(a, table, before), new = rows_of(a, table, after);
	for (size_t i = 0; i < new.n; i++) {
		struct named_row *was = partner(&old, &new.items[i]);
		if (was)
			was->taken = true;
		change_add(a, d, table, new.items[i].name, was ? was->row : NULL, new.items[i].row);
	}
	for (size_t i = 0; i < old.n; i++)
		if (!old.items[i].taken)
			change_add(a, d, table, old.items[i].name, old.items[i].row, NULL);
}

static bool is_table(const struct json *v)
{
	return v->kind == J_ARRAY || v->kind == J_OBJECT;
}

/* Name and version of the pack, as one row. */
static void pack_compare(struct arena *a, const struct json *before, const struct json *after, struct pack_diff *d)
{
	struct pack_change c = {.kind = ROW_CHANGED, .table = "pack", .name = json_get_text(after, "name", ""), .code = "", .unit = "", .in_force = "",
				.title = "", .basis = ""};
	for (size_t i = 0; i < after->n; i++)
		if (!is_table(&after->items[i]))
			field_add(a, &c, after->keys[i], value_text(a, json_get(before, after->keys[i])), value_text(a, &after->items[i]));
	if (c.n)
		ARENA_PUSH(a, d, c);
}

/* Words of the tables and fields, in the order in which people look for them. */
static const struct {
	const char *word, *id, *en;
} tables[] = {
	{"pack", "paket", "pack"},           {"clock", "tenggat", "deadline"},      {"form", "formulir", "form"},
	{"number", "penomoran", "numbering"}, {"identity", "batas nomor pegawai", "limit of personal numbers"}, {"area", "kode wilayah", "area code"}, {"field", "isian formulir", "field of a form"}, {"requirement", "syarat", "requirement"}, {"act", "perbuatan", "act"},
	{"route", "penerima", "receiver"},   {"transition", "peristiwa", "event"},  {"state", "keadaan", "state"},
	{"election", "pemilihan", "election"}, {"stage", "tahapan", "stage"},        {"calendar", "kalender", "calendar"},
	{"holiday", "hari libur", "holiday"},
}, fields[] = {
	{"length", "lamanya", "length"}, {"unit", "satuan", "unit"}, {"article", "dasar hukum", "article"},
	{"source", "sumber", "source"}, {"confidence", "keyakinan", "confidence"}, {"in_force", "berlaku sejak", "in force from"},
	{"until", "berlaku sampai", "in force until"}, {"note", "catatan", "note"}, {"code", "kode", "code"},
	{"name_id", "nama", "name"}, {"name_en", "nama (Inggris)", "name (English)"}, {"pattern", "pola nomor", "pattern"},
	{"example", "contoh", "example"}, {"starts", "mulai dari", "starts from"}, {"owner", "pihak yang wajib", "owner"},
	{"on_expiry", "bila lewat", "when it runs out"}, {"procedure", "jenis pemilihan", "procedure"}, {"procedures", "jenis pemilihan", "procedures"},
	{"classes", "golongan", "classes"}, {"version", "versi", "version"}, {"name", "nama paket", "name"},
	{"start", "memulai", "starts"}, {"stop", "menghentikan", "stops"}, {"documents", "surat", "papers"}, {"guard", "syarat", "guard"},
	{"condition", "syarat dalam kata-kata", "condition"}, {"from", "dari keadaan", "from"}, {"to", "menjadi", "to"},
	{"sanction_min", "sanksi paling ringan", "lightest sanction"}, {"sanction_max", "sanksi paling berat", "heaviest sanction"},
	{"receiver_id", "penerima", "receiver"}, {"copy_id", "tembusan", "copy"}, {"day", "tanggal", "day"}, {"end", "berakhir", "ends"},
	{"formal", "syarat formal", "formal"}, {"covers_to", "kalender sampai", "calendar until"}, {"covers_from", "kalender sejak", "calendar from"},
	{"counter_opens", "loket buka", "counter opens"}, {"counter_closes", "loket tutup", "counter closes"},
	{"counter_closes_friday", "loket tutup Jumat", "counter closes on Friday"}, {"event", "peristiwa", "event"}, {"actor", "pelaku", "actor"},
	{"title_id", "judul", "title"}, {"title_en", "judul (Inggris)", "title (English)"}, {"level", "tingkat", "level"}, {"kind", "jenis", "kind"},
};

const char *pack_table_name(const char *table, enum lang lang)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		if (!strcmp(tables[i].word, table))
			return lang == EN ? tables[i].en : tables[i].id;
	return table;
}

const char *pack_field_name(const char *key, enum lang lang)
{
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (!strcmp(fields[i].word, key))
			return lang == EN ? fields[i].en : fields[i].id;
	return key;
}

const char *pack_change_word(enum pack_change_kind kind, enum lang lang)
{
	static const char *const words[][2] = {[ROW_ADDED] = {"baru", "new"},
					       [ROW_REMOVED] = {"dihapus", "removed"},
					       [ROW_CHANGED] = {"diubah", "changed"}};
	return words[kind][lang == EN];
}

enum status pack_diff(struct arena *a, struct str before, struct str after, struct pack_diff *ret, struct err *e)
{
	const struct json *old, *new;
	*ret = (struct pack_diff){0};
	TRY(json_read(a, "rule pack", before.s, before.n, (size_t)8 << 20, &old, e));
	TRY(json_read(a, "rule pack", after.s, after.n, (size_t)8 << 20, &new, e));
	if (old->kind != J_OBJECT || new->kind != J_OBJECT)
		return FAIL(e, INVALID, "rule pack: not an object of tables");
	pack_compare(a, old, new, ret);
	for (size_t i = 1; i < sizeof tables / sizeof tables[0]; i++)
		table_compare(a, tables[i].word, json_get(old, tables[i].word), json_get(new, tables[i].word), ret);
	for (size_t k = 0; k < 2; k++) { /* tables that this program has no word for */
		const struct json *pack = k ? old : new;
		for (size_t i = 0; i < pack->n; i++)
			if (is_table(&pack->items[i]) && pack_table_name(pack->keys[i], ID) == pack->keys[i] && !(k && json_get(new, pack->keys[i])))
				table_compare(a, pack->keys[i], json_get(old, pack->keys[i]), json_get(new, pack->keys[i]), ret);
	}
	return OK;
}

/* -- in words -- */

/* "3 -> 5 hari kalender" says more than "3 -> 5". */
static const char *unit_words(const struct pack_change *c, enum lang lang)
{
	static const char *const units[][3] = {{"calendar_day", " hari kalender", " calendar days"},
					       {"working_day", " hari kerja", " working days"},
					       {"hour", " jam", " hours"},
					       {"month", " bulan", " months"}};
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (text_eq(c->unit, units[i][0]))
			return units[i][lang == EN ? 2 : 1];
	return "";
}

char *pack_change_words(struct arena *a, const struct pack_change *c, enum lang lang)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "%s %s", pack_table_name(c->table, lang), c->name);
	if (*c->in_force)
		buf_printf(&b, lang == EN ? " (from %s)" : " (sejak %s)", c->in_force);
	buf_printf(&b, " %s", pack_change_word(c->kind, lang));
	if (*c->title && c->kind != ROW_CHANGED)
		buf_printf(&b, " (%s)", c->title);
	for (size_t i = 0; c->kind == ROW_CHANGED && i < c->n; i++) {
		const struct pack_field *f = &c->items[i];
		buf_printf(&b, "%s %s %s -> %s%s", i ? ";" : ":", pack_field_name(f->key, lang), *f->before ? text_clip(a, f->before, 160) : "-",
			   *f->after ? text_clip(a, f->after, 160) : "-", strcmp(f->key, "length") ? "" : unit_words(c, lang));
	}
	if (*c->basis)
		buf_printf(&b, " [%s]", text_clip(a, c->basis, 200));
	return buf_arena(a, &b);
}

/* -- rows that counsel must settle -- */

static void doubt_add(struct arena *a, const char *table, const char *name, const struct json *row, struct pack_doubts *ret)
{
	const char *confidence = json_get_text(row, "confidence", "");
	ret->rows++;
	if (!strcmp(confidence, "seen"))
		return;
	struct pack_doubt d = {.table = table, .name = name, .title = title_of(row), .unsure = !strcmp(confidence, "unsure"),
			       .basis = value_text(a, json_get(row, "article")), .note = json_get_text(row, "note", "")};
	for (size_t i = 0; row->kind == J_OBJECT && i < row->n; i++) {
		struct pack_field f = {row->keys[i], "", value_text(a, &row->items[i])};
		ARENA_PUSH(a, &d, f);
	}
	ARENA_PUSH(a, ret, d);
}

void pack_doubts(struct arena *a, const struct json *pack, struct pack_doubts *ret)
{
	*ret = (struct pack_doubts){0};
	for (size_t t = 0; pack->kind == J_OBJECT && t < pack->n; t++) {
		struct named_rows rows = is_table(&pack->items[t]) ? rows_of(a, pack->keys[t], &pack->items[t]) : (struct named_rows){0};
		for (size_t i = 0; i < rows.n; i++)
			doubt_add(a, pack->keys[t], rows.items[i].name, rows.items[i].row, ret);
	}
}

/* A date stands in TOML without quotes. */
static bool is_date(const char *s)
{
	struct day d;
	return strlen(s) == 10 && s[4] == '-' && s[7] == '-' && isdigit((unsigned char)s[0]) && day_parse(s, &d, NULL) == OK;
}

static void toml_value(struct buf *b, const struct json *v)
{
	if (v->kind == J_TEXT && is_date(v->text.s))
		buf_text(b, v->text.s);
	else if (v->kind == J_TEXT)
		buf_json_string(b, v->text.s, v->text.n);
	else if (v->kind == J_INT)
		buf_printf(b, "%lld", (long long)v->i);
	else if (v->kind == J_BOOL)
		buf_text(b, v->i ? "true" : "false");
	else if (v->kind == J_ARRAY) {
		buf_char(b, '[');
		for (size_t i = 0; i < v->n; i++) {
			buf_text(b, i ? ", " : "");
			toml_value(b, &v->items[i]);
		}
		buf_char(b, ']');
	} else if (v->kind == J_OBJECT) {
		buf_text(b, "{ ");
		for (size_t i = 0; i < v->n; i++) {
			buf_printf(b, "%s%s = ", i ? ", " : "", v->keys[i]);
			toml_value(b, &v->items[i]);
		}
		buf_text(b, " }");
	} else
		buf_text(b, "\"\"");
}

char *pack_row_toml(struct arena *a, const struct json *pack, const char *table, const char *name)
{
	const struct json *v = json_get(pack, table);
	struct named_rows rows = rows_of(a, table, v);
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < rows.n; i++) {
		if (strcmp(rows.items[i].name, name) != 0)
			continue;
		const struct json *row = rows.items[i].row;
		buf_printf(&b, v->kind == J_ARRAY ? "%s[[%s]]\n" : "%s[%s]\n", b.n ? "\n" : "", table);
		for (size_t k = 0; k < row->n; k++) {
			buf_printf(&b, "%s = ", row->keys[k]);
			toml_value(&b, &row->items[k]);
			buf_char(&b, '\n');
		}
	}
	return b.n ? buf_arena(a, &b) : NULL;
}

int pack_version_compare(const char *a, const char *b)
{
	while (*a || *b) {
		char *a_end, *b_end;
		unsigned long long x = strtoull(a, &a_end, 10), y = strtoull(b, &b_end, 10);
		if (x != y)
			return x < y ? -1 : 1;
		if (a_end == a || b_end == b) { /* no number here: letters count as letters do */
			int order = strcmp(a, b);
			return order < 0 ? -1 : order > 0;
		}
		a = *a_end == '.' ? a_end + 1 : a_end;
		b = *b_end == '.' ? b_end + 1 : b_end;
	}
	return 0;
}
