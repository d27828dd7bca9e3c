/* load.c -- see load.h. Words first, then names, then what people write; last the files. */
#include "load.h"

#include "base/buf.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof *(list)))
#define WORD_MAX 32
#define NAME_MAX 128

/* Common name words, roughly from frequent to rare; a person's are drawn one by one. */
static const char *const common_m[] = {
	"MUHAMMAD", "AHMAD", "AGUS", "BUDI", "EKO", "ABDUL", "SLAMET", "JOKO", "BAMBANG", "HERU", "DEDI", "HENDRA", "WAHYU", "RUDI", "ANDI", "DWI", "TRI",
	"IWAN", "YUSUF", "ARIF", "SUPRIYADI", "HASAN", "ALI", "IBRAHIM", "SUTRISNO", "SETIAWAN", "SANTOSO", "NUGROHO", "PRASETYO", "KURNIAWAN", "SAPUTRA",
	"WIBOWO", "SUSANTO", "HIDAYAT", "RAHMAN", "HAKIM", "FIRMANSYAH", "GUNAWAN", "SYAHPUTRA", "RAMADHAN", "MAULANA", "FAUZI", "RIDWAN", "ISMAIL", "HARTONO",
	"SURYANA", "KUSUMA", "PURNOMO", "UTOMO", "WIJAYA", "SUHENDAR", "PERMANA", "MULYADI", "TAUFIK", "RAHARJO", "SUGIANTO", "YULIANTO", "WIDODO", "SUWARNO",
	"NASUTION", "SIREGAR", "HARAHAP", "SIMANJUNTAK", "LUBIS", "SINAGA", "GINTING", "TARIGAN", "TAMBUNAN", "PANJAITAN", "YOHANES", "PETRUS", "DANIEL",
	"MARKUS", "YOSEF", "WAYAN", "MADE", "NYOMAN", "KETUT", "PUTU", "GEDE", "ANAK", "AGUNG", "BAGUS", "SUARDANA", "BASO", "DAENG", "SALEH", "UMAR", "USMAN",
	"ZAINAL", "ARIFIN", "SYAMSUL", "BAHRI", "JAMALUDDIN", "KAMARUDDIN", "SYARIFUDDIN", "NASRUDDIN", "ROHMAN", "MUSTOFA", "KHOIRUL", "ANWAR", "FADLI",
	"DIMAS", "BAYU", "RIZKI", "FAJAR", "GILANG", "ILHAM", "YOGA", "ADITYA", "SATRIA", "PUTRA", "WICAKSONO", "PAMUNGKAS", "TEGUH", "SUGENG", "DIDIK", "EDI"};
static const char *const common_f[] = {
	"SITI", "SRI", "NUR", "DEWI", "DWI", "TRI", "ENDANG", "RINA", "YULI", "WATI", "LESTARI", "HANDAYANI", "RAHAYU", "WAHYUNI", "NINGSIH", "FITRI", "INDAH",
	"RATNA", "SARI", "PUJI", "ASTUTI", "WULANDARI", "PUTRI", "AYU", "KUSUMAWATI", "SUSANTI", "YULIANTI", "ANGGRAENI", "PRATIWI", "NURHAYATI", "NURUL",
	"UMI", "RINI", "YUNI", "ERNAWATI", "HENI", "IDA", "LINA", "MARYATI", "MARLINA", "KARTIKA", "SUMIATI", "SULASTRI", "MURNIATI", "KARTINI", "AMINAH",
	"FATIMAH", "KHADIJAH", "AISYAH", "MARYAM", "HALIMAH", "ZAINAB", "RAHMAWATI", "HASANAH", "MUNAWAROH", "KHASANAH", "JANNAH", "AZIZAH", "LAILATUL",
	"MARIA", "KRISTINA", "MAGDALENA", "ESTHER", "YOHANA", "MARTHA", "ROSALINA", "NI", "LUH", "KADEK", "KOMANG", "PUTU", "MADE", "BESSE", "ANDI", "TENRI",
	"SIAHAAN", "SIREGAR", "NASUTION", "HUTABARAT", "SIHOMBING", "PURBA", "SITUMORANG", "OKTAVIA", "NOVITASARI", "PERMATASARI", "MAHARANI", "SAFITRI",
	"APRILIA", "MEGAWATI", "SETYOWATI", "WIDYASTUTI", "SUHARTINI", "SUPARMI", "SUMARNI", "HARTATI", "TUTIK", "NANIK", "LILIK", "ENI", "TITIK", "RETNO"};
static const char *const heads[] = {"SU", "WI", "NU", "RA", "SO", "HA", "AN", "MA", "DI", "PU", "KU", "BA", "RI", "TU", "YU", "LA", "JA", "SA", "MU", "E",
				    "GU", "KA", "NA", "RO", "SE", "TA", "WA", "ZA", "FA", "DA", "LE", "MI", "I", "BU", "A"};
