/* parcel_fuzz.c -- what a stranger may hand to `netra package`: containers, manifests, keys. */
#include "core/parcel/parcel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

struct feed {
	struct str rest;
};

static enum status next(void *context, struct str *ret, struct err *e)
{
	(void)e;
	struct feed *f = context;
	*ret = (struct str){f->rest.s, f->rest.n < 100 ? f->rest.n : 100};
	f->rest.s += ret->n;
	f->rest.n -= ret->n;
	return OK;
}

static enum status take(void *context, const char *name, struct str bytes, bool begin, struct err *e)
{
	(void)bytes, (void)begin, (void)e;
	*(size_t *)context += bytes.n;
	if (!parcel_name_good(name))
		abort(); /* such a name would become a path */
	return OK;
}

/* What was read as a manifest is written and read as the same. */
static void again(struct arena *a, const struct parcel_manifest *m)
{
	static const unsigned char secret[64] = {1};
	scoped(buf_free) struct buf b = {0};
	struct parcel_manifest back;
	bool good;
	parcel_manifest_write(&b, m, secret);
	if (parcel_manifest_read(a, (struct str){b.s, b.n}, &back, &good, NULL) != OK || back.files.n != m->files.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	/* The scalar 1 and the curve's base point: a pair that can be written down. */
	static const unsigned char base[65] = {
		0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d,
		0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb,
		0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5};
	scoped(arena_free) struct arena a = {0};
	struct str text = {(const char *)bytes, n};
	struct parcel_public key;
	struct parcel_private mine = {.scalar[31] = 1};
	struct parcel_manifest m;
	struct parcel_report report;
	struct feed f = {text};
	size_t got = 0;
	struct parcel_taker taker = {take, &got};
	bool good;
	memcpy(mine.public.point, base, sizeof base);
	snprintf(mine.public.print, sizeof mine.public.print, "%s", "0000 0000 0000 0000 0000 0000 0000 0000");
	(void)!parcel_public_read(text, &key, NULL);
	if (n < 4096 && !memchr(bytes, '9', n)) /* not many rounds of the stretcher */
		(void)!parcel_private_read(&a, text, "kata sandi yang panjang", &mine, NULL, NULL);
	if (parcel_manifest_read(&a, text, &m, &good, NULL) == OK)
		again(&a, &m);
	if (parcel_check(&a, next, &f, &mine, base, &taker, &report, NULL) == OK && report.files.n > PARCEL_FILES_MAX)
		abort();
	return 0;
}
