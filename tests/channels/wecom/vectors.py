"""Callback envelopes that others published (V1-V7), and two of ours that wechatpy agrees with (V8, V9)."""

from typing import NamedTuple


class Vector(NamedTuple):
    """`says`: the whole message, or of V2 and V4 a part of it."""

    name: str
    token: str
    key: str
    receiver: str
    timestamp: str
    nonce: str
    signature: str
    encrypted: str
    says: str


VECTORS = (
    Vector(
        "V1",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "wx5823bf96d3bd56c7",
        "1409659589",
        "263014780",
        "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
        "1616140317555161061",
    ),
    Vector(
        "V2",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "wx5823bf96d3bd56c7",
        "1409659813",
        "1372623149",
        "477715d11cdb4164915debcba66cb864d751f3e6",
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3Qczc"
        "dCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLj"
        "vd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMn"
        "vw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k"
        "22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2Yoy"
        "yH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
        "<Content><![CDATA[hello]]></Content>",
    ),
    Vector(
        "V3",
        "123456",
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        "wx49f0ab532d5d035a",
        "1411443780",
        "437374425",
        "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
        "5927782489442352469",
    ),
    Vector(
        "V4",
        "123456",
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        "wx49f0ab532d5d035a",
        "1411525903",
        "461056294",
        "74d92dfeb87ba7c714f89d98870ae5eb62dff26d",
        "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHC"
        "rsTyeDXzF6Bv283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpX"
        "aG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQi"
        "MS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQi"
        "pvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0=",
        "<Content><![CDATA[test]]></Content>",
    ),
    Vector(
        "V5",
        "kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
        "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
        "ww6a112864f8022910",
        "1583940690",
        "VHh7ymSeb0jc4lSb",
        "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011",
        "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
        "94966531020182955848408",
    ),
    Vector(
        "V6",
        "kz7Yx62CH8SaLN",
        "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP",
        "ww6a112864f8022910",
        "1583995625",
        "1584392382",
        "f265ae551b1932727204c3d707628d01376a6940",
        "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R3"
        "09I0P/r5pIZucK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9"
        "ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab"
        "0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZ"
        "lzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328=",
        "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[fooba"
        "r]]></FromUserName><CreateTime>1583995625</CreateTime><MsgType><![CDATA[text]]></MsgType"
        "><Content><![CDATA[x123]]></Content><MsgId>2018405441</MsgId><AgentID>1000002</AgentID><"
        "/xml>",
    ),
    Vector(
        "V7",
        "123456",
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        "wx49f0ab532d5d035a",
        "1411525903",
        "461056294",
        "407518b7649e86ef23978113f92d27afa9296533",
        "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNc"
        "BqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY"
        "0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsV"
        "bwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAG"
        "VRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3",
        "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserN"
        "ame><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUs"
        "erName>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>",
    ),
    Vector(
        "V8",
        "YutangTestToken",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "ww1234567890abcdef",
        "1700000000",
        "yutang-nonce-1",
        "7731b93ec9675829e8f8c58bd8db74e5d285e06a",
        "Q3stYC6hdFzMh9T8HCvyDFxaeQ06rLXADf3jDzsvi4/TFnqtLfR/sDeFXurPIDugdTj1oO54jD4C8S3Z0H7aiWx9"
        "3qctjSbovqUxdJf8rSvHxWkHzk8IEl/Cy8LfFdIF69l4dZ1ngmuFwvrCPAq0hjmIh0PsNbtvTWfttYVLzHWmXDnW"
        "KW115K4yg4kULNDqAhW0ohTh0vheMhigKBmKUN0Lsojr+sRvOOgK5oJsyv+QdJKzLyLOgnDKaXQvnkkMkR/haLEM"
        "msPqcIF6srXszXh0X96i8fEpuIOoggorCQ06R5UqwReEtLPcpizBg0aATO0EeB6FQ6kXdJhND1w1en5HdfwUJLjx"
        "+etOGjugMkp8u29oxfaqJKt7i8R33qb2QgIGTCuDaX0Ea8r/7GPX+RwXmohYMe08sgLi+qGmVMzhh8eAxBOI3Q+M"
        "YbgW8gMSJDWMg1X792B6rgmRqWCyHa5jTKa/eEgGZhl+S8ibaSIlI+I8PzwR8hJFe3zu5czU4vnoMhp8lA6Nq3G1"
        "qmBMkj9Cc8Ty7OkEScyRCb58db/qbiTOT0OoyyxJNlAPjADJ6GhNrIsJlsV82NGHKhiEwVU8HN181g/EXjh55RFK"
        "lJnLqYdD3m9QM+A+4+LU7Vm4FT3nRWZfx+wQ17w+GkpYtG3Iu+tOQIHmzB5/ewvWc/AOLT57uqMoVaBXl922IJGc"
        "UPgAwxT2UAf3WS8fdUHWxg==",
        "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[sys]]"
        "></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><"
        "Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_conta"
        "ct]]></ChangeType><UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[woAJ2GCA"
        "AAXtWyujaWJHDDGi0mACHAAA]]></ExternalUserID><State><![CDATA[渠道A]]></State><WelcomeCode><"
        "![CDATA[WELCOMECODE]]></WelcomeCode></xml>",
    ),
    Vector(
        "V9",
        "YutangTestToken",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "ww1234567890abcdef",
        "1700000001",
        "n9",
        "07a7d5d56b83829b4a56a834d15a2ad60c06c2d0",
        "Q3stYC6hdFzMh9T8HCvyDG+VOzOLQzNLj6XWeFwqJqK/ollWF/fhgQC91AMxbPdhquQXRQXVHYIEIInmm9d/lTQG"
        "sY7PirSQtAalhAKqnWeTzZvEY1nurHGEJEaVJKch",
        "12345678901234567890123456",
    ),
)  # fmt: skip
BY_NAME = {each.name: each for each in VECTORS}
RANDOM = {"V7": b"1234567890123456", "V8": b"0123456789abcdef", "V9": b"0123456789abcdef"}
