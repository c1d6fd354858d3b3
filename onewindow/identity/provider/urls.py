"""Pages and endpoints of the provider."""

from django.urls import path

from onewindow.identity.provider.upstream import views as upstream
from onewindow.identity.provider.views import consent, desk, logout, my, protocol

urlpatterns = [
    path(".well-known/openid-configuration", protocol.discovery, name="oidc-discovery"),
    path(".well-known/oauth-authorization-server", protocol.discovery, name="oauth-discovery"),
    path("oauth/authorize/", consent.authorize, name="oidc-authorize"),
    path("oauth/consent/", consent.consent, name="oidc-consent"),
    path("oauth/token/", protocol.token, name="oidc-token"),
    path("oauth/userinfo/", protocol.userinfo, name="oidc-userinfo"),
    path("oauth/jwks/", protocol.jwks, name="oidc-jwks"),
    path("oauth/revoke/", protocol.revoke, name="oidc-revoke"),
    path("oauth/logout/", logout.logout, name="oidc-logout"),
    path("oauth/logout/confirmed/", logout.confirmed, name="oidc-logout-confirmed"),
    path("account/sign-in/with/<slug:name>/", upstream.leave_for, name="upstream-leave"),
    path("account/sign-in/from/<slug:name>/", upstream.come_back, name="upstream-back"),
    path("account/upstream/", upstream.bind, name="upstream-bind"),
    path("my/connections/outer/<int:binding_id>/", upstream.unbind, name="upstream-unbind"),
    path("my/connections/", my.connections, name="connections"),
    path("my/connections/<int:consent_id>/", my.revoke, name="connection-revoke"),
    path("desk/connections/", desk.parties, name="parties"),
    path("desk/connections/new/", desk.register, name="party-new"),
    path("desk/connections/keys/", desk.keys_page, name="signing-keys"),
    path("desk/connections/requests/<int:request_id>/", desk.decide, name="party-decide"),
    path("desk/connections/<slug:client_id>/", desk.party, name="party"),
    path("desk/connections/<slug:client_id>/change/", desk.change, name="party-change"),
    path("desk/connections/<slug:client_id>/do/", desk.do, name="party-do"),
]
