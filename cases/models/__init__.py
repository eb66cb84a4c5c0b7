"""The record's nouns, one file each."""
from .accounts import Invitation, KnownAddress, LoginLimit, MfaReset
from .activities import AMOUNTS, MOST_OF, Activity, ActivityKind, NoEntries
from .assessments import Answer, Assessment, Question
from .audit import AuditEntry, AuditHead, AuditObject, Revision
from .axes import Axis, Category, CodebookChange
from .calendar_feeds import CalendarFeed
from .case_events import CaseEvent
from .cases import Case
from .conferences import Conference
from .consents import Consent
from .contacts import Contact, ContactCategory
from .council import Council, EarlierSeveral
from .districts import District, Town
from .drafts import Draft, FinishedPage
from .earlier import EarlierLabel, EarlierRule
from .figures import PublishedFigure
from .footnotes import Footnote
from .households import Household, HouseholdType, Member
from .imports import ImportBatch, ImportChoice
from .jobs import ImportJob
from .joint_districts import JointDistrict
from .leaders import Leader
from .learnt import LearntWords
from .merges import KeptApart, Merge
from .overrides import ShareOverride, ShareOverrideEntry
from .plans import CodebookPlan
from .protections import WHEREABOUTS, Protection
from .referrals import Referral
from .relations import Relation, Tie
from .resources import Resource
from .restricted import Restricted
from .saved_searches import SavedSearch
from .support_plans import Goal, Monitoring, SupportPlan
from .tasks import Task
from .users import Assignment, User
from .waitings import Waiting

__all__ = [
    "AMOUNTS", "MOST_OF", "Activity", "ActivityKind", "Assignment", "AuditEntry", "AuditHead", "AuditObject", "Axis", "CalendarFeed", "Case", "CaseEvent", "Category", "CodebookChange",
    "Answer", "Assessment", "Conference", "Consent", "Goal", "Monitoring", "Question", "SupportPlan", "Task",
    "CodebookPlan", "Contact", "ContactCategory", "Council", "District", "Draft", "EarlierLabel", "EarlierRule", "EarlierSeveral",
    "FinishedPage", "Footnote", "Household", "HouseholdType", "ImportBatch", "ImportChoice", "ImportJob", "Invitation", "JointDistrict", "KeptApart", "KnownAddress", "Leader", "LearntWords",
    "LoginLimit",
    "Member", "Merge", "MfaReset", "NoEntries", "Protection", "PublishedFigure", "Referral", "Relation", "Resource", "Restricted", "Revision", "SavedSearch", "ShareOverride",
    "ShareOverrideEntry", "Tie", "Town", "User", "WHEREABOUTS", "Waiting",
]
