//! What a file is, and how far it is let in.

use niangjia_kernel::{Entity, Id, Key, StoredFile, Tenant, Timestamp, coded};
use niangjia_store::coded_columns;
use uuid::Uuid;

/// A file that was brought to a matter.
#[derive(Debug, Clone, Copy)]
pub enum Attachment {}

impl Entity for Attachment {
    const PREFIX: &'static str = "att";
}

/// The key of an attachment in a path.
pub(crate) type AttachmentKey = Key<Attachment>;

coded! {
    /// How far a file is let in. The diagram stands in README.md.
    pub enum State {
        /// It is what it says, and of a kind that is taken.
        Kept = "kept", "已收";
        /// Kept aside: nobody opens it.
        Aside = "aside", "另放，还不能打开";
        /// Was aside, and a person or the scanner let it in.
        Released = "released", "已放行";
        /// Was aside, and stays unopened for good; it is still kept.
        Refused = "refused", "不收";
        /// Deleted with the person whose it was: its name and fingerprint are gone, its bytes go within the hour.
        Gone = "gone", "已删除";
    }
}

coded! {
    /// Why a file is kept aside.
    pub enum Aside {
        /// Nothing keeps it aside.
        Nothing = "nothing", "";
        /// Its name says one kind, its content is another.
        OtherContent = "other_content", "内容和文件名说的不是一种文件";
        /// Of no kind that is taken.
        UnknownKind = "unknown_kind", "不是能收的文件种类";
        /// The scanner has not looked yet.
        Waiting = "waiting", "正在等病毒检查";
        /// The scanner found something in it.
        Found = "found", "病毒检查发现了问题";
    }
}

coded! {
    /// What the scanner said.
    pub enum Scan {
        /// No scanner was configured when it came.
        None = "none", "没有配置病毒检查";
        /// Not asked yet.
        Waiting = "waiting", "等待检查";
        /// Asked, and no answer.
        Unanswered = "unanswered", "检查程序没有应答";
        /// It cannot look at this file, and is not asked again.
        Failed = "failed", "检查程序检查不了这个文件";
        /// Nothing was found.
        Clean = "clean", "检查通过";
        /// Something was found.
        Found = "found", "发现问题";
    }
}

coded! {
    /// What a file is, by its content.
    pub enum Media {
        /// PDF.
        Pdf = "pdf", "PDF";
        /// A photo.
        Jpeg = "jpeg", "JPEG 图片";
        /// A picture.
        Png = "png", "PNG 图片";
        /// A picture.
        Webp = "webp", "WebP 图片";
        /// A photo of a phone.
        Heic = "heic", "HEIC 照片";
        /// A text document.
        Docx = "docx", "Word 文档";
        /// A workbook.
        Xlsx = "xlsx", "Excel 表格";
        /// The national standard's document (GB/T 33190).
        Ofd = "ofd", "OFD 文档";
        /// Sound.
        Mp3 = "mp3", "录音（MP3）";
        /// Sound of a phone.
        M4a = "m4a", "录音（M4A）";
        /// Sound.
        Wav = "wav", "录音（WAV）";
        /// Sound of an older phone.
        Amr = "amr", "录音（AMR）";
        /// Anything else.
        Other = "other", "其他文件";
    }
}

coded_columns!(State, Aside, Scan, Media);

impl Media {
    /// Its media type, as it is sent.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ofd => "application/ofd",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Amr => "audio/amr",
            Self::Other => "application/octet-stream",
        }
    }

    /// What the name of such a file may end with; the first is what it gets where its own says nothing.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif", "hif"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Ofd => &["ofd"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a", "mp4", "aac"],
            Self::Wav => &["wav"],
            Self::Amr => &["amr"],
            Self::Other => &[],
        }
    }

    /// Whether a browser shows it as it is, without running anything.
    #[must_use]
    pub const fn shown_in_page(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Mp3 | Self::M4a | Self::Wav)
    }

    /// A symbol of the sprite.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        "file-text"
    }
}

/// A file as it is stored.
#[derive(Debug, Clone)]
pub struct AttachmentRow {
    /// Where its matter is kept.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<Attachment>,
    /// The prefix of its matter's identity: `req`.
    pub subject_kind: String,
    /// Its matter.
    pub subject: Uuid,
    /// What it is to the matter: one of the matter's own codes, or empty.
    pub label: String,
    /// Where its bytes are.
    pub file: Id<StoredFile>,
    /// What it was called where it came from.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// How long it is.
    pub bytes: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// How far it is let in.
    pub state: State,
    /// Why it is kept aside, or was.
    pub aside: Aside,
    /// Who brought it, and in which post.
    pub added_by: String,
    /// When.
    pub added: Timestamp,
    /// What the scanner said.
    pub(crate) scan: Scan,
    /// What it found, in its own words.
    pub(crate) scan_words: String,
    /// When it was last asked.
    pub(crate) scanned: Option<Timestamp>,
    /// Who released or refused it.
    pub(crate) decided_by: String,
    /// When.
    pub(crate) decided: Option<Timestamp>,
    /// Why.
    pub(crate) reason: String,
}

impl AttachmentRow {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> Key<Attachment> {
        self.id.within(self.tenant)
    }

    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/attachments/{}", self.key())
    }

    /// The first sixteen digits of its SHA-256: enough to compare a scanned paper with what was signed.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.sha256.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether it may be opened.
    #[must_use]
    pub const fn opens(&self) -> bool {
        matches!(self.state, State::Kept | State::Released)
    }

    /// `1.2 MB`.
    #[must_use]
    pub fn size(&self) -> String {
        match self.bytes {
            bytes @ ..1024 => format!("{bytes} 字节"),
            bytes @ 1024..1_048_576 => format!("{} KB", bytes / 1024),
            bytes => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
        }
    }
}
