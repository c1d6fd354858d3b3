"""Pages of fees: the bill, going to the cashier, the receipt; the address for notices of money."""

from decimal import Decimal, InvalidOperation

import orjson
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from onewindow.identity import public as identity
from onewindow.payments import public as payments
from onewindow.payments.errors import NoticeRefused, RefundReasonMissing
from onewindow.payments.gateways import Told
from onewindow.payments.gateways.signing import HEADER, is_genuine
from onewindow.payments.policies import is_body, is_payer

LARGEST = 65536


@require_GET
@identity.sign_in_required
def bill(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is owed and why, and how it stands."""
    return _bill(request, number, {})


def _bill(request: HttpRequest, number: str, errors: dict[str, list[str]]) -> HttpResponse:
    by = identity.actor_of(request)
    found = payments.bill_for(by, number)
    context = {
        "bill": found,
        "may_pay": found.state == payments.BillState.DUE and (is_payer(by, found) or is_body(by, found)),
        "may_refund": found.state in {"paid", "refunding"} and is_body(by, found, "approve", "chief"),
        "simulated": settings.CASHIER_SIMULATED,
        "errors": errors,
        "frame_page": "ui/staff.html" if by.kind == "official" else "ui/base.html",
    }
    return render(request, "payments/bill.html", context, status=422 if errors else 200)


@require_POST
@identity.sign_in_required
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Go to the cashier; it leads back to the bill."""
    back = settings.PUBLIC_URL + reverse("payments:bill", args=[number])
    try:
        place = payments.open_order(by=identity.actor_of(request), number=number, back=back)
    except payments.CashierSilent as silent:
        messages.error(request, silent.message)
        return redirect("payments:bill", number=number)
    return redirect(place)


@require_GET
@identity.sign_in_required
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt of a paid bill, fit for print."""
    found = payments.bill_for(identity.actor_of(request), number)
    if not found.receipt_number:
        return redirect("payments:bill", number=number)
    return render(request, "payments/receipt.html", {"bill": found})


@require_POST
@identity.sign_in_required
def refund(request: HttpRequest, number: str) -> HttpResponse:
    """Give the money back, with a reason."""
    try:
        payments.refund_bill(
            by=identity.actor_of(request), number=number, reason=request.POST.get("reason", "")
        )
    except RefundReasonMissing as refusal:
        return _bill(request, number, refusal.errors)
    messages.success(request, "已退付，款项原路退回。")
    return redirect("payments:bill", number=number)


@csrf_exempt
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Take a notice of money from the cashier; the same one again is answered alike."""
    body = request.body
    if len(body) > LARGEST or not is_genuine("tell", body, request.headers.get(HEADER, "")):
        raise NoticeRefused
    try:
        read = orjson.loads(body)
        told = Told(
            str(read["order"]), read["done"] is True, str(read["transaction"]), Decimal(str(read["amount"]))
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, InvalidOperation) as fault:
        raise NoticeRefused from fault
    found = payments.take_notice(told=told)
    return JsonResponse({"bill": found.number, "state": found.state})
