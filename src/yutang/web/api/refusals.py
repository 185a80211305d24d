"""What accounts and the organisation refuse, as problems: the status, and the input it is about."""

from collections.abc import Generator
from contextlib import contextmanager

from yutang.kit.errors import YutangError
from yutang.web.problem import Place, Problem

STATUS = {
    "not_found": 404, "not_for_tokens": 403, "own_account": 403, "role_above_own": 403, "login_wrong": 401,
    "login_locked": 429, "too_many": 429, "sign_in_busy": 503, "password_wrong": 400, "password_same": 400,
    "password_short": 400, "password_long": 400, "password_plain": 400, "login_bad": 400, "name_bad": 400,
    "token_scopes": 400, "token_past": 400, "preference_name": 400, "preference_large": 400,
    "reveal_not_own": 403, "attribute_code": 400, "attribute_reserved": 400, "attribute_choices": 400,
    "attribute_value": 400, "note_bad": 400, "consent_purpose": 400, "consent_notice": 400, "consent_past": 400,
    "tag_whole_name": 400, "tag_past": 400, "merge_same": 400, "part_all": 400,
    "unit_level": 400, "preset_names": 400,
    "layer_name": 400, "layer_tiers": 400, "layer_tier_twice": 400, "layer_tier_unknown": 400, "layer_hold": 400,
    "layer_capacity": 400, "layer_names_itself": 400, "proposal_reason": 400,
    "reason_needed": 400, "allocation_attribute": 400,
    "allocation_twice": 400, "allocation_others": 403,
    "tag_name": 400, "tag_days": 400, "tag_description": 400, "tag_words": 400,
    "send_purpose": 400, "send_audience": 400, "send_filter": 400, "send_attachment": 400, "send_others": 403,
    "picture_size": 400, "picture_kind": 400, "moment_audience": 400, "upload_kind": 400, "upload_over": 400,
    "connection_channel": 400, "connection_field": 400, "connection_host": 400,
    "handover_receivers": 400, "handover_message": 400,
    "moderation_member": 400, "moderation_message": 400, "moderation_evidence": 400, "moderation_text": 400,
    "moderation_due": 400, "founding_staff": 400, "founding_name": 400,
    "source_span": 400, "source_hours": 400, "welcome_long": 400, "welcome_link": 400, "welcome_picture": 400,
    "code_connection": 400, "code_seats": 400, "code_seat": 400, "code_cap": 400, "code_full_at": 400,
    "code_base_name": 400, "welcome_picture_kind": 400, "welcome_picture_large": 400,
}  # fmt: skip
PLACES = {
    "password_wrong": "old", "password_same": "new", "password_short": "new", "password_long": "new",
    "password_plain": "new", "login_bad": "login", "login_taken": "login", "name_bad": "name",
    "attribute_code": "code", "attribute_reserved": "type", "attribute_taken": "code", "attribute_choices": "choices",
    "attribute_value": "value", "note_bad": "text", "consent_purpose": "purpose", "consent_notice": "notice",
    "consent_past": "until_at", "tag_past": "until_at",
    "token_scopes": "scopes", "token_past": "expires_at", "unit_level": "level", "preset_names": "names",
    "proposal_reason": "reason", "allocation_attribute": "attribute",
    "send_purpose": "purpose", "send_audience": "segment_id", "send_filter": "tags", "moment_audience": "staff",
    "send_attachment": "attachments",
    "moderation_member": "member", "moderation_message": "message", "moderation_evidence": "reason",
    "moderation_text": "text", "moderation_due": "due_at", "founding_staff": "staff_id", "founding_name": "name",
    "tag_name": "name", "tag_days": "until_days", "tag_description": "description", "tag_words": "words",
}  # fmt: skip


@contextmanager
def refusals() -> Generator[None]:
    """Around a call below: its YutangErrors become problems; a conflict (409) is what has no status here."""
    try:
        yield
    except YutangError as why:
        problem = Problem(STATUS.get(why.code, 409), why.code)
        problem.params = why.params
        if why.code in PLACES:
            problem.errors = [Place(PLACES[why.code], why.code, why.params)]
        seconds = why.params.get("seconds", 2 if why.code == "sign_in_busy" else None)
        problem.retry_after = seconds if isinstance(seconds, int) else None
        raise problem from None
