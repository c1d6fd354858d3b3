"""Pages of cases: /apply/, /cases/, /desk/."""

from django.urls import URLPattern, path

from onewindow.cases.views import announced, apply, board, comparing, counter, desk, following

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("apply/draft/<uuid:draft_id>/check/", apply.check, name="check"),
    path("apply/draft/<uuid:draft_id>/submit/", apply.submit, name="submit"),
    path("apply/draft/<uuid:draft_id>/discard/", apply.discard, name="discard"),
    path("apply/draft/<uuid:draft_id>/<slug:page>/", apply.question, name="question"),
    path("apply/<str:code>/", apply.start, name="apply"),
    path("hearings/", announced.hearings, name="hearings"),
    path("decisions/", announced.decisions, name="decisions"),
    path("cases/", following.lookup, name="lookup"),
    path("cases/<str:number>/", following.case_page, name="case"),
    path("cases/<str:number>/withdraw/", following.withdraw, name="withdraw"),
    path("cases/<str:number>/correction/", following.hand_in, name="hand-in"),
    path("cases/<str:number>/correction/<int:seq>/", following.answer, name="answer"),
    path("cases/<str:number>/hearing/<slug:act>/", following.hearing, name="hearing"),
    path("cases/<str:number>/materials/<int:seq>/", following.supply, name="supply"),
    path("desk/counter/", counter.desk, name="counter"),
    path("desk/counter/devices/", counter.simulated, name="counter-devices"),
    path("desk/counter/items/", counter.items, name="counter-items"),
    path("desk/counter/done/<str:number>/", counter.done, name="counter-done"),
    path("desk/counter/<uuid:draft_id>/", counter.form, name="counter-form"),
    path("desk/board/", board.board, name="board"),
    path("desk/cases/", desk.queue, name="queue"),
    path("desk/cases/<str:number>/", desk.desk_case, name="desk-case"),
    path("desk/cases/<str:number>/package.zip", desk.package, name="package"),
    path("desk/cases/<str:number>/materials/", comparing.materials, name="desk-materials"),
    path("desk/cases/<str:number>/<slug:key>/", desk.act, name="act"),
]
