"""Cases 办件: from a submitted application 申报 to the decision 办结, with one timeline for everybody.

Words: draft 草稿 (in `forms`, before it is a case) · submit 提交 · case number 办件编号 · query code 查询码 ·
material 申请材料 with trust grade A–D 可信等级 · timeline event 办理过程 · review 审查 · decision 决定 ·
grant 准予 · refuse 不予 · withdraw 撤回 · close 办结 · due date 应办结日期 (promised 承诺, statutory 法定).
"""
