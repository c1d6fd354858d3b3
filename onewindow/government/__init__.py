"""Regions 行政区划 (five levels, versioned), agencies 机构, and transfers of authority between them.

Region 行政区划: one 12-digit code; a code that ended keeps its row, with `valid_to` and `replaced_by`.
Agency 机构: a body that carries out items; its code (USCC) is provisional where no public list has it.
Edition 版本: one loading of the shipped region table, with its source and date.
"""
