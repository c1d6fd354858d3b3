"""Pages of the rules' desk, mounted at desk/rules/."""

from django.urls import path

from onewindow.decisions import desk

app_name = "rules"
urlpatterns = [
    path("", desk.index, name="index"),
    path("<slug:code>/", desk.rule_set, name="set"),
    path("<slug:code>/<int:number>/", desk.version, name="version"),
    path("<slug:code>/<int:number>/dmn/", desk.export, name="export"),
    path("<slug:code>/<int:number>/<int:row>/", desk.rule, name="rule"),
]
