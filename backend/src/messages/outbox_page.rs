//! `/dev/outbox`: the mails of a desk or a demonstration, in the browser. Not there in production, nor where a
//! mail server is set up.

use actix_web::{HttpResponse, http::header, web};
use askama::Template;

use super::transport::{Folder, Kept};
use crate::{app::State, config::Mode, http::ApiError};

/// How many mails the list shows.
const SHOWN: usize = 100;

/// Nothing but our own style sheet and links; the text is people's.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A mail in the list.
struct Row {
    name: String,
    kept: Kept,
}

/// A piece of a mail's text.
enum Piece<'a> {
    Words(&'a str),
    Link(&'a str),
}

#[derive(Template)]
#[template(path = "outbox.html")]
struct ListPage {
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "outbox_mail.html")]
struct MailPage<'a> {
    name: &'a str,
    kept: &'a Kept,
    pieces: Vec<Piece<'a>>,
}

/// The list and one mail.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/dev/outbox").route(web::get().to(list)))
        .service(web::resource("/dev/outbox/{name}").route(web::get().to(show)));
}

fn folder(state: &State) -> Result<Folder, ApiError> {
    if state.config.mode == Mode::Production {
        return Err(ApiError::not_found());
    }
    let folder = state.messages.transport().folder().cloned();
    folder.ok_or_else(ApiError::not_found)
}

async fn list(state: State) -> Result<HttpResponse, ApiError> {
    let folder = folder(&state)?;
    let read = move || {
        let names = folder.names()?;
        let shown = names.into_iter().take(SHOWN);
        shown
            .map(|name| folder.read(&name).map(|kept| Row { name, kept }))
            .collect::<std::io::Result<Vec<_>>>()
    };
    let rows = web::block(read)
        .await
        .map_err(ApiError::internal)?
        .map_err(ApiError::internal)?;
    page(&ListPage { rows })
}

async fn show(state: State, name: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let folder = folder(&state)?;
    let name = name.into_inner();
    let wanted = name.clone();
    let kept = web::block(move || folder.read(&wanted))
        .await
        .map_err(ApiError::internal)?;
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(ApiError::not_found());
        }
        Err(error) => return Err(ApiError::internal(error)),
    };
    let pieces = pieces(&kept.text, state.config.public_origin.as_str());
    page(&MailPage {
        name: &name,
        kept: &kept,
        pieces,
    })
}

/// The text with the links of this server marked. Others stay text: this page is no way out.
fn pieces<'a>(text: &'a str, origin: &str) -> Vec<Piece<'a>> {
    text.split_inclusive('\n')
        .flat_map(|line| {
            let bare = line.trim_end();
            if bare.starts_with(origin) {
                let rest = line.get(bare.len()..).unwrap_or_default();
                [Piece::Link(bare), Piece::Words(rest)]
            } else {
                [Piece::Words(line), Piece::Words("")]
            }
        })
        .collect()
}

fn page(template: &impl Template) -> Result<HttpResponse, ApiError> {
    let body = template.render().map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_this_server_can_be_followed() {
        let text = "Hej\nhttp://localhost:8080/verify#t=x\nhttps://elsewhere.example/\n";
        let links: Vec<&str> = pieces(text, "http://localhost:8080")
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Link(link) => Some(link),
                Piece::Words(_) => None,
            })
            .collect();
        assert_eq!(links, ["http://localhost:8080/verify#t=x"]);
    }
}
