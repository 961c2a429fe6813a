//! Products and how complex they are: the two tests that tell which kind of CSM they need (OWN-9).

/// Something we sell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The name that lines use.
    pub name: String,
    /// Test A: it is easy to set up.
    pub easy_setup: bool,
    /// Test B: customers reach value with little human effort of ours.
    pub low_effort: bool,
}

impl Product {
    /// Complex is what fails a test.
    pub fn is_complex(&self) -> bool {
        !(self.easy_setup && self.low_effort)
    }
}
