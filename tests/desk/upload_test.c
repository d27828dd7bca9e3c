/* upload_test.c -- a file sent in pieces arrives whole and once, whatever breaks on the way, and until then nobody can
 * read it.
 *
 * Crashes: this program starts itself again as a sender (--sender ...) that dies at the n-th call that changes something
 * below uploads/ or evidence/, in the middle of a write or with all unsynced bytes turned to zeros (a power cut on a file
 * system that had given the room but not the bytes). The test then goes on as a phone would: it asks how far the upload
 * is, which may not be less than what was acknowledged, and sends the rest. For errors the same calls fail once, one after
 * the other, with "no space left".
 */
#define _GNU_SOURCE /* memmem */
#include "desk/intake/pieces.h"
#include "desk/intake/upload.h"

#include "lobby.h"
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define PIECE 3000
#define WHOLE (3 * PIECE)

/* -- calls that die or fail at the n-th time -- */

enum doom { NONE, DIE_TORN, DIE_POWER, FAIL_FULL };
static struct {
	enum doom doom;
	int countdown;
	int fd;         /* of the last write, while it is not synced */
	int64_t synced; /* bytes of it that are */
} doom = {.fd = -1};

static bool ours(const char *path)
{
	return strstr(path, "/uploads") || strstr(path, "/evidence");
}

