/* demo_reports.c -- what the people of Tirtamulya report: twenty times the same photo, in the night in which it went round the
 * neighbourhoods, and twenty times everything else that reaches such an office: late, foreign, insulting, nameless, only
 * a link (Bawaslu Kota Pasuruan 2024: none is refused). */
#include "cli/demo_internal.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define PHOTO_BEFORE 19   /* other reports that came earlier */
#define PHOTO_REPORTS 20
#define PHOTO_LINK "https://facebook.example/laras.randuwening/1005000"
#define HALL "Gedung serbaguna Randusari"

/* day: of October, 32 is 1 November. event: likewise, 0 not said, negative: that many days before 1 October. */
static const struct {
	int day, hour, minute, event;
	const char *channel, *text, *link, *place, *reported, *position, *contact;
} OTHERS[] = {
	{5, 10, 15, 4, "web", "Baliho pasangan nomor 2 dipasang di halaman kantor dinas pariwisata, pegawainya ikut memasang.", NULL, "Halaman Dinas Pariwisata, Jalan Stasiun", NULL, NULL, NULL},
	{7, 19, 40, 6, "web", "Ada guru yang menyukai semua unggahan calon nomor 2 sejak ditetapkan.", "https://facebook.example/harsa.menur/88120", "media sosial", "Endah Padmapramana", "guru sekolah dasar", NULL},
	{9, 8, 30, 7, "counter", "Kepala seksi mengajak staf hadir di deklarasi nomor 2, disampaikan saat apel pagi. Ada empat orang yang mendengar.", NULL, "Kantor Kecamatan Tirtapura", "Bima Giriwulung", "kepala seksi", "Warga pelapor, telepon 0800 000 0000"},
	{11, 21, 5, 0, "web", "Pejabat di kantor itu tidak tahu malu, semua juga tahu dia orangnya siapa.", NULL, NULL, NULL, NULL, NULL},
	{13, 14, 0, -260, "web", "Bulan Januari lalu camat memakai kaus calon waktu senam.", NULL, "Lapangan Tirtapura", NULL, "camat", NULL},
	{15, 9, 12, 13, "web", "Perangkat desa di Kabupaten Sidamukti membagikan kaus calon bupati.", NULL, "Desa Sumberan, Kabupaten Sidamukti", NULL, "perangkat desa", NULL},
	{17, 20, 20, 0, "web", "", "https://instagram.example/warga.kenanga/reel/55012", NULL, NULL, NULL, NULL},
	{19, 11, 45, 18, "web", "Staf kelurahan membagikan stiker nomor 1 bersama surat undangan posyandu.", NULL, "Kelurahan Kalijati", NULL, "staf kelurahan", NULL},
	{21, 7, 55, 20, "web", "Mobil dinas parkir di lokasi kampanye nomor 3 sampai malam.", NULL, "Lapangan Girimukti", NULL, NULL, NULL},
	{23, 16, 30, 22, "web", "Di grup pesan kantor ada ajakan memilih nomor 2, saya simpan gambarnya.", NULL, "Grup pesan pegawai", NULL, "kepala bidang", NULL},
	{25, 18, 10, 24, "api", "Komentar pegawai di siaran langsung calon: siap menang.", "https://facebook.example/harsa.menur/88455", "media sosial", NULL, NULL, NULL},
	{28, 12, 0, 27, "web", "Daftar hadir deklarasi memuat nama pegawai dinas perhubungan.", NULL, "Balai Wanasari", NULL, NULL, NULL},
	{28, 20, 45, 27, "web", "Pegawai berfoto dengan keluarga calon memakai kaus bergambar.", NULL, "Taman Embunasri", NULL, NULL, NULL},
	{30, 9, 0, 29, "web", "Undangan konsolidasi memakai kop dinas koperasi.", NULL, "Dinas Koperasi dan Usaha Mikro", NULL, "kepala bidang", NULL},
	{31, 15, 20, 30, "web", "Status pesan singkat seorang pegawai berisi ajakan coblos nomor 1.", NULL, "status pesan singkat", NULL, NULL, NULL},
	{32, 8, 40, 31, "web", "Surat edaran palsu mengatasnamakan sekretaris daerah menyuruh hadir kampanye.", NULL, "Kantor Kecamatan Randusari", NULL, NULL, NULL},
	{33, 23, 20, 33, "web", "Kendaraan dinas berpelat merah mengantar peserta ke lokasi kampanye nomor 2, empat kali bolak-balik.", NULL, "Lapangan Kalijati", NULL, NULL, NULL},
	{34, 19, 5, 34, "web", "Spanduk calon dipasang di pagar SD Negeri Randusari 2.", NULL, "SD Negeri Randusari 2", NULL, "kepala sekolah", NULL},
	{34, 21, 30, 34, "api", "A clinic nurse wore a campaign pin while on duty this afternoon.", NULL, "Puskesmas Tirtapura", NULL, "perawat", NULL},
	/* after those of the photo */
	{35, 7, 5, 34, "web", "Ketua RT membagikan amplop bersama lurah, saya takut disebut namanya.", NULL, "Kelurahan Wanasari", NULL, "lurah", NULL},
};

