"""Sharing: a body asks for another's data, gets it for named items and fields, and may doubt it.

Words: demand 共享需求 · grant 共享授权 (consumer, resource, fields, items, rate, expiry) · mediation 协调 ·
doubt 疑义校核 · lineage 使用情况 (which items use a resource) · completeness 完整度 · freshness 及时度.
"""
