//! One function per verb: authorise, load, decide, save, emit.
