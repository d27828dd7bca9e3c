/* proving.c -- see proving.h. */
#include "web/proving.h"

#include "web/answer.h"

#include <string.h>

#define say(rq, id, en) ((rq)->lang == EN ? (en) : (id))

#define WRONG_PER_SOURCE 30
#define WRONG_PER_RIGHT  3
#define WRONG_PER_NUMBER 10

static struct hash number_key(const struct request *rq, const char *number)
{
	const char *digits = text_digits(rq->desk.arena, number);
	const char *whole = arena_printf(rq->desk.arena, "proof number:%s", strlen(digits) == 18 ? digits : text_lower(rq->desk.arena, number)); /* as in a list */
	return hash_keyed(rq->desk.office->lookup_key, whole, strlen(whole));
}

bool proving_may(const struct request *rq, const char *number)
{
	if (!rq->server)
		return true;
	struct limits *l = rq->server->limits;
	struct instant now = instant_now();
	int most = WRONG_PER_SOURCE + WRONG_PER_RIGHT * limits_count(l, rq->source, "proof right", now);
	return limits_count(l, rq->source, "proof wrong", now) < most &&
	       limits_count(l, number_key(rq, number).bytes, "proof number", now) < WRONG_PER_NUMBER;
}

void proving_wrong(const struct request *rq, const char *number)
{
	if (!rq->server)
		return;
	limits_add(rq->server->limits, rq->source, "proof wrong", instant_now());
	limits_add(rq->server->limits, number_key(rq, number).bytes, "proof number", instant_now());
}

void proving_right(const struct request *rq, const char *number)
{
	struct hash key = number_key(rq, number);
	struct instant now = instant_now();
	if (!rq->server || limits_count(rq->server->limits, key.bytes, "proof done", now))
		return;
	limits_add(rq->server->limits, key.bytes, "proof done", now);
	limits_add(rq->server->limits, rq->source, "proof right", now);
}

enum status proving_who(struct request *rq, int64_t roster, const char *takes, const char *number, const char *birth, const char *code,
			struct roster_proved *ret, struct err *e)
{
	struct roster_proof proof = {.number = number, .code = code, .birth = DAY_NONE};
	scoped(tx_rollback) struct tx tx = {0};
	if (birth[0] && day_parse(birth, &proof.birth, NULL) != OK)
		proof.birth = DAY_NONE;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(roster_prove(&tx, &rq->desk, roster, takes, &proof, ret, e));
	return tx_commit(&tx, e);
}

const char *proving_words_used(const struct request *rq)
{
	return say(rq, "Kode ini sudah dipakai. Minta kode baru ke bagian kepegawaian.", "This code was used. Ask your personnel office for a new one.");
}

const char *proving_words_wrong(const struct request *rq, bool asks_birth, bool asks_code)
{
	return asks_birth && asks_code
		       ? say(rq, "Nomor, tanggal lahir, atau kode belum cocok dengan daftar pegawai. Periksa semuanya, juga urutan tanggal dan bulan. Bila tetap tidak cocok, hubungi bagian kepegawaian.",
			     "Number, birth day or code do not fit the list of employees yet. Check them all, also day and month. If they still do not fit, ask your personnel office.")
	       : asks_birth
		       ? say(rq, "Nomor dan tanggal lahir belum cocok dengan daftar pegawai. Periksa keduanya, juga urutan tanggal dan bulan. Bila tetap tidak cocok, hubungi bagian kepegawaian.",
			     "Number and birth day do not fit the list of employees yet. Check both, also day and month. If they still do not fit, ask your personnel office.")
		       : say(rq, "Nomor dan kode belum cocok dengan daftar pegawai. Periksa keduanya. Bila tetap tidak cocok, minta kode baru ke bagian kepegawaian.",
			     "Number and code do not fit the list of employees yet. Check both. If they still do not fit, ask your personnel office for a new code.");
}

const char *proving_words_rest(const struct request *rq)
{
	return say(rq, "Terlalu banyak isian yang belum cocok. Tunggu satu jam, atau minta bantuan bagian kepegawaian.",
		   "Too many tries that did not fit. Wait an hour, or ask your personnel office.");
}
