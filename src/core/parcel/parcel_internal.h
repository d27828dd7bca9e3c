/* parcel_internal.h -- HPKE, and the stream of sealed pieces, as the files of this folder share them. */
#ifndef NETRA_CORE_PARCEL_INTERNAL_H
#define NETRA_CORE_PARCEL_INTERNAL_H

#include "core/parcel/parcel.h"

#include <openssl/evp.h>

#define PIECE_SIZE 65536 /* bytes of plain text in a piece */
#define TAG_SIZE   16
#define HEAD_MAX   1024 /* bytes of the head of a parcel */
#define POINT_SIZE 65

enum hpke_aead { HPKE_AES_128_GCM = 1, HPKE_AES_256_GCM = 2 }; /* numbers of RFC 9180; the first for its test vectors */
struct hpke {
	EVP_CIPHER_CTX *cipher;
	unsigned char nonce[12];
	uint64_t seq;
};
void hpke_end(struct hpke *h); /* for use with scoped() */
/* @own: the sender's key pair of this message alone. */
MUST_CHECK enum status hpke_sender(const struct parcel_public *to, const struct parcel_private *own, enum hpke_aead aead,
				   struct str info, struct hpke *ret, struct err *e);
MUST_CHECK enum status hpke_receiver(const struct parcel_private *mine, const unsigned char point[static POINT_SIZE],
				     enum hpke_aead aead, struct str info, struct hpke *ret, struct err *e);
/* @ret: n + TAG_SIZE bytes. */
MUST_CHECK enum status hpke_seal(struct hpke *h, struct str aad, struct str plain, unsigned char *ret, struct err *e);
/* @ret: n - TAG_SIZE bytes. BROKEN when it is not what was sealed; the sequence stands still then, for another try. */
MUST_CHECK enum status hpke_open(struct hpke *h, struct str aad, struct str sealed, unsigned char *ret, struct err *e);

MUST_CHECK enum status trouble_openssl(struct err *e);
MUST_CHECK enum status public_of_point(const unsigned char point[static POINT_SIZE], struct parcel_public *ret, struct err *e);
EVP_PKEY *pkey_of(const unsigned char point[static POINT_SIZE], const unsigned char *scalar); /* NULL: not on the curve */
void pkey_free(EVP_PKEY **key);
/* AES-256-GCM of one small thing under a key of its own. */
MUST_CHECK enum status small_seal(const unsigned char key[static 32], const unsigned char iv[static 12], struct str aad,
				  struct str plain, unsigned char *ret, struct err *e);
MUST_CHECK enum status small_open(const unsigned char key[static 32], const unsigned char iv[static 12], struct str aad,
				  struct str sealed, unsigned char *ret, struct err *e);

/* A parcel's outside: sealed pieces from plain bytes, and back. */
struct sealing {
	struct hpke hpke;
	struct buf *out;
	size_t held;
	unsigned char plain[PIECE_SIZE], sealed[PIECE_SIZE + TAG_SIZE];
};
MUST_CHECK enum status sealing_begin(struct sealing *s, const struct parcel_public *to, const char *office, struct buf *out,
				     struct err *e);
MUST_CHECK enum status sealing_add(struct sealing *s, struct str bytes, struct err *e);
MUST_CHECK enum status sealing_end(struct sealing *s, struct err *e);

struct opening {
	parcel_source source;
	void *context;
	struct str rest;     /* of the source's last piece */
	bool dry;            /* the source is over */
	bool sealed, ended;
	struct hpke hpke;
	char print[PARCEL_PRINT];
	int64_t pieces;      /* opened so far */
	size_t held;         /* sealed bytes waiting */
	unsigned char wait[PIECE_SIZE + TAG_SIZE + 1], plain[PIECE_SIZE];
};
/* Looks at the head. FORBIDDEN: for another key. */
MUST_CHECK enum status opening_begin(struct opening *o, const struct parcel_private *mine, struct err *e);
MUST_CHECK enum status opening_next(struct opening *o, struct str *ret, struct err *e); /* nothing when it is over */
void opening_end(struct opening *o);

#endif
