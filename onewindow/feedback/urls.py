"""Pages of feedback: ratings and concerns, for everybody, for oneself and for the desks."""

from django.urls import URLPattern, path

from onewindow.feedback.views import concerns, desk_concerns, figures, rating, remedies

app_name = "feedback"
urlpatterns: list[URLPattern] = [
    path("ratings/", figures.ratings, name="ratings"),
    path("ratings/bodies/<int:agency_id>/", figures.rows, name="rows"),
    path("rate/<str:number>/", rating.mine, name="rate"),
    path("rate/<str:number>/<str:occasion>/<str:code>/", rating.by_code, name="rate-by-code"),
    path("desk/ratings/", remedies.desk, name="desk-ratings"),
    path("desk/ratings/export.csv", remedies.export, name="export"),
    path("desk/ratings/suspicions/", remedies.suspicions, name="suspicions"),
    path("desk/ratings/pad/<str:number>/", rating.pad, name="pad"),
    path("desk/ratings/slip/<str:number>/", rating.slip, name="slip"),
    path("desk/ratings/<uuid:remedy_id>/", remedies.remedy, name="remedy"),
    path("ask/", concerns.ask, name="ask"),
    path("my/concerns/", concerns.mine, name="mine"),
    path("my/concerns/<str:number>/", concerns.concern, name="concern"),
    path("concerns/", concerns.lookup, name="lookup"),
    path("answers/", concerns.answers, name="answers"),
    path("answers/<int:answer_id>/", concerns.answer, name="answer"),
    path("desk/concerns/", desk_concerns.desk, name="desk-concerns"),
    path("desk/concerns/tasks/<uuid:task_id>/", desk_concerns.task, name="task"),
    path("desk/concerns/answers/<int:answer_id>/withdraw/", desk_concerns.withdraw, name="withdraw-answer"),
    path("desk/concerns/<str:number>/", desk_concerns.concern, name="desk-concern"),
]
