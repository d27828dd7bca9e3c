/* replay.c -- runs a fuzz target over the files of its corpus, so that every past finding is a test.
 *
 *     fuzz-NAME_fuzz FILE-OR-FOLDER...
 *
 * Prints how many inputs were run; a crash or a sanitizer report is the failure.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		return -1;
	}
	fseek(f, 0, SEEK_END);
	long n = ftell(f);
	rewind(f);
	uint8_t *bytes = malloc(n > 0 ? (size_t)n : 1); /* exact size: an overrun is seen */
	size_t got = bytes && n > 0 ? fread(bytes, 1, (size_t)n, f) : 0;
	fclose(f);
	LLVMFuzzerTestOneInput(bytes, got);
	free(bytes);
	return 1;
}

static int run(const char *path)
{
	struct stat st;
	if (stat(path, &st)) {
		perror(path);
		return -1;
	}
	if (!S_ISDIR(st.st_mode))
		return run_file(path);
	int ran = 0;
	DIR *d = opendir(path);
	for (struct dirent *entry; d && (entry = readdir(d));) {
		char name[4096];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		int one = run(name);
		if (one < 0) {
			ran = -1;
			break;
		}
		ran += one;
	}
	if (d)
		closedir(d);
	return ran;
}

int main(int argc, char **argv)
{
	int ran = 0;
	for (int i = 1; i < argc; i++) {
		int one = run(argv[i]);
		if (one < 0)
			return 1;
		ran += one;
	}
	/* Also what no corpus needs to hold: nothing at all. */
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	printf("%d inputs\n", ran + 1);
	return 0;
}
