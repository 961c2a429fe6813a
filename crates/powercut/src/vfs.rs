//! A VFS of SQLite that passes everything on to the one of the system and records what changes the database, its log and its journal.
#![allow(unsafe_code, reason = "SQLite takes its file system as C function pointers; each function below says what it relies on")]

use crate::disk::{Operation, Recording};
use libsqlite3_sys::{
    SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_OK, SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_WAL, sqlite3_file, sqlite3_int64,
    sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

static RECORDERS: AtomicU32 = AtomicU32::new(0);

/// A VFS of its own and what it recorded. It stays registered until the process ends.
#[derive(Clone, Debug)]
pub struct Recorder {
    name: String,
    log: Arc<Mutex<Recording>>,
}

/// What a registered VFS keeps beside SQLite's own fields.
struct Beneath {
    /// The VFS of the system, which lives as long as the process.
    real: *mut sqlite3_vfs,
    log: Arc<Mutex<Recording>>,
}

/// An open file: ours, directly followed by the file of the VFS beneath.
#[repr(C)]
struct RecordedFile {
    base: sqlite3_file,
    log: *const Mutex<Recording>,
    /// The name without its folder, owned by this file; null for a file that is not recorded.
    name: *mut String,
}

impl Recorder {
    /// Registers a VFS under a name of its own.
    ///
    /// # Errors
    /// SQLite has no VFS to build on, or refuses this one.
    pub fn register() -> Result<Self, String> {
        let name = format!("tenure-powercut-{}", RECORDERS.fetch_add(1, Ordering::SeqCst));
        let log = Arc::new(Mutex::new(Recording::default()));
        let c_name = CString::new(name.clone()).map_err(|error| error.to_string())?;
        // SAFETY: a null name asks for the default VFS; the pointer is valid for the life of the process.
        let real = unsafe { sqlite3_vfs_find(ptr::null()) };
        if real.is_null() {
            return Err("SQLite has no file system to build on".into());
        }
        let beneath = Box::into_raw(Box::new(Beneath { real, log: Arc::clone(&log) }));
        // SAFETY: `real` was checked; its fields are plain values and function pointers.
        let mut ours = unsafe { *real };
        ours.szOsFile += size_of::<RecordedFile>() as c_int;
        ours.pNext = ptr::null_mut();
        ours.zName = c_name.into_raw();
        ours.pAppData = beneath.cast();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        // Everything else is inherited: those functions of the system's VFS read nothing of the VFS that they are given but
        // xFullPathname's length of names, which is copied.
        // SAFETY: the VFS is leaked, so it outlives every connection.
        match unsafe { sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 0) } {
            SQLITE_OK => Ok(Self { name, log }),
            code => Err(format!("SQLite refused the recording file system with code {code}")),
        }
    }

    /// The name by which a connection asks for it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Notes that something was acknowledged after everything recorded so far.
    pub fn acknowledge(&self, what: u64) {
        lock(&self.log).operations.push(Operation::Acknowledged(what));
    }

    /// What was recorded so far.
    pub fn recording(&self) -> Recording {
        lock(&self.log).clone()
    }
}

fn lock(log: &Mutex<Recording>) -> MutexGuard<'_, Recording> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// # Safety
/// `file` is a file that [`open`] filled, so the file of the VFS beneath follows it.
unsafe fn beneath(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite allocated `szOsFile` bytes: ours and those of the VFS beneath. Both start at a multiple of eight.
    unsafe { file.cast::<RecordedFile>().add(1).cast() }
}

/// # Safety
/// As [`beneath`]; the file is open.
unsafe fn methods<'a>(file: *mut sqlite3_file) -> &'a sqlite3_io_methods {
    // SAFETY: an open file of the system's VFS has its methods, which are static.
    unsafe { &*(*beneath(file)).pMethods }
}

/// Does something to the file beneath and records it, as one step. What fails is not recorded.
///
/// # Safety
/// As [`beneath`]; the file is open.
unsafe fn recorded(file: *mut sqlite3_file, what: impl FnOnce(String) -> Operation, act: impl FnOnce() -> c_int) -> c_int {
    // SAFETY: `open` filled the fields; the log is leaked with its VFS.
    let (log, name) = unsafe {
        let ours = &*file.cast::<RecordedFile>();
        (&*ours.log, ours.name.as_ref())
    };
    let Some(name) = name else { return act() };
    let mut log = lock(log);
    let code = act();
    if code == SQLITE_OK {
        log.operations.push(what(name.clone()));
    }
    code
}

