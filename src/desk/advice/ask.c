/* ask.c -- a question comes in, is found by its code, and is forgotten.
 *
 * The code is drawn by a keyed hash from the form's random value and what was written, as receipts of reports are
 * (desk/intake/code.c): the same form sent twice is one question. The store keeps a keyed hash of it only. */
#include "desk/advice/advice_internal.h"

#include <string.h>

#define CODE_END UINT64_C(10000000000000000) /* 10^16 */

static const char *code_make(const struct desk *d, const struct advice_new *as)
{
	const char *text = arena_printf(d->arena, "advice code|%s|%s", as->once, as->text);
	struct hash h = hash_keyed(d->office->lookup_key, text, strlen(text));
	uint64_t rest = 0;
	for (size_t i = 0; i < 16; i++) /* 128 bits: no digit is likelier than another */
		rest = (uint64_t)(((unsigned __int128)rest * 256 + h.bytes[i]) % CODE_END);
	return arena_printf(d->arena, "%016llu", (unsigned long long)rest);
}

static struct hash code_key(const struct desk *d, const char *code)
{
	const char *text = arena_printf(d->arena, "advice code key|%s", code);
	return hash_keyed(d->office->lookup_key, text, strlen(text));
}

static enum status ask_check(const struct advice_new *as, struct err *e)
{
	size_t n = as->text ? strlen(as->text) : 0;
	if (text_blank(as->text))
		return FAIL_FIELD(e, INVALID, "text", "there is no question");
	if (n > ADVICE_TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "text", "at most %d bytes, this has %zu", ADVICE_TEXT_MAX, n);
	if (!text_valid(as->text, n))
		return FAIL_FIELD(e, INVALID, "text", "expected UTF-8 text without control characters");
	return OK;
}

static struct instant keep_until(const struct desk *d)
{
	return (struct instant){d->now.us + settings_int(d->office->settings, "advice.keep_days") * DAY_US};
}

enum status advice_ask(const struct desk *d, const struct advice_new *as, const char **ret_code, bool *ret_again, struct err *e)
{
	int64_t added;
	struct advice_waiting_n_row waiting;
	struct advice_new fresh = *as;
	TRY(ask_check(as, e));
	if (text_blank(as->once) || strlen(as->once) > ADVICE_ONCE_MAX)
		fresh.once = random_hex(d->arena, 16);
	const char *code = code_make(d, &fresh);
	struct hash key = code_key(d, code);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(advice_waiting_n(&tx, d->office->id, &waiting, e));
	if (waiting.n >= ADVICE_WAITING_MAX)
		return FAIL(e, TOO_MANY, "%d questions wait already", ADVICE_WAITING_MAX);
	TRY(advice_question_add(&tx, id_new(d->now), d->office->id, (struct str){(const char *)key.bytes, HASH_SIZE}, as->text,
				class_code(as->class), d->now, keep_until(d), &added, e));
	TRY(tx_commit(&tx, e));
	*ret_code = code;
	*ret_again = !added;
	return OK;
}

enum status advice_by_code(struct tx *tx, const struct desk *d, const char *typed, struct advice_question_by_code_row *ret, struct err *e)
{
	bool found = false;
	const char *digits = typed && strlen(typed) <= 100 ? text_digits(d->arena, typed) : "";
	if (strlen(digits) == ADVICE_CODE) {
		struct hash key = code_key(d, digits);
		TRY(advice_question_by_code(tx, d->office->id, (struct str){(const char *)key.bytes, HASH_SIZE}, &found, ret, e));
	}
	return found ? OK : FAIL_FIELD(e, NOT_FOUND, "code", "no question has this code");
}

enum status advice_sweep(struct tx *tx, const struct desk *d, int64_t *ret_n, struct err *e)
{
	return advice_questions_forget(tx, d->now, ret_n, e);
}
