//! From where somebody signs in: only what the list of sessions shows and the soft lock counts by.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::USER_AGENT};

use super::device::device;
use crate::http::{ApiError, ClientIp};

/// Device and network of a request.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    /// Browser and system, such as `Firefox, Android`.
    pub(super) device: String,
    /// The address without its last part.
    pub(super) prefix: String,
    /// The whole address, for counting in memory only.
    pub(super) ip: ClientIp,
}

impl FromRequest for Visit {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let agent = request
            .headers()
            .get(USER_AGENT)
            .and_then(|held| held.to_str().ok())
            .unwrap_or("");
        let device = device(agent);
        let ip = ClientIp::from_request(request, body).into_inner();
        ready(ip.map(|ip| Self {
            device,
            prefix: ip.prefix(),
            ip,
        }))
    }
}
