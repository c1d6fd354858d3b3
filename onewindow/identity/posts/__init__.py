"""Posts: opened by system administrators, given roles by security administrators, held for a time.

Words: holding 任职 (an official in a post, from a day to a day) · main post 主岗 · joint post 兼岗 ·
deputy 代理 · duty (a holding in force today) · role grant 角色授予 · separation of the three
administrators 三员分立.
"""
