"""What a message carries besides words, as one set of codes for every platform: props {"media": code}."""

import re
from typing import Final

# Codes: image, voice, video, file, sticker, link, app, card, location, redpacket, transfer, call, forward,
# poke, poll, note, meeting, other. A message without words gets a label that `ledger.words` knows.
LABELS: Final[dict[str, str]] = {
    "image": "[图片]", "voice": "[语音]", "video": "[视频]", "file": "[文件]", "sticker": "[表情]",
    "card": "[名片]", "location": "[位置]", "redpacket": "[红包]", "transfer": "[转账]",
    "call": "[语音通话]", "forward": "[聊天记录]",
}  # fmt: skip
_WORDS: Final[dict[str, str]] = {
    "image": "图片 照片 闪照 圖片 image photo picture",
    "voice": "语音 語音 voice audio",
    "video": "视频 短视频 影片 video",
    "file": "文件 檔案 file",
    "sticker": "表情 动画表情 表情包 自定义表情 贴图 sticker emoji",
    "link": "链接 分享 link",
    "app": "小程序",
    "card": "名片",
    "location": "位置 地理位置 location",
    "redpacket": "红包 QQ红包 微信红包",
    "transfer": "转账",
    "call": "语音通话 视频通话",
    "forward": "聊天记录 合并转发",
    "poke": "拍一拍",
}
_CODES: Final = {word: code for code, words in _WORDS.items() for word in words.split()}
_MARK = re.compile(r"\[([^\[\]\s]{1,8})(?:[:：][^\[\]]{0,200})?\]\s*")


def props(code: str | None) -> str | None:
    """The props column for a message with this media code."""
    return None if code is None else f'{{"media":"{code}"}}'


def placeholder(text: str) -> str | None:
    """The media code when `text` is nothing but marks such as `[图片]`; None when somebody wrote words."""
    if not text.startswith("[") or len(text) > 300:
        return None
    found: str | None = None
    at = 0
    while at < len(text):
        match = _MARK.match(text, at)
        code = _CODES.get(match[1]) or _CODES.get(match[1].lower()) if match else None
        if match is None or code is None:
            return None
        found, at = found or code, match.end()
    return found
