//! The papers of a mediation, by the Ministry's forms: what is known is printed, what is not stays a line to be filled by hand.
//!
//! Source: domain.md §8.3 (forms of people's mediation). Signed by hand and sealed; the scan comes back with its hash.

mod bound;
mod forms;
mod layout;
mod records;

use niangjia_document::paper::Paper;
use niangjia_kernel::{Day, coded};

use crate::whole::Whole;

coded! {
    /// A paper.
    pub enum Document {
        /// The cover of the file.
        Cover = "cover", "封面";
        /// The inventory of the file.
        Inventory = "inventory", "卷内目录";
        /// 1.
        Application = "application", "人民调解申请书";
        /// 1, too.
        Registration = "registration", "人民调解受理登记表";
        /// 2.
        Rights = "rights", "当事人权利义务告知书";
        /// 3.
        Identity = "identity", "身份证明粘贴页";
        /// 4.
        Authority = "authority", "授权委托书";
        /// 5.
        Inquiry = "inquiry", "调查记录";
        /// 6.
        Evidence = "evidence", "证据材料清单";
        /// When and where the parties meet.
        Notice = "notice", "调解通知书";
        /// 7.
        Minutes = "minutes", "调解记录";
        /// 8.
        Agreement = "agreement", "人民调解协议书";
        /// 8, by word.
        Oral = "oral", "人民调解口头协议登记表";
        /// 9.
        Performance = "performance", "履行凭证粘贴页";
        /// 10.
        Revisit = "revisit", "回访记录";
        /// 11.
        Confirmation = "confirmation", "司法确认申请书";
        /// How it ended.
        Report = "report", "结案报告";
        /// 12.
        Statement = "statement", "卷宗情况说明";
        /// 13.
        BackCover = "back_cover", "封底";
    }
}

impl Document {
    /// The paper, filled in as far as the case says; of minutes and revisits one for each.
    pub(crate) fn papers(self, whole: &Whole, today: Day) -> Vec<Paper> {
        match self {
            Self::Cover => vec![bound::cover(whole)],
            Self::Inventory => vec![bound::inventory(whole)],
            Self::Application => vec![forms::application(whole)],
            Self::Registration => vec![forms::registration(whole)],
            Self::Rights => vec![forms::rights(whole)],
            Self::Identity => vec![forms::pasted(whole, "当事人身份证明", "身份证复印件粘贴处")],
            Self::Authority => vec![forms::authority(whole)],
            Self::Inquiry => records::inquiries(whole),
            Self::Evidence => vec![forms::evidence(whole)],
            Self::Notice => vec![forms::notice(whole)],
            Self::Minutes => records::minutes(whole),
            Self::Agreement => vec![records::agreement(whole)],
            Self::Oral => vec![records::oral(whole)],
            Self::Performance => vec![forms::pasted(whole, "履行凭证", "收条、汇款单粘贴处")],
            Self::Revisit => records::revisits(whole),
            Self::Confirmation => vec![records::confirmation(whole)],
            Self::Report => vec![bound::report(whole)],
            Self::Statement => vec![bound::statement(whole)],
            Self::BackCover => vec![bound::back_cover(whole, today)],
        }
    }
}
