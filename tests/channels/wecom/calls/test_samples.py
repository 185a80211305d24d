"""Every public sample of an endpoint that we use: answers lose no field, requests have no field that we don't know."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from yutang.channels.wecom.calls import (
    app,
    archive,
    customers,
    directory,
    groups,
    mass,
    media,
    messages,
    moments,
    statistics,
    tags,
    transfer,
    ways,
)
from yutang.channels.wecom.wire import Ask, Wire, encode, read, write

E, C, M, G = "CgibinExternalContact", "ContactWay", "GroupMessage", "GroupChat"
ANSWERS: dict[str, type[Wire]] = {
    f"{E}/{E}GetFollowUserListResponse": customers.FollowUsers,
    f"{E}/{E}ListResponse": customers.ExternalIds,
    f"{E}/{E}GetResponse": customers.Detail,
    f"{E}/{E}BatchGetByUserResponse": customers.Batch,
    f"{E}/{E}ContactListResponse": customers.ServedList,
    f"{E}/{E}UnionIdToExternalUserIdResponse": customers.ExternalId,
    f"{E}/{E}ConvertToOpenIdResponse": customers.Openid,
    f"{E}/{E}GetUnassignedListResponse": transfer.UnassignedList,
    f"{E}/{E}GetUserBehaviorDataResponse": statistics.Behaviours,
    f"{E}/{E}OpenGroupIdToChatIdResponse": groups.ChatId,
    f"{E}/{C}/{E}AddContactWayResponse": ways.AddedWay,
    f"{E}/{C}/{E}GetContactWayResponse": ways.GotWay,
    f"{E}/{C}/{E}ListContactWayResponse": ways.WayList,
    f"{E}/CorpTag/{E}AddCorpTagResponse": tags.AddedTags,
    f"{E}/CorpTag/{E}GetCorpTagListResponse": tags.TagGroups,
    f"{E}/StrategyTag/{E}GetStrategyTagListResponse": tags.TagGroups,
    f"{E}/{G}/{E}GroupChatGetResponse": groups.GotGroup,
    f"{E}/{G}/{E}GroupChatListResponse": groups.GroupList,
    f"{E}/{G}/{E}GroupChatOnJobTransferResponse": transfer.FailedGroups,
    f"{E}/{G}/{E}GroupChatTransferResponse": transfer.FailedGroups,
    f"{E}/{G}/JoinWay/{E}GroupChatAddJoinWayResponse": ways.ConfigId,
    f"{E}/{G}/JoinWay/{E}GroupChatGetJoinWayResponse": ways.GotJoinWay,
    f"{E}/{G}/Statistics/{E}GroupChatStatisticsResponse": groups.ByOwner,
    f"{E}/{G}/Statistics/{E}GroupChatStatisticsGroupByDayResponse": groups.ByDay,
    f"{E}/{M}/{E}AddMessageTemplateResponse": mass.Added,
    f"{E}/{M}/{E}GetGroupMessageListV2Response": mass.MassMessages,
    f"{E}/{M}/{E}GetGroupMessageTaskResponse": mass.MassTasks,
    f"{E}/{M}/{E}GetGroupMessageSendResultResponse": mass.MassResults,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateAddResponse": messages.TemplateId,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateGetResponse": messages.Template,
    f"{E}/Moment/{E}AddMomentTaskResponse": moments.JobId,
    f"{E}/Moment/{E}GetMomentTaskResultResponse": moments.Job,
    f"{E}/Moment/{E}GetMomentListResponse": moments.Moments,
    f"{E}/Moment/{E}GetMomentTaskResponse": moments.MomentTasks,
    f"{E}/Moment/{E}GetMomentCustomerListResponse": moments.MomentCustomers,
    f"{E}/Moment/{E}GetMomentSendResultResponse": moments.MomentCustomers,
    f"{E}/Moment/{E}GetMomentCommentsResponse": moments.Reactions,
    f"{E}/Transfer/{E}TransferCustomerResponse": transfer.StartedList,
    f"{E}/Transfer/{E}TransferResultResponse": transfer.TransferredList,
    f"{E}/Transfer/{E}ResignedTransferCustomerResponse": transfer.StartedList,
    f"{E}/Transfer/{E}ResignedTransferResultResponse": transfer.TransferredList,
    "CgibinUser/CgibinUserGetResponse": directory.User,
    "CgibinUser/CgibinUserListResponse": directory.Users,
    "CgibinUser/CgibinUserSimpleListResponse": directory.Users,
    "CgibinAuth/CgibinAuthGetUserInfoResponse": directory.Who,
    "Cgibin/CgibinGetCallbackIpResponse": directory.Addresses,
    "Cgibin/CgibinGetJsapiTicketResponse": directory.Ticket,
    "Cgibin/CgibinTicketGetResponse": directory.Ticket,
    "CgibinMedia/CgibinMediaUploadResponse": media.Uploaded,
    "CgibinMedia/CgibinMediaUploadImageResponse": media.Picture,
    "CgibinMedia/CgibinMediaUploadByUrlResponse": media.UrlJob,
    "CgibinMessage/CgibinMessageSendResponse": app.SentApp,
    "CgibinMessage/CgibinMessageUpdateTemplateCardResponse": app.UpdatedCard,
    "CgibinMessageAudit/CgibinMessageAuditGetPermitUserListResponse": archive.Seats,
    "CgibinMessageAudit/CgibinMessageAuditCheckSingleAgreeResponse": archive.Agreements,
    "CgibinMessageAudit/CgibinMessageAuditCheckRoomAgreeResponse": archive.Agreements,
    "CgibinMessageAudit/CgibinMessageAuditGetRobotInfoResponse": archive.GotRobot,
    "CgibinMessageAudit/CgibinMessageAuditGroupChatGetResponse": archive.InternalGroup,
}
REQUESTS: dict[str, type[Ask]] = {
    f"{E}/{E}BatchGetByUserRequest": customers.BatchAsk,
    f"{E}/{E}ContactListRequest": customers.PageAsk,
    f"{E}/{E}RemarkRequest": customers.RemarkAsk,
    f"{E}/{E}UnionIdToExternalUserIdRequest": customers.UnionidAsk,
    f"{E}/{E}ConvertToOpenIdRequest": customers.OpenidAsk,
    f"{E}/{E}GetUnassignedListRequest": transfer.UnassignedAsk,
    f"{E}/{E}GetUserBehaviorDataRequest": statistics.BehaviourAsk,
    f"{E}/{E}MarkTagRequest": tags.MarkAsk,
    f"{E}/{E}CloseTempChatRequest": ways.CloseTempAsk,
    f"{E}/{E}OpenGroupIdToChatIdRequest": groups.OpengidAsk,
    f"{E}/{C}/{E}AddContactWayRequest": ways.AddAsk,
    f"{E}/{C}/{E}GetContactWayRequest": ways.ConfigAsk,
    f"{E}/{C}/{E}ListContactWayRequest": ways.ListAsk,
    f"{E}/{C}/{E}UpdateContactWayRequest": ways.UpdateAsk,
    f"{E}/{C}/{E}DeleteContactWayRequest": ways.ConfigAsk,
    f"{E}/CorpTag/{E}AddCorpTagRequest": tags.AddAsk,
    f"{E}/CorpTag/{E}EditCorpTagRequest": tags.EditAsk,
    f"{E}/CorpTag/{E}DeleteCorpTagRequest": tags.DeleteAsk,
    f"{E}/CorpTag/{E}GetCorpTagListRequest": tags.ListAsk,
    f"{E}/StrategyTag/{E}GetStrategyTagListRequest": tags.StrategyListAsk,
    f"{E}/{G}/{E}GroupChatGetRequest": groups.GetAsk,
    f"{E}/{G}/{E}GroupChatListRequest": groups.ListAsk,
    f"{E}/{G}/{E}GroupChatOnJobTransferRequest": transfer.GroupsAsk,
    f"{E}/{G}/{E}GroupChatTransferRequest": transfer.GroupsAsk,
    f"{E}/{G}/JoinWay/{E}GroupChatAddJoinWayRequest": ways.JoinAddAsk,
    f"{E}/{G}/JoinWay/{E}GroupChatUpdateJoinWayRequest": ways.JoinUpdateAsk,
    f"{E}/{G}/JoinWay/{E}GroupChatGetJoinWayRequest": ways.ConfigAsk,
    f"{E}/{G}/JoinWay/{E}GroupChatDeleteJoinWayRequest": ways.ConfigAsk,
    f"{E}/{G}/Statistics/{E}GroupChatStatisticsRequest": groups.ByOwnerAsk,
    f"{E}/{G}/Statistics/{E}GroupChatStatisticsGroupByDayRequest": groups.ByDayAsk,
    f"{E}/{M}/{E}AddMessageTemplateRequest": mass.AddAsk,
    f"{E}/{M}/{E}GetGroupMessageListV2Request": mass.ListAsk,
    f"{E}/{M}/{E}GetGroupMessageTaskRequest": mass.TasksAsk,
    f"{E}/{M}/{E}GetGroupMessageSendResultRequest": mass.ResultsAsk,
    f"{E}/{M}/{E}RemindGroupMessageSendRequest": mass.MessageAsk,
    f"{E}/{M}/{E}CancelGroupMessageSendRequest": mass.MessageAsk,
    f"{E}/GroupWelcome/{E}SendWelcomeMessageRequest": messages.WelcomeAsk,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateAddRequest": messages.TemplateAddAsk,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateEditRequest": messages.TemplateEditAsk,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateGetRequest": messages.TemplateAsk,
    f"{E}/GroupWelcome/{E}GroupWelcomeTemplateDeleteRequest": messages.TemplateAsk,
    f"{E}/Moment/{E}AddMomentTaskRequest": moments.AddAsk,
    f"{E}/Moment/{E}GetMomentListRequest": moments.ListAsk,
    f"{E}/Moment/{E}GetMomentTaskRequest": moments.MomentAsk,
    f"{E}/Moment/{E}GetMomentCustomerListRequest": moments.OfMemberAsk,
    f"{E}/Moment/{E}GetMomentSendResultRequest": moments.OfMemberAsk,
    f"{E}/Moment/{E}GetMomentCommentsRequest": moments.OfMemberAsk,
    f"{E}/Moment/{E}CancelMomentTaskRequest": moments.CancelAsk,
    f"{E}/Transfer/{E}TransferCustomerRequest": transfer.CustomersAsk,
    f"{E}/Transfer/{E}TransferResultRequest": transfer.ResultAsk,
    f"{E}/Transfer/{E}ResignedTransferCustomerRequest": transfer.CustomersAsk,
    f"{E}/Transfer/{E}ResignedTransferResultRequest": transfer.ResultAsk,
    "CgibinMedia/CgibinMediaUploadByUrlRequest": media.UrlAsk,
    "CgibinMessage/CgibinMessageRecallRequest": app.RecallAsk,
    "CgibinMessage/CgibinMessageUpdateTemplateCardRequest": app.UpdateCardAsk,
    "CgibinMessageAudit/CgibinMessageAuditGetPermitUserListRequest": archive.SeatsAsk,
    "CgibinMessageAudit/CgibinMessageAuditCheckSingleAgreeRequest": archive.SingleAsk,
    "CgibinMessageAudit/CgibinMessageAuditCheckRoomAgreeRequest": archive.RoomAsk,
}


def _sample(samples: Path, name: str) -> Any:
    path = samples / "wecom_payloads" / "skit" / "api" / f"{name}.json"
    return json.loads(path.read_text("utf-8-sig"))


def _lost(told: Any, kept: Any, where: str = "") -> list[str]:
    """Places whose value is gone or another. A number that came as a text is the same number."""
    if isinstance(told, dict):
        here = [] if isinstance(kept, dict) else [where]
        return here or [
            lost
            for name, value in told.items()
            for lost in (_lost(value, kept[name], f"{where}.{name}") if name in kept else [f"{where}.{name}"])
        ]
    if isinstance(told, list):
        if not isinstance(kept, list) or len(told) != len(kept):
            return [where]
        return [lost for one, other in zip(told, kept, strict=True) for lost in _lost(one, other, where)]
    return [] if told == kept or (type(told) is not type(kept) and str(told) == str(kept)) else [where]


@pytest.mark.samples
@pytest.mark.parametrize("name", sorted(ANSWERS), ids=lambda name: name.rpartition("/")[2])
def test_an_answer_is_read_and_written_without_loss(samples: Path, name: str) -> None:
    told = _sample(samples, name)
    found = read(ANSWERS[name], told)
    assert _lost(told, write(found)) == []
    assert {field for field in told if field not in found.extra} or set(told) <= {"errcode", "errmsg"}


@pytest.mark.samples
@pytest.mark.parametrize("name", sorted(REQUESTS), ids=lambda name: name.rpartition("/")[2])
def test_a_request_has_every_field_of_the_documents(samples: Path, name: str) -> None:
    told = _sample(samples, name)
    assert json.loads(encode(msgspec.convert(told, REQUESTS[name]))) == told


def test_what_is_lost_is_seen() -> None:
    assert _lost({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}) == [".a.c"]
    assert _lost({"a": [1, 2]}, {"a": [1]}) == [".a"]
    assert _lost({"a": "1", "b": 1}, {"a": 1, "b": 2}) == [".b"]
