//! The sentence patterns. `{人}` is how the contact person is called, the other braces are lists in `variables.rs`.

use niangjia_household::api::NeedKind::{
    self, ChildInDifficulty, Dibao, Disabled, ElderlyAlone, LeftBehind, OutOfWork, SeriouslyIll, SingleParent,
};

/// Whom a pattern fits.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Fits {
    /// The needs (`None`: an ordinary family); empty for every family with a need.
    pub(super) needs: &'static [Option<NeedKind>],
    /// Only a woman under 60.
    pub(super) woman: bool,
    /// Only where there is a child in the house.
    pub(super) child: bool,
}

impl Fits {
    /// Whether it was written for a few needs rather than for everybody.
    pub(super) const fn is_particular(self) -> bool {
        !self.needs.is_empty() && self.needs.len() < 5
    }
}

/// A sentence with variable parts.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Pattern {
    pub(super) matter: &'static str,
    pub(super) fits: Fits,
    pub(super) text: &'static str,
    /// What is said when the matter was looked at again, where that is to be.
    pub(super) done: Option<&'static str>,
}

const EVERY_NEED: Fits = Fits {
    needs: &[],
    woman: false,
    child: false,
};
const EVERYBODY: Fits = Fits {
    needs: &[
        Some(Dibao),
        Some(Disabled),
        Some(SeriouslyIll),
        Some(ChildInDifficulty),
        Some(LeftBehind),
        Some(ElderlyAlone),
        Some(SingleParent),
        Some(OutOfWork),
        None,
    ],
    woman: false,
    child: false,
};
const ORDINARY: Fits = of(&[None]);
const OLD: Fits = of(&[Some(ElderlyAlone)]);
const DISABLED: Fits = of(&[Some(Disabled)]);
const ILL: Fits = of(&[Some(SeriouslyIll)]);
const FRAIL: Fits = of(&[Some(Disabled), Some(SeriouslyIll), Some(ElderlyAlone)]);
const POOR: Fits = of(&[Some(Dibao)]);
const HARD_UP: Fits = of(&[
    Some(Dibao),
    Some(Disabled),
    Some(SeriouslyIll),
    Some(ChildInDifficulty),
]);
const JOBLESS: Fits = of(&[Some(OutOfWork)]);
const WORKING_AGE: Fits = of(&[Some(OutOfWork), Some(SingleParent), Some(Dibao)]);
const WITH_CHILD: Fits = Fits {
    child: true,
    ..of(&[Some(ChildInDifficulty), Some(LeftBehind), Some(SingleParent)])
};
const CHILD_FAR_FROM_PARENTS: Fits = Fits {
    child: true,
    ..of(&[Some(ChildInDifficulty), Some(LeftBehind)])
};
const SINGLE: Fits = of(&[Some(SingleParent)]);
const COUPLE: Fits = of(&[Some(Disabled), Some(SeriouslyIll), Some(Dibao), Some(OutOfWork)]);
const YOUNGER_WOMAN: Fits = Fits {
    woman: true,
    ..EVERYBODY
};

const fn of(needs: &'static [Option<NeedKind>]) -> Fits {
    Fits {
        needs,
        woman: false,
        child: false,
    }
}

const fn said(matter: &'static str, fits: Fits, text: &'static str) -> Pattern {
    Pattern {
        matter,
        fits,
        text,
        done: None,
    }
}

const fn open(matter: &'static str, fits: Fits, text: &'static str, done: &'static str) -> Pattern {
    Pattern {
        matter,
        fits,
        text,
        done: Some(done),
    }
}

