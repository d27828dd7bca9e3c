/* letter_templates.c -- the words of letters, as the office wrote them: versions, which one prints, what may stand in one.
 *
 * A template may name the facts that the docket knows by itself, those that the desk of the form gives to each of its
 * papers, and those that the built-in template of the form names. Anything else is a typing mistake that would print as
 * a red mark on every letter, so it is refused with its line.
 */
#include "desk/docket/docket_internal.h"

#include "desk/docket/letters_internal.h"
#include "letter_files.h"

#include <stdio.h>
#include <string.h>

#define REASON_MAX 1000

/* What the docket puts into every letter (letters.c, facts_of_...). */
static const char *const own_facts[] = {
	"kantor", "alamat_kantor", "telepon_kantor", "surel_kantor", "kota", "alamat_ruang", "tanggal", "tanggal_surat", "jam", "zona", "petugas",
	"ketua", "jabatan_ketua", "nomor", "perihal", "penerima", "formulir", "kode_periksa", "jenis", "nomor_perkara",
	"nomor_register", "nomor_tanda_terima", "perkara", "uraian", "tanggal_peristiwa", "tempat_peristiwa",
	"tanggal_diketahui", "tanggal_diterima", "nama", "nip", "jabatan", "instansi", "alamat", "golongan", "dugaan",
	"dasar_dugaan", "keterangan"};
/* What casework puts into each of its papers (desk/handle/paper.c). */
static const char *const handle_facts[] = {"file_number", "file_kind", "title", "summary", "event_on", "event_place", "known_on",
					   "contest", "now", "office_name", "office_address", "chair_name", "officer_name"};
/* And the desk of hand-overs (desk/forward/package.c). */
static const char *const forward_facts[] = {"file_number", "receiver", "copy", "person_name", "person_nip"};
static const char *const front_keys[] = {"perihal", "judul", "kepada", "sifat", "lampiran", "tembusan", "lembar", "ttd"};

/* "handle/letters/summons.md" */
static size_t file_of(const char *form)
{
	char end[120];
	snprintf(end, sizeof end, "/letters/%s.md", form);
	for (size_t i = 0; i < letter_files_n; i++)
		if (text_ends(letter_files[i].name, end))
			return i;
	return letter_files_n;
}

bool docket_template_built_in(const char *form, struct str *ret)
{
	size_t i = file_of(form);
	if (i < letter_files_n)
		*ret = (struct str){letter_files[i].bytes, letter_files[i].n};
	return i < letter_files_n;
}

enum status docket_template_version(struct tx *tx, const struct desk *d, const char *form, int64_t version,
				    struct letter_text *ret, struct err *e)
{
	struct template_get_row row;
	bool found;
	*ret = (struct letter_text){.version = version};
	if (!docket_template_built_in(form, &ret->text))
		return FAIL(e, NOT_FOUND, "there is no letter template '%s'", form);
	if (version) {
		TRY(template_get(tx, d->office->id, form, version, &found, &row, e));
		if (!found)
			return FAIL(e, NOT_FOUND, "the template '%s' has no version %lld", form, (long long)version);
		ret->text = str_of(row.text);
	}
	ret->sha256 = hash_hex(tx->arena, hash_of(ret->text.s, ret->text.n));
	return OK;
}

enum status docket_template(struct tx *tx, const struct desk *d, const char *form, struct letter_text *ret, struct err *e)
{
	struct template_now_row now;
	bool found;
	TRY(template_now(tx, d->office->id, form, &found, &now, e));
	return docket_template_version(tx, d, form, found ? now.version : 0, ret, e);
}

/* ---- what may stand in one ---- */

static void fact_add(struct arena *a, struct template_facts *list, const char *name, bool used)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i].name, name)) {
			list->items[i].used |= used;
			return;
		}
	const char *label = letter_fact_label(name);
	struct template_fact f = {.name = name, .label = label ? label : "", .used = used};
	ARENA_PUSH(a, list, f);
}

