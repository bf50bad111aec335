import ipaddress
from collections.abc import Callable, Sequence

import pytest

from alerts.channels.destination import check, resolve
from alerts.channels.port import PermanentFailure, TransientFailure

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def resolving(*numbers: str) -> Callable[[str, int], Sequence[str]]:
    def answer(host: str, port: int) -> Sequence[str]:
        del host, port
        return numbers

    return answer


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  an address to refuse, not to bind
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
    ],
)
def test_a_name_that_leads_into_a_private_network_is_refused(number: str) -> None:
    with pytest.raises(PermanentFailure, match="private network"):
        check("https://hooks.example.org/x", allow_http=False, allowed=(), resolve=resolving("93.184.215.14", number))


@pytest.mark.parametrize("address", ["https://0x7f.1/", "https://2130706433/", "https://localhost/", "https://[::1]/"])
def test_another_spelling_of_this_machine_is_refused(address: str) -> None:
    with pytest.raises(PermanentFailure, match="private network"):
        check(address, allow_http=False, allowed=(), resolve=resolve)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hooks.example.org",
        "http://hooks.example.org/",
        "ftp://x/",
        "https://",
        "https://u:p@x/",
        "https://[::1",
        "\n",
    ],
)
def test_an_address_that_is_no_plain_https_url_is_refused(address: str) -> None:
    with pytest.raises(PermanentFailure):
        check(address, allow_http=False, allowed=(), resolve=resolving("93.184.215.14"))


def test_the_connection_goes_to_the_number_that_was_checked() -> None:
    found = check(
        "https://hooks.example.org:8443/a?b=c", allow_http=False, allowed=(), resolve=resolving("93.184.215.14")
    )
    assert str(found.url) == "https://93.184.215.14:8443/a?b=c"
    assert found.host == "hooks.example.org"
    assert found.authority == "hooks.example.org:8443"


def test_a_number_of_the_longer_kind_is_written_in_brackets() -> None:
    found = check("https://hooks.example.org/a", allow_http=False, allowed=(), resolve=resolving("2606:4700::1111"))
    assert str(found.url) == "https://[2606:4700::1111]/a"


def test_a_network_can_be_allowed() -> None:
    assert check("http://127.0.0.1:9/", allow_http=True, allowed=LOOPBACK, resolve=resolve).host == "127.0.0.1"


def test_a_name_nobody_knows_is_tried_again() -> None:
    with pytest.raises(TransientFailure, match="could not be resolved"):
        check("https://nowhere.invalid/", allow_http=False, allowed=(), resolve=resolve)