pub(super) const AT_HOME: &[Pattern] = &[
    said("look_in", EVERY_NEED, "坐了一会儿，{人}精神不错，{近况}。"),
    said(
        "look_in",
        EVERYBODY,
        "顺路进门看看，{人}正在{家务}，说没什么要帮的。",
    ),
    said("look_in", EVERY_NEED, "带了{小礼}，陪{人}说了会儿话。"),
    said("look_in", EVERY_NEED, "{天}，到家看了看，{查看}。"),
    said("look_in", EVERY_NEED, "{人}在门口和邻居说话，说{身体}。"),
    said("look_in", EVERY_NEED, "帮{人}{杂活}。"),
    said("look_in", EVERYBODY, "查看了煤气和电线，提醒{人}{提醒}。"),
    said("look_in", EVERYBODY, "{时节}上门看看，{近况}。"),
    said("look_in", EVERY_NEED, "陪{人}到{去处}走了一圈，一路聊得挺好。"),
    said("look_in", OLD, "{人}一个人住，看了冰箱和药盒，{吃药}。"),
    said("look_in", OLD, "帮{人}剪了指甲、洗了一床被单，晾在{晾}。"),
    said("look_in", OLD, "教{人}用手机接视频，和在{外地}的{子女}通了话。"),
    said("look_in", OLD, "呼叫器充好电试了一次，能打通，{人}放心了。"),
    said("look_in", OLD, "和邻居{邻}说好，每天早上敲门看一眼{人}。"),
    said("look_in", OLD, "给{人}带了一碗{饭菜}，说牙口还行，都吃了。"),
    said("health", FRAIL, "给{人}量了血压，{血压}，嘱咐药照常吃。"),
    said("health", DISABLED, "轮椅气不足，帮{人}打了气，刹车也紧了紧。"),
    said("health", DISABLED, "陪{人}做了半小时康复操，手臂比{以前}抬得高。"),
    said("health", DISABLED, "送来残联发的{辅具}，当场试了，合用。"),
    said(
        "hardship",
        DISABLED,
        "残疾证到期要换，帮{人}把表填好，照片也拍了，当天交了。",
    ),
    said(
        "look_in",
        DISABLED,
        "卫生间的扶手松了，拧紧了螺丝，{人}试了试，稳当。",
    ),
    said("health", FRAIL, "{人}说夜里{疼}疼，陪去卫生站看了，{开药}。"),
    said("health", ILL, "复查结果出来了，指标{指标}，{人}松了口气。"),
    said("health", ILL, "陪{人}到{医院}取药，医保当场报了。"),
    said(
        "hardship",
        ILL,
        "住院的发票理齐了，替{人}交到窗口，大病报销当天受理。",
    ),
    said(
        "look_in",
        ILL,
        "治疗刚回来，{人}胃口差，送了{饭菜}，坐一会儿就走。",
    ),
    said("look_in", ILL, "扶{人}在楼下走了走，气色比{以前}好。"),
    said("hardship", ILL, "{人}担心花销，一项项算了算能报的，心里有数了。"),
    said("hardship", POOR, "低保年审的表陪{人}填好，材料当场收齐。"),
    said("look_in", POOR, "这个月的低保金到账了，{人}说买了{买}，够用。"),
    said("hardship", HARD_UP, "从爱心超市领了{物资}，送到{人}手上。"),
    said("look_in", POOR, "问了家里收入，和申报的一样，没有变化。"),
    said("hardship", HARD_UP, "{人}家跳闸，请{邻}来换了空开，当场好了。"),
    said("hardship", POOR, "水电费减免的手续帮{人}办好了，下个月起算。"),
    said("child", WITH_CHILD, "看了{孩}的作业，{功课}。"),
    said("child", WITH_CHILD, "给{孩}带了{学习}，当场就拆开用上了。"),
    said(
        "child",
        CHILD_FAR_FROM_PARENTS,
        "{孩}和在{外地}的爸妈视频了二十分钟，笑得很开心。",
    ),
    said("child", WITH_CHILD, "去学校见了班主任，{孩}{在校}。"),
    said(
        "child",
        WITH_CHILD,
        "{孩}不肯去上学，坐下谈了谈，是怕{怕}，和老师说好了。",
    ),
    said("health", WITH_CHILD, "陪{人}带{孩}打了疫苗，留观半小时，没发烧。"),
    said(
        "hardship",
        CHILD_FAR_FROM_PARENTS,
        "{孩}的衣服小了，领了两件来，试了正好。",
    ),
    said("look_in", WITH_CHILD, "陪{孩}读了半小时书，{功课}。"),
    said("child", WITH_CHILD, "给{孩}报上了{班}，每周{周}来。"),
    said(
        "child",
        CHILD_FAR_FROM_PARENTS,
        "教{人}在手机上看班级群，以后学校的通知自己能看。",
    ),
    said("look_in", WITH_CHILD, "提醒{人}看好{孩}，别去河边，别玩火。"),
    said("child", SINGLE, "{人}下班晚，帮着接了孩子，作业也写完了。"),
    said("family", SINGLE, "聊了聊，孩子的抚养费{到账}，{人}心里踏实些。"),
    said("child", SINGLE, "{人}上夜班顾不上孩子，晚托的事当场联系好了。"),
    said(
        "work",
        JOBLESS,
        "把{单位}招工的信息带给{人}，当场打电话约了面试。",
    ),
    said("look_in", JOBLESS, "{人}在{单位}试工三天了，说活不重，想留下。"),
    said("work", WORKING_AGE, "帮{人}写了一份简历，在社区打印好了。"),
    said("work", WORKING_AGE, "替{人}报上了{技能}培训，{何时}开课。"),
    said(
        "work",
        WORKING_AGE,
        "领了来料加工的活，{人}在家{手工}，一天能挣{钱}元。",
    ),
    said("work", JOBLESS, "失业登记办好了，社保补贴的表一起交了。"),
    said("family", COUPLE, "两口子为{小事}生气，各听了一遍，最后都笑了。"),
    said(
        "family",
        EVERY_NEED,
        "{人}和{亲}为{小事}拌了嘴，两边劝了劝，当面说开了。",
    ),
    said("policy", EVERYBODY, "把{宣传}的折页给了{人}，要点念了一遍。"),
    said("policy", EVERY_NEED, "{人}问{政策}怎么办，一条条说清楚了。"),
    said("policy", EVERYBODY, "提醒{人}{反诈}。"),
    said(
        "policy",
        YOUNGER_WOMAN,
        "两癌免费筛查开始了，告诉{人}时间和地方，答应去。",
    ),
    said(
        "look_in",
        ORDINARY,
        "楼道里碰到{人}，说新房子住惯了，就是惦记老家的{老家}。",
    ),
    said(
        "look_in",
        ORDINARY,
        "金桥湾{几}幢挨户问了问，{人}家没有什么要办的。",
    ),
    said("hardship", ORDINARY, "帮{人}看了物业费的单子，数目是对的。"),
    said("hardship", ORDINARY, "{人}问老宅的补偿款，陪去征迁办问清楚了。"),
    said("look_in", ORDINARY, "教{人}用门禁和电梯卡，试了两回，会了。"),
    said(
        "look_in",
        ORDINARY,
        "小区充电的事，把{人}的意见记下，转给了物业。",
    ),
    said(
        "policy",
        ORDINARY,
        "户口还在老组，{人}问投票和医保在哪边办，说清楚了。",
    ),
];

