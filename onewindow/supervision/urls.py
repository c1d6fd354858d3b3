"""Addresses of supervision, below /supervision/."""

from django.urls import path

from onewindow.supervision.views import acts, rules, signals

app_name = "supervision"
urlpatterns = [
    path("signals/", signals.index, name="signals"),
    path("watched/", signals.watched, name="watched"),
    path("signals/<slug:number>/", signals.one, name="signal"),
    path("signals/<slug:number>/<slug:act>/", acts.on_signal, name="act"),
    path("accountabilities/", signals.accountabilities, name="accountabilities"),
    path("accountabilities/<slug:number>/<slug:act>/", acts.on_accountability, name="accountability-act"),
    path("recommendations/", signals.recommendations, name="recommendations"),
    path("recommendations/new/", acts.new_recommendation, name="recommend"),
    path("recommendations/<slug:number>/<slug:act>/", acts.on_recommendation, name="recommendation-act"),
    path("rules/", rules.index, name="rules"),
    path("rules/<slug:code>/", rules.one, name="rule"),
    path("rules/<slug:code>/<slug:act>/", rules.act, name="rule-act"),
]
