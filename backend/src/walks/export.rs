//! A statement as a file: CSV and XLSX that open right in a Swedish Excel. Text stays text: no cell becomes a formula.

use base64::{Engine, engine::general_purpose::STANDARD};
use lykta_shared::{
    identity::Language,
    walks::{
        ExportFile, StatementLine, StatementView,
        compensation::{LineReason, kronor},
    },
};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::http::ApiError;

const fn say(language: Language, sv: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Sv => sv,
        Language::En => en,
    }
}

fn heads(language: Language) -> [&'static str; 6] {
    [
        say(language, "Datum", "Date"),
        say(language, "Pass", "Shift"),
        say(language, "Vuxna", "Adults"),
        say(language, "Rapport", "Report"),
        say(language, "Bedömning", "Decision"),
        say(language, "Belopp (kr)", "Amount (SEK)"),
    ]
}

fn words(language: Language, reason: LineReason) -> &'static str {
    let (sv, en) = match reason {
        LineReason::Paid => ("Ersätts", "Paid"),
        LineReason::PaidBrokenOff => (
            "Ersätts, avbruten av staden",
            "Paid, broken off by the city",
        ),
        LineReason::TooFewAdults => ("För få vuxna", "Too few adults"),
        LineReason::ReportMissing => ("Rapport saknas", "Report missing"),
        LineReason::ReportNotAccepted => ("Rapporten är inte godkänd", "Report not approved"),
        LineReason::SameEvening => ("Samma kväll ersätts redan", "Same evening is paid already"),
        LineReason::BeyondEvenings => ("Fler kvällar än avtalat", "More evenings than agreed"),
        LineReason::BrokenOff => ("Avbruten av gruppen", "Broken off by the group"),
        LineReason::NotClosed => ("Inte avslutad", "Not closed"),
    };
    say(language, sv, en)
}

/// The text columns of a line.
fn texts(language: Language, line: &StatementLine) -> (String, String, String, &'static str) {
    (
        line.date.to_string(),
        line.title.clone().unwrap_or_default(),
        line.reference.clone().unwrap_or_default(),
        words(language, line.reason),
    )
}

fn name(statement: &StatementView, ending: &str) -> String {
    let days = (statement.form.starts_on, statement.form.ends_on);
    format!("ersattning-{}-{}.{ending}", days.0, days.1)
}

