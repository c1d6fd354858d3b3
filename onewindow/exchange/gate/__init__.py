"""The gateway: outside systems ask for granted data and hand in theirs, each call signed, logged, receipted.

Words: call 调用 · query 查询 · push 报送 · delivery 报送件 · batch 批次 (committed and signed together) ·
stranger 未通过身份验证的请求. It is a lean ASGI path of its own: no middleware, no session, no template.
"""
