"""Pages of the designer, mounted at desk/forms/."""

from django.urls import URLPattern, path

from onewindow.forms.designs import parts, trying, views

app_name = "designs"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="list"),
    path("<slug:code>/", views.design, name="design"),
    path("<slug:code>/do/<slug:verb>/", views.act, name="act"),
    path("<slug:code>/arrange/", parts.arrange, name="arrange"),
    path("<slug:code>/page/", parts.page, name="page"),
    path("<slug:code>/field/", parts.field, name="field"),
    path("<slug:code>/preview/", trying.preview, name="preview"),
    path("<slug:code>/file/", views.file, name="file"),
]
