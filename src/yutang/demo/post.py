"""One message of the archive, before it is written, and the book that collects them."""

import msgspec

from yutang.demo.dice import Dice

Body = dict[str, object]


class Post(msgspec.Struct):
    """A message. `room` is empty in a private chat, whose other end is in `to`."""

    day: int
    second: int
    room: str
    sender: str
    type: str
    body: Body
    to: list[str]
    recalls: int = -1  # index in the book of the message that this one takes back
    text: str = ""  # plain text, for quotes


class Book(msgspec.Struct):
    """All messages, in the order in which they were thought of; the archive sorts them by time."""

    posts: list[Post] = []

    def text(self, day: int, second: int, room: str, sender: str, text: str, to: list[str]) -> Post:
        made = Post(day, min(second, 86_399), room, sender, "text", {"content": text}, to, text=text)
        self.posts.append(made)
        return made

    def other(
        self, day: int, second: int, room: str, sender: str, body: tuple[str, Body], to: list[str]
    ) -> Post:
        made = Post(day, min(second, 86_399), room, sender, body[0], body[1], to)
        self.posts.append(made)
        return made


def image(dice: Dice) -> tuple[str, Body]:
    size = 20_000 + dice.below(400_000)
    return "image", {"md5sum": f"{dice.below(1 << 52):032x}", "filesize": size, "sdkfileid": dice.token(24)}


def voice(dice: Dice) -> tuple[str, Body]:
    seconds = 2 + dice.below(50)
    return "voice", {
        "md5sum": f"{dice.below(1 << 52):032x}",
        "voice_size": seconds * 1024,
        "play_length": seconds,
        "sdkfileid": dice.token(24),
    }


def emotion(dice: Dice) -> tuple[str, Body]:
    return "emotion", {
        "type": 1,
        "width": 240,
        "height": 240,
        "imagesize": 9_000 + dice.below(30_000),
        "md5sum": f"{dice.below(1 << 52):032x}",
        "sdkfileid": dice.token(24),
    }


def link(title: str, description: str, url: str) -> tuple[str, Body]:
    return "link", {
        "title": title,
        "description": description,
        "link_url": url,
        "image_url": f"{url}/cover.jpg",
    }


def weapp(title: str, description: str) -> tuple[str, Body]:
    return "weapp", {
        "title": title,
        "description": description,
        "username": "gh_yuguangselect@app",
        "displayname": "屿光优选",
    }
