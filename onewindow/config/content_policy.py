"""Adds the content security policy to each answer; the usual one is put together once."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentPolicyMiddleware(CSPMiddleware):
    """Answer with the policy of the settings, or with a view's own where a decorator marked the response."""

    def __init__(self, get_response: GetResponse) -> None:
        """Wrap the views and put the usual policy together."""
        super().__init__(get_response)
        self._usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header unless it is there."""
        if any(name.startswith("_csp") for name in vars(response)):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, self._usual)
        return response