static bool ours_fd(int fd)
{
	char link[64], path[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	path[n > 0 ? n : 0] = 0;
	return ours(path);
}

static bool now(bool is_ours)
{
	return doom.doom && is_ours && --doom.countdown == 0;
}

static void power_cut(void)
{
	static const char zeros[1 << 16];
	struct stat st;
	if (doom.doom == DIE_POWER && doom.fd >= 0 && !fstat(doom.fd, &st) && st.st_size > doom.synced)
		syscall(SYS_pwrite64, doom.fd, zeros, (size_t)(st.st_size - doom.synced), doom.synced);
	_exit(9);
}

/* True: the call is to fail. */
static bool met(bool is_ours)
{
	if (!now(is_ours))
		return false;
	if (doom.doom != FAIL_FULL)
		power_cut();
	errno = ENOSPC;
	return true;
}

static void wrote(int fd)
{
	struct stat st;
	if (doom.fd != fd && !fstat(fd, &st))
		doom.fd = fd, doom.synced = st.st_size;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	bool mine = doom.doom && ours_fd(fd);
	if (mine)
		wrote(fd);
	if (mine && doom.doom == DIE_TORN && doom.countdown == 1)
		syscall(SYS_pwrite64, fd, bytes, n / 2, at);
	return met(mine) ? -1 : syscall(SYS_pwrite64, fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	bool mine = doom.doom && ours_fd(fd);
	if (mine)
		wrote(fd);
	if (mine && doom.doom == DIE_TORN && doom.countdown == 1)
		syscall(SYS_write, fd, bytes, n / 2);
	return met(mine) ? -1 : syscall(SYS_write, fd, bytes, n);
}

static int synced(int fd, long call)
{
	if (met(doom.doom && ours_fd(fd)))
		return -1;
	if (fd == doom.fd)
		doom.fd = -1;
	return (int)syscall(call, fd);
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to)
{
	return met(doom.doom && ours(to)) ? -1 : (int)syscall(SYS_rename, from, to);
}

int unlink(const char *path)
{
	return met(doom.doom && ours(path)) ? -1 : (int)syscall(SYS_unlink, path);
}

int ftruncate(int fd, off_t n)
{
	return met(doom.doom && ours_fd(fd)) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

/* -- an office with a report -- */

struct fixture {
	struct lobby l;
	int64_t report;
	char whole[WHOLE];
};

static int64_t report_new(struct fixture *f)
{
	struct intake_form form = {.channel = "web", .event_on = DAY_NONE, .known_on = DAY_NONE, .text = "Ada yang perlu dilihat."};
	struct intake_receipt r;
	assert_ok(intake_receive(&f->l.public, &form, &r, e));
	return r.report;
}

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->report = report_new(f);
	for (size_t i = 0; i < WHOLE; i++)
		f->whole[i] = (char)(i * 31 % 251);
	return 0;
}

/* "foto rapat.jpg", "ditempat" as the header carries them. */
#define META "filename Zm90byByYXBhdC5qcGc="

static const char *open_new(struct fixture *f, int64_t size, const char *once)
{
	const char *id = NULL;
	struct upload_state state;
	const struct upload_new as = {f->report, size, once, META};
	assert_ok(upload_open(&f->l.public, &as, &id, &state, e));
	assert_int_equal(state.offset, 0);
	return id;
}

static enum status send_at(struct fixture *f, const char *id, int64_t offset, const char *bytes, size_t n, struct err *e)
{
	struct upload_state state;
	const struct upload_piece piece = {offset, {bytes, n}, 0};
	return upload_append(&f->l.public, id, &piece, &state, e);
}

static void send_rest(struct fixture *f, const char *id, int64_t from)
{
	for (int64_t at = from; at < WHOLE; at += PIECE - at % PIECE)
		assert_ok(send_at(f, id, at, f->whole + at, (size_t)(PIECE - at % PIECE), e));
}

static int64_t offset_of(struct fixture *f, const char *id)
{
	struct upload_state state;
	assert_ok(upload_look(&f->l.public, id, &state, e));
	return state.offset;
}

static struct report_files_rows files_of(struct fixture *f)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct report_files_rows files;
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(report_files(&tx, f->report, &files, e));
	return files;
}

/* The report has this file, once, with these bytes. */
static void arrived_once(struct fixture *f, struct str bytes)
{
	struct report_files_rows files = files_of(f);
	scoped(tx_rollback) struct tx tx = {0};
	struct str kept;
	assert_int_equal(files.n, 1);
	assert_non_null((void *)files.items[0].message);
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(evidence_file_read(&tx, &f->l.public, files.items[0].file, &kept, NULL, e));
	assert_int_equal(kept.n, bytes.n);
	assert_memory_equal(kept.s, bytes.s, bytes.n);
}

static int entries(struct fixture *f, const char *folder, const char *prefix)
{
	DIR *dir = opendir(arena_printf(&f->l.s.arena, "%s/%s", f->l.s.folder, folder));
	int n = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		n += entry->d_name[0] != '.' ? !*prefix || text_starts(entry->d_name, prefix)
					     : *prefix && text_starts(entry->d_name, prefix);
	if (dir)
		closedir(dir);
	return n;
}

/* -- the plain way -- */

static void pieces_become_a_file_of_the_report(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	send_rest(f, id, 0);
	arrived_once(f, (struct str){f->whole, WHOLE});
	assert_string_equal(files_of(f).items[0].name, "foto rapat.jpg");
	assert_int_equal(entries(f, "uploads", ""), 0);
	assert_int_equal(offset_of(f, id), WHOLE);
}

static void a_whole_file_that_was_lost_in_the_answer_comes_once(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	struct err e = {0};
	send_rest(f, id, 0);
	assert_int_equal(send_at(f, id, 2 * PIECE, f->whole + 2 * PIECE, PIECE, &e), CONFLICT);
	assert_string_equal(e.field, UPLOAD_AT_OFFSET);
	assert_ok(upload_keep(&f->l.public, e));
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void an_empty_file_arrives_too(void **state)
{
	struct fixture *f = *state;
	open_new(f, 0, "");
	arrived_once(f, STR(""));
}

static void the_same_opening_again_is_the_same_upload(void **state)
{
	struct fixture *f = *state;
	const char *first = open_new(f, WHOLE, "kunci dari ponsel"), *second = open_new(f, WHOLE, "kunci dari ponsel");
	assert_string_equal(first, second);
	assert_string_not_equal(first, open_new(f, WHOLE, "kunci lain"));
	const struct upload_new other = {f->report, WHOLE + 1, "kunci dari ponsel", META};
	struct upload_state s;
	struct err e = {0};
	assert_int_equal(upload_open(&f->l.public, &other, &first, &s, &e), CONFLICT);
	send_rest(f, second, 0);
	const struct upload_new again = {f->report, WHOLE, "kunci dari ponsel", META};
	assert_ok(upload_open(&f->l.public, &again, &first, &s, e));
	assert_true(s.finished && s.offset == WHOLE);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void a_piece_at_the_wrong_place_changes_nothing(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	struct err e = {0};
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	const int64_t wrong[] = {0, PIECE - 1, PIECE + 1, WHOLE, INT64_MAX};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(send_at(f, id, wrong[i], f->whole, PIECE, &e), CONFLICT);
		assert_string_equal(e.field, UPLOAD_AT_OFFSET);
	}
	assert_int_equal(send_at(f, id, PIECE, f->whole, WHOLE, &e), TOO_LARGE);
	const struct upload_piece piece = {PIECE, {f->whole + PIECE, 10}, WHOLE};
	struct upload_state s;
	assert_int_equal(upload_append(&f->l.public, id, &piece, &s, &e), TOO_LARGE);
	assert_int_equal(offset_of(f, id), PIECE);
	send_rest(f, id, PIECE);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void an_id_that_is_none_opens_nothing(void **state)
{
	struct fixture *f = *state;
	struct upload_state s;
	struct err e = {0};
	open_new(f, WHOLE, "");
	const char *const ids[] = {"", "0", "../../netra.db", "00000000000000000000000000000000", "0123456789abcdef0123456789ABCDEF",
				   "0123456789abcdef0123456789abcdef0"};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		assert_int_equal(upload_look(&f->l.public, ids[i], &s, &e), NOT_FOUND);
		assert_int_equal(send_at(f, ids[i], 0, "x", 1, &e), NOT_FOUND);
		assert_int_equal(upload_drop(&f->l.public, ids[i], &e), NOT_FOUND);
	}
}

static void files_that_follow_each_other_are_one_message(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 3; i++)
		send_rest(f, open_new(f, WHOLE, ""), 0);
	f->l.public.now.us += 2 * HOUR_US;
	send_rest(f, open_new(f, WHOLE, ""), 0);
	struct report_files_rows files = files_of(f);
	assert_int_equal(files.n, 4);
	assert_true(files.items[0].message == files.items[2].message && files.items[2].message != files.items[3].message);
}

/* -- what lies on the disk -- */

static bool on_disk(struct fixture *f, const char *what, size_t n)
{
	char command[256];
	bool found = false;
	snprintf(command, sizeof command, "find '%s' -type f -not -path '*/keys/*'", f->l.s.folder);
	FILE *list = popen(command, "r");
	char path[512];
	while (fgets(path, sizeof path, list)) {
		path[strcspn(path, "\n")] = 0;
		FILE *in = fopen(path, "r");
		size_t size = 0;
		char *bytes = malloc(8 << 20);
		if (in)
			size = fread(bytes, 1, 8 << 20, in), fclose(in);
		found |= memmem(bytes, size, what, n) != NULL;
		free(bytes);
	}
	pclose(list);
	return found;
}

static void until_it_is_whole_the_disk_tells_nothing_of_it(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_false(on_disk(f, f->whole, 32));
	assert_false(on_disk(f, "foto rapat", 10));
	assert_false(on_disk(f, "Zm90byByYXBhdC5qcGc=", 20));
	assert_false(on_disk(f, id, UPLOAD_ID_CHARS));
	send_rest(f, id, PIECE);
	assert_true(on_disk(f, f->whole, 32)); /* the search finds what is there */
}

static const char *pieces_file(struct fixture *f)
{
	DIR *dir = opendir(arena_printf(&f->l.s.arena, "%s/uploads", f->l.s.folder));
	const char *path = NULL;
	for (struct dirent *entry; (entry = readdir(dir));)
		if (entry->d_name[0] != '.')
			path = arena_printf(&f->l.s.arena, "%s/uploads/%s", f->l.s.folder, entry->d_name);
	closedir(dir);
	return path;
}

static void a_torn_tail_is_cut_back(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_ok(send_at(f, id, PIECE, f->whole + PIECE, PIECE, e));
	const char *path = pieces_file(f);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	for (off_t cut = 1; cut < PIECE; cut += 997) { /* as far as the second piece is torn, only the first counts */
		assert_int_equal(truncate(path, st.st_size - cut), 0);
		assert_int_equal(offset_of(f, id), PIECE);
		assert_ok(send_at(f, id, PIECE, f->whole + PIECE, PIECE, e));
		assert_int_equal(stat(path, &st), 0);
	}
	int fd = open(path, O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "\x10\0\0\0 garbage after the last frame, longer than its head", 56), 56);
	close(fd);
	assert_int_equal(offset_of(f, id), 2 * PIECE);
	send_rest(f, id, 2 * PIECE);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void flip(const char *path, off_t at)
{
	char c;
	int fd = open(path, O_RDWR);
	assert_int_equal(pread(fd, &c, 1, at), 1);
	c = (char)(c ^ 0x40);
	assert_int_equal(pwrite(fd, &c, 1, at), 1);
	close(fd);
}

/* 8 bytes of magic, frame 0 (44 + 1 + strlen(META) bytes), then the first piece: its content begins 28 bytes on. */
static void a_damaged_piece_is_asked_for_again(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	struct err e = {0};
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_ok(send_at(f, id, PIECE, f->whole + PIECE, PIECE, e));
	flip(pieces_file(f), 8 + 44 + 1 + (off_t)strlen(META) + 28 + 100);
	assert_int_equal(offset_of(f, id), 2 * PIECE); /* not known yet: only the last piece is opened at each look */
	assert_int_equal(send_at(f, id, 2 * PIECE, f->whole + 2 * PIECE, PIECE, &e), CONFLICT);
	assert_string_equal(e.field, UPLOAD_AT_OFFSET);
	assert_int_equal(files_of(f).n, 0);
	assert_int_equal(offset_of(f, id), 0);
	send_rest(f, id, 0);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void pieces_of_another_upload_do_not_open(void **state)
{
	struct fixture *f = *state;
	struct upload_state s;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, "");
	const char *mine = pieces_file(f);
	const char *kept = arena_printf(&f->l.s.arena, "%s/mine", f->l.s.folder);
	assert_int_equal(rename(mine, kept), 0);
	const char *other = open_new(f, WHOLE, "");
	const char *theirs = pieces_file(f);
	assert_ok(send_at(f, other, 0, f->whole, PIECE, e));
	assert_int_equal(rename(theirs, mine), 0);
	assert_int_equal(upload_look(&f->l.public, id, &s, &e), BROKEN);
	assert_int_equal(upload_look(&f->l.public, other, &s, &e), NOT_FOUND); /* its pieces are gone */
	assert_string_equal(e.field, UPLOAD_ENDED);
}

/* -- limits -- */

static struct office *office_with(struct fixture *f, const char *key, const char *value)
{
	const struct settings *settings;
	assert_ok(settings_with(&f->l.s.arena, f->l.office->settings, key, value, &settings, e));
	f->l.office->settings = settings;
	return f->l.office;
}

static enum status open_size(struct fixture *f, int64_t size, struct err *e)
{
	const struct upload_new as = {f->report, size, "", META};
	struct upload_state s;
	const char *id;
	return upload_open(&f->l.public, &as, &id, &s, e);
}

static void too_much_is_refused_before_a_byte_is_taken(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	office_with(f, "intake.file_max_mib", "1");
	assert_int_equal(open_size(f, (1 << 20) + 1, &e), TOO_LARGE);
	assert_int_equal(open_size(f, INT64_MAX, &e), TOO_LARGE);
	assert_int_equal(open_size(f, -1, &e), INVALID);
	office_with(f, "upload.open_per_report", "2");
	assert_ok(open_size(f, 1 << 20, e));
	assert_ok(open_size(f, 100, e));
	assert_int_equal(open_size(f, 100, &e), TOO_MANY);
	f->report = report_new(f); /* another report has room of its own */
	assert_ok(open_size(f, 100, e));
	office_with(f, "upload.open_max", "3");
	assert_int_equal(open_size(f, 100, &e), UNAVAILABLE);
	office_with(f, "upload.open_max", "100");
	office_with(f, "upload.bytes_max_mib", "1");
	assert_int_equal(open_size(f, 100, &e), UNAVAILABLE);
	office_with(f, "upload.bytes_max_mib", "100");
	office_with(f, "intake.files_per_report", "1");
	assert_int_equal(open_size(f, 100, &e), TOO_LARGE);
	assert_int_equal(entries(f, "uploads", ""), 3); /* those refused left nothing */
}

static void a_full_disk_is_told_before_a_byte_is_taken(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, "");
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	office_with(f, "upload.reserve_mib", "1000000000"); /* no disk has that left */
	assert_int_equal(open_size(f, 100, &e), UNAVAILABLE);
	assert_string_equal(e.field, UPLOAD_DISK);
	assert_int_equal(send_at(f, id, PIECE, f->whole + PIECE, PIECE, &e), UNAVAILABLE);
	assert_string_equal(e.field, UPLOAD_DISK);
	office_with(f, "upload.reserve_mib", "0");
	assert_int_equal(offset_of(f, id), PIECE);
	send_rest(f, id, PIECE);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void dust_is_refused_after_a_while(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, "");
	int64_t at = 0;
	while (at < WHOLE && send_at(f, id, at, f->whole + at, 1, &e) == OK)
		at++;
	assert_int_equal(e.status, TOO_MANY);
	assert_int_equal(at, 256 + WHOLE / 4096);
	assert_int_equal(offset_of(f, id), at);
}

