#include "pack.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

static void must(bool done)
{
	if (!done)
		abort();
}

static void add(zip_t *zip, const struct pack_part *part)
{
	size_t size = part->size ? part->size : strlen(part->data);
	zip_source_t *source = zip_source_buffer(zip, part->data, size, 0);

	must(source != NULL);
	zip_int64_t index = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0)
		zip_source_free(source);
	else if (part->locked)
		must(zip_file_set_encryption(
			     zip, (zip_uint64_t)index, ZIP_EM_TRAD_PKWARE, "secret") == 0);
}

static void read_all(struct text *out, zip_source_t *source)
{
	char chunk[4096];
	zip_int64_t got;

	must(zip_source_open(source) == 0);
	while ((got = zip_source_read(source, chunk, sizeof(chunk))) > 0)
		text_append(out, chunk, (size_t)got);
	zip_source_close(source);
}

void pack(struct text *out, const struct pack_part *parts)
{
	zip_error_t error;

	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	must(source != NULL);
	zip_source_keep(source);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	must(zip != NULL);
	for (; parts->name; parts++)
		add(zip, parts);
	bool any = zip_get_num_entries(zip, 0) > 0;
	must(zip_close(zip) == 0);
	if (any)
		read_all(out, source);
	zip_source_free(source);
	zip_error_fini(&error);
}
