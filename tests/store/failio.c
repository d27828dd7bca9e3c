/* failio.c -- a disk that fails at the n-th call. Preloaded.
 *
 * Counted are the calls that change what lies in FAILIO_FOLDER: write, pwrite, fsync, fdatasync, ftruncate, rename, unlink,
 * mkdir, link, open that makes a file, mmap of a file shared with others. The test and the program share the file
 * FAILIO_CONTROL (struct control): the test says at which call and how, and reads what was met. Nothing is counted while
 * it is not armed, so the program can be started in peace and met with a fault in the middle of one request.
 *
 * The ways: an error once; an error from then on (a dead disk, a full one); a write that takes only half, once; a quota,
 * where the folder may grow by so many bytes. With MEMORY the calls of malloc, calloc and realloc are counted instead.
 */
#undef _FILE_OFFSET_BITS /* with it pwrite and pwrite64 would be one name here, and both are called */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum way { OFF, ONCE, FROM_THEN_ON, SHORT, QUOTA, MEMORY };

struct control { /* as campaign's fail.py writes it */
	_Atomic int64_t way, error, left; /* of calls, the one that fails among them; of bytes for QUOTA */
	_Atomic int64_t calls, failed;
	char what[104]; /* the first call that failed, and on what */
};

static struct control *control;
static const char *folder;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAILIO_CONTROL");
	folder = getenv("FAILIO_FOLDER");
	int fd = path && folder ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *place = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	control = place == MAP_FAILED ? NULL : place;
}

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static int path_ours(const char *path) { return control && folder && !strncmp(path, folder, strlen(folder)); }

static const char *path_of(int fd, char path[static PATH_MAX])
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = control && control->way ? readlink(link, path, PATH_MAX - 1) : -1;
	path[n > 0 ? n : 0] = 0;
	return path;
}

static int failed(const char *call, const char *path)
{
	if (!atomic_fetch_add(&control->failed, 1))
		snprintf(control->what, sizeof control->what, "%s %s", call, path + strlen(folder));
	errno = (int)control->error;
	return 1;
}

/* Is this the call, on a file of ours, that fails? */
static int fails(const char *call, const char *path)
{
	if (!path_ours(path) || !control->way || control->way == MEMORY)
		return 0;
	atomic_fetch_add(&control->calls, 1);
	if (control->way == QUOTA || control->way == SHORT)
		return 0;
	int64_t left = atomic_fetch_sub(&control->left, 1);
	return (left == 1 || (left < 1 && control->way == FROM_THEN_ON)) && failed(call, path);
}

/* How many of @n bytes at @end of the file are taken; -1: none, errno says why. */
static ssize_t taken(const char *call, int fd, off_t end, size_t n)
{
	char path[PATH_MAX];
	struct stat st;
	if (fails(call, path_of(fd, path)))
		return -1;
	if (!path_ours(path))
		return (ssize_t)n;
	if (control->way == SHORT && n > 1 && atomic_fetch_sub(&control->left, 1) == 1) {
		failed(call, path);
		return (ssize_t)(n / 2);
	}
	if (control->way != QUOTA || fstat(fd, &st) != 0 || end <= st.st_size)
		return (ssize_t)n;
	int64_t grows = end - st.st_size, left = atomic_fetch_sub(&control->left, grows);
	if (left >= grows)
		return (ssize_t)n;
	atomic_fetch_add(&control->left, grows);
	return failed(call, path) ? -1 : 0;
}

#define WRITE(name)                                                                                                    \
	ssize_t name(int fd, const void *bytes, size_t n, off_t at)                                                    \
	{                                                                                                              \
		ssize_t (*real)(int, const void *, size_t, off_t) = next(#name);                                       \
		ssize_t take = taken(#name, fd, at + (off_t)n, n);                                                     \
		return take < 0 ? -1 : real(fd, bytes, (size_t)take, at);                                              \
	}
WRITE(pwrite)
WRITE(pwrite64)

ssize_t write(int fd, const void *bytes, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = next("write");
	ssize_t take = control && control->way && control->way != MEMORY ? taken("write", fd, lseek(fd, 0, SEEK_CUR) + (off_t)n, n) : (ssize_t)n;
	return take < 0 ? -1 : real(fd, bytes, (size_t)take);
}

#define OF_FD(name, parameters, arguments)                                                                             \
	int name parameters                                                                                            \
	{                                                                                                              \
		int(*real) parameters = next(#name);                                                                   \
		char path[PATH_MAX];                                                                                   \
		return fails(#name, path_of(fd, path)) ? -1 : real arguments;                                          \
	}
OF_FD(fsync, (int fd), (fd))
OF_FD(fdatasync, (int fd), (fd))
OF_FD(ftruncate, (int fd, off_t size), (fd, size))
OF_FD(ftruncate64, (int fd, off_t size), (fd, size))

#define OF_PATH(name, parameters, arguments, path)                                                                     \
	int name parameters                                                                                            \
	{                                                                                                              \
		int(*real) parameters = next(#name);                                                                   \
		return fails(#name, path) ? -1 : real arguments;                                                       \
	}
OF_PATH(rename, (const char *from, const char *to), (from, to), to)
OF_PATH(unlink, (const char *path), (path), path)
OF_PATH(mkdir, (const char *path, mode_t mode), (path, mode), path)
OF_PATH(link, (const char *from, const char *to), (from, to), to)

#define OPEN(name)                                                                                                     \
	int name(const char *path, int flags, ...)                                                                     \
	{                                                                                                              \
		int (*real)(const char *, int, ...) = next(#name);                                                     \
		va_list more;                                                                                          \
		va_start(more, flags);                                                                                 \
		mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                                              \
		va_end(more);                                                                                          \
		return flags & O_CREAT && control && fails(#name, path) ? -1 : real(path, flags, mode);                \
	}
OPEN(open)
OPEN(open64)

static int maps(const char *call, int flags, int fd)
{
	char path[PATH_MAX];
	return fd >= 0 && flags & MAP_SHARED && control && fails(call, path_of(fd, path));
}

#define MMAP(name)                                                                                                     \
	void *name(void *at, size_t n, int how, int flags, int fd, off_t offset)                                       \
	{                                                                                                              \
		void *(*real)(void *, size_t, int, int, int, off_t) = next(#name);                                     \
		return maps(#name, flags, fd) ? MAP_FAILED : real(at, n, how, flags, fd, offset);                      \
	}
MMAP(mmap)
MMAP(mmap64)

/* ---- memory ---- */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static int starves(void)
{
	if (!control || control->way != MEMORY)
		return 0;
	atomic_fetch_add(&control->calls, 1);
	if (atomic_fetch_sub(&control->left, 1) != 1)
		return 0;
	atomic_fetch_add(&control->failed, 1);
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n) { return starves() ? NULL : __libc_malloc(n); }

void *calloc(size_t n, size_t size) { return starves() ? NULL : __libc_calloc(n, size); }

void *realloc(void *p, size_t n) { return starves() ? NULL : __libc_realloc(p, n); }
