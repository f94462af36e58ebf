//! What the list of shifts ahead is made of, kept until somebody writes: all walkers of a group look at the same
//! shifts, and look often.

use std::sync::Arc;

use lykta_shared::{
    ids::{OrganisationId, UserId},
    time::Instant,
};

use super::{
    super::store::{self, Ahead, Looking, Narrowing, Sorting},
    viewer::{Viewer, Who},
};
use crate::{
    db::{Db, Kept},
    http::ApiError,
};

/// How many people's memberships and sign-ups are kept, a few hundred bytes each.
const VIEWERS: usize = 2000;
/// How many pages of lists are kept, at most some hundred kilobytes each.
const PAGES: usize = 64;
/// How long something is kept at most.
const HOURS: i64 = 1;

/// A page of a list is the same for all who are members of the same organisations.
type PageKey = (Vec<OrganisationId>, Narrowing, Sorting);

/// Who looks, and what they see.
#[derive(Debug, Clone)]
pub(crate) struct KeptLists(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    viewers: Kept<(UserId, bool), Viewer>,
    pages: Kept<PageKey, Ahead>,
}

impl Default for KeptLists {
    fn default() -> Self {
        Self(Arc::new(Inner {
            viewers: Kept::new(VIEWERS),
            pages: Kept::new(PAGES),
        }))
    }
}

impl KeptLists {
    /// The person who asks.
    pub(super) async fn viewer(
        &self,
        db: &Db,
        who: Who,
        now: Instant,
    ) -> Result<Arc<Viewer>, ApiError> {
        let key = (who.user, who.email_verified);
        let load = move |conn: &mut _| {
            let viewer = Viewer::load(conn, who, now)?;
            let until = until(viewer.first_end(), now);
            Ok((viewer, until))
        };
        self.0.viewers.read(db, key, now, load).await
    }

    /// A page of the shifts ahead, as `viewer` (`None`: a visitor) sees them.
    pub(super) async fn ahead(
        &self,
        db: &Db,
        viewer: Option<&Viewer>,
        by: Narrowing,
        sorting: Sorting,
        now: Instant,
    ) -> Result<Arc<Ahead>, ApiError> {
        let key = (
            viewer.map_or_else(Vec::new, Viewer::active_in),
            by.clone(),
            sorting,
        );
        let looking = Looking {
            member: viewer.map(|viewer| viewer.who.user),
            now,
        };
        let load = move |conn: &mut _| {
            let found = store::list(conn, looking, &by, sorting)?;
            let until = until(found.first_end, now);
            Ok((found, until))
        };
        self.0.pages.read(db, key, now, load).await
    }
}

fn until(first_end: Option<Instant>, now: Instant) -> Instant {
    let latest = now.plus_hours(HOURS);
    first_end.map_or(latest, |end| end.min(latest))
}