static void slots_add(struct arena *a, struct template_facts *list, const char *text)
{
	struct paper_slots slots;
	if (paper_slots_of(a, text, &slots, NULL) != OK)
		return;
	for (size_t i = 0; i < slots.n; i++)
		fact_add(a, list, slots.items[i].name, true);
}

void docket_template_facts(struct arena *a, const char *form, struct template_facts *ret)
{
	size_t file = file_of(form);
	*ret = (struct template_facts){0};
	if (file == letter_files_n)
		return;
	slots_add(a, ret, arena_strndup(a, letter_files[file].bytes, letter_files[file].n));
	if (text_starts(letter_files[file].name, "handle/"))
		for (size_t i = 0; i < sizeof handle_facts / sizeof *handle_facts; i++)
			fact_add(a, ret, handle_facts[i], false);
	if (text_starts(letter_files[file].name, "forward/"))
		for (size_t i = 0; i < sizeof forward_facts / sizeof *forward_facts; i++)
			fact_add(a, ret, forward_facts[i], false);
	for (size_t i = 0; i < sizeof own_facts / sizeof *own_facts; i++)
		fact_add(a, ret, own_facts[i], false);
}

static void fault_add(struct arena *a, struct template_faults *list, int line, const char *text, const char *text_en)
{
	struct template_fault f = {.line = line, .text = text, .text_en = text_en};
	ARENA_PUSH(a, list, f);
}

static bool known(const struct template_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->n; i++)
		if (!strcmp(facts->items[i].name, name))
			return true;
	return false;
}

static bool front_key(struct str key)
{
	for (size_t i = 0; i < sizeof front_keys / sizeof *front_keys; i++)
		if (str_is(key, front_keys[i]))
			return true;
	return false;
}

/* Only these are filled (letters.c); the other values are printed as they stand. */
static bool front_filled(struct str key)
{
	return str_is(key, "perihal") || str_is(key, "kepada") || str_is(key, "tembusan");
}

static void front_line_check(struct arena *a, struct str line, int number, struct template_faults *ret)
{
	struct str value = line, key;
	if (!str_split(&value, ':', &key) || key.n == line.n) {
		fault_add(a, ret, number, "di atas garis --- setiap baris berbentuk 'kunci: nilai'", "above the --- each line is 'key: value'");
		return;
	}
	key = str_trim(key);
	if (!front_key(key))
		fault_add(a, ret, number,
			  arena_printf(a, "kunci '%.*s' tidak dikenal; yang ada: perihal, judul, kepada, sifat, lampiran, tembusan, lembar, ttd", (int)key.n, key.s),
			  arena_printf(a, "the key '%.*s' is not known; there are: perihal, judul, kepada, sifat, lampiran, tembusan, lembar, ttd", (int)key.n, key.s));
	else if (!front_filled(key) && strstr(arena_strndup(a, value.s, value.n), "{{"))
		fault_add(a, ret, number, arena_printf(a, "'%.*s' dicetak apa adanya; isian {{...}} hanya untuk perihal, kepada, dan tembusan", (int)key.n, key.s),
			  arena_printf(a, "'%.*s' is printed as it stands; only perihal, kepada and tembusan take {{...}}", (int)key.n, key.s));
}

/* The lines above the first "---" that has something above it, as paper_template_read cuts them. */
static void front_check(struct arena *a, const char *text, struct template_faults *ret)
{
	const char *end = strstr(text, "\n---\n");
	struct str rest = {text, end ? (size_t)(end - text) : 0}, line;
	for (int number = 1; end && str_split(&rest, '\n', &line); number++)
		if (str_trim(line).n)
			front_line_check(a, line, number, ret);
}

