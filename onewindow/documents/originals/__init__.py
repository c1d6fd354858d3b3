"""Legal originals 版式原件: the sealed OFD of a signed record, made by the worker, kept with its hash.

Words: original 版式原件 · sheet 版面内容 (what is shown) · source 来源 (who makes the sheet) ·
file pending 文件制作中 (no original yet).
"""
