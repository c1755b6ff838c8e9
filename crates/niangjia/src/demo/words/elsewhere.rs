//! Sentence patterns of a call and of a message. `{人}` is how the contact person is called; the other
//! braces are lists in `lists.rs`.

use super::fits::{EVERY_NEED, EVERYBODY, FRAIL, ORDINARY, Pattern, WITH_CHILD, WORKING_AGE, said};

pub(super) const BY_TELEPHONE: &[Pattern] = &[
    said("look_in", EVERYBODY, "打电话问了问，{人}说{身体}，不用跑一趟。"),
    said("look_in", EVERY_NEED, "{人}在{外地}{子女}家住几天，电话里说一切都好。"),
    said("look_in", EVERYBODY, "电话里提醒{人}{提醒}，答应了。"),
    said("policy", EVERYBODY, "{人}来电话问{政策}，当场在电话里说清楚了。"),
    said("health", FRAIL, "电话回访，{医院}开的药吃着有用，{身体}。"),
    said("child", WITH_CHILD, "电话里问{孩}，{人}说{功课}。"),
    said("work", WORKING_AGE, "打电话说{单位}在招人，{人}明天就去看。"),
    said("look_in", EVERYBODY, "通了电话，听声音精神挺好，{近况}。"),
    said("look_in", EVERYBODY, "{天}，打电话请{人}{防备}。"),
    said("policy", EVERY_NEED, "打电话告诉{人}，{补助}的公示贴出来了，名单上有。"),
    said("look_in", ORDINARY, "打电话约{人}周{周}来小区的{队}，说有空就来。"),
];

pub(super) const BY_MESSAGE: &[Pattern] = &[
    said("policy", EVERYBODY, "微信发了{政策}的链接，{人}回了“收到”。"),
    said("look_in", EVERYBODY, "微信问好，{人}发来一张{照片}的照片。"),
    said("child", WITH_CHILD, "微信把{班}的时间发过去，{人}说{孩}想来。"),
    said("look_in", ORDINARY, "楼栋群里{人}{群里}，当时就回了。"),
    said("work", WORKING_AGE, "微信转了{单位}的招工，{人}说已经打过电话。"),
    said("look_in", EVERYBODY, "微信提醒{人}{提醒}，回“放心”。"),
    said("policy", EVERYBODY, "微信里说了{反诈要点}，{人}转给了家里人。"),
    said("look_in", EVERYBODY, "微信语音聊了几句，{近况}。"),
];
