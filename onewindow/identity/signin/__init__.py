"""Sign-in: codes, passwords, second factors, passkeys, sessions, recovery, security events.

Words: code 短信验证码 · authenticator 动态口令器 (TOTP) · passkey 通行密钥 · recovery code 备用码 ·
second factor 第二因素 · sign-in 登录记录 (one session of an account on a device) ·
security event 安全事件 · recovery 找回密码 · release 解除第二因素 (by two) · cooling time 等待期.
"""