/* -- the end of an upload that is not finished -- */

static void after_a_week_it_is_gone(void **state)
{
	struct fixture *f = *state;
	struct upload_state s;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, "");
	f->l.public.now.us += UPLOAD_LIFE_US - SECOND_US;
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_ok(upload_keep(&f->l.public, e));
	assert_int_equal(entries(f, "uploads", ""), 1);
	f->l.public.now.us += 2 * SECOND_US;
	assert_int_equal(upload_look(&f->l.public, id, &s, &e), NOT_FOUND);
	assert_string_equal(e.field, UPLOAD_ENDED);
	assert_int_equal(send_at(f, id, PIECE, f->whole + PIECE, PIECE, &e), NOT_FOUND);
	assert_ok(upload_keep(&f->l.public, e));
	assert_int_equal(entries(f, "uploads", ""), 0);
	e = (struct err){0};
	assert_int_equal(upload_look(&f->l.public, id, &s, &e), NOT_FOUND);
	assert_null(e.field);
	assert_int_equal(files_of(f).n, 0);
}

static void what_is_taken_back_is_gone_and_what_is_finished_stays(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, ""), *other = open_new(f, WHOLE, "");
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_ok(upload_drop(&f->l.public, id, e));
	assert_int_equal(send_at(f, id, PIECE, f->whole, PIECE, &e), NOT_FOUND);
	send_rest(f, other, 0);
	assert_int_equal(upload_drop(&f->l.public, other, &e), FORBIDDEN);
	assert_int_equal(entries(f, "uploads", ""), 0);
	arrived_once(f, (struct str){f->whole, WHOLE});
}

