"""Errors the application raises on purpose: named for the situation, the docstring is the message."""

from __future__ import annotations


class RsoitsError(Exception):
    """Something went wrong."""

    def __str__(self) -> str:
        """Say the docstring, and the detail if one was given."""
        told = " ".join((self.__doc__ or "").split())
        detail = super().__str__()
        return f"{told} ({detail})" if detail else told


class NotFoundError(RsoitsError):
    """There is nothing at this address, or it is not yours to see."""


class RefusedError(RsoitsError):
    """Your role does not allow this."""


class AlreadyDecidedError(RsoitsError):
    """This match has been decided in the meantime; nothing was changed."""


class ClaimedByAnotherError(RsoitsError):
    """Someone else is reading this match; nothing was changed."""


class ReasonMissingError(RsoitsError):
    """Write a reason of at least ten characters; it goes on record with the decision."""


class SecondReaderMustDifferError(RsoitsError):
    """You have read this match already; someone else must read it next, or settle it."""


class SettleWithAnAnswerError(RsoitsError):
    """Two readers disagree: settle this match with "confirm" or "not a match"."""


class SignInRefusedError(RsoitsError):
    """The user name and password do not fit together."""


class NoticeSettledError(RsoitsError):
    """This version of the notice was cancelled or replaced in the meantime; nothing was changed."""


class JourneySeenError(RsoitsError):
    """The journey has been seen at the border, so its notice can no longer be cancelled; amend it instead."""


class NoticeOnFileError(RsoitsError):
    """This version of the notice is on file with other content, which stands; send the change with a higher version."""


class NoticeRefusedError(RsoitsError):
    """The notice could not be taken; the findings say why."""


class DraftGoneError(RsoitsError):
    """This draft is no longer here: it was handed in or discarded. What was handed in is under Notices."""


class DraftChangedError(RsoitsError):
    """Someone has changed this draft since you opened it; your changes were not saved. Open it again to see theirs."""


class UnknownRecordError(RsoitsError):
    """No record of your jurisdiction has this number; check it, or start with an empty notice."""


class UnknownTokenError(RsoitsError):
    """There is no such token; see `rsoits user token list`."""


class AccountLockedError(RsoitsError):
    """This account is locked after five failed sign-ins in fifteen minutes; an administrator can release it."""


class WeakPasswordError(RsoitsError):
    """Choose a password of at least 12 characters that is not a common one and does not contain the user name."""


class UsernameTakenError(RsoitsError):
    """This user name exists already; choose another."""


class AssetsMissingError(RsoitsError):
    """The console's web assets are missing; run `make install` (or reinstall the package)."""


class DatabaseUnreachableError(RsoitsError):
    """The database cannot be reached or used; check RSOITS_DATABASE_URL and that the server runs."""


class DatabaseTooNewError(RsoitsError):
    """The database was made by another version of RSOITS; install that one, or check RSOITS_DATABASE_URL."""


class UsernameUnusableError(RsoitsError):
    """A user name is 1 to 60 characters that can be typed."""


class UnknownAgencyError(RsoitsError):
    """This role works for one agency: give the ORI of an agency in the directory, for instance TXRSO0001."""


class OtherJurisdictionError(RsoitsError):
    """The agency with this ORI belongs to another jurisdiction; leave the jurisdiction out, it follows from the ORI."""


class UnknownFeedError(NotFoundError):
    """No feed has this name; `rsoits feeds list` shows the names."""


class RunUnderWayError(RsoitsError):
    """A run of this feed is under way; wait until it is done, `rsoits feeds runs` shows how far it is."""


class RunTakenOverError(RsoitsError):
    """Another worker took this run over; nothing of this file was stored by this one."""


class BytesNotKeptError(RsoitsError):
    """The file was larger than this installation takes, so nothing of it was kept; have it sent again in parts."""


class PackedRequestError(RsoitsError):
    """The request is packed; send the file as it is, without Content-Encoding."""


class TooLargeError(RsoitsError):
    """The file is larger than this installation takes; nothing of it was kept."""


class FeedPausedError(RsoitsError):
    """An operator has paused this feed; nothing was taken in. Keep the file and send it again later."""


class NothingToSettleError(RsoitsError):
    """Only a file in quarantine that nobody has settled yet can be settled."""
