(() => {
  const told = document.body.dataset;
  const say = (word) => { document.getElementById("said").textContent = told[word] || ""; };
  const textOf = (id) => document.getElementById(id).textContent;
  const show = (which) => document.querySelectorAll(which).forEach((one) => { one.hidden = false; });
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea"); // an address without https
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("copy");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy],[data-fill]");
    if (!button) return;
    if (button.dataset.copy) {
      copy(textOf(button.dataset.copy)).then(() => say("copied"), () => say("uncopied"));
    } else {
      // Into the chat's input: nobody gets it before the member of staff taps.
      window.ww.sendChatMessage({ msgtype: "text", text: { content: textOf(button.dataset.fill) } }).then(() => say("filled"), () => say("unfilled"));
    }
  });
  show("[data-copy]");
  if (!told.corp) return;
  const signed = (kind) => async (url) => {
    const answer = await fetch(`${told.base}/signature?kind=${kind}&url=${encodeURIComponent(url)}`);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  const go = (page, name, id) => location.replace(`${told.base}/${page}?${name}=${encodeURIComponent(id)}`);
  const begin = async (ww) => {
    ww.register({
      corpId: told.corp, agentId: Number(told.agent),
      jsApiList: ["getContext", "getCurExternalContact", "getCurExternalChat", "sendChatMessage"],
      getConfigSignature: signed("config"), getAgentConfigSignature: signed("agent"),
    });
    const { entry } = await ww.getContext();
    if (entry === "group_chat_tools") {
      const { chatId } = await ww.getCurExternalChat();
      if (chatId !== told.account) return go("group", "chat", chatId);
    } else if (entry === "single_chat_tools" || entry === "contact_profile") {
      const { userId } = await ww.getCurExternalContact();
      if (userId !== told.account) return go("customer", "account", userId);
    } else if (told.kind === "entry") return say("elsewhere");
    if (entry !== "normal") show("[data-fill]");
  };
  addEventListener("DOMContentLoaded", () => {
    if (window.ww) begin(window.ww).catch(() => say("unsigned"));
    else say("unsigned");
  });
})();