static void after_a_restore_a_row_without_its_pieces_is_ended(void **state)
{
	struct fixture *f = *state;
	struct upload_state s;
	struct err e = {0};
	const char *id = open_new(f, WHOLE, ""), *other = open_new(f, WHOLE, "");
	assert_int_equal(remove(pieces_file(f)), 0);
	bool first = upload_look(&f->l.public, id, &s, &e) != OK;
	e = (struct err){0};
	assert_int_equal(upload_look(&f->l.public, first ? id : other, &s, &e), NOT_FOUND);
	assert_string_equal(e.field, UPLOAD_ENDED);
	assert_ok(upload_keep(&f->l.public, e));
	e = (struct err){0};
	assert_int_equal(upload_look(&f->l.public, first ? id : other, &s, &e), NOT_FOUND);
	assert_null(e.field);
	send_rest(f, first ? other : id, 0);
	assert_ok(upload_keep(&f->l.public, e)); /* finished, and its pieces are gone too: its row stays to answer */
	assert_int_equal(offset_of(f, first ? other : id), WHOLE);
}

static void strays_are_swept_after_an_hour(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	const char *stray = arena_printf(&f->l.s.arena, "%s/uploads/12345", f->l.s.folder);
	mkdir(arena_printf(&f->l.s.arena, "%s/evidence", f->l.s.folder), 0700);
	const char *kept = arena_printf(&f->l.s.arena, "%s/evidence/.keep-00", f->l.s.folder);
	close(open(stray, O_CREAT | O_WRONLY, 0600));
	close(open(kept, O_CREAT | O_WRONLY, 0600));
	assert_ok(upload_keep(&f->l.public, e));
	assert_int_equal(entries(f, "uploads", ""), 2);
	const struct timespec old[2] = {{time(NULL) - 2 * 3600, 0}, {time(NULL) - 2 * 3600, 0}};
	utimensat(AT_FDCWD, stray, old, 0);
	utimensat(AT_FDCWD, kept, old, 0);
	utimensat(AT_FDCWD, pieces_path(&f->l.s.arena, f->l.office, 0), old, 0);
	assert_ok(upload_keep(&f->l.public, e));
	assert_int_equal(entries(f, "uploads", ""), 1);
	assert_int_equal(access(kept, F_OK), -1);
	assert_int_equal(offset_of(f, id), 0); /* the one with a row is still there */
}

