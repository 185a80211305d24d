"""The client's side of a page beside a chat: a script that stands in for its SDK, and the check of a page's signatures.

Which chat it is stands in the page's fragment, which no server sees and no signature covers:
`#ww=single_chat_tools:<external_userid>`, `#ww=group_chat_tools:<chat_id>`.
"""

import hashlib
import hmac
from typing import TYPE_CHECKING

from yutang.fakecom.api.tokens import ticket_of
from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

SDK = "/node/open/js/wecom-jssdk-2.0.2.js"  # as on the platform's own host
AGREE = "/node/open/agree"
FRESH_S = 600
SCRIPT = """(() => {
  const told = new URLSearchParams(location.hash.slice(1)).get("ww");
  if (told) sessionStorage.setItem("ww", told);
  const [entry, id] = (sessionStorage.getItem("ww") || "normal").split(/:(.*)/s);
  const home = new URL(document.currentScript.src).origin;
  let agreed = Promise.reject(new Error("not registered"));
  agreed.catch(() => undefined);
  const check = async (kind, options, sign) => {
    const url = location.href.split("#")[0];
    const said = await sign(url);
    const asked = { corp: options.corpId, agentid: options.agentId, kind, url, ...said };
    const answer = await fetch(`${home}/node/open/agree?${new URLSearchParams(asked)}`);
    if (!(await answer.json()).agreed) throw new Error(`${kind}:fail invalid signature`);
  };
  const within = (which, what) => async () => {
    await agreed;
    if (!which.includes(entry)) throw new Error("fail without context of external contact");
    return { [what]: id };
  };
  window.ww = {
    SDK_VERSION: "fakecom",
    drafts: [],
    register(options) {
      agreed = Promise.all([
        check("config", options, options.getConfigSignature),
        check("agent", options, options.getAgentConfigSignature),
      ]);
      agreed.catch(() => undefined);
    },
    getContext: async () => { await agreed; return { entry }; },
    getCurExternalContact: within(["single_chat_tools", "contact_profile"], "userId"),
    getCurExternalChat: within(["group_chat_tools"], "chatId"),
    sendChatMessage: async (message) => { await agreed; window.ww.drafts.push(message); },
  };
})();
"""


@control("GET", SDK)
def sdk(fake: "Fake", ask: Fields) -> Answer:
    """A script that stands in for the client's SDK in a plain browser. Messages become drafts, as they do there."""
    return Answer(
        SCRIPT.encode(), kind="text/javascript; charset=utf-8", headers=[("Cache-Control", "no-cache")]
    )


@control("GET", AGREE)
def agree(fake: "Fake", ask: Fields) -> Answer:
    """Whether a page's signature is right: with our own ticket, of its address without fragment, and fresh."""
    corp = corp_of(fake, ask)
    whose = "corp" if ask.text("kind") == "config" else f"agent-{ask.number('agentid')}"
    ticket = ticket_of(fake.state, corp.corpid, whose)
    stamp, nonce, url = ask.text("timestamp"), ask.text("nonceStr"), ask.text("url")
    told = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={stamp}&url={url}"
    right = hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()
    fresh = stamp.isdigit() and abs(int(stamp) - fake.state.now // 1000) <= FRESH_S
    good = fresh and "#" not in url and hmac.compare_digest(right.encode(), ask.text("signature").encode())
    body = b'{"agreed":true}' if good else b'{"agreed":false}'
    return Answer(body, headers=[("Access-Control-Allow-Origin", "*")])
