#include "load.h"

#include "base/clock.h"
#include "base/text.h"
#include <string.h>

#define HOUR     3600
#define DAY      (24 * HOUR)
#define MONTH    30         /* days */
#define EAST     (8 * HOUR) /* the world's clocks are ahead of UTC by this */
#define BOOTS_AT (3 * HOUR) /* of the day: machines are started again at night */
#define NOISE    100        /* thousandths, either way */
#define STEADY   365        /* days between two boots where nothing is said */

/*
 * How busy each hour is, on workdays and on the two days after them, in thousandths of the
 * swing; none is further from its mean than the swing less the noise.
 */
static const struct shape {
	const char *name;
	int workday[24], weekend[24];
} shapes[] = {
	{"office",
		{100, 100, 100, 100, 100, 100, 150, 300, 900, 1300, 1300, 1200, 600, 700, 1200,
			1250, 1250, 900, 450, 300, 200, 150, 100, 100},
		{100, 100, 100, 100, 100, 100, 100, 150, 200, 250, 250, 200, 150, 200, 250, 250,
			200, 150, 150, 100, 100, 100, 100, 100}},
	{"public",
		{200, 150, 100, 100, 100, 200, 400, 700, 1000, 1200, 1200, 1100, 900, 900, 1100,
			1100, 1000, 900, 900, 1000, 1100, 1000, 700, 400},
		{250, 200, 150, 100, 100, 150, 300, 500, 800, 1000, 1100, 1000, 900, 900, 1000,
			1000, 1000, 1000, 1100, 1200, 1200, 1000, 700, 400}},
	{"night",
		{900, 1300, 1400, 1400, 1300, 900, 300, 200, 300, 400, 400, 300, 300, 300, 400,
			400, 300, 300, 200, 200, 200, 300, 500, 700},
		{900, 1400, 1400, 1400, 1400, 1000, 300, 200, 200, 200, 200, 200, 200, 200, 200,
			200, 200, 200, 200, 200, 200, 300, 500, 700}},
	{"flat", {0}, {0}},
};

static const char *const shape_names[] = {"office", "public", "night", "flat", NULL};

static const struct shape_field trend_fields[] = {
	{"since", SHAPE_TIME, .required = true},
	{"monthly", SHAPE_INTEGER, .required = true, .low = -1000, .high = 1000,
		.help = "thousandths of the mean, in each 30 days"},
	{0},
};

const struct shape_field load_fields[] = {
	{"shape", SHAPE_CHOICE, .required = true, .choices = shape_names},
	{"cpu", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "mean, thousandths"},
	{"memory", SHAPE_INTEGER, .required = true, .low = 0, .high = 950,
		.help = "mean, thousandths"},
	{"stored", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "of its disks, thousandths"},
	{"disk", SHAPE_INTEGER, .required = true, .low = 0, .high = 1LL << 32,
		.help = "mean, bytes a second"},
	{"net", SHAPE_INTEGER, .required = true, .low = 0, .high = 1LL << 32,
		.help = "mean, bytes a second"},
	{"boots", SHAPE_INTEGER, .low = 1, .high = STEADY, .help = "days between two"},
	{"trend", SHAPE_OBJECT, .fields = trend_fields},
	{0},
};

/* A machine's use, read once; times are those of its own clock. */
struct model {
	const struct shape *shape;
	int64_t mean;         /* of the shape's hours */
	int64_t cpu, monthly; /* thousandths */
	int64_t since;        /* day that the trend begins on */
	uint64_t noise;       /* what the noise grows from */
};

/* The finalizer of splitmix64. */
static uint64_t mix(uint64_t value)
{
	value += 0x9e3779b97f4a7c15U;
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
	value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
	return value ^ (value >> 31);
}

static uint64_t mix_text(const char *text)
{
	uint64_t value = 0;

	for (; *text; text++)
		value = mix(value ^ (unsigned char)*text);
	return value;
}

static const int *hours_of(const struct model *model, int64_t day)
{
	bool weekend = (day + 3) % 7 >= 5; /* the first day of 1970 was a Thursday */

	return weekend ? model->shape->weekend : model->shape->workday;
}

static const struct shape *find_shape(const char *name)
{
	const struct shape *shape = shapes;

	while (!text_equal(shape->name, name))
		shape++;
	return shape;
}

static int64_t mean_of(const struct shape *shape)
{
	int64_t sum = 0;

	for (int hour = 0; hour < 24; hour++)
		sum += 5 * shape->workday[hour] + 2 * shape->weekend[hour];
	return sum / (24 * 7);
}

static int64_t time_of(struct json_object *tree, const char *name, int64_t missing)
{
	int64_t wall = 0;

	if (!json_string(tree, name))
		return missing;
	clock_parse(json_string(tree, name), &wall);
	return wall / CLOCK_SECOND + EAST;
}

static struct model read_model(struct json_object *thing)
{
	struct json_object *load = json_member(thing, "load");
	struct json_object *trend = json_member(load, "trend");
	const struct shape *shape = find_shape(json_string(load, "shape"));

