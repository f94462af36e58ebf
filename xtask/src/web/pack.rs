//! Content hashes and the compressed neighbours of a file.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let parts: Vec<String> = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    parts.concat()
}

/// What a file weighs, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    /// As it is.
    pub(crate) raw: usize,
    /// As a browser loads it: Brotli at its highest level, or as it is where that would be more.
    pub(crate) sent: usize,
}

impl std::ops::Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            sent: self.sent + other.sent,
        }
    }
}

/// Writes `bytes` to `path`, and to `path.br` and `path.gz` where that is smaller (a woff2 font is Brotli inside already).
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<Weight> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    save(path, bytes)?;
    let brotli = brotli(bytes)?;
    if brotli.len() < bytes.len() {
        save(&beside(path, "br"), &brotli)?;
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let gzip = gzip.finish()?;
    if gzip.len() < bytes.len() {
        save(&beside(path, "gz"), &gzip)?;
    }
    Ok(Weight {
        raw: bytes.len(),
        sent: brotli.len().min(bytes.len()),
    })
}

fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn brotli(mut bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &params)?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_the_known_one() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
