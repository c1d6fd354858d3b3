"""Signed notices 文书, their checking 验真, their print views 打印件 with seals 印章, uploaded files 附件.

Words: document 文书, number 文书编号, record 签名记录 (the original here), token 验证码 (code to check by),
slip 二维码凭据 (the signed line in the QR code), proof line 校验行 (the signature over a whole PDF file),
reading 查阅 (the right to open a whole document, and why).
"""
