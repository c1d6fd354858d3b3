"""上下联动: what a body above entrusts to one below, what it tells bodies of its line."""

from django.db import models

from onewindow.kernel.public import ids


class Delegation(models.Model):
    """委托下放: for a period a body lets one below decide on an item in its name (行政许可法 第二十四条).

    It holds from `begins_on` to `ends_on`, both counted; ended early, to the day before `stopped_on`.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    from_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=200)
    begins_on = models.DateField()
    ends_on = models.DateField()
    stopped_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    stopped_by = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["item_code", "to_agency"], name="delegation_of_item"),
            models.Index(fields=["from_agency", "-id"], name="delegation_from"),
        ]
        constraints = [
            models.CheckConstraint(
                name="delegation_period", condition=models.Q(begins_on__lte=models.F("ends_on"))
            )
        ]


class Guidance(models.Model):
    """业务指导: what a body above tells one of its line, about a case or in general; answered once."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    line = models.CharField(max_length=20)
    from_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    case_number = models.CharField(max_length=50, blank=True)
    text = models.CharField(max_length=1000)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=60)
    sent_name = models.CharField(max_length=100, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_name = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["to_agency", "-id"], name="guidance_to"),
            models.Index(fields=["from_agency", "line", "-id"], name="guidance_from"),
        ]
        constraints = [
            models.CheckConstraint(
                name="guidance_answered_when",
                condition=models.Q(answer="") ^ models.Q(answered_at__isnull=False),
            )
        ]
