"""Posts from–to: who is appointed, and what follows when a post ends.

Whoever loses his post learns nothing from then on: what he answered for is another's, what waits to be sent to him
falls, and with his last post his account is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import departments_named, outbox, people, posts
from db.messages import OF_THE_OFFICE, Rank
from db.models import Matter, MatterKind, MatterState, Person, Post, Role, Task
from db.payloads import MenuPayload, Part, PostNews, PostPayload
from db.rights import OFFICE
from db.shared_tasks import groups as sharing_groups
from schedules.steps import matters
from schedules.steps.context import StepContext
from schedules.steps.handing_over import VACANT, close_questions, give_matters, hand_over, tell_both
from schedules.steps.refusals import NotHisToDecide

GONE = "收件人职责已结束"


async def person_named(context: StepContext, name: str) -> Person:
    found = await people.by_name(context.session, name)
    if found is None:
        found = Person(name=name, posts=[])
        context.session.add(found)
        await context.session.flush()
        context.note("person", person=found.id)
    return found


async def appoint(
    context: StepContext,
    person: Person,
    role: Role,
    *,
    department_id: int | None = None,
    for_person_id: int | None = None,
    title: str | None = None,
    begins: date | None = None,
    ends: date | None = None,
) -> Post | None:
    """Give a person a post, once; None where he holds it already. Liaisons serve the running tasks too."""
    for post in await posts.of(context.session, person.id, role):
        same = (post.department_id, post.for_person_id) == (department_id, for_person_id)
        if same and role is not Role.DEPUTY:
            post.title = title or post.title
            return None
        if same and ends is not None and begins is not None and _overlap(post, begins, ends):
            post.begins, post.ends = begins, ends  # the same leave, of other days
            context.note("appoint", person=person.id, role=role.value, post=post.id, department=department_id)
            await context.session.flush()
            await people.with_posts(context.session, person.id)
            return post
    post = Post(
        person_id=person.id,
        role=role,
        department_id=department_id,
        for_person_id=for_person_id,
        title=title,
        begins=begins,
        ends=ends,
        in_force=begins is None or begins <= context.today or role is Role.DEPUTY,
    )
    context.session.add(post)
    await context.session.flush()
    context.note("appoint", person=person.id, role=role.value, post=post.id, department=department_id)
    await _begin(context, post)
    await people.with_posts(context.session, person.id)
    return post


def _overlap(post: Post, begins: date, ends: date) -> bool:
    return (post.ends is None or post.ends >= begins) and (post.begins is None or post.begins <= ends)


async def _begin(context: StepContext, post: Post) -> None:
    if not post.in_force or post.department_id is None:
        return
    if post.role is Role.LIAISON:
        for task in await posts.tasks_without_liaison(context.session, post.department_id):
            task.liaison_id = post.person_id
    if post.role is Role.HEAD:
        await _fill_vacancy(context, post)
        await shares_wait(context, await people.with_posts(context.session, post.person_id))


async def _fill_vacancy(context: StepContext, post: Post) -> None:
    """What waited for a head has one."""
    assert post.department_id is not None, "a head's post is of a department"
    vacancy = await people.by_name(context.session, await _vacancy_name(context, post.department_id))
    if vacancy is None:
        return
    owned = await posts.tasks_owned(context.session, vacancy.id)
    head = (await people.by_ids(context.session, [post.person_id]))[post.person_id]
    await hand_over(context, owned, head)
    await tell_both(context, owned, vacancy, head)


async def _vacancy_name(context: StepContext, department_id: int) -> str:
    return (await departments_named.full_names(context.session))[department_id] + VACANT


async def successor(context: StepContext, department_id: int, *, instead_of: Person) -> Person:
    """The department's head in force other than he; else nobody yet, whom no message reaches, so that its tasks stand
    on the coordinators' list until somebody is appointed."""
    for head in await posts.heads_of(context.session, department_id):
        if head.id != instead_of.id:
            return head
    if await sharing_groups.members(context.session, [department_id]):
        for each in await people.coordinators(context.session):
            if each.id != instead_of.id:
                return each  # a task for a group is gathered by the office
    return await person_named(context, await _vacancy_name(context, department_id))


