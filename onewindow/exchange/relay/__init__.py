"""Relay: two networks with a gap between them; signed bundles cross it as files, in order, once in effect.

Words: relay 摆渡 · link 摆渡通道 (to one peer, for named data sets) · bundle 数据包 ·
acknowledgement 回执包 · gap 网闸.
"""
