"""`rsoits user`: accounts from the command line, for the first administrator and for emergencies."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from rsoits.commands import tokens
from rsoits.commands.ingest import ACTOR
from rsoits.commands.opening import open_house
from rsoits.commands.outcome import Exit, fail
from rsoits.errors import RsoitsError
from rsoits.security import accounts
from rsoits.security.permissions import Role
from rsoits.store.accounts import Account, account_named

app = typer.Typer(no_args_is_help=True, help="Accounts: add, list, release, change a password; tokens.")
app.add_typer(tokens.app, name="token")
Username = Annotated[str, typer.Argument(help="The name to sign in with.")]
Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for.")]


@app.command()
def add(
    username: Username,
    role: Annotated[Role, typer.Option(help="What the person is here for.")],
    password: Password,
    name: Annotated[str, typer.Option(help="The person's name as others see it.")] = "",
    ori: Annotated[str, typer.Option(help="The agency's ORI, for agencies, marshals and registry officers.")] = "",
    jurisdiction: Annotated[str, typer.Option(help="The agency's jurisdiction; follows from its ORI.")] = "",
) -> None:
    """Open an account.

    Example: rsoits user add kim --role analyst --name "Kim Arden"
    """
    try:
        with open_house().writing(ACTOR) as (session, acting):
            account = accounts.open_account(session, acting, username, name, role, password, ori, jurisdiction)
    except RsoitsError as error:
        fail(str(error), Exit.USAGE)
    typer.echo(f"{account.username} can sign in as {role.value}.")


@app.command(name="list")
def list_() -> None:
    """List the accounts.

    Example: rsoits user list
    """
    table = Table("User name", "Name", "Role", "ORI", "State")
    with open_house().database.reading() as session:
        for account in session.exec(select(Account).order_by(col(Account.username))):
            state = "disabled" if account.disabled else "locked" if account.locked_at else "active"
            table.add_row(account.username, account.name, account.role, account.ori, state)
    Console(markup=False).print(table)


@app.command()
def release(username: Username) -> None:
    """Unlock an account after failed sign-ins.

    Example: rsoits user release kim
    """
    with open_house().writing(ACTOR) as (session, acting):
        account = account_named(session, accounts.username_of(username))
        if account is None:
            fail(f"There is no account {username}; see `rsoits user list`.", Exit.USAGE)
        accounts.release(session, acting, account)
    typer.echo(f"{username} can sign in again.")


@app.command()
def password(username: Username, password: Password) -> None:
    """Change a password; the person is signed out everywhere.

    Example: rsoits user password kim
    """
    try:
        with open_house().writing(ACTOR) as (session, acting):
            account = account_named(session, accounts.username_of(username))
            if account is None:
                fail(f"There is no account {username}; see `rsoits user list`.", Exit.USAGE)
            accounts.set_password(session, acting, account, password)
    except RsoitsError as error:
        fail(str(error), Exit.USAGE)
    typer.echo(f"The password of {username} is changed.")