/* -- tickets and the header -- */

static void the_ticket_opens_uploads_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	int64_t report = 0;
	const char *code, *ticket = upload_ticket_make(&f->l.public, f->report);
	struct err e = {0};
	assert_int_equal(ticket_read(&f->l.public, ticket, &report, &code, &e), NOT_FOUND);
	assert_ok(upload_ticket_read(&f->l.public, ticket, &report, e));
	assert_int_equal(report, f->report);
	report = 0;
	assert_ok(upload_ticket_read(&f->l.public, ticket_make(&f->l.public, f->report, ""), &report, e));
	assert_int_equal(report, f->report);
	struct desk later = f->l.public;
	later.now.us += 7 * DAY_US + HOUR_US;
	assert_ok(upload_ticket_read(&later, ticket, &report, e));
	later.now.us += 7 * DAY_US;
	assert_int_equal(upload_ticket_read(&later, ticket, &report, &e), NOT_FOUND);
	char *bent = arena_strdup(&f->l.s.arena, ticket);
	for (size_t i = 0; bent[i]; i++) {
		char was = bent[i];
		bent[i] = was == 'A' ? 'B' : 'A';
		if (i + 1 < strlen(ticket)) /* the last letter holds bits that say nothing */
			assert_int_equal(upload_ticket_read(&f->l.public, bent, &report, &e), NOT_FOUND);
		bent[i] = was;
	}
	assert_int_equal(upload_ticket_read(&f->l.public, NULL, &report, &e), NOT_FOUND);
	assert_int_equal(upload_ticket_read(&f->l.public, "", &report, &e), NOT_FOUND);
}

