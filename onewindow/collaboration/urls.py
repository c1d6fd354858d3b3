"""Pages of collaboration: /joint/ for applicants, /desk/joint/ for officers, /projects/ of projects."""

from django.urls import URLPattern, path

from onewindow.collaboration.views import asks, company, composing, joints, procedures, projects

app_name = "collaboration"
urlpatterns: list[URLPattern] = [
    path("joint/", procedures.procedures, name="procedures"),
    path("joint/procedures/<slug:key>/", procedures.procedure, name="procedure"),
    path("joint/cases/<str:number>/<slug:key>/again/", joints.apply_part_again, name="apply-again"),
    path("joint/cases/<str:number>/<slug:key>/give-up/", joints.give_up_part, name="give-up"),
    path("desk/procedures/", composing.desk, name="compose-list"),
    path("desk/procedures/<slug:key>/", composing.compose, name="compose"),
    path("desk/procedures/<slug:key>/publish/", composing.publish, name="compose-publish"),
    path("desk/procedures/<slug:key>/begin/", composing.begin, name="compose-begin"),
    path("desk/asks/", asks.asks, name="asks"),
    path("desk/asks/new/<str:number>/", asks.new, name="ask-new"),
    path("desk/asks/<str:number>/", asks.ask, name="ask"),
    path("desk/asks/<str:number>/take-back/", asks.take_back, name="ask-take"),
    path("desk/joint/<str:number>/gatherings/", asks.call, name="gathering-new"),
    path("desk/joint/<str:number>/gatherings/<uuid:key>/", asks.record, name="gathering-record"),
    path("desk/joint/<str:number>/gatherings/<uuid:key>/sign/", asks.sign, name="gathering-sign"),
    path("desk/company/", company.company, name="company"),
    path("desk/company/segments/", company.segments, name="segments"),
    path("desk/company/<uuid:key>/allocate/", company.allocate, name="company-allocate"),
    path("desk/company/pushes/<uuid:key>/again/", company.push_again, name="push-again"),
    path("desk/company/follow-ups/<uuid:key>/take/", company.take, name="follow-up-take"),
    path("desk/joint/", joints.joints, name="joints"),
    path("desk/joint/<str:number>/", joints.joint, name="joint"),
    path("desk/joint/<str:number>/<slug:key>/send/", joints.send_part_again, name="send-again"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.file_project, name="project-new"),
    path("projects/check/<str:code>/", projects.check, name="project-check"),
    path("projects/<str:code>/", projects.project, name="project"),
    path("projects/<str:code>/sheet/", projects.sheet, name="project-sheet"),
    path("projects/<str:code>/attach/", projects.attach, name="project-attach"),
    path("projects/<str:code>/cases/<str:number>/detach/", projects.detach, name="project-detach"),
    path("desk/projects/", projects.desk_projects, name="desk-projects"),
    path("desk/projects/<str:code>/", projects.desk_project, name="desk-project"),
]