async def dismiss(context: StepContext, person: Person, *, to: Person | None = None) -> None:
    """Every post of his ends. `to`: who follows him, in all of them. Raises NotHisToDecide."""
    _another(person, to)
    standing = await posts.of(context.session, person.id)
    owned = await posts.tasks_owned(context.session, person.id)
    if not standing and not owned and person.chat_id is None:
        raise NotHisToDecide(f"{person.name}目前没有任职，也没有绑定账号。")
    await _keep_a_coordinator(context, person, standing)
    for post in standing:
        await end(context, post, to=to)
    await _give_tasks(context, person, await posts.tasks_owned(context.session, person.id), to)
    await _leave_field(context, person, to)
    await _gone(context, person)


def _another(person: Person, to: Person | None) -> None:
    """Raises NotHisToDecide: what ends cannot go on with the same person."""
    if to is not None and to.id == person.id:
        raise NotHisToDecide(f"接任者不能是{person.name}本人。")


async def _keep_a_coordinator(context: StepContext, person: Person, ending: Sequence[Post]) -> None:
    if not any(post.role in OFFICE for post in ending):
        return
    if not await _others_of_the_office(context, person):
        raise NotHisToDecide("至少要有一名督查员：请先任命并绑定接任的督查员，再结束这一职务。")


async def _others_of_the_office(context: StepContext, person: Person) -> bool:
    """Whether somebody else of the office is left, in his own right; where he has an account, with an account."""
    everybody = await people.with_role(context.session, *OFFICE)
    others = [each for each in everybody if each.id != person.id and await _in_his_own_right(context, each)]
    return any(each.chat_id is not None or person.chat_id is None for each in others)


def _for_a_leave(post: Post) -> bool:
    return post.role is Role.DEPUTY or (post.role in OFFICE and post.for_person_id is not None)


async def _in_his_own_right(context: StepContext, person: Person) -> bool:
    held = await posts.of(context.session, person.id)
    return any(post.role in OFFICE and post.for_person_id is None and post.in_force for post in held)


async def end(context: StepContext, post: Post, *, to: Person | None = None) -> None:
    """One post ends now; what it carried goes to `to`, else to whoever holds the same post. Raises NotHisToDecide."""
    if post.ended_at is not None:
        return  # it ended with another
    person = await people.with_posts(context.session, post.person_id)
    _another(person, to)
    if post.in_force:
        await _keep_a_coordinator(context, person, [post])
    held = post.in_force
    post.in_force, post.ended_at = False, context.now
    post.ends = min(post.ends or context.today, context.today)
    await context.session.flush()
    context.note("post_end", person=person.id, role=post.role.value, post=post.id)
    if not held:
        return
    await _succeeded(context, post, person, to)
    if post.role in _CARRIES:
        await _CARRIES[post.role](context, post, person, to)
    person = await people.with_posts(context.session, person.id)
    await _tell_of_end(context, post, person)
    if not person.posts and not _for_a_leave(post):  # a deputy is asked again at the next leave
        await _gone(context, person)


