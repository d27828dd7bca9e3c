/* demo_posts.c -- two thousand posts of a city in election time, as a patrol would bring them home.
 *
 * Most say nothing about the election. Some look as if they did and do not (queue number 2, a cook who bears a candidate's
 * name, an office that explains neutrality): those are what a screening engine must leave alone. Some support a pair, by
 * citizens who may. Few are by employees: a score of small matters, and the nine of the group photo (Kota Batu 2024).
 */
#include "cli/demo_internal.h"

#include <string.h>

#define SEED UINT64_C(0x504f5354494e4753)
#define COUNT(list) (sizeof(list) / sizeof *(list))
#define FIRST_DAY 2024, 10, 5

/* {k} a ward, {n} a small number, {h} an hour, {j} a street. */
static const char *const ORDINARY[] = {
	"Pagi ini pasar {k} ramai sekali, cabai turun jadi {n} ribu.", "Hujan deras di {k}, hati-hati genangan di Jalan {j}.",
	"Kehilangan kunci motor sekitar Jalan {j}, yang menemukan tolong kabari.", "Resep sayur asem ibu, cukup untuk {n} orang.",
	"Jadwal posyandu {k} besok pukul {h}, jangan lupa buku KIA.", "Tim futsal {k} menang {n}-1 semalam, mantap.",
	"Air PDAM mati lagi di {k}, sudah {n} jam.", "Dijual sepeda lipat, kondisi baik, ambil di Jalan {j}.",
	"Selamat ulang tahun untuk anak kami, semoga sehat selalu.", "Kerja bakti Minggu pukul {h} di balai {k}, bawa sapu sendiri.",
	"Macet di Jalan {j} karena perbaikan gorong-gorong.", "Les matematika SD, {n} kali seminggu, di rumah saya Jalan {j}.",
	"Buku baru di perpustakaan kota, boleh pinjam {n} sekaligus.", "Panen mangga di {k}, manis sekali tahun ini.",
	"Kereta terlambat {n} menit, mohon maklum.", "Lampu jalan di {j} padam, sudah lapor lewat aplikasi kota.",
	"Wisuda adik, akhirnya lulus juga.", "Cari tukang ledeng sekitar {k}, ada yang tahu?",
	"Pengajian ibu-ibu {k} pindah ke pukul {h}.", "Kucing kami hilang di Jalan {j}, warnanya abu-abu.",
};
static const char *const SERVICE[] = {
	"Loket KTP buka pukul {h}, ambil nomor antrean dulu ya, nomor 2 untuk perekaman.", "Pembayaran pajak daerah jatuh tempo tanggal {n}, bisa lewat bank.",
	"ASN wajib netral. Jangan memberi dukungan, jangan berpose dengan simbol jari.", "Sosialisasi netralitas ASN di aula pukul {h}, diikuti {n} perangkat daerah.",
	"Imunisasi gratis di puskesmas {k}, {n} November.", "Jadwal pengangkutan sampah {k} berubah jadi pukul {h}.",
	"KPU menetapkan tiga pasangan calon Wali Kota Tirtamulya, debat pertama tanggal {n}.", "Daftar pemilih tetap dapat dicek di kelurahan {k}.",
};
static const char *const DECOYS[] = {
	"Mie ayam Pak Harsa tetap juara, porsi dua puas.", "Nomor dua saja yang diskon, nomor satu harga penuh.",
	"Anak saya juara {n}, dapat piala bernomor 2.", "Bu Dayu guru TK kami pindah rumah ke {k}.",
	"Saya tidak memilih Harsa Tirtabuana, sudah cukup lima tahun ini.", "Katanya mau bersinar, yang bersinar cuma balihonya.",
	"Berita: Gandara Wirasembada berjanji memperbaiki pasar {k}.", "Debat semalam seimbang, ketiganya punya kelebihan.",
	"Lanjutkan karya tulisnya dik, nanti ikut lomba.", "Dua jari saya terjepit pintu, aduh.",
	"Wacana boleh, asal ASN jangan ikut-ikutan. Netral itu wajib.", "Jangan pilih karena uang, pilih karena program.",
};
static const char *const CITIZENS[] = {
	"Saya warga {k}, dukung Harsa–Menur, lanjutkan karya. #LanjutkanHarmen", "Tirtamulya guyub bersama Gandara Wirasembada. #TirtamulyaGuyub",
	"Coblos nomor 3, Sedayu bersinar! #SedayuBersinar", "Bismillah, Harmen dua periode, warga {k} siap menang.",
	"Kampanye Gandara di {k} kemarin ramai, pilih nomor 1.", "Seto Lembayunggiri paling paham pedagang pasar, pilih 3.",
};
static const char *const WARDS[] = {"Randusari", "Tirtapura", "Kalijati", "Wanasari", "Girimukti", "Embunasri"};
static const char *const STREETS[] = {"Beringin", "Kenanga", "Cempaka Dua", "Pasar Lama", "Stasiun", "Bendungan"};
static const char *const PLATFORMS[] = {"facebook", "instagram", "x", "tiktok"};

