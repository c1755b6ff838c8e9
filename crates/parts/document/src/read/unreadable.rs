//! Why a file cannot be read, in words that say what to do.

use std::fmt;

use thiserror::Error;

/// What a file that is no table seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seems {
    /// A text document of Word or WPS.
    Word,
    /// Slides.
    Slides,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Packed files.
    Archive,
    /// A web page; old systems of offices save it under the name .xls.
    WebPage,
    /// The XML tables of Excel 2003.
    OldXml,
    /// A workbook of Excel's binary kind, .xlsb.
    Binary,
    /// A workbook older than Excel 5.
    Ancient,
    /// A table of LibreOffice, .ods.
    OpenDocument,
    /// None of the known.
    Unknown,
}

impl fmt::Display for Seems {
    /// Completes „这个文件不是能读的表格：“.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Word => "它是 Word 文档。请把里面的表格复制到 Excel，保存为 .xlsx 再上传",
            Self::Slides => "它是演示文稿。请把里面的表格复制到 Excel，保存为 .xlsx 再上传",
            Self::Pdf => "它是 PDF。请上传原来的 Excel 表格",
            Self::Picture => "它是图片。请上传原来的 Excel 表格",
            Self::Archive => "它是压缩包。请解压以后上传里面的 Excel 表格",
            Self::WebPage => {
                "它其实是网页，只是名字叫 .xls（有的老系统这样导出）。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传"
            }
            Self::OldXml => "它是 Excel 2003 的 XML 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传",
            Self::Binary => "它是二进制工作簿（.xlsb）。请用 Excel 打开，另存为 .xlsx 再上传",
            Self::Ancient => "它是很旧的 Excel 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传",
            Self::OpenDocument => "它是 .ods 文件。请打开后另存为 .xlsx 再上传",
            Self::Unknown => "认不出是什么文件。请上传 .xlsx、.xls 或 .csv",
        })
    }
}

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Something else than a table.
    #[error("这个文件不是能读的表格：{0}")]
    NotATable(Seems),
    /// Opens with a password only.
    #[error("这个表格设了密码。请用 Excel 或 WPS 打开，去掉打开密码，保存后再上传")]
    Encrypted,
    /// More comes out of the packing than is allowed: a mistake of a program, or malice.
    #[error("这个文件解开以后太大（超过 {0} MB）。请删掉多余的工作表、图片和空行，或者分成几个文件上传")]
    TooLarge(u64),
    /// Cut short on the way, or broken.
    #[error("这个文件损坏了，或者没有传完整。请用 Excel 或 WPS 打开看看，另存一份再上传")]
    Damaged,
    /// A workbook without a sheet of cells.
    #[error("这个文件里没有工作表")]
    NoSheet,
    /// Nothing stands in it.
    #[error("这个表格是空的")]
    Empty,
    /// More rows than are allowed.
    #[error("这个表格超过 {0} 行。请分成几个文件上传")]
    TooManyRows(u32),
    /// Something stands too far to the right.
    #[error("第 {row} 行在第 {limit} 列的右边还有内容。请删掉右边多余的列再上传")]
    TooManyColumns {
        /// The row, from 1.
        row: u32,
        /// How many columns are allowed.
        limit: u32,
    },
}

/// Why reading of rows ended early.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError<E> {
    /// The file cannot be read on.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// Whoever took the rows refused.
    #[error("{0}")]
    Stopped(E),
}
