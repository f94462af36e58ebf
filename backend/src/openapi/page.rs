//! The reference for people: HTML out of the document, without a script.

use std::fmt::Write;

use serde_json::Value;

/// Text that means itself in HTML.
fn text(raw: &str) -> String {
    raw.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Text with `code` in back ticks.
fn prose(raw: &str) -> String {
    let parts = text(raw);
    let mut marked = String::new();
    for (position, part) in parts.split('`').enumerate() {
        if position % 2 == 1 {
            push(&mut marked, format_args!("<code>{part}</code>"));
        } else {
            marked.push_str(part);
        }
    }
    marked
}

fn push(page: &mut String, words: std::fmt::Arguments<'_>) {
    let written = page.write_fmt(words);
    debug_assert!(written.is_ok(), "writing to a String can't fail");
}

fn str_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Renders the document.
pub(super) fn render(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Lykta – API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><header><h1>Lykta – API</h1>",
    );
    for paragraph in document
        .pointer("/info/description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .split("\n\n")
    {
        push(&mut page, format_args!("<p>{}</p>", prose(paragraph)));
    }
    page.push_str("<p>For programs: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1)</p><nav><ul>");
    let tags = document
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let rooms: Vec<&str> = tags.map(|tag| str_of(tag, "name")).collect();
    for room in rooms.iter().copied().chain(["problems", "types"]) {
        push(
            &mut page,
            format_args!("<li><a href=\"#{room}\">{room}</a></li>"),
        );
    }
    page.push_str("</ul></nav></header><main>");
    for room in &rooms {
        push(
            &mut page,
            format_args!("<section id=\"{room}\"><h2>{room}</h2>"),
        );
        operations(&mut page, document, room);
        page.push_str("</section>");
    }
    problems(&mut page, document);
    types(&mut page, document);
    page.push_str("</main></body></html>");
    page
}

fn operations(page: &mut String, document: &Value, room: &str) {
    for (path, methods) in document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation.pointer("/tags/0").and_then(Value::as_str) == Some(room) {
                self::operation(page, &method.to_uppercase(), path, operation);
            }
        }
    }
}

fn operation(page: &mut String, method: &str, path: &str, operation: &Value) {
    push(
        page,
        format_args!(
            "<details id=\"{0}\"><summary><b>{method}</b> <code>{1}</code> {2}</summary><p>{3}</p>",
            str_of(operation, "operationId"),
            text(path),
            prose(str_of(operation, "summary")),
            prose(str_of(operation, "description")),
        ),
    );
    let parameters = operation
        .get("parameters")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if !parameters.is_empty() {
        page.push_str("<table><thead><tr><th>Parameter<th>In<th>Type<th>Meaning</thead><tbody>");
        for parameter in &parameters {
            let schema = parameter.get("schema").cloned().unwrap_or_default();
            push(
                page,
                format_args!(
                    "<tr><td><code>{}</code><td>{}<td>{}<td>{}",
                    text(str_of(parameter, "name")),
                    str_of(parameter, "in"),
                    kind(&schema),
                    prose(str_of(parameter, "description")),
                ),
            );
        }
        page.push_str("</tbody></table>");
    }
    if let Some(body) = operation.pointer("/requestBody/content/application~1json") {
        content(page, "Request", body);
    }
    for (status, response) in operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        match response.pointer("/content/application~1json") {
            Some(body) => content(page, &format!("Answer {status}"), body),
            None if response.get("$ref").is_none() => {
                push(
                    page,
                    format_args!("<h3>Answer {status}</h3><p>No body.</p>"),
                );
            }
            None => {}
        }
    }
    failures(page, operation);
    page.push_str("</details>");
}

fn failures(page: &mut String, operation: &Value) {
    page.push_str("<p>Problems:");
    for (status, response) in operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if response.get("$ref").is_some() {
            push(
                page,
                format_args!(" <a href=\"#Problem{status}\">{status}</a>"),
            );
        }
    }
    page.push_str("</p>");
}

fn content(page: &mut String, title: &str, body: &Value) {
    let schema = body.get("schema").cloned().unwrap_or_default();
    push(
        page,
        format_args!("<h3>{}: {}</h3>", text(title), kind(&schema)),
    );
    if let Some(example) = body.get("example") {
        let example = serde_json::to_string_pretty(example).unwrap_or_default();
        push(page, format_args!("<pre>{}</pre>", text(&example)));
    }
}

fn problems(page: &mut String, document: &Value) {
    page.push_str("<section id=\"problems\"><h2>problems</h2>");
    for (name, response) in document
        .pointer("/components/responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        push(
            page,
            format_args!(
                "<h3 id=\"{name}\">{}</h3><p>{}</p>",
                name.trim_start_matches("Problem"),
                prose(str_of(response, "description"))
            ),
        );
    }
    page.push_str("</section>");
}

fn types(page: &mut String, document: &Value) {
    page.push_str("<section id=\"types\"><h2>types</h2>");
    for (name, schema) in document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        push(
            page,
            format_args!(
                "<h3 id=\"{name}\">{name}</h3><p>{}</p>",
                prose(str_of(schema, "description"))
            ),
        );
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let Some(fields) = schema.get("properties").and_then(Value::as_object) else {
            push(page, format_args!("<p>{}</p>", kind(schema)));
            continue;
        };
        page.push_str("<table><thead><tr><th>Field<th>Type<th>Meaning</thead><tbody>");
        for (field, held) in fields {
            let optional = if required.iter().any(|name| name == field) {
                ""
            } else {
                " (optional)"
            };
            push(
                page,
                format_args!(
                    "<tr><td><code>{field}</code>{optional}<td>{}<td>{}",
                    kind(held),
                    prose(str_of(held, "description"))
                ),
            );
        }
        page.push_str("</tbody></table>");
    }
    page.push_str("</section>");
}

/// A schema in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.rsplit('/').next())
    {
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<_> = words
            .iter()
            .filter_map(Value::as_str)
            .map(|word| format!("<code>{}</code>", text(word)))
            .collect();
        return words.join(" | ");
    }
    if let Some(choices) = schema
        .get("oneOf")
        .or_else(|| schema.get("anyOf"))
        .and_then(Value::as_array)
    {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    match schema.get("type") {
        Some(Value::String(word)) if word == "array" => {
            format!(
                "list of {}",
                schema.get("items").map(kind).unwrap_or_default()
            )
        }
        Some(Value::String(word)) if word == "object" => {
            let fields = schema.get("properties").and_then(Value::as_object);
            let fields: Vec<_> = fields
                .into_iter()
                .flatten()
                .map(|(name, held)| format!("<code>{}</code>: {}", text(name), kind(held)))
                .collect();
            if fields.is_empty() {
                "object".to_owned()
            } else {
                format!("{{ {} }}", fields.join(", "))
            }
        }
        Some(Value::String(word)) => [word.as_str(), str_of(schema, "format")]
            .join(" ")
            .trim()
            .to_owned(),
        Some(Value::Array(words)) => words
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "anything".to_owned(),
    }
}
