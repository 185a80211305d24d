"""Who acts, what they may do, and what they may see. Pure values; no I/O.

A role gives permissions (what may be done) and a scope (on whose groups and customers). The scope is a rule that is
AND-ed to every query below the API (`groups.store.in_scope`, `staff.scope`), never a filter of a screen.
"""

import enum

import msgspec


class Role(enum.StrEnum):
    """Roles of accounts. Not `ledger.catalogue.Role`, which says what a chat account is to the brand."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    ANALYST = "analyst"


class Permission(enum.StrEnum):
    """What a route asks for. A token's scopes are a subset of its owner's permissions."""

    GROUPS_SEE = "groups.see"
    ADVICE_ACT = (
        "advice.act"  # accept, snooze, keep, undo; tag groups, ask for acts in them: within one's scope
    )
    TASKS_SEE = "tasks.see"
    TASKS_DO = "tasks.do"
    IMPORTS_SEE = "imports.see"
    IMPORTS_RUN = "imports.run"  # upload, start, cancel, undo
    FACTS_POST = "facts.post"
    REPORTS_SEE = "reports.see"  # daily and weekly summaries hold every group
    REPORTS_MANAGE = "reports.manage"  # webhooks
    STAFF_SEE = "staff.see"
    STAFF_HAND_OVER = "staff.hand_over"  # customers and groups of staff in one's scope to others in it
    USERS_MANAGE = "users.manage"
    TOKENS_MANAGE = "tokens.manage"
    AUDIT_SEE = "audit.see"
    CUSTOMERS_SEE = "customers.see"  # phones and e-mails masked
    CUSTOMERS_EDIT = "customers.edit"  # tags, notes, attributes, consents, merges: within one's scope
    CUSTOMERS_ERASE = "customers.erase"
    CONTACTS_REVEAL = "contacts.reveal"  # a phone or an e-mail in full: within one's scope
    SEGMENTS_SEE = "segments.see"
    SEGMENTS_EDIT = "segments.edit"
    ORG_SEE = "org.see"
    ORG_MANAGE = "org.manage"  # who stands where decides who sees what
    SOURCES_SEE = "sources.see"  # codes lead to everybody's customers: for those who see everything
    SOURCES_EDIT = "sources.edit"
    SENDS_SEE = "sends.see"
    SENDS_EDIT = "sends.edit"  # compose, confirm, cancel, remind: to customers in one's scope
    CONNECTIONS_MANAGE = "connections.manage"  # channel accounts and their secrets


_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.SUPERVISOR: frozenset(
        {_P.GROUPS_SEE, _P.ADVICE_ACT, _P.TASKS_SEE, _P.TASKS_DO, _P.IMPORTS_SEE, _P.IMPORTS_RUN,
         _P.REPORTS_SEE, _P.REPORTS_MANAGE, _P.STAFF_SEE, _P.CUSTOMERS_SEE, _P.CUSTOMERS_EDIT,
         _P.CONTACTS_REVEAL, _P.SEGMENTS_SEE, _P.SEGMENTS_EDIT, _P.ORG_SEE, _P.SENDS_SEE, _P.SENDS_EDIT,
         _P.SOURCES_SEE, _P.SOURCES_EDIT, _P.STAFF_HAND_OVER}
    ),
    Role.OPERATOR: frozenset(
        {_P.GROUPS_SEE, _P.ADVICE_ACT, _P.TASKS_SEE, _P.TASKS_DO, _P.CUSTOMERS_SEE, _P.CUSTOMERS_EDIT,
         _P.CONTACTS_REVEAL, _P.SEGMENTS_SEE, _P.SENDS_SEE}
    ),
    Role.ANALYST: frozenset(
        {_P.GROUPS_SEE, _P.TASKS_SEE, _P.IMPORTS_SEE, _P.REPORTS_SEE, _P.STAFF_SEE, _P.CUSTOMERS_SEE,
         _P.SEGMENTS_SEE, _P.ORG_SEE, _P.SENDS_SEE, _P.SOURCES_SEE}
    ),
}  # fmt: skip

# Imports and summaries hold what every unit did: for those who see everything.
_OF_ALL = frozenset(
    {_P.IMPORTS_SEE, _P.IMPORTS_RUN, _P.REPORTS_SEE, _P.REPORTS_MANAGE, _P.SOURCES_SEE, _P.SOURCES_EDIT}
)


class Scope(msgspec.Struct, frozen=True):
    """What a viewer sees: all, or what is of `staff` (identity ids): groups they own, customers they follow."""

    everything: bool
    staff: frozenset[int] = frozenset()


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. Every action and query below the API takes one."""

    user_id: int
    login: str
    name: str
    role: Role
    staff_id: int | None = None  # the identity (customers.identity.id) this account works as
    unit_id: int | None = None  # the unit of the organisation (staff.org_unit.id) this account answers for
    unit_staff: frozenset[int] = frozenset()  # identities of the staff of that unit and of all units below it
    token_id: int | None = None  # set when an API token speaks for the user
    token_scopes: frozenset[Permission] | None = None
    address: str = ""  # where from, for the audit log

    def may(self, permission: Permission) -> bool:
        """A token may do what its owner may, and what it was given."""
        given = self.token_scopes
        if self.answers_for_a_unit and permission in _OF_ALL:
            return False
        return permission in PERMISSIONS[self.role] and (given is None or permission in given)

    @property
    def answers_for_a_unit(self) -> bool:
        """A supervisor of one unit and what is below it; one without a unit supervises all."""
        return self.role is Role.SUPERVISOR and self.unit_id is not None

    @property
    def scope(self) -> Scope:
        """Operators see what is their own, a unit's supervisor also what is their unit's; all others everything.

        An account that no staff and no unit is linked to sees nothing then, never all.
        """
        own = frozenset({self.staff_id} if self.staff_id is not None else ())
        if self.answers_for_a_unit:
            return Scope(everything=False, staff=self.unit_staff | own)
        if self.role is not Role.OPERATOR:
            return Scope(everything=True)
        return Scope(everything=False, staff=own)


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """What a request's cookie or token proved. `csrf`: None for tokens, which no browser sends by itself."""

    viewer: Viewer
    csrf: str | None = None
    must_change: bool = False  # a one-time password: only its change is answered
    session_id: int | None = None


class User(msgspec.Struct, frozen=True, kw_only=True):
    """An account as others may know it."""

    id: int
    login: str
    name: str
    role: Role
    staff_id: int | None
    unit_id: int | None = None
    disabled: bool
    must_change: bool
    created_at: int  # microseconds, UTC, as everywhere below the API
    signed_in_at: int | None
