"""Feeds: rows fetched by declaration alone, mapped, checked, and settled as what is pushed.

Words: feed 采集任务 · source 来源 · cursor 增量位置 · mapping 字段映射 (FEEL) · code table 代码对照 ·
run 采集批次 (cd_batch) · quarantine 隔离区 (deliveries returned with their reason) · replay 重放.
"""
