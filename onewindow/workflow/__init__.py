"""Workflow 流程: process definitions as versioned data, and running instances as rows; no domain words.

Words: process 流程 · definition 流程定义, published as versions · node 环节 · flow 流转 · join 汇合
(all 全部, any 任一, quorum 若干) · task 任务 with a holder 经办人 and a due day 办理期限 · claim 签收 ·
return 退回 · take back 撤回 · delegate 转交 · countersign 加签 (ask others before one answers) · joint task
会签 (many holders) · call 子流程 · token: where a running process stands · sound 健全: from wherever it
stands it can end, and it ends clean.
"""
