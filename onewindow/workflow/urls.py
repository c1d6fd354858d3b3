"""Pages of workflow: /desk/processes/."""

from django.urls import URLPattern, path

from onewindow.workflow import designing, views

app_name = "workflow"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="processes"),
    path("<str:key>/<int:number>/", views.process, name="process"),
    path("<str:key>/<int:number>/publish/", views.publish, name="publish"),
    path("<str:key>/<int:number>/designer/", designing.page, name="designer"),
    path("<str:key>/<int:number>/bpmn/", views.bpmn, name="bpmn"),
]
