/* format.h -- the file format of the index, version 2.
 *
 * One file, little-endian, mapped as it is: a header page, a checksum for every 16 KiB of what follows, then sections,
 * each 64-byte aligned, named in the directory. Nothing in it is an address.
 *
 * People. A word of a name as it is written is a token ("MUH.", read as "muhammad"); its spelling without fashion is a
 * skeleton. A name is a sequence of tokens; names ascend by their key, which is made of the skeletons alone and does not
 * know their order, so that one look finds all spellings and orders of a name. Persons are grouped by name; what is known
 * of each is packed into as many bits as the register needs. Accounts are fingerprints in buckets of eight.
 *
 * Posts. The watch-list is a trie over the hashes of words.
 *
 * Every number is checked against its section where it is used, and every page against its checksum before it is first
 * believed: a damaged file is refused or answers nothing, a hostile one cannot make a reader look outside.
 */
#ifndef NETRA_CORE_SCREEN_FORMAT_H
#define NETRA_CORE_SCREEN_FORMAT_H

#include "core/screen/screen.h"

#define INDEX_MAGIC "NETRAIX1"
#define INDEX_VERSION 2u
#define INDEX_HEADER 4096u
#define INDEX_ALIGN 64u
#define INDEX_PAGE 16384u            /* bytes under one checksum */
#define EAGER_MAX ((size_t)8 << 20)  /* a smaller file is compared as a whole when it is opened */

#define SECTION_MAP(X)                                                                                                     \
	X(SUMS, uint64_t)                                              /* of the pages behind it */                        \
	X(STRINGS, char) X(CONTESTS, struct ix_contest) X(PAIRS, struct ix_pair) X(TERMS, struct ix_term)                  \
	X(WATCHES, struct ix_watch) X(EDGES, struct ix_edge) X(STARTS, uint64_t) X(FIRST, uint32_t) X(VALUES, struct ix_value) \
	X(META, char) X(DICT, uint32_t)                                /* up to here compared when the file is opened */   \
	X(TOKENS, struct ix_token) X(SKELETONS, struct ix_skeleton) X(SKELETONDIR, uint32_t) X(DELETES, uint32_t)          \
	X(DELETEDIR, uint32_t) X(POSTINGS, uint64_t) X(NAMES, uint32_t) X(NAMEDIR, uint32_t) X(FORWARD, uint8_t)           \
	X(FORWARDDIR, uint32_t) X(STARTBITS, uint64_t) X(STARTRANK, uint32_t) X(STARTPICK, uint32_t) X(ROWS, uint64_t)     \
	X(ACCOUNTS, uint64_t) X(EXTRA, struct ix_extra) X(ODD, struct ix_odd) X(TEXTS, char)
#define EAGER_SECTIONS 12 /* SUMS to DICT */
enum section {
#define X(name, type) SECTION_##name,
	SECTION_MAP(X)
#undef X
	SECTION_N
};

struct ix_entry { /* of the directory */
	uint32_t kind, item_bytes;
	uint64_t offset, length;
};
/* What is known of a person, in the order of the bits of a row. */
enum field { FIELD_NIP, FIELD_REF, FIELD_AGENCY, FIELD_UNIT, FIELD_POSITION, FIELD_REGION, FIELD_STATUS, FIELD_CLASS, FIELD_N };
struct ix_field {
	uint32_t bits;  /* at most 57, so that one load of eight bytes holds them */
	uint32_t dict;  /* first row in DICT, for texts */
	uint64_t base;  /* least value; the row holds what is above it */
	uint64_t count; /* of the dictionary, for texts */
};
/* A NIP is day of birth, year and month of joining, sex and number: each counted from the least one in the register. */
struct ix_nip {
	uint32_t day, days, year, years, month, months, sex, sexes, number, numbers;
};
struct ix_header {
	char magic[8];
	uint32_t version, sections;
	uint64_t file_bytes;
	unsigned char build[HASH_SIZE]; /* SHA-256 over the checksums of the pages and the rest of the header */
	uint64_t checksum;              /* of the header with this field 0 */
	uint64_t sums_checksum;
	uint64_t persons, names, accounts, account_buckets;
	uint32_t name_bits, skeleton_bits, delete_bits, edge_bits, person_bits, row_bits, commonest, spare;
	struct ix_nip nip;
	struct ix_field fields[FIELD_N];
	struct ix_entry directory[SECTION_N];
};
_Static_assert(sizeof(struct ix_header) <= INDEX_HEADER, "the header has one page");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the index is little-endian and mapped as it is");

