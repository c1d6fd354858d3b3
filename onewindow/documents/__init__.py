"""Signed records 签名记录, notices 文书, seals 印章, QR verification 验真, PDF print views 打印件, uploaded files 附件.

Words: document 文书, number 文书编号, record 签名记录 (the legal original here), token 验证码 (code to check by),
slip 二维码凭据 (the signed line in the QR code), proof line 校验行 (the signature over a whole PDF file),
reader 可以查看的人.
"""
