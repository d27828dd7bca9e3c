/* pieces.c -- evidence read a piece at a time, for what is too large to be in memory. */
#include "desk/evidence/evidence_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum status evidence_file_fd(const struct desk *d, const char *sha256, int64_t size, int *ret, struct err *e)
{
	struct hash sealed;
	struct stat st;
	if (!hex_bytes(sha256, sealed.bytes, HASH_SIZE))
		return FAIL(e, BROKEN, "the row of an evidence file is damaged");
	const char *path = file_path(d->arena, d->office, sha256);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return FAIL(e, BROKEN, "the evidence file %s is missing", path);
	if (fstat(fd, &st) || st.st_size != size) {
		close(fd);
		return FAIL(e, BROKEN, "the evidence file %s is not what was sealed", path);
	}
	*ret = fd;
	return OK;
}

enum status evidence_pieces_begin(struct evidence_pieces *p, const struct desk *d, const char *sha256, int64_t size, struct err *e)
{
	*p = (struct evidence_pieces){.fd = -1, .sha256 = sha256};
	hash_run_start(&p->sum);
	return evidence_file_fd(d, sha256, size, &p->fd, e);
}

enum status evidence_pieces_next(struct evidence_pieces *p, struct str *ret, struct err *e)
{
	ssize_t n;
	do
		n = read(p->fd, p->bytes, sizeof p->bytes);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return FAIL(e, UNAVAILABLE, "evidence %.16s...: %s", p->sha256, strerror(errno));
	*ret = (struct str){p->bytes, (size_t)n};
	if (n) {
		hash_run_add(&p->sum, p->bytes, (size_t)n);
		return OK;
	}
	struct hash found = hash_run_done(&p->sum), sealed;
	if (!hex_bytes(p->sha256, sealed.bytes, HASH_SIZE) || !hash_eq(found, sealed))
		return FAIL(e, BROKEN, "the evidence file %.16s... is not what was sealed", p->sha256);
	return OK;
}

void evidence_pieces_end(struct evidence_pieces *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}
