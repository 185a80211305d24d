"""Secret keys of two ages."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet

from yutang.kit.secrets import Secrets


@pytest.fixture
def secret(tmp_path: Path) -> SimpleNamespace:
    """`old`, `new`, `both`: the installation's secrets before a turn, after it, and while both keys are given."""
    first, second = (Fernet.generate_key().decode() for _ in range(2))
    given = {"old": first, "new": second, "both": f"{second},{first}"}
    return SimpleNamespace(
        **{name: Secrets(tmp_path, {"YUTANG_SECRET_KEY": key}) for name, key in given.items()}
    )
