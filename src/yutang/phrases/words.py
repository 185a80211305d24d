"""What people write when they ask, greet, complain or call everybody: RE2 alternatives, Chinese and English.

Heuristics. `docs/methods/statistics.md` says what they miss; add a word here and its line in the test.
"""

# "?" inside an address is no question, hence the look at what follows it.
QUESTION_MARK = r"？|\?(?:[^0-9A-Za-z_%&=+./#-]|$)"
QUESTION = (
    rf"{QUESTION_MARK}|吗|嗎|(?:呢|不|没|沒)[\s。！!~～]*$"
    "|怎么|怎麼|怎样|怎樣|如何|什[么麼](?:[^的都也]|$)|为啥|为什|為什|干嘛"
    "|多少|多久|多大|几点|幾點|几号|哪里|哪裡|哪儿|哪个|哪個|哪家|哪些"
    "|有没有|有沒有|是不是|能不能|可不可以|可以不|请问|請問|求助|求推荐|谁知道|誰知道|谁有"
    r"|(?i:\b(?:how (?:do|does|to|can|much|many|long|come)|what(?:'s| is| are| time)"
    "|wh(?:ere|en|y|o) (?:can|is|are|do|does|did|will)"
    r"|(?:anyone|anybody|does any\w*) \w+|is there|are there|(?:can|could) (?:i|you|we|some\w+|any\w+))\b)"
)

MENTION_ALL = (
    "[@＠](?:所有人|全体成员|全體成員|全体|全員|全员|大家)"
    "|(?i:(?:^|[^0-9a-z])@(?:all|everyone|channel|here)(?:[^0-9a-z_.]|$))"
    "|<!(?:channel|here|everyone)"
)

# 骗 after 不, 没, 别 ("不骗你") is a promise, not a complaint.
COMPLAINT = (
    "退款|退钱|退錢|退货|退貨|假货|假貨|假的|卖假|投诉|投訴|举报|舉報"
    "|(?:^|[^不没沒别別])[骗騙](?:[^你]|$)|上当|上當|坑人|坑爹|太坑|被坑|黑心|欺诈|诈骗|虚假"
    "|没人理|沒人理|没人管|没人回|不理人|不回复|联系不上|差评|差評|维权|維權|曝光|12315|消协|垃圾"
    "|赔偿|賠償|赔钱|太差|质量差|发霉|變質|变质|过期|过敏|破损|坏了|少发|漏发|发错"
    "|不发货|没发货|还没收到|没收到货|气死|失望|恶心|态度差|再也不买"
    r"|(?i:\b(?:refund\w*|money back|chargeback|scam(?:s|mers?|med)?|fraud\w*|fake|counterfeit"
    r"|rip[- ]?off|ripped off|complain\w*|terrible|awful|worst|defective|damaged|expired"
    "|never (?:arrived|received|again)|(?:no ?one|nobody) (?:answers|replies|responds|answered|replied)"
    r"|unacceptable|disgusting)\b)"
)

# What an export writes in place of something that is not text.
MEDIA = (
    r"(?i)\s*(?:(?:[\[【](?:图片|圖片|照片|闪照|语音|語音|视频|視頻|短视频|影片|文件|檔案|表情|动画表情|動畫表情|自定义表情"
    "|贴图|貼圖|音频|音乐|位置|地理位置|名片|红包|紅包|微信红包|转账|聊天记录|合并转发|语音通话|视频通话|视频号|拍一拍"
    r"|photo|image|video|voice|audio|file|sticker|gif|location)(?:[:：][^\[\]【】]*)?[\]】]\s*)+"
    r"|\[(?:文件|檔案|位置|名片|聊天记录|视频号|红包|转账|file|location)\].*"
    "|\u200e?<(?:media omitted|媒体文件已省略|省略多媒体文件|略過多媒體檔|attached: [^<>]*|附件[:：][^<>]*)>"
    "|\u200e?(?:image|video|audio|sticker|gif|document|contact card) omitted)\\s*"
)

# Greetings, thanks, receipts, and whom they greet.
_CHINESE = (
    "早上好|早安|早晨好|早|上午好|中午好|午安|下午好|晚上好|晚安|安安|你好|您好|大家好|在的|在"
    "|收到了|收到|已收到|好的|好|嗯|哦|噢|喔|啊|呀|啦|滴|哒|嘞|了|的|行|可以|明白|了解|知道了|没问题|沒問題"
    "|辛苦了|辛苦|谢谢|謝謝|感谢|感謝|多谢|多謝|哈|嘿|嘻|呵|赞|讚|顶|棒|牛|厉害|打卡|签到|簽到|路过|冒泡|飘过|支持"
    "|恭喜|祝福|快乐|快樂|愉快|幸福|安康|吉祥|加油|元气满满|新的一天|又是|美好的一天|今天"
    "|周末|週末|新年|节日|節日|周[一二三四五六日天]|星期[一二三四五六日天]"
    "|大家|各位|家人们|家人|宝子们|宝宝们|宝们|亲们|亲|姐妹们|姐妹|朋友们|群友们|小伙伴们|伙伴们|老师|群主|们"
)
_ENGLISH = (
    "good (?:morning|afternoon|evening|night|day)|morning|night|hi|hello|hey|thanks|thank you|thx|ty"
    "|ok(?:ay)?|yes|yep|yeah|no problem|np|got it|noted|lol|(?:ha)+|welcome|congrats|congratulations"
    "|great|nice|cool|wow|gm|gn|all|every(?:one|body)|guys|folks|friends|team|there"
    "|so much|very much|to you"
)
# Spaces, punctuation, emoji: all but "?", "<" and ">".
_BLANK = r"[\s\p{Z}\p{Cf}\p{M}\p{So}\p{Sk}!-,./:;=@\[-`{-~。，、！…～·—（）【】「」《》“”]"
FILLER = (
    rf"(?:{_BLANK}|-|\+\s*1|扣\s*1|1+|6{{2,}}|8{{2,}}|\[[^\[\]]{{1,8}}\]|@[^\s\p{{Z}}]+[\s\p{{Z}}]+"
    rf"|{_CHINESE}|\b(?i:{_ENGLISH})\b)+"
)
