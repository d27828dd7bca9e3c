/* read.c -- rows of lists as they arrive: which columns we take, by any of their names, and what a row must have. */
#include "desk/registry/registry.h"

#include <string.h>
#include <strings.h>

enum { P_NIP, P_NAME, P_FRONT, P_BACK, P_CLASS, P_AGENCY, P_UNIT, P_POSITION, P_REGION, P_STATUS, P_CPNS, P_FORMER, P_BIRTH, P_SEX, P_NIK };
static const struct csv_column people[] = {
	{"nip", {"NIP BARU", "NIP_BARU", "NIP/NI PPPK", "NIPPPK"}, false},
	{"nama", {"NAMA PEGAWAI", "NAMA LENGKAP", "NAMA_PEGAWAI", "name"}, true},
	{"gelar_depan", {"GELAR DEPAN"}, false},
	{"gelar_belakang", {"GELAR BELAKANG"}, false},
	{"kelas", {"JENIS PEGAWAI", "JENIS PEGAWAI NAMA", "JENIS ASN", "class"}, false},
	{"instansi", {"INSTANSI INDUK NAMA", "INSTANSI KERJA NAMA", "INSTANSI", "agency"}, false},
	{"unit", {"UNOR NAMA", "UNIT KERJA", "UNOR INDUK NAMA", "SATUAN KERJA NAMA"}, false},
	{"jabatan", {"JABATAN NAMA", "NAMA JABATAN", "position"}, false},
	{"wilayah", {"KODE WILAYAH", "region"}, false},
	{"status", {"KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM"}, false},
	{"STATUS CPNS PNS", {0}, false},
	{"nip_lama", {"NIP LAMA", "NIP SEBELUMNYA"}, false},
	{"tanggal_lahir", {"TANGGAL LAHIR", "TGL LAHIR", "TGL_LAHIR", "birth_date"}, false},
	{"jenis_kelamin", {"JENIS KELAMIN", "JK", "sex"}, false},
	{"nik", {"NOMOR INDUK KEPENDUDUKAN"}, false},
	{0},
};
static const struct csv_column accounts[] = {{"platform", {0}, true}, {"handle", {"username", "akun"}, true}, {"nip", {"NIP BARU"}, true}, {"evidence", {"bukti"}, false}, {0}};
static const struct csv_column terms[] = {{"contest", {"pemilihan"}, true}, {"pair", {"pasangan"}, true}, {"number", {"nomor"}, false}, {"kind", {"jenis"}, true},
					  {"term", {"istilah"}, true}, {"region", {"wilayah"}, false}, {0}};
static const struct csv_column regions[] = {{"kode", {"code"}, true}, {"nama", {"name"}, true}, {"jenis", {"kind", "tingkat"}, false}, {0}};
static const struct csv_column agencies[] = {{"nama", {"name"}, true}, {"kode", {"code"}, false}, {"wilayah", {"region", "kode_wilayah"}, false},
					     {"kepala", {"head", "jabatan_kepala"}, false}, {0}};

static const struct { const char *name; const struct csv_column *columns; } kinds[] = {
	[REGISTRY_PEOPLE] = {"registry", people},   [REGISTRY_ACCOUNTS] = {"accounts", accounts}, [REGISTRY_WATCHLIST] = {"watchlist", terms},
	[REGISTRY_REGIONS] = {"regions", regions},  [REGISTRY_AGENCIES] = {"agencies", agencies},
};
const char *registry_kind_name(enum registry_kind k) { return kinds[k].name; }

enum status registry_open(struct registry_reader *r, struct arena *a, enum registry_kind kind, const char *bytes, size_t n,
			  struct day today, struct import_report *report, struct err *e)
{
	static const struct law no_law;
	*r = (struct registry_reader){.kind = kind, .report = report, .arena = a, .today = today, .law = &no_law};
	csv_open(&r->csv, bytes, n);
	TRY(csv_header_read(&r->csv, a, kinds[kind].columns, &r->header, e));
	report->kind = kinds[kind].name;
	report->separator = r->csv.separator;
	report->encoding = r->csv.windows_1252 ? "Windows-1252" : "UTF-8";
	report->columns_unknown = "";
	for (size_t i = 0; i < r->header.unknown.n; i++)
		report->columns_unknown = arena_printf(a, "%s%s%s", report->columns_unknown, i ? ", " : "", r->header.unknown.items[i]);
	return OK;
}

