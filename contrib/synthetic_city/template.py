"""How much of everything a city has. Integers are exact; shares are dealt out as closely as they go."""

import datetime

GBIT, MBIT = 10**9, 10**6

CITY = {
    # organisation; the first eight departments by size hold half of the servers
    "counties": 8, "townships": 92, "departments": 64, "information_centres": 21, "zipf": 0.875,
    # equipment
    "servers": {"standalone": 430, "hypervisor": 110, "spare": 75}, "vms": 640,
    "storage": 65, "storage_tb": 1720, "security_devices": 120, "rooms": 46, "room_area": 4200,
    "dual_homed": 3,
    # of each of the two clouds; teams that look after moves
    "cloud_hosts": 3, "teams": 6,
    # in 24 months; names of machines that are gone come back for others
    "later": {"standalone": 14, "vm": 96}, "gone": {"standalone": 20, "vm": 84}, "reused": 12,
    # copied with the uuid of their firmware; seen by a neighbour and told by nobody
    "clones": 3, "strangers": 25,
    # applications; the national and provincial ones are those that are hosted or stay
    "dispositions": {"on_cloud": 24, "admin_cloud": 62, "public_cloud": 48, "host": 16,
                     "retain_interface": 9, "consolidate": 12, "retire": 24},
    "vertical": {"national": 12, "provincial": 13}, "contradicting": 4,
    "websites": 158, "dead_websites": 12, "wrong_websites": 2,
    # networks
    "networks": {"national": 7, "provincial": 9, "city": 8, "departmental": 14},
    "classified_networks": 2, "overlaps": 11,
    "retentions": {"approved": 4, "expired": 1, "without_data_link": 1},
    "exits": 47, "declared_exits": 41, "asymmetric_links": 5, "v6_dead_links": 6,
}

TINY = {
    **CITY,
    "counties": 2, "townships": 4, "departments": 6, "information_centres": 2,
    "servers": {"standalone": 14, "hypervisor": 4, "spare": 2}, "vms": 21,
    "storage": 3, "storage_tb": 60, "security_devices": 5, "rooms": 4, "room_area": 310,
    "dual_homed": 1,
    "cloud_hosts": 1, "teams": 2,
    "later": {"standalone": 1, "vm": 4}, "gone": {"standalone": 1, "vm": 4}, "reused": 1,
    "clones": 1, "strangers": 2,
    "dispositions": {"on_cloud": 1, "admin_cloud": 4, "public_cloud": 3, "host": 1,
                     "retain_interface": 1, "consolidate": 1, "retire": 1},
    "vertical": {"national": 1, "provincial": 1}, "contradicting": 1,
    "websites": 10, "dead_websites": 1, "wrong_websites": 1,
    "networks": {"national": 1, "provincial": 1, "city": 2, "departmental": 2},
    "classified_networks": 1, "overlaps": 1,
    "retentions": {"approved": 1, "expired": 1, "without_data_link": 1},
    "exits": 5, "declared_exits": 4, "asymmetric_links": 1, "v6_dead_links": 1,
}

# size: (the template, how many cities)
SIZES = {"tiny": (TINY, 1), "city": (CITY, 1), "x10": (CITY, 10), "x100": (CITY, 100)}

AGES = {(0, 3): 0.22, (4, 5): 0.28, (6, 7): 0.27, (8, 12): 0.23}
MEAN_CPU = (1.6, 4.8)  # of a Beta distribution
METRICS = {"measured": 0.89, "idle": 0.05, "none": 0.06}  # idle: for 90 days
CLAIMED = 0.95  # of the machines of a department with systems; no table names the others
DUAL_STACK = 0.2

# Time: of the tables, which were filled in the month before, and of the two years after them.
BEGINS, DAYS = datetime.datetime(2020, 1, 1), 731
SHAPES = {"office": 0.5, "public": 0.25, "night": 0.1, "flat": 0.15}  # of days and weeks
MEAN_MEMORY = (3, 3)  # of a Beta distribution, of nine tenths
RATES = (12.2, 1.2)   # of a log-normal distribution, bytes a second
RESTARTS = (7, 20)    # days between two
TRENDING, MONTHLY = 0.5, (-10, 25)  # of the machines; thousandths a month
INSIDE = 0.3  # of the virtual machines can be logged in to

PROTECTION = {1: 0.08, 2: 0.58, 3: 0.34}
OWN_VERTICAL = {"city": 0.3, "departmental": 0.7}
# Each of these is a part of the one before.
WEBSITE_STATES = {"aaaa": 0.31, "home": 0.22, "passing": 0.09}

# tier: (nominal rate, the rate it should have; None where nothing is asked)
TIERS = {"city_province": (10 * GBIT, 10 * GBIT), "city_county": (GBIT, GBIT),
         "county_township": (100 * MBIT, 100 * MBIT), "access": (None, None)}
ACCESS_RATES = (20 * MBIT, 50 * MBIT, 100 * MBIT, 1000 * MBIT)
SLOWEST_ACCESS = 100 * MBIT  # what a department with machines has to the cloud
EXIT_RATES = (50 * MBIT, 100 * MBIT, 200 * MBIT, 500 * MBIT)
# What a link carries, in thousandths of its nominal rate.
MEASURED = {(950, 1000): 0.7, (600, 949): 0.2, (100, 599): 0.1}

# Dirt, as shares of the rows that can have it.
MISSING_APPROVAL, VAGUE_APPROVAL, VARIANT, DUPLICATE = 0.05, 0.01, 0.02, 0.03
VARIANTS = {"annotated": 1, "traditional": 1, "full_width": 1}
DUPLICATES = {"same": 2, "rewritten": 1, "contradicting": 1}

# The files of a department: the first are there in each city, the others are drawn.
FORMS = (("csv", "gb18030"), ("tsv", "utf-16"), ("csv", "utf-8-sig"), ("xlsx", None),
         ("tsv", "utf-8"))
MORE_FORMS = {("csv", "utf-8-sig"): 0.35, ("csv", "utf-8"): 0.1, ("tsv", "utf-8"): 0.15,
              ("xlsx", None): 0.4}
