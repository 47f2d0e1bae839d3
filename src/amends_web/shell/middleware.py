from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """No browser and no proxy keeps a page. Stands below WhiteNoise, so static files are kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class OneCharsetMiddleware:
    """Forms are read as UTF-8, as our pages send them, whatever a request says of itself.

    Python would take its word: some charsets are none for text, some make half letters that can't be sealed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.encoding = "utf-8"
        return self.get_response(request)


class MethodPageMiddleware:
    """A page for 405, which Django answers with nothing to read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "shell/405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
