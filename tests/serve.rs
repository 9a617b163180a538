//! `fatiao serve` as an editor and a browser meet it: the program itself, over a socket on this machine.

#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of the program in the world")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "support/server.rs"]
mod server;

use server::{Events, PATIENCE, Server, read};

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn entry(words: &str) -> String {
    format!(
        "+++\ntitle = \"甲怎么办？\"\nanswer = \"可以。\"\nas_of = 2026-10-04\n+++\n## 现在先做\n\n{words}\n"
    )
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "site.toml", "title = \"站\"\n");
    write(root, "content/a/_chapter.md", "+++\ntitle = \"章\"\nsummary = \"句。\"\n+++\n");
    write(root, "content/a/one.md", &entry("第一版。"));
    write(root, "content/a/two.md", &entry("另一篇。").replace("甲", "乙"));
    folder
}

fn serve(root: &Path, more: &[&str]) -> Server {
    Server::start(env!("CARGO_BIN_EXE_fatiao").as_ref(), root, more)
}

/// Asks for a page until it holds the words.
fn wait_for(server: &Server, path: &str, words: &str) {
    let started = Instant::now();
    loop {
        let (_, text) = server.get(path);
        if text.contains(words) {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "{path} never said {words}: {text}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn an_edit_reloads_the_page_it_changes_and_no_other() {
    let folder = site();
    let server = serve(folder.path(), &[]);
    let (mut one, mut two) = (server.events("/a/one.html"), server.events("/a/two.html"));
    write(folder.path(), "content/a/one.md", &entry("第二版。"));
    assert_eq!(one.next().0, "reload");
    assert!(server.get("/a/one").1.contains("第二版。"));
    write(folder.path(), "content/a/two.md", &entry("又一版。").replace("甲", "乙"));
    assert_eq!(two.next().0, "reload");
    assert!(
        server.get("/a/two/").1.contains("又一版。"),
        "the first event of the other page is its own edit's"
    );
}

#[test]
fn an_editor_may_write_by_rename() {
    let folder = site();
    let server = serve(folder.path(), &[]);
    let mut events = server.events("/a/one.html");
    write(folder.path(), "content/a/.one.md.swp", &entry("改名版。"));
    fs::rename(folder.path().join("content/a/.one.md.swp"), folder.path().join("content/a/one.md")).unwrap();
    assert_eq!(events.next().0, "reload");
    assert!(server.get("/a/one.html").1.contains("改名版。"));
}

#[test]
fn errors_lie_over_the_last_good_site_until_they_are_mended() {
    let folder = site();
    let server = serve(folder.path(), &[]);
    let mut events = server.events("/a/one.html");
    write(folder.path(), "site.toml", "title = 站\n");
    let (name, text) = events.next();
    assert_eq!(name, "errors");
    assert!(text.contains("site.toml:1:") && text.contains("F0102"), "{text}");
    assert!(server.get("/a/one.html").1.contains("第一版。"));
    write(folder.path(), "site.toml", "title = \"站\"\n");
    assert_eq!(events.next().0, "mended");
}

#[test]
fn a_site_that_begins_with_errors_is_served_once_mended() {
    let folder = site();
    write(folder.path(), "content/a/one.md", "没有元数据");
    let server = serve(folder.path(), &[]);
    let (status, text) = server.get("/");
    assert!(status == 500 && text.contains("F0107"), "{text}");
    let mut events = Events(BufReader::new(server.request("/__fatiao/events?path=/&seen=")));
    assert_eq!(events.next().0, "errors");
    write(folder.path(), "content/a/one.md", &entry("好了。"));
    assert_eq!(events.next().0, "reload");
}

#[test]
fn folders_may_go_and_come_back_and_a_thousand_files_change_at_once() {
    let folder = site();
    let server = serve(folder.path(), &[]);
    wait_for(&server, "/a/two.html", "另一篇。");
    fs::rename(folder.path().join("content/a"), folder.path().join("content/b")).unwrap();
    wait_for(&server, "/b/two.html", "另一篇。");
    assert_eq!(server.get("/a/two.html").0, 404);
    fs::remove_dir_all(folder.path().join("content")).unwrap();
    write(folder.path(), "content/a/_chapter.md", "+++\ntitle = \"章\"\nsummary = \"句。\"\n+++\n");
    for number in 0..1000 {
        let text = entry(&format!("第{number}篇。")).replace("甲", &format!("甲{number}"));
        write(folder.path(), &format!("content/a/e{number}.md"), &text);
    }
    wait_for(&server, "/a/e999.html", "第999篇。");
    wait_for(&server, "/a/e0.html", "第0篇。");
    write(folder.path(), "content/a/e5.md", &entry("后来改的。"));
    wait_for(&server, "/a/e5.html", "后来改的。");
}

#[test]
fn nothing_outside_of_the_site_is_served() {
    let folder = site();
    fs::write(folder.path().join("secret.txt"), "秘密").unwrap();
    let server = serve(folder.path(), &[]);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/a/..%2f..%2fsecret.txt",
        "/secret.txt",
        "//etc/passwd",
        "/site.toml",
        "/a\\..\\x",
    ] {
        let (status, text) = server.get(path);
        assert!(matches!(status, 400 | 404) && !text.contains("秘密"), "{path}: {status}");
    }
    assert_eq!(read(server.request_as("/", "evil.example")).0, 403);
    assert_eq!(server.get("/sw.js").0, 404);
    let (_, page) = server.get("/");
    assert!(page.contains("/__fatiao/client.js") && !page.contains("<script>"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_tree_are_refused() {
    let (folder, outside) = (site(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("s.txt"), "秘密").unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("content/a/out")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("content/a/.#one.md")).unwrap();
    let server = serve(folder.path(), &[]);
    let (status, text) = server.get("/");
    assert!(status == 500 && text.contains("F0015") && text.matches("F0015").count() == 1, "{text}");
}

#[test]
fn a_port_in_use_is_named_and_the_next_taken() {
    let folder = site();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fatiao"));
    command.args(["serve", "--port", &port.to_string(), "--root"]).arg(folder.path());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The first look at the site may be told before or after the address.
    let said = lines.find(|line| line.contains("被占用")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said.contains(&port.to_string()) && said.contains("改用"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_at_once_with_a_page_open() {
    let folder = site();
    let mut server = serve(folder.path(), &[]);
    let _events = server.events("/a/one.html");
    let started = Instant::now();
    Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    let status = server.child.wait().unwrap();
    assert!(status.success() && started.elapsed() < Duration::from_secs(2), "{status}");
}
