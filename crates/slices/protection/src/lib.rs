//! Violence and children first: sealed cases, reports, warning letters, protection orders.
