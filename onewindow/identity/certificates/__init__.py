"""数字证书、电子营业执照: a certificate of a trusted issuer that names the party proves it at L4.

Words: trusted issuer 电子认证服务机构 · challenge 待签名的文字 (signed with the certificate's key, once) ·
revocation list 吊销列表. Issuers and their lists are files the operator keeps in the folder
`trusted-certificates` of ONEWINDOW_HOME; nothing is trusted without a list in force.
"""
