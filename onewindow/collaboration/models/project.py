"""An investment project: its code, the bodies that lead its stages, its cases."""

from django.db import models

from onewindow.kernel.public import ids


class Project(models.Model):
    """投资项目: filed by a firm, known by its code; `market` says what the negative list said at filing."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=2)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200)
    region_code = models.CharField(max_length=12)
    place = models.CharField(max_length=300)
    address = models.CharField(max_length=200)
    industry = models.CharField(max_length=5)
    scale = models.CharField(max_length=500)
    investment = models.PositiveBigIntegerField()  # 万元
    begin_on = models.DateField()
    end_on = models.DateField()
    market = models.CharField(max_length=500)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=60)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="project_name_of_owner"),
            models.CheckConstraint(
                name="project_begins_before_end", condition=models.Q(begin_on__lte=models.F("end_on"))
            ),
        ]


class ProjectStage(models.Model):
    """项目阶段: one of the stages of a project with the body that leads it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    seq = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "seq"], name="project_stage_seq")]
        indexes = [models.Index(fields=["agency", "-project"], name="project_stage_lead")]


class ProjectCase(models.Model):
    """项目办件: a case of a project; without a stage it is a joint case that runs through all of them."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="bound")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, blank=True)
    by_code = models.BooleanField()
    bound_at = models.DateTimeField()
    bound_by = models.CharField(max_length=60)
    city = models.CharField(max_length=4)
