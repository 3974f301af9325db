/*
 * Base64 with padding (RFC 4648, section 4), as signed notes and checkpoints write it. One text
 * for one value: what would not be written in the same way again is refused.
 */
#ifndef AUDIT_BASE64_H
#define AUDIT_BASE64_H

#include <stddef.h>
#include <stdint.h>

struct text;

void base64_add(struct text *text, const uint8_t *data, size_t size);

/*
 * Decodes into `out` of `room` bytes. Returns how many bytes there are, or -1 when it is no
 * base64.
 */
long base64_decode(const char *data, size_t size, uint8_t *out, size_t room);

#endif