unsafe extern "C" fn open(vfs: *mut sqlite3_vfs, path: *const c_char, file: *mut sqlite3_file, flags: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite passes the VFS that we registered, a file of `szOsFile` bytes, and a path that ends with zero or is null.
    unsafe {
        let data = &*(*vfs).pAppData.cast::<Beneath>();
        let ours = file.cast::<RecordedFile>();
        (*ours).base.pMethods = ptr::null();
        let Some(real_open) = (*data.real).xOpen else { return SQLITE_CANTOPEN };
        let code = real_open(data.real, path, beneath(file), flags, out);
        if code != SQLITE_OK {
            return code;
        }
        (*ours).log = Arc::as_ptr(&data.log);
        (*ours).name = ptr::null_mut();
        if !path.is_null() && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0 {
            let path = CStr::from_ptr(path).to_string_lossy().into_owned();
            let name = file_name(&path);
            found(&data.log, &path, &name);
            (*ours).name = Box::into_raw(Box::new(name));
        }
        (*ours).base.pMethods = &raw const METHODS;
        SQLITE_OK
    }
}

/// Records what a file held before the recording began.
fn found(log: &Mutex<Recording>, path: &str, name: &str) {
    let mut log = lock(log);
    let known = log.operations.iter().any(|operation| match operation {
        Operation::Found(known, _) | Operation::Write(known, ..) => known == name,
        _ => false,
    });
    if !known
        && let Ok(content) = std::fs::read(path)
        && !content.is_empty()
    {
        log.operations.push(Operation::Found(name.into(), content));
    }
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_string(), |name| name.to_string_lossy().into_owned())
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, path: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite passes the VFS that we registered and a path that ends with zero.
    unsafe {
        let data = &*(*vfs).pAppData.cast::<Beneath>();
        let Some(real_delete) = (*data.real).xDelete else { return SQLITE_IOERR };
        let mut log = lock(&data.log);
        let code = real_delete(data.real, path, sync_folder);
        if code == SQLITE_OK {
            let name = file_name(&CStr::from_ptr(path).to_string_lossy());
            log.operations.push(Operation::Delete(name, sync_folder != 0));
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes an open file once; the name was boxed by `open`.
    unsafe {
        let ours = &mut *file.cast::<RecordedFile>();
        if !ours.name.is_null() {
            drop(Box::from_raw(ours.name));
            ours.name = ptr::null_mut();
        }
        methods(file).xClose.map_or(SQLITE_OK, |close| close(beneath(file)))
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, length: c_int, offset: sqlite3_int64) -> c_int {
    // SAFETY: SQLite passes an open file and `length` readable bytes.
    unsafe {
        let Some(write) = methods(file).xWrite else { return SQLITE_IOERR };
        let copy = || std::slice::from_raw_parts(bytes.cast::<u8>(), usize::try_from(length).unwrap_or(0)).to_vec();
        let at = usize::try_from(offset).unwrap_or(0);
        recorded(file, |name| Operation::Write(name, at, copy()), || write(beneath(file), bytes, length, offset))
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: SQLite passes an open file.
    unsafe {
        let Some(truncate) = methods(file).xTruncate else { return SQLITE_IOERR };
        let length = usize::try_from(size).unwrap_or(0);
        recorded(file, |name| Operation::Truncate(name, length), || truncate(beneath(file), size))
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite passes an open file.
    unsafe {
        let Some(sync) = methods(file).xSync else { return SQLITE_IOERR };
        recorded(file, Operation::Sync, || sync(beneath(file), flags))
    }
}

/// A function that only passes on to the file beneath.
macro_rules! passed_on {
    ($name:ident, $method:ident, ($($argument:ident: $kind:ty),*)) => {
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($argument: $kind),*) -> c_int {
            // SAFETY: SQLite passes an open file and arguments that fit the same function beneath.
            unsafe { methods(file).$method.map_or(SQLITE_IOERR, |method| method(beneath(file), $($argument),*)) }
        }
    };
}

passed_on!(read, xRead, (bytes: *mut c_void, length: c_int, offset: sqlite3_int64));
passed_on!(file_size, xFileSize, (size: *mut sqlite3_int64));
passed_on!(lock_file, xLock, (level: c_int));
passed_on!(unlock_file, xUnlock, (level: c_int));
passed_on!(check_reserved_lock, xCheckReservedLock, (result: *mut c_int));
passed_on!(file_control, xFileControl, (operation: c_int, argument: *mut c_void));
passed_on!(sector_size, xSectorSize, ());
passed_on!(device_characteristics, xDeviceCharacteristics, ());
passed_on!(shm_map, xShmMap, (page: c_int, size: c_int, extend: c_int, mapped: *mut *mut c_void));
passed_on!(shm_lock, xShmLock, (offset: c_int, count: c_int, flags: c_int));
passed_on!(shm_unmap, xShmUnmap, (delete: c_int));

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: SQLite passes an open file.
    unsafe {
        if let Some(barrier) = methods(file).xShmBarrier {
            barrier(beneath(file));
        }
    }
}

/// Version 2: with shared memory for the log, without memory-mapped reading, which would pass this by.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock_file),
    xUnlock: Some(unlock_file),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
