//! Messages to people who work here: inbox, e-mail, robots, SMS gateways; nothing personal in the text.
