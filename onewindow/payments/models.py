"""The nouns: a bill, an order at the cashier, a notice of money."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids
from onewindow.payments.errors import NotDue, NotRefundable


class BillState(models.TextChoices):
    """缴费单状态."""

    DUE = "due", _("待缴费")
    PAID = "paid", _("已缴费")
    WAIVED = "waived", _("已全额减免")
    VOID = "void", _("已作废")
    REFUNDING = "refunding", _("退付中")
    REFUNDED = "refunded", _("已退付")


SETTLED = frozenset({BillState.PAID, BillState.WAIVED})


class Bill(models.Model):
    """缴费单: what one applicant owes for one case, line by line with the law; one in force a case."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    case_number = models.CharField(max_length=50)
    item_name = models.CharField(max_length=200)
    payer_kind = models.CharField(max_length=12)
    payer_id = models.BigIntegerField()
    payer_name = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=200)
    lines = models.JSONField()
    total = models.DecimalField(max_digits=16, decimal_places=2)
    state = models.CharField(max_length=10, choices=BillState)
    due_on = models.DateField(null=True)
    drawn_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=30, blank=True, default="")
    refund_reason = models.CharField(max_length=500, blank=True, default="")
    refunded_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_number"], condition=~models.Q(state="void"), name="bill_one_in_force"
            ),
            models.CheckConstraint(condition=models.Q(total__gte=0), name="bill_not_negative"),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | ~models.Q(settled_at=None), name="bill_paid_when"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["payer_kind", "payer_id", "-id"], name="bill_payer"),
            models.Index(fields=["city", "-id"], name="bill_city"),
        ]

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.state in SETTLED

    def require_due(self) -> None:
        """Raise NotDue unless it waits for money."""
        if self.state != BillState.DUE:
            raise NotDue(state=BillState(self.state).label)

    def require_refundable(self) -> None:
        """Raise NotRefundable unless money is here."""
        if self.state not in {BillState.PAID, BillState.REFUNDING}:
            raise NotRefundable(state=BillState(self.state).label)


class Order(models.Model):
    """支付订单: one attempt to pay at the cashier, or one refund; each is settled at most once."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=24, unique=True)
    refund = models.BooleanField(default=False)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    state = models.CharField(
        max_length=8,
        choices=[("open", _("已下单")), ("done", _("已完成")), ("back", _("重复支付，已退回"))],
        default="open",
    )
    transaction = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["transaction"], condition=~models.Q(transaction=""), name="order_transaction_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], condition=models.Q(state="open"), name="order_open"),
        ]
