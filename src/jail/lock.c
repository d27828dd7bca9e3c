/* lock.c -- a process locks itself in: what it has is all it will ever have.
 *
 * Three walls, each enough against another kind of surprise: limits (a bomb), Landlock (a file, a port), seccomp
 * (everything else). What is not on the list of calls ends the process at once. */
#include "jail/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the program has mapped before it opens anything: libraries, and under a sanitizer terabytes of shadow. */
static size_t mapped_now(void)
{
	char text[64] = "";
	unsigned long pages = 0;
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof text - 1) > 0)
		sscanf(text, "%lu", &pages);
	close(fd);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit(int what, size_t most)
{
	struct rlimit r = {most, most};
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool limits_set(size_t mapped)
{
	return limit(RLIMIT_AS, mapped + JAIL_MEMORY) && limit(RLIMIT_CPU, JAIL_CPU_S) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0);
}

/* All that this kernel's Landlock knows to forbid is forbidden, everywhere. A kernel without it is no fault. */
static bool landlock_set(void)
{
	struct landlock_ruleset_attr rules = {0};
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 0)
		return true;
	rules.handled_access_fs = (UINT64_C(1) << 13) - 1; /* version 1: execute ... make_sym */
	if (version >= 2)
		rules.handled_access_fs |= UINT64_C(1) << 13; /* refer */
	if (version >= 3)
		rules.handled_access_fs |= UINT64_C(1) << 14; /* truncate */
	int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
	if (fd < 0)
		return false;
	bool good = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return good;
}

/* What computing needs, and the way out. Nothing here names a file, an address or another process. */
static const int allowed[] = {
	SCMP_SYS(read),       SCMP_SYS(write),        SCMP_SYS(munmap),     SCMP_SYS(mremap),    SCMP_SYS(brk),
	SCMP_SYS(madvise),    SCMP_SYS(futex),        SCMP_SYS(exit),       SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(getrandom),  SCMP_SYS(clock_gettime),
#ifdef __SANITIZE_ADDRESS__
	SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sched_yield),
#endif
};

/* Memory may be taken and guarded, but never made to run. */
static bool memory_rules(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool seccomp_set(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return false;
	bool good = memory_rules(filter);
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed && good; i++)
		good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	good = good && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return good;
}

bool jail_lock(const char **why)
{
	size_t mapped = mapped_now(); /* while a file may still be opened */
	*why = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return false;
	*why = "landlock"; /* before the limits: it takes one more handle */
	if (!landlock_set())
		return false;
	*why = "limits";
	if (!mapped || !limits_set(mapped))
		return false;
	*why = "seccomp";
	return seccomp_set();
}
