"""One catalogue of strings for Python and pages: `zh-CN.json`, `en.json`, flat keys, `{param}` places."""
