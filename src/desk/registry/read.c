/* read.c -- rows of lists as they arrive: which columns we take, by any of their names, and what a row must have. */
#include "core/identity/identity.h"
#include "desk/registry/registry.h"

#include <string.h>
#include <strings.h>

enum { P_NIP, P_NAME, P_FRONT, P_BACK, P_CLASS, P_AGENCY, P_UNIT, P_POSITION, P_REGION, P_STATUS, P_CPNS };
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
	{0},
};
static const struct csv_column accounts[] = {{"platform", {0}, true}, {"handle", {"username", "akun"}, true}, {"nip", {"NIP BARU"}, true}, {"evidence", {"bukti"}, false}, {0}};
static const struct csv_column terms[] = {{"contest", {"pemilihan"}, true}, {"pair", {"pasangan"}, true}, {"number", {"nomor"}, false}, {"kind", {"jenis"}, true},
					  {"term", {"istilah"}, true}, {"region", {"wilayah"}, false}, {0}};
static const struct csv_column holidays[] = {{"tanggal", {"day", "date"}, true}, {"jenis", {"kind"}, true}, {"nama", {"name"}, true}, {"dasar", {"basis"}, false},
					     {"sumber", {"source"}, false}, {0}};
static const struct csv_column regions[] = {{"kode", {"code"}, true}, {"nama", {"name"}, true}, {"jenis", {"kind", "tingkat"}, false}, {0}};
static const struct csv_column agencies[] = {{"nama", {"name"}, true}, {"kode", {"code"}, false}, {"wilayah", {"region", "kode_wilayah"}, false},
					     {"kepala", {"head", "jabatan_kepala"}, false}, {0}};

static const struct { const char *name; const struct csv_column *columns; } kinds[] = {
	[REGISTRY_PEOPLE] = {"registry", people},   [REGISTRY_ACCOUNTS] = {"accounts", accounts}, [REGISTRY_WATCHLIST] = {"watchlist", terms},
	[REGISTRY_HOLIDAYS] = {"holidays", holidays}, [REGISTRY_REGIONS] = {"regions", regions},  [REGISTRY_AGENCIES] = {"agencies", agencies},
};
const char *registry_kind_name(enum registry_kind k) { return kinds[k].name; }

enum status registry_open(struct registry_reader *r, struct arena *a, enum registry_kind kind, const char *bytes, size_t n,
			  struct day today, struct import_report *report, struct err *e)
{
	*r = (struct registry_reader){.kind = kind, .report = report, .arena = a, .today = today};
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

void registry_reject(struct registry_reader *r, const char *why)
{
	r->report->kept--;
	note(r, r->csv.record_line, why);
}

/* The next record that is a record at all. */
static bool next(struct registry_reader *r)
{
	struct err e;
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
		note(r, r->csv.record_line, e.why);
	}
}

/* A cell as kept: faults of UTF-8 and control characters replaced, NULL when empty. */
static const char *cell(struct registry_reader *r, int column)
{
	const char *s = csv_get(&r->csv, &r->header, column);
	return s[0] ? text_clean(&r->row, s, strlen(s)) : "";
}

/* "'19850817 ..." as spreadsheets guard it; a number that a spreadsheet has spoilt is told apart from a wrong one. */
static const char *nip_cell(struct registry_reader *r, int column, const char **ret_why)
{
	const char *s = cell(r, column);
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
	for (size_t i = 0; s[i] && i + 1 < sizeof upper; i++)
		upper[i] = (char)(s[i] >= 'a' && s[i] <= 'z' ? s[i] - 32 : s[i] == '_' ? ' ' : s[i]);
	*ret = class_of(s);
	for (size_t i = 0; *ret == CLASS_UNKNOWN && i < sizeof words / sizeof *words; i++)
		if (strstr(upper, words[i].part))
			*ret = words[i].class;
	if (*ret == PNS && (!strcasecmp(cpns, "C") || !strcasecmp(cpns, "CPNS")))
		*ret = CPNS;
	return *ret != CLASS_UNKNOWN || !s[0];
}

static const char *person_row(struct registry_reader *r, struct registry_person *ret)
{
	const char *why = NULL, *given = cell(r, P_CLASS);
	struct identity id;
	struct err e;
	*ret = (struct registry_person){.p = {.ref = r->number, .name = cell(r, P_NAME), .agency = cell(r, P_AGENCY), .unit = cell(r, P_UNIT),
					      .position = cell(r, P_POSITION), .region = cell(r, P_REGION), .status = cell(r, P_STATUS)},
					.front_title = cell(r, P_FRONT), .back_title = cell(r, P_BACK)};
	ret->p.nip = nip_cell(r, P_NIP, &why);
	if (!ret->p.nip)
		return why;
	if (!ret->p.name[0])
		return "nama: empty";
	if (strlen(ret->p.name) > 200)
		return "nama: longer than 200 bytes";
	if (!class_cell(given, cell(r, P_CPNS), &ret->p.class))
		return arena_printf(&r->row, "kelas: '%.40s' is no class of person", given);
	bool sound = ret->p.nip[0] && identity_read_nip(ret->p.nip, r->today, &id, &e) == OK;
	r->report->doubtful += ret->p.nip[0] && !sound;
	if (ret->p.class == CLASS_UNKNOWN && sound) {
		ret->p.class = id.kind == IDENTITY_PPPK ? PPPK : PNS;
		ret->p.class_derived = true;
	}
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
