"""The parts of contrib/synthetic-city, from the bottom up: template and words are data; draw is chance;
places, machines and networks make what a city has, world puts it together; dirt, hand and tables make
of it what people tell; files and write bring that to disk; report counts."""
