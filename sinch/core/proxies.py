"""Proxies: which one the environment names for a host."""

from __future__ import annotations

import os


def environment_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY name for a host, if any."""
    if not any(os.environ.get(name) or os.environ.get(name.upper()) for name in (f"{scheme}_proxy", "all_proxy")):
        return None
    from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

    if proxy_bypass_environment(host):
        return None
    proxies: dict[str, str] = getproxies_environment()
    return proxies.get(scheme) or proxies.get("all")
