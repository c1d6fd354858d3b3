"""People 自然人, organisations 法人, accounts 账号, levels 认证等级, posts 岗位, sign-in, the access log."""
