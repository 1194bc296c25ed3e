"""Streamlit's own options: nothing phoned home, nothing of its own shown, GOV.UK's colours."""

from __future__ import annotations

from typing import Any

_LIGHT = {
    "primaryColor": "#00703c",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f3f2f1",
    "textColor": "#0b0c0c",
    "linkColor": "#1d70b8",
    "borderColor": "#6f777b",
}
_DARK = {
    "primaryColor": "#5cc28a",
    "backgroundColor": "#101314",
    "secondaryBackgroundColor": "#1f2426",
    "textColor": "#f3f2f1",
    "linkColor": "#85bff0",
    "borderColor": "#8b9398",
}

OPTIONS: dict[str, Any] = {
    "browser.gatherUsageStats": False,  # else every page asks a foreign host for its settings
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": False,
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.maxUploadSize": 200,  # MB
    "server.enableXsrfProtection": True,
    "runner.magicEnabled": False,
    "logger.level": "warning",
    "theme.font": "Arial, system-ui, sans-serif",
    "theme.baseFontSize": 16,
    "theme.baseRadius": "none",
    **{f"theme.light.{name}": value for name, value in _LIGHT.items()},
    **{f"theme.dark.{name}": value for name, value in _DARK.items()},
}


def apply(port: int) -> None:
    """Sets them in this process. Environment variables would do so only under `streamlit run`."""
    from streamlit import config

    for name, value in {**OPTIONS, "server.port": port, "browser.serverPort": port}.items():
        config.set_option(name, value, "Bernard")
