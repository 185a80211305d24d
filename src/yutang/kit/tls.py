"""Whom TLS trusts, made once and shared by all clients of the process: each would read some hundred certificates."""

import functools
import ssl

import httpx


@functools.cache
def trusted(*, env: bool = False) -> ssl.SSLContext:
    """`env`: SSL_CERT_FILE may name those of one's own."""
    return httpx.create_ssl_context(trust_env=env)
