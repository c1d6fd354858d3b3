"""Docking: which outside systems are joined, by whom they are run, and how far each has come.

Words: outside system 业务系统 · state 对接状态 (计划, 联调, 已接入, 中断, 退出) ·
contract 接入规范 (a version of the standard data sets) · zone 网络区域 · reconciliation 对账.
"""
