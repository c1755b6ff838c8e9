//! Satisfaction, asked by somebody who did not handle the matter.
