"""Pages of reviews: the applicant's under my/reviews/, the officers' under desk/reviews/."""

from django.urls import path

from onewindow.decisions.reviews import views

app_name = "reviews"
urlpatterns = [
    path("my/reviews/", views.index, name="index"),
    path("my/reviews/<str:number>/", views.mine, name="mine"),
    path("desk/reviews/", views.desk, name="desk"),
    path("desk/reviews/<uuid:review_id>/", views.desk_review, name="review"),
]
