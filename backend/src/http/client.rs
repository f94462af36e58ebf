//! Who is at the other end: the network address, which only a trusted proxy may tell otherwise.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, dev::ServiceRequest};

use super::error::ApiError;
use crate::config::Network;

/// The client's address. A handler may take it as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientIp(pub(crate) IpAddr);

impl ClientIp {
    /// What counts as one network when attempts are counted: the address (IPv4), its /64 (IPv6, where one
    /// person has a whole /64).
    pub(crate) fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 64))),
        }
    }

    /// The address without its last part, as it may be kept: /24 (IPv4) or /48 (IPv6).
    pub(crate) fn prefix(self) -> String {
        match self.0 {
            IpAddr::V4(ip) => format!("{}/24", Ipv4Addr::from_bits(ip.to_bits() & (u32::MAX << 8))),
            IpAddr::V6(ip) => format!(
                "{}/48",
                Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 80))
            ),
        }
    }

    /// Finds it out: the peer, or behind trusted proxies the right-most address of `X-Forwarded-For` that is
    /// none of them. Anything further left may have been made up by the client.
    pub(super) fn of(request: &ServiceRequest, trusted: &[Network]) -> Self {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let forwarded = request
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|held| held.to_str().ok())
            .collect::<Vec<_>>()
            .join(",");
        Self(resolve(peer, &forwarded, trusted))
    }
}

fn resolve(peer: IpAddr, forwarded: &str, trusted: &[Network]) -> IpAddr {
    let mut client = peer.to_canonical();
    let mut hops = forwarded.rsplit(',').map(str::trim);
    while trusted.iter().any(|network| network.contains(client)) {
        match hops.next().map(str::parse::<IpAddr>) {
            Some(Ok(next)) => client = next.to_canonical(),
            Some(Err(_)) | None => break,
        }
    }
    client
}

impl FromRequest for ClientIp {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let held = request.extensions().get::<Self>().copied();
        ready(held.ok_or_else(|| ApiError::internal("the request did not pass the outer layer")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()];
        for (peer, forwarded, client) in [
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            (
                "10.0.0.1",
                "203.0.113.9, 198.51.100.7, 10.0.0.2",
                "198.51.100.7",
            ),
            ("10.0.0.1", "not an address", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("::1", "2001:db8::7", "2001:db8::7"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ] {
            assert_eq!(
                resolve(ip(peer), forwarded, &trusted),
                ip(client),
                "{peer} {forwarded}"
            );
        }
        assert_eq!(resolve(ip("10.0.0.1"), "198.51.100.7", &[]), ip("10.0.0.1"));
    }

    #[test]
    fn one_household_is_one_network() {
        assert_eq!(
            ClientIp(ip("2001:db8:1:2:3:4:5:6")).network(),
            ip("2001:db8:1:2::")
        );
        assert_eq!(ClientIp(ip("192.0.2.7")).network(), ip("192.0.2.7"));
        assert_eq!(ClientIp(ip("192.0.2.7")).prefix(), "192.0.2.0/24");
        assert_eq!(ClientIp(ip("2001:db8:1:2::5")).prefix(), "2001:db8:1::/48");
    }
}
