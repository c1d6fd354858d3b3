"""Fees of a case: what is owed and by which law, how it was paid, the receipt, money given back.

bill 缴费单 (缴费通知书 is the paper that tells of it) · line 收费项目 · standard 收费标准 · reduction 减免 ·
payer 缴款人 · order 支付订单 (one attempt at the cashier) · cashier 收银台 (the bank's gateway) ·
notice 到账通知 · receipt 电子票据 · refund 退付.
"""
