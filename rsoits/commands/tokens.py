"""`rsoits user token`: what a machine shows to act for an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from rsoits.commands.ingest import ACTOR
from rsoits.commands.opening import known_feed, open_house
from rsoits.commands.outcome import Exit, fail
from rsoits.console.addresses import LARGEST_ROW
from rsoits.errors import UnknownTokenError
from rsoits.security import accounts, tokens
from rsoits.store.accounts import Account, ApiToken, account_named

app = typer.Typer(no_args_is_help=True, help="Tokens for machines: add, list, revoke.")


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="The account the machine acts for.")],
    label: Annotated[str, typer.Option(help="What it is for, as others will read it.")],
    days: Annotated[int, typer.Option(min=1, max=tokens.LONGEST_LIFE.days, help="How long it is good for.")] = 90,
    feed: Annotated[str, typer.Option(help="Limit it to handing in files of this feed.")] = "",
) -> None:
    """Make a token and print it. It is shown this once: only its hash is kept.

    Example: rsoits user token add rex --label "registry system" --days 90
    """
    house = open_house()
    limit = known_feed(house, feed).name if feed else ""
    with house.writing(ACTOR) as (session, acting):
        account = account_named(session, accounts.username_of(username))
        if account is None:
            fail(f"There is no account {username}; see `rsoits user list`.", Exit.USAGE)
        token = tokens.make(session, acting, account, label, timedelta(days=days), limit)
    typer.echo(token)
    typer.echo("Send it as `Authorization: Bearer …`. It cannot be shown again.", err=True)


@app.command(name="list")
def list_() -> None:
    """List the tokens, without the tokens themselves.

    Example: rsoits user token list
    """
    table = Table("Number", "Account", "Label", "Feed", "Good until", "Last used", "State")
    house = open_house()
    now = house.now()
    with house.database.reading() as session:
        found = select(ApiToken, Account).join(Account, col(Account.id) == ApiToken.account_id)
        for row, account in session.exec(found.order_by(col(ApiToken.id))):
            used = f"{row.used_at:%Y-%m-%d %H:%M}" if row.used_at else "never"
            until, state = f"{row.expires_at:%Y-%m-%d}", _stands(row, account, now)
            table.add_row(str(row.id), account.username, row.label, row.feed, until, used, state)
    Console(markup=False).print(table)


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(min=1, max=LARGEST_ROW, help="The token's number in the list.")],
) -> None:
    """End a token at once.

    Example: rsoits user token revoke 3
    """
    try:
        with open_house().writing(ACTOR) as (session, acting):
            tokens.revoke(session, acting, number)
    except UnknownTokenError as error:
        fail(str(error), Exit.USAGE)
    typer.echo(f"Token {number} is revoked.")


def _stands(row: ApiToken, account: Account, now: datetime) -> str:
    if row.revoked_at:
        return "revoked"
    if row.expires_at <= now:
        return "over"
    return "account disabled" if account.disabled else "account locked" if account.locked_at else "good"