/// A cell that a spreadsheet takes as text, whatever it begins with (edge case L104), also behind a space or a quote.
fn cell(text: &str) -> String {
    let bare = text.trim_start_matches([' ', '\'', '"', '\u{a0}']);
    let risky = bare.starts_with(['=', '+', '-', '@', '|', '\t', '\r', '\n', '%']);
    let text = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([';', '"', '\n', '\r']) || risky {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// CSV: UTF-8 with byte order mark, semicolons, CRLF, comma as the decimal sign.
pub(super) fn csv(statement: &StatementView, language: Language) -> ExportFile {
    let mut rows = vec![heads(language).map(cell).to_vec()];
    for line in &statement.lines {
        let (date, title, reference, reason) = texts(language, line);
        rows.push(vec![
            cell(&date),
            cell(&title),
            line.adults.to_string(),
            cell(&reference),
            cell(reason),
            kronor(line.ore),
        ]);
    }
    rows.push(vec![
        cell(say(language, "Summa", "Sum")),
        cell(&statement.organisation_name),
        String::new(),
        String::new(),
        String::new(),
        kronor(statement.sum_ore),
    ]);
    let text: String = rows.iter().map(|row| row.join(";") + "\r\n").collect();
    ExportFile {
        file_name: name(statement, "csv"),
        media_type: "text/csv; charset=utf-8".to_owned(),
        content: STANDARD.encode(format!("\u{feff}{text}")),
    }
}

/// XLSX: text cells as text, amounts as numbers with two decimals.
pub(super) fn xlsx(statement: &StatementView, language: Language) -> Result<ExportFile, ApiError> {
    let bytes = workbook(statement, language).map_err(ApiError::internal)?;
    Ok(ExportFile {
        file_name: name(statement, "xlsx"),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        content: STANDARD.encode(bytes),
    })
}

fn workbook(statement: &StatementView, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    let amount = |ore: i32| f64::from(ore) / 100.0;
    let sheet = book.add_worksheet();
    sheet.set_name(say(language, "Ersättning", "Compensation"))?;
    for (column, head) in (0..).zip(heads(language)) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    let mut row = 1;
    for line in &statement.lines {
        let (date, title, reference, reason) = texts(language, line);
        sheet.write_string(row, 0, date)?;
        sheet.write_string(row, 1, title)?;
        sheet.write_number(row, 2, f64::from(line.adults))?;
        sheet.write_string(row, 3, reference)?;
        sheet.write_string(row, 4, reason)?;
        sheet.write_number_with_format(row, 5, amount(line.ore), &money)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, say(language, "Summa", "Sum"), &bold)?;
    sheet.write_string(row, 1, &statement.organisation_name)?;
    sheet.write_number_with_format(row, 5, amount(statement.sum_ore), &money)?;
    sheet.set_column_width(1, 40)?;
    sheet.set_column_width(4, 32)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use lykta_shared::{
        ids::{AgreementId, OrganisationId},
        time::LocalDate,
        walks::AgreementForm,
    };
    use uuid::Uuid;

    use super::*;

    fn statement(title: &str) -> StatementView {
        let date = LocalDate::new(2026, 11, 27).unwrap();
        StatementView {
            id: AgreementId(Uuid::from_u128(1)),
            form: AgreementForm {
                organisation: OrganisationId(Uuid::from_u128(2)),
                title: "Hösten 2026".to_owned().try_into().unwrap(),
                starts_on: date,
                ends_on: date,
                evenings: 1,
                minimum_adults: 3,
                amount_ore: 120_050,
                report_required: true,
            },
            organisation_name: "Åkes gäng; \"Ö\"".to_owned(),
            lines: vec![StatementLine {
                date,
                title: Some(title.to_owned()),
                adults: 3,
                reference: Some("SBG-2026-0001".to_owned()),
                reason: LineReason::Paid,
                ore: 120_050,
            }],
            paid_evenings: 1,
            sum_ore: 120_050,
            approved_at: None,
            own_organisation: false,
            version: 1,
        }
    }

    fn text(file: &ExportFile) -> String {
        String::from_utf8(STANDARD.decode(&file.content).unwrap()).unwrap()
    }

    #[test]
    fn a_swedish_excel_reads_the_csv_as_it_is_meant() {
        let file = csv(&statement("Nattvandring i Rissne"), Language::Sv);
        assert_eq!(
            text(&file),
            "\u{feff}Datum;Pass;Vuxna;Rapport;Bedömning;Belopp (kr)\r\n\
             2026-11-27;Nattvandring i Rissne;3;SBG-2026-0001;Ersätts;1200,50\r\n\
             Summa;\"Åkes gäng; \"\"Ö\"\"\";;;;1200,50\r\n"
        );
        assert_eq!(file.file_name, "ersattning-2026-11-27-2026-11-27.csv");
    }

    #[test]
    fn no_cell_becomes_a_formula() {
        for bad in [
            "=1+1", "+46", "-1", "@SUM(A1)", "|calc", "\t=1", "\r=1", " =1", "\"=1", "'=1",
        ] {
            let cell = cell(bad);
            assert!(cell.starts_with("\"'"), "{bad:?}: {cell}");
        }
        assert_eq!(cell("Rissne torg"), "Rissne torg");
        assert_eq!(cell("två\nrader"), "\"två\nrader\"");
    }

    #[test]
    fn the_xlsx_holds_text_where_text_was_meant() {
        let file = xlsx(&statement("=HYPERLINK(\"x\")"), Language::Sv).unwrap();
        let bytes = STANDARD.decode(&file.content).unwrap();
        // A ZIP, without any formula element in its sheet. The parts are deflated, so unpack nothing here: the API
        // test opens it with a reader of its own.
        assert!(bytes.starts_with(b"PK"));
    }
}