	return (struct model){
		.shape = shape,
		.mean = mean_of(shape),
		.cpu = json_integer(load, "cpu", 0),
		.monthly = json_integer(trend, "monthly", 0),
		.since = time_of(trend, "since", 0) / DAY,
		.noise = mix_text(json_string(thing, "uuid")),
	};
}

/* --- a day --- */

static int64_t noise_of(const struct model *model, int64_t day)
{
	return (int64_t)(mix(model->noise ^ (uint64_t)day) % (2 * NOISE + 1)) - NOISE;
}

/* The mean use of that day, thousandths. */
static int64_t cpu_of(const struct model *model, int64_t day)
{
	int64_t months = day > model->since ? (day - model->since) / MONTH : 0;
	int64_t cpu = model->cpu * (1000 + model->monthly * months) / 1000;

	return cpu < 0 ? 0 : cpu > 1000 ? 1000 : cpu;
}

/* How far the use goes from its mean at most, so that it stays between nothing and all. */
static int64_t swing_of(int64_t cpu)
{
	return cpu < 500 ? cpu : 1000 - cpu;
}

/* By how much an hour is busier than the mean, thousandths of the swing. */
static int64_t deviation(const struct model *model, int64_t day, int64_t hour)
{
	return hours_of(model, day)[hour] - model->mean + noise_of(model, day);
}

struct sums {
	int64_t cpu;  /* thousandths times seconds */
	int64_t busy; /* seconds, each counted by how busy it was; thousandths */
};

/* Adds what is between two seconds of a day. */
static void add_part(
	struct sums *sums, const struct model *model, int64_t day, int64_t from, int64_t to)
{
	int64_t cpu = cpu_of(model, day), more = 0;

	for (int64_t at = from; at < to;) {
		int64_t hour = at / HOUR;
		int64_t next = (hour + 1) * HOUR < to ? (hour + 1) * HOUR : to;

		more += deviation(model, day, hour) * (next - at);
		at = next;
	}
	sums->cpu += cpu * (to - from) + swing_of(cpu) * more / 1000;
	sums->busy += 1000 * (to - from) + more;
}

/* Midnight to midnight, which is most of what there is. */
static void add_day(struct sums *sums, const struct model *model, int64_t day)
{
	const int *hours = hours_of(model, day);
	int64_t cpu = cpu_of(model, day), more = 24 * (noise_of(model, day) - model->mean);

	for (int hour = 0; hour < 24; hour++)
		more += hours[hour];
	sums->cpu += cpu * DAY + swing_of(cpu) * more * HOUR / 1000;
	sums->busy += 1000LL * DAY + more * HOUR;
}

static struct sums sum(const struct model *model, int64_t from, int64_t to)
{
	struct sums sums = {0};
	int64_t first = from / DAY, last = to / DAY;

	if (first == last) {
		add_part(&sums, model, first, from % DAY, to % DAY);
		return sums;
	}
	add_part(&sums, model, first, from % DAY, DAY);
	for (int64_t day = first + 1; day < last; day++)
		add_day(&sums, model, day);
	add_part(&sums, model, last, 0, to % DAY);
	return sums;
}

/* --- a moment --- */

/* Every so many days, on a day of its own; and once when it is new. */
static int64_t last_boot(const struct model *model, struct json_object *thing, int64_t now)
{
	int64_t every = json_integer(json_member(thing, "load"), "boots", STEADY);
	int64_t phase = (int64_t)(model->noise % (uint64_t)every);
	int64_t day = (now - BOOTS_AT) / DAY;
	int64_t boot = (day - (day + phase) % every) * DAY + BOOTS_AT;
	int64_t born = time_of(thing, "born", 0);

	return born > boot ? born : boot;
}

static int64_t memory_at(const struct model *model, struct json_object *thing, int64_t now)
{
	int64_t part = json_integer(json_member(thing, "load"), "memory", 0) +
		       noise_of(model, now / HOUR) / 4;
	int64_t memory = json_integer(thing, "memory", 0);

	return memory / 1000 * (part < 0 ? 0 : part);
}

bool load_at(struct load *load, struct json_object *thing, int64_t moment)
{
	struct json_object *tree = json_member(thing, "load");
	int64_t now = moment + EAST, boot, cpu;
	struct model model;
	struct sums sums;

	*load = (struct load){0};
	if (!tree)
		return false;
	model = read_model(thing);
	boot = last_boot(&model, thing, now);
	sums = sum(&model, boot, now);
	cpu = cpu_of(&model, now / DAY);
	load->cpu = cpu + swing_of(cpu) * deviation(&model, now / DAY, now % DAY / HOUR) / 1000;
	load->memory = memory_at(&model, thing, now);
	load->stored = json_integer(tree, "stored", 0);
	load->booted = boot - EAST;
	load->cpu_used = sums.cpu * json_integer(thing, "cpus", 1);
	load->disk = json_integer(tree, "disk", 0) * (sums.busy / 1000);
	load->net = json_integer(tree, "net", 0) * (sums.busy / 1000);
	return true;
}
