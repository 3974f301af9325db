/* What is to be configured, as texts that people review before anybody applies them. */
#include "planning/networks/part.h"
#include <string.h>

/* A name fit for a comment of such a file: no line feed, no control character. */
static void add_name(struct text *text, const char *name)
{
	for (const char *at = name ? name : ""; *at; at++)
		text_append(text, (unsigned char)*at < ' ' || *at == 127 ? " " : at, 1);
}

static void add_comment(struct text *text, const char *indent, struct json_object *row)
{
	text_format(text, "%s# ", indent);
	add_name(text, json_string(row, "id"));
	text_format(text, ": %s, %s", json_string(row, "state"), json_string(row, "rule"));
	if (json_string(row, "blocked"))
		text_format(text, "; blocked: %s", json_string(row, "blocked"));
	text_add(text, "\n");
}

/* --- address ranges --- */

static bool is_six(const char *prefix)
{
	return prefix && strchr(prefix, ':');
}

static void add_ranges(struct text *text, struct json_object *row)
{
	struct json_object *list = json_member(row, "allow");

	add_comment(text, "\t\t", row);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *family = is_six(json_string(one, "from")) ? "ip6" : "ip";

		text_format(text, "\t\t%s saddr %s %s daddr %s accept\n", family,
			json_string(one, "from"), family, json_string(one, "to"));
	}
}

/* What is neither allowed nor an answer to what was does not reach a network of the plan. */
static void add_drops(struct text *text, struct json_object *row)
{
	struct json_object *list = json_member(row, "routes");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *prefix = json_string(one, "prefix");
		const char *family = is_six(prefix) ? "ip6" : "ip";

		if (!text_equal(json_string(one, "action"), "add"))
			continue;
		text_format(text, "\t\t%s daddr %s drop\n", family, prefix);
		text_format(text, "\t\t%s saddr %s drop\n", family, prefix);
	}
}

/* One that is blocked gets nothing: its traffic is dropped until it is in order. */
static void add_ruleset(struct text *text, struct json_object *networks)
{
	text_add(text, "table inet banyun {\n\tchain forward {\n");
	text_add(text, "\t\ttype filter hook forward priority filter; policy accept;\n");
	text_add(text, "\t\tct state established,related accept\n");
	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *row = json_object_array_get_idx(networks, i);

		if (!json_string(row, "blocked") && json_length(json_member(row, "allow")) > 0)
			add_ranges(text, row);
	}
	for (size_t i = 0; i < json_length(networks); i++)
		add_drops(text, json_object_array_get_idx(networks, i));
	text_add(text, "\t}\n}\n");
}

/* --- tables --- */

static void add_vpn(struct text *text, struct json_object *row)
{
	struct json_object *vpn = json_member(row, "vpn");
	struct json_object *members = json_member(vpn, "members");

	if (!vpn)
		return;
	text_format(text, "# vpn %s %lld %s", json_string(vpn, "name"),
		(long long)json_integer(vpn, "number", 0),
		json_boolean(vpn, "encrypted", false) ? "encrypted" : "plain");
	for (size_t i = 0; i < json_length(members); i++) {
		text_add(text, i ? ", " : " ");
		add_name(text, json_object_get_string(json_object_array_get_idx(members, i)));
	}
	text_add(text, "\n");
}

static void add_routes(struct text *text, struct json_object *row)
{
	struct json_object *list = json_member(row, "routes");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *gateway = json_string(one, "gateway");

		text_format(text, "# route %s %s table %s%s%s\n", json_string(one, "action"),
			json_string(one, "prefix"), json_string(one, "table"),
			gateway ? " gateway " : "", gateway ? gateway : "");
	}
}

static void add_addresses(struct text *text, struct json_object *list)
{
	for (size_t i = 0; i < json_length(list); i++)
		text_format(text, " %s",
			json_object_get_string(json_object_array_get_idx(list, i)));
}

static void add_names(struct text *text, struct json_object *row)
{
	struct json_object *list = json_member(row, "dns");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *name = json_string(one, "name");

		text_add(text, "# name ");
		add_name(text, name ? name : json_string(one, "from"));
		text_add(text, " becomes");
		add_addresses(text, json_member(one, "to4"));
		add_addresses(text, json_member(one, "to6"));
		text_add(text, "\n");
	}
}

static void add_exits(struct text *text, struct json_object *row)
{
	struct json_object *list = json_member(row, "close_exits");

	for (size_t i = 0; i < json_length(list); i++) {
		text_add(text, "# close exit ");
		add_name(text, json_object_get_string(json_object_array_get_idx(list, i)));
		text_add(text, "\n");
	}
}

void networks_render(struct text *text, struct json_object *networks)
{
	add_ruleset(text, networks);
	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *row = json_object_array_get_idx(networks, i);

		add_comment(text, "", row);
		add_vpn(text, row);
		add_routes(text, row);
		add_names(text, row);
		add_exits(text, row);
	}
}
