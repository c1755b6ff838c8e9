//! 人民调解 of marriage and family disputes: from the application to the file.
