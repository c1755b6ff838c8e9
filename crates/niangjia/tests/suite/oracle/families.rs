//! Families of the register: the open matter beside the others.

use niangjia_kernel::{SeededChance, Timestamp};
use niangjia_store::PostKind;
use niangjia_testkit::{Figure, World};

use super::{Known, Listed, Matter, Sees};

pub struct Families {
    families: Vec<(String, String, &'static str, Vec<&'static str>)>,
}

impl Families {
    pub fn of(world: &World) -> Self {
        let families = [
            ("王桂兰", "341881003004", vec!["汪秀英", "陈玉兰"]),
            ("程国庆", "341881003004", vec!["汪秀英"]),
            ("黄桂枝", "341881003004", vec!["陈玉兰"]),
            ("钟晴", "341881003001", vec!["胡桥东"]),
        ];
        let known = |name: &str| (format!("/households/{}", world.family(name)), format!("{name}家"));
        let one = |(name, org, linked)| {
            let (href, secret) = known(name);
            (href, secret, org, linked)
        };
        Self { families: families.into_iter().map(one).collect() }
    }
}

impl Matter for Families {
    fn all(&self) -> Vec<Known> {
        let known = |(href, secret, ..): &(String, String, _, _)| Known {
            href: href.clone(),
            secrets: vec![secret.clone()],
            called: None,
        };
        self.families.iter().map(known).collect()
    }

    fn change(&mut self, _: &World, _: &SeededChance) {}

    fn sees(&self, figure: Figure, index: usize, _: Timestamp) -> Sees {
        let (.., home, linked) = &self.families[index];
        let sees = match (figure.kind, figure.org.len()) {
            (PostKind::Member, _) => linked.contains(&figure.name),
            (PostKind::Chair | PostKind::ViceChair, 6 | 9 | 12) => home.starts_with(figure.org),
            _ => false,
        };
        if sees { Sees::Reads } else { Sees::Nothing }
    }

    fn sealed(&self, _: usize) -> bool {
        false
    }

    fn list(&self, figure: Figure) -> Option<Listed> {
        let address = "/families".to_owned();
        (figure.kind == PostKind::Member).then_some(Listed { address, rows: "", next: "" })
    }

    fn deeds(&self) -> &'static [&'static str] {
        &["openings", "contact", "visits"]
    }
}
