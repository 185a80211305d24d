"""An independent witness: wechatpy's own client, pointed at the fake, understands every answer."""

import pytest
from wechatpy.enterprise import WeChatClient
from wechatpy.exceptions import APILimitedException, WeChatClientException

from fakecom.people import deliveries
from fakecom.running import CORP, SECRET, Running


class Client(WeChatClient):
    """wechatpy with another address; nothing else is changed."""

    def __init__(self, url: str) -> None:
        self.API_BASE_URL = f"{url}/cgi-bin/"
        super().__init__(CORP, SECRET)

    def fetch_access_token(self) -> dict:
        asked = {"corpid": CORP, "corpsecret": SECRET}
        return self._fetch_access_token(f"{self.API_BASE_URL}gettoken", asked)


@pytest.fixture
def client(running: Running) -> Client:
    return Client(running.url)


def test_its_walk_from_a_code_to_a_tagged_customer(running: Running, client: Client) -> None:
    api = client.external_contact
    assert api.get_follow_user_list()["follow_user"] == ["zhangsan", "lisi", "wangwu"]
    way = api.add_contact_way(1, 2, remark="一号店", state="门店", user=["zhangsan"])
    met = running.ctl("scan", code=way["qr_code"])
    api.send_welcome_msg({"welcome_code": met["welcome_code"], "text": {"content": "你好"}})
    assert [one["message"]["text"]["content"] for one in deliveries(running)] == ["你好"]
    customer = met["external_userid"]
    assert api.list("zhangsan")["external_userid"] == [customer]
    made = api.add_corp_tag(None, "档位", 1, [{"name": "299", "order": 1}])["tag_group"]
    tag_id = made["tag"][0]["id"]
    api.mark_tag("zhangsan", customer, add_tag=[tag_id])
    found = api.get(customer)
    assert found["follow_user"][0]["tags"][0]["tag_name"] == "299"
    assert found["follow_user"][0]["state"] == "门店"
    api.edit_corp_tag(tag_id, "300", 2)
    groups = api.get_corp_tag_list()["tag_group"]
    assert [(tag["name"], tag["order"]) for tag in groups[0]["tag"]] == [("300", 2)]
    api.del_corp_tag(tag_id=[tag_id])
    assert api.get(customer)["follow_user"][0]["tags"] == []
    api.update_contact_way(way["config_id"], "二号店", user=["lisi"])
    assert api.get_contact_way(way["config_id"])["contact_way"]["user"] == ["lisi"]
    api.del_contact_way(way["config_id"])


def test_it_gets_a_new_token_when_its_own_is_taken_back_or_too_old(running: Running, client: Client) -> None:
    client.external_contact.get_follow_user_list()
    before = client.access_token
    running.ctl("tokens/kill")
    client.external_contact.get_follow_user_list()
    assert client.access_token != before
    again = client.access_token
    running.pass_time(7200)
    client.external_contact.get_follow_user_list()
    assert client.access_token != again


def test_it_knows_our_errors(running: Running, client: Client) -> None:
    with pytest.raises(WeChatClientException) as wrong:
        client.external_contact.get("wm-nobody")
    assert wrong.value.errcode == 40096
    assert "devtool/query?e=40096" in wrong.value.errmsg
    running.ctl("faults", kind="rate", count=1)
    with pytest.raises(APILimitedException):
        client.external_contact.get_follow_user_list()


def test_it_walks_all_pages_of_groups(running: Running, client: Client) -> None:
    made = {running.ctl("groups", userid="zhangsan", name=f"群{n}")["chat_id"] for n in range(7)}
    running.ctl("policy", short_pages=0.5)
    rows = client.external_contact_group_chat.list_all(limit=2)
    assert {row["chat_id"] for row in rows} == made
    assert len(rows) == 7
    one = client.external_contact_group_chat.get(rows[0]["chat_id"])["group_chat"]
    assert one["owner"] == "zhangsan"
    only = client.external_contact_group_chat.list_all(owner_userid_list=["lisi"])
    assert only == []


def test_it_reads_the_directory_and_tickets(client: Client) -> None:
    assert {one["name"] for one in client.department.get()} == {"总部", "社群", "后台"}
    assert [one["userid"] for one in client.user.list(2)] == ["zhangsan", "lisi"]
    assert client.user.get("zhangsan")["name"] == "张三"
    assert client.misc.get_wechat_ips() == ["127.0.0.1"]
    ticket = client.jsapi.get_jsapi_ticket()
    signed = client.jsapi.get_jsapi_signature("Wm3WZYTPz0wzccnW", ticket, 1414587457, "http://a/?b=c")
    assert len(signed) == 40
