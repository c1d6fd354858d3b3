"""Rights over one's own data 个人信息权利: see, copy, correct, close the account; how long what is kept."""
