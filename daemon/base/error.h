/*
 * Errors are values: a function that can fail returns 0 or -1 and takes a `struct error *`
 * last. The one who detects the failure fills it once, with a whole sentence and the object it
 * concerns; everybody above passes it on. Nothing is global and nothing is per thread.
 *
 *	struct error error = {0};
 *	if (host_load(&host, name, &error) < 0)
 *		return error_report(&error);
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/*
 * What kind of failure it is; it decides the exit code of the command and the status of the
 * API.
 */
enum error_code {
	ERROR_NONE,
	ERROR_FAILED,      /* tried and failed; exit 1 */
	ERROR_USAGE,       /* the words of the command are wrong; exit 2 */
	ERROR_INPUT,       /* a file, body or message is malformed; exit 1 */
	ERROR_NOT_FOUND,   /* no such object; exit 1 */
	ERROR_CONFLICT,    /* the object is in a state that forbids this; exit 1 */
	ERROR_REFUSED,     /* a rule or a missing approval forbids it; exit 3 */
	ERROR_OPERATOR,    /* waits for a person's decision; exit 4 */
	ERROR_UNREACHABLE, /* the daemon or a host cannot be reached; exit 5 */
};

struct error {
	enum error_code code;
	int line;         /* 1-based place in the input, or 0 */
	int column;       /* 1-based, in bytes, or 0 */
	char object[128]; /* the file, host, machine or plan it concerns; may be empty */
	char text[640];   /* one sentence or more in English, without a line feed at the end */
};

/*
 * Fills `error` (which may be NULL: then nothing is written). `object` may be NULL. Longer text
 * is cut at a character boundary. Returns -1 always, so that `return error_set(...)` reads
 * well.
 */
int error_set(struct error *error, enum error_code code, const char *object, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* The same, with the place in the input; the object is the input's name. Returns -1. */
int error_at(struct error *error, const char *input, int line, int column, const char *format,
	...) __attribute__((format(printf, 5, 6)));

/* The exit code of the command line for this kind of failure: 0 for ERROR_NONE, else 1 to 5. */
int error_exit_code(enum error_code code);

/* The stable word for it in JSON ("refused", "not_found", ...); never NULL. */
const char *error_word(enum error_code code);

/* The code of a word, or ERROR_FAILED for one that is not known. */
enum error_code error_from_word(const char *word);

/*
 * Writes "OBJECT:LINE:COLUMN: TEXT" with only the parts that are set into `out`, always
 * NUL-terminated. Returns `out`.
 */
char *error_format(const struct error *error, char *out, unsigned long size);

#endif
