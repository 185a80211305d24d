"""Accounts, the staff they can be linked to, and colleagues' names."""

from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts import model, store, users
from yutang.accounts.model import PERMISSIONS, Permission, Role
from yutang.groups.owners import Member, is_member, members, names
from yutang.staff import store as organisation
from yutang.web.api.refusals import refusals
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem

LARGEST_ID = (1 << 53) - 1
UserId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
StaffId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
UnitId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
MANAGE: dict[str, Any] = {"permission": Permission.USERS_MANAGE, "people_only": True}


class User(msgspec.Struct, frozen=True, kw_only=True):
    """An account. Instants are milliseconds since 1970, UTC."""

    id: int
    login: str
    name: str
    role: Role
    staff_id: int | None  # the member of staff whose groups an operator sees
    staff_name: str | None
    unit_id: int | None  # the unit that a supervisor answers for; None: all
    unit_name: str | None
    disabled: bool
    must_change_password: bool
    created_at: int
    signed_in_at: int | None


class Users(msgspec.Struct, frozen=True):
    items: list[User]


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    login: Name
    name: Name
    role: Role
    staff_id: StaffId | None = None
    unit_id: UnitId | msgspec.UnsetType | None = msgspec.UNSET


class UserPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    role: Role | msgspec.UnsetType = msgspec.UNSET
    staff_id: StaffId | msgspec.UnsetType | None = msgspec.UNSET
    unit_id: UnitId | msgspec.UnsetType | None = msgspec.UNSET
    disabled: bool | msgspec.UnsetType = msgspec.UNSET


class MadeUser(msgspec.Struct, frozen=True):
    user: User
    password: str  # one-time, told only here


class OneTimePassword(msgspec.Struct, frozen=True):
    password: str


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """A chat account of the brand's staff; `groups`: how many it owns; `unit_id`: where in the organisation."""

    id: int
    name: str
    platform: str
    external_id: str
    groups: int
    unit_id: int | None


class StaffMembers(msgspec.Struct, frozen=True):
    items: list[StaffMember]


class Colleague(msgspec.Struct, frozen=True):
    id: int
    name: str


class Colleagues(msgspec.Struct, frozen=True):
    items: list[Colleague]


def view(conn: sa.Connection, found: list[model.User]) -> list[User]:
    """Accounts with the names of what they are linked to."""
    staff = names(conn, {user.staff_id for user in found if user.staff_id is not None})
    units = organisation.names(conn, {user.unit_id for user in found if user.unit_id is not None})
    return [_view(user, staff, units) for user in found]


def _view(user: model.User, staff: dict[int, str], units: dict[int, str]) -> User:
    signed_in_at = None if user.signed_in_at is None else user.signed_in_at // 1000
    return User(
        id=user.id, login=user.login, name=user.name, role=user.role, staff_id=user.staff_id,
        staff_name=None if user.staff_id is None else staff.get(user.staff_id), unit_id=user.unit_id,
        unit_name=None if user.unit_id is None else units.get(user.unit_id), disabled=user.disabled,
        must_change_password=user.must_change, created_at=user.created_at // 1000, signed_in_at=signed_in_at,
    )  # fmt: skip


@get("/users", operation_id="list_users", tags=["users"], opt={"permission": Permission.USERS_MANAGE},
     sync_to_thread=True)  # fmt: skip
def list_users(context: NeedsContext) -> Users:
    """All accounts, disabled ones too."""
    with context.state.read() as conn:
        return Users(view(conn, store.users(conn)))


@post("/users", operation_id="create_user", tags=["users"], opt=MANAGE, sync_to_thread=True)
def create_user(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[NewUser]) -> MadeUser:
    """A new account with a one-time password, which its owner changes at the first sign-in."""
    _linked(context, data.staff_id, data.unit_id)
    with refusals():
        user, password = users.create_user(context.state, viewer, data.login, data.name, data.role, data.staff_id,
                                           now=context.now(), unit_id=data.unit_id or None)  # fmt: skip
    with context.state.read() as conn:
        return MadeUser(view(conn, [user])[0], password)


@patch("/users/{user_id:int}", operation_id="change_user", tags=["users"], opt=MANAGE, sync_to_thread=True)
def change_user(
    context: NeedsContext, viewer: NeedsViewer, user_id: UserId, data: JSONBody[UserPatch]
) -> User:
    """Change an account. Disabling signs it out everywhere and silences its tokens."""
    _linked(context, data.staff_id, data.unit_id)
    wanted = users.Change(name=data.name, role=data.role, staff_id=data.staff_id, unit_id=data.unit_id,
                          disabled=data.disabled)  # fmt: skip
    with refusals():
        user = users.change_user(context.state, viewer, user_id, wanted, now=context.now())
    with context.state.read() as conn:
        return view(conn, [user])[0]


@post("/users/{user_id:int}/password", operation_id="reset_password", tags=["users"], opt=MANAGE,
      sync_to_thread=True, status_code=200)  # fmt: skip
def reset_password(context: NeedsContext, viewer: NeedsViewer, user_id: UserId) -> OneTimePassword:
    """A new one-time password for somebody else; their sessions end, and their lock-out."""
    with refusals():
        return OneTimePassword(users.reset_password(context.state, viewer, user_id, now=context.now()))


@get("/staff", operation_id="list_staff", tags=["users"], opt={"permission": Permission.STAFF_SEE},
     sync_to_thread=True)  # fmt: skip
def list_staff(
    context: NeedsContext, viewer: NeedsViewer, q: Annotated[str, QueryParameter(max_length=200)] = ""
) -> StaffMembers:
    """The fifty members of staff with most groups whose name or id holds `q`, of those one sees."""
    with context.state.read() as conn:
        found = members(conn, viewer.scope, text=q.replace("\x00", "").strip())
        units = organisation.units_of(conn, [one.id for one in found])
    return StaffMembers([_member(one, units.get(one.id)) for one in found])


@get("/colleagues", operation_id="list_colleagues", tags=["users"], opt={"permission": None},
     sync_to_thread=True)  # fmt: skip
def list_colleagues(context: NeedsContext) -> Colleagues:
    """Who can be handed a task: the name of every account that may do one and is not disabled."""
    with context.state.read() as conn:
        able = [user for user in store.users(conn) if Permission.TASKS_DO in PERMISSIONS[user.role]]
    return Colleagues([Colleague(user.id, user.name) for user in able if not user.disabled])


def _member(one: Member, unit_id: int | None) -> StaffMember:
    return StaffMember(**msgspec.structs.asdict(one), unit_id=unit_id)


def _linked(
    context: Context, staff_id: int | msgspec.UnsetType | None, unit_id: int | msgspec.UnsetType | None
) -> None:
    """What an account is linked to must exist."""
    with context.state.read() as conn:
        if isinstance(staff_id, int) and not is_member(conn, staff_id):
            raise Problem(400, "unknown_staff", errors=[Place("staff_id", "unknown_staff")])
        if isinstance(unit_id, int) and not organisation.names(conn, [unit_id]):
            raise Problem(400, "unknown_unit", errors=[Place("unit_id", "unknown_unit")])


routes = [list_users, create_user, change_user, reset_password, list_staff, list_colleagues]
