//! `fatiao serve` in a process of its own, as tests and measurements talk to it. What cannot go wrong panics.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longer than any answer takes.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server, which ends with this value.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

impl Server {
    /// Starts a program on a site, and waits until it says where it listens.
    pub fn start(program: &Path, root: &Path, more: &[&str]) -> Server {
        let mut command = Command::new(program);
        command.args(["serve", "--port", "0", "--root"]).arg(root).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
        let mut lines =
            BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("http://")?.1.to_owned())).expect("a start");
        // Somebody must read what the server says, or it would block.
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, address: address.trim_end_matches('/').to_owned() }
    }

    pub fn request(&self, path: &str) -> TcpStream {
        self.request_as(path, &self.address)
    }

    pub fn request_as(&self, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket with a time limit");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("a request");
        stream
    }

    /// The status and the whole answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        read(self.request(path))
    }

    /// Opens a page, and listens as its script does.
    pub fn events(&self, path: &str) -> Events {
        let (_, page) = self.get(path);
        let seen = page.split_once("data-seen=\"").and_then(|(_, rest)| rest.split('"').next());
        let seen = seen.expect("a page with the script");
        Events(BufReader::new(self.request(&format!("/__fatiao/events?path={path}&seen={seen}"))))
    }
}

/// The status and the whole answer.
pub fn read(mut stream: TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), text)
}

/// What a page is told.
pub struct Events(pub BufReader<TcpStream>);

impl Events {
    /// The next event's name and its data.
    pub fn next(&mut self) -> (String, String) {
        let (mut name, mut data) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            let length = self.0.read_line(&mut line).expect("an event");
            assert!(length > 0, "the server hung up");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim().to_owned();
            } else if let Some(words) = line.strip_prefix("data: ") {
                data.push_str(words);
            } else if line.trim().is_empty() && !name.is_empty() {
                return (name, data);
            }
        }
    }
}
