//! The web app's files: out of the folder that `web_dir` names, or out of the binary.
//!
//! `/a/…` have their content's hash in the name and may be kept for ever; everything else is asked for again.
//! Beside a file may lie its Brotli and gzip forms, made by `cargo xtask web`.

use std::{collections::HashMap, fs, io, path::Path};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG,
            IF_NONE_MATCH, VARY,
        },
    },
    web::{self, Bytes},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lykta_shared::platform::{Bundle, bundle};
use sha2::{Digest, Sha256};

use super::{error::ApiError, headers};

/// Shown where the web app is not built: an API-only server is a server too.
const NO_WEB_APP: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lykta</title>\
    <h1>Lykta</h1><p>The server runs, but it was started without its web app. \
    Build it with <code>cargo xtask web</code> and name the folder with <code>--web-dir</code>.</p>\
    <p><a href=\"/api/docs\">The API</a></p></html>";

/// One file with its ready-made encodings.
#[derive(Debug)]
struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    mime: &'static str,
    etag: String,
}

/// The web app, held in memory (about one megabyte).
#[derive(Debug)]
pub(crate) struct WebApp {
    files: HashMap<String, Asset>,
    everybody: Option<Shell>,
    organisation: Option<Shell>,
    planning: Option<Shell>,
    city: Option<Shell>,
    walk: Option<Shell>,
    /// For what is no page.
    policy: String,
}

/// A page that loads one of the app's bundles, with the policy that allows its inline script.
#[derive(Debug)]
struct Shell {
    page: Asset,
    policy: String,
}

impl Shell {
    fn take(
        files: &mut HashMap<String, Asset>,
        name: &str,
        https: bool,
    ) -> io::Result<Option<Self>> {
        let Some(page) = files.remove(name) else {
            return Ok(None);
        };
        let scripts = inline_scripts(&String::from_utf8_lossy(&page.plain));
        // xtask refuses to build such a page; one that came from elsewhere is not ours.
        if scripts.len() > 1 {
            return Err(io::Error::other(
                "a page of the web app has more than one inline script",
            ));
        }
        let policy = headers::page_policy(&scripts.join(" "), https);
        Ok(Some(Self { page, policy }))
    }
}

impl WebApp {
    /// Reads the web app out of a folder, or out of the binary when no folder is named.
    pub(crate) fn load(folder: Option<&Path>, https: bool) -> io::Result<Self> {
        let mut bytes = HashMap::new();
        match folder {
            Some(folder) => read_folder(folder, "", &mut bytes)?,
            None => embedded(&mut bytes),
        }
        let mut files: HashMap<String, Asset> = bytes
            .iter()
            .filter(|(path, _)| !matches!(ending(path), "br" | "gz"))
            .map(|(path, plain)| (path.clone(), asset(path, plain, &bytes)))
            .collect();
        Ok(Self {
            everybody: Shell::take(&mut files, "index.html", https)?,
            organisation: Shell::take(&mut files, "organisation.html", https)?,
            planning: Shell::take(&mut files, "planning.html", https)?,
            city: Shell::take(&mut files, "city.html", https)?,
            walk: Shell::take(&mut files, "walk.html", https)?,
            files,
            policy: headers::page_policy("", https),
        })
    }

