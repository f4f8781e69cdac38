"""What exists in the stand-in: the bot, people, chats, messages, taps, files."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.updates import Updates

Wire = dict[str, Any]


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def wire(self) -> Wire:
        names = {"last_name": self.last_name, "username": self.username}
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            **{key: name for key, name in names.items() if name},
            "language_code": "zh-hans",
        }


@dataclass(slots=True)
class Post:
    """A message and what became of it. `wire` is the message as the Bot API shows it."""

    chat: "Chat"
    id: int
    wire: Wire
    outgoing: bool
    at: float
    keyboard: Wire | None = None
    edits: list[Wire] = field(default_factory=list)
    reactions: dict[int, list[Wire]] = field(default_factory=dict)
    deleted: float | None = None
    pinned: bool = False


@dataclass(slots=True)
class Chat:
    id: int
    kind: str
    title: str = ""
    user: User | None = None
    standing: str = "member"
    migrated_to: int | None = None
    posts: dict[int, Post] = field(default_factory=dict)
    people: dict[int, User] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def wire(self) -> Wire:
        if self.user is None:
            return {"id": self.id, "title": self.title, "type": self.kind}
        return {**{key: value for key, value in self.user.wire().items() if key in _NAMES}, "type": "private"}

    def live(self, message_id: int | None) -> Post | None:
        post = self.posts.get(message_id or 0)
        return post if post is not None and post.deleted is None else None


_NAMES = {"id", "first_name", "last_name", "username"}


@dataclass(slots=True)
class Query:
    """A tap on a button."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: Wire | None = None

    def wire(self) -> Wire:
        return {
            "callback_query_id": self.id,
            "user_id": self.user_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "data": self.data,
            "time": self.at,
            "answered": self.answer is not None,
            **(self.answer or {}),
        }


@dataclass(slots=True)
class File:
    id: str
    unique: str
    kind: str
    path: str
    size: int
    content: bytes
    facts: Wire


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    failed_at: float | None = None
    failure: str = ""


@dataclass(slots=True)
class Bot:
    id: int
    username: str = "huiyin_sandbox_bot"
    first_name: str = "回音"

    def wire(self) -> Wire:
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


class World:
    def __init__(self, bot: Bot, clock: Clock, updates: Updates) -> None:
        self.bot = bot
        self.clock = clock
        self.updates = updates
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.posts: list[Post] = []
        self.queries: dict[str, Query] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[tuple[str, str], list[Wire]] = {}
        self.webhook = Webhook()
        self.numbers = itertools.count(1)
        self.shared_ids = itertools.count(1)

    def now(self) -> int:
        return int(self.clock.now())

    def person(self, user_id: int, *, name: str = "") -> User:
        """This person, met for the first time if need be; his private chat exists from then on."""
        user = self.users.get(user_id)
        if user is None:
            user = self.users[user_id] = User(user_id, name or f"用户{user_id}")
            self.chats[user_id] = Chat(user_id, "private", user=user, numbers=self.shared_ids)
        user.first_name = name or user.first_name
        return user

    def group(self, chat_id: int, *, kind: str = "supergroup", title: str = "") -> Chat:
        if chat_id not in self.chats:
            numbers = self.shared_ids if kind == "group" else itertools.count(1)
            self.chats[chat_id] = Chat(chat_id, kind, title or "督查群", numbers=numbers)
        return self.chats[chat_id]

    def add(self, chat: Chat, sender: Wire, fields: Wire, *, outgoing: bool = False) -> Post:
        """A new message at the end of the chat."""
        at = self.clock.now()
        number = next(chat.numbers)
        wire = {"message_id": number, "from": sender, "chat": chat.wire(), "date": int(at), **fields}
        post = chat.posts[number] = Post(chat, number, wire, outgoing, at)
        self.posts.append(post)
        return post

    def tell(self, kind: str, body: Wire) -> Wire:
        """Queue an update for the bot; its number, or None where the bot has not asked for this kind."""
        return {"update_id": self.updates.push(kind, body)}
