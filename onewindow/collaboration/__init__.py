"""Collaboration 协同: one application, many bodies: joint procedures 并联审批 and life events 一件事一次办.

Words: procedure 联办流程, declared as data and published in versions · stage 阶段 · lane 分支 · member 成员
(one item of one body) · lead 牵头机关, whose case 牵头办件 is the one application with one receipt and one
delivery · join 汇合 (all 全部, any 任一, quorum 若干) · silence rule 默认同意 · merged form
合并表单 · savings 减少 · project 投资项目 (see `projects`).
"""