static const char *const middles[] = {"BA", "DI", "MA", "RA", "NO", "TI", "YA", "KA", "SA", "WA", "NI", "LU", "GU", "MI", "HA", "NA", "RI", "SI", "TA",
				      "LI", "PRI", "DAR", "KAR", "MAR", "NAR", "SAR", "WAR", "GI", "JI", "KI", "RU", "SU", "TU", "YU", "LA", "ZA", "PA", "JA"};
static const char *const tails[] = {"TI", "TO", "NI", "DI", "MAN", "WAN", "SIH", "YAH", "NO", "RI", "TA", "RIN", "DAR", "MAD", "LA", "SAN", "YANTO", "WATI",
				    "NINGSIH", "UDDIN", "AWAN", "TONO", "YONO", "MIN", "SNO", "RTO", "LIANA", "RIANA", "DONO", "JO", "YATI", "DIN", "LIS"};
static const char *const degrees[] = {"S.Pd.", "S.E.", "S.Kep., Ns.", "S.H.", "S.Sos., M.Si.", "A.Md.Keb.", "S.Ag.", "S.T.", "M.Pd.", "S.Kom.", "S.IP.", "M.M."};
static const char *const agencies[] = {"Dinas Pendidikan", "Dinas Kesehatan", "Sekretariat Daerah", "Dinas Perhubungan", "Kecamatan", "Badan Pendapatan Daerah",
				       "Inspektorat", "Satuan Polisi Pamong Praja", "Dinas Pertanian", "RSUD", "Dinas Sosial", "Badan Kepegawaian"};

/* What people write: words of no side, roots that take affixes, loose spellings, the subject of elections. */
static const char *const small_words[] = {
	"yang", "di", "dan", "itu", "ini", "ada", "ke", "dari", "aja", "aku", "kita", "saya", "gak", "bisa", "udah", "juga", "sama", "untuk", "dengan", "lagi",
	"kalau", "tapi", "sudah", "mau", "apa", "orang", "nya", "ya", "jadi", "banget", "tidak", "akan", "pada", "dia", "kamu", "semua", "lebih", "baru", "hari",
	"terus", "kok", "sih", "dong", "nih", "deh", "karena", "masih", "bukan", "belum", "harus", "pernah", "seperti", "para", "bagi", "oleh", "saat", "dalam"};
static const char *const roots[] = {
	"kerja", "makan", "rumah", "jalan", "pasar", "warga", "hujan", "sekolah", "anak", "main", "beli", "jual", "baca", "tulis", "bantu", "bangun", "dengar",
	"lihat", "tanya", "jawab", "masak", "cuci", "sapu", "bersih", "tanam", "panen", "kirim", "terima", "buka", "tutup", "mulai", "selesai", "pergi", "pulang",
	"datang", "tunggu", "cari", "temu", "lupa", "ingat", "tidur", "bangga", "senang", "sedih", "marah", "takut", "berani", "kuat", "lemah", "cepat", "lambat",
	"besar", "kecil", "tinggi", "rendah", "panjang", "pendek", "air", "api", "tanah", "angin", "kota", "desa", "jembatan", "motor", "mobil", "kereta",
	"pesawat", "kapal", "sungai", "laut", "gunung", "hutan", "sawah", "kebun", "harga", "uang", "gaji", "pajak", "surat", "berita", "foto", "video", "lagu"};
static const char *const loose[] = {"yg", "dgn", "utk", "bgt", "gk", "ga", "tdk", "sdh", "krn", "blm", "klo", "kalo", "jgn", "org", "sm", "sy", "lg", "jg", "aj", "dr",
				    "wkwk", "wkwkwk", "mantap", "mantul", "gaes", "gan", "bro", "sis", "min", "cuy", "anjay", "gokil", "keren", "mager", "baper"};
static const char *const politics[] = {"pilkada", "pemilu", "bupati", "gubernur", "walikota", "kpu", "bawaslu", "calon", "paslon", "debat", "kampanye", "suara", "dprd"};
static const char *const support[] = {"ayo dukung", "coblos", "pilih", "kita menangkan", "siap menangkan", "jangan lupa pilih", "tetap setia bersama", "pasti menang bersama"};
static const char *const slogans[] = {"maju", "bersinar", "sejahtera", "bangkit", "juara", "berkah", "hebat", "gemilang", "mandiri", "unggul", "religius", "bersatu"};
static const char *const places[] = {"Tirtamulya", "Sukaraya", "Wanasari", "Banyujaya", "Karangmukti", "Lembahsari", "Tanjungrejo", "Muarabaru", "Batulima", "Kotabaru",
				     "Rajawana", "Telagasari", "Girimulya", "Pasirjaya", "Sumberwangi", "Airputih", "Cempakaraya", "Mekarwangi", "Bukitindah", "Ujungkulon"};
