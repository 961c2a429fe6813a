//! A small HTTP client for tests and benchmarks: one connection that is kept, one request at a time, over loopback.

use super::Fault;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection to a server that speaks HTTP/1.1.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    token: String,
    /// Bytes that were read and belong to no answer yet.
    ahead: Vec<u8>,
}

/// An answer: its status and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, 204, 422, ...
    pub status: u16,
    /// The header lines.
    pub head: String,
    /// The body, empty where there is none.
    pub body: String,
}

impl Wire {
    /// Connects to `127.0.0.1:7400` or the like; every request carries the API token.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect(address: &str, token: &str) -> Result<Self, Fault> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream, token: token.into(), ahead: Vec::new() })
    }

    /// Sends a request and waits for its answer. An empty body is not sent.
    ///
    /// # Errors
    /// The connection ended: whether the request was carried out is not known.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Answer, Fault> {
        let headers = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", self.token);
        self.send_with(method, path, body, &headers)
    }

    /// As [`Wire::send`], with header lines of the caller instead of the token; each ends with a line break.
    ///
    /// # Errors
    /// As [`Wire::send`].
    pub fn send_with(&mut self, method: &str, path: &str, body: &str, headers: &str) -> Result<Answer, Fault> {
        let length = body.len();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
        self.stream.write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Fault> {
        let head = loop {
            if let Some(at) = self.ahead.windows(4).position(|window| window == b"\r\n\r\n") {
                break self.take(at + 4)?;
            }
            self.read_more()?;
        };
        let head = String::from_utf8(head)?;
        let status: u16 = head.split(' ').nth(1).ok_or("an answer without a status")?.parse()?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
        });
        let body = match length {
            Some(length) => self.take(length?)?,
            None if status == 204 || status == 304 => Vec::new(),
            None => return Err("an answer that does not say how long it is".into()),
        };
        Ok(Answer { status, head, body: String::from_utf8(body)? })
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, Fault> {
        while self.ahead.len() < count {
            self.read_more()?;
        }
        let rest = self.ahead.split_off(count);
        Ok(std::mem::replace(&mut self.ahead, rest))
    }

    fn read_more(&mut self) -> Result<(), Fault> {
        let mut bytes = [0_u8; 16_384];
        match self.stream.read(&mut bytes)? {
            0 => Err("the server closed the connection".into()),
            count => {
                self.ahead.extend_from_slice(&bytes[..count]);
                Ok(())
            }
        }
    }
}
