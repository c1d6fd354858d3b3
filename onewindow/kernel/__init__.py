"""What every context stands on and no citizen sees: outbox, audit log, actors, errors, clock, codes, crypto.

Words: event 事件 (a fact that happened) · outbox 发件箱 · audit entry 审计记录 · seal batch 封存批次 ·
actor 办理人 (who acts, by which post or mandate) · refusal 拒绝 (an answer that changes nothing) ·
working day 工作日.
"""