enum status docket_template_check(struct arena *a, const char *form, struct str text, struct template_faults *ret, struct err *e)
{
	struct template_facts facts;
	struct paper_slots slots;
	*ret = (struct template_faults){0};
	if (text.n > TEMPLATE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "text", "a template has at most %zu bytes", TEMPLATE_MAX);
	if (!text_valid(text.s, text.n))
		return FAIL_FIELD(e, INVALID, "text", "a template is UTF-8 text");
	const char *copy = arena_strndup(a, text.s, text.n);
	docket_template_facts(a, form, &facts);
	if (text_blank(copy))
		fault_add(a, ret, 1, "templat ini kosong", "this template is empty");
	front_check(a, copy, ret);
	struct err open = {0};
	if (paper_slots_of(a, copy, &slots, &open) != OK) {
		fault_add(a, ret, 1, arena_printf(a, "isian yang dibuka dengan {{ tidak ditutup dengan }} (%s)", open.why), arena_strdup(a, open.why));
		return OK;
	}
	for (size_t i = 0; i < slots.n; i++)
		if (!known(&facts, slots.items[i].name))
			fault_add(a, ret, slots.items[i].line, arena_printf(a, "isian {{%s}} tidak dikenal", slots.items[i].name),
				  arena_printf(a, "the fact {{%s}} is not known", slots.items[i].name));
	return OK;
}

/* "baris 2, 3, 7: ...": where all of them are, and the words of the first; the page has the words of each. */
static enum status faults_fail(const struct desk *d, const struct template_faults *faults, struct err *e)
{
	bool en = d->lang == EN;
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < faults->n && i < 12; i++)
		buf_printf(&b, "%s%d", i ? ", " : "", faults->items[i].line);
	return FAIL_FIELD(e, INVALID, "text", "%s %s: %.140s", en ? "line" : "baris", b.s, en ? faults->items[0].text_en : faults->items[0].text);
}

static enum status check(const struct desk *d, const char *form, struct str text, struct err *e)
{
	struct template_faults faults;
	TRY(docket_template_check(d->arena, form, text, &faults, e));
	return faults.n ? faults_fail(d, &faults, e) : OK;
}

/* ---- an example ---- */

