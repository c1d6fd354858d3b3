"""Regions 行政区划 (five levels, versioned), agencies 机构, and transfers of authority between them."""