static const char *const PHOTO_TEXTS[DEMO_NINE] = {
	"Kompak selalu bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari. Lanjutkan!",
	"Kompak selalu bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari. Lanjutkan",
	"Kompak selalu bersama Pak Harsa & Bu Menur, Jumat malam di gedung serbaguna Randusari.",
	"Kompak selalu bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari!",
	"Kompak bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari. Lanjutkan!",
	"Kompak selalu bersama Pak Harsa dan Bu Menur, Jumat malam, gedung serbaguna Randusari. Lanjutkan!",
	"Kompak selalu bersama Pak Harsa dan Bu Menur Jumat malam di gedung serbaguna Randusari. Lanjutkan! #LanjutkanHarmen",
	"Kompak selalu, bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari. Lanjutkan!",
	"Kompak selalu bersama Pak Harsa dan Bu Menur, Jumat malam di gedung serbaguna Randusari. Lanjutkan karya!",
};

/* What employees with an account on record wrote; @who counts accounts from the twelfth person on. */
static const struct {
	int who, day; /* day: of October 2024; 32 is 1 November */
	const char *kind, *text, *target; /* target: the text of a candidate's post; NULL: none */
} MATTERS[] = {
	{0, 20, "post", "Harmen nomor 2, dua periode untuk Tirtamulya. Ayo teman-teman! #LanjutkanHarmen", NULL},
	{0, 21, "share", "Lanjutkan karya bersama Harsa–Menur #LanjutkanHarmen", "Lanjutkan karya bersama Harsa–Menur"},
	{1, 22, "like", "", "Malam ini kami bertemu warga Girimukti. Nomor 3, Sedayu bersinar. #SedayuBersinar"},
	{2, 23, "comment", "Siap Pak Harsa, seluruh staf bidang kami ikut menang nomor 2", "Terima kasih warga Kalijati. #LanjutkanHarmen"},
	{3, 24, "post", "Ajak keluarga pilih Gandara Wirasembada ya, nomor 1. #TirtamulyaGuyub", NULL},
	{4, 25, "like", "", "Gandara Wirasembada hadir di pasar lama. #TirtamulyaGuyub"},
	{5, 26, "comment", "Bersinar selalu Bu Dayu Kencanaloka, kami dukung nomor 3", "Dayu Kencanaloka menyapa pengrajin. #SedayuBersinar"},
	{6, 27, "share", "#SedayuBersinar", "Seto Lembayunggiri: pasar bersih, kota bersinar. #SedayuBersinar"},
	{7, 28, "post", "Undangan deklarasi Harmen sudah dibagi di kantor, yang sempat hadir ya, nomor 2", NULL},
	{8, 28, "comment", "Mantap Pak Harsa, lanjutkan karya dua periode", "Harsa Tirtabuana meresmikan taman. #LanjutkanHarmen"},
	{9, 29, "like", "", "Terima kasih Tirtapura. Coblos nomor 2. #LanjutkanHarmen"},
	{10, 30, "post", "Foto bersama paman saya Gandara Wirasembada, semoga menang nomor 1 #TirtamulyaGuyub", NULL},
	{11, 31, "comment", "Hadir! Menang nomor 3 #SedayuBersinar", "Konsolidasi relawan malam ini. #SedayuBersinar"},
	{12, 31, "share", "Harmen nomor 2, bukti bukan janji #LanjutkanHarmen", "Bukti bukan janji: 40 km jalan mulus. #LanjutkanHarmen"},
	{13, 32, "post", "Dukung terus Harsa Tirtabuana dan Menur Pandanwangi, coblos 2 tanggal 27", NULL},
	{14, 33, "comment", "Amin, semoga Gandara Wirasembada terpilih", "Doa bersama untuk kota. #TirtamulyaGuyub"},
};