static void check_meta(struct fixture *f, const char *header, const char *name, bool drop_place)
{
	struct upload_meta m;
	assert_ok(upload_meta_read(&f->l.s.arena, header, &m, e));
	assert_string_equal(m.name, name);
	assert_int_equal(m.drop_place, drop_place);
}

static void the_header_names_the_file_and_never_a_path(void **state)
{
	struct fixture *f = *state;
	check_meta(f, NULL, "", false);
	check_meta(f, "", "", false);
	check_meta(f, META, "foto rapat.jpg", false);
	check_meta(f, META ",filetype aW1hZ2UvanBlZw==, drop_place", "foto rapat.jpg", true);
	check_meta(f, "drop_place MA==,filename YQ==", "a", false);            /* "0" */
	check_meta(f, "name YQ==,filename Yg==", "b", false);                  /* a, b */
	check_meta(f, "filename Li4vLi4vZXRjL3Bhc3N3ZA==", "passwd", false);   /* ../../etc/passwd */
	check_meta(f, "filename QzpcVGVtcFxhLmpwZw==", "a.jpg", false);        /* C:\Temp\a.jpg */
	check_meta(f, "filename Li4=", "", false);                             /* .. */
	check_meta(f, "filename", "", false);
	static const char *const bad[] = {
		"filename !!!", "filename YQ", "filename YQ==,filename Yg==", ",", "filename YQ==,,x", " ", "n\xC3\xA4me YQ==",
		"filename YQpi" /* a, newline, b */, "filename AGE=" /* NUL */, "filename /w==" /* 0xFF */, "filename YQ== YQ==",
	};
	struct upload_meta m;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};
		if (upload_meta_read(&f->l.s.arena, bad[i], &m, &e) != INVALID)
			fail_msg("taken: %s", bad[i]);
		assert_string_equal(e.field, "Upload-Metadata");
	}
}

/* -- photos and types -- */

/* A JPEG that is only its header: APP0, then an Exif block whose directory holds the GPS pointer (0x8825). */
static const char PHOTO[] = "\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
			    "\xff\xe1\x00\x22"
			    "Exif\0\0"
			    "MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
			    "\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9";

static void the_place_is_taken_out_when_that_was_asked(void **state)
{
	struct fixture *f = *state;
	const struct upload_new as = {f->report, sizeof PHOTO - 1, "", META ",drop_place"};
	struct upload_state s;
	const char *id;
	assert_ok(upload_open(&f->l.public, &as, &id, &s, e));
	for (size_t at = 0; at < sizeof PHOTO - 1; at += 10)
		assert_ok(send_at(f, id, (int64_t)at, PHOTO + at, at + 10 < sizeof PHOTO ? 10 : sizeof PHOTO - 1 - at, e));
	struct str clean = photo_without_metadata(&f->l.s.arena, (struct str){PHOTO, sizeof PHOTO - 1});
	assert_true(photo_has_place((struct str){PHOTO, sizeof PHOTO - 1}) && !photo_has_place(clean));
	arrived_once(f, clean);
	assert_true(files_of(f).items[0].place_removed);
	assert_string_equal(files_of(f).items[0].type, "image/jpeg");
}

struct crumbs {
	struct str all;
	size_t at, each;
};
static enum status crumb(void *context, struct str *ret, struct err *e)
{
	struct crumbs *c = context;
	size_t n = c->all.n - c->at < c->each ? c->all.n - c->at : c->each;
	*ret = (struct str){c->all.s + c->at, n};
	c->at += n;
	return OK;
}

