"""Pages of outside cases."""

from django.urls import path

from onewindow.cases.outside import views

app_name = "outside"
urlpatterns = [
    path("my/outside/", views.mine, name="mine"),
    path("my/outside/<uuid:case_id>/", views.own, name="own"),
    path("desk/outside/", views.desk, name="desk"),
    path("desk/outside/<uuid:case_id>/", views.desk_case, name="desk-case"),
]
