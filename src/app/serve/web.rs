//! Requests → pages, and the stream of events by which an open page learns that it is no longer what it was.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;

use super::State;
use super::pages::{self, Shown};

const CLIENT: &str = include_str!("client.js");
const OVERLAY: &str = include_str!("client.css");

/// Answers from memory only: no request can name a file of the disk.
pub fn router(states: watch::Receiver<State>, address: SocketAddr) -> Router {
    let router = Router::new()
        .route("/__fatiao/client.js", get(|| async { text("text/javascript; charset=utf-8", CLIENT) }))
        .route("/__fatiao/client.css", get(|| async { text("text/css; charset=utf-8", OVERLAY) }))
        .route("/__fatiao/events", get(events))
        .fallback(get(page))
        .with_state(states);
    if address.ip().is_loopback() { router.layer(middleware::from_fn(own_host)) } else { router }
}

fn text(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text)
}

/// A page of some other site that a name server sends here must not read what is being written.
async fn own_host(headers: HeaderMap, request: Request, next: Next) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    let own = matches!(name, "localhost" | "[::1]")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    if own { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

async fn page(Extract(states): Extract<watch::Receiver<State>>, request: Request) -> Response {
    let state = states.borrow().clone();
    let path = request.uri().path().to_owned();
    // Rendering is work for the processor, and the first search builds the whole index.
    let shown = tokio::task::spawn_blocking(move || pages::show(&state, &path)).await;
    let Ok(shown) = shown else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let Shown { status, kind, bytes } = shown;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], bytes.to_vec())
        .into_response()
}

#[derive(serde::Deserialize)]
struct Reader {
    /// The page that is open.
    path: String,
    /// The fingerprint of what it shows.
    seen: String,
}

/// What a reader was last told.
struct Told {
    states: watch::Receiver<State>,
    reader: Reader,
    errors: Option<String>,
    first: bool,
}

async fn events(
    Extract(states): Extract<watch::Receiver<State>>,
    Query(reader): Query<Reader>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let told = Told { states, reader, errors: None, first: true };
    let stream = unfold(told, |mut told| async move {
        loop {
            if !std::mem::take(&mut told.first) {
                told.states.changed().await.ok()?;
            }
            if let Some(event) = news(&mut told).await {
                return Some((Ok(event), told));
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}

/// What a reader must be told now, if anything.
async fn news(told: &mut Told) -> Option<Event> {
    let state = told.states.borrow_and_update().clone();
    let errors = state.errors.as_ref().map(ToString::to_string);
    if let Some(errors) = errors {
        let again = told.errors.as_ref() == Some(&errors);
        told.errors = Some(errors.clone());
        return (!again).then(|| Event::default().event("errors").data(errors));
    }
    let path = told.reader.path.clone();
    let seen = tokio::task::spawn_blocking(move || pages::fingerprint(&state, &path)).await.ok()?;
    let mended = told.errors.take().is_some();
    if seen != told.reader.seen {
        told.reader.seen = seen;
        return Some(Event::default().event("reload").data("页面变了"));
    }
    mended.then(|| Event::default().event("mended").data("没有错误了"))
}