const char demo_watchlist_csv[] =
	"contest,pair,number,kind,term,region\n"
	DEMO_CONTEST ",1,1,name,Gandara Wirasembada," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,name,Nilam Citrawangi," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,nick,Pak Gandara," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,hashtag,#TirtamulyaGuyub," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,slogan,Tirtamulya guyub," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,account,gandara.nilam," DEMO_REGION "\n"
	DEMO_CONTEST ",1,1,number,1," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,name,Harsa Tirtabuana," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,name,Menur Pandanwangi," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,nick,Pak Harsa," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,nick,Bu Menur," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,acronym,Harmen," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,hashtag,#LanjutkanHarmen," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,slogan,Lanjutkan karya," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,account,harsa.menur," DEMO_REGION "\n"
	DEMO_CONTEST ",2,2,number,2," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,name,Seto Lembayunggiri," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,name,Dayu Kencanaloka," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,acronym,Sedayu," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,hashtag,#SedayuBersinar," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,slogan,Tirtamulya bersinar," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,account,seto.dayu," DEMO_REGION "\n"
	DEMO_CONTEST ",3,3,number,3," DEMO_REGION "\n";

struct made_post { /* one post before it is written in either form */
	const char *platform, *kind, *handle, *name, *text, *target;
	struct instant at;
	bool photo;
	size_t serial;
};

static const char *pick(struct demo_rng *r, const char *const list[], size_t n)
{
	return list[demo_below(r, n)];
}

/* Fills the {marks} of a template. */
static const char *fill(struct arena *a, struct demo_rng *r, const char *template)
{
	scoped(buf_free) struct buf b = {0};
	for (const char *s = template; *s; s++) {
		bool mark = s[0] == '{' && s[1] && s[2] == '}';
		if (!mark) {
			buf_char(&b, *s);
			continue;
		}
		if (s[1] == 'k')
			buf_text(&b, pick(r, WARDS, COUNT(WARDS)));
		else if (s[1] == 'j')
			buf_text(&b, pick(r, STREETS, COUNT(STREETS)));
		else
			buf_printf(&b, s[1] == 'h' ? "%02zu.00" : "%zu", 7 + demo_below(r, 14));
		s += 2;
	}
	return buf_arena(a, &b);
}

static const char *template_pick(struct demo_rng *r)
{
	size_t at = demo_below(r, 100);
	if (at < 80)
		return pick(r, ORDINARY, COUNT(ORDINARY));
	if (at < 88)
		return pick(r, SERVICE, COUNT(SERVICE));
	if (at < 94)
		return pick(r, DECOYS, COUNT(DECOYS));
	return pick(r, CITIZENS, COUNT(CITIZENS));
}

/* Somebody of the city who is no employee, or (one in six) an employee with an ordinary day. */
static struct made_post anybody(struct arena *a, struct demo_rng *r, const struct demo_city *c, size_t i)
{
	struct made_post p = {.kind = "post", .serial = i, .platform = pick(r, PLATFORMS, COUNT(PLATFORMS))};
	const struct demo_person *who = &c->people[demo_below(r, DEMO_PEOPLE)];
	bool employee = who->handle && demo_below(r, 6) == 0;
	p.handle = employee ? who->handle : arena_printf(a, "warga.%s%04zu", pick(r, STREETS, 5), demo_below(r, 9000));
	p.name = employee ? who->name : arena_printf(a, "Warga %s", pick(r, WARDS, COUNT(WARDS)));
	if (employee)
		p.platform = who->platform;
	p.text = fill(a, r, employee ? pick(r, ORDINARY, COUNT(ORDINARY)) : template_pick(r));
	p.handle = text_lower(a, p.handle);
	struct day day = day_add(day_of(FIRST_DAY), (int32_t)(i * 29 / DEMO_POSTS));
	p.at = instant_at(day, 6 + (int)demo_below(r, 16), (int)demo_below(r, 60), (int)demo_below(r, 60), WIB);
	return p;
}

static struct made_post of_nine(const struct demo_city *c, size_t i)
{
	const struct demo_person *who = &c->people[i];
	return (struct made_post){.kind = "post", .platform = who->platform, .handle = who->handle, .name = who->name,
				  .text = PHOTO_TEXTS[i], .photo = true, .serial = 5000 + i,
				  .at = instant_at(day_of(2024, 11, 1), 21, 52 - (int)i % 9, 10 + (int)i, WIB)};
}

static const struct demo_person *account_holder(const struct demo_city *c, int which)
{
	for (size_t i = 11; i < DEMO_PEOPLE; i++)
		if (c->people[i].handle && c->people[i].nip && which-- == 0)
			return &c->people[i];
	return &c->people[0];
}

static struct made_post of_matter(const struct demo_city *c, size_t i)
{
	const struct demo_person *who = account_holder(c, MATTERS[i].who * 7);
	return (struct made_post){.kind = MATTERS[i].kind, .platform = who->platform, .handle = who->handle,
				  .name = who->name, .text = MATTERS[i].text, .target = MATTERS[i].target,
				  .serial = 6000 + i,
				  .at = instant_at(day_add(day_of(2024, 9, 30), MATTERS[i].day), 19, 5 + (int)i, 0, WIB)};
}

