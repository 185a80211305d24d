"""What WhatsApp writes by itself into an exported chat, in nine languages: events, omitted media, deleted words.

Phrases are those of the apps of 2018-2025 as users report them; a line that none knows is still told from a
message, because it has no "name: ".
"""

import re
from typing import Final

from yutang.importers.notices import Notice
from yutang.ledger.catalogue import Kind

MARKS: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
MARKED: Final = tuple(MARKS)
_HINTS: Final = (*MARKED, "<")
_O, _C = "[\"“”„«「『' ]+", "[\"“”»」』' ]+"
_NAME = rf"{_O}(?P<name>.+?){_C}"
_OLD = rf"(?:{_O}.*?{_C}\s*)?"
_SUBJECT = "(?:群组|群組|群)?(?:主题|主題|主旨|名称|名稱)"
_W, _B = "(?P<who>.+?)", "(?P<by>.+?)"

_JOINED = (
    ("link", rf"{_W} joined (?:using|via|with) .*(?:link|invite).*"),
    ("link", rf"{_W} ist (?:der Gruppe )?(?:über|mit|mittels) .*[lL]ink.* beigetreten"),
    ("link", rf"{_W} se (?:unió|ha unido) (?:usando|con|mediante|a través) .*enlace.*"),
    ("link", rf"{_W} a rejoint le groupe (?:via|à l['’]aide|avec) .*lien.*"),
    ("link", rf"{_W} entrou (?:usando|com|através d)o? .*link.*"),
    ("link", rf"{_W} (?:è entrato|è entrata|si è unito|si è unita)(?:/a)? .*link.*"),
    ("link", rf"{_W} (?:neemt nu deel|is lid geworden) .*link.*"),
    ("link", rf"{_W}\s*(?:已)?(?:通过|使用|透過|經由).*(?:链接|連結).*加入.*"),
    (None, rf"{_W} joined(?: the group| from the community)?"),
    (None, rf"{_W} ist (?:der Gruppe )?beigetreten"),
    (None, rf"{_W} se (?:unió|ha unido)(?: al grupo)?"),
    (None, rf"{_W} a rejoint le groupe"),
    (None, rf"{_W} entrou(?: no grupo)?"),
    (None, rf"{_W}\s*(?:已)?加入(?:了)?(?:群组|群組|群聊)?"),
    ("invited", rf"{_B} added {_W}"),
    ("invited", rf"{_B} ha(?:t|st) {_W} hinzugefügt"),
    ("invited", rf"{_B} (?:añadió|agregó|ha añadido) a {_W}"),
    ("invited", rf"{_B} (?:a|avez) ajouté {_W}"),
    ("invited", rf"{_B} adicionou {_W}"),
    ("invited", rf"{_B} ha aggiunto {_W}"),
    ("invited", rf"{_B} heeft {_W} toegevoegd"),
    ("invited", rf"{_B}\s*(?:已)?(?:添加|新增|邀请|邀請)(?:了|了用户)?\s*{_W}(?:加入(?:群组|群組)?)?"),
    (None, rf"{_W} (?:was|were) added"),
    (None, rf"{_W} wurde(?:st)? hinzugefügt"),
)
_LEFT = (
    ("left", rf"{_W} left(?: the group)?"),
    ("left", rf"{_W} hat die Gruppe verlassen"),
    ("left", rf"{_W} (?:salió|ha salido)(?: del grupo)?"),
    ("left", rf"{_W} (?:a quitté(?: le groupe)?|est parti(?:e|\(e\))?)"),
    ("left", rf"{_W} saiu(?: do grupo)?"),
    ("left", rf"{_W} (?:ha abbandonato(?: il gruppo)?|è uscit[oa])"),
    ("left", rf"{_W} heeft de groep verlaten"),
    ("left", rf"{_W}\s*(?:已)?(?:离开|離開|退出)(?:了)?(?:群组|群組|群聊)?"),
    ("removed", rf"{_B} removed {_W}"),
    ("removed", rf"{_B} ha(?:t|st) {_W} entfernt"),
    ("removed", rf"{_B} (?:eliminó|ha eliminado|expulsó) a {_W}"),
    ("removed", rf"{_B} a (?:supprimé|retiré|exclu) {_W}"),
    ("removed", rf"{_B} removeu {_W}"),
    ("removed", rf"{_B} ha rimosso {_W}"),
    ("removed", rf"{_B} heeft {_W} verwijderd"),
    ("removed", rf"{_B}\s*(?:已)?(?:移除|移出|踢出)(?:了)?\s*{_W}"),
    ("removed", rf"{_W} (?:was|were) removed"),
    ("removed", rf"{_W} wurde(?:st)? entfernt"),
)
_RENAMED = (
    rf"{_W} changed the (?:subject|group name) (?:from {_OLD})?to {_NAME}",
    rf"{_W} hat den (?:Betreff|Gruppennamen|Namen der Gruppe) (?:von {_OLD})?(?:zu|in|auf) {_NAME}\s*geändert",
    rf"{_W} cambió el (?:asunto|nombre)(?: del grupo)? (?:de {_OLD})?(?:a|por) {_NAME}",
    rf"{_W} a (?:changé|modifié) (?:le sujet|l['’]objet|le nom du groupe) (?:de {_OLD})?(?:à|en|pour|par) {_NAME}",
    rf"{_W} (?:mudou|alterou) o (?:nome|assunto)(?: do grupo)? (?:de {_OLD})?para {_NAME}",
    rf"{_W} ha (?:cambiato|modificato) (?:l['’]oggetto|il nome del gruppo) (?:da {_OLD})?(?:a|in) {_NAME}",
    rf"{_W} heeft (?:het onderwerp|de groepsnaam) gewijzigd (?:van {_OLD})?(?:naar|in) {_NAME}",
    rf"{_W}\s*(?:已)?[将將把]?{_SUBJECT}[由从從]?{_OLD}(?:更改|改|变更|變更|修改)[为為成至]\s*{_NAME}",
)
_CREATED = re.compile(
    rf"(?:.+? created (?:this )?group|.+? hat (?:die )?Gruppe(?= „|$)|.+? creó el grupo|.+? a créé le groupe"
    rf"|.+? criou (?:o|este) grupo|.+? ha creato (?:il|questo) gruppo|.+? heeft de groep"
    rf"|.+?(?:创建|建立)了?(?:此)?群[组組])"
    rf"\s*(?:{_NAME}\s*(?:erstellt|aangemaakt|gemaakt)?)?"
)
_EVENTS: Final = (
    *((Kind.GROUP_JOINED, how, re.compile(p)) for how, p in _JOINED),
    *((Kind.GROUP_LEFT, how, re.compile(p)) for how, p in _LEFT),
    *((Kind.GROUP_RENAMED, None, re.compile(p)) for p in _RENAMED),
)
_AND = re.compile(r",\s+(?:and |und |y |et |e |en )?|\s+(?:and|und|y|et|e|en)\s+|、")
_AND_HAN = re.compile(r"\s*[和及]\s*")

