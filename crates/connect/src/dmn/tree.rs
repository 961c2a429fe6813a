//! An XML document as a tree of elements, without their namespaces: all that reading a decision table needs.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements within elements beyond which a document is no decision table.
const DEPTH_MAX: usize = 40;

/// One element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    /// Its attributes, names without a prefix.
    pub(super) attributes: Vec<(String, String)>,
    /// Its elements.
    pub(super) children: Vec<Element>,
    /// Its own text.
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first `text` element inside.
    pub(super) fn said(&self) -> &str {
        self.all("text").next().map_or("", |text| text.text.trim())
    }
}

/// Reads a document.
///
/// # Errors
/// What is wrong with it, as the rest of a sentence that begins with the file.
pub(super) fn read(xml: &str) -> Result<Element, String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| format!("is no XML at byte {}: {error}", reader.error_position()))?;
        match event {
            Event::Start(start) if open.len() > DEPTH_MAX => return Err(format!("nests {} too deep", start.local_name().into_inner())),
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let child = element(&start)?;
                add(&mut open, child);
            }
            Event::End(_) => {
                if let Some(child) = open.pop() {
                    add(&mut open, child);
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content()),
            Event::CData(text) => say(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let sign = name.resolve_char_ref().map_err(|error| format!("has a sign that cannot be read: {error}"))?;
                let known = resolve_predefined_entity(&name.xml10_content()).map(str::to_string);
                let text = sign.map(String::from).or(known).ok_or("names an entity; only the five of XML are read")?;
                say(&mut open, &text);
            }
            Event::DocType(_) => return Err("has a document type, which is not read".into()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let root = open.into_iter().next().and_then(|document| document.children.into_iter().next());
    root.ok_or_else(|| "has no element".into())
}

fn add(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        parent.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("has a faulty attribute: {error}"))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| format!("has a faulty attribute: {error}"))?;
        attributes.push((attribute.key.local_name().into_inner().to_string(), value.into_owned()));
    }
    Ok(Element { name: start.local_name().into_inner().to_string(), attributes, ..Element::default() })
}
