"""Where updates go: to a poller, or to an address."""

import re
from urllib.parse import urlsplit

from bot.sandbox.given import Given
from bot.sandbox.refusals import refuse
from bot.sandbox.world import Webhook, Wire, World

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def set_webhook(world: World, given: Given) -> bool:
    url = given.text("url")
    parts = urlsplit(url)
    # Telegram demands HTTPS; on loopback plain HTTP is let through, or no test could receive one.
    if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise refuse("webhook_https")
    secret = given.text("secret_token")
    if not _SECRET.fullmatch(secret):
        raise refuse("webhook_secret")
    world.updates.allow(given.data("allowed_updates"))
    if given.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook(url, secret, given.number("max_connections") or 40)
    if url:
        world.updates.interrupt(refuse("webhook_set"))
    world.updates.on_push()
    return True


def delete_webhook(world: World, given: Given) -> bool:
    if given.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook()
    return True


def webhook_info(world: World, given: Given) -> Wire:
    hook = world.webhook
    world.updates.expire()
    info: Wire = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.failed_at is not None:
        info |= {"last_error_date": int(hook.failed_at), "last_error_message": hook.failure}
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


METHODS = {"setWebhook": set_webhook, "deleteWebhook": delete_webhook, "getWebhookInfo": webhook_info}
