//! What is left behind on a case: looks, successions, askings for files.

use niangjia_kernel::{Timestamp, coded};
use niangjia_store::coded_columns;

coded! {
    /// Where somebody looked.
    pub enum LookedAt {
        /// The case.
        Case = "case", "这件事";
        /// How she is reached safely.
        Contact = "contact", "安全联系方式";
        /// The assessment.
        Assessment = "assessment", "评估";
        /// The form of a measure.
        MeasureForm = "measure_form", "写措施";
        /// A measure.
        Measure = "measure", "措施";
        /// A document, to be printed.
        Paper = "paper", "文书";
        /// The same as a file that leaves.
        Download = "download", "下载文书";
        /// The page of a file.
        File = "file", "材料页";
        /// The file itself.
        OpenedFile = "opened_file", "打开材料";
    }
}

impl LookedAt {
    /// Whether something leaves the screen by it: paper, a file.
    pub(crate) const fn takes_along(self) -> bool {
        matches!(self, Self::Paper | Self::Download | Self::OpenedFile)
    }
}

/// A look at a case.
#[derive(Debug, Clone)]
pub(crate) struct LookRow {
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) page: LookedAt,
    pub(crate) at: Timestamp,
}

coded! {
    /// How it stands with a case whose responsible person is gone.
    pub enum SuccessionState {
        /// Whoever is in charge has to name somebody.
        Waiting = "waiting", "待定";
        /// Somebody was named.
        Named = "named", "已定";
        /// Nobody was named in time: whoever is in charge is responsible herself.
        Fallen = "fallen", "过时，由负责人接";
        /// She is back.
        Returned = "returned", "本人回来了";
    }
}

coded! {
    /// How it stands with somebody's asking to open a file about a child.
    pub enum ConsentState {
        /// Waits for whoever is in charge.
        Asked = "asked", "等负责人同意";
        /// She may.
        Agreed = "agreed", "同意";
        /// She may not.
        Refused = "refused", "不同意";
    }
}

coded_columns!(SuccessionState, ConsentState);
