"""Electronic seals 电子印章: made, issued, suspended, revoked; who may use one, for what; each use logged.

Words: seal 印章 · approval seal 行政审批专用章 (one for each authority: 一章办结) ·
maker 制章者 (signs the data of seals) ·
signer certificate 签章人证书 · grant 用印授权 (who may use a seal, for what) · use 用印记录.
"""
