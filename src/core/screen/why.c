/* why.c -- the reasons of a judgement in English. They are written in Indonesian where they are found: in lexicon/stance.csv,
 * with the features of the model, and with the rules. A test holds this list against the lexicon. */
#include "core/screen/screen_internal.h"
#include "core/screen/stance_parts.h"

#include <string.h>

static const struct { const char *id, *en; } words[] = {
	{"ajakan langsung", "a direct call"},
	{"ajakan memilih", "a call to vote for somebody"},
	{"ajakan mengingat", "a call to remember"},
	{"ajakan netral atau penyuluhan", "a neutral call, or one that explains the rules"},
	{"angka biasa", "an ordinary number"},
	{"atribut kampanye", "a thing of the campaign"},
	{"berfoto dengan calon", "a photo with a candidate"},
	{"berita atau pengumuman penyelenggara", "news, or a notice of those who hold the election"},
	{"celaan", "blame"},
	{"diteruskan", "passed on"},
	{"doa atau harapan menang", "a wish to win"},
	{"hadir di kegiatan kampanye", "attending the campaign"},
	{"isyarat jari sesuai nomor urut", "raised fingers fit the ballot number"},
	{"kata ganti diri", "speaks of himself"},
	{"kutipan itu diamini", "agrees with what is quoted"},
	{"kutipan orang lain", "the words of somebody else"},
	{"memilih sambil menolak yang lain", "choosing one by refusing another"},
	{"menggerakkan bawahan atau warga", "steering subordinates or citizens"},
	{"menjalankan tugas", "on duty"},
	{"menolak", "refusing"},
	{"menyapa seseorang", "addresses somebody"},
	{"nada sindiran", "a mocking tone"},
	{"nada tertawa", "laughing"},
	{"nama itu dijagokan", "the name is favoured"},
	{"pengingkaran", "a negation"},
	{"penjelasan aturan atau pertanyaan", "explains a rule or asks about it"},
	{"penyangkalan", "a denial"},
	{"pujian", "praise"},
	{"semua pasangan disebut sama", "speaks of all pairs alike"},
	{"seruan memilih", "a call to vote"},
	{"soal pemilihan", "about the election"},
	{"tampaknya orang atau hal lain", "seems to be another person or thing"},
	{"tentang masa lalu", "about the past"},
	{"ucapan biasa", "an ordinary saying"},
	{"angka atau kata biasa", "an ordinary number or word"},
	{"berbalik arah", "turns about"},
	{"bertanya", "asks"},
	{"bertugas", "on duty"},
	{"kata ganti orang yang dibicarakan", "speaks of somebody as he or she"},
	{"kerabat calon sendiri", "the candidate's own family"},
	{"membandingkan", "compares"},
	{"membandingkan dua pihak", "compares two sides"},
	{"menolak lewat tagar", "refusing by a tag"},
	{"penegas", "stresses it"},
	{"pihak lain", "another side"},
	{"penyuluhan netralitas bukan keberpihakan", "explaining neutrality takes no side"},
	{"ajakan itu dikutip dari orang lain tanpa dukungan sendiri", "the call is quoted, not made"},
	{"meneruskan berita tanpa kata dukungan", "passes on news without a word of support"},
	{"berada di sana karena tugas", "was there on duty"},
	{"semua pasangan disebut setara", "speaks of all pairs alike"},
	{"tidak menyebut calon maupun pemilihan", "speaks of no candidate and no election"},
};

static const char *const features[][2] = {
#define X(name, id, en) {id, en},
	FEATURE_MAP(X)
#undef X
};

const char *screen_why_en(struct arena *a, const char *why)
{
	size_t n = strcspn(why, "(");
	const char *language = why + n; /* "pujian (Bali)": of which language the word is */
	n -= n && why[n - 1] == ' ';
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].id) == n && !strncmp(words[i].id, why, n))
			return language[0] ? arena_printf(a, "%s %s", words[i].en, language) : words[i].en;
	for (size_t i = 0; i < sizeof features / sizeof *features; i++)
		if (!strcmp(features[i][0], why))
			return features[i][1];
	return text_starts(why, "menyebut ") ? arena_printf(a, "names %s", why + strlen("menyebut ")) : why;
}
