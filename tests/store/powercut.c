/* powercut.c -- a disk that forgets: what was written but not synced is gone after the cut. Preloaded.
 *
 * For every file opened for writing in POWERCUT_FOLDER, each fsync or fdatasync copies the whole file, as it is at
 * that moment, to FILE.synced. The test kills the program, puts the .synced files in place of the live ones and
 * opens the store. A file that was never synced is lost entirely only if it has no .synced beside it; the test keeps
 * such a file as it was, which is the kinder case.
 *
 * With POWERCUT_DEAF set it does so only every 40th time: a disk that lies, for the control.
 *
 * (A disk may keep more than it was asked to, never less, after fsync returned; so the shadow is the worst disk
 * that is still honest.)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int path_of(int fd, char *ret, size_t n)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t got = readlink(link, ret, n - 1);
	if (got <= 0)
		return 0;
	ret[got] = 0;
	const char *folder = getenv("POWERCUT_FOLDER");
	struct stat st;
	return folder && !strncmp(ret, folder, strlen(folder)) && !fstat(fd, &st) && S_ISREG(st.st_mode);
}

/* Whole, under a name of its own first: the kill may come in the middle of the copy. */
static void shadow(int fd)
{
	char path[PATH_MAX], to[PATH_MAX + 16], last[PATH_MAX + 16], part[1 << 16];
	if (!path_of(fd, path, sizeof path))
		return;
	snprintf(to, sizeof to, "%s.syncing", path);
	snprintf(last, sizeof last, "%s.synced", path);
	int in = open(path, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n;
	while (in >= 0 && out >= 0 && (n = read(in, part, sizeof part)) > 0)
		if (write(out, part, (size_t)n) != n)
			abort();
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	rename(to, last);
}

static int synced(const char *name, int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	static int calls;
	pthread_mutex_lock(&lock);
	if (!getenv("POWERCUT_DEAF") || ++calls % 40 == 1)
		shadow(fd);
	pthread_mutex_unlock(&lock);
	return real(fd);
}

int fsync(int fd)
{
	return synced("fsync", fd);
}

int fdatasync(int fd)
{
	return synced("fdatasync", fd);
}