static const char *const emoji[] = {"😂", "🙏", "❤️", "😭", "🔥", "👍", "😍", "🤣", "😊", "💪", "☺️", "😁", "🎉", "✨", "👏", "🥰"};
static const char *const honours[] = {"kang", "cak", "gus", "bang", "mas", "pak", "bu", "ning", "haji", "bunda", "abah", "mbak"};

struct term {
	uint32_t pair, kind; /* kind as in kinds[] */
	char text[NAME_MAX];
};
enum query_kind { QUERY_EXACT, QUERY_TITLED, QUERY_SWAPPED, QUERY_VARIANT, QUERY_SHORTENED, QUERY_INITIAL, QUERY_TYPO, QUERY_TWO_TYPOS };
static const char *const query_kind_names[] = {"exact", "titled", "swapped", "variant", "shortened", "initial", "one typo", "two typos"};
enum { TERM_IS_NAME, TERM_IS_NICK, TERM_IS_ACRONYM, TERM_IS_SLOGAN, TERM_IS_TAG, TERM_IS_ACCOUNT, TERM_IS_NUMBER };
static const char *const kinds[] = {"name", "nick", "acronym", "slogan", "hashtag", "account", "number"};

struct load {
	uint64_t state;
	size_t persons, accounts, pairs;
	char *names;      /* one after the other, each with its NUL */
	size_t *name_at;
	struct { struct term *items; size_t n, cap; } terms;
	struct arena arena;
};

/* ---- Chance ---- */

static uint64_t draw(struct load *l)
{
	uint64_t z = (l->state += 0x9E3779B97F4A7C15u);
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}
static uint32_t roll(struct load *l, uint32_t n) { return (uint32_t)(((draw(l) >> 32) * n) >> 32); }
static bool chance(struct load *l, unsigned of_1000) { return roll(l, 1000) < of_1000; }
/* Few are frequent: the logarithm of the rank is uniform. */
static uint32_t skewed(struct load *l, uint32_t n)
{
	double u = (double)(draw(l) >> 11) * 0x1p-53;
	uint32_t rank = (uint32_t)(exp(u * log((double)n + 1)) - 1);
	return rank < n ? rank : n - 1;
}
#define PICK(l, list) (list)[skewed((l), COUNT(list))]

/* ---- Names ---- */

/* Spelling of another time or fashion. */
static void vary(struct load *l, char *word)
{
	static const char *const changes[][2] = {{"U", "OE"}, {"J", "DJ"}, {"C", "TJ"}, {"H", "KH"}, {"D", "DH"}, {"T", "TH"}, {"I", "IE"}, {"SY", "S"}, {"S", "SY"},
						 {"F", "V"}, {"F", "P"}, {"Z", "S"}, {"I", "Y"}, {"K", "Q"}, {"U", "O"}, {"O", "U"}, {"A", "AH"}, {"N", "NN"}, {"L", "LL"}, {"E", "I"}};
	for (int again = 0; again < 5; again++) {
		const char *const *c = changes[roll(l, COUNT(changes))];
		char *at = strstr(word + 1, c[0]);
		size_t from = strlen(c[0]), to = strlen(c[1]);
		if (!at || strlen(word) + to >= WORD_MAX - 4)
			continue;
		memmove(at + to, at + from, strlen(at + from) + 1);
		memcpy(at, c[1], to);
		return;
	}
}

static void mistype(struct load *l, char *s)
{
	size_t n = strlen(s);
	if (n < 4)
		return;
	size_t at = 1 + roll(l, (uint32_t)n - 2);
	char c = (char)((islower((unsigned char)s[at]) ? 'a' : 'A') + (char)roll(l, 26));
	switch (roll(l, 4)) {
	case 0: s[at] = c; break;
	case 1: memmove(s + at, s + at + 1, n - at); break;
	case 2: memmove(s + at + 1, s + at, n - at + 1); s[at] = c; break;
	default: c = s[at]; s[at] = s[at + 1]; s[at + 1] = c; break;
	}
}

static void name_word(struct load *l, bool woman, char *to)
{
	if (roll(l, 100) < 84)
		snprintf(to, WORD_MAX, "%s", woman ? PICK(l, common_f) : PICK(l, common_m));
	else if (roll(l, 100) < 12)
		snprintf(to, WORD_MAX, "%s%s%s", roll(l, 3) ? "NUR" : "SRI", PICK(l, middles), PICK(l, tails));
	else
		snprintf(to, WORD_MAX, "%s%s%s%s", PICK(l, heads), roll(l, 3) ? PICK(l, middles) : "", roll(l, 4) ? "" : PICK(l, middles), PICK(l, tails));
	if (strlen(to) >= 4 && chance(l, 130))
		vary(l, to);
}

