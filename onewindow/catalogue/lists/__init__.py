"""清单公示: the published lists, the list of powers and duties, and their desks."""