pub(super) const BY_TELEPHONE: &[Pattern] = &[
    said("look_in", EVERYBODY, "打电话问了问，{人}说{身体}，不用跑一趟。"),
    said(
        "look_in",
        EVERY_NEED,
        "{人}在{外地}{子女}家住几天，电话里说一切都好。",
    ),
    said("look_in", EVERYBODY, "电话里提醒{人}{提醒}，答应了。"),
    said("policy", EVERYBODY, "{人}来电话问{政策}，当场在电话里说清楚了。"),
    said("health", FRAIL, "电话回访，{医院}开的药吃着有用，{身体}。"),
    said("child", WITH_CHILD, "电话里问{孩}，{人}说{功课}。"),
    said("work", WORKING_AGE, "打电话说{单位}在招人，{人}明天就去看。"),
    said("look_in", EVERYBODY, "通了电话，听声音精神挺好，{近况}。"),
    said("look_in", EVERYBODY, "{天}，打电话请{人}{防备}。"),
    said(
        "policy",
        EVERY_NEED,
        "打电话告诉{人}，{补助}的公示贴出来了，名单上有。",
    ),
    said(
        "look_in",
        ORDINARY,
        "打电话约{人}周{周}来小区的{队}，说有空就来。",
    ),
];

pub(super) const BY_MESSAGE: &[Pattern] = &[
    said("policy", EVERYBODY, "微信发了{政策}的链接，{人}回了“收到”。"),
    said("look_in", EVERYBODY, "微信问好，{人}发来一张{照片}的照片。"),
    said("child", WITH_CHILD, "微信把{班}的时间发过去，{人}说{孩}想来。"),
    said("look_in", ORDINARY, "楼栋群里{人}问{群里}，当时就回了。"),
    said("work", WORKING_AGE, "微信转了{单位}的招工，{人}说已经打过电话。"),
    said("look_in", EVERYBODY, "微信提醒{人}{提醒}，回“放心”。"),
    said("policy", EVERYBODY, "微信里说了{反诈要点}，{人}转给了家里人。"),
    said("look_in", EVERYBODY, "微信语音聊了几句，{近况}。"),
];

