//! 接访和12338值班: turns, the script, and what can be looked up.
