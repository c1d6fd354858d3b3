"""What an applicant is asked and has answered so far: forms as data, drafts, prefill, validation.

Words: form 表单 (JSON Schema for truth, UI schema for asking) · form version 表单版本 (immutable) ·
page 页 (one question) · field 填写项 · answers 填写内容 · draft 草稿 (one open per account and item) ·
prefill 预填 · dispute 异议 (信息有误: a prefilled value the applicant says is wrong).
"""
