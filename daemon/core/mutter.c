#include "core/mutter.h"

#include "base/log.h"
#include "base/text.h"

/* A line that was cut can end inside a character, and a worker can write what it likes. */
static void make_utf8(struct mutter *mutter)
{
	long bad;

	while ((bad = text_utf8_error(mutter->line, mutter->size)) >= 0)
		mutter->line[bad] = '?';
}

static void tell_left_out(struct mutter *mutter, const char *name)
{
	if (mutter->left_out > 0)
		log_warning("worker", name, "%u lines of this worker were left out.",
			mutter->left_out);
	mutter->left_out = 0;
}

static void end_line(struct mutter *mutter, const char *name)
{
	mutter->line[mutter->size] = '\0';
	if (mutter->size > 0 && bucket_take(&mutter->bucket, MUTTER_BURST, MUTTER_RATE)) {
		tell_left_out(mutter, name);
		make_utf8(mutter);
		log_info("worker", name, "%s", mutter->line);
	} else if (mutter->size > 0) {
		mutter->left_out++;
	}
	mutter->size = 0;
}

void mutter_add(struct mutter *mutter, const char *name, const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];
		if (byte == '\n')
			end_line(mutter, name);
		else if (mutter->size < MUTTER_LINE)
			mutter->line[mutter->size++] =
				byte < ' ' || byte == 0x7f ? ' ' : data[i];
	}
}

void mutter_end(struct mutter *mutter, const char *name)
{
	end_line(mutter, name);
	tell_left_out(mutter, name);
}
