"""Mandates 授权: in whose name one acts — head 法定代表人, agent 经办人, guardian 监护人, helper 代办人."""
