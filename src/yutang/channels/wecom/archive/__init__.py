"""The session archive (会话内容存档): what was said, as files or from a test server; who has a seat, who agreed."""