async def _succeeded(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    if to is not None and post.role in _FOLLOWED:
        await appoint(context, to, post.role, department_id=post.department_id)


async def _end_head(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    owned = await posts.tasks_owned(context.session, person.id, post.department_id)
    await _give_tasks(context, person, owned, to)
    await _give_shares(context, post, person, to)
    for beside in await posts.beside(context.session, person.id):
        await end(context, beside)


async def _give_shares(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    """What his department owes to tasks of others goes to whoever heads it now."""
    assert post.department_id is not None, "a head's post is of a department"
    others = [each for each in await posts.heads_of(context.session, post.department_id) if each.id != person.id]
    new = to or next(iter(others), None)
    for matter in await posts.matters_held(context.session, person.id):
        if matter.kind is MatterKind.SHARE and matter.department_id == post.department_id:
            await _take_share(context, matter, new)


async def shares_wait(context: StepContext, head: Person) -> None:
    """What nobody of his departments could be asked for is asked of him, and what he holds unasked."""
    for post in head.posts:
        if post.role is Role.HEAD and post.department_id is not None:
            for matter in await posts.shares_without_holder(context.session, post.department_id):
                await _take_share(context, matter, head)
    if head.reachable:
        for matter in await posts.matters_held(context.session, head.id):
            if matter.kind is MatterKind.SHARE:
                await matters.put_before(context, matter, head, Part.HOLDER)


async def _take_share(context: StepContext, matter: Matter, head: Person | None) -> None:
    matter.holder_id, matter.next_on = head.id if head is not None else None, matter.next_on or context.today
    context.note("matter_over", matter=matter.id, to=matter.holder_id)
    if head is not None and head.reachable:
        await matters.put_before(context, matter, head, Part.HOLDER)


async def _give_tasks(context: StepContext, person: Person, owned: Sequence[Task], to: Person | None) -> None:
    by_department: dict[int, list[Task]] = {}
    for task in owned:
        by_department.setdefault(task.lead_department_id, []).append(task)
    for department_id, tasks in by_department.items():
        new = to or await successor(context, department_id, instead_of=person)
        await close_questions(context, person, [task.number for task in tasks])
        await give_matters(context, person, new if new.reachable else None, tasks)
        await hand_over(context, tasks, new)
        await tell_both(context, tasks, person, new, former_stays=False)


async def _end_liaison(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    assert post.department_id is not None, "a liaison's post is of a department"
    others = [each for each in await posts.liaisons_of(context.session, post.department_id) if each.id != person.id]
    new = to or next(iter(others), None)
    served = await posts.tasks_of_liaison(context.session, person.id, post.department_id)
    for task in served:
        task.liaison_id = new.id if new is not None else None
    await close_questions(context, person, [task.number for task in served])


async def _end_leader(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    await _leave_field(context, person, to)
    for beside in await posts.beside(context.session, person.id):
        await end(context, beside)


async def _leave_field(context: StepContext, person: Person, to: Person | None) -> None:
    for task in await posts.tasks_led(context.session, person.id):
        task.leader = to
        task.leader_id = to.id if to is not None else None
    await give_matters(context, person, to if to is not None and to.reachable else None)
    for draft in await posts.drafts_by(context.session, person.id):
        await matters.end(context, draft, "cancelled", state=MatterState.WITHDRAWN)


async def _end_coordinator(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    """What waits to be sent to him as a coordinator falls; the others have it too. Links he gave out open nothing."""
    person = await people.with_posts(context.session, person.id)  # as he stands without the post
    if not person.roles & set(OFFICE):
        given = await people.open_invites_given_by(context.session, person.id, now=context.now)
        for invite in given:
            invite.expires_at = context.now
        if given:
            context.note("revoke", person=person.id, links=len(given))
        await outbox.drop_waiting(context.session, person.id, None, reason=GONE, now=context.now, kinds=OF_THE_OFFICE)
        for beside in await posts.beside(context.session, person.id):
            if beside.role is Role.COORDINATOR:
                await end(context, beside)


async def _end_deputy(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    """With the leave of one of the office ends what his deputy was in the office."""
    for beside in await posts.of(context.session, person.id, Role.COORDINATOR):
        if beside.for_person_id is not None and beside.for_person_id == post.for_person_id:
            await end(context, beside)


async def _end_director(context: StepContext, post: Post, person: Person, to: Person | None) -> None:
    """What waits for his signature waits for whoever signs now."""
    others = [each for each in await people.with_role(context.session, Role.DIRECTOR) if each.reachable]
    await give_matters(context, person, to if to is not None and to.reachable else next(iter(others), None))
    for beside in await posts.beside(context.session, person.id):
        await end(context, beside)
    await _end_coordinator(context, post, person, to)


_FOLLOWED = (Role.HEAD, Role.LIAISON, Role.LEADER, *OFFICE)
_CARRIES = {
    Role.HEAD: _end_head,
    Role.DEPUTY: _end_deputy,
    Role.LIAISON: _end_liaison,
    Role.LEADER: _end_leader,
    Role.COORDINATOR: _end_coordinator,
    Role.DIRECTOR: _end_director,
}


async def _tell_of_end(context: StepContext, post: Post, person: Person) -> None:
    by = context.actor.id if context.actor else None
    told = PostPayload(
        PostNews.ENDED, person.id, role=post.role.value, department_id=post.department_id, last=not person.posts
    )
    if person.chat_id is not None and person.posts:
        await context.tell(person, told)
    await tell_office(
        context,
        PostPayload(PostNews.OFFICE_ENDED, person.id, by_id=by, role=post.role.value, department_id=post.department_id),
        but=person,
    )


async def _gone(context: StepContext, person: Person) -> None:
    """Without a post and without a task he is nobody here: his account is let go, and nothing more is sent to it."""
    await close_questions(context, person)
    await revoke(context, person)
    if person.chat_id is None or await posts.answers_for_something(context.session, person.id):
        return
    chat_id = person.chat_id
    await outbox.drop_waiting(context.session, person.id, chat_id, reason=GONE, now=context.now)
    await let_go(context, person, PostNews.ENDED)
    context.note("unbind", person=person.id)


async def let_go(context: StepContext, person: Person, why: PostNews) -> None:
    """The account hears that it is nobody's any more, and loses its menu."""
    chat_id, person.chat_id, person.bound_at = person.chat_id, None, None
    await context.session.flush()
    for payload in (PostPayload(why, person.id, last=True, mine=True), MenuPayload(())):
        await outbox.queue_message(
            context.session, payload, now=context.now, cause=context.cause, rank=Rank.BULK, chat_id=chat_id
        )


async def unbind(context: StepContext, person: Person) -> None:
    """The account is nobody's from now on; the person, his posts and tasks stay. Raises NotHisToDecide."""
    if person.chat_id is None:
        raise NotHisToDecide(f"{person.name}目前没有绑定账号。")
    of_the_office = bool(person.roles & set(OFFICE))
    if context.actor is not None and of_the_office and not await _others_of_the_office(context, person):
        raise NotHisToDecide("至少要有一名绑定账号的督查员：请先任命并绑定另一名督查员，再解绑这一账号。")
    await revoke(context, person)
    await outbox.drop_waiting(context.session, person.id, person.chat_id, reason=GONE, now=context.now)
    await let_go(context, person, PostNews.UNBOUND)
    context.note("unbind", person=person.id)
    by = context.actor.id if context.actor else None
    await tell_office(context, PostPayload(PostNews.UNBOUND, person.id, by_id=by), but=person)


async def revoke(context: StepContext, person: Person) -> int:
    """Links that nobody has pressed stop working; how many there were."""
    found = [
        each for each in await people.open_invites(context.session, now=context.now) if each.person_id == person.id
    ]
    for each in found:
        each.expires_at = context.now
    if found:
        context.note("revoke", person=person.id, links=len(found))
    return len(found)


async def tell_office(context: StepContext, news: PostPayload, *, but: Person | None = None) -> None:
    """Every coordinator but him who did it and him whom it is about."""
    left_out = {each.id for each in (but, context.actor) if each is not None}
    for person in await people.coordinators(context.session):
        if person.id not in left_out:
            await context.tell(person, news)


async def turn_of_the_day(context: StepContext) -> int:
    """Posts that begin today are in force; those whose last day has passed end. How many there were."""
    beginning = await posts.to_begin(context.session, context.today)
    for post in beginning:
        post.in_force = True
        await context.session.flush()
        context.note("post_begin", person=post.person_id, role=post.role.value, post=post.id)
        await _begin(context, post)
    ending = await posts.to_end(context.session, context.today)
    for post in ending:
        last = post.ends
        try:
            await end(context, post)
        except NotHisToDecide:
            post.ends = None  # the last coordinator stays until somebody follows him
        else:
            post.ends = last
    return len(beginning) + len(ending)


async def replace(context: StepContext, former: Person, new: Person, role: Role, department_id: int | None) -> None:
    """换人: the former's post ends, the new one's begins, and everything open goes over. Raises NotHisToDecide."""
    for post in await posts.of(context.session, former.id, role):
        if post.department_id == department_id:
            await end(context, post, to=new)
            return
    raise NotHisToDecide(f"{former.name}没有这一职务。")
