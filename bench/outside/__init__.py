"""Simulated outside systems (模拟业务系统): each an identity, an address and a journal of its own.

Many run in one process; each listens on its own port, signs with its own key or token, hands its rows in
until they are acknowledged, and can be broken or restarted alone.
"""
