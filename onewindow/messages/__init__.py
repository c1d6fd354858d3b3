"""Notices to people: the inbox everybody has, text messages beside it, and a record of each delivery.

Words: message 消息 (what a party is told, once for each event) · template 消息模板 (data/templates.yaml) ·
channel 渠道 (text message, e-mail, WeChat) · sending 发送记录 (one message to one address over one channel,
tried until it is taken or given up) · gateway 网关 (an outside system that takes what one channel sends) ·
quiet hours 免打扰时段 · preference 接收设置 (what a party prefers, and its addresses).
"""
