"""`huiyin run`: the service."""

from __future__ import annotations

import click

from bot import settings as given
from bot.commands.working import running


@click.command("run", help="运行服务，直到收到 SIGTERM 或 Ctrl-C。")
@click.option("--webhook", is_flag=True, help="由 Telegram 推送（webhook）收取消息，不用长轮询。")
def command(webhook: bool) -> None:
    """Run the service until SIGTERM or Ctrl-C."""
    from bot import app  # 1 s and more that `--help` does not wait for
    from bot.runtime import logs

    settings = given.load()
    settings.needed_token()
    logs.configure(secrets=settings.secrets(), as_json=settings.log_format == "json")
    running(app.run(settings, webhook=webhook))
