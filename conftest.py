"""What all tests share."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from onewindow.kernel.public import clock

# A slow machine is not a fault of the code; under CI the same examples each time, elsewhere new ones.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Hold the clock at Monday 2026-03-02 12:00 in China."""
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    with clock.at(moment):
        yield moment


def _of_the_cast(username: str) -> Any:
    @pytest.fixture(name=username)
    def account(db: None) -> Any:
        """Open the account of one of the fixed cast (onewindow/identity/cast.py)."""
        from onewindow.identity.tests.factories import of_the_cast

        return of_the_cast(username)

    return account


weixiaolan = _of_the_cast("weixiaolan")
qinzhiyuan = _of_the_cast("qinzhiyuan")
huangguifang = _of_the_cast("huangguifang")
moguoqiang = _of_the_cast("moguoqiang")
dilinuer = _of_the_cast("dilinuer")
luzihao = _of_the_cast("luzihao")
luxiaoyan = _of_the_cast("luxiaoyan")
heyong = _of_the_cast("heyong")
liangxiulan = _of_the_cast("liangxiulan")
weiqimin = _of_the_cast("weiqimin")
huangzhipeng = _of_the_cast("huangzhipeng")
lijianfang = _of_the_cast("lijianfang")
tangwenhai = _of_the_cast("tangwenhai")
suyating = _of_the_cast("suyating")
liaominghui = _of_the_cast("liaominghui")
luzhifang = _of_the_cast("luzhifang")
xieguoqing = _of_the_cast("xieguoqing")
zhuangxiangwei = _of_the_cast("zhuangxiangwei")
baguitian = _of_the_cast("baguitian")
longchengxian = _of_the_cast("longchengxian")
guijian = _of_the_cast("guijian")
longhong = _of_the_cast("longhong")
lvyuan = _of_the_cast("lvyuan")
qingshan = _of_the_cast("qingshan")
menglihua = _of_the_cast("menglihua")
liangjianguo = _of_the_cast("liangjianguo")
lumin = _of_the_cast("lumin")
zhouhaiyan = _of_the_cast("zhouhaiyan")
ganlu = _of_the_cast("ganlu")
tanjing = _of_the_cast("tanjing")
wujianhua = _of_the_cast("wujianhua")
lanxiaomei = _of_the_cast("lanxiaomei")
nongzhiping = _of_the_cast("nongzhiping")
weimeiling = _of_the_cast("weimeiling")
huangzhengming = _of_the_cast("huangzhengming")