ENCRYPTED: Final = re.compile(
    r"end-to-end encrypt|Ende-zu-Ende|extremo a extremo|bout en bout|ponta a ponta|end-to-end|端到端|端對端|端对端"
)
_OWN = re.compile(
    ENCRYPTED.pattern
    + r"|message timer|disappearing messages|security code|changed (?:this|the) group|changed the settings"
    r"|phone number|group admin|now an admin|pinned a message|is a contact|Sicherheitsnummer|Gruppenbild|Telefonnummer"
    r"|código de seguridad|ícono|code de sécurité|icône|código de segurança|ícone|immagine del gruppo|beveiligingscode"
    r"|安全代码|安全碼|群组图标|群組圖示|限时消息|限時訊息|管理员|管理員"
)
DELETED: Final = re.compile(
    r"(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht"
    r"|Du hast diese Nachricht gelöscht"
    r"|Se eliminó este mensaje|Este mensaje fue eliminado|Eliminaste este mensaje|Ce message a été supprimé"
    r"|Vous avez supprimé ce message|Esta mensagem foi apagada|Mensagem apagada|Você apagou esta mensagem"
    r"|Questo messaggio è stato eliminato|Hai eliminato questo messaggio|Dit bericht is verwijderd"
    r"|Je hebt dit bericht verwijderd|此消息已(?:被)?删除|[你您]已?删除了?(?:此|这条)消息|(?:此|這則)訊息已(?:被)?刪除"
    r"|[你您]已刪除(?:此|這則)訊息)(?: by admin .*)?[.。]?"
)
_OMITTED = re.compile(
    r"<[^<>]{2,40}(?:omitted|ausgeschlossen|weggelassen|omitidos?|omis|omess[oi]|weggelaten|ocult[oa]s?|略去|省略|已忽略)>"
    r"|<(?:省略|略過|略过)[^<>]{2,20}>|null"
)
_ABSENT = re.compile(
    r"(?P<what>image|photo|video|audio|sticker|gif|document|contact card|bild|dokument|kontaktkarte|imagen|documento"
    r"|vidéo|imagem|vídeo|áudio|figurinha|immagine|adesivo|afbeelding|图像|图片|圖片|视频|影片|音频|語音|贴图|貼圖|文档|文件)"
    r"\s*(?:omitted|weggelassen|omitid[oa]|absente?|ocult[oa]d?[oa]?|omess[oa]|weggelaten|已忽略|已略去|已省略|已略過)"
    r"(?: \(.*\))?",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"<(?:attached|Anhang|adjunto|pièce jointe|anexado|anexo|allegato|bijgevoegd|附件)[:：]\s?(?P<ios>[^<>]+)>"
    r"|(?P<android>\S[^\n]{0,200}?\.\w{2,5}) \((?:file attached|Datei angehängt|archivo adjunto|fichier joint"
    r"|arquivo anexado|file allegato|bestand bijgevoegd|文件附件|附件|檔案附件|已附加檔案)\)"
)
_SUFFIXES: Final = {
    "image": "jpg jpeg png gif heic bild image photo imagen imagem immagine afbeelding 图像 图片 圖片",
    "video": "mp4 mov 3gp avi video vidéo vídeo 视频 影片",
    "voice": "opus ogg m4a mp3 aac amr audio áudio 音频 語音",
    "sticker": "webp sticker figurinha adesivo 贴图 貼圖",
    "card": "vcf kontaktkarte",
}
_BY_WORD: Final = {word: code for code, words in _SUFFIXES.items() for word in words.split()}


