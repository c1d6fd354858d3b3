"""Service items 事项 and their versions: guides 办事指南, materials 材料, legal bases 设定依据, search."""
