"""What an import took in and what it set aside for repair."""

from django.db import models


class ImportFile(models.Model):
    """导入文件: one file by its digest, with its counts; importing it again adds nothing."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=300)
    read = models.IntegerField()
    accepted = models.IntegerField()
    rejected = models.IntegerField()
    imported_at = models.DateTimeField()


class ImportRow(models.Model):
    """退回行: a row that was not taken in, kept whole with its reasons until someone repairs it."""

    digest = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=300)
    line = models.IntegerField()
    source = models.CharField(max_length=40, blank=True)
    task_code = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    raw = models.TextField()
    at = models.DateTimeField()
