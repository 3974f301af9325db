"""A city as it is, told by nobody: its parts hang on one object, as lists of dictionaries."""
from . import cloud, life, machines, networks, places, systems
from .template import SIZES


class City:
    """What `cities` yields. After it is made nothing draws from it any more."""

    def __init__(self, seed, number, name, template):
        self.seed, self.number, self.code = seed, number, f"c{number:02}"
        self.name, self.template = name, template
        places.settle(self)
        networks.house(self)
        networks.connect(self)
        systems.run(self)
        networks.retain(self)
        machines.equip(self)
        life.live(self)
        systems.publish(self)
        cloud.build(self)
        self.baseline = list(self._baseline())

    def _baseline(self):
        template = self.template
        counts = {"服务器": len(self.servers), "虚拟机": len(self.vms), "存储设备": len(self.storage),
                  "存储容量（TB）": template["storage_tb"], "安全设备": template["security_devices"],
                  "应用系统": len(self.systems), "网站": len(self.websites), "机房": len(self.rooms),
                  "机房面积（平方米）": template["room_area"],
                  "有信息中心的部门": template["information_centres"]}
        for name, count in counts.items():
            yield {"kind": "baseline", "name": name, "department": self.name, "count": count,
                   "as_of": (2019, 12, 31)}

    def register(self):
        """Everybody who is to tell something."""
        return [self.itself, *self.departments, *self.counties, *self.townships]

    def found(self):
        """What world.jsonl holds. Of a classified network it holds nothing."""
        networks_found = [network for network in self.networks if not network["classified"]]
        return [*self.systems, *self.servers, *self.cloud, *self.vms, *self.later, *self.storage, *self.websites,
                *networks_found, *self.links, *self.exits]


def cities(size, seed):
    template, count = SIZES[size]
    names = ["云样市"] if count == 1 else places.city_names(seed, count)
    for number, name in enumerate(names):
        yield City(seed, number, name, template)
