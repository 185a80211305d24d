"""Endpoints and acts register themselves when their module is loaded: every module of a folder is."""

import importlib
import pkgutil
from types import ModuleType


def load_all(package: ModuleType) -> None:
    """Load each module in the package."""
    for found in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{found.name}")
