"""Pages of the rules' desk, mounted at desk/rules/."""

from django.urls import path

from onewindow.decisions import designing, desk, trial
from onewindow.decisions.reviews import views as reviews

app_name = "rules"
urlpatterns = [
    path("", desk.index, name="index"),
    path("draws/<int:draw_id>/", reviews.draw, name="draw"),
    path("<slug:code>/watch/", reviews.watch, name="watch"),
    path("<slug:code>/", desk.rule_set, name="set"),
    path("<slug:code>/<int:number>/", desk.version, name="version"),
    path("<slug:code>/<int:number>/trial/", trial.page, name="trial"),
    path("<slug:code>/<int:number>/designer/", designing.page, name="designer"),
    path("<slug:code>/<int:number>/dmn/", desk.export, name="export"),
    path("<slug:code>/<int:number>/<int:row>/", desk.rule, name="rule"),
]
