/* demo_city.c -- the employees of Tirtamulya: names, numbers, offices, accounts. See demo_internal.h.
 *
 * A name is a given name and one of our own made-up family names; some carry a title before or after, as in real
 * registers. Numbers follow the shapes of the dossier (F.1 NIP, F.2 NI PPPK): birth date, appointment, sex, serial.
 */
#include "cli/demo_internal.h"

#include <ctype.h>
#include <string.h>

#define SEED UINT64_C(0x54495254414d554c) /* "TIRTAMUL" */
#define COUNT(list) (sizeof(list) / sizeof *(list))

uint64_t demo_next(struct demo_rng *r)
{
	uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

size_t demo_below(struct demo_rng *r, size_t n)
{
	return (size_t)(demo_next(r) % n);
}

const struct demo_opd demo_opds[DEMO_OPD] = {
	{"Kecamatan Randusari Kota Tirtamulya", "Camat Randusari", {"Seksi Pemerintahan", "Seksi Pelayanan Umum", "Kelurahan Randusari"}},
	{"Kecamatan Tirtapura Kota Tirtamulya", "Camat Tirtapura", {"Seksi Pemerintahan", "Seksi Pemberdayaan", "Kelurahan Tirtapura"}},
	{"Dinas Perhubungan Kota Tirtamulya", "Kepala Dinas Perhubungan", {"Bidang Lalu Lintas", "Bidang Angkutan", "UPT Parkir"}},
	{"Dinas Lingkungan Hidup Kota Tirtamulya", "Kepala Dinas Lingkungan Hidup", {"Bidang Persampahan", "Bidang Tata Lingkungan", "UPT Taman Kota"}},
	{"Dinas Pendidikan Kota Tirtamulya", "Kepala Dinas Pendidikan", {"Bidang Pendidikan Dasar", "Bidang Ketenagaan", "SD Negeri Randusari 2"}},
	{"Dinas Kesehatan Kota Tirtamulya", "Kepala Dinas Kesehatan", {"Bidang Pelayanan Kesehatan", "Puskesmas Randusari", "Puskesmas Tirtapura"}},
	{"Dinas Pekerjaan Umum Kota Tirtamulya", "Kepala Dinas Pekerjaan Umum", {"Bidang Bina Marga", "Bidang Sumber Daya Air", "Bidang Cipta Karya"}},
	{"Dinas Perumahan Kota Tirtamulya", "Kepala Dinas Perumahan", {"Bidang Perumahan", "Bidang Permukiman", "Sekretariat"}},
	{"Satuan Polisi Pamong Praja Kota Tirtamulya", "Kepala Satuan Polisi Pamong Praja", {"Bidang Ketertiban", "Bidang Penegakan Perda", "Sekretariat"}},
	{"Dinas Sosial Kota Tirtamulya", "Kepala Dinas Sosial", {"Bidang Rehabilitasi", "Bidang Perlindungan", "Sekretariat"}},
	{"Dinas Tenaga Kerja Kota Tirtamulya", "Kepala Dinas Tenaga Kerja", {"Bidang Pelatihan", "Bidang Penempatan", "Sekretariat"}},
	{"Dinas Kependudukan dan Pencatatan Sipil Kota Tirtamulya", "Kepala Dinas Kependudukan dan Pencatatan Sipil", {"Bidang Pendaftaran", "Bidang Pencatatan", "Sekretariat"}},
	{"Dinas Komunikasi dan Informatika Kota Tirtamulya", "Kepala Dinas Komunikasi dan Informatika", {"Bidang Informasi Publik", "Bidang Aplikasi", "Sekretariat"}},
	{"Dinas Koperasi dan Usaha Mikro Kota Tirtamulya", "Kepala Dinas Koperasi dan Usaha Mikro", {"Bidang Koperasi", "Bidang Usaha Mikro", "Sekretariat"}},
	{"Dinas Penanaman Modal Kota Tirtamulya", "Kepala Dinas Penanaman Modal", {"Bidang Perizinan", "Bidang Promosi", "Sekretariat"}},
	{"Dinas Pariwisata Kota Tirtamulya", "Kepala Dinas Pariwisata", {"Bidang Destinasi", "Bidang Pemasaran", "Sekretariat"}},
	{"Dinas Perpustakaan Kota Tirtamulya", "Kepala Dinas Perpustakaan", {"Bidang Layanan", "Bidang Arsip", "Sekretariat"}},
	{"Dinas Pertanian Kota Tirtamulya", "Kepala Dinas Pertanian", {"Bidang Tanaman Pangan", "Bidang Peternakan", "Sekretariat"}},
	{"Badan Perencanaan Pembangunan Kota Tirtamulya", "Kepala Badan Perencanaan Pembangunan", {"Bidang Ekonomi", "Bidang Prasarana", "Sekretariat"}},
	{"Badan Keuangan Kota Tirtamulya", "Kepala Badan Keuangan", {"Bidang Anggaran", "Bidang Pendapatan", "Sekretariat"}},
	{"Badan Kepegawaian Kota Tirtamulya", "Kepala Badan Kepegawaian", {"Bidang Mutasi", "Bidang Disiplin", "Sekretariat"}},
	{"Badan Kesatuan Bangsa Kota Tirtamulya", "Kepala Badan Kesatuan Bangsa", {"Bidang Politik", "Bidang Ideologi", "Sekretariat"}},
	{"Inspektorat Kota Tirtamulya", "Inspektur", {"Inspektur Pembantu I", "Inspektur Pembantu II", "Sekretariat"}},
	{"Sekretariat Daerah Kota Tirtamulya", "Sekretaris Daerah", {"Bagian Umum", "Bagian Hukum", "Bagian Organisasi"}},
};

static const char *const MEN[] = {
	"Agus", "Bagus", "Candra", "Dimas", "Eko", "Fajar", "Galih", "Hendra", "Indra", "Jaka", "Krisna", "Luhur", "Mahesa",
	"Nanda", "Panca", "Raka", "Satria", "Teguh", "Untung", "Wahyu", "Yoga", "Arya", "Bima", "Danu", "Gilang", "Iwan",
	"Lukman", "Surya", "Wira", "Yudha",
};
static const char *const WOMEN[] = {
	"Ayu", "Bunga", "Cempaka", "Dewi", "Endah", "Fitri", "Gita", "Hesti", "Intan", "Juwita", "Kartika", "Laras", "Melati",
	"Nirmala", "Puspa", "Ratna", "Sekar", "Tiara", "Utari", "Wulan", "Yuni", "Arum", "Citra", "Dian", "Lestari", "Maya",
	"Rini", "Sinta", "Wening", "Yanti",
};
/* Family names that nobody bears: two words of the landscape run together. */
static const char *const FIRST_HALF[] = {
	"Randu", "Tirta", "Jati", "Lembah", "Awan", "Kali", "Padma", "Sawo", "Wana", "Giri", "Laut", "Embun", "Kencana", "Puri",
};
static const char *const SECOND_HALF[] = {
	"wening", "buana", "lestariwan", "pramana", "sasmita", "wijana", "kusumah", "harjana", "sembada", "wulung", "danapati", "reksa",
};
static const char *const BACK_TITLES[] = {"S.Sos.", "S.E.", "S.Pd.", "S.T.", "S.H.", "M.Si.", "A.Md.", "S.Kom."};
static const char *const PLATFORMS[] = {"facebook", "instagram", "x", "tiktok"};

/* Classes by weight out of a hundred. */
static const struct {
	const char *class;
	size_t weight;
	const char *positions[3];
} CLASSES[] = {
	{"PNS", 58, {"Pengelola Data", "Analis Kebijakan", "Pengadministrasi Umum"}},
	{"CPNS", 4, {"Analis Pertama", "Pranata Komputer", "Pengelola Layanan"}},
	{"PPPK", 18, {"Guru", "Perawat", "Penyuluh"}},
	{"THL", 13, {"Tenaga Kebersihan", "Pengemudi", "Petugas Parkir"}},
	{"HONORER", 5, {"Tenaga Administrasi", "Penjaga Kantor", "Operator"}},
	{"PERANGKAT_KELURAHAN", 2, {"Sekretaris Kelurahan", "Kepala Seksi Kelurahan", "Staf Kelurahan"}},
};

static const char *name_make(struct arena *a, struct demo_rng *r, bool woman)
{
	const char *given = woman ? WOMEN[demo_below(r, COUNT(WOMEN))] : MEN[demo_below(r, COUNT(MEN))];
	const char *first = FIRST_HALF[demo_below(r, COUNT(FIRST_HALF))];
	return arena_printf(a, "%s %s%s", given, first, SECOND_HALF[demo_below(r, COUNT(SECOND_HALF))]);
}

/* Serials go up by one, so that no number is given twice. */
static const char *number_make(struct arena *a, struct demo_rng *r, const char *class, bool woman, size_t i)
{
	int year = 1967 + (int)demo_below(r, 33), month = 1 + (int)demo_below(r, 12), day = 1 + (int)demo_below(r, 28);
	int joined = year + 22 + (int)demo_below(r, 4);
	unsigned serial = (unsigned)(i % 997) + 1;
	if (strcmp(class, "THL") == 0 || strcmp(class, "HONORER") == 0)
		return NULL;
	if (strcmp(class, "PPPK") == 0)
		return arena_printf(a, "%04d%02d%02d%04d21%d%03u", year, month, day, 2021 + (int)(i % 3), woman ? 2 : 1, serial);
	if (strcmp(class, "CPNS") == 0)
		joined = 2024;
	return arena_printf(a, "%04d%02d%02d%04d%02d%d%03u", year, month, day, joined > 2023 ? 2024 : joined,
			    1 + (int)demo_below(r, 9), woman ? 2 : 1, serial);
}

static size_t class_pick(struct demo_rng *r)
{
	size_t at = demo_below(r, 100);
	for (size_t i = 0; i < COUNT(CLASSES); i++) {
		if (at < CLASSES[i].weight)
			return i;
		at -= CLASSES[i].weight;
	}
	return 0;
}

/* "Laras Randuwening" -> "laras.randuwening07" */
static const char *handle_make(struct arena *a, struct demo_rng *r, const char *name)
{
	char *handle = arena_printf(a, "%s%02zu", name, demo_below(r, 100));
	for (char *c = handle; *c; c++)
		*c = *c == ' ' ? '.' : (char)tolower((unsigned char)*c);
	return handle;
}

static struct demo_person person_make(struct arena *a, struct demo_rng *r, size_t i)
{
	bool woman = demo_below(r, 2);
	size_t class = class_pick(r);
	struct demo_person p = {.name = name_make(a, r, woman), .class = CLASSES[class].class, .status = "aktif"};
	p.position = CLASSES[class].positions[demo_below(r, 3)];
	p.opd = (int)(i % DEMO_OPD);
	p.unit = demo_opds[p.opd].units[demo_below(r, 3)];
	p.nip = number_make(a, r, p.class, woman, i);
	if (p.nip && demo_below(r, 3) == 0)
		p.back = BACK_TITLES[demo_below(r, COUNT(BACK_TITLES))];
	if (demo_below(r, 40) == 0)
		p.status = "cuti";
	if (demo_below(r, 4) == 0) { /* a quarter has an account on record */
		p.platform = PLATFORMS[demo_below(r, COUNT(PLATFORMS))];
		p.handle = handle_make(a, r, p.name);
		p.evidence = demo_below(r, 3) ? "claimed" : "admitted";
	}
	return p;
}

/* The nine of the photo: five ASN, four day labourers, from four offices; then two who only share a name. */
static const struct demo_person NINE[] = {
	{"Laras Randuwening", NULL, "S.Sos.", "198703142010012004", "PNS", "Seksi Pelayanan Umum", "Pengelola Data", "aktif", "facebook", "laras.randuwening", "admitted", 0},
	{"Danu Tirtasasmita", NULL, NULL, "197911022005011007", "PNS", "Seksi Pemerintahan", "Kepala Seksi Pemerintahan", "aktif", "facebook", "danu.tirtasasmita", "claimed", 0},
	{"Hesti Padmawijana", NULL, "S.E.", "199205182015032003", "PNS", "Bidang Angkutan", "Analis Kebijakan", "aktif", "facebook", "hesti.padmawijana", "claimed", 2},
	{"Galih Jatireksa", NULL, NULL, "198906212021211005", "PPPK", "Bidang Persampahan", "Penyuluh", "aktif", "facebook", "galih.jatireksa", "claimed", 3},
	{"Utari Awanpramana", NULL, "S.Pd.", "199401092022212002", "PPPK", "SD Negeri Randusari 2", "Guru", "aktif", "facebook", "utari.awanpramana", "admitted", 4},
	{"Untung Kaliwulung", NULL, NULL, NULL, "THL", "Kelurahan Randusari", "Petugas Kebersihan", "aktif", "facebook", "untung.kaliwulung", "claimed", 0},
	{"Jaka Sawosembada", NULL, NULL, NULL, "THL", "UPT Parkir", "Petugas Parkir", "aktif", "facebook", "jaka.sawosembada", "claimed", 2},
	{"Wening Girikusumah", NULL, NULL, NULL, "THL", "UPT Taman Kota", "Tenaga Taman", "aktif", "facebook", "wening.girikusumah", "claimed", 3},
	{"Iwan Embunharjana", NULL, NULL, NULL, "THL", "SD Negeri Randusari 2", "Penjaga Sekolah", "aktif", "facebook", "iwan.embunharjana", "claimed", 4},
	{"Laras Randuwening", NULL, "S.Kom.", "199809302022032011", "PNS", "Bidang Aplikasi", "Pranata Komputer", "aktif", NULL, NULL, NULL, 12},
	{"Danu Tirtasasmita", NULL, NULL, "197204122000031009", "PNS", "Bidang Bina Marga", "Pengawas Jalan", "aktif", NULL, NULL, NULL, 6},
};

const struct demo_city *demo_city_make(struct arena *a)
{
	struct demo_city *city = arena_new(a, struct demo_city);
	struct demo_rng r = {SEED};
	for (size_t i = 0; i < DEMO_PEOPLE; i++)
		city->people[i] = i < COUNT(NINE) ? NINE[i] : person_make(a, &r, i);
	return city;
}

static void csv_row(struct buf *b, const char *const cells[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		buf_csv(b, cells[i] ? cells[i] : "");
	}
	buf_char(b, '\n');
}

static char *done(struct arena *a, struct buf *b)
{
	char *text = buf_arena(a, b);
	buf_free(b);
	return text;
}

char *demo_registry_csv(struct arena *a, const struct demo_city *c)
{
	struct buf b = {0};
	buf_text(&b, "nip,nama,gelar_depan,gelar_belakang,kelas,instansi,unit,jabatan,wilayah,status\n");
	for (size_t i = 0; i < DEMO_PEOPLE; i++) {
		const struct demo_person *p = &c->people[i];
		const char *cells[] = {p->nip, p->name, p->front, p->back, p->class, demo_opds[p->opd].name,
				       p->unit, p->position, DEMO_REGION, p->status};
		csv_row(&b, cells, COUNT(cells));
	}
	return done(a, &b);
}

char *demo_accounts_csv(struct arena *a, const struct demo_city *c)
{
	struct buf b = {0};
	buf_text(&b, "platform,handle,nip,nama,instansi,evidence\n");
	for (size_t i = 0; i < DEMO_PEOPLE; i++) {
		const struct demo_person *p = &c->people[i];
		const char *cells[] = {p->platform, p->handle, p->nip, p->name, demo_opds[p->opd].name, p->evidence};
		if (p->handle && p->nip) /* a list of accounts goes by employee number */
			csv_row(&b, cells, COUNT(cells));
	}
	return done(a, &b);
}

char *demo_agencies_csv(struct arena *a)
{
	struct buf b = {0};
	buf_text(&b, "nama,kode,wilayah,kepala\n");
	for (size_t i = 0; i < DEMO_OPD; i++) {
		const char *cells[] = {demo_opds[i].name, arena_printf(a, "99.71.%02zu", i + 1), DEMO_REGION, demo_opds[i].head};
		csv_row(&b, cells, COUNT(cells));
	}
	return done(a, &b);
}
