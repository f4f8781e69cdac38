"""All tables, in one place for those who need the whole schema."""

from db.matter_verbs import MatterKind, MatterState
from db.models.agenda import AgendaRow, Fate, Mark, RunSlot
from db.models.attachments import Attachment, Drawn
from db.models.base import Base
from db.models.fields import TaskField
from db.models.inbox import InboxRow, InboxState
from db.models.incoming import IncomingLedger
from db.models.indicators import Indicator, IndicatorFigure
from db.models.instructions import Instruction, InstructionState, Paper
from db.models.items import Item, ItemCount, Visit
from db.models.journal import JournalBlock, JournalRow
from db.models.matters import Matter
from db.models.outbox import OPEN, OutboxItem, OutboxRow, OutboxState
from db.models.people import Department, DepartmentName, Invite, Person, Post
from db.models.reading_cases import CaseState, ReadingCase
from db.models.reports import Evidence, Problem, Promise, Report, Saying, Way
from db.models.requests import Question, Request, RequestKind, RequestState
from db.models.shared import GroupMember
from db.models.tasks import Ledger, LedgerRow, Milestone, Mode, SupportingDepartment, Task
from db.rights import Role

__all__ = [
    "OPEN",
    "AgendaRow",
    "Attachment",
    "Base",
    "CaseState",
    "Department",
    "DepartmentName",
    "Drawn",
    "Evidence",
    "Fate",
    "GroupMember",
    "InboxRow",
    "InboxState",
    "IncomingLedger",
    "Indicator",
    "IndicatorFigure",
    "Instruction",
    "InstructionState",
    "Invite",
    "Item",
    "ItemCount",
    "JournalBlock",
    "JournalRow",
    "Ledger",
    "LedgerRow",
    "Mark",
    "Matter",
    "MatterKind",
    "MatterState",
    "Milestone",
    "Mode",
    "OutboxItem",
    "OutboxRow",
    "OutboxState",
    "Paper",
    "Person",
    "Post",
    "Problem",
    "Promise",
    "Question",
    "ReadingCase",
    "Report",
    "Request",
    "RequestKind",
    "RequestState",
    "Role",
    "RunSlot",
    "Saying",
    "SupportingDepartment",
    "Task",
    "TaskField",
    "Visit",
    "Way",
]
