"""Pages of posts: /desk/posts/, /desk/officials/, /desk/my-posts/, /desk/audit/."""

from django.urls import path

from onewindow.identity.posts import audit_views, own_views, views

urlpatterns = [
    path("desk/posts/", views.posts, name="posts"),
    path("desk/posts/new/", views.new_post, name="post-new"),
    path("desk/posts/waiting/", views.waiting, name="posts-waiting"),
    path("desk/posts/waiting/roles/<int:row_id>/", views.judge, {"kind": "roles"}, name="judge-roles"),
    path("desk/posts/waiting/holdings/<int:row_id>/", views.judge, {"kind": "holding"}, name="judge-holding"),
    path("desk/posts/holdings/<int:holding_id>/end/", views.end, name="end-holding"),
    path("desk/posts/<int:post_id>/", views.post, name="post"),
    path("desk/posts/<int:post_id>/roles/", views.change_post, {"do": "roles"}, name="post-roles"),
    path("desk/posts/<int:post_id>/hold/", views.change_post, {"do": "hold"}, name="post-hold"),
    path("desk/posts/<int:post_id>/close/", views.change_post, {"do": "close"}, name="post-close"),
    path("desk/officials/", views.people, name="officials"),
    path("desk/officials/new/", views.new_official, name="official-new"),
    path("desk/officials/<int:account_id>/", views.official, name="official"),
    path("desk/my-posts/", own_views.mine, name="my-posts"),
    path("desk/officials/<int:account_id>/leave/", views.leave, name="official-leave"),
    path("desk/my-posts/deputy/", own_views.deputy, name="deputy"),
    path("desk/my-posts/use/", own_views.use, name="use-post"),
    path("desk/audit/", audit_views.log, name="audit-log"),
]
