"""Pages of the exchange: the desk at desk/exchange/, the public figures at sharing/."""

from django.urls import path

from onewindow.exchange.docking import desk, reconciling
from onewindow.exchange.docking import views as docking
from onewindow.exchange.hooks import views as hooks
from onewindow.exchange.relay import views as relay
from onewindow.exchange.sharing import keeping_views as keeping
from onewindow.exchange.sharing import views as sharing

app_name = "exchange"
urlpatterns = [
    path("sharing/", sharing.public_figures, name="public-figures"),
    path("desk/exchange/", desk.index, name="monitor"),
    path("desk/exchange/deliveries/", desk.deliveries, name="deliveries"),
    path("desk/exchange/reconciliation/", reconciling.index, name="reconciliation"),
    path("desk/exchange/reconciliation/export/", reconciling.export, name="reconciliation-export"),
    path("desk/exchange/reconciliation/of/<slug:code>/", reconciling.system, name="reconciliation-system"),
    path("desk/exchange/relay/", relay.index, name="relay"),
    path("desk/exchange/relay/<slug:code>/", relay.link, name="relay-link"),
    path("desk/exchange/feeds/", desk.feeds, name="feeds"),
    path("desk/exchange/feeds/<slug:code>/", desk.feed, name="feed"),
    path("desk/exchange/hooks/", hooks.hooks, name="hooks"),
    path("desk/exchange/hooks/<slug:code>/", hooks.hook, name="hook"),
    path("desk/exchange/resources/", sharing.resources, name="resources"),
    path("desk/exchange/resources/new/", keeping.new, name="resource-new"),
    path("desk/exchange/resources/<slug:code>/edit/", keeping.edit, name="resource-edit"),
    path("desk/exchange/resources/<slug:code>/standing/", keeping.standing, name="resource-standing"),
    path("desk/exchange/resources/<slug:code>/", sharing.resource, name="resource"),
    path("desk/exchange/resources/<slug:code>/demand/", sharing.demand_new, name="demand-new"),
    path("desk/exchange/resources/<slug:code>/doubt/", sharing.doubt_new, name="doubt-new"),
    path("desk/exchange/demands/", sharing.demand_list, name="demands"),
    path("desk/exchange/demands/<slug:number>/", sharing.demand, name="demand"),
    path("desk/exchange/grants/", sharing.grant_list, name="grants"),
    path("desk/exchange/grants/<int:grant_id>/", sharing.grant, name="grant"),
    path("desk/exchange/doubts/", sharing.doubt_list, name="doubts"),
    path("desk/exchange/doubts/<slug:number>/", sharing.doubt, name="doubt"),
    path("desk/exchange/systems/", docking.system_list, name="systems"),
    path("desk/exchange/systems/new/", docking.system_new, name="system-new"),
    path("desk/exchange/systems/<slug:code>/", docking.system, name="system"),
]
