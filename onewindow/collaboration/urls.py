"""Pages of collaboration: /joint/ for applicants, /desk/joint/ for officers."""

from django.urls import URLPattern, path

from onewindow.collaboration.views import joints, procedures

app_name = "collaboration"
urlpatterns: list[URLPattern] = [
    path("joint/", procedures.procedures, name="procedures"),
    path("joint/procedures/<slug:key>/", procedures.procedure, name="procedure"),
    path("joint/cases/<str:number>/<slug:key>/again/", joints.apply_part_again, name="apply-again"),
    path("joint/cases/<str:number>/<slug:key>/give-up/", joints.give_up_part, name="give-up"),
    path("desk/joint/", joints.joints, name="joints"),
    path("desk/joint/<str:number>/", joints.joint, name="joint"),
    path("desk/joint/<str:number>/<slug:key>/send/", joints.send_part_again, name="send-again"),
]
