"""Pages of joint cases: the whole for who takes part, recorded; the parts beside the case."""

import pytest

from onewindow.collaboration.tests.factories import MONDAY, account_of, grant_open, part
from onewindow.identity import public as identity
from onewindow.kernel.public import clock


@pytest.fixture
def as_(client):
    def signed_in(account: identity.Account):
        client.force_login(account)
        return client

    return signed_in


def test_public_pages_tell_what_is_saved(world, client) -> None:
    text = client.get("/joint/").content.decode()
    assert "新生儿出生一件事" in text and "4 次 → 1 次" in text
    page = client.get("/joint/procedures/restaurant/").content.decode()
    assert "公众聚集场所投入使用" in page and "<svg" in page and "按您的情况需要时才办" in page
    assert client.get("/joint/procedures/nothing/").status_code == 404


def test_the_applicant_sees_every_part_beside_the_case(world, as_) -> None:
    page = as_(world.account).get(f"/cases/{world.number}/").content.decode()
    assert "联合办理：9 个部分，已办完 0 个" in page
    assert "南宁市兴宁区行政审批局" in page and "<svg" in page
    one = as_(world.account).get(f"/cases/{part(world.number, 'road').number}/").content.decode()
    assert "看整件事办到哪里了" in one


def test_bodies_that_take_part_see_results_and_are_seen(world, as_, django_assert_max_num_queries) -> None:
    grant_open(world.number, world.bodies)
    client = as_(account_of("tanqixiang"))
    assert f"/desk/joint/{world.number}/" in client.get("/desk/joint/?tab=part").content.decode()
    with django_assert_max_num_queries(32):
        page = client.get(f"/desk/joint/{world.number}/").content.decode()
    assert page.count("已审查。") == 2
    assert "打开牵头办件" not in page
    with clock.at(MONDAY):
        looks = identity.accesses_of(world.applicant)
    assert any("联合办件" in look.what for look in looks)


def test_the_lead_has_its_list_and_others_are_refused(world, as_) -> None:
    assert "跨区域工程建设项目联合审批" in as_(account_of("qinxuemei")).get("/desk/joint/").content.decode()
    assert "打开牵头办件" in as_(account_of("qinxuemei")).get(f"/desk/joint/{world.number}/").content.decode()
    assert as_(account_of("luowenjun")).get(f"/desk/joint/{world.number}/").status_code == 403
    assert as_(account_of("luowenjun")).get("/desk/joint/nothing/").status_code == 404
    assert as_(world.account).get(f"/desk/joint/{world.number}/").status_code in {302, 403}
