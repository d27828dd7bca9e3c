/* powercut.c -- a disk that forgets: what was written but not synced is gone after the cut. Preloaded.
 *
 * POWERCUT_IMAGE is what the disk would hold. When a program starts, the image is made like POWERCUT_FOLDER; from then on
 * it learns only what is synced: fsync or fdatasync of a file brings its bytes there, fsync of a folder its names. A new
 * file whose folder was not synced is not there after the cut, one whose folder was but whose bytes were not is empty, and
 * a renamed one has its old name. The test kills the program, puts the image in the folder's place and starts it again.
 *
 * The kill may come in the middle of a sync, as a cut may: then some of the bytes are there.
 *
 * With POWERCUT_DEAF set only every 40th sync is heard: a disk that lies, for the control.
 *
 * (A disk may keep more than it was asked to, never less, after fsync returned; so the image is the worst disk that is
 * still honest. A file is known by its inode and its birth, since a new one may get the inode of one that was deleted.)
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTES "/.bytes" /* of the image: a file for each that was ever synced; names are links to them */
#define ROOM (PATH_MAX + 512)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *image;

/* Where the image keeps the bytes of a file of ours. */
static void bytes_path(int at, const char *name, char ret[static ROOM])
{
	struct statx st = {0};
	if (statx(at, name, AT_SYMLINK_NOFOLLOW | (*name ? 0 : AT_EMPTY_PATH), STATX_INO | STATX_BTIME, &st) != 0)
		abort();
	snprintf(ret, ROOM, "%s" BYTES "/%llu-%lld.%u", image, (unsigned long long)st.stx_ino, (long long)st.stx_btime.tv_sec, st.stx_btime.tv_nsec);
}

/* In place, as a disk does. */
static void bytes_learn(int fd)
{
	char to[ROOM], self[64];
	static char part[1 << 20];
	bytes_path(fd, "", to);
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	int in = open(self, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	off_t at = 0;
	ssize_t n;
	while ((n = pread(in, part, sizeof part, at)) > 0) {
		if (pwrite(out, part, (size_t)n, at) != n)
			abort();
		at += n;
	}
	if (in < 0 || out < 0 || n < 0 || ftruncate(out, at) != 0)
		abort();
	close(in);
	close(out);
}

static int dots(const char *name) { return !strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, BYTES + 1); }

static void name_learn(const struct dirent *entry, int live, const char *to_folder)
{
	char to[ROOM], bytes[ROOM];
	struct stat was, is;
	snprintf(to, sizeof to, "%s/%s", to_folder, entry->d_name);
	if (entry->d_type == DT_DIR) {
		mkdir(to, 0700);
		return;
	}
	bytes_path(live, entry->d_name, bytes);
	close(open(bytes, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)); /* empty, when its bytes were never synced */
	if (!stat(to, &was) && !stat(bytes, &is) && was.st_ino == is.st_ino)
		return;
	unlink(to);
	if (link(bytes, to) != 0)
		abort();
}

/* The names of a folder; what is no longer there goes. */
static void names_learn(int fd, const char *to_folder)
{
	char self[64], gone[ROOM];
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	DIR *live = opendir(self), *kept = opendir(to_folder);
	struct stat st;
	if (!live || !kept)
		abort();
	for (struct dirent *entry; (entry = readdir(kept));) {
		snprintf(gone, sizeof gone, "%s/%s", to_folder, entry->d_name);
		if (!dots(entry->d_name) && fstatat(dirfd(live), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			remove(gone);
	}
	for (struct dirent *entry; (entry = readdir(live));)
		if (!dots(entry->d_name) && (entry->d_type == DT_REG || entry->d_type == DT_DIR) &&
		    fstatat(dirfd(live), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			name_learn(entry, dirfd(live), to_folder);
	closedir(live);
	closedir(kept);
}

/* What lies in @path of the folder, with all below it: as the program finds it. */
static void all_learn(const char *path, const char *to)
{
	char from_below[ROOM], to_below[ROOM];
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : opendir(path);
	if (!dir)
		abort();
	for (struct dirent *entry; (entry = readdir(dir));) {
		int file = entry->d_type == DT_REG ? openat(fd, entry->d_name, O_RDONLY | O_CLOEXEC) : -1;
		if (file >= 0)
			bytes_learn(file);
		if (file >= 0)
			close(file);
	}
	names_learn(fd, to);
	rewinddir(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		snprintf(from_below, sizeof from_below, "%s/%s", path, entry->d_name);
		snprintf(to_below, sizeof to_below, "%s/%s", to, entry->d_name);
		if (!dots(entry->d_name) && entry->d_type == DT_DIR)
			all_learn(from_below, to_below);
	}
	closedir(dir);
	close(fd);
}

__attribute__((constructor)) static void begin(void)
{
	char bytes[ROOM];
	folder = getenv("POWERCUT_FOLDER");
	image = getenv("POWERCUT_IMAGE");
	if (!folder || !image)
		return;
	snprintf(bytes, sizeof bytes, "%s" BYTES, image);
	if (mkdir(bytes, 0700) != 0)
		return; /* a child of the same program finds it made */
	all_learn(folder, image);
	snprintf(bytes, sizeof bytes, "%s" BYTES "/whole", image); /* tells that the image can stand for the folder */
	close(open(bytes, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

/* The place in the image of an open file or folder of ours; NULL: it is none. */
static const char *ours(int fd, char ret[static ROOM])
{
	char link[64], path[PATH_MAX];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	size_t start = folder && image ? strlen(folder) : 0;
	if (n <= 0 || !start)
		return NULL;
	path[n] = 0;
	if (strncmp(path, folder, start) != 0 || (path[start] && path[start] != '/'))
		return NULL;
	snprintf(ret, ROOM, "%s%s", image, path + start);
	return ret;
}

static int synced(const char *name, int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	static int calls;
	char place[ROOM];
	struct stat st;
	pthread_mutex_lock(&lock);
	if ((!getenv("POWERCUT_DEAF") || ++calls % 40 == 1) && ours(fd, place) && fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode))
			bytes_learn(fd);
		else if (S_ISDIR(st.st_mode) && access(place, F_OK) == 0) /* a folder whose own name is not there yet has no place */
			names_learn(fd, place);
	}
	pthread_mutex_unlock(&lock);
	return real(fd);
}

int fsync(int fd) { return synced("fsync", fd); }

int fdatasync(int fd) { return synced("fdatasync", fd); }
