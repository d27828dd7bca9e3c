/* json.c -- see json.h. jansson's tree is copied into the arena, so that nothing needs freeing later. */
#include "base/json.h"

#include <jansson.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void copy(struct arena *a, const json_t *from, struct json *to)
{
	if (json_is_object(from)) {
		const char *key;
		json_t *value;
		size_t i = 0;
		to->kind = J_OBJECT;
		to->n = json_object_size(from);
		to->items = arena_array(a, struct json, to->n);
		to->keys = arena_array(a, const char *, to->n);
		json_object_foreach((json_t *)(uintptr_t)from, key, value)
		{
			to->keys[i] = arena_strdup(a, key);
			copy(a, value, &to->items[i++]);
		}
	} else if (json_is_array(from)) {
		to->kind = J_ARRAY;
		to->n = json_array_size(from);
		to->items = arena_array(a, struct json, to->n);
		for (size_t i = 0; i < to->n; i++)
			copy(a, json_array_get(from, i), &to->items[i]);
	} else if (json_is_string(from)) {
		to->kind = J_TEXT;
		to->text.n = json_string_length(from);
		to->text.s = arena_strndup(a, json_string_value(from), to->text.n);
	} else if (json_is_integer(from)) {
		to->kind = J_INT;
		to->i = json_integer_value(from);
		to->real = (double)to->i;
	} else if (json_is_real(from)) {
		to->kind = J_REAL;
		to->real = json_real_value(from);
	} else if (json_is_boolean(from)) {
		to->kind = J_BOOL;
		to->i = json_is_true(from);
	}
}

/* Without memory jansson would call good text bad; so the program ends, as an arena does. */
static void *take(size_t n)
{
	void *p = malloc(n);
	if (!p)
		abort();
	return p;
}
/* A report may hold who its sender is: no piece of it stays in memory that is given back. */
static void wipe_and_free(void *p)
{
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}
static pthread_once_t memory_once = PTHREAD_ONCE_INIT;
static void memory_set(void) { json_set_alloc_funcs(take, wipe_and_free); }

/* Deeper text is refused before jansson recurses into it. */
static bool too_deep(const char *text, size_t n, int max)
{
	int depth = 0;
	bool in_string = false;
	for (size_t i = 0; i < n; i++) {
		if (in_string) {
			if (text[i] == '\\')
				i++;
			else if (text[i] == '"')
				in_string = false;
		} else if (text[i] == '"') {
			in_string = true;
		} else if (text[i] == '{' || text[i] == '[') {
			if (++depth > max)
				return true;
		} else if (text[i] == '}' || text[i] == ']') {
			depth--;
		}
	}
	return false;
}

enum status json_read(struct arena *a, const char *what, const char *text, size_t n, size_t limit_bytes,
		      const struct json **ret, struct err *e)
{
	json_error_t error;
	if (n > limit_bytes)
		return FAIL(e, TOO_LARGE, "%s: %zu bytes, at most %zu are accepted", what, n, limit_bytes);
	if (too_deep(text, n, 64))
		return FAIL(e, INVALID, "%s: nested deeper than 64", what);
	pthread_once(&memory_once, memory_set);
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!root)
		return FAIL(e, INVALID, "%s: line %d, column %d: %s", what, error.line, error.column, error.text);
	struct json *tree = arena_new(a, struct json);
	copy(a, root, tree);
	json_decref(root);
	*ret = tree;
	return OK;
}

const struct json *json_get(const struct json *object, const char *key)
{
	if (!object || object->kind != J_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->n; i++)
		if (!strcmp(object->keys[i], key))
			return object->items[i].kind == J_NULL ? NULL : &object->items[i];
	return NULL;
}

const char *json_get_text(const struct json *object, const char *key, const char *otherwise)
{
	const struct json *v = json_get(object, key);
	return v && v->kind == J_TEXT ? v->text.s : otherwise;
}

int64_t json_get_int(const struct json *object, const char *key, int64_t otherwise)
{
	const struct json *v = json_get(object, key);
	return v && v->kind == J_INT ? v->i : otherwise;
}

double json_get_real(const struct json *object, const char *key, double otherwise)
{
	const struct json *v = json_get(object, key);
	return v && (v->kind == J_INT || v->kind == J_REAL) ? v->real : otherwise;
}

bool json_get_bool(const struct json *object, const char *key, bool otherwise)
{
	const struct json *v = json_get(object, key);
	return v && v->kind == J_BOOL ? v->i != 0 : otherwise;
}
