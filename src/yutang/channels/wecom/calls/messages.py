"""The parts that messages share, welcomes, and the welcome templates of groups."""

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import AT_ONCE, Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

WELCOME = Call("POST", "externalcontact/send_welcome_msg")
TEMPLATE_ADD = Call("POST", "externalcontact/group_welcome_template/add")
TEMPLATE_EDIT = Call("POST", "externalcontact/group_welcome_template/edit", repeats=True)
TEMPLATE_GET = Call("POST", "externalcontact/group_welcome_template/get", repeats=True)
TEMPLATE_DELETE = Call("POST", "externalcontact/group_welcome_template/del", repeats=True)


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Of a request."""


class Text(Part):
    content: str


class Image(Part):
    """`media_id` before `pic_url`, which only takes what media/uploadimg gave."""

    media_id: Maybe[str] = UNSET
    pic_url: Maybe[str] = UNSET


class Link(Part):
    """Bytes: title ≤ 128, picurl ≤ 2048, desc ≤ 512, url ≤ 2048. Moments want `media_id`, the cover, and no picurl."""

    title: Maybe[str] = UNSET
    url: Maybe[str] = UNSET
    picurl: Maybe[str] = UNSET
    desc: Maybe[str] = UNSET
    media_id: Maybe[str] = UNSET


class MiniProgram(Part):
    """`title` ≤ 64 bytes."""

    title: str
    pic_media_id: str
    appid: str
    page: str


class Media(Part):
    media_id: str


class Attachment(Part):
    msgtype: str
    image: Maybe[Image] = UNSET
    link: Maybe[Link] = UNSET
    miniprogram: Maybe[MiniProgram] = UNSET
    video: Maybe[Media] = UNSET
    file: Maybe[Media] = UNSET


class Conclusions(Part):
    """Of a temporary code: a text, and the first of image, link, miniprogram."""

    text: Maybe[Text] = UNSET
    image: Maybe[Image] = UNSET
    link: Maybe[Link] = UNSET
    miniprogram: Maybe[MiniProgram] = UNSET


class WelcomeAsk(Ask):
    """Text and attachments not both empty; they arrive as several messages."""

    welcome_code: str
    text: Maybe[Text] = UNSET
    attachments: Maybe[list[Attachment]] = UNSET


class _Template(Ask, kw_only=True):
    """`%NICKNAME%` in the text, in capitals, becomes the newcomer's name. One attachment."""

    text: Maybe[Text] = UNSET
    image: Maybe[Image] = UNSET
    link: Maybe[Link] = UNSET
    miniprogram: Maybe[MiniProgram] = UNSET
    file: Maybe[Media] = UNSET
    video: Maybe[Media] = UNSET
    agentid: Maybe[int] = UNSET


class TemplateAddAsk(_Template):
    notify: Maybe[int] = UNSET


class TemplateEditAsk(_Template):
    template_id: str


class TemplateAsk(Ask):
    template_id: str
    agentid: Maybe[int] = UNSET


class TemplateId(Wire):
    template_id: str


class WireText(Wire):
    content: str = ""


class WireImage(Wire):
    media_id: str = ""
    pic_url: str = ""


class WireLink(Wire):
    title: str = ""
    picurl: str = ""
    desc: str = ""
    url: str = ""


class WireMiniProgram(Wire):
    title: str = ""
    pic_media_id: str = ""
    appid: str = ""
    page: str = ""


class WireMedia(Wire):
    media_id: str = ""


class WireAttachment(Wire):
    msgtype: str = ""
    image: WireImage | None = None
    link: WireLink | None = None
    miniprogram: WireMiniProgram | None = None
    video: WireMedia | None = None
    file: WireMedia | None = None


class Template(Wire):
    text: WireText | None = None
    image: WireImage | None = None
    link: WireLink | None = None
    miniprogram: WireMiniProgram | None = None
    file: WireMedia | None = None
    video: WireMedia | None = None


def welcome(client: Client, ask: WelcomeAsk) -> Wire | Failure:
    """Within 20 s of the event, once; so it is asked in a hurry. 41051: somebody's welcome was delivered, final.
    41096: another app is sending, may be tried again."""
    return client.ask(WELCOME, Wire, ask, pace=AT_ONCE)


def add_template(client: Client, ask: TemplateAddAsk) -> TemplateId | Failure:
    """100 a corp (41055). No call binds it to a group: the owner picks it in the client."""
    return client.ask(TEMPLATE_ADD, TemplateId, ask)


def edit_template(client: Client, ask: TemplateEditAsk) -> Wire | Failure:
    return client.ask(TEMPLATE_EDIT, Wire, ask)


def template(client: Client, template_id: str) -> Template | Failure:
    return client.ask(TEMPLATE_GET, Template, TemplateAsk(template_id=template_id))


def delete_template(client: Client, template_id: str) -> Wire | Failure:
    return client.ask(TEMPLATE_DELETE, Wire, TemplateAsk(template_id=template_id))
