import pytest

from yutang.importers.names import chat_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("WhatsApp Chat with Ann.txt", "Ann"),
        ("a/b/WhatsApp Chat - Garden Club/_chat.txt", "Garden Club"),
        ("WhatsApp-Chat mit Lesekreis.txt", "Lesekreis"),
        ("Chat de WhatsApp con Lucía.txt", "Lucía"),
        ("Conversa do WhatsApp com João.txt", "João"),
        ("Discussion WhatsApp avec Marie.txt", "Marie"),
        ("与王芳的 WhatsApp 聊天.txt", "王芳"),
        ("导出/宝妈群.csv", "宝妈群"),
        ("_chat.txt", "_chat"),
    ],
)
def test_names(path, name):
    assert chat_name(path) == name
