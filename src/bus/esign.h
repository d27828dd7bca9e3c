/* esign.h -- one PDF to an electronic signer, and what it answers. libcurl is met only in this folder.
 *
 * The signer is a program in the office's own network with the interface of BSrE's "Esign Client Service": the PDF, the
 * signer's national number (NIK) and passphrase go out as one form, the signed PDF or a reason comes back. Number and
 * passphrase belong to the moment: they are never written, logged or put into an error's words; the caller forgets them.
 * The password by which the office itself is known there comes from a file.
 */
#ifndef NETRA_BUS_ESIGN_H
#define NETRA_BUS_ESIGN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define ESIGN_MAP(X) /* what came of it; code kept in the store, words for people */                                          \
	X(ESIGN_SIGNED, "signed", "sudah ditandatangani", "signed")                                                           \
	X(ESIGN_NOT_REGISTERED, "not_registered", "NIK ini tidak terdaftar sebagai penanda tangan; daftarkan lewat BSrE",      \
	  "this number is not registered as a signer; register it with BSrE")                                                 \
	X(ESIGN_EXPIRED, "expired", "sertifikat penanda tangan sudah tidak berlaku; perpanjang lewat BSrE",                   \
	  "the signer's certificate is no longer valid; renew it with BSrE")                                                  \
	X(ESIGN_PASSPHRASE, "passphrase", "passphrase salah; tidak ada yang ditandatangani",                                  \
	  "the passphrase is wrong; nothing was signed")                                                                      \
	X(ESIGN_TIMEOUT, "timeout", "layanan tanda tangan tidak menjawab dalam batas waktu; surat belum ditandatangani",       \
	  "the signer did not answer in time; the letter is unsigned")                                                        \
	X(ESIGN_UNREACHABLE, "unreachable", "layanan tanda tangan tidak dapat dihubungi; surat belum ditandatangani",         \
	  "the signer cannot be reached; the letter is unsigned")                                                             \
	X(ESIGN_CREDENTIALS, "credentials", "layanan tanda tangan menolak nama atau sandi kantor; periksa setelan sign.user", \
	  "the signer refuses the office's name or password; look at the setting sign.user")                                  \
	X(ESIGN_REFUSED, "refused", "layanan tanda tangan menolak; surat belum ditandatangani",                               \
	  "the signer refused; the letter is unsigned")                                                                       \
	X(ESIGN_NOT_PDF, "not_pdf", "jawaban layanan tanda tangan bukan PDF; surat belum ditandatangani",                     \
	  "what the signer sent is no PDF; the letter is unsigned")
enum esign_outcome {
#define X(name, code, id, en) name,
	ESIGN_MAP(X)
#undef X
	ESIGN_N
};
const char *esign_code(enum esign_outcome o);
const char *esign_words(enum esign_outcome o, bool english);

struct esign_server {
	const char *url;            /* "https://esign.kantor.example"; its paths are ours to know */
	const char *user, *password; /* "": none */
	int timeout_s;
};
struct esign_ask {
	struct str pdf;
	const char *name;           /* of the file, as the signer sees it */
	const char *nik, *passphrase;
};
/* Which outcome; of a signed one @ret_pdf holds the bytes, in @a. INVALID when the server's address is none. Never more than
 * @timeout_s and 32 MiB. */
MUST_CHECK enum status esign_sign(struct arena *a, const struct esign_server *server, const struct esign_ask *ask,
				  enum esign_outcome *ret, struct str *ret_pdf, struct err *e);
/* What an answer means: HTTP status and body. For the test of every answer. */
enum esign_outcome esign_read(struct arena *a, long http, struct str body);

#endif
