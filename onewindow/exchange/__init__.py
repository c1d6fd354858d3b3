"""Data sharing: what government already holds is fetched with a reason, never asked again.

Words: resource 信息资源 (what a body shares, with its fields) · source 数源系统 (the system that answers) ·
connector 接入声明 (how a resource is asked for, as data) · fact 核验事实 (one answer, with its source) ·
collect 归集 (ask all sources before a decision) · exchange record 交换记录 · receipt 交换回执.
"""