void registry_close(struct registry_reader *r)
{
	csv_close(&r->csv);
	arena_free(&r->row);
}

static void note(struct registry_reader *r, size_t line, const char *why)
{
	r->report->rejected++;
	if (r->report->rejects.n < REJECTS_KEPT)
		ARENA_PUSH(r->arena, &r->report->rejects, ((struct reject){line, arena_strdup(r->arena, why)}));
}

void registry_reject_line(struct registry_reader *r, size_t line, const char *why)
{
	r->report->kept--;
	note(r, line, why);
}
void registry_reject(struct registry_reader *r, const char *why) { registry_reject_line(r, r->csv.record_line, why); }

/* The next record that is a record at all. */
static bool next(struct registry_reader *r)
{
	struct err e;
	if (!r->gather)
		arena_reset(&r->row);
	for (;;) {
		enum csv_step step = csv_next(&r->csv, &e);
		if (step == CSV_END)
			return false;
		r->report->read++;
		if (step == CSV_ROW) {
			r->number++;
			return true;
		}
		const char *why = strstr(e.why, ": "); /* "line 7: ...": the number has its own place */
		note(r, r->csv.record_line, why ? why + 2 : e.why);
	}
}

/* A cell as kept: faults of UTF-8 and control characters replaced, "" when empty. It lives as long as the row; where
 * there is nothing to replace it may stay where it is. */
static const char *cell(struct registry_reader *r, int column)
{
	const char *s = csv_get(&r->csv, &r->header, column);
	if (!s[0])
		return "";
	size_t n = r->csv.cells[r->header.at[column]].n;
	if (text_valid_prefix(s, n) < n)
		return text_clean(&r->row, s, n);
	return r->gather ? arena_strndup(&r->row, s, n) : s;
}

/* The number that names an account's owner: without it the row is of nobody. */
static const char *nip_cell(struct registry_reader *r, int column, const char **ret_why)
{
	const char *s = cell(r, column);
	if (strspn(s, "0123456789") == 18 && !s[18])
		return s;
	s += *s == '\'' || *s == '`';
	if (strpbrk(s, "eE+")) {
		*ret_why = "nip: spoilt by a spreadsheet (1,98508E+17); store the column as text";
		return NULL;
	}
	char *digits = text_digits(&r->row, s);
	if (digits[0] && strlen(digits) != 18) {
		*ret_why = arena_printf(&r->row, "nip: %zu digits, expected 18", strlen(digits));
		return NULL;
	}
	return digits;
}

/* Our own codes, SIASN's words, and what offices call their contract staff. */
static bool class_cell(const char *s, const char *cpns, enum subject_class *ret)
{
	static const struct { const char *part; enum subject_class class; } words[] = {
		{"PARUH WAKTU", PPPK_PARUH_WAKTU}, {"PPPK", PPPK}, {"P3K", PPPK}, {"CPNS", CPNS}, {"PNS", PNS}, {"THL", THL}, {"HARIAN LEPAS", THL},
		{"HONOR", HONORER}, {"KONTRAK", NON_ASN}, {"NON ASN", NON_ASN}, {"NON-ASN", NON_ASN},
	};
	char upper[64] = "";
	*ret = class_of(s);
	for (size_t i = 0; *ret == CLASS_UNKNOWN && s[i] && i + 1 < sizeof upper; i++)
		upper[i] = (char)(s[i] >= 'a' && s[i] <= 'z' ? s[i] - 32 : s[i] == '_' ? ' ' : s[i]);
	for (size_t i = 0; *ret == CLASS_UNKNOWN && i < sizeof words / sizeof *words; i++)
		if (strstr(upper, words[i].part))
			*ret = words[i].class;
	if (*ret == PNS && (!strcasecmp(cpns, "C") || !strcasecmp(cpns, "CPNS")))
		*ret = CPNS;
	return *ret != CLASS_UNKNOWN || !s[0];
}

