//! Pages of messages: the inbox, how she wants them, the robot of a group, and what failed to leave.

pub(crate) mod deliveries;
pub(crate) mod inbox;
pub(crate) mod notices;
pub(crate) mod robot;
