"""E-licences: what was granted, as a record with the force of paper, used again instead of asked again.

licence type 证照类型 · licence 电子证照 · identifier 电子证照标识 · face 照面 · holder 持证主体 ·
issuer 颁发机构 · version 版本 · sub-library 分库 · main library 总库 · quarantine 待修复库 · use 用证 ·
ex officio 依职能用证 · authorisation 授权用证 · show 亮证 · watermark copy 加注件.
"""
