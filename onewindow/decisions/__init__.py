"""Rule sets 规则集 with release and kill switch, decision records 决策记录, replay 回放."""
