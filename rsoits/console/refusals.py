"""What a person or a machine is told when a request cannot be answered: one sentence and the way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from rsoits import errors
from rsoits.access import SignInNeededError
from rsoits.console.rendering import home_of, is_partial, page

_log = structlog.get_logger()

_STATUS: dict[type[errors.RsoitsError], HTTPStatus] = {
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.RefusedError: HTTPStatus.FORBIDDEN,
    errors.AlreadyDecidedError: HTTPStatus.CONFLICT,
    errors.ClaimedByAnotherError: HTTPStatus.CONFLICT,
    errors.SecondReaderMustDifferError: HTTPStatus.CONFLICT,
    errors.NoticeSettledError: HTTPStatus.CONFLICT,
    errors.JourneySeenError: HTTPStatus.CONFLICT,
    errors.NoticeOnFileError: HTTPStatus.CONFLICT,
    errors.DraftGoneError: HTTPStatus.NOT_FOUND,
    errors.DraftChangedError: HTTPStatus.CONFLICT,
    errors.BytesNotKeptError: HTTPStatus.CONFLICT,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.PackedRequestError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.FeedPausedError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnknownFeedError: HTTPStatus.NOT_FOUND,
    errors.NothingToSettleError: HTTPStatus.CONFLICT,
    errors.ReasonMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WeakPasswordError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UsernameTakenError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_TITLES = defaultdict(
    lambda: "This did not work",
    {
        HTTPStatus.FORBIDDEN: "Not for your role",
        HTTPStatus.NOT_FOUND: "Not found",
        HTTPStatus.CONFLICT: "Someone was faster",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too large",
        HTTPStatus.UNPROCESSABLE_ENTITY: "Something is missing",
    },
)
_MACHINES_CURES = {
    HTTPStatus.BAD_REQUEST: "See /api/openapi.json for what this address takes.",
    HTTPStatus.UNAUTHORIZED: "Send a token that is good, as `Authorization: Bearer …`, or sign in.",
    HTTPStatus.NOT_FOUND: "Check the address and the number in it.",
    HTTPStatus.METHOD_NOT_ALLOWED: "See /api/openapi.json for what this address takes.",
    HTTPStatus.CONFLICT: "Fetch the record again and decide anew.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Send less at once.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Correct what is named and send it again.",
}
_CURES = {
    HTTPStatus.UNAUTHORIZED: "Sign in and try again.",
    HTTPStatus.FORBIDDEN: "If you need it for your work, ask your administrator for the role that allows it.",
    HTTPStatus.NOT_FOUND: "Check the address, or start again from your first page.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Go back to the page and use its buttons.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "See /api/openapi.json for what this address takes.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Keep it and send it again in a few minutes.",
    HTTPStatus.CONFLICT: "Go back to the list and take the next one.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Split the file into smaller ones and send them one by one.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Go back, correct what is named and send it again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Nothing was changed. Try again; if it stays so, tell your operator the time.",
}
_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read: it is not what a form or a program sends.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address, or it is not yours to see.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that kind of request.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "This address takes JSON only.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The file is larger than this installation takes.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Something in the request is missing or cannot be read.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side.",
}

_HEADERS = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "300"},
}


def handlers() -> dict[int | type[Exception], Callable[[Request, Any], Any]]:
    """Return the exception handlers of the application."""
    return {
        errors.RsoitsError: _refused,
        SignInNeededError: _sign_in_first,
        RequestValidationError: _unreadable,
        HTTPException: _answered_by_the_framework,
        Exception: _failed,
    }


def _refused(request: Request, error: Exception) -> Response:
    status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)  # type: ignore[arg-type]  # RsoitsError only
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return _failed(request, error)
    return _tell(request, status, str(error))


def _sign_in_first(request: Request, error: Exception) -> Response:
    if _is_machine(request):
        return _tell(request, HTTPStatus.UNAUTHORIZED, str(error.__doc__))
    path = "/sign-in"
    if request.method == "GET" and not is_partial(request):
        path += "?" + urlencode({"next": request.url.path})
    if is_partial(request):
        return Response(status_code=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)


def _unreadable(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    if any(fault["loc"][0] == "path" for fault in faults):
        return _tell(request, HTTPStatus.NOT_FOUND)
    fields = sorted({_field(fault["loc"]) for fault in faults})
    sentence = _SENTENCES[HTTPStatus.UNPROCESSABLE_ENTITY]
    return _tell(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"{sentence} Look at: {', '.join(fields)}.")


def _field(place: tuple[str | int, ...]) -> str:
    """Name the parameter or field; what follows a parameter's name is how we read it and helps nobody."""
    return str(place[1] if place[0] == "query" else place[-1])


def _answered_by_the_framework(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 500
    return _tell(request, HTTPStatus(code))


def _failed(request: Request, error: Exception) -> Response:
    """Log the kind of error and where it happened; its text may hold a name."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    _log.error("request failed", error=type(error).__name__, place=place, method=request.method, path=request.url.path)
    return _tell(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def too_large(request: Request) -> Response:
    """Answer a request whose body is larger than this installation takes."""
    return _tell(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _tell(request: Request, status: HTTPStatus, sentence: str = "") -> Response:
    sentence = sentence or _SENTENCES.get(status, status.phrase + ".")
    cure = _CURES.get(status, "Go back and try again.")
    if _is_machine(request):
        told = {"error": sentence, "cure": _MACHINES_CURES.get(status, cure)}
        return JSONResponse(told, status_code=status, headers=_HEADERS.get(status))
    actor = getattr(request.state, "actor", None)
    home = home_of(actor) if actor else "/"
    shown = {"title": _TITLES[status], "sentence": sentence, "cure": cure, "home": home}
    return page(request, "refused_form.html" if is_partial(request) else "refusal.html", shown, status=status)


def _is_machine(request: Request) -> bool:
    return request.url.path.startswith("/api/")
