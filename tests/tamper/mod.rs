//! Whatever other hands change under an output folder is found and located, file by file and change by change; and each
//! check finds what only it can find, once the change is carried through everything else.

mod carried;
mod changes;
mod every_check;
mod folder;
mod ledger;
mod one_case_file;
mod report;