static void abbreviate_first(struct load *l, char *word)
{
	static const char *const spellings[] = {"M.", "MUH.", "MOH.", "MOHAMMAD", "MUHAMAD", "MOCHAMAD", "MOCH."};
	if (!strcmp(word, "MUHAMMAD") && chance(l, 520))
		strcpy(word, PICK(l, spellings));
	else if (!strcmp(word, "ABDUL") && chance(l, 150))
		strcpy(word, "ABD.");
	else if (!strcmp(word, "SITI") && chance(l, 50))
		strcpy(word, "ST.");
}

static void compose_name(struct load *l, char *to)
{
	uint32_t part = roll(l, 100), words = part < 16 ? 1 : part < 69 ? 2 : part < 97 ? 3 : 4;
	bool woman = roll(l, 100) < 56;
	char last[WORD_MAX] = "";
	*to = '\0';
	for (uint32_t i = 0; i < words; i++) {
		char word[WORD_MAX];
		do
			name_word(l, woman, word);
		while (!strcmp(word, last));
		strcpy(last, word);
		if (!i && words > 1)
			abbreviate_first(l, word);
		to += sprintf(to, "%s%s", i ? " " : "", word);
	}
}

/* AGUS SALIM -> Agus Salim */
static void title_case(char *s)
{
	for (bool start = true; *s; s++) {
		if (!start)
			*s = (char)tolower((unsigned char)*s);
		start = *s == ' ' || *s == '.';
	}
}
static void lower_case(char *s)
{
	for (; *s; s++)
		*s = (char)tolower((unsigned char)*s);
}

static struct load *load_new(uint64_t seed, size_t persons, size_t accounts, size_t pairs)
{
	struct load *l = calloc(1, sizeof *l);
	if (!l)
		exit(1);
	*l = (struct load){.state = seed, .persons = persons, .accounts = accounts, .pairs = pairs};
	size_t cap = persons * 24 + NAME_MAX, used = 0;
	l->names = malloc(cap);
	l->name_at = malloc(persons * sizeof *l->name_at);
	if (!l->names || !l->name_at)
		exit(1);
	for (size_t i = 0; i < persons; i++) {
		if (used + NAME_MAX > cap && !(l->names = realloc(l->names, cap *= 2)))
			exit(1);
		l->name_at[i] = used;
		compose_name(l, l->names + used);
		used += strlen(l->names + used) + 1;
	}
	return l;
}

static void load_free(struct load *l)
{
	free(l->names);
	free(l->name_at);
	arena_free(&l->arena);
	free(l);
}

static const char *name_of(const struct load *l, size_t person) { return l->names + l->name_at[person]; }

/* ---- Files ---- */

struct file {
	FILE *f;
	const char *path;
	struct buf lines;
};

static struct file file_open(const char *folder, const char *name)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	struct file f = {.f = fopen(path, "w"), .path = name, .lines = {.limit = SIZE_MAX / 2}};
	if (!f.f) {
		perror(path);
		exit(1);
	}
	return f;
}

static void file_flush(struct file *f, size_t above)
{
	if (f->lines.n <= above)
		return;
	if (fwrite(f->lines.s, 1, f->lines.n, f->f) != f->lines.n) {
		perror(f->path);
		exit(1);
	}
	buf_clear(&f->lines);
}

static void file_close(struct file *f)
{
	file_flush(f, 0);
	if (fclose(f->f)) {
		perror(f->path);
		exit(1);
	}
	buf_free(&f->lines);
}
#define FLUSH_ABOVE ((size_t)1 << 20) /* bytes kept before they are written */

/* ---- People and their accounts ---- */

/* Where account @i belongs, and its handle: two letters groups of the name, its number behind. */
static size_t account_owner(const struct load *l, size_t i) { return (size_t)((uint64_t)i * 2654435761u % l->persons); }
static void account_handle(const struct load *l, size_t i, char *to)
{
	const char *name = name_of(l, account_owner(l, i));
	size_t n = 0;
	for (; *name && n < 9; name++)
		if (isalpha((unsigned char)*name))
			to[n++] = (char)tolower((unsigned char)*name);
		else if (*name == ' ' && n && to[n - 1] != '_' && i % 3)
			to[n++] = i % 2 ? '_' : '.';
	sprintf(to + n, "%zu", i);
}

/* The numbers that were given, so that nobody's is given twice. */
struct given {
	uint64_t *slots; /* 0: free */
	size_t n;        /* a power of two */
};

static bool give(struct given *g, const char *nip)
{
	uint64_t number = strtoull(nip, NULL, 10);
	size_t at = (size_t)(number * 0x9E3779B97F4A7C15u >> 20) & (g->n - 1);
	for (; g->slots[at]; at = (at + 1) & (g->n - 1))
		if (g->slots[at] == number)
			return false;
	g->slots[at] = number;
	return true;
}

