"""What outside apps sent: one row a submission, found again by the key its sender gave."""

from django.db import models


class ApiSubmission(models.Model):
    """接口提交: the idempotency key of a system, what it sent, and the draft and case that came of it."""

    client = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    digest = models.BinaryField()
    draft = models.UUIDField()
    number = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="api_submission_key")]
