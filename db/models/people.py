"""Departments, the people who answer for them, and how an account becomes a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, Key, Word
from db.rights import Role


class Department(Base):
    __tablename__ = "department"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    is_group: Mapped[bool] = mapped_column(default=False)  # 各乡镇, 各部门: named, never messaged
    duty: Mapped[str] = mapped_column(Text, default="", server_default="")  # what it is for, as the register says


class DepartmentName(Base):
    """Every name a department goes by, its full one among them."""

    __tablename__ = "department_name"
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    bound_at: Mapped[datetime | None]
    unreachable_since: Mapped[datetime | None]
    unreachable_why: Mapped[str | None] = mapped_column(String(200))
    posts: Mapped[list[Post]] = relationship(  # those in force: who has lost a post is nothing by it
        primaryjoin="and_(Person.id == Post.person_id, Post.in_force)",
        foreign_keys="Post.person_id",
        back_populates="person",
        lazy="raise",
        order_by="Post.id",
    )

    @property
    def reachable(self) -> bool:
        return self.chat_id is not None and self.unreachable_since is None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    def has(self, role: Role) -> bool:
        return role in self.roles

    @property
    def serves(self) -> tuple[int, ...]:
        """The leaders whose secretary he is."""
        served = (post.for_person_id for post in self.posts if post.role is Role.SECRETARY and post.for_person_id)
        return tuple(dict.fromkeys(served))

    @property
    def field_ids(self) -> frozenset[int]:
        """Whose fields he sees: his own as a leader, and those of the leaders whom he reads for."""
        return frozenset((self.id, *self.serves) if self.has(Role.LEADER) or not self.serves else self.serves)

    def answers_for(self, today: date) -> list[int]:
        """The ids of those for whom he answers: himself, and whoever he is deputy of on that day."""
        stands_in = [
            post.for_person_id
            for post in self.posts
            if post.role == Role.DEPUTY and (post.begins or today) <= today <= (post.ends or today)
        ]
        return [self.id, *[each for each in stands_in if each is not None]]


class Post(Base):
    """A role a person holds: of a department, for another person, or in the office itself.

    A row stays when its post has ended. `in_force` is kept by `schedules/steps/posts.py` and its job.
    """

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("person_id", "role", "department_id", "for_person_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str | None] = mapped_column(String(60))  # 常务副市长: by which ledgers name a leader
    begins: Mapped[date | None]
    ends: Mapped[date | None]  # its last day
    in_force: Mapped[bool] = mapped_column(default=True, server_default=true())
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="posts")


class Invite(Base):
    """A one-time link. Only the digest of its code is kept, so that a copied database opens no door."""

    __tablename__ = "invite"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    # the account it was bound to; empty where the link waits for a coordinator's word
    used_by_chat: Mapped[int | None] = mapped_column(BigInteger)
