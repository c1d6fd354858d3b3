"""Statutes 法律法规 as versions and clauses 条款, and what of the catalogue cites them 引用条款."""
