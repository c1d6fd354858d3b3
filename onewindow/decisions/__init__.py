"""Rule sets 规则集 with release and kill switch, decision records 判定记录, replay 回放.

Words: rule set 规则集, version 版本, release 发布, kill switch 停用开关, decision 判定, outcome 结果
(approve 通过, human 转人工, correct 请改正), reason 理由, condition 条件, legal basis 依据,
trace 判断过程, replay 回放, unit case 用例.
"""
