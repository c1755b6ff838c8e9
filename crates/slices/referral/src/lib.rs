//! 转介: a matter in the hands of a partner, accepted or refused, never in the air.