/* Made-up facts; nobody in them is real. A fact that has none here is named by its label. */
static const struct {
	const char *name, *value;
	bool list;
} samples[] = {
	{"file_number", "004/REG/TM/PW/Kota/99.01/XI/2024", false},
	{"nomor_perkara", "004/REG/TM/PW/Kota/99.01/XI/2024", false},
	{"nomor_register", "004/REG/TM/PW/Kota/99.01/XI/2024", false},
	{"nomor_tanda_terima", "006/PL/PW/Kota/99.01/XI/2024", false},
	{"file_kind", "Temuan", false},
	{"jenis", "temuan", false},
	{"title", "foto bersama pasangan calon di gedung serbaguna", false},
	{"perkara", "foto bersama pasangan calon di gedung serbaguna", false},
	{"summary", "Beberapa pegawai berfoto bersama pasangan calon.", false},
	{"uraian", "Beberapa pegawai berfoto bersama pasangan calon.", false},
	{"event_on", "Jumat, 1 November 2024", false},
	{"tanggal_peristiwa", "Jumat, 1 November 2024", false},
	{"event_place", "gedung serbaguna Kelurahan Randusari", false},
	{"tempat_peristiwa", "gedung serbaguna Kelurahan Randusari", false},
	{"known_on", "Jumat, 1 November 2024", false},
	{"now", "Senin, 4 November 2024, 11.32 WIB", false},
	{"held_at", "Rabu, 6 November 2024, 10.00 WIB", false},
	{"hear_at", "Rabu, 6 November 2024, 10.00 WIB", false},
	{"place", "ruang klarifikasi, lantai 1", false},
	{"how", "tatap muka", false},
	{"person_name", "Contoh Wulandari", false},
	{"nama", "Contoh Wulandari", false},
	{"person_nip", "197903142005012003", false},
	{"nip", "197903142005012003", false},
	{"person_class", "PNS", false},
	{"golongan", "PNS", false},
	{"person_position", "Lurah Contoh", false},
	{"jabatan", "Lurah Contoh", false},
	{"person_agency", "Kecamatan Contoh", false},
	{"instansi", "Kecamatan Contoh", false},
	{"person_role", "terlapor", false},
	{"alamat_ruang", "https://kantor.example/ruang", false},
	{"person_identity", "belum terkonfirmasi", false},
	{"act", "mengunggah foto bersama pasangan calon (SKB-B7)", false},
	{"dugaan", "mengunggah foto bersama pasangan calon", false},
	{"act_basis", "SKB Netralitas 2022, lampiran II", false},
	{"dasar_dugaan", "SKB Netralitas 2022, lampiran II", false},
	{"minutes_number", "012/BA/K.99.01/11/2024", false},
	{"letter_before", "122/PP.00.00/K.99.01/11/2024", false},
	{"sent_on", "Senin, 11 November 2024", false},
	{"evidence_count", "3", false},
	{"copy", "tidak ada", false},
	{"replaces", "tidak ada", false},
	{"elements", "- **Formal:** nama dan alamat pelapor: ada\n- **Materiel:** waktu dan tempat kejadian: ada\n", true},
	{"lines", "1. *Apakah Saudara hadir pada acara itu?*\n\n   Ya, sebagai tuan rumah gedung.\n", true},
	{"people", "- **Contoh Wulandari**, PNS, Lurah Contoh, Kecamatan Contoh. Dugaan: mengunggah foto bersama pasangan calon\n", true},
	{"exhibits", "- **B-1** Foto bersama, wajah disamarkan `sha256 b6e291f477e04d1c…`\n", true},
	{"clocks", "- Penanganan: sampai Sabtu, 9 November 2024, 23.59 WIB (contoh)\n", true},
	{"assignment", "surat tugas 118/PP.00.00/K.99.01/11/2024", false},
	{"activity", "penelusuran informasi awal", false},
	{"points", "### 1. Contoh Wulandari\n\n*Perbuatan yang diduga:* mengunggah foto bersama pasangan calon (SKB-B7).\n\nTerlihat pada B-1.\n", true},
	{"conclusions", "1. Contoh Wulandari, SKB-B7: diusulkan terbukti.\n", true},
	{"quorum", "Hadir 3 anggota, tidak hadir 0; kuorum 2. Setuju 2, berbeda pendapat 1.", false},
	{"votes", "- Anggota Satu: setuju\n- Anggota Dua: setuju\n- Anggota Tiga: berpendapat lain\n", true},
	{"attendance", "- Anggota Satu, Ketua: hadir\n- Anggota Dua, Anggota: hadir\n- Anggota Tiga, Anggota: tidak hadir\n", true},
	{"agenda_files", "1. Berkas **004/REG/TM/PW/Kota/99.01/XI/2024**: diputus, diteruskan; 2 setuju, 0 berbeda pendapat.\n", true},
	{"closed_at", "Rabu, 6 November 2024, 12.15 WIB", false},
	{"decisions", "- **Contoh Wulandari, SKB-B7:** terbukti\n", true},
	{"yang_kurang", "- foto atau tautan yang menunjukkan kejadian\n", true},
	{"clock_days", "| Hari | Hitungan | Sebab |\n|---|---|---|\n| Selasa, 5 November 2024 | hari ke-1 | hari kalender |\n", true},
	{"clock_rules", "- R1 [S]: hari pertama tidak dihitung\n", true},
	{"clock_moves", "Tanggal ini belum pernah berpindah.", true},
	{"decree_moves", "| Berkas | Semula | Menjadi |\n|---|---|---|\n| 004 | 10 November | 12 November |\n", true},
};
#define SAMPLES_N (sizeof samples / sizeof *samples)

static struct paper_field sample_of(struct arena *a, const struct template_fact *fact)
{
	for (size_t i = 0; i < SAMPLES_N; i++)
		if (!strcmp(samples[i].name, fact->name))
			return (struct paper_field){.name = fact->name, .value = samples[i].value, .markdown = samples[i].list};
	const char *what = *fact->label ? fact->label : fact->name;
	scoped(buf_free) struct buf b = {0};
	for (const char *s = what; *s; s++)
		buf_char(&b, *s == '_' ? ' ' : *s);
	return (struct paper_field){.name = fact->name, .value = arena_printf(a, "(contoh: %s)", b.s)};
}