void registry_doubt(struct registry_reader *r, const char *field, const char *expected, const char *kept)
{
	if (r->report->doubts.n < REJECTS_KEPT)
		ARENA_PUSH(r->arena, &r->report->doubts,
			   ((struct import_doubt){r->csv.record_line, field, arena_strdup(r->arena, expected), arena_strdup(r->arena, kept)}));
}

static void warnings_say(struct registry_reader *r, const char *field, unsigned warnings, const char *kept)
{
	char words[IDENTITY_TEXT_MAX];
	for (unsigned bit = 1; bit && bit <= warnings; bit <<= 1)
		if (warnings & bit)
			registry_doubt(r, field, identity_warning_words(r->law, r->today, (enum identity_warning)bit, EN, words), kept);
}

/* 18 digits are a key even when they contradict themselves; anything else stands only as written. */
static void number_cell(struct registry_reader *r, struct registry_person *ret, struct identity *id)
{
	char words[IDENTITY_TEXT_MAX];
	const char *written = cell(r, P_NIP);
	identity_read(r->law, written, r->today, id);
	ret->p.nip = id->kind == IDENTITY_NIP || id->kind == IDENTITY_PPPK ? arena_strdup(&r->row, id->digits) : "";
	ret->written = ret->written_kind = "";
	ret->warnings = id->warnings;
	if (id->fault == FAULT_EMPTY)
		return;
	if (identity_valid(id) && id->kind != IDENTITY_NIK) {
		warnings_say(r, "nip", id->warnings, "the number");
		return;
	}
	ret->written = written;
	ret->written_kind = id->kind == IDENTITY_OLD_NIP ? "old_nip" : id->kind == IDENTITY_NIK ? "nik" : "not_valid";
	if (id->fault != FAULT_NONE)
		registry_doubt(r, "nip", identity_fault_text(id->fault, EN, words), "as written, not valid");
	else
		registry_doubt(r, "nip", id->kind == IDENTITY_OLD_NIP ? identity_warning_text(WARN_OLD_NIP, EN) : "a NIP or NI PPPK, not a NIK", "as written");
}

static enum sex sex_cell(const char *s)
{
	static const char *const men[] = {"L", "LAKI-LAKI", "LAKI LAKI", "PRIA", "M", "1"}, *const women[] = {"P", "PEREMPUAN", "WANITA", "F", "2"};
	if (!s[0])
		return SEX_UNKNOWN;
	for (size_t i = 0; i < sizeof men / sizeof *men; i++)
		if (!strcasecmp(s, men[i]))
			return SEX_MALE;
	for (size_t i = 0; i < sizeof women / sizeof *women; i++)
		if (!strcasecmp(s, women[i]))
			return SEX_FEMALE;
	return SEX_UNKNOWN;
}

/* Takes over what contradicts: into the report in words, into the row as bits. */
static void doubts_take(struct registry_reader *r, const struct identity_doubts *found, const char *field, struct registry_person *ret)
{
	for (size_t i = 0; i < found->n; i++) {
		ret->warnings |= found->items[i].what;
		registry_doubt(r, field, found->items[i].number, found->items[i].other);
	}
}

/* Birth day, sex and NIK of the same row, held against the number. */
static void stated_cells(struct registry_reader *r, const struct identity *id, struct registry_person *ret)
{
	struct day birth = ret->birth = ret->birth_stated = DAY_NONE;
	struct identity nik;
	struct identity_doubts stated = {0}, other = {0};
	char words[IDENTITY_TEXT_MAX];
	const char *born = cell(r, P_BIRTH), *written = cell(r, P_NIK);
	enum sex sex = sex_cell(cell(r, P_SEX));
	if (!born[0] && !written[0] && sex == SEX_UNKNOWN)
		return;
	if (born[0] && day_parse(born, &birth, NULL) != OK)
		registry_doubt(r, "tanggal_lahir", "a date", "nothing");
	ret->birth = birth;
	identity_against_stated(id, birth, sex, EN, &stated);
	doubts_take(r, &stated, "tanggal_lahir, jenis_kelamin", ret);
	ret->birth_stated = ret->warnings & WARN_STATED_BIRTH ? birth : DAY_NONE;
	ret->sex_stated = ret->warnings & WARN_STATED_SEX ? sex : SEX_UNKNOWN;
	if (!written[0])
		return;
	identity_read(r->law, written, r->today, &nik);
	if (nik.fault != FAULT_NONE || nik.kind != IDENTITY_NIK)
		registry_doubt(r, "nik", nik.fault == FAULT_NONE ? "a NIK of 16 digits" : identity_fault_text(nik.fault, EN, words), "nothing");
	else
		identity_against(id, &nik, EN, &other);
	doubts_take(r, &other, "nik", ret);
}

