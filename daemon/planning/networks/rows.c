#include "planning/networks/rows.h"
#include "base/address.h"
#include "base/json.h"
#include "base/text.h"

void row_add(struct json_object *row, const char *list, const char *value)
{
	struct json_object *values = json_member(row, list);

	if (!values)
		json_set(row, list, values = json_object_new_array());
	json_object_array_add(values, json_object_new_string(value));
}

void row_set_address(
	struct json_object *object, const char *name, const struct address *address)
{
	char text[ADDRESS_TEXT];

	if (!address->family)
		return;
	address_format(address, text);
	json_set_string(object, name, text);
}
