/* What the doctor saw: a list of {"what", "verdict", "found", "remedy"}. */
#ifndef API_DOCTOR_H
#define API_DOCTOR_H

struct json_object;

/* Adds a row; `format` is a sentence. `remedy` is told where the verdict is not "pass". */
void doctor_see(struct json_object *seen, const char *what, const char *remedy,
	const char *verdict, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A program of banyun's that answers, and its version: it must be banyund's. */
void doctor_see_release(struct json_object *seen, const char *what, const char *release);

#endif
