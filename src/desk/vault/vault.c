/* vault.c -- see vault.h. */
#include "desk/vault/vault.h"

#include "desk/access/access.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define HANDS      2  /* custodians who must approve */
#define REASON_MIN 10 /* bytes: a word is not a reason */
#define REASON_MAX 1000

/* A box: the text's key sealed to the office, a nonce, the text with its tag. Version first, for boxes to
 * come. */
#define BOX_VERSION     1
#define KEY_SIZE        crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define NONCE_SIZE      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE        crypto_aead_xchacha20poly1305_ietf_ABYTES
#define SEALED_KEY_SIZE (KEY_SIZE + crypto_box_SEALBYTES)
#define BOX_HEAD        (1 + SEALED_KEY_SIZE + NONCE_SIZE)

struct str vault_box_make(struct arena *a, const unsigned char office_public[static 32], int64_t report,
			  const char *text)
{
	size_t n = strlen(text);
	unsigned char *box = arena_alloc(a, BOX_HEAD + n + TAG_SIZE), key[KEY_SIZE];
	unsigned char *nonce = box + 1 + SEALED_KEY_SIZE;
	box[0] = BOX_VERSION;
	random_bytes(key, sizeof key);
	random_bytes(nonce, NONCE_SIZE);
	crypto_box_seal(box + 1, key, sizeof key, office_public);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + BOX_HEAD, NULL, (const unsigned char *)text, n,
						   (const unsigned char *)&report, sizeof report, NULL, nonce,
						   key);
	sodium_memzero(key, sizeof key);
	return (struct str){(const char *)box, BOX_HEAD + n + TAG_SIZE};
}

enum status vault_box_open(struct arena *a, const unsigned char secret[static 32], int64_t report,
			   struct str box, const char **ret, struct err *e)
{
	unsigned char office_public[32], key[KEY_SIZE];
	const unsigned char *b = (const unsigned char *)box.s;
	if (box.n < BOX_HEAD + TAG_SIZE || b[0] != BOX_VERSION)
		return FAIL(e, BROKEN, "a sealed box of report %lld is damaged", (long long)report);
	crypto_scalarmult_base(office_public, secret);
	if (crypto_box_seal_open(key, b + 1, SEALED_KEY_SIZE, office_public, secret) != 0)
		return FAIL(e, BROKEN, "the vault key does not open the box of report %lld",
			    (long long)report);
	size_t n = box.n - BOX_HEAD - TAG_SIZE;
	char *text = arena_alloc(a, n + 1);
	int bad = crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL, b + BOX_HEAD,
							     n + TAG_SIZE, (const unsigned char *)&report,
							     sizeof report, b + 1 + SEALED_KEY_SIZE, key);
	sodium_memzero(key, sizeof key);
	if (bad)
		return FAIL(e, BROKEN, "a sealed box of report %lld is damaged or of another report",
			    (long long)report);
	*ret = text;
	return OK;
}

enum status vault_seal(struct tx *tx, const struct desk *d, int64_t report, const char *text, struct err *e)
{
	if (strlen(text) > VAULT_TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "contact", "at most %d bytes", VAULT_TEXT_MAX);
	struct str box = vault_box_make(tx->arena, d->office->vault_public, report, text);
	return box_add(tx, id_new(d->now), d->office->id, report, d->now, box, e);
}

static enum status reason_check(const char *field, const char *reason, struct err *e)
{
	size_t n = reason ? strlen(reason) : 0;
	if (text_blank(reason) || n < REASON_MIN || n > REASON_MAX)
		return FAIL_FIELD(e, INVALID, field, "write why, in %d to %d letters", REASON_MIN,
				  REASON_MAX);
	return OK;
}

enum status vault_ask(const struct desk *d, int64_t report, const char *reason, int64_t *ret_request,
		      struct err *e)
{
	TRY(reason_check("reason", reason, e));
	if (!role_may(d->role, RIGHT_CASE) && !role_may(d->role, RIGHT_VAULT))
		return FAIL(e, FORBIDDEN, "only those who work on files may ask for an identity");
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct boxes_of_rows boxes;
	TRY(boxes_of(&tx, d->office->id, report, &boxes, e));
	if (!boxes.n)
		return FAIL(e, NOT_FOUND, "this reporter left no identity");
	int64_t id = id_new(d->now);
	TRY(vault_request_add(&tx, id, d->office->id, report, d->user, d->now, reason, e));
	TRY(access_note(&tx, d, "identity_asked", "report", report, reason, e));
	TRY(tx_commit(&tx, e));
	*ret_request = id;
	return OK;
}

