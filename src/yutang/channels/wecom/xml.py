"""XML from strangers: no entities, no document types, bounded in size and depth; to plain values."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

DEEPEST = 8  # the deepest of WeCom's own is 4: a member's attributes


class BadXml(Exception):
    """Not XML, or XML that nobody who means well sends."""


def parse(content: bytes) -> dict[str, Any]:
    """The fields of `<xml>`: texts, lists (of `<Item>`), or fields again. A name that stands twice is a list. Raises
    BadXml."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise BadXml from None
    if root.tag != "xml":
        raise BadXml
    found = _fields(root, DEEPEST)
    return found if isinstance(found, dict) else {}


def _fields(element: Element, depth: int) -> dict[str, Any] | list[Any]:
    if depth == 0:
        raise BadXml
    children = list(element)
    if children and all(child.tag == "Item" for child in children):
        return [_value(child, depth) for child in children]
    found: dict[str, Any] = {}
    for child in children:
        value = _value(child, depth)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found


def _value(element: Element, depth: int) -> Any:
    return _fields(element, depth - 1) if len(element) else (element.text or "").strip()