static void class_cells(struct registry_reader *r, const struct identity *id, struct registry_person *ret)
{
	struct identity_doubts found = {0};
	identity_against_class(r->law, id, ret->p.class, r->today, EN, &found);
	doubts_take(r, &found, "kelas", ret);
	if (ret->p.class == CLASS_UNKNOWN && id->fault == FAULT_NONE && id->class_hint != CLASS_UNKNOWN) {
		ret->p.class = id->class_hint;
		ret->p.class_derived = true;
	}
}

/* The number before: digits of an old NIP or of another agency's NI PPPK; anything else says nothing. */
static const char *former_cell(struct registry_reader *r, const char *nip)
{
	struct identity id;
	const char *written = cell(r, P_FORMER);
	if (!written[0])
		return "";
	identity_read(r->law, written, r->today, &id);
	bool number = id.fault == FAULT_NONE && id.kind != IDENTITY_NIK && !text_eq(id.digits, nip);
	return number ? arena_strdup(&r->row, id.digits) : "";
}

static const char *person_row(struct registry_reader *r, struct registry_person *ret)
{
	const char *given = cell(r, P_CLASS);
	struct identity id;
	size_t before = r->report->doubts.n;
	*ret = (struct registry_person){.p = {.ref = r->number, .name = cell(r, P_NAME), .agency = cell(r, P_AGENCY), .unit = cell(r, P_UNIT),
					      .position = cell(r, P_POSITION), .region = cell(r, P_REGION), .status = cell(r, P_STATUS)},
					.front_title = cell(r, P_FRONT), .back_title = cell(r, P_BACK)};
	if (!ret->p.name[0])
		return "nama: empty";
	if (strlen(ret->p.name) > 200)
		return "nama: longer than 200 bytes";
	if (!class_cell(given, cell(r, P_CPNS), &ret->p.class))
		return arena_printf(&r->row, "kelas: '%.40s' is no class of person", given);
	number_cell(r, ret, &id);
	stated_cells(r, &id, ret);
	class_cells(r, &id, ret);
	ret->former = former_cell(r, ret->p.nip);
	if (ret->warnings && !ret->written_kind[0]) {
		ret->written = ret->p.nip;
		ret->written_kind = "doubtful";
	}
	r->report->doubtful += r->report->doubts.n > before || ret->written_kind[0];
	return NULL;
}

bool registry_next_person(struct registry_reader *r, struct registry_person *ret)
{
	while (next(r)) {
		const char *why = person_row(r, ret);
		if (!why) {
			r->report->kept++;
			return true;
		}
		note(r, r->csv.record_line, why);
	}
	return false;
}

bool registry_next_account(struct registry_reader *r, struct screen_account *ret)
{
	while (next(r)) {
		const char *why = NULL;
		*ret = (struct screen_account){.platform = cell(r, 0), .handle = cell(r, 1), .nip = nip_cell(r, 2, &why), .evidence = cell(r, 3)};
		if (!ret->evidence[0])
			ret->evidence = "none";
		if (!why && !ret->platform[0])
			why = "platform: empty";
		if (!why && !ret->handle[0])
			why = "handle: empty";
		if (!why && !ret->nip[0])
			why = "nip: empty";
		if (!why) {
			r->report->kept++;
			return true;
		}
		note(r, r->csv.record_line, why);
	}
	return false;
}

bool registry_next_term(struct registry_reader *r, struct screen_term *ret)
{
	if (!next(r))
		return false;
	*ret = (struct screen_term){.contest = cell(r, 0), .pair = cell(r, 1), .number = cell(r, 2), .kind = cell(r, 3), .term = cell(r, 4), .region = cell(r, 5)};
	r->report->kept++;
	return true;
}
