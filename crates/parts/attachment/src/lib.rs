//! Files that people bring to a matter (材料): kept aside until they are what they say.