static struct instant opened_at(const struct vault_answers_rows *answers)
{
	size_t hands = 0;
	for (size_t i = 0; i < answers->n; i++)
		if (answers->items[i].approves && ++hands == HANDS)
			return answers->items[i].at;
	return INSTANT_NONE;
}

static bool refused(const struct vault_answers_rows *answers)
{
	for (size_t i = 0; i < answers->n; i++)
		if (!answers->items[i].approves)
			return true;
	return false;
}

static void state_of(struct vault_status *s, struct instant now)
{
	struct instant opened = opened_at(&s->answers);
	s->until = INSTANT_NONE;
	if (refused(&s->answers))
		s->state = VAULT_REFUSED;
	else if (instant_is_none(opened))
		s->state = VAULT_WAITING;
	else {
		s->until = (struct instant){opened.us + VAULT_OPEN_US};
		s->state = now.us <= s->until.us ? VAULT_OPEN : VAULT_OVER;
	}
}

static enum status status_read(struct tx *tx, const struct desk *d, int64_t request, struct vault_status *ret,
			       struct err *e)
{
	TRY(vault_request_get(tx, d->office->id, request, &ret->request, e));
	TRY(vault_answers(tx, request, &ret->answers, e));
	TRY(vault_views(tx, request, &ret->views, e));
	state_of(ret, d->now);
	return OK;
}

enum status vault_status(const struct desk *d, int64_t request, struct vault_status *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(status_read(&tx, d, request, ret, e));
	return tx_commit(&tx, e);
}

enum status vault_answer(const struct desk *d, int64_t request, bool approves, const char *motive,
			 struct err *e)
{
	TRY(reason_check("motive", motive, e));
	if (!role_may(d->role, RIGHT_VAULT))
		return FAIL(e, FORBIDDEN, "only custodians answer");
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct vault_status now;
	TRY(status_read(&tx, d, request, &now, e));
	if (now.request.asked_by == d->user)
		return FAIL(e, FORBIDDEN, "whoever asks cannot approve");
	if (now.state != VAULT_WAITING)
		return FAIL(e, CONFLICT, "this request has been decided");
	TRY(vault_answer_add(&tx, id_new(d->now), request, d->user, approves, motive, d->now, e));
	TRY(access_note(&tx, d, approves ? "identity_approved" : "identity_refused", "report",
			now.request.report, motive, e));
	return tx_commit(&tx, e);
}

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static enum status secret_read(const struct office *o, unsigned char ret[static 32], struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *path = arena_printf(&a, "%s/keys/vault.key", o->data);
	scoped(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "the vault key is not here (%s): a custodian keeps it",
			    strerror(errno));
	return read(fd, ret, 32) == 32 ? OK : FAIL(e, BROKEN, "the vault key is damaged");
}

/* The look is on disk before a byte is decrypted. */
static enum status view_log(const struct desk *d, int64_t request, struct boxes_of_rows *ret,
			    int64_t *ret_report, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct vault_status now;
	TRY(status_read(&tx, d, request, &now, e));
	if (now.request.asked_by != d->user)
		return FAIL(e, FORBIDDEN, "only the person who asked may look");
	if (now.state != VAULT_OPEN)
		return FAIL(e, FORBIDDEN,
			    "not open: two custodians must approve, and a look ends after 30 minutes");
	TRY(vault_view_add(&tx, id_new(d->now), request, d->user, d->now, e));
	TRY(access_note(&tx, d, "identity_viewed", "report", now.request.report, now.request.reason, e));
	TRY(boxes_of(&tx, d->office->id, now.request.report, ret, e));
	*ret_report = now.request.report;
	return tx_commit(&tx, e);
}

enum status vault_view(const struct desk *d, int64_t request, const char **ret, struct err *e)
{
	struct boxes_of_rows boxes;
	int64_t report;
	unsigned char secret[32];
	TRY(view_log(d, request, &boxes, &report, e));
	TRY(secret_read(d->office, secret, e));
	const char *all = "", *text;
	enum status status = OK;
	for (size_t i = 0; i < boxes.n && status == OK; i++) {
		status = vault_box_open(d->arena, secret, report, boxes.items[i].body, &text, e);
		if (status == OK)
			all = arena_printf(d->arena, "%s%s%s", all, *all ? "\n" : "", text);
	}
	sodium_memzero(secret, sizeof secret);
	*ret = all;
	return status;
}
