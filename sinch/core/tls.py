"""TLS contexts: whose certificates are trusted, and one context for all connections that trust the same ones."""

from __future__ import annotations

import os
import ssl

from sinch.core.exceptions import ConfigurationError
from sinch.core.redact import one_line

_contexts: dict[str | None, ssl.SSLContext] = {}


def tls_context(ca_certs: str | None) -> ssl.SSLContext:
    """Return the process's one context for these certificates: loading them is most of what a new connection costs.

    Without a file of one's own, those that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE name are trusted, else the system's (or
    those in SSL_CERT_FILE and SSL_CERT_DIR), and certifi's where the system has none.
    """
    ca_certs = ca_certs or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or None
    context = _contexts.get(ca_certs)
    if context is None:
        paths = ssl.get_default_verify_paths()
        try:
            if ca_certs is None and paths.cafile is None and not (paths.capath and os.listdir(paths.capath)):
                import certifi

                context = ssl.create_default_context(cafile=certifi.where())
            elif ca_certs is not None and os.path.isdir(ca_certs):
                context = ssl.create_default_context(capath=ca_certs)
            else:
                context = ssl.create_default_context(cafile=ca_certs)
        except OSError as error:
            reason = one_line(error.strerror or str(error)) or type(error).__name__
            raise ConfigurationError(f"no certificates in {ca_certs or paths.capath}: {reason}") from None
        _contexts[ca_certs] = context
    return context
