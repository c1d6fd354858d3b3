"""Signed records 签名记录, notices 通知书, seals 印章, QR verification 核验, PDF views."""