    fn answer(&self, request: &HttpRequest, path: &str) -> Result<HttpResponse, ApiError> {
        if let Some(asset) = self.files.get(path) {
            let cache = if path.starts_with("a/") {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            return Ok(send(request, asset, cache, &self.policy));
        }
        // A page of the app; what looks like a file and is none is not found.
        let last = path.rsplit('/').next().unwrap_or_default();
        if path.starts_with("a/") || last.contains('.') {
            return Err(ApiError::not_found());
        }
        let shell = match bundle(path) {
            Bundle::Everybody => &self.everybody,
            Bundle::Organisation => &self.organisation,
            Bundle::Planning => &self.planning,
            Bundle::City => &self.city,
            Bundle::Walk => &self.walk,
        };
        match shell {
            Some(shell) => Ok(send(request, &shell.page, "no-cache", &shell.policy)),
            None if path.is_empty() => Ok(HttpResponse::Ok()
                .content_type("text/html; charset=utf-8")
                .insert_header((CONTENT_SECURITY_POLICY, self.policy.as_str()))
                .body(NO_WEB_APP)),
            None => Err(ApiError::not_found()),
        }
    }
}

fn send(request: &HttpRequest, asset: &Asset, cache: &'static str, policy: &str) -> HttpResponse {
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|held| held.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == asset.etag));
    let mut answer = if fresh {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((CACHE_CONTROL, cache))
        .insert_header((ETAG, asset.etag.as_str()))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((CONTENT_SECURITY_POLICY, policy));
    if fresh {
        return answer.finish();
    }
    answer.content_type(asset.mime);
    let encoded = [("br", &asset.brotli), ("gzip", &asset.gzip)]
        .into_iter()
        .find_map(|(name, form)| Some((name, form.as_ref().filter(|_| accepts(request, name))?)));
    match encoded {
        Some((name, form)) => answer
            .insert_header((CONTENT_ENCODING, name))
            .body(form.clone()),
        None => answer.body(asset.plain.clone()),
    }
}

/// Answers everything that is neither the API nor another page of the server.
pub(super) async fn serve(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, ApiError> {
    let path = request.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") || path.starts_with("dev/") {
        return Err(ApiError::not_found());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ApiError::method_not_allowed("GET, HEAD".to_owned()));
    }
    app.answer(&request, path)
}

fn asset(path: &str, plain: &Bytes, all: &HashMap<String, Bytes>) -> Asset {
    let digest = Sha256::digest(plain);
    Asset {
        plain: plain.clone(),
        brotli: all.get(&format!("{path}.br")).cloned(),
        gzip: all.get(&format!("{path}.gz")).cloned(),
        mime: mime(path),
        // Weak: the same tag for all encodings.
        etag: format!(
            "W/\"{}\"",
            STANDARD.encode(digest.get(..12).unwrap_or_default())
        ),
    }
}

/// What stands behind the last dot.
fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn mime(path: &str) -> &'static str {
    match ending(path) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn accepts(request: &HttpRequest, encoding: &str) -> bool {
    let held = request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|held| held.to_str().ok())
        .unwrap_or("");
    held.split(',').any(|part| {
        let mut parameters = part.split(';').map(str::trim);
        parameters.next() == Some(encoding)
            && !parameters.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// The hashes of the page's inline scripts, as a policy names them.
fn inline_scripts(page: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((tag, after)) = after.split_once('>') else {
            break;
        };
        let Some((body, after)) = after.split_once("</script") else {
            break;
        };
        if !tag.contains("src=") {
            scripts.push(format!(
                "'sha256-{}'",
                STANDARD.encode(Sha256::digest(body))
            ));
        }
        rest = after;
    }
    scripts
}

fn read_folder(folder: &Path, prefix: &str, into: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), into)?;
        } else {
            into.insert(path, Bytes::from(fs::read(entry.path())?));
        }
    }
    Ok(())
}

#[cfg(feature = "embed-web")]
fn embedded(into: &mut HashMap<String, Bytes>) {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "$LYKTA_WEB_DIST"]
    struct Files;

    for path in Files::iter() {
        let Some(file) = Files::get(&path) else {
            continue;
        };
        let bytes = match file.data {
            std::borrow::Cow::Borrowed(held) => Bytes::from_static(held),
            std::borrow::Cow::Owned(held) => Bytes::from(held),
        };
        into.insert(path.into_owned(), bytes);
    }
}

#[cfg(not(feature = "embed-web"))]
fn embedded(_into: &mut HashMap<String, Bytes>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_each_inline_script_by_its_hash() {
        let page = "<script type=module>start()</script><script src=\"/a/x.js\"></script>";
        let hash = STANDARD.encode(Sha256::digest("start()"));
        assert_eq!(inline_scripts(page), [format!("'sha256-{hash}'")]);
        assert!(inline_scripts("<p>none</p><script").is_empty());
    }

    #[test]
    fn wasm_is_served_as_wasm() {
        assert_eq!(mime("a/app.0123.wasm"), "application/wasm");
    }
}
