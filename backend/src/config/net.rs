//! Addresses: of this service as people write it, and of the proxies in front of it.

use std::{fmt, net::IpAddr, str::FromStr};

/// Where people reach the service: scheme, host and port, nothing behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    text: String,
    https: bool,
}

impl Origin {
    /// Whether it is `https`. Without it (only on this machine) cookies do without `Secure` and `__Host-`.
    pub(crate) const fn is_https(&self) -> bool {
        self.https
    }

    /// As a browser writes it in `Origin`: no slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The host without port, for mail ids.
    pub(crate) fn host(&self) -> &str {
        let rest = self
            .text
            .split_once("://")
            .map_or(self.text.as_str(), |(_, rest)| rest);
        let end = rest
            .rfind(':')
            .filter(|colon| !rest.get(*colon..).is_some_and(|tail| tail.contains(']')));
        end.and_then(|end| rest.get(..end)).unwrap_or(rest)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let (scheme, host) = text
            .split_once("://")
            .ok_or("must look like https://lykta.example.se")?;
        let plain = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
        if host.is_empty() || !plain {
            return Err("must be scheme, host and port only, such as https://lykta.example.se");
        }
        let https = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err("must begin with https://"),
        };
        let origin = Self { text, https };
        if !https && !["localhost", "127.0.0.1", "[::1]"].contains(&origin.host()) {
            return Err(
                "must begin with https:// (http:// is for localhost only: passwords would be readable)",
            );
        }
        Ok(origin)
    }
}

/// A network: an address and how many of its bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether `address` lies in it.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                (net.to_bits() ^ ip.to_bits())
                    .checked_shr(32 - self.bits)
                    .unwrap_or(0)
                    == 0
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                (net.to_bits() ^ ip.to_bits())
                    .checked_shr(128 - self.bits)
                    .unwrap_or(0)
                    == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = "must be an address or a network such as 10.0.0.0/8";
        let (address, bits) = text
            .split_once('/')
            .map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().or(Err(bad))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).or(Err(bad))?;
        if bits > most {
            Err(bad)
        } else {
            Ok(Self { address, bits })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for text in [
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:8080",
            "https://lykta.example.se",
        ] {
            assert!(text.parse::<Origin>().is_ok(), "{text}");
        }
        for text in [
            "http://lykta.example.se",
            "http://localhost.example.se",
            "ftp://localhost",
            "lykta.example.se",
            "https://a/b",
            "https://",
            "https://a@b",
            "http://127.0.0.1.nip.io",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_host_stands_without_its_port() {
        for (text, host) in [
            ("http://[::1]:8080", "[::1]"),
            ("http://[::1]", "[::1]"),
            ("https://lykta.example.se:8443/", "lykta.example.se"),
            ("http://localhost", "localhost"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().host(), host);
        }
    }

    #[test]
    fn a_network_holds_its_addresses() {
        let net: Network = "10.1.0.0/16".parse().unwrap();
        assert!(net.contains("10.1.255.1".parse().unwrap()));
        assert!(net.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(
            !net.contains("10.2.0.1".parse().unwrap()) && !net.contains("::1".parse().unwrap())
        );
        assert!(
            "0.0.0.0/0"
                .parse::<Network>()
                .unwrap()
                .contains("8.8.8.8".parse().unwrap())
        );
        assert!(
            "::1"
                .parse::<Network>()
                .unwrap()
                .contains("::1".parse().unwrap())
        );
        assert!("10.0.0.0/33".parse::<Network>().is_err());
    }
}