static const char *const PHOTO_TEXTS[] = {
	"Sembilan orang foto bersama pasangan nomor 2 di gedung serbaguna, beberapa mengangkat dua jari. Ada yang pegawai kecamatan.",
	"Foto ini beredar di grup RT. Yang pakai baju krem itu pegawai.", "Pegawai dan tenaga harian ikut foto dengan calon Jumat malam.",
	"Mohon diperiksa, ada ASN mengacungkan dua jari di foto ini.", "Saya lihat sendiri mereka foto sesudah acara, sekitar pukul sembilan malam.",
	"Foto bersama calon wali kota, setahu saya lima di antaranya PNS.", "Tetangga saya ada di foto ini, dia kerja di dinas.",
};

const size_t demo_reports_n = COUNT(OTHERS) + PHOTO_REPORTS;

static struct demo_report other(size_t i)
{
	return (struct demo_report){
		.at = instant_at(day_add(day_of(2024, 9, 30), OTHERS[i].day), OTHERS[i].hour, OTHERS[i].minute, 0, WIB),
		.text = OTHERS[i].text, .link = OTHERS[i].link, .place = OTHERS[i].place, .reported = OTHERS[i].reported,
		.position = OTHERS[i].position, .channel = OTHERS[i].channel, .contact = OTHERS[i].contact,
		.event_on = OTHERS[i].event ? day_add(day_of(2024, 9, 30), OTHERS[i].event) : DAY_NONE,
	};
}

/* Friday's photo reached the telephones of the neighbourhoods late on Sunday: one report before midnight, some in the
 * first hour, the others when people woke on Monday. */
static struct instant photo_moment(size_t i)
{
	struct day monday = day_of(2024, 11, 4);
	if (i < 9)
		return (struct instant){instant_at(monday, 0, 0, 0, WIB).us + ((int64_t)i * 8 - 7) * 60 * SECOND_US};
	return (struct instant){instant_at(monday, 5, 2, 0, WIB).us + (int64_t)(i - 9) * 4 * 60 * SECOND_US};
}

static struct demo_report of_photo(size_t i)
{
	struct demo_report r = {.at = photo_moment(i), .text = PHOTO_TEXTS[i % COUNT(PHOTO_TEXTS)], .place = HALL, .channel = "web",
				.event_on = day_of(2024, 11, 1)};
	r.photo = i % 3 == 1 ? 0 : i % 2 ? (int)i + 1 : 1; /* some the very same file, some another telephone's copy */
	r.link = i % 3 == 1 ? PHOTO_LINK : NULL;
	return r;
}

struct demo_report demo_report_at(size_t i)
{
	if (i < PHOTO_BEFORE)
		return other(i);
	return i < PHOTO_BEFORE + PHOTO_REPORTS ? of_photo(i - PHOTO_BEFORE) : other(i - PHOTO_REPORTS);
}
