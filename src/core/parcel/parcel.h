/* parcel.h -- a hand-over as one file: sealed for one recipient, checkable by anybody who can open it.
 *
 * Inside is a ZIP without compression, so that ordinary tools open it: the manifest `daftar.sha256` first, then the
 * letter, the machine file, the minutes, the evidence. The manifest lists each file with its SHA-256 in lines that
 * `sha256sum -c` reads, says for whom it is, and ends with the office's Ed25519 signature of all before it.
 *
 * Outside is HPKE (RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; every browser's WebCrypto has these),
 * in pieces of 64 KiB, each authenticated, the last marked as the last, so that a file that was cut short is noticed:
 *
 *	netra-parcel 1\n  to: FINGERPRINT\n  office: 99.01\n  suite: 16,1,2\n  piece: 65536\n  \n     the head, bound in as `info`
 *	65 bytes: the sender's point of this file alone
 *	pieces: ciphertext and 16 bytes of tag; additional data one byte, 1 for the last piece, else 0
 *
 * A recipient's private key stays with the recipient, in a file closed by a passphrase. The page /periksa-paket and
 * `netra package` make keys and open parcels; both are written after this header. Pure: bytes in, bytes out. The order of
 * signing (the recipient's fingerprint stands in what is signed) keeps a recipient from passing a parcel on as if it had
 * been sent to a third.
 */
#ifndef NETRA_CORE_PARCEL_PARCEL_H
#define NETRA_CORE_PARCEL_PARCEL_H

#include "base/buf.h"
#include "base/id.h"

/* ---- keys of recipients ---- */

#define PARCEL_PRINT   40 /* "9F3A 01BC ...": eight groups of four, to be read aloud, and a NUL */
#define PARCEL_KEY_MAX ((size_t)8192) /* bytes of a key file */
struct parcel_public {
	unsigned char point[65]; /* of P-256, uncompressed */
	char print[PARCEL_PRINT]; /* the first 128 bits of the SHA-256 of its SubjectPublicKeyInfo */
};
struct parcel_private {
	struct parcel_public public;
	unsigned char scalar[32];
};
/* A PEM "PUBLIC KEY", also with text around it. INVALID says what it is instead (a private key, another curve). */
MUST_CHECK enum status parcel_public_read(struct str text, struct parcel_public *ret, struct err *e);
char *parcel_public_text(struct arena *a, const struct parcel_public *key);

MUST_CHECK enum status parcel_private_new(struct parcel_private *ret, struct err *e);
void parcel_private_forget(struct parcel_private *key); /* wipes it; for use with scoped() */
#define PARCEL_PASSPHRASE_MIN 12 /* letters */
/* The file of a private key, closed by @passphrase (PBKDF2, the one stretcher that browsers have, and AES-256-GCM). */
MUST_CHECK enum status parcel_private_text(struct arena *a, const struct parcel_private *key, const char *name,
					   const char *passphrase, const char **ret, struct err *e);
/* FORBIDDEN when the passphrase does not open it. @ret_name may be NULL. */
MUST_CHECK enum status parcel_private_read(struct arena *a, struct str text, const char *passphrase, struct parcel_private *ret,
					   const char **ret_name, struct err *e);

/* ---- the manifest ---- */

#define PARCEL_MANIFEST     "daftar.sha256"
#define PARCEL_MANIFEST_MAX ((size_t)4 << 20) /* bytes: 20,000 files */
#define PARCEL_NAME_MAX     120               /* bytes of the name of a file inside */
struct parcel_file {
	const char *name; /* "bukti/B-01.jpg": parcel_name_good */
	struct hash hash;
	int64_t size; /* -1: not known (a manifest does not say) */
};
struct parcel_manifest {
	const char *office, *office_name, *letter, *file, *sent, *recipient, *print; /* one line each; @print "-": not sealed */
	unsigned char office_key[32];
	struct { struct parcel_file *items; size_t n, cap; } files;
};
bool parcel_name_good(const char *name); /* ASCII letters, digits, "-", ".", one folder deep; never "..", never hidden */
void parcel_manifest_write(struct buf *b, const struct parcel_manifest *m, const unsigned char sign_secret[static 64]);
/* INVALID names the line. @ret_signed: the signature fits the key that the manifest itself names. */
MUST_CHECK enum status parcel_manifest_read(struct arena *a, struct str text, struct parcel_manifest *ret, bool *ret_signed,
					    struct err *e);

/* ---- writing, piece by piece ---- */

struct parcel_writer;
/* What is written is appended to @out, which the caller empties as it likes. @to NULL: the ZIP itself, unsealed. Times in
 * the ZIP are @at. */
MUST_CHECK enum status parcel_write_begin(struct arena *a, const struct parcel_public *to, const char *office, struct instant at,
					  struct buf *out, struct parcel_writer **ret, struct err *e);
MUST_CHECK enum status parcel_write_file(struct parcel_writer *w, const char *name, int64_t size, struct err *e);
MUST_CHECK enum status parcel_write_bytes(struct parcel_writer *w, struct str bytes, struct err *e);
MUST_CHECK enum status parcel_write_end(struct parcel_writer *w, struct err *e);
void parcel_writer_free(struct parcel_writer **w); /* for use with scoped(); at any time */

/* ---- opening and checking, piece by piece ---- */

/* Gives the next bytes of a parcel; none when it is over. */
typedef enum status (*parcel_source)(void *context, struct str *ret_piece, struct err *e);
/* Takes what is inside as it comes, one file after the other; @begin before the first bytes of a file. May be NULL. */
struct parcel_taker {
	enum status (*take)(void *context, const char *name, struct str bytes, bool begin, struct err *e);
	void *context;
};
enum parcel_fault_kind {
	PARCEL_CHANGED,   /* a file is not what the manifest says */
	PARCEL_MISSING,   /* the manifest names a file that is not there */
	PARCEL_EXTRA,     /* a file that the manifest does not name */
	PARCEL_UNSIGNED,  /* the signature does not fit the manifest */
	PARCEL_STRANGER,  /* signed, but not with the office's key that the reader trusts */
	PARCEL_READDRESSED, /* sealed for another recipient than the manifest says */
};
struct parcel_fault {
	enum parcel_fault_kind kind;
	const char *name; /* the file, or "daftar.sha256" */
};
struct parcel_report {
	bool sealed;
	char print[PARCEL_PRINT]; /* whom the head names; "" when it was not sealed */
	struct parcel_manifest manifest;
	struct { struct parcel_file *items; size_t n, cap; } files; /* as they are, without the manifest */
	struct { struct parcel_fault *items; size_t n, cap; } faults;
};
#define PARCEL_FILES_MAX 20000
/* Reads @source to its end. @mine NULL: only an unsealed parcel can be read. @office_key NULL: nobody's key is trusted in
 * particular. FORBIDDEN: sealed for another key; BROKEN: cut short or damaged, with the place and the file; INVALID: no
 * parcel at all. OK also when there are faults: they are in @ret. */
MUST_CHECK enum status parcel_check(struct arena *a, parcel_source source, void *context, const struct parcel_private *mine,
				    const unsigned char *office_key, const struct parcel_taker *taker,
				    struct parcel_report *ret, struct err *e);

#endif