static enum status example(struct tx *tx, const struct desk *d, const char *form, struct str text, struct str *ret_pdf, struct err *e)
{
	struct template_facts facts;
	docket_template_facts(tx->arena, form, &facts);
	struct paper_field *fields = arena_array(tx->arena, struct paper_field, facts.n);
	for (size_t i = 0; i < facts.n; i++)
		fields[i] = sample_of(tx->arena, &facts.items[i]);
	return letter_example(tx, d, form, text, fields, facts.n, ret_pdf, e);
}

enum status docket_template_preview(struct tx *tx, const struct desk *d, const char *form, struct str text, struct str *ret_pdf,
				    struct err *e)
{
	TRY(check(d, form, text, e));
	return example(tx, d, form, text, ret_pdf, e);
}

/* ---- versions ---- */

static enum status change_begin(const struct desk *d, const char *form, const char *reason, struct tx *tx,
				struct letter_text *ret_now, struct err *e)
{
	bool en = d->lang == EN;
	if (text_blank(reason))
		return FAIL_FIELD(e, INVALID, "reason", en ? "say why, for those who come after" : "tulis alasannya, untuk yang datang kemudian");
	if (strlen(reason) > REASON_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "reason", en ? "at most %d bytes" : "paling banyak %d bita", REASON_MAX);
	TRY(desk_begin(d, WRITE, tx, e));
	return docket_template(tx, d, form, ret_now, e);
}

/* Browsers send line breaks as CR LF, and nobody sees a blank at a line's end. */
static struct str tidy(struct arena *a, struct str text)
{
	scoped(buf_free) struct buf b = {0};
	struct str line;
	while (str_split(&text, '\n', &line)) {
		while (line.n && strchr(" \t\r", line.s[line.n - 1]))
			line.n--;
		buf_raw(&b, line.s, line.n);
		buf_char(&b, '\n');
	}
	while (b.n > 1 && b.s[b.n - 2] == '\n')
		b.s[--b.n] = '\0';
	const char *s = buf_arena(a, &b);
	return str_of(s);
}

enum status docket_template_save(const struct desk *d, const char *form, struct str text, const char *reason, int64_t based_on,
				 int64_t *ret_version, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct letter_text now;
	struct template_last_row last;
	struct str pdf; /* what cannot be printed would stop every letter of the form */
	bool found, en = d->lang == EN;
	text = tidy(d->arena, text);
	TRY(change_begin(d, form, reason, &tx, &now, e));
	TRY(check(d, form, text, e));
	if (now.version != based_on)
		return FAIL(e, CONFLICT, en ? "version %lld was made meanwhile; look at it first" : "versi %lld dibuat sementara itu; lihat dulu",
			    (long long)now.version);
	if (str_eq(now.text, text))
		return FAIL_FIELD(e, INVALID, "text", en ? "nothing was changed" : "tidak ada yang diubah");
	TRY(example(&tx, d, form, text, &pdf, e));
	TRY(template_last(&tx, d->office->id, form, &found, &last, e));
	int64_t version = found ? last.version + 1 : 1;
	TRY(template_insert(&tx, id_new(d->now), d->office->id, form, version, text.s, hash_hex(d->arena, hash_of(text.s, text.n)), d->now,
			    d->user, reason, e));
	TRY(template_use_insert(&tx, id_new(d->now), d->office->id, form, version, d->now, d->user, reason, e));
	*ret_version = version;
	return tx_commit(&tx, e);
}

enum status docket_template_back(const struct desk *d, const char *form, int64_t version, const char *reason, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct letter_text now, then;
	TRY(change_begin(d, form, reason, &tx, &now, e));
	TRY(docket_template_version(&tx, d, form, version, &then, e));
	if (now.version == version)
		return FAIL_FIELD(e, INVALID, "version", d->lang == EN ? "this version prints already" : "versi ini sudah dipakai");
	TRY(template_use_insert(&tx, id_new(d->now), d->office->id, form, version, d->now, d->user, reason, e));
	return tx_commit(&tx, e);
}
