"""Drafts (下書き): a record that is being written, kept as it is typed. Nobody's but the writer's, counted nowhere."""
import datetime
import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from .draft_nouns import DRAFT_FORMS, RESTRICT, DraftForm

NOTICE_DAYS = 3
ON_ITS_WAY = datetime.timedelta(seconds=60)  # longer than any draft takes to arrive

# What a form is opened with, or says nothing by itself.
_BEGUN_WITH = frozenset({"form_token", "version", "opened_marks", "date", "time", "district", "coordinators", "kind", "is_citywide", "activity", "whose"})
_ANSWER, _TASK = re.compile(r"question_(\d{1,9})"), re.compile(r"tasks-(\d{1,2})-(?:who|what|until)")
_OF_CASE, _TICKED = re.compile(r"case-\d{1,18}-(?:note|watch)"), re.compile(r"case-\d{1,18}-chosen")


class DraftQuerySet(models.QuerySet):
    """Named conditions on drafts."""

    def live(self):
        """Drafts that were written within the days that drafts are kept."""
        return self.filter(updated_at__gt=_kept_since())

    def expired(self):
        """Drafts that nobody went on with in time."""
        return self.filter(updated_at__lte=_kept_since())

    def expire(self) -> int:
        """Remove all that was typed into expired drafts; how many. That there was one stays until its writer was told."""
        return self.expired().exclude(data={}).update(data={}, begins="")

    def gone(self):
        """Drafts of which nothing is left but that there was one."""
        return self.expired().filter(data={})

    def of_noun(self, noun: str):
        """Drafts of one kind of form: only those of contacts are something that a report may lack."""
        return self.filter(noun=noun)

    def of_form(self, owner, token, target, noun="contact"):
        """The owner's drafts of one form: of a new record by its token, of a stored one by its id."""
        return self.filter(owner=owner, noun=noun).filter(Q(target=target) if target else Q(target=None, form_token=token))


