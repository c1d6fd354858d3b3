"""Pages of licences: /my/licences/, /show/, /licences/, /desk/licences/."""

from django.urls import URLPattern, path

from onewindow.licences.views import desk, issuing, keeping, showing, types, using, wallet

app_name = "licences"
urlpatterns: list[URLPattern] = [
    path("my/licences/", wallet.wallet, name="wallet"),
    path("my/licences/codes/<int:showing_id>/", showing.code, name="code"),
    path("my/licences/codes/<int:showing_id>/cancel/", showing.cancel, name="cancel"),
    path("my/licences/lent/<int:delegation_id>/show/", showing.show_lent, name="show-lent"),
    path("my/licences/lent/<int:delegation_id>/end/", showing.undelegate, name="undelegate"),
    path("my/licences/<str:token>/", wallet.licence, name="licence"),
    path("my/licences/<str:token>/show/", showing.show, name="show"),
    path("my/licences/<str:token>/delegate/", showing.delegate, name="delegate"),
    path("my/licences/<str:token>/uses/", wallet.uses, name="uses"),
    path("my/licences/<str:token>/report/", wallet.report, name="report"),
    path("my/licences/<str:token>/file.<str:form>", wallet.file, name="file"),
    path("show/", showing.enter, name="enter"),
    path("show/seen/", showing.seen_page, name="seen"),
    path("show/<str:code>/", showing.shown, name="shown"),
    path("licences/", types.catalogue, name="types"),
    path("licences/<str:key>/", types.one, name="type"),
    path("desk/licences/", desk.find, name="desk"),
    path("desk/licences/issue/", issuing.choose, name="choose"),
    path("desk/licences/issue/<str:key>/", issuing.issue, name="issue"),
    path("desk/licences/use/", using.use, name="use"),
    path("desk/licences/uses/<int:use_id>/", using.used, name="used"),
    path("desk/licences/uses/<int:use_id>/copy.pdf", using.copy, name="copy"),
    path("desk/licences/quarantine/", keeping.quarantine, name="quarantine"),
    path("desk/licences/quarantine/<int:row_id>/", keeping.row, name="row"),
    path("desk/licences/deliveries/", keeping.deliveries, name="deliveries"),
    path("desk/licences/permits/", keeping.permits, name="permits"),
    path("desk/licences/permits/<int:permit_id>/end/", keeping.end, name="end-permit"),
    path("desk/licences/reports/", desk.reports, name="reports"),
    path("desk/licences/reports/<int:report_id>/", desk.report, name="desk-report"),
    path("desk/licences/one/<str:identifier>/", desk.licence, name="desk-licence"),
    path("desk/licences/one/<str:identifier>/status/", desk.status, name="status"),
    path("desk/licences/one/<str:identifier>/reissue/", issuing.reissue, name="reissue"),
]
