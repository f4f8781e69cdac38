"""Questions about people and departments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from db.id_lists import among, id_list
from db.lifecycle import UNFINISHED
from db.models import Department, DepartmentName, Invite, JournalRow, Person, Post, Role, Task
from db.rights import OFFICE
from db.session import flushed

_WITH_POSTS = selectinload(Person.posts)

# Asked at every message: built once, for building costs more than asking.
_BY_CHAT = select(Person).where(Person.chat_id == bindparam("chat_id")).options(joinedload(Person.posts))


async def by_chat(session: AsyncSession, chat_id: int) -> Person | None:
    """With his posts, as everyone who acts."""
    return (await session.scalars(_BY_CHAT, {"chat_id": chat_id})).unique().one_or_none()


async def by_name(session: AsyncSession, name: str) -> Person | None:
    return await session.scalar(select(Person).where(Person.name == name).options(_WITH_POSTS))


async def with_posts(session: AsyncSession, person_id: int) -> Person:
    query = select(Person).where(Person.id == person_id).options(_WITH_POSTS)
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def all_with_posts(session: AsyncSession, ids: Iterable[int]) -> dict[int, Person]:
    query = select(Person).where(among(Person.id, set(ids))).options(_WITH_POSTS)
    found = await session.scalars(query.execution_options(populate_existing=True))
    return {person.id: person for person in found}


_BY_IDS = select(Person).where(among(Person.id, id_list("ids")))


async def by_ids(session: AsyncSession, ids: Iterable[int]) -> dict[int, Person]:
    return {person.id: person for person in await session.scalars(_BY_IDS, {"ids": set(ids)})}


async def everyone(session: AsyncSession) -> Sequence[Person]:
    return (await session.scalars(select(Person).order_by(Person.id).options(_WITH_POSTS))).all()


async def titles(session: AsyncSession) -> dict[int, str]:
    """Leader → the title of his post, where it is known."""
    held = select(Post.person_id, Post.title).where(Post.role == Role.LEADER, Post.in_force, Post.title.is_not(None))
    return {person_id: title for person_id, title in await session.execute(held) if title}


async def leaders_called(session: AsyncSession, words: str) -> list[Person]:
    """Leaders of that name or post, or of a part of it (副市长, 李市长): those who fit in the closest way."""
    held = await titles(session)
    leaders = [(each, held.get(each.id, each.name)) for each in await with_role(session, Role.LEADER)]
    ways = (
        [each for each, title in leaders if words in (each.name, title)],
        [each for each, title in leaders if each.name in words and words.replace(each.name, "") in title],
        [each for each, title in leaders if words and (words in each.name or words in title)],
        [each for each, title in leaders if words[1:] and each.name[0] == words[0] and title.endswith(words[1:])],
    )
    return next((fitting for fitting in ways if fitting), [])


async def with_role(session: AsyncSession, *roles: Role, today: date | None = None) -> Sequence[Person]:
    """Those who hold one of the roles, on `today` where their post has a beginning or an end."""
    query = select(Person).join(Post, Post.person_id == Person.id).where(Post.role.in_(roles), Post.in_force)
    query = query.order_by(Person.id)
    if today is not None:
        query = query.where(
            (Post.begins.is_(None)) | (Post.begins <= today), (Post.ends.is_(None)) | (Post.ends >= today)
        )
    return (await session.scalars(query)).unique().all()


async def coordinators(session: AsyncSession) -> list[Person]:
    """Everybody of the supervision office who can be reached, its director among them."""
    return [person for person in await with_role(session, *OFFICE) if person.reachable]


async def readers_for(session: AsyncSession, leader_id: int) -> list[Person]:
    """A leader and the secretaries who read for him, as far as they can be reached; he first."""
    return (await readers_of(session, [leader_id]))[leader_id]


async def readers_of(session: AsyncSession, leader_ids: Collection[int]) -> dict[int, list[Person]]:
    """As `readers_for`, of several leaders at once."""
    query = (
        select(Post.for_person_id, Person)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == Role.SECRETARY, among(Post.for_person_id, leader_ids), Post.in_force)
        .order_by(Post.id)
    )
    if not leader_ids:
        return {}
    leaders = await by_ids(session, leader_ids)
    found = {each: {each: leaders[each]} if each in leaders else {} for each in leader_ids}
    for leader_id, reader in await session.execute(query):
        found[leader_id or 0].setdefault(reader.id, reader)
    return {each: [person for person in of.values() if person.reachable] for each, of in found.items()}


# Asked with every message to the office: built once.
_OF_OFFICE = (
    select(Post.role, Post.department_id, Person)
    .join(Person, Person.id == Post.person_id)
    .where(Post.role.in_(OFFICE), Post.in_force)
    .order_by(Person.id, Post.id)
)


async def responsible(session: AsyncSession, department_id: int | None) -> list[Person]:
    """The 督办人 of a department who can be reached, else every coordinator."""
    posts = [(role, of, person) for role, of, person in await session.execute(_OF_OFFICE) if person.reachable]
    named = [
        person for role, of, person in posts if role == Role.COORDINATOR and of == department_id and of is not None
    ]
    return list(dict.fromkeys(named or [person for _, _, person in posts]))


async def responsible_of(
    session: AsyncSession, department_ids: Collection[int | None]
) -> dict[int | None, Sequence[Person]]:
    """As `responsible`, of several departments at once."""
    query = (
        select(Post.department_id, Person)
        .join(Person, Person.id == Post.person_id)
        .where(among(Post.department_id, {each for each in department_ids if each is not None}))
        .where(Post.role == Role.COORDINATOR, Post.in_force)
        .order_by(Person.id)
    )
    named: dict[int | None, dict[int, Person]] = {}
    for department_id, person in await session.execute(query):
        if person.reachable:
            named.setdefault(department_id, {})[person.id] = person
    everybody = await coordinators(session)
    return {each: [*named[each].values()] if each in named else everybody for each in department_ids}


async def head_of(session: AsyncSession, department_id: int) -> Person | None:
    query = (
        select(Person)
        .join(Post, Post.person_id == Person.id)
        .where(Post.role == Role.HEAD, Post.department_id == department_id, Post.in_force)
        .order_by(Post.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


def department_of(person: Person) -> int | None:
    """The department whose head or liaison he is."""
    return next((post.department_id for post in person.posts if post.department_id is not None), None)


def roles_towards(person: Person, task: Task, *, today: date) -> frozenset[Role]:
    """What he is to this task; of owner, liaison and deputy only the nearest."""
    roles = {role for role in OFFICE if person.has(role)}
    if task.leader_id in person.serves:
        roles.add(Role.SECRETARY)
    if task.leader_id == person.id:
        roles.add(Role.LEADER)
    answers_for = person.answers_for(today)
    if task.owner_id == person.id:
        roles.add(Role.HEAD)
    elif task.liaison_id == person.id:
        roles.add(Role.LIAISON)
    elif task.owner_id in answers_for or task.liaison_id in answers_for:
        roles.add(Role.DEPUTY)
    return frozenset(roles)


def _deputies(*what: Any) -> Select[Any]:
    return (
        select(Post.for_person_id, *what)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == Role.DEPUTY, among(Post.for_person_id, id_list("ids")), Post.in_force)
        .where(Post.begins <= bindparam("today", type_=Date()), Post.ends >= bindparam("today", type_=Date()))
        .order_by(Post.id)
    )


_PERSON: Any = Person.__table__
_DEPUTIES = _deputies(Person)


async def deputies(session: AsyncSession, person_ids: Collection[int], *, today: date) -> dict[int, Person]:
    """Who stands in today for each of these, where somebody was named; of several the one named last."""
    found = await session.execute(_DEPUTIES, {"ids": person_ids, "today": today})
    return {stood_for: deputy for stood_for, deputy in found if stood_for is not None}


async def answering(session: AsyncSession, person_ids: Collection[int], *, today: date) -> dict[int, Person]:
    """Who answers for each of these today: himself, or his deputy where that one can be reached."""
    stand_in = await deputies(session, person_ids, today=today)
    there = {absent: deputy for absent, deputy in stand_in.items() if deputy.reachable}
    return {**await by_ids(session, person_ids), **there}


class Contact(NamedTuple):
    """A person as far as sending asks."""

    id: int
    reachable: bool


_REACHABLE = and_(_PERSON.c.chat_id.is_not(None), _PERSON.c.unreachable_since.is_(None))
_CONTACTS = select(_PERSON.c.id, _REACHABLE).where(among(_PERSON.c.id, id_list("ids")))
_DEPUTY_CONTACTS = _deputies(_PERSON.c.id, _REACHABLE)


async def contacts(session: AsyncSession, ids: Collection[int]) -> dict[int, Contact]:
    """As `by_ids`, for thousands of tasks at once."""
    found = await (await flushed(session)).execute(_CONTACTS, {"ids": ids})
    return {person_id: Contact(person_id, bool(there)) for person_id, there in found}


async def deputy_contacts(session: AsyncSession, person_ids: Collection[int], *, today: date) -> dict[int, Contact]:
    """As `deputies`, those who can be reached."""
    found = await (await flushed(session)).execute(_DEPUTY_CONTACTS, {"ids": person_ids, "today": today})
    named = {stood_for: Contact(person_id, bool(there)) for stood_for, person_id, there in found}
    return {stood_for: each for stood_for, each in named.items() if each.reachable}


_ABSENT = (
    select(Post.person_id, Post.for_person_id)
    .where(Post.role == Role.DEPUTY, among(Post.person_id, id_list("ids")), Post.in_force)
    .where(Post.begins <= bindparam("today", type_=Date()), Post.ends >= bindparam("today", type_=Date()))
)


async def absent_for(session: AsyncSession, deputy_ids: Collection[int], *, today: date) -> set[int]:
    """The absent for whom one of these stands in today."""
    found = await (await flushed(session)).execute(_ABSENT, {"ids": deputy_ids, "today": today})
    return {absent for _, absent in found if absent is not None}


async def unreachable_owners(session: AsyncSession) -> Sequence[Person]:
    """Owners of unfinished tasks whom no message can reach: never bound, or blocked us."""
    owns = exists().where(Task.owner_id == Person.id, Task.state.in_(UNFINISHED))
    query = (
        select(Person)
        .where(owns, (Person.chat_id.is_(None)) | (Person.unreachable_since.is_not(None)))
        .order_by(Person.id)
    )
    return (await session.scalars(query)).all()


async def departments(session: AsyncSession) -> Sequence[Department]:
    return (await session.scalars(select(Department).order_by(Department.id))).all()


async def department_named(session: AsyncSession, name: str) -> Department | None:
    query = select(Department).join(DepartmentName).where(DepartmentName.name == name)
    return await session.scalar(query)


async def department_names(session: AsyncSession) -> dict[str, int]:
    """Every name a department goes by → its id."""
    return {row.name: row.department_id for row in await session.scalars(select(DepartmentName))}


async def invite_with(session: AsyncSession, code_digest: str) -> Invite | None:
    return await session.scalar(select(Invite).where(Invite.code_digest == code_digest).with_for_update())


async def open_invites(session: AsyncSession, *, now: datetime) -> Sequence[Invite]:
    query = select(Invite).where(Invite.used_at.is_(None), Invite.expires_at > now).order_by(Invite.id)
    return (await session.scalars(query)).all()


async def open_invites_given_by(session: AsyncSession, person_id: int, *, now: datetime) -> Sequence[Invite]:
    """As the journal knows: a link is made at the moment at which it is noted."""
    given = select(JournalRow.at).where(JournalRow.kind == "invite", JournalRow.actor_id == person_id)
    query = select(Invite).where(Invite.used_at.is_(None), Invite.expires_at > now, Invite.created_at.in_(given))
    return (await session.scalars(query.order_by(Invite.id))).all()


async def whose_it_was(session: AsyncSession, chat_id: int, *, but: int = 0) -> Person | None:
    """Of an account: the last other person it was bound to."""
    query = (
        select(Person)
        .join(Invite, Invite.person_id == Person.id)
        .where(Invite.used_by_chat == chat_id, Person.id != but)
        .order_by(Invite.used_at.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def heads(session: AsyncSession) -> dict[int, str]:
    """Department → the name of its head."""
    query = (
        select(Post.department_id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == Role.HEAD, Post.in_force)
        .order_by(Post.id)
    )
    return {department_id: name for department_id, name in await session.execute(query) if department_id is not None}


async def liaison_of(session: AsyncSession, department_id: int) -> int | None:
    """The id of a department's liaison; of several the first in the register."""
    query = (
        select(Post.person_id)
        .where(Post.role == Role.LIAISON, Post.department_id == department_id, Post.in_force)
        .order_by(Post.id)
        .limit(1)
    )
    return await session.scalar(query)