static struct given given_new(size_t persons)
{
	struct given g = {.n = 1024};
	while (g.n < persons * 2)
		g.n *= 2;
	if (!(g.slots = calloc(g.n, sizeof *g.slots)))
		exit(1);
	return g;
}

/* Born, joined, month, sex, serial: those of one birthday and one month of joining differ in the last three figures. */
static void compose_nip(struct load *l, struct given *given, size_t i, char nip[static 24])
{
	unsigned born = 1965 + roll(l, 38), joined = born + 20 + roll(l, 16), month = 1 + roll(l, 12), day = 1 + roll(l, 28), sex = 1 + roll(l, 2);
	size_t serial = i;
	do
		snprintf(nip, 24, "%04u%02u%02u%04u%02u%u%03u", born, month, day, joined > 2024 ? 2024 : joined, (unsigned)(1 + i / 1000 % 12), sex,
			 (unsigned)(serial++ % 1000));
	while (!give(given, nip));
}

static void write_people(struct load *l, const char *folder)
{
	static const char *const platforms[] = {"x", "facebook", "instagram", "tiktok"};
	struct given given = given_new(l->persons);
	struct file people = file_open(folder, "registry.csv"), accounts = file_open(folder, "accounts.csv");
	char(*nips)[24] = malloc(l->persons * sizeof *nips);
	if (!nips)
		exit(1);
	buf_text(&people.lines, "nip,nama,kelas,instansi,jabatan\n");
	for (size_t i = 0; i < l->persons; i++) {
		compose_nip(l, &given, i, nips[i]);
		buf_printf(&people.lines, "%s,%s,PNS,%s ", nips[i], name_of(l, i), PICK(l, agencies));
		buf_printf(&people.lines, "%s ", PICK(l, places));
		buf_printf(&people.lines, "%u,", skewed(l, 30));
		buf_printf(&people.lines, "Jabatan %u\n", skewed(l, 40));
		file_flush(&people, FLUSH_ABOVE);
	}
	buf_text(&accounts.lines, "platform,handle,nip,evidence\n");
	for (size_t i = 0; i < l->accounts; i++) {
		char handle[64];
		account_handle(l, i, handle);
		buf_printf(&accounts.lines, "%s,%s,%s,proven\n", platforms[i % 4], handle, nips[account_owner(l, i)]);
		file_flush(&accounts, FLUSH_ABOVE);
	}
	file_close(&people);
	file_close(&accounts);
	free(nips);
	free(given.slots);
}

/* ---- Candidates ---- */

static void term(struct load *l, uint32_t pair, uint32_t kind, const char *text)
{
	struct term t = {.pair = pair, .kind = kind};
	snprintf(t.text, sizeof t.text, "%s", text);
	ARENA_PUSH(&l->arena, &l->terms, t);
}

