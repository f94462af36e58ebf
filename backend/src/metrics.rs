//! Numbers for the operator's monitoring: how much, how fast, how late. No address, no person and no organisation
//! is in any of them; [`watch`](crate::watch) hands them out.

use std::sync::Arc;

use lykta_shared::time::Instant;
use prometheus::{
    Encoder, Error, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGaugeVec,
    Opts, Registry, TextEncoder, core::Collector,
};

/// How long an answer takes, in seconds: from a page out of memory to what the handler's deadline cuts.
const ANSWERS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 15.0];
/// How late a reminder leaves, in seconds. More than five minutes is worth an alarm.
const LATE: [f64; 6] = [10.0, 60.0, 300.0, 900.0, 3600.0, 14400.0];

/// What became of a mail, beside being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailFailure {
    /// Not taken now.
    Deferred,
    /// The address refuses it.
    Bounced,
    /// The mail itself is refused, or can't be written.
    Rejected,
    /// Handed over without an answer.
    Uncertain,
    /// It lost its point before it could leave.
    Expired,
    /// Nobody to hand it to: not reached, not trusted, or we are not welcome.
    NoServer,
}

impl MailFailure {
    const fn word(self) -> &'static str {
        match self {
            Self::Deferred => "deferred",
            Self::Bounced => "bounced",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
            Self::Expired => "expired",
            Self::NoServer => "no_server",
        }
    }
}

/// The counters. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Metrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: Registry,
    answers: IntCounterVec,
    answer_seconds: HistogramVec,
    panics: IntCounter,
    sent: IntCounterVec,
    failed: IntCounterVec,
    reminder_late: Histogram,
    jobs: IntGaugeVec,
    waiting: IntGaugeVec,
    oldest: IntGaugeVec,
    state: IntGaugeVec,
}

impl Metrics {
    /// All at zero.
    pub(crate) fn new() -> Result<Self, Error> {
        let registry = Registry::new();
        Ok(Self(Arc::new(Inner {
            answers: kept(
                &registry,
                IntCounterVec::new(
                    Opts::new("http_requests_total", "Answers by route and status"),
                    &["method", "route", "status"],
                ),
            )?,
            answer_seconds: kept(
                &registry,
                HistogramVec::new(
                    HistogramOpts::new("http_request_seconds", "How long answers take")
                        .buckets(ANSWERS.to_vec()),
                    &["route"],
                ),
            )?,
            panics: kept(
                &registry,
                IntCounter::new("panics_total", "Handlers that panicked"),
            )?,
            sent: kept(
                &registry,
                IntCounterVec::new(
                    Opts::new("outbox_sent_total", "Mails a mail server took, by kind"),
                    &["kind"],
                ),
            )?,
            failed: kept(
                &registry,
                IntCounterVec::new(
                    Opts::new("outbox_failed_total", "Attempts that did not end so"),
                    &["class"],
                ),
            )?,
            reminder_late: kept(
                &registry,
                Histogram::with_opts(
                    HistogramOpts::new("reminder_late_seconds", "How late reminders leave")
                        .buckets(LATE.to_vec()),
                ),
            )?,
            jobs: kept(
                &registry,
                IntGaugeVec::new(
                    Opts::new(
                        "job_last_run_timestamp_seconds",
                        "When a job last did its round",
                    ),
                    &["job"],
                ),
            )?,
            waiting: kept(
                &registry,
                IntGaugeVec::new(
                    Opts::new("outbox_pending", "Mails that are due and have not left"),
                    &["priority"],
                ),
            )?,
            oldest: kept(
                &registry,
                IntGaugeVec::new(
                    Opts::new("outbox_oldest_seconds", "How long the first of them is due"),
                    &["priority"],
                ),
            )?,
            state: kept(
                &registry,
                IntGaugeVec::new(
                    Opts::new("lykta_state", "What readiness goes by"),
                    &["what"],
                ),
            )?,
            registry,
        })))
    }

    /// An answer went out.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let status = status.to_string();
        self.0
            .answers
            .with_label_values(&[method, route, &status])
            .inc();
        self.0
            .answer_seconds
            .with_label_values(&[route])
            .observe(seconds);
    }

    /// A handler panicked.
    pub(crate) fn panicked(&self) {
        self.0.panics.inc();
    }

    /// A mail of this kind was taken.
    pub(crate) fn mail_sent(&self, kind: &str) {
        self.0.sent.with_label_values(&[kind]).inc();
    }

    /// An attempt to send a mail failed.
    pub(crate) fn mail_failed(&self, why: MailFailure) {
        self.0.failed.with_label_values(&[why.word()]).inc();
    }

    /// A reminder left so many seconds after it was due.
    pub(crate) fn reminder_left(&self, late: i64) {
        // A day and more is all the same here.
        let late = i32::try_from(late.max(0)).unwrap_or(i32::MAX);
        self.0.reminder_late.observe(f64::from(late));
    }

    /// A job did its round.
    pub(crate) fn beat(&self, job: &str, now: Instant) {
        self.0.jobs.with_label_values(&[job]).set(now.seconds());
    }

    /// When a job last did, in seconds since 1970; 0 for never.
    pub(crate) fn last_beat(&self, job: &str) -> i64 {
        self.0.jobs.with_label_values(&[job]).get()
    }

    /// How many mails of a priority are due, and for how many seconds the first of them.
    pub(crate) fn set_outbox(&self, priority: &str, waiting: i64, oldest: i64) {
        self.0.waiting.with_label_values(&[priority]).set(waiting);
        self.0.oldest.with_label_values(&[priority]).set(oldest);
    }

    /// One of the facts readiness goes by.
    pub(crate) fn set_state(&self, what: &str, value: i64) {
        self.0.state.with_label_values(&[what]).set(value);
    }

    /// All of it, in Prometheus' text format.
    pub(crate) fn text(&self) -> Result<String, Error> {
        let mut out = Vec::new();
        TextEncoder::new().encode(&self.0.registry.gather(), &mut out)?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }
}

fn kept<T: Collector + Clone + 'static>(
    registry: &Registry,
    metric: Result<T, Error>,
) -> Result<T, Error> {
    let metric = metric?;
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told_in_prometheus_words() {
        let metrics = Metrics::new().unwrap();
        metrics.answered("GET", "/api/v1/shifts", 200, 0.004);
        metrics.mail_failed(MailFailure::Bounced);
        metrics.reminder_left(-5);
        metrics.beat("planner", "2026-11-27T20:00:00Z".parse().unwrap());
        let text = metrics.text().unwrap();
        for line in [
            "http_requests_total{method=\"GET\",route=\"/api/v1/shifts\",status=\"200\"} 1",
            "http_request_seconds_bucket{route=\"/api/v1/shifts\",le=\"0.005\"} 1",
            "outbox_failed_total{class=\"bounced\"} 1",
            "reminder_late_seconds_sum 0",
            "job_last_run_timestamp_seconds{job=\"planner\"} 1795809600",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} in\n{text}");
        }
    }
}
