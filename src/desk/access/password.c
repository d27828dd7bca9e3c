/* password.c -- which passwords are good enough, and their hashes.
 *
 * NIST SP 800-63B: length and guessability count, composition rules do not. Guessable is what an attacker's list
 * holds first: common words, words of this office and its work, the login, runs and repetitions. We take all those
 * out of the password and ask how much is left.
 */
#include "desk/access/access_internal.h"

#include <ctype.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>

#define LENGTH_MIN 12   /* characters */
#define LENGTH_MAX 1000 /* bytes; only so that hashing stays cheap */
#define LEFT_MIN   6    /* characters that must remain when all that is guessable is gone */
#define AT_ONCE    2    /* Argon2id runs: 128 MiB at most */
#define OPS        3
#define MEMORY     ((size_t)64 << 20) /* bytes */
#define STRETCH_KIB_MAX (1 << 18)     /* a row of the store must not make us take more than this */
#define STRETCH_PASSES_MAX 16

/* Written without digits for letters; longer words first, so that "netralitas" goes before "netra". */
static const char *const guessable[] = {
	"pengawasan", "netralitas", "indonesia",  "pemilihan", "kabupaten", "merahputih", "bismillah", "superman",
	"password",   "walikota",   "pengawas",   "katasandi", "qwertyuiop", "asdfghjkl", "zxcvbnm",   "pancasila",
	"kecamatan",  "administrator", "gubernur", "pilkada",  "bawaslu",   "panwaslu",  "panwascam", "rahasia",
	"semangat",   "welcome",    "letmein",    "iloveyou",  "pegawai",   "garuda",    "merdeka",   "princess",
	"monkey",     "dragon",     "football",   "sayang",    "jakarta",   "qwerty",    "pemilu",    "bupati",
	"kantor",     "master",     "secret",     "login",     "admin",     "sandi",     "netra",     "kota",
	"ketua",      "staf",       "user",       "anggota",   "doraemon",  "cinta",     "asn",       "pns",
	"kpu",        "abc",        "asdf",       "qwe",       "pass",      "word",      "the",       "dan",
};

/* Lower case, and with @signs the letters that digits and signs stand for: "P4ssw0rd" reads "password". */
static char plain(char c, bool signs)
{
	static const char from[] = "0134578@$!", to[] = "oieastbasi";
	const char *at = strchr(from, c);
	return signs && c && at ? to[at - from] : (char)tolower((unsigned char)c);
}

static void remove_word(char *s, const char *word)
{
	size_t n = strlen(word);
	for (char *at = n > 2 ? strstr(s, word) : NULL; at; at = strstr(s, word))
		memmove(at, at + n, strlen(at + n) + 1);
}

/* What follows its predecessor by the same small step (aaa, 1234, edcba) tells nothing new. */
static size_t without_runs(const char *s)
{
	size_t left = 0;
	for (size_t i = 0; s[i]; i++) {
		int step = i ? s[i] - s[i - 1] : 9;
		left += !(step >= -1 && step <= 1);
	}
	return left;
}

static size_t characters(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* A short part typed several times over is only as good as the part. */
static size_t period(const char *s)
{
	size_t n = strlen(s);
	for (size_t p = 1; p < n; p++)
		if (!strncmp(s, s + p, n - p))
			return p;
	return n;
}

static size_t what_is_left(const char *login, const char *password, bool signs)
{
	char s[LENGTH_MAX + 1], name[128];
	size_t n = 0;
	for (; password[n]; n++)
		s[n] = plain(password[n], signs);
	s[period(password)] = 0;
	n = 0;
	for (; login && login[n] && n < sizeof name - 1; n++)
		name[n] = plain(login[n], signs);
	name[n] = 0;
	remove_word(s, name);
	for (size_t i = 0; i < sizeof guessable / sizeof guessable[0]; i++)
		remove_word(s, guessable[i]);
	return without_runs(s);
}

enum status access_password_check(const char *login, const char *password, struct err *e)
{
	size_t bytes = strlen(password);
	if (characters(password) < LENGTH_MIN)
		return FAIL_FIELD(e, INVALID, "password", "Sandi paling sedikit %d huruf; beberapa kata acak sudah cukup. "
							  "/ At least %d characters; a few random words will do.",
				  LENGTH_MIN, LENGTH_MIN);
	if (bytes > LENGTH_MAX || !text_valid(password, bytes))
		return FAIL_FIELD(e, INVALID, "password", "Sandi terlalu panjang. / Too long.");
	if (what_is_left(login, password, false) < LEFT_MIN || what_is_left(login, password, true) < LEFT_MIN)
		return FAIL_FIELD(e, INVALID, "password", "Sandi ini mudah ditebak: kata umum, nama, atau urutan. Pakai beberapa kata "
							  "acak. / Easy to guess: use a few random words.");
	return OK;
}

static sem_t places;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char nobody[crypto_pwhash_STRBYTES];

/* A hash of nothing anybody knows, made with the same cost, so that an unknown login takes as long. */
static void prepare(void)
{
	char random[32];
	sem_init(&places, 0, AT_ONCE);
	randombytes_buf(random, sizeof random);
	if (crypto_pwhash_str(nobody, random, sizeof random, OPS, MEMORY))
		nobody[0] = 0;
}

static void enter(void)
{
	pthread_once(&once, prepare);
	while (sem_wait(&places))
		;
}

enum status password_hash(struct arena *a, const char *password, const char **ret, struct err *e)
{
	char *to = arena_alloc(a, crypto_pwhash_STRBYTES);
	enter();
	int fault = crypto_pwhash_str(to, password, strlen(password), OPS, MEMORY);
	sem_post(&places);
	if (fault)
		return FAIL(e, UNAVAILABLE, "no memory for a password hash");
	*ret = to;
	return OK;
}

bool password_fits(const char *hash, const char *password)
{
	char full[crypto_pwhash_STRBYTES] = {0};
	if (strlen(hash) >= sizeof full)
		return false;
	strcpy(full, hash);
	enter();
	bool fits = crypto_pwhash_str_verify(full, password, strlen(password)) == 0;
	sem_post(&places);
	return fits;
}

bool password_fits_nobody(const char *password)
{
	pthread_once(&once, prepare);
	password_fits(nobody, password);
	return false;
}

enum status access_stretch(const char *passphrase, const unsigned char salt[static 16], int64_t passes, int64_t memory_kib,
			   unsigned char ret[static 32], struct err *e)
{
	size_t n = strlen(passphrase);
	if (n > LENGTH_MAX)
		return FAIL_FIELD(e, INVALID, "passphrase", "Terlalu panjang. / Too long.");
	if (passes < 1 || passes > STRETCH_PASSES_MAX || memory_kib < 8 || memory_kib > STRETCH_KIB_MAX)
		return FAIL(e, BROKEN, "no cost of ours: %lld passes, %lld KiB", (long long)passes, (long long)memory_kib);
	enter();
	int fault = crypto_pwhash(ret, 32, passphrase, n, salt, (unsigned long long)passes, (size_t)memory_kib << 10,
				  crypto_pwhash_ALG_ARGON2ID13);
	sem_post(&places);
	return fault ? FAIL(e, UNAVAILABLE, "no memory to stretch a passphrase") : OK;
}