static void a_file_in_pieces_has_the_type_and_hash_of_the_whole(void **state)
{
	struct fixture *f = *state;
	static const struct str all[] = {
		{PHOTO, sizeof PHOTO - 1}, {"", 0}, {"teks", 4}, {"r\xC3\xA9sum\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 akhir", 22},
		{"putus \xE2\x82", 8}, {"\xC3", 1}, {"a\xFFz", 3}, {"nul\0", 4}, {"RIFF1234WEBPVP8 ", 16}, {"RIFF1234WAVEfmt ", 16},
		{"\0\0\0\x18" "ftypheic....", 16}, {"%PDF-1.7\n\xE2\xE3", 11}, {"\xE2\x82 \xAC", 4}, {"\xF0\x9F", 2}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (size_t each = 1; each <= 7; each++) {
			struct crumbs c = {.all = all[i], .each = each};
			struct file_kept kept;
			assert_ok(evidence_file_keep(&f->l.public, crumb, &c, &kept, e));
			assert_string_equal(kept.type, file_type_of(all[i]));
			assert_true(hash_eq(kept.hash, hash_of(all[i].s, all[i].n)));
			assert_int_equal(kept.size, all[i].n);
		}
	assert_int_equal(entries(f, "evidence", ".keep-"), 0);
}

/* -- two at once -- */

struct pair {
	struct fixture *f;
	const char *id;
	atomic_int good, other;
};

static void *send_all(void *context)
{
	struct pair *p = context;
	struct arena a = {0};
	struct desk d = p->f->l.public;
	d.arena = &a;
	for (int64_t at = 0; at < WHOLE; at += PIECE) {
		const struct upload_piece piece = {at, {p->f->whole + at, PIECE}, 0};
		struct upload_state s;
		struct err e = {0};
		enum status status = upload_append(&d, p->id, &piece, &s, &e);
		if (status == OK)
			atomic_fetch_add(&p->good, 1);
		else if (status != CONFLICT)
			atomic_fetch_add(&p->other, 1);
	}
	arena_free(&a);
	return NULL;
}

static void two_at_once_are_one_after_the_other(void **state)
{
	struct fixture *f = *state;
	struct pair p = {.f = f, .id = open_new(f, WHOLE, "")};
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, send_all, &p);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(p.other, 0);
	assert_true(p.good <= 3); /* each piece was taken at most once */
	send_rest(f, p.id, offset_of(f, p.id));
	arrived_once(f, (struct str){f->whole, WHOLE});
}

/* -- every call may fail, and every moment be the last -- */

/* Opens (again) and sends what is missing, saying each acknowledged offset on @out. */
static enum status send_as_phone(struct fixture *f, const char *once, int out, struct err *e)
{
	const struct upload_new as = {f->report, WHOLE, once, META};
	struct upload_state s;
	const char *id;
	TRY(upload_open(&f->l.public, &as, &id, &s, e));
	while (!s.finished) {
		if (out >= 0 && syscall(SYS_write, out, &s.offset, sizeof s.offset) < 0)
			_exit(1);
		const struct upload_piece piece = {s.offset, {f->whole + s.offset, (size_t)(PIECE - s.offset % PIECE)}, 0};
		TRY(upload_append(&f->l.public, id, &piece, &s, e));
	}
	return OK;
}

static void every_call_may_fail_once(void **state)
{
	struct fixture *f = *state;
	bool failed = true;
	int n = 0;
	while (failed) {
		f->report = report_new(f);
		const char *once = arena_printf(&f->l.s.arena, "gagal %d", ++n);
		doom.doom = FAIL_FULL, doom.countdown = n;
		struct err e = {0};
		enum status status = send_as_phone(f, once, -1, &e);
		failed = doom.countdown <= 0; /* it was met; an unlink that fails is nobody's fault */
		doom.doom = NONE, doom.fd = -1;
		if (status != OK)
			assert_string_equal(e.field, UPLOAD_DISK);
		assert_ok(send_as_phone(f, once, -1, e));
		arrived_once(f, (struct str){f->whole, WHOLE});
	}
	assert_true(n > 15); /* so many calls were tried */
}

static struct office *office_again(struct support *s, const char *folder, const char *url)
{
	const struct settings *settings;
	struct office *office = NULL;
	assert_ok(settings_load(&s->arena, NULL, &settings, e));
	assert_ok(settings_with(&s->arena, settings, "store.url", url, &settings, e));
	assert_ok(settings_with(&s->arena, settings, "clock.now", "2024-11-04T09:00:00+07:00", &settings, e));
	assert_ok(office_open(folder, settings, &office, e));
	return office;
}

/* --sender FOLDER URL REPORT ONCE DOOM N: acknowledged offsets go to standard output. */
static int sender(char **argv)
{
	struct fixture f = {.report = atoll(argv[4])};
	struct err e = {0};
	f.l.office = office_again(&f.l.s, argv[2], argv[3]);
	f.l.public = support_desk(&f.l.s, f.l.office, ROLE_NONE, 0);
	for (size_t i = 0; i < WHOLE; i++)
		f.whole[i] = (char)(i * 31 % 251);
	doom.countdown = atoi(argv[7]);
	doom.doom = (enum doom)atoi(argv[6]);
	enum status status = send_as_phone(&f, argv[5], STDOUT_FILENO, &e);
	_exit(status == OK ? 0 : 1);
}

