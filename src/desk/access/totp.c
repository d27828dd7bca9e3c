/* totp.c -- the second factor: six digits from a phone, RFC 6238 by liboath. A code counts once. */
#include "base/buf.h"
#include "desk/access/access_internal.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#define STEP_SECONDS 30
#define DIGITS       6
#define STEPS_AROUND 1 /* phones run up to half a minute wrong */

struct instant access_machine_now(const struct desk *d)
{
	return (struct instant){d->now.us - d->office->clock_shift_us};
}

static bool code_is(struct str secret, int64_t step, const char *code)
{
	char right[DIGITS + 1];
	int done = oath_totp_generate(secret.s, secret.n, (time_t)(step * STEP_SECONDS), STEP_SECONDS, 0, DIGITS, right);
	return done == OATH_OK && bytes_equal(right, code, DIGITS);
}

int64_t totp_step(struct str secret, const char *code, struct instant machine_now, int64_t last)
{
	if (!code || strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
		return 0;
	int64_t now = machine_now.us / SECOND_US / STEP_SECONDS, found = 0;
	for (int64_t step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++)
		if (code_is(secret, step, code) && step > last)
			found = step;
	return found;
}

enum status access_totp_new(const struct desk *d, const char *login, const char **ret_secret, const char **ret_uri,
			    struct err *e)
{
	char bytes[TOTP_SECRET_SIZE], *text = NULL;
	random_bytes(bytes, sizeof bytes);
	if (oath_base32_encode(bytes, sizeof bytes, &text, NULL) != OATH_OK)
		return FAIL(e, UNAVAILABLE, "no secret could be made");
	*ret_secret = arena_strdup(d->arena, text);
	free(text);
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "otpauth://totp/Netra:");
	buf_url(&b, login);
	buf_printf(&b, "?secret=%s&issuer=Netra", *ret_secret);
	*ret_uri = buf_arena(d->arena, &b);
	return OK;
}

static enum status secret_bytes(struct arena *a, const char *secret, struct str *ret, struct err *e)
{
	char *bytes = NULL;
	size_t n = 0;
	if (!secret || strlen(secret) > 64 || oath_base32_decode(secret, strlen(secret), &bytes, &n) != OATH_OK)
		return FAIL(e, INVALID, "a secret of the second factor is not base32");
	*ret = (struct str){arena_memdup(a, bytes, n), n};
	free(bytes);
	return n == TOTP_SECRET_SIZE ? OK : FAIL(e, INVALID, "a secret of the second factor has %d bytes", TOTP_SECRET_SIZE);
}

enum status access_totp_set(struct tx *tx, const struct desk *d, int64_t user, const char *secret, const char *code,
			    struct err *e)
{
	struct str bytes;
	int64_t changed;
	TRY(secret_bytes(d->arena, secret, &bytes, e));
	int64_t step = totp_step(bytes, code, access_machine_now(d), 0);
	if (!step)
		return FAIL_FIELD(e, INVALID, "code", "Kode belum cocok; tunggu kode berikutnya. / The code does not fit; "
						      "wait for the next.");
	TRY(user_totp_put(tx, user, bytes, &changed, e));
	TRY(user_totp_use(tx, user, step, &changed, e));
	return access_note(tx, d, "second_factor_set", "user", user, "", e);
}