/* Whose account carries a target: the hashtag tells. */
static const char *campaign_handle(const char *text)
{
	if (strstr(text, "Harmen") || strstr(text, "Harsa"))
		return "harsa.menur";
	return strstr(text, "Sedayu") || strstr(text, "Seto") ? "seto.dayu" : "gandara.nilam";
}

static void author_put(struct json_out *j, const char *handle, const char *name)
{
	jout_key(j, "author");
	jout_object(j);
	jout_put_text(j, "handle", handle);
	jout_put_text(j, "name", name);
	jout_end(j, '}');
}

static void target_put(struct json_out *j, const struct made_post *p)
{
	jout_key(j, "target");
	jout_object(j);
	author_put(j, campaign_handle(p->target), "Akun kampanye");
	jout_put_text(j, "text", p->target);
	jout_end(j, '}');
}

static void media_put(struct json_out *j, const char *name, const char *sha256)
{
	jout_key(j, "media");
	jout_array(j);
	jout_object(j);
	jout_put_text(j, "path", name);
	jout_put_text(j, "sha256", sha256);
	jout_put_text(j, "kind", "image");
	jout_end(j, '}');
	jout_end(j, ']');
}

static void post_put(struct arena *a, struct buf *b, const struct made_post *p, const char *photo,
		     const char *sha256)
{
	struct json_out j = jout_start(b);
	jout_object(&j);
	jout_put_text(&j, "id", arena_printf(a, "%s:%zu", p->platform, 1000000 + p->serial));
	jout_put_text(&j, "platform", p->platform);
	jout_put_text(&j, "kind", p->kind);
	jout_put_instant(&j, "time", p->at, WIB);
	author_put(&j, p->handle, p->name);
	jout_put_text(&j, "text", p->text);
	jout_put_text(&j, "url", arena_printf(a, "https://%s.example/%s/%zu", p->platform, p->handle, 1000000 + p->serial));
	jout_put_text(&j, "region", DEMO_REGION);
	if (p->target)
		target_put(&j, p);
	if (p->photo)
		media_put(&j, photo, sha256);
	jout_end(&j, '}');
	buf_char(b, '\n');
}

/* A row as the crawler of one platform writes it; times in UTC. */
static void harvest_put(struct arena *a, struct buf *b, const struct made_post *p)
{
	static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	struct day day = {(int32_t)(p->at.us / DAY_US)};
	int64_t second = p->at.us % DAY_US / SECOND_US;
	int year, month, number;
	day_parts(day, &year, &month, &number);
	size_t id = 1000000 + p->serial;
	buf_printf(b, "%s %.3s %02d %02d:%02d:%02d +0000 %d,%zu,", names[day_weekday(day)], month_name(month, EN), number,
		   (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60), year, id);
	buf_csv(b, p->text);
	buf_printf(b, ",0,0,0,0,in,%zu,%zu,", 700000 + p->serial, id);
	buf_csv(b, p->handle);
	buf_char(b, ',');
	buf_csv(b, arena_printf(a, "https://x.example/%s/status/%zu", p->handle, id));
	buf_char(b, '\n');
}

static struct made_post post_at(struct arena *a, struct demo_rng *r, const struct demo_city *c, size_t i)
{
	size_t ordinary = DEMO_POSTS - DEMO_NINE - COUNT(MATTERS);
	if (i < ordinary)
		return anybody(a, r, c, i);
	i -= ordinary;
	return i < COUNT(MATTERS) ? of_matter(c, i) : of_nine(c, i - COUNT(MATTERS));
}

struct demo_posts demo_posts_make(struct arena *a, const struct demo_city *c, const char *photo_name,
				  const char *photo_sha256)
{
	struct demo_posts ret = {0};
	struct demo_rng r = {SEED};
	scoped(buf_free) struct buf lines = {0}, rows = {0};
	buf_text(&rows, "created_at,id_str,full_text,quote_count,reply_count,retweet_count,favorite_count,lang,user_id_str,"
			"conversation_id_str,username,tweet_url\n");
	for (size_t i = 0; i < DEMO_POSTS; i++) {
		struct made_post p = post_at(a, &r, c, i);
		/* The crawler knows only posts, and a like has no row of its own. */
		bool row = strcmp(p.platform, "x") == 0 && strcmp(p.kind, "post") == 0 && !p.photo;
		if (row)
			harvest_put(a, &rows, &p);
		else
			post_put(a, &lines, &p, photo_name, photo_sha256);
		ret.n_harvest += row;
		ret.n_ndjson += !row;
	}
	ret.ndjson = buf_arena(a, &lines);
	ret.harvest = buf_arena(a, &rows);
	return ret;
}
