"""The nouns: definitions in versions, running instances, their tasks, a line for everything done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids


class DefinitionState(models.TextChoices):
    """流程版本状态."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    RETIRED = "retired", _("已被新版本取代")


class Definition(models.Model):
    """流程定义: one version of a process; once published it never changes, and what runs stays with it."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    graph = models.JSONField()
    state = models.CharField(max_length=10, choices=DefinitionState, default=DefinitionState.DRAFT)
    digest = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=60)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="definition_number"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="published"), name="definition_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="draft"), name="definition_one_draft"
            ),
        ]


class InstanceState(models.TextChoices):
    """流程状态."""

    RUNNING = "running", _("运行中")
    PAUSED = "paused", _("停止计时")
    ENDED = "ended", _("已结束")
    CANCELLED = "cancelled", _("已终止")


class Instance(models.Model):
    """流程实例: one run of a definition about one subject (a public number of the context above)."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4)
    region_code = models.CharField(max_length=12)
    agency = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=InstanceState, default=InstanceState.RUNNING)
    result = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    loops = models.JSONField(default=dict)
    parent = models.ForeignKey("Task", models.PROTECT, null=True, related_name="+", db_index=False)
    root = models.UUIDField()
    started_at = models.DateTimeField()
    paused_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="instance_subject"),
            models.Index(fields=["parent"], condition=models.Q(parent__isnull=False), name="instance_parent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "city"],
                condition=models.Q(state__in=["running", "paused"], parent=None),
                name="instance_one_running",
            ),
            models.CheckConstraint(
                name="instance_paused_since",
                condition=models.Q(state="paused") ^ models.Q(paused_on=None),
            ),
        ]


class TaskState(models.TextChoices):
    """任务状态."""

    OPEN = "open", _("待办")
    DONE = "done", _("已办")
    RETURNED = "returned", _("已退回")
    TAKEN = "taken", _("已撤回")
    DROPPED = "dropped", _("不再需要")


class Task(models.Model):
    """任务: one node of one run that waits for somebody or something; who holds it, and until when.

    `made_by` is the task whose completion opened it, `of` the one it belongs to (加签, 限时提醒); `effect` is
    what its completion changed, so that it can be taken back exactly.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="tasks")
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4)
    node = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    agency = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20, blank=True)
    holder = models.CharField(max_length=60, blank=True)
    holder_person = models.BigIntegerField(null=True)
    holder_name = models.CharField(max_length=100, blank=True)
    seq = models.PositiveSmallIntegerField(default=1)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    made_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    question = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    fires_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    closed_person = models.BigIntegerField(null=True)
    closed_name = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    effect = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "role", "due", "id"],
                condition=models.Q(state="open", kind="task"),
                name="task_work_list",
            ),
            models.Index(
                fields=["holder", "due", "id"],
                condition=models.Q(state="open", kind="task") & ~models.Q(holder=""),
                name="task_held",
            ),
            models.Index(
                fields=["due", "id"], condition=models.Q(state="open", due__isnull=False), name="task_late"
            ),
            models.Index(
                fields=["fires_on", "id"],
                condition=models.Q(state="open", fires_on__isnull=False),
                name="task_fires",
            ),
            models.Index(fields=["subject", "id"], name="task_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_closed_when_not_open",
                condition=models.Q(state="open") ^ models.Q(closed_at__isnull=False),
            ),
        ]


class StepKind(models.TextChoices):
    """What was done with a process or a task."""

    STARTED = "started", _("启动")
    OPENED = "opened", _("交办")
    CLAIMED = "claimed", _("签收")
    RELEASED = "released", _("放回")
    DELEGATED = "delegated", _("转交")
    ASKED = "asked", _("加签")
    DONE = "done", _("办理")
    RETURNED = "returned", _("退回")
    TAKEN = "taken", _("撤回")
    FIRED = "fired", _("到时")
    PAUSED = "paused", _("停止计时")
    RESUMED = "resumed", _("恢复计时")
    MOVED = "moved", _("转办")
    ENDED = "ended", _("结束")
    CANCELLED = "cancelled", _("终止")


class Step(models.Model):
    """流转记录: one thing that was done; append-only, never changed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="steps")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=StepKind)
    at = models.DateTimeField()
    node = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=100, blank=True)
    actor = models.CharField(max_length=60)
    who = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    city = models.CharField(max_length=4)
