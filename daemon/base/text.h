/*
 * Text: a growing buffer, UTF-8, and the width of text on a terminal.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing buffer. Zero-initialised is empty; `data` is NUL-terminated or NULL when empty. */
struct text {
	char *data;
	size_t size; /* bytes in use, without the NUL */
	size_t capacity;
};

void text_append(struct text *text, const void *data, size_t size);
void text_add(struct text *text, const char *string);
void text_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * Room for `more` bytes at the end, which the caller fills; text_fill() then says how many
 * came.
 */
char *text_room(struct text *text, size_t more);
void text_fill(struct text *text, size_t size);
void text_cut(struct text *text, size_t from, size_t count); /* removes a part in the middle */
void text_clear(struct text *text);                          /* frees; usable again */
char *text_take(struct text *text); /* gives the string away ("" if empty) */
#define AUTO_TEXT __attribute__((cleanup(text_clear)))

/* Reads a whole file of at most `limit` bytes. The error names the file. */
struct error;
int text_read_file(struct text *text, const char *path, size_t limit, struct error *error);

/*
 * The offset of the first byte that is not valid UTF-8 (overlong forms, surrogates and values
 * above U+10FFFF are invalid), or -1 when all is valid.
 */
long text_utf8_error(const char *data, size_t size);

/*
 * The length in bytes (1 to 4) of the valid character that `data` starts with; 0 when there is
 * none.
 */
size_t text_utf8_length(const char *data, size_t size);

/* How many bytes from the first on JSON writes as they are, all of them ASCII. */
size_t text_plain(const char *data, size_t size);

/* The character (its number) that the `length` bytes are, as text_utf8_length() gave it. */
uint32_t text_utf8_character(const char *data, size_t length);
/* Whether it steers a terminal or turns the order of those beside it. */
bool text_steers(uint32_t character);
/*
 * A copy fit for a terminal: what steers it, but line feeds and tabs, is written as JSON does
 * ("\u202e"), so that a text of JSON says the same.
 */
char *text_tame(const char *string);
void text_add_character(struct text *text, uint32_t character);

/*
 * The length of the longest part of at most `most` bytes from the start that cuts no character.
 */
size_t text_fit(const char *string, size_t most);

/*
 * Columns that the string takes on a terminal: 2 for wide (CJK) characters, 0 for combining
 * ones.
 */
size_t text_width(const char *string);

bool text_equal(const char *left, const char *right); /* NULL equals only NULL */
bool text_starts(const char *string, const char *prefix);

/* Lower-case hexadecimal of `size` bytes into `out` (2 * size + 1 bytes). */
void text_hex(const unsigned char *data, size_t size, char *out);

#endif