pub(super) const TO_FOLLOW_UP: &[Pattern] = &[
    open(
        "hardship",
        EVERYBODY,
        "{人}家{哪里}漏水，已经报修，过几天再来看修好没有。",
        "{哪里}修好了，进屋看了，不漏了。",
    ),
    open(
        "hardship",
        POOR,
        "低保年审还缺一张{证明}，{人}去开，过几天来收。",
        "{证明}拿到了，低保年审的材料交齐了。",
    ),
    open(
        "health",
        EVERYBODY,
        "{人}{病}好几天了，劝去医院看看，过两天来问结果。",
        "{人}去看过了，没有大碍，吃了几天药好多了。",
    ),
    open(
        "health",
        ILL,
        "{人}过几天去{医院}复查，说好看完了再来问。",
        "复查回来了，指标{指标}，{人}松了口气。",
    ),
    open(
        "health",
        DISABLED,
        "{人}想换{辅具}，替着报给残联了，等回话。",
        "{辅具}领到了，给{人}送来，当场试了，合用。",
    ),
    open(
        "child",
        WITH_CHILD,
        "{孩}这两周{在校差}，和老师约了时间谈，谈完再来。",
        "和老师谈过了，{孩}{在校}，{人}放心了。",
    ),
    open(
        "child",
        WITH_CHILD,
        "{孩}想上{班}，先问问还有没有名额。",
        "{班}有名额，给{孩}报上了，每周{周}去。",
    ),
    open(
        "child",
        CHILD_FAR_FROM_PARENTS,
        "{孩}的助学金表交上去了，等名单下来再告诉{人}。",
        "助学金名单下来了，{孩}在上面，告诉了{人}。",
    ),
    open(
        "family",
        EVERY_NEED,
        "{人}和{亲}为{小事}闹得不说话，先听了一面，过几天再来。",
        "把{人}和{亲}请到一起坐了坐，{小事}的事说开了。",
    ),
    open(
        "look_in",
        EVERY_NEED,
        "{人}心里烦，说了很久，约好过几天再来坐坐。",
        "又去坐了坐，{人}脸上有笑了，说想通了不少。",
    ),
    open(
        "work",
        WORKING_AGE,
        "{人}想找离家近的活，回去问问{单位}，问到了再来。",
        "{单位}要人，陪{人}去看了，下周一上班。",
    ),
    open(
        "work",
        JOBLESS,
        "{人}去{单位}面试了，还没有消息，过几天再问。",
        "{单位}来了电话，{人}录用了，先试一个月。",
    ),
    open(
        "work",
        WORKING_AGE,
        "{人}想学{技能}，等培训班定下日子再来通知。",
        "{技能}培训定在{何时}，给{人}报上了名。",
    ),
    open(
        "hardship",
        DISABLED,
        "{人}这个月的护理补贴没到账，去民政问清楚了再来说。",
        "补贴的事问清了，是换卡没登记，陪{人}改好了。",
    ),
    open(
        "health",
        OLD,
        "{人}的药只够几天了，{子女}要下周才回，先记着。",
        "替{人}到{医院}配了一个月的药，分好放进药盒。",
    ),
    open(
        "look_in",
        EVERYBODY,
        "门锁着，邻居说{人}去了{子女}家，改天再来。",
        "{人}从{子女}家回来了，坐了一会儿，{近况}。",
    ),
    open(
        "hardship",
        OLD,
        "{人}的高龄津贴认证老是过不去，改天带到社区做。",
        "陪{人}到社区做了高龄津贴认证，一次就过了。",
    ),
    open(
        "hardship",
        ORDINARY,
        "补偿款的差额{人}没弄明白，先去征迁办问，问清再来。",
        "差额问清了，是面积重量过，{人}看了单子，没意见。",
    ),
    open(
        "policy",
        ORDINARY,
        "{人}想把医保转过来，还差一份{证明}，过几天来看办好没有。",
        "{人}的医保转好了，在手机上能查到。",
    ),
    open(
        "family",
        COUPLE,
        "{人}家为{小事}吵得厉害，先劝住了，过几天再来看看。",
        "再去看了，两口子已经好了，{小事}的事商量定了。",
    ),
];
