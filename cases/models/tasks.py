"""やること: who does what by when, for a goal of a plan (役割分担) or after a meeting (次の動き)."""
from django.db import models
from django.db.models import Q

from .audit import Personal
from .conferences import Conference
from .support_plans import Goal


class TaskQuerySet(models.QuerySet):
    """Named conditions on tasks."""

    def open(self):
        """Those that nobody has done or given up."""
        return self.filter(done_on=None)


class Task(Personal):
    """Something that somebody does by a day. Whoever sees the goal or the meeting sees it."""

    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="tasks", verbose_name="目標", editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, null=True, related_name="tasks", verbose_name="会議", editable=False)
    who = models.CharField("だれが", max_length=100)
    what = models.CharField("何を", max_length=300)
    until = models.DateField("いつまでに", null=True, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)
    result = models.CharField("結果", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "やること"
        indexes = [models.Index(fields=["until"], name="task_open", condition=Q(done_on=None))]
        constraints = [models.CheckConstraint(condition=Q(goal=None) ^ Q(conference=None), name="task_of_one_thing")]

    def __str__(self):
        return f"やること {self.pk}"
