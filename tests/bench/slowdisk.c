/* slowdisk.c -- a slower disk, preloaded: each fsync and fdatasync takes SLOWDISK_US microseconds more, as that of a small
 * office would (NVMe 0.5 to 2 ms, SATA 1 to 5, a hard disk 8 to 12). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slow(const char *name, int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	const char *us = getenv("SLOWDISK_US");
	if (us)
		usleep((useconds_t)atoi(us));
	return real(fd);
}

int fsync(int fd)
{
	return slow("fsync", fd);
}

int fdatasync(int fd)
{
	return slow("fdatasync", fd);
}