def event(line: str) -> Notice | None:
    """Join, leave or rename told by a system line; None for any other."""
    text = line.strip(MARKS + " ").rstrip(".。")
    if len(text) > 600:
        return None
    for kind, how, pattern in _EVENTS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            many = kind != Kind.GROUP_RENAMED and found.get("by")
            people = _people(found["who"]) if many else [found["who"]]
            names = tuple(clean for who in people if (clean := sender(who)))
            by = sender(found["by"]) if found.get("by") else None
            return Notice(kind, names, by, how, found.get("name"))
    return None


def _people(who: str) -> list[str]:
    """The names in a list. 和 also stands in names, so it parts two of them only where both have two letters."""
    *first, last = _AND.split(who)
    halves = _AND_HAN.split(last)
    return [*first, *(halves if len(halves) == 2 and min(map(len, halves)) > 1 else [last])]


def created(line: str) -> tuple[bool, str | None]:
    """Whether the line says that a group was made, and the name it got."""
    match = _CREATED.match(line.strip(MARKS + " "))
    return match is not None, match["name"] if match else None


def own(text: str, who: str) -> bool:
    """Whether words under a name are WhatsApp's own: marked by U+200E on iOS, or beginning with that name."""
    if text[:1] not in MARKED and not text.startswith(who):
        return False
    return bool(_OWN.search(text) or event(text) or created(text)[0])


def sender(name: str) -> str:
    """A name without direction marks and without the tilde of people who are no contacts."""
    return name.strip(MARKS + " \u00a0\u202f").removeprefix("~").strip(MARKS + " \u00a0\u202f")


def media(text: str) -> tuple[str | None, str]:
    """(media code, the words left): omitted media and attachments leave their caption only."""
    line, _, caption = text.partition("\n")
    if not line.startswith(_HINTS) and not line.endswith((")", "omitted", "null")):
        return None, text  # nearly every line: three patterns saved
    line = line.strip(MARKS + " ")
    if _OMITTED.fullmatch(line):
        return "file", caption
    if match := _ABSENT.fullmatch(line):
        return _BY_WORD.get(match["what"].casefold(), "file"), caption
    if match := _FILE.fullmatch(line):
        name = match["ios"] or match["android"]
        return _BY_WORD.get(name.rsplit(".", 1)[-1].lower(), "file"), caption
    return None, text
