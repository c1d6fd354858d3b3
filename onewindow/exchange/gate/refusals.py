"""What the gateway refuses: a stable code, an HTTP status, a sentence that says what to do."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refused(Exception):
    """The call is refused; `code` is a key of SENTENCES."""

    code: str
    retry: int = 0

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return SENTENCES[self.code][0]

    @property
    def message(self) -> str:
        """Return the sentence."""
        return SENTENCES[self.code][1]


SENTENCES: dict[str, tuple[int, str]] = {
    "no_credentials": (401, "请用OAuth访问令牌或SM2签名表明是哪个系统在调用。"),
    "bad_token": (401, "访问令牌无效或已过期，请重新领取。"),
    "unknown_system": (401, "没有登记这个系统，或者它没有配置这种调用方式。"),
    "wrong_signature": (401, "签名不对。请核对签名的内容、时间、随机数和密钥。"),
    "stale_request": (401, "请求时间与本平台相差太大，请校准时钟后重新签名。"),
    "replayed_request": (409, "这个随机数已经用过，请换新的随机数重新签名。"),
    "system_closed": (403, "这个系统现在不能调用，请联系数据共享管理部门恢复接入。"),
    "no_grant": (403, "没有这项信息资源的有效授权，请先提出共享需求。"),
    "grant_expired": (403, "这项授权已经到期，请重新申请。"),
    "item_not_granted": (403, "授权不包括这个事项，请核对事项编码。"),
    "field_not_granted": (403, "要了授权以外的信息项，请只要授权里的信息项。"),
    "rate_exceeded": (429, "调用太快，超过了授权的每分钟次数，请稍后再试。"),
    "too_many_strangers": (429, "没有通过身份验证的请求太多，请稍后再试。"),
    "oversized_body": (413, "请求正文太大，请按接口说明的大小分开发送。"),
    "bad_request": (400, "请求不是约定的JSON，或者缺少内容。请对照接口说明。"),
    "bad_purpose": (422, "请写明事项编码、办件编号和查询事由。"),
    "bad_keys": (422, "查询条件不对，请按信息资源目录里的查询条件填写。"),
    "bad_key": (422, "报送要带Idempotency-Key，8至80个字母、数字或连字符。"),
    "bad_row": (422, "报送的内容不符合这类数据的约定，请对照数据集说明。"),
    "key_reused": (409, "这个Idempotency-Key已经用于另一份内容，请换一个。"),
    "unknown_kind": (404, "没有这类数据集，请对照接口说明。"),
    "unknown_resource": (404, "信息资源目录里没有这项资源。"),
    "not_online": (409, "这项资源不提供在线查询，请按信息资源目录写明的共享方式取得。"),
    "unknown_receipt": (404, "没有这个回执，或者它与您的系统无关。"),
    "unknown_path": (404, "没有这个接口，请对照接口说明。"),
    "wrong_method": (405, "这个接口不支持这种请求方法。"),
    "too_slow": (504, "没有在规定时间内完成，请稍后用同一个Idempotency-Key重试。"),
    "log_unavailable": (503, "交换日志暂时写不进去，没有记录就不给数据。请稍后重试。"),
}
