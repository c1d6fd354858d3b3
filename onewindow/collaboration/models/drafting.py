"""A procedure being composed, before it is published."""

from django.db import models


class ProcedureDraft(models.Model):
    """编排中的联办流程: what one composer put together; another publishes it."""

    key = models.CharField(max_length=40, unique=True)
    told = models.JSONField()
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=60)
