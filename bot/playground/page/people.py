"""The people of the list: who they are, what was last said in their chats, what of it nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.actor import Actor
from bot.playground.page.previews import preview
from bot.playground.stage import Stage
from bot.sandbox.transcript import entries
from bot.sandbox.world import Post
from db import people
from db.rights import Role

Facts = dict[str, Any]
KINDS = {"photo": "图片", "document": "文件", "voice": "语音", "video": "视频", "audio": "音频", "sticker": "表情"}
_GROUPS = (
    (Role.DIRECTOR, "督查室"),
    (Role.COORDINATOR, "督查室"),
    (Role.LEADER, "市领导"),
    (Role.SECRETARY, "市领导"),
    (Role.HEAD, "部门"),
    (Role.DEPUTY, "部门"),
    (Role.LIAISON, "部门"),
)
_NAMES = {
    Role.DIRECTOR: "督查室主任",
    Role.COORDINATOR: "督查员",
    Role.LEADER: "市领导",
    Role.SECRETARY: "秘书",
    Role.HEAD: "部门负责人",
    Role.DEPUTY: "代理负责人",
    Role.LIAISON: "联络员",
}


class Cast:
    """Who is who: asked once of the ledger for everybody, and again when somebody new comes."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.read: dict[str, int] = {}  # name → the last message somebody has looked at
        self._roles: dict[str, tuple[str, str]] = {}
        self._looked: dict[str, int] = {}

    async def look(self) -> None:
        async with self.stage.database.reading() as session:
            everyone = await people.everyone(session)
        self._roles = {person.name: _role(person.roles) for person in everyone}

    async def named(self, actor: Actor) -> None:
        """An account that was bound meanwhile goes by its person's name."""
        async with self.stage.database.reading() as session:
            person = await people.by_chat(session, actor.chat_id)
        if person is not None and person.name != actor.name:
            self.stage.actors[person.name] = self.stage.actors.pop(actor.name)
            actor.name = person.name
        await self.look()

    def rows(self) -> list[Facts]:
        """Newest first."""
        rows = [self._row(actor) for actor in self.stage.actors.values()]
        return sorted(rows, key=lambda row: (row["time"], row["last"]), reverse=True)

    def _row(self, actor: Actor) -> Facts:
        group, role = self._roles.get(actor.name, ("其他", "未绑定"))
        chat = self.stage.sandbox.world.chats.get(actor.chat_id)
        posts = [post for post in chat.posts.values() if post.deleted is None] if chat else []
        last = posts[-1] if posts else None
        read = self.read.get(actor.name, 0)
        return {
            "name": actor.name,
            "group": group,
            "role": role,
            "last": last.id if last else 0,
            "time": last.at if last else 0,
            "ours": last.outgoing if last else False,
            "text": _line(last.wire) if last else "",
            "read": read,
            "unread": sum(post.outgoing and post.id > read for post in posts),
            "rev": _revision(posts) + f".{len(self._untaken(actor))}",
        }

    def looked_since(self, name: str, posts: int) -> bool:
        """Whether anybody has opened this chat since there were so many messages in all."""
        return self._looked.get(name, -1) >= posts

    def mark_read(self, name: str, upto: int) -> None:
        self._looked[name] = len(self.stage.sandbox.world.posts)
        self.read[name] = max(upto, self.read.get(name, 0))

    def begin(self) -> None:
        """Of what came before the story, the last message of each chat is new."""
        for actor in self.stage.actors.values():
            chat = self.stage.sandbox.world.chats.get(actor.chat_id)
            self.read[actor.name] = max(chat.posts, default=1) - 1 if chat else 0

    def chat(self, actor: Actor) -> list[Facts]:
        """What stands there, oldest first; `taken`: the service has fetched it from Telegram."""
        untaken = self._untaken(actor)
        found = [_message(entry) for entry in entries(self.stage.sandbox.world, chat_id=actor.chat_id)]
        return [{**each, "taken": each["id"] not in untaken} for each in found]

    def _untaken(self, actor: Actor) -> set[int]:
        waiting = [update.wire.get("message") for update in self.stage.sandbox.world.updates.waiting]
        return {each["message_id"] for each in waiting if each and each["chat"]["id"] == actor.chat_id}

    def commands(self, actor: Actor) -> list[Mapping[str, str]]:
        return list(self.stage.sandbox.world.commands.get((f"chat:{actor.chat_id}", ""), []))

    def found(self, words: str, limit: int = 40) -> list[Facts]:
        """The newest messages that hold these words."""
        names = {actor.chat_id: actor.name for actor in self.stage.actors.values()}
        hits: list[Facts] = []
        for post in reversed(self.stage.sandbox.world.posts):
            text = _text(post)
            if post.deleted is None and words.lower() in text.lower() and post.chat.id in names:
                at = text.lower().index(words.lower())
                hits.append(
                    {
                        "name": names[post.chat.id],
                        "id": post.id,
                        "time": post.at,
                        "ours": post.outgoing,
                        "text": text[max(0, at - 12) : at + 40].replace("\n", " "),
                    }
                )
            if len(hits) == limit:
                break
        return hits


def _role(roles: frozenset[Role]) -> tuple[str, str]:
    return next(((group, _NAMES[role]) for role, group in _GROUPS if role in roles), ("其他", "未任职"))


def _text(post: Post) -> str:
    return str(post.wire.get("text", post.wire.get("caption", "")))


def _line(wire: Mapping[str, Any]) -> str:
    """What stands for a message in the list and in quotes."""
    kind = next((kind for kind in KINDS if kind in wire), "")
    text = str(wire.get("text", wire.get("caption", "")))
    if not kind:
        return preview(text)
    return f"［{KINDS[kind]}］{preview(text) or wire.get('document', {}).get('file_name', '')}"


def _revision(posts: list[Post]) -> str:
    edits = sum(len(post.edits) for post in posts)
    marks = sum(len(each) for post in posts for each in post.reactions.values())
    return f"{len(posts)}.{edits}.{marks}"


def _message(entry: Facts) -> Facts:
    media = entry["media"]
    return {
        "id": entry["message_id"],
        "ours": entry["outgoing"],
        "time": entry["time"],
        "text": entry["text"],
        "line": _line(entry["message"]),
        "buttons": [[{"text": b["text"], "data": b.get("callback_data", "")} for b in row] for row in entry["buttons"]],
        "reply_to": entry["reply_to"],
        "edited": _reworded(entry),
        "deleted": entry["deleted"],
        "reactions": [each["emoji"] for each in entry["reactions"]],
        "media": media and _media(media),
    }


def _reworded(entry: Facts) -> bool:
    """An edit of the buttons alone is none of the words."""
    before = [str(edit["before"].get("text", edit["before"].get("caption", ""))) for edit in entry["edits"]]
    return any(words != entry["text"] for words in before)


def _media(media: Facts) -> Facts:
    return {
        "kind": media["kind"],
        "id": media["file_id"],
        "name": media.get("file_name", ""),
        "size": media.get("file_size", 0),
        "width": media.get("width"),
        "height": media.get("height"),
    }
