//! 排查 and 情感困扰: rounds, and troubles that are no dispute until somebody applies.
