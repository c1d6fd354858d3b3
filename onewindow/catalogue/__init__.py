"""Service items 事项 and their versions: guides 办事指南, materials 材料, legal bases 设定依据, search.

Basic item 基本目录: the entry all implementing bodies share, 12-digit code.
Item 实施清单事项: how one body carries it out, 31-character code; keeps its identity through all versions.
Version 版本: everything the guide shows, immutable once published; a case stays bound to one for ever.
Material 申请材料, legal basis 设定依据, question 常见问题: rows of one version.
Source 来源: empty for the region's own items; otherwise the imported set, shown apart as a sample.
Mark 标记: a known fault of an imported row that is kept and shown, instead of being repaired in silence.
"""