class Draft(models.Model):
    """The fields of a form as typed, right or wrong. `page` is the open page that wrote last, `target` the record it changes.

    `parent` is the row that a new one belongs to, as its form says (DRAFT_FORMS): a case, the plan of a goal. `parent_kind` is its
    model where the form has several and it is not the first of them. `begins` is the beginning of what a change says that the record
    did not when it was typed.
    """

    Noun = models.TextChoices("Noun", [(noun.upper(), (noun, form.label)) for noun, form in DRAFT_FORMS.items()])

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name="書いた人")
    noun = models.CharField("記録", max_length=20, choices=Noun.choices, default=Noun.CONTACT)
    target = models.PositiveBigIntegerField("直している記録", null=True)
    parent = models.PositiveBigIntegerField("属する記録", null=True)
    parent_kind = models.CharField("属する記録の種類", max_length=20, blank=True, default="")
    form_token = models.UUIDField(null=True)
    page = models.UUIDField(null=True)
    data = models.JSONField("入力", default=dict)
    begins = models.CharField("書き直したことの始まり", max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("書き始めた日時", auto_now_add=True)
    updated_at = models.DateTimeField("最後に保存した日時", default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name = verbose_name_plural = "下書き"
        constraints = [
            models.UniqueConstraint(fields=["owner", "noun", "form_token"], condition=Q(target=None), name="draft_once_per_form"),
            models.UniqueConstraint(fields=["owner", "noun", "target", "page"], condition=~Q(target=None), name="draft_once_per_page"),
        ]

    def __str__(self):
        return f"下書き {self.pk}"

    @property
    def typed(self) -> QueryDict:
        """The fields as the form would send them."""
        fields = QueryDict(mutable=True)
        for name, values in self.data.items():
            fields.setlist(name, values)
        return fields

    @property
    def form(self) -> DraftForm:
        """What the form is that it was typed into."""
        return DRAFT_FORMS[self.noun]

    @property
    def text(self) -> str:
        """The text of the record so far: the first of its texts with something in it."""
        return next(iter(self.all_texts), "")

    @property
    def all_texts(self) -> list[str]:
        """All that was typed at length, in the order of the form."""
        return [*self.texts.values(), *self.answers.values(), *self.tasks, *self.of_cases]

    @property
    def title(self) -> str:
        """What the record is called, where its form asks for that."""
        return self._first("title").strip() if "title" in self.form.facts else ""

    @property
    def beginning(self) -> str:
        """What a list shows of it: of a new record its title and text, of a change what was typed that the record does not say."""
        return self.begins if self.target else "　".join(filter(None, (self.title, self.text)))

    @property
    def facts(self) -> dict[str, str]:
        """What was typed into its short fields, by their labels."""
        return {label: self._first(name) for name, label in self.form.facts.items()}

    @property
    def texts(self) -> dict[str, str]:
        """What was typed at length, by the labels of the fields; nothing of those that are blank."""
        return {label: text for name, label in self.form.texts.items() if (text := self._first(name)).strip()}

    @property
    def answers(self) -> dict[int, str]:
        """What was typed or chosen of an assessment, by the id of the question."""
        found = {int(match[1]): "、".join(filter(None, values)) for name, values in self.data.items() if (match := _ANSWER.fullmatch(name))}
        return {pk: text for pk, text in sorted(found.items()) if text.strip()}

    @property
    def tasks(self) -> list[str]:
        """Who does what by when, a line each."""
        return self._tasks("tasks")

    @property
    def of_cases(self) -> list[str]:
        """What was typed of each of many cases alone."""
        return [text for name in self.data if _OF_CASE.fullmatch(name) and (text := self._first(name).strip())]

    @property
    def ticked(self) -> int:
        """How many of many cases are ticked."""
        return sum(bool(_TICKED.fullmatch(name)) for name in self.data)

    @property
    def tasks_before(self) -> list[str]:
        """The stored ones, as the form was opened with them."""
        return self._tasks("initial-tasks")

    def _tasks(self, prefix: str) -> list[str]:
        rows = sorted({int(match[1]) for name in self.data if (match := _TASK.fullmatch(name))})
        lines = [[self._first(f"{prefix}-{row}-{name}").strip() for name in ("who", "what", "until")] for row in rows]
        return ["　".join(filter(None, line)) for line in lines if any(line)]

    def _first(self, name: str) -> str:
        return (self.data.get(name) or [""])[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written or chosen beyond what the page began with."""
        return not any(value.strip() for name, values in self.data.items() if name not in _BEGUN_WITH | self.form.says_nothing for value in values)

    @property
    def case_typed(self) -> int | None:
        """The id of the case that was chosen; whether it may be seen is another question."""
        value = self._first("case")
        return int(value) if value.isdecimal() and len(value) < 19 else None

    @property
    def readers(self) -> list[int]:
        """The ids of who is chosen to see a record that is restricted; whether one may be told their names is another question."""
        chosen = self.data.get("named", ()) if self.form.only == RESTRICT else ()
        return [int(value) for value in chosen if value.isdecimal() and len(value) < 19]

    @property
    def parent_model(self) -> str:
        """The name of the model of `parent`."""
        return self.parent_kind or self.form.parent

    @property
    def whom(self) -> str:
        """Who was written down: the household to be registered, the other side (相手), who or what is entered, how many cases are ticked; empty without."""
        names = ("home_name", "home_person", "counterpart", "family_name", "name", "whom", "label")
        return next((value for name in names if (value := self._first(name).strip())), f"{self.ticked:,}件に印" if self.ticked else "")

    @property
    def kind_words(self) -> str:
        """What is being written: 新しい対応記録, 地域支援の記録を直す."""
        return self.form.says(changes=self.target is not None)

    @property
    def expires_at(self) -> datetime.datetime:
        """When it will no longer be there unless it is gone on with."""
        return self.updated_at + datetime.timedelta(days=settings.DRAFT_DAYS)

    @property
    def is_over(self) -> bool:
        """Whether it was not gone on with in time."""
        return self.updated_at <= _kept_since()

    @property
    def expires_soon(self) -> bool:
        """Whether that is within three days."""
        return self.expires_at - timezone.now() <= datetime.timedelta(days=NOTICE_DAYS)


class FinishedPage(models.Model):
    """An open page whose change of a record was saved: a draft that was on its way from there then is finished when it arrives."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="書いた人")
    page = models.UUIDField()
    at = models.DateTimeField("保存した日時", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "保存を終えた画面"
        indexes = [models.Index(fields=["owner", "page"], name="finished_page")]

    def __str__(self):
        return f"{self.page}"

    @classmethod
    def has(cls, owner, page) -> bool:
        """Whether the page was saved just now. What is typed there later, after going back, is a draft again."""
        cls.objects.filter(at__lte=timezone.now() - ON_ITS_WAY).delete()
        return page is not None and cls.objects.filter(owner=owner, page=page).exists()


def _kept_since() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=settings.DRAFT_DAYS)
