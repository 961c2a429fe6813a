//! Ends of the outside on loopback: a mail server and a chat, which keep what they get.
#![allow(dead_code, reason = "each test uses a part")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What a sink got, whole, in the order in which it came.
pub type Got = Arc<Mutex<Vec<String>>>;

/// A server on loopback.
pub struct Sink {
    pub address: SocketAddr,
    pub got: Got,
}

impl Sink {
    pub fn got(&self) -> Vec<String> {
        self.got.lock().unwrap().clone()
    }

    /// A mail server that takes every letter, or greets with a refusal.
    pub async fn mail(greeting: &'static str) -> Self {
        Self::serve(move |stream, got| take_letters(stream, got, greeting)).await
    }

    /// An HTTP server that answers every request with a status.
    pub async fn http(status: &'static str) -> Self {
        Self::serve(move |stream, got| take_request(stream, got, status)).await
    }

    async fn serve<F, B>(take: F) -> Self
    where
        F: Fn(TcpStream, Got) -> B + Send + 'static,
        B: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self { address: listener.local_addr().unwrap(), got: Got::default() };
        let got = sink.got.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(stream, got.clone()));
            }
        });
        sink
    }
}

/// The part of RFC 5321 that a client needs to hand in a letter.
async fn take_letters(stream: TcpStream, got: Got, greeting: &str) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(format!("{greeting}\r\n").as_bytes()).await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "DATA" => {
                stream.write_all(b"354 go ahead\r\n").await?;
                let mut letter = String::new();
                loop {
                    line.clear();
                    stream.read_line(&mut line).await?;
                    if line == ".\r\n" {
                        break;
                    }
                    letter.push_str(&line);
                }
                got.lock().unwrap().push(letter);
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn take_request(stream: TcpStream, got: Got, status: &str) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    got.lock().unwrap().push(format!("{head}\r\n{}", String::from_utf8_lossy(&body)));
    stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes()).await
}
