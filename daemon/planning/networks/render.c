/* What is to be configured, as texts that people review before anybody applies them. */
#include "planning/networks/networks_private.h"
#include <string.h>

/* A name fit for a comment of such a file: in one line, and read as it is written. */
static void add_name(struct text *text, const char *name)
{
	AUTO_FREE char *tame = text_tame(name ? name : "");

	for (const char *at = tame; *at; at++)
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

/* --- address ranges: sets of each family, so that a rule looks up and does not search --- */

static bool is_six(const char *prefix)
{
	return prefix && strchr(prefix, ':');
}

/* One that is blocked gets none: its traffic is dropped until it is in order. */
static void add_pairs(struct text *text, struct json_object *row, bool six)
{
	struct json_object *list = json_member(row, "allow");

	if (json_string(row, "blocked") || json_length(list) == 0)
		return;
	add_comment(text, "\t\t\t", row);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (is_six(json_string(one, "from")) == six)
			text_format(text, "\t\t\t%s . %s,\n", json_string(one, "from"),
				json_string(one, "to"));
	}
}

/* Each new prefix has one route. */
static void add_prefixes(struct text *text, struct json_object *row, bool six)
{
	struct json_object *list = json_member(row, "routes");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *prefix = json_string(one, "prefix");

		if (text_equal(json_string(one, "action"), "add") && is_six(prefix) == six)
			text_format(text, "\t\t\t%s,\n", prefix);
	}
}

static void add_set(struct text *text, const char *name, const char *type, bool six,
	struct json_object *networks,
	void add(struct text *text, struct json_object *row, bool six))
{
	AUTO_TEXT struct text elements = {0};

	for (size_t i = 0; i < json_length(networks); i++)
		add(&elements, json_object_array_get_idx(networks, i), six);
	text_format(text, "\tset %s%d {\n\t\ttype %s\n\t\tflags interval\n", name, six ? 6 : 4,
		type);
	if (elements.size > 0)
		text_format(text, "\t\telements = {\n%s\t\t}\n", elements.data);
	text_add(text, "\t}\n");
}

/* What is neither allowed nor an answer to what was does not reach a network of the plan. */
static void add_chain(struct text *text)
{
	text_add(text, "\tchain forward {\n"
		       "\t\ttype filter hook forward priority filter; policy accept;\n"
		       "\t\tct state established,related accept\n"
		       "\t\tip saddr . ip daddr @allowed4 accept\n"
		       "\t\tip6 saddr . ip6 daddr @allowed6 accept\n"
		       "\t\tip daddr @planned4 drop\n"
		       "\t\tip saddr @planned4 drop\n"
		       "\t\tip6 daddr @planned6 drop\n"
		       "\t\tip6 saddr @planned6 drop\n"
		       "\t}\n");
}

static void add_ruleset(struct text *text, struct json_object *networks)
{
	text_add(text, "table inet banyun {\n");
	add_set(text, "allowed", "ipv4_addr . ipv4_addr", false, networks, add_pairs);
	add_set(text, "allowed", "ipv6_addr . ipv6_addr", true, networks, add_pairs);
	add_set(text, "planned", "ipv4_addr", false, networks, add_prefixes);
	add_set(text, "planned", "ipv6_addr", true, networks, add_prefixes);
	add_chain(text);
	text_add(text, "}\n");
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
