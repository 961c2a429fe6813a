//! Gathers the browser's files into `OUT_DIR`: ours from `assets/`, the third-party ones from npm, each under an address that
//! carries the hash of its content, and writes `assets.rs` that embeds them.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const NO_NPM: &str =
    "npm was not found. Install Node.js (Debian: apt-get install -y nodejs npm), or set TENURE_NODE_MODULES to an installed node_modules";
const LAYERS: &str = "@layer reset, tokens, base, layout, components, screens, utilities;\n";
const STYLES: [&str; 4] = ["tokens.css", "layout.css", "components.css", "screens.css"];
const NPM_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
/// The package's folder, its stylesheet with the optical-size axis, and the cuts we embed.
const INTER: &str = "@fontsource-variable/inter";
const INTER_CUTS: [&str; 2] = ["inter-latin-opsz-normal.woff2", "inter-latin-ext-opsz-normal.woff2"];

/// One embedded file: its address, its type, and where its bytes lie under `OUT_DIR/dist`.
struct Item {
    url: String,
    content_type: &'static str,
}

/// The embedded files so far, and the folder they are written to.
struct Bundle {
    dist: PathBuf,
    items: Vec<Item>,
}

impl Bundle {
    /// Writes the bytes under `stem-<hash>.extension` and returns the address.
    fn add(&mut self, stem: &str, extension: &'static str, bytes: &[u8]) -> io::Result<String> {
        let name = format!("{stem}-{:08x}.{extension}", hash(bytes));
        fs::write(self.dist.join(&name), bytes)?;
        let url = format!("/assets/{name}");
        self.items.push(Item { url: url.clone(), content_type: content_type(extension) });
        Ok(url)
    }
}

fn main() {
    for path in ["assets", "package.json", "package-lock.json", ".npmrc", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=TENURE_NODE_MODULES");
    if let Err(why) = build() {
        println!("cargo::error={}", why.to_string().replace('\n', " "));
    }
}

fn build() -> io::Result<()> {
    let here = folder("CARGO_MANIFEST_DIR")?;
    let out = folder("OUT_DIR")?;
    let modules = node_modules(&here, &out)?;
    let dist = out.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    let mut bundle = Bundle { dist, items: Vec::new() };
    let assets = here.join("assets");

    let (faces, font) = font_faces(&mut bundle, &modules)?;
    let mut css = String::from(LAYERS);
    css.push_str(&faces);
    for name in STYLES {
        css.push_str(&text(&assets.join(name))?);
    }
    let urls = [
        ("CSS_URL", "The stylesheet.", bundle.add("tenure", "css", css.as_bytes())?),
        (
            "APP_JS_URL",
            "Our script: theme, keys, toasts. Load it in the head without `defer`.",
            bundle.add("app", "js", &bytes(&assets.join("app.js"))?)?,
        ),
        ("HTMX_URL", "htmx.", bundle.add("htmx", "js", &bytes(&modules.join("htmx.org/dist/htmx.min.js"))?)?),
        (
            "SPRITE_URL",
            "Icons and risk shapes: `<use href=\"{SPRITE_URL}#i-today\">`.",
            bundle.add("sprite", "svg", &bytes(&assets.join("sprite.svg"))?)?,
        ),
        ("ICON_URL", "The mark, for `<link rel=\"icon\">`.", bundle.add("mark", "svg", &bytes(&assets.join("mark.svg"))?)?),
        ("FONT_URL", "Inter, Latin: worth a `preload`.", font),
        ("LICENCES_URL", "The licences of the embedded third-party files.", bundle.add("licences", "txt", licences(&modules)?.as_bytes())?),
    ];
    fs::write(out.join("assets.rs"), generated(&bundle.items, &urls))
}

/// The `@font-face` rules of the cuts we embed, with our addresses in them, and the address of the first cut.
fn font_faces(bundle: &mut Bundle, modules: &Path) -> io::Result<(String, String)> {
    let package = modules.join(INTER);
    let sheet = text(&package.join("opsz.css"))?;
    let mut rules = String::new();
    let mut first = None;
    for cut in INTER_CUTS {
        let rule = sheet
            .split("@font-face")
            .find(|rule| rule.contains(&format!("/{cut})")))
            .and_then(|rule| rule.split_inclusive('}').next())
            .ok_or_else(|| fault(format!("{INTER} no longer has {cut} in opsz.css: change INTER_CUTS in crates/web/build.rs")))?;
        let stem = cut.trim_end_matches(".woff2");
        let url = bundle.add(stem, "woff2", &bytes(&package.join("files").join(cut))?)?;
        let _ = writeln!(rules, "@font-face{}", rule.replace(&format!("./files/{cut}"), &url));
        first.get_or_insert(url);
    }
    Ok((rules, first.unwrap_or_default()))
}

fn licences(modules: &Path) -> io::Result<String> {
    let mut all = String::new();
    for package in ["htmx.org", INTER] {
        let _ = writeln!(all, "== {package} ==\n\n{}\n", text(&modules.join(package).join("LICENSE"))?);
    }
    Ok(all)
}

/// The folder of installed packages: the one named in the environment, or one npm fills under `OUT_DIR` when the lock file changed.
fn node_modules(here: &Path, out: &Path) -> io::Result<PathBuf> {
    if let Some(named) = std::env::var_os("TENURE_NODE_MODULES").filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let npm = out.join("npm");
    let stamp = npm.join("stamp");
    let wanted = format!("{:08x}", hash(&bytes(&here.join("package-lock.json"))?));
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(npm.join("node_modules"));
    }
    fs::create_dir_all(&npm)?;
    for name in NPM_FILES {
        fs::copy(here.join(name), npm.join(name))?;
    }
    let run = Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&npm).output();
    let run = run.map_err(|error| if error.kind() == io::ErrorKind::NotFound { fault(NO_NPM.to_owned()) } else { error })?;
    if !run.status.success() {
        return Err(fault(format!("npm ci failed for crates/web: {}", String::from_utf8_lossy(&run.stderr).trim())));
    }
    fs::write(stamp, wanted)?;
    Ok(npm.join("node_modules"))
}

fn generated(items: &[Item], urls: &[(&str, &str, String)]) -> String {
    let mut rust = String::from(
        "/// One embedded file. Its address carries the hash of its content, so it may be cached for ever.\n\
         pub struct Asset {\n    /// Address, `/assets/...`.\n    pub path: &'static str,\n    /// `Content-Type`.\n    pub content_type: &'static str,\n    \
         /// The file.\n    pub bytes: &'static [u8],\n}\n\n/// Every embedded file.\npub static ASSETS: &[Asset] = &[\n",
    );
    for Item { url, content_type } in items {
        let file = url.replacen("/assets/", "/dist/", 1);
        let _ = writeln!(
            rust,
            "    Asset {{ path: {url:?}, content_type: {content_type:?}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), {file:?})) }},"
        );
    }
    rust.push_str("];\n");
    for (name, says, url) in urls {
        let _ = write!(rust, "\n/// {says}\npub const {name}: &str = {url:?};\n");
    }
    rust
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

/// FNV-1a over 64 bits, folded to 32: names a version of a file, protects nothing.
fn hash(bytes: &[u8]) -> u64 {
    let full = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (full >> 32) ^ (full & 0xffff_ffff)
}

fn folder(variable: &str) -> io::Result<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).ok_or_else(|| fault(format!("cargo did not set {variable}")))
}

fn text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| fault(format!("{}: {error}", path.display())))
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| fault(format!("{}: {error}", path.display())))
}

fn fault(says: String) -> io::Error {
    io::Error::other(says)
}
