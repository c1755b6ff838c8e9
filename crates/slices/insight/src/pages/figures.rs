//! How a figure is written.

use niangjia_web::show;

use crate::api::tenths;
use crate::model::{Figure, Shown};

/// `90`, `97.8%（88/90）`, `<5`, `—`.
pub(crate) fn text(figure: Figure) -> String {
    match figure {
        Figure::Count(Shown::Exact(count)) => show::count(count),
        Figure::Count(Shown::Few) => "<5".to_owned(),
        Figure::Ratio(numerator, denominator) => show::ratio(numerator, denominator),
        Figure::Count(Shown::Withheld) | Figure::HiddenRatio => "—".to_owned(),
    }
}

/// The large and the small part of a tile: `90` and `户`, `97.8%` and `（88/90）`.
pub(super) fn parts(figure: Figure, unit: &str) -> (String, String) {
    match figure {
        Figure::Ratio(numerator, denominator) => {
            (show::percent(numerator, denominator), format!("（{numerator}/{denominator}）"))
        }
        Figure::HiddenRatio => (text(figure), String::new()),
        Figure::Count(_) => (text(figure), unit.to_owned()),
    }
}

/// `比上月 +2.2 个百分点`; nothing where one of them is not known.
pub(super) fn change(now: Figure, before: Figure) -> String {
    let of = |figure| match figure {
        Figure::Ratio(numerator, denominator) => tenths(numerator, denominator),
        _ => None,
    };
    match (of(now), of(before)) {
        (Some(now), Some(before)) if now == before => "和上月一样".to_owned(),
        (Some(now), Some(before)) => {
            let sign = if now > before { '+' } else { '-' };
            let difference = (now - before).abs();
            format!("比上月 {sign}{}.{} 个百分点", difference / 10, difference % 10)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_percentage_is_in_percentage_points() {
        assert_eq!(change(Figure::Ratio(82, 90), Figure::Ratio(80, 90)), "比上月 +2.2 个百分点");
        assert_eq!(change(Figure::Ratio(80, 90), Figure::Ratio(82, 90)), "比上月 -2.2 个百分点");
        assert_eq!(change(Figure::Ratio(80, 90), Figure::Ratio(0, 0)), "");
        assert_eq!(change(Figure::Ratio(80, 90), Figure::HiddenRatio), "");
    }

    #[test]
    fn a_hidden_figure_says_no_more_than_it_may() {
        assert_eq!(text(Figure::Count(Shown::Few)), "<5");
        assert_eq!(parts(Figure::Count(Shown::Withheld), "户"), ("—".to_owned(), "户".to_owned()));
        assert_eq!(parts(Figure::Ratio(88, 90), "户"), ("97.8%".to_owned(), "（88/90）".to_owned()));
    }
}
