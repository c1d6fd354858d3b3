"""Pages of halls: public at halls/, the desk at desk/halls/."""

from django.urls import path

from onewindow.halls.views import counter, finding, managing

app_name = "halls"
urlpatterns = [
    path("halls/", finding.halls, name="halls"),
    path("halls/appointments/", finding.appointments, name="appointments"),
    path("halls/tickets/<str:token>/", finding.ticket, name="ticket"),
    path("halls/<int:hall_id>/", finding.hall, name="hall"),
    path("halls/<int:hall_id>/screen/", finding.screen, name="screen"),
    path("halls/<int:hall_id>/book/<int:line_id>/", finding.book, name="book"),
    path("desk/halls/", counter.desk, name="desk"),
    path("desk/halls/<int:hall_id>/kiosk/", counter.kiosk, name="kiosk"),
    path("desk/halls/<int:hall_id>/tickets/<int:ticket_id>/", counter.slip, name="slip"),
    path("desk/halls/counters/<int:counter_id>/", counter.counter, name="counter"),
    path("desk/halls/<int:hall_id>/board/", managing.board, name="board"),
    path("desk/halls/<int:hall_id>/report/", managing.report, name="report"),
    path("desk/halls/<int:hall_id>/report.csv", managing.report_csv, name="report-csv"),
    path("desk/halls/<int:hall_id>/setup/", managing.setup, name="setup"),
]