#define PERSON_BITS_MAX 27u
#define ID_MAX (1u << 24)           /* tokens, skeletons */
#define SKELETON_ID 0x00FFFFFFu      /* in ix_token.skeleton: its row; */
#define SKELETON_FIRST 24            /* from this bit on, five bits: the first letter it reads as, 1 for a, 0 for none of ours; */
#define SKELETON_SINGLE 0x20000000u  /* it is but one letter; */
#define SKELETON_SPELLED 0x80000000u /* what it reads as is written behind it */
#define ACCOUNT_SLOTS 8u
#define FORWARD_STEP 16u /* names between two places of FORWARDDIR */
#define RANK_STEP 512u   /* persons between two counts of STARTRANK */
#define PICK_STEP 64u    /* names between two places of STARTPICK */
#define LIST_SMALL 256u  /* fewer postings are gaps of one to five bytes */
#define NIP_NONE 0u
#define NIP_ODD 1u       /* it stands in ODD */
#define NIP_FIRST 2u

struct ix_token {
	uint32_t string, skeleton, persons;
};
struct ix_skeleton { /* ascending by hash */
	uint32_t hash, string, names, persons;
	uint64_t postings; /* first word in POSTINGS */
	uint32_t letters;  /* a bit for each of a to z in it: names far apart need not be spelled out to be told apart */
	uint32_t length;
};
struct ix_contest {
	uint32_t code, region, election;
	int32_t determined;
};
struct ix_pair {
	uint32_t contest, pair, ref;
	int32_t number;
};
enum term_kind { TERM_NAME, TERM_NICK, TERM_ACRONYM, TERM_SLOGAN, TERM_HASHTAG, TERM_ACCOUNT, TERM_NUMBER, TERM_PARTY, TERM_JINGLE, TERM_KIND_N };
struct ix_term {
	uint32_t pair, kind, string, region;
};
enum term_power { POWER_WEAK, POWER_FAIR, POWER_STRONG };
struct ix_watch { /* a term, or what follows from one */
	uint32_t pair;
	uint8_t kind;   /* enum term_kind */
	uint8_t power;  /* how much it says alone */
	uint8_t common; /* also an everyday word, so capitals or company must speak for it */
	uint8_t part;   /* one part of a name: counts only in the contest's own place */
};
struct ix_edge { /* of the trie */
	uint64_t word; /* hash */
	uint32_t from, to; /* nodes; to 0: free slot */
};
struct ix_value {
	uint32_t value, next; /* next row, or NONE */
};
#define NONE UINT32_MAX
struct ix_extra { /* a person whose name is not the words of its tokens: titles, commas, other scripts */
	uint32_t person, text;
};
struct ix_odd { /* a NIP of 18 digits that are no day, or reach too far */
	uint64_t person, nip;
};

/* How a hash picks one of @n buckets. */
static inline uint64_t bucket_of(uint64_t hash, uint64_t n) { return (uint64_t)(((unsigned __int128)hash * n) >> 64); }
/* A part's share of the key of its name. */
static inline uint64_t key_share(uint64_t skeleton_hash) { return text_mix(skeleton_hash ^ 0x2D358DCCAA6C78A5u, 0x8BB84B93962EACC9u); }
static inline uint64_t key_done(uint64_t sum, size_t parts) { return text_mix(sum + parts, 0x9E3779B97F4A7C15u); }

#endif
