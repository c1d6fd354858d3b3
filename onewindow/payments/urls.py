"""Addresses of fees."""

from django.urls import path

from onewindow.payments import views

app_name = "payments"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("<slug:number>/", views.bill, name="bill"),
    path("<slug:number>/pay/", views.pay, name="pay"),
    path("<slug:number>/receipt/", views.receipt, name="receipt"),
    path("<slug:number>/refund/", views.refund, name="refund"),
]
