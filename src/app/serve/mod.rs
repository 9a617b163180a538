//! `fatiao serve`: the site from memory, a page at a time, reloaded when what it is made of changes.
//!
//! One thread watches and rebuilds, the web server's threads answer. Between them stands one value, `State`, of which
//! the last good site is kept while errors are being mended. Nothing is written to disk.

use std::io::{IsTerminal, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::args::ServeArgs;
use super::{Outcome, disk};
use crate::engine::Site;

mod pages;
mod rebuild;
mod tree;
mod web;

/// What the server shows at a moment.
#[derive(Clone, Default)]
struct State {
    /// The last site without errors.
    site: Option<Arc<Site>>,
    /// What is wrong now, as the terminal shows it.
    errors: Option<Arc<str>>,
}

/// Ports tried after the one asked for.
const TRIES: u16 = 50;

/// Serves until Ctrl-C.
pub fn run(root: Option<&Path>, args: &ServeArgs) -> anyhow::Result<Outcome> {
    let root = disk::find_root(root)?;
    if !root.join("site.toml").is_file() {
        bail!(
            "{} 里没有 site.toml\n建议：用 --root 指明网站的文件夹，或者用 fatiao new site 新建一个",
            root.display()
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (sender, receiver) = watch::channel(State::default());
    let listener = runtime.block_on(listen(args.host, args.port))?;
    let address = listener.local_addr()?;
    let options =
        rebuild::Options { root: root.clone(), today: args.today, law_texts: args.law_texts.clone() };
    rebuild::start(options, sender)?;
    announce(address, args.port)?;
    let served = runtime.block_on(async {
        tokio::select! {
            served = axum::serve(listener, web::router(receiver, address)) => served.map_err(anyhow::Error::from),
            // Open event streams would keep a graceful shutdown waiting for ever.
            stopped = tokio::signal::ctrl_c() => stopped.map_err(anyhow::Error::from),
        }
    });
    runtime.shutdown_background();
    served.map(|()| Outcome::Clean)
}

async fn listen(host: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(TRIES) };
    for candidate in port..=last {
        match TcpListener::bind((host, candidate)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("不能在 {host}:{candidate} 上提供服务")),
        }
    }
    bail!("端口 {port} 到 {last} 都被占用\n建议：用 --port 换一个")
}

fn announce(address: SocketAddr, wanted: u16) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if wanted != 0 && address.port() != wanted {
        writeln!(out, "端口 {wanted} 被占用，改用 {}", address.port())?;
    }
    let shown = if address.ip().is_unspecified() {
        SocketAddr::new([127, 0, 0, 1].into(), address.port())
    } else {
        address
    };
    writeln!(out, "打开 http://{shown}/")?;
    if !address.ip().is_loopback() {
        writeln!(out, "注意：别的机器也能打开这个地址")?;
    }
    if out.is_terminal() {
        writeln!(out, "改了就会刷新；按 Ctrl-C 结束")?;
    }
    out.flush()?;
    Ok(())
}
