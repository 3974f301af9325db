/*
 * The diagnostic log: one line on stderr with time, level, subsystem and the object's name as
 * data. It is for engineers and may be lost; what must be kept is an audit record
 * (audit/log.h).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* What is more verbose than `level` is dropped. The default is LOG_INFO. */
void log_threshold(enum log_level level);

/*
 * `subsystem` is a word ("store", "worker"); `object` may be NULL. Line feeds in the text are
 * escaped.
 */
void log_write(enum log_level level, const char *subsystem, const char *object,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

#define log_error(...)   log_write(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_WARNING, __VA_ARGS__)
#define log_info(...)    log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...)   log_write(LOG_DEBUG, __VA_ARGS__)

#endif