/* The sender's last acknowledged offset; true when it was killed. */
static bool sender_dies(struct fixture *f, const char *once, enum doom how, int n, int64_t *ret_acknowledged)
{
	char report[24], doomed[8], count[12];
	int out[2], code;
	int64_t offset;
	snprintf(report, sizeof report, "%lld", (long long)f->report);
	snprintf(doomed, sizeof doomed, "%d", how);
	snprintf(count, sizeof count, "%d", n);
	assert_int_equal(pipe(out), 0);
	pid_t child = fork();
	if (!child) {
		dup2(out[1], STDOUT_FILENO);
		execl("/proc/self/exe", "upload_test", "--sender", f->l.s.folder, f->l.s.url, report, once, doomed, count, NULL);
		_exit(1);
	}
	close(out[1]);
	*ret_acknowledged = 0;
	while (read(out[0], &offset, sizeof offset) == sizeof offset)
		*ret_acknowledged = offset;
	close(out[0]);
	assert_int_equal(waitpid(child, &code, 0), child);
	assert_true(WIFEXITED(code) && (WEXITSTATUS(code) == 0 || WEXITSTATUS(code) == 9));
	return WEXITSTATUS(code) == 9;
}

static void killed_everywhere(struct fixture *f, enum doom how)
{
	bool killed = true;
	for (int n = 1; killed; n++) {
		int64_t acknowledged;
		struct upload_state s;
		const char *id, *once = arena_printf(&f->l.s.arena, "mati %d %d", how, n);
		f->report = report_new(f);
		killed = sender_dies(f, once, how, n, &acknowledged);
		const struct upload_new as = {f->report, WHOLE, once, META};
		assert_ok(upload_open(&f->l.public, &as, &id, &s, e));
		assert_true(s.offset >= acknowledged);
		assert_ok(send_as_phone(f, once, -1, e));
		arrived_once(f, (struct str){f->whole, WHOLE});
		assert_true(killed || n > 15);
	}
}

static void killed_in_the_middle_of_a_write_nothing_acknowledged_is_lost(void **state)
{
	killed_everywhere(*state, DIE_TORN);
}

static void after_a_power_cut_nothing_acknowledged_is_lost(void **state)
{
	killed_everywhere(*state, DIE_POWER);
}

/* The disk was full when the last piece had come: the file is whole, but not yet evidence. */
static void the_keeper_finishes_what_its_sender_never_asks_for_again(void **state)
{
	struct fixture *f = *state;
	const char *id = open_new(f, WHOLE, "");
	struct err e = {0};
	assert_ok(send_at(f, id, 0, f->whole, PIECE, e));
	assert_ok(send_at(f, id, PIECE, f->whole + PIECE, PIECE, e));
	doom.doom = FAIL_FULL, doom.countdown = 3; /* the piece, its sync, then the first write of evidence */
	assert_int_equal(send_at(f, id, 2 * PIECE, f->whole + 2 * PIECE, PIECE, &e), UNAVAILABLE);
	doom.doom = NONE, doom.fd = -1;
	assert_string_equal(e.field, UPLOAD_DISK);
	assert_int_equal(files_of(f).n, 0);
	assert_ok(upload_keep(&f->l.public, e));
	arrived_once(f, (struct str){f->whole, WHOLE});
}

int main(int argc, char **argv)
{
	if (argc == 8 && !strcmp(argv[1], "--sender"))
		return sender(argv);
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		TEST(pieces_become_a_file_of_the_report),
		TEST(a_whole_file_that_was_lost_in_the_answer_comes_once),
		TEST(an_empty_file_arrives_too),
		TEST(the_same_opening_again_is_the_same_upload),
		TEST(a_piece_at_the_wrong_place_changes_nothing),
		TEST(an_id_that_is_none_opens_nothing),
		TEST(files_that_follow_each_other_are_one_message),
		TEST(two_at_once_are_one_after_the_other),
		TEST(until_it_is_whole_the_disk_tells_nothing_of_it),
		TEST(a_torn_tail_is_cut_back),
		TEST(a_damaged_piece_is_asked_for_again),
		TEST(pieces_of_another_upload_do_not_open),
		TEST(too_much_is_refused_before_a_byte_is_taken),
		TEST(a_full_disk_is_told_before_a_byte_is_taken),
		TEST(dust_is_refused_after_a_while),
		TEST(after_a_week_it_is_gone),
		TEST(what_is_taken_back_is_gone_and_what_is_finished_stays),
		TEST(after_a_restore_a_row_without_its_pieces_is_ended),
		TEST(strays_are_swept_after_an_hour),
		TEST(the_ticket_opens_uploads_and_nothing_else),
		TEST(the_header_names_the_file_and_never_a_path),
		TEST(the_place_is_taken_out_when_that_was_asked),
		TEST(a_file_in_pieces_has_the_type_and_hash_of_the_whole),
		TEST(every_call_may_fail_once),
		TEST(killed_in_the_middle_of_a_write_nothing_acknowledged_is_lost),
		TEST(after_a_power_cut_nothing_acknowledged_is_lost),
		TEST(the_keeper_finishes_what_its_sender_never_asks_for_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
