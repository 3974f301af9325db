"""How much of everything a city has; those of "city" are of the fictional city of the requirements."""

GIB, GB = 2**30, 10**9
MBIT, GBIT = 10**6, 10**9

CITY = {
    "departments": 64, "counties": 8, "townships": 92, "zipf": 0.875,
    "hypervisors": 110, "vms": 640, "inside_percent": 30, "claimed_percent": 95,
    "dispositions": {"on_cloud": 24, "admin": 62, "public": 48, "host": 16, "retain": 9,
                     "consolidate": 12, "retire": 24},
    "networks": {"national": 7, "provincial": 9, "city": 8, "departmental": 14},
    "overlaps": 11, "retentions": {"approved": 4, "expired": 1, "no_link": 1},
    "rooms": 46, "exits": 41, "cloud_hosts": 8, "teams": 5,
}

TINY = {
    "departments": 6, "counties": 2, "townships": 4, "zipf": 0.875,
    "hypervisors": 6, "vms": 24, "inside_percent": 50, "claimed_percent": 95,
    "dispositions": {"on_cloud": 1, "admin": 5, "public": 4, "host": 1, "retain": 1,
                     "consolidate": 1, "retire": 1},
    "networks": {"national": 2, "provincial": 2, "city": 5, "departmental": 5},
    "overlaps": 1, "retentions": {"approved": 1, "expired": 1, "no_link": 1},
    "rooms": 4, "exits": 4, "cloud_hosts": 2, "teams": 2,
}

# size: (what one city has, how many cities)
SIZES = {"tiny": (TINY, 1), "city": (CITY, 1), "x10": (CITY, 10), "x100": (CITY, 100)}

DISKS = (10 * GIB, 20 * GIB, 20 * GIB, 40 * GIB, 40 * GIB, 60 * GIB)
MEMORY = (1 * GIB, 2 * GIB, 2 * GIB, 4 * GIB, 8 * GIB)
VCPUS = (1, 2, 2, 4, 8)