/* Thirteen or fourteen terms a pair, as candidates have them: names, nicknames, an acronym, slogans, tags, accounts, numbers. */
static void compose_pair(struct load *l, uint32_t pair)
{
	const char *place = places[pair % COUNT(places)];
	char names[2][NAME_MAX], first[2][WORD_MAX], s[NAME_MAX];
	for (int k = 0; k < 2; k++) {
		do
			compose_name(l, names[k]);
		while (!strchr(names[k], ' ') || strchr(names[k], '.'));
		title_case(names[k]);
		sscanf(names[k], "%31s", first[k]);
		term(l, pair, TERM_IS_NAME, names[k]);
		snprintf(s, sizeof s, "%s %s", PICK(l, honours), first[k]);
		lower_case(s);
		term(l, pair, TERM_IS_NICK, s);
		snprintf(s, sizeof s, "%s%s%u", first[k], roll(l, 2) ? "_" : ".", pair);
		lower_case(s);
		term(l, pair, TERM_IS_ACCOUNT, s);
	}
	snprintf(s, sizeof s, "%.3s%.3s", first[0], first[1]);
	for (char *c = s; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	term(l, pair, TERM_IS_ACRONYM, s);
	char acronym[16];
	snprintf(acronym, sizeof acronym, "%s", s);
	snprintf(s, sizeof s, "%s %s %u", place, PICK(l, slogans), pair / 50);
	term(l, pair, TERM_IS_SLOGAN, s);
	snprintf(s, sizeof s, "%s %s %s", PICK(l, slogans), PICK(l, slogans), place);
	term(l, pair, TERM_IS_SLOGAN, s);
	snprintf(s, sizeof s, "%sUntuk%s", acronym, place);
	term(l, pair, TERM_IS_TAG, s);
	snprintf(s, sizeof s, "Salam%s%u", acronym, pair % 5 + 1);
	term(l, pair, TERM_IS_TAG, s);
	snprintf(s, sizeof s, "paslon %u %s", pair % 5 + 1, place);
	term(l, pair, TERM_IS_NUMBER, s);
	snprintf(s, sizeof s, "nomor %u %s", pair % 5 + 1, place);
	term(l, pair, TERM_IS_NUMBER, s);
}

static void write_watchlist(struct load *l, const char *folder)
{
	struct file f = file_open(folder, "watchlist.csv");
	for (uint32_t pair = 0; pair < l->pairs; pair++)
		compose_pair(l, pair);
	buf_text(&f.lines, "contest,pair,number,kind,term,region\n");
	for (size_t i = 0; i < l->terms.n; i++) {
		const struct term *t = &l->terms.items[i];
		buf_printf(&f.lines, "%02u.%02u/bupati/2024,%u,%u,%s,", 11 + t->pair / 5 / 20 % 80, 1 + t->pair / 5 % 20, t->pair % 5 + 1, t->pair % 5 + 1,
			   kinds[t->kind]);
		buf_csv(&f.lines, t->text);
		buf_text(&f.lines, ",\n");
	}
	file_close(&f);
}

/* ---- What people write ---- */

static void formal_word(struct load *l, char *to)
{
	const char *root = PICK(l, roots);
	static const char *const shapes[] = {"%s", "%s", "%s", "%s", "me%s", "di%s", "ber%s", "ter%s", "pe%san", "ke%san", "%snya", "%skan", "di%skan", "%s2"};
	const char *shape = shapes[roll(l, COUNT(shapes))], *hole = strchr(shape, '%');
	snprintf(to, WORD_MAX, "%.*s%s%s", (int)(hole - shape), shape, root, hole + 2);
}

/* One in forty words is stretched, hidden by digits or mistyped. */
static void noise(struct load *l, char *word)
{
	uint32_t how = roll(l, 1000);
	size_t n = strlen(word);
	if (how < 20 && n > 2 && n < WORD_MAX - 8 && isalpha((unsigned char)word[n - 1])) {
		size_t more = 2 + roll(l, 4);
		memset(word + n, word[n - 1], more);
		word[n + more] = '\0';
	} else if (how < 24) {
		for (char *c = word; *c; c++)
			*c = *c == 'a' ? '4' : *c == 'i' ? '1' : *c == 'o' ? '0' : *c;
	} else if (how < 28) {
		mistype(l, word);
	}
}

static void write_words(struct load *l, struct buf *out, uint32_t n, bool upper)
{
	for (uint32_t i = 0; i < n; i++) {
		char word[NAME_MAX];
		uint32_t how = roll(l, 1000);
		if (how < 380)
			strcpy(word, PICK(l, small_words));
		else if (how < 520)
			strcpy(word, PICK(l, loose));
		else if (how < 955)
			formal_word(l, word);
		else if (how < 968)
			strcpy(word, PICK(l, places));
		else if (how < 980)
			name_word(l, true, word), title_case(word);
		else if (how < 990)
			sprintf(word, "%u", roll(l, 2000));
		else
			strcpy(word, PICK(l, politics));
		noise(l, word);
		for (char *c = word; upper && *c; c++)
			*c = (char)toupper((unsigned char)*c);
		buf_text(out, word);
		buf_text(out, roll(l, 60) ? " " : ", ");
	}
}

/* Letters as "mathematical bold", which some write to be seen. */
static void write_bold(struct buf *out, const char *s)
{
	for (; *s; s++) {
		uint32_t c = islower((unsigned char)*s) ? 0x1D41Au + (uint32_t)(*s - 'a') : 0x1D400u + (uint32_t)(*s - 'A');
		if (!isalpha((unsigned char)*s))
			buf_char(out, *s);
		else
			buf_printf(out, "%c%c%c%c", 0xF0, 0x80 | (c >> 12 & 63), 0x80 | (c >> 6 & 63), 0x80 | (c & 63));
	}
}

static void write_term(struct load *l, struct buf *out, const struct term *t)
{
	char s[NAME_MAX];
	snprintf(s, sizeof s, "%s", t->text);
	if (t->kind != TERM_IS_TAG && t->kind != TERM_IS_ACCOUNT && roll(l, 2))
		lower_case(s);
	if (t->kind == TERM_IS_TAG || t->kind == TERM_IS_ACCOUNT)
		buf_char(out, t->kind == TERM_IS_TAG ? '#' : '@');
	else if (chance(l, 20)) {
		write_bold(out, s);
		buf_char(out, ' ');
		return;
	}
	buf_text(out, s);
	buf_char(out, ' ');
}

/* A stranger: a composed name, whose handle no employee has (it ends in a letter). */
static void stranger(struct load *l, char *handle, char *name)
{
	compose_name(l, name);
	title_case(name);
	if (chance(l, 350))
		sprintf(name, "%s %s", PICK(l, roots), PICK(l, loose));
	size_t n = 0;
	for (const char *c = name; *c && n < 12; c++)
		if (isalpha((unsigned char)*c))
			handle[n++] = (char)tolower((unsigned char)*c);
	sprintf(handle + n, "%u%c", roll(l, 30000), 'a' + (char)roll(l, 26));
}

static void dress_name(struct load *l, char *to, const char *name)
{
	uint32_t how = roll(l, 100);
	char s[NAME_MAX];
	snprintf(s, sizeof s, "%s", name);
	if (how < 12)
		mistype(l, s);
	else if (how < 18)
		vary(l, s);
	else if (how < 22 && strrchr(s, ' ') && strchr(s, ' ') != strrchr(s, ' '))
		strcpy(strrchr(s, ' ') + 2, ".");
	title_case(s);
	if (chance(l, 120))
		sprintf(to, "%s, %s", s, PICK(l, degrees));
	else
		sprintf(to, "%s%s", chance(l, 50) ? "Drs. " : "", s);
}

static void write_actor(struct load *l, struct buf *out, unsigned ours, bool escaped)
{
	char handle[64], name[2 * NAME_MAX];
	stranger(l, handle, name);
	if (chance(l, ours)) {
		size_t account = draw(l) % (l->accounts ? l->accounts : 1), person = l->accounts ? account_owner(l, account) : draw(l) % l->persons;
		bool by_handle = roll(l, 10) < 6;
		if (by_handle && l->accounts)
			account_handle(l, account, handle);
		if (!by_handle || roll(l, 10) < 6)
			dress_name(l, name, name_of(l, person));
	}
	buf_printf(out, "\"author\":{\"handle\":\"%s\",\"name\":\"%s%s\"", handle, name, chance(l, 60) ? escaped ? " \\u2728" : " ✨" : "");
}

/* The text as JSON; @escaped writes what is not ASCII as \u. */
static void write_json_text(struct buf *out, const struct buf *text, bool escaped)
{
	for (size_t i = 0; i < text->n;) {
		const unsigned char *s = (const unsigned char *)text->s + i;
		size_t n = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
		uint32_t c = n == 1 ? s[0] : n == 2 ? s[0] & 31u : n == 3 ? s[0] & 15u : s[0] & 7u;
		for (size_t k = 1; k < n; k++)
			c = c << 6 | (s[k] & 63u);
		if (s[0] == '"' || s[0] == '\\')
			buf_char(out, '\\');
		if (s[0] == '\n')
			buf_text(out, "\\n");
		else if (n == 1 || !escaped)
			buf_raw(out, s, n);
		else if (c > 0xFFFF)
			buf_printf(out, "\\u%04x\\u%04x", 0xD800u + ((c - 0x10000) >> 10), 0xDC00u + ((c - 0x10000) & 0x3FF));
		else
			buf_printf(out, "\\u%04x", c);
		i += n;
	}
}

static void compose_text(struct load *l, struct buf *text, bool naming)
{
	bool upper = roll(l, 100) < 5;
	uint32_t words = 4 + roll(l, 10) + (roll(l, 2) ? roll(l, 25) : 0) + (roll(l, 100) < 12 ? roll(l, 60) : 0);
	write_words(l, text, naming ? words / 2 : words, upper);
	if (naming) {
		uint32_t first = roll(l, (uint32_t)l->terms.n);
		if (roll(l, 2))
			buf_printf(text, "%s ", PICK(l, support));
		write_term(l, text, &l->terms.items[first]);
		if (roll(l, 2))
			write_term(l, text, &l->terms.items[first ? first - 1 : 0]);
		write_words(l, text, words - words / 2, upper);
	}
	for (uint32_t k = chance(l, 300) ? 1 + roll(l, 3) : 0; k; k--)
		buf_text(text, PICK(l, emoji));
	if (chance(l, 100))
		buf_printf(text, " #%s%s", PICK(l, roots), PICK(l, slogans));
	if (chance(l, 150))
		buf_printf(text, " https://t.co/%08x", roll(l, UINT32_MAX));
	if (chance(l, 40))
		buf_text(text, " \"begitu katanya\"\n");
}

static void write_reactions(struct load *l, struct buf *out, struct buf *text, unsigned ours, bool escaped)
{
	uint32_t n = chance(l, 350) ? 0 : 1 + roll(l, 4) + (roll(l, 4) ? 0 : roll(l, 8));
	buf_printf(out, "\"metrics\":{\"likes\":%u,\"comments\":%u,\"shares\":%u},\"reactions\":[", n + roll(l, 500), roll(l, 50), roll(l, 20));
	for (uint32_t i = 0; i < n; i++) {
		bool comment = chance(l, 300);
		buf_printf(out, "%s{\"kind\":\"%s\",", i ? "," : "", comment ? "comment" : "like");
		write_actor(l, out, ours, escaped);
		buf_char(out, '}');
		if (comment) {
			buf_clear(text);
			write_words(l, text, 2 + roll(l, 6), false);
			buf_text(out, ",\"text\":\"");
			write_json_text(out, text, escaped);
			buf_char(out, '"');
		}
		buf_char(out, '}');
	}
	buf_text(out, "]}\n");
}

/* @n posts, @naming of 1000 name a candidate, @ours of 1000 of the actors in those are employees. */
static void write_posts(struct load *l, struct file *f, size_t n, unsigned naming, unsigned ours)
{
	struct buf *out = &f->lines;
	static const char *const platforms[] = {"x", "facebook", "instagram", "tiktok"};
	struct buf text = {0};
	for (size_t i = 0; i < n; i++) {
		bool names = chance(l, naming), escaped = roll(l, 10) < 4;
		buf_printf(out, "{\"id\":\"%llu\",\"platform\":\"%s\",\"kind\":\"post\",\"time\":\"2024-%02u-%02uT%02u:%02u:%02u+07:00\",",
			   1790000000000000000ull + i * 1337 + roll(l, 1000), platforms[roll(l, 4)], 9 + roll(l, 3), 1 + roll(l, 28), roll(l, 24), roll(l, 60), roll(l, 60));
		unsigned share = names ? ours : 12;
		write_actor(l, out, share, escaped);
		buf_printf(out, ",\"followers\":%u,\"verified\":%s},\"text\":\"", roll(l, 20000), chance(l, 20) ? "true" : "false");
		buf_clear(&text);
		compose_text(l, &text, names);
		write_json_text(out, &text, escaped);
		buf_text(out, "\",\"hashtags\":[],\"mentions\":[],");
		write_reactions(l, out, &text, share, escaped);
		file_flush(f, FLUSH_ABOVE);
	}
	buf_free(&text);
}

/* ---- Queries ---- */

static void swap_words(char *s)
{
	char *blank = strchr(s, ' '), copy[NAME_MAX];
	snprintf(copy, sizeof copy, "%s", s);
	sprintf(s, "%s %.*s", copy + (blank - s) + 1, (int)(blank - s), copy);
}

/* A way of writing the name of a random employee, who is returned. @to holds 512 bytes. */
static size_t write_name(struct load *l, char *to, enum query_kind *ret_kind)
{
	static const enum query_kind mix[] = {QUERY_EXACT, QUERY_EXACT, QUERY_TYPO, QUERY_TYPO, QUERY_TWO_TYPOS, QUERY_TITLED, QUERY_SHORTENED, QUERY_INITIAL, QUERY_SWAPPED, QUERY_VARIANT};
	size_t person;
	char s[NAME_MAX];
	do
		snprintf(s, sizeof s, "%s", name_of(l, person = draw(l) % l->persons));
	while (!strchr(s, ' '));
	char *blank = strchr(s, ' '), *last = strrchr(s, ' ');
	*ret_kind = mix[roll(l, COUNT(mix))];
	switch (*ret_kind) {
	case QUERY_TYPO: mistype(l, s); break;
	case QUERY_TWO_TYPOS: mistype(l, s); mistype(l, s); break;
	case QUERY_VARIANT: vary(l, s); break;
	case QUERY_SWAPPED: swap_words(s); break;
	case QUERY_INITIAL:
		if (last != blank)
			strcpy(last + 2, ".");
		break;
	case QUERY_SHORTENED:
		if (last != blank && blank - s > 2)
			memmove(s + 2, blank, strlen(blank) + 1), s[1] = '.';
		break;
	case QUERY_EXACT: case QUERY_TITLED: break;
	}
	if (roll(l, 10) < 7)
		title_case(s);
	if (*ret_kind == QUERY_TITLED)
		sprintf(to, "Drs. H. %s, S.Sos., M.Si.", s);
	else
		sprintf(to, roll(l, 2) ? "%s" : "%s, S.Pd.", s);
	return person;
}

static void write_queries(struct load *l, const char *folder, size_t n)
{
	struct file f = file_open(folder, "queries.tsv");
	for (size_t i = 0; i < n; i++) {
		char query[512];
		enum query_kind kind;
		size_t person = write_name(l, query, &kind);
		buf_printf(&f.lines, "%zu\t%s\t%s\t%s\n", person + 1, query_kind_names[kind], name_of(l, person), query);
	}
	file_close(&f);
}

void load_write(const char *folder, const struct load_sizes *sizes)
{
	struct load *l = load_new(2024, sizes->persons, sizes->accounts, sizes->pairs);
	struct file posts = file_open(folder, "posts.ndjson"), naming = file_open(folder, "posts95.ndjson");
	write_watchlist(l, folder);
	write_people(l, folder);
	/* Each file draws from a seed of its own: more posts do not change the names that are asked for. */
	l->state = 1;
	write_posts(l, &posts, sizes->posts, 30, 100);
	l->state = 2;
	write_posts(l, &naming, sizes->posts95, 950, 100);
	l->state = 3;
	write_queries(l, folder, sizes->queries);
	file_close(&posts);
	file_close(&naming);
	load_free(l);
}
