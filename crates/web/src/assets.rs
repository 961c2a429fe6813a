//! The embedded files of the browser, written by `build.rs`: addresses, types and bytes.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
