//! Small writes that wait for the next statement of their transaction and go to an embedded database with it: what a statement costs on
//! its way there, a thread and back, is paid once for all of them.

use sea_orm::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values in statements that wait. More of them are no longer small beside their way.
const VALUES_MAX: usize = 200;

/// Statements that wait.
#[derive(Debug, Default)]
pub(crate) struct Later(Mutex<Script>);

#[derive(Debug, Default)]
struct Script {
    sql: String,
    values: Vec<Value>,
}

impl Later {
    /// Lets a statement wait. It is given back where it is too large.
    pub(crate) fn add(&self, sql: &str, values: Vec<Value>) -> Result<(), Vec<Value>> {
        let mut waiting = self.lock();
        if waiting.values.len() + values.len() > VALUES_MAX {
            return Err(values);
        }
        waiting.sql.push_str(sql);
        waiting.sql.push_str("; ");
        waiting.values.extend(values);
        Ok(())
    }

    /// A statement behind those that wait. They wait no longer.
    pub(crate) fn before(&self, sql: &str, values: Vec<Value>) -> (String, Vec<Value>) {
        let Script { sql: mut script, values: mut all } = std::mem::take(&mut *self.lock());
        script.push_str(sql);
        all.extend(values);
        (script, all)
    }

    /// Whether no statement waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().sql.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
