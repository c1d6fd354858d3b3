"""People, organisations, accounts, assurance levels, posts, sign-in, and the record of who looked.

Words: person 自然人 · organisation 法人 · account 账号 (what one signs in with) ·
official 工作人员 · post 岗位 · role 角色 · assurance level 认证等级 L1–L4 · evidence 认证依据 ·
applicant 申请人 (who an account applies for) ·
access record 访问记录 (who read whose data, why, for which case).
"""
